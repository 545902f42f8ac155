"""Leave out of a formula what changes nothing: ``revenue × 1`` is ``revenue``."""

import operator
from typing import Any

from sheetkpi.expression import INFIX, Expression

#: Operation → the right operand that changes nothing.
_RIGHT_NEUTRAL = {"add": 0, "sub": 0, "mul": 1, "truediv": 1, "pow": 1}
_LEFT_NEUTRAL = {"add": 0, "mul": 1}


def simplified(expression: Any) -> Any:
    """The same formula, without operations on known numbers and without neutral operands.

    A step that occurs more than once stays one step.
    """
    return _Simplifier().of(expression)


class _Simplifier:
    def __init__(self) -> None:
        self.done: dict[Expression, Any] = {}

    def of(self, expression: Any) -> Any:
        if isinstance(expression, dict):
            return {name: self.of(figure) for name, figure in expression.items()}
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
            if _is_number(left) and _is_number(right) and not (operation == "truediv" and right == 0):
                return getattr(operator, operation)(left, right)
            if _is_number(right) and _RIGHT_NEUTRAL.get(operation) == right:
                return left
            if _is_number(left) and _LEFT_NEUTRAL.get(operation) == left:
                return right
        return Expression(operation, *operands)


def _is_number(operand: Any) -> bool:
    return isinstance(operand, int | float) and not isinstance(operand, bool)
