"""The workbook “Forecast and decomposition”: its numbers, its switches, what it does with what is missing, and how it is made."""

import io
import math
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

import sheetkpi
from sheetkpi.translation import LANGUAGES, Language
from sheetkpi.workbooks.book import At, Book, Formula
from sheetkpi.workbooks.forecast import forecast_book
from sheetkpi.workbooks.xlsx import workbook
from tests.conftest import agree
from tests.workbooks.recalculated import Live, Values, column, differences, emptied, entered, errors, in_ironcalc, in_libreoffice, value

#: From /domain 1.2, the article's example.
CASE = (50000, 100000, 0.3, 2000, 0.3, 0.1)
#: From /domain 4.3.
SCENARIOS = {
    "pessimistic": (50000, 100000, 0.35, 1800, 0.2, 0.05),
    "base": CASE,
    "optimistic": (50000, 100000, 0.25, 2200, 0.4, 0.15),
}
ROUNDINGS = {"people up": "up", "no rounding": "none", "as in the article": "seed"}


@pytest.fixture(scope="module")
def book() -> Book:
    return forecast_book("en")


@pytest.fixture(scope="module")
def live(book: Book) -> Live:
    return Live(book)


@pytest.fixture(scope="module")
def values(live: Live) -> Values:
    return live.values()


def serial(day: str) -> float:
    """A date as a spreadsheet counts it."""
    return float((date.fromisoformat(day) - date(1899, 12, 30)).days)


def near(found: Any, expected: float, digits: int = 2) -> bool:
    return isinstance(found, float | int) and round(found, digits) == expected


# --- numbers of the domain


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        ("people up", {"customers": 72, "cpo": 694.44, "leads": 240, "cpl": 208.33, "clicks": 2400, "cpc": 20.83, "spend_at_bid": 50000}),
        ("as in the article", {"customers": 72, "cpo": 694, "leads": 240, "cpl": 208, "clicks": 2400, "cpc": 20.8, "spend_at_bid": 49920}),
        ("no rounding", {"customers": 71.43, "cpo": 700, "leads": 238.1, "cpl": 210, "clicks": 2380.95, "cpc": 21, "spend_at_bid": 50000}),
    ],
)
def test_the_articles_example_comes_out_in_all_three_roundings(live: Live, book: Book, rounding: str, expected: dict[str, float]) -> None:
    values = live.after({"start.rounding": rounding})
    found = {key: value(values, book, f"decomposition.{key}.active") for key in expected}
    assert all(near(found[key], expected[key]) for key in expected), f"{rounding}: {found}"
    assert near(value(values, book, "decomposition.target_revenue.active"), 142857.14)
    assert near(value(values, book, "decomposition.breakeven_cpc.active"), 42)
    assert near(value(values, book, "decomposition.romi.active"), 1)


def test_the_scenarios_give_the_bids_of_the_domain(book: Book, values: Values) -> None:
    expected = {
        "target_revenue": (153846.15, 142857.14, 133333.33),
        "customers": (86, 72, 61),
        "cpo": (581.40, 694.44, 819.67),
        "leads": (430, 240, 153),
        "cpl": (116.28, 208.33, 326.80),
        "clicks": (8600, 2400, 1020),
        "cpc": (5.81, 20.83, 49.02),
        "breakeven_cpc": (11.7, 42, 99),
    }
    for key, numbers in expected.items():
        found = [value(values, book, f"decomposition.{key}.{scenario}") for scenario in SCENARIOS]
        assert all(near(a, b) for a, b in zip(found, numbers, strict=True)), f"{key}: {found}"


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_the_decomposition_is_that_of_the_package(live: Live, book: Book, rounding: str) -> None:
    values = live.after({"start.rounding": rounding})
    for scenario, case in SCENARIOS.items():
        for figure, expected in sheetkpi.decompose(*case, ROUNDINGS[rounding]).items():
            found = value(values, book, f"decomposition.{figure}.{scenario}")
            assert agree(found, expected), f"{figure}, {scenario}, {rounding}: {found} instead of {expected}"


