"""Read the body of a request as a batch of calls; an error names the call and the argument.

Decoding is typed to the last cell: a body is checked while it is read, and one that is nested 100,000 deep is
refused where it stops to fit instead of exhausting the stack.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from sheetkpi import KPIS, Range, WrongType
from sheetkpi import ErrorCell as FailedCell
from sheetkpi.hosts.web.errors import RequestError, decoding_error
from sheetkpi.model.ranges import ERROR_TEXTS
from sheetkpi.printing.notation import BEST_KNOWN, request_body
from sheetkpi.settings import LimitsSettings
from sheetkpi.translation import Label, Language, Message

#: As many arguments as a formula of Excel may have.
MOST_ARGUMENTS = 255
LONGEST_NAME = 255
#: Bytes of a body that are examined at once, which takes several times as much memory.
_PIECE = 2**20

_PLACE = re.compile(r"(?P<detail>.*?)(?: - at `\$(?:\.calls\[(?P<call>\d+)\])?(?:\.arguments\[(?P<argument>\d+)\])?.*`)?", re.DOTALL)

_CELL_OR_RANGE = Label(
    'A cell is a number, a text, true, false, null or {"error": "#N/A"}. '
    'A range is {"rows": 2, "columns": 1, "values": [10, 20]} or rows of cells: [[10], [20]].'
)
_FEWER_CELLS = Label("Give smaller ranges, or send the calls in several requests.")

ErrorCode: TypeAlias = Annotated[
    str, Meta(pattern="^#", max_length=32, description="The error as a sheet shows it", examples=["#N/A", "#DIV/0!"])
]
ReadCells: TypeAlias = Callable[[Sequence[Any]], Sequence[Any]]


class ErrorCell(Struct, forbid_unknown_fields=True):
    """A cell that holds an error: the same error comes out."""

    error: ErrorCode


Value: TypeAlias = float | str | bool | None
GivenCell: TypeAlias = Value | ErrorCell


class FlatRange(Struct, forbid_unknown_fields=True):
    """A range of cells, the first row first, all rows in one list: decodes ten times as fast as nested rows."""

    rows: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    columns: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    values: list[GivenCell]


class RangeOrError(Struct, forbid_unknown_fields=True):
    """Either object that an argument may be: msgspec can't tell a union of two objects apart."""

    error: ErrorCode | UnsetType = UNSET
    rows: Annotated[int, Meta(ge=1, le=2**31 - 1)] | UnsetType = UNSET
    columns: Annotated[int, Meta(ge=1, le=2**31 - 1)] | UnsetType = UNSET
    values: list[GivenCell] | UnsetType = UNSET


Argument: TypeAlias = Value | RangeOrError | list[GivenCell | list[GivenCell]]


class Call(Struct, forbid_unknown_fields=True):
    """One call: a function of the catalogue and its arguments, each a cell or a range."""

    function: Annotated[str, Meta(max_length=LONGEST_NAME)]
    arguments: Annotated[list[Argument], Meta(max_length=MOST_ARGUMENTS)]


class Batch(Struct, forbid_unknown_fields=True):
    """Many calls; their messages come in the language given, else in that of Accept-Language."""

    calls: list[Call]
    language: Language | UnsetType = UNSET


_DECODER = msgspec.json.Decoder(Batch)


def read_batch(body: bytes, limits: LimitsSettings) -> tuple[list[tuple[str, list[Any]]], Language | None]:
    """Read a body; return each call's function and arguments, and the language for messages if the body names one.

    Raises:
        RequestError: It is not JSON, not a batch or above the limits, or a range doesn't have the cells that it says.
    """
    body = body.removeprefix(codecs.BOM_UTF8)  # Windows editors and PowerShell start a file with it
    try:
        _check_values(body, limits)
        batch = _decode(body)
        if len(batch.calls) > limits.calls:
            what = Message(
                "The request has {calls} calls; the limit is {most} (limits.calls). Send them in several requests.",
                calls=len(batch.calls),
                most=limits.calls,
            )
            raise RequestError("too_large", what, status=413)
        # Every error cell has a number sign, plain or escaped; looking for one is faster than checking a million cells.
        read_cells = _with_errors if b"#" in body or b"\\" in body else _unchanged
        calls = [(call.function, _arguments(call.arguments, number, read_cells)) for number, call in enumerate(batch.calls, 1)]
        cells = sum(count_cells(arguments) for _, arguments in calls)
        if cells > limits.cells:
            what = Message(
                "The request has {cells} cells; the limit is {most} (limits.cells). {advice}",
                cells=cells,
                most=limits.cells,
                advice=_FEWER_CELLS,
            )
            raise RequestError("too_large", what, status=413)
    except RequestError as error:
        error.language = _language_of(body)
        raise
    return calls, batch.language or None


