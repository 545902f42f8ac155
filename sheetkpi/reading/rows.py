"""Read a table, and keep apart what cannot be taken: a wrong number would not be noticed, and a lost row neither."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.columns import Column
from sheetkpi.reading.dates import Dates, NoDate
from sheetkpi.reading.files import Raw, Source, is_blank, width_of
from sheetkpi.reading.headers import is_total
from sheetkpi.reading.heading import find_heading
from sheetkpi.reading.numbers import NoNumber, Numbers
from sheetkpi.reading.text_file import Say
from sheetkpi.translation import Message, Translatable

#: A row that was understood, by the names of its columns; a date is the serial number of a spreadsheet.
Row = Mapping[str, str | float | None]

#: The conditions of SUMIFS compare no longer texts.
LONGEST_TEXT = 255


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be taken."""

    line: int
    why: tuple[Translatable, ...]
    cells: Mapping[str, str | float | None]


@dataclass(slots=True)
class Table:
    """What was read."""

    file: object
    rows: list[Row] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    remarks: list[int] = field(default_factory=list)


def read_table(source: Source, columns: Mapping[str, Column], say: Say) -> Table:
    """Read the rows of a file.

    Raises:
        UnreadableFile: There is no header with the columns that must be there.
    """
    return _Reader(source, columns, say).read()


class _Reader:
    def __init__(self, source: Source, columns: Mapping[str, Column], say: Say) -> None:
        self.source = source
        self.columns = columns
        self.heading = find_heading(source, columns, say)
        self.texts = [name for name, column in columns.items() if column.kind == "text"]
        self.date_columns = [name for name, column in columns.items() if column.kind == "date"]
        self.rows = [(line, cells) for line, cells in source.rows[self.heading.place + 1 :] if any(not is_blank(cell) for cell in cells)]
        self.dates = {name: Dates.of(self._column(name)) for name in self.date_columns}
        numeric = columns.keys() - {*self.texts, *self.date_columns}
        self.numbers = Numbers.of((cell for name in numeric for cell in self._column(name)), source.usual_comma)

    def read(self) -> Table:
        table = Table(self.source.file)
        for line, cells in self.rows:
            self._sort(line, cells, table)
        return table

    def _column(self, name: str) -> Iterator[Raw]:
        index = self.heading.columns.get(name)
        if index is not None:
            yield from (cells[index] for _line, cells in self.rows if index < len(cells))

    def _sort(self, line: int, cells: Sequence[Raw], table: Table) -> None:
        """Put a row where it belongs: among those understood, the totals, or the rejected."""
        given = {name: cells[index] for name, index in self.heading.columns.items() if index < len(cells) and not is_blank(cells[index])}
        if self._is_total(given):
            table.totals.append(line)
            return
        if not given.keys() - set(self.texts) - set(self.date_columns) and not self._is_shifted(cells):
            table.remarks.append(line)
            return
        row: dict[str, str | float | None] = {}
        why: list[Translatable] = [self._wider(cells)] if self._is_shifted(cells) else []
        for name, column in self.columns.items():
            try:
                row[name] = self._value(name, given.get(name))
                if row[name] is None and column.is_required:
                    why.append(Message("column “{header}”: it is blank. Fill it in.", header=self.heading.title_of(name)))
            except (NoDate, NoNumber, _NoText) as error:
                why.append(Message("column “{header}”: {what}", header=self.heading.title_of(name), what=error.what))
        if why:
            table.rejected.append(Rejected(line, tuple(why), {name: as_it_came(cell) for name, cell in given.items()}))
        else:
            table.rows.append(row)

    def _value(self, name: str, cell: Raw) -> str | float | None:
        if cell is None:
            return None
        kind = self.columns[name].kind
        if kind == "text":
            return _text(cell)
        if kind == "date":
            return self.dates[name].read(cell)
        return self.numbers.read(cell, kind, self.heading.divisors.get(name, 1.0))

    def _is_total(self, given: Mapping[str, Raw]) -> bool:
        """A row of all others: the first text says so, or a date or another text beside a blank one."""
        first, *rest = self.texts
        if given.get(first) is not None:
            return is_total(given[first]) or any(is_total(given.get(name)) for name in self.dates)
        return any(is_total(given.get(name)) for name in (*self.dates, *rest))

    def _is_shifted(self, cells: Sequence[Raw]) -> bool:
        return self.source.is_parted and width_of(cells) > self.heading.width

    def _wider(self, cells: Sequence[Raw]) -> Message:
        return Message(
            "there are {cells} cells under {width} headers. Put a header over the last, or quotes around what holds the separator.",
            cells=width_of(cells),
            width=self.heading.width,
        )


class _NoText(SheetKpiError):
    """A text that no cell of its column can hold."""


def _text(cell: Raw) -> str:
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return f"{cell:.15g}"
    if not isinstance(cell, str):
        return str(as_it_came(cell))
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in cell).split())
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
