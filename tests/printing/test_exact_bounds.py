"""Wilson's bounds end exactly at 0 and at 1, in every engine and for every size: a formula that takes them refuses anything beyond."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl
import pytest
import xlsxwriter

from sheetkpi import KPIS, calculate
from sheetkpi.printing.excel import excel_formula
from sheetkpi.printing.excel_lambda import lambda_text
from tests import programs
from tests.printing.conftest import STALE, javascript_call, recalculate

SIZES = range(1, 3000)
BOUND = KPIS["CONVERSION_BOUND"]


def none_and_all(compute: Callable[[list[Any]], Any]) -> list[tuple[Any, Any]]:
    return [(compute([0, size, "low"]), compute([size, size, "high"])) for size in SIZES]


def of_size(size: int) -> list[str]:
    """Both bounds as native formulas over a cell in column A."""
    ends = (("0", '"low"'), (f"A{size}", '"high"'))
    return [excel_formula(BOUND, [successes, f"A{size}", side, "0.95"]) for successes, side in ends]


def is_exact(bounds: list[tuple[Any, Any]]) -> bool:
    return bounds == [(0, 1)] * len(SIZES)


def test_in_python() -> None:
    assert is_exact(none_and_all(lambda cells: calculate("CONVERSION_BOUND", cells)))


def test_in_javascript() -> None:
    assert is_exact(none_and_all(lambda cells: javascript_call("CONVERSION_BOUND", cells)["value"]))


@pytest.mark.parametrize("confidence", [0.8, 0.9, 0.99, 0.999])
def test_at_another_confidence(confidence: float) -> None:
    assert is_exact(none_and_all(lambda cells: calculate("CONVERSION_BOUND", [*cells, confidence])))


@pytest.mark.e2e
@pytest.mark.parametrize("form", ["native", "LAMBDA"])
def test_in_ironcalc(form: str) -> None:
    model = ironcalc.create("bounds", "en", "UTC")
    if form == "LAMBDA":
        model.new_defined_name("CONVERSION_BOUND", None, lambda_text(BOUND))
    for size in SIZES:
        cells = [f'CONVERSION_BOUND(0,A{size},"low")', f'CONVERSION_BOUND(A{size},A{size},"high")'] if form == "LAMBDA" else of_size(size)
        for column, text in enumerate((str(size), *(f"={cell}" for cell in cells)), 1):
            model.set_user_input(0, size, column, text)
    model.evaluate()
    assert is_exact([(model.get_cell_value(0, size, 2), model.get_cell_value(0, size, 3)) for size in SIZES])


@pytest.mark.e2e
def test_in_libreoffice(tmp_path: Path) -> None:
    program = programs.libreoffice("the ends of the bounds are not checked in it")
    book = xlsxwriter.Workbook(tmp_path / "bounds.xlsx")
    sheet = book.add_worksheet()
    for size in SIZES:
        sheet.write_number(size - 1, 0, size)
        for column, formula in enumerate(of_size(size), 1):
            sheet.write_formula(size - 1, column, f"={formula}", None, STALE)
    book.close()
    recalculate(program, tmp_path / "bounds.xlsx", tmp_path / "recalculated")
    rows = openpyxl.load_workbook(tmp_path / "recalculated" / "bounds.xlsx", data_only=True).active
    assert is_exact(list(rows.iter_rows(min_col=2, max_col=3, values_only=True)))


@pytest.mark.parametrize("size", [9, 13, 51, 100, 2999])
def test_in_the_table_of_a_funnel(size: int) -> None:
    none, every = (calculate("FUNNEL_TABLE", [["Visits", "Leads"], [size, leads]]).nested() for leads in (0, size))
    assert none[2][none[0].index("Step conversion, low")] == 0
    assert every[2][every[0].index("Step conversion, high")] == 1


@pytest.mark.parametrize("size", [9, 13, 51, 100, 2999])
def test_what_takes_a_bound_as_a_share_takes_its_ends(size: int) -> None:
    low, high = (calculate("CONVERSION_BOUND", cells) for cells in ([0, size, "low"], [size, size, "high"]))
    assert calculate("MAX_CPL", [1000, low]) == 0
    assert calculate("MAX_CPC", [1000, high, 0.1]) == 100
