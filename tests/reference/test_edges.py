"""On an edge every engine decides alike: what only binary rounding moves makes no difference."""

import json
import random
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

import mpmath
import pytest
import quickjs

from sheetkpi import KPIS, CellError, calculate, decompose, funnel_table
from sheetkpi.model.ops import Expression
from sheetkpi.printing.javascript import javascript_module
from sheetkpi.printing.trace import trace
from tests.printing.cases import is_same
from tests.reference.engines import ENGINES, NOT_MADE, Call, Engine, native_in_libreoffice


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


def compared(formula: Any) -> Iterator[Expression]:
    """Yield the comparisons of two computed numbers in a formula that have no slack."""
    if isinstance(formula, Expression):
        if formula.operation in ("lt", "le", "gt", "ge") and all(isinstance(operand, Expression) for operand in formula.arguments):
            yield formula
        for operand in formula.arguments:
            yield from compared(operand)


@pytest.mark.parametrize("name", [name for name, kpi in KPIS.items() if kpi.is_printable and not kpi.each_cell])
def test_a_formula_compares_computed_numbers_with_slack(name: str) -> None:
    """With ops.at_most, at_least or below; a comparison with a constant needs none."""
    assert [found for formula in trace(KPIS[name]).values() for found in compared(formula)] == []


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
    if engine is native_in_libreoffice:  # its ROUNDUP takes a fraction of less than a part in 10¹¹ for none: 10003164.00003 is 10003164
        calls = [(name, cells) for name, cells in calls if not 0 < cells[0] / cells[1] % 1 < 1e-11 * cells[0] / cells[1]]
    people = {str(call): count for call, count in wanted()}
    assert [(call, cell, people[str(call)]) for call, cell in computed(engine, calls) if cell != people[str(call)]] == []


# --- sums


DUST = [[0.1, 0.2, -0.3], [0.3, -0.1, -0.2], [1e6, 0.01, -1e6, -0.01], [0.7, 0.1, 0.2, -1.0], [0.1] * 10 + [-1.0]]


def test_a_denominator_of_rounding_dust_is_zero(engine: Engine) -> None:
    calls: list[Call] = [("RATIO_OF_SUMS", [[1.0] * len(dust), dust]) for dust in DUST]
    calls += [
        ("MARGINAL_CPA", [500.0, 0.3, 1000.0, 0.1 + 0.2]),
        ("TARGET_REVENUE", [1000.0, 0.7 + 0.2 + 0.1]),
        ("MAX_CPO", [1400.0, -0.7 - 0.2 - 0.1]),
    ]
    assert [(call, cell) for call, cell in computed(engine, calls) if cell not in ("#DIV/0!", None)] == []


def test_a_small_denominator_is_no_dust(engine: Engine) -> None:
    calls: list[Call] = [("RATIO_OF_SUMS", [[1.0, 1.0], [1.0, -1 + 1e-12]]), ("MARGINAL_CPA", [0.0, 1.0, 1.0, 1 + 1e-12])]
    assert [(call, cell) for call, cell in computed(engine, calls) if not isinstance(cell, float)] == []


def test_javascript_sums_as_python_does() -> None:
    chance = random.Random(5)
    calls: list[Call] = []
    for _ in range(2000):
        numbers = [chance.uniform(-1, 1) * 10.0 ** chance.randint(-20, 20) for _ in range(chance.randint(1, 30))]
        numbers += [-number for number in numbers if chance.random() < 0.7]
        chance.shuffle(numbers)
        calls.append(("RATIO_OF_SUMS", [numbers, [1.0] * len(numbers)]))
    want = ENGINES["Python"](calls)
    assert ENGINES["JavaScript in QuickJS"](calls) == want
    assert ENGINES["JavaScript in V8"](calls) == want


# --- what cannot be

IMPOSSIBLE: list[Call] = [
    ("TARGET_CUSTOMERS", [-100.0, -2000.0]),
    ("BREAKEVEN_CUSTOMERS", [-100000.0, -4000.0]),
    ("RETENTION", [100.0, 90.0, 95.0]),
    ("RETENTION", [100.0, 150.0, 40.0]),
    ("CHURN", [100.0, 90.0, 95.0]),
    ("PAYBACK", [300.0, -5.0]),
    ("PAYBACK", [-300.0, -5.0]),
    ("LTV_CAC", [-3000.0, 1000.0]),
    ("LTV_CAC", [-3000.0, -1000.0]),
    ("LTV_CAC", [3000.0, -1000.0]),
    ("RUN_RATE", [100.0, 31.0, 30.0]),
    ("PACE", [1.0, 1.0, 31.0, 30.0]),
    ("ATTAINMENT", [-50.0, -40.0]),
    ("ATTAINMENT", [50.0, -40.0]),
    ("REQUIRED_BUDGET", [72.0, -20.0, 0.1, 0.3]),
    ("MAX_CPL", [-700.0, 0.3]),
    ("MAX_CPC", [-700.0, 0.3, 0.1]),
    ("GROSS_MARGIN", [-100.0, 50.0]),
    ("DEAL_CYCLE", [[46032.0, 46054.0], [46053.0, 46050.0]]),
    ("DEAL_CYCLE", [[46032.0, 46054.0], [46053.0, 46050.0], "median"]),
]


