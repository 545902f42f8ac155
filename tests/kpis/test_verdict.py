"""The verdicts on channels: how often they are wrong, and that nothing in them contradicts anything else.

The whole grid, with its accepted exceptions, is in ``tests/benchmarks/test_verdict.py``.
"""

import random

import numpy as np
import pytest

from sheetkpi.kpis.elasticity import estimated
from sheetkpi.kpis.verdict import Channel, Rule, verdicts
from sheetkpi.kpis.weak_step import fisher, holm
from tests.kpis.random_channels import contradictions, random_channels
from tests.kpis.simulated_channels import Cell, judge, rates

#: The cells where the whole grid is worst, and one in the middle.
WORST_STOP = [Cell(0.1, 2.7, 1, 0.5, 2), Cell(0.1, 4, 2, 2, 5), Cell(0.1, 16, 2, 1, 1), Cell(0.1, 3.3, 0.3, 1, 12), Cell(0.1, 30, 1, 1, 5)]
WORST_MORE = [Cell(-0.1, 16, 1, 0.5, 1), Cell(-0.1, 50, 2, 1, 2), Cell(-0.1, 100, 1, 1, 5), Cell(-0.1, 30, 0.3, 0.3, 12)]


@pytest.mark.parametrize("seed", range(3))
def test_the_rule_for_arrays_is_the_rule_of_the_product(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(300):
        channels = []
        for number in range(source.randint(1, 6)):
            customers = float(source.choice([0, 1, 3, 12, 60]))
            spend = source.choice([1, 10, 100, 1000]) * source.random() + 0.1
            channels.append(Channel(str(number), spend, customers, customers * source.random() * 10))
        for channel, verdict in zip(channels, verdicts(channels, Rule()), strict=True):
            others = [other for other in channels if other is not channel]
            sums = [np.array([sum(cells)]) for cells in zip(*((o.customers, o.gross_profit, o.spend) for o in others), strict=True)]
            own = [np.array([cell]) for cell in (channel.customers, channel.gross_profit, channel.spend)]
            stop, earns = judge(*own, tuple(sums or np.zeros((3, 1))), 1.0)
            assert (verdict.action == "stop") == stop[0]
            assert stop[0] or (verdict.low > channel.spend) == earns[0]


@pytest.mark.parametrize("cell", WORST_STOP, ids=str)
def test_a_channel_that_earns_is_rarely_stopped(cell: Cell) -> None:
    assert rates(cell)[0] <= 5.5


@pytest.mark.parametrize("cell", WORST_MORE, ids=str)
def test_a_channel_that_loses_is_rarely_given_more(cell: Cell) -> None:
    assert rates(cell)[1] <= 5.5


@pytest.mark.parametrize("variation", [0.3, 1, 2])
def test_a_channel_that_loses_half_is_stopped_after_a_hundred_customers(variation: float) -> None:
    assert rates(Cell(-0.5, 100, variation, variation, 5))[0] >= 90


def test_verdict_split_and_sentence_do_not_contradict_each_other() -> None:
    source = random.Random(6)
    for _ in range(1500):
        channels, rule = random_channels(source), Rule(elasticity=source.choice([0.3, 0.5, 0.8]), variation=source.choice([0.5, 1, 2]))
        assert list(contradictions(channels, rule)) == [], channels


def test_fishers_test_is_the_sum_over_all_tables_with_the_same_margins() -> None:
    # 1 of 5 against 0 of 60: the one sale falls to the five leads with a chance of 5/65, and nothing is rarer on that side
    assert fisher(1, 5, 0, 60) == pytest.approx(2 * 5 / 65, rel=1e-12)
    # a lady tasting tea: 3 of 4 right has a tail of (16 + 1) / 70
    assert fisher(3, 4, 1, 4) == pytest.approx(2 * 17 / 70, rel=1e-12)
    # R: phyper(1000, 7000, 133000, 20000) = 0.509, doubled above 1
    assert fisher(1000, 20_000, 6000, 120_000) == pytest.approx(1, abs=0.02)
    assert fisher(0, 1_000_000, 900_000, 3_000_000) == 0


def test_holms_correction_is_that_of_the_textbook() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, 0.9]) == [1, 1]


def test_an_estimated_elasticity_is_a_least_squares_slope_with_students_interval() -> None:
    source = np.random.default_rng(3)
    spend = np.exp(source.normal(5, 0.5, 12))
    profit = 3 * spend**0.6 * np.exp(source.normal(0, 0.1, 12))
    found = estimated([list(zip(spend.tolist(), profit.tolist(), strict=True))], 0.95)
    x, y = np.log(spend) - np.log(spend).mean(), np.log(profit) - np.log(profit).mean()
    slope = (x @ y) / (x @ x)
    error = np.sqrt(((y - slope * x) ** 2).sum() / 10 / (x @ x))
    assert found is not None
    assert found.value == pytest.approx(slope, rel=1e-9)
    assert found.high - found.value == pytest.approx(2.228139 * error, rel=1e-3)  # Student's t with 10 degrees, from a table


def test_the_interval_of_the_elasticity_covers_the_truth_as_often_as_it_says() -> None:
    source = np.random.default_rng(4)
    covered = 0
    for _ in range(2000):
        histories = []
        for _ in range(3):
            spend = np.exp(source.normal(5, 0.4, 8))
            histories.append(list(zip(spend.tolist(), (spend**0.5 * np.exp(source.normal(0, 0.2, 8))).tolist(), strict=True)))
        found = estimated(histories, 0.95)
        assert found is not None
        covered += found.low <= 0.5 <= found.high
    assert 0.935 <= covered / 2000 <= 0.965


def test_too_short_a_history_or_a_spend_that_never_changed_estimates_nothing() -> None:
    assert estimated([[(100.0 + n, 50.0) for n in range(7)]], 0.95) is None
    assert estimated([[(100.0, 50.0 + n) for n in range(20)]], 0.95) is None