@pytest.mark.parametrize("scenario", [*SCENARIOS, "active"])
def test_the_formulas_in_symbols_give_the_numbers_beside_them(book: Book, values: Values, scenario: str) -> None:
    """Each formula is calculated as a reader would: from the numbers in the rows of its symbols."""
    sheet = next(sheet for sheet in book.sheets if sheet.title == "Decomposition")
    rows = {
        key.split(".")[1]: place.row for key, place in book.places.items() if key.startswith("decomposition.") and key.endswith(scenario)
    }
    shown = {key: [str(sheet.cells[row, column].content) for column in (6, 7)] for key, row in rows.items()}
    numbers = {key: value(values, book, f"decomposition.{key}.{scenario}") for key in rows}
    known = {name: numbers[key] for key, (name, _) in shown.items() if name} | {"LTV": numbers["ltv"], "ceil": math.ceil}
    wrong = {}
    for key, (_, formula) in shown.items():
        python = formula.translate(
            {ord(a): b for a, b in {"·": "*", "−": "-", "⌈": "ceil(", "⌉": ")", "₀": "_0", "₁": "_1", "₂": "_2"}.items()}
        )
        names = {name.translate({ord(a): f"_{b}" for a, b in zip("₀₁₂", "012", strict=True)}): number for name, number in known.items()}
        if formula and not agree(eval(python, {}, names), numbers[key]):  # noqa: S307 - our own formula
            wrong[key] = (formula, numbers[key])
    assert wrong == {}
    assert sum(bool(formula) for _, formula in shown.values()) == 25


@pytest.mark.parametrize(
    ("key", "formula"),
    [
        ("target_revenue", "G / (1 − s)"),
        ("customers", "⌈R / r⌉"),
        ("breakeven_cpc", "p · c₂ · c₁"),
        ("whole_romi", "(n · p − B) / B"),
        ("ltv", "r · f · (1 − s)"),
        ("required_budget", "n · m / (c₁ · c₂)"),
        ("market_gross_profit", "B / m · c₁ · c₂ · p"),
    ],
)
def test_formulas_in_symbols_are_written_as_in_a_textbook(book: Book, key: str, formula: str) -> None:
    sheet = next(sheet for sheet in book.sheets if sheet.title == "Decomposition")
    assert sheet.cells[book.places[f"decomposition.{key}.active"].row, 7].content == formula


def test_whole_customers_bring_a_little_more_than_the_goal(book: Book, values: Values) -> None:
    assert agree(value(values, book, "decomposition.whole_romi.active"), 1.016)


def test_the_grid_of_bids_is_that_of_the_domain(book: Book, values: Values) -> None:
    """From CPO 694.444…: sales of 20, 30, 40 % by leads of 5, 10, 15 %."""
    grid, down, across = (column(values, book, key) for key in ("sensitivity.cpc", "sensitivity.cpc.down", "sensitivity.cpc.across"))
    found = {(round(sale, 6), round(lead, 6)): grid[7 * row + place] for row, sale in enumerate(down) for place, lead in enumerate(across)}
    expected = {
        (0.2, 0.05): 6.94, (0.2, 0.1): 13.89, (0.2, 0.15): 20.83,
        (0.3, 0.05): 10.42, (0.3, 0.1): 20.83, (0.3, 0.15): 31.25,
        (0.4, 0.05): 13.89, (0.4, 0.1): 27.78, (0.4, 0.15): 41.67,
    }  # fmt: skip
    assert {cell: round(found[cell], 2) for cell in expected} == expected


def test_the_middle_of_each_grid_is_the_active_case(book: Book, values: Values) -> None:
    middle = {key: column(values, book, f"sensitivity.{key}")[24] for key in ("cpc", "romi", "breakeven")}
    assert near(middle["cpc"], 20.83)
    assert agree(middle["romi"], 42 / 15 - 1), "gross profit of a click 42, market price 15"
    assert middle["breakeven"] == 36, "50 000 / 1400, rounded up"


def test_the_exhibition_needs_25_customers(book: Book, values: Values) -> None:
    assert value(values, book, "sensitivity.event.customers") == 25


