"""Compute KPIs for a spreadsheet where no script may run: read the inputs, write the results and the time."""

import datetime
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.hosts.google.sheets.a1 import FIELDS, CellRange, Spreadsheet, cell_start
from sheetkpi.hosts.google.sheets.calculations import (
    RESULT,
    Calculation,
    Declaration,
    UndefinedCalculation,
    calculations,
    names_without_result,
)
from sheetkpi.hosts.google.sheets.cell_values import (
    BLANK,
    CellValue,
    EditedCell,
    Position,
    Request,
    cell_requests,
    digest,
    from_cell_value,
    number_format_requests,
    to_cell_value,
)
from sheetkpi.hosts.google.sheets.client import Connection
from sheetkpi.hosts.google.sheets.state import STATE_FIELDS, STATE_TAB_ID, ResultState, State
from sheetkpi.hosts.google.sheets.transaction import Transaction, transact
from sheetkpi.model.errors import CellError
from sheetkpi.model.kinds import GENERAL, TEXT, Shape
from sheetkpi.model.ranges import Cell, Range
from sheetkpi.model.records import Record
from sheetkpi.registry import KPIS, calculate
from sheetkpi.translation import Language, Message

_CELLS = "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(userEnteredValue,effectiveValue,note))))"
_STAMP = "sheetkpi: "
_DAY_ZERO = datetime.datetime(1899, 12, 30)


@dataclass(slots=True)
class ComputedResult:
    """The outcome of one calculation: the cells with errors, and the edited cells that were kept."""

    record: Record
    place: CellRange
    rows: int
    errors: list[tuple[str, CellError]] = field(default_factory=list)
    kept: list[EditedCell] = field(default_factory=list)


def refresh(
    connection: Connection, language: Language, declared: tuple[str, str, str] | None, *, is_forced: bool = False
) -> tuple[list[ComputedResult], list[UndefinedCalculation]]:
    """Compute all calculations of a spreadsheet; also return the problems of incomplete ones.

    ``declared`` are the function, the inputs and the output of a new calculation.

    Raises:
        UndefinedCalculation: Nothing can be computed.
        KeepsChanging: The spreadsheet was edited during every attempt.
        EditedMeanwhile: It was edited several times during one attempt.
        RequestFailed: Google can't be reached, or rejects the request.
    """
    return transact(connection, lambda transaction: _refresh(transaction, language, declared, is_forced=is_forced))


def _refresh(
    transaction: Transaction, language: Language, declared: tuple[str, str, str] | None, *, is_forced: bool
) -> tuple[list[ComputedResult], list[UndefinedCalculation]]:
    spreadsheet = Spreadsheet(transaction.get(FIELDS))
    tab = spreadsheet.tab(STATE_TAB_ID)
    state = State.read(transaction.get(STATE_FIELDS, [tab.quoted]) if tab else {}, [tab.title for tab in spreadsheet.tabs])
    states = {result.name: result for result in state.results()}
    requests: list[Request] = []
    new: ResultState | None = None
    if declared:
        declaration = Declaration(spreadsheet, language)
        new = declaration.read(*declared)
        new.marks = states[new.name].marks if new.name in states else []
        states[new.name] = new
        requests += declaration.requests
    found, problems = calculations(spreadsheet, list(states.values()))
    if not found:
        raise problems[0] if problems else _nothing_declared(spreadsheet)
    now = _now(spreadsheet.time_zone)
    computed = []
    changes: dict[str, str] = {}
    relied_on: list[CellRange] = []
    for calculation, grids in zip(found, _read(transaction, found), strict=True):
        work = _Refresh(calculation, grids, language, now, is_forced)
        if new and calculation.state.function and not calculation.state.marks:
            work.refuse_failure()
        try:
            requests += list(work.requests())
        except UndefinedCalculation as problem:
            problems.append(problem)
            continue
        computed.append(work.outcome)
        relied_on += [*calculation.ranges, work.area]
        changes[calculation.state.name] = work.after.as_text()
    if not computed:
        raise problems[0]
    transaction.write([*requests, *state.requests(changes)], relied_on)
    return computed, problems


def _nothing_declared(spreadsheet: Spreadsheet) -> UndefinedCalculation:
    """Explain how to declare a calculation."""
    if begun := next(names_without_result(spreadsheet), None):
        name, result = begun
        what = Message(
            "The named range {name} exists, but {result}, which is for the results, doesn't. Define it in Data → Named ranges.",
            name=name,
            result=result,
        )
        return UndefinedCalculation(what, name, result)
    example = next(record for record in KPIS.values() if record.is_cell_by_cell and record.required == 2)
    arguments = [parameter.name for parameter in example.parameters if not parameter.is_optional]
    names = [f"{example.name}_{part}" for part in (*arguments, RESULT)]
    what = Message(
        "This spreadsheet defines no calculations yet. Name ranges in it (Data → Named ranges), for example {names}, "
        'or define a calculation once: --function {function} --inputs "Data!B2:B;Data!C2:C" --output "Data!D2"',
        names=", ".join(names),
        function=example.name,
    )
    return UndefinedCalculation(what, *names)


