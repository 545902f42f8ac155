"""Turn a KPI into an expression of Polars or Narwhals, which gives what its columns give when it is computed.

Polars calls the rows of a KPI with its columns. Narwhals, which runs on databases too, gets the formula in its own operations.
"""

import operator
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from sheetkpi.calculation.evaluate import FAILURES
from sheetkpi.model import ops
from sheetkpi.model.columns import is_column, is_expression, library_of, narwhals_of
from sheetkpi.model.errors import CellError, CellWarning, WrongType
from sheetkpi.model.kinds import BEYOND_LIMIT
from sheetkpi.model.ops import DUST, INFIX, SLACK, TOLERANCE_DIGITS, Expression
from sheetkpi.model.ranges import Place
from sheetkpi.model.records import Parameter, Record
from sheetkpi.printing.trace import ONLY, trace, variadic_neutral
from sheetkpi.translation import Language, Message


def expression_of(record: Record, arguments: Sequence[Any]) -> Any:
    """Return an expression of the results; of several figures by name.

    Raises:
        CellError: A single value beside the expressions can't be used.
        WrongType: Narwhals has no operation for a step of the formula.
    """
    arguments = _checked(record, arguments)
    if _is_polars(arguments):
        return _polars(record, arguments, lambda columns: _values(record, columns), is_text=record.kind.holds == "text")
    return _narwhals(record, arguments)


def expression_of_reasons(record: Record, arguments: Sequence[Any], language: Language) -> Any:
    """Return an expression of the reasons why rows have no result; None where a row has one or is blank.

    Raises:
        WrongType: The expressions are of Narwhals, which can't say why.
    """
    arguments = _checked(record, arguments)
    if not _is_polars(arguments):
        raise WrongType(Message("{function}: Narwhals can't say why in an expression. Collect the frame first.", function=record.name))
    return _polars(record, arguments, lambda columns: _reasons(record, columns, language), is_text=True)


def _checked(record: Record, arguments: Sequence[Any]) -> Sequence[Any]:
    record.check_number_of(arguments)
    if record.result.spills:
        arguments = arguments[: len(record.formula_parameters)]  # without the language of a table
    for parameter, argument in zip(record.parameters_for(len(arguments)), arguments, strict=False):
        if not is_expression(argument) and not is_column(argument):
            cell = parameter.checked_cell(argument, Place(record.name))
            if isinstance(cell, CellError):
                raise cell
    return arguments


def _is_polars(arguments: Sequence[Any]) -> bool:
    return any(is_expression(argument) and library_of(argument) == "polars" for argument in arguments)


# --- Polars


def _polars(record: Record, arguments: Sequence[Any], function: Callable[[Sequence[Any]], Any], is_text: bool) -> Any:
    """Return an expression that calls a function with the columns."""
    import polars

    dtype = polars.String if is_text else polars.Float64
    inputs = [polars.lit(argument) if is_column(argument) else argument for argument in arguments]
    names = [figure.name for figure in record.figures] if record.result.spills else []

    def call(series: Sequence[Any]) -> Any:
        columns = iter(series)
        results = function([next(columns) if is_expression(argument) else argument for argument in inputs])
        if names:
            return polars.DataFrame(results).to_struct(series[0].name)
        return results if isinstance(results, polars.Series) else polars.Series(series[0].name, [results], dtype=dtype)

    expression = polars.map_batches(
        [argument for argument in inputs if is_expression(argument)],
        call,
        return_dtype=polars.Struct(dict.fromkeys(names, dtype)) if names else dtype,
        is_elementwise=not record.reads_ranges,
        returns_scalar=record.reads_ranges,
    )
    return {name: expression.struct.field(name) for name in names} if names else expression


def _values(record: Record, columns: Sequence[Any]) -> Any:
    if not record.reads_ranges:
        from sheetkpi.calculation.vectorized import evaluate_columns

        return evaluate_columns(record, columns, is_numbered=False)
    result = _of_ranges(record, columns)
    if isinstance(result, CellError):
        warnings.warn(CellWarning(record.name, 1, 1, result), stacklevel=2)
        return None
    return result


def _reasons(record: Record, columns: Sequence[Any], language: Language) -> Any:
    if not record.reads_ranges:
        from sheetkpi.calculation.vectorized import reasons_of_columns

        return reasons_of_columns(record, columns, language, is_numbered=False)
    result = _of_ranges(record, columns)
    return result.message(language) if isinstance(result, CellError) else None


def _of_ranges(record: Record, columns: Sequence[Any]) -> Any:
    try:
        return record.result.in_python(record, record.read_arguments(columns))
    except CellError as error:
        return error


# --- Narwhals


