"""The checks of the forecast."""

from collections.abc import Iterator
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book
from sheetkpi.workbooks.forecast.decomposition import Decomposition, SelfTest
from sheetkpi.workbooks.forecast.goals import Goals
from sheetkpi.workbooks.forecast.inputs import Inputs
from sheetkpi.workbooks.forecast.media_plan import MediaPlan
from sheetkpi.workbooks.forecast.plan_fact import PlanFact
from sheetkpi.workbooks.forecast.start import Switches
from sheetkpi.workbooks.forecast.unit_cost import UnitCost
from sheetkpi.workbooks.shared_sheets import Check


@dataclass(frozen=True, slots=True)
class Parts:
    """The sheets to check."""

    switches: Switches
    inputs: Inputs
    plan: Decomposition
    media: MediaPlan
    facts: PlanFact
    unit: UnitCost
    goals: Goals
    self_test: SelfTest


def checks(book: Book, parts: Parts) -> list[Check]:
    """Return all checks, those of the inputs first."""
    row = book.word(Label("row"))
    return [*_of_inputs(parts.inputs), *_of_plan(parts), *_of_media(parts, row), *_of_facts(parts.facts, row), *_of_others(parts, row)]


def _in_order(key: str, states: At, text: Translatable, remedy: Translatable, row: str) -> Check:
    """Return the check that no row has ✗; it names the first that has."""
    first = f'{row}&" "&({states.row}+MATCH("✗*",{states.full},0))'
    return Check(key, text, f'COUNTIF({states.full},"✗*")=0', remedy, found=first)


def _if_both(first: str, second: str, formula: str, otherwise: str) -> str:
    return f"IF(COUNT({first},{second})=2,{formula},{otherwise})"


def _of_inputs(inputs: Inputs) -> Iterator[Check]:
    lines = (
        ("numbers", "text", Label("“Inputs”: everything is a number"), Label("Enter a number there: without spaces, words or signs")),
        (
            "filled",
            "missing",
            Label("“Inputs”: everything that the active scenario needs is filled in"),
            Label("Fill in the blue cell of the active scenario"),
        ),
        ("not_negative", "negative", Label("“Inputs”: nothing is negative"), Label("Enter amounts and counts from 0")),
        ("shares", "beyond", Label("“Inputs”: conversions and shares are within 0 and 100%"), Label("Enter 0.3 or 30%, not 30")),
        (
            "zero",
            "zero",
            Label("“Inputs”: budget, goal, revenue and conversions are above 0"),
            Label("Enter a number above 0: with 0 there nothing can be counted"),
        ),
    )
    states = inputs.states.full
    for key, word, text, remedy in lines:
        first = f"INDEX({inputs.titles.full},MATCH({inputs.words[word]},{states},0))"
        yield Check(key, text, f"COUNTIF({states},{inputs.words[word]})=0", remedy, found=first)
    yield Check.none(
        "sources",
        Label("“Inputs”: every number has a source"),
        f"COUNTBLANK({inputs.sources.full})",
        Label("Write where the number comes from: a report, a contract, an assumption"),
        is_warning=True,
    )


def _of_plan(parts: Parts) -> Iterator[Check]:
    plan, switches = parts.plan, parts.switches
    at = {key: place.cell(column=3).full for key, place in plan.cells.items()}
    cpc, market, leads, capacity, profit = (at[key] for key in ("cpc", "market_cpc", "leads", "capacity", "profit_per_customer"))
    yield Check(
        "profit_per_customer",
        Label("A customer brings gross profit"),
        f"OR(NOT(ISNUMBER({profit})),N({profit})>0)",
        Label("Costs are above the revenue: check the cost share, the cost per sale and the VAT basis"),
        found=f'IF(ISNUMBER({profit}),ROUND({profit},2),"")',
    )
    yield Check(
        "reachable",
        Label("The goal is reachable: the maximum CPC is not below the market CPC"),
        _if_both(cpc, market, f"{cpc}>={market}", "TRUE"),
        Label("Lower the goal, raise the conversions or the revenue per customer, or find cheaper clicks: see “Sensitivity”"),
        found=_if_both(cpc, market, f'FIXED({cpc},2)&" / "&FIXED({market},2)', '""'),
    )
    yield Check(
        "capacity",
        Label("The sales team can handle the leads"),
        _if_both(leads, capacity, f"{leads}<={capacity}", "TRUE"),
        Label("Lower the goal, add people, or raise the lead-to-sale conversion"),
        found=_if_both(leads, capacity, f'FIXED({leads},0)&" / "&FIXED({capacity},0)', '""'),
    )
    spend_vat, revenue_vat = switches.vat_of_spend.number.full, switches.vat_of_revenue.number.full
    rate, tolerance, spend, budget = switches.vat_rate.full, switches.tolerance.full, at["spend_at_bid"], at["budget"]
    yield Check(
        "switches",
        Label("“Start”: the tolerance is a number, and the VAT rate too where VAT is taken out"),
        f"AND(ISNUMBER({tolerance}),OR(NOT({spend_vat}+{revenue_vat}>2),AND(ISNUMBER({rate}),N({rate})>=0,N({rate})<=1)))",
        Label("Enter a VAT rate from 0 to 100% and a tolerance such as 0.01"),
    )
    yield Check(
        "spend_at_bid",
        Label("Clicks × maximum CPC = budget"),
        _if_both(spend, budget, f"ABS({spend}-{budget})<={tolerance}", "TRUE"),
        Label("Rounding as in the article loses a little: 49 920 of 50 000. Choose another rounding on “Start”"),
        found=_if_both(spend, budget, f"ROUND({spend}-{budget},2)", '""'),
        is_warning=True,
    )
    for key, text in (
        ("gross_profit", Label("Target gross profit: pessimistic ≤ base ≤ optimistic")),
        ("market_gross_profit", Label("Gross profit at the market CPC: pessimistic ≤ base ≤ optimistic")),
    ):
        low, middle, high = (plan.of(key, scenario).full for scenario in range(3))
        yield Check(
            f"order.{key}",
            text,
            f"IF(COUNT({low},{middle},{high})=3,AND({low}<={middle},{middle}<={high}),TRUE)",
            Label("Scenarios are mixed up: the pessimistic one must be the worst"),
        )
    yield Check(
        "vat",
        Label("Spend and revenue are on the same VAT basis"),
        f"{spend_vat}={revenue_vat}",
        Label("The plan counts both without VAT. Look whether the switches on “Start” say what you entered"),
        is_warning=True,
    )


