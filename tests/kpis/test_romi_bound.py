"""The bounds of ROMI: from the published formulas by hand, against exact Poisson bounds, and their limits."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkpi import CellError, romi, romi_bound

#: The 95% quantile of the normal distribution, from a table.
DEVIATE = 1.6448536269514722


def test_the_low_bound_is_byars_for_customers_of_uneven_orders() -> None:
    # 72 customers with a variation of 1 tell as much as 36: 1 - 1/324 - 1.64485/18 = 0.905532, cubed 0.742528
    assert romi_bound(100800, 50000, 72, "low") == pytest.approx(100800 * 0.742528 / 50000 - 1, abs=1e-5)


def test_the_high_bound_counts_one_more_customer_at_a_larger_variation() -> None:
    # 31 / (1 + 2.25² · 30/31) = 5.25557; 1 - 1/47.3001 + 1.64485/(3 · 2.292503) = 1.218019, cubed 1.807000; 31 customers of 100
    assert romi_bound(3000, 3000, 30, "high") == pytest.approx(3100 * 1.807 / 3000 - 1, abs=1e-4)


def test_without_a_customer_the_high_bound_is_three_usual_ones() -> None:
    # (8/9 + 1.64485/3)³ = 2.96843; the exact bound of a Poisson mean with a count of 0 is -ln 0.05 = 2.9957
    assert romi_bound(0, 10000, 0, "high", 1, 5000) == pytest.approx(2.96843 / 2 - 1, abs=1e-5)
    assert romi_bound(0, 10000, 0, "high", 1, 5000) == pytest.approx(-math.log(0.05) / 2 - 1, abs=0.02)


@pytest.mark.parametrize("customers", [4, 10, 25, 100, 400])
def test_with_equal_orders_the_low_bound_is_the_exact_one_of_a_poisson_mean(customers: int) -> None:
    bound = customers * (1 + romi_bound(100, 100, customers, "low", 0))
    below = math.fsum(math.exp(k * math.log(bound) - bound - math.lgamma(k + 1)) for k in range(customers))
    assert 1 - below == pytest.approx(0.05, abs=0.001)


def test_the_own_mean_stands_for_the_usual_one_from_three_times_the_minimum_of_customers() -> None:
    assert romi_bound(2900, 1000, 29, "high", 1, 5000) > romi_bound(3000, 1000, 30, "high", 1, 5000)
    assert romi_bound(3000, 1000, 30, "high", 1, 5000) == romi_bound(3000, 1000, 30, "high")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((500, 1000, 9, "high"), "#NUM!"),  # too few customers to know what one brings
        ((-500, 1000, 40, "high"), "#NUM!"),  # a loss says nothing of what one brings
        ((500, 1000, 9, "high", 1, -5), "#NUM!"),
        ((500, 1000, 0, "high", 1, None, 0), "#NUM!"),
        ((500, -1000, 9, "low"), "#NUM!"),
        ((500, 0, 9, "low"), "#DIV/0!"),
        ((500, 1000, 9, "low", 4.1), "#NUM!"),
        ((500, 1000, 9, "low", 1, None, 10, 0.4), "#NUM!"),
        ((500, 1000, 9, "middle"), "#VALUE!"),
    ],
)
def test_what_has_no_bound_is_an_error(arguments: tuple[object, ...], code: str) -> None:
    with pytest.raises(CellError) as refused:
        romi_bound(*arguments)
    assert refused.value.code == code


@given(
    st.floats(-1e6, 1e6), st.floats(1, 1e6), st.integers(0, 3000), st.floats(0, 4), st.floats(1, 1e4), st.sampled_from([0.8, 0.95, 0.99])
)
def test_the_bounds_hold_the_romi_between_them(
    profit: float, spend: float, customers: int, variation: float, usual: float, confidence: float
) -> None:
    low = romi_bound(profit, spend, customers, "low", variation, usual, 10, confidence)
    high = romi_bound(profit, spend, customers, "high", variation, usual, 10, confidence)
    own = romi(profit, spend)
    assert low <= own + 1e-9 * abs(own)
    assert own <= high + 1e-9 * abs(high)


@given(st.floats(1, 1e6), st.integers(1, 1000), st.floats(0, 3.9))
def test_more_variation_and_more_confidence_widen_the_interval(profit: float, customers: int, variation: float) -> None:
    low = [
        romi_bound(profit, 1000, customers, "low", *more) for more in ((variation,), (variation + 0.1,), (variation + 0.1, None, 10, 0.99))
    ]
    assert low == sorted(low, reverse=True)
