"""One table, one layout: every engine that fills several cells gives the same rows, columns, headers, values and errors."""

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import ironcalc
import pytest

from sheetkpi import KPIS, CellError, Range, calculate
from sheetkpi.hosts.excel.calls import from_vba
from sheetkpi.hosts.web import create_app
from sheetkpi.model.ranges import as_range
from sheetkpi.printing.excel_lambda import lambda_text
from sheetkpi.printing.javascript import javascript_module
from sheetkpi.translation import LANGUAGES, Language
from tests import programs
from tests.printing.cases import TABLES, cases_of_tables, is_same
from tests.printing.conftest import javascript_call

Rows = list[list[Any]]

#: What each engine gives for calls of one KPI: the cells of every table, errors by their codes.
Engine = Callable[[str, Sequence[list[Any]], Language], list[Rows]]

#: The other tables are calculated by the server and the add-ins alone.
PRINTABLE = [name for name in TABLES if KPIS[name].is_printable]


def in_python(name: str, calls: Sequence[list[Any]], language: Language) -> list[Rows]:
    return [_rows(calculate(name, arguments, language)) for arguments in calls]


def _rows(outcome: Any) -> Rows:
    if isinstance(outcome, CellError):
        return [[outcome.code]]
    assert isinstance(outcome, Range)
    return [[cell.code if isinstance(cell, CellError) else cell for cell in row] for row in outcome.nested()]


def over_http(name: str, calls: Sequence[list[Any]], language: Language) -> list[Rows]:
    body = {"calls": [{"function": name, "arguments": arguments} for arguments in calls], "language": language}
    return list(map(_answered, create_app().test_client().post("/v1/batch", json=body).json["results"]))


def _answered(answer: dict[str, Any]) -> Rows:
    if "error" in answer:
        return [[answer["error"]]]
    cells = list(answer["values"])
    for index, code in answer["errors"]:
        cells[index] = code
    width = answer["columns"]
    return [cells[start : start + width] for start in range(0, len(cells), width)]


def in_vba(name: str, calls: Sequence[list[Any]], language: Language) -> list[Rows]:
    return [_from_vba(from_vba(name, [_as_vba(argument) for argument in arguments], language)) for arguments in calls]


def _as_vba(argument: Any) -> Any:
    return tuple(map(tuple, argument)) if isinstance(argument, list) else argument


def _from_vba(answer: Any) -> Rows:
    return [list(row) for row in answer] if isinstance(answer, list) else [[answer]]


def in_quickjs(name: str, calls: Sequence[list[Any]], language: Language) -> list[Rows]:
    return [_answered(javascript_call(name, _with_language(name, arguments, language))) for arguments in calls]


def in_v8(name: str, calls: Sequence[list[Any]], language: Language) -> list[Rows]:
    node = programs.program("node", "the printed tables are not tried in V8", "nodejs")
    asked = [[name, _with_language(name, arguments, language)] for arguments in calls]
    script = f"""{javascript_module(list(KPIS.values()))}
    const kpis = sheetKpi("en");
    process.stdout.write(JSON.stringify({json.dumps(asked)}.map(([name, cells]) => kpis[name](...cells))));"""
    done = subprocess.run([node, "-"], input=script, capture_output=True, text=True, check=True, timeout=60)
    return list(map(_answered, json.loads(done.stdout)))


def _with_language(name: str, arguments: list[Any], language: Language) -> list[Any]:
    given = len(KPIS[name].formula_parameters)
    return [*arguments, *[None] * (given - len(arguments)), language]


def as_lambda(name: str, calls: Sequence[list[Any]], language: Language) -> list[Rows]:
    """Calls of a name that holds the LAMBDA, in IronCalc."""
    return [list(_spilled(name, arguments, language)) for arguments in calls]


