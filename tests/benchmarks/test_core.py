"""How much the meaning of cells costs, against the bare formula in the same run.

Run with ``pytest tests/benchmarks -n 0 --benchmark-enable``; the ratios are printed as extra info.
"""

import timeit
from collections.abc import Callable
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from sheetkpi import KPIS, Range, calculate

pytestmark = pytest.mark.e2e

ROWS = 1_000_000
ROMI = KPIS["ROMI"]


def compare(benchmark: BenchmarkFixture, call: Callable[[], Any], baseline: Callable[[], Any], rounds: int, calls: int) -> None:
    """Time a call and its baseline in turn, and keep the ratio of the best times."""
    best = min(timeit.repeat(baseline, number=calls, repeat=rounds)) / calls
    benchmark.pedantic(call, rounds=rounds, iterations=calls)
    if benchmark.enabled:
        benchmark.extra_info["microseconds of the baseline"] = round(best * 1e6, 3)
        benchmark.extra_info["microseconds"] = round(benchmark.stats["min"] * 1e6, 3)
        benchmark.extra_info["ratio"] = round(benchmark.stats["min"] / best, 2)
        print(f"\n{benchmark.name}: {benchmark.extra_info}")  # noqa: T201


def test_a_scalar_call_through_cell_semantics(benchmark: BenchmarkFixture) -> None:
    compare(benchmark, lambda: calculate("ROMI", [100000, 50000]), lambda: ROMI.body(100000, 50000), rounds=5, calls=20_000)


@pytest.mark.parametrize("filled", ["all rows", "half of them blank"])
def test_a_million_rows_against_a_bare_loop(benchmark: BenchmarkFixture, filled: str) -> None:
    spend = [float(i % 977 + 1) for i in range(ROWS)]
    profit: list[Any] = [float(i) for i in range(ROWS)]
    bare = list(profit)
    if filled != "all rows":
        profit[::2] = [None] * (ROWS // 2)
    arguments = [Range(ROWS, 1, profit), Range(ROWS, 1, spend)]
    compare(
        benchmark,
        lambda: calculate("ROMI", arguments),
        lambda: [(gained - spent) / spent for gained, spent in zip(bare, spend, strict=True)],
        rounds=3,
        calls=1,
    )
