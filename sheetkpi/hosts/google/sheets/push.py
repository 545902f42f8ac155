"""Write a table to a spreadsheet without overwriting edits; repeating a push changes nothing."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.hosts.google.sheets.a1 import (
    FIELDS,
    CellRange,
    RangeNotFound,
    SheetNotFound,
    Spreadsheet,
    Tab,
    cell_address,
    id_of,
    range_on_tab,
)
from sheetkpi.hosts.google.sheets.cell_values import (
    CellValue,
    Request,
    cell_requests,
    entered_values,
    number_format_requests,
)
from sheetkpi.hosts.google.sheets.client import Connection
from sheetkpi.hosts.google.sheets.data_file import Data
from sheetkpi.hosts.google.sheets.http import Notify, RequestFailed
from sheetkpi.hosts.google.sheets.push_plan import EditedCell, Mode, PushPlan
from sheetkpi.hosts.google.sheets.sheet_table import SheetTable, header_rows
from sheetkpi.hosts.google.sheets.state import (
    STATE_TAB_ID,
    State,
    read_table_state,
    table_key,
    table_keys,
    tag_id,
)
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message

#: Cells in one request: about two megabytes, as Google advises.
CELLS_PER_REQUEST = 40_000
#: The metadata key on the header row of a table.
TAG = "sheetkpi.table"
_CELLS = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "data(startRow,rowData(values(userEnteredValue)),rowMetadata(developerMetadata(metadataId))))"
)
_ROWS, _COLUMNS = 1000, 26


class EditConflict(SheetKpiError):
    """Cells that were edited since the last push would be overwritten."""

    def __init__(self, differences: Sequence[EditedCell], tab: str) -> None:
        super().__init__(
            Message(
                "Cells of the sheet “{tab}” that somebody changed since the last push: {count}. Nothing is written. Give --key COLUMN, and "
                "rows are found by it and such cells stay; or overwrite them with --force.",
                tab=tab,
                count=len(differences),
            )
        )
        self.differences = differences


@dataclass(frozen=True, slots=True)
class PushResult:
    """What a push wrote."""

    place: CellRange
    rows: int
    added: int
    changed: int
    skipped: int
    kept: Sequence[EditedCell]


def push(connection: Connection, target: str, data: Data, mode: Mode, keys: Sequence[str] = (), *, is_forced: bool = False) -> PushResult:
    """Write a table.

    Raises:
        EditConflict: Edited cells would be overwritten with other rows.
        RangeNotFound: The target doesn't exist.
        CellsOccupied: The target holds other data.
        WrongKey: A key is blank or not unique.
        RequestFailed: Google can't be reached, or rejects the request.
    """
    spreadsheet = Spreadsheet(connection.get(FIELDS))
    place, is_new = _target(spreadsheet, target, data, connection.notify)
    current = _CurrentTable.read(connection, spreadsheet, place, is_new=is_new)
    name = current.name_of(target if spreadsheet.named(target) else cell_address(place.row, place.column), place)
    text = current.state.texts.get(name)
    row = current.tags.get(tag_id(name), place.row)
    table = SheetTable(place.tab, current.grid, row, place.column, data.headers, read_table_state(text), is_forced)
    plan = PushPlan(table, data, mode, keys)
    if plan.conflicts:
        raise EditConflict(plan.conflicts, place.tab.title)
    _Writer(connection, plan, current, name, is_new=is_new).write()
    touched = {row for row, _column in plan.cells if row < table.end and row in plan.after}
    last = max(plan.after, default=table.row)
    columns = list(table.columns.values())
    area = CellRange(place.tab, table.row, min(columns), last - table.row + 1, max(columns) - min(columns) + 1)
    return PushResult(area, len(data.rows), plan.added, len(touched), plan.skipped, plan.kept)


def _target(spreadsheet: Spreadsheet, target: str, data: Data, notify: Notify) -> tuple[CellRange, bool]:
    """Return the target, and whether its tab must be created."""
    try:
        place = spreadsheet.find(target)
    except SheetNotFound as error:
        if error.nearest is not None:
            raise
        ids = {tab.sheet_id for tab in spreadsheet.tabs}
        sheet_id = next(number for attempt in range(len(ids) + 1) if (number := id_of("tab", error.text, str(attempt))) not in ids)
        place = range_on_tab(Tab(sheet_id, error.text, _ROWS, max(_COLUMNS, len(data.headers))), error.cells)
        notify(Message("Sheet “{name}” doesn't exist yet; adding it.", name=error.text))
        return place, True
    if place.tab.sheet_id == STATE_TAB_ID:
        raise RangeNotFound(
            target,
            Message("The sheet “{name}” is where sheetkpi remembers what it wrote. Give another one.", name=place.tab.title),
        )
    return place, False


@dataclass(slots=True)
class _CurrentTable:
    """The table's tab and state before writing."""

    state: State
    grid: Sequence[Sequence[CellValue]] = ()
    tags: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: Connection, spreadsheet: Spreadsheet, place: CellRange, *, is_new: bool) -> "_CurrentTable":
        tabs = [] if is_new else [place.tab]
        remembering = spreadsheet.tab(STATE_TAB_ID)
        tabs += [remembering] if remembering else []
        answer = connection.get(_CELLS, [tab.quoted for tab in tabs]) if tabs else {}
        state = State.read(answer, [tab.title for tab in spreadsheet.tabs])
        for sheet in answer.get("sheets", ()):
            if sheet["properties"].get("sheetId", 0) == place.tab.sheet_id:
                data: Mapping[str, Any] = (sheet.get("data") or [{}])[0]
                return cls(state, entered_values(data), header_rows(data))
        return cls(state)

    def name_of(self, anchor: str, place: CellRange) -> str:
        """Return the name of the table's state, even if users moved the table and its new address is given."""
        name = table_key(place.tab.sheet_id, anchor)
        if name in self.state.texts:
            return name
        for other in table_keys(list(self.state.texts), place.tab.sheet_id):
            if self.tags.get(tag_id(other)) == place.row:
                return other
        return name


