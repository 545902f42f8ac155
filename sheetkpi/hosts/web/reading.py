"""A request's body to a batch of calls, or a refusal that says which call and which argument is wrong."""

import codecs
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec

from sheetkpi import KPIS, Range, WrongType
from sheetkpi import ErrorCell as FailedCell
from sheetkpi.hosts.web.complaints import in_plain_words
from sheetkpi.hosts.web.limits import Limits, cells_in
from sheetkpi.hosts.web.refusals import RequestError
from sheetkpi.hosts.web.wire import Argument, Batch, ErrorCell, RangeOrError
from sheetkpi.model.ranges import ERROR_TEXTS
from sheetkpi.printing.notation import BEST_KNOWN, request_body
from sheetkpi.translation import Label, Language, Message

ReadCells: TypeAlias = Callable[[Sequence[Any]], Sequence[Any]]

_BATCH = msgspec.json.Decoder(Batch)
_PLACE = re.compile(r"(?P<detail>.*?)(?: - at `\$(?:\.calls\[(?P<call>\d+)\])?(?:\.arguments\[(?P<argument>\d+)\])?.*`)?", re.DOTALL)

_CELL_OR_RANGE = Label(
    'A cell is a number, a text, true, false, null or {"error": "#N/A"}. '
    'A range is {"rows": 2, "columns": 1, "values": [10, 20]} or rows of cells: [[10], [20]].'
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for."""

    calls: list[tuple[str, list[Any]]]
    language: Language | None


def read_batch(body: bytes, limits: Limits) -> Asked:
    """The calls that a body holds.

    Raises:
        RequestError: It is no JSON, no batch, or too large a one; or a range does not hold the cells that it says.
    """
    body = body.removeprefix(codecs.BOM_UTF8)  # so editors and PowerShell of Windows begin a file
    limits.check_values(body)
    batch = _decoded(body)
    language = batch.language or None
    limits.check_calls(len(batch.calls), language)
    # No error cell is without a number sign, plain or escaped; looking for one costs less than looking at a million cells.
    read_cells = _with_errors if b"#" in body or b"\\" in body else _unchanged
    calls = [(call.function, _arguments(call.arguments, number, language, read_cells)) for number, call in enumerate(batch.calls, 1)]
    limits.check_cells(sum(cells_in(arguments) for _, arguments in calls), language)
    return Asked(calls, language)


def example_body() -> str:
    """A small batch that works."""
    best_known = KPIS[BEST_KNOWN]
    return request_body(best_known, best_known.examples[0].arguments)


def _decoded(body: bytes) -> Batch:
    try:
        return _BATCH.decode(body)
    except msgspec.ValidationError as error:
        raise RequestError("bad_shape", _misshapen(str(error)), language=_language_of(body)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        what = Message(
            "The body is no valid JSON ({detail}). Send, for example: {example}", detail=in_plain_words(str(error)), example=example_body()
        )
        raise RequestError("bad_json", what) from None


def _arguments(arguments: list[Argument], call: int, language: Language | None, read_cells: ReadCells) -> list[Any]:
    read = []
    for number, argument in enumerate(arguments, 1):
        try:
            read.append(_argument(argument, read_cells))
        except WrongType as error:
            what = Message("Call {call}, argument {argument}: {what}", call=call, argument=number, what=error.what)
            raise RequestError("bad_range", what, language=language) from None
    return read


def _argument(argument: Argument, read_cells: ReadCells) -> Any:
    if isinstance(argument, list):
        if argument and list not in set(map(type, argument)):
            return Range(len(argument), 1, read_cells(argument))
        nested = Range.of(argument)
        return Range(nested.rows, nested.columns, read_cells(nested.values))
    if isinstance(argument, RangeOrError):
        return _range_or_error(argument, read_cells)
    return argument


def _range_or_error(given: RangeOrError, read_cells: ReadCells) -> Range | FailedCell:
    match given.error, given.rows, given.columns, given.values:
        case msgspec.UNSET, int(rows), int(columns), list(values):
            return Range(rows, columns, read_cells(values))
        case str(code), msgspec.UNSET, msgspec.UNSET, msgspec.UNSET:
            return _failed(code)
    raise WrongType(_CELL_OR_RANGE)


def _unchanged(cells: Sequence[Any]) -> Sequence[Any]:
    return cells


def _with_errors(cells: Sequence[Any]) -> Sequence[Any]:
    """The cells as the core takes them, where some may be errors."""
    if ErrorCell not in set(map(type, cells)):
        return cells
    return [_failed(cell.error) if isinstance(cell, ErrorCell) else cell for cell in cells]


def _failed(code: str) -> FailedCell:
    return FailedCell(ERROR_TEXTS.get(code, code))


def _misshapen(complaint: str) -> Message:
    """What the decoder complains of, with the place as a person counts and what to send instead."""
    found = _PLACE.fullmatch(complaint)
    complaint, call, argument = found.group("detail", "call", "argument") if found else (complaint, None, None)
    detail = in_plain_words(complaint)
    if call and argument:
        return Message(
            "Call {call}, argument {argument} cannot be read ({detail}). {advice}",
            call=int(call) + 1,
            argument=int(argument) + 1,
            detail=detail,
            advice=_CELL_OR_RANGE,
        )
    if call:
        return Message(
            "Call {call} cannot be read ({detail}). Send, for example: {example}", call=int(call) + 1, detail=detail, example=example_body()
        )
    return Message("The request cannot be read ({detail}). Send, for example: {example}", detail=detail, example=example_body())


class _LanguageOnly(msgspec.Struct):
    language: Language | None = None


def _language_of(body: bytes) -> Language | None:
    """The language that a body asks for whose calls cannot be read."""
    try:
        return msgspec.json.decode(body, type=_LanguageOnly).language
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