@pytest.mark.parametrize(("name", "clicks", "bid"), [("cautious", 7200, 6.94), ("usual", 4800, 10.42)])
def test_unknown_conversions_lower_the_bid(book: Book, values: Values, name: str, clicks: float, bid: float) -> None:
    assert value(values, book, f"decomposition.unknown.clicks.{name}") == clicks
    assert near(value(values, book, f"decomposition.unknown.cpc.{name}"), bid)


def test_the_manicure_case_is_that_of_the_domain(book: Book, values: Values) -> None:
    expected = {
        "hour": 250, "overhead_hour": 112.5, "overheads": 18000, "cost": 512.5, "cpl": 200, "cpo": 1000, "campaign_profit": 4125,
        "romi": -0.3125, "ltv": 41250, "ltv_revenue": 72000, "lifetime_romi": 40.25, "threshold": 200,
    }  # fmt: skip
    found = {key: value(values, book, f"unit.{key}") for key in expected}
    assert all(agree(found[key], expected[key]) for key in expected), found
    assert near(value(values, book, "unit.lifetime_threshold"), 1183.33)


def test_other_unit_costs_give_the_returns_of_the_domain(book: Book, values: Values) -> None:
    expected = {300: (-0.1, 53), 500: (-0.3, 41), 700: (-0.5, 29), 1000: (-0.8, 11), 1125: (-0.925, 3.5)}
    found = {
        value(values, book, f"unit.tried.{n}"): (
            round(value(values, book, f"unit.tried.{n}.romi"), 9),
            round(value(values, book, f"unit.tried.{n}.lifetime_romi"), 9),
        )
        for n in range(1, 6)
    }
    assert found == expected


def test_a_fifth_in_six_months_is_309_hundredths_of_a_percent_a_month(book: Book, values: Values) -> None:
    assert value(values, book, "goals.1.target") == 1200
    assert agree(value(values, book, "goals.1.per_month"), 0.030853320886444546)


def test_a_row_of_the_media_plan_is_the_forecast_of_the_package(live: Live, book: Book) -> None:
    case = {"budget": 50000, "click_cost": 20.8, "click_to_lead": 0.1, "lead_to_sale": 0.3, "revenue_per_customer": 2000, "margin": 0.7}
    values = live.after({f"media.7.{key}": number for key, number in case.items()})
    expected = sheetkpi.media_forecast(*case.values())
    for figure in ("clicks", "leads", "customers", "cpl", "cpo", "revenue", "gross_profit", "romi", "drr"):
        found = value(values, book, f"media.7.{figure}")
        assert agree(found, expected[figure]), f"{figure}: {found} instead of {expected[figure]}"


def test_totals_of_the_media_plan_are_ratios_of_sums_over_matched_rows(live: Live, book: Book) -> None:
    """A channel without a price of a click has a budget, but no leads: its budget must not enter the cost of a lead."""
    values = live.after({"media.4.click_cost": None})
    budget = 30000 + 12000 + 4000
    leads = 30000 / 18 * 0.1 + 12000 / 10 * 0.06 + 4000 / 8 * 0.08
    assert agree(value(values, book, "media.total.cpl"), budget / leads)
    assert value(values, book, "media.total.budget") == budget + 4000


def test_plan_and_fact_of_the_sample(book: Book, values: Values) -> None:
    spent = 48000 + 51000 + 50500 + 49000 + 52000
    assert value(values, book, "plan_fact.spend.fact") == spent
    assert value(values, book, "plan_fact.spend.to_date") == 5 * 50000
    assert agree(value(values, book, "plan_fact.spend.attainment"), spent / 250000)
    assert agree(value(values, book, "plan_fact.spend.run_rate"), spent / 151 * 365)
    assert agree(value(values, book, "plan_fact.spend.pace"), spent / 600000 / (151 / 365))
    assert value(values, book, "plan_fact.spend.status") == "! near plan", "more was spent than planned, by less than a tenth"
    assert value(values, book, "plan_fact.clicks.status") == "✓ on plan"


