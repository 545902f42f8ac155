"""Cells that are written, as few requests: neighbours travel together."""

from collections.abc import Iterable, Iterator, Mapping

from sheetkpi.hosts.google.spreadsheets.entries import Entry, cell_of
from sheetkpi.hosts.google.spreadsheets.memory import Request
from sheetkpi.workbooks.areas import rectangles

#: A row and a column, from 0.
Spot = tuple[int, int]


def cell_requests(sheet_id: int, cells: Mapping[Spot, Entry]) -> Iterator[Request]:
    """Enter cells, and touch nothing beside them; a blank entry empties its cell."""
    for row, column, widths in _blocks(cells):
        yield {
            "updateCells": {
                "start": {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column},
                "rows": [
                    {"values": [cell_of(cells[row + down, column + right]) for right in range(width)]} for down, width in enumerate(widths)
                ],
                "fields": "userEnteredValue",
            }
        }


def look_requests(sheet_id: int, looks: Mapping[Spot, str]) -> Iterator[Request]:
    """Give cells the number format of a type, such as DATE: as the country of the spreadsheet writes it."""
    for area in rectangles(looks):
        corners = {"startRowIndex": area.row, "endRowIndex": area.row + area.rows, "startColumnIndex": area.column}
        cell = {"userEnteredFormat": {"numberFormat": {"type": area.shared}}}
        place = {"sheetId": sheet_id, **corners, "endColumnIndex": area.column + area.columns}
        yield {"repeatCell": {"range": place, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}


def _blocks(spots: Iterable[Spot]) -> Iterator[tuple[int, int, list[int]]]:
    """Runs of neighbours, those that begin in one column below one another together: first row, column, and the width of each row."""
    runs: dict[int, list[tuple[int, int]]] = {}
    for row, column in sorted(spots):
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
