"""Operations that a formula may use: Python's operators, and the functions here.

On numbers an operation computes. On an :class:`Expression` it adds itself to the tree that a dialect prints later.
"""

import math
import operator
from collections.abc import Callable, Iterable, Iterator
from functools import cache, wraps
from typing import Any, NoReturn

from sheetkpi.translation import Label

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

#: Significant digits and decimals kept before rounding up, as in spreadsheets: 21 / 0.35 = 60.00000000000001 customers are 60.
SIGNIFICANT_DIGITS, TOLERANCE_DIGITS = 15, 9
#: How far two computed numbers may be apart and still be equal in a comparison, relative to the second: 72 − 64.8 is 10% of 72.
SLACK = 1e-12
#: What is left of a sum whose parts cancel out is rounding, relative to the sum of their sizes: 0.1 + 0.2 − 0.3 is 0.
DUST = 1e-15


class Expression:
    """An operation and its operands; a parameter is ``Expression("parameter", name)``."""

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


class Values(tuple[float, ...]):
    """A range in a formula: comparisons and differences work value by value."""

    __slots__ = ()

    def _each(self, operation: Callable[[float, float], Any], other: Any) -> Any:
        if isinstance(other, Values):
            return Values(map(operation, self, other))
        return Values(operation(value, other) for value in self)

    def __sub__(self, other: Any) -> Any:
        return self._each(operator.sub, other)

    def __ge__(self, other: Any) -> Any:
        return self._each(operator.ge, other)

    def __le__(self, other: Any) -> Any:
        return self._each(operator.le, other)

    def __lt__(self, other: Any) -> Any:
        return self._each(operator.lt, other)


def _compute(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Let an operation on numbers also take symbols, and refuse other types."""
    name = operation.__name__

    @wraps(operation)
    def on_numbers_or_symbols(*arguments: Any) -> Any:
        for argument in arguments:
            if isinstance(argument, Expression):
                return Expression(name, *arguments)
            if not isinstance(argument, (float, int, str, tuple, type(None))):
                raise TypeError(f"ops.{name} takes numbers, not {type(argument).__name__}: this KPI is not arithmetic alone")
        return operation(*arguments)

    return on_numbers_or_symbols


@_compute
def ceil(x: float) -> float:
    """Round up to a whole unit, away from zero, forgiving the last binary digits: nobody hires 2.3 people."""
    return math.copysign(math.ceil(round(_significant(abs(x)), TOLERANCE_DIGITS)), x)


@_compute
def nearest(x: float) -> float:
    """Round to the nearest whole unit, halves away from zero, as a spreadsheet's ROUND does."""
    return math.copysign(math.floor(_significant(abs(x)) + 0.5), x)


def _significant(x: float) -> float:
    return float(f"{x:.{SIGNIFICANT_DIGITS}g}")


@_compute
def at_most(x: float, limit: float) -> bool:
    """Whether a computed number is at most another; binary rounding makes no difference."""
    return x <= limit + SLACK * abs(limit)


@_compute
def at_least(x: float, limit: float) -> bool:
    """Whether a computed number is at least another; binary rounding makes no difference."""
    return x >= limit - SLACK * abs(limit)


@_compute
def below(x: float, limit: float) -> bool:
    """Whether a computed number is below another by more than binary rounding."""
    return x < limit - SLACK * abs(limit)


@_compute
def sqrt(x: float) -> float:
    """Return a square root."""
    return math.sqrt(x)


@_compute
def ln(x: float) -> float:
    """Return a natural logarithm."""
    return math.log(x)


@_compute
def ln_of_rest(part: float) -> float:
    """Return ``ln(1 − part)``, right to the last digits for a tiny part."""
    return math.log1p(-part)


@_compute
def tanh(x: float) -> float:
    """Return a hyperbolic tangent."""
    return math.tanh(x)


@_compute
def atanh(x: float) -> float:
    """Return the inverse of a hyperbolic tangent."""
    return math.atanh(x)


@_compute
def normal_cdf(z: float) -> float:
    """Return the probability that a standard normal value is at most ``z``."""
    return math.erfc(-z / math.sqrt(2)) / 2


@_compute
def normal_quantile(probability: float) -> float:
    """Return the standard normal value of a probability; the inverse of `normal_cdf`."""
    return _inverse_normal()(probability)


@cache
def _inverse_normal() -> Callable[[float], float]:
    from statistics import NormalDist  # 10 ms to import, and few KPIs need it

    return NormalDist().inv_cdf


@_compute
def is_blank(x: Any) -> bool:
    """Whether an optional argument was left out."""
    return x is None


@_compute
def count(values: Iterable[float]) -> float:
    """Count the numbers of a range."""
    return float(len(tuple(values)))


@_compute
def count_where(conditions: Iterable[bool]) -> float:
    """Count the numbers of a range that meet a condition: ``count_where(scores >= 9)``."""
    return float(sum(1 for condition in conditions if condition))


@_compute
def total(values: tuple[float, ...]) -> float:
    """Sum a range, exact to the last digit."""
    return math.fsum(values)


@_compute
def total_size(values: tuple[float, ...]) -> float:
    """Sum the sizes of a range's numbers, without their signs."""
    return math.fsum(map(abs, values))


@_compute
def settled(x: float, size: float) -> float:
    """Return a sum or difference, for a denominator: 0 where only rounding is left of parts of this size."""
    return 0.0 if abs(x) <= DUST * size else x


@_compute
def mean(values: tuple[float, ...]) -> float:
    """Return the arithmetic mean of a range."""
    return math.fsum(values) / len(values)


@_compute
def median(values: tuple[float, ...]) -> float:
    """Return the middle value of a range, or the mean of the two middle ones."""
    ordered = sorted(values)
    if not ordered:
        raise ZeroDivisionError("a median of nothing")
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def where(condition: Any, then: Any, otherwise: Any) -> Any:
    """Return one value if a condition holds, else another.

    Pass a branch that could fail when it isn't chosen as a function: ``lambda: a / b``.
    """
    if isinstance(condition, Expression):
        return Expression("where", condition, _value(then), _value(otherwise))
    return _value(then if _is_true(condition) else otherwise)


def require(condition: Any, value: Any, *reason: Label) -> Any:
    """Return a value if a condition holds; otherwise the result is #NUM!, and its message the reason or else the condition in words."""
    if isinstance(condition, Expression):
        return Expression("require", condition, _value(value), *reason)
    if not _is_true(condition):
        raise ValueError("a condition of the formula does not hold")
    return _value(value)


def rounded(x: Any, rounding: Any) -> Any:
    """Round a number of people or clicks ``"up"``, to the ``"nearest"``, or not at all (``"none"``)."""
    return where(rounding == "up", lambda: ceil(x), lambda: where(rounding == "nearest", lambda: nearest(x), x))


def _is_true(condition: Any) -> bool:
    if isinstance(condition, bool):
        return condition
    raise TypeError(f"a formula cannot choose by {type(condition).__name__}: this KPI is not arithmetic alone")


def _value(branch: Any) -> Any:
    return branch() if callable(branch) else branch
