"""Lifetime value by sums, retention by identity, NPS by its definition."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkpi import OutOfRange, churn, crv, ltv_churn, nps, nps_counts, nps_margin, retention

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
def test_retention_is_one_less_churn(start: int, end: int, new: int) -> None:
    assert math.isclose(retention(start, end, new), 1 - churn(start, end, new), abs_tol=1e-9)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=200))
def test_nps_of_scores_is_nps_of_their_counts(scores: list[int]) -> None:
    promoters = sum(score >= 9 for score in scores)
    detractors = sum(score <= 6 for score in scores)
    assert math.isclose(nps(scores), nps_counts(promoters, len(scores) - promoters - detractors, detractors), abs_tol=1e-9)
    assert -100 <= nps(scores) <= 100


def test_full_confidence_is_refused_for_its_interval_has_no_bound() -> None:
    with pytest.raises(OutOfRange):
        nps_margin(50, 30, 20, 1)


def test_referrals_of_those_who_would_have_come_anyway_save_the_cost_only() -> None:
    assert crv(3, 4000, 1000, 1) == 3000