def test_weeks_are_thirteen(live: Live, book: Book) -> None:
    values = live.after({"plan_fact.step": "weeks"})
    assert value(values, book, "plan_fact.days") == 91


def test_months_that_begin_on_the_31st_do_not_drift(live: Live, book: Book) -> None:
    """Each month ends where it ends, and the next begins on the 31st again."""
    values = live.after({"plan_fact.start": serial("2026-01-31"), "plan_fact.until": serial("2026-06-30")})
    expected = ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31"]
    assert column(values, book, "plan_fact.periods") == [*(serial(f"2026-{day}") for day in expected), ""]
    assert value(values, book, "plan_fact.end") == serial("2027-01-30")


def test_a_fact_that_is_a_text_takes_its_plan_out_of_the_comparison(live: Live, book: Book) -> None:
    values = live.after({"plan_fact.1.spend.fact": "x"})
    assert value(values, book, "plan_fact.spend.fact") == 51000 + 50500 + 49000 + 52000
    assert value(values, book, "plan_fact.spend.to_date") == 4 * 50000


def test_without_a_first_day_plan_and_fact_are_blank(live: Live, book: Book) -> None:
    values = live.after({"plan_fact.start": None})
    for key in ("plan", "to_date", "fact", "status"):
        assert value(values, book, f"plan_fact.spend.{key}") == "", key


@pytest.mark.parametrize(
    ("start", "due", "months"),
    [
        ("2026-01-01", "2026-07-01", 6),
        ("2026-01-01", "2026-06-30", 6),
        ("2026-01-15", "2026-02-14", 1),
        ("2026-01-31", "2026-02-28", 1),
        ("2025-11-01", "2026-01-31", 3),
    ],
)
def test_a_goal_lasts_its_whole_months_the_last_day_included(live: Live, book: Book, start: str, due: str, months: int) -> None:
    values = live.after({"goals.1.start": serial(start), "goals.1.due": serial(due)})
    assert value(values, book, "goals.1.months") == months


def test_the_sentence_does_without_a_currency(live: Live, book: Book) -> None:
    sentence = value(live.after({"start.currency": None}), book, "start.sentence")
    assert sentence == "For the goal a click may cost at most 20.83; advertising makes a loss when a click costs more than 42.00."


# --- switches


def changed(before: Values, now: Values, book: Book) -> set[str]:
    """The marks whose values differ, but for the switch itself, shortened to the sheet and the row."""
    found = set()
    for key in book.places:
        if not key.startswith("start.") and any(
            not agree(a, b) for a, b in zip(column(before, book, key), column(now, book, key), strict=True)
        ):
            found.add(".".join(key.split(".")[:2]))
    return found


def test_the_scenario_moves_the_active_case_and_no_scenario(live: Live, book: Book, values: Values) -> None:
    now = live.after({"start.scenario": "optimistic"})
    assert near(value(now, book, "start.cpc"), 49.02)
    for key in book.places:
        if key.endswith((".pessimistic", ".base", ".optimistic")):
            assert column(values, book, key) == column(now, book, key), f"{key} moved"
    assert not {key for key in changed(values, now, book) if key.startswith(("unit", "media", "plan_fact", "goals"))}


def test_a_target_romi_is_a_target_profit(live: Live, book: Book, values: Values) -> None:
    now = live.after({"start.target": "ROMI", "inputs.target_romi.base": 0.5})
    assert value(now, book, "decomposition.gross_profit.base") == 75000
    assert agree(value(now, book, "decomposition.romi.base"), 0.5)
    assert value(values, book, "decomposition.gross_profit.base") == 100000


def test_costs_as_an_amount_replace_the_share(live: Live, book: Book) -> None:
    now = live.after({"start.costs": "amount per customer", "inputs.cost_per_customer.base": 1000})
    assert value(now, book, "decomposition.cost_share.base") == 0.5
    expected = sheetkpi.decompose(50000, 100000, 0.5, 2000, 0.3, 0.1)
    assert agree(value(now, book, "decomposition.cpc.base"), expected["cpc"])


