"""Both templates, published over HTTP: their numbers are those of the workbooks, and a year of mornings leaves them so."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.hosts.google.sheets.publish.publication import BuildBook
from sheetkpi.translation import Language
from sheetkpi.workbooks.book import Book, Edition, with_texts
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.channels.data import CAPACITY
from sheetkpi.workbooks.forecast import forecast_book
from tests.conftest import agree
from tests.hosts.google.sheets.exported import calculated
from tests.hosts.google.sheets.sheets_server import SheetsServer
from tests.hosts.google.sheets.small_template import LATER, Team
from tests.workbooks.recalculated import Values, in_ironcalc

BOOKS = {"forecast": forecast_book, "channels": channels_book}


@cache
def described(name: str, language: Language, edition: Edition = "native", currency: str | None = None) -> Book:
    """A template, described once for all tests: publishing only reads it."""
    return BOOKS[name](language, edition=edition, currency=currency)


@cache
def expected(name: str, language: Language) -> Values:
    """The numbers of the workbook."""
    return in_ironcalc(described(name, language))


def describing(name: str) -> BuildBook:
    """What describes a template as the command does."""
    return lambda language, edition, currency: described(name, language, edition, currency)


#: What Google recommends at most, in bytes.
RECOMMENDED = 2_000_000

Run = Callable[..., tuple[int, str, str]]

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(
    ("name", "language", "locale"), [("forecast", "ru", "ru_RU"), ("channels", "en", "en_US"), ("channels", "ru", "ru_RU")]
)
def test_the_numbers_are_those_of_the_workbook(google: SheetsServer, name: str, language: Language, locale: str) -> None:
    team = Team(google, locale)
    published = team.publish(describing(name), name=name, language=language)
    got, ids = calculated(google.book(team.id)), published.template.ids
    want = expected(name, language)
    assert len(want) > 5000
    different = [(place, want[place], found) for place in want if not agree(found := got.get((ids[place[0]], *place[1:]), ""), want[place])]
    assert different == []


@pytest.mark.parametrize("name", BOOKS)
def test_publishing_again_sends_nothing(google: SheetsServer, name: str) -> None:
    team = Team(google)
    team.publish(describing(name), name=name, language="ru")
    again = team.publish(describing(name), name=name, now=LATER)
    assert (again.is_sent, again.changes) == (False, [])


def test_both_templates_calculate_side_by_side_although_their_sheets_are_called_the_same(google: SheetsServer) -> None:
    team = Team(google)
    sheets = {}
    for name in BOOKS:
        sheets[name] = team.publish(describing(name), name=name, language="en").template
    titles = {sheet.id: f"Tab {number}" for number, sheet in enumerate(google.book(team.id).sheets)}  # Excel takes 31 letters
    renames = [{"sheetId": sheet_id, "title": title} for sheet_id, title in titles.items()]
    google.person(team.id, *({"updateSheetProperties": {"properties": properties, "fields": "title"}} for properties in renames))
    got = calculated(google.book(team.id))
    for name, template in sheets.items():
        want = expected(name, "en")
        different = [place for place in want if not agree(got.get((template.ids[place[0]], *place[1:]), ""), want[place])]
        assert different == [], name


def test_the_edition_with_functions_is_put_in_the_place_of_the_native_one(google: SheetsServer) -> None:
    team = Team(google)
    team.publish(describing("forecast"), name="forecast", language="en")
    team.publish(describing("forecast"), name="forecast", edition="functions", now=LATER)
    formulas = [
        cell["userEnteredValue"]["formulaValue"]
        for sheet in google.book(team.id).sheets
        for cell in sheet.cells.values()
        if "formulaValue" in cell.get("userEnteredValue", {})
    ]
    assert any("MAX_CPC(" in formula or "ROMI(" in formula for formula in formulas)
    assert not team.publish(describing("forecast"), name="forecast", now=LATER).is_sent


def test_as_many_rows_as_the_sheet_takes_are_published_in_requests_of_a_size_that_google_takes(
    sheets: Run, google: SheetsServer, tmp_path: Path
) -> None:
    book, file = google.create("Team"), tmp_path / "year.csv"
    lines = [f"2026-{1 + row % 12:02}-{1 + row % 28:02};Channel {row % 20};{row}.5;{row % 97};{row % 13}" for row in range(CAPACITY)]
    file.write_text("Date;Channel;Spend;Clicks;Leads\n" + "\n".join(lines), "utf-8")
    code, said, _ = sheets("publish", "channels", "--spreadsheet", book.id, "--data", file)
    assert code == 0, said
    assert max(call.size for call in google.writes) < RECOMMENDED, [call.size for call in google.writes]
    data = google.book(book.id).titled("Data")
    channels = [cell for (_, column), cell in data.cells.items() if column == 1 and "Channel " in str(cell.get("userEnteredValue"))]
    assert len(channels) == CAPACITY
    code, said, _ = sheets("publish", "channels", "--spreadsheet", book.id, "--data", file)
    assert "nothing was sent" in said


def test_every_sheet_and_note_of_the_workbook_is_there(google: SheetsServer) -> None:
    team = Team(google)
    team.publish(describing("forecast"), name="forecast", language="ru")
    book, workbook = google.book(team.id), with_texts(described("forecast", "ru"))
    for sheet in workbook.sheets:
        there: Any = book.titled(sheet.title)
        notes = {place: cell["note"] for place, cell in there.cells.items() if "note" in cell}
        assert notes == {place: note.in_language("ru") for place, note in sheet.notes.items()}, sheet.title
        assert len(there.over["charts"]) == len(sheet.charts)
