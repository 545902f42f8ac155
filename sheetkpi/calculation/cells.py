"""Call a KPI with cells: what a blank, a text, an error or a zero denominator does is decided here only.

===================================  =========================  ==============================
cell                                 argument of one cell       in a range that is read whole
===================================  =========================  ==============================
number, percent, date serial         itself                     counted
blank, ``""``                        the result is blank; an    skipped, with its partners
                                     optional one: its default
text or true/false for a number      ``#VALUE!``                ``#VALUE!``; NPS skips words
error                                the same error             the same error
share outside 0…1, negative count    ``#NUM!``                  ``#NUM!``
===================================  =========================  ==============================

A zero denominator is ``#DIV/0!``. An error comes before a blank, a blank before a
text, a text before a number outside its limits. Ranges broadcast as in Excel, and one bad cell spoils its own row only.

A blank optional argument is its default because Excel's JavaScript and Google Sheets
hand over an omitted argument and a blank cell alike: the number must not depend on the host.
"""

import math
from collections.abc import Sequence
from typing import Any

from sheetkpi.calculation.explain import Explanation, evaluate, too_large
from sheetkpi.calculation.time_limit import check_time
from sheetkpi.model.arguments import checked
from sheetkpi.model.errors import CellError, DivisionByZero, OutOfRange
from sheetkpi.model.ranges import Cell, Place
from sheetkpi.model.records import Record

#: What a formula may raise on numbers: a zero denominator, a number too large, a root of a negative number;
#: and TypeError, where such a root is a complex number that has no order.
FAILURES = (ArithmeticError, ValueError, TypeError)


def one(record: Record, cells: Sequence[Any], places: Sequence[Place] | None = None) -> Cell:
    """The result of one set of cells."""
    check_time()
    try:
        values = checked(record, cells, places)
    except CellError as error:
        return error.without_frames()
    if values is None:
        return None
    try:
        result = record.body(*values)
    except FAILURES as error:
        return failed(record, values, places[-1] if places else Place(record.name), error)
    if type(result) is float and math.isfinite(result):
        return result
    return sound(record, result, places[-1] if places else Place(record.name), values)


def figures(record: Record, cells: Sequence[Any], places: Sequence[Place] | None = None) -> dict[str, Cell]:
    """The named results of one set of cells; a figure that cannot be computed is an error, the others stand."""
    check_time()
    names = [figure.name for figure in record.figures]
    try:
        values = checked(record, cells, places)
    except CellError as error:
        return dict.fromkeys(names, error.without_frames())
    if values is None:
        return dict.fromkeys(names)
    place = places[-1] if places else Place(record.name)
    try:
        answer: dict[str, Cell] = record.body(*values)
        if all(map(math.isfinite, answer.values())):  # type: ignore[arg-type]
            return answer
    except FAILURES:
        pass
    answer = evaluate(record, tuple(values), place)
    return {name: sound(record, answer[name], place) for name in names}


def failed(record: Record, values: tuple[Any, ...], place: Place, error: Exception) -> CellError:
    """The error of a cell whose formula failed; its explanation is worked out when somebody reads it."""
    kind = DivisionByZero if isinstance(error, ZeroDivisionError) else OutOfRange
    return kind(Explanation(record, values, place))


def sound(record: Record, result: Any, place: Place, values: tuple[Any, ...] | None = None) -> Cell:
    """A result as a cell holds it: an infinite or complex one is an error."""
    if isinstance(result, float | int):
        if math.isfinite(result):
            return float(result)
    elif not isinstance(result, complex):
        return result  # type: ignore[no-any-return]
    return OutOfRange(too_large(place) if values is None else Explanation(record, values, place))
