"""Rows as high as their wrapped texts."""

from sheetkpi.translation import LANGUAGES
from sheetkpi.workbooks.book import Book, Cell, Formula, Sheet
from sheetkpi.workbooks.letters import lines_of
from sheetkpi.workbooks.looks import height_of

#: The width of a column that has none of its own.
_USUAL = 8.43


def row_heights(sheet: Sheet, book: Book) -> dict[int, float]:
    """The height of each row that holds something, in points; in whatever language its texts are."""
    spans = {(merge.row, merge.column): merge for merge in sheet.merges}
    heights: dict[int, float] = {}
    for (row, column), cell in sheet.cells.items():
        if isinstance(cell.content, Formula) and cell.content.copied_to:
            continue  # thousands of rows of the usual height
        merge = spans.get((row, column))
        if cell.style.is_wrapped and (merge is None or merge.rows == 1):
            width = sum(sheet.widths.get(column + offset, _USUAL) for offset in range(merge.columns if merge else 1))
            lines = max((lines_of(text, width * 10 / cell.style.size - cell.style.indent) for text in _texts_of(cell, book)), default=1)
        else:
            lines = 1
        heights[row] = max(heights.get(row, 0), height_of(lines, cell.style.size))
    return heights | sheet.heights


def _texts_of(cell: Cell, book: Book) -> list[str]:
    """What may be read in a cell."""
    if isinstance(cell.content, str):
        return [cell.content]
    text = book.text_of(cell.content)
    return [text.in_language(language) for language in LANGUAGES] if text else []