def _of_media(parts: Parts, row: str) -> Iterator[Check]:
    media, plan, budget = parts.media, parts.inputs.of("budget", 3).full, parts.media.budget.full
    yield Check(
        "media_budget",
        Label("“Media plan”: the channels add up to the budget"),
        _if_both(plan, budget, f"ABS({plan}-{budget})<={parts.switches.tolerance.full}", f"NOT(ISNUMBER({budget}))"),
        Label("Spread what is left, or change the budget on “Inputs”"),
        found=_if_both(plan, budget, f"ROUND({plan}-{budget},2)", '""'),
    )
    goal, profit = parts.plan.of("gross_profit").full, media.gross_profit.full
    yield Check(
        "media_goal",
        Label("“Media plan”: the channels reach the target gross profit"),
        _if_both(goal, profit, f"{profit}>={goal}", "TRUE"),
        Label("Move budget to channels with a higher ROMI, or lower the goal"),
        found=_if_both(goal, profit, f'FIXED({profit},0)&" / "&FIXED({goal},0)', '""'),
        is_warning=True,
    )
    yield _in_order("media_rows", media.states, Label("“Media plan”: every row is in order"), _SEE_STATE, row)


_SEE_STATE = Label("See the column “State” of that row")


def _of_facts(facts: PlanFact, row: str) -> Iterator[Check]:
    yield _in_order("fact_rows", facts.states, Label("“Plan vs fact”: every period is in order"), _SEE_STATE, row)
    start, end, until = facts.start.full, facts.end.full, facts.until.full
    yield Check(
        "fact_dates",
        Label("“Plan vs fact”: the day of the facts lies within the period"),
        f"IF(COUNT({start},{end},{until})=3,AND({until}>={start},{until}<={end}),COUNTA({start},{until})=0)",
        Label("Correct the first day or the day up to which the facts are"),
    )
    clicks, leads, customers = (facts.facts[key].full for key in ("clicks", "leads", "customers"))
    more = f'SUMPRODUCT(({leads}>{clicks})*({clicks}<>"")*1)+SUMPRODUCT(({customers}>{leads})*({leads}<>"")*1)'
    yield Check(
        "funnel",
        Label("“Plan vs fact”: customers ≤ leads ≤ clicks"),
        f"{more}=0",
        Label("Look at the period: calls without a click may explain it, and so may a typo"),
        is_warning=True,
    )


def _of_others(parts: Parts, row: str) -> Iterator[Check]:
    cells, profit = [place.full for place in parts.unit.numbers], parts.unit.profit.full
    wrong = "+".join([f"COUNTA({place})-COUNT({place})" for place in cells] + [f'COUNTIF({place},"<0")' for place in cells])
    yield Check.none(
        "unit_numbers",
        Label("“Unit cost”: everything is a number, and nothing is negative"),
        wrong,
        Label("Look for text or a minus among the blue cells"),
    )
    yield Check(
        "unit_profit",
        Label("“Unit cost”: the price is above the unit cost"),
        f"OR(NOT(ISNUMBER({profit})),N({profit})>0)",
        Label("Raise the price, or lower the hours, the overheads or the materials"),
        found=f'IF(ISNUMBER({profit}),ROUND({profit},2),"")',
        is_warning=True,
    )
    dates = Label("“SMART goals”: dates are in order, numbers are numbers")
    yield _in_order("goals", parts.goals.states, dates, Label("“Until” must be after “From”"), row)
    yield Check.none(
        "ticks",
        Label("“SMART goals”: every goal has its five ticks"),
        f'COUNTIF({parts.goals.complete.full},"!*")',
        Label("Sharpen the goal until all five letters are true"),
        is_warning=True,
    )
    yield Check.none(
        "self_test",
        Label("Self-test: the formulas give the numbers of the article"),
        f'COUNTIF({parts.self_test.states.full},"✗")',
        Label("Formulas were changed: take a fresh copy of the file"),
    )
