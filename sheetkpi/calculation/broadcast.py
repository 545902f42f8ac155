"""Evaluate a KPI over ranges. They broadcast as Excel's arrays do, and a bad cell spoils its own row only."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, repeat
from typing import Any

from sheetkpi.calculation.evaluate import FAILURES, evaluate_row, failure, to_cell
from sheetkpi.calculation.time_limit import check_time
from sheetkpi.model.errors import CellError, NotAvailable, OutOfRange, WrongType
from sheetkpi.model.kinds import Shape
from sheetkpi.model.ops import Values
from sheetkpi.model.ranges import Cell, Place, Range, as_range, is_number_as_text, is_range, read_cell, serial_of_iso
from sheetkpi.model.records import Parameter, Record
from sheetkpi.translation import Message

NUMBERS = frozenset({float, int})
BLANKS = (None, "")


def map_rows(record: Record, arguments: Sequence[Any]) -> Cell | Range:
    """Evaluate a KPI for every row that its ranges hold after broadcasting; without ranges, for its single cells."""
    rows = _Rows.of(record, arguments)
    return Range(*rows.shape, rows.results(), rows.are_clean) if rows else evaluate_row(record, arguments)


def rows_of(record: Record, arguments: Sequence[Any]) -> tuple[tuple[int, int] | None, list[tuple[Sequence[Any], Any]]]:
    """Return the shape that ranges broadcast to, None without ranges; and the cells of each row with their places."""
    rows = _Rows.of(record, arguments)
    if rows is None:
        return None, [(arguments, None)]
    return rows.shape, [(rows.cells(row), _Places(rows, row)) for row in range(rows.size)]


def collapse_ranges(record: Record, arguments: Sequence[Any]) -> Sequence[Any]:
    """Turn each range that the formula reads as a whole into :class:`Values`, without pairs that have a blank.

    Raises:
        CellError: A cell of a range is an error, not a number, or outside its limits.
    """
    arguments = without_headings(record, arguments)
    ranges = {i: as_range(arguments[i]) for i, p in enumerate(record.parameters) if p.is_range}
    (first, shape), *others = [(record.parameters[i], (r.rows, r.columns)) for i, r in ranges.items()]
    for parameter, other in others:
        if other != shape:
            raise NotAvailable(unequal(record, first, shape, parameter, other))
    columns: dict[int, list[Any]] = {i: _read(range_.values) for i, range_ in ranges.items()}
    odd = {i: column for i, column in columns.items() if not _all_within(record.parameters[i], column)}
    single = {i: [read_cell(argument)] for i, argument in enumerate(arguments) if i not in ranges and not isinstance(argument, Range)}
    for i, column in sorted((odd | single).items()):
        for index, cell in enumerate(column):
            if isinstance(cell, CellError):
                place = Place(record.name, shape, index) if i in columns else Place(record.name)
                raise cell.at(place, record.parameters[i])
    outside: OutOfRange | None = None
    for i, column in odd.items():
        parameter = record.parameters[i]
        for index, cell in enumerate(column):
            try:
                column[index] = _counted(parameter, cell, Place(record.name, shape, index))
            except OutOfRange as error:
                outside = outside or error.without_frames()  # a text in a later cell goes first
    if outside:
        raise _wrong_type_in(record, single) or outside
    kept = [None not in row for row in zip(*columns.values(), strict=True)]
    return [Values(compress(columns[i], kept)) if i in columns else argument for i, argument in enumerate(arguments)]


def without_headings(record: Record, arguments: Sequence[Any]) -> Sequence[Any]:
    """Blank the first row of columns that are read whole if it is a heading: text over numbers."""
    given = enumerate(zip(record.parameters, arguments, strict=False))
    columns = {i: (p, as_range(a)) for i, (p, a) in given if p.shape is Shape.COLUMN and is_range(a)}
    numbers = [range_ for parameter, range_ in columns.values() if parameter.kind.holds == "number" and range_.rows > 1]
    if not any(map(_has_a_heading, numbers)) or any(map(_begins_with_a_number, numbers)):
        return arguments
    return [_with_first_row_blank(columns[i][1]) if i in columns else argument for i, argument in enumerate(arguments)]


def _with_first_row_blank(range_: Range) -> Range:
    """Return a range whose other cells keep their places, for messages."""
    return Range(range_.rows, range_.columns, [*[None] * range_.columns, *range_.values[range_.columns :]])


def _has_a_heading(range_: Range) -> bool:
    """Whether a text is over numbers."""
    width = range_.columns
    return any(isinstance(cell, str) and cell for cell in range_.values[:width]) and any(
        type(cell) in NUMBERS for cell in range_.values[width:]
    )


def _begins_with_a_number(range_: Range) -> bool:
    """Whether the first row holds a number or a date, also as a text, or an error."""
    cells = map(read_cell, range_.values[: range_.columns])
    return any(
        cell is not None and (not isinstance(cell, str) or is_number_as_text(cell) or serial_of_iso(cell) is not None) for cell in cells
    )


def _wrong_type_in(record: Record, single: Mapping[int, Sequence[Any]]) -> WrongType | None:
    """Return the error of the first single argument of a wrong type: it goes before a number outside its limits."""
    checked = (record.parameters[i].checked_cell(cell, Place(record.name)) for i, (cell,) in single.items())
    return next((cell for cell in checked if isinstance(cell, WrongType)), None)


def _read(values: Sequence[Any]) -> list[Any]:
    """Return the cells of a range; numbers alone need no reading."""
    if NUMBERS.issuperset(set(map(type, values))) and _is_finite(values):
        return list(map(float, values))
    return [read_cell(value) for value in values]


def _all_within(parameter: Parameter, cells: Sequence[Any]) -> bool:
    """Whether cells are all blanks and numbers within the limits of a parameter."""
    numbers = [cell for cell in cells if cell is not None]
    if parameter.kind.holds != "number" or not {float}.issuperset(set(map(type, numbers))):
        return False
    low, high = parameter.kind.low, parameter.kind.high
    return not numbers or ((low is None or min(numbers) >= low) and (high is None or max(numbers) <= high))


def _counted(parameter: Parameter, cell: Any, place: Place) -> Any:
    """Return the value that the formula counts; None where the cell is skipped."""
    if cell is None or (parameter.kind.skips_text and not isinstance(cell, float) and not is_number_as_text(cell)):
        return None
    return parameter.check(cell, place)


def unequal(record: Record, first: Parameter, shape: tuple[int, int], second: Parameter, other: tuple[int, int]) -> Message:
    """Return the message for ranges of different sizes."""
    return Message(
        "{function}: the range {first} is {rows} × {columns} cells and {second} is {other_rows} × {other_columns}. "
        "Make them the same size.",
        function=record.name,
        first=first,
        rows=shape[0],
        columns=shape[1],
        second=second,
        other_rows=other[0],
        other_columns=other[1],
    )


def broadcast_to(record: Record, range_: Range, shape: tuple[int, int]) -> Sequence[Any]:
    """Return the cells of a range repeated to a shape; #N/A where a cell has no partner."""
    rows, columns = shape
    if (range_.rows, range_.columns) == shape:
        return range_.values
    values = range_.values
    missing = NotAvailable(
        Message(
            "{function}: a range of {rows} × {columns} cells is smaller than the others. Make the ranges the same size.",
            function=record.name,
            rows=range_.rows,
            columns=range_.columns,
        )
    )
    cells = []
    for row in range(rows):
        source_row = 0 if range_.rows == 1 else row
        for column in range(columns):
            source_column = 0 if range_.columns == 1 else column
            inside = source_row < range_.rows and source_column < range_.columns
            cells.append(values[source_row * range_.columns + source_column] if inside else missing)
    return cells


