"""A row of columns gives what its cells give alone, in every library and of every type, and comes back in the caller's type."""

import random
import warnings
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import narwhals as nw
import narwhals.stable.v1 as nw_one
import narwhals.stable.v2 as nw_two
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as of_numpy

import sheetkpi
from sheetkpi import KPIS, CellError, CellWarning, Kpi, NotAvailable, OutOfRange, WrongType, calculate, cpo, nps, romi, target_leads
from sheetkpi.calculation.vectorized import BLOCK
from sheetkpi.model.ranges import as_range, read_cell

VALUES = [name for name, kpi in KPIS.items() if kpi.is_cell_by_cell]
FIGURES = [name for name, kpi in KPIS.items() if kpi.result.name == "figures"]
RANGES = [name for name, kpi in KPIS.items() if kpi.result.name == "value" and kpi.reads_ranges]

#: Cells of one type each, as marketers have them and as they must not be.
CELLS: dict[str, list[Any]] = {
    "whole numbers": [0, 1, 2, 3, 7, 30, 100, 5000, -6, 2_000_000_000],
    "numbers": [0.0, 0.05, 0.1, 0.3, 0.5, 0.95, 1.0, 2.5, 30.0, -1.0, -0.3, 1e15, 1e300, 1e-300],
    "numbers that binary rounding carried a little too far": [0.8 + 0.05 + 0.05 + 0.1, 1 - 0.55 - 0.45, 64.8, 72.0, 0.1 + 0.2, 0.3, 0.1],
    "numbers and blanks": [None, None, 0.2, 0.9, 1.0, 12.0, 0.0],
    "decimals": [Decimal("0.00"), Decimal("0.10"), Decimal("0.95"), Decimal("1200.35"), Decimal("-0.30"), None],
    "dates": [date(2026, 1, 31), date(1900, 1, 1), date(1899, 12, 30), date(1899, 1, 1), None],
    "times": [datetime(2026, 1, 31, 12), datetime(1969, 12, 31, 23, 59, 59, 999_999), None],
    "texts": ["3", "abc", "", None, "2026-01-31", "2,5", "#N/A"],
    "booleans": [True, False, None],
}


def of_pandas(cells: list[Any]) -> pd.Series:
    return pd.Series(cells, index=[f"row {i}" for i in range(len(cells))], name="spend")


LIBRARIES: dict[str, Callable[[list[Any]], Any]] = {
    "NumPy": lambda cells: np.array(cells) if None not in cells else np.array(cells, object),
    "pandas": of_pandas,
    "nullable pandas": lambda cells: of_pandas(cells).convert_dtypes(),
    "pandas on Arrow": lambda cells: of_pandas(cells).convert_dtypes(dtype_backend="pyarrow"),
    "Polars": lambda cells: pl.Series("spend", cells),
    "Arrow": pa.array,
    "Arrow chunks": lambda cells: pa.chunked_array([pa.array(cells)[:5], pa.array(cells)[5:]]),
    "Narwhals": lambda cells: nw.from_native(pl.Series("spend", cells), series_only=True),
}


def listed(column: Any) -> list[Any]:
    """The values of a result, None where there is none."""
    method = next(name for name in ("to_pylist", "to_list", "tolist") if hasattr(column, name))
    values = getattr(column, method)()
    return [None if pd.isna(value) else value for value in values]


def arguments_of(kpi: Kpi[..., Any], cells: list[Any], rows: int, chance: random.Random) -> list[Any]:
    """The cells of each argument: a word for a choice."""
    count = len(kpi.formula_parameters) + any(parameter.variadic for parameter in kpi.parameters)
    return [
        chance.choice(parameter.options) if parameter.kind.holds == "text" else [chance.choice(cells) for _ in range(rows)]
        for parameter in list(kpi.parameters_for(count))[:count]
    ]


def rows_of(arguments: list[Any], rows: int) -> list[list[Any]]:
    return [[argument[row] if isinstance(argument, list) else argument for argument in arguments] for row in range(rows)]


