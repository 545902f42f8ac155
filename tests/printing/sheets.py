"""Lay the cases of a KPI out in a sheet: one case a row, its ranges side by side, the formula in the last column."""

from collections.abc import Iterator
from typing import Any

from xlsxwriter.utility import xl_col_to_name

#: Where the formulas stand, beyond any argument.
FORMULA_COLUMN = 39


def laid_out(arguments: list[Any], row: int) -> tuple[list[tuple[int, Any]], list[str]]:
    """The cells of one case as (column, value), and the reference of each argument; rows count from 1."""
    cells: list[tuple[int, Any]] = []
    references = []
    for argument in arguments:
        values = argument if isinstance(argument, list) else [argument]
        first = len(cells)
        cells += [(first + offset, value) for offset, value in enumerate(values)]
        last = xl_col_to_name(first + len(values) - 1)
        references.append(f"{xl_col_to_name(first)}{row}:{last}{row}" if isinstance(argument, list) else f"{last}{row}")
    return cells, references


def write_case(model: Any, row: int, arguments: list[Any]) -> list[str]:
    """Write the cells of a case into a row of an IronCalc model, and give the references."""
    cells, references = laid_out(arguments, row)
    for column, value in filled(cells):
        if value == "#N/A":
            model.set_user_input(0, row, column + 1, "=NA()")
        elif isinstance(value, bool):
            model.update_cell_with_bool(0, row, column + 1, value)
        elif isinstance(value, str):
            model.update_cell_with_text(0, row, column + 1, value)
        else:
            model.update_cell_with_number(0, row, column + 1, value)
    return references


def filled(cells: list[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    """The cells that are not blank."""
    return ((column, value) for column, value in cells if value is not None)
