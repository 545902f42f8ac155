"""Change a spreadsheet only in the state that was read, although the API has no precondition on a revision.

Each batch creates a run token, whose ID follows from the last run's: of two runs that read the same state, Google rejects the second whole.
The batch first copies the cells that the run relies on to a hidden tab, and its response brings the copy: the cells as they were when the
batch was applied. If they differ from what was read, one more batch restores them, and the run starts again. Edits stay as they were made.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from sheetkpi.hosts.google.sheets.a1 import CellRange, Spreadsheet, Tab, cell_address, grid_range, id_of
from sheetkpi.hosts.google.sheets.cell_values import BLANK, CellValue, Position, Request, digest, display
from sheetkpi.hosts.google.sheets.client import Connection
from sheetkpi.hosts.google.sheets.http import RequestFailed
from sheetkpi.hosts.google.sheets.state import STATE_TAB_ID
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message

T = TypeVar("T")

#: How often a run starts again after an edit at the same moment.
MAX_ATTEMPTS = 4
#: The metadata key of run tokens, and how many are kept.
TOKEN, KEPT_TOKENS = "sheetkpi.run", 8
#: Larger copies are left to the rows that a batch writes.
MAX_COPIED_CELLS = 40_000
#: The most overwritten cells that a message lists.
_MOST_NAMED = 20
#: The copies: of what a batch found, and of what its repair found.
_IMAGES = ("before", "after")
_TOKENS = "developerMetadata(metadataKey,metadataValue)"
_CELLS = "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(userEnteredValue))))"
_NAMES = "namedRanges(namedRangeId,range)"

#: The entered values of a tab's cells that are not blank.
Cells = dict[Position, CellValue]
#: What a formula copied over neighbours, or a copy of other cells, leaves in a cell.
_UNKNOWN: CellValue = {"unknown": True}


class Conflict(Exception):
    """Somebody edited the spreadsheet between the read and the write; nothing of the write is left."""


class EditedMeanwhile(SheetKpiError):
    """A write was disturbed and could not be undone; `cells` were overwritten, with what they held."""

    def __init__(self, cells: Sequence[tuple[str, CellValue]]) -> None:
        shown = ", ".join(f"{address} = {display(value)}" for address, value in cells[:_MOST_NAMED])
        super().__init__(
            Message(
                "The spreadsheet was edited while it was being written, and the write could not be taken back. These cells were "
                "overwritten; they held: {cells}. Check them (File → Version history), then run the command again.",
                cells=shown + (", …" if len(cells) > _MOST_NAMED else "") if cells else "—",
            )
        )
        self.cells = cells


class KeepsChanging(SheetKpiError):
    """The spreadsheet was edited during every attempt; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "Nothing was written: the spreadsheet was edited during each of {count} attempts. Run the command again.",
                count=MAX_ATTEMPTS,
            )
        )


def transact(connection: Connection, run: Callable[["Transaction"], T]) -> T:
    """Run, and again from the start if the spreadsheet was edited between the read and the write.

    Raises:
        KeepsChanging: It was edited during every attempt.
        EditedMeanwhile: It was edited again while a write was being undone.
        RequestFailed: Google can't be reached, or rejects the request.
    """
    for attempt in range(MAX_ATTEMPTS):
        if attempt:
            connection.notify(Message("The spreadsheet was edited at the same moment. Starting again."))
        transaction = Transaction(connection)
        try:
            return run(transaction)
        except Conflict:
            continue
        except (RequestFailed, EditedMeanwhile):
            raise
        except SheetKpiError:
            if not transaction.has_changed():  # else it may be about a mixture of two states
                raise
    raise KeepsChanging