def wanted(cell: Any) -> Any:
    return None if isinstance(cell, CellError) else cell


def quietly(call: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a call, whatever it warns of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CellWarning)
        return call(*arguments)


def test_every_kpi_but_tables_takes_columns() -> None:
    assert len(VALUES) + len(FIGURES) + len(RANGES) == sum(kpi.result.name != "table" for kpi in KPIS.values()) >= 60


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", VALUES)
def test_a_row_gives_what_its_cells_give(name: str, library: str) -> None:
    kpi = KPIS[name]
    chance = random.Random(name)
    for rows, cells in [(12, cells) for cells in CELLS.values()] + [(1, CELLS["numbers"])]:
        arguments = arguments_of(kpi, cells, rows, chance)
        columns = [LIBRARIES[library](argument) if isinstance(argument, list) else argument for argument in arguments]
        alone = [kpi.of_cells(*row) for row in rows_of(arguments, rows)]
        assert listed(quietly(kpi, *columns)) == list(map(wanted, alone))
        in_sheet: Any = calculate(kpi, [[[cell] for cell in a] if isinstance(a, list) else a for a in arguments])
        reasons = [cell.message() if isinstance(cell, CellError) else None for cell in in_sheet.values]
        assert listed(kpi.why(*columns)) == reasons
        assert [reason is not None for reason in reasons] == [isinstance(cell, CellError) for cell in alone]


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_columns_by_name(name: str, library: str) -> None:
    from sheetkpi.calculation.evaluate import evaluate_figures

    kpi = KPIS[name]
    chance = random.Random(name)
    for cells in CELLS.values():
        arguments = arguments_of(kpi, cells, 12, chance)
        columns = [LIBRARIES[library](argument) if isinstance(argument, list) else argument for argument in arguments]
        alone = [evaluate_figures(kpi, row) for row in rows_of(arguments, 12)]
        answer, why = quietly(kpi, *columns), kpi.why(*columns)
        for figure in kpi.figures:
            assert listed(answer[figure.name]) == [wanted(row[figure.name]) for row in alone]
            failed = [isinstance(row[figure.name], CellError) for row in alone]
            assert [reason is not None for reason in listed(why[figure.name])] == failed


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", RANGES)
def test_a_column_is_a_range(name: str, library: str) -> None:
    kpi = KPIS[name]
    chance = random.Random(name)
    for cells in CELLS.values():
        for _ in range(5):
            arguments = arguments_of(kpi, cells, 12, chance)
            columns = [LIBRARIES[library](argument) if isinstance(argument, list) else argument for argument in arguments]
            want: Any = calculate(kpi, arguments)
            assert repr(calculate(kpi, columns)) == repr(want)
            if isinstance(want, CellError):
                with pytest.raises(type(want)):
                    kpi(*columns)
                assert kpi.why(*columns) == want.message()
            else:
                assert kpi(*columns) == want
                assert kpi.why(*columns) is None


def test_a_column_of_words_chooses_row_by_row() -> None:
    assert listed(target_leads(pl.Series([7, 7, 7]), 0.3, pl.Series(["up", "nearest", "none"]))) == [24.0, 23.0, 7 / 0.3]
    with pytest.warns(CellWarning):
        assert listed(target_leads(np.array([7.0, 7.0]), 0.3, ["down", None])) == [None, 24.0]


# --- what came out wrong


def test_whole_numbers_of_any_width_do_not_overflow() -> None:
    assert sheetkpi.cpm(np.array([3_000_000], "i4"), np.array([1000], "i4")).tolist() == [3_000_000.0]
    assert romi(np.array([1], "u4"), np.array([5], "u4")).tolist() == [-0.8]
    assert sheetkpi.ltv(np.array([2**40]), np.array([2**30]), np.array([1])).tolist() == [2.0**70]
    assert sheetkpi.cpm(np.array([6000], "f2"), np.array([1], "f2")).tolist() == [6_000_000.0]


