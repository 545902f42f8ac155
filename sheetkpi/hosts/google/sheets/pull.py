"""Read a table from a spreadsheet: numbers with all digits, ISO dates, and the cells with errors."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sheetkpi.hosts.google.sheets.a1 import FIELDS, CellRange, Spreadsheet, cell_address
from sheetkpi.hosts.google.sheets.cell_values import from_cell_value
from sheetkpi.hosts.google.sheets.client import Connection
from sheetkpi.model.errors import CellError, SheetKpiError
from sheetkpi.reading.dates import FIRST_DAY
from sheetkpi.translation import Message

_CELLS = "sheets(data(rowData(values(effectiveValue,effectiveFormat(numberFormat(type))))))"
#: The serial numbers of the years 1 to 9999.
_MIN_DATE, _MAX_DATE = -693_593, 2_958_465


class EmptyRange(SheetKpiError):
    """The range holds no table."""


@dataclass(slots=True)
class Pulled:
    """A table that was read; ``errors`` are addresses and codes."""

    place: CellRange
    rows: list[list[str]]
    errors: list[tuple[str, str]] = field(default_factory=list)


def pull(connection: Connection, target: str) -> Pulled:
    """Read a table.

    Raises:
        RangeNotFound: The target doesn't exist.
        EmptyRange: The target is blank.
        RequestFailed: Google can't be reached, or rejects the request.
    """
    place = Spreadsheet(connection.get(FIELDS)).find(target)
    wanted = replace(place, rows=None, columns=None) if place.is_one_cell else place
    answer = connection.get(_CELLS, [wanted.request])
    data: Mapping[str, Any] = (answer.get("sheets", [{}])[0].get("data") or [{}])[0]
    cells = [list(row.get("values", ())) for row in data.get("rowData", ())]
    if place.is_one_cell:
        cells = _table(cells)
    while cells and not any(cell.get("effectiveValue") for cell in cells[-1]):
        cells.pop()
    if not cells:
        raise EmptyRange(Message("{place} is empty. Specify a range that contains a table.", place=place))
    width = max(_width(row) for row in cells)
    found = Pulled(replace(place, rows=len(cells), columns=width), [])
    for number, row in enumerate(cells):
        found.rows.append([_text(row[index], found, number, index) if index < len(row) else "" for index in range(width)])
    return found


def _width(cells: Sequence[Mapping[str, Any]]) -> int:
    return max((index + 1 for index, cell in enumerate(cells) if cell.get("effectiveValue")), default=0)


def _table(cells: list[list[Mapping[str, Any]]]) -> list[list[Mapping[str, Any]]]:
    """Return the table that begins in the first cell, up to a column without a header and a blank row."""
    header = cells[0] if cells else []
    width = next((index for index, cell in enumerate(header) if not cell.get("effectiveValue")), len(header))
    kept = []
    for row in cells:
        if not any(cell.get("effectiveValue") for cell in row[:width]):
            break
        kept.append(row[:width])
    return kept


def _text(cell: Mapping[str, Any], found: Pulled, row: int, column: int) -> str:
    value = from_cell_value(cell.get("effectiveValue"))
    if isinstance(value, CellError):
        found.errors.append((cell_address(found.place.row + row, found.place.column + column), value.code))
        return value.code
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return _number(value, cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type", ""))


def _number(value: float, kind: str) -> str:
    if kind in {"DATE", "DATE_TIME"} and _MIN_DATE <= value <= _MAX_DATE:
        moment = datetime.datetime.combine(FIRST_DAY, datetime.time()) + datetime.timedelta(seconds=round(value * 86_400))
        is_day = kind == "DATE" and moment.time() == datetime.time()
        return moment.date().isoformat() if is_day else moment.isoformat(sep=" ")
    if kind == "TIME" and 0 <= value < 1:
        return (datetime.datetime.min + datetime.timedelta(seconds=round(value * 86_400))).time().isoformat()
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
