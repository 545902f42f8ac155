"""What of ours is in a spreadsheet: tables that were pushed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sheetkpi.hosts.google.spreadsheets.access.connection import Connection
from sheetkpi.hosts.google.spreadsheets.entries import grid_of, mark_of
from sheetkpi.hosts.google.spreadsheets.memory import Memory
from sheetkpi.hosts.google.spreadsheets.places import Place, Places, Tab
from sheetkpi.hosts.google.spreadsheets.tables.sheet_table import SheetTable
from sheetkpi.hosts.google.spreadsheets.tables.table_memory import TableMemory, table_from, table_of_name, tag_id

_CELLS = (
    "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(userEnteredValue)),rowMetadata(developerMetadata(metadataId))))"
)


@dataclass(frozen=True, slots=True)
class TableStatus:
    """A table that was pushed."""

    place: Place | None
    columns: list[str]
    rows: int
    written: str
    changed: list[str]


def table_statuses(connection: Connection, places: Places, memory: Memory) -> Iterator[TableStatus]:
    """Every table that we remember."""
    known = {name: found for name, text in memory.texts.items() if (found := table_from(text))}
    tabs = {tab.sheet_id: tab for tab in places.tabs}
    wanted = {tabs[sheet_id] for name in known if (sheet_id := table_of_name(name)) in tabs}
    answer = connection.get(_CELLS, sorted(tab.quoted for tab in wanted)) if wanted else {}
    data = {sheet["properties"].get("sheetId", 0): (sheet.get("data") or [{}])[0] for sheet in answer.get("sheets", ())}
    for name, found in known.items():
        sheet_id = table_of_name(name)
        yield _table_status(name, found, tabs.get(sheet_id), data.get(sheet_id, {}))


def _table_status(name: str, memory: TableMemory, tab: Tab | None, data: Mapping[str, object]) -> TableStatus:
    rows: list[Mapping[str, list[Mapping[str, int]]]] = data.get("rowMetadata", [])  # type: ignore[assignment]
    header = next(
        (row for row, one in enumerate(rows) for tag in one.get("developerMetadata", []) if tag["metadataId"] == tag_id(name)), None
    )
    if tab is None or header is None:
        return TableStatus(None, memory.columns, len(memory.rows), memory.written, [])
    grid = grid_of(data)
    titles = [str(next(iter(entry.values()), "")) for entry in grid[header]] if header < len(grid) else []
    first = min((titles.index(title) for title in memory.columns if title in titles), default=0)
    table = SheetTable(tab, grid, header, first, memory.columns, memory, is_forced=True)
    changed = [
        table.address(row, table.columns[title])
        for row, number in sorted(table.ours.items())
        for title, mark in memory.marks(number).items()
        if mark_of(table.entry(row, table.columns[title])) != mark
    ]
    place = Place(tab, header, first, max(table.end - header, 1), max(table.columns.values()) - first + 1)
    return TableStatus(place, memory.columns, len(memory.rows), memory.written, changed)
