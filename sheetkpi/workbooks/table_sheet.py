"""Tables of a sheet: one record a column, printed as its head, its cells, its total, its validation and its rules.

A formula of a column is written with the keys of columns in place of cells: ``c.revenue-c.spend`` is of the same row,
``above.spend`` of the row above, ``top.spend`` of the first row, and ``all.spend`` is the whole column. The column is
fixed where the table says so; with ``here.spend`` nothing is, with ``in.spend`` it always is.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Literal

from sheetkpi.translation import Translatable
from sheetkpi.workbooks.book import At, Book, Content, Formula, Sheet, Validation
from sheetkpi.workbooks.styles import HEADER, HINT, LABEL, NUMBER, TOTAL, UNSEEN, Style

_CELL = re.compile(r"(?<![\w.])(c|here|in|above|top|all)\.(\w+(?:\.\w+)*)")


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """The cells of one row of a table, or of its total, by the keys of the columns."""

    table: "Table"
    row: int

    @property
    def number(self) -> int:
        """The number of the row, counted from 0."""
        return self.row - self.table.first

    def at(self, key: str) -> At:
        """Return the place of a cell."""
        return self.table.sheet.range(self.row, self.table.places[key])

    def __getitem__(self, key: str) -> str:
        """Return the reference of a cell."""
        return self.at(key).here if self.table.reference == "here" else self.at(key).in_column

    def formula(self, text: str) -> str:
        """Return a formula with the cells of this row in place of keys."""

        def reference(found: re.Match[str]) -> str:
            where, key = found.groups()
            if where == "all":
                return self.table[key].here if self.table.reference == "here" else self.table[key].fixed
            if where in ("here", "in"):
                return self.at(key).here if where == "here" else self.at(key).in_column
            if where == "top":
                return self.table[key].cell().in_row
            return Row(self.table, self.row - (where == "above"))[key]

        return _CELL.sub(reference, text)

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
    """A column: what its head, its cells and its total hold, and what may be entered; `at` is its place if there is a gap before it."""

    key: str
    title: Content = None
    style: Style = NUMBER
    formula: Formulas | None = None
    _: KW_ONLY
    head: Style | None = HEADER
    note: Translatable | None = None
    values: Sequence[Content] = ()
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
        for each in self.columns:
            column = column if each.at is None else each.at
            self.places[each.key] = column
            column += 1

    def __getitem__(self, key: str) -> At:
        """Return the cells of a column, without head and total."""
        return self.sheet.range(self.first, self.places[key], self.rows)

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
            self.sheet.fill(cells.row, cells.column, cells.rows, lambda row: self._text(Row(self, row - 1), formula), column.style)
        else:
            for number in range(self.rows):
                content = self.row(number).content(formula) if formula else next(iter(column.values[number : number + 1]), None)
                self.sheet.put(self.first + number, cells.column, content, column.style)
        if column.validation:
            self.sheet.allow(cells, column.validation)
        if column.signs:
            self.sheet.colour_signs(cells, column.signs)

    def _text(self, row: Row, formula: Formulas) -> str:
        return row.formula(str(formula(row) if callable(formula) else formula))

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
