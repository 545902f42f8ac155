"""An expression of Polars or Narwhals gives what the columns give that it is computed on."""

import random
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import narwhals as nw
import narwhals.stable.v1 as nw_one
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import sheetkpi
from sheetkpi import KPIS, CellError, CellWarning, OutOfRange, WrongType, calculate, cpo, nps, ratio_of_sums, romi

SCALAR = [name for name, kpi in KPIS.items() if kpi.is_cell_by_cell]
#: Numbers and blanks, within the limits and outside them.
NUMBERS = [0.0, 0.05, 0.3, 0.5, 0.95, 1.0, 2.5, 30.0, 1200.0, -1.0, None, 0.8 + 0.05 + 0.05 + 0.1, 1 - 0.55 - 0.45, 64.8, 72.0]
ROWS = 60

#: Frames that are computed at once, later, or in a database.
FRAMES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "Polars": lambda frame: frame,
    "pandas": lambda frame: frame.to_pandas(),
    "Arrow": lambda frame: frame.to_arrow(),
    "lazy Polars": lambda frame: frame.lazy(),
    "DuckDB": lambda frame: duckdb.connect().from_arrow(frame.to_arrow()),
}


@pytest.fixture(autouse=True)
def rows_may_fail() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CellWarning)
        yield


def frame_for(name: str) -> tuple[pl.DataFrame, list[Any]]:
    """Columns for the arguments of a KPI, and its arguments: the names of columns, a word for a choice, one confidence for all."""
    chance = random.Random(name)
    arguments: list[Any] = [
        chance.choice(parameter.options) if parameter.options else 0.9 if parameter.kind.name == "confidence" else f"column {index}"
        for index, parameter in enumerate(KPIS[name].formula_parameters)
    ]
    columns = list(filter(is_name, arguments))
    return pl.DataFrame({column: [chance.choice(NUMBERS) for _ in range(ROWS)] for column in columns}, strict=False), arguments


def is_name(argument: Any) -> bool:
    return isinstance(argument, str) and argument.startswith("column")


def expressions(arguments: list[Any], col: Callable[[str], Any]) -> list[Any]:
    return [col(argument) if is_name(argument) else argument for argument in arguments]


def alone(name: str, frame: pl.DataFrame, arguments: list[Any]) -> list[Any]:
    """What the cells of each row give."""
    rows = [[row.get(argument, argument) for argument in arguments] for row in frame.iter_rows(named=True)]
    results = [KPIS[name].of_cells(*row) for row in rows]
    return [None if isinstance(result, CellError) else result for result in results]


def computed(result: Any) -> dict[str, list[Any]]:
    """The columns of a frame of Narwhals, None where there is no value."""
    frame = result.collect() if isinstance(result, nw.LazyFrame) else result
    return {name: [None if pd.isna(value) else value for value in frame[name].to_list()] for name in frame.columns}


@pytest.mark.parametrize("name", SCALAR)
def test_polars_computes_what_the_cells_give(name: str) -> None:
    frame, arguments = frame_for(name)
    result = KPIS[name](*expressions(arguments, pl.col))
    want = alone(name, frame, arguments)
    assert frame.select(x=result)["x"].to_list() == want
    assert frame.lazy().select(x=result).collect(engine="streaming")["x"].to_list() == want
    why = frame.select(x=KPIS[name].why(*expressions(arguments, pl.col)))["x"].to_list()
    is_blank = [None in row for row in frame.iter_rows()]
    failed = [value is None and not blank for value, blank in zip(want, is_blank, strict=True)]
    optional = any(parameter.is_optional for parameter in KPIS[name].parameters)
    assert optional or [reason is not None for reason in why] == failed


@pytest.mark.parametrize("kind", FRAMES)
@pytest.mark.parametrize("name", SCALAR)
def test_narwhals_computes_what_the_cells_give(name: str, kind: str) -> None:
    frame, arguments = frame_for(name)
    want = alone(name, frame, arguments)
    if name in ("PROP_TEST", "LTV_CHURN"):  # Narwhals has neither a normal distribution nor a hyperbolic tangent
        with pytest.raises(WrongType):
            KPIS[name](*expressions(arguments, nw.col))
        return
    got = computed(nw.from_native(FRAMES[kind](frame)).select(x=KPIS[name](*expressions(arguments, nw.col))))["x"]
    assert got == [value if isinstance(value, str | None) else pytest.approx(value, rel=1e-12) for value in want]


