"""The channel workbook as LibreOffice calculates it, from wrong cached values."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sheetkpi.workbooks.book import Book
from sheetkpi.workbooks.channels import channels_book
from tests.conftest import agree
from tests.workbooks.recalculated import Place, differences, errors, in_ironcalc, in_libreoffice
from tests.workbooks.test_channels import STRANGE, random_rows

#: openpyxl does not know what sparklines are.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

BOOKS: dict[str, Callable[[], Book]] = {
    "the sample in English": lambda: channels_book("en"),
    "the sample in Russian": lambda: channels_book("ru"),
    "thirty channels": lambda: channels_book("ru", rows=random_rows(5, 30, 300)),
    **{
        name: STRANGE[name]
        for name in ("no rows at all", "emptied inputs", "organic search only", "a text for a number", "a text for a date")
    },
    "two thousand rows and many empty ones": STRANGE["two thousand rows and many empty ones"],
}


@pytest.mark.e2e
@pytest.mark.parametrize("name", list(BOOKS))
def test_libreoffice_agrees_with_ironcalc_in_every_cell(name: str, tmp_path: Path) -> None:
    book = BOOKS[name]()
    in_office = in_libreoffice(book, tmp_path)
    assert errors(in_office) == []
    in_engine = in_ironcalc(book)
    # LibreOffice rounds to 15 digits before it rounds; it matters where kopecks of equal remainders are shared out
    rounded = {place for place in places(book, "budget.remainders") if agree(in_engine[place], in_office[place], 1e-5)}
    assert differences({place: cell for place, cell in in_engine.items() if place not in rounded}, in_office) == []


def places(book: Book, key: str) -> list[Place]:
    """The cells of a marked range row by row."""
    cells = book.places[key]
    return [(cells.sheet, cells.row + number, cells.column) for number in range(cells.rows)]
