"""On an edge every engine decides alike: what only binary rounding moves makes no difference."""

from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

import pytest

from tests.printing.cases import is_same
from tests.reference.engines import NOT_MADE, Call, Engine


def computed(engine: Engine, calls: list[Call]) -> list[tuple[Call, Any]]:
    """The calls that an engine can make, with what it shows."""
    return [(call, cell) for call, cell in zip(calls, engine(calls), strict=True) if cell is not NOT_MADE]


# --- comparisons of computed numbers

PLANS = [plan / 10 for plan in range(10, 10_010, 10)]


def test_a_fact_of_exactly_90_percent_is_within_the_tolerance(engine: Engine) -> None:
    calls: list[Call] = [("KPI_STATUS", [float(Decimal(str(plan)) * 9 / 10), plan]) for plan in PLANS]
    calls += [("KPI_STATUS", [float(Decimal(str(plan)) * 11 / 10), plan, "lower"]) for plan in PLANS]
    assert [(call, cell) for call, cell in computed(engine, calls) if cell != "warn"] == []


def test_a_sum_of_facts_that_is_the_plan_is_ok(engine: Engine) -> None:
    calls: list[Call] = [("KPI_STATUS", [0.1 * plan + 0.2 * plan, 0.3 * plan, better]) for plan in PLANS for better in ("higher", "lower")]
    assert [(call, cell) for call, cell in computed(engine, calls) if cell != "ok"] == []


def test_a_part_that_is_the_whole_is_no_more_than_it(engine: Engine) -> None:
    calls: list[Call] = []
    for number in range(1, 300):
        part, whole = 0.1 * number + 0.2 * number, 0.3 * number
        calls += [(name, [part, whole]) for name in ("REPEAT_RATE", "PARTICIPATION_RATE", "CSAT", "REACTIVATION_RATE")]
        calls += [("RUN_RATE", [40.0, part, whole]), ("PACE", [1.0, 1.0, part, whole]), ("CONVERSION_BOUND", [part, whole, "low"])]
        calls += [("RETENTION", [100.0, whole, part]), ("CHURN", [100.0, whole, part]), ("PROP_TEST", [part, whole, part / 2, whole])]
    assert [(call, cell) for call, cell in computed(engine, calls) if not isinstance(cell, float | int)] == []


def test_more_than_rounding_still_makes_a_difference(engine: Engine) -> None:
    calls: list[Call] = [("KPI_STATUS", [64.8 * (1 - 1e-9), 72.0]), ("KPI_STATUS", [79.2 * (1 + 1e-9), 72.0, "lower"])]
    assert [(call, cell) for call, cell in computed(engine, calls) if cell != "fail"] == []
    refused: list[Call] = [("RUN_RATE", [40.0, 30 * (1 + 1e-9), 30.0]), ("CSAT", [100 * (1 + 1e-9), 100.0])]
    assert [(call, cell) for call, cell in computed(engine, refused) if cell not in ("#NUM!", None)] == []


# --- limits

ONE, ZERO = 0.8 + 0.05 + 0.05 + 0.1, 1 - 0.55 - 0.45


def test_what_rounding_carried_over_a_limit_is_the_limit(engine: Engine) -> None:
    assert ONE > 1
    assert ZERO < 0
    exact: list[Call] = [
        ("MAX_CPL", [1000.0, 1.0]),
        ("MAX_CPL", [1000.0, 0.0]),
        ("LTV", [1200.0, 12.0, 5.0, 1.0]),
        ("BREAKEVEN_ROAS", [0.0]),
        ("CPO", [100.0, 0.0]),
        ("CONVERSION_BOUND", [6.0, 30.0, "low", 0.999999]),
        ("FUNNEL_RATE", [0.5, 1.0, 1.0]),
        ("SMART_TARGET", [1000.0, -1.0]),
        ("TARGET_REVENUE", [100000.0, 1.0]),
        ("LTV_CHURN", [500.0, 0.0, 0.0, 12.0]),
        ("LTV_CHURN", [500.0, 0.5, 0.0, 0.0]),
    ]
    moved: list[Call] = [
        ("MAX_CPL", [1000.0, ONE]),
        ("MAX_CPL", [1000.0, ZERO]),
        ("LTV", [1200.0, 12.0, 5.0, ONE]),
        ("BREAKEVEN_ROAS", [ZERO]),
        ("CPO", [100.0, ZERO]),
        ("CONVERSION_BOUND", [6.0, 30.0, "low", 0.999999 + 9e-10]),
        ("FUNNEL_RATE", [0.5, ONE, 1 + 9e-10]),
        ("SMART_TARGET", [1000.0, -1 - 9e-10]),
        ("TARGET_REVENUE", [100000.0, ONE]),
        ("LTV_CHURN", [500.0, ZERO, -9e-10, 12.0]),
        ("LTV_CHURN", [500.0, 0.5, ZERO, ZERO]),
    ]
    differing = [
        (call, got, want)
        for call, got, want in zip(moved, engine(moved), engine(exact), strict=True)
        if got is not NOT_MADE and not is_same(got, want)
    ]
    assert differing == []


def test_what_is_further_outside_is_refused(engine: Engine) -> None:
    calls: list[Call] = [
        ("MAX_CPL", [1000.0, 1 + 2e-9]),
        ("MAX_CPL", [1000.0, -2e-9]),
        ("CPO", [100.0, -2e-9]),
        ("NPS", [[9.0, 10 + 2e-9]]),
    ]
    assert [(call, cell) for call, cell in computed(engine, calls) if cell not in ("#NUM!", None)] == []


def test_a_score_that_rounding_carried_over_ten_is_counted(engine: Engine) -> None:
    assert computed(engine, [("NPS", [[9.0, 10 + 9e-10, -9e-10, 7.0]])])[0][1] == 25


# --- rounding up


def wanted_of_leads() -> list[tuple[Call, int]]:
    leads = [(50_000 * number + 7 * number, percent) for number in range(1, 250) for percent in (7, 11, 23, 35, 45, 55, 70, 85, 90)]
    return [
        (("TARGET_LEADS", [float(customers), percent / 100]), ceil(Fraction(customers * 100, percent)))
        for customers, percent in [(2_675_085, 35), (21, 35), *leads]
    ]


def wanted_of_customers() -> list[tuple[Call, int]]:
    made = []
    for number in range(1, 1500):
        kopecks, price = 137_911 + 12_347 * number, 101 + 37 * number % 99_991
        exact = kopecks * price
        made += [(("TARGET_CUSTOMERS", [sum_ / 100, price / 100]), ceil(Fraction(sum_, price))) for sum_ in (exact, exact + 1)]
    return made


@pytest.mark.parametrize("wanted", [wanted_of_leads, wanted_of_customers])
def test_rounding_up_forgives_the_last_digits_of_any_number_of_people(engine: Engine, wanted: Any) -> None:
    calls = [call for call, _ in wanted()]
    people = dict(zip(map(str, calls), (count for _, count in wanted()), strict=True))
    assert [(call, cell, people[str(call)]) for call, cell in computed(engine, calls) if cell != people[str(call)]] == []
