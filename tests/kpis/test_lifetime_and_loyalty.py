"""Lifetime value by sums, retention by identity, NPS by its definition."""

import math
from fractions import Fraction

import pytest
import quickjs
from hypothesis import given
from hypothesis import strategies as st

from sheetkpi import (
    KPIS,
    DivisionByZero,
    OutOfRange,
    WrongType,
    calculate,
    churn,
    crv,
    ltv_churn,
    nps,
    nps_counts,
    nps_margin,
    pace,
    payback,
    retention,
    run_rate,
)
from sheetkpi.hosts.web import create_app
from sheetkpi.printing.javascript import javascript_module
from sheetkpi.translation import Language
from tests.printing.conftest import javascript_call

CLIENT = create_app().test_client()

shares = st.floats(0.01, 0.99)


@given(shares, st.floats(0, 0.5), st.integers(1, 60))
def test_ltv_through_churn_is_the_sum_of_its_payments(leaving: float, discount: float, periods: int) -> None:
    now = sum(500 * ((1 - leaving) / (1 + discount)) ** t for t in range(periods))
    later = sum(500 * ((1 - leaving) / (1 + discount)) ** t for t in range(1, periods + 1))
    assert math.isclose(ltv_churn(500, leaving, discount, periods), now, rel_tol=1e-9)
    assert math.isclose(ltv_churn(500, leaving, discount, periods, "later"), later, rel_tol=1e-9)


@given(shares, st.floats(0, 0.5))
def test_without_an_end_it_is_the_formula_of_gupta_and_lehmann(leaving: float, discount: float) -> None:
    stay = 1 - leaving
    assert math.isclose(ltv_churn(500, leaving, discount), 500 * (1 + discount) / (1 + discount - stay), rel_tol=1e-9)
    assert math.isclose(ltv_churn(500, leaving, discount, None, "later"), 500 * stay / (1 + discount - stay), rel_tol=1e-9)


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_retention_is_one_less_churn(start: int, kept: int, new: int) -> None:
    kept = min(start, kept)
    assert math.isclose(retention(start, kept + new, new), 1 - churn(start, kept + new, new), abs_tol=1e-9)
    assert math.isclose(retention(start, kept + new, new), kept / start, abs_tol=1e-9)


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 10**6))
def test_more_new_customers_than_customers_are_refused(start: int, end: int, more: int) -> None:
    for kpi in (retention, churn):
        with pytest.raises(OutOfRange):
            kpi(start, end, end + more)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6))
def test_no_more_customers_are_kept_than_there_were(start: int, more: int, new: int) -> None:
    for kpi in (retention, churn):
        with pytest.raises(OutOfRange):
            kpi(start, start + more + new, new)


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_net_churn_is_negative_where_customers_became_more(start: int, more: int) -> None:
    assert math.isclose(churn(start, start + more), -more / start, abs_tol=1e-9)


@given(st.floats(0, 1e9), st.floats(1e-3, 1e9))
def test_a_loss_never_pays_back(cost: float, loss: float) -> None:
    with pytest.raises(OutOfRange):
        payback(cost, -loss)
    with pytest.raises(OutOfRange):
        payback(-1 - cost, loss)


@given(st.floats(0, 1e6), st.integers(1, 365), st.integers(1, 365))
def test_no_more_days_pass_than_a_period_has(fact: float, total: int, over: int) -> None:
    with pytest.raises(OutOfRange):
        run_rate(fact, total + over, total)
    with pytest.raises(OutOfRange):
        pace(fact, 1, total + over, total)
    assert math.isclose(run_rate(fact, total, total), fact, abs_tol=1e-9)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_without_churn_it_is_said_that_periods_are_missing(language: Language) -> None:
    error = calculate("LTV_CHURN", [500, 0])
    assert isinstance(error, DivisionByZero)
    assert "periods" in error.message(language)
    context = quickjs.Context()
    module = javascript_module(list(KPIS.values()))
    message = context.eval(module + f"; sheetKpi('{language}').LTV_CHURN(500, 0).message")
    assert message == error.message(language)


@pytest.mark.parametrize("text", ["3", "10", " 3 ", "2.5", "2,5", "\u00a03", "30%", "1 000", "-1", "+5", "3e0", ".5", "7."])
def test_a_number_stored_as_text_is_no_answer_left_out(text: str) -> None:
    assert isinstance(calculate("NPS", [[10, 9, text]]), WrongType)
    assert javascript_call("NPS", [[[10], [9], [text]]])["error"] == "#VALUE!"
    answer = CLIENT.post("/v1/batch", json={"calls": [{"function": "NPS", "arguments": [[[10], [9], [text]]]}]}).json
    assert answer["results"][0]["error"] == "#VALUE!"


@pytest.mark.parametrize("word", ["no answer", "н/д", "-", "—", "10 из 10", "3 stars", "e5", ".", "%", "№ 3", "true"])
def test_a_word_is_skipped(word: str) -> None:
    assert calculate("NPS", [[10, 9, word]]) == 100
    assert javascript_call("NPS", [[[10], [9], [word]]])["value"] == 100


@given(st.lists(st.integers(0, 10), min_size=1, max_size=200))
def test_nps_of_scores_is_nps_of_their_counts(scores: list[int]) -> None:
    promoters = sum(score >= 9 for score in scores)
    detractors = sum(score <= 6 for score in scores)
    assert math.isclose(nps(scores), nps_counts(promoters, len(scores) - promoters - detractors, detractors), abs_tol=1e-9)
    assert -100 <= nps(scores) <= 100


@pytest.mark.parametrize(("counts", "want"), [((50, 30, 20), "15.08"), ((10, 0, 0), "29.42"), ((0, 0, 10), "29.42")])
def test_the_margin_of_nps_is_that_of_three_more_answers(counts: tuple[int, int, int], want: str) -> None:
    answers = Fraction(sum(counts) + 3)
    promoting, detracting = (Fraction(count) + Fraction(3, 4) for count in (counts[0], counts[2]))
    variance = (promoting + detracting) / answers - ((promoting - detracting) / answers) ** 2
    assert math.isclose(nps_margin(*counts), 100 * 1.959963984540054 * math.sqrt(variance / answers), rel_tol=1e-12)
    assert f"{nps_margin(*counts):.2f}" == want


def test_plain_wald_is_asked_for_and_says_nothing_of_answers_that_agree() -> None:
    assert nps_margin(10, 0, 0, 0.95, "wald") == 0
    assert f"{nps_margin(50, 30, 20, 0.95, 'wald'):.2f}" == "15.31"


def test_full_confidence_is_refused_for_its_interval_has_no_bound() -> None:
    with pytest.raises(OutOfRange):
        nps_margin(50, 30, 20, 1)


def test_referrals_of_those_who_would_have_come_anyway_save_the_cost_only() -> None:
    assert crv(3, 4000, 1000, 1) == 3000