def test_dates_of_any_unit_are_days() -> None:
    starts, closes = (
        pd.to_datetime(["2026-01-01", "2026-01-02", None]),
        pd.to_datetime(["2026-01-04 12:00", "2026-01-04 00:00", "2026-02-01 00:00"]),
    )
    for unit in ("s", "ms", "us", "ns"):
        assert sheetkpi.deal_cycle(starts.as_unit(unit), closes.as_unit(unit)) == 2.75
    zone = "Europe/Moscow"
    assert sheetkpi.deal_cycle(pl.Series(starts).dt.replace_time_zone(zone), pa.array(closes.tz_localize(zone))) == 2.75
    assert sheetkpi.deal_cycle(starts.to_numpy(), closes.tz_localize(zone)) == 2.75


def test_a_single_date_of_numpy_or_pandas_is_a_cell() -> None:
    for moment in (np.datetime64("2026-01-31T12"), np.datetime64("2026-01-31T12:00:00", "ns"), pd.Timestamp("2026-01-31 12:00")):
        assert read_cell(moment) == 46053.5
    for nothing in (np.datetime64("NaT"), np.datetime64("NaT", "ns"), pd.NaT, pd.NA, pa.scalar(None, pa.date32())):
        assert read_cell(nothing) is None
    assert read_cell(pa.scalar(Decimal("0.10"))) == 0.1
    assert isinstance(read_cell(np.timedelta64(5, "ns")), WrongType)


def test_a_decimal_keeps_its_value() -> None:
    assert read_cell(Decimal("12345678901234567.89")) == 12345678901234567.89
    assert read_cell(Decimal("sNaN")) is None
    assert isinstance(read_cell(Decimal("1e400")), OutOfRange)
    assert isinstance(read_cell(Decimal("-Infinity")), OutOfRange)
    exact = pa.array([Decimal("12345678901234567.89"), Decimal("0.10")])
    assert as_range(exact).values == exact.to_pylist()
    assert listed(romi(exact, 1)) == [float(cell) - 1 for cell in exact.to_pylist()]


# --- errors


def test_rows_with_an_error_are_blank_and_one_warning_says_how_many() -> None:
    spend, orders = of_pandas([6000, 500, 300, 100]), of_pandas([-6, 0, None, 2])
    with pytest.warns(CellWarning) as found:
        assert listed(cpo(spend, orders)) == [None, None, None, 50.0]
    (warning,) = [one.message for one in found]
    assert isinstance(warning, CellWarning)
    assert (warning.function, warning.count, warning.rows, type(warning.first)) == ("CPO", 2, 4, OutOfRange)
    assert warning.first.message() in warning.message()
    assert found[0].filename == __file__
    assert listed(cpo.why(spend, orders, language="ru"))[2:] == [None, None]


def test_a_warning_can_be_made_an_error() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", CellWarning)
        with pytest.raises(CellWarning):
            cpo(np.array([1.0]), np.array([0.0]))


def test_a_single_value_that_no_cell_takes_is_an_error() -> None:
    with pytest.raises(OutOfRange):
        sheetkpi.ltv(np.array([1200.0]), 12, 5, 30)
    assert listed(romi(pl.Series([1.0, 2.0]), None)) == [None, None]


def test_an_error_comes_before_a_blank_beside_it() -> None:
    cells = ["#N/A", 1, "x", None]
    reasons = romi.why(np.array(cells, object), None)
    assert [reason is not None for reason in listed(reasons)] == [isinstance(romi.of_cells(cell, None), CellError) for cell in cells]
    assert listed(reasons).count(None) == 3


