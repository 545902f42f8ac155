"""Evaluate a KPI over columns with NumPy. A row gives what its cells give alone: a value, a blank, or an error."""

import operator
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import prod
from typing import Any

import numpy as np

from sheetkpi.calculation.broadcast import unequal
from sheetkpi.calculation.evaluate import FAILURES, evaluate_figures, evaluate_row
from sheetkpi.model import ops
from sheetkpi.model.columns import LIBRARIES, aligned, array_of, is_column, is_table, library_of, like
from sheetkpi.model.errors import CellError, CellWarning, NotAvailable, WrongType
from sheetkpi.model.ops import INFIX, Expression
from sheetkpi.model.ranges import Cell, Place, Range, is_range, read_cell
from sheetkpi.model.records import Parameter, Record
from sheetkpi.printing.trace import ONLY, Formulas, trace, variadic_neutral
from sheetkpi.translation import Language, Message

#: Rows that are calculated together: their columns fit into the cache of a processor.
BLOCK = 65_536
#: Operations that NumPy rounds as Python does; all others are computed value by value.
_SAME_AS_PYTHON: Mapping[str, Callable[..., Any]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "truediv": np.divide,
    "neg": np.negative,
    "abs": np.abs,
    "sqrt": np.sqrt,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
    "eq": np.equal,
    "ne": np.not_equal,
    "settled": lambda number, size: np.where(np.abs(number) <= ops.DUST * size, 0.0, number),
    **{name: getattr(ops, name).__wrapped__ for name in ("at_most", "at_least", "below")},  # operators alone
}
#: Below the first number, parts of a unit that are further than the second from a change of direction are rounded alike by all.
_CLEARLY_ROUNDED, _CLOSE = 1e6, 1e-6
_ARITHMETIC = frozenset({"add", "sub", "mul", "truediv", "neg", "abs"})

_Column = np.ndarray[Any, Any]
#: A value of each row and whether it failed; of all rows alike, a plain value or True; None where no row failed.
_Outcome = tuple[Any, Any]


def evaluate_columns(record: Record, arguments: Sequence[Any], *, is_numbered: bool = True) -> Any:
    """Return the result of every row, in the type of the columns; of several figures by name.

    Args:
        record: The KPI.
        arguments: Columns, lists and single values.
        is_numbered: Whether errors name their row; a part of a column doesn't know it.

    Raises:
        CellError: A single value beside the columns can't be used, or the columns differ in length.
    """
    rows = _Rows(record, arguments, is_numbered)
    answers = rows.evaluate()
    _warn(rows, answers)
    results = {name: like(rows.given, rows.shaped(answer.values)) for name, answer in answers.items()}
    return results.get(ONLY, results)


def reasons_of_columns(record: Record, arguments: Sequence[Any], language: Language, *, is_numbered: bool = True) -> Any:
    """Return the reason of every row without a result, in the type of the columns; None where a row has one or is blank."""
    rows = _Rows(record, arguments, is_numbered)
    results = {}
    for name, answer in rows.evaluate().items():
        texts = np.full(rows.size, None, object)
        for row in [] if answer.failed is None else np.flatnonzero(answer.failed).tolist():
            texts[row] = rows.error(row, name).message(language)
        results[name] = like(rows.given, rows.shaped(texts))
    return results.get(ONLY, results)


def _warn(rows: "_Rows", answers: Mapping[str, "_Answer"]) -> None:
    failed = {name: answer.failed for name, answer in answers.items() if answer.failed is not None and answer.failed.any()}
    if not failed:
        return
    name, first = min(((name, int(mask.argmax())) for name, mask in failed.items()), key=operator.itemgetter(1))
    count = int(np.logical_or.reduce(list(failed.values())).sum())
    error = rows.error(first, name)
    warnings.warn(CellWarning(rows.record.name, count, rows.size, error), stacklevel=4)


class _Answer:
    """The values of a column, NaN or None where there is none; and which of these are errors, None where no row failed."""

    def __init__(self, values: _Column) -> None:
        self.values = values
        self.failed: _Column | None = None

    def fail(self, rows: Any, failed: Any) -> None:
        """Mark rows as failed."""
        if self.failed is None:
            self.failed = np.zeros(len(self.values), bool)
        self.failed[rows] = failed


