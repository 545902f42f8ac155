"""KPIs with several results: every engine computes each of them as Python does."""

from typing import Any

import ironcalc
import pytest

from sheetkpi import KPIS, CellError, Range, calculate
from sheetkpi.calculation.evaluate import evaluate_figures
from sheetkpi.printing.excel import excel_formulas
from sheetkpi.printing.formulas import printed
from tests.printing.cases import RANDOM_CASES, SEVERAL, is_same
from tests.printing.cases import cases_of_several as inputs
from tests.printing.conftest import Engine, javascript_call
from tests.printing.sheets import FORMULA_COLUMN, write_case
from tests.printing.test_engines import is_logical


def expected(name: str) -> list[list[Any]]:
    """Each figure of every case: a number, None for a blank, or the code of an error."""
    answers = []
    for arguments in inputs(name):
        table = calculate(name, arguments)
        assert isinstance(table, Range)
        cells = table.column(1)[1:] if KPIS[name].layout == "down" else table.nested()[1][1:]
        answers.append([cell.code if isinstance(cell, CellError) else cell for cell in cells])
    return answers


def in_ironcalc(name: str, *, by_reference: bool) -> list[list[Any]]:
    model = ironcalc.create("cases", "en", "UTC")
    kpi = KPIS[name]
    for row, arguments in enumerate(inputs(name), 1):
        references = write_case(model, row, arguments)
        cells = {figure.name: f"{column(index)}{row}" for index, figure in enumerate(kpi.figures)} if by_reference else None
        for index, formula in enumerate(excel_formulas(kpi, references, cells_of_figures=cells).values()):
            model.set_user_input(0, row, FORMULA_COLUMN + 1 + index, f"={formula}")
    model.evaluate()
    return [
        [model.get_cell_value(0, row, FORMULA_COLUMN + 1 + index) for index in range(len(kpi.figures))]
        for row in range(1, len(inputs(name)) + 1)
    ]


def column(index: int) -> str:
    return "A" + "NOPQRSTUVWXYZ"[index]  # the columns after AM, where formulas stand


@pytest.mark.parametrize("by_reference", [False, True], ids=["each formula alone", "each referring to those before"])
@pytest.mark.parametrize("name", SEVERAL)
def test_native_formulas_one_a_result(name: str, by_reference: bool) -> None:
    wrong = []
    for arguments, got, want in zip(inputs(name), in_ironcalc(name, by_reference=by_reference), expected(name), strict=True):
        pairs = zip(got, want, strict=True)
        if not all(is_same(value, right) or (by_reference and isinstance(right, str)) for value, right in pairs):
            wrong.append(f"{name}{arguments} gives {got}, Python {want}")
    assert not wrong, "\n".join(wrong[:5])


@pytest.mark.e2e
@pytest.mark.parametrize("name", SEVERAL)
def test_native_formulas_in_libreoffice(name: str, libreoffice: Engine) -> None:
    for arguments, got, want in zip(inputs(name), libreoffice(name), expected(name), strict=True):
        if not is_logical(name, arguments):  # the gap of test_engines: LibreOffice has no logical values
            assert all(map(is_same, got, want)), f"{name}{arguments} gives {got}, Python {want}"


@pytest.mark.parametrize("name", SEVERAL)
def test_the_module_agrees_on_random_inputs(name: str) -> None:
    for arguments, want in zip(inputs(name), expected(name), strict=True):
        got = javascript_call(name, arguments)
        failed = dict(map(tuple, got["errors"]))
        cells = [failed.get(index, value) for index, value in enumerate(got["values"])]
        width = got["columns"]
        shown = cells[width + 1 :: width] if KPIS[name].layout == "down" else cells[width + 1 :]
        assert all(map(is_same, shown, want)), f"{name}{arguments} gives {shown}, Python {want}"


def test_the_grid_of_bids_is_one_formula_a_cell() -> None:
    model = ironcalc.create("grid", "en", "UTC")
    for row, column_, value in ((1, 1, 700.0), (2, 2, 0.05), (2, 3, 0.1), (3, 1, 0.2), (4, 1, 0.3)):
        model.update_cell_with_number(0, row, column_, value)
    for row in (3, 4):
        for letter in "BC":
            ((_, formula),) = printed(KPIS["BID_GRID"], "excel", ["$A$1", f"{letter}$2", f"$A{row}"])
            model.set_user_input(0, row, 2 + "BC".index(letter), formula)
    model.evaluate()
    assert [[model.get_cell_value(0, row, c) for c in (2, 3)] for row in (3, 4)] == [[7, 14], [pytest.approx(10.5), 21]]


def test_there_are_enough_random_inputs() -> None:
    assert all(len(inputs(name)) >= RANDOM_CASES >= 300 for name in SEVERAL)
    assert evaluate_figures(KPIS["DECOMPOSE"], [50000.0, 100000.0, 0.3, 2000.0, 0.3, 0.1])["cpc"] == 50000 / 2400
