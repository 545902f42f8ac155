"""Why a KPI shows an error: the one function besides the KPIs, for hosts whose cells show a bare ``#DIV/0!``."""

from collections.abc import Sequence
from typing import Any

from sheetkpi.model.errors import CellError, SheetKpiError
from sheetkpi.model.ranges import Range
from sheetkpi.registry import calculate, find
from sheetkpi.translation import Label, Language

#: Its name in a sheet.
WHY = "KPI_WHY"

SUMMARY = Label("Why a KPI shows an error: what is wrong, where, and what to do; blank where it shows none.")
#: What to enter first.
NAME_HELP = Label('The name of the KPI in quotes, for example "ROMI"')
#: What to enter then, as often as the KPI takes arguments.
ARGUMENTS_HELP = Label("The same cells as in its formula")


def why(name: Any, arguments: Sequence[Any], language: Language, prefix: str = "") -> str | Range:
    """The reason for an error in words, for a range cell by cell; a blank text where there is none."""
    try:
        result = calculate(find(str(name), prefix), arguments, language)
    except SheetKpiError as error:
        return error.message(language)
    if isinstance(result, Range):
        return Range(result.rows, result.columns, [_reason(cell, language) for cell in result.values], is_clean=True)
    return _reason(result, language)


def _reason(cell: Any, language: Language) -> str:
    return cell.message(language) if isinstance(cell, CellError) else ""