def example_body() -> str:
    """Return a small batch that works."""
    best_known = KPIS[BEST_KNOWN]
    return request_body(best_known, best_known.examples[0].arguments)


def count_cells(arguments: Iterable[Any]) -> int:
    """Count the cells in the arguments of a call."""
    return sum(len(argument.values) if isinstance(argument, Range) else 1 for argument in arguments)


def _check_values(body: bytes, limits: LimitsSettings) -> None:
    """Refuse a body with far too many values before they are made: a byte of it may take twenty of memory."""
    most = 3 * limits.cells + 2 * limits.calls + 255  # no cell needs more than three commas, no call more than two beside its arguments
    if len(body) > most and body.count(b",") > most and _commas_outside_texts(body) > most:
        what = Message("The request has more than {most} cells (limits.cells). {advice}", most=limits.cells, advice=_FEWER_CELLS)
        raise RequestError("too_large", what, status=413)


def _commas_outside_texts(body: bytes) -> int:
    """Count them in a time that grows with the length of the body alone."""
    plain = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    commas, is_inside = 0, False
    for begin in range(0, len(plain), _PIECE):
        parts = plain[begin : begin + _PIECE].split(b'"')
        commas += sum(part.count(b",") for part in parts[is_inside::2])
        is_inside ^= len(parts) % 2 == 0
    return commas


def _decode(body: bytes) -> Batch:
    try:
        return _DECODER.decode(body)
    except msgspec.ValidationError as error:
        raise RequestError("bad_shape", _shape_error(str(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        what = Message(
            "The body is not valid JSON ({detail}). Send, for example: {example}",
            detail=decoding_error(str(error)),
            example=example_body(),
        )
        raise RequestError("bad_json", what) from None


def _arguments(arguments: list[Argument], call: int, read_cells: ReadCells) -> list[Any]:
    read = []
    for number, argument in enumerate(arguments, 1):
        try:
            read.append(_argument(argument, read_cells))
        except WrongType as error:
            what = Message("Call {call}, argument {argument}: {what}", call=call, argument=number, what=error.what)
            raise RequestError("bad_range", what) from None
    return read


def _argument(argument: Argument, read_cells: ReadCells) -> Any:
    if isinstance(argument, list):
        if argument and list not in set(map(type, argument)):
            return Range(len(argument), 1, read_cells(argument))
        nested = Range.of(argument)
        return Range(nested.rows, nested.columns, read_cells(nested.values))
    if not isinstance(argument, RangeOrError):
        return argument
    match argument.error, argument.rows, argument.columns, argument.values:
        case msgspec.UNSET, int(rows), int(columns), list(values):
            return Range(rows, columns, read_cells(values))
        case str(code), msgspec.UNSET, msgspec.UNSET, msgspec.UNSET:
            return _failed(code)
    raise WrongType(_CELL_OR_RANGE)


def _unchanged(cells: Sequence[Any]) -> Sequence[Any]:
    return cells


def _with_errors(cells: Sequence[Any]) -> Sequence[Any]:
    if ErrorCell not in set(map(type, cells)):
        return cells
    return [_failed(cell.error) if isinstance(cell, ErrorCell) else cell for cell in cells]


def _failed(code: str) -> FailedCell:
    return FailedCell(ERROR_TEXTS.get(code, code))


def _shape_error(text: str) -> Message:
    """Return an error of the decoder with its place, counted from 1, and what to send instead."""
    found = _PLACE.fullmatch(text)
    text, *places = found.group("detail", "call", "argument") if found else (text,)
    detail, place = decoding_error(text), [int(index) + 1 for index in places if index]
    if not place:
        return Message("The request can't be read ({detail}). Send, for example: {example}", detail=detail, example=example_body())
    if len(place) == 1:
        return Message(
            "Call {call} can't be read ({detail}). Send, for example: {example}", call=place[0], detail=detail, example=example_body()
        )
    return Message(
        "Call {call}, argument {argument} can't be read ({detail}). {advice}",
        call=place[0],
        argument=place[1],
        detail=detail,
        advice=_CELL_OR_RANGE,
    )


class _LanguageOnly(Struct):
    language: Language | None = None


def _language_of(body: bytes) -> Language | None:
    """Return the language of a body whose calls can't be read."""
    try:
        return msgspec.json.decode(body, type=_LanguageOnly).language
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