class Transaction:
    """What one attempt reads, and its checked writes."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.notify = connection, connection.notify
        self.cells: dict[int, Cells] = {}
        self._tabs: dict[int, Tab] = {}
        self._names: dict[str, Any] = {}
        self._rules: dict[int, Sequence[Any]] = {}
        self._state_rows: list[Any] = []
        self._runs: list[int] | None = None

    @property
    def is_dry_run(self) -> bool:
        """Whether write requests are shown instead of sent."""
        return self.connection.is_dry_run

    def get(self, fields: str, ranges: Sequence[str] = ()) -> dict[str, Any]:
        """Read, and remember what was read; the first request also reads the tabs, named ranges and run tokens.

        Raises:
            Conflict: A range is gone since the tabs were read.
            RequestFailed: Google can't be reached, or rejects the request.
        """
        is_first = self._runs is None
        try:
            answer = self.connection.get(f"{fields},{_TOKENS}" if is_first else fields, ranges)
        except RequestFailed as error:
            if ranges and not is_first and error.is_invalid:
                raise Conflict from error
            raise
        if is_first:
            self._tabs = {tab.sheet_id: tab for tab in Spreadsheet(answer).tabs}
            self._names, self._runs = _named_ranges(answer), _runs(answer)
        read: dict[int, Cells] = {}
        for sheet_id, cells in _grids(answer):
            read.setdefault(sheet_id, {}).update(cells)
        self.cells |= read
        for sheet in answer.get("sheets", ()):
            if "conditionalFormats" in sheet:
                self._rules[sheet["properties"].get("sheetId", 0)] = sheet["conditionalFormats"]
            if sheet["properties"].get("sheetId") == STATE_TAB_ID and sheet.get("data"):
                self._state_rows = sheet["data"][0].get("rowData", [])[1:]
        return answer

    def write(self, requests: Sequence[Request], relied_on: Iterable[CellRange] = ()) -> None:
        """Apply all requests or none, if the cells that the run relies on are still what was read.

        Raises:
            Conflict: They were not; the spreadsheet is again as it was found.
            EditedMeanwhile: They were not, and were edited again while the write was being undone.
            RequestFailed: Google can't be reached, or rejects the batch.
        """
        if self.is_dry_run:
            self.connection.write(requests)
            return
        compared = [area for area in map(_within_tab, relied_on) if area.tab.sheet_id in self._tabs]
        copied = [*compared, *(area for area in self._written(requests) if not any(_covers(other, area) for other in compared))]
        found, names = self._apply(requests, copied, "before")
        if self._is_as_read(found, compared) and (_inserts(requests) or all(names.get(key) == place for key, place in self._names.items())):
            self.cells = {sheet_id: _after(cells, sheet_id, requests) for sheet_id, cells in self.cells.items()}
            return
        self._undo(requests, copied, compared, found)

    def image_removals(self) -> list[Request]:
        """Delete the hidden tabs with copies."""
        images = {_image_id(sheet_id, image) for sheet_id in self._tabs for image in _IMAGES} & self._tabs.keys()
        self._tabs = {sheet_id: tab for sheet_id, tab in self._tabs.items() if sheet_id not in images}
        return [{"deleteSheet": {"sheetId": image_id}} for image_id in sorted(images)]

    # --- one batch

    def _apply(self, requests: Sequence[Request], copied: Sequence[CellRange], image: str) -> tuple[dict[int, Cells], dict[str, Any]]:
        """Send a batch; return the cells as it found them, by tab, and the named ranges after it.

        Raises:
            Conflict: Another run or edit came first, so that Google rejected the batch.
        """
        runs = self._runs or []
        run = max(runs, default=0) + 1
        appended, rest = ([each for each in requests if ("appendDimension" in each) is wanted] for wanted in (True, False))
        batch = [*_tokens(runs, run), *appended, *self._copies(copied, image), *rest]  # appended rows move nothing, and may be copied
        ranges = [f"'{_title(area.tab.sheet_id, image)}'!{_a1(area)}" for area in copied]
        try:
            answer = self.connection.write(batch, fields=f"{_NAMES},{_CELLS}", ranges=ranges)
        except RequestFailed as error:
            if error.is_invalid and self.has_changed():
                raise Conflict from error
            raise
        if answer is None:  # it was applied, but its response was lost
            answer = self.connection.get(f"{_NAMES},{_CELLS}" if ranges else _NAMES, ranges)
        self._runs = [*runs, run]
        tabs = {_image_id(area.tab.sheet_id, image): area.tab.sheet_id for area in copied}
        for image_id, sheet_id in tabs.items():
            self._tabs.setdefault(image_id, Tab(image_id, _title(sheet_id, image), 0, 0, True))
        found: dict[int, Cells] = {sheet_id: {} for sheet_id in tabs.values()}
        for image_id, cells in _grids(answer):
            found[tabs[image_id]].update(cells)
        return found, _named_ranges(answer)

    def has_changed(self) -> bool:
        """Whether another run wrote, or a sheet was renamed or deleted, since the first read."""
        answer = self.connection.get(f"{_TOKENS},sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)))")
        tabs = {tab.sheet_id: tab.title for tab in Spreadsheet(answer).tabs}
        known = {sheet_id: tab.title for sheet_id, tab in self._tabs.items()}
        return _runs(answer) != (self._runs or []) or any(tabs.get(sheet_id) != title for sheet_id, title in known.items())

    def _copies(self, areas: Sequence[CellRange], image: str) -> Iterator[Request]:
        """Copy areas to a hidden tab beside each of theirs: to the same cells, so that relative references stay what they are."""
        by_tab = {area.tab.sheet_id: [other for other in areas if other.tab.sheet_id == area.tab.sheet_id] for area in areas}
        for sheet_id, copied in by_tab.items():
            tab = copied[0].tab
            rows, columns = (max(_end(area, axis) for area in copied) for axis in (0, 1))
            if tab.rows * tab.columns <= 10 * MAX_COPIED_CELLS:  # references to other cells of the tab then stay valid in its copy
                rows, columns = max(rows, tab.rows), max(columns, tab.columns)
            grid = {"rowCount": rows, "columnCount": columns}
            image_id = _image_id(sheet_id, image)
            properties = {"sheetId": image_id, "title": _title(sheet_id, image), "hidden": True, "gridProperties": grid}
            if image_id in self._tabs:
                yield {"deleteSheet": {"sheetId": image_id}}
            yield {"addSheet": {"properties": properties}}
            yield from (_copy(area, sheet_id, image_id) for area in copied)

    # --- comparing

    def _is_as_read(self, found: Mapping[int, Cells], areas: Iterable[CellRange]) -> bool:
        return all(_are_equal(found.get(area.tab.sheet_id, {}), self.cells.get(area.tab.sheet_id, {}), area) for area in areas)

    def _written(self, requests: Sequence[Request]) -> Iterator[CellRange]:
        """Yield the areas of existing tabs that requests write."""
        for request in requests:
            place = request.get("updateCells", {}).get("start")
            if place and place.get("sheetId", 0) in self._tabs and place.get("sheetId", 0) != STATE_TAB_ID:
                rows = request["updateCells"]["rows"]
                width = max((len(row.get("values", ())) for row in rows), default=0)
                tab = self._tabs[place.get("sheetId", 0)]
                yield CellRange(tab, place.get("rowIndex", 0), place.get("columnIndex", 0), len(rows), width)

    # --- undoing

    def _undo(
        self, requests: Sequence[Request], copied: Sequence[CellRange], compared: Sequence[CellRange], found: Mapping[int, Cells]
    ) -> None:
        """Restore what a batch found.

        Raises:
            Conflict: It is restored.
            EditedMeanwhile: It was edited again.
        """
        others = [
            (f"{area.tab.title}!{cell_address(*place)}", found[area.tab.sheet_id].get(place, BLANK))
            for area in copied
            for place in _places(area)
            if area in compared and digest(found[area.tab.sheet_id].get(place, BLANK)) != digest(self._read(area, place))
        ]
        left = {sheet_id: _after(cells, sheet_id, requests) for sheet_id, cells in found.items()}
        restore = [
            *_reverse(requests, self._rules),
            *(_copy(area, _image_id(area.tab.sheet_id, "before"), area.tab.sheet_id) for area in copied),
        ]
        try:
            again, _names = self._apply([*restore, self._state()], copied, "after")
        except (Conflict, RequestFailed) as error:  # another run relies on what is there now, or Google can't be reached any more
            raise EditedMeanwhile(others) from error
        if not all(_are_equal(again[area.tab.sheet_id], left[area.tab.sheet_id], area) for area in copied):
            with suppress(RequestFailed):
                self.connection.write([_copy(area, _image_id(area.tab.sheet_id, "after"), area.tab.sheet_id) for area in copied])
            raise EditedMeanwhile(others)
        raise Conflict

    def _read(self, area: CellRange, place: Position) -> CellValue:
        return self.cells.get(area.tab.sheet_id, {}).get(place, BLANK)

    def _state(self) -> Request:
        """Write the state as it was read."""
        return {
            "updateCells": {"range": {"sheetId": STATE_TAB_ID, "startRowIndex": 1}, "rows": self._state_rows, "fields": "userEnteredValue"}
        }


def _tokens(runs: Sequence[int], run: int) -> Iterator[Request]:
    """Create the token of a run, which another run that read the same state creates too, and delete old ones."""
    token = {"metadataId": id_of("run", str(run)), "metadataKey": TOKEN, "metadataValue": str(run), "visibility": "DOCUMENT"}
    yield {"createDeveloperMetadata": {"developerMetadata": token | {"location": {"spreadsheet": True}}}}
    for old in runs[: len(runs) - KEPT_TOKENS + 1] if len(runs) >= KEPT_TOKENS else ():
        yield {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": id_of("run", str(old))}}}}


#: Request → the request that takes it back.
_REVERSED: Mapping[str, Callable[[Any], Request]] = {
    "insertDimension": lambda made: {"deleteDimension": {"range": made["range"]}},
    "createDeveloperMetadata": lambda made: {
        "deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": made["developerMetadata"]["metadataId"]}}}
    },
    "addNamedRange": lambda made: {"deleteNamedRange": {"namedRangeId": made["namedRange"]["namedRangeId"]}},
    "addConditionalFormatRule": lambda made: {
        "deleteConditionalFormatRule": {"sheetId": made["rule"]["ranges"][0]["sheetId"], "index": made["index"]}
    },
    "addChart": lambda made: {"deleteEmbeddedObject": {"objectId": made["chart"]["chartId"]}},
    "addProtectedRange": lambda made: {"deleteProtectedRange": {"protectedRangeId": made["protectedRange"]["protectedRangeId"]}},
    "mergeCells": lambda made: {"unmergeCells": {"range": made["range"]}},
    "addSheet": lambda made: {"deleteSheet": {"sheetId": made["properties"]["sheetId"]}},
}


def _reverse(requests: Sequence[Request], rules: Mapping[int, Sequence[Any]]) -> Iterator[Request]:
    """Take back what a batch added, and the rules of conditional formats that it deleted, the last first; the state's tab stays.

    What else it changed or deleted, the next attempt does again.
    """
    undone: list[Request] = []
    left = {sheet_id: list(own) for sheet_id, own in rules.items()}
    for request in requests:
        ((kind, details),) = request.items()
        made = details.get("properties", details.get("protectedRange", {}))
        if kind == "deleteConditionalFormatRule":
            rule = left[details["sheetId"]].pop(details["index"])
            undone.append({"addConditionalFormatRule": {"rule": rule, "index": details["index"]}})
        elif kind in _REVERSED and STATE_TAB_ID not in (made.get("sheetId"), made.get("protectedRangeId")):
            undone.append(_REVERSED[kind](details))
        if kind == "addConditionalFormatRule":
            left.setdefault(details["rule"]["ranges"][0]["sheetId"], []).insert(details["index"], details["rule"])
    yield from reversed(undone)


def _after(cells: Cells, sheet_id: int, requests: Sequence[Request]) -> Cells:
    """Return a tab's cells after requests, whatever cells they were meant for."""
    cells = dict(cells)
    for request in requests:
        inserted = request.get("insertDimension", {}).get("range", {})
        if inserted.get("sheetId") == sheet_id and inserted["dimension"] == "ROWS":
            start, count = inserted["startIndex"], inserted["endIndex"] - inserted["startIndex"]
            cells = {(row + count if row >= start else row, column): value for (row, column), value in cells.items()}
        updated = request.get("updateCells", {})
        if updated.get("start", {}).get("sheetId", -1) == sheet_id and "userEnteredValue" in updated["fields"]:
            top, left = updated["start"].get("rowIndex", 0), updated["start"].get("columnIndex", 0)
            for down, row in enumerate(updated["rows"]):
                for right, cell in enumerate(row.get("values", ())):
                    cells[top + down, left + right] = cell.get("userEnteredValue", BLANK)
        copied = request.get("repeatCell", {}).get("range") or request.get("copyPaste", {}).get("destination", {})
        if copied.get("sheetId", -1) == sheet_id:
            cells |= dict.fromkeys(_positions(copied), _UNKNOWN)
    return cells