class _Argument:
    """A column of the call: its numbers, NaN where a cell holds none, and where it holds something else than a blank."""

    def __init__(self, parameter: Parameter, cells: _Column) -> None:
        self.parameter = parameter
        self.cells = cells
        self.other: _Column | None = None
        self.numbers = cells
        if cells.dtype == object or parameter.kind.holds != "number":
            self.read(cells.tolist())
        self.is_integer = self.numbers.dtype.kind in "iu"

    def read(self, cells: list[Any]) -> None:
        """Read cells of any type."""
        if set(map(type, cells)) <= {float, type(None)}:
            self.numbers = np.array(cells, "f8")
            return
        read = [read_cell(cell) for cell in cells]
        is_number = [type(cell) is float for cell in read]
        self.numbers = np.array([cell if is_it else np.nan for cell, is_it in zip(read, is_number, strict=True)], "f8")
        self.other = np.array([not is_it and cell is not None for cell, is_it in zip(read, is_number, strict=True)], bool)

    def clean(self) -> _Column | None:
        """Return all numbers, if each cell is one within its limits, or a blank that is not optional."""
        if self.other is not None:
            return None
        numbers = self.numbers if self.numbers.dtype == np.float64 else self.numbers.astype("f8")
        if not len(numbers) or (self.parameter.is_optional and np.isnan(numbers).any()):
            return None
        kind = self.parameter.kind
        if self.is_integer and not kind.is_limited:
            return numbers
        with np.errstate(invalid="ignore"):
            low, high = np.fmin.reduce(numbers), np.fmax.reduce(numbers)
        is_within = (kind.low is None or low >= kind.low) and (kind.high is None or high <= kind.high) and -np.inf < low <= high < np.inf
        return numbers if is_within else None

    def block(self, rows: slice) -> tuple[_Column, Any, Any]:
        """Return the numbers of some rows, which are blank, and which must be evaluated alone."""
        numbers = self.numbers[rows]
        if numbers.dtype != np.float64:
            numbers = numbers.astype("f8")
        other = self.other[rows] if self.other is not None and self.other[rows].any() else None
        blank = None
        if not self.is_integer and not (finite := np.isfinite(numbers)).all():
            blank = np.isnan(numbers)
            if not (blank | finite).all():
                other = _any_of(other, ~(blank | finite))
            if other is not None:
                blank &= ~other
        other = _any_of(other, self.outside(numbers))
        if other is not None:
            numbers = np.where(other, np.nan, numbers)
        return numbers, blank, other

    def outside(self, numbers: _Column) -> Any:
        """Return which numbers are outside the limits; what that means for them is decided for each alone."""
        low, high = self.parameter.kind.low, self.parameter.kind.high
        outside = None
        if low is not None and not numbers.min(initial=low) >= low:
            outside = numbers < low
        if high is not None and not numbers.max(initial=high) <= high:
            outside = _any_of(outside, numbers > high)
        return outside

    def cell(self, row: int) -> Any:
        return self.cells[row]


