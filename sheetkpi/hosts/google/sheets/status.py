"""What sheetkpi manages in a spreadsheet, and what users changed in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sheetkpi import __version__
from sheetkpi.hosts.google.sheets.a1 import FIELDS, CellRange, Spreadsheet, Tab, id_of
from sheetkpi.hosts.google.sheets.calculations import calculations
from sheetkpi.hosts.google.sheets.cell_values import BLANK, DIGEST_LENGTH, digest, entered_values
from sheetkpi.hosts.google.sheets.client import Connection
from sheetkpi.hosts.google.sheets.publish.changes import is_rearranged
from sheetkpi.hosts.google.sheets.publish.current import Current, CurrentTab, read_cells, read_structure
from sheetkpi.hosts.google.sheets.publish.desired import Template, TemplateTab, desired_cells
from sheetkpi.hosts.google.sheets.publish.diff import Change, fingerprint
from sheetkpi.hosts.google.sheets.publish.publication import current_fingerprints
from sheetkpi.hosts.google.sheets.sheet_table import SheetTable, header_rows
from sheetkpi.hosts.google.sheets.state import (
    TEMPLATE_PREFIX,
    State,
    TableState,
    TabState,
    TemplateState,
    read_result_states,
    read_table_state,
    tab_id_of,
    tag_id,
)
from sheetkpi.workbooks.book import At, Book
from sheetkpi.workbooks.sheets_plan import is_open


@dataclass(frozen=True, slots=True)
class TabStatus:
    """A published sheet; ``title`` is None if it was deleted."""

    key: str
    title: str | None
    published_as: str


@dataclass(frozen=True, slots=True)
class TemplateStatus:
    """A published template."""

    name: str
    title: str
    record: TemplateState
    tabs: list[TabStatus]
    changes: list[Change]
    rearranged: list[str]
    deleted: int

    @property
    def is_of_this_version(self) -> bool:
        """Whether it was published by this version of sheetkpi."""
        return self.record.version == __version__


def template_status(template: Template, record: TemplateState, current: Current) -> TemplateStatus:
    """Compare a template's sheets with what was published."""
    existing = {key: current.tabs.get(template.tab_id(key)) for key in record.tabs}
    keys = {tab.title: key for key, tab in existing.items() if tab}
    tabs = [TabStatus(key, tab.title if tab else None, record.tabs[key].title) for key, tab in existing.items()]
    known = {tab.key: tab for tab in template.tabs}
    moved = {
        key: tab.title
        for key, tab in existing.items()
        if tab and is_rearranged(tab, id_of(template.name, "protection", key), record.tabs[key])
    }
    changes = [
        change
        for key, tab in existing.items()
        if tab and key not in moved
        for change in _changes(known.get(key), tab, record.tabs[key], key, keys)
    ]
    charts = [int(chart) for key, tab in existing.items() if tab for chart in record.tabs[key].charts]
    deleted = sum(chart not in current.charts for chart in charts) + sum(name not in current.names for name in record.names)
    return TemplateStatus(template.name, template.title, record, tabs, changes, list(moved.values()), deleted)


def _changes(tab: TemplateTab | None, existing: CurrentTab, record: TabState, key: str, keys: Mapping[str, str]) -> Iterator[Change]:
    now = current_fingerprints(existing, keys, record)
    ours = desired_cells(tab) if tab else {}
    for position, was in sorted(record.marks.items()):
        if now.marks.get(position) == was:
            continue
        content = ours.get(position)
        is_what_we_wrote = content is not None and fingerprint(content, *position, {one: one for one in keys.values()}) == was
        is_input = tab is not None and is_open(tab.sheet, position)
        place = At("", *position).here
        yield Change(key, existing.title, place, content if is_what_we_wrote else None, existing.cells.get(position), is_input)


_TABLE_CELLS = (
    "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(userEnteredValue)),rowMetadata(developerMetadata(metadataId))))"
)


@dataclass(frozen=True, slots=True)
class TableStatus:
    """A pushed table; ``place`` is None if it was deleted."""

    place: CellRange | None
    columns: list[str]
    rows: int
    written: str
    changed: list[str]


