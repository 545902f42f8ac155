"""One figure of a table by its name, in Python, in VBA and as a LAMBDA."""

from typing import Any

import ironcalc
import pytest

from sheetkpi import KPIS, CellError, Range, calculate
from sheetkpi.hosts.companions import FIGURE
from sheetkpi.hosts.excel.calls import from_vba
from sheetkpi.model.errors import NotAvailable, WrongType
from sheetkpi.printing.excel_lambda import figure_lambda, lambda_text
from sheetkpi.reading.figure import figure
from sheetkpi.translation import LANGUAGES, Language
from tests.hosts.google.script import Script, ScriptError

PLAN = [50000.0, 100000.0, 0.3, 2000.0, 0.3, 0.1]
SCENARIOS = [[[50000.0], [60000.0]], *PLAN[1:]]
CHANNELS = [[[50000.0], [10000.0]], [[20.0], [10.0]], 0.1, 0.3, 2000.0, 0.7]
COMPARED = [["Channel", "Spend", "Customers", "Gross profit"], ["VK", 100000.0, 10.0, 30000.0], ["SEO", 50000.0, 40.0, 90000.0]]


def cells(outcome: Any) -> Any:
    """A cell, or the cells of a range from the top or the left."""
    if isinstance(outcome, CellError):
        return outcome.code
    return outcome.values if isinstance(outcome, Range) else outcome


@pytest.mark.parametrize("name", ["cpc", " CPC ", "Maximum CPC", "maximum  cpc", "Предельная цена клика"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_has_a_short_name_and_a_title_in_each_language(name: str, language: Language) -> None:
    assert figure([calculate("DECOMPOSE", PLAN, language), name]) == pytest.approx(50000 / 2400)


def test_of_scenarios_it_is_a_row_without_the_formula_in_words() -> None:
    table = calculate("DECOMPOSE", SCENARIOS)
    assert cells(figure([table, "cpc"])) == [50000 / 2400, 25.0]
    assert figure([table, "cpc", "Scenario 2"]) == 25.0


def test_of_rows_it_is_a_column_with_the_total() -> None:
    table = calculate("MEDIA_FORECAST", CHANNELS)
    assert cells(figure([table, "clicks"])) == [2500.0, 1000.0, 3500.0]
    assert figure([table, "clicks", 2.0]) == 1000.0
    assert figure([table, "clicks", "total"]) == 3500.0


def test_a_channel_goes_by_its_name() -> None:
    table = calculate("CHANNEL_COMPARE", [COMPARED])
    assert figure([table, "romi", "seo"]) == 0.8
    assert figure([table, "romi", "vk"]) == -0.7
    assert figure([calculate("BID_GRID", [700.0, [[0.05, 0.1]], [[0.2], [0.3]]]), 0.1, 0.3]) == 21.0


def test_what_a_cell_of_the_table_holds_comes_out_as_it_is() -> None:
    assert cells(figure([calculate("DECOMPOSE", [50000.0, 100000.0, 0.3, 2000.0, 30.0, 0.1]), "cpc"])) == "#NUM!"
    assert figure([calculate("DECOMPOSE", [None, *PLAN[1:]]), "cpc"]) is None
    assert cells(figure(["#DIV/0!", "cpc"])) == "#DIV/0!"


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    missing = figure([calculate("DECOMPOSE", PLAN), "cpx"])
    assert isinstance(missing, NotAvailable)
    assert "Maximum CPC" in missing.message("en")
    no_row = figure([calculate("CHANNEL_COMPARE", [COMPARED]), "romi", "Radio"])
    assert isinstance(no_row, NotAvailable)
    assert "VK, SEO" in no_row.message("en")


@pytest.mark.parametrize("arguments", [[5.0, "cpc"], [calculate("DECOMPOSE", PLAN), ""], [calculate("DECOMPOSE", PLAN)], []])
def test_what_is_missing_is_asked_for(arguments: list[Any]) -> None:
    assert isinstance(figure(arguments), WrongType)


# --- as other programs do it

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
