"""The engines that compute a KPI, each as a function from many calls to what their cells show.

A call is a name and its arguments: numbers, texts, None for a blank, ``"#N/A"`` for an error cell, lists for ranges. A cell shows a number,
a text, None for a blank, or the code of an error.
"""

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl
import quickjs
import xlsxwriter

from sheetkpi import KPIS, CellError, SheetKpiError, calculate
from sheetkpi.calculation.evaluate import evaluate_figures
from sheetkpi.hosts.web import create_app
from sheetkpi.printing.excel import excel_formulas
from sheetkpi.printing.excel_lambda import lambda_text
from sheetkpi.printing.formulas import printed
from sheetkpi.printing.javascript import javascript_module
from tests import programs
from tests.hosts.calc.office import Office
from tests.hosts.calc.sheets import address, block, typed
from tests.printing.conftest import STALE, _write_formula, recalculate
from tests.printing.sheets import FORMULA_COLUMN, filled, laid_out
from tests.printing.test_sql import holds, in_duckdb

Call = tuple[str, list[Any]]
Engine = Callable[[Sequence[Call]], list[Any]]

#: Shown for a call that an engine has no way to make.
NOT_MADE = object()


def is_several(name: str) -> bool:
    """Whether a call gives several figures: a list of cells."""
    return KPIS[name].result.name == "figures"


def python(calls: Sequence[Call]) -> list[Any]:
    """Cells computed by the package itself."""
    return [_python(*call) for call in calls]


def _python(name: str, arguments: list[Any]) -> Any:
    if is_several(name):
        return [_code(cell) for cell in evaluate_figures(KPIS[name], arguments).values()]
    return _code(calculate(name, arguments))


def _code(cell: Any) -> Any:
    return cell.code if isinstance(cell, CellError) else cell


def http(calls: Sequence[Call]) -> list[Any]:
    """Cells computed by the server."""
    client = _client()
    results: list[Any] = []
    for start in range(0, len(calls), 5000):
        some = [{"function": name, "arguments": [_json(a) for a in arguments]} for name, arguments in calls[start : start + 5000]]
        response = client.post("/v1/batch", json={"calls": some, "language": "en"})
        assert response.status_code == 200, response.text
        results += response.json["results"]
    return [_answered(name, result) for (name, _), result in zip(calls, results, strict=True)]


@cache
def _client() -> Any:
    return create_app().test_client()


def _json(argument: Any) -> Any:
    return [[cell] for cell in argument] if isinstance(argument, list) else argument


def _answered(name: str, answer: dict[str, Any]) -> Any:
    if not is_several(name):
        return answer["error"] if "error" in answer else answer["value"]
    cells = list(answer["values"])
    columns = int(answer["columns"])
    for index, code in answer["errors"]:
        cells[int(index)] = code
    return cells[columns + 1 :: columns] if KPIS[name].layout == "down" else cells[columns + 1 : 2 * columns]


# --- JavaScript


def in_quickjs(calls: Sequence[Call]) -> list[Any]:
    """Cells computed by the printed module in QuickJS."""
    return [_answered(name, json.loads(_quickjs()(name, json.dumps(arguments)), parse_int=float)) for name, arguments in calls]


@cache
def _quickjs() -> Any:
    context = quickjs.Context()
    context.eval(_module() + "\nvar kpis = sheetKpi('en');")
    return context.eval("(function (name, cells) { return JSON.stringify(kpis[name].apply(null, JSON.parse(cells))); })")


@cache
def _module() -> str:
    return javascript_module(list(KPIS.values()))


def in_node(calls: Sequence[Call]) -> list[Any]:
    """Cells computed by the printed module in V8."""
    node = programs.program("node", "the printed JavaScript is not tried in V8", "nodejs")
    script = f"""{_module()}
const kpis = sheetKpi("en");
const calls = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(calls.map(([name, cells]) => kpis[name](...cells))));"""
    with tempfile.NamedTemporaryFile("w", suffix=".js", encoding="utf-8") as file:
        file.write(script)
        file.flush()
        done = subprocess.run([node, file.name], input=json.dumps(calls), capture_output=True, text=True, check=True, timeout=600)
    return [_answered(name, answer) for (name, _), answer in zip(calls, json.loads(done.stdout, parse_int=float), strict=True)]


# --- formulas of spreadsheets


def _by_name(calls: Sequence[Call]) -> Iterator[tuple[str, list[tuple[int, list[Any]]]]]:
    """Yield each KPI with its calls and their numbers."""
    ordered = sorted(enumerate(calls), key=lambda item: item[1][0])
    for name, group in groupby(ordered, key=lambda item: item[1][0]):
        yield name, [(number, arguments) for number, (_, arguments) in group]


def native_in_ironcalc(calls: Sequence[Call]) -> list[Any]:
    """Guarded formulas, computed by IronCalc."""
    return _in_ironcalc(calls, lambda name, references: list(excel_formulas(KPIS[name], references).values()), lambda _: None)


def lambda_in_ironcalc(calls: Sequence[Call]) -> list[Any]:
    """Calls of a name that holds the LAMBDA, computed by IronCalc."""
    return _in_ironcalc(
        calls,
        lambda name, references: None if is_several(name) else [f"{name}({','.join(references)})"],
        lambda name: lambda_text(KPIS[name]),
    )