def _spilled(name: str, arguments: list[Any], language: Language) -> Iterator[list[Any]]:
    model = ironcalc.create("case", "en", "UTC")
    model.new_defined_name(name, None, lambda_text(KPIS[name], language=language))
    column, references = 1, []
    for argument in arguments:
        cells = as_range(argument)
        for index, cell in enumerate(cells.values):
            down, across = divmod(index, cells.columns)
            if isinstance(cell, str):
                model.update_cell_with_text(0, down + 1, column + across, cell)
            elif cell is not None:
                model.update_cell_with_number(0, down + 1, column + across, float(cell))
        first, last = (ironcalc.column_name_from_number(place) for place in (column, column + cells.columns - 1))
        references.append(f"{first}1:{last}{cells.rows}" if isinstance(argument, list) else f"{first}1")
        column += cells.columns
    model.set_user_input(0, 1, column, f"={name}({','.join(references)})")
    model.evaluate()
    for row in range(1, 20):
        cells_of_row = [model.get_cell_value(0, row, column + place) for place in range(20)]
        while cells_of_row and cells_of_row[-1] is None:
            cells_of_row.pop()
        if not cells_of_row:
            return
        yield cells_of_row


ENGINES: dict[str, Engine] = {
    "server": over_http,
    "Excel add-in": in_vba,
    "JavaScript in QuickJS": in_quickjs,
    "JavaScript in V8": in_v8,
    "LAMBDA in IronCalc": as_lambda,
}

#: Engines of printed formulas have no tables whose length depends on the data.
CASES = [(engine, name) for engine in ENGINES for name in (TABLES if engine in ("server", "Excel add-in") else PRINTABLE)]


def is_same_table(engine: str, got: Rows, want: Rows) -> bool:
    """Whether two tables have the same cells; in IronCalc 0.9 one error fills a whole stacked array."""
    errors = {cell for row in want for cell in row if str(cell).startswith("#")}
    if engine.startswith("LAMBDA") and errors and len(got) == len(got[0]) == 1:
        return got[0][0] in errors
    spread = errors if engine.startswith("LAMBDA") else set()
    return list(map(len, got)) == list(map(len, want)) and all(
        is_same(cell, right) or cell in spread
        for row, wanted in zip(got, want, strict=True)
        for cell, right in zip(row, wanted, strict=True)
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("engine", "name"), CASES)
def test_every_engine_fills_the_same_cells(engine: str, name: str, language: Language) -> None:
    calls = cases_of_tables(name)
    tables = list(zip(calls, ENGINES[engine](name, calls, language), in_python(name, calls, language), strict=True))
    wrong = [f"{name}{arguments} gives {got}, Python {want}" for arguments, got, want in tables if not is_same_table(engine, got, want)]
    assert not wrong, f"{len(wrong)} of {len(calls)}, such as:\n" + "\n".join(wrong[:2])
    assert sum(len(want) > 1 for _, _, want in tables) > 25, "most calls must give a table"


def test_a_figure_stands_in_the_same_cell_everywhere() -> None:
    """The audit's example: =INDEX(DECOMPOSE(50000,100000,0.3,2000,0.3,0.1),7,2) was 20.83 in Excel and 2400 elsewhere."""
    arguments = [50000.0, 100000.0, 0.3, 2000.0, 0.3, 0.1]
    for engine in (in_python, *ENGINES.values()):
        ((_, *figures),) = engine("DECOMPOSE", [arguments], "en")
        assert [row[0] for row in figures][5:7] == ["Clicks needed", "Maximum CPC"]
        assert [row[1] for row in figures][5:7] == [2400.0, pytest.approx(20.8333333333)]
        assert [row[2] for row in figures][5:7] == ["round up([Leads needed] / click to lead)", "budget / [Clicks needed]"]


def test_a_range_of_one_cell_is_a_cell() -> None:
    calls = [[[[50000.0]], 100000.0, 0.3, 2000.0, 0.3, 0.1]]
    for engine in (in_python, *ENGINES.values()):
        ((heads, *_),) = engine("DECOMPOSE", calls, "en")
        assert heads == ["Figure", "Value", "Formula"]
