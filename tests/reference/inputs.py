"""Calls drawn from what people type and from the edges: sums that binary arithmetic misses, limits, equal numbers, blanks, errors."""

import random
from collections.abc import Iterator
from typing import Any

from tests.reference.definitions import DEFINITIONS, Argument, Definition
from tests.reference.engines import Call

#: Odd cells, each with its share of all cells.
ODD: tuple[tuple[float, Any], ...] = (
    (0.012, None),
    (0.018, ""),
    (0.026, "abc"),
    (0.03, "5"),
    (0.036, "#N/A"),
    (0.04, "#REF!"),
    (0.044, True),
)


def calls(each: int, seed: int = 0) -> Iterator[Call]:
    """Yield so many calls of each KPI, always the same for a seed."""
    for name, definition in DEFINITIONS.items():
        chance = random.Random(f"{name} {seed}")
        for _ in range(each):
            yield name, arguments(definition, chance)


def arguments(definition: Definition, chance: random.Random) -> list[Any]:
    """Draw the arguments of a call; optional ones are now and then left out."""
    required = sum(not argument.is_optional for argument in definition.arguments)
    most = required + 3 if definition.arguments[-1].repeats else len(definition.arguments)
    given = [definition.argument(index) for index in range(chance.randint(required, most))]
    is_odd = chance.random() < 0.25
    length = chance.randint(1, 6)
    drawn: list[Any] = []
    for argument in given:
        if argument.is_range:
            drawn.append(column(argument, length, is_odd, chance))
        else:
            drawn.append(cell(argument, [each for each in drawn if isinstance(each, float)], is_odd, chance))
    if given[0].kind == "date" and chance.random() < 0.8:  # most deals close after they begin
        drawn[1] = [
            start + abs(close) / 500 if type(start) is type(close) is float else close for start, close in zip(*drawn[:2], strict=True)
        ]
    return drawn


def column(argument: Argument, length: int, is_odd: bool, chance: random.Random) -> list[Any]:
    """Draw a range; now and then one that cancels out."""
    cells = [None if chance.random() < 0.1 else cell(argument, [], is_odd, chance) for _ in range(length)]
    numbers = [each for each in cells if isinstance(each, float)]
    if argument.kind == "number" and len(numbers) == length and chance.random() < 0.15:
        cells[-1] = round(-sum(numbers[:-1]), 2) + 0.0
    return cells


def cell(argument: Argument, before: list[float], is_odd: bool, chance: random.Random) -> Any:
    """Draw a cell."""
    if is_odd:
        dice = chance.random() * 0.25
        for share, odd in ODD:
            if dice < share:
                return odd
    if argument.words:
        return chance.choice([*argument.words, *argument.words, argument.words[0].upper(), "other" if is_odd else argument.words[-1]])
    if before and argument.kind not in ("share", "growth", "confidence", "variation") and chance.random() < 0.2:
        return near(chance.choice(before), chance)
    number = typed(argument.kind, chance)
    if is_odd and chance.random() < 0.15:
        return chance.choice([0.0, -number, number + 1, 30.0])
    return number


def near(number: float, chance: random.Random) -> float:
    """Draw what is equal to a number, or a round part of it, as it comes out of a computation."""
    part = chance.choice([0.1, 0.9, 1.1, 0.5, 2.0])
    return chance.choice([number, number / 3 * 3, number * 0.1 + number * 0.9, round(number * part, 6), number * part])


def typed(kind: str, chance: random.Random) -> float:
    """Draw a number of a kind, as a person types it or a formula computes it."""
    if kind in ("share", "growth"):
        shares = [chance.randint(0, 100) / 100, chance.randint(1, 999) / 1000, chance.random(), 0.7 + 0.2 + 0.1, 1 - 0.55 - 0.45, 1.0, 0.0]
        number = chance.choice([*shares[:3], *shares[:3], *shares])
        return chance.choice([number, number, 3 * number - 1]) if kind == "growth" else number
    others = {
        "confidence": chance.choice([0.8, 0.9, 0.95, 0.99, 0.999, chance.randint(50, 99) / 100]),
        "variation": chance.choice([0.0, 0.3, 1.0, 2.0, 2.25, chance.random() * 4]),
        "score": float(chance.randint(0, 10)),
        "date": float(chance.randint(45_000, 46_500)) + chance.choice([0.0, 0.0, 0.5, chance.randint(0, 1439) / 1440]),
        "time": float(chance.randint(1, 365)) if chance.random() < 0.8 else chance.randint(1, 2000) / 10,
        "count": float(chance.choice([chance.randint(0, 30), chance.randint(1, 5_000), chance.randint(1, 10_000_000)])),
    }
    if kind in others:
        return others[kind]
    return chance.choice(
        [
            float(chance.randint(1, 100_000)),
            chance.randint(1, 10_000_000) / 100,
            chance.randint(1, 10**10) / 100,
            0.1 * chance.randint(1, 50) + 0.2 * chance.randint(1, 50),
        ]
    )
