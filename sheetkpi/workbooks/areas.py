"""Rectangles of a described sheet, for Google: cells of one look, cells of one formula, merged cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sheetkpi.workbooks.book import At, Cell, Formula, Sheet
from sheetkpi.workbooks.styles import Style

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rectangle(Generic[T]):
    """Neighbouring cells with the same value."""

    row: int
    column: int
    rows: int
    columns: int
    shared: T


def rectangles(cells: Mapping[tuple[int, int], T]) -> Iterator[Rectangle[T]]:
    """Group cells with the same value: runs of columns, over as many rows as they repeat."""
    rows: dict[int, list[tuple[int, int, T]]] = {}
    for row, column in sorted(cells):
        shared = cells[row, column]
        runs = rows.setdefault(row, [])
        if runs and runs[-1][0] + runs[-1][1] == column and runs[-1][2] == shared:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1, shared)
        else:
            runs.append((column, 1, shared))
    open_ones: dict[tuple[int, int, T], tuple[int, int]] = {}
    for row, runs in rows.items():
        for run in runs:
            first, last = open_ones.get(run, (row, row - 1))
            if last != row - 1:
                yield Rectangle(first, run[0], last - first + 1, run[1], run[2])
                first = row
            open_ones[run] = (first, row)
    for (column, columns, shared), (first, last) in open_ones.items():
        yield Rectangle(first, column, last - first + 1, columns, shared)


def whole_merges(sheet: Sheet) -> list[At]:
    """Return the ranges to merge; Google refuses those that cross the edge of the frozen rows or columns."""
    rows, columns = sheet.frozen

    def is_whole(merge: At) -> bool:
        row, column, last_row, last_column = merge.corners
        return not (row < rows <= last_row or column < columns <= last_column)

    return list(filter(is_whole, sheet.merges))


def areas(sheet: Sheet) -> Iterator[Rectangle[Style]]:
    """Return rectangles of one style; a text that Google can't merge with its empty neighbours overflows instead of wrapping."""
    unmerged = {(merge.row, merge.column) for merge in set(sheet.merges).difference(whole_merges(sheet))}
    return rectangles({place: cell.style.but(is_wrapped=False) if place in unmerged else cell.style for place, cell in sheet.cells.items()})


def copied_ranges(sheet: Sheet) -> list[At]:
    """Return the ranges of formulas that are copied down."""
    formulas = (cell.content for cell in sheet.cells.values() if isinstance(cell.content, Formula))
    return list(dict.fromkeys(formula.copied_to for formula in formulas if formula.copied_to))


def is_copy(place: tuple[int, int], cell: Cell) -> bool:
    """Return whether a cell is a copy of the first one of its range."""
    copied_to = cell.content.copied_to if isinstance(cell.content, Formula) else None
    return copied_to is not None and place != (copied_to.row, copied_to.column)


def is_open(sheet: Sheet, place: tuple[int, int]) -> bool:
    """Return whether a cell, empty or not, is unlocked."""
    style = sheet.cells[place].style if place in sheet.cells else sheet.column_styles.get(place[1])
    return style is not None and style.is_open