def test_vat_is_taken_out_of_the_side_that_has_it(live: Live, book: Book) -> None:
    spend = live.after({"start.vat_of_spend": "with VAT", "inputs.budget.base": 61000})
    assert agree(value(spend, book, "decomposition.budget.base"), 50000), "61 000 with 22 % is 50 000"
    assert value(spend, book, "decomposition.revenue_per_customer.base") == 2000
    assert value(spend, book, "checks.vat") is False
    revenue = live.after({"start.vat_of_revenue": "with VAT", "inputs.revenue_per_customer.base": 2440})
    assert agree(value(revenue, book, "decomposition.revenue_per_customer.base"), 2000)
    assert value(revenue, book, "decomposition.budget.base") == 50000


#: What follows from the number of customers, leads and clicks.
COUNTS = {"customers", "cpo", "leads", "cpl", "clicks", "cpc"}
#: What follows from them and from money.
FOLLOWING = {"planned_revenue", "planned_profit", "whole_romi", "lifetime_romi", "required_budget", "unknown"}
MEDIA = {"media.1", "media.2", "media.3", "media.4", "media.total"}


def rows(*keys: str) -> set[str]:
    return {f"decomposition.{key}" for key in keys}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"start.target": "ROMI", "inputs.target_romi.base": 1.5},
            rows("gross_profit", "target_revenue", "romi", "drr", *COUNTS, *FOLLOWING)
            | {"inputs.target_romi", "sensitivity.cpc", "checks.order", "checks.media_goal", "checks.state"},
        ),
        (
            {"start.costs": "amount per customer", "inputs.cost_per_customer.base": 700.0},
            rows("cost_per_customer", "cost_share", "profit_per_customer", "target_revenue", "breakeven_cpc", "breakeven_customers", "ltv")
            | rows("market_gross_profit", "market_romi", "drr", *COUNTS, *FOLLOWING)
            | {"inputs.cost_per_customer", "sensitivity.cpc", "sensitivity.romi", "sensitivity.breakeven"},
        ),
        (
            {"start.vat_of_spend": "with VAT"},
            rows("budget", "cpo", "cpl", "cpc", "romi", "drr", "whole_romi", "spend_at_bid", "breakeven_customers", "lifetime_romi")
            | rows("market_cpc", "market_romi", "required_budget", "unknown")
            | MEDIA
            | {"sensitivity.cpc", "sensitivity.romi", "sensitivity.breakeven", "checks.vat", "checks.state"},
        ),
        (
            {"start.vat_of_revenue": "with VAT"},
            rows("revenue_per_customer", "cost_per_customer", "profit_per_customer", "breakeven_cpc", "breakeven_customers", "ltv")
            | rows("market_gross_profit", "market_romi", *COUNTS, *FOLLOWING)
            | MEDIA
            | {"sensitivity.cpc", "sensitivity.romi", "sensitivity.breakeven", "checks.vat", "checks.media_goal", "checks.state"},
        ),
        (
            {"start.rounding": "no rounding"},
            rows("breakeven_customers", *COUNTS, *FOLLOWING) | {"sensitivity.cpc", "sensitivity.breakeven"},
        ),
        (
            {"start.rounding": "as in the article"},
            rows("cpo", "leads", "cpl", "clicks", "cpc", "spend_at_bid") | {"sensitivity.cpc", "checks.spend_at_bid", "checks.state"},
        ),
        ({"start.target": "ROMI"}, set()),
        ({"start.costs": "amount per customer"}, set()),
        ({"start.vat_rate": 0.1}, set()),
    ],
)
def test_a_switch_changes_what_it_should_and_nothing_else(
    live: Live, book: Book, values: Values, changes: dict[str, Any], expected: set[str]
) -> None:
    """A goal, costs and a rate that say the same in other words change nothing."""
    found = changed(values, live.after(changes), book)
    assert found == expected, f"too many: {sorted(found - expected)}; missing: {sorted(expected - found)}"


def test_the_period_multiplies_the_capacity_and_nothing_else(live: Live, book: Book, values: Values) -> None:
    now = live.after({"start.period": "quarter"})
    assert value(now, book, "decomposition.capacity.base") == 900
    assert changed(values, now, book) == {"decomposition.capacity"}