def _positions(area: Mapping[str, int]) -> Iterator[Position]:
    """Yield the cells of a GridRange."""
    rows = range(area.get("startRowIndex", 0), area["endRowIndex"])
    return ((row, column) for row in rows for column in range(area.get("startColumnIndex", 0), area["endColumnIndex"]))


def _inserts(requests: Sequence[Request]) -> bool:
    """Whether requests insert rows, which moves named ranges."""
    return any("insertDimension" in request for request in requests)


def _runs(answer: Mapping[str, Any]) -> list[int]:
    values = (item["metadataValue"] for item in answer.get("developerMetadata", ()) if item.get("metadataKey") == TOKEN)
    return sorted(int(value) for value in values if re.fullmatch(r"\d+", value))


def _named_ranges(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {named["namedRangeId"]: named.get("range") for named in answer.get("namedRanges", ())}


def _grids(answer: Mapping[str, Any]) -> Iterator[tuple[int, Cells]]:
    """Yield each read area: its tab, and its cells that are not blank."""
    for sheet in answer.get("sheets", ()):
        for data in sheet.get("data", ()):
            top, left = data.get("startRow", 0), data.get("startColumn", 0)
            yield (
                sheet["properties"].get("sheetId", 0),
                {
                    (top + down, left + right): cell["userEnteredValue"]
                    for down, row in enumerate(data.get("rowData", ()))
                    for right, cell in enumerate(row.get("values", ()))
                    if cell.get("userEnteredValue")
                },
            )


# --- areas


def _within_tab(area: CellRange) -> CellRange:
    """Return an area with ends."""
    rows, columns = area.tab.rows - area.row if area.rows is None else area.rows, area.tab.columns - area.column
    return CellRange(area.tab, area.row, area.column, max(rows, 1), max(columns, 1) if area.columns is None else area.columns)


def _end(area: CellRange, axis: int) -> int:
    return area.row + (area.rows or 1) if axis == 0 else area.column + (area.columns or 1)


def _covers(area: CellRange, other: CellRange) -> bool:
    return (
        area.tab.sheet_id == other.tab.sheet_id
        and area.row <= other.row
        and area.column <= other.column
        and all(_end(area, axis) >= _end(other, axis) for axis in (0, 1))
    )


def _places(area: CellRange) -> Iterator[Position]:
    return ((row, column) for row in range(area.row, _end(area, 0)) for column in range(area.column, _end(area, 1)))


def _are_equal(one: Cells, other: Cells, area: CellRange) -> bool:
    pairs = ((one.get(place, BLANK), other.get(place, BLANK)) for place in _places(area))
    return all(digest(now) == digest(then) for now, then in pairs if _UNKNOWN not in (now, then))


def _a1(area: CellRange) -> str:
    return f"{cell_address(area.row, area.column)}:{cell_address(_end(area, 0) - 1, _end(area, 1) - 1)}"


def _image_id(sheet_id: int, image: str) -> int:
    return id_of("image", image, str(sheet_id))


def _title(sheet_id: int, image: str) -> str:
    return f"sheetkpi {image} {sheet_id}"


def _copy(area: CellRange, source: int, target: int) -> Request:
    """Copy an area to the same cells of another tab."""
    here, there = (grid_range(sheet_id, area.row, area.column, area.rows, area.columns) for sheet_id in (source, target))
    return {"copyPaste": {"source": here, "destination": there, "pasteType": "PASTE_NORMAL"}}
