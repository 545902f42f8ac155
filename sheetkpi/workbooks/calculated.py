"""What the formulas of a workbook give, calculated here and now by a spreadsheet engine without a screen."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ironcalc

from sheetkpi.workbooks.book import Book, Formula

#: The values of formulas by sheet, row and column, counted from 0.
Values = Mapping[str, Mapping[tuple[int, int], Any]]


def calculated(file: bytes, book: Book) -> Values:
    """The values of all formulas of a book that was written as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        path.write_bytes(file)
        model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
    model.evaluate()
    return {
        sheet.title: {
            (row, column): model.get_cell_value(number, row + 1, column + 1)
            for (row, column), cell in sheet.cells.items()
            if isinstance(cell.content, Formula)
        }
        for number, sheet in enumerate(book.sheets)
    }
