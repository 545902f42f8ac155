"""The template workbooks built as sheets by the script, in a spreadsheet that refuses what Google's would."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import quickjs

from sheetkpi.hosts.google.script import script_files
from sheetkpi.workbooks.book import Book, Formula, with_texts
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.forecast import forecast_book
from sheetkpi.workbooks.sheets_plan import formula_for_sheets, sheets_plan, whole_merges
from tests.hosts.google.script import SERVICES

pytestmark = pytest.mark.e2e

SPREADSHEET = Path(__file__).with_name("spreadsheet.js").read_text("utf-8")
BOOKS = {"forecast": forecast_book, "channels": channels_book}

each_template = pytest.mark.parametrize("template", BOOKS)


@cache
def book(template: str) -> Book:
    return BOOKS[template]("ru")


@cache
def plan(template: str) -> dict[str, Any]:
    return json.loads(json.dumps(sheets_plan(book(template))))  # type: ignore[no-any-return]


def inserted(template: str, before: str = "") -> dict[str, Any]:
    """What the spreadsheet holds after the menu was clicked."""
    context = quickjs.Context()
    for name in (
        "__fetch",
        "__remembered",
        "__remember",
        "__properties",
        "__setProperty",
        "__digest",
        "__base64",
        "__sleep",
        "__bytes",
        "__date",
    ):
        context.add_callable(name, lambda *_: "{}")
    context.add_callable("__locale", lambda: "ru_RU")
    context.eval(SERVICES + SPREADSHEET)
    context.eval("var held = Spreadsheet('ru_RU'); SpreadsheetApp = held.service;")
    context.eval("UrlFetchApp.fetch = function (url) { held.book.url = url; return answer; };")
    answered = json.dumps(json.dumps(plan(template)))
    context.eval(
        f"var answer = {{ getResponseCode: function () {{ return 200; }}, getContentText: function () {{ return {answered}; }} }};"
    )
    files = script_files("ru")
    context.eval("\n".join(files[name] for name in ("Code.js", "Kpis.js", "Templates.js")))
    context.eval("settings_.known = { address: 'https://kpi.example.com', key: '', generation: '0' };" + before)
    return json.loads(context.eval(f"insertTemplate_({template!r}); JSON.stringify(held.book)"))  # type: ignore[no-any-return]


@each_template
def test_every_sheet_and_every_cell_is_there(template: str) -> None:
    got, want = inserted(template), with_texts(book(template))
    assert got["url"] == f"https://kpi.example.com/templates/ru/{template}.json"
    assert [sheet["title"] for sheet in got["sheets"]] == [sheet.title for sheet in want.sheets]
    for built, described in zip(got["sheets"], want.sheets, strict=True):
        formulas = {f"{row + 1},{column + 1}" for (row, column), cell in described.cells.items() if isinstance(cell.content, Formula)}
        sparks = {f"{place.row + 1},{place.column + 1}" for place, _ in described.sparklines}
        assert {place for place, value in built["cells"].items() if str(value).startswith("=")} == formulas | sparks, described.title
        assert len(built["charts"]) == len(described.charts)
        assert len(built["merges"]) == len(whole_merges(described))
    assert set(got["names"]) == set(want.names)


@each_template
def test_formulas_mean_the_same_in_every_locale(template: str) -> None:
    for sheet in plan(template)["sheets"]:
        for formula in (value for row in sheet["cells"] for value in row if str(value).startswith("=")):
            bare = re.sub(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'', "", formula)
            assert "," not in bare, f"{sheet['title']}: a comma parts arguments only where it is no decimal mark: {formula}"
            assert not re.search(r"\d\.\d", bare), f"{sheet['title']}: a number with a point is a text elsewhere: {formula}"


@each_template
def test_lists_in_formulas_run_down_because_columns_are_parted_differently_elsewhere(template: str) -> None:
    for sheet in with_texts(book(template)).sheets:
        for cell in sheet.cells.values():
            if isinstance(cell.content, Formula):
                assert not re.search(r"\{[^}]*,[^}]*\}", cell.content.text), f"{sheet.title}: {cell.content.text}"


@each_template
def test_rules_look_at_other_sheets_through_indirect(template: str) -> None:
    rules = [rule["formula"] for sheet in plan(template)["sheets"] for rule in sheet["rules"]]
    assert rules
    assert all("!" not in re.sub(r'INDIRECT\("[^"]*"\)|"[^"]*"', "", rule) for rule in rules), rules


@each_template
def test_a_sheet_that_is_there_already_is_left_alone(template: str) -> None:
    title = plan(template)["sheets"][1]["title"]
    got = inserted(template, f"SpreadsheetApp.getActiveSpreadsheet().insertSheet({title!r});")
    assert [sheet["title"] for sheet in got["sheets"]] == [title]
    assert title in got["alerts"][0]


@each_template
def test_inputs_are_open_and_formulas_are_warned_of(template: str) -> None:
    got = inserted(template)
    opened = [area for sheet in got["sheets"] if sheet["open"] for area in sheet["open"]]
    assert opened
    cells = {sheet["title"]: sheet["cells"] for sheet in got["sheets"]}
    for title, row, column, rows, columns in opened:
        for place in ((r, c) for r in range(row, row + rows) for c in range(column, column + columns)):
            assert not str(cells[title].get(f"{place[0]},{place[1]}", "")).startswith("="), f"{title}: the formula at {place} is open"


def test_rows_may_be_pasted_below_the_sample_without_a_warning() -> None:
    data = inserted("channels")["sheets"][1]
    assert data["maxRows"] > 10_000
    assert any(rows > 9_000 for _, _, _, rows, _ in data["open"] or []) or data["open"] is None


@pytest.mark.parametrize(
    ("formula", "want"),
    [
        ('IF(A1>0.5,ROUND(A1,2),"a, b 0.5")', 'IF(A1>(5/10);ROUND(A1;2);"a, b 0.5")'),
        ("1E-9*MAX(1,'Лист, 1.5'!$A$1)", "(1/1000000000)*MAX(1;'Лист, 1.5'!$A$1)"),
        ("SUM(Лист1!B2:B10)*12", "SUM(Лист1!B2:B10)*12"),
        ("A1*1.25E3", "A1*(1250)"),
    ],
)
def test_a_formula_is_rewritten_for_any_locale(formula: str, want: str) -> None:
    assert formula_for_sheets(formula) == want
