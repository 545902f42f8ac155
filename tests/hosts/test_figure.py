"""One figure of a table by its name, in VBA, in Google Sheets and as a LAMBDA, as Python picks it."""

from typing import Any

import ironcalc
import pytest

from sheetkpi import KPIS, CellError, Range, calculate
from sheetkpi.hosts.companions import FIGURE
from sheetkpi.hosts.excel.calls import from_vba
from sheetkpi.printing.excel_lambda import figure_lambda, lambda_text
from sheetkpi.reading.figure import figure
from tests.hosts.google.script import Script, ScriptError
from tests.reading.test_figure import CHANNELS, PLAN, SCENARIOS, cells

ASKED: list[tuple[str, list[Any], list[Any]]] = [
    ("DECOMPOSE", PLAN, ["cpc"]),
    ("DECOMPOSE", PLAN, ["planned romi"]),
    ("DECOMPOSE", SCENARIOS, ["cpc"]),
    ("DECOMPOSE", SCENARIOS, ["cpc", "Scenario 2"]),
    ("DECOMPOSE", PLAN, ["cpx"]),
    ("MEDIA_FORECAST", CHANNELS, ["clicks"]),
    ("MEDIA_FORECAST", CHANNELS, ["clicks", 2.0]),
    ("MEDIA_FORECAST", CHANNELS, ["romi", "TOTAL"]),
    ("BID_GRID", [700.0, [[0.05, 0.1]], [[0.2], [0.3]]], [0.1, 0.3]),
]


@pytest.mark.parametrize(("name", "arguments", "asked"), ASKED)
def test_vba_gets_the_same(name: str, arguments: list[Any], asked: list[Any]) -> None:
    table = from_vba(name, [tuple(map(tuple, each)) if isinstance(each, list) else each for each in arguments])
    got = from_vba(FIGURE, [table, *asked])
    want = cells(figure([calculate(name, arguments), *asked]))
    assert ([cell for row in got for cell in row] if isinstance(got, list) else got) == want


@pytest.mark.parametrize(("name", "arguments", "asked"), ASKED)
def test_google_sheets_gets_the_same(name: str, arguments: list[Any], asked: list[Any]) -> None:
    script = Script("en_US")
    want = figure([calculate(name, arguments), *asked])
    table = script.call(name, *arguments)
    if isinstance(want, CellError):
        with pytest.raises(ScriptError) as refused:
            script.call(FIGURE, table, *asked)
        assert str(refused.value) == want.message("en")
    else:
        got = script.call(FIGURE, table, *asked)
        assert ([cell for row in got for cell in row] if isinstance(got, list) else got) == cells(want)


@pytest.mark.parametrize("name", ["Предельная цена клика", "CPC ", "maximum cpc"])
def test_google_sheets_knows_the_titles_of_other_languages(name: str) -> None:
    script = Script("en_US")
    assert script.call(FIGURE, script.call("DECOMPOSE", *PLAN), name) == pytest.approx(50000 / 2400)
    with pytest.raises(ScriptError):
        script.call(FIGURE, 5, name)


@pytest.mark.parametrize(("name", "arguments", "asked"), ASKED)
def test_a_lambda_gives_the_same(name: str, arguments: list[Any], asked: list[Any]) -> None:
    model = ironcalc.create("case", "en", "UTC")
    model.new_defined_name(name, None, lambda_text(KPIS[name]))
    model.new_defined_name(FIGURE, None, figure_lambda(KPIS.values()))
    model.set_user_input(0, 1, 1, f"={FIGURE}({name}({','.join(map(constant, arguments))}),{','.join(map(constant, asked))})")
    model.evaluate()
    want = figure([calculate(name, arguments), *asked])
    across = isinstance(want, Range) and want.rows == 1
    expected = cells(want)
    for place, cell in enumerate(expected if isinstance(expected, list) else [expected]):
        got = model.get_cell_value(0, 1, 1 + place) if across else model.get_cell_value(0, 1 + place, 1)
        assert got == (pytest.approx(cell) if isinstance(cell, float) else cell)


def constant(value: Any) -> str:
    if isinstance(value, list):
        return "{" + ";".join(",".join(map(constant, row)) for row in value) + "}"
    return f'"{value}"' if isinstance(value, str) else repr(value)
