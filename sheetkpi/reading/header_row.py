"""The header of a table: where it is, what it says of each column, and what a person has to be asked about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from sheetkpi.reading.columns import ABSENT, Columns, columns_of, why_unused
from sheetkpi.reading.dates import Dates, Order, period_in, shortened
from sheetkpi.reading.fields import FIELDS
from sheetkpi.reading.files import HIGHEST, Raw, Rows, Source, fields_in, looks_like_header, width_of
from sheetkpi.reading.header import is_line_of_units, is_measure, is_qualifier, is_title_of_plan, meaning_of, multiplier_in
from sheetkpi.reading.numbers import is_blank, number_in
from sheetkpi.reading.row_reader import SHOWN, are_dates
from sheetkpi.reading.text_file import Notify, UnreadableFile
from sheetkpi.reading.words import folded, is_row_labels, is_year, usual_names
from sheetkpi.translation import Language, Listed, Message, Quoted


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


class HeaderRow:
    """The header of a table, and the rows below it.

    Args:
        source: The rows of the file.
        choices: What a person said about it.
        notify: Gives a person a note.
        needs: The fields that the file must have.

    Raises:
        UnreadableFile: No row names the columns.
    """

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
        #: Rows that say more of the columns: what is planned and what is fact above or below the header, and units below it.
        self.beside = self._groups_above()
        self.lines_of_header: list[int] = []
        for read in (self._qualifiers_below, self._units_below):
            if more := read():
                self.beside.append(more)
                self.lines_of_header.append(self.body[0][0])
                self.body, found = self.body[1:], [column[1:] for column in found]
        #: The cells of each column, as many as there are rows.
        self.cells_of = found + [(None,) * len(self.body)] * (self.width - len(found))
        self.columns = self._find_columns()
        self._put_years_to_months()
        self.used = {name: column for name, column in self.columns.used.items() if column.stands_in_for is None}
        self.copies = [name for name, column in self.columns.used.items() if column.stands_in_for == name]
        self.required = [name for name in ("date", "channel") if name in self.used or name in needs]
        self.numeric = [name for name in self.used if FIELDS[name].cells not in ("text", "date")]
        self.period = self._period()

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
        for _line, cells in self.source.rows[:HIGHEST]:
            self._refuse_periods_as_columns(cells)
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

    def _qualifiers_below(self) -> list[str | None]:
        """What a second line of the header says: “Plan” and “Fact” below “Spend”, whose merged cell is blank above the second."""
        cells = self.body[0][1] if self.body else []
        texts = {index: str(cell) for index, cell in enumerate(cells) if not is_blank(cell)}
        if not texts or not all(map(is_qualifier, texts.values())):
            return []
        header = [*self.header, *[None] * (max(texts) + 1 - self.width)]
        for index in sorted(texts):
            if is_blank(header[index]) and index:
                header[index] = header[index - 1]
        self.header, self.width = header, len(header)
        self.beside = [[*row, *[None] * (self.width - len(row))] for row in self.beside]
        return [texts.get(index) for index in range(self.width)]

    def _units_below(self) -> list[str | None]:
        """The units in a line below the header, which is no row; nothing where the first line is one."""
        if not self.body or not is_line_of_units(self.body[0][1]):
            return []
        units = [None if is_blank(cell) else str(cell) for cell in [*self.body[0][1], *[None] * self.width][: self.width]]
        named = self._columns_of({}).used
        if any(units[column.index] is not None for name, column in named.items() if FIELDS[name].cells in ("text", "date")):
            return []
        return units

    def _put_years_to_months(self) -> None:
        """Read a column of months, “7” or “июль”, with the column of years beside it."""
        months = self.columns.used.get("date")
        years = next((column for column in self.columns.unused if is_year(column.header)), None)
        if months is None or years is None:
            return
        texts = [_of_whole_number(cell) for cell in self.cells_of[months.index]]
        if any(text and len(text) > 2 and any(sign.isdecimal() for sign in text) for text in texts):
            return
        pairs = zip(texts, map(_of_whole_number, self.cells_of[years.index]), strict=True)
        self.cells_of[months.index] = tuple(
            None if not (month and year) else f"{month}.{year}" if month.isdecimal() else f"{month} {year}" for month, year in pairs
        )
        self.columns.unused.remove(years)

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
                        "{file}: a line above the table says that amounts are in a larger unit; “{header}” is multiplied by {factor}.",
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

    def check(self) -> None:
        """Ask or refuse where the columns are not known, and say which are not used.

        Raises:
            UnreadableFile: A person chose a column that is not there, or no column holds numbers.
            OpenQuestions: A column that is needed is missing or could be either of two.
        """
        self._refuse_wrong_choices()
        self._refuse_periods_as_columns(self.header)
        self._refuse_measures_as_rows()
        self._ask()
        self._refuse_without_numbers()
        self._tell_columns()

    def _ask(self) -> None:
        """Ask what is not known and cannot be done without."""
        questions = dict(self.columns.questions)
        if "channel" not in self.columns.used:
            is_absent = self.choices.columns.get("channel") == ABSENT
            questions.setdefault("channel", () if is_absent else self._offered_for("channel") or self._headers_over_texts())
        if "date" in self.needs and "date" not in self.used and self.period is None:
            questions.setdefault("date", self._headers_over_dates())
        elif "date" in self.needs and "date" not in self.used and not self.choices.date and self._headers_over_dates():
            questions["date"] = self._headers_over_dates()
        if "spend" not in {*self.used, *questions} and self.choices.columns.get("spend") != ABSENT:
            self._ask_for_numbers("spend", questions)
        for column in () if self.numeric else self.columns.unused:
            name = column.may_be[0] if column.reason == "ambiguous" else "channel"
            if name not in questions and FIELDS[name].cells not in ("text", "date"):
                self._ask_for_numbers(name, questions)
        for name, said in (("channel", self.choices.channel), ("date", self.choices.date)):
            if said:
                questions.pop(name, None)
        if questions:
            raise OpenQuestions(self.source.file, questions)

    def _refuse_without_numbers(self) -> None:
        if not self.numeric:
            raise UnreadableFile(
                Message(
                    "{file}, line {line}: no column holds numbers that are known. If one does, name it: --column {example}.",
                    file=self.source.file,
                    line=self.line,
                    example='clicks="HEADER"',
                )
            )

    def _refuse_periods_as_columns(self, cells: Sequence[Raw]) -> None:
        """Refuse a table with a column for each month, whose numbers are of one measure that nobody names."""
        periods = [cell for cell in cells if not isinstance(cell, float) and are_dates([cell])]
        if len(periods) > 1:
            raise UnreadableFile(
                Message(
                    "{file}: the columns {headers} are periods. Turn the table: a row for each channel and period, with a column for the "
                    "period and one for each measure.",
                    file=self.source.file,
                    headers=Listed([Quoted(shortened(cell)) for cell in periods[:3]]),
                )
            )

    def _refuse_measures_as_rows(self) -> None:
        """Refuse a table whose rows are measures: its column of numbers would add clicks to roubles."""
        if "spend" in self.used:
            return
        for header, cells in zip(self.header, self.cells_of, strict=False):
            texts = {cell for cell in cells if isinstance(cell, str) and not is_blank(cell)}
            measures = [text for text in texts if is_measure(text) and meaning_of(text).field]
            if len(measures) > 1 and 2 * len(measures) >= len(texts):
                raise UnreadableFile(
                    Message(
                        "{file}: the column “{header}” lists measures ({measures}). Transpose the table: a column for each measure.",
                        file=self.source.file,
                        header=header or "",
                        measures=Listed([Quoted(text) for text in sorted(measures)[:3]]),
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

    def _headers_over_dates(self) -> tuple[str, ...]:
        """The headers that nobody knows of columns with dates: the period of the whole file would hide these."""
        unknown = [column for column in self.columns.unused if column.reason in ("unknown", "ambiguous")]
        return tuple(column.header for column in unknown if are_dates(self.cells_of[column.index]))

    def _headers_over_texts(self) -> tuple[str, ...]:
        """The headers that nobody knows of columns with a few texts: one of them may be the channel."""
        unknown = [column for column in self.columns.unused if column.reason == "unknown"]
        return tuple(column.header for column in unknown if 1 < len(self._texts_in(column.index)) <= len(self.body))

    def _texts_in(self, index: int) -> set[str]:
        cells = {cell for cell in self.cells_of[index] if isinstance(cell, str) and not is_blank(cell)}
        return {cell for cell in cells if number_in(cell, decimal=",") is None and not are_dates([cell])}

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


def _of_whole_number(cell: Raw) -> str | None:
    """A cell as a text; a whole number without its point."""
    return None if is_blank(cell) else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


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
