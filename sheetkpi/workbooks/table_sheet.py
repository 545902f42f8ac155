"""Tables of a sheet: one record a column, printed as its head, its cells, its total, its validation and its rules.

A formula of a column is written with the keys of columns in place of cells: ``c.revenue-c.spend`` is of the same row,
``above.spend`` of the row above, ``top.spend`` of the first row, and ``all.spend`` is the whole column. The column is
fixed where the table says so; with ``here.spend`` nothing is, with ``in.spend`` it always is.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cache, lru_cache
from operator import add
from typing import Literal

from xlsxwriter.utility import xl_col_to_name

from sheetkpi.translation import Translatable
from sheetkpi.workbooks.book import At, Book, Content, Formula, Sheet, Validation
from sheetkpi.workbooks.styles import HEADER, HINT, LABEL, NUMBER, TOTAL, UNSEEN, Style


def in_place(formula: str, **cells: Callable[[str], str]) -> str:
    """Return a formula with references in place of keys: that of ``c.spend`` is what `c` returns for “spend”."""
    pieces = _pieces(formula, tuple(cells))
    references = [cells[where](key) for where, key in zip(pieces[1::3], pieces[2::3], strict=True)]
    return pieces[0] + "".join(map(add, references, pieces[3::3]))


@lru_cache(1_000)
def _pieces(formula: str, names: tuple[str, ...]) -> list[str]:
    """Split a formula at its keys: a text, a name, a key, a text and so on; the same formula is in thousands of rows."""
    return re.split(rf"(?<![\w.])({'|'.join(names)})\.(\w+(?:\.\w+)*)", formula)


_letters = cache(xl_col_to_name)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """The cells of one row of a table, or of its total, by the keys of the columns."""

    table: "Table"
    row: int
    line: str | None = None

    @property
    def number(self) -> int:
        """The number of the row, counted from 0."""
        return self.row - self.table.first

    def at(self, key: str) -> At:
        """Return the place of a cell."""
        return self.table.sheet.range(self.row, self.table.places[key])

    def here(self, key: str) -> str:
        """Return the relative reference of a cell: ``B5``."""
        return f"{_letters(self.table.places[key])}{self.line or self.row + 1}"

    def in_column(self, key: str) -> str:
        """Return the reference of a cell with a fixed column: ``$B5``."""
        return f"${_letters(self.table.places[key])}{self.line or self.row + 1}"

    def __getitem__(self, key: str) -> str:
        """Return the reference of a cell, as the table has them."""
        return self.here(key) if self.table.reference == "here" else self.in_column(key)

    def formula(self, text: str) -> str:
        """Return a formula with the cells of this row in place of keys."""
        table = self.table
        return in_place(
            text,
            c=self.__getitem__,
            here=self.here,
            above=Row(table, self.row - 1).__getitem__,
            top=lambda key: table[key].cell().in_row,
            all=table.whole,
            **{"in": self.in_column},
        )

    def content(self, formula: "Formulas | Translatable") -> Content:
        """Return what a cell of this row holds; a text is a formula, for texts that stand for themselves are values."""
        content = formula(self) if callable(formula) else formula
        return Formula(self.formula(content)) if isinstance(content, str) else content

    def span(self, first: str, last: str) -> At:
        """Return the cells from one column to another."""
        return self.at(first).to(self.at(last))


#: What the cells of a column compute, or hold: the same formula in every row, or one by the row.
Formulas = str | Callable[[Row], Content]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column: what its head, its cells and its total hold, and what may be entered.

    Number formats may differ by the row; `at` is the column's place if there is a gap before it.
    """

    key: str
    title: Content = None
    style: Style = NUMBER
    formula: Formulas | None = None
    _: KW_ONLY
    head: Style | None = HEADER
    note: Translatable | None = None
    values: Sequence[Content] = ()
    formats: Sequence[str] = ()
    validation: Validation | None = None
    signs: str = ""
    total: Formulas | Translatable | None = None
    total_style: Style | None = None
    is_copied: bool = False
    at: int | None = None


