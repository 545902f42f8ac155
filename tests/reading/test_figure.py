"""One figure of a table by its name."""

from typing import Any

import pytest

from sheetkpi import CellError, Range, calculate
from sheetkpi.model.errors import NotAvailable, WrongType
from sheetkpi.reading.figure import figure
from sheetkpi.translation import LANGUAGES, Language

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
