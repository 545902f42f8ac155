"""Write a table to a spreadsheet without overwriting edits; repeating a push changes nothing."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
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
    EditedCell,
    Request,
    cell_requests,
    entered_values,
    number_format_requests,
)
from sheetkpi.hosts.google.sheets.client import Connection
from sheetkpi.hosts.google.sheets.http import RequestFailed
from sheetkpi.hosts.google.sheets.push_plan import Data, Mode, PushPlan
from sheetkpi.hosts.google.sheets.sheet_table import SheetTable, header_rows
from sheetkpi.hosts.google.sheets.state import STATE_FIELDS, STATE_TAB_ID, State, tab_id_of, table_key, tag_id
from sheetkpi.hosts.google.sheets.transaction import MAX_COPIED_CELLS, Transaction, transact
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message

#: Cells in one request: about two megabytes, as Google advises.
CELLS_PER_REQUEST = 40_000
#: The metadata key on the header row of a table.
TAG = "sheetkpi.table"
_CELLS = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "data(startRow,startColumn,rowData(values(userEnteredValue)),rowMetadata(developerMetadata(metadataId))))"
)
_ROWS, _COLUMNS = 1000, 26


class EditConflict(SheetKpiError):
    """Cells that were edited since the last push would be overwritten."""

    def __init__(self, edited: Sequence[EditedCell], tab: str) -> None:
        super().__init__(
            Message(
                "Nothing was written: cells edited on the sheet “{tab}” since the last push: {count}. To keep them, "
                "match rows by a column with --key COLUMN; to overwrite them, use --force.",
                tab=tab,
                count=len(edited),
            )
        )
        self.edited = edited


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
        KeepsChanging: The spreadsheet was edited during every attempt.
        EditedMeanwhile: It was edited several times during one attempt.
        RequestFailed: Google can't be reached, or rejects the request.
    """
    return transact(connection, lambda transaction: _push(transaction, target, data, mode, keys, is_forced=is_forced))


def _push(transaction: Transaction, target: str, data: Data, mode: Mode, keys: Sequence[str], *, is_forced: bool) -> PushResult:
    spreadsheet = Spreadsheet(transaction.get(FIELDS))
    place, is_new = _target(transaction, spreadsheet, target, data)
    current = _read(transaction, spreadsheet, place, is_new=is_new)
    name = current.name_of(target if spreadsheet.named(target) else cell_address(place.row, place.column), place)
    row = current.tags.get(tag_id(name), place.row)
    table = SheetTable(place.tab, current.grid, row, place.column, data.headers, current.state.table(name), is_forced)
    plan = PushPlan(table, data, mode, keys)
    if plan.conflicts:
        raise EditConflict(plan.conflicts, place.tab.title)
    _write(transaction, plan, current, name, is_new=is_new)
    touched = {row for row, _column in plan.cells if row < table.end and row in plan.after}
    columns = table.columns.values()
    height = max(plan.after, default=table.row) - table.row + 1
    area = CellRange(place.tab, table.row, min(columns), height, max(columns) - min(columns) + 1)
    return PushResult(area, len(data.rows), plan.added, len(touched), plan.skipped, plan.kept)


def _target(transaction: Transaction, spreadsheet: Spreadsheet, target: str, data: Data) -> tuple[CellRange, bool]:
    """Return the target, and whether its tab must be created."""
    try:
        place = spreadsheet.find(target)
    except SheetNotFound as error:
        if tab := _renamed(transaction, spreadsheet, error.text):
            transaction.notify(Message("Sheet “{name}” is now called “{title}”. Writing there.", name=error.text, title=tab.title))
            return range_on_tab(tab, error.cells), False
        if error.nearest is not None:
            raise
        ids = {tab.sheet_id for tab in spreadsheet.tabs}
        sheet_id = next(number for attempt in range(len(ids) + 1) if (number := id_of("tab", error.text, str(attempt))) not in ids)
        place = range_on_tab(Tab(sheet_id, error.text, _ROWS, max(_COLUMNS, len(data.headers))), error.cells)
        transaction.notify(Message("Sheet “{name}” doesn't exist yet; adding it.", name=error.text))
        return place, True
    if place.tab.sheet_id == STATE_TAB_ID:
        raise RangeNotFound(
            target,
            Message("The sheet “{name}” holds sheetkpi's own data. Choose another sheet.", name=place.tab.title),
        )
    return place, False


def _renamed(transaction: Transaction, spreadsheet: Spreadsheet, title: str) -> Tab | None:
    """Return the tab that a table was pushed to under this title, and that was renamed since."""
    tab = spreadsheet.tab(STATE_TAB_ID)
    state = State.read(transaction.get(STATE_FIELDS, [tab.quoted])) if tab else State()
    names = (name for name, table in state.tables() if table.title.casefold() == title.casefold())
    return next((found for name in names if (found := spreadsheet.tab(tab_id_of(name)))), None)


@dataclass(frozen=True, slots=True)
class _CurrentTable:
    """The table's tab and state before writing."""

    state: State
    grid: Sequence[Sequence[CellValue]]
    tags: Mapping[int, int]

    def name_of(self, anchor: str, place: CellRange) -> str:
        """Return the name of the table's state, even if users moved the table and its new address is given."""
        name = table_key(place.tab.sheet_id, anchor)
        if name not in self.state.texts:
            for other, _state in self.state.tables():
                if tab_id_of(other) == place.tab.sheet_id and self.tags.get(tag_id(other)) == place.row:
                    return other
        return name


