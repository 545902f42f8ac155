"""How much the rules of cells cost in columns, against the plain expression of the same library in the same run.

Run with ``pytest tests/benchmarks -n 0 --benchmark-enable``; the ratios are printed as extra info.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from sheetkpi import CellWarning, calculate, nps, romi, target_leads
from tests.benchmarks.test_core import compare

pytestmark = pytest.mark.e2e

SIZES = [1_000, 1_000_000]
RANDOM = np.random.default_rng(1)
LIBRARIES: dict[str, Callable[[Any], Any]] = {"NumPy": np.asarray, "pandas": pd.Series, "Polars": pl.Series}


def profit_and_spend(rows: int) -> tuple[Any, Any]:
    return RANDOM.random(rows) * 1e5, RANDOM.random(rows) * 1e4 + 1


@pytest.mark.parametrize("rows", SIZES)
@pytest.mark.parametrize("library", LIBRARIES)
def test_numbers_against_the_plain_expression(benchmark: BenchmarkFixture, library: str, rows: int) -> None:
    profit, spend = map(LIBRARIES[library], profit_and_spend(rows))
    assert np.array_equal(romi(profit, spend), (profit - spend) / spend)
    compare(benchmark, lambda: romi(profit, spend), lambda: (profit - spend) / spend, rounds=9, calls=2_000_000 // rows)


@pytest.mark.parametrize("cells", ["blank in half of the rows", "zero in a hundredth of them", "whole numbers"])
def test_a_million_other_numbers_against_the_plain_expression(benchmark: BenchmarkFixture, cells: str) -> None:
    profit, spend = profit_and_spend(1_000_000)
    if cells.startswith("blank"):
        profit[::2] = np.nan
    elif cells.startswith("zero"):
        spend[::100] = 0
    else:
        profit, spend = profit.astype("i8"), spend.astype("i8")

    def plain() -> Any:
        with np.errstate(all="ignore"):
            return (profit - spend) / spend

    with pytest.warns(CellWarning) if cells.startswith("zero") else np.errstate():
        result = romi(profit, spend)
        assert np.array_equal(result[spend != 0], plain()[spend != 0], equal_nan=True)
        compare(benchmark, lambda: romi(profit, spend), plain, rounds=9, calls=2)


def test_a_formula_with_rounding_against_the_plain_expression(benchmark: BenchmarkFixture) -> None:
    customers, share = RANDOM.integers(1, 1000, 1_000_000), RANDOM.random(1_000_000) + 1e-3
    share = np.minimum(share, 1)
    compare(benchmark, lambda: target_leads(customers, share), lambda: np.ceil(np.round(customers / share, 9)), rounds=3, calls=1)


def test_a_range_against_its_cells_in_a_sheet(benchmark: BenchmarkFixture) -> None:
    scores = RANDOM.integers(0, 11, 1_000_000)
    cells = scores.tolist()
    compare(benchmark, lambda: nps(scores), lambda: calculate("NPS", [cells]), rounds=3, calls=1)


def test_a_lazy_frame_against_its_plain_expression(benchmark: BenchmarkFixture) -> None:
    profit, spend = profit_and_spend(1_000_000)
    lazy = pl.LazyFrame({"profit": profit, "spend": spend})
    plain = lazy.select((pl.col("profit") - pl.col("spend")) / pl.col("spend"))
    ours = lazy.select(romi(pl.col("profit"), pl.col("spend")))
    compare(benchmark, ours.collect, plain.collect, rounds=9, calls=2)
