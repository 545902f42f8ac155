"""Every engine shows what the definition says: the number, the text, the blank, or the code of the error."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from tests.hosts.calc.handing_over import takes_a_range
from tests.reference.definitions import wanted
from tests.reference.engines import NOT_MADE, Call, Engine
from tests.reference.exact import Exact
from tests.reference.inputs import calls

#: How many calls of each KPI; with 63 KPIs, more than 20,000.
EACH = 330
#: How many units in the last place of the largest numbers that go into a result it may be off by, and how far relative to itself.
UNITS, RELATIVE = 64 * 2.0**-53, 1e-12
#: Below, a number has fewer digits than others.
SMALLEST = 2.3e-308


@dataclass(frozen=True)
class Gap:
    """What an engine can't, and why. Strict: a gap that no call needs any more fails, unless only the benchmark's many calls meet it."""

    engine: str
    concerns: Callable[[str, list[Any]], bool]
    reason: str
    tolerance: float | None = None
    is_rare: bool = False


def every_cell(arguments: Sequence[Any]) -> list[Any]:
    """Return the cells of a call."""
    return [each for argument in arguments for each in (argument if isinstance(argument, list) else [argument])]


def has(*kinds: Any) -> Callable[[str, list[Any]], bool]:
    """Return a test for calls with a cell of these."""
    return lambda _, arguments: any(each in kinds and type(each) in map(type, kinds) for each in every_cell(arguments))


def has_a_heading(name: str, arguments: list[Any]) -> bool:
    """Whether the first row of ranges is a text over numbers, which formulas can't skip."""
    ranges = [argument for argument in arguments if isinstance(argument, list) and len(argument) > 1]
    return name in ("DEAL_CYCLE", "RATIO_OF_SUMS") and any(cells[0] == "abc" for cells in ranges)


def has_dust(_: str, arguments: list[Any]) -> bool:
    """Whether a number is so small that IronCalc takes it for 0 when it compares."""
    return any(isinstance(each, float) and 0 < abs(each) < 2.3e-16 for each in every_cell(arguments))


def is_one_text(_: str, arguments: list[Any]) -> bool:
    """Whether ranges have one cell, and it is a text, or true or false."""
    return any(isinstance(each, list) and len(each) == 1 and isinstance(each[0], str | bool) for each in arguments)


#: KPIs that round people and clicks up.
ROUNDED_UP = ("BREAKEVEN_CUSTOMERS", "TARGET_CUSTOMERS", "TARGET_LEADS", "TARGET_CLICKS", "DECOMPOSE", "MEDIA_FORECAST")

GAPS = [
    Gap("native formulas", has_a_heading, "a formula without an add-in can't skip a heading", is_rare=True),
    Gap("LAMBDA", has_a_heading, "a formula without an add-in can't skip a heading", is_rare=True),
    Gap("add-in", has_a_heading, "its cells lie in a row here, in which the first one is not a heading", is_rare=True),
    Gap(
        "IronCalc",
        lambda name, arguments: name == "DEAL_CYCLE" and "median" in map(str.lower, map(str, arguments)),
        "IronCalc 0.9 does not lift IF over an array",
    ),
    Gap(
        "IronCalc",
        lambda name, arguments: name == "NPS" and "5" in arguments[0],
        "IronCalc 0.9 does not lift ISTEXT and VALUE over an array",
    ),
    Gap("IronCalc", lambda name, _: name == "PROP_TEST", "IronCalc 0.9 computes NORMSDIST to ten digits", tolerance=1e-9),
    Gap(
        "native formulas in IronCalc",
        lambda *call: call[0] == "DECOMPOSE" and has_dust(*call),
        "IronCalc 0.9 compares numbers below 2.3e-16 as equal to 0, so that −5.6e-17 is at least 0",
        is_rare=True,
    ),
    Gap("LAMBDA in IronCalc", has_dust, "IronCalc 0.9 compares numbers below 2.3e-16 as equal to 0"),
    Gap(
        "LAMBDA in IronCalc",
        is_one_text,
        "IronCalc 0.9 takes a range of one cell in a LAMBDA for a number, also where it is a text or TRUE",
    ),
    Gap("LAMBDA in IronCalc", lambda *call: has("#N/A")(*call) and has("#REF!")(*call), "of two different errors IronCalc may show either"),
    Gap(
        "native formulas in LibreOffice",
        lambda *call: has("#N/A")(*call) and has("#REF!")(*call),
        "of two different errors LibreOffice may show either",
    ),
    Gap(
        "native formulas in LibreOffice",
        lambda name, _: name in ROUNDED_UP,
        "LibreOffice's ROUNDUP takes a fraction of less than a part in 10¹¹ for none",
        tolerance=1e-11,
        is_rare=True,
    ),
    Gap("native formulas in LibreOffice", has(True), "LibreOffice has no logical values: TRUE is the number 1 in it"),
]


