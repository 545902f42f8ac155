"""Many rows on their way: they travel in pieces onto a hidden sheet, and from there into their places in one step.

Google recommends requests of at most 2 MB; a batch is done whole or not at all, several are not. So nobody ever sees half of the
rows: until the last batch they are on a sheet that nobody looks at, and that batch moves them and deletes it.
"""

from collections.abc import Iterator, Mapping

from sheetkpi.hosts.google.spreadsheets.cell_requests import Spot
from sheetkpi.hosts.google.spreadsheets.ids import id_of
from sheetkpi.hosts.google.spreadsheets.memory import Request
from sheetkpi.hosts.google.spreadsheets.templates.contents import Held, write_requests
from sheetkpi.hosts.google.spreadsheets.templates.present import Present
from sheetkpi.hosts.google.spreadsheets.templates.tabs import Tab, grid_range
from sheetkpi.workbooks.areas import rectangles
from sheetkpi.workbooks.book import Formula

STAGING = id_of("staging")
_TITLE = "sheetkpi · …"
#: So many cells weigh about 1 MB: more of one sheet travel this way, and so many at a time.
MANY = 20_000


def is_bulky(writes: Mapping[Spot, Held | None]) -> bool:
    """Whether there are so many values that they travel by themselves."""
    return sum(not isinstance(content, Formula) for content in writes.values()) > MANY


def travelling(writes: Mapping[Spot, Held | None]) -> dict[Spot, Held]:
    """The values among what is written."""
    return {spot: content for spot, content in writes.items() if content is not None and not isinstance(content, Formula)}


def batches(present: Present, cells: Mapping[Spot, Held]) -> Iterator[list[Request]]:
    """The batches that fill the hidden sheet, the first of which makes it."""
    rows, columns = (max(spot[axis] for spot in cells) + 1 for axis in (0, 1))
    grid = {"rowCount": rows, "columnCount": columns}
    title = _TITLE
    while title.casefold() in present.titles:
        title += "…"
    opening = [
        *clearing(present),
        {"addSheet": {"properties": {"sheetId": STAGING, "title": title, "hidden": True, "gridProperties": grid}}},
    ]
    ordered = sorted(cells)
    for first in range(0, len(ordered), MANY):
        piece = {spot: cells[spot] for spot in ordered[first : first + MANY]}
        yield [*(opening if first == 0 else []), *write_requests(STAGING, piece, {}, {})]


def arrival(tab: Tab, cells: Mapping[Spot, Held]) -> Iterator[Request]:
    """From the hidden sheet into their places, which lie where they lay there; then it is deleted."""
    for area in rectangles(dict.fromkeys(cells, True)):
        corners = (area.row, area.column, area.rows, area.columns)
        source, target = grid_range(STAGING, *corners), grid_range(tab.sheet_id, *corners)
        yield {"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_VALUES"}}
    yield {"deleteSheet": {"sheetId": STAGING}}


def clearing(present: Present) -> list[Request]:
    """What is left of a publication that was broken off goes."""
    return [{"deleteSheet": {"sheetId": STAGING}}] if STAGING in present.tabs else []