class _Rows:
    """The rows of a call with columns."""

    def __init__(self, record: Record, arguments: Sequence[Any], is_numbered: bool) -> None:
        record.check_number_of(arguments)
        if record.result.spills:
            arguments = arguments[: len(record.formula_parameters)]  # without the language of a table
        self.record = record
        self.is_numbered = is_numbered
        parameters = list(record.parameters_for(len(arguments)))[: len(arguments)]
        places = [index for index, argument in enumerate(arguments) if is_range(argument)]
        self.given = aligned([_column(record, parameters[index], arguments[index]) for index in places])
        arrays = {
            index: array_of(column) if is_column(column) else _of_cells(column) for index, column in zip(places, self.given, strict=True)
        }
        is_flat = any(library_of(column) in LIBRARIES for column in self.given)
        self.shape = _shape(record, [(parameters[index], array.shape) for index, array in arrays.items()], is_flat)
        self.size = prod(self.shape)
        self.constants = {
            index: _constant(record, parameters[index], argument) for index, argument in enumerate(arguments) if index not in arrays
        }
        self.columns = {index: _Argument(parameters[index], self.flat(array)) for index, array in arrays.items()}
        self.parameters = parameters

    def flat(self, array: _Column) -> _Column:
        return (array if array.shape == self.shape else np.broadcast_to(array, self.shape)).reshape(-1)

    def shaped(self, values: _Column) -> _Column:
        return values if len(self.shape) == 1 else values.reshape(self.shape)

    def evaluate(self) -> dict[str, _Answer]:
        """Return the values and the failures of every figure."""
        repeats = max(0, len(self.parameters) - len(self.record.parameters) + 1)
        if _is_arithmetic(self.record, repeats) and (values := self.at_once()) is not None:
            return {ONLY: _Answer(values)}
        names = [figure.name for figure in self.record.figures] if self.record.result.spills else [ONLY]
        is_text = self.record.kind.holds == "text"
        answers = {name: _Answer(np.full(self.size, None, object) if is_text else np.full(self.size, np.nan)) for name in names}
        if any(column.parameter.kind.holds != "number" for column in self.columns.values()):
            self.evaluate_alone(range(self.size), answers)
            return answers
        formulas = _formulas(self.record, repeats)
        alone: list[int] = []
        with np.errstate(all="ignore"):
            for start in range(0, self.size, BLOCK):
                other = self.evaluate_block(slice(start, min(start + BLOCK, self.size)), formulas, answers)
                if other is not None:
                    alone += (np.flatnonzero(other) + start).tolist()
        self.evaluate_alone(alone, answers)
        return answers

    def at_once(self) -> _Column | None:
        """Return the values if every cell is a blank or a number within its limits, and no step fails; most columns are so."""
        values = []
        for index, parameter in enumerate(self.parameters):
            if index in self.constants:
                constant = self.constants[index]
                if constant is None and not parameter.is_optional:
                    return None
                values.append(_when_blank(self.record, parameter) if constant is None else constant)
            elif (numbers := self.columns[index].clean()) is None:
                return None
            else:
                values.append(numbers)
        try:
            with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
                result = self.record.body(*values)
        except FAILURES:
            return None
        return result if isinstance(result, np.ndarray) else None

    def evaluate_block(self, rows: slice, formulas: Formulas, answers: Mapping[str, _Answer]) -> Any:
        """Evaluate some rows, and return which of them must be evaluated alone."""
        environment: dict[tuple[Any, ...], Any] = {(p.name,): p.default for p in self.record.formula_parameters}
        blanks: dict[tuple[Any, ...], Any] = {}
        blank = other = None
        for index, parameter in enumerate(self.parameters):
            key = (parameter.name, index - len(self.record.parameters) + 1) if parameter.variadic else (parameter.name,)
            neutral = _when_blank(self.record, parameter)
            if index in self.constants:
                constant = self.constants[index]
                environment[key] = neutral if constant is None else constant
                if constant is None and not parameter.is_optional:
                    environment[key], blank = np.nan, np.ones(rows.stop - rows.start, bool)
                continue
            numbers, missing, own = self.columns[index].block(rows)
            other = _any_of(other, own)
            if missing is None or not parameter.is_optional:
                blank = _any_of(blank, missing)
            elif neutral is None:
                blanks[key] = missing
            else:
                numbers = np.where(missing, neutral, numbers)
            environment[key] = numbers
        block = _Block(environment, blanks)
        without = _any_of(blank, other)
        for name, answer in answers.items():
            block.store(formulas[name], answer, rows, without)
        return other

    def evaluate_alone(self, rows: Sequence[int], answers: Mapping[str, _Answer]) -> None:
        """Evaluate rows with cells that are not numbers within their limits."""
        for row in rows:
            for name, cell in self.results(row).items():
                if isinstance(cell, CellError):
                    answers[name].fail(row, True)
                elif cell is not None:
                    answers[name].values[row] = cell

    def results(self, row: int) -> dict[str, Cell]:
        """Return the results of one row alone."""
        cells = [self.constants[i] if i in self.constants else self.columns[i].cell(row) for i in range(len(self.parameters))]
        if self.record.result.spills:
            return evaluate_figures(self.record, cells, self.places(row))
        return {ONLY: evaluate_row(self.record, cells, self.places(row))}

    def places(self, row: int) -> list[Place]:
        """Return the place of each cell of a row, and of its result."""
        shape = self.shape if len(self.shape) == 2 else (self.size, 1)
        single = Place(self.record.name)
        here = Place(self.record.name, (shape[0], shape[1]), row) if self.is_numbered else single
        return [*(single if index in self.constants else here for index in range(len(self.parameters))), here]

    def error(self, row: int, name: str) -> CellError:
        """Return the error of a row that failed."""
        error = self.results(row)[name]
        if not isinstance(error, CellError):
            raise AssertionError(f"{self.record.name}: row {row + 1} fails in a column only")
        return error