def agrees(got: Any, want: Any, tolerance: float = RELATIVE) -> bool:
    """Whether a cell is what the definition says."""
    if isinstance(want, list):
        return isinstance(got, list) and all(agrees(*pair, tolerance) for pair in zip(got, want, strict=True))
    if not isinstance(want, Exact):
        return got == want and not isinstance(got, bool)
    if isinstance(got, bool) or not isinstance(got, int | float):
        return False
    return abs(got - float(want.value)) <= tolerance * abs(float(want.value)) + UNITS * want.size + want.either + SMALLEST


def in_sql(want: Any) -> Any:
    """What SQL shows, where a column can't hold an error; figures are blank together, as their inputs are."""
    if isinstance(want, list):
        return [in_sql(each) for each in want]
    return None if isinstance(want, str) and want.startswith("#") else want


def as_calc_hands_over(name: str, arguments: list[Any]) -> Any:
    """What the add-in shows: Calc hands it a blank cell as 0 and TRUE as 1, and keeps an error to itself, the last argument's first.

    ``#REF!`` stands in its cells as a text, which the functions read as that error.
    """
    handed: list[Any] = []
    for index, argument in enumerate(arguments):
        if takes_a_range(name, index):
            handed.append([float(each) if isinstance(each, bool) else each for each in argument])
            continue
        cells = argument if isinstance(argument, list) else [0.0 if argument is None else argument]
        numbers = [float(each) if isinstance(each, bool) else each for each in cells]
        is_error = "#N/A" in numbers
        handed.append(("Err:504" if is_error else numbers) if isinstance(argument, list) else numbers[0])
    errors = [each for each in handed if isinstance(each, str) and each in ("#N/A", "Err:504")]
    return errors[-1] if errors else wanted(name, handed)


@cache
def drawn() -> tuple[list[Call], list[Any]]:
    """The calls, and what the definitions say."""
    made = list(calls(EACH))
    return made, [wanted(*call) for call in made]


def test_the_calls_are_many_and_of_every_kind() -> None:
    made, want = drawn()
    assert len(made) >= 20_000
    shown = Counter("number" if isinstance(each, Exact) else "figures" if isinstance(each, list) else each for each in want)
    assert shown["number"] > len(made) / 2
    for code in ("#DIV/0!", "#NUM!", "#VALUE!", "#N/A", "#REF!", None, "ok", "warn", "fail"):
        assert shown[code] >= 10, code


def disagreements(engine: Engine, name: str, made: Sequence[Call], want: Sequence[Any]) -> tuple[list[str], set[str]]:
    """Return what an engine shows otherwise than defined, and the gaps that were needed."""
    wrong, needed = [], set()
    gaps = [gap for gap in GAPS if gap.engine in name]
    for call, got, defined in zip(made, engine(made), want, strict=True):
        if got is NOT_MADE:
            continue
        due = in_sql(defined) if name.startswith("SQL") else as_calc_hands_over(*call) if name.startswith("add-in") else defined
        if agrees(got, due):
            continue
        gap = next((gap for gap in gaps if gap.concerns(*call) and (gap.tolerance is None or agrees(got, due, gap.tolerance))), None)
        if gap is None:
            wrong.append(f"{call} gives {got!r}, defined {_plain(due)!r}")
        else:
            needed.add(gap.reason)
    return wrong, needed


def _plain(want: Any) -> Any:
    if isinstance(want, list):
        return [_plain(each) for each in want]
    return float(want.value) if isinstance(want, Exact) else want


def test_an_engine_shows_what_the_definition_says(engine: Engine, request: pytest.FixtureRequest) -> None:
    name = request.node.callspec.params["engine"]
    wrong, needed = disagreements(engine, name, *drawn())
    assert not wrong, f"{len(wrong)}, such as:\n" + "\n".join(wrong[:: max(1, len(wrong) // 12)])
    assert [gap.reason for gap in GAPS if gap.engine in name and gap.reason not in needed and not gap.is_rare] == [], (
        "gaps that have closed"
    )
