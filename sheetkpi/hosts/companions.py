"""The two functions of a spreadsheet that are no KPIs: why a cell shows an error, and one figure of a table."""

from collections.abc import Callable, Sequence
from typing import Any

from sheetkpi.model.errors import CellError, SheetKpiError
from sheetkpi.model.ranges import Cell, Range
from sheetkpi.reading.figure import FIGURE, figure
from sheetkpi.registry import calculate, find
from sheetkpi.translation import Language

#: The name of the one that explains errors, and of both in the order of a function wizard.
WHY = "KPI_WHY"
COMPANIONS = FIGURE, WHY


def companion(name: str) -> Callable[[Sequence[Any], Language], Cell | Range] | None:
    """Return the function of a name, which may have a prefix; None for a KPI."""
    if name.endswith(WHY):
        return lambda arguments, language: why(arguments[0] if arguments else "", arguments[1:], language, name.removesuffix(WHY))
    if name.endswith(FIGURE):
        return lambda arguments, _: figure(arguments, name)
    return None


def why(name: Any, arguments: Sequence[Any], language: Language, prefix: str = "") -> str | Range:
    """Return the reason for an error in words, for a range cell by cell; a blank text where there is none."""
    try:
        result = calculate(find(str(name), prefix), arguments, language)
    except SheetKpiError as error:
        return error.message(language)
    if isinstance(result, Range):
        return Range(result.rows, result.columns, [_reason(cell, language) for cell in result.values], is_clean=True)
    return _reason(result, language)


def _reason(cell: Any, language: Language) -> str:
    return cell.message(language) if isinstance(cell, CellError) else ""