def _narwhals(record: Record, arguments: Sequence[Any]) -> Any:
    """Return the formula in operations of Narwhals; a row without a result is null, whatever the reason."""
    nw = narwhals_of(next(argument for argument in arguments if is_expression(argument)))
    environment: dict[tuple[Any, ...], Any] = {(p.name,): p.default for p in record.formula_parameters}
    blanks: dict[tuple[Any, ...], Any] = {}
    given: list[tuple[tuple[Any, ...], Parameter, _Input]] = []
    for index, (parameter, argument) in enumerate(zip(record.parameters_for(len(arguments)), arguments, strict=False)):
        key = (parameter.name, index - len(record.parameters) + 1) if parameter.variadic else (parameter.name,)
        default = variadic_neutral(record) if parameter.variadic else parameter.default
        if is_expression(argument):
            given.append((key, parameter, _Input(nw, record, parameter, argument)))
        else:
            cell = parameter.checked_cell(argument, Place(record.name))
            environment[key] = default if cell is None else cell
            if cell is None and not parameter.is_optional:
                return nw.lit(None, dtype=nw.Float64)
    is_counted = _all([one.is_usable for _, parameter, one in given if parameter.is_range])
    holds = None
    for key, parameter, one in given:
        if parameter.is_range:
            environment[key] = nw.when(is_counted).then(one.number)
            holds = _all([holds, ~(~one.is_blank & ~one.is_usable).any()])
            continue
        number = nw.when(one.is_usable).then(one.number)
        if parameter.is_optional:
            blanks[key] = one.is_blank
            default = variadic_neutral(record) if parameter.variadic else parameter.default
            number = number if default is None else nw.when(one.is_blank).then(nw.lit(float(default))).otherwise(number)
        environment[key] = number
        holds = _all([holds, one.is_usable | one.is_blank if parameter.is_optional else one.is_usable])
    formulas = trace(record, repeats=max(0, len(arguments) - len(record.parameters) + 1))
    native = _Native(nw, record, environment, blanks)
    results = {name: native.result(formula, holds) for name, formula in formulas.items()}
    return results.get(ONLY, results)


class _Input:
    """A column of numbers as Narwhals computes it; a column of texts or booleans fails there."""

    def __init__(self, nw: Any, record: Record, parameter: Parameter, column: Any) -> None:
        if parameter.kind.holds != "number":
            raise WrongType(
                Message("{function}: {argument} must be a single text beside expressions.", function=record.name, argument=parameter)
            )
        self.number = column.cast(nw.Float64)
        self.is_blank = column.is_null() | self.number.is_nan()
        low, high = parameter.kind.low, parameter.kind.high
        limits = [
            self.number >= low - BEYOND_LIMIT if low is not None else None,
            self.number <= high + BEYOND_LIMIT if high is not None else None,
        ]
        if parameter.kind.is_limited:
            self.number = self.number.clip(low, high)
        # abs() takes neither texts nor booleans, which a cast would turn into numbers
        self.is_usable = _all([column.abs().cast(nw.Float64).is_finite(), *limits])


def _all(conditions: Sequence[Any]) -> Any:
    """Return whether all conditions hold; None is one that always holds."""
    return reduce(operator.and_, [condition for condition in conditions if condition is not None] or [None])


