"""What cells show, and what shows as an error again: values of the API and of sheetkpi."""

from collections.abc import Mapping
from typing import Any

from sheetkpi.hosts.google.spreadsheets.entries import Entry, entry_of
from sheetkpi.model.errors import CellError, ErrorCell
from sheetkpi.model.ranges import Cell
from sheetkpi.workbooks.sheets_plan import NEUTRAL

#: Google's names of errors.
_CODES = {
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "NAME": "#NAME?",
    "REF": "#REF!",
    "NULL_VALUE": "#NULL!",
    "ERROR": "#ERROR!",
    "LOADING": "#GETTING_DATA",
}


def plain_of(value: Mapping[str, Any] | None) -> Cell:
    """An ExtendedValue as a KPI takes it: errors are errors, what is blank is None."""
    if not value:
        return None
    ((kind, content),) = value.items()
    if kind == "errorValue":
        return ErrorCell(_CODES.get(content.get("type", ""), "#ERROR!"))
    if kind == "numberValue":
        return float(content)
    return content if isinstance(content, bool) else str(content) or None


def entry_for(cell: Cell) -> Entry:
    """What is entered so that a cell shows a result.

    An error is a formula that gives it, so that it is a true one, as =ROMI() shows elsewhere: IFERROR and ISERROR catch it, and a SUM
    over it fails, where one over texts would silently leave a row out. Those that no formula gives are #N/A.
    """
    if isinstance(cell, CellError):
        return {"formulaValue": f"={NEUTRAL.get(cell.code, NEUTRAL['#N/A'])}"}
    return entry_of(cell)
