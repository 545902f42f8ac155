"""What stands in a spreadsheet now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.hosts.google.spreadsheets.access.connection import Connection
from sheetkpi.hosts.google.spreadsheets.cell_requests import Spot
from sheetkpi.hosts.google.spreadsheets.memory import TAB_ID, Memory
from sheetkpi.hosts.google.spreadsheets.templates.contents import Held
from sheetkpi.workbooks.book import Formula

#: What is asked for: all but the cells, which may be many and people's own.
_FRAME = (
    "properties(title,locale),namedRanges,sheets(properties,conditionalFormats,charts(chartId),basicFilter(range),"
    "protectedRanges(protectedRangeId,unprotectedRanges))"
)
_CELLS = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"  # the memory wants to know its size
    "data(startRow,startColumn,rowData(values(userEnteredValue,note))))"
)


@dataclass(slots=True)
class PresentTab:
    """One sheet of the spreadsheet, ours or people's; of each protected range what is open in it."""

    sheet_id: int
    title: str
    rows: int
    columns: int
    rules: Sequence[Mapping[str, Any]]
    charts: frozenset[int]
    protections: Mapping[int, Sequence[Mapping[str, int]]]
    is_filtered: bool
    cells: dict[Spot, Held] = field(default_factory=dict)
    notes: dict[Spot, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Present:
    """The spreadsheet."""

    title: str
    tabs: Mapping[int, PresentTab]
    names: Mapping[str, str]

    @property
    def charts(self) -> set[int]:
        """The ids of all charts; people may have moved one to another sheet."""
        return {chart for tab in self.tabs.values() for chart in tab.charts}

    @property
    def titles(self) -> set[str]:
        """The titles of all sheets as Google compares them."""
        return {tab.title.casefold() for tab in self.tabs.values()}


def read_frame(connection: Connection) -> Present:
    """Everything but the cells."""
    found = connection.get(_FRAME)
    tabs = [_tab(sheet) for sheet in found.get("sheets", []) if sheet["properties"].get("sheetType", "GRID") == "GRID"]
    names = {name["namedRangeId"]: name["name"] for name in found.get("namedRanges", [])}
    return Present(found["properties"]["title"], {tab.sheet_id: tab for tab in tabs}, names)


def read_cells(connection: Connection, present: Present, sheet_ids: Iterable[int]) -> Memory:
    """The cells of some sheets, those that are there, and what we remember, in one request."""
    wanted = [_quoted(present.tabs[sheet_id].title) for sheet_id in (TAB_ID, *sheet_ids) if sheet_id in present.tabs]
    titles = [tab.title for tab in present.tabs.values()]
    if not wanted:
        return Memory.of({}, titles)
    found = connection.get(_CELLS, wanted)
    for sheet in found.get("sheets", []):
        tab = present.tabs[sheet["properties"].get("sheetId", 0)]
        tab.cells, tab.notes = {}, {}
        for data in sheet.get("data", []):
            _take(tab, data)
    return Memory.of(found, titles)


def _quoted(title: str) -> str:
    """A sheet as a range: without quotes a named range of the same name would be meant."""
    return "'" + title.replace("'", "''") + "'"


def _tab(sheet: Mapping[str, Any]) -> PresentTab:
    properties = sheet["properties"]
    grid = properties.get("gridProperties", {})
    return PresentTab(
        sheet_id=properties.get("sheetId", 0),
        title=properties["title"],
        rows=grid.get("rowCount", 0),
        columns=grid.get("columnCount", 0),
        rules=sheet.get("conditionalFormats", []),
        charts=frozenset(chart["chartId"] for chart in sheet.get("charts", [])),
        protections={one["protectedRangeId"]: one.get("unprotectedRanges", []) for one in sheet.get("protectedRanges", [])},
        is_filtered="basicFilter" in sheet,
    )


def _take(tab: PresentTab, data: Mapping[str, Any]) -> None:
    for row, held in enumerate(data.get("rowData", []), data.get("startRow", 0)):
        for column, cell in enumerate(held.get("values", []), data.get("startColumn", 0)):
            for kind, content in cell.get("userEnteredValue", {}).items():
                tab.cells[row, column] = Formula(content.removeprefix("=")) if kind == "formulaValue" else content
            if cell.get("note"):
                tab.notes[row, column] = cell["note"]