@dataclass(slots=True)
class _Writer:
    """Sends a plan in batches."""

    connection: Connection
    plan: PushPlan
    current: _CurrentTable
    name: str
    is_new: bool
    written: str = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"))

    def write(self) -> None:
        """Send the batches, usually one; each is applied whole or not at all."""
        rows = list(self.plan.rows_to_write())
        if not rows and not self._has_changed():
            return
        parts = list(_parts(rows, self.plan))
        first = list(self._structure())
        for number, part in enumerate(parts, 1):
            is_last = number == len(parts)
            state = self.plan.state(self.written, None if is_last else part[-1] + 1).as_text()
            requests = [*first, *_cells(self.plan, part), *self.current.state.requests({self.name: state})]
            if len(parts) > 1:
                self.connection.notify(Message("Part {number} of {count}: {rows} rows …", number=number, count=len(parts), rows=len(part)))
            try:
                self.connection.write(requests)
            except RequestFailed as error:
                raise _with_state(error, self.plan, parts[: number - 1]) from error
            first = []

    def _has_changed(self) -> bool:
        """Whether the state changes although no cell does."""
        before = self.plan.table.state
        after = self.plan.state(self.written)
        return before is None or (before.columns, before.rows, before.appended) != (after.columns, after.rows, after.appended)

    def _structure(self) -> Iterator[Request]:
        """Create what the cells need: the tab, rows, columns, and the metadata of the header row."""
        table, plan = self.plan.table, self.plan
        sheet_id = table.tab.sheet_id
        if self.is_new:
            grid = {"rowCount": table.tab.rows, "columnCount": table.tab.columns}
            yield {"addSheet": {"properties": {"sheetId": sheet_id, "title": table.tab.title, "gridProperties": grid}}}
        free = table.room_below(plan.added)
        if free < plan.added:
            rows = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": table.end + free, "endIndex": table.end + plan.added}
            yield {"insertDimension": {"range": rows, "inheritFromBefore": table.end + free > 1}}
        lacking = max(table.end + plan.added, table.row + 1) - (table.tab.rows + plan.added - free)
        if lacking > 0:
            yield {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": lacking}}
        lacking = max(table.columns.values()) + 1 - table.tab.columns
        if lacking > 0:
            yield {"appendDimension": {"sheetId": sheet_id, "dimension": "COLUMNS", "length": lacking}}
        if tag_id(self.name) not in self.current.tags:
            place = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": table.row, "endIndex": table.row + 1}
            tag = {"metadataId": tag_id(self.name), "metadataKey": TAG, "visibility": "DOCUMENT", "location": {"dimensionRange": place}}
            yield {"createDeveloperMetadata": {"developerMetadata": tag}}


def _with_state(error: RequestFailed, plan: PushPlan, done: Sequence[Sequence[int]]) -> RequestFailed:
    """Add to a failure which rows were written before it."""
    if not done:
        return error
    return RequestFailed(
        error.problem,
        Message(
            "{what} Written are the rows up to {row} of the sheet “{tab}”. Run the command again: it goes on from there.",
            what=error.what,
            row=done[-1][-1] + 1,
            tab=plan.table.tab.title,
        ),
    )


def _parts(rows: Sequence[int], plan: PushPlan) -> Iterator[list[int]]:
    """Split rows into portions for one request each."""
    most = max(CELLS_PER_REQUEST // max(len(plan.table.columns), 1), 1)
    for start in range(0, len(rows), most):
        yield list(rows[start : start + most])
    if not rows:
        yield [plan.table.row]


def _cells(plan: PushPlan, rows: Sequence[int]) -> Iterator[Request]:
    """Write the cells of some rows, and format new dates and percentages."""
    sheet_id, wanted = plan.table.tab.sheet_id, set(rows)
    yield from cell_requests(sheet_id, {position: entry for position, entry in plan.cells.items() if position[0] in wanted})
    yield from number_format_requests(sheet_id, {position: look for position, look in plan.formats.items() if position[0] in wanted})