class _Rows:
    """The rows of one KPI over ranges: clean ones are computed together, each other one alone."""

    def __init__(self, record: Record, shape: tuple[int, int], ranges: dict[int, Range], constants: dict[int, Any]) -> None:
        self.record = record
        self.shape = shape
        self.size = shape[0] * shape[1]
        self.ranges = ranges
        self.constants = constants
        self.columns = {i: broadcast_to(record, range_, shape) for i, range_ in ranges.items()}
        self.arguments = len(ranges) + len(constants)
        self.are_clean = self.all_succeeded = False
        self.parameters = list(record.parameters_for(self.arguments))

    @classmethod
    def of(cls, record: Record, arguments: Sequence[Any]) -> "_Rows | None":
        """Return the rows of a call; None where no argument is a range."""
        ranges = {i: argument for i, argument in enumerate(arguments) if isinstance(argument, Range)}
        if not ranges:
            return None
        shape = max(r.rows for r in ranges.values()), max(r.columns for r in ranges.values())
        return cls(record, shape, ranges, {i: argument for i, argument in enumerate(arguments) if i not in ranges})

    def results(self) -> list[Cell]:
        """Return the result of every row."""
        fixed = self.checked_constants()
        if fixed is None or any(self.parameters[i].kind.holds != "number" for i in self.columns):
            return [self.one(row) for row in range(self.size)]
        types = {i: set(map(type, values)) for i, values in self.columns.items()}
        blank, odd = self.blank_and_odd_rows(types)
        spoilt = blank | odd
        kept = self.kept(spoilt)
        columns = self.columns if not spoilt else {i: list(compress(values, kept)) for i, values in self.columns.items()}
        arguments: list[Iterable[Any]] = [
            repeat(fixed[i]) if i in fixed else map(float, columns[i]) if int in types[i] else columns[i] for i in range(self.arguments)
        ]
        if not spoilt:
            results = self.compute(arguments, range(self.size))
            self.are_clean = self.all_succeeded
            return results
        clean = self.compute(arguments, compress(range(self.size), kept))
        return self.merged(clean, spoilt, odd)

    def merged(self, clean: list[Cell], spoilt: set[int], odd: set[int]) -> list[Cell]:
        """Merge the results of the clean rows with those of the others: blank, or computed alone."""
        results: list[Cell] = []
        taken = 0
        for row in sorted(spoilt):
            upto = taken + row - len(results)
            results += clean[taken:upto]
            results.append(self.one(row) if row in odd else None)
            taken = upto
        return results + clean[taken:]

    def checked_constants(self) -> dict[int, Any] | None:
        """Return the values of the arguments that do not vary; None where one of them spoils or blanks every row."""
        values = {}
        for i, constant in self.constants.items():
            parameter = self.parameters[i]
            value = constant if type(constant) is Values else parameter.checked_cell(constant, Place(self.record.name))
            if isinstance(value, CellError) or (value is None and (parameter.variadic or not parameter.is_optional)):
                return None
            values[i] = parameter.default if value is None else value
        return values

    def blank_and_odd_rows(self, types: dict[int, set[type]]) -> tuple[set[int], set[int]]:
        """Return the rows whose result is blank, and those that hold anything but numbers within their limits."""
        blank: set[int] = set()
        odd: set[int] = set()
        for i, values in self.columns.items():
            parameter = self.parameters[i]
            numbers = values
            if not NUMBERS.issuperset(types[i]):
                blanks = [row for row, value in enumerate(values) if value is None or value == ""]
                (odd if parameter.is_optional else blank).update(blanks)
                if len(blanks) + sum(type(value) in NUMBERS for value in values) < len(values):
                    odd.update(row for row, value in enumerate(values) if type(value) not in NUMBERS and value not in BLANKS)
                numbers = [value for value in values if type(value) in NUMBERS]
            kind = parameter.kind
            is_within = not numbers or not kind.is_limited or (kind.admits(min(numbers)) and kind.admits(max(numbers)))
            if not is_within or not _is_finite(numbers):
                odd.update(row for row, value in enumerate(values) if type(value) in NUMBERS and not _is_clean(kind, value))
        return blank - odd, odd

    def kept(self, spoilt: set[int]) -> bytearray:
        """Return 1 for each row, or 0 where it is spoilt."""
        kept = bytearray(b"\1") * self.size
        for row in spoilt:
            kept[row] = 0
        return kept

    def compute(self, arguments: Sequence[Iterable[Any]], rows: Iterable[int]) -> list[Cell]:
        """Return the results of clean rows, at the speed of a bare loop unless one of them fails."""
        body = self.record.body
        arguments = [list(argument) if isinstance(argument, map) else argument for argument in arguments]
        try:
            results = list(map(body, *arguments))
            if self.record.kind.holds == "text" or _is_finite(results):
                self.all_succeeded = True
                return results
        except FAILURES:
            pass
        return [self.attempt(row, values) for row, values in zip(rows, zip(*arguments, strict=False), strict=False)]

    def attempt(self, row: int, values: tuple[Any, ...]) -> Cell:
        """Return the result of one clean row, where some fail."""
        check_time()
        try:
            result = self.record.body(*values)
        except FAILURES as error:
            return failure(self.record, values, Place(self.record.name, self.shape, row), error)
        if type(result) is float and math.isfinite(result):
            return result
        return to_cell(self.record, result, Place(self.record.name, self.shape, row), values)

    def cells(self, row: int) -> list[Any]:
        """Return the cells of one row."""
        return [self.constants[i] if i in self.constants else self.columns[i][row] for i in range(self.arguments)]

    def one(self, row: int) -> Cell:
        """Return the result of one row alone."""
        return evaluate_row(self.record, self.cells(row), _Places(self, row))


class _Places(Sequence[Place]):
    """Places of the cells of one row, worked out only when an error names one; the last is the result's."""

    def __init__(self, rows: _Rows, row: int) -> None:
        self.rows = rows
        self.row = row

    def __len__(self) -> int:
        return self.rows.arguments + 1

    def __getitem__(self, index: Any) -> Any:
        name, shape = self.rows.record.name, self.rows.shape
        if index in (-1, self.rows.arguments):
            return Place(name, shape, self.row)
        if index not in self.rows.ranges:
            return Place(name)
        range_ = self.rows.ranges[index]
        row, column = divmod(self.row, shape[1])
        own = (0 if range_.rows == 1 else row) * range_.columns + (0 if range_.columns == 1 else column)
        return Place(name, (range_.rows, range_.columns), own)


def _is_finite(numbers: Sequence[Any]) -> bool:
    try:
        return math.isfinite(math.fsum(numbers) if len(numbers) < 100 else sum(numbers))
    except (OverflowError, TypeError, ValueError):
        return False


def _is_clean(kind: Any, value: float) -> bool:
    try:
        return math.isfinite(value) and kind.admits(value)
    except OverflowError:
        return False
