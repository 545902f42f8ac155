"""Evaluate a KPI for one set of cells. What a blank, a text, an error or a zero denominator means is decided here only.

===================================  =========================  ==============================
cell                                 argument of one cell       in a range that is read whole
===================================  =========================  ==============================
number, percent, date serial         itself                     counted
blank, ``""``                        the result is blank; an    skipped, with its partners
                                     optional one: its default
text or true/false for a number      ``#VALUE!``                ``#VALUE!``; NPS skips words
error                                the same error             the same error
share outside 0…1, negative count    ``#NUM!``                  ``#NUM!``
===================================  =========================  ==============================

A zero denominator is ``#DIV/0!``. An error comes before a blank, a blank before a
text, a text before a number outside its limits. Ranges broadcast as in Excel, and one bad cell spoils its own row only.

A blank optional argument is its default because Excel's JavaScript and Google Sheets
hand over an omitted argument and a blank cell alike: the number must not depend on the host.
"""

import math
import operator
from collections.abc import Mapping, Sequence
from typing import Any

from sheetkpi.calculation.time_limit import check_time
from sheetkpi.model import ops
from sheetkpi.model.errors import CellError, DivisionByZero, OutOfRange
from sheetkpi.model.ops import INFIX, Expression, Values
from sheetkpi.model.ranges import Cell, Place, read_cell
from sheetkpi.model.records import Parameter, Record
from sheetkpi.printing.trace import ONLY, trace
from sheetkpi.printing.words import Unmet, Words
from sheetkpi.translation import Label, Language, Message

#: What a formula may raise on numbers: a zero denominator, a number too large, a root of a negative number;
#: and TypeError, where such a root is a complex number that has no order.
FAILURES = (ArithmeticError, ValueError, TypeError)
#: A longer denominator doesn't explain anything.
LONGEST_DENOMINATOR = 80


def evaluate_row(record: Record, cells: Sequence[Any], places: Sequence[Place] | None = None) -> Cell:
    """Return the result of one set of cells."""
    check_time()
    try:
        values = _values(record, cells, places)
    except CellError as error:
        return error.without_frames()
    if values is None:
        return None
    try:
        result = record.body(*values)
    except FAILURES as error:
        return failure(record, values, places[-1] if places else Place(record.name), error)
    if type(result) is float and math.isfinite(result):
        return result
    return to_cell(record, result, places[-1] if places else Place(record.name), values)


def evaluate_figures(record: Record, cells: Sequence[Any], places: Sequence[Place] | None = None) -> dict[str, Cell]:
    """Return the named results of one set of cells; each that can't be computed is an error."""
    check_time()
    names = [figure.name for figure in record.figures]
    try:
        values = _values(record, cells, places)
    except CellError as error:
        return dict.fromkeys(names, error.without_frames())
    if values is None:
        return dict.fromkeys(names)
    place = places[-1] if places else Place(record.name)
    try:
        answer: dict[str, Cell] = record.body(*values)
        if all(map(math.isfinite, answer.values())):  # type: ignore[arg-type]
            return answer
    except FAILURES:
        pass
    answer = _evaluate_by_steps(record, tuple(values), place)
    return {name: to_cell(record, answer[name], place) for name in names}


def _values(record: Record, cells: Sequence[Any], places: Sequence[Place] | None) -> tuple[Any, ...] | None:
    """Return the values that the formula gets; None where a required one is blank.

    Raises:
        CellError: An argument is an error, of the wrong type, or outside its limits.
    """
    values: list[Any] = []
    is_blank = False
    refusal: CellError | None = None
    for index, (parameter, given) in enumerate(zip(record.parameters_for(len(cells)), cells, strict=False)):
        cell = given if type(given) is Values else read_cell(given)
        if type(cell) is float and not parameter.kind.is_limited and parameter.kind.holds == "number":
            values.append(cell)  # most cells, at no cost
        elif cell is None:
            is_blank = is_blank or not parameter.is_optional
            if not parameter.variadic:
                values.append(parameter.default)
        elif isinstance(cell, CellError):
            raise cell.at(places[index] if places else Place(record.name), parameter)
        else:
            try:
                values.append(parameter.check(cell, places[index] if places else Place(record.name)))
            except CellError as error:
                if refusal is None or (isinstance(refusal, OutOfRange) and not isinstance(error, OutOfRange)):
                    refusal = error.without_frames()
    if is_blank:
        return None
    if refusal:
        raise refusal
    return tuple(values)


def to_cell(record: Record, result: Any, place: Place, values: tuple[Any, ...] | None = None) -> Cell:
    """Return a result as a cell holds it: an infinite or complex one is an error."""
    if isinstance(result, float | int):
        if math.isfinite(result):
            return float(result)
    elif not isinstance(result, complex):
        return result  # type: ignore[no-any-return]
    return OutOfRange(too_large(place) if values is None else Explanation(record, values, place))


