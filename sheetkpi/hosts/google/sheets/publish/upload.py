"""Requests that write cells; many values are first uploaded to a hidden sheet, then moved into place in one batch.

Google recommends requests of at most 2 MB, and only a single batch is applied whole or not at all. So users never see half of the rows:
the last batch moves them from the hidden sheet and deletes it.
"""

from collections.abc import Iterator, Mapping

from sheetkpi.hosts.google.sheets.a1 import cell_start, grid_range, id_of
from sheetkpi.hosts.google.sheets.cell_values import CellValue, Position, Request, cell_requests, to_cell_data, to_cell_value
from sheetkpi.hosts.google.sheets.publish.current import Current
from sheetkpi.hosts.google.sheets.publish.desired import CellContent, TemplateTab
from sheetkpi.workbooks.book import Formula
from sheetkpi.workbooks.sheets_plan import formula_for_sheets, rectangles

STAGING = id_of("staging")
_TITLE = "sheetkpi · …"
#: Cells in one batch, about 1 MB; sheets with more are uploaded this way.
CELLS_PER_BATCH = 20_000


def is_large(writes: Mapping[Position, CellContent | None]) -> bool:
    """Return whether there are too many values for one batch."""
    return sum(not isinstance(content, Formula) for content in writes.values()) > CELLS_PER_BATCH


def plain_values(writes: Mapping[Position, CellContent | None]) -> dict[Position, CellContent]:
    """Return the contents that are neither formulas nor blank."""
    return {position: content for position, content in writes.items() if content is not None and not isinstance(content, Formula)}


def upload_batches(current: Current, cells: Mapping[Position, CellContent]) -> Iterator[list[Request]]:
    """Yield the batches that create and fill the hidden sheet."""
    rows, columns = (max(position[axis] for position in cells) + 1 for axis in (0, 1))
    grid = {"rowCount": rows, "columnCount": columns}
    title = _TITLE
    while title.casefold() in current.titles:
        title += "…"
    opening = [
        *cleanup_requests(current),
        {"addSheet": {"properties": {"sheetId": STAGING, "title": title, "hidden": True, "gridProperties": grid}}},
    ]
    ordered = sorted(cells)
    for first in range(0, len(ordered), CELLS_PER_BATCH):
        piece = {position: cells[position] for position in ordered[first : first + CELLS_PER_BATCH]}
        yield [*(opening if first == 0 else []), *write_requests(STAGING, piece, {}, {})]


def move_requests(tab: TemplateTab, cells: Mapping[Position, CellContent]) -> Iterator[Request]:
    """Copy cells from the hidden sheet to the same positions on their tab, and delete the hidden sheet."""
    for area in rectangles(dict.fromkeys(cells, True)):
        target = tab.grid(area)
        yield {"copyPaste": {"source": {**target, "sheetId": STAGING}, "destination": target, "pasteType": "PASTE_VALUES"}}
    yield {"deleteSheet": {"sheetId": STAGING}}


def cleanup_requests(current: Current) -> list[Request]:
    """Delete the hidden sheet that an interrupted upload left behind."""
    return [{"deleteSheet": {"sheetId": STAGING}}] if STAGING in current.tabs else []


def write_requests(
    sheet_id: int, cells: Mapping[Position, CellContent | None], marks: Mapping[Position, int], titles: Mapping[str, str]
) -> Iterator[Request]:
    """Write cells and nothing else; None clears a cell. A formula copied over neighbours is sent once."""
    alike = rectangles({position: marks[position] for position, content in cells.items() if isinstance(content, Formula)})
    copied = [area for area in alike if area.rows * area.columns > 1]
    repeated = {(area.row + row, area.column + column) for area in copied for row in range(area.rows) for column in range(area.columns)}
    single = {position: _cell_value(content, titles) for position, content in cells.items() if position not in repeated}
    yield from cell_requests(sheet_id, single)
    for area in copied:
        yield {
            "repeatCell": {
                "range": grid_range(sheet_id, area.row, area.column, area.rows, area.columns),
                "cell": to_cell_data(_cell_value(cells[area.row, area.column], titles)),
                "fields": "userEnteredValue",
            }
        }


def note_requests(tab: TemplateTab, notes: Mapping[Position, str]) -> Iterator[Request]:
    """Write notes."""
    for (row, column), note in notes.items():
        start = cell_start(tab.sheet_id, row, column)
        yield {"updateCells": {"start": start, "rows": [{"values": [{"note": note}]}], "fields": "note"}}


def _cell_value(content: CellContent | None, titles: Mapping[str, str]) -> CellValue:
    if isinstance(content, Formula):
        return {"formulaValue": f"={formula_for_sheets(content.text, titles)}"}
    return to_cell_value(content)
