"""Read a table of marketing data: a row is used, or set aside with the reason. A wrong number or a lost row would go unnoticed."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.columns import ABSENT, STAND_INS, Column, Columns, columns_of, why_unused
from sheetkpi.reading.dates import Dates, NoDate, Order, period_in, shortened
from sheetkpi.reading.fields import ADDITIVE, FIELDS, CellKind
from sheetkpi.reading.files import HIGHEST, Raw, Source, fields_in, looks_like_header, width_of
from sheetkpi.reading.header import Vat
from sheetkpi.reading.numbers import Comma, NoNumber, Numbers, is_blank, is_masked, number_in
from sheetkpi.reading.text_file import Notify, UnreadableFile
from sheetkpi.reading.totals import find_totals, is_total_name
from sheetkpi.reading.words import is_row_labels, usual_names
from sheetkpi.translation import Language, Listed, Message, Quoted, Translatable

#: A row that is used, by the names of its fields; a date is the serial number of a spreadsheet.
Row = Mapping[str, str | float | None]

#: SUMIFS compares no longer texts.
LONGEST_TEXT = 255
#: So many rows that are set aside are kept with their cells; the others are counted.
MOST_KEPT = 10_000
#: So many rows show whether an unknown column holds numbers.
_SHOWN = 50
#: So many texts of a column are read once.
_MOST_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person said about a table.

    Args:
        columns: Headers by field; ``""`` for a field that the table does not have.
        channel: The channel of the whole file, where no column names one.
        date: The period of the whole file, where no column has dates.
        order: Which comes first in 01/02/2026.
        decimal: The decimal sign of the numbers.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    channel: str | None = None
    date: str | None = None
    order: Order | None = None
    decimal: str | None = None


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
        self.body = [(line, cells) for line, cells in source.rows[self.place + 1 :] if any(not is_blank(cell) for cell in cells)]
        self.columns = self._find_columns()
        self.used = {name: column for name, column in self.columns.used.items() if column.stands_in_for is None}
        self.period = self._period()

    # --- header

    def _find_header(self) -> int:
        """Which row names the most columns."""
        chosen = frozenset(header.strip().casefold() for header in self.choices.columns.values() if header)
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
        columns = columns_of(self.header, self.choices.columns)
        labels = columns.used.get("channel")
        if "date" in columns.used or labels is None or not is_row_labels(labels.header):
            return columns
        cells = [cells[labels.index] for _line, cells in self.body if labels.index < len(cells)]
        if sum(map(_is_date, cells)) * 2 <= len(cells):
            return columns
        return columns_of(self.header, {**self.choices.columns, "date": labels.header})

    def _period(self) -> float | None:
        """The period of the whole file: as a person said it, or as a line above the header does."""
        if self.choices.date:
            return Dates(self.choices.order).read(self.choices.date)
        if "date" in self.used:
            return None
        texts = (str(cell) for _line, cells in self.source.rows[: self.place] for cell in cells if isinstance(cell, str))
        return next((period for text in texts if (period := period_in(text)) is not None), None)

    def _ask(self) -> None:
        """Ask what is not known and cannot be done without."""
        questions = dict(self.columns.questions)
        if "channel" not in self.columns.used:
            questions.setdefault("channel", self._offered_for("channel"))
        if "date" in self.needs and "date" not in self.used and self.period is None:
            questions.setdefault("date", ())
        if "spend" not in self.used and self.choices.columns.get("spend") != ABSENT:
            self._ask_for_numbers("spend", questions)
        for column in () if self._has_numbers() else self.columns.unused:
            if column.reason == "ambiguous" and FIELDS[column.may_be[0]].cells not in ("text", "date"):
                self._ask_for_numbers(column.may_be[0], questions)
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
        return any(FIELDS[name].cells not in ("text", "date") for name in self.used)

    def _offered_for(self, name: str) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns.unused if name in column.may_be)

    def _ask_for_numbers(self, name: str, questions: dict[str, tuple[str, ...]]) -> None:
        """Ask which column is a field, if one that nobody knows, or that could be several things, holds numbers."""
        headers = tuple(header for header in self.columns.candidates_for(name) if self._holds_numbers(header))
        if headers:
            questions.setdefault(name, headers)

    def _holds_numbers(self, header: str) -> bool:
        index = next(column.index for column in self.columns.unused if column.header == header)
        cells = [cells[index] for _line, cells in self.body[:_SHOWN] if index < len(cells) and not is_blank(cells[index])]
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
        table = Table(self.source.file, self.columns, self.line, period=self.period)
        self._read_rows(table)
        self._refuse_currencies(table)
        self._leave_out_totals(table)
        return table

    def _read_rows(self, table: Table) -> None:
        cells_of = _Cells(self.used, self.body, self.source.usual_comma, self.choices)
        for number, (line, cells) in enumerate(self.body):
            if not looks_like_header(cells):
                self._sort(line, cells, cells_of, table)
            elif [*cells[: self.width]] == self.header:
                table.remarks.append(line)
            else:
                table.remarks.extend(other for other, _cells in self.body[number:])
                what = Message("{file}, line {line}: a second table begins; only the first one is read.", file=self.source.file, line=line)
                self.notify(what)
                break

    def _sort(self, line: int, cells: Sequence[Raw], cells_of: "_Cells", table: Table) -> None:
        """Put a row where it belongs."""
        row, faults = cells_of.read(cells)
        extra = [cell for cell in cells[self.width :] if not is_blank(cell)] if len(cells) > self.width else []
        if self._says_total(cells, row, faults, extra):
            table.totals.append(line)
            return
        is_shifted = bool(extra) and self.source.is_parted
        has_number = any(type(value) is float for name, value in row.items() if name != "date") or any(name != "date" for name in faults)
        if not has_number and not is_shifted:
            table.remarks.append(line)
            return
        if any(cell.__class__ is str and cell[:1] == "<" and is_masked(cell) for cell in cells):
            table.masked.append(line)
        self._complete(row)
        if faults or is_shifted:
            why = [Message("column “{header}”: {what}", header=self._title_of(name), what=what) for name, what in faults.items()]
            blank = [name for name in self._blank(row) if name not in faults]
            shifted = [self._wider(cells)] if is_shifted else []
            fields = ([""] if is_shifted else []) + [*faults, *blank]
            table.reject(Rejected(line, (*shifted, *why, *map(self._is_blank, blank)), tuple(fields), self._as_they_came(cells)))
            return
        table.rows.append(row)
        table.lines.append(line)

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
        for name, column in self.columns.used.items():
            if column.stands_in_for == name:
                row[name] = row.get(STAND_INS[name])
        if self.choices.channel and "channel" not in self.used:
            row["channel"] = self.choices.channel
        if self.period is not None:
            row["date"] = self.period

    def _blank(self, row: Row) -> list[str]:
        """The fields that every row must have and this one has not."""
        return [name for name in ("date", "channel") if (name in self.used or name in self.needs) and row.get(name) is None]

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
        found = list(dict.fromkeys(str(row["currency"]).upper() for row in table.rows if row.get("currency")))
        if len(found) > 1 and any(FIELDS[name].cells in ("money", "spend") for name in self.used):
            raise UnreadableFile(
                Message(
                    "{file}: the amounts are in several currencies ({currencies}), which cannot be added up. Give a file for each.",
                    file=self.source.file,
                    currencies=", ".join(found[:5]),
                )
            )

    def _leave_out_totals(self, table: Table) -> None:
        """Leave out the rows that repeat others, and set aside those without a channel or a date."""
        additive = [name for name in ADDITIVE if name in self.used]
        names = [name for name in ("channel", "campaign") if name in self.columns.used]
        texts = [[None] if self._blank(row) else [row.get(name) for name in names] for row in table.rows]
        found = find_totals(texts, [[_number(row.get(name)) for name in additive] for row in table.rows])
        rows, lines = table.rows, table.lines
        table.rows, table.lines = [], []
        for place, (line, row) in enumerate(zip(lines, rows, strict=True)):
            blank = self._blank(row)
            why = [*map(self._is_blank, blank), *([_SUM_OF_ALL] if place in found.suspects else [])]
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


_SUM_OF_ALL = Message(
    "its numbers are the sums of all other rows. If it is a total, call it Total; if it is a channel, type it into the sheet."
)


class _Cells:
    """How the cells of each field are read, as its column and the whole file show."""

    def __init__(
        self, used: Mapping[str, Column], body: Sequence[tuple[int, Sequence[Raw]]], usual_comma: Comma | None, choices: Choices
    ) -> None:
        self.body = body
        self.dates = Dates.of(self._column(used["date"]) if "date" in used else (), choices.order)
        numeric = [column for name, column in used.items() if FIELDS[name].cells not in ("text", "date")]
        self.numbers = Numbers.of((cell for column in numeric for cell in self._column(column)), usual_comma, choices.decimal)
        millionths = [number for column in used.values() if column.may_be_micros for number in self._numbers_in(column)]
        self.are_micros = all(number.is_integer() for number in millionths)
        self.readers = [
            (name, column.index, self._reader(name, column)) for name, column in used.items() if name != "date" or not choices.date
        ]

    def read(self, cells: Sequence[Raw]) -> tuple[dict[str, str | float | None], dict[str, Translatable]]:
        """The values of a row by field, and what is wrong with the others."""
        row: dict[str, str | float | None] = {}
        faults: dict[str, Translatable] = {}
        count = len(cells)
        for name, index, read in self.readers:
            try:
                row[name] = read(cells[index] if index < count else None)
            except (NoDate, NoNumber, _NoText) as error:
                faults[name] = error.what
        return row, faults

    def _column(self, column: Column) -> Iterator[Raw]:
        index = column.index
        return (cells[index] for _line, cells in self.body if index < len(cells))

    def _reader(self, name: str, column: Column) -> Callable[[Raw], str | float | None]:
        kind = FIELDS[name].cells
        if kind == "text":
            return _remembered(_text)
        if kind == "date":
            return _remembered(lambda cell: None if is_blank(cell) else self.dates.read(cell))
        if column.is_percent and any(number > 1 for number in self._numbers_in(column)):
            return _remembered(self._share)
        if column.may_be_micros and self.are_micros:
            column = replace(column, factor=1e-6)
        if column.factor == 1:
            return _remembered(lambda cell: self.numbers.read(cell, kind))
        return _remembered(lambda cell: self._scaled(column, cell, kind))

    def _numbers_in(self, column: Column) -> Iterator[float]:
        texts = (str(cell) for cell in self._column(column) if not is_blank(cell))
        return (number for text in texts if "%" not in text and (number := number_in(text, decimal=",")) is not None)

    def _share(self, cell: Raw) -> float | None:
        """A share under a header with a percent sign: 30 and 30% are 0.3."""
        if "%" in str(cell):
            return self.numbers.read(cell, "share")
        number = self.numbers.read(cell, "money")
        return None if number is None else number / 100

    def _scaled(self, column: Column, cell: Raw, kind: CellKind) -> float | None:
        number = self.numbers.read(cell, kind)
        return None if number is None else column.scaled(number)


def _remembered(read: Callable[[Raw], str | float | None]) -> Callable[[Raw], str | float | None]:
    """Read a text once, since columns repeat their cells; what cannot be read is tried again."""
    known: dict[str, str | float | None] = {}

    def read_once(cell: Raw) -> str | float | None:
        if cell.__class__ is not str:
            return read(cell)
        if cell in known:
            return known[cell]
        value = read(cell)
        if len(known) < _MOST_REMEMBERED:
            known[cell] = value
        return value

    return read_once


def _is_date(cell: Raw) -> bool:
    try:
        Dates("day").moment(cell)
    except NoDate:
        return False
    return True


def _number(cell: str | float | None) -> float | None:
    return cell if isinstance(cell, float) else None


class _NoText(SheetKpiError):
    """A text that no cell of its column can hold."""


def _text(cell: Raw) -> str | None:
    if is_blank(cell):
        return None
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return f"{cell:.15g}"
    if not isinstance(cell, str):
        return str(as_it_came(cell))
    text = cell if cell.isprintable() else "".join(sign if sign.isprintable() else " " for sign in cell)
    text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        raise _NoText(Message("a text of {length} characters is too long. Shorten it to {most}.", length=len(text), most=LONGEST_TEXT))
    return text


def as_it_came(cell: Raw) -> str | float | None:
    """A cell that is only shown: a number, or a text."""
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return cell if abs(cell) < 1e300 else str(cell)
    return None if cell is None else str(cell)[:1000]


@dataclass(frozen=True, slots=True)
class _UsualNames:
    """What columns are usually called."""

    def in_language(self, language: Language) -> str:
        return ", ".join(usual_names(name, language)[0] for name in ("date", "channel", "spend", "leads", "customers", "revenue"))
