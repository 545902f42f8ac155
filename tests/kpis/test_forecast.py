"""The decomposition of the article, its scenarios, the grid of bids and the media plan."""

import math
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sheetkpi import Range, calculate, decompose, max_cpc, max_cpo, media_forecast, target_clicks, target_customers, target_leads

Same = Callable[..., None]
#: Up to here 15 digits tell every fraction of these arguments from a whole number.
ROUNDED_EXACTLY = 100_000_000
ARTICLE = (50000, 100000, 0.3, 2000, 0.3, 0.1)


@pytest.mark.parametrize(
    ("rounding", "customers", "cpo", "leads", "cpl", "clicks", "cpc"),
    [
        ("seed", 72, 694, 240, 208, 2400, 20.80),
        ("up", 72, 50000 / 72, 240, 50000 / 240, 2400, 50000 / 2400),
        ("none", 500 / 7, 700, 5000 / 21, 210, 50000 / 21, 21),
    ],
)
def test_the_decomposition_has_its_three_legal_answers(
    rounding: str, customers: float, cpo: float, leads: float, cpl: float, clicks: float, cpc: float, same: Same
) -> None:
    figures = decompose(*ARTICLE, rounding)
    same([figures[name] for name in ("customers", "cpo", "leads", "cpl", "clicks", "cpc")], [customers, cpo, leads, cpl, clicks, cpc])
    same(figures["target_revenue"], 1_000_000 / 7)
    same(figures["breakeven_cpc"], 42)
    same(figures["romi"], 1)
    same(figures["drr"], 0.35)


def test_rounding_up_is_the_default() -> None:
    assert decompose(*ARTICLE) == decompose(*ARTICLE, "up")


def test_three_scenarios_stand_side_by_side() -> None:
    cost, revenue, to_sale, to_lead = [[0.35, 0.3, 0.25]], [[1800, 2000, 2200]], [[0.2, 0.3, 0.4]], [[0.05, 0.1, 0.15]]
    table = calculate("DECOMPOSE", [50000, 100000, cost, revenue, to_sale, to_lead])
    assert isinstance(table, Range)
    header, *rows = table.nested()
    assert header == ["Figure", "Scenario 1", "Scenario 2", "Scenario 3", "Formula"]
    shown = {row[0]: [round(cell, 2) for cell in row[1:4]] for row in rows}
    assert shown["Target revenue"] == [153846.15, 142857.14, 133333.33]
    assert shown["Customers needed"] == [86, 72, 61]
    assert shown["Target cost per customer (CPO)"] == [581.40, 694.44, 819.67]
    assert shown["Leads needed"] == [430, 240, 153]
    assert shown["Target cost per lead"] == [116.28, 208.33, 326.80]
    assert shown["Clicks needed"] == [8600, 2400, 1020]
    assert shown["Maximum CPC"] == [5.81, 20.83, 49.02]
    assert shown["CPC at ROMI = 0"] == [11.70, 42.00, 99.00]


def test_a_blank_input_blanks_one_scenario_only() -> None:
    table = calculate("DECOMPOSE", [[[50000, None]], 100000, 0.3, 2000, 0.3, 0.1])
    assert isinstance(table, Range)
    assert table.nested()[1][1:3] == [pytest.approx(1_000_000 / 7), None]


def test_a_zero_budget_spoils_only_the_figure_that_divides_by_it() -> None:
    table = calculate("DECOMPOSE", [0, 100000, 0.3, 2000, 0.3, 0.1])
    assert isinstance(table, Range)
    values = {row[0]: row[1] for row in table.nested()}
    assert values["Customers needed"] == 72
    assert values["Planned ROMI"].code == "#DIV/0!"
    assert "budget is 0" in values["Planned ROMI"].message()


def test_the_decomposition_names_its_formulas_in_the_language_asked_for() -> None:
    table = calculate("DECOMPOSE", [*ARTICLE, "up", "ru"])
    assert isinstance(table, Range)
    assert table.nested()[0] == ["Показатель", "Значение", "Формула"]
    assert table.nested()[2] == ["Клиентов нужно", 72, "округлить вверх([Целевой доход] / выручка с клиента)"]


def test_the_grid_of_bids_is_that_of_the_domain() -> None:
    grid = calculate("BID_GRID", [50000 / 72, [[0.05, 0.1, 0.15]], [0.2, 0.3, 0.4]])
    assert isinstance(grid, Range)
    header, *rows = grid.nested()
    assert header[1:] == [0.05, 0.1, 0.15]
    assert [row[0] for row in rows] == [0.2, 0.3, 0.4]
    assert [[round(cell, 2) for cell in row[1:]] for row in rows] == [[6.94, 13.89, 20.83], [10.42, 20.83, 31.25], [13.89, 27.78, 41.67]]