def test_columns_of_different_length_have_no_partners() -> None:
    for make in LIBRARIES.values():
        if make(["x"]).__class__ is pd.Series:
            continue
        with pytest.raises(NotAvailable):
            romi(make([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), make([1.0, 2.0, 3.0, 4.0, 5.0]))


def test_a_column_has_one_dimension() -> None:
    for make in LIBRARIES.values():
        if not isinstance(make([1.0]), np.ndarray):
            with pytest.raises(NotAvailable):
                romi(make([1.0, 2.0]), np.array([[1.0, 2.0]]))


def test_a_column_of_one_row_stands_for_all_rows() -> None:
    assert listed(romi(pl.Series([2.0, 3.0]), pl.Series([1.0]))) == listed(romi(np.array([2.0, 3.0]), np.array([1.0]))) == [1.0, 2.0]


def test_nested_and_wide_types_are_read_as_cells() -> None:
    for column, want in (
        (pl.Series([1], dtype=pl.Int128), 0.0),
        (pl.Series([[1.0]]), None),
        (pl.Series([{"a": 1.0}]), None),
        (pl.Series([None]), None),
        (pa.nulls(1), None),
        (pd.Series([1], dtype="Sparse[int]"), 0.0),
        (pd.Series(pd.period_range("2026", periods=1)), None),
        (np.array([1 + 2j]), None),
        (np.array([1], "g"), 0.0),
        (np.array([5], "m8[ns]"), None),
    ):
        assert listed(quietly(romi, column, 1)) == [want]


def test_a_table_is_not_a_column() -> None:
    for table in (pd.DataFrame({"a": [1]}), pl.DataFrame({"a": [1]}), pa.table({"a": [1]}), pl.LazyFrame({"a": [1]})):
        with pytest.raises(WrongType):
            romi(table, 1)


def test_a_table_is_a_range_with_a_header() -> None:
    frame = pd.DataFrame({"channel": ["A", None], "spend": [1, 2], "when": pd.to_datetime(["2026-01-31", None])})
    want = [["channel", "spend", "when"], ["A", 1.0, 46053.0], [None, 2.0, None]]
    for table in (frame, pl.from_pandas(frame), pa.Table.from_pandas(frame), nw.from_native(frame)):
        assert [list(map(read_cell, row)) for row in as_range(table).nested()] == want


def test_an_empty_column_gives_an_empty_column() -> None:
    for make in LIBRARIES.values():
        assert listed(romi(make([]), 5)) == []
        assert listed(target_leads(make([]), 0.3)) == []


# --- the caller's type


def test_a_series_of_pandas_keeps_its_index_and_the_name_that_all_share() -> None:
    spend = of_pandas([100.0, 200.0])
    assert romi(spend, spend).index.tolist() == ["row 0", "row 1"]
    assert (romi(spend, spend).name, romi(spend, spend.rename("profit")).name) == ("spend", None)
    assert romi(spend, np.array([50.0, 100.0])).tolist() == [1.0, 1.0]


def test_labels_that_are_there_twice_cannot_be_aligned() -> None:
    with pytest.raises(ValueError, match="duplicate"):
        romi(pd.Series([1.0, 2.0], index=[0, 0]), pd.Series([1.0, 2.0], index=[0, 1]))


def test_series_of_pandas_are_aligned_by_their_index() -> None:
    profit, spend = pd.Series({"A": 200.0, "B": 30.0}), pd.Series({"B": 10.0, "A": 100.0, "C": 5.0})
    result = romi(profit, spend)
    assert dict(zip(result.index, listed(result), strict=True)) == {"A": 1.0, "B": 2.0, "C": None}


def test_a_blank_is_what_it_is_in_the_library() -> None:
    assert np.isnan(romi(np.array([np.nan]), 1)[0])
    for column, dtype in (
        (pd.Series([1, None]), "float64"),
        (pd.Series([1, None], dtype="Int64"), "Float64"),
        (pd.Series([1, None], dtype="int64[pyarrow]"), "double[pyarrow]"),
    ):
        result = romi(column, 1)
        assert (str(result.dtype), result.isna().tolist()) == (dtype, [False, True])
    assert romi(pl.Series([1, None]), 1).null_count() == 1
    assert romi(pa.array([1, None]), 1).null_count == 1


def test_the_type_is_that_of_the_first_column_that_is_not_an_array() -> None:
    numbers = np.array([2.0, 3.0])
    assert type(romi(numbers, 1)) is np.ndarray
    assert type(romi(numbers, pd.Index([1, 2]))) is pd.Index
    assert isinstance(romi(pd.array([1, 2], dtype="Int64"), 1), pd.api.extensions.ExtensionArray)
    assert romi(numbers, pl.Series("spend", [1, 2])).name == "spend"
    assert type(romi(pa.array([1]), 1)) is pa.DoubleArray
    assert type(romi(pa.chunked_array([[1], [2]]), 1)) is pa.ChunkedArray
    for library in (nw, nw_one, nw_two):
        assert type(romi(library.from_native(pl.Series([1]), series_only=True), 1)) is library.Series
    assert isinstance(sheetkpi.kpi_status(pd.Series([1, 9], dtype="Int64"), 9).dtype, pd.StringDtype)
    assert sheetkpi.kpi_status(pa.array([1, 9]), 9).to_pylist() == ["fail", "ok"]


def test_arrays_of_two_dimensions_broadcast_as_arrays_do() -> None:
    assert romi(np.array([[2.0], [3.0]]), np.array([1.0, 2.0])).tolist() == [[1.0, 0.0], [2.0, 0.5]]
    assert cpo.why(np.array([[1.0, 2.0]]), np.array([[1.0, -1.0]])).shape == (1, 2)


def test_masked_rows_are_blank() -> None:
    for cells in ([1.0, 2.0], [1, 2], [Decimal(1), Decimal(2)]):
        assert listed(romi(np.ma.masked_array(cells, [True, False]), 1)) == [None, 1.0]


def test_a_numpy_number_is_a_plain_number() -> None:
    assert romi(np.float64(100000), np.int64(50000)) == 1.0
    assert type(romi(np.array(100000), 50000)) is float


def test_a_list_beside_a_column_is_a_column() -> None:
    assert romi(pl.Series([200.0, 30.0]), [100, None]).to_list() == [1.0, None]


def test_a_column_longer_than_a_block_is_computed_whole() -> None:
    customers = np.arange(BLOCK + 10_000.0)
    customers[::7] = np.nan
    customers[-1] = -1
    shares = np.where(np.arange(len(customers)) % 1000 == 3, 0.0, 0.35)
    with pytest.warns(CellWarning) as found:
        result = target_leads(customers, shares)
    want = [KPIS["TARGET_LEADS"].of_cells(*row) for row in zip(customers.tolist(), shares.tolist(), strict=True)]
    assert listed(result) == list(map(wanted, want))
    assert [one.message.count for one in found if isinstance(one.message, CellWarning)] == [sum(isinstance(c, CellError) for c in want)]


@given(st.lists(st.floats(-1e16, 1e16), min_size=1), st.sampled_from([0.35, 0.5, 1.0, 0.3]), st.sampled_from(["up", "nearest"]))
def test_whole_units_are_rounded_as_a_single_value_is(customers: list[float], share: float, rounding: str) -> None:
    near = [*customers, *(round(abs(number)) * share for number in customers)]
    want = [KPIS["TARGET_CUSTOMERS"].of_cells(number, share, rounding) for number in near]
    assert listed(quietly(KPIS["TARGET_CUSTOMERS"], np.array(near), share, rounding)) == list(map(wanted, want))


def test_scores_of_a_column_may_be_categories() -> None:
    assert nps(pd.Series([9, 10, 3]).astype("category")) == nps(pa.array([9, 10, 3]).dictionary_encode()) == 100 / 3


# --- any type of any library


_MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))
_CELLS = st.one_of(
    st.none(),
    st.floats(),
    st.integers(-(2**70), 2**70),
    st.booleans(),
    st.decimals(),
    st.text(max_size=4),
    st.from_regex(r"-?\d{1,3}([.,]\d{1,2})?%?", fullmatch=True),
    _MOMENTS,
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from([pd.NaT, pd.NA, np.float32(0.1), np.int8(3), np.datetime64("2026-01-31", "ns"), timedelta(1), b"3", [], "#REF!"]),
)