@cache
def _formulas(record: Record, repeats: int) -> Formulas:
    return trace(record, repeats=repeats)


@cache
def _is_arithmetic(record: Record, repeats: int) -> bool:
    """Whether a formula is nothing but arithmetic, in which a blank spoils the whole row and only what is infinite fails."""

    def is_plain(formula: Any) -> bool:
        if not isinstance(formula, Expression) or formula.operation == "parameter":
            return True
        return formula.operation in _ARITHMETIC and all(map(is_plain, formula.arguments))

    formulas = _formulas(record, repeats)
    return ONLY in formulas and is_plain(formulas[ONLY])


def _when_blank(record: Record, parameter: Parameter) -> Any:
    """Return what an optional argument is when it is left out."""
    return _neutral(record) if parameter.variadic else parameter.default


@cache
def _neutral(record: Record) -> float:
    return variadic_neutral(record)


def _column(record: Record, parameter: Parameter, argument: Any) -> Any:
    if is_table(argument):
        raise WrongType(
            Message("{function}: {argument} is a table. Give one of its columns.", function=record.name, argument=parameter),
        )
    return argument


def _of_cells(cells: Any) -> _Column:
    """Return a list of cells, or of rows of cells, as an array."""
    range_ = cells if isinstance(cells, Range) else Range.of(cells)
    array = np.empty(len(range_.values), object)
    array[:] = range_.values
    return array if range_.columns == 1 else array.reshape(range_.rows, range_.columns)


def _constant(record: Record, parameter: Parameter, argument: Any) -> Cell:
    """Return a single value beside the columns.

    Raises:
        CellError: A cell would not take it.
    """
    cell = parameter.checked_cell(argument, Place(record.name))
    if isinstance(cell, CellError):
        raise cell
    return cell


def _shape(record: Record, shapes: Sequence[tuple[Parameter, tuple[int, ...]]], is_flat: bool) -> tuple[int, ...]:
    """Return the shape that columns broadcast to, of one dimension if one of them is of another library than NumPy.

    Raises:
        NotAvailable: They differ in length.
    """
    if len({shape for _, shape in shapes}) == 1:
        return shapes[0][1]
    try:
        shape = np.broadcast_shapes(*(shape for _, shape in shapes))
        if is_flat and len(shape) > 1:
            raise ValueError("an array beside a column")
        return shape
    except ValueError:
        (first, own), *_ = sizes = [(parameter, (shape[0], prod(shape[1:]))) for parameter, shape in shapes]
        other, their = next((parameter, size) for parameter, size in sizes if size != own)
        raise NotAvailable(unequal(record, first, own, other, their)) from None


def _any_of(*masks: Any) -> Any:
    """Return which rows are marked in any of the masks; None is a mask that marks no row."""
    found = None
    for mask in masks:
        if mask is not None:
            found = mask if found is None else found | mask
    return found