def test_the_currency_changes_no_number(live: Live, book: Book, values: Values) -> None:
    now = live.after({"start.currency": "€"})
    numbers = [place for place in values if isinstance(values[place], float)]
    assert all(values[place] == now[place] for place in numbers)
    assert "€" in value(now, book, "start.sentence")


@pytest.mark.e2e
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_changes_texts_and_no_number(language: Language) -> None:
    book = forecast_book(language)
    opened = Live(book)
    own, other = (opened.after({"start.language": name}) for name in ("Русский", "English"))
    sheets = {sheet.title for sheet in book.sheets}
    moved = [
        key
        for key in own
        if key[0] in sheets and own[key] != other[key] and not (isinstance(own[key], str) and isinstance(other[key], str))
    ]
    assert not moved, f"not only texts: {moved[:5]}"
    assert value(own, book, "start.light").startswith("✓ Все проверки")
    assert value(other, book, "start.light").startswith("✓ All")


def test_both_languages_have_the_same_numbers(values: Values, book: Book) -> None:
    russian_book = forecast_book("ru")
    russian = in_ironcalc(russian_book)
    for key in book.places:
        english, other = column(values, book, key), column(russian, russian_book, key)
        pairs = [(a, b) for a, b in zip(english, other, strict=True) if not isinstance(a, str)]
        assert all(agree(a, b) for a, b in pairs), key


@pytest.mark.e2e
@pytest.mark.parametrize("language", LANGUAGES)
def test_with_functions_in_the_cells_the_numbers_are_the_same(language: Language) -> None:
    functions = forecast_book(language, edition="functions")
    assert differences(in_ironcalc(forecast_book(language)), in_ironcalc(functions)) == []
    assert any(
        "ROMI(" in cell.content.text for sheet in functions.sheets for cell in sheet.cells.values() if isinstance(cell.content, Formula)
    )


# --- what is missing or wrong


def test_no_cell_shows_an_error_and_all_checks_hold_in_the_sample(book: Book, values: Values) -> None:
    assert errors(values) == []
    assert value(values, book, "checks.state").startswith("✓ All")


def test_an_empty_workbook_shows_blanks(book: Book) -> None:
    values = in_ironcalc(emptied(book))
    assert errors(values) == []
    for figure in ("target_revenue", "customers", "cpo", "cpc", "romi", "market_romi", "ltv"):
        assert value(values, book, f"decomposition.{figure}.active") == "", figure
    assert value(values, book, "media.total.cpl") == ""
    assert value(values, book, "unit.cost") == ""
    assert value(values, book, "plan_fact.spend.run_rate") == ""
    assert set(column(values, book, "sensitivity.cpc")) == {""}
    assert value(values, book, "checks.filled") is False


@pytest.mark.parametrize(
    "key",
    ["budget", "gross_profit", "cost_share", "revenue_per_customer", "lead_to_sale", "click_to_lead", "market_cpc"],
)
@pytest.mark.parametrize("content", [0.0, None, "abc", 30.0, -5.0])
def test_no_input_makes_an_error_cell(live: Live, key: str, content: float | str | None) -> None:
    values = live.after({f"inputs.{key}.base": content})
    assert errors(values) == []


