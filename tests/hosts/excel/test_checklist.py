"""The checklist for a real Excel: what it says must come out is what comes out."""

import re
from pathlib import Path

import pytest

import sheetkpi
from sheetkpi.registry import KPIS

CHECKLIST = Path(__file__).parents[3] / "addin" / "excel" / "CHECKLIST.md"
CALLS = re.findall(r"`=(?:MK_)?([A-Z_]+)\(([\d.,%]+)\)` gives ([\d.]*\d)", CHECKLIST.read_text("utf-8"))


def test_it_has_calls_to_try() -> None:
    assert len(CALLS) >= 5
    assert {name for name, _given, _result in CALLS} <= set(KPIS)


@pytest.mark.parametrize(("name", "given", "result"), CALLS)
def test_what_it_promises_is_right(name: str, given: str, result: str) -> None:
    numbers = [float(number.rstrip("%")) / (100 if number.endswith("%") else 1) for number in given.split(",")]
    assert sheetkpi.calculate(name, numbers) == pytest.approx(float(result))