class Table:
    """A table, its columns side by side; every place is known before anything is written."""

    def __init__(
        self,
        sheet: Sheet,
        columns: Iterable[Column],
        first: int,
        rows: int,
        *,
        column: int = 0,
        total: int | None = None,
        reference: Literal["here", "in_column"] = "in_column",
    ) -> None:
        self.sheet = sheet
        self.columns = tuple(columns)
        self.first = first
        self.rows = rows
        self.total_row = total
        self.reference = reference
        self.places: dict[str, int] = {}
        self._wholes: dict[str, str] = {}
        for each in self.columns:
            column = column if each.at is None else each.at
            self.places[each.key] = column
            column += 1

    def __getitem__(self, key: str) -> At:
        """Return the cells of a column, without head and total."""
        return self.sheet.range(self.first, self.places[key], self.rows)

    def whole(self, key: str) -> str:
        """Return the reference of a whole column."""
        if key not in self._wholes:
            self._wholes[key] = self[key].here if self.reference == "here" else self[key].fixed
        return self._wholes[key]

    def span(self, first: str, last: str) -> At:
        """Return the cells from one column to another."""
        return self[first].to(self[last])

    def row(self, number: int) -> Row:
        """Return a row, counted from 0."""
        return Row(self, self.first + number)

    @property
    def total(self) -> Row:
        """The total; by default right below the rows."""
        return Row(self, self.first + self.rows if self.total_row is None else self.total_row)

    def write(self, head: int | None = None) -> "Table":
        """Write the head, above the first row or in another one, the rows and the total."""
        for column in self.columns:
            if column.head:
                place = self.sheet.put(self.first - 1 if head is None else head, self.places[column.key], column.title, column.head)
                if column.note:
                    self.sheet.note(place, column.note)
            self._write_cells(column)
            if column.total is not None or column.total_style is not None:
                self._write_total(column)
        return self

    def _write_cells(self, column: Column) -> None:
        cells, formula = self[column.key], column.formula
        if formula and column.is_copied:
            self.sheet.fill(cells.row, cells.column, cells.rows, self._copied(formula), column.style)
        else:
            for number in range(self.rows):
                content = self.row(number).content(formula) if formula else next(iter(column.values[number : number + 1]), None)
                style = column.style.as_format(column.formats[number]) if column.formats else column.style
                self.sheet.put(self.first + number, cells.column, content, style)
        if column.validation:
            self.sheet.allow(cells, column.validation)
        if column.signs:
            self.sheet.colour_signs(cells, column.signs)

    def _copied(self, formula: Formulas) -> Callable[[int], str]:
        """Return a formula that is copied down, by the number of its row; of thousands of rows only the numbers differ."""
        if callable(formula):
            return lambda number: Row(self, number - 1).formula(str(formula(Row(self, number - 1))))
        text = Row(self, self.first, "\0").formula(formula)
        return lambda number: text.replace("\0", str(number))

    def _write_total(self, column: Column) -> None:
        content = None if column.total is None else self.total.content(column.total)
        place = self.total.at(column.key)
        self.sheet.put(place.row, place.column, content, column.total_style or TOTAL.as_format(column.style.number_format))

    def mark(self, book: Book, prefix: str, keys: Iterable[str] | None = None) -> None:
        """Mark whole columns as ``prefix.key``, all unless some are named."""
        for key in self.places if keys is None else keys:
            book.mark(f"{prefix}.{key}", self[key])

    def mark_cells(self, book: Book, prefix: str, keys: Iterable[str]) -> None:
        """Mark each cell of some columns as ``prefix.1.key``."""
        for key in keys:
            for number in range(self.rows):
                book.mark(f"{prefix}.{number + 1}.{key}", self[key].cell(number))

    def mark_total(self, book: Book, prefix: str, keys: Iterable[str]) -> None:
        """Mark cells of the total as ``prefix.key``."""
        for key in keys:
            book.mark(f"{prefix}.{key}", self.total.at(key))


@dataclass(frozen=True, slots=True)
class Setting:
    """A number above a table: what it is called, its cell, what may be entered, and what it means."""

    key: str
    label: Translatable
    value: float | None
    style: Style
    limits: Validation
    meaning: Translatable | None = None

    def write(self, book: Book, sheet: Sheet, row: int) -> At:
        """Write the setting at the left of a row, mark it, and give it its label as a name."""
        sheet.put(row, 0, self.label, LABEL)
        cell = sheet.put(row, 1, self.value, self.style)
        if self.meaning:
            sheet.put(row, 2, self.meaning, HINT.but(is_wrapped=False, is_top=False, indent=1))
        sheet.allow(cell, self.limits)
        book.name(self.label, cell)
        return book.mark(self.key, cell)


def unseen(key: str, formula: Formulas, *, at: int | None = None) -> Column:
    """Return a column that formulas need and nobody has to read."""
    return Column(key, None, UNSEEN, formula, head=None, at=at)
