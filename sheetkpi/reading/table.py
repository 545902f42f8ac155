"""Read a table of marketing data: a row is used, or set aside with the reason. A wrong number or a lost row would go unnoticed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from sheetkpi.reading.columns import ABSENT, STAND_INS, Columns, columns_of, why_unused
from sheetkpi.reading.dates import Dates, Order, period_in, shortened
from sheetkpi.reading.fields import ADDITIVE, FIELDS
from sheetkpi.reading.files import HIGHEST, Raw, Rows, Source, fields_in, looks_like_header, width_of
from sheetkpi.reading.header import Vat, currency_of, is_line_of_units, is_measure, is_qualifier, is_title_of_plan, multiplier_in
from sheetkpi.reading.numbers import currencies_in, is_blank, is_masked, number_in
from sheetkpi.reading.row_reader import SHOWN, RowReader, Value, are_dates, as_it_came
from sheetkpi.reading.text_file import Notify, UnreadableFile
from sheetkpi.reading.totals import find_levels, find_parents, find_totals, has_total_hint, is_total_name
from sheetkpi.reading.words import folded, is_level, is_row_labels, usual_names
from sheetkpi.translation import Language, Listed, Message, Quoted, Translatable

#: A row that is used, by the names of its fields; a date is the serial number of a spreadsheet.
Row = Mapping[str, Value]

#: So many rows that are set aside are kept with their cells; the others are counted.
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person said about a table.

    Args:
        columns: Headers by field; ``""`` for a field that the table does not have.
        channel: The channel of the whole file, where no column names one.
        date: The period of the whole file, where no column has dates.
        order: Which comes first in 01/02/2026.
        decimal: The decimal sign of the numbers.
        sheet: The sheet of a workbook.
        usual: Headers by field that hold for all files of a company, where a file has them.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    channel: str | None = None
    date: str | None = None
    order: Order | None = None
    decimal: str | None = None
    sheet: str | None = None
    usual: Sequence[tuple[str, str]] = ()

    def columns_for(self, headers: Sequence[object]) -> Mapping[str, str]:
        """The headers by field for one file: those said for it, then the company's usual ones that it has."""
        present = {folded(str(header)) for header in headers}
        return {field: header for field, header in self.usual if folded(header) in present} | dict(self.columns)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is set aside: why, which fields are at fault, and its cells as they came."""

    line: int
    why: tuple[Translatable, ...]
    fields: tuple[str, ...]
    cells: Mapping[str, str | float | None]


@dataclass(slots=True)
class Table:
    """What was read, and what was left out."""

    file: object
    columns: Columns
    header_line: int
    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    rejected_count: int = 0
    totals: list[int] = field(default_factory=list)
    remarks: list[int] = field(default_factory=list)
    masked: list[int] = field(default_factory=list)
    period: float | None = None

    @property
    def vat(self) -> Vat | None:
        """Whether the header of the spend says that VAT is in it."""
        column = self.columns.used.get("spend")
        return column.vat if column else None

    def reject(self, row: Rejected) -> None:
        """Set a row aside."""
        self.rejected_count += 1
        if len(self.rejected) < MOST_KEPT:
            self.rejected.append(row)


class OpenQuestions(UnreadableFile):
    """Something about a file has to be said by a person: which column is what, or the channel or period of the whole file."""

    def __init__(self, file: object, questions: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(
            Message("{file}: {questions}", file=file, questions=Listed([_asked(*item) for item in questions.items()], separator=" "))
        )
        self.file = file
        self.questions = questions


def _asked(name: str, headers: Sequence[str]) -> Message:
    """The question about a field, with the option that answers it."""
    if headers:
        facts = {"field": FIELDS[name].title, "headers": Listed([Quoted(header) for header in headers]), "name": name}
        return Message(
            'Which column is {field}: {headers}? Add --column {name}="HEADER", or --column {name}= if the file has none.', **facts
        )
    if name == "channel":
        return Message("There is no column with channels. If the whole file is one channel, add --channel NAME.")
    return Message("There is no column with dates. Add the period of the file, such as --date 2026-08.")


def read_table(source: Source, choices: Choices, notify: Notify, *, needs: Sequence[str] = ("date", "channel")) -> Table:
    """Read the rows of a file.

    Args:
        source: The rows of the file.
        choices: What a person said about it.
        notify: Gives a person a note.
        needs: The fields that the file must have; a row must have those that the file has.

    Raises:
        UnreadableFile: No row names the columns, or the amounts are in several currencies.
        OpenQuestions: A column that is needed is missing or could be either of two.
    """
    return _Reader(source, choices, notify, needs).read()


class _Reader:
    def __init__(self, source: Source, choices: Choices, notify: Notify, needs: Sequence[str]) -> None:
        self.source = source
        self.needs = needs
        self.choices = choices
        self.notify = notify
        self.place = self._find_header()
        self.line, header = source.rows[self.place]
        self.width = width_of(header)
        self.header = list(header[: self.width])
        self.body, found = _without_blank(source.rows[self.place + 1 :])
        #: Rows that say more of the columns: what is planned and what is fact above the header, units below it.
        self.beside = self._groups_above()
        units = self._units_below()
        self.lines_of_units = [self.body[0][0]] if units else []
        if units:
            self.beside.append(units)
            self.body, found = self.body[1:], [column[1:] for column in found]
        #: The cells of each column, as many as there are rows.
        self.cells_of = found + [(None,) * len(self.body)] * (self.width - len(found))
        self.columns = self._find_columns()
        self.used = {name: column for name, column in self.columns.used.items() if column.stands_in_for is None}
        self.copies = [name for name, column in self.columns.used.items() if column.stands_in_for == name]
        self.required = [name for name in ("date", "channel") if name in self.used or name in needs]
        self.numeric = [name for name in self.used if FIELDS[name].cells not in ("text", "date")]
        self.period = self._period()

    # --- header

    def _find_header(self) -> int:
        """Which row names the most columns."""
        said = [*self.choices.columns.values(), *(header for _field, header in self.choices.usual)]
        chosen = frozenset(header.strip().casefold() for header in said if header)
        counts = [fields_in(cells, chosen) for _line, cells in self.source.rows[:HIGHEST]]
        most = max(counts, default=0)
        place = counts.index(most) if most else 0
        if most > 1 or (most == 1 and (self.choices.channel or self.choices.date or looks_like_header(self.source.rows[place][1]))):
            return place
        if all(is_blank(cell) for _line, cells in self.source.rows for cell in cells):
            raise UnreadableFile(Message("{file} is empty. Put a table into it.", file=self.source.file))
        raise UnreadableFile(
            Message(
                "{file}: no row names the columns. Put headers above the table, such as {words}.",
                file=self.source.file,
                words=_UsualNames(),
            )
        )

    def _find_columns(self) -> Columns:
        """The columns by their headers; the row labels of a pivot are its dates where they are dates."""
        columns = self._scaled_by_title(self._not_planned(self._columns_of({})))
        labels = columns.used.get("channel")
        if "date" in columns.used or labels is None or not is_row_labels(labels.header):
            return columns
        if not are_dates(self.cells_of[labels.index]):
            return columns
        return self._scaled_by_title(self._columns_of({"date": labels.header}))

    def _columns_of(self, also: Mapping[str, str]) -> Columns:
        return columns_of(self.header, {**self.choices.columns_for(self.header), **also}, beside=self.beside)

    def _groups_above(self) -> list[list[str | None]]:
        """What a row above the header says of its columns, where it parts them into plan and fact; it holds for those to the right."""
        above = self.source.rows[self.place - 1][1] if self.place else []
        texts = {index: cell for index, cell in enumerate(above[: self.width]) if not is_blank(cell)}
        if not any(index > 0 and is_qualifier(str(cell)) for index, cell in texts.items()):
            return []
        groups: list[str | None] = []
        for index in range(self.width):
            groups.append(str(texts[index]) if index in texts else groups[-1] if groups else None)
        return [[group if is_measure(str(header)) else None for group, header in zip(groups, self.header, strict=True)]]

    def _units_below(self) -> list[str | None]:
        """The units in a line below the header, which is no row; nothing where the first line is one."""
        if not self.body or not is_line_of_units(self.body[0][1]):
            return []
        units = [None if is_blank(cell) else str(cell) for cell in [*self.body[0][1], *[None] * self.width][: self.width]]
        named = self._columns_of({}).used
        if any(units[column.index] is not None for name, column in named.items() if FIELDS[name].cells in ("text", "date")):
            return []
        return units

    def _not_planned(self, columns: Columns) -> Columns:
        """The columns, where a line above the table says that it is a plan: whether its spend was spent has to be said."""
        title = next((line for line in self._lines_above() if is_title_of_plan(line)), None)
        spend = columns.used.get("spend")
        if title is None or spend is None or "plan_spend" in columns.used or "spend" in self.choices.columns_for(self.header):
            return columns
        what = Message(
            "{file}: “{title}” above the table says that its numbers are planned. If they came true, choose the spend.",
            file=self.source.file,
            title=shortened(title),
        )
        self.notify(what)
        columns.questions["spend"] = (columns.used.pop("spend").header,)
        return columns

    def _scaled_by_title(self, columns: Columns) -> Columns:
        """The columns, where a line above the table says that all sums are in thousands."""
        factor = next((factor for line in self._lines_above() if (factor := multiplier_in(line))), None)
        if factor is None:
            return columns
        for name, column in columns.used.items():
            if FIELDS[name].cells in ("money", "spend") and column.factor == 1:
                columns.used[name] = replace(column, factor=factor)
                self.notify(
                    Message(
                        "{file}: a line above the table says that the sums are in a larger unit; “{header}” is multiplied by {factor}.",
                        file=self.source.file,
                        header=column.header,
                        factor=factor,
                    )
                )
        return columns

    def _period(self) -> float | None:
        """The period of the whole file: as a person said it, or as a line above the header does."""
        if self.choices.date:
            return Dates(self.choices.order).read(self.choices.date)
        if "date" in self.used:
            return None
        return next((period for line in self._lines_above() if (period := period_in(line)) is not None), None)

    def _lines_above(self) -> list[str]:
        """The lines above the header, each as one text: a comma in a date may have parted it."""
        return [
            ", ".join(str(cell) for cell in cells if cell is not None).strip(",;\t ") for _line, cells in self.source.rows[: self.place]
        ]

    def _ask(self) -> None:
        """Ask what is not known and cannot be done without."""
        questions = dict(self.columns.questions)
        if "channel" not in self.columns.used:
            questions.setdefault("channel", self._offered_for("channel"))
        if "date" in self.needs and "date" not in self.used and self.period is None:
            questions.setdefault("date", self._headers_over_dates())
        elif "date" in self.needs and "date" not in self.used and not self.choices.date and self._headers_over_dates():
            questions["date"] = self._headers_over_dates()
        if "spend" not in {*self.used, *questions} and self.choices.columns.get("spend") != ABSENT:
            self._ask_for_numbers("spend", questions)
        for column in () if self._has_numbers() else self.columns.unused:
            name = column.may_be[0] if column.reason == "ambiguous" else "channel"
            if name not in questions and FIELDS[name].cells not in ("text", "date"):
                self._ask_for_numbers(name, questions)
        for name, said in (("channel", self.choices.channel), ("date", self.choices.date)):
            if said:
                questions.pop(name, None)
        if questions:
            raise OpenQuestions(self.source.file, questions)

    def _refuse_without_numbers(self) -> None:
        if not self._has_numbers():
            raise UnreadableFile(
                Message(
                    "{file}, line {line}: no column holds numbers that are known. If one does, name it: --column {example}.",
                    file=self.source.file,
                    line=self.line,
                    example='clicks="HEADER"',
                )
            )

    def _refuse_wrong_choices(self) -> None:
        for name, header in self.columns.wrong_choices.items():
            raise UnreadableFile(
                Message(
                    "{file}, line {line}: there is no column “{header}” for {field}. The headers are: {headers}.",
                    file=self.source.file,
                    line=self.line,
                    header=header,
                    field=FIELDS[name].title,
                    headers=Listed([Quoted(str(cell)) for cell in self.header if not is_blank(cell)]),
                )
            )

    def _has_numbers(self) -> bool:
        return bool(self.numeric)

    def _headers_over_dates(self) -> tuple[str, ...]:
        """The headers that nobody knows of columns with dates: the period of the whole file would hide these."""
        unknown = [column for column in self.columns.unused if column.reason in ("unknown", "ambiguous")]
        return tuple(column.header for column in unknown if are_dates(self.cells_of[column.index]))

    def _offered_for(self, name: str) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns.unused if name in column.may_be)

    def _ask_for_numbers(self, name: str, questions: dict[str, tuple[str, ...]]) -> None:
        """Ask which column is a field, if one that nobody knows, or that could be several things, holds numbers."""
        headers = tuple(header for header in self.columns.candidates_for(name) if self._holds_numbers(header))
        if headers:
            questions[name] = headers

    def _holds_numbers(self, header: str) -> bool:
        index = next(column.index for column in self.columns.unused if column.header == header)
        cells = [cell for cell in self.cells_of[index][:SHOWN] if not is_blank(cell)]
        numbers = [
            cell for cell in cells if isinstance(cell, float) or (isinstance(cell, str) and number_in(cell, decimal=",") is not None)
        ]
        return 2 * len(numbers) > len(cells)

    # --- rows

    def read(self) -> Table:
        self._refuse_wrong_choices()
        self._ask()
        self._refuse_without_numbers()
        self._tell_columns()
        table = Table(self.source.file, self.columns, self.line, remarks=self.lines_of_units, period=self.period)
        self._read_rows(table)
        self._refuse_currencies(table)
        self._leave_out_totals(table)
        return table

    def _read_rows(self, table: Table) -> None:
        used = {name: column for name, column in self.used.items() if name != "date" or not self.choices.date}
        reader = RowReader(used, self.cells_of, self.source.usual_comma, order=self.choices.order, decimal=self.choices.decimal)
        ordinary: set[tuple[Value, Value]] = set()
        for number, ((line, cells), (row, faults)) in enumerate(zip(self.body, reader.rows(), strict=True)):
            names = row.get("channel"), row.get("campaign")
            if names in ordinary and not faults and len(cells) <= self.width and None not in row.values():
                self._complete(row)
                table.rows.append(row)
                table.lines.append(line)
            elif self._has_number(row) or not looks_like_header(cells):
                if self._is_ordinary(row):
                    ordinary.add(names)
                self._sort(line, cells, row, faults, table)
            elif [*cells[: self.width]] == self.header:
                table.remarks.append(line)
            else:
                table.remarks.extend(other for other, _cells in self.body[number:])
                what = Message("{file}, line {line}: a second table begins; only the first one is read.", file=self.source.file, line=line)
                self.notify(what)
                break

    def _sort(self, line: int, cells: Sequence[Raw], row: dict[str, Value], faults: Mapping[str, Translatable], table: Table) -> None:
        """Put a row where it belongs."""
        extra = [cell for cell in cells[self.width :] if not is_blank(cell)] if len(cells) > self.width else []
        if (extra or faults or not self._is_ordinary(row)) and self._says_total(cells, row, faults, extra):
            table.totals.append(line)
            return
        is_shifted = bool(extra) and self.source.is_parted
        if self._is_footer(cells) if faults else not is_shifted and not self._has_number(row):
            table.remarks.append(line)
            return
        if None in row.values() and any(map(is_masked, cells)):
            table.masked.append(line)
        self._complete(row)
        if faults or is_shifted:
            if table.rejected_count >= MOST_KEPT:
                table.rejected_count += 1
                return
            why = [Message("column “{header}”: {what}", header=self._title_of(name), what=what) for name, what in faults.items()]
            blank = [name for name in self._blank(row) if name not in faults]
            shifted = [self._wider(cells)] if is_shifted else []
            fields = ([""] if is_shifted else []) + [*faults, *blank]
            table.reject(Rejected(line, (*shifted, *why, *map(self._is_blank, blank)), tuple(fields), self._as_they_came(cells)))
            return
        table.rows.append(row)
        table.lines.append(line)

    def _is_ordinary(self, row: Row) -> bool:
        """Whether a row has a name that is known to be that of no total."""
        name = row.get("channel") or row.get("campaign")
        if name is None or ("campaign" in row and is_total_name(row["campaign"])):
            return False
        return not is_total_name(name)

    def _has_number(self, row: Row) -> bool:
        return any(map(row.get, self.numeric)) or any(row.get(name) is not None for name in self.numeric)

    def _is_footer(self, cells: Sequence[Raw]) -> bool:
        """Whether a row is nothing but a text in one of its cells, or a date beside it."""
        filled = [cell for cell in cells if not is_blank(cell)]
        return len(filled) == 1 and isinstance(filled[0], str) and number_in(filled[0], decimal=",") is None

    def _says_total(self, cells: Sequence[Raw], row: Row, faults: Mapping[str, Translatable], extra: Sequence[Raw]) -> bool:
        """Whether a row is called a total: by its name, in place of its date, behind its last column, or, without a name, anywhere."""
        names = [row.get("channel"), row.get("campaign")]
        if "date" in faults:
            names.append(cells[self.used["date"].index])  # type: ignore[arg-type]
        if any(map(is_total_name, (*names, *extra))):
            return True
        return not any(names) and any(isinstance(cell, str) and is_total_name(cell) for cell in cells)

    def _complete(self, row: dict[str, str | float | None]) -> None:
        """Add what the file or a person says of all rows, and what one column says for another."""
        for name in self.copies:
            row[name] = row.get(STAND_INS[name])
        if self.choices.channel and "channel" not in self.used:
            row["channel"] = self.choices.channel
        if self.period is not None:
            row["date"] = self.period

    def _blank(self, row: Row) -> list[str]:
        """The fields that every row must have and this one has not."""
        return [name for name in self.required if row.get(name) is None]

    def _is_blank(self, name: str) -> Message:
        return Message("column “{header}”: it is blank. Fill it in.", header=self._title_of(name))

    def _title_of(self, name: str) -> object:
        column = self.columns.used.get(name)
        return shortened(column.header) if column else FIELDS[name].title

    def _wider(self, cells: Sequence[Raw]) -> Message:
        return Message(
            "there are {cells} cells under {width} headers. Put a header over the last, or quotes around what holds the separator.",
            cells=width_of(cells),
            width=self.width,
        )

    def _as_they_came(self, cells: Sequence[Raw]) -> Mapping[str, str | float | None]:
        places = [(name, column.index) for name, column in self.used.items()]
        return {name: as_it_came(cells[index]) for name, index in places if index < len(cells) and not is_blank(cells[index])}

    # --- what is not counted

    def _refuse_currencies(self, table: Table) -> None:
        """Refuse to add up roubles and dollars."""
        money = [column for name, column in self.used.items() if FIELDS[name].cells in ("money", "spend")]
        written = {str(row["currency"]) for row in table.rows if row.get("currency")} if "currency" in self.used else set()
        found = {currency_of(sign) or sign.upper() for sign in written}
        found |= {column.currency for column in money if column.currency}
        found |= {code for column in money for cell in set(self.cells_of[column.index]) for code in currencies_in(cell)}
        if len(found) > 1 and money:
            raise UnreadableFile(
                Message(
                    "{file}: the amounts are in several currencies ({currencies}), which cannot be added up. Give a file for each.",
                    file=self.source.file,
                    currencies=", ".join(sorted(found)[:5]),
                )
            )

    def _leave_out_totals(self, table: Table) -> None:
        """Leave out the rows that repeat others, and set aside those without a channel or a date."""
        additive = [name for name in ADDITIVE if name in self.used]
        doubtful = self._leave_out_parents(table, additive)
        rows, lines = table.rows, table.lines
        blank_rows = {place for place, row in enumerate(rows) if None in map(row.get, self.required)}
        texts: list[tuple[Value, ...]] = [(row.get("channel"), row.get("campaign")) for row in rows]
        for place in blank_rows:
            if not any(map(has_total_hint, texts[place])):
                texts[place] = (None,)
        columns: list[Any] = [[row.get(name) for row in rows] for name in additive]
        found = find_totals(texts, columns)
        doubts = dict.fromkeys(doubtful, _MAY_BE_PARENT) | dict.fromkeys(found.suspects, _SUM_OF_OTHERS)
        table.totals.sort()
        if not found.totals and not doubts and not blank_rows:
            return
        table.rows, table.lines = [], []
        for place, (line, row) in enumerate(zip(lines, rows, strict=True)):
            blank = self._blank(row)
            why = [*map(self._is_blank, blank), *([doubts[place]] if place in doubts else [])]
            if place in found.totals:
                table.totals.append(line)
            elif why:
                fields = blank or ["channel"]
                table.reject(Rejected(line, tuple(why), tuple(fields), {name: value for name, value in row.items() if value is not None}))
            else:
                table.rows.append(row)
                table.lines.append(line)
        table.totals.sort()
        table.rejected.sort(key=lambda rejected: rejected.line)

    def _leave_out_parents(self, table: Table, additive: Sequence[str]) -> set[int]:
        """Leave out campaigns whose ad groups have rows of their own; give the rows that may be such, though their numbers differ."""
        numbers: list[Any] = [[row.get(name) for row in table.rows] for name in additive]
        dates = [row.get("date") for row in table.rows]
        channels = [row.get("channel") for row in table.rows]
        campaigns = [row.get("campaign") for row in table.rows]
        parents: set[int] = set()
        suspects: set[int] = set()
        for header, cells in self._texts_beside(table.lines):
            coarser = find_levels(cells, numbers)
            parents |= {place for place, level in enumerate(cells) if level in coarser}
            levels = sorted({str(cell) for cell in cells if isinstance(cell, str) and is_level(cell)})
            if len(levels) > 1 and not coarser:
                raise UnreadableFile(
                    Message(
                        "{file}: the rows in “{header}” are of several levels ({levels}) whose sums differ. Keep the rows of one level.",
                        file=self.source.file,
                        header=header,
                        levels=Listed([*map(Quoted, levels)]),
                    )
                )
            if not parents and None in cells:
                found = find_parents([*zip(dates, channels, campaigns, strict=True)], cells, numbers)
                parents, suspects = found.totals, found.suspects
        if not parents and "campaign" in self.used and "campaign" not in map(STAND_INS.get, self.copies):
            found = find_parents([*zip(dates, channels, strict=True)], campaigns, numbers)
            parents, suspects = found.totals, found.suspects
        if parents:
            table.totals.extend(line for place, line in enumerate(table.lines) if place in parents)
            kept = [place for place in range(len(table.rows)) if place not in parents]
            table.rows, table.lines = [table.rows[place] for place in kept], [table.lines[place] for place in kept]
            suspects = {number for number, place in enumerate(kept) if place in suspects}
        return suspects

    def _texts_beside(self, lines: Sequence[int]) -> Iterator[tuple[str, list[object]]]:
        """The columns of texts that are not used, such as ad groups, at the rows that count; None where a cell is blank."""
        place_of = {line: place for place, (line, _cells) in enumerate(self.body)}
        for column in self.columns.unused:
            cells = self.cells_of[column.index]
            blanks = {cell for cell in set(cells) if is_blank(cell)}
            texts = {cell for cell in set(cells) - blanks if isinstance(cell, str) and number_in(cell, decimal=",") is None}
            if len({*texts, *blanks}) > 1:
                yield column.header, [None if (cell := cells[place_of[line]]) in blanks else cell for line in lines]

    # --- what a person is told

    def _tell_columns(self) -> None:
        for name, column in self.columns.used.items():
            if column.stands_in_for == name:
                self.notify(
                    Message(
                        "{file}: there is no column {field}; “{header}” is taken for it.",
                        file=self.source.file,
                        field=FIELDS[name].title,
                        header=shortened(column.header),
                    )
                )
        unused = [column for column in self.columns.unused if column.reason not in ("not needed", "ratio", "other number")]
        if unused:
            self.notify(
                Message(
                    "{file}: these columns are not taken: {headers}.", file=self.source.file, headers=Listed([*map(why_unused, unused)])
                )
            )


_MAY_BE_PARENT = Message("other rows of this kind sum up the rows beside them; this one doesn't. Delete it, or the rows that it sums up.")
_SUM_OF_OTHERS = Message(
    "its numbers are the sums of other rows. If it is a total, call it Total; if it is a channel, type it into the sheet."
)


def _transposed(rows: Rows) -> list[tuple[Raw, ...]]:
    return [*zip_longest(*(cells for _line, cells in rows))]


def _without_blank(rows: Rows) -> tuple[Rows, list[tuple[Raw, ...]]]:
    """The rows that hold something, and their columns, which are looked through rather than rows because their cells repeat."""
    columns = _transposed(rows)
    blank: Sequence[int] = range(len(rows))
    for column in columns:
        blanks = {cell for cell in set(column) if is_blank(cell)}
        blank = [place for place in blank if column[place] in blanks] if blanks else []
        if not blank:
            return rows, columns
    dropped = set(blank)
    kept = [row for place, row in enumerate(rows) if place not in dropped]
    return kept, _transposed(kept)


@dataclass(frozen=True, slots=True)
class _UsualNames:
    """What columns are usually called."""

    def in_language(self, language: Language) -> str:
        return ", ".join(usual_names(name, language)[0] for name in ("date", "channel", "spend", "leads", "customers", "revenue"))
