"""The template workbooks built as sheets by the script, in a spreadsheet that refuses what Google's would."""

import json
import re
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.hosts.google.script import script_files
from sheetkpi.workbooks.book import Book, Formula, with_texts
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.forecast import forecast_book
from sheetkpi.workbooks.sheets_plan import formula_for_sheets, sheets_plan, whole_merges
from tests.hosts.google import script
from tests.hosts.google.script import COUNTED, SERVICES

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("engine")]

SPREADSHEET = Path(__file__).with_name("spreadsheet.js").read_text("utf-8")
BOOKS = {"forecast": forecast_book, "channels": channels_book}

each_template = pytest.mark.parametrize("template", BOOKS)


@cache
def book(template: str) -> Book:
    return BOOKS[template]("ru")


@cache
def plan(template: str) -> dict[str, Any]:
    return json.loads(json.dumps(sheets_plan(book(template))))  # type: ignore[no-any-return]


FINE = "__service = function () { return false; };"
AGAIN = "insertTemplate_('channels');"


def inserted(
    template: str,
    before: str = "",
    refuses: Callable[[str, int], bool] = lambda _name, _number: False,
    then: str = "",
    described: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """What the spreadsheet holds after the menu was clicked; `services` are the calls of Google's."""
    context = script.new_context()
    services: list[str] = []

    def service(name: str) -> bool:
        services.append(name)
        return refuses(name, len(services))

    context.add_callable("__service", service)
    context.add_callable("__uuid", lambda: str(uuid.uuid4()))
    context.eval(SERVICES + SPREADSHEET)
    context.eval("var held = Spreadsheet('ru_RU'); SpreadsheetApp = held.service;")
    context.eval("UrlFetchApp.fetch = function (url) { held.book.url = url; return answer; };")
    answered = json.dumps(json.dumps(described or plan(template)))
    context.eval(
        f"var answer = {{ getResponseCode: function () {{ return 200; }}, getContentText: function () {{ return {answered}; }} }};"
    )
    files = script_files("ru")
    context.eval(COUNTED + "\n".join(files[name] for name in ("Code.js", "Kpis.js", "Templates.js")))
    context.eval("settings_.known = { address: 'https://kpi.example.com', key: '', generation: '0' };" + before)
    services.clear()
    context.eval(f"var failure = ''; try {{ insertTemplate_({template!r}); }} catch (reason) {{ failure = String(reason.message); }}")
    calls = list(services)
    seen = json.loads(context.eval("JSON.stringify([held.book.sheets.map((sheet) => sheet.title), Object.keys(held.book.names)])"))
    if then:
        context.eval(FINE + then)
    return {
        **json.loads(context.eval("JSON.stringify({ ...held.book, marks: held.marks(), failure })")),
        "services": calls,
        "before": tuple(seen),
    }


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


@each_template
def test_a_workbook_takes_few_calls(template: str) -> None:
    assert len(inserted(template)["services"]) < 1700, "6,076 and 8,463 cell by cell; Google stops a script after six minutes"


def left(got: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The sheets and the names that are there."""
    return [sheet["title"] for sheet in got["sheets"]], list(got["names"])


@cache
def small() -> dict[str, Any]:
    """The two sheets of a plan that take the fewest bytes besides those with charts, without what looks at the others."""
    whole = plan("channels")
    chosen = sorted(whole["sheets"], key=lambda sheet: (not sheet["validations"], len(json.dumps(sheet))))[:2]
    titles = [sheet["title"] for sheet in chosen]

    def is_inside(place: list[Any] | None) -> bool:
        return place is None or place[0] in titles

    sheets = [
        {
            **sheet,
            "validations": [validation for validation in sheet["validations"] if is_inside(validation["options"])][:3],
            "rules": sheet["rules"][:3],
            "charts": [chart for chart in sheet["charts"] if all(is_inside(series["values"]) for series in chart["series"])],
        }
        for sheet in chosen
    ]
    return {**whole, "sheets": sheets, "names": [name for name in whole["names"] if name["sheet"] in titles][:3]}


@pytest.mark.parametrize("breaks", ["once", "for good"])
def test_whichever_call_fails_nothing_is_left_or_the_next_click_makes_it_whole(breaks: str) -> None:
    whole = inserted("channels", described=small())
    assert whole["names"]
    assert len(whole["sheets"]) == 2
    calls = len(whole["services"])
    assert 100 < calls < 400

    def refuses(number: int) -> Callable[[str, int], bool]:
        return lambda _name, at: at == number if breaks == "once" else at >= number

    for number in range(1, calls + 1):
        got = inserted("channels", refuses=refuses(number), then=AGAIN, described=small())
        if breaks == "once":
            assert got["before"] in (left(whole), ([], [])), f"{number}: {whole['services'][number - 1]}"
        assert left(got) == left(whole), f"{number}: {whole['services'][number - 1]}"
        assert [sheet["cells"] for sheet in got["sheets"]] == [sheet["cells"] for sheet in whole["sheets"]]
        assert got["marks"] == []


@each_template
def test_unfinished_sheets_are_removed_only_if_the_reader_agrees_and_no_others(template: str) -> None:
    def after_sheets(_name: str, at: int) -> bool:
        return at >= 100

    again = f"held.book.answer = 'CANCEL'; insertTemplate_({template!r});"
    got = inserted(template, refuses=after_sheets, then=again)
    assert all(sheet["title"] in got["alerts"][-1] for sheet in got["sheets"])
    assert len(got["sheets"]) == len(plan(template)["sheets"])
    title = got["sheets"][0]["title"]
    mine = f"""
      var api = SpreadsheetApp.getActiveSpreadsheet();
      api.deleteSheet(api.getSheetByName({title!r}));
      api.insertSheet({title!r}).getRange(1, 1).setFormula("=mine()");
      insertTemplate_({template!r});
    """
    got = inserted(template, refuses=after_sheets, then=mine)
    assert [sheet["cells"] for sheet in got["sheets"]] == [{"1,1": "=mine()"}], "a sheet of the reader's that took the title stays"
    assert title in got["alerts"][-1]


def test_a_name_that_is_taken_stays_with_its_cells() -> None:
    name = plan("channels")["names"][0]["name"]
    mine = f"""
      var api = SpreadsheetApp.getActiveSpreadsheet();
      api.setNamedRange({name!r}, api.insertSheet("Mine").getRange(3, 3));
    """
    got = inserted("channels", mine)
    assert got["names"][name] == ["Mine", 3, 3, 1, 1]
    assert len(got["names"]) == len(plan("channels")["names"])


@each_template
def test_every_cell_looks_as_it_did_when_each_area_was_written_alone(template: str) -> None:
    for built, described in zip(inserted(template)["sheets"], plan(template)["sheets"], strict=True):
        rows, columns = len(described["cells"]), len(described["cells"][0])
        bold = [[False] * columns for _ in range(rows)]
        areas = [[0, column, rows, 1, style] for column, style in described["columnStyles"]] + described["styled"]
        for row, column, height, width, style in areas:
            for place in ((r, c) for r in range(row, min(row + height, rows)) for c in range(column, column + width)):
                bold[place[0]][place[1]] = described["styles"][style]["is_bold"]
        [weights] = [told["setFontWeights"] for told in built["formats"] if "setFontWeights" in told]
        assert weights == [["bold" if cell else "normal" for cell in line] for line in bold], built["title"]


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
