"""Leave out of a formula what changes nothing: ``revenue × 1`` is ``revenue``."""

import math
import operator
from typing import Any

from sheetkpi.model.ops import INFIX, Expression
from sheetkpi.printing.trace import Formulas

#: Operation → the right operand that changes nothing.
_RIGHT_NEUTRAL = {"add": 0, "sub": 0, "mul": 1, "truediv": 1, "pow": 1}
_LEFT_NEUTRAL = {"add": 0, "mul": 1}


def simplified(formulas: Formulas) -> Formulas:
    """The same formulas, without operations on known numbers and without neutral operands.

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
        if operation == "where" and isinstance(operands[0], bool):
            return operands[1] if operands[0] else operands[2]
        return Expression(operation, *operands)


def _known(operation: str, left: Any, right: Any) -> Any:
    """The result of an operation on two known numbers; None where they are not known, or have no finite result."""
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