def table_statuses(connection: Connection, spreadsheet: Spreadsheet, state: State) -> Iterator[TableStatus]:
    """Compare each pushed table with its state."""
    known = {name: found for name, text in state.texts.items() if (found := read_table_state(text))}
    tabs = {tab.sheet_id: tab for tab in spreadsheet.tabs}
    wanted = {tabs[sheet_id] for name in known if (sheet_id := tab_id_of(name)) in tabs}
    answer = connection.get(_TABLE_CELLS, sorted(tab.quoted for tab in wanted)) if wanted else {}
    data = {sheet["properties"].get("sheetId", 0): (sheet.get("data") or [{}])[0] for sheet in answer.get("sheets", ())}
    for name, found in known.items():
        sheet_id = tab_id_of(name)
        yield _table_status(name, found, tabs.get(sheet_id), data.get(sheet_id, {}))


def _table_status(name: str, state: TableState, tab: Tab | None, data: Mapping[str, Any]) -> TableStatus:
    header = header_rows(data).get(tag_id(name))
    if tab is None or header is None:
        return TableStatus(None, state.columns, len(state.rows), state.written, [])
    grid = entered_values(data)
    titles = [str(next(iter(entry.values()), "")) for entry in grid[header]] if header < len(grid) else []
    first = min((titles.index(title) for title in state.columns if title in titles), default=0)
    table = SheetTable(tab, grid, header, first, state.columns, state, is_forced=True)
    changed = [
        table.address(row, table.columns[title])
        for row, number in sorted(table.ours.items())
        for title, mark in state.marks(number).items()
        if digest(table.entry(row, table.columns[title])) != mark
    ]
    place = CellRange(tab, header, first, max(table.end - header, 1), max(table.columns.values()) - first + 1)
    return TableStatus(place, state.columns, len(state.rows), state.written, changed)


_RESULT_CELLS = "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(userEnteredValue))))"


@dataclass(frozen=True, slots=True)
class ResultStatus:
    """Computed results, and how many of their cells were edited."""

    function: str
    place: CellRange
    changed: int


def result_statuses(connection: Connection, spreadsheet: Spreadsheet, state: State) -> list[ResultStatus]:
    """Compare all computed results with their states."""
    found = calculations(spreadsheet, list(read_result_states(state.texts)), [])  # incomplete ones are reported by `refresh`
    computed = [one for one in found if one.state.marks]
    if not computed:
        return []
    answer = connection.get(_RESULT_CELLS, [one.room.request for one in computed])
    grids = {
        (sheet["properties"].get("sheetId", 0), data.get("startRow", 0), data.get("startColumn", 0)): entered_values(data)
        for sheet in answer.get("sheets", ())
        for data in sheet.get("data", ())
    }
    statuses = []
    for one in computed:
        grid = grids.get((one.output.tab.sheet_id, one.output.row, one.output.column), [])
        marks = [[marks[start : start + DIGEST_LENGTH] for start in range(0, len(marks), DIGEST_LENGTH)] for marks in one.state.marks]
        changed = sum(
            digest(grid[row][column] if row < len(grid) and column < len(grid[row]) else BLANK) != mark
            for row, line in enumerate(marks)
            for column, mark in enumerate(line)
        )
        statuses.append(ResultStatus(one.record.name, one.output, changed))
    return statuses


@dataclass(frozen=True, slots=True)
class Status:
    """Templates, tables and results in a spreadsheet."""

    title: str
    templates: list[TemplateStatus]
    tables: list[TableStatus]
    results: list[ResultStatus]


def read_status(connection: Connection, names: Sequence[str], build_book: Callable[[str, TemplateState], Book]) -> Status:
    """Read the status of a spreadsheet.

    Raises:
        RequestFailed: Google can't be reached, or rejects the request.
    """
    current = read_structure(connection)
    state = read_cells(connection, current, [])
    records = {name: record for name in names if (record := state.template(name))}
    if records:
        read_cells(connection, current, [id_of(name, "tab", key) for name, record in records.items() for key in record.tabs])
    templates = [template_status(Template(name, build_book(name, record)), record, current) for name, record in records.items()]
    if all(name.startswith(TEMPLATE_PREFIX) for name in state.texts):
        return Status(current.title, templates, [], [])
    spreadsheet = Spreadsheet(connection.get(FIELDS))
    return Status(
        current.title, templates, list(table_statuses(connection, spreadsheet, state)), result_statuses(connection, spreadsheet, state)
    )