_NULLABLE = st.sampled_from(
    [
        ("Int8", st.integers(-128, 127)),
        ("UInt64", st.integers(0, 2**64 - 1)),
        ("Float32", st.floats(width=32)),
        ("boolean", st.booleans()),
    ]
)
_NUMBERS = st.one_of(of_numpy.integer_dtypes(), of_numpy.unsigned_integer_dtypes(), of_numpy.floating_dtypes(), of_numpy.boolean_dtypes())


def three(cells: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.one_of(st.none(), cells), min_size=3, max_size=3)


@st.composite
def columns_and_cells(draw: st.DrawFn) -> tuple[Any, list[Any]]:
    """A column, and its cells as Python has them."""
    kind = draw(st.sampled_from(["number", "moment", "object", "nullable", "decimal", "dictionary"]))
    if kind == "number":
        array = draw(of_numpy.arrays(draw(_NUMBERS), 3))
        plain = {"b": bool, "i": int, "u": int, "f": float}[array.dtype.kind]
        return draw(st.sampled_from([array, pd.Series(array), array[::-1][::-1]])), list(map(plain, array))
    if kind == "moment":
        cells = draw(three(_MOMENTS.map(lambda moment: moment.replace(microsecond=0))))
        unit: Any = draw(st.sampled_from(["s", "ms", "us", "ns"]))
        array = np.array(cells, f"datetime64[{unit}]")
        columns = [array, pd.Series(array), pa.array(array), pd.Series(array, dtype=pd.ArrowDtype(pa.timestamp(unit)))]
        columns += [] if unit == "s" else [pl.Series(cells, dtype=pl.Datetime(unit))]
    elif kind == "object":
        cells = draw(three(_CELLS))
        array = np.empty(3, object)
        array[:] = cells
        columns = [array, pd.Series(array, dtype=object)]
    elif kind == "nullable":
        dtype, values = draw(_NULLABLE)
        cells = draw(three(values))
        columns = [pd.Series(cells, dtype=dtype)]
    elif kind == "decimal":
        cells = draw(three(st.decimals(-(10**9), 10**9, places=4)))
        columns = [pa.array(cells, pa.decimal128(20, 4)), pa.array(cells, pa.decimal256(40, 4)), pl.Series(cells, dtype=pl.Decimal(20, 4))]
    else:
        cells = draw(three(st.sampled_from(["a", "3", ""])))
        columns = [pa.array(cells, pa.string()).dictionary_encode(), pd.Series(cells, dtype="category")]
        columns.append(pl.Series(cells, dtype=pl.Categorical))
    return draw(st.sampled_from(columns)), cells


@given(columns_and_cells())
def test_a_column_is_read_as_its_cells_are(drawn: tuple[Any, list[Any]]) -> None:
    column, cells = drawn
    assert list(map(repr, map(read_cell, as_range(column).values))) == list(map(repr, map(read_cell, cells)))


@given(columns_and_cells(), columns_and_cells(), st.sampled_from(["ROMI", "LTV_CHURN", "TARGET_LEADS", "KPI_STATUS", "RUN_RATE", "PROFIT"]))
def test_any_columns_give_what_their_cells_give(one: tuple[Any, list[Any]], two: tuple[Any, list[Any]], name: str) -> None:
    kpi = KPIS[name]
    columns, rows = [one[0], two[0]], list(zip(one[1], two[1], strict=True))
    if name == "RUN_RATE":
        columns, rows = [*columns, one[0]], [(*row, row[0]) for row in rows]
    if isinstance(columns[1], pd.Series) != isinstance(columns[0], pd.Series):
        columns[0] = pd.Series(list(one[1]), dtype=object)
    alone = [kpi.of_cells(*row) for row in rows]
    assert listed(quietly(kpi, *columns)) == list(map(wanted, alone))
