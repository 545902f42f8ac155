"""``sheetkpi sheets publish`` and ``status`` as one types them."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sheetkpi import __version__
from sheetkpi.cli.program import UsageError
from sheetkpi.hosts.google.sheets.http import RequestFailed
from tests.hosts.google.sheets.book import Book
from tests.hosts.google.sheets.sheets_server import SheetsServer

pytestmark = pytest.mark.e2e

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def publish(sheets: Run, book: Book) -> Run:
    """``sheetkpi sheets publish … --spreadsheet OURS``."""
    return lambda *arguments: sheets("publish", *arguments, "--spreadsheet", book.id)


@pytest.fixture
def status(sheets: Run, book: Book) -> Callable[[], Any]:
    """What ``sheetkpi sheets status --json`` prints."""

    def read() -> Any:
        code, printed, _ = sheets("status", "--json", "--spreadsheet", book.id)
        assert code == 0
        return json.loads(printed)

    return read


def test_publishing_says_what_there_is_now_and_where(publish: Run, google: SheetsServer, book: Book) -> None:
    code, said, _ = publish("forecast")
    assert (code, said.count("\n")) == (0, 1)
    address = f"https://docs.google.com/spreadsheets/d/{book.id}/edit\n"
    assert [fact for fact in ("“Team”", "“Forecast and decomposition”", " 12 ", address) if fact not in said] == []
    before = len(google.writes)
    code, said, told = publish("forecast")
    assert (code, told, said.endswith(address), len(google.writes)) == (0, "", True, before)


def test_what_people_changed_is_listed_and_stays(publish: Run, google: SheetsServer, book: Book) -> None:
    publish("forecast")
    google.types(book.id, "Inputs!D6", [77000])
    google.types(book.id, "Decomposition!C18", [1])
    code, _, told = publish("forecast")
    assert code == 0
    edited, formula, filled, value = told.splitlines()
    assert re.search(r"\b1\b.*--force", edited)
    assert re.search(r"Decomposition!C18\b.* 1\b.* =IFERROR\(", formula)
    assert re.search(r"“Inputs”.* 1$", filled)
    assert re.search(r"Inputs!D6\b.* 77000\b.* 50000$", value)
    _, _, told = publish("forecast", "--force")
    edited, formula, filled, value = told.splitlines()
    assert re.search(r"\b1$", edited)
    assert all(" 1" in line for line in (edited, filled))
    assert "--force" not in told
    assert google.values(book.id, "Inputs!D6") == [[50000]]


def test_a_rehearsal_prints_the_requests_and_sends_none(publish: Run, google: SheetsServer, book: Book) -> None:
    code, printed, _ = publish("forecast", "--dry-run")
    assert code == 0
    method, _, body = printed.partition("\n")
    assert method == f"POST https://sheets.googleapis.com/v4/spreadsheets/{book.id}:batchUpdate"
    assert json.loads(body)["requests"][0]["addSheet"]["properties"]["title"] == "sheetkpi"
    assert google.writes == []
    assert [sheet.title for sheet in google.book(book.id).sheets] == ["Sheet1"]


def test_the_sign_of_the_currency_that_was_asked_for_stays(publish: Run, google: SheetsServer, book: Book) -> None:
    def signs() -> list[Any]:
        start = google.book(book.id).titled("Start")
        return [cell["userEnteredValue"] for cell in start.cells.values() if cell.get("userEnteredValue") == {"stringValue": "€"}]

    publish("forecast", "--currency", "EUR")
    assert signs()
    publish("forecast")
    assert signs()


@pytest.mark.parametrize(
    ("arguments", "facts"),
    [
        (["forcast"], ["“forcast”", "forecast, channels"]),
        (["forecast", "--data", "x.csv"], ["--data", "channels"]),
        (["forecast", "--formulas", "nativ"], ["--formulas", "“nativ”", "native, functions"]),
        (["forecast", "--currency", " "], ["“ ”"]),
    ],
)
def test_mistakes_are_told_before_google_is_asked(
    publish: Run, google: SheetsServer, errors: list[Exception], arguments: list[str], facts: list[str]
) -> None:
    code, _, told = publish(*arguments)
    (error,) = errors
    assert (code, type(error), google.calls) == (2, UsageError, [])
    assert [fact for fact in facts if fact not in told] == []


def test_a_spreadsheet_that_is_not_shared_says_with_whom_to_share_it(sheets: Run, google: SheetsServer, errors: list[Exception]) -> None:
    book = google.create("Team", shared_with={})
    code, _, told = sheets("publish", "forecast", "--spreadsheet", book.id)
    (error,) = errors
    assert isinstance(error, RequestFailed)
    assert (code, error.problem, told.count("\n")) == (1, "not_shared", 1)
    assert "reports@team.iam.gserviceaccount.com" in told


# --- status


def test_an_empty_spreadsheet_has_nothing_of_ours(sheets: Run, status: Callable[[], Any], book: Book) -> None:
    assert status() == {
        "spreadsheet": "Team",
        "address": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
        "version": __version__,
        "templates": [],
        "tables": [],
        "results": [],
    }
    _, said, _ = sheets("status", "--spreadsheet", book.id)
    assert "sheetkpi sheets publish forecast" in said


def test_status_knows_version_language_and_what_people_changed(
    publish: Run, sheets: Run, status: Callable[[], Any], google: SheetsServer, book: Book
) -> None:
    publish("forecast", "--currency", "EUR")
    (before,) = status()["templates"]
    assert before["changed"] == []
    google.types(book.id, "Inputs!D6", [77000])
    google.types(book.id, "Decomposition!C18", ["=1+1"])
    media = google.book(book.id).titled("Media plan")
    chart = media.over["charts"][0]["chartId"]
    unit = google.book(book.id).titled("Unit cost").id
    google.person(
        book.id,
        {"updateSheetProperties": {"properties": {"sheetId": media.id, "title": "Ours"}, "fields": "title"}},
        {"deleteEmbeddedObject": {"objectId": chart}},
        {"deleteSheet": {"sheetId": unit}},
    )
    (found,) = status()["templates"]
    assert {key: found[key] for key in ("template", "version", "language", "formulas", "currency", "deleted")} == {
        "template": "forecast",
        "version": __version__,
        "language": "en",
        "formulas": "native",
        "currency": "€",
        "deleted": 1,
    }
    titles = {tab["sheet"]: (tab["title"], tab["published_as"]) for tab in found["sheets"]}
    assert (titles["Media plan"], titles["Unit cost"]) == (("Ours", "Media plan"), (None, "Unit cost"))
    changed = {change["cell"]: change for change in found["changed"] if change["sheet"] in ("Inputs", "Decomposition")}
    assert changed["D6"] == {"sheet": "Inputs", "cell": "D6", "theirs": 77000, "ours": 50000, "is_input": True}
    assert (changed["C18"]["theirs"], changed["C18"]["is_input"]) == ("=1+1", False)
    _, said, _ = sheets("status", "--spreadsheet", book.id)
    assert re.search(rf"“Forecast and decomposition”, English,.* {re.escape(__version__)}\b", said)
    assert re.search("“Media plan”.*“Ours”", said)
    assert re.search("“Unit cost”.*deleted", said)


def test_status_tells_of_rows_inserted_instead_of_a_thousand_changed_cells(
    publish: Run, status: Callable[[], Any], google: SheetsServer, book: Book
) -> None:
    publish("forecast")
    place = {"sheetId": google.book(book.id).titled("Inputs").id, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    google.person(book.id, {"insertDimension": {"range": place}})
    (found,) = status()["templates"]
    assert (found["rearranged"], found["changed"]) == (["Inputs"], [])


def test_status_of_an_older_version_says_to_publish_again(publish: Run, sheets: Run, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    from sheetkpi.hosts.google.sheets.publish import publication

    with monkeypatch.context() as older:
        older.setattr(publication, "__version__", "0.0.9")
        publish("forecast")
    _, said, _ = sheets("status", "--spreadsheet", book.id)
    found = [line for line in said.splitlines() if "0.0.9" in line or __version__ in line]
    assert [re.findall(r"\d+\.\d+\.\w+", line) for line in found] == [["0.0.9"], [__version__]]
    _, said, _ = publish("forecast")
    assert re.findall(r"\d+\.\d+\.\w+", said) == ["0.0.9", __version__]


def test_status_knows_tables_that_were_pushed_and_results_that_are_computed(
    sheets: Run, status: Callable[[], Any], google: SheetsServer, book: Book, tmp_path: Path
) -> None:
    file = tmp_path / "table.csv"
    file.write_text("Channel;Profit;Spend\nVK;100;50\nSEO;5;10\n", "utf-8")
    sheets("push", "--spreadsheet", book.id, "--range", "Data!A1", "--data", file)
    sheets("refresh", "--spreadsheet", book.id, "--function", "ROMI", "--inputs", "Data!B2:B3;Data!C2:C3", "--output", "Data!D2")
    google.types(book.id, "Data!B2", [777])
    google.types(book.id, "Data!D3", ["mine"])
    found = status()
    (table,), (result,) = found["tables"], found["results"]
    assert (table["place"], table["rows"], table["columns"], table["changed"]) == ("Data!A1:C3", 2, ["Channel", "Profit", "Spend"], ["B2"])
    assert (result["function"], result["changed"]) == ("ROMI", 1)
    _, said, _ = sheets("status", "--spreadsheet", book.id)
    assert re.search(r"Data!A1:C3: 2 .*: Channel, Profit, Spend\n.* 1 \(B2\)", said)
    assert re.search(r"ROMI: .*Data!D2; .* 1$", said, re.MULTILINE)


def test_status_names_a_header_that_was_renamed_and_calls_no_other_cell_edited(
    sheets: Run, status: Callable[[], Any], google: SheetsServer, book: Book, tmp_path: Path
) -> None:
    file = tmp_path / "table.csv"
    file.write_text("Channel;Profit;Spend\nVK;100;50\nSEO;5;10\n", "utf-8")
    sheets("push", "--spreadsheet", book.id, "--range", "Data!A1", "--data", file)
    google.types(book.id, "Data!C1", ["Cost"])
    (table,) = status()["tables"]
    assert (table["place"], table["changed"], table["missing"]) == ("Data!A1:B3", [], ["Spend"])
