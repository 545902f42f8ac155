"""Read the current content of a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gspread.utils import absolute_range_name

from sheetkpi.hosts.google.sheets.cell_values import Position
from sheetkpi.hosts.google.sheets.client import Connection
from sheetkpi.hosts.google.sheets.publish.desired import CellContent
from sheetkpi.hosts.google.sheets.state import STATE_TAB_ID, State
from sheetkpi.workbooks.book import Formula

#: All fields but the cells, which may be many.
_FRAME = (
    "properties(title,locale),namedRanges,sheets(properties,conditionalFormats,charts(chartId),basicFilter(range),"
    "protectedRanges(protectedRangeId,unprotectedRanges))"
)
_CELLS = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"  # the state needs to know its tab's size
    "data(startRow,startColumn,rowData(values(userEnteredValue,note))))"
)


@dataclass(slots=True)
class CurrentTab:
    """One tab; ``protections`` are the unprotected ranges in each protected range."""

    sheet_id: int
    title: str
    rows: int
    columns: int
    rules: Sequence[Mapping[str, Any]]
    charts: frozenset[int]
    protections: Mapping[int, Sequence[Mapping[str, int]]]
    is_filtered: bool
    cells: dict[Position, CellContent] = field(default_factory=dict)
    notes: dict[Position, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Current:
    """A spreadsheet's title, tabs by ID, and named ranges by ID."""

    title: str
    tabs: Mapping[int, CurrentTab]
    names: Mapping[str, str]

    @property
    def charts(self) -> set[int]:
        """The IDs of all charts; users may have moved some to another sheet."""
        return {chart for tab in self.tabs.values() for chart in tab.charts}

    @property
    def titles(self) -> set[str]:
        """The titles of all tabs, casefolded for comparison."""
        return {tab.title.casefold() for tab in self.tabs.values()}


def read_structure(connection: Connection) -> Current:
    """Read everything but the cells."""
    found = connection.get(_FRAME)
    tabs = [_tab(sheet) for sheet in found.get("sheets", []) if sheet["properties"].get("sheetType", "GRID") == "GRID"]
    names = {name["namedRangeId"]: name["name"] for name in found.get("namedRanges", [])}
    return Current(found["properties"]["title"], {tab.sheet_id: tab for tab in tabs}, names)


def read_cells(connection: Connection, current: Current, sheet_ids: Iterable[int]) -> State:
    """Read the cells of existing tabs into ``current``, and return the state, in one request."""
    wanted = [absolute_range_name(current.tabs[sheet_id].title) for sheet_id in (STATE_TAB_ID, *sheet_ids) if sheet_id in current.tabs]
    titles = [tab.title for tab in current.tabs.values()]
    if not wanted:
        return State.read({}, titles)
    found = connection.get(_CELLS, wanted)
    for sheet in found.get("sheets", []):
        tab = current.tabs[sheet["properties"].get("sheetId", 0)]
        tab.cells, tab.notes = {}, {}
        for data in sheet.get("data", []):
            _load(tab, data)
    return State.read(found, titles)


def _tab(sheet: Mapping[str, Any]) -> CurrentTab:
    properties = sheet["properties"]
    grid = properties.get("gridProperties", {})
    return CurrentTab(
        sheet_id=properties.get("sheetId", 0),
        title=properties["title"],
        rows=grid.get("rowCount", 0),
        columns=grid.get("columnCount", 0),
        rules=sheet.get("conditionalFormats", []),
        charts=frozenset(chart["chartId"] for chart in sheet.get("charts", [])),
        protections={one["protectedRangeId"]: one.get("unprotectedRanges", []) for one in sheet.get("protectedRanges", [])},
        is_filtered="basicFilter" in sheet,
    )


def _load(tab: CurrentTab, data: Mapping[str, Any]) -> None:
    for row, desired_cells in enumerate(data.get("rowData", []), data.get("startRow", 0)):
        for column, cell in enumerate(desired_cells.get("values", []), data.get("startColumn", 0)):
            for kind, content in cell.get("userEnteredValue", {}).items():
                tab.cells[row, column] = Formula(content.removeprefix("=")) if kind == "formulaValue" else content
            if cell.get("note"):
                tab.notes[row, column] = cell["note"]
