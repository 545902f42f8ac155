"""Write a table into a shared spreadsheet: nothing that people changed is overwritten, and a repeated run changes nothing."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.hosts.google.spreadsheets.access.connection import Connection
from sheetkpi.hosts.google.spreadsheets.access.failures import NotReached
from sheetkpi.hosts.google.spreadsheets.cell_requests import cell_requests, look_requests
from sheetkpi.hosts.google.spreadsheets.entries import Entry, grid_of
from sheetkpi.hosts.google.spreadsheets.ids import id_of
from sheetkpi.hosts.google.spreadsheets.memory import TAB_ID, Memory, Request
from sheetkpi.hosts.google.spreadsheets.places import FIELDS, NoSuchPlace, NoSuchTab, Place, Places, Tab, letters, on_tab
from sheetkpi.hosts.google.spreadsheets.tables.data_file import Data
from sheetkpi.hosts.google.spreadsheets.tables.push_plan import Difference, Mode, PushPlan
from sheetkpi.hosts.google.spreadsheets.tables.sheet_table import SheetTable
from sheetkpi.hosts.google.spreadsheets.tables.table_memory import memory_name, table_from, tables_of, tag_id
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.text_file import Notify
from sheetkpi.translation import Message

#: So many cells travel in one request: about two megabytes, as Google advises.
MOST_CELLS = 40_000
#: Marks the header row of a table.
TAG = "sheetkpi.table"
_CELLS = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "data(startRow,rowData(values(userEnteredValue)),rowMetadata(developerMetadata(metadataId))))"
)
_ROWS, _COLUMNS = 1000, 26


class Changed(SheetKpiError):
    """People changed cells that the new table would overwrite."""

    def __init__(self, differences: Sequence[Difference], tab: str) -> None:
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
class Pushed:
    """What was written."""

    place: Place
    rows: int
    added: int
    changed: int
    skipped: int
    kept: Sequence[Difference]


def push(connection: Connection, target: str, data: Data, mode: Mode, keys: Sequence[str] = (), *, is_forced: bool = False) -> Pushed:
    """Write a table.

    Raises:
        Changed: People changed cells that would get the numbers of other rows.
        SheetKpiError: There is no such place, it is taken, keys repeat, or Google refuses.
    """
    places = Places(connection.get(FIELDS))
    place, is_new = _target(places, target, data, connection.say)
    present = _Present.read(connection, places, place, is_new=is_new)
    name = present.name_of(target if places.named(target) else f"{letters(place.column)}{place.row + 1}", place)
    text = present.memory.texts.get(name)
    row = present.tags.get(tag_id(name), place.row)
    table = SheetTable(place.tab, present.grid, row, place.column, data.headers, table_from(text), is_forced)
    plan = PushPlan(table, data, mode, keys)
    if plan.in_the_way:
        raise Changed(plan.in_the_way, place.tab.title)
    _Writing(connection, plan, present, name, is_new=is_new).write()
    touched = {row for row, _column in plan.cells if row < table.end and row in plan.after}
    last = max(plan.after, default=table.row)
    columns = list(table.columns.values())
    area = Place(place.tab, table.row, min(columns), last - table.row + 1, max(columns) - min(columns) + 1)
    return Pushed(area, len(data.rows), plan.added, len(touched), plan.skipped, plan.kept)


def _target(places: Places, target: str, data: Data, say: Notify) -> tuple[Place, bool]:
    """The place, and whether its tab is still to be made."""
    try:
        place = places.find(target)
    except NoSuchTab as error:
        if error.near is not None:
            raise
        ids = {tab.sheet_id for tab in places.tabs}
        sheet_id = next(number for attempt in range(len(ids) + 1) if (number := id_of("tab", error.title, str(attempt))) not in ids)
        place = on_tab(Tab(sheet_id, error.title, _ROWS, max(_COLUMNS, len(data.headers))), error.cells)
        say(Message("The sheet “{name}” doesn't exist yet; adding it.", name=error.title))
        return place, True
    if place.tab.sheet_id == TAB_ID:
        raise NoSuchPlace(Message("The sheet “{name}” is where sheetkpi remembers what it wrote. Give another one.", name=place.tab.title))
    return place, False


@dataclass(slots=True)
class _Present:
    """What is in the spreadsheet before."""

    memory: Memory
    grid: Sequence[Sequence[Entry]] = ()
    tags: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: Connection, places: Places, place: Place, *, is_new: bool) -> "_Present":
        tabs = [] if is_new else [place.tab]
        remembering = places.tab(TAB_ID)
        tabs += [remembering] if remembering else []
        answer = connection.get(_CELLS, [tab.quoted for tab in tabs]) if tabs else {}
        memory = Memory.of(answer, [tab.title for tab in places.tabs])
        for sheet in answer.get("sheets", ()):
            if sheet["properties"].get("sheetId", 0) == place.tab.sheet_id:
                data: Mapping[str, Any] = (sheet.get("data") or [{}])[0]
                tags = {
                    item["metadataId"]: row
                    for row, properties in enumerate(data.get("rowMetadata", ()))
                    for item in properties.get("developerMetadata", ())
                }
                return cls(memory, grid_of(data), tags)
        return cls(memory)

    def name_of(self, anchor: str, place: Place) -> str:
        """Under which name the table is remembered, also where people moved it and its new address is given."""
        name = memory_name(place.tab.sheet_id, anchor)
        if name in self.memory.texts:
            return name
        for other in tables_of(list(self.memory.texts), place.tab.sheet_id):
            if self.tags.get(tag_id(other)) == place.row:
                return other
        return name


@dataclass(slots=True)
class _Writing:
    """The batches of a plan."""

    connection: Connection
    plan: PushPlan
    present: _Present
    name: str
    is_new: bool
    written: str = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"))

    def write(self) -> None:
        """Send them, each whole or not at all; mostly there is one."""
        rows = list(self.plan.rows_to_write())
        if not rows and not self._is_news():
            return
        parts = list(_parts(rows, self.plan))
        first = list(self._structure())
        for number, part in enumerate(parts, 1):
            is_last = number == len(parts)
            memory = self.plan.memory(self.written, None if is_last else part[-1] + 1).as_text()
            requests = [*first, *_cells(self.plan, part), *self.present.memory.requests({self.name: memory})]
            if len(parts) > 1:
                self.connection.say(Message("Part {number} of {count}: {rows} rows …", number=number, count=len(parts), rows=len(part)))
            try:
                self.connection.write(requests)
            except NotReached as error:
                raise _with_state(error, self.plan, parts[: number - 1]) from error
            first = []

    def _is_news(self) -> bool:
        """Whether there is something to remember, although no cell changes."""
        before = self.plan.table.memory
        after = self.plan.memory(self.written)
        return before is None or (before.columns, before.rows, before.appended) != (after.columns, after.rows, after.appended)

    def _structure(self) -> Iterator[Request]:
        """What has to be there before the cells: the tab, rows and columns, and the mark of the header row."""
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
        if tag_id(self.name) not in self.present.tags:
            place = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": table.row, "endIndex": table.row + 1}
            tag = {"metadataId": tag_id(self.name), "metadataKey": TAG, "visibility": "DOCUMENT", "location": {"dimensionRange": place}}
            yield {"createDeveloperMetadata": {"developerMetadata": tag}}


def _with_state(error: NotReached, plan: PushPlan, done: Sequence[Sequence[int]]) -> NotReached:
    """The failure, and which rows were written before it."""
    if not done:
        return error
    return NotReached(
        Message(
            "{what} Written are the rows up to {row} of the sheet “{tab}”. Run the command again: it goes on from there.",
            what=error.what,
            row=done[-1][-1] + 1,
            tab=plan.table.tab.title,
        )
    )


def _parts(rows: Sequence[int], plan: PushPlan) -> Iterator[list[int]]:
    """The rows in portions that one request can carry."""
    most = max(MOST_CELLS // max(len(plan.table.columns), 1), 1)
    for start in range(0, len(rows), most):
        yield list(rows[start : start + most])
    if not rows:
        yield [plan.table.row]


def _cells(plan: PushPlan, rows: Sequence[int]) -> Iterator[Request]:
    """The cells of some rows. Dates look like dates, where nobody has given the cells a look yet."""
    sheet_id, wanted = plan.table.tab.sheet_id, set(rows)
    yield from cell_requests(sheet_id, {spot: entry for spot, entry in plan.cells.items() if spot[0] in wanted})
    yield from look_requests(sheet_id, {spot: look for spot, look in plan.looks.items() if spot[0] in wanted})
