"""Evaluate a formula step by step, where the plain call failed, so that the error names its cause."""

import operator
from collections.abc import Mapping
from typing import Any

from sheetkpi.model import ops
from sheetkpi.model.errors import CellError, DivisionByZero, OutOfRange
from sheetkpi.model.expression import INFIX, Expression
from sheetkpi.model.ranges import Place
from sheetkpi.model.records import Parameter, Record
from sheetkpi.printing.trace import ONLY, trace
from sheetkpi.printing.words import Words
from sheetkpi.translation import Language, Message

#: A denominator that is longer than this explains nothing to anybody.
LONGEST_DENOMINATOR = 80


def evaluate(record: Record, values: tuple[Any, ...], place: Place) -> Any:
    """The value of a formula, found step by step.

    Returns:
        The value; for a KPI with several figures a value or an error for each name.

    Raises:
        DivisionByZero: A denominator is zero; the message says which.
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
    """One formula with numbers for its parameters."""

    def __init__(self, record: Record, environment: Mapping[tuple[Any, ...], Any], place: Place) -> None:
        self.record = record
        self.place = place
        self.environment = environment
        self.left_out: Parameter | None = None  # without which the formula chose to divide

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
            condition, value = operands
            return self.of(value) if self.of(condition) else self.refuse(condition)
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

    def refuse(self, condition: Any) -> Any:
        raise OutOfRange(
            Message(
                "{place}: it must hold that {condition}. Check these arguments.",
                place=self.place,
                condition=Words(self.record, condition),
            )
        )

    def zero(self, operation: str, operands: tuple[Any, ...]) -> DivisionByZero:
        denominator = operands[0] if operation == "pow" else operands[-1]
        if operation in ("mean", "median"):
            denominator = Expression("count", operands[0])
        if len(Words(self.record, denominator).in_language("en")) > LONGEST_DENOMINATOR:
            return DivisionByZero(
                Message("{place}: for these numbers the formula divides by 0: nothing differs, or nothing was counted.", place=self.place)
            )
        if self.left_out:
            return DivisionByZero(
                Message(
                    "{place}: {denominator} is 0. Nothing can be divided by 0: correct the number, or give {argument}.",
                    place=self.place,
                    denominator=Words(self.record, denominator),
                    argument=self.left_out,
                )
            )
        return DivisionByZero(
            Message(
                "{place}: {denominator} is 0. Nothing can be divided by 0: correct the number, or leave it out until it is known.",
                place=self.place,
                denominator=Words(self.record, denominator),
            )
        )

    def no_value(self, operation: str, operands: tuple[Any, ...]) -> OutOfRange:
        return OutOfRange(
            Message(
                "{place}: {step} has no value for these numbers. Check the arguments in it.",
                place=self.place,
                step=Words(self.record, Expression(operation, *operands)),
            )
        )


class Explanation:
    """Why a call failed, worked out only when somebody asks: a million failed cells are cheap."""

    __slots__ = ("place", "record", "values")

    def __init__(self, record: Record, values: tuple[Any, ...], place: Place) -> None:
        self.record = record
        self.values = values
        self.place = place

    def in_language(self, language: Language) -> str:
        """The cause, in the language."""
        try:
            evaluate(self.record, self.values, self.place)
        except CellError as error:
            return error.message(language)
        return too_large(self.place).in_language(language)


def too_large(place: Place) -> Message:
    """What is said of a result that no floating-point number can hold."""
    return Message("{place}: the result is too large for a number. Check the arguments.", place=place)
