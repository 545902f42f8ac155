"""The calls of a batch, computed one by one: a call that fails spoils no other."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from sheetkpi import Kpi, OutOfRange, Range, UnknownFunction, find
from sheetkpi.answers import as_message
from sheetkpi.hosts.web.wire import ErrorResult, RangeResult, Result, Results, ValueResult
from sheetkpi.kinds import Shape
from sheetkpi.ranges import Cell
from sheetkpi.translation import Language, Message

_log = logging.getLogger(__name__)


def answer(calls: Iterable[tuple[str, list[Any]]], language: Language, most_cells: int) -> Results:
    """The result of every call.

    Args:
        calls: The name and the arguments of each.
        language: The language of messages and of a table's words.
        most_cells: How many cells the answers may have together.
    """
    results = []
    for name, arguments in calls:
        result, cells = _answer(name, arguments, language, most_cells)
        most_cells -= cells
        results.append(result)
    return Results(results)


def _answer(name: str, arguments: list[Any], language: Language, most_cells: int) -> tuple[Result, int]:
    """The result of a call, and how many cells it takes."""
    try:
        kpi = find(name)
        cells = _size(kpi, arguments)
        if cells > most_cells:
            return result_of(_too_many(kpi, cells, most_cells), language), 0
        return result_of(kpi.calculate(arguments, language), language), cells
    except UnknownFunction as error:
        return result_of(error, language), 0
    except Exception:
        # A defect of ours: its neighbours in the batch still get their answers, and the log gets the traceback.
        _log.exception("%s failed", name)
        what = Message("{function} failed inside. The server's log says why; send the log to whoever runs the server.", function=name)
        return ErrorResult("#ERROR!", what.in_language(language)), 0


def result_of(outcome: Cell | Range, language: Language) -> Result:
    """What travels for what a call gave."""
    message = as_message(outcome, language)
    if "value" in message:
        return ValueResult(**message)
    return ErrorResult(**message) if "error" in message else RangeResult(**message)


def _size(kpi: Kpi[..., Any], arguments: Sequence[Any]) -> int:
    """How many cells the answer has, without its headers."""
    ranges = [argument for argument in arguments if isinstance(argument, Range)]
    if not ranges:
        return 1
    if kpi.result == "table":
        given = [(parameter.shape, a) for parameter, a in zip(kpi.parameters, arguments, strict=False) if isinstance(a, Range)]
        across = max((len(a.values) for shape, a in given if shape is Shape.ROW), default=1)
        down = max((len(a.values) for shape, a in given if shape is not Shape.ROW), default=1)
    else:
        across = max(a.columns for a in ranges)
        down = max(a.rows for a in ranges)
    return across * down * max(1, len(kpi.figures))


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