class _Block:
    """Evaluates formulas over the rows of a block."""

    def __init__(self, environment: Mapping[tuple[Any, ...], Any], blanks: Mapping[tuple[Any, ...], Any]) -> None:
        self.environment = environment
        self.blanks = blanks
        self.done: dict[int, _Outcome] = {}

    def store(self, formula: Any, answer: _Answer, rows: slice, without: Any) -> None:
        """Evaluate a formula, and store its values; rows without one are blank, or evaluated alone."""
        values, failed = self.of(formula)
        if answer.values.dtype != object:
            finite = np.isfinite(values)
            failed = _any_of(failed, None if finite.all() else ~finite)
        answer.values[rows] = values
        bad = _any_of(failed, without)
        if bad is not None:
            answer.values[rows][bad] = None if answer.values.dtype == object else np.nan
        if failed is not None:
            answer.fail(rows, failed if without is None else failed & ~without)

    def of(self, formula: Any) -> _Outcome:
        if not isinstance(formula, Expression):
            return formula, None
        if formula.operation == "parameter":
            return self.environment[formula.arguments], None
        done = self.done.get(id(formula))
        if done is None:
            done = self.done[id(formula)] = self.step(formula.operation, formula.arguments)
        return done

    def step(self, operation: str, operands: tuple[Any, ...]) -> _Outcome:
        if operation == "is_blank":
            key = operands[0].arguments
            return self.blanks[key] if key in self.blanks else self.environment[key] is None, None
        if operation == "where":
            return self.choose(*operands)
        outcomes = [self.of(operand) for operand in operands]
        values = [value for value, _ in outcomes]
        failed = _any_of(*(mask for _, mask in outcomes))
        if operation == "require":
            condition, value, *_ = values
            return value, _any_of(failed, ~_as_mask(condition) if isinstance(condition, np.ndarray) else None if condition else True)
        if not any(isinstance(value, np.ndarray) for value in values):
            return _alone(operation, values, failed)
        if operation not in _SAME_AS_PYTHON:
            compute = _whole_units if operation in ("ceil", "nearest") else _value_by_value
            return compute(operation, values, failed)
        if operation == "truediv" and not np.all(values[1]):
            failed = _any_of(failed, np.equal(values[1], 0))
        if operation == "sqrt":
            failed = _any_of(failed, values[0] < 0)
        return _SAME_AS_PYTHON[operation](*values), failed

    def choose(self, condition: Any, then: Any, otherwise: Any) -> _Outcome:
        chosen, failed = self.of(condition)
        if not isinstance(chosen, np.ndarray):
            value, failed_there = self.of(then if chosen else otherwise)
            return value, _any_of(failed, failed_there)
        chosen = _as_mask(chosen)
        (first, failed_first), (second, failed_second) = self.of(then), self.of(otherwise)
        if failed_first is not None or failed_second is not None:
            there = np.where(chosen, failed_first is not None and failed_first, failed_second is not None and failed_second)
            failed = _any_of(failed, there)
        return np.where(chosen, first, second), failed


def _as_mask(condition: _Column) -> _Column:
    return condition if condition.dtype == bool else condition == 1


def _function(operation: str) -> Callable[..., Any]:
    function: Callable[..., Any] = getattr(operator if operation in INFIX or operation in ("neg", "abs") else ops, operation)
    return function


def _alone(operation: str, values: Sequence[Any], failed: Any) -> _Outcome:
    """Compute an operation on values that are the same in all rows."""
    try:
        return _function(operation)(*values), failed
    except FAILURES:
        return np.nan, True


def _whole_units(operation: str, operands: Sequence[Any], failed: Any) -> _Outcome:
    """Round to whole units: at once where that is clear, value by value close to where the direction changes, and far above."""
    (values,) = operands
    size = np.abs(values)
    whole = np.floor(size)
    part = size - whole
    is_clear = np.abs(part - 0.5) > _CLOSE if operation == "nearest" else (part > _CLOSE) | (part == 0)
    is_clear &= size < _CLEARLY_ROUNDED
    result = np.copysign(whole + (part >= 0.5 if operation == "nearest" else part > 0), values)
    rows = np.flatnonzero(~is_clear)
    if len(rows):
        result[rows], failed_there = _value_by_value(operation, [values[rows]], None)
        failed = _any_of(failed, None if failed_there is None else np.isin(np.arange(len(values)), rows[failed_there]))
    return result, failed


def _value_by_value(operation: str, values: Sequence[Any], failed: Any) -> _Outcome:
    """Compute an operation for each row; rows that are blank or failed before are left out."""
    function = _function(operation)
    columns = np.broadcast_arrays(*(np.asarray(value) for value in values))
    empty = _any_of(failed, *(np.isnan(column) for column in columns if column.dtype.kind == "f"))
    size = len(columns[0])
    rows = np.arange(size) if empty is None else np.flatnonzero(~np.broadcast_to(empty, size))
    lists = [column[rows].tolist() for column in columns]
    try:
        computed = list(map(function, *lists))
    except FAILURES:
        computed = [_attempt(function, row) for row in zip(*lists, strict=True)]
    bad = [type(value) is complex or value is None for value in computed]
    if any(bad):
        computed = [np.nan if is_bad else value for value, is_bad in zip(computed, bad, strict=True)]
        mask = np.zeros(size, bool)
        mask[rows] = bad
        failed = _any_of(failed, mask)
    array = np.array(computed) if computed else np.empty(0)
    if len(rows) == size:
        return array, failed
    result = np.full(size, np.nan) if array.dtype.kind == "f" else np.zeros(size, array.dtype)
    result[rows] = array
    return result, failed


def _attempt(function: Callable[..., Any], values: tuple[Any, ...]) -> Any:
    try:
        return function(*values)
    except FAILURES:
        return None
