"""What Excel hands over for what stands in its cells, and what its cells must show for what Python gives."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sheetkpi import KPIS, CellError, Range, calculate
from sheetkpi.translation import Language

#: What COM hands over for an argument that is left out.
LEFT_OUT = -2147352572

#: The numbers of XlCVError in Microsoft's documentation, as COM hands them over.
ERRORS = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}
NEWER_ERRORS = {
    "#GETTING_DATA": -2146826245,
    "#SPILL!": -2146826243,
    "#CONNECT!": -2146826242,
    "#BLOCKED!": -2146826241,
    "#UNKNOWN!": -2146826240,
    "#FIELD!": -2146826239,
    "#CALC!": -2146826238,
}

_DAY_ZERO = datetime.datetime(1899, 12, 30)


def value2(argument: Any) -> Any:
    """``Range.Value2`` of an argument as tests write it: a list is a column, a list of lists has rows."""
    if isinstance(argument, list):
        return tuple(tuple(map(value2, row)) if isinstance(row, list) else (value2(row),) for row in argument)
    if isinstance(argument, str):
        return (ERRORS | NEWER_ERRORS).get(argument, argument)
    if isinstance(argument, datetime.date):
        return (value(argument) - _DAY_ZERO) / datetime.timedelta(days=1)
    return float(argument) if isinstance(argument, int) and not isinstance(argument, bool) else argument


def value(argument: Any) -> Any:
    """``Range.Value`` of it: dates are dates."""
    if isinstance(argument, list):
        return tuple(tuple(map(value, row)) if isinstance(row, list) else (value(row),) for row in argument)
    if isinstance(argument, datetime.date):
        return datetime.datetime(*argument.timetuple()[:6])
    return value2(argument)


def as_currency(argument: Any) -> Any:
    """``Range.Value`` of cells that are formatted as currency: numbers are Decimals, with four digits behind the point."""
    if isinstance(argument, tuple):
        return tuple(map(as_currency, argument))
    return Decimal(str(argument)) if isinstance(argument, float) and argument == round(argument, 4) else argument


def declared(name: str, arguments: Sequence[Any]) -> tuple[Any, ...]:
    """The arguments that VBA hands over: as many as the function declares."""
    parameters = KPIS[name].parameters
    single = len(parameters) - parameters[-1].variadic
    return *arguments, *[LEFT_OUT] * (single - len(arguments))


def expected(name: str, arguments: Sequence[Any], language: Language = "en") -> list[list[Any]]:
    """The cells that a formula must show: what Python gives, blanks as ``""``, errors by their codes."""
    result = calculate(name, arguments, language)
    return [list(map(_shown, row)) for row in (result.nested() if isinstance(result, Range) else [[result]])]


def _shown(cell: Any) -> Any:
    if isinstance(cell, CellError):
        return cell.code if cell.code in ERRORS else "#VALUE!"
    return "" if cell is None else cell


def rows(answer: Any) -> list[list[Any]]:
    """The cells that VBA got: one, an array of one row, or an array of rows."""
    if not isinstance(answer, list | tuple):
        return [[answer]]
    if not isinstance(answer[0], list | tuple):
        return [list(answer)]
    return [list(row) for row in answer]