class _Native:
    """Builds formulas of operations of Narwhals: the value, and a condition without which there is none."""

    def __init__(self, nw: Any, record: Record, environment: Mapping[tuple[Any, ...], Any], blanks: Mapping[tuple[Any, ...], Any]) -> None:
        self.nw = nw
        self.record = record
        self.environment = environment
        self.blanks = blanks
        self.done: dict[int, tuple[Any, Any]] = {}

    def result(self, formula: Any, holds: Any) -> Any:
        value, condition = self.of(formula)
        is_text = self.record.kind.holds == "text"
        holds = _all([holds, condition, value.is_finite() if is_expression(value) and not is_text else None])
        return self.nw.when(holds).then(self.literal(value))

    def literal(self, value: Any) -> Any:
        return value if is_expression(value) else self.nw.lit(value)

    def of(self, formula: Any) -> tuple[Any, Any]:
        if not isinstance(formula, Expression):
            return formula, None
        if formula.operation == "parameter":
            return self.environment[formula.arguments], None
        done = self.done.get(id(formula))
        if done is None:
            done = self.done[id(formula)] = self.step(formula.operation, formula.arguments)
        return done

    def step(self, operation: str, operands: tuple[Any, ...]) -> tuple[Any, Any]:
        if operation == "is_blank":
            key = operands[0].arguments
            return self.blanks[key] if key in self.blanks else self.environment[key] is None, None
        if operation == "where":
            return self.choose(*operands)
        outcomes = [self.of(operand) for operand in operands]
        values = [value for value, _ in outcomes]
        holds = _all([condition for _, condition in outcomes])
        if operation == "require":
            condition, value, *_ = values
            return value, _all([holds, condition if is_expression(condition) else None if condition else self.nw.lit(False)])
        if not any(map(is_expression, values)):
            return self.alone(operation, values, holds)
        value, condition = self.compute(operation, values)
        return value, _all([holds, condition])

    def choose(self, condition: Any, then: Any, otherwise: Any) -> tuple[Any, Any]:
        chosen, holds = self.of(condition)
        if not is_expression(chosen):
            value, there = self.of(then if chosen else otherwise)
            return value, _all([holds, there])
        (first, holds_first), (second, holds_second) = self.of(then), self.of(otherwise)
        value = self.nw.when(chosen).then(self.literal(first)).otherwise(self.literal(second))
        if holds_first is not None:
            holds = _all([holds, ~chosen | holds_first])
        if holds_second is not None:
            holds = _all([holds, chosen | holds_second])
        return value, holds

    def alone(self, operation: str, values: Sequence[Any], holds: Any) -> tuple[Any, Any]:
        function = getattr(operator if operation in INFIX or operation in ("neg", "abs") else ops, operation)
        try:
            return function(*values), holds
        except FAILURES:
            return 0.0, self.nw.lit(False)

    def compute(self, operation: str, values: Sequence[Any]) -> tuple[Any, Any]:
        """Return an operation on columns, and the condition under which it has a value.

        Raises:
            WrongType: Narwhals has no such operation.
        """
        if operation in INFIX:
            value = getattr(operator, operation)(self.literal(values[0]), values[1])
            return value, self.literal(values[1]) != 0 if operation == "truediv" else None
        build = getattr(_Operations(self.nw), operation, None)
        if build is None:
            raise WrongType(
                Message(
                    "{function}: Narwhals has no operation for {step}. Collect the frame first, or use an expression of Polars.",
                    function=self.record.name,
                    step=operation,
                )
            )
        result: tuple[Any, Any] = build(*map(self.literal, values))
        return result


class _Operations:
    """Operations of formulas in those of Narwhals: the value, and the condition under which there is one, None for always."""

    def __init__(self, nw: Any) -> None:
        self.when = nw.when
        self.lit = nw.lit
        self.whole = nw.Int64

    def neg(self, x: Any) -> tuple[Any, Any]:
        return x * -1.0, None

    def abs(self, x: Any) -> tuple[Any, Any]:
        return x.abs(), None

    def sqrt(self, x: Any) -> tuple[Any, Any]:
        return self.when(x >= 0).then(x).sqrt(), x >= 0  # pandas would warn of the others

    def ln(self, x: Any) -> tuple[Any, Any]:
        return self.when(x > 0).then(x).log(), x > 0

    def ln_of_rest(self, part: Any) -> tuple[Any, Any]:
        rest = self.lit(1.0) - part
        kept = self.when((rest > 0) & (rest != 1)).then(rest)  # what rounding took from the rest, it took from the part too
        return self.when(rest == 1).then(part * -1.0).otherwise(kept.log() * (part / (self.lit(1.0) - kept)) * 1.0), rest > 0

    def ceil(self, x: Any) -> tuple[Any, Any]:
        size = x.abs().round(TOLERANCE_DIGITS)
        is_dust = size - size.floor() <= size * DUST
        return self.signed(x, self.when(is_dust).then(size.floor()).otherwise(size.ceil()))

    def nearest(self, x: Any) -> tuple[Any, Any]:
        return self.signed(x, (x.abs().round(TOLERANCE_DIGITS) + 0.5).floor())

    def signed(self, x: Any, size: Any) -> tuple[Any, Any]:
        return self.when(x < 0).then(size * -1.0).otherwise(size), None

    def at_most(self, x: Any, limit: Any) -> tuple[Any, Any]:
        return x <= limit + limit.abs() * SLACK, None

    def at_least(self, x: Any, limit: Any) -> tuple[Any, Any]:
        return x >= limit - limit.abs() * SLACK, None

    def below(self, x: Any, limit: Any) -> tuple[Any, Any]:
        return x < limit - limit.abs() * SLACK, None

    def settled(self, x: Any, size: Any) -> tuple[Any, Any]:
        return self.when(x.abs() <= size * DUST).then(self.lit(0.0)).otherwise(x), None

    def count(self, x: Any) -> tuple[Any, Any]:
        return x.count(), None

    def count_where(self, condition: Any) -> tuple[Any, Any]:
        return condition.cast(self.whole).sum(), None

    def total(self, x: Any) -> tuple[Any, Any]:
        return x.sum(), None

    def total_size(self, x: Any) -> tuple[Any, Any]:
        return x.abs().sum(), None

    def mean(self, x: Any) -> tuple[Any, Any]:
        return x.mean(), x.count() > 0

    def median(self, x: Any) -> tuple[Any, Any]:
        return x.median(), x.count() > 0
