"""A call as one writes it elsewhere: in a sheet, in a shell, in a request to the server."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sheetkpi.calculation import table
from sheetkpi.checks import parameters_for
from sheetkpi.errors import ERROR_CODES
from sheetkpi.kinds import Shape
from sheetkpi.records import Example, Record
from sheetkpi.translation import Language, in_words, translate


def sheet_formula(record: Record, arguments: Sequence[Any], language: Language) -> str:
    """The call as a formula: ``=ROMI(100000,50000)``, in a Russian Excel ``=ROMI(100000;50000)``."""
    separator = ";" if language == "ru" else ","
    cells = (
        _array_constant(_rows(argument, parameter.shape), language) if isinstance(argument, list) else _constant(argument, language)
        for parameter, argument in zip(parameters_for(record, len(arguments)), arguments, strict=False)
    )
    return f"={record.name}({separator.join(cells)})"


def sheet_result(record: Record, example: Example, language: Language) -> str:
    """What a sheet shows for an example; of a table, the column or figure that the example looks at."""
    if isinstance(example.result, str) and example.result in ERROR_CODES:
        return ERROR_CODES[example.result] if language == "ru" else example.result
    result = example.result
    if record.result == "table":
        answer = table(record, example.arguments)
        result = replace(answer, language=answer.language or language)[example.figure or ""]
    cells = result if isinstance(result, list) else [result]
    shown = ("; " if language == "ru" else ", ").join(
        translate("blank", language) if cell is None else in_words(cell, language) for cell in cells
    )
    return shown if example.figure is None else f"{_title(record, example.figure, language)}: {shown}"


def shell_command(record: Record, arguments: Sequence[Any]) -> str:
    """The call on the command line: ``sheetkpi calc ROMI 100000 50000``."""
    words = (argument if _is_word(argument) else json.dumps(argument, ensure_ascii=False) for argument in arguments)
    return shlex.join(["sheetkpi", "calc", record.name, *words])


def curl_command(record: Record, arguments: Sequence[Any], address: str) -> str:
    """The call as a request to the server."""
    parameters = parameters_for(record, len(arguments))
    cells = [
        _rows(argument, parameter.shape) if isinstance(argument, list) else argument
        for parameter, argument in zip(parameters, arguments, strict=False)
    ]
    request = json.dumps({"calls": [{"function": record.name, "arguments": cells}]}, ensure_ascii=False)
    return f"curl {address}/v1/batch --json {shlex.quote(request)}"


def _title(record: Record, name: str, language: Language) -> str:
    """The header of a column; in a grid, which has no figures of its own, it is a number."""
    return next((figure.title(language) for figure in record.figures if figure.name == name), None) or in_words(float(name), language)


def _rows(cells: list[Any], shape: Shape) -> list[list[Any]]:
    if cells and isinstance(cells[0], list):
        return cells
    return [cells] if shape is Shape.ROW else [[cell] for cell in cells]


def _array_constant(rows: list[list[Any]], language: Language) -> str:
    separator = "\\" if language == "ru" else ","
    return "{" + ";".join(separator.join(_constant(cell, language) or '""' for cell in row) for row in rows) + "}"


def _constant(value: Any, language: Language) -> str:
    """A value as a formula writes it; a blank is nothing between two separators."""
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return in_words(float(value), language)


def _is_word(argument: Any) -> bool:
    """Whether a text may stand on the command line as it is: ``lower``."""
    return isinstance(argument, str) and argument.isidentifier() and argument not in {"true", "false", "null"}