def test_the_grid_of_breakeven_bids_has_42_in_its_middle(same: Same) -> None:
    grid = calculate("BID_GRID", [max_cpo(1400), [[0.05, 0.1, 0.15]], [0.2, 0.3, 0.4]])
    assert isinstance(grid, Range)
    same(grid.nested()[2][2], 42)


def test_the_media_plan_of_one_channel(same: Same) -> None:
    figures = media_forecast(50000, 20.8, 0.1, 0.3, 2000, 0.7)
    names = ("clicks", "leads", "customers", "revenue", "gross_profit", "romi")
    same([figures[name] for name in names], [2403.846154, 240.384615, 72.115385, 144230.7692, 100961.5385, 1.0192307692], 1e-8)


def test_the_media_plan_totals_ratios_as_ratios_of_sums(same: Same) -> None:
    table = calculate("MEDIA_FORECAST", [[50000, 10000, None], [20, 10, 5], 0.1, [0.3, 0.1, 0.5], 2000, 0.7])
    assert isinstance(table, Range)
    header, first, second, blank, total = table.nested()
    assert blank[1:] == [None] * 10
    row = dict(zip(header, total, strict=True))
    same([row["Budget"], row["Clicks"], row["Leads"], row["Customers"]], [60000, 3500, 350, 85])
    same(row["Cost per lead"], 60000 / 350)
    same(row["ROMI"], (85 * 1400 - 60000) / 60000)
    assert (first[0], second[0], total[0]) == (1, 2, "Total")


def test_rounding_up_for_show_leaves_the_ratios_of_the_total_alone() -> None:
    table = calculate("MEDIA_FORECAST", [[10, 10, 10], 20.8, 0.1, 0.3, 2000, 0.7, "up"])
    assert isinstance(table, Range)
    header, first, *_, total = table.nested()
    column = header.index("Cost per customer")
    assert first[header.index("Customers")] == 1
    assert total[header.index("Customers")] == 3
    assert total[column] == pytest.approx(first[column])


@pytest.mark.parametrize(
    ("rounding", "customers", "cpc"),
    [
        ("up", "round up([Target revenue] / revenue per customer)", "budget / [Clicks needed]"),
        ("none", "[Target revenue] / revenue per customer", "budget / [Clicks needed]"),
        ("seed", "round up([Target revenue] / revenue per customer)", "[Target cost per lead] × click to lead"),
        (None, "round up([Target revenue] / revenue per customer)", "budget / [Clicks needed]"),
    ],
)
def test_the_formula_beside_a_number_is_the_one_that_made_it(rounding: str | None, customers: str, cpc: str) -> None:
    table = calculate("DECOMPOSE", [*ARTICLE, rounding])
    assert isinstance(table, Range)
    formulas = {row[0]: row[2] for row in table.nested()}
    assert (formulas["Customers needed"], formulas["Maximum CPC"]) == (customers, cpc)


def test_a_plan_that_needs_negative_customers_is_refused() -> None:
    table = calculate("DECOMPOSE", [50000, -100000, 0.3, 2000, 0.3, 0.1])
    assert isinstance(table, Range)
    assert [getattr(cell, "code", cell) for cell in table.column(1)[2:4]] == ["#NUM!", "#NUM!"]


def test_twenty_one_customers_at_35_per_cent_need_sixty_leads() -> None:
    assert target_leads(21, 0.35) == 60  # 21 / 0.35 is 60.00000000000001


@given(st.integers(1, 2000), st.integers(1, 99), st.integers(1, 1000))
def test_people_are_rounded_up_as_exact_arithmetic_says(gross_profit: int, cost_percent: int, per_customer: int) -> None:
    revenue = Fraction(gross_profit * 1000) / (1 - Fraction(cost_percent, 100))
    exact = math.ceil(revenue / (per_customer * 10))
    assume(exact < ROUNDED_EXACTLY)
    assert target_customers(gross_profit * 1000 / (1 - cost_percent / 100), per_customer * 10) == exact


@given(st.integers(1, 5000), st.integers(1, 1000))
def test_leads_and_clicks_are_rounded_up_as_exact_arithmetic_says(count: int, permille: int) -> None:
    exact = math.ceil(Fraction(count) / Fraction(permille, 1000))
    assume(exact < ROUNDED_EXACTLY)
    assert target_leads(count, permille / 1000) == exact
    assert target_clicks(count, permille / 1000) == exact


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1e6))
def test_conversions_multiply(first: float, second: float, cpo: float) -> None:
    assert math.isclose(max_cpc(cpo, first, second), max_cpc(cpo, first * second, 1), rel_tol=1e-12, abs_tol=1e-300)
