"""What the cells of a template hold, as requests. Texts are sent as texts and numbers as numbers: no locale can misread them."""

from collections.abc import Iterator, Mapping

from sheetkpi.hosts.google.spreadsheets.cell_requests import Spot, cell_requests
from sheetkpi.hosts.google.spreadsheets.entries import Entry, cell_of, entry_of
from sheetkpi.hosts.google.spreadsheets.memory import Request
from sheetkpi.hosts.google.spreadsheets.templates.tabs import Tab, grid_range
from sheetkpi.translation import Translatable
from sheetkpi.workbooks.areas import rectangles
from sheetkpi.workbooks.book import Formula
from sheetkpi.workbooks.sheets_plan import formula_for_sheets

#: What a cell holds; nothing is not held.
Held = float | str | bool | Formula


def held(tab: Tab) -> dict[Spot, Held]:
    """What stands in the cells of a sheet, by row and column."""
    cells: dict[Spot, Held] = {}
    for spot, cell in tab.sheet.cells.items():
        content = cell.content
        if content is None or content == "":
            continue
        if not isinstance(content, Formula | str | float | int) and isinstance(content, Translatable):
            raise TypeError(f"{content!r} stands on no sheet of texts")
        cells[spot] = content
    for place, source in tab.sheet.sparklines:
        cells[place.row, place.column] = Formula(f"SPARKLINE({source.full})")
    return cells


def write_requests(
    sheet_id: int, cells: Mapping[Spot, Held | None], marks: Mapping[Spot, int], titles: Mapping[str, str]
) -> Iterator[Request]:
    """Write cells and nothing beside them; None empties a cell. A formula that is copied over neighbours travels once."""
    alike = rectangles({spot: marks[spot] for spot, content in cells.items() if isinstance(content, Formula)})
    copied = [area for area in alike if area.rows * area.columns > 1]
    travelling = {(area.row + row, area.column + column) for area in copied for row in range(area.rows) for column in range(area.columns)}
    yield from cell_requests(sheet_id, {spot: _entry(content, titles) for spot, content in cells.items() if spot not in travelling})
    for area in copied:
        yield {
            "repeatCell": {
                "range": grid_range(sheet_id, area.row, area.column, area.rows, area.columns),
                "cell": cell_of(_entry(cells[area.row, area.column], titles)),
                "fields": "userEnteredValue",
            }
        }


def note_requests(tab: Tab, notes: Mapping[Spot, str]) -> Iterator[Request]:
    """Remarks that open beside cells."""
    for (row, column), note in notes.items():
        start = {"sheetId": tab.sheet_id, "rowIndex": row, "columnIndex": column}
        yield {"updateCells": {"start": start, "rows": [{"values": [{"note": note}]}], "fields": "note"}}


def _entry(content: Held | None, titles: Mapping[str, str]) -> Entry:
    if isinstance(content, Formula):
        return {"formulaValue": f"={formula_for_sheets(content.text, titles)}"}
    return entry_of(content)
