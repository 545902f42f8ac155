"""Compute KPIs for a shared spreadsheet where no script may run: inputs are read, results and the time written."""

import datetime
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from sheetkpi.hosts.google.spreadsheets.access.connection import Connection
from sheetkpi.hosts.google.spreadsheets.cell_requests import cell_requests
from sheetkpi.hosts.google.spreadsheets.effective import entry_for, plain_of
from sheetkpi.hosts.google.spreadsheets.entries import BLANK, Entry, mark_of
from sheetkpi.hosts.google.spreadsheets.memory import FIELDS as MEMORY_FIELDS
from sheetkpi.hosts.google.spreadsheets.memory import TAB_ID, Memory, Request
from sheetkpi.hosts.google.spreadsheets.places import FIELDS, Place, Places
from sheetkpi.hosts.google.spreadsheets.results.calculations import (
    Calculation,
    ResultMemory,
    Undefined,
    calculations,
    result_memories,
    unfinished,
)
from sheetkpi.hosts.google.spreadsheets.results.declaration import Declaration, names_of
from sheetkpi.hosts.google.spreadsheets.tables.push_plan import Difference
from sheetkpi.model.errors import CellError
from sheetkpi.model.kinds import GENERAL, TEXT, Shape
from sheetkpi.model.ranges import Cell, Range
from sheetkpi.model.records import Record
from sheetkpi.registry import KPIS, calculate
from sheetkpi.translation import Language, Message

