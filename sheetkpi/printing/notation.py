"""A call and what comes out, as a person writes them: in a sheet, in a shell, in a request to the server."""

import json
import os
import re
import shlex
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from sheetkpi.locale import locale_of
from sheetkpi.model.errors import CellError
from sheetkpi.model.kinds import GENERAL, TEXT, Shape
from sheetkpi.model.records import Example, Record
from sheetkpi.printing.formulas import separator_of
from sheetkpi.translation import Language, in_words, translate

#: The function that everybody knows: the example where any would do.
BEST_KNOWN = "ROMI"

IS_WINDOWS = os.name == "nt"

#: A word that no shell of Windows takes apart.
_PLAIN_WORD = re.compile(r"[\w@+=:.,/-]+", re.ASCII)


# --- a call


def sheet_formula(
    record: Record,
    arguments: Sequence[Any],
    language: Language,
    *,
    place: Callable[[list[list[Any]]], str] | None = None,
    prefix: str = "",
) -> str:
    """The call as a formula: ``=ROMI(100000,50000)``, in a Russian Excel ``=ROMI(100000;50000)``."""
    written = (
        _constant(argument, language) if rows is None else place(rows) if place else _array_constant(rows, language)
        for argument, rows in zip(arguments, _ranges(record, arguments), strict=True)
    )
    return f"={prefix}{record.name}({separator_of(language).join(written)})"


def first_formula(record: Record, separator: str = ";", prefix: str = "") -> str:
    """The formula to try first, where it is the same in every language: ``=ROMI(100000;50000)``."""
    return f"={prefix}{record.name}({separator.join(map(str, record.examples[0].arguments))})"


def shell_command(record: Record, arguments: Sequence[Any], *, is_windows: bool = IS_WINDOWS) -> str:
    """The call on the command line: ``sheetkpi calc ROMI 100000 50000``."""
    words = (argument if _is_word(argument) else json.dumps(argument, ensure_ascii=False) for argument in arguments)
    return " ".join(_quoted(word, is_windows=is_windows) for word in ("sheetkpi", "calc", record.name, *words))


def curl_command(record: Record, arguments: Sequence[Any], address: str, *, needs_key: bool = False, is_windows: bool = IS_WINDOWS) -> str:
    """The call as a request to the server, for any curl."""
    body = _quoted(request_body(record, arguments, is_ascii=is_windows), is_windows=is_windows)
    key = ' -H "Authorization: Bearer KEY"' if needs_key else ""
    return f'curl {address.rstrip("/")}/v1/batch{key} -H "Content-Type: application/json" -d {body}'


def request_body(record: Record, arguments: Sequence[Any], *, is_ascii: bool = False) -> str:
    """The call as the body of a request."""
    cells = [argument if rows is None else rows for argument, rows in zip(arguments, _ranges(record, arguments), strict=True)]
    return json.dumps({"calls": [{"function": record.name, "arguments": cells}]}, ensure_ascii=is_ascii, separators=(",", ":"))


# --- what comes out


def shown(value: Any, number_format: str, language: Language) -> str:
    """A value as a cell of the number format shows it.

    >>> shown(0.5, "0.0%", "en"), shown(1234.5, "#,##0.00", "en"), shown(2, "General", "en")
    ('50.0%', '1,234.50', '2')
    >>> from sheetkpi import ErrorCell
    >>> shown(694.444, "#,##0.00", "ru"), shown(ErrorCell("#DIV/0!"), "0.0", "ru")
    ('694,44', '#ДЕЛ/0!')
    """
    code = value.code if isinstance(value, CellError) else value
    if isinstance(code, str):
        return locale_of(language).error_names.get(code, code)
    if value is None:
        return ""
    if isinstance(value, bool) or number_format in (GENERAL, TEXT):
        return in_words(float(value) if isinstance(value, int) and not isinstance(value, bool) else value, language)
    return _formatted(value, number_format, language)


def shown_rows(record: Record, rows: Sequence[Sequence[Any]], language: Language) -> list[list[str]]:
    """The rows of an answer as a sheet with the number formats of the KPI shows them."""
    formats = record.result.number_formats(record, rows)
    return [[shown(*cell, language) for cell in zip(row, of_row, strict=True)] for row, of_row in zip(rows, formats, strict=True)]


def sheet_result(record: Record, example: Example, language: Language) -> str:
    """What a sheet shows for an example; of several results, those of the column or figure that the example looks at."""
    result = record.result.of_example(record, example, language)
    cells = result if isinstance(result, list) else [result]
    number_format = _format_of(record, example.figure)
    return "; ".join(translate("blank", language) if cell is None else shown(cell, number_format, language) for cell in cells)


def figure_title(record: Record, example: Example, language: Language) -> str | None:
    """The header of the figure that an example looks at; in a grid, which has no figures of its own, it is a number."""
    if example.figure is None:
        return None
    title = next((figure.title(language) for figure in record.figures if figure.name == example.figure), None)
    return title or shown(float(example.figure), _of_shape(record, Shape.ROW), language)


# --- pieces


def _ranges(record: Record, arguments: Sequence[Any]) -> list[list[list[Any]] | None]:
    """The rows of every argument that is a range."""
    return [
        _rows(argument, parameter.shape) if isinstance(argument, list) else None
        for parameter, argument in zip(record.parameters_for(len(arguments)), arguments, strict=False)
    ]


def _rows(cells: list[Any], shape: Shape) -> list[list[Any]]:
    if cells and isinstance(cells[0], list):
        return cells
    return [cells] if shape is Shape.ROW else [[cell] for cell in cells]


def _array_constant(rows: list[list[Any]], language: Language) -> str:
    separator = locale_of(language).array_separator
    return "{" + ";".join(separator.join(_constant(cell, language) or '""' for cell in row) for row in rows) + "}"


def _constant(value: Any, language: Language) -> str:
    """A value as a formula writes it; a blank is nothing between two separators."""
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return in_words(float(value), language)


def _formatted(number: float, number_format: str, language: Language) -> str:
    is_percent = number_format.endswith("%")
    decimals = number_format.rstrip("%").partition(".")[2]
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP  # as spreadsheets round, and from the 15 digits that they keep
        exact = Decimal(f"{number:.15g}").scaleb(2 if is_percent else 0)
        text = f"{exact:z{',' if ',' in number_format else ''}.{len(decimals)}f}"
    if "#" in decimals:
        text = text.rstrip("0").rstrip(".")
    locale = locale_of(language)
    signs = {",": locale.thousands, ".": locale.decimal}
    return "".join(signs.get(sign, sign) for sign in text) + locale.percent * is_percent


def _format_of(record: Record, name: str | None) -> str:
    """The number format of a figure, or of the KPI's cells where it has no such figure."""
    of_cells = record.each_cell.kpi.kind if record.each_cell else record.kind
    return next((figure.kind for figure in record.figures if figure.name == name), of_cells).number_format


def _of_shape(record: Record, shape: Shape) -> str:
    """The number format of the argument that has the shape."""
    return next((parameter.kind.number_format for parameter in record.parameters if parameter.shape is shape), GENERAL)


def _is_word(argument: Any) -> bool:
    """Whether a text may stand on the command line as it is: ``lower``."""
    return isinstance(argument, str) and argument.isidentifier() and argument not in {"true", "false", "null"}


def _quoted(word: str, *, is_windows: bool) -> str:
    """A word as the shell takes it whole: in single quotes, on Windows in double quotes with those inside escaped."""
    if not is_windows:
        return shlex.quote(word)
    return word if _PLAIN_WORD.fullmatch(word) else '"' + re.sub(r'(\\*)"', r'\1\1\\"', word) + '"'