def test_what_cannot_be_is_refused(engine: Engine) -> None:
    assert [(call, cell) for call, cell in computed(engine, IMPOSSIBLE) if cell not in ("#NUM!", None)] == []


def test_figures_of_what_cannot_be_are_refused(engine: Engine) -> None:
    calls: list[Call] = [
        ("MEDIA_FORECAST", [-50000.0, -20.0, 0.1, 0.3, 2000.0, 0.7]),
        ("MEDIA_FORECAST", [-50000.0, 20.0, 0.1, 0.3, 2000.0, 0.7]),
    ]
    calls.append(("DECOMPOSE", [-50000.0, -100000.0, 0.3, -2000.0, 0.3, 0.1]))
    for (name, _), figures in computed(engine, calls):
        refused = figures[1:] if name == "MEDIA_FORECAST" else [figures[1], figures[2], figures[3], figures[5], figures[8]]
        assert [cell for cell in refused if cell not in ("#NUM!", None)] == []


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("call", IMPOSSIBLE, ids=str)
def test_the_reason_is_the_same_in_python_and_javascript(call: Call, language: str) -> None:
    name, arguments = call
    error = calculate(name, arguments)
    assert isinstance(error, CellError)
    context = quickjs.Context()
    context.eval(javascript_module([KPIS[name]]) + f"\nvar kpis = sheetKpi({language!r});")
    answer = json.loads(context.eval(f"JSON.stringify(kpis.{name}.apply(null, {json.dumps(arguments)}))"))
    assert answer == {"error": "#NUM!", "message": error.message("ru" if language == "ru" else "en")}


def test_more_clicks_than_impressions_are_told_not_refused(engine: Engine) -> None:
    assert [cell for _, cell in computed(engine, [("CTR", [120.0, 100.0])])] == [1.2]
    assert any("several clicks" in paragraph for paragraph in KPIS["CTR"].details)


# --- single edges

EXPONENTS = [
    (churn, discount, periods)
    for churn in (0.0, 1e-300, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 0.05, 0.5, 0.999999, 1.0)
    for discount in (0.0, 1e-15, 1e-9, 0.01, 1.0)
    for periods in (0.0, 1e-9, 0.5, 1.0, 12.0, 1e4, 1e9, 1e15)
]


def test_lifetime_value_holds_at_tiny_and_huge_exponents(engine: Engine) -> None:
    calls: list[Call] = [("LTV_CHURN", [500.0, *numbers]) for numbers in EXPONENTS]
    wrong = []
    with mpmath.workdps(60):
        for (_, (profit, churn, discount, periods)), cell in computed(engine, calls):
            kept = (1 - mpmath.mpf(churn)) / (1 + mpmath.mpf(discount))
            want = float(profit * (periods if kept == 1 else 0 if periods == 0 else (1 - kept**periods) / (1 - kept)))
            if not is_same(cell, want):
                wrong.append((churn, discount, periods, cell, want))
    assert wrong == []


def test_equal_shares_differ_by_chance_alone(engine: Engine) -> None:
    calls: list[Call] = [
        ("PROP_TEST", [some, attempts, 2 * some, 2 * attempts]) for some, attempts in ((0.0, 1000.0), (1000.0, 1000.0), (3.0, 7.0))
    ]
    assert [(call, cell) for call, cell in computed(engine, calls) if not is_same(cell, 1.0, 1e-9)] == []
    no_attempts: list[Call] = [("PROP_TEST", [0.0, 0.0, 0.0, 1000.0]), ("PROP_TEST", [0.0, 0.0, 0.0, 0.0])]
    assert {cell for _, cell in computed(engine, no_attempts)} <= {"#DIV/0!"}


def test_the_first_row_of_a_funnel_repeats_its_error_only_where_something_is_computed() -> None:
    table = funnel_table(["Clicks", "Leads"], [True, 240], 50000)
    first = next(iter(table))
    assert isinstance(first["count"], CellError)
    assert [name for name, cell in first.items() if cell is None] == ["step_conversion", "lost", "low", "high", "note"]


@pytest.mark.parametrize("rounding", ["up", "none", "seed"])
def test_planned_romi_and_ad_cost_share_are_of_one_plan(rounding: str) -> None:
    figures = decompose(50000, 100000, 0.3, 2000, 0.3, 0.1, rounding)
    gross_profit = (1 + figures["romi"]) * 50000
    assert gross_profit / (1 - 0.3) == pytest.approx(50000 / figures["drr"])


def test_a_decimal_keeps_its_value() -> None:
    assert calculate("ROMI", [Decimal("100000.10"), Decimal(50000)]) == calculate("ROMI", [100000.10, 50000])
    huge = calculate("CPO", [Decimal("1e400"), 3])
    assert isinstance(huge, CellError)
    assert "too large" in huge.message("en")
    assert calculate("CPO", [Decimal("sNaN"), 3]) is calculate("CPO", [Decimal("NaN"), 3]) is None
    assert calculate("CPO", [Fraction(10) ** 400, 3]).code == "#NUM!"  # type: ignore[union-attr]