_CELLS = "sheets(properties(sheetId),data(rowData(values(userEnteredValue,effectiveValue,note))))"
_STAMP = "sheetkpi: "
_DAY_ZERO = datetime.datetime(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Declared:
    """What is said on the command line."""

    function: str
    inputs: str
    output: str


@dataclass(slots=True)
class Refreshed:
    """What one calculation gave."""

    record: Record
    place: Place
    rows: int
    errors: list[tuple[str, CellError]] = field(default_factory=list)
    kept: list[Difference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refreshment:
    """What was computed, and what was not because something about it is missing or does not fit."""

    answers: list[Refreshed]
    problems: list[Undefined]


def refresh(connection: Connection, language: Language, declared: Declared | None, *, is_forced: bool = False) -> Refreshment:
    """Compute everything that the spreadsheet asks for.

    Raises:
        Undefined: Nothing can be computed; the message says what is missing.
        SheetKpiError: Google refuses.
    """
    places = Places(connection.get(FIELDS))
    tab = places.tab(TAB_ID)
    memory = Memory.of(connection.get(MEMORY_FIELDS, [tab.quoted]) if tab else {}, [tab.title for tab in places.tabs])
    remembered = list(result_memories(memory.texts))
    requests: list[Request] = []
    if declared:
        declaration = Declaration(places, language)
        new = declaration.read(declared.function, declared.inputs, declared.output)
        old = next((item for item in remembered if item.name == new.name), None)
        new.marks = old.marks if old else []
        remembered = [*(item for item in remembered if item.name != new.name), new]
        requests += declaration.requests
    problems: list[Undefined] = []
    found = calculations(places, remembered, problems)
    if not found:
        raise problems[0] if problems else Undefined(_what_to_define(places))
    now = _now(places.time_zone)
    answers = []
    changes: dict[str, str | None] = {}
    for calculation, grids in zip(found, _read(connection, found), strict=True):
        work = _Refresh(calculation, grids, language, now, is_forced)
        if declared and calculation.memory.function and not calculation.memory.marks:
            work.refuse_failure()
        try:
            requests += list(work.requests())
        except Undefined as problem:
            problems.append(problem)
            continue
        answers.append(work.outcome)
        changes[calculation.memory.name] = work.after.as_text()
    if not answers:
        raise problems[0]
    connection.write([*requests, *memory.requests(changes)])
    return Refreshment(answers, problems)


def _what_to_define(places: Places) -> Message:
    """How an analyst says what is to be computed."""
    example = next(record for record in KPIS.values() if record.is_cell_by_cell and record.required == 2)
    if begun := next(unfinished(places), None):
        return Message(
            "The named range {name} is there, but no {result}, where the results go. Define it: Data → Named ranges.",
            name=begun[0],
            result=begun[1],
        )
    return Message(
        "Nothing in this spreadsheet is to be computed yet. Name ranges in it (Data → Named ranges), for example {names}; or say it once: "
        '--function {function} --inputs "Data!B2:B;Data!C2:C" --output "Data!D2"',
        names=", ".join(names_of(example)),
        function=example.name,
    )


def _now(time_zone: str) -> datetime.datetime:
    """The time as the spreadsheet's clock shows it."""
    try:
        zone: datetime.tzinfo = zoneinfo.ZoneInfo(time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        zone = datetime.UTC
    return datetime.datetime.now(zone).replace(microsecond=0)


Grid = list[list[Mapping[str, Any]]]


def _read(connection: Connection, found: Sequence[Calculation]) -> Iterator[list[Grid]]:
    """For each calculation the cells of its inputs, and below its output; all in one request, each range once."""
    wanted = [[*(item for item in calculation.inputs if isinstance(item, Place)), calculation.room] for calculation in found]
    ranges = {place.request: place for places in wanted for place in places}
    answer = connection.get(_CELLS, list(ranges))
    by_sheet = {sheet["properties"].get("sheetId", 0): iter(sheet.get("data", ())) for sheet in answer.get("sheets", ())}
    grids = {request: next(by_sheet[place.tab.sheet_id]).get("rowData", ()) for request, place in ranges.items()}
    for places in wanted:
        yield [[list(row.get("values", ())) for row in grids[place.request]] for place in places]


class _Refresh:
    """One calculation: its results as requests."""

    def __init__(self, calculation: Calculation, grids: list[Grid], language: Language, now: datetime.datetime, is_forced: bool) -> None:
        self.calculation, self.is_forced, self.now = calculation, is_forced, now
        *self.inputs, self.before = grids
        self.outcome = Refreshed(calculation.record, calculation.output, 0)
        memory = calculation.memory
        self.after = ResultMemory(calculation.name, memory.function, list(memory.inputs))
        self.results = self._results(language)

    def _results(self, language: Language) -> list[list[Cell]]:
        arguments = self._arguments()
        answer = calculate(self.calculation.record.name, arguments, language)
        return answer.nested() if isinstance(answer, Range) else [[answer]]

    def _arguments(self) -> list[Any]:
        """The cells of the inputs; columns that are computed row by row are made equally long."""
        grids = iter(self.inputs)
        arguments: list[Any] = []
        parameters = self.calculation.record.parameters_for(len(self.calculation.inputs))
        for parameter, item in zip(parameters, self.calculation.inputs, strict=False):
            if not isinstance(item, Place):
                arguments.append(item)
                continue
            rows = [[plain_of(cell.get("effectiveValue")) for cell in row] for row in next(grids)]
            arguments.append(_Column(rows, item) if parameter.shape is Shape.CELL and not item.is_one_cell else _whole(rows, item))
        longest = max((item.length for item in arguments if isinstance(item, _Column)), default=0)
        return [item.padded(longest) if isinstance(item, _Column) else item for item in arguments]

    def requests(self) -> Iterator[Request]:
        """The cells that change, the looks of new ones, and the time."""
        self._refuse_too_many()
        self.outcome.rows = len(self.results)
        yield from self._room()
        output, before = self.calculation.output, self.calculation.memory
        width = max(len(row) for row in self.results)
        cells: dict[tuple[int, int], Entry] = {}
        for row in range(max(len(self.results), len(before.marks))):
            for column in range(max(width, before.width)):
                wanted = self._wanted(row, column)
                if self._gives_way(row, column, wanted):
                    cells[output.row + row, output.column + column] = wanted or BLANK
        yield from cell_requests(output.tab.sheet_id, cells)
        self.after.marks = ["".join(mark_of(entry_for(cell)) for cell in row) for row in self.results]
        if not before.marks:
            yield from self._looks()
        yield from self._time()

    def _wanted(self, row: int, column: int) -> Entry | None:
        """What is to stand in a cell of the results; None beside them."""
        if row >= len(self.results) or column >= len(self.results[row]):
            return None
        cell = self.results[row][column]
        if isinstance(cell, CellError):
            self.outcome.errors.append((self._address(row, column), cell))
        return entry_for(cell)

    def _gives_way(self, row: int, column: int, wanted: Entry | None) -> bool:
        """Whether a cell is to be written: it changes, and what stands there is ours."""
        now = self._entry(row, column)
        if mark_of(now) == mark_of(wanted or BLANK):
            return False
        if not now or mark_of(now) in self.calculation.memory.written:
            return True
        if wanted is None or self.is_forced:
            return wanted is not None
        self.outcome.kept.append(Difference(self._address(row, column), now, wanted))
        return False

    def refuse_failure(self) -> None:
        """Refuse to begin with a table that cannot be computed at all.

        Raises:
            CellError: The message says why.
        """
        first = self.results[0][0]
        if self.calculation.record.result.spills and len(self.results) == 1 and isinstance(first, CellError):
            raise first

    def _refuse_too_many(self) -> None:
        output, rows, columns = self.calculation.output, len(self.results), len(self.results[0])
        if output.is_one_cell:
            return
        if (output.rows is not None and rows > output.rows) or (output.columns is not None and columns > output.columns):
            raise Undefined(
                Message(
                    "{function} gives {rows} × {columns} cells, and the range {name} has {place}. Make it larger, or let it be the "
                    "first cell alone.",
                    function=self.calculation.record.name,
                    rows=rows,
                    columns=columns,
                    name=self.calculation.name,
                    place=output,
                )
            )

    def _room(self) -> Iterator[Request]:
        """Rows and columns for results that go beyond the sheet."""
        output = self.calculation.output
        needed = (
            (output.row + len(self.results), output.tab.rows, "ROWS"),
            (output.column + len(self.results[0]), output.tab.columns, "COLUMNS"),
        )
        for wanted, there, dimension in needed:
            if wanted > there:
                yield {"appendDimension": {"sheetId": output.tab.sheet_id, "dimension": dimension, "length": wanted - there}}

    def _entry(self, row: int, column: int) -> Entry:
        cells = self.before[row] if row < len(self.before) else []
        found: Entry = cells[column].get("userEnteredValue", BLANK) if column < len(cells) else BLANK
        return found

    def _address(self, row: int, column: int) -> str:
        output = self.calculation.output
        return str(Place(output.tab, output.row + row, output.column + column, 1, 1))

    def _looks(self) -> Iterator[Request]:
        """Number formats, the first time."""
        record, output = self.calculation.record, self.calculation.output
        for column, formats in enumerate(zip(*record.result.number_formats(record, self.results), strict=True)):
            for pattern, run in groupby(enumerate(formats), key=itemgetter(1)):
                if pattern not in {GENERAL, TEXT}:
                    rows = [row for row, _ in run]
                    area = _area(output, rows[0], rows[-1] + 1, column, column + 1)
                    look = {"type": "PERCENT" if pattern.endswith("%") else "NUMBER", "pattern": pattern}
                    cell = {"userEnteredFormat": {"numberFormat": look}}
                    yield {"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}

    def _time(self) -> Iterator[Request]:
        """When it was computed: in the cell that is named for it, and beside the first result where nobody wrote a note."""
        if updated := self.calculation.updated:
            serial = (self.now.replace(tzinfo=None) - _DAY_ZERO).total_seconds() / 86_400
            cell = {"userEnteredValue": {"numberValue": serial}, "userEnteredFormat": {"numberFormat": {"type": "DATE_TIME"}}}
            fields = "userEnteredValue,userEnteredFormat.numberFormat"
            yield _update(updated, 0, 0, {"rows": [{"values": [cell]}], "fields": fields})
        first = self.before[0][0] if self.before and self.before[0] else {}
        if not first.get("note") or str(first["note"]).startswith(_STAMP):
            note = f"{_STAMP}{self.calculation.record.name}, {self.now:%Y-%m-%d %H:%M %Z}"
            yield _update(self.calculation.output, 0, 0, {"rows": [{"values": [{"note": note}]}], "fields": "note"})


@dataclass(slots=True)
class _Column:
    """Cells of which each is computed by itself."""

    rows: list[list[Cell]]
    place: Place

    @property
    def length(self) -> int:
        """How many rows it surely has."""
        return len(self.rows)

    def padded(self, length: int) -> Any:
        """With blanks up to a length; a range of one row stays one."""
        width = max((len(row) for row in self.rows), default=1) or 1
        width = self.place.columns or width
        height = 1 if self.place.rows == 1 else max(length, 1)
        rows = [[*row, *[None] * (width - len(row))] for row in self.rows]
        return Range.of([*rows, *[[None] * width for _ in range(height - len(rows))]])


def _whole(rows: list[list[Cell]], place: Place) -> Any:
    """One cell, or a rectangle up to its last filled cells."""
    if place.is_one_cell:
        return rows[0][0] if rows and rows[0] else None
    width = max((len(row) for row in rows), default=0)
    return Range.of([[*row, *[None] * (width - len(row))] for row in rows]) if width else Range(1, 1, [None])


def _area(place: Place, first: int, last: int, left: int, right: int) -> dict[str, int]:
    return {
        "sheetId": place.tab.sheet_id,
        "startRowIndex": place.row + first,
        "endRowIndex": place.row + last,
        "startColumnIndex": place.column + left,
        "endColumnIndex": place.column + right,
    }


def _update(place: Place, row: int, column: int, what: Mapping[str, Any]) -> Request:
    start = {"sheetId": place.tab.sheet_id, "rowIndex": place.row + row, "columnIndex": place.column + column}
    return {"updateCells": {"start": start, **what}}