def test_a_budget_of_nothing_has_no_return(live: Live, book: Book) -> None:
    values = live.after({"inputs.budget.base": 0.0})
    assert errors(values) == []
    assert value(values, book, "decomposition.romi.active") == "—"


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"inputs.lead_to_sale.base": "thirty"}, "numbers"),
        ({"inputs.lead_to_sale.base": None}, "filled"),
        ({"inputs.budget.base": -1.0}, "not_negative"),
        ({"inputs.budget.base": 0.0}, "zero"),
        ({"inputs.click_to_lead.optimistic": 0.0}, "zero"),
        ({"inputs.lead_to_sale.base": 30.0}, "shares"),
        ({"inputs.budget.source": None}, "sources"),
        ({"inputs.cost_share.base": 1.0}, "profit_per_customer"),
        ({"inputs.market_cpc.base": 20.84}, "reachable"),
        ({"inputs.capacity.base": 239.0}, "capacity"),
        ({"start.rounding": "as in the article"}, "spend_at_bid"),
        ({"inputs.gross_profit.pessimistic": 200000.0}, "order.gross_profit"),
        ({"inputs.lead_to_sale.optimistic": 0.01}, "order.market_gross_profit"),
        ({"start.vat_of_revenue": "with VAT"}, "vat"),
        ({"start.vat_of_spend": "with VAT", "start.vat_rate": "a fifth"}, "switches"),
        ({"start.tolerance": None}, "switches"),
        ({"media.1.budget": 29999.0}, "media_budget"),
        ({"media.1.margin": 0.5}, "media_goal"),
        ({"media.2.lead_to_sale": "many"}, "media_rows"),
        ({"plan_fact.3.leads.fact": "few"}, "fact_rows"),
        ({"plan_fact.13.leads.plan": 240.0}, "fact_rows"),
        ({"plan_fact.until": 50000.0}, "fact_dates"),
        ({"plan_fact.2.leads.fact": 9999.0}, "funnel"),
        ({"unit.hours": "many"}, "unit_numbers"),
        ({"unit.price": 500.0}, "unit_profit"),
        ({"goals.1.due": 46000.0}, "goals"),
        ({"goals.1.tick.3": None}, "ticks"),
    ],
)
def test_each_check_finds_what_it_is_for(live: Live, book: Book, changes: dict[str, Any], check: str) -> None:
    values = live.after(changes)
    assert value(values, book, f"checks.{check}") is False
    assert errors(values) == []


def test_a_check_names_the_input_that_is_a_text(live: Live, book: Book) -> None:
    values = live.after({"inputs.lead_to_sale.base": "thirty"})
    place = book.places["checks.numbers"]
    assert values[place.sheet, place.row, place.column + 2] == "Lead-to-sale conversion of the sales team"
    assert value(values, book, "start.light").startswith("✗")


# --- the file


@pytest.fixture(scope="module", params=LANGUAGES)
def package(request: pytest.FixtureRequest) -> bytes:
    return workbook(forecast_book(request.param))


@pytest.mark.e2e
def test_the_file_is_small(package: bytes) -> None:
    assert len(package) <= 400_000


@pytest.mark.e2e
def test_sheets_are_protected_without_a_password_and_inputs_are_open(package: bytes) -> None:
    file = openpyxl.load_workbook(io.BytesIO(package))
    for sheet in file:
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password, sheet.title
    inputs = file.worksheets[1]
    assert not inputs["C6"].protection.locked
    assert inputs["F6"].protection.locked


