"""Cell values in the API's format: conversion, digests that reveal later edits, and write requests."""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sheetkpi.hosts.google.sheets.a1 import cell_start, grid_range
from sheetkpi.model.errors import CellError, ErrorCell, SheetKpiError
from sheetkpi.model.ranges import Cell
from sheetkpi.translation import Message
from sheetkpi.workbooks.sheets_plan import NEUTRAL, rectangles

#: One request of a batch, in the API's format.
Request = dict[str, Any]

#: An ExtendedValue: one of ``numberValue``, ``stringValue``, ``boolValue``, ``formulaValue``; empty for a blank cell.
CellValue = Mapping[str, Any]

BLANK: CellValue = {}
#: The longest text that a cell holds.
MAX_CELL_TEXT = 50_000
#: The length of a digest.
DIGEST_LENGTH = 8
_BLANK_DIGEST = "." * DIGEST_LENGTH


class TextTooLong(SheetKpiError):
    """A text doesn't fit into a cell."""

    def __init__(self, length: int) -> None:
        super().__init__(Message("a text of {length} characters is too long. Shorten it to {most}.", length=length, most=MAX_CELL_TEXT))
        self.length = length


def to_cell_value(value: object) -> CellValue:
    """Convert a value so that no locale misreads it and no text becomes a formula.

    A :class:`CellError` becomes a formula that gives the same error, #N/A if there is none: IFERROR and ISERROR catch it, and a SUM over it
    fails, where one over texts would silently leave a row out.
    """
    if isinstance(value, CellError):
        return {"formulaValue": f"={NEUTRAL.get(value.code, NEUTRAL['#N/A'])}"}
    if value is None or value == "":
        return BLANK
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": value}
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_CELL_TEXT:
        raise TextTooLong(len(text))
    return {"stringValue": text}


def to_cell_data(entry: CellValue) -> dict[str, Any]:
    """Return a CellData."""
    return {"userEnteredValue": dict(entry)} if entry else {}


def digest(entry: CellValue) -> str:
    """Return a short digest; commas and semicolons in formulas count as equal, because Google rewrites them."""
    if not entry:
        return _BLANK_DIGEST
    ((kind, value),) = entry.items()
    if kind == "numberValue":
        text = f"n{float(value) + 0.0!r}"  # -0 is 0
    elif kind == "formulaValue":
        text = "f" + '"'.join(
            part if number % 2 else re.sub(r"\s+", "", part).replace(";", ",").upper() for number, part in enumerate(str(value).split('"'))
        )
    else:
        text = f"{kind[0]}{value}"
    return base64.urlsafe_b64encode(hashlib.blake2b(text.encode(), digest_size=6).digest()).decode()


def display(entry: CellValue) -> str:
    """Return a cell's content for a message."""
    if not entry:
        return "—"
    value = next(iter(entry.values()))
    text = f"{value:.15g}" if isinstance(value, float | int) and not isinstance(value, bool) else " ".join(str(value).split())
    return text if len(text) <= 40 else text[:39] + "…"


def entered_values(data: Mapping[str, Any]) -> list[list[CellValue]]:
    """Return the entered values of a GridData, row by row."""
    return [[cell.get("userEnteredValue", BLANK) for cell in row.get("values", ())] for row in data.get("rowData", ())]


#: Google's error types → error codes.
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


def from_cell_value(value: Mapping[str, Any] | None) -> Cell:
    """Convert an ExtendedValue for a KPI."""
    if not value:
        return None
    ((kind, content),) = value.items()
    if kind == "errorValue":
        return ErrorCell(_CODES.get(content.get("type", ""), "#ERROR!"))
    if kind == "numberValue":
        return float(content)
    return content if isinstance(content, bool) else str(content) or None


#: A row and a column, from 0.
Position = tuple[int, int]


def cell_requests(sheet_id: int, cells: Mapping[Position, CellValue]) -> Iterator[Request]:
    """Write cells and nothing else; a blank value clears its cell."""
    for row, column, widths in _blocks(cells):
        yield {
            "updateCells": {
                "start": cell_start(sheet_id, row, column),
                "rows": [
                    {"values": [to_cell_data(cells[row + down, column + right]) for right in range(width)]}
                    for down, width in enumerate(widths)
                ],
                "fields": "userEnteredValue",
            }
        }


def number_format_requests(sheet_id: int, formats: Mapping[Position, str]) -> Iterator[Request]:
    """Format cells as DATE, PERCENT …, in the spreadsheet's locale."""
    for area in rectangles(formats):
        cell = {"userEnteredFormat": {"numberFormat": {"type": area.shared}}}
        place = grid_range(sheet_id, area.row, area.column, area.rows, area.columns)
        yield {"repeatCell": {"range": place, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}


def _blocks(positions: Iterable[Position]) -> Iterator[tuple[int, int, list[int]]]:
    """Group neighbouring cells into blocks with a common left side: first row, column, and the width of each row."""
    runs: dict[int, list[tuple[int, int]]] = {}
    for row, column in sorted(positions):
        known = runs.setdefault(row, [])
        if known and sum(known[-1]) == column:
            known[-1] = (known[-1][0], known[-1][1] + 1)
        else:
            known.append((column, 1))
    open_blocks: dict[int, tuple[int, list[int]]] = {}
    for row, found in runs.items():
        for column, columns in found:
            first, widths = open_blocks.get(column, (row, []))
            if widths and first + len(widths) != row:
                yield first, column, widths
                first, widths = row, []
            open_blocks[column] = (first, [*widths, columns])
    for column, (first, widths) in open_blocks.items():
        yield first, column, widths
