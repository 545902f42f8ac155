"""What the menu does to the formulas of a sheet, also when Google breaks it off between any two calls."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.hosts.google.script import script_files
from tests.hosts.google import script
from tests.hosts.google.script import COUNTED, SERVICES, message

pytestmark = pytest.mark.usefixtures("engine")

SPREADSHEET = Path(__file__).with_name("spreadsheet.js").read_text("utf-8")

#: A formula of ours, one that fills a table of two by two, one of the reader's, and a number.
SHEET = """
var held = Spreadsheet("ru_RU"); SpreadsheetApp = held.service;
var sheet = SpreadsheetApp.getActiveSpreadsheet().insertSheet("Лист");
var kept = held.book.sheets[0];
kept.gives = { "=ROMI(C1;D1)": [[0.5]], "=CHANNEL_MIX(C1:C2;D1:D2)": [["Канал", "Доля"], ["SEO", 1]], "=SUM(A1)*PROFIT_TOTAL(1)": [[0.5]] };
sheet.getRange(1, 1).setFormula("=ROMI(C1;D1)");
sheet.getRange(2, 1).setFormula("=CHANNEL_MIX(C1:C2;D1:D2)");
sheet.getRange(4, 1).setFormula("=SUM(A1)*PROFIT_TOTAL(1)");
sheet.getRange(5, 1).setValues([[7]]);
held.book.selected = [1, 1, 9, 1];
var properties = {};
PropertiesService = { getScriptProperties: function () { return {
  getProperties: function () { return properties; },
  setProperty: function (name, value) { properties[name] = value; },
}; } };
"""

#: More: a filled-down column, one of which has no spend, two formulas that wait or fail, a table with an error, text like a number,
#: a note of the reader's beside formulas, and a formula that Google writes with commas.
BUSY = """
kept.gives = { "=ROMI(C1;D1)": [[0.5]], "=CPO(C2;D2)": [[25]], "=CPO(C3;D3)": [["#ERROR!"]], "=CPO(C4;D4)": [["Loading..."]],
  "=CPO(C5;D5)": [[30]],
  "=CPO(E1:E3;2)": [[1], [""], [3]], "=MK(1)": [[1]], "=CHANNEL_MIX(E1,E2)": [["Канал", "Доля"], ["SEO", "#DIV/0!"]],
  "=KPI_WHY(C5;1)": [["1 000"]] };
kept.cells = {}; kept.results = {}; kept.fills = {};
function put(row, column, formula) { sheet.getRange(row, column).setFormula(formula); }
put(1, 1, "=ROMI(C1;D1)"); put(2, 1, "=CPO(C2;D2)"); put(3, 1, "=CPO(C3;D3)"); put(4, 1, "=CPO(C4;D4)"); put(5, 1, "=CPO(C5;D5)");
put(6, 1, "=CPO(E1:E3;2)"); put(6, 2, "=KPI_WHY(C5;1)"); put(1, 4, "=CHANNEL_MIX(E1,E2)"); put(9, 1, "=MK(1)");
sheet.getRange(2, 2).setValues([["a note"]]);
sheet.getRange(8, 3).setValues([["00123"]]);
held.book.selected = [1, 1, 9, 5];
"""

OURS = {
    "1,1": "=ROMI(C1;D1)",
    "2,1": "=CPO(C2;D2)",
    "3,1": "=CPO(C3;D3)",
    "4,1": "=CPO(C4;D4)",
    "5,1": "=CPO(C5;D5)",
    "6,1": "=CPO(E1:E3;2)",
    "6,2": "=KPI_WHY(C5;1)",
    "1,4": "=CHANNEL_MIX(E1,E2)",
}
THEIRS = {"9,1": "=MK(1)", "2,2": "a note", "8,3": "00123"}
#: What the formulas become that have a value.
VALUES = {
    "=ROMI(C1;D1)": {"1,1": 0.5},
    "=CPO(C2;D2)": {"2,1": 25},
    "=CPO(C5;D5)": {"5,1": 30},
    "=CPO(E1:E3;2)": {"6,1": 1, "8,1": 3},
    "=KPI_WHY(C5;1)": {"6,2": "'1 000"},
}
PAUSED = '=IF(TRUE();"↻ SheetKPI";{})'


def never(_name: str, _number: int) -> bool:
    return False


def after(
    action: str, refuses: Callable[[str, int], bool] = never, before: str = "", then: str = "", files: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The sheet, what was said, and the settings, after a click; `services` are the calls of Google's."""
    context = script.new_context()
    services: list[str] = []

    def service(name: str) -> bool:
        services.append(name)
        return refuses(name, len(services))

    context.add_callable("__locale", lambda: "ru_RU")
    context.add_callable("__service", service)
    files = files or script_files("ru")
    context.eval(SERVICES + SPREADSHEET + SHEET + before + COUNTED + files["Code.js"] + files["Kpis.js"])
    context.eval(f"var failure = ''; try {{ {action} }} catch (reason) {{ failure = String(reason.message); }}")
    calls = list(services)
    services.extend(["fine"] * 10_000)
    context.eval(then)
    answer = "{ cells: kept.cells, results: kept.results, toasts: held.book.toasts, alerts: held.book.alerts, properties, failure }"
    return {**json.loads(context.eval(f"JSON.stringify({answer})")), "services": calls}


