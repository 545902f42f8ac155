"""The engines that compute printed formulas, each as a function from a KPI's name to the cells of its cases."""

import json
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl
import pytest
import quickjs
import xlsxwriter

from sheetkpi import KPIS
from sheetkpi.printing.excel import excel_formula, excel_formulas
from sheetkpi.printing.excel_lambda import lambda_text
from sheetkpi.printing.javascript import javascript_module
from tests import programs
from tests.printing.cases import PRINTABLE, SEVERAL, cases, cases_of_several
from tests.printing.sheets import FORMULA_COLUMN, filled, laid_out, write_case

Engine = Callable[[str], list[Any]]

#: A value that no formula gives: where it is read back, the program did not recalculate.
STALE = -999.0

RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


@pytest.fixture(
    scope="session",
    params=["native formulas in IronCalc", "LAMBDA names in IronCalc", "native formulas in LibreOffice", "JavaScript in QuickJS"],
)
def engine(request: pytest.FixtureRequest) -> Engine:
    """One engine after the other."""
    if request.param.endswith("LibreOffice"):
        return request.getfixturevalue("libreoffice")  # type: ignore[no-any-return]
    if request.param.endswith("QuickJS"):
        return javascript
    return ironcalc_lambdas if request.param.startswith("LAMBDA") else ironcalc_native


def ironcalc_native(name: str) -> list[Any]:
    """Guarded formulas, evaluated by IronCalc."""
    return _in_ironcalc(name, lambda references: excel_formula(KPIS[name], references))


def ironcalc_lambdas(name: str) -> list[Any]:
    """Calls of a defined name that holds the LAMBDA, evaluated by IronCalc."""
    return _in_ironcalc(name, lambda references: f"{name}({','.join(references)})", lambda_text(KPIS[name]))


def _in_ironcalc(name: str, formula: Callable[[list[str]], str], definition: str | None = None) -> list[Any]:
    model = ironcalc.create("cases", "en", "UTC")
    if definition:
        model.new_defined_name(name, None, definition)
    for row, arguments in enumerate(cases(name), 1):
        references = write_case(model, row, arguments)
        model.set_user_input(0, row, FORMULA_COLUMN + 1, "=" + formula(references))
    model.evaluate()
    return [model.get_cell_value(0, row, FORMULA_COLUMN + 1) for row in range(1, len(cases(name)) + 1)]


@cache
def _javascript() -> Any:
    context = quickjs.Context()
    context.eval(javascript_module(list(KPIS.values())) + "\nvar kpis = sheetKpi('en');")
    return context.eval("(function (name, cells) { return JSON.stringify(kpis[name].apply(null, JSON.parse(cells))); })")


def javascript_call(name: str, arguments: list[Any]) -> Any:
    """One call of the printed module."""
    return json.loads(_javascript()(name, json.dumps(arguments)))


def javascript(name: str) -> list[Any]:
    """Calls of the printed module, computed by QuickJS."""
    answers = [javascript_call(name, arguments) for arguments in cases(name)]
    return [answer["error"] if "error" in answer else answer["value"] for answer in answers]


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Guarded formulas of all KPIs in one workbook with wrong cached values, recalculated by LibreOffice."""
    program = programs.libreoffice("the printed formulas are not checked in it")
    folder = tmp_path_factory.mktemp("libreoffice")
    _write_workbook(folder / "cases.xlsx")
    recalculate(program, folder / "cases.xlsx", folder / "recalculated")
    book = openpyxl.load_workbook(folder / "recalculated" / "cases.xlsx", data_only=True, read_only=True)
    last = {name: FORMULA_COLUMN + max(1, len(KPIS[name].figures)) for name in (*PRINTABLE, *SEVERAL)}
    rows = {name: list(book[name].iter_rows(min_col=FORMULA_COLUMN + 1, max_col=last[name], values_only=True)) for name in last}
    results: dict[str, list[Any]] = {name: [list(row) if name in SEVERAL else row[0] for row in found] for name, found in rows.items()}
    book.close()
    assert not [name for name, found in rows.items() if any(STALE in row for row in found)], "LibreOffice did not recalculate"
    return results.__getitem__


def recalculate(program: str, workbook: Path, folder: Path) -> None:
    """Open a workbook in LibreOffice with everything recalculated, and save it in a folder."""
    with tempfile.TemporaryDirectory() as profile:
        (Path(profile) / "user").mkdir()
        (Path(profile) / "user" / "registrymodifications.xcu").write_text(RECALCULATE_ALWAYS, "utf-8")
        command = [program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
        subprocess.run([*command, "--outdir", str(folder), str(workbook)], check=True, capture_output=True, timeout=300)


def _write_workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    for name in PRINTABLE:
        sheet = book.add_worksheet(name)
        for row, arguments in enumerate(cases(name)):
            _write_formula(sheet, row, FORMULA_COLUMN, excel_formula(KPIS[name], _write_cells(sheet, row, arguments)))
    for name in SEVERAL:
        sheet = book.add_worksheet(name)
        for row, arguments in enumerate(cases_of_several(name)):
            formulas = excel_formulas(KPIS[name], _write_cells(sheet, row, arguments))
            for index, formula in enumerate(formulas.values()):
                _write_formula(sheet, row, FORMULA_COLUMN + index, formula)
    book.close()


def _write_cells(sheet: Any, row: int, arguments: list[Any]) -> list[str]:
    cells, references = laid_out(arguments, row + 1)
    for column, value in filled(cells):
        if value == "#N/A":
            sheet.write_formula(row, column, "=NA()", None, "#N/A")
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write_number(row, column, value)
    return references


def _write_formula(sheet: Any, row: int, column: int, formula: str) -> None:
    if "MEDIAN" in formula:  # an array formula before Excel 365
        sheet.write_array_formula(row, column, row, column, f"={formula}", None, STALE)
    else:
        sheet.write_formula(row, column, f"={formula}", None, STALE)
