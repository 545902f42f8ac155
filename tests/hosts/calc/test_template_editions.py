"""The template workbooks with functions in their cells, opened in a LibreOffice that has the add-in."""

from pathlib import Path
from typing import Any

import pytest

from sheetkpi.workbooks.book import Book, with_texts
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.forecast import forecast_book
from sheetkpi.workbooks.xlsx import uncalculated
from tests.hosts.calc.office import Office
from tests.printing.conftest import STALE
from tests.workbooks.recalculated import Place, differences, in_ironcalc

BOOKS = {"forecast": forecast_book, "channels": channels_book}

pytestmark = pytest.mark.e2e


def opened(office: Office, book: Book, folder: Path) -> dict[Place, Any]:
    """What Calc computes, from wrong values, in the cells of a workbook."""
    path = folder / "book.xlsx"
    path.write_bytes(uncalculated(book, STALE))
    office.ask("open", url=office.take(path))
    office.ask("recalculate")
    values: dict[Place, Any] = {}
    for sheet in with_texts(book).sheets:
        area = sheet.range(0, 0, max(row for row, _ in sheet.cells) + 1, max(column for _, column in sheet.cells) + 1)
        rows = office.ask("read", sheet=sheet.title, where=area.here)
        for row, column in sheet.cells:
            cell = rows[row][column]
            values[sheet.title, row, column] = cell["error"] if isinstance(cell, dict) else cell
    return values


@pytest.mark.parametrize("template", BOOKS)
def test_the_functions_give_the_numbers_of_the_native_formulas(english: Office, template: str, tmp_path: Path) -> None:
    if tuple(map(int, english.ask("version").split("."))) < (24, 8):
        pytest.xfail("before 24.8 LibreOffice does not know an add-in's functions in Excel's files; README says so")
    functions = BOOKS[template]("en", edition="functions")
    got, want = opened(english, functions, tmp_path), in_ironcalc(BOOKS[template]("en"))
    texts = functions.texts_title  # the two editions need other texts
    as_calc = {place: float(value) if isinstance(value, bool) else value for place, value in want.items() if place[0] != texts}
    wrong = differences(as_calc, got)
    assert not wrong, f"{len(wrong)} cells, such as:\n" + "\n".join(wrong[:10])
