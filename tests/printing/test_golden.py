"""What is printed, as text: the files in ``golden/``, which `sheetkpi build` writes, so that every change of a formula is reviewed."""

from pathlib import Path

import pytest

from sheetkpi import KPIS
from sheetkpi.model.ops import Expression
from sheetkpi.printing.dialect import UnprintableError
from sheetkpi.printing.excel import Excel
from sheetkpi.printing.formulas import DIALECTS, VARIANTS, variant_lines
from sheetkpi.printing.javascript import JavaScript
from sheetkpi.printing.words import WordsDialect

FOLDER = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", VARIANTS)
def test_every_formula_is_printed_as_it_was_reviewed(name: str) -> None:
    assert list(variant_lines(name, KPIS.values())) == (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()


def test_every_dialect_is_reviewed() -> None:
    assert {dialect for dialect, _ in VARIANTS.values()} == set(DIALECTS)
    assert {path.stem for path in FOLDER.iterdir()} == set(VARIANTS)


def test_a_kpi_that_cannot_be_printed_says_why() -> None:
    unprintable = [kpi for kpi in KPIS.values() if not kpi.is_printable]
    assert all(kpi.result.name == "table" and kpi.unprintable.endswith(".") for kpi in unprintable)
    assert len(unprintable) * 10 < len(KPIS)


def test_an_operation_without_a_word_in_a_dialect_fails_when_it_is_printed() -> None:
    unknown = Expression("integral", Expression("parameter", "spend"))
    for dialect in (
        Excel(KPIS["ROMI"], {("spend",): "A1"}),
        JavaScript(KPIS["ROMI"], is_checked=False, is_module=False),
        WordsDialect(KPIS["ROMI"], "en"),
    ):
        with pytest.raises(UnprintableError, match="integral"):
            dialect.text(unknown)