@pytest.mark.parametrize("kind", FRAMES)
def test_narwhals_computes_figures_and_ranges(kind: str) -> None:
    frame = pl.DataFrame({"budget": [5000.0, 100.0], "rate": [0.1, 30.0], "score": [10, None], "sum": [1.0, 2.0], "of": [4.0, None]})
    lazy = nw.from_native(FRAMES[kind](frame))
    results = [
        lazy.select(**sheetkpi.media_forecast(nw.col("budget"), 20, nw.col("rate"), 0.1, 100, 0.3)),
        lazy.select(nps=nps(nw.col("score")), bad=nps(nw.col("budget")), ratio=ratio_of_sums(nw.col("sum"), nw.col("of"))),
    ]
    forecast, ranges = map(computed, results)
    assert forecast["leads"] == [25.0, None]
    assert ranges == {"nps": [100.0], "bad": [None], "ratio": [0.25]}


@pytest.mark.parametrize("kind", FRAMES)
def test_narwhals_does_not_take_texts_for_numbers(kind: str) -> None:
    lazy = nw.from_native(FRAMES[kind](pl.DataFrame({"text": ["3", "4"]})))
    with pytest.raises(Exception, match=r"text|string|VARCHAR|str"):  # each library has its own error
        computed(lazy.select(x=romi(nw.col("text"), 1)))


def test_a_stable_narwhals_gets_its_own_expression() -> None:
    frame = nw_one.from_native(pd.DataFrame({"spend": [1.0, 2.0]}))
    assert isinstance(romi(nw_one.col("spend"), 1), nw_one.Expr)
    assert frame.select(x=romi(nw_one.col("spend"), 1))["x"].to_list() == [0.0, 1.0]


def test_an_expression_has_the_name_of_its_first_column() -> None:
    frame = pl.DataFrame({"gross_profit": [100000.0, 5000.0], "spend": [50000.0, 50000.0]})
    assert frame.select(romi(pl.col("gross_profit"), pl.col("spend")))["gross_profit"].to_list() == [1.0, -0.9]


def test_groups_are_computed_each_by_itself() -> None:
    frame = pl.DataFrame({"channel": ["A", "A", "B"], "profit": [1.0, 3.0, 5.0], "spend": [1, 1, 0], "score": [10, 3, 9]})
    groups = (
        frame.lazy()
        .group_by("channel", maintain_order=True)
        .agg(romi(pl.sum("profit"), pl.sum("spend")), nps=nps(pl.col("score")), why=cpo.why(pl.sum("profit"), pl.sum("spend")))
    )
    got = groups.collect()
    assert (got["profit"].to_list(), got["nps"].to_list()) == ([1.0, None], [0.0, 100.0])
    assert [reason is None for reason in got["why"].to_list()] == [True, False]
    over = frame.select(share=sheetkpi.share_of(pl.col("profit"), pl.col("profit").sum().over("channel")))
    assert over["share"].to_list() == [0.25, 0.75, 1.0]


def test_a_range_that_fails_is_null_and_warns() -> None:
    frame = pl.DataFrame({"score": [10, 11]})
    with pytest.warns(CellWarning) as found:
        assert frame.select(nps(pl.col("score"))).item() is None
    (warning,) = [one.message for one in found]
    assert isinstance(warning, CellWarning)
    assert isinstance(warning.first, OutOfRange)
    assert isinstance(frame.select(nps.why(pl.col("score"))).item(), str)


def test_columns_of_any_type_go_through_polars_as_cells() -> None:
    frame = pl.DataFrame({"text": ["3", "", None], "flag": [True, None, False], "day": pd.to_datetime(["2026-01-01", None, "1899-12-31"])})
    for column in frame.columns:
        want: Any = calculate("ROMI", [frame[column].to_list(), 2])
        got = frame.lazy().select(romi(pl.col(column), 2)).collect()[column].to_list()
        assert got == [None if isinstance(cell, CellError) else cell for cell in want.values]


def test_expressions_of_figures_are_given_by_name() -> None:
    frame = pl.DataFrame({"budget": [5000.0, 100.0], "rate": [0.1, 30.0]})
    forecast = sheetkpi.media_forecast(pl.col("budget"), 20, pl.col("rate"), 0.1, 100, 0.3)
    assert frame.lazy().select(**forecast).collect()["leads"].to_list() == [25.0, None]


def test_a_single_value_that_no_cell_takes_is_an_error_at_once() -> None:
    for col in (pl.col, nw.col):
        with pytest.raises(OutOfRange):
            sheetkpi.ltv(col("check"), 12, 5, 30)
        with pytest.raises(WrongType):
            romi(col("profit"))


def test_only_polars_says_why_in_an_expression() -> None:
    with pytest.raises(WrongType):
        romi.why(nw.col("profit"), 1)


def test_a_column_beside_an_expression_is_taken_along() -> None:
    frame = pl.DataFrame({"profit": [2.0, 3.0]})
    assert frame.select(romi(pl.col("profit"), pl.Series([1.0, 2.0])))["profit"].to_list() == [1.0, 0.5]
    assert pa.array(frame.select(romi(pl.col("profit"), 1))["profit"]).to_pylist() == [1.0, 2.0]
