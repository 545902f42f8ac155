"""The largest and the smallest numbers: every cell of an answer is a number that a sheet can hold, or an error, and comes soon."""

import math
import random
from typing import Any

import pytest

from sheetkpi import KPIS, CellError, Range, calculate

EXTREMES = [1.7e308, 1e308, -1e308, 1e154, 2.0**63, 1e16, 0.0, 1e-300, 5e-324, -5e-324]


def cells_of(name: str, arguments: list[Any]) -> list[Any]:
    try:
        answer = calculate(name, arguments)
    except CellError as error:
        return [error]
    return list(answer.values) if isinstance(answer, Range) else [answer]


def with_extremes(argument: Any, chance: random.Random, share: float) -> Any:
    if isinstance(argument, list | tuple):
        return [with_extremes(each, chance, share) for each in argument]
    is_number = isinstance(argument, int | float) and not isinstance(argument, bool)
    return chance.choice(EXTREMES) if is_number and chance.random() < share else argument


@pytest.mark.parametrize("name", KPIS)
def test_every_cell_is_a_number_or_an_error_whatever_is_given(name: str) -> None:
    chance = random.Random(name)
    kpi = KPIS[name]
    more = sum(not parameter.options for parameter in kpi.parameters)
    for example in kpi.examples:
        for number in range(60):
            share = (0.2, 0.6, 1.0)[number % 3]
            arguments = [with_extremes(argument, chance, share) for argument in example.arguments]
            if number % 2 and len(arguments) < more:
                arguments.append(chance.choice(EXTREMES))
            for cell in cells_of(name, arguments):
                assert not isinstance(cell, float) or math.isfinite(cell), arguments
                assert isinstance(cell, float | str | bool | CellError | None), arguments


@pytest.mark.parametrize("spend", [1e16, 1e154, 1e300])
def test_amounts_too_large_to_have_kopecks_are_shared_out_at_once(spend: float) -> None:
    """Once the kopecks that rounding leaves were given out one by one: 1e140 of them."""
    answer = calculate("REALLOCATE", [["Direct", "VK"], [spend, spend], [2 * spend, spend]])
    assert isinstance(answer, Range)
    assert answer.rows == 4


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("REALLOCATE", [["Direct", "VK"], [50000, 30000], [100000, 36000], -1e308]),
        ("REALLOCATE", [["Direct", "VK"], [1e308, 1e308], [100000, 36000]]),
        ("CHANNEL_MIX", [["Search", "Social", "Direct"], [1e308, 255, 1e308]]),
        (
            "CHANNEL_COMPARE",
            [[["Channel", "Spend", "Customers", "Revenue", "Margin"], ["Ads", 1.7e308, 20, 1, 0.5], ["VK", 1.7e308, 2, 1, 0.5]]],
        ),
    ],
)
def test_a_sum_that_no_cell_can_hold_is_an_error(name: str, arguments: list[Any]) -> None:
    assert "#NUM!" in [cell.code for cell in cells_of(name, arguments) if isinstance(cell, CellError)]