def _now(time_zone: str) -> datetime.datetime:
    """Return the time in the spreadsheet's time zone."""
    try:
        zone: datetime.tzinfo = zoneinfo.ZoneInfo(time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        zone = datetime.UTC
    return datetime.datetime.now(zone).replace(microsecond=0)


Grid = list[list[Mapping[str, Any]]]


def _read(transaction: Transaction, found: Sequence[Calculation]) -> Iterator[list[Grid]]:
    """Read the cells of each calculation's inputs and output, all in one request, each range once."""
    wanted = [calculation.places for calculation in found]
    ranges = {place.request: place for places in wanted for place in places}
    answer = transaction.get(_CELLS, list(ranges))
    by_sheet = {sheet["properties"].get("sheetId", 0): iter(sheet.get("data", ())) for sheet in answer.get("sheets", ())}
    grids = {request: next(by_sheet[place.tab.sheet_id]).get("rowData", ()) for request, place in ranges.items()}
    for places in wanted:
        yield [[list(row.get("values", ())) for row in grids[place.request]] for place in places]


class _Refresh:
    """One calculation, its results and the requests that write them."""

    def __init__(self, calculation: Calculation, grids: list[Grid], language: Language, now: datetime.datetime, is_forced: bool) -> None:
        self.calculation, self.is_forced, self.now = calculation, is_forced, now
        *self.inputs, self.before = grids
        self.outcome = ComputedResult(calculation.record, calculation.output, 0)
        state = calculation.state
        self.written = state.digests
        self.ours = {mark for row in self.written for mark in row}
        self.after = ResultState(calculation.name, state.function, list(state.inputs))
        result = calculate(calculation.record.name, self._arguments(), language)
        self.results = result.nested() if isinstance(result, Range) else [[result]]

    def _arguments(self) -> list[Any]:
        """Return the inputs' cells; columns computed row by row are padded to the same length."""
        grids = iter(self.inputs)
        arguments: list[Any] = []
        parameters = self.calculation.record.parameters_for(len(self.calculation.inputs))
        for parameter, item in zip(parameters, self.calculation.inputs, strict=False):
            if not isinstance(item, CellRange):
                arguments.append(item)
                continue
            rows = [[from_cell_value(cell.get("effectiveValue")) for cell in row] for row in next(grids)]
            arguments.append(_Column(rows, item) if parameter.shape is Shape.CELL and not item.is_one_cell else _whole(rows, item))
        longest = max((len(item.rows) for item in arguments if isinstance(item, _Column)), default=0)
        return [item.padded(longest) if isinstance(item, _Column) else item for item in arguments]

    def requests(self) -> Iterator[Request]:
        """Write the cells that change, the formats of new ones, and the time."""
        self._refuse_too_many()
        self.outcome.rows = len(self.results)
        yield from self._grow()
        output = self.calculation.output
        width = max(map(len, [*self.results, *self.written]))
        cells: dict[Position, CellValue] = {}
        for row in range(max(len(self.results), len(self.written))):
            for column in range(width):
                wanted = self._wanted(row, column)
                if self._may_overwrite(row, column, wanted):
                    cells[output.row + row, output.column + column] = wanted or BLANK
        yield from cell_requests(output.tab.sheet_id, cells)
        self.after.marks = ["".join(digest(to_cell_value(cell)) for cell in row) for row in self.results]
        if not self.written:
            yield from self._number_formats()
        yield from self._time()

    def _wanted(self, row: int, column: int) -> CellValue | None:
        """Return the value of a result; None outside the results."""
        if row >= len(self.results) or column >= len(self.results[row]):
            return None
        cell = self.results[row][column]
        if isinstance(cell, CellError):
            self.outcome.errors.append((self._address(row, column), cell))
        return to_cell_value(cell)

    def _may_overwrite(self, row: int, column: int, wanted: CellValue | None) -> bool:
        """Whether a cell changes and wasn't edited."""
        now = self._entry(row, column)
        if digest(now) == digest(wanted or BLANK):
            return False
        if not now or digest(now) in self.ours:
            return True
        if wanted is None or self.is_forced:
            return wanted is not None
        self.outcome.kept.append(EditedCell(self._address(row, column), now, wanted))
        return False

    @property
    def area(self) -> CellRange:
        """The cells of the last and the new results."""
        height, width = max(len(self.results), len(self.written)), max(map(len, [*self.results, *self.written]))
        return CellRange(self.calculation.output.tab, self.calculation.output.row, self.calculation.output.column, height, width)

    def refuse_failure(self) -> None:
        """Refuse to start a calculation whose whole result is an error.

        Raises:
            CellError: The error.
        """
        first = self.results[0][0]
        if self.calculation.record.result.spills and len(self.results) == 1 and isinstance(first, CellError):
            raise first

    def _refuse_too_many(self) -> None:
        output, rows, columns = self.calculation.output, len(self.results), len(self.results[0])
        if output.is_one_cell:
            return
        if (output.rows is not None and rows > output.rows) or (output.columns is not None and columns > output.columns):
            raise UndefinedCalculation(
                Message(
                    "{function} gives {rows} × {columns} cells, but the range {name} is only {place}. Enlarge it, or "
                    "reduce it to its first cell.",
                    function=self.calculation.record.name,
                    rows=rows,
                    columns=columns,
                    name=self.calculation.name,
                    place=output,
                ),
                self.calculation.name,
            )

    def _grow(self) -> Iterator[Request]:
        """Add rows and columns for results that go beyond the sheet."""
        output = self.calculation.output
        needed = (
            (output.row + len(self.results), output.tab.rows, "ROWS"),
            (output.column + len(self.results[0]), output.tab.columns, "COLUMNS"),
        )
        for wanted, existing, dimension in needed:
            if wanted > existing:
                yield {"appendDimension": {"sheetId": output.tab.sheet_id, "dimension": dimension, "length": wanted - existing}}

    def _entry(self, row: int, column: int) -> CellValue:
        cells = self.before[row] if row < len(self.before) else []
        found: CellValue = cells[column].get("userEnteredValue", BLANK) if column < len(cells) else BLANK
        return found

    def _address(self, row: int, column: int) -> str:
        return str(self.calculation.output.cell(row, column))

    def _number_formats(self) -> Iterator[Request]:
        """Format the numbers of a new calculation."""
        record, output = self.calculation.record, self.calculation.output
        formats = {
            (output.row + row, output.column + column): ("PERCENT" if pattern.endswith("%") else "NUMBER", pattern)
            for row, patterns in enumerate(record.result.number_formats(record, self.results))
            for column, pattern in enumerate(patterns)
            if pattern not in {GENERAL, TEXT}
        }
        yield from number_format_requests(output.tab.sheet_id, formats)

    def _time(self) -> Iterator[Request]:
        """Write the time into the range named for it, and into the first result's note if no user wrote one."""
        if updated := self.calculation.updated:
            serial = (self.now.replace(tzinfo=None) - _DAY_ZERO).total_seconds() / 86_400
            cell = {"userEnteredValue": {"numberValue": serial}, "userEnteredFormat": {"numberFormat": {"type": "DATE_TIME"}}}
            fields = "userEnteredValue,userEnteredFormat.numberFormat"
            yield _update_first(updated, cell, fields)
        first = self.before[0][0] if self.before and self.before[0] else {}
        if not first.get("note") or str(first["note"]).startswith(_STAMP):
            note = f"{_STAMP}{self.calculation.record.name}, {self.now:%Y-%m-%d %H:%M %Z}"
            yield _update_first(self.calculation.output, {"note": note}, "note")


@dataclass(slots=True)
class _Column:
    """An input whose cells are computed one by one."""

    rows: list[list[Cell]]
    place: CellRange

    def padded(self, length: int) -> Any:
        """Pad with blank rows; a range of one row stays one."""
        width = max((len(row) for row in self.rows), default=1) or 1
        width = self.place.columns or width
        height = 1 if self.place.rows == 1 else max(length, 1)
        rows = [[*row, *[None] * (width - len(row))] for row in self.rows]
        return Range.of([*rows, *[[None] * width for _ in range(height - len(rows))]])


def _whole(rows: list[list[Cell]], place: CellRange) -> Any:
    """Return one cell, or a rectangle up to its last filled cells."""
    if place.is_one_cell:
        return rows[0][0] if rows and rows[0] else None
    width = max((len(row) for row in rows), default=0)
    return Range.of([[*row, *[None] * (width - len(row))] for row in rows]) if width else Range(1, 1, [None])


def _update_first(place: CellRange, cell: Mapping[str, Any], fields: str) -> Request:
    """Update the first cell of a range."""
    start = cell_start(place.tab.sheet_id, place.row, place.column)
    return {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": fields}}
