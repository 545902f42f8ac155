"""Numbers as people write them, exact, with how far binary arithmetic may be off."""

from fractions import Fraction
from typing import Any, Union

import mpmath
from mpmath.libmp import to_rational

mpmath.mp.dps = 60

#: Two computed numbers this close to each other are equal, relative to the second.
SLACK = Fraction(1, 10**12)
#: A sum this small beside its parts is what rounding left of them.
DUST = Fraction(1, 10**15)

Number = Union["Exact", int, Fraction]


class ImpossibleError(Exception):
    """What cannot be: #NUM!."""


class Exact:
    """An exact number.

    Args:
        value: The number.
        size: How large the numbers were that it was computed from: binary arithmetic is off by a few parts in 2⁵³ of it.
        either: How far the result may be off where a whole number is decided by the last binary digit.
    """

    __slots__ = ("either", "size", "value")

    def __init__(self, value: Fraction, size: float | None = None, either: int = 0) -> None:
        self.value = value
        self.size = abs(float(value)) if size is None else size
        self.either = either

    @classmethod
    def of(cls, number: Any) -> "Exact":
        """Take a number as it is written: 0.1 is one tenth."""
        if isinstance(number, Exact):
            return number
        return cls(Fraction(repr(number)) if isinstance(number, float) else Fraction(number))

    @classmethod
    def of_mpf(cls, number: Any, size: float) -> "Exact":
        """Take a result of mpmath."""
        return cls(Fraction(*map(int, to_rational(number._mpf_))), size)

    def mpf(self) -> Any:
        """Return the number for mpmath."""
        return mpmath.mpf(self.value.numerator) / self.value.denominator

    def __add__(self, other: Number) -> "Exact":
        other = Exact.of(other)
        value = self.value + other.value
        return Exact(value, self.size + other.size + abs(float(value)))

    def __neg__(self) -> "Exact":
        return Exact(-self.value, self.size)

    def __sub__(self, other: Number) -> "Exact":
        return self + -Exact.of(other)

    def __rsub__(self, other: Number) -> "Exact":
        return Exact.of(other) - self

    def __mul__(self, other: Number) -> "Exact":
        other = Exact.of(other)
        value = self.value * other.value
        return Exact(value, self.size * abs(float(other.value)) + other.size * abs(float(self.value)) + abs(float(value)))

    def __truediv__(self, other: Number) -> "Exact":
        other = Exact.of(other)
        value = self.value / other.value
        return Exact(value, (self.size + abs(float(value)) * other.size) / abs(float(other.value)) + abs(float(value)))

    def __rtruediv__(self, other: Number) -> "Exact":
        return Exact.of(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def __le__(self, other: Number) -> bool:
        limit = Exact.of(other).value
        return self.value <= limit + SLACK * abs(limit)

    def __ge__(self, other: Number) -> bool:
        limit = Exact.of(other).value
        return self.value >= limit - SLACK * abs(limit)

    def __lt__(self, other: Number) -> bool:
        return not self >= other

    def __gt__(self, other: Number) -> bool:
        return not self <= other


def denominator(*parts: Number) -> Exact:
    """Add up the parts of a denominator; what rounding left of them is 0."""
    numbers = [Exact.of(part) for part in parts]
    found = total(numbers)
    return Exact(Fraction(0)) if abs(found.value) <= DUST * sum(abs(number.value) for number in numbers) else found


def total(numbers: list[Exact]) -> Exact:
    """Add up."""
    return Exact(sum((number.value for number in numbers), Fraction(0)), sum(number.size for number in numbers))


def root(x: Exact) -> Exact:
    """Return a square root."""
    if x.value < 0:
        raise ImpossibleError
    if x.value == 0:
        return Exact(Fraction(0), x.size**0.5 * 1e-8)
    found = mpmath.sqrt(x.mpf())
    return Exact.of_mpf(found, x.size / float(2 * found) + float(found))


def power(base: Exact, exponent: Exact) -> Exact:
    """Return a power of a number that is not negative."""
    if base.value == 0:
        if exponent.value < 0:
            raise ZeroDivisionError
        return Exact(Fraction(int(exponent.value == 0)))
    found = base.mpf() ** exponent.mpf()
    relative = abs(float(exponent.value)) * base.size / abs(float(base.value)) + abs(float(mpmath.log(base.mpf()))) * exponent.size
    return Exact.of_mpf(found, float(found) * (1 + relative))


def log(x: Exact) -> Exact:
    """Return a natural logarithm."""
    found = mpmath.log(x.mpf())
    return Exact.of_mpf(found, x.size / float(x.value) + abs(float(found)))


def probability_below(z: Exact) -> Exact:
    """Return the probability that a standard normal value is below."""
    found = mpmath.ncdf(z.mpf())
    return Exact.of_mpf(found, float(mpmath.npdf(z.mpf())) * z.size + float(found))


def deviate(probability: Exact) -> Exact:
    """Return the standard normal value below which others are with a probability."""
    found = mpmath.sqrt(2) * mpmath.erfinv(2 * probability.mpf() - 1)
    return Exact.of_mpf(found, probability.size / float(mpmath.npdf(found)) + abs(float(found)))


def significant(x: Fraction) -> Fraction:
    """Round to 15 significant digits, as spreadsheets keep them."""
    if x == 0:
        return x
    magnitude = len(str(abs(x).numerator // abs(x).denominator)) if abs(x) >= 1 else 0
    unit = Fraction(10) ** (magnitude - 15)
    return round(x / unit) * unit


def whole_up(x: Exact) -> Exact:
    """Round up to a whole number: 15 significant digits, then nine decimals, then up."""
    tiny = round(significant(x.value) * 10**9)
    found = -(-tiny // 10**9)
    unit = max(Fraction(1, 10**9), abs(x.value - found) if abs(x.value) > 10**6 else Fraction(0))
    nearest = abs(x.value - round(x.value))
    is_doubtful = nearest > 0 and abs(float(nearest - unit / 2)) < 100 * 2.0**-53 * x.size
    return Exact(Fraction(found), float(found), either=int(is_doubtful))


def whole_nearest(x: Exact) -> Exact:
    """Round to the nearest whole number, halves up."""
    found = (significant(x.value) * 2 + 1) // 2
    distance = abs(x.value - found) - Fraction(1, 2)
    is_doubtful = distance != 0 and abs(float(distance)) < 100 * 2.0**-53 * x.size
    return Exact(Fraction(found), float(found), either=int(is_doubtful))
