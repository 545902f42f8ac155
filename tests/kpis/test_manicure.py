"""The manicure of the article, reconstructed: its signs and thresholds, whatever the lost numbers were."""

from collections.abc import Callable

import pytest

from sheetkpi import breakeven_customers, conversion_bound, cpa, cpo, lifetime_romi, ltv, romi, unit_cost

Same = Callable[..., None]


def test_the_case_from_cost_price_to_lifetime_romi(same: Same) -> None:
    cost = unit_cost(40000, 160, 1, 18000, 150)
    same(cost, 512.5)
    same(cpa(6000, 30), 200)
    same(cpo(6000, 6), 1000)
    same(romi(6 * (1200 - cost), 6000), -0.3125)
    profit = ltv(1200, 12, 5, (1200 - cost) / 1200)
    same(profit, 41250)
    same(ltv(1200, 12, 5), 72000)
    same(lifetime_romi(profit, 6, 6000), 40.25)
    same(lifetime_romi(72000, 6, 6000), 71)


@pytest.mark.parametrize(
    ("cost", "first", "lifetime"), [(300, -0.1, 53), (500, -0.3, 41), (700, -0.5, 29), (1000, -0.8, 11), (1125, -0.925, 3.5)]
)
def test_the_first_visit_loses_and_the_lifetime_earns(cost: float, first: float, lifetime: float, same: Same) -> None:
    same(romi(6 * (1200 - cost), 6000), first)
    same(lifetime_romi(60 * (1200 - cost), 6, 6000), lifetime)


def test_on_revenue_the_failed_campaign_would_look_profitable(same: Same) -> None:
    same(romi(6 * 1200, 6000), 0.2)


def test_the_exhibition_needs_twenty_five_customers() -> None:
    assert breakeven_customers(100000, 5000 - 1000) == 25


def test_six_of_thirty_leads_cannot_be_told_from_thirty_per_cent() -> None:
    assert round(conversion_bound(6, 30, "low"), 3) == 0.095
    assert round(conversion_bound(6, 30, "high"), 3) == 0.373
