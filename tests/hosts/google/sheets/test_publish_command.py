"""``sheetkpi sheets publish`` and ``status`` as one types them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sheetkpi import __version__
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


def test_publishing_says_what_there_is_now_and_where(publish: Run, book: Book) -> None:
    code, said, _ = publish("forecast")
    assert (code, said) == (
        0,
        f"“Team” has the template “Forecast and decomposition” now, 12 sheets: https://docs.google.com/spreadsheets/d/{book.id}/edit\n",
    )
    code, said, told = publish("forecast")
    assert (code, told) == (0, "")
    assert "is up to date, nothing was sent" in said


def test_what_people_changed_is_listed_and_stays(publish: Run, google: SheetsServer, book: Book) -> None:
    publish("forecast")
    google.types(book.id, "Inputs!D6", [77000])
    google.types(book.id, "Decomposition!C18", [1])
    code, _, told = publish("forecast")
    assert code == 0
    assert "Changed by people, and left as they are: 1. Overwrite them with --force:\n  Decomposition!C18: there 1, ours =IFERROR(" in told
    assert "“Inputs”: cells that people filled in and that stay: 1\n  Inputs!D6: there 77000, ours 50000" in told
    _, _, told = publish("forecast", "--force")
    assert "Changed by people, and overwritten: 1" in told
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
def test_mistakes_are_told_before_google_is_asked(publish: Run, google: SheetsServer, arguments: list[str], facts: list[str]) -> None:
    code, _, told = publish(*arguments)
    assert (code, google.calls, [fact for fact in facts if fact not in told]) == (2, [], [])


def test_a_spreadsheet_that_is_not_shared_says_with_whom_to_share_it(sheets: Run, google: SheetsServer) -> None:
    book = google.create("Team", shared_with={})
    code, _, told = sheets("publish", "forecast", "--spreadsheet", book.id)
    assert code == 1
    assert "Open it, press Share" in told
    assert "Traceback" not in told


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
    assert "There is nothing of sheetkpi in it yet. Get started: sheetkpi sheets publish forecast" in said


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
    assert "Template “Forecast and decomposition”, English, version" in said
    assert "  The sheet “Media plan” is called “Ours” now" in said
    assert "  The sheet “Unit cost” was deleted; publishing again brings it back" in said


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
    assert "version 0.0.9, written" in said
    assert f"This is sheetkpi {__version__}: publish again to bring it up to date" in said
    _, said, _ = publish("forecast")
    assert f"is brought from version 0.0.9 to {__version__}" in said


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
    assert "Table Data!A1:C3: 2 rows, written" in said
    assert "ROMI is computed into Data!D2" in said