@pytest.mark.e2e
def test_only_functions_of_every_spreadsheet_are_used(package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/"))
    for name in ("_xlfn", "OFFSET(", "INDIRECT(", "TODAY(", "NOW(", "RAND(", "LET(", "XLOOKUP(", "FILTER(", "TEXTJOIN(", "MAXIFS("):
        assert name not in text, name


@pytest.mark.e2e
def test_a_text_that_looks_like_a_formula_stays_a_text(book: Book) -> None:
    texts = {"budget": "=1+1", "gross_profit": "+7", "cost_share": "-5", "market_cpc": "@home"}
    package = workbook(entered(book, {f"inputs.{key}.comment": text for key, text in texts.items()}))
    file = openpyxl.load_workbook(io.BytesIO(package))
    for key, text in texts.items():
        place = book.places[f"inputs.{key}.comment"]
        cell = file[place.sheet].cell(place.row + 1, place.column + 1)
        assert (cell.value, cell.data_type) == (text, "s")


TABLES = {
    "inputs.{}.state": [f"inputs.{key}.state" for key in ("budget", "gross_profit", "cost_share", "click_to_lead", "capacity")],
    **{
        f"media.{{}}.{figure}": [f"media.{number}.{figure}" for number in range(1, 31)]
        for figure in ("clicks", "leads", "customers", "cpl", "cpo", "revenue", "gross_profit", "romi", "drr")
    },
    **{f"goals.{{}}.{figure}": [f"goals.{number}.{figure}" for number in range(1, 21)] for figure in ("target", "per_month", "status")},
    **{f"unit.tried.{{}}.{figure}": [f"unit.tried.{number}.{figure}" for number in range(1, 6)] for figure in ("romi", "lifetime_romi")},
}


@pytest.mark.parametrize("table", TABLES)
def test_a_column_of_a_table_has_one_formula(book: Book, table: str) -> None:
    cells = [book.places[key] for key in TABLES[table] if key in book.places]
    assert len(cells) >= 5
    assert len({relative(book, place) for place in cells}) == 1


@pytest.mark.parametrize("key", ["sensitivity.cpc", "sensitivity.romi", "sensitivity.breakeven", "plan_fact.periods", "plan_fact.states"])
def test_a_range_has_one_formula(book: Book, key: str) -> None:
    place = book.places[key]
    cells = [place.cell(row, position) for row in range(place.rows) for position in range(place.columns)]
    assert len({relative(book, cell) for cell in cells}) == 1


def test_each_row_of_the_decomposition_has_one_formula_in_all_scenarios(book: Book) -> None:
    found = {key.rsplit(".", 1)[0] for key in book.places if key.startswith("decomposition.") and key.endswith(".active")}
    assert len(found) >= 30
    for row in sorted(found):
        kinds = {relative(book, book.places[f"{row}.{scenario}"]) for scenario in (*SCENARIOS, "active")}
        assert len(kinds) == 1, f"{row}: {kinds}"


def relative(book: Book, place: At) -> str:
    """A formula with its references counted from its own cell, as R1C1 does."""
    content = next(sheet for sheet in book.sheets if sheet.title == place.sheet).cells[place.row, place.column].content
    assert isinstance(content, Formula), place

    def counted(found: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, row = found.groups()
        position = column_index_from_string(letters) - 1
        column_part = f"C{position}" if fixed_column else f"C[{position - place.column}]"
        row_part = f"R{row}" if fixed_row else f"R[{int(row) - 1 - place.row}]"
        return row_part + column_part

    return re.sub(r"(\$?)\b([A-Z]{1,3})(\$?)([0-9]+)\b(?!\()", counted, content.text)


def test_no_formula_has_a_number_of_the_sample_in_it(book: Book) -> None:
    sample = {"50000", "100000", "2000", "1400", "0.3", "0.22", "18000", "0.01"}
    found = [
        f"{sheet.title} {place}: {cell.content.text[:60]}"
        for sheet in book.sheets
        for place, cell in sheet.cells.items()
        if isinstance(cell.content, Formula) and sample & set(_numbers(cell.content.text))
    ]
    assert found == []


def _numbers(formula: str) -> list[str]:
    outside = "".join(part for index, part in enumerate(formula.split('"')) if index % 2 == 0)
    words = "".join(letter if letter.isalnum() or letter in ".$_!'" else " " for letter in outside).split()
    return [word for word in words if word.replace(".", "").isdigit()]


# --- in LibreOffice


@pytest.mark.e2e
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_calculates_the_same(language: Language, tmp_path: Path) -> None:
    book = forecast_book(language)
    found = in_libreoffice(book, tmp_path)
    assert errors(found) == []
    assert differences(in_ironcalc(book), found) == []


@pytest.mark.e2e
def test_libreoffice_leaves_blanks_blank(book: Book, tmp_path: Path) -> None:
    empty = emptied(book)
    found = in_libreoffice(empty, tmp_path)
    assert errors(found) == []
    assert differences(in_ironcalc(empty), found) == []


@pytest.mark.e2e
def test_libreoffice_meets_text_and_nothing_as_ironcalc_does(book: Book, tmp_path: Path) -> None:
    wrong = entered(
        book,
        {"inputs.budget.base": 0.0, "inputs.lead_to_sale.pessimistic": "abc", "media.2.margin": "x", "start.rounding": "as in the article"},
    )
    found = in_libreoffice(wrong, tmp_path)
    assert errors(found) == []
    assert differences(in_ironcalc(wrong), found) == []
