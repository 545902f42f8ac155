"""Every printed formula as it was last read by a person: a change is a readable line in the diff.

After a change that is meant: ``SHEETKPI_TEST_REWRITE_GOLDEN=1 pytest tests/dialects/test_golden.py``, then read the diff.
"""

import os
from pathlib import Path

import pytest

from sheetkpi import KPIS
from sheetkpi.dialects.excel import Excel
from sheetkpi.dialects.javascript import JavaScript
from sheetkpi.dialects.words import WordsDialect
from sheetkpi.errors import RegistrationError
from sheetkpi.expression import Expression
from sheetkpi.formulas import printed

GOLDEN = Path(__file__).parent / "golden"

DIALECTS = {
    "excel-bare": {"dialect": "excel", "is_guarded": False},
    "excel-guarded": {"dialect": "excel"},
    "lambda": {"dialect": "lambda"},
    "javascript": {"dialect": "javascript", "is_guarded": False},
    "words-en": {"dialect": "words"},
    "words-ru": {"dialect": "words", "language": "ru"},
}


def lines(options: dict[str, object]) -> list[str]:
    """One line a formula: the KPI, the figure where there are several, the text."""
    return [
        " | ".join(part for part in (name, header, text) if part)
        for name, kpi in KPIS.items()
        if kpi.is_printable
        for header, text in printed(kpi, **options)  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_formula_is_printed_as_before(dialect: str) -> None:
    path = GOLDEN / f"{dialect}.txt"
    now = lines(DIALECTS[dialect])
    if os.environ.get("SHEETKPI_TEST_REWRITE_GOLDEN"):
        path.write_text("\n".join(now) + "\n", "utf-8")
    assert now == path.read_text("utf-8").splitlines()


def test_sixty_kpis_at_least_can_be_printed_and_the_others_say_why_not() -> None:
    printable = [kpi for kpi in KPIS.values() if kpi.is_printable]
    assert len(printable) == 66
    assert all(kpi.unprintable.endswith(".") for kpi in KPIS.values() if not kpi.is_printable)


def test_an_operation_without_a_word_in_a_dialect_fails_when_it_is_printed() -> None:
    unknown = Expression("integral", Expression("parameter", "spend"))
    for dialect in (
        Excel(KPIS["ROMI"], {("spend",): "A1"}),
        JavaScript(KPIS["ROMI"], is_checked=False, is_module=False),
        WordsDialect(KPIS["ROMI"], "en"),
    ):
        with pytest.raises(RegistrationError, match="has no word for integral"):
            dialect.text(unknown)
