"""A formula as a tree, built by running the KPI's own Python on symbols."""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

#: Operator of the tree → the method of Python that builds it.
INFIX = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "truediv": "/",
    "pow": "**",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "eq": "==",
    "ne": "!=",
}


class Expression:
    """One operation and what it is applied to; a parameter is ``Expression("parameter", name)``."""

    __slots__ = ("arguments", "operation")

    def __init__(self, operation: str, *arguments: Any) -> None:
        self.operation = operation
        self.arguments = arguments

    def __repr__(self) -> str:
        return f"{self.operation}({', '.join(map(repr, self.arguments))})"

    def __neg__(self) -> "Expression":
        return Expression("neg", self)

    def __abs__(self) -> "Expression":
        return Expression("abs", self)

    __hash__ = object.__hash__

    def __bool__(self) -> NoReturn:
        raise TypeError("a KPI cannot branch on a cell with if, and, or, not, min, max: use ops.where()")

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("a KPI cannot loop over a range: use ops.count(), ops.total(), …")


def _infix(operation: str, *, reflected: bool) -> Callable[[Expression, Any], Expression]:
    def method(self: Expression, other: Any) -> Expression:
        return Expression(operation, other, self) if reflected else Expression(operation, self, other)

    return method


for _operation in INFIX:
    setattr(Expression, f"__{_operation}__", _infix(_operation, reflected=False))
    if _operation in ("add", "sub", "mul", "truediv", "pow"):
        setattr(Expression, f"__r{_operation}__", _infix(_operation, reflected=True))
