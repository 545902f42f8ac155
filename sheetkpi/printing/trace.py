"""Formulas of a KPI as expressions: traced on symbols, with a person's arguments bound, and simplified."""

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sheetkpi.model.errors import OutOfRange, WrongType
from sheetkpi.model.ops import INFIX, Expression
from sheetkpi.model.ranges import Place
from sheetkpi.model.records import Parameter, Record
from sheetkpi.translation import Label, Message

#: The name of the one figure of a KPI that gives one value.
ONLY = ""

#: The formula of each figure of a KPI, by its name; of the one figure by `ONLY`.
Formulas = Mapping[str, Any]


def trace(record: Record, *, repeats: int = 2, fixed: Mapping[str, Any] | None = None) -> Formulas:
    """Run a KPI on symbols and return its formulas."""
    arguments: list[Any] = []
    for parameter in record.formula_parameters:
        if fixed and parameter.name in fixed:
            arguments.append(fixed[parameter.name])
        elif parameter.variadic:
            arguments.extend(Expression("parameter", parameter.name, index) for index in range(repeats))
        else:
            arguments.append(Expression("parameter", parameter.name))
    formula = record.body(*arguments)
    return formula if isinstance(formula, dict) else {ONLY: formula}


def usual_form(record: Record, choices: Mapping[str, Any] | None = None) -> Formulas:
    """Return the formulas with each option at its default, or as chosen, without arguments that are blank by default."""
    chosen: dict[str, Any] = {parameter.name: parameter.default for parameter in record.formula_parameters if parameter.is_left_out}
    return trace(record, fixed=chosen | dict(choices or {}))


def variadic_neutral(record: Record) -> float:
    """Return the value of a repeating parameter that changes nothing: 0 where it is added, 1 where it multiplies."""
    sample = [0.5] * (len(record.parameters) - 1)
    alone = record.body(*sample)
    return next(neutral for neutral in (0.0, 1.0) if record.body(*sample, neutral) == alone)


# --- arguments that a person gives


#: The cell that replaces each parameter; one that may repeat has a cell for each index.
Cells = dict[tuple[Any, ...], str]

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?%?")


def bind(record: Record, arguments: Sequence[str], cell: Callable[[Record, Parameter, str], str]) -> tuple[Cells, Formulas]:
    """Return the cells that replace parameters, and the formulas with all other arguments put in.

    Raises:
        CellError: There are too few or too many arguments, or a parameter doesn't take one.
    """
    if not record.required <= len(arguments) <= (record.most or len(arguments)):
        raise WrongType(
            Message(
                "{function} takes these arguments: {arguments}. Got: {given}.",
                function=record.name,
                arguments=", ".join(parameter.name for parameter in record.formula_parameters),
                given=", ".join(arguments) or "—",
            )
        )
    cells: Cells = {}
    fixed: dict[str, Any] = {p.name: p.default for p in record.formula_parameters if p.is_optional and not p.variadic}
    for index, (parameter, argument) in enumerate(zip(record.parameters_for(len(arguments)), arguments, strict=False)):
        key = (parameter.name, index - len(record.parameters) + 1) if parameter.variadic else (parameter.name,)
        fixed.pop(parameter.name, None)
        if argument == "" and parameter.is_optional:
            fixed[parameter.name] = parameter.default
        elif (value := _literal(argument)) is not None and not parameter.variadic:
            fixed[parameter.name] = parameter.check(_finite(record, parameter, value), Place(record.name))
        else:
            cells[key] = cell(record, parameter, argument)
    repeats = sum(len(key) > 1 for key in cells)
    known = {name: Expression("number", value) if isinstance(value, int | float) else value for name, value in fixed.items()}
    return cells, simplify(trace(record, repeats=repeats, fixed=known))


def _finite(record: Record, parameter: Parameter, value: float | str) -> float | str:
    """Return a literal that a cell can hold."""
    if isinstance(value, float) and not math.isfinite(value):
        what = Label("the number is too large. Check it.")
        raise OutOfRange(Message("{place}, {argument}: {what}", place=record.name, argument=parameter, what=what))
    return value


def _literal(argument: str) -> float | str | None:
    """Return the value of a number or a quoted text; None for a cell."""
    if _NUMBER.fullmatch(argument):
        return float(argument.rstrip("%").replace(",", ".")) / (100 if argument.endswith("%") else 1)
    if len(argument) > 1 and argument[0] == argument[-1] == '"':
        return argument[1:-1].replace('""', '"')
    return None


# --- simplifying


#: Operation → the right operand that changes nothing.
_RIGHT_NEUTRAL = {"add": 0, "sub": 0, "mul": 1, "truediv": 1, "pow": 1}
_LEFT_NEUTRAL = {"add": 0, "mul": 1}


def simplify(formulas: Formulas) -> Formulas:
    """Compute operations on known numbers, and leave out what changes nothing: ``revenue × 1`` is ``revenue``.

    A step that occurs more than once stays one step.
    """
    simplifier = _Simplifier()
    return {name: simplifier.of(formula) for name, formula in formulas.items()}


class _Simplifier:
    def __init__(self) -> None:
        self.done: dict[Expression, Any] = {}

    def of(self, expression: Any) -> Any:
        if isinstance(expression, Expression) and expression.operation == "number":
            return expression.arguments[0]
        if not isinstance(expression, Expression) or expression.operation == "parameter":
            return expression
        if expression not in self.done:
            self.done[expression] = self.step(expression)
        return self.done[expression]

    def step(self, expression: Expression) -> Any:
        operation = expression.operation
        operands = [self.of(operand) for operand in expression.arguments]
        if operation in INFIX and len(operands) == 2:
            left, right = operands
            known = _known(operation, left, right)
            if known is not None:
                return known
            if _is_number(right) and _RIGHT_NEUTRAL.get(operation) == right:
                return left
            if _is_number(left) and _LEFT_NEUTRAL.get(operation) == left:
                return right
        if operation == "is_blank" and not isinstance(operands[0], Expression):
            return operands[0] is None
        return self.chosen(operation, operands)

    def chosen(self, operation: str, operands: list[Any]) -> Any:
        """Return the branch that a known condition chooses, or else the operation."""
        if operation == "where" and isinstance(operands[0], bool):
            return operands[1] if operands[0] else operands[2]
        return operands[1] if operation == "require" and operands[0] is True else Expression(operation, *operands)


def _known(operation: str, left: Any, right: Any) -> Any:
    """Compute an operation on two known numbers; None where one isn't known, or the result isn't finite."""
    if not (_is_number(left) and _is_number(right)):
        return None
    try:
        result = getattr(operator, operation)(left, right)
    except ArithmeticError:
        return None
    is_finite = isinstance(result, bool) or (isinstance(result, int | float) and math.isfinite(result))
    return result if is_finite else None


def _is_number(operand: Any) -> bool:
    return isinstance(operand, int | float) and not isinstance(operand, bool)