def _read(transaction: Transaction, spreadsheet: Spreadsheet, place: CellRange, *, is_new: bool) -> _CurrentTable:
    """Read the target's tab, if it exists, and the state in one request."""
    tabs = [tab for tab in (None if is_new else place.tab, spreadsheet.tab(STATE_TAB_ID)) if tab]
    answer = transaction.get(_CELLS, [tab.quoted for tab in tabs]) if tabs else {}
    sheets = (sheet for sheet in answer.get("sheets", ()) if sheet["properties"].get("sheetId", 0) == place.tab.sheet_id)
    data: Mapping[str, Any] = next(((sheet.get("data") or [{}])[0] for sheet in sheets), {})
    state = State.read(answer, [tab.title for tab in spreadsheet.tabs])
    return _CurrentTable(state, entered_values(data), header_rows(data))


# --- writing


def _write(transaction: Transaction, plan: PushPlan, current: _CurrentTable, name: str, *, is_new: bool) -> None:
    """Send the batches, usually one; each is applied whole or not at all."""
    written = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    if not plan.cells and not _changes_state(plan, written):
        return
    parts = list(_parts(plan))
    structure = list(_structure_requests(plan, current, name, is_new=is_new))
    for number, rows in enumerate(parts, 1):
        state = plan.state(written, None if number == len(parts) else rows[-1] + 1)
        requests = [*structure, *_cell_requests(plan, set(rows)), *current.state.requests({name: state.as_text()})]
        if len(parts) > 1:
            transaction.notify(Message("Part {number} of {count}: {rows} rows …", number=number, count=len(parts), rows=len(rows)))
        try:
            transaction.write(requests, list(_relied_on(plan, rows)))
        except RequestFailed as error:
            raise _with_state(error, plan, parts[: number - 1]) from error
        structure = []


def _relied_on(plan: PushPlan, rows: Sequence[int]) -> Iterator[CellRange]:
    """Yield what must not change while some rows are written: the table with its new rows, of a large one the header and these rows."""
    table = plan.table
    columns = {*table.columns.values(), *table.gone.values()}
    left, width = min(columns), max(columns) - min(columns) + 1
    height = max([table.end + plan.added - 1, *plan.after, *rows]) - table.row + 1
    if height * width <= MAX_COPIED_CELLS:
        yield CellRange(table.tab, table.row, left, height, width)
        return
    yield CellRange(table.tab, table.row, left, 1, width)
    for _, run in groupby(enumerate(row for row in rows if row != table.row), lambda item: item[1] - item[0]):
        first, *_, last = [row for _, row in run] * 2
        yield CellRange(table.tab, first, left, last - first + 1, width)


def _changes_state(plan: PushPlan, written: str) -> bool:
    """Whether the state changes although no cell does."""
    before, after = plan.table.state, plan.state(written)
    return before is None or (before.columns, before.rows, before.appended) != (after.columns, after.rows, after.appended)


def _structure_requests(plan: PushPlan, current: _CurrentTable, name: str, *, is_new: bool) -> Iterator[Request]:
    """Create what the cells need: the tab, rows, columns, and the metadata of the header row."""
    table = plan.table
    sheet_id = table.tab.sheet_id
    if is_new:
        grid = {"rowCount": table.tab.rows, "columnCount": table.tab.columns}
        yield {"addSheet": {"properties": {"sheetId": sheet_id, "title": table.tab.title, "gridProperties": grid}}}
    free = table.room_below(plan.added)
    if free < plan.added:
        rows = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": table.end + free, "endIndex": table.end + plan.added}
        yield {"insertDimension": {"range": rows, "inheritFromBefore": table.end + free > 1}}
    lacking = {
        "ROWS": max(table.end + plan.added, table.row + 1) - (table.tab.rows + plan.added - free),
        "COLUMNS": max(table.columns.values()) + 1 - table.tab.columns,
    }
    for dimension, length in lacking.items():
        if length > 0:
            yield {"appendDimension": {"sheetId": sheet_id, "dimension": dimension, "length": length}}
    if tag_id(name) not in current.tags:
        place = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": table.row, "endIndex": table.row + 1}
        tag = {"metadataId": tag_id(name), "metadataKey": TAG, "visibility": "DOCUMENT", "location": {"dimensionRange": place}}
        yield {"createDeveloperMetadata": {"developerMetadata": tag}}


def _with_state(error: RequestFailed, plan: PushPlan, done: Sequence[Sequence[int]]) -> RequestFailed:
    """Add to a failure which rows were written before it."""
    if not done:
        return error
    what = Message(
        "{what} The rows of the sheet “{tab}” up to {row} were written. Run the command again to continue from there.",
        what=error.what,
        row=done[-1][-1] + 1,
        tab=plan.table.tab.title,
    )
    return RequestFailed(error.problem, what, error.is_applied)


def _parts(plan: PushPlan) -> Iterator[list[int]]:
    """Split the rows to write into portions for one request each; without any, the state is written with the header row."""
    rows = sorted({row for row, _column in plan.cells}) or [plan.table.row]
    most = max(CELLS_PER_REQUEST // max(len(plan.table.columns), 1), 1)
    for start in range(0, len(rows), most):
        yield rows[start : start + most]


def _cell_requests(plan: PushPlan, rows: set[int]) -> Iterator[Request]:
    """Write the cells of some rows, and format new dates and percentages."""
    sheet_id = plan.table.tab.sheet_id
    yield from cell_requests(sheet_id, {position: entry for position, entry in plan.cells.items() if position[0] in rows})
    yield from number_format_requests(sheet_id, {position: (look, "") for position, look in plan.formats.items() if position[0] in rows})