def check_cells(cells: dict[str, Any], *, may_be_frozen: bool) -> None:
    """Whether every formula is in its cell, paused or not, or its value is, and nothing else changed."""
    rest = dict(cells)
    for place, formula in OURS.items():
        written = rest.pop(place)
        if written not in (formula, PAUSED.format(formula[1:])):
            assert may_be_frozen, f"{place}: {written}"
            assert {place: written, **{one: rest.pop(one) for one in VALUES[formula] if one != place}} == VALUES[formula], place
    assert rest == THEIRS


def test_freezing_keeps_every_number_also_those_that_a_table_filled_beside_itself() -> None:
    sheet = after("freezeValues()")
    assert sheet["cells"] == {
        "1,1": 0.5,
        "2,1": "Канал",
        "2,2": "Доля",
        "3,1": "SEO",
        "3,2": 1,
        "4,1": "=SUM(A1)*PROFIT_TOTAL(1)",
        "5,1": 7,
    }
    assert sheet["toasts"] == [message("frozen", "ru", count=2)]


def test_recalculating_calculates_anew_and_forgets_remembered_answers() -> None:
    change = 'kept.gives["=ROMI(C1;D1)"] = [[0.7]]; kept.gives["=SUM(A1)*PROFIT_TOTAL(1)"] = [[0.9]];'
    sheet = after("recalculate()", before=change)
    assert sheet["cells"]["1,1"] == "=ROMI(C1;D1)"
    assert sheet["cells"]["4,1"] == "=SUM(A1)*PROFIT_TOTAL(1)"
    assert (sheet["results"]["1,1"], sheet["results"]["3,2"]) == (0.7, 1)
    assert sheet["results"]["4,1"] == 0.5, "a formula of the reader's is left to Google"
    assert list(sheet["properties"]) == ["SHEETKPI_GENERATION"]
    assert sheet["toasts"] == ["Пересчитано формул: 2"]


def test_nothing_is_frozen_that_is_no_value_and_the_cells_are_listed() -> None:
    sheet = after("freezeValues()", before=BUSY)
    check_cells(sheet["cells"], may_be_frozen=True)
    left = ["1,4", "3,1", "4,1"]
    assert [place for place, formula in sorted(OURS.items()) if sheet["cells"][place] == formula] == left
    assert sheet["results"]["2,5"] == "#DIV/0!", "the table with an error is still calculated"
    assert sheet["alerts"] == [message("frozen", "ru", count=5) + "\n\n" + message("leftNoValue", "ru", cells="D1, A3:A4")]


@pytest.mark.parametrize("action", ["recalculate()", "freezeValues()"])
@pytest.mark.parametrize("locked", ["2,1", "6,1", "8,1"])
def test_protected_cells_are_skipped_and_listed(action: str, locked: str) -> None:
    sheet = after(action, before=BUSY + f"kept.locked['{locked}'] = true;")
    assert sheet["failure"] == ""
    check_cells(sheet["cells"], may_be_frozen=action == "freezeValues()")
    assert PAUSED[:8] not in json.dumps(list(sheet["cells"].values()))
    skipped = {"2,1": "A2", "6,1": "A6", "8,1": "A6"}[locked]
    if locked in OURS or action == "freezeValues()":
        assert sheet["cells"][locked if locked in OURS else "6,1"].startswith("=CPO(")
        assert message("leftProtected", "ru", cells=skipped) in sheet["alerts"][0]
    else:
        assert sheet["toasts"] == [message("recalculated", "ru", count=8)]


@pytest.mark.parametrize("action", ["recalculate()", "freezeValues()"])
@pytest.mark.parametrize("breaks", ["once", "for good"])
def test_whichever_call_fails_every_formula_is_there_or_its_value(action: str, breaks: str) -> None:
    whole = len(after(action, before=BUSY)["services"])
    assert whole > 10
    for number in range(1, whole + 1):
        broken = after(action, lambda _name, at, number=number: at == number if breaks == "once" else number <= at < 10_000, BUSY)  # type: ignore[misc]
        check_cells(broken["cells"], may_be_frozen=action == "freezeValues()")
        if breaks == "once":
            assert '"↻' not in json.dumps(broken["cells"], ensure_ascii=False), number
        healed = after(action, lambda _name, at, number=number: number <= at < 10_000, BUSY, "recalculate();")  # type: ignore[misc]
        check_cells(healed["cells"], may_be_frozen=action == "freezeValues()")
        assert "↻" not in json.dumps(healed["cells"], ensure_ascii=False), number


def test_a_filled_down_column_takes_few_calls() -> None:
    column = "kept.api.getDataRange = function () { return sheet.getRange(1, 1, 1000, 5); }; held.book.selected = [1, 1, 1000, 1];"
    column += (
        "for (var row = 1; row <= 1000; row += 1) { kept.gives['=CPO(C' + row + ';2)'] = [[row]]; put(row, 1, '=CPO(C' + row + ';2)'); }"
    )
    for action in ("recalculate()", "freezeValues()"):
        assert len(after(action, before=BUSY + "kept.cells = {}; kept.results = {}; kept.fills = {};" + column)["services"]) < 25
