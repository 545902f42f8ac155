"""What a calculation leaves behind: nothing. A server that calculates all day would otherwise keep every range that ever failed."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest

from sheetkpi import KPIS, CellError, Kpi, Range, calculate


@pytest.fixture(scope="module", autouse=True)
def only_what_is_new() -> Iterator[None]:
    """The garbage collector looks at nothing that was there before: a look then takes no time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def odd_columns(kpi: Kpi[..., Any], cell: Any) -> list[Any]:
    """Each argument a column of cells that it cannot take."""
    return [[cell] * 20 for _ in range(kpi.required)]


@pytest.mark.parametrize("cell", ["x", 0.0, -1.0, 1e308, "#N/A", True], ids=repr)
@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_a_calculation_that_fails_leaves_nothing_for_the_garbage_collector(kpi: Kpi[..., Any], cell: Any) -> None:
    arguments = odd_columns(kpi, cell)
    calculate(kpi, arguments)  # what is kept for the next time is no garbage
    gc.collect()
    gc.disable()
    try:
        calculate(kpi, arguments)
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("cell", ["x", 1.5, -1.0, "#N/A"])
def test_a_failed_cell_holds_its_explanation_and_not_the_frames_in_which_it_failed(cell: Any) -> None:
    answer = calculate("TARGET_REVENUE", [[100.0, 200.0], [cell, cell]])
    assert isinstance(answer, Range)
    for error in answer.values:
        assert isinstance(error, CellError)
        assert (error.__traceback__, error.__context__) == (None, None)
        assert "TARGET_REVENUE, row" in error.message()
