"""Ranges: as their cells one by one, in the shape of the inputs, and the inputs untouched."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkpi import KPIS, CellError, NotAvailable, Range, WrongType, calculate

ELEMENTWISE = [name for name, kpi in KPIS.items() if kpi.result.name == "value" and not any(p.is_range for p in kpi.parameters)]

cells = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-5, 100),
    st.floats(0, 1),
    st.sampled_from(
        [None, "", "text", True, "#N/A", "low", "up", "lower", "median", "later", "none", "seed", "nearest", 0, 1, -1, 10**400]
    ),
)


def plain(cell: Any) -> Any:
    return cell.code if isinstance(cell, CellError) else cell


@given(st.sampled_from(ELEMENTWISE), st.data())
@settings(max_examples=max(400, settings().max_examples))
def test_a_range_equals_its_cells_one_by_one(name: str, data: st.DataObject) -> None:
    kpi = KPIS[name]
    rows, columns = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 3))
    count = data.draw(st.integers(kpi.required, kpi.most or kpi.required + 2))
    arguments: list[Any] = []
    for _ in range(count):
        shape = data.draw(st.sampled_from([(rows, columns), (rows, 1), (1, columns), (1, 1), None]))
        arguments.append(
            data.draw(cells)
            if shape is None
            else Range(*shape, data.draw(st.lists(cells, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])))
        )
    before = copy.deepcopy(arguments)
    result = calculate(name, arguments)
    assert repr(arguments) == repr(before), "the inputs were changed"
    ranges = [argument for argument in arguments if isinstance(argument, Range)]
    if not ranges:
        assert not isinstance(result, Range)
        return
    assert isinstance(result, Range)
    assert (result.rows, result.columns) == (max(r.rows for r in ranges), max(r.columns for r in ranges))
    for index, cell in enumerate(result.values):
        row, column = divmod(index, result.columns)
        single = calculate(name, [at(argument, row, column) for argument in arguments])
        assert plain(cell) == plain(single), f"row {row}, column {column} of {name}{arguments}"


def at(argument: Any, row: int, column: int) -> Any:
    if not isinstance(argument, Range):
        return argument
    return argument.values[(0 if argument.rows == 1 else row) * argument.columns + (0 if argument.columns == 1 else column)]


@given(st.sampled_from(list(KPIS)), st.lists(st.recursive(cells, lambda inner: st.lists(inner, max_size=4), max_leaves=12), max_size=9))
@settings(max_examples=max(500, settings().max_examples))
def test_no_input_at_all_ends_in_a_traceback(name: str, arguments: list[Any]) -> None:
    result = calculate(name, arguments)
    for cell in result.values if isinstance(result, Range) else [result]:
        assert cell is None or isinstance(cell, float | str | CellError)
        if isinstance(cell, CellError):
            assert cell.message("en")
            assert cell.message("ru")
            assert cell.code.startswith("#")
        else:
            json.dumps(cell, allow_nan=False)


def test_a_row_and_a_column_make_a_table() -> None:
    grid = calculate("CPC", [[[100, 200]], [1, 2, 4]])
    assert isinstance(grid, Range)
    assert grid.nested() == [[100, 200], [50, 100], [25, 50]]


def test_cells_without_a_partner_are_not_available() -> None:
    result = calculate("ROMI", [[1, 2, 3], [1, 2]])
    assert isinstance(result, Range)
    assert [plain(cell) for cell in result.values] == [0, 0, "#N/A"]
    assert isinstance(result.values[2], NotAvailable)


def test_one_bad_row_spoils_its_own_cell_only() -> None:
    result = calculate("ROMI", [[100000, "x", None, 5000, "#REF!", 1], [50000, 1, 1, 50000, 1, 0]])
    assert isinstance(result, Range)
    assert [plain(cell) for cell in result.values] == [1.0, "#VALUE!", None, -0.9, "#REF!", "#DIV/0!"]


def test_a_bad_constant_spoils_every_row_in_the_same_way() -> None:
    result = calculate("LTV", [[1, 2, None], 1, 1, 60])
    assert isinstance(result, Range)
    assert [plain(cell) for cell in result.values] == ["#NUM!", "#NUM!", None]


def test_scalars_of_a_kpi_that_reads_a_range_broadcast() -> None:
    result = calculate("DEAL_CYCLE", [[0, 0, 0], [1, 2, 30], [["mean"], ["median"]]])
    assert isinstance(result, Range)
    assert result.values == [11, 2]


def test_a_million_rows_with_one_zero_keep_their_order() -> None:
    spend = [1.0] * 1000
    spend[500] = 0.0
    result = calculate("ROMI", [Range(1000, 1, [float(i) for i in range(1000)]), Range(1000, 1, spend)])
    assert isinstance(result, Range)
    assert plain(result.values[500]) == "#DIV/0!"
    assert result.values[501] == 500
    assert "row 501" in result.values[500].message()


@pytest.mark.parametrize("cells", [[], [[]], [[1, 2], [3]]])
def test_a_range_that_is_no_rectangle_is_refused(cells: Any) -> None:
    with pytest.raises(WrongType):
        Range.of(cells)
    assert plain(calculate("ROMI", [cells, 1])) == "#VALUE!"


def test_a_flat_list_is_a_column() -> None:
    result = calculate("ROMI", [[1, 2], 1])
    assert isinstance(result, Range)
    assert (result.rows, result.columns) == (2, 1)
