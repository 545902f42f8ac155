"""What the menu does to the formulas of a sheet."""

import json
from pathlib import Path
from typing import Any

import quickjs

from sheetkpi.hosts.google.script import script_files
from tests.hosts.google.script import SERVICES, message

SPREADSHEET = Path(__file__).with_name("spreadsheet.js").read_text("utf-8")

#: A formula of ours, one that fills a table of two by two, one of the reader's, and a number.
SHEET = """
var held = Spreadsheet("ru_RU"); SpreadsheetApp = held.service;
var sheet = SpreadsheetApp.getActiveSpreadsheet().insertSheet("Лист");
var kept = held.book.sheets[0];
kept.cells = { "1,1": "=ROMI(C1;D1)", "2,1": "=CHANNEL_MIX(C1:C2;D1:D2)", "4,1": "=SUM(A1)*PROFIT_TOTAL(1)", "5,1": 7 };
kept.results = { "1,1": 0.5, "2,1": "Канал", "2,2": "Доля", "3,1": "SEO", "3,2": 1, "4,1": 0.5 };
kept.fills = { "2,1": ["2,1", "2,2", "3,1", "3,2"] };
held.book.selected = [1, 1, 9, 1];
var properties = {};
PropertiesService.getScriptProperties = function () { return {
  getProperties: function () { return properties; },
  setProperty: function (name, value) { properties[name] = value; },
}; };
"""


def after(action: str) -> dict[str, Any]:
    """The sheet, what was said, and the settings, after a click."""
    context = quickjs.Context()
    context.add_callable("__locale", lambda: "ru_RU")
    files = script_files("ru")
    context.eval(SERVICES + SPREADSHEET + SHEET + files["Code.js"] + files["Kpis.js"])
    answer = "JSON.stringify({ cells: kept.cells, results: kept.results, toasts: held.book.toasts, properties: properties })"
    return json.loads(context.eval(f"{action}; {answer}"))  # type: ignore[no-any-return]


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


def test_recalculating_writes_our_formulas_anew_and_forgets_remembered_answers() -> None:
    sheet = after("recalculate()")
    assert sheet["cells"]["1,1"] == "=ROMI(C1;D1)"
    assert sheet["cells"]["4,1"] == "=SUM(A1)*PROFIT_TOTAL(1)"
    assert sheet["results"] == {"4,1": 0.5}, "the others are computed anew by Google"
    assert sheet["properties"] == {"SHEETKPI_GENERATION": "1"}
    assert sheet["toasts"] == ["Пересчитано формул: 2"]
