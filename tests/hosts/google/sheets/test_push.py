"""``sheetkpi sheets push``: a table into a shared spreadsheet, where people work too."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheetkpi.cli.program import UsageError
from sheetkpi.hosts.google.sheets.a1 import SheetNotFound
from sheetkpi.hosts.google.sheets.http import RequestFailed
from sheetkpi.hosts.google.sheets.push import EditConflict
from sheetkpi.hosts.google.sheets.push_plan import WrongKey
from sheetkpi.hosts.google.sheets.sheet_table import CellsOccupied
from sheetkpi.reading.text_file import UnreadableFile
from tests.hosts.google.sheets.book import Book
from tests.hosts.google.sheets.conftest import counts
from tests.hosts.google.sheets.sheets_server import SheetsServer

pytestmark = pytest.mark.e2e

Run = Callable[..., tuple[int, str, str]]

#: 31 January 2026 as a spreadsheet counts days.
JANUARY_31, FEBRUARY_1 = 46053, 46054


@pytest.fixture
def data(tmp_path: Path) -> Callable[..., Path]:
    """A file with rows of CSV."""

    def write(*rows: str, name: str = "data.csv") -> Path:
        file = tmp_path / name
        file.write_text("\n".join(rows) + "\n", "utf-8")
        return file

    return write


@pytest.fixture
def push(sheets: Run, book: Book) -> Run:
    """``sheetkpi sheets push`` to Data!A1."""

    def run(file: Path, *options: str, place: str = "Data!A1") -> tuple[int, str, str]:
        return sheets("push", "--spreadsheet", book.id, "--range", place, "--data", file, *options)

    return run


@pytest.fixture
def book(google: SheetsServer) -> Book:
    return google.create("Team", tabs=["Summary", "Data"])


ROWS = ("Date,Channel,Spend", "2026-01-31,VK,100.5", "2026-02-01,SEO,0", "2026-02-01,Email,")


def test_numbers_are_numbers_dates_are_dates_and_blanks_are_blank(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    code, said, _ = push(data(*ROWS))
    assert (code, said.partition(": ")[0], counts(said)) == (0, "Data!A1:C4", [3, 3, 0])
    assert google.values(book.id, "Data") == [
        ["Date", "Channel", "Spend"],
        [JANUARY_31, "VK", 100.5],
        [FEBRUARY_1, "SEO", 0],
        [FEBRUARY_1, "Email"],
    ]
    cells = google.book(book.id).titled("Data").cells
    assert cells[1, 0]["userEnteredFormat"] == {"numberFormat": {"type": "DATE"}}
    assert (3, 2) not in cells


@pytest.mark.parametrize("text", ["=1+1", "+79161234567", "00123", "@x", "'quoted", "1234567890123456789", "-", "TRUE"])
def test_what_looks_like_something_else_is_the_text_that_it_is(push: Run, google: SheetsServer, book: Book, data: Any, text: str) -> None:
    assert push(data("Name,Value", f"x,{text}"))[0] == 0
    assert google.book(book.id).titled("Data").cells[1, 1]["userEnteredValue"] == {"stringValue": text}


def test_a_text_among_numbers_or_dates_is_told_for_sums_would_leave_it_out(push: Run, data: Any) -> None:
    rows = ("Date,Channel,Spend", "2026-01-31,VK,100.5", "2026-02-31,SEO,12.5.6", "2026-02-01,Email,7", "2026-02-02,-,n/a")
    code, _, told = push(data(*rows))
    assert code == 0
    first, second = told.splitlines()
    for line, column, text, others in ((first, "Date", "2026-02-31", "VK"), (second, "Spend", "12.5.6", "n/a")):
        assert re.search(rf"“{column}”.*\b3 “{re.escape(text)}”", line)
        assert others not in line


def test_a_russian_file_gives_the_same_numbers(sheets: Run, google: SheetsServer, book: Book, tmp_path: Path) -> None:
    file = tmp_path / "данные.csv"
    file.write_bytes("Дата;Расход;Доля\n31.01.2026;1 200,50 руб.;30%\n".encode("cp1251"))
    assert sheets("push", "--spreadsheet", book.id, "--range", "Data!A1", "--data", file)[0] == 0
    assert google.values(book.id, "Data!A2:C2") == [[JANUARY_31, 1200.5, 0.3]]
    assert google.book(book.id).titled("Data").cells[1, 2]["userEnteredFormat"]["numberFormat"]["type"] == "PERCENT"


def test_a_workbook_gives_its_own_dates_numbers_and_truths(push: Run, google: SheetsServer, book: Book, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["Day", "At", "Clicks", "Done", "Year"])
    workbook.active.append([date(2026, 1, 31), datetime(2026, 1, 31, 12), 20, True, "2026"])
    file = tmp_path / "data.xlsx"
    workbook.save(file)
    assert push(file)[0] == 0
    assert google.values(book.id, "Data!A2:E2") == [[JANUARY_31, JANUARY_31 + 0.5, 20, True, 2026]]
    looks = [google.book(book.id).titled("Data").cells[1, column].get("userEnteredFormat") for column in range(3)]
    assert looks == [{"numberFormat": {"type": "DATE"}}, {"numberFormat": {"type": "DATE_TIME"}}, None]


@pytest.mark.parametrize("place", ["Data!A1000", "Data!AB1500", "Data!Z1"])
def test_a_table_may_begin_where_the_sheet_ends(push: Run, google: SheetsServer, book: Book, data: Any, place: str) -> None:
    assert push(data(*ROWS), place=place)[0] == 0
    found = google.values(book.id, "Data")
    assert [row[-1] for row in found[-4:]] == ["Spend", 100.5, 0, "Email"]
    assert counts(push(data(*ROWS), place=place)[1]) == [3, 0, 0]


def test_a_shorter_table_leaves_nothing_of_the_longer_one(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    push(data(*ROWS))
    google.types(book.id, "Data!D4", ["seen by Anna"])
    assert push(data(*ROWS[:2]))[0] == 0
    assert google.values(book.id, "Data!A1:C9") == [["Date", "Channel", "Spend"], [JANUARY_31, "VK", 100.5]]
    assert google.values(book.id, "Data!D4") == [["seen by Anna"]], "what stands beside the table is people's"


def test_pushing_the_same_again_changes_nothing(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    push(data(*ROWS))
    before, calls = google.book(book.id), len(google.writes)
    code, said, _ = push(data(*ROWS))
    assert (code, counts(said)) == (0, [3, 0, 0])
    assert google.book(book.id) is before
    assert len(google.writes) == calls


def test_a_cell_that_a_person_corrected_stays_and_is_listed(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    push(data(*ROWS))
    google.types(book.id, "Data!C2", [120])
    code, _, listed = push(data(ROWS[0], "2026-01-31,VK,101", "2026-02-01,SEO,7"))
    assert code == 0
    assert re.search("C2: .*“120”.*“101”", listed)
    assert google.values(book.id, "Data!A2:C9") == [[JANUARY_31, "VK", 120], [FEBRUARY_1, "SEO", 7]]
    code, _, listed = push(data(ROWS[0], "2026-01-31,VK,102", "2026-02-01,SEO,7"))
    assert "“102”" in listed, "it is still people's the next time"
    assert push(data(ROWS[0], "2026-01-31,VK,102", "2026-02-01,SEO,7"), "--force")[2] == ""
    assert google.values(book.id, "Data!C2") == [[102]]


def test_where_another_row_would_come_into_the_place_of_a_corrected_cell_nothing_is_written(
    push: Run, google: SheetsServer, book: Book, data: Any, errors: list[Exception]
) -> None:
    push(data(*ROWS))
    google.types(book.id, "Data!C2", [120])
    before = google.book(book.id)
    code, said, listed = push(data(ROWS[0], "2026-02-02,VK,5", *ROWS[1:]))
    assert (code, said) == (1, "")
    assert re.search("C2: .*“120”.*“5”", listed)
    (error,) = errors
    assert isinstance(error, EditConflict)
    assert [(cell.address, cell.now, cell.wanted) for cell in error.edited] == [("C2", {"numberValue": 120}, {"numberValue": 5})]
    assert all(option in listed for option in ("--key", "--force"))
    assert google.book(book.id) is before


def test_a_cell_that_a_person_emptied_stays_empty(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    push(data(*ROWS), "--key", "Channel")
    google.types(book.id, "Data!C2", [""])
    _, _, listed = push(data(*ROWS), "--key", "Channel")
    assert re.search("C2: .*“—”.*“100.5”", listed)
    assert google.values(book.id, "Data!C2") == []


def test_rows_are_found_by_their_key_wherever_people_sorted_them(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    push(data(*ROWS), "--key", "Date", "--key", "Channel")
    sheet_id = google.book(book.id).titled("Data").id
    area = {"sheetId": sheet_id, "startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 4}
    google.types(book.id, "Data!D1:D2", ["Remark"], ["checked"])
    google.person(book.id, {"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "ASCENDING"}]}})
    google.person(book.id, {"insertDimension": {"range": {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}})
    google.person(book.id, {"insertDimension": {"range": {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}})
    google.types(book.id, "Data!A1", ["Title by Anna"])
    code, said, listed = push(data("Date,Channel,Spend", "2026-01-31,VK,200", "2026-02-02,VK,5"), "--key", "Date", "--key", "Channel")
    assert (code, listed) == (0, "")
    assert counts(said) == [2, 1, 1]
    assert google.values(book.id, "Data") == [
        ["Title by Anna"],
        ["Date", "", "Channel", "Spend", "Remark"],
        [FEBRUARY_1, "", "Email"],
        [FEBRUARY_1, "", "SEO", 0],
        [JANUARY_31, "", "VK", 200, "checked"],
        [JANUARY_31 + 2, "", "VK", 5],
    ]


def test_rows_are_appended_above_the_totals_of_people_and_once(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    push(data(*ROWS[:2]), "--append")
    google.types(book.id, "Data!A3:C3", ["", "Total", "=SUM(C2:C2)"])
    more = data("Channel,Spend,Date", "SEO,7,2026-02-01", "VK,8,2026-02-01")
    assert counts(push(more, "--append")[1]) == [2, 2, 0]
    wanted = [[JANUARY_31, "VK", 100.5], [FEBRUARY_1, "SEO", 7], [FEBRUARY_1, "VK", 8], ["", "Total", "=SUM(C2:C2)"]]
    assert google.values(book.id, "Data!A2:C9") == wanted
    code, _, listed = push(more, "--append")
    assert (code, google.values(book.id, "Data!A2:C9")) == (0, wanted)
    assert (counts(listed), "--force" in listed) == ([2], True)


def test_rows_and_columns_that_people_put_into_the_table_survive_a_new_one(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    push(data("Channel,Spend", "VK,1", "SEO,2", "Email,3"))
    sheet_id = google.book(book.id).titled("Data").id
    for dimension, start in (("ROWS", 2), ("COLUMNS", 1)):
        place = {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": start + 1}
        google.person(book.id, {"insertDimension": {"range": place}})
    google.types(book.id, "Data!A3:C3", ["by hand", "ours", 9])
    google.types(book.id, "Data!B1", ["Remark"])
    google.types(book.id, "Data!A6:C6", ["Total", "", "=SUM(C2:C5)"])
    code, _, listed = push(data("Channel,Spend", "VK,10", "SEO,20", "Email,30", "Print,40", "Radio,50"))
    assert (code, listed) == (0, "")
    assert google.values(book.id, "Data") == [
        ["Channel", "Remark", "Spend"],
        ["VK", "", 10],
        ["by hand", "ours", 9],
        ["SEO", "", 20],
        ["Email", "", 30],
        ["Print", "", 40],
        ["Radio", "", 50],
        ["Total", "", "=SUM(C2:C5)"],
    ]


def test_a_table_goes_under_the_headers_that_people_typed(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    google.types(book.id, "Data!A1:D1", ["Channel", "Remark", "Spend", "Date"])
    assert push(data(*ROWS[:2], "2026-02-01,SEO,7"))[0] == 0
    assert google.values(book.id, "Data") == [
        ["Channel", "Remark", "Spend", "Date"],
        ["VK", "", 100.5, JANUARY_31],
        ["SEO", "", 7, FEBRUARY_1],
    ]


def test_a_new_column_comes_to_the_right_of_those_of_people(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    push(data("Channel,Spend", "VK,1"))
    google.types(book.id, "Data!C1:C2", ["Remark"], ["ok"])
    assert push(data("Channel,Spend,Clicks", "VK,1,20"))[0] == 0
    assert google.values(book.id, "Data") == [["Channel", "Spend", "Remark", "Clicks"], ["VK", 1, "ok", 20]]
    assert push(data("Channel,Clicks", "VK,20"))[0] == 0
    assert google.values(book.id, "Data") == [["Channel", "", "Remark", "Clicks"], ["VK", "", "ok", 20]], "a column that is gone is emptied"


@pytest.mark.parametrize("change", ["Cost", ""])
def test_a_header_that_people_renamed_is_not_guessed(
    push: Run, google: SheetsServer, book: Book, data: Any, errors: list[Exception], change: str
) -> None:
    push(data("Channel,Spend", "VK,1"))
    google.types(book.id, "Data!B1", [change])
    before = google.book(book.id)
    assert push(data("Channel,Spend", "VK,2"))[0] == 1
    (error,) = errors
    assert isinstance(error, CellsOccupied)
    assert (error.cells, error.what.facts["row"], error.what.facts["tab"]) == (["Spend"], 1, "Data")
    assert google.book(book.id) is before


def test_what_people_typed_where_a_table_is_to_begin_is_not_overwritten(
    push: Run, google: SheetsServer, book: Book, data: Any, errors: list[Exception]
) -> None:
    google.types(book.id, "Data!B3", ["Anna's"])
    assert push(data(*ROWS))[0] == 1
    (error,) = errors
    assert isinstance(error, CellsOccupied)
    assert (error.cells, error.what.facts["tab"], error.what.facts["text"]) == (["B3"], "Data", "Anna's")
    assert google.values(book.id, "Data") == [[], [], ["", "Anna's"]]
    assert push(data(*ROWS), "--force")[0] == 0
    assert google.values(book.id, "Data!B3") == [["SEO"]]


def test_rows_of_people_under_the_same_headers_are_not_replaced(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    google.types(book.id, "Data!A1:B2", ["Channel", "Spend"], ["VK", 7])
    code, _, listed = push(data("Channel,Spend", "SEO,1"))
    assert (code, google.values(book.id, "Data!A2:B2")) == (1, [["VK", 7]])
    assert re.search("A2: .*“VK”.*“SEO”", listed)


def test_a_sheet_that_is_missing_is_added_unless_it_looks_mistyped(
    push: Run, google: SheetsServer, book: Book, data: Any, errors: list[Exception]
) -> None:
    assert (push(data(*ROWS), place="Dta!A1")[0], len(google.book(book.id).sheets)) == (1, 2)
    (error,) = errors
    assert isinstance(error, SheetNotFound)
    assert (error.text, error.nearest) == ("Dta", "Data")
    code, _, told = push(data(*ROWS), place="'Выгрузка за год'!B2")
    assert (code, "“Выгрузка за год”" in told, told.count("\n")) == (0, True, 1)
    assert google.values(book.id, "'Выгрузка за год'!B2:D2") == [["Date", "Channel", "Spend"]]


def test_only_our_tabs_and_cells_are_touched(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    google.types(book.id, "Summary!A1", ["=SUM(Data!C:C)"])
    sheet_id = google.book(book.id).titled("Data").id
    google.person(
        book.id,
        {
            "updateDimensionProperties": {
                "range": {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1},
                "properties": {"pixelSize": 222},
                "fields": "pixelSize",
            }
        },
        {
            "updateCells": {
                "start": {"sheetId": sheet_id, "rowIndex": 1, "columnIndex": 2},
                "rows": [{"values": [{"note": "why?"}]}],
                "fields": "note",
            }
        },
    )
    push(data(*ROWS))
    google.person(book.id, {"updateSheetProperties": {"properties": {"sheetId": sheet_id, "title": "Данные"}, "fields": "title"}})
    assert push(data(*ROWS), place="Данные!A1")[0] == 0
    now = google.book(book.id)
    hidden = [sheet.title for sheet in now.sheets if sheet.properties.get("hidden")]
    assert hidden == [f"sheetkpi before {sheet_id}", "sheetkpi"], "the cells as the last run found them, and what it wrote"
    assert [sheet.title for sheet in now.sheets if sheet.title not in hidden] == ["Summary", "Данные"]
    assert now.titled("Summary").cells == {(0, 0): {"userEnteredValue": {"formulaValue": "=SUM('Данные'!C:C)"}}}
    assert now.titled("Данные").columns[0] == {"pixelSize": 222}
    assert now.titled("Данные").cells[1, 2]["note"] == "why?"


# --- many rows, few requests


def many(count: int) -> list[str]:
    return [
        "Day,Channel,Clicks,Spend,Revenue",
        *(f"2026-01-{1 + row % 28:02d},Channel {row},{row},{row}.5,{row * 3}.25" for row in range(count)),
    ]


def test_two_thousand_rows_need_three_requests(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    assert push(data(*many(2000)), "--key", "Channel")[0] == 0
    assert [(call.method, call.status) for call in google.calls] == [("GET", 200), ("GET", 200), ("POST", 200)]
    assert sum(call.size for call in google.calls) < 2_000_000
    assert google.values(book.id, "Data!A2001:E2001") == [[46023 + 11, "Channel 1999", 1999, 1999.5, 5997.25]]


@pytest.mark.parametrize("number", [3, 4, 5, 6, 7])
@pytest.mark.parametrize("options", [(), ("--append",), ("--key", "Channel")])
def test_a_large_table_goes_in_parts_and_goes_on_where_it_was_killed(
    push: Run,
    google: SheetsServer,
    book: Book,
    data: Any,
    options: tuple[str, ...],
    number: int,
    monkeypatch: pytest.MonkeyPatch,
    kill: Any,
) -> None:
    monkeypatch.setattr("sheetkpi.hosts.google.sheets.push.CELLS_PER_REQUEST", 50)  # ten rows of five columns
    push(data(*many(3)), *options)
    google.types(book.id, "Data!B5", ["Total"])
    file = data(many(48)[0], *many(48)[4:]) if "--append" in options else data(*many(48))
    with kill(number):
        push(file, *options)
    half = len(google.values(book.id, "Data!C2:C99"))
    assert half == 3 or half % 10 in {0, 3, 9}, "each part is there whole or not at all"
    assert push(file, *options)[0] == 0
    found = google.values(book.id, "Data!B2:E99")
    assert found == [[f"Channel {row}", row, row + 0.5, row * 3 + 0.25] for row in range(48)] + [["Total"]]


def test_a_failure_in_the_middle_says_what_was_written(
    push: Run, google: SheetsServer, book: Book, data: Any, errors: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sheetkpi.hosts.google.sheets.push.CELLS_PER_REQUEST", 50)
    google.fail(500, *range(5, 40))
    assert push(data(*many(48)))[0] == 1
    (error,) = errors
    assert isinstance(error, RequestFailed)
    assert (error.problem, error.what.facts["row"], error.what.facts["tab"]) == ("outage", 20, "Data")
    assert len(google.values(book.id, "Data")) == 20


# --- what goes wrong on the way


STEPS = [1, 2, 3]


@pytest.mark.parametrize("number", STEPS)
@pytest.mark.parametrize("options", [(), ("--append",), ("--key", "Channel")])
@pytest.mark.parametrize("is_done", [False, True])
def test_a_broken_connection_at_any_request_leaves_the_same_state(
    push: Run, google: SheetsServer, book: Book, data: Any, number: int, options: tuple[str, ...], is_done: bool
) -> None:
    push(data(*ROWS[:2]), *options)
    google.reset(number, is_done=is_done)
    file = data(ROWS[0], "2026-01-31,VK,100.5", "2026-02-01,SEO,1") if "--append" not in options else data(ROWS[0], "2026-02-01,SEO,1")
    assert push(file, *options)[0] == 0
    assert google.values(book.id, "Data!A2:C9") == [[JANUARY_31, "VK", 100.5], [FEBRUARY_1, "SEO", 1]]


@pytest.mark.parametrize("number", STEPS)
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_outages_pass(push: Run, google: SheetsServer, book: Book, data: Any, number: int, status: int) -> None:
    google.fail(status, number, is_done=status != 429)
    assert push(data(*ROWS), "--append")[0] == 0
    assert len(google.values(book.id, "Data")) == 4


@pytest.mark.parametrize("number", STEPS)
def test_killed_before_any_request_and_run_again_the_end_is_the_same(
    push: Run, google: SheetsServer, book: Book, data: Any, number: int, kill: Any
) -> None:
    push(data(*ROWS[:2]), "--append")
    with kill(number):
        push(data(ROWS[0], "2026-02-01,SEO,1"), "--append")
    assert len(google.values(book.id, "Data")) == 2, "nothing of it was written"
    push(data(ROWS[0], "2026-02-01,SEO,1"), "--append")
    assert google.values(book.id, "Data!A2:C9") == [[JANUARY_31, "VK", 100.5], [FEBRUARY_1, "SEO", 1]]


def test_an_outage_that_does_not_pass_is_told_with_what_was_written(
    push: Run, google: SheetsServer, book: Book, data: Any, errors: list[Exception]
) -> None:
    google.weather.always = None
    google.fail(503, *range(3, 40))
    code, said, complaint = push(data(*ROWS))
    assert (code, said) == (1, "")
    assert "503" in complaint
    (error,) = errors
    assert isinstance(error, RequestFailed)
    assert (error.problem, error.is_applied) == ("outage", None)
    assert google.values(book.id, "Data") == []


def test_a_rehearsal_prints_the_requests_and_sends_none(push: Run, google: SheetsServer, book: Book, data: Any) -> None:
    code, printed, _ = push(data(*ROWS), "--dry-run")
    head, _, body = printed.partition("\n")
    assert code == 0
    assert head == f"POST https://sheets.googleapis.com/v4/spreadsheets/{book.id}:batchUpdate"
    kinds = [next(iter(request)) for request in json.loads(body)["requests"]]
    assert kinds[:2] == ["createDeveloperMetadata", "updateCells"]
    assert google.writes == []


# --- mistakes


@pytest.mark.parametrize(
    ("rows", "options", "kind", "facts"),
    [
        (("Channel,Spend", "VK,1", "VK,2"), ("--key", "Channel"), WrongKey, ["2", "3", "“VK”"]),
        (("Channel,Spend", ",1"), ("--key", "Channel"), WrongKey, ["2", "“Channel”"]),
        (("Channel,Spend", "VK,1"), ("--key", "Chanel"), WrongKey, ["“Chanel”", "Channel, Spend"]),
        (("Channel,Channel", "VK,1"), (), UnreadableFile, ["“Channel”"]),
        (("Channel,,Spend", "VK,,1"), (), UnreadableFile, ["2"]),
        (("Channel,Spend", "VK,1,2"), (), UnreadableFile, ["2", "3"]),
        (("Channel;Spend", "VK;1.234", "SEO;12,5"), (), UnreadableFile, ["2", "“Spend”", "“1.234”", "1234", "1,2340"]),
        (("Day,Spend", "01/02/2026,1"), (), UnreadableFile, ["“01/02/2026”", "2026-02-01", "2026-01-02"]),
        ((), (), UnreadableFile, ["data.csv"]),
        (("Channel,Spend", "VK,1"), ("--append", "--key", "Channel"), UsageError, ["--append, --key"]),
    ],
)
def test_a_mistake_in_the_file_is_named_and_nothing_is_written(
    push: Run,
    google: SheetsServer,
    data: Any,
    errors: list[Exception],
    rows: tuple[str, ...],
    options: tuple[str, ...],
    kind: type[Exception],
    facts: list[str],
) -> None:
    code, _, complaint = push(data(*rows), *options)
    (error,) = errors
    assert (code, type(error)) == (2 if kind is UsageError else 1, kind)
    assert [fact for fact in facts if not re.search(rf"(?<!\w){re.escape(fact)}(?!\w)", complaint)] == []
    assert google.writes == []


def test_two_rows_with_the_same_key_in_the_sheet_are_told_apart_by_people(
    push: Run, google: SheetsServer, book: Book, data: Any, errors: list[Exception]
) -> None:
    push(data("Channel,Spend", "VK,1", "SEO,2"), "--key", "Channel")
    google.types(book.id, "Data!A4:B4", ["VK", 1])
    assert push(data("Channel,Spend", "VK,3"), "--key", "Channel")[0] == 1
    (error,) = errors
    assert isinstance(error, WrongKey)
    assert (error.key, error.rows) == ("VK", (2, 4))
