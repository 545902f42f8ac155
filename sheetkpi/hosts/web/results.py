"""Calculate the calls of a batch one by one: a call that fails spoils no other."""

import logging
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from sheetkpi import ErrorCell, Kpi, NotAvailable, OutOfRange, Range, UnknownFunction, calculate, find
from sheetkpi.calculation.time_limit import OutOfTimeError, check_time, time_limit
from sheetkpi.calculation.to_json import as_message
from sheetkpi.hosts.web.batch import Value
from sheetkpi.hosts.web.log import current_record
from sheetkpi.model.errors import CellError
from sheetkpi.model.ranges import Cell
from sheetkpi.settings import LimitsSettings
from sheetkpi.settings.values import duration_in_words
from sheetkpi.translation import Language, Message

_ENCODER = msgspec.json.Encoder()
_log = logging.getLogger(__name__)


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


@dataclass(slots=True)
class BatchResults:
    """The results of a batch as data for JSON, described by :class:`Results`, and how many cells they have."""

    results: list[dict[str, Any]] = field(default_factory=list)
    cells: int = 0
    failed_cells: int = 0

    def add(self, outcome: Cell | Range, language: Language) -> None:
        """Add the result of the next call."""
        result = as_message(outcome, language)
        self.results.append(result)
        if isinstance(outcome, Range):
            self.cells += len(outcome.values)
            self.failed_cells += len(result["errors"])
        else:
            self.cells += 1
            self.failed_cells += isinstance(outcome, CellError)

    def to_json(self) -> bytes:
        """Return the body of the response."""
        return _ENCODER.encode({"results": self.results})


def calculate_batch(
    calls: Iterable[tuple[str, list[Any]]],
    language: Language,
    limits: LimitsSettings,
    prefix: str = "",
    allowed: Container[str] | None = None,
) -> BatchResults:
    """Calculate every call."""
    results = BatchResults()
    left = limits.answer_cells
    with time_limit(limits.time):
        for name, arguments in calls:
            try:
                check_time()
                outcome, cells = _calculate(find(name, prefix), arguments, language, left, allowed)
                left -= cells
            except UnknownFunction as error:
                outcome = error
            except OutOfTimeError:
                outcome = _too_long(name, limits.time)
            results.add(outcome, language)
    return results


def _calculate(
    kpi: Kpi[..., Any], arguments: list[Any], language: Language, most_cells: int, allowed: Container[str] | None
) -> tuple[Cell | Range, int]:
    """Return the result of a call, and how many cells it takes of those allowed."""
    if allowed is not None and kpi.name not in allowed:
        what = Message("{function}: your key doesn't allow this function. Ask for one that does.", function=kpi.name)
        return ErrorCell("#BLOCKED!", what), 0
    try:
        cells = _size(kpi, arguments)
        return (_too_many(kpi, cells, most_cells), 0) if cells > most_cells else (calculate(kpi, arguments, language), cells)
    except OutOfTimeError:
        raise
    except Exception:  # a defect: the other calls still get their results, and the log the traceback
        _log.exception("%s failed", kpi.name)
        what = Message(
            "{function} failed because of a defect. Tell the server's administrator: the log has the cause under request {request}.",
            function=kpi.name,
            request=current_record().request,
        )
        return ErrorCell("#ERROR!", what), 0


def _size(kpi: Kpi[..., Any], arguments: Sequence[Any]) -> int:
    """Return the number of cells in the result, without headers."""
    given = zip(kpi.parameters_for(len(arguments)), arguments, strict=False)
    ranges = [(parameter, a.rows, a.columns) for parameter, a in given if isinstance(a, Range)]
    return kpi.result.size(kpi, ranges) if ranges else 1


def _too_many(kpi: Kpi[..., Any], cells: int, most: int) -> OutOfRange:
    return OutOfRange(
        Message(
            "{function}: the result would have {cells} cells; {most} are left for this request (limits.answer_cells). "
            "Give smaller ranges, or send the calls in several requests.",
            function=kpi.name,
            cells=cells,
            most=most,
        )
    )


def _too_long(name: str, seconds: float) -> NotAvailable:
    """Return the error of a call; the request itself isn't refused, because trying again would take as long."""
    return NotAvailable(
        Message(
            "{function} was not calculated: the calls of this request take longer than {time} together (limits.time). "
            "Give smaller ranges, or send the calls in several requests.",
            function=name,
            time=duration_in_words(seconds),
        )
    )
