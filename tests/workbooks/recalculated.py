"""What the formulas of a described workbook give, calculated by IronCalc and by LibreOffice from wrong cached values."""

import copy
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ironcalc
import openpyxl
from openpyxl.utils.datetime import to_excel

from sheetkpi.model.errors import ERROR_CODES
from sheetkpi.workbooks.book import At, Book, Cell, Content, Formula, with_texts
from sheetkpi.workbooks.xlsx import uncalculated
from tests.conftest import agree
from tests.printing.conftest import STALE, recalculate
from tests.programs import libreoffice

#: Sheet, row and column, the last two counted from 0.
Place = tuple[str, int, int]

#: What stands in every cell that holds something; a blank is "".
Values = Mapping[Place, Any]

_SHOWN_ERRORS = (*ERROR_CODES, "#N/IMPL!", "#ERROR!", "#CIRC!", "#SPILL!", "#CALC!", "Err:")


def entered(book: Book, changes: Mapping[str, Content]) -> Book:
    """The same book with other contents in marked cells; None empties a cell."""
    changed = copy.copy(book)
    changed.sheets = [replace(sheet, cells=dict(sheet.cells)) for sheet in book.sheets]
    sheets = {sheet.title: sheet for sheet in changed.sheets}
    for key, content in changes.items():
        place = _marked(book, key)
        cells = sheets[place.sheet].cells
        for row in range(place.row, place.row + place.rows):
            for column in range(place.column, place.column + place.columns):
                cells[row, column] = Cell(content, cells[row, column].style)
    return changed


def emptied(book: Book) -> Book:
    """The same book with nothing in the cells that a person may fill in, but for the lists one chooses from."""
    chosen = {place for sheet in book.sheets for place in _chosen(sheet.title, sheet.validations)}
    changed = copy.copy(book)
    changed.sheets = [
        replace(
            sheet,
            cells={
                place: Cell(None, cell.style) if cell.style.is_open and (sheet.title, *place) not in chosen else cell
                for place, cell in sheet.cells.items()
            },
        )
        for sheet in book.sheets
    ]
    return changed


def _chosen(title: str, validations: Any) -> list[Place]:
    return [
        (title, cells.row + row, cells.column + column)
        for cells, validation in validations
        if validation.kind == "list"
        for row in range(cells.rows)
        for column in range(cells.columns)
    ]


class Live:
    """A book that is open in IronCalc: its cells are changed, calculated and put back in milliseconds."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.cells = {(sheet.title, *place): cell for sheet in with_texts(book).sheets for place, cell in sheet.cells.items()}
        self.numbers = {sheet.title: number for number, sheet in enumerate(with_texts(book).sheets)}
        with TemporaryDirectory() as folder:
            path = Path(folder, "book.xlsx")
            path.write_bytes(_file_of(book))
            self.model = ironcalc.load_from_xlsx(str(path), "en", "UTC")

    def values(self) -> Values:
        """All cells as they are now."""
        self.model.evaluate()
        get = self.model.get_cell_value
        return {(title, row, place): _plain(get(self.numbers[title], row + 1, place + 1)) for title, row, place in self.cells}

    def after(self, changes: Mapping[str, Content]) -> Values:
        """All cells with other contents in marked ones; None empties a cell."""
        places = {
            (place.sheet, place.row + row, place.column + column): content
            for key, content in changes.items()
            for place in [_marked(self.book, key)]
            for row in range(place.rows)
            for column in range(place.columns)
        }
        for place, content in places.items():
            self._enter(place, content)
        values = self.values()
        for place in places:
            self._enter(place, self.cells[place].content)
        return values

    def _enter(self, place: Place, content: Content) -> None:
        title, row, position = place
        cell = (self.numbers[title], row + 1, position + 1)
        if content is None:
            self.model.clear_cell_contents(*cell)
        elif isinstance(content, bool):
            self.model.update_cell_with_bool(*cell, content)
        elif isinstance(content, int | float):
            self.model.update_cell_with_number(*cell, float(content))
        elif isinstance(content, str):
            self.model.update_cell_with_text(*cell, content)
        else:
            raise TypeError(f"{content!r} cannot be entered")


@lru_cache(maxsize=1)
def _file_of(book: Book) -> bytes:
    """The file, written once for both programs."""
    return uncalculated(book, STALE)


def in_ironcalc(book: Book) -> Values:
    """All cells as IronCalc calculates them."""
    return Live(book).values()


def in_libreoffice(book: Book, folder: Path) -> Values:
    """All cells as LibreOffice calculates them; skips the test where it is not installed."""
    program = libreoffice("the workbook is not checked in it")
    (folder / "book.xlsx").write_bytes(_file_of(book))
    recalculate(program, folder / "book.xlsx", folder / "recalculated")
    complete = with_texts(book)
    found = openpyxl.load_workbook(folder / "recalculated" / "book.xlsx", data_only=True)
    values = {
        (sheet.title, row, column): _plain(found[sheet.title].cell(row + 1, column + 1).value)
        for sheet in complete.sheets
        for row, column in sheet.cells
    }
    found.close()
    stale = [_address(place) for place in formulas(book) if values[place] == STALE]
    assert not stale, f"LibreOffice did not recalculate {stale[:5]}"
    return values


def value(values: Values, book: Book, key: str) -> Any:
    """What stands in the cell with a mark."""
    place = _marked(book, key)
    return values[place.sheet, place.row, place.column]


def column(values: Values, book: Book, key: str) -> list[Any]:
    """What stands in a marked range, row by row."""
    place = _marked(book, key)
    return [values[place.sheet, place.row + row, place.column + offset] for row in range(place.rows) for offset in range(place.columns)]


def formulas(book: Book) -> list[Place]:
    """Where the book has formulas, the sheet of texts with it."""
    return [
        (sheet.title, row, column)
        for sheet in with_texts(book).sheets
        for (row, column), cell in sheet.cells.items()
        if isinstance(cell.content, Formula)
    ]


def errors(values: Values) -> list[str]:
    """The cells that show an error, each with its code."""
    return [f"{_address(place)}: {found}" for place, found in values.items() if isinstance(found, str) and found.startswith(_SHOWN_ERRORS)]


def differences(first: Values, second: Values) -> list[str]:
    """The cells in which two calculations do not agree, with both values."""
    return [
        f"{_address(place)}: {first[place]!r} and {second.get(place)!r}" for place in first if not agree(first[place], second.get(place))
    ]


def _marked(book: Book, key: str) -> At:
    assert key in book.places, f"nothing is marked {key}; there are {sorted(book.places)}"
    return book.places[key]


def _address(place: Place) -> str:
    return At(*place).full.replace("$", "")


def _plain(found: Any) -> Any:
    if found is None:
        return ""
    return to_excel(found) if hasattr(found, "year") else found
