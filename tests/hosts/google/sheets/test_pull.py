"""``sheetkpi sheets pull``: a table of a shared spreadsheet as CSV."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.hosts.google.sheets.a1 import RangeNotFound, SheetNotFound
from sheetkpi.hosts.google.sheets.pull import EmptyRange
from tests.hosts.google.sheets.book import Book
from tests.hosts.google.sheets.sheets_server import SheetsServer

pytestmark = pytest.mark.e2e

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def book(google: SheetsServer) -> Book:
    """Two tables, a name, and a formula that is calculated."""

    def evaluate(book: Book) -> dict[tuple[int, int, int], Any]:
        return {
            (sheet.id, row, column): "#DIV/0!" if "/0" in formula else 0.1 + 0.2
            for sheet in book.sheets
            for (row, column), cell in sheet.cells.items()
            if (formula := cell.get("userEnteredValue", {}).get("formulaValue"))
        }

    book = google.create("Team", tabs=["Sheet1", "Мои данные"], evaluate=evaluate)
    google.types(
        book.id,
        "'Мои данные'!B2",
        ["Date", "Channel", "Spend", "ROMI", "", "Beside"],
        ["2026-01-31", "VK, Ads", 0.1, "=C3*3", "", 1],
        ["", 'So "called"', 1e21, "", "", 2],
        ["2026-02-01", "'=1+1", -5, True, "", 3],
        ["", "", "", "", "", 4],
        ["far", "below"],
    )
    area = {"sheetId": book.sheets[1].id, "startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 1, "endColumnIndex": 4}
    google.person(book.id, {"addNamedRange": {"namedRange": {"name": "Spend", "range": area}}})
    return book


TABLE = 'Date,Channel,Spend,ROMI\n2026-01-31,"VK, Ads",0.1,0.30000000000000004\n,"So ""called""",1e+21,\n2026-02-01,=1+1,-5,TRUE\n'


def test_a_single_cell_is_where_a_table_begins(sheets: Run, book: Book) -> None:
    assert sheets("pull", "--spreadsheet", book.id, "--range", "Мои данные!B2") == (0, TABLE, "")


def test_a_name_says_what_to_read(sheets: Run, book: Book) -> None:
    wanted = 'Date,Channel,Spend\n2026-01-31,"VK, Ads",0.1\n,"So ""called""",1e+21\n'
    assert sheets("pull", "--spreadsheet", book.id, "--range", "spend") == (0, wanted, "")


def test_a_file_is_written_in_utf_8(sheets: Run, google: SheetsServer, book: Book, tmp_path: Path) -> None:
    google.types(book.id, "Sheet1!A1", ["Канал"], ["ВК"])
    file = tmp_path / "table.csv"
    code, printed, told = sheets("pull", "--spreadsheet", book.id, "--range", "Sheet1", "-o", file)
    assert (code, printed) == (0, "")
    assert all(fact in told for fact in (str(file), " 2 ", "Sheet1!A1:A2"))
    assert told.count("\n") == 1
    assert file.read_bytes() == "Канал\nВК\n".encode()


def test_a_file_that_exists_is_overwritten_only_by_force_and_nothing_is_asked_before(
    sheets: Run, google: SheetsServer, book: Book, tmp_path: Path
) -> None:
    google.types(book.id, "Sheet1!A1", ["ВК"])
    (tmp_path / "table.csv").write_text("mine")
    for name in ("table.csv", "table.xlsx"):
        code, printed, told = sheets("pull", "--spreadsheet", book.id, "--range", "Sheet1", "-o", tmp_path / name)
        assert (code, printed, told.count("\n")) == (1, "", 1)
    assert (tmp_path / "table.csv").read_text() == "mine"
    assert google.calls == []
    assert sheets("pull", "--spreadsheet", book.id, "--range", "Sheet1", "-o", tmp_path / "table.csv", "--force")[0] == 0
    assert (tmp_path / "table.csv").read_text("utf-8") == "ВК\n"


def test_errors_are_told_with_their_cells(sheets: Run, google: SheetsServer, book: Book) -> None:
    google.types(book.id, "Sheet1!A1", ["ROMI"], ["=5/0"])
    code, printed, told = sheets("pull", "--spreadsheet", book.id, "--range", "Sheet1!A1:A5")
    assert (code, printed) == (1, "ROMI\n#DIV/0!\n")
    first, *listed = told.splitlines()
    assert ("1" in first, listed) == (True, ["  A2: #DIV/0!"])


def test_times_are_written_as_iso_does(sheets: Run, google: SheetsServer, book: Book) -> None:
    google.types(book.id, "Sheet1!A1", [46053.604166666664], [46053.5], [0.25], [46053])
    kinds = ("DATE_TIME", "DATE", "TIME", "DATE")
    rows = [{"values": [{"userEnteredFormat": {"numberFormat": {"type": kind}}}]} for kind in kinds]
    google.person(book.id, {"updateCells": {"start": {"sheetId": 0}, "rows": rows, "fields": "userEnteredFormat.numberFormat"}})
    printed = sheets("pull", "--spreadsheet", book.id, "--range", "Sheet1!A1:A4")[1]
    assert printed.split("\n")[:4] == ["2026-01-31 14:30:00", "2026-01-31 12:00:00", "06:00:00", "2026-01-31"]


def test_what_was_pulled_can_be_pushed_and_is_the_same(sheets: Run, book: Book, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("Date,Channel,Spend\n2026-01-31,VK,0.1\n,=1+1,1234.5678901234567\n", "utf-8")
    sheets("push", "--spreadsheet", book.id, "--range", "Sheet1!A1", "--data", file)
    assert sheets("pull", "--spreadsheet", book.id, "--range", "Sheet1!A1")[1] == file.read_text("utf-8")


@pytest.mark.parametrize(
    ("place", "kind", "text", "facts"),
    [
        ("Spnd", RangeNotFound, "Spnd", ["“Spnd”", "Spend?", "Sheet1, Мои данные", "Spend."]),
        ("Dat!A1", SheetNotFound, "Dat", ["“Dat”", "Sheet1, Мои данные"]),
        ("A1:B2", RangeNotFound, "A1:B2", ["A1:B2", "Sheet1, Мои данные", "Sheet1!A1:B2"]),
        ("Sheet1!1A", RangeNotFound, "1A", ["“1A”", "Sheet1!A1:C9"]),
        ("Sheet1!B2:A1", RangeNotFound, "B2:A1", ["“B2:A1”"]),
        ("Sheet1!C5:D9", EmptyRange, None, ["Sheet1!C5:D9"]),
    ],
)
def test_a_wrong_place_says_what_there_is(
    sheets: Run, book: Book, errors: list[Exception], place: str, kind: type[Exception], text: str | None, facts: list[str]
) -> None:
    code, printed, told = sheets("pull", "--spreadsheet", book.id, "--range", place)
    (error,) = errors
    assert (code, printed, type(error), getattr(error, "text", None)) == (1, "", kind, text)
    assert [fact for fact in facts if fact not in told] == []


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("status", [429, 503])
def test_outages_pass(sheets: Run, google: SheetsServer, book: Book, number: int, status: int) -> None:
    google.fail(status, number)
    assert sheets("pull", "--spreadsheet", book.id, "--range", "Мои данные!B2")[1] == TABLE
    assert len(google.calls) == 3
