"""What the dialects have in common: operators with as few parentheses as possible, one method an operation.

A dialect is a class with a table of signs and a method for each other operation. An operation that it
does not know is an error when the formula is printed, which happens when the project is built.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from sheetkpi.errors import RegistrationError
from sheetkpi.expression import Expression
from sheetkpi.records import Record
from sheetkpi.translation import Message

#: How strongly the operators bind; a dialect may bind a negation differently.
COMPARISON, SUM, PRODUCT, POWER = 1.0, 2.0, 3.0, 5.0

STRENGTHS: Mapping[str, float] = {
    **dict.fromkeys(("lt", "le", "gt", "ge", "eq", "ne"), COMPARISON),
    "add": SUM,
    "sub": SUM,
    "mul": PRODUCT,
    "truediv": PRODUCT,
    "pow": POWER,
}


class Dialect:
    """Prints expressions of one KPI.

    Args:
        record: The KPI.
        names: Steps that have a name, which is printed in their place.
    """

    #: Operator → its sign, blanks included.
    signs: ClassVar[Mapping[str, str]] = {}
    #: How strongly a negation binds.
    negation: ClassVar[float] = 4.0

    def __init__(self, record: Record, names: Mapping[Expression, str] | None = None) -> None:
        self.record = record
        self.names = names or {}

    def text(self, expression: Any, context: float = 0) -> str:
        """An expression, in parentheses where the context binds more strongly."""
        if not isinstance(expression, Expression):
            text = self.constant(expression)
            return f"({text})" if context and text.startswith(("-", "−")) else text
        return self.names.get(expression) or self.step(expression, context)

    def step(self, expression: Expression, context: float = 0) -> str:
        """An expression itself, even where it has a name."""
        operation, operands = expression.operation, expression.arguments
        if operation == "parameter":
            return self.parameter(*operands)
        if operation == "require":
            return self.require(operands[0], operands[1], context)
        if operation in self.signs:
            text, strength = self.infix(operation, *operands), STRENGTHS[operation]
        elif operation == "neg":
            text, strength = f"{self.minus}{self.text(operands[0], self.negation)}", self.negation
        else:
            method = getattr(self, operation, None)
            if method is None:
                raise RegistrationError(
                    Message(
                        "{kpi} cannot be printed: {dialect} has no word for {operation}.",
                        kpi=self.record.name,
                        dialect=type(self).__name__,
                        operation=operation,
                    )
                )
            printed = method(*operands)
            text, strength = printed if isinstance(printed, tuple) else (printed, float("inf"))
        return f"({text})" if strength < context else text

    minus: ClassVar[str] = "-"

    def infix(self, operation: str, left: Any, right: Any) -> str:
        """Two operands and the sign between them; equal strengths bind to the left."""
        strength = STRENGTHS[operation]
        return f"{self.text(left, strength)}{self.signs[operation]}{self.text(right, strength + 1)}"

    def require(self, condition: Any, value: Any, context: float) -> str:  # noqa: ARG002 - dialects with guards print it
        """What is computed where a condition holds; for readers, without the condition."""
        return self.text(value, context)

    def constant(self, value: Any) -> str:
        """A number or a text as the dialect writes it."""
        raise NotImplementedError

    def parameter(self, name: str, index: int | None = None) -> str:
        """What stands for a parameter; of one that repeats, for the value of an index."""
        raise NotImplementedError


def repeated(formula: Any) -> list[Expression]:
    """The steps that occur more than once, each after the steps that it is made of."""
    seen: dict[Expression, int] = {}

    def visit(expression: Any) -> None:
        if not isinstance(expression, Expression) or expression.operation == "parameter":
            return
        if expression not in seen:
            for operand in expression.arguments:
                visit(operand)
        seen[expression] = seen.get(expression, 0) + 1

    visit(formula)
    return [expression for expression, times in seen.items() if times > 1]
