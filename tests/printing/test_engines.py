"""Every engine computes the printed formula of every KPI as Python does: numbers, texts, blanks and errors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from sheetkpi.model.ranges import is_number_as_text
from tests.printing.cases import PRINTABLE, cases, expected, is_same
from tests.printing.conftest import Engine, ironcalc_native


@dataclass(frozen=True)
class Gap:
    """What an engine cannot, and why. Strict: a gap that no case needs any more fails."""

    engine: str
    concerns: Callable[[str, list[Any]], bool]
    reason: str
    tolerance: float | None = None


def is_logical(_name: str, arguments: list[Any]) -> bool:
    cells = [cell for argument in arguments for cell in (argument if isinstance(argument, list) else [argument])]
    return any(isinstance(cell, bool) for cell in cells)


def has_a_number_as_text(name: str, arguments: list[Any]) -> bool:
    return name == "NPS" and any(is_number_as_text(cell) for argument in arguments if isinstance(argument, list) for cell in argument)


GAPS = [
    Gap("LibreOffice", is_logical, "LibreOffice has no logical values: TRUE is the number 1 in it"),
    Gap("IronCalc", lambda name, arguments: name == "DEAL_CYCLE" and "median" in arguments, "IronCalc 0.9 does not lift IF over an array"),
    Gap(
        "LibreOffice",
        lambda name, arguments: name == "LTV_CHURN" and any(isinstance(cell, float) and cell > 1000 for cell in arguments[3:4]),
        "LibreOffice gives #NUM! where a power is too small for a number, others give 0",
    ),
    Gap("IronCalc", has_a_number_as_text, "IronCalc 0.9 does not lift ISTEXT and VALUE over an array"),
    Gap("IronCalc", lambda name, _: name == "PROP_TEST", "IronCalc 0.9 computes NORMSDIST to ten digits", tolerance=1e-9),
]


@pytest.mark.e2e
@pytest.mark.parametrize("name", PRINTABLE)
def test_an_engine_agrees_with_python_on_every_case(engine: Engine, name: str, request: pytest.FixtureRequest) -> None:
    got = engine(name)
    assert len(got) == len(cases(name))
    gaps = [gap for gap in GAPS if request.node.callspec.params["engine"].endswith(gap.engine)]
    wrong = []
    for arguments, value, want in zip(cases(name), got, expected(name), strict=True):
        gap = next((gap for gap in gaps if gap.concerns(name, arguments)), None)
        agrees = is_same(value, want) or (gap is not None and (gap.tolerance is None or is_same(value, want, gap.tolerance)))
        if not agrees:
            wrong.append(f"{name}{arguments} gives {value!r}, Python {want!r}")
    assert not wrong, f"{len(wrong)} of {len(got)}, such as:\n" + "\n".join(wrong[:5])


@pytest.mark.e2e
@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.reason)
def test_a_gap_that_has_closed_is_removed(gap: Gap, libreoffice: Engine) -> None:
    engine = libreoffice if gap.engine == "LibreOffice" else ironcalc_native
    assert any(
        gap.concerns(name, arguments) and not is_same(value, want)
        for name in PRINTABLE
        for arguments, value, want in zip(cases(name), engine(name), expected(name), strict=True)
    )
