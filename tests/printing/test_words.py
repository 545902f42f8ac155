"""Formulas in a person's words."""

import pytest

from sheetkpi import KPIS
from sheetkpi.printing.words import formula_in_words


@pytest.mark.parametrize(
    ("name", "english", "russian"),
    [
        ("ROMI", "(gross profit − spend) / spend", "(валовая прибыль − расход) / расход"),
        ("LTV", "average check × purchases per year × years × margin", "средний чек × покупок в год × годы × маржа"),
        ("PACE", "spent / budget / (elapsed days / total days)", "потрачено / бюджет / (прошло дней / всего дней)"),
        ("TARGET_LEADS", "round up(customers / lead to sale)", "округлить вверх(клиенты / конверсия в продажу)"),
        (
            "NPS",
            "100 × (number of scores ≥ 9 − number of scores ≤ 6) / number of scores",
            "100 × (количество (оценки ≥ 9) − количество (оценки ≤ 6)) / количество (оценки)",
        ),
        ("CAGR", "(end value / begin value) ^ (1 / periods) − 1", "(значение в конце / значение в начале) ^ (1 / периоды) − 1"),
        ("PROFIT", "revenue − cost − more costs 1 − more costs 2", "выручка − затраты − другие затраты 1 − другие затраты 2"),
        (
            "KPI_STATUS",
            "ok if fact ≥ plan, otherwise warn if fact ≥ plan − tolerance × |plan|, otherwise fail",
            "ok, если факт ≥ план, иначе warn, если факт ≥ план − допуск × |план|, иначе fail",
        ),
        (
            "LTV_CHURN",
            "profit per period × (1 + discount) / (churn rate + discount)",
            "прибыль за период × (1 + дисконт) / (доля оттока + дисконт)",
        ),
    ],
)
def test_a_formula_reads_as_a_person_would_write_it(name: str, english: str, russian: str) -> None:
    assert formula_in_words(KPIS[name], "en") == english
    assert formula_in_words(KPIS[name], "ru") == russian


def test_a_step_that_occurs_more_than_once_gets_a_letter() -> None:
    words = formula_in_words(KPIS["PROP_TEST"], "en")
    assert words is not None
    assert words.endswith("d = (successes one + successes two) / (attempts one + attempts two)")


def test_a_figure_that_was_named_goes_by_its_name() -> None:
    words = formula_in_words(KPIS["DECOMPOSE"], "en")
    assert words is not None
    assert "Customers needed = round up([Target revenue] / revenue per customer)" in words


@pytest.mark.parametrize("name", KPIS)
def test_every_kpi_but_a_table_has_a_formula(name: str) -> None:
    for language in ("en", "ru"):
        words = formula_in_words(KPIS[name], language)
        assert (words is None) is (KPIS[name].result.name == "table")
