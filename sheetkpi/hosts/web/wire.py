"""What travels in a batch, as types: they decode, check, encode and document themselves.

Decoding is typed to the last cell. So a body is checked in the same pass that reads it, and one that
is nested 100 000 deep is refused where it stops to fit instead of exhausting the stack.
"""

from collections.abc import Sequence
from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from sheetkpi.translation import Language

#: As many arguments as a formula of Excel may have.
MOST_ARGUMENTS = 255
LONGEST_NAME = 255

ErrorCode: TypeAlias = Annotated[
    str, Meta(pattern="^#", max_length=32, description="The error as a sheet shows it", examples=["#N/A", "#DIV/0!"])
]


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
    """Either object that an argument may be: a union of two objects cannot be told apart while it is read."""

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


class Result(Struct):
    """What one call gives: a value, a range, or an error."""


class ValueResult(Result):
    """One cell; null is blank."""

    value: Value


class RangeResult(Result):
    """Cells, the first row first: null where one is blank or failed; the failed ones by index and code."""

    rows: int
    columns: int
    values: Annotated[Sequence[Any], Meta(extra_json_schema={"items": {"type": ["number", "string", "boolean", "null"]}})]
    errors: list[tuple[int, str]]
    message: str | UnsetType = UNSET


class ErrorResult(Result):
    """A call that failed; its neighbours stand."""

    error: str
    message: str


class Results(Struct):
    """The results, in the order of the calls."""

    results: list[Result]


class Refusal(Struct):
    """Why a whole request was refused."""

    code: Annotated[str, Meta(description="For a program, such as bad_json", examples=["bad_json"])]
    message: Annotated[str, Meta(description="For a person, in the language asked for")]


class Refused(Struct):
    """The answer to a request that was refused."""

    error: Refusal


class Health(Struct):
    """The server computes."""

    status: str
    version: str
    functions: int
