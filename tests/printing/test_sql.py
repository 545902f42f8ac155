"""Printed SQL, computed by DuckDB: what Python gives for the same numbers, and NULL where Python gives a blank or an error."""

from typing import Any

import duckdb
import pytest

from sheetkpi import KPIS, CellError, Kpi, SheetKpiError, calculate
from sheetkpi.calculation.evaluate import evaluate_figures
from sheetkpi.model.records import Parameter
from sheetkpi.printing.dialect import UnprintableError
from sheetkpi.printing.formulas import printed
from tests.printing.cases import PRINTABLE, SEVERAL, cases, cases_of_several, is_same

#: What SQL has no function for.
NOT_IN_SQL = {"NPS_MARGIN", "CONVERSION_BOUND", "ROMI_BOUND", "PROP_TEST", "MIN_SAMPLE"}


def holds(parameter: Parameter, argument: Any) -> bool:
    """Whether a column of a database may hold it: numbers, words for a choice, NULL; no texts or errors among numbers."""
    if parameter.is_range:
        return isinstance(argument, list) and all(cell is None or type(cell) is float for cell in argument)
    return argument is None or (isinstance(argument, str) if parameter.options else type(argument) is float)


def for_sql(name: str, all_cases: list[list[Any]]) -> list[list[Any]]:
    """The cases with an argument for every column, which a database can hold."""
    parameters = KPIS[name].formula_parameters
    filled = [[None if argument == "" else argument for argument in case] for case in all_cases]
    given = [[*case, *[None] * (len(parameters) - len(case))] for case in filled if len(case) <= len(parameters)]
    return [case for case in given if all(map(holds, parameters, case))]


def in_duckdb(kpi: Kpi[..., Any], inputs: list[list[Any]]) -> list[tuple[Any, ...]]:
    """The figures of every case, by one query over a table that has a column for every argument."""
    names = [parameter.name for parameter in kpi.formula_parameters]
    expressions = ", ".join(text for _, text in printed(kpi, "sql", names))
    rows = [(number, *row) for number, arguments in enumerate(inputs) for row in rows_of(arguments)]
    types = ["BIGINT", *("VARCHAR" if parameter.options else "DOUBLE" for parameter in kpi.formula_parameters)]
    columns = ", ".join(f"unnest(?::{kind}[]) AS {name}" for kind, name in zip(types, ["number", *names], strict=True))
    single = [parameter.name for parameter in kpi.formula_parameters if not parameter.is_range]
    grouped = f"GROUP BY {', '.join(['number', *single])}" if kpi.reads_ranges else ""
    query = f"SELECT {expressions} FROM (SELECT {columns}) {grouped} ORDER BY number"  # noqa: S608
    with duckdb.connect() as connection:
        return connection.execute(query, [list(column) for column in zip(*rows, strict=True)]).fetchall()


def rows_of(arguments: list[Any]) -> list[list[Any]]:
    """The rows of a case: one, or as many as its longest range has; a single cell is in each of them."""
    length = max((len(argument) for argument in arguments if isinstance(argument, list)), default=1)
    columns = [
        [*argument, *[None] * (length - len(argument))] if isinstance(argument, list) else [argument] * length for argument in arguments
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def cell(result: Any) -> Any:
    """What SQL holds for a cell: NULL for an error too."""
    return None if isinstance(result, CellError) else result


@pytest.mark.parametrize("name", [name for name in PRINTABLE if name not in NOT_IN_SQL])
def test_a_kpi_gives_in_duckdb_what_it_gives_in_python(name: str) -> None:
    inputs = for_sql(name, cases(name))
    assert len(inputs) > 50
    wrong = []
    for arguments, (got,) in zip(inputs, in_duckdb(KPIS[name], inputs), strict=True):
        want = cell(calculate(name, arguments))
        if not is_same(got, want):
            wrong.append(f"{name}{arguments} gives {got}, Python {want}")
    assert not wrong, "\n".join(wrong[:5])


@pytest.mark.parametrize("name", SEVERAL)
def test_each_figure_gives_in_duckdb_what_it_gives_in_python(name: str) -> None:
    inputs, wrong = for_sql(name, cases_of_several(name)), []
    for arguments, got in zip(inputs, in_duckdb(KPIS[name], inputs), strict=True):
        want = [cell(figure) for figure in evaluate_figures(KPIS[name], arguments).values()]
        if not all(map(is_same, got, want)):
            wrong.append(f"{name}{arguments} gives {got}, Python {want}")
    assert not wrong, "\n".join(wrong[:5])


def test_whole_numbers_are_divided_into_fractions() -> None:
    ((_, romi),) = printed(KPIS["ROMI"], "sql", ["1", "spend"])
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT {romi} FROM (SELECT 2::INTEGER AS spend)").fetchone() == (-0.5,)  # noqa: S608


def test_a_column_or_an_expression_stands_for_an_argument() -> None:
    texts = [
        printed(KPIS["ROMI"], "sql", columns, is_guarded=False)[0][1] for columns in (["gp", "cost.total"], ["revenue * 0.4", "`ad spend`"])
    ]
    assert texts == ["(gp - cost.total) / cost.total", "((revenue * 0.4) - `ad spend`) / `ad spend`"]
    with pytest.raises(SheetKpiError):
        printed(KPIS["ROMI"], "sql", ["gp", ""])


def test_what_sql_has_no_function_for_is_refused_and_named() -> None:
    for name in NOT_IN_SQL:
        with pytest.raises(UnprintableError):
            printed(KPIS[name], "sql")
