"""The calls of a batch, computed one by one: a call that fails spoils no other."""

import logging
from collections.abc import Container, Iterable, Sequence
from typing import Any

from sheetkpi import ErrorCell, Kpi, NotAvailable, OutOfRange, Range, UnknownFunction, find
from sheetkpi.calculation.time_limit import OutOfTimeError, check_time, time_limit
from sheetkpi.calculation.to_json import as_message
from sheetkpi.hosts.web.limits import Limits
from sheetkpi.hosts.web.observability.record import current_record
from sheetkpi.hosts.web.wire import ErrorResult, RangeResult, Result, Results, ValueResult
from sheetkpi.model.arguments import parameters_for
from sheetkpi.model.ranges import Cell
from sheetkpi.settings.values import duration_in_words
from sheetkpi.translation import Language, Message

_log = logging.getLogger(__name__)


def answer(
    calls: Iterable[tuple[str, list[Any]]],
    language: Language,
    limits: Limits,
    prefix: str = "",
    allowed: Container[str] | None = None,
) -> Results:
    """The result of every call."""
    results: list[Result] = []
    left = limits.answer_cells
    with time_limit(limits.seconds):
        for name, arguments in calls:
            try:
                check_time()
                result, cells = _answer(name, arguments, language, left, prefix, allowed)
            except OutOfTimeError:
                result, cells = result_of(_too_long(name, limits.seconds), language), 0
            left -= cells
            results.append(result)
    return Results(results)


def _answer(
    name: str, arguments: list[Any], language: Language, most_cells: int, prefix: str, allowed: Container[str] | None
) -> tuple[Result, int]:
    """The result of a call, and how many cells it takes."""
    try:
        kpi = find(name, prefix)
        if allowed is not None and kpi.name not in allowed:
            return result_of(_not_allowed(kpi), language), 0
        cells = _size(kpi, arguments)
        if cells > most_cells:
            return result_of(_too_many(kpi, cells, most_cells), language), 0
        return result_of(kpi.calculate(arguments, language), language), cells
    except UnknownFunction as error:
        return result_of(error, language), 0
    except OutOfTimeError:
        raise
    except Exception:
        # A defect of ours: its neighbours in the batch still get their answers, and the log gets the traceback.
        _log.exception("%s failed", kpi.name)
        what = Message(
            "{function} failed inside. Tell whoever runs the server: the log says why, at request {request}.",
            function=kpi.name,
            request=current_record().request,
        )
        return ErrorResult("#ERROR!", what.in_language(language)), 0


def result_of(outcome: Cell | Range, language: Language) -> Result:
    """What travels for what a call gave."""
    message = as_message(outcome, language)
    if "value" in message:
        return ValueResult(**message)
    return ErrorResult(**message) if "error" in message else RangeResult(**message)


def _size(kpi: Kpi[..., Any], arguments: Sequence[Any]) -> int:
    """How many cells the answer has, without its headers."""
    given = zip(parameters_for(kpi, len(arguments)), arguments, strict=False)
    ranges = [(parameter, a.rows, a.columns) for parameter, a in given if isinstance(a, Range)]
    return kpi.result.size(kpi, ranges) if ranges else 1


def _not_allowed(kpi: Kpi[..., Any]) -> ErrorCell:
    what = Message("{function}: this key is not for that function. Ask who runs the server for one that is.", function=kpi.name)
    return ErrorCell("#BLOCKED!", what)


def _too_many(kpi: Kpi[..., Any], cells: int, most: int) -> OutOfRange:
    return OutOfRange(
        Message(
            "{function}: the answer would have {cells} cells, and {most} are left for this request. "
            "Give smaller ranges, or send the calls in several requests.",
            function=kpi.name,
            cells=cells,
            most=most,
        )
    )


def _too_long(name: str, seconds: float) -> NotAvailable:
    """No refusal of the whole request: what was computed in time stands, and a client that tried again would wait as long in vain."""
    return NotAvailable(
        Message(
            "{function} was not computed: the calls of this request take longer than {time} together (limits.time). "
            "Give smaller ranges, or send the calls in several requests.",
            function=name,
            time=duration_in_words(seconds),
        )
    )