def failure(record: Record, values: tuple[Any, ...], place: Place, error: Exception) -> CellError:
    """Return the error of a cell whose formula failed."""
    kind = DivisionByZero if isinstance(error, ZeroDivisionError) else OutOfRange
    return kind(Explanation(record, values, place))


# --- why a formula failed


class Explanation:
    """Why a formula failed; worked out only when it is read, so that a million failed cells cost little."""

    __slots__ = ("place", "record", "values")

    def __init__(self, record: Record, values: tuple[Any, ...], place: Place) -> None:
        self.record = record
        self.values = values
        self.place = place

    def in_language(self, language: Language) -> str:
        """Return the cause in a language."""
        try:
            _evaluate_by_steps(self.record, self.values, self.place)
        except CellError as error:
            return error.message(language)
        return too_large(self.place).in_language(language)


def too_large(place: Place) -> Message:
    """Return the message for a result that no floating-point number can hold."""
    return Message("{place}: the result is too large for a number. Check the arguments.", place=place)


def _evaluate_by_steps(record: Record, values: tuple[Any, ...], place: Place) -> Any:
    """Evaluate a formula step by step, to find the step that fails.

    Returns:
        The value; of several figures a value or an error for each name.

    Raises:
        DivisionByZero: A denominator is zero.
        OutOfRange: A root, a power or a logarithm has no value, or a condition does not hold.
    """
    *single, last = record.formula_parameters
    if not last.variadic:
        single.append(last)
    environment: dict[tuple[Any, ...], Any] = {(parameter.name,): parameter.default for parameter in single}
    environment |= {(parameter.name,): value for parameter, value in zip(single, values, strict=False)}
    repeated = values[len(single) :]
    environment |= {(last.name, index): value for index, value in enumerate(repeated)}
    formulas = trace(record, repeats=len(repeated))
    evaluation = _Evaluation(record, environment, place)
    if ONLY in formulas:
        return evaluation.of(formulas[ONLY])
    return {name: evaluation.attempt(formula) for name, formula in formulas.items()}


class _Evaluation:
    """Evaluates expressions with the values of their parameters."""

    def __init__(self, record: Record, environment: Mapping[tuple[Any, ...], Any], place: Place) -> None:
        self.record = record
        self.place = place
        self.environment = environment
        self.left_out: Parameter | None = None  # the argument without which the formula divides

    def attempt(self, expression: Any) -> Any:
        try:
            return self.of(expression)
        except CellError as error:
            return error.without_frames()

    def of(self, expression: Any) -> Any:
        if not isinstance(expression, Expression):
            return expression
        operation, operands = expression.operation, expression.arguments
        if operation == "parameter":
            return self.environment[operands]
        if operation == "where":
            return self.choose(*operands)
        if operation == "require":
            condition, value, *reason = operands
            return self.of(value) if self.of(condition) else self.refuse(condition, *reason)
        return self.compute(operation, operands)

    def choose(self, condition: Expression, then: Any, otherwise: Any) -> Any:
        if not self.of(condition):
            return self.of(otherwise)
        if condition.operation == "is_blank":
            self.left_out = self.record.by_name[condition.arguments[0].arguments[0]]
        return self.of(then)

    def compute(self, operation: str, operands: tuple[Any, ...]) -> Any:
        values = [self.of(operand) for operand in operands]
        plain = operation in INFIX or operation in ("neg", "abs")
        function = getattr(operator if plain else ops, operation)
        try:
            result = function(*values)
        except ZeroDivisionError:
            raise self.zero(operation, operands) from None
        except (ValueError, OverflowError):
            result = None
        if result is None or isinstance(result, complex):
            raise self.no_value(operation, operands)
        return result

    def refuse(self, condition: Any, reason: Label | None = None) -> Any:
        raise OutOfRange(Unmet(self.record, condition, reason, self.place))

    def zero(self, operation: str, operands: tuple[Any, ...]) -> DivisionByZero:
        denominator = operands[0] if operation == "pow" else operands[-1]
        if operation in ("mean", "median"):
            denominator = Expression("count", operands[0])
        if len(Words(self.record, denominator).in_language("en")) > LONGEST_DENOMINATOR:
            return DivisionByZero(
                Message("{place}: with these numbers the formula divides by 0: all values are equal, or there are none.", place=self.place)
            )
        if self.left_out:
            return DivisionByZero(
                Message(
                    "{place}: {denominator} is 0. Dividing by 0 is impossible: correct the number, or give {argument}.",
                    place=self.place,
                    denominator=Words(self.record, denominator),
                    argument=self.left_out,
                )
            )
        return DivisionByZero(
            Message(
                "{place}: {denominator} is 0. Dividing by 0 is impossible: correct the number, or leave it out until you know it.",
                place=self.place,
                denominator=Words(self.record, denominator),
            )
        )

    def no_value(self, operation: str, operands: tuple[Any, ...]) -> OutOfRange:
        return OutOfRange(
            Message(
                "{place}: {step} can't be calculated for these numbers. Check its arguments.",
                place=self.place,
                step=Words(self.record, Expression(operation, *operands)),
            )
        )