def _in_ironcalc(
    calls: Sequence[Call], formulas: Callable[[str, list[str]], list[str] | None], define: Callable[[str], str | None]
) -> list[Any]:
    results: list[Any] = [NOT_MADE] * len(calls)
    for name, numbered in _by_name(calls):
        model = ironcalc.create("calls", "en", "UTC")
        if definition := define(name):
            model.new_defined_name(name, None, definition)
        made = {}
        for row, (number, arguments) in enumerate(numbered, 1):
            texts = formulas(name, _write_case(model, row, arguments))
            for column, text in enumerate(texts or [], FORMULA_COLUMN + 1):
                model.set_user_input(0, row, column, f"={text}")
            if texts:
                made[number] = (row, len(texts))
        model.evaluate()
        for number, (row, width) in made.items():
            cells = [_blank(model.get_cell_value(0, row, FORMULA_COLUMN + 1 + index)) for index in range(width)]
            results[number] = cells if is_several(name) else cells[0]
    return results


def _write_case(model: Any, row: int, arguments: list[Any]) -> list[str]:
    cells, references = laid_out(arguments, row)
    for column, value in filled(cells):
        if isinstance(value, str) and value.startswith("#"):
            model.set_user_input(0, row, column + 1, f"={value}")
        elif isinstance(value, bool):
            model.update_cell_with_bool(0, row, column + 1, value)
        elif isinstance(value, str):
            model.update_cell_with_text(0, row, column + 1, value)
        else:
            model.update_cell_with_number(0, row, column + 1, value)
    return references


def _blank(cell: Any) -> Any:
    return None if cell == "" else cell


def native_in_libreoffice(calls: Sequence[Call]) -> list[Any]:
    """Guarded formulas, recalculated by LibreOffice in a file with wrong cached values."""
    program = programs.libreoffice("the printed formulas are not checked in it")
    results: list[Any] = [NOT_MADE] * len(calls)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "calls.xlsx"
        book = xlsxwriter.Workbook(file, {"constant_memory": False})
        for name, numbered in _by_name(calls):
            sheet = book.add_worksheet(name)
            for row, (_, arguments) in enumerate(numbered):
                formulas = excel_formulas(KPIS[name], _write_into_file(sheet, row, arguments))
                for column, formula in enumerate(formulas.values(), FORMULA_COLUMN):
                    _write_formula(sheet, row, column, formula)
        book.close()
        recalculate(program, file, Path(folder) / "recalculated")
        found = openpyxl.load_workbook(Path(folder) / "recalculated" / "calls.xlsx", data_only=True, read_only=True)
        for name, numbered in _by_name(calls):
            last = FORMULA_COLUMN + max(1, len(KPIS[name].figures))
            rows = found[name].iter_rows(min_row=1, max_row=len(numbered), min_col=FORMULA_COLUMN + 1, max_col=last, values_only=True)
            for (number, _), row in zip(numbered, rows, strict=True):
                assert STALE not in row, "LibreOffice did not recalculate"
                cells = [_blank(cell) for cell in row]
                results[number] = cells if is_several(name) else cells[0]
        found.close()
    return results


def _write_into_file(sheet: Any, row: int, arguments: list[Any]) -> list[str]:
    cells, references = laid_out(arguments, row + 1)
    for column, value in filled(cells):
        if isinstance(value, str) and value.startswith("#"):
            sheet.write_formula(row, column, f"={value}", None, value)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write_number(row, column, value)
    return references


def addin_in_libreoffice(office: Office) -> Engine:
    """Return the engine of the Calc add-in: its functions in a running LibreOffice."""

    def compute(calls: Sequence[Call]) -> list[Any]:
        results: list[Any] = [NOT_MADE] * len(calls)
        office.ask("open")
        for name, numbered in _by_name(calls):
            if is_several(name):
                continue
            rows, lines = [], []
            for row, (_, arguments) in enumerate(numbered):
                cells: list[str] = []
                references = []
                for argument in arguments:
                    values = argument if isinstance(argument, list) else [argument]
                    references.append(block(row, len(cells), 1, len(values)) if isinstance(argument, list) else address(row, len(cells)))
                    cells += [typed(value) for value in values]
                rows.append(cells)
                lines.append(f"={name}({';'.join(references)})")
            width = max(map(len, rows))
            filled = [[*cells, *[""] * (width - len(cells)), line] for cells, line in zip(rows, lines, strict=True)]
            office.ask("fill", sheet=name, where=block(0, 0, len(filled), width + 1), formulas=filled)
            read = office.ask("read", sheet=name, where=block(0, width, len(filled), 1))
            for (number, _), (cell,) in zip(numbered, read, strict=True):
                results[number] = cell["error"] if isinstance(cell, dict) else _blank(cell)
        return results

    return compute


# --- SQL


def in_sql(calls: Sequence[Call]) -> list[Any]:
    """Cells computed by DuckDB; it has NULL where a sheet has an error."""
    results: list[Any] = [NOT_MADE] * len(calls)
    for name, numbered in _by_name(calls):
        kpi = KPIS[name]
        parameters = kpi.formula_parameters
        try:
            printed(kpi, "sql")
        except SheetKpiError:
            continue
        made = []
        for number, arguments in numbered:
            given = [None if cell == "" else cell for cell in arguments]
            given += [None] * (len(parameters) - len(given))
            if len(given) == len(parameters) and all(map(holds, parameters, given)):
                made.append((number, given))
        if not made:
            continue
        for (number, _), row in zip(made, in_duckdb(kpi, [given for _, given in made]), strict=True):
            results[number] = list(row) if is_several(name) else row[0]
    return results


#: Every engine that needs no running office, by its name.
ENGINES: dict[str, Engine] = {
    "Python": python,
    "HTTP": http,
    "JavaScript in QuickJS": in_quickjs,
    "JavaScript in V8": in_node,
    "native formulas in IronCalc": native_in_ironcalc,
    "LAMBDA in IronCalc": lambda_in_ironcalc,
    "SQL in DuckDB": in_sql,
}
