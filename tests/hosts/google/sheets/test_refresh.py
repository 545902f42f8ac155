"""``sheetkpi sheets refresh``: KPIs of a shared spreadsheet where no script may run."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from sheetkpi import KPIS, CellError, Range, calculate
from sheetkpi.cli.program import UsageError
from sheetkpi.hosts.google.sheets.a1 import RangeNotFound, SheetNotFound
from sheetkpi.hosts.google.sheets.calculations import RESULT, UPDATED, UndefinedCalculation
from sheetkpi.model.errors import UnknownFunction
from tests.hosts.google.sheets.book import Book
from tests.hosts.google.sheets.conftest import counts
from tests.hosts.google.sheets.sheets_server import SheetsServer

pytestmark = pytest.mark.e2e

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def book(google: SheetsServer) -> Book:
    book = google.create("Team", tabs=["Data", "ROMI"])
    google.types(
        book.id, "Data!A1", ["Channel", "Profit", "Cost"], ["VK", 150, 100], ["SEO", 5000, 0], ["Email", "", 10], ["Display", 40, 20]
    )
    return book


def name(google: SheetsServer, book: Book, name: str, place: str) -> None:
    """What a person does with Data → Named ranges."""
    area = google.book(book.id).find(place)
    grid = {
        "sheetId": area.sheet_id,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }
    if place.endswith((":B", ":C")):
        del grid["endRowIndex"]
    google.person(book.id, {"addNamedRange": {"namedRange": {"name": name, "range": grid}}})


@pytest.fixture
def named(google: SheetsServer, book: Book) -> None:
    name(google, book, "ROMI_gross_profit", "Data!B2:B5")
    name(google, book, "ROMI_spend", "Data!C2:C5")
    name(google, book, "ROMI_result", "Data!D2")


@pytest.fixture
def refresh(sheets: Run, book: Book) -> Run:
    def run(*options: str) -> tuple[int, str, str]:
        return sheets("refresh", "--spreadsheet", book.id, *options)

    return run


def results(said: str) -> list[tuple[str, list[int], str]]:
    """The function, the number of rows and the first cell of each calculation that a command reports."""
    return [(line.partition(":")[0], counts(line), line.split()[-1].rstrip(".")) for line in said.splitlines()]


#: (150 − 100) / 100; a division by 0; a blank; (40 − 20) / 20.
RESULTS = [[0.5], ["=1/0"], [], [1]]


@pytest.mark.usefixtures("named")
def test_named_ranges_say_what_is_to_be_computed(refresh: Run, google: SheetsServer, book: Book) -> None:
    code, said, told = refresh()
    assert (code, results(said)) == (0, [("ROMI", [4], "Data!D2")])
    assert google.values(book.id, "Data!D2:D9") == RESULTS
    first, *listed = told.splitlines()
    assert (first.startswith("ROMI"), counts(first), len(listed)) == (True, [1], 1)
    assert re.search(r"Data!D3.*#DIV/0!.*\b2\b.*spend", listed[0])
    first = google.book(book.id).titled("Data").cells[1, 3]
    assert first["note"].startswith("sheetkpi: ROMI, 20")
    assert first["userEnteredFormat"]["numberFormat"]["type"] == "PERCENT"


@pytest.mark.usefixtures("named")
def test_a_text_is_no_answer_as_a_division_by_0_is(refresh: Run, google: SheetsServer, book: Book) -> None:
    google.types(book.id, "Data!B5", ["'word"])
    assert refresh()[0] == 1
    assert google.values(book.id, "Data!D5") == [['=1+"#VALUE!"']]


def test_a_table_that_cannot_be_computed_is_not_begun(refresh: Run, google: SheetsServer) -> None:
    code, _, told = refresh("--function", "CHANNEL_COMPARE", "--inputs", "Data!A1:C5", "--output", "ROMI!A1")
    assert code == 1
    assert "CHANNEL_COMPARE" in told
    assert google.writes == []


@pytest.mark.usefixtures("named")
def test_the_numbers_are_those_of_the_registry(refresh: Run, google: SheetsServer, book: Book) -> None:
    google.types(book.id, "Data!B2:C5", [1 / 3, 0.7], [1e9, 3], [-5, 7], [2, 3])
    refresh()
    wanted = calculate("ROMI", [[1 / 3, 1e9, -5, 2], [0.7, 3, 7, 3]])
    assert isinstance(wanted, Range)
    assert google.values(book.id, "Data!D2:D5", "UNFORMATTED_VALUE") == wanted.nested()


def test_said_once_it_is_remembered(refresh: Run, google: SheetsServer, book: Book) -> None:
    assert refresh("--function", "romi", "--inputs", "Data!B2:B;Data!C2:C", "--output", "ROMI!D2")[0] == 0
    assert google.values(book.id, "ROMI!D2:D9") == RESULTS
    assert {item["name"] for item in google.book(book.id).named} == {"ROMI_gross_profit", "ROMI_spend", "ROMI_result"}
    google.types(book.id, "Data!A6", ["New", 30, 10])
    code, said, _ = refresh()
    assert (code, results(said)) == (0, [("ROMI", [5], "ROMI!D2")])
    assert google.values(book.id, "ROMI!D2:D9") == [*RESULTS, [2]]


def test_inputs_may_be_names_of_people_and_constants(refresh: Run, google: SheetsServer, book: Book) -> None:
    name(google, book, "Profit", "Data!B2:B3")
    assert refresh("--function", "ROMI", "--inputs", "Profit;50", "--output", "ROMI!A1")[0] == 0
    assert google.values(book.id, "ROMI!A1:A5") == [[2], [99]]
    item = next(item for item in google.book(book.id).named if item["name"] == "Profit")
    google.person(book.id, {"updateNamedRange": {"namedRange": {**item, "range": {**item["range"], "endRowIndex": 2}}, "fields": "range"}})
    refresh()
    assert google.values(book.id, "ROMI!A1:A5") == [[2]], "the shorter range leaves nothing of the longer one"


def test_two_calculations_of_one_kpi_do_not_meet(refresh: Run, google: SheetsServer, book: Book) -> None:
    refresh("--function", "ROMI", "--inputs", "Data!B2;Data!C2", "--output", "ROMI!A1")
    code, said, _ = refresh("--function", "ROMI", "--inputs", "Data!B2;200", "--output", "ROMI!B1")
    assert (code, results(said)) == (0, [("ROMI", [1], "ROMI!A1"), ("ROMI", [1], "ROMI!B1")])
    assert google.values(book.id, "ROMI!A1:B1") == [[0.5, -0.25]]


def test_a_table_of_channels_is_computed_with_its_header(refresh: Run, google: SheetsServer, book: Book) -> None:
    rows = [["Channel", "Spend", "Customers", "Revenue", "Cost of sales"], ["VK", 100, 10, 500, 200], ["SEO", 50, 20, 900, 300]]
    google.types(book.id, "Data!A1", *[["", "", "", "", ""]] * 5)
    google.types(book.id, "Data!A1", *rows)
    assert refresh("--function", "CHANNEL_COMPARE", "--inputs", "Data!A1:E99", "--output", "ROMI!A1")[0] == 0
    wanted = calculate("CHANNEL_COMPARE", [rows])
    assert isinstance(wanted, Range)
    found = google.values(book.id, "ROMI")
    assert [row[0] for row in found[:3]] == ["Channel", "VK", "SEO"]
    for got, row in zip(found, wanted.nested(), strict=True):
        for cell, expected in zip([*got, *[""] * (wanted.columns - len(got))], row, strict=True):
            if isinstance(expected, CellError):
                assert cell.startswith("="), expected
            else:
                assert cell == ("" if expected is None else expected)


@pytest.mark.usefixtures("named")
def test_a_result_that_a_person_replaced_stays_and_is_listed(refresh: Run, google: SheetsServer, book: Book) -> None:
    refresh()
    google.types(book.id, "Data!D2", ["our own 60 %"])
    google.types(book.id, "Data!B2", [300])
    google.types(book.id, "Data!C3", [1000])
    code, _, told = refresh()
    assert code == 0
    assert re.search("Data!D2: .*“our own 60 %”.*“2”", told)
    assert google.values(book.id, "Data!D2:D3") == [["our own 60 %"], [4]]
    refresh("--force")
    assert google.values(book.id, "Data!D2") == [[2]]


@pytest.mark.usefixtures("named")
def test_rows_that_people_insert_move_the_results_with_them(refresh: Run, google: SheetsServer, book: Book) -> None:
    refresh()
    sheet_id = google.book(book.id).titled("Data").id
    google.person(book.id, {"insertDimension": {"range": {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}}})
    google.types(book.id, "Data!A3", ["New", 30, 10])
    code, _, told = refresh()
    assert code == 0
    assert "--force" not in told, "nothing counts as edited"
    assert google.values(book.id, "Data!D2:D9") == [[0.5], [2], ["=1/0"], [], [1]]


def test_the_time_goes_into_the_cell_that_is_named_for_it(refresh: Run, google: SheetsServer, book: Book, named: None) -> None:  # noqa: ARG001
    name(google, book, "ROMI_updated", "ROMI!A1")
    cell = {"start": {"sheetId": google.book(book.id).titled("Data").id, "rowIndex": 1, "columnIndex": 3}, "fields": "note"}
    google.person(book.id, {"updateCells": {**cell, "rows": [{"values": [{"note": "Anna: ask Ivan"}]}]}})
    refresh()
    stamp = google.book(book.id).titled("ROMI").cells[0, 0]
    assert stamp["userEnteredValue"]["numberValue"] > 46_000
    assert stamp["userEnteredFormat"]["numberFormat"]["type"] == "DATE_TIME"
    assert google.book(book.id).titled("Data").cells[1, 3]["note"] == "Anna: ask Ivan"


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        ([], None),
        (["ROMI_spend"], ("ROMI_spend", "ROMI_result")),
        (["ROMI_spend", "ROMI_result"], ("ROMI_gross_profit",)),
        (["ROMI_spend_march", "ROMI_result_march"], ("ROMI_gross_profit_march",)),
    ],
)
def test_where_names_are_missing_it_says_which(
    refresh: Run, google: SheetsServer, book: Book, errors: list[Exception], names: list[str], missing: tuple[str, ...] | None
) -> None:
    for number, one in enumerate(names):
        name(google, book, one, f"ROMI!{'ABC'[number]}1")
    code, _, told = refresh()
    (error,) = errors
    assert (code, type(error)) == (1, UndefinedCalculation)
    assert isinstance(error, UndefinedCalculation)
    assert error.names == missing if missing else error.names[-1].endswith("_result"), "without any, there is an example"
    assert all(one in told for one in error.names)
    assert google.writes == []


@pytest.mark.usefixtures("named")
def test_what_is_incomplete_keeps_nothing_else_from_being_computed(refresh: Run, google: SheetsServer, book: Book) -> None:
    name(google, book, "CPO_result", "ROMI!A1")
    name(google, book, "PROFIT_revenue", "Data!B2:B5")
    name(google, book, "PROFIT_cost", "Data!C2:C5")
    name(google, book, "PROFIT_result", "ROMI!B1:B2")
    code, said, told = refresh()
    assert (code, results(said)) == (1, [("ROMI", [4], "Data!D2")])
    incomplete, too_small, *_ = told.splitlines()
    assert "CPO_spend, CPO_orders" in incomplete
    assert all(fact in too_small for fact in ("PROFIT", "4 × 1", "PROFIT_result", "ROMI!B1:B2"))
    assert google.values(book.id, "Data!D2:D9") == RESULTS


@pytest.mark.parametrize(
    ("options", "kind", "facts"),
    [
        (("--function", "ROMI"), UsageError, ["--function, --inputs, --output"]),
        (("--function", "ROMY", "--inputs", "1;2", "--output", "ROMI!A1"), UnknownFunction, ["ROMI"]),
        (("--function", "ROMI", "--inputs", "1", "--output", "ROMI!A1"), UndefinedCalculation, ["ROMI", "gross_profit; spend", "1"]),
        (("--function", "ROMI", "--inputs", "Proft;1", "--output", "ROMI!A1"), UndefinedCalculation, ["gross_profit", "“Proft”"]),
        (("--function", "ROMI", "--inputs", "1;2", "--output", "Nowhere!A1"), SheetNotFound, ["“Nowhere”"]),
        (("--function", "ROMI", "--inputs", "1;2", "--output", "Nowhere"), RangeNotFound, ["“Nowhere”"]),
    ],
)
def test_a_wrong_declaration_is_not_remembered(
    refresh: Run, google: SheetsServer, errors: list[Exception], options: tuple[str, ...], kind: type[Exception], facts: list[str]
) -> None:
    code, _, told = refresh(*options)
    (error,) = errors
    assert (code, type(error)) == (2 if kind is UsageError else 1, kind)
    assert [fact for fact in facts if fact not in told] == []
    assert google.writes == []


@pytest.mark.usefixtures("named")
def test_results_that_do_not_fit_are_not_cut(refresh: Run, google: SheetsServer, book: Book, errors: list[Exception]) -> None:
    item = next(item for item in google.book(book.id).named if item["name"] == "ROMI_result")
    google.person(book.id, {"updateNamedRange": {"namedRange": {**item, "range": {**item["range"], "endRowIndex": 3}}, "fields": "range"}})
    code, _, told = refresh()
    (error,) = errors
    assert (code, type(error)) == (1, UndefinedCalculation)
    assert all(fact in told for fact in ("ROMI", "4 × 1", "ROMI_result", "Data!D2:D3"))


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("is_done", [False, True])
def test_a_broken_connection_at_any_request_leaves_the_same_state(
    refresh: Run, google: SheetsServer, book: Book, number: int, is_done: bool
) -> None:
    google.reset(number, is_done=is_done)
    assert refresh()[0] == 0
    assert google.values(book.id, "Data!D2:D9") == RESULTS


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("number", [1, 2, 3])
def test_killed_before_any_request_and_run_again_the_end_is_the_same(
    refresh: Run, google: SheetsServer, book: Book, number: int, kill: Any
) -> None:
    with kill(number):
        refresh()
    assert google.values(book.id, "Data!D2:D9") == []
    refresh()
    assert google.values(book.id, "Data!D2:D9") == RESULTS


@pytest.mark.usefixtures("named")
def test_two_thousand_rows_need_four_requests(refresh: Run, google: SheetsServer, book: Book) -> None:
    google.person(book.id, {"appendDimension": {"sheetId": google.book(book.id).titled("Data").id, "dimension": "ROWS", "length": 1500}})
    google.types(book.id, "Data!B2", *([row, 3] for row in range(2000)))
    for item in google.book(book.id).named[:2]:
        changed = {**item, "range": {**item["range"], "endRowIndex": 2001}}
        google.person(book.id, {"updateNamedRange": {"namedRange": changed, "fields": "range"}})
    refresh()
    assert google.values(book.id, "Data!D2001") == [[(1999 - 3) / 3]]
    assert [call.method for call in google.calls] == ["GET", "GET", "POST"]
    refresh()
    assert [call.method for call in google.calls][3:] == ["GET", "GET", "GET", "POST"]
    assert google.calls[-1].size < 100_000, "what has not changed is not sent again, only remembered"


@pytest.mark.usefixtures("named")
def test_a_rehearsal_sends_nothing(refresh: Run, google: SheetsServer) -> None:
    code, printed, _ = refresh("--dry-run")
    assert code == 0
    assert '"formulaValue": "=1/0"' in printed
    assert google.writes == []


def test_no_two_parts_of_kpis_have_one_name() -> None:
    names = [
        f"{record.name}_{part}".casefold()
        for record in KPIS.values()
        for part in [*(parameter.name for parameter in record.parameters), RESULT, UPDATED]
    ]
    assert len(names) == len(set(names))
