"""The sheet “Decomposition”: from the goal to the bid, in three scenarios and the active one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sheetkpi.printing.excel import excel_formulas
from sheetkpi.printing.trace import ONLY
from sheetkpi.printing.words import in_symbols, on_symbols, symbol
from sheetkpi.registry import find
from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, if_all, or_blank, or_dash
from sheetkpi.workbooks.forecast.inputs import Inputs
from sheetkpi.workbooks.forecast.start import ACTIVE, FORMATS, SCENARIOS, Switches, style_of_head
from sheetkpi.workbooks.kpi_texts import figure_title, kpi_formula, kpi_note, kpi_source
from sheetkpi.workbooks.styles import (
    BAND_STYLE,
    CHECK,
    COUNT,
    HEADER,
    HEADER_LEFT,
    HINT,
    LABEL,
    MONEY,
    NUMBER,
    PERCENT,
    RESULT,
    SIGNS,
    SUBTITLE,
    TITLE,
    UNIT,
)
from sheetkpi.workbooks.table_sheet import in_place

_NAME, _UNIT, _FIRST, _SYMBOL, _SYMBOLS, _WORDS, _SOURCE = 0, 1, 2, 6, 7, 8, 9
_COLUMNS = 10
_HEAD = 3
_TOP = _HEAD + 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row."""

    key: str
    title: Translatable
    unit: str
    symbol: str
    formula: Any = None
    in_words: Translatable | None = None
    source: Translatable | None = None
    kpi: str | None = None
    figure: str | None = None

    @property
    def in_symbols(self) -> str:
        """The formula as it is shown."""
        return "" if self.formula is None else in_symbols(find("DECOMPOSE"), self.formula)


_ENTERED = Label("as entered")


def _on(kpi: str, *arguments: Any, figure: str = ONLY) -> Any:
    return on_symbols(find(kpi), *arguments, figure=figure)


# the symbols: a capital is of the whole plan, a small one of one customer, lead or click
_B, _G, _R, _n, _l, _v = (symbol(name) for name in ("B", "G", "R", "n", "l", "v"))
_r, _k, _s, _p, _m, _f = (symbol(name) for name in ("r", "k", "s", "p", "m", "f"))
_sale, _lead, _cpc, _cpc_0, _romi, _ltv = (symbol(name) for name in ("c₂", "c₁", "CPC", "CPC₀", "ROMI", "LTV"))

_GIVEN = (
    Row("budget", Label("Budget"), "money", "B", None, Label("as entered, without VAT")),
    Row("gross_profit", Label("Target gross profit"), "money", "G", _B * (1 + _romi), Label("as entered; or from the target ROMI")),
    Row("revenue_per_customer", Label("Revenue per customer"), "money", "r", None, Label("as entered, without VAT")),
    Row("cost_per_customer", Label("Cost per sale"), "money", "k", _r * _s, Label("revenue per customer × cost share; or as entered")),
    Row(
        "cost_share",
        Label("Cost share"),
        "share",
        "s",
        _on("SHARE_OF", _k, _r),
        Label("as entered; or cost per sale / revenue per customer"),
    ),
    Row(
        "profit_per_customer",
        Label("Gross profit per customer"),
        "money",
        "p",
        _on("PROFIT", _r, _k),
        Label("revenue per customer − cost per sale"),
        kpi_source("PROFIT"),
        "PROFIT",
    ),
    Row("lead_to_sale", Label("Lead-to-sale conversion of the sales team"), "share", "c₂", None, _ENTERED),
    Row("click_to_lead", Label("Click-to-lead conversion of the site"), "share", "c₁", None, _ENTERED),
    Row("market_cpc", Label("Market CPC"), "money", "m", None, Label("as entered, without VAT")),
    Row("purchases", Label("Purchases over lifetime"), "count", "f", None, _ENTERED),
    Row(
        "capacity", Label("Leads that sales can handle in the period"), "count", "", None, Label("capacity a month × months of the period")
    ),
)

_STEPS: dict[str, tuple[str, str, str, tuple[Any, ...]]] = {
    "target_revenue": ("money", "R", "TARGET_REVENUE", (_G, _s)),
    "customers": ("count", "n", "TARGET_CUSTOMERS", (_R, _r)),
    "cpo": ("money", "CPO", "CPO", (_B, _n)),
    "leads": ("count", "l", "TARGET_LEADS", (_n, _sale)),
    "cpl": ("money", "CPL", "CPL", (_B, _l)),
    "clicks": ("count", "v", "TARGET_CLICKS", (_l, _lead)),
    "cpc": ("money", "CPC", "CPC", (_B, _v)),
    "breakeven_cpc": ("money", "CPC₀", "MAX_CPC", (_p, _sale, _lead)),
    "romi": ("share", "ROMI", "ROMI", (_G, _B)),
    "drr": ("share", "", "DRR", (_B, _R)),
}
_NOTED = {"cpc": "MAX_CPC"}

_RESULTS = tuple(
    Row(
        key,
        figure_title("DECOMPOSE", key),
        unit,
        name,
        _on(kpi, *arguments),
        kpi_formula("DECOMPOSE", key),
        kpi_source("DECOMPOSE"),
        _NOTED.get(key, kpi),
    )
    for key, (unit, name, kpi, arguments) in _STEPS.items()
)


def _by_kpi(key: str, title: Label, unit: str, kpi: str, *arguments: Any, words: Translatable | None = None) -> Row:
    """Return the row of a KPI without a symbol of its own."""
    return Row(key, title, unit, "", _on(kpi, *arguments), words or kpi_formula(kpi), kpi_source(kpi), kpi)


_MORE = (
    Row("planned_revenue", Label("Revenue from these customers"), "money", "", _n * _r, Label("customers × revenue per customer")),
    Row("planned_profit", Label("Gross profit from these customers"), "money", "", _n * _p, Label("customers × gross profit per customer")),
    _by_kpi("whole_romi", Label("ROMI with whole customers"), "share", "ROMI", _n * _p, _B),
    Row("spend_at_bid", Label("Clicks × maximum CPC"), "money", "", _v * _cpc, Label("clicks × maximum CPC; equals the budget")),
    _by_kpi("breakeven_customers", Label("Customers to break even"), "count", "BREAKEVEN_CUSTOMERS", _B, _p),
    _by_kpi(
        "ltv",
        Label("Lifetime gross profit of a customer"),
        "money",
        "LTV",
        _r,
        _f,
        1,
        1 - _s,
        words=Label("revenue per customer × purchases × (1 − cost share)"),
    ),
    _by_kpi("lifetime_romi", Label("ROMI over the lifetime"), "share", "LIFETIME_ROMI", _ltv, _n, _B),
)


def _forecast(key: str, title: Label, unit: str, formula: Any, words: Translatable) -> Row:
    """Return the row of a figure of MEDIA_FORECAST."""
    return Row(f"market_{key}", title, unit, "", formula, words, kpi_source("MEDIA_FORECAST"), "MEDIA_FORECAST", key)


_market_customers, _market_profit = (
    _on("MEDIA_FORECAST", _B, _m, _lead, _sale, _p, 1, figure=figure) for figure in ("customers", "gross_profit")
)

_MARKET = (
    _by_kpi("required_budget", Label("Budget for the goal"), "money", "REQUIRED_BUDGET", _n, _m, _lead, _sale),
    _forecast("customers", Label("Customers for the budget"), "count", _market_customers, Label("budget / market CPC × both conversions")),
    _forecast(
        "gross_profit", Label("Gross profit for the budget"), "money", _market_profit, Label("customers × gross profit per customer")
    ),
    _forecast("romi", Label("ROMI at this price"), "share", _on("ROMI", _cpc_0, _m), kpi_formula("ROMI")),
)


_BLOCKS: tuple[tuple[Translatable, tuple[Row, ...]], ...] = (
    (Label("Given, without VAT"), _GIVEN),
    (Label("Decomposition of the goal"), _RESULTS),
    (Label("What follows from it"), _MORE),
    (Label("At the market CPC"), _MARKET),
)


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Cells of the results."""

    cells: dict[str, At]

    def of(self, key: str, scenario: int = len(SCENARIOS)) -> At:
        """Return the cell of a row in a scenario, counted from 0; the active one by default."""
        return self.cells[key].cell(column=scenario)


def write_decomposition(book: Book, switches: Switches, inputs: Inputs) -> Decomposition:
    """Write the sheet and return its places."""
    hint = Label("From the goal to the bid, step by step. Nothing is entered here: change “Inputs” and the switches on “Start”.")
    sheet = book.page(Label("Decomposition"), "#E69F00", (41, 7, 15, 14, 15, 14, 8, 19, 56, 46), hint, across=_COLUMNS)
    heads = [Label("Indicator"), Label("Unit"), Label("Pessimistic"), Label("Base"), Label("Optimistic"), Label("Active")]
    heads += [Label("Symbol"), Label("Formula"), Label("In words"), Label("Source")]
    for column, head in enumerate(heads):
        sheet.put(_HEAD, column, head, style_of_head(column, (_NAME, _SYMBOLS, _WORDS, _SOURCE)))
    sheet.put(_HEAD - 1, _FIRST + 3, Formula(or_blank(switches.scenario.cell.full)), HINT.but(align="right"))
    places: dict[str, At] = {}
    row = _TOP
    for title, lines in _BLOCKS:
        sheet.put_row(row, 0, [title, *[None] * (_COLUMNS - 1)], BAND_STYLE)
        for line in lines:
            row += 1
            places[line.key] = sheet.range(row, _FIRST, 1, len(SCENARIOS) + 1)
            _write_texts(sheet, switches, row, line)
        row += 1
    formulas = _formulas(book, switches)
    for line in (line for _, lines in _BLOCKS for line in lines):
        for number, scenario in enumerate((*SCENARIOS, ACTIVE)):
            formula = in_place(
                formulas[line.key],
                c=lambda key, number=number: places[key].cell(column=number).here,  # type: ignore[misc]
                entered=lambda key, number=number: inputs.of(key, number).along,  # type: ignore[misc]
            )
            style = (RESULT if scenario == ACTIVE else NUMBER).as_format(FORMATS[line.unit])
            cell = sheet.put(places[line.key].row, _FIRST + number, Formula(formula), style)
            book.mark(f"decomposition.{line.key}.{scenario}", cell)
            if line.unit == "count":
                sheet.show_decimals(cell, style)
    plan = Decomposition(places)
    row = _write_unknown(book, sheet, switches, inputs.unknown, plan, row + 3)  # printed, the table fills the first page
    _draw(sheet, plan, inputs.scenarios, row)
    sheet.frozen = (_TOP, 1)
    sheet.repeated_rows = 0
    sheet.print_area = sheet.range(0, 0, row + 26, _COLUMNS)
    return plan


def _write_texts(sheet: Sheet, switches: Switches, row: int, line: Row) -> None:
    name = sheet.put(row, _NAME, line.title, LABEL)
    sheet.put(row, _UNIT, switches.unit_of(line.unit), UNIT)
    sheet.put(row, _SYMBOL, line.symbol, UNIT.but(align="center"))
    sheet.put(row, _SYMBOLS, line.in_symbols, LABEL)
    sheet.put(row, _WORDS, line.in_words, LABEL)
    sheet.put(row, _SOURCE, line.source, UNIT.but(is_wrapped=True, size=8))
    if line.kpi:
        sheet.note(name, kpi_note(line.kpi, line.figure))


def _formulas(book: Book, switches: Switches) -> dict[str, str]:
    """Return the formula of each row: ``c.budget`` is a row of this sheet, ``entered.budget`` one of the inputs, in the same scenario."""
    kpi, months = book.kpi, switches.months.full
    spend, revenue = switches.vat_of_spend.number.full, switches.vat_of_revenue.number.full

    def net(key: str, basis: str) -> str:
        taken = or_dash(kpi("WITHOUT_VAT", f"entered.{key}", switches.vat_rate.full))
        return f'IF(entered.{key}="","",IF({basis}=2,{taken},entered.{key}))'

    def product(first: str, second: str, formula: str | None = None) -> str:
        return if_all(formula or f"{first}*{second}", first, second)

    wanted = product("c.budget", "entered.target_romi", "c.budget*(1+entered.target_romi)")
    cost = product("c.revenue_per_customer", "entered.cost_share")
    share = or_dash(kpi("SHARE_OF", "c.cost_per_customer", "c.revenue_per_customer"))
    rounding = switches.rounding_of_customers.full
    given = [f"c.{key}" for key in ("budget", "market_cpc", "click_to_lead", "lead_to_sale", "revenue_per_customer")]
    market = excel_formulas(find("MEDIA_FORECAST"), [*given, "(1-c.cost_share)"])
    lifetime = kpi("LTV", "c.revenue_per_customer", "c.purchases", "1", "(1-c.cost_share)")
    return {
        "budget": net("budget", spend),
        "gross_profit": switches.target.either(or_blank("entered.gross_profit"), wanted),
        "revenue_per_customer": net("revenue_per_customer", revenue),
        "cost_per_customer": switches.costs.either(cost, or_blank("entered.cost_per_customer")),
        "cost_share": switches.costs.either(or_blank("entered.cost_share"), share),
        "profit_per_customer": or_dash(kpi("PROFIT", "c.revenue_per_customer", "c.cost_per_customer")),
        **{key: or_blank(f"entered.{key}") for key in ("lead_to_sale", "click_to_lead", "purchases")},
        "market_cpc": net("market_cpc", spend),
        "capacity": product("entered.capacity", months),
        **_step_formulas(book, switches.rounding.full, rounding, switches.rounding_of_counts.full),
        "planned_revenue": product("c.customers", "c.revenue_per_customer"),
        "planned_profit": product("c.customers", "c.profit_per_customer"),
        "whole_romi": or_dash(kpi("ROMI", "c.planned_profit", "c.budget")),
        "spend_at_bid": product("c.clicks", "c.cpc"),
        "breakeven_customers": or_dash(kpi("BREAKEVEN_CUSTOMERS", "c.budget", "c.profit_per_customer", rounding)),
        "ltv": if_all(lifetime, "c.revenue_per_customer", "c.purchases", "c.cost_share"),
        "lifetime_romi": or_dash(kpi("LIFETIME_ROMI", "c.ltv", "c.customers", "c.budget")),
        "required_budget": or_dash(kpi("REQUIRED_BUDGET", "c.customers", "c.market_cpc", "c.click_to_lead", "c.lead_to_sale")),
        **{f"market_{key}": if_all(market[key], *given, "c.cost_share") for key in ("customers", "gross_profit", "romi")},
    }


def _step_formulas(book: Book, rounding: str, of_customers: str, of_counts: str) -> dict[str, str]:
    """Return the formula of each result of DECOMPOSE: each is a KPI of its own."""
    kpi = book.kpi

    def in_article(formula: str, otherwise: str, first: str, second: str) -> str:
        """Round as the article does, where there is something to round."""
        return f'IF(AND({rounding}="seed",COUNT({first},{second})=2),{formula},{otherwise})'

    cost_per_customer, cost_per_lead = kpi("CPO", "c.budget", "c.customers"), kpi("MAX_CPL", "c.cpo", "c.lead_to_sale")
    cost_per_click = kpi("MAX_CPC", "c.cpl", "1", "c.click_to_lead")
    formulas = {
        "target_revenue": kpi("TARGET_REVENUE", "c.gross_profit", "c.cost_share"),
        "customers": kpi("TARGET_CUSTOMERS", "c.target_revenue", "c.revenue_per_customer", of_customers),
        "cpo": in_article(f"ROUND({cost_per_customer},0)", cost_per_customer, "c.budget", "c.customers"),
        "leads": kpi("TARGET_LEADS", "c.customers", "c.lead_to_sale", of_counts),
        "cpl": in_article(f"ROUND({cost_per_lead},0)", kpi("CPL", "c.budget", "c.leads"), "c.cpo", "c.lead_to_sale"),
        "clicks": kpi("TARGET_CLICKS", "c.leads", "c.click_to_lead", of_counts),
        "cpc": in_article(cost_per_click, kpi("CPC", "c.budget", "c.clicks"), "c.cpl", "c.click_to_lead"),
        "breakeven_cpc": kpi("MAX_CPC", "c.profit_per_customer", "c.lead_to_sale", "c.click_to_lead"),
        "romi": kpi("ROMI", "c.gross_profit", "c.budget"),
        "drr": kpi("DRR", "c.budget", "c.target_revenue"),
    }
    return {name: or_dash(formula) for name, formula in formulas.items()}


def _write_unknown(book: Book, sheet: Sheet, switches: Switches, rates: At, plan: Decomposition, row: int) -> int:
    """Write what a click may cost if no conversion is known, and return the next free row."""
    kpi = book.kpi
    sheet.put(row, _NAME, Label("If you do not know your conversions"), SUBTITLE)
    sheet.put_row(row + 1, _FIRST, [Label("Cautious"), Label("Usual")], HEADER)
    for offset, title in enumerate((Label("Click-to-customer conversion"), Label("Clicks needed"), Label("Maximum CPC")), 2):
        sheet.put(row + offset, _NAME, title, LABEL)
    sheet.put(row + 4, _UNIT, Formula(or_blank(switches.currency.full)), UNIT)
    customers, budget = (plan.of(key).in_column for key in ("customers", "budget"))
    for offset, name in enumerate(("cautious", "usual")):
        column, taken = _FIRST + offset, Formula(or_blank(rates.cell(column=offset).along))
        rate = sheet.put(row + 2, column, taken, NUMBER.percent)
        needed = or_dash(kpi("TARGET_CLICKS", customers, rate.here, switches.rounding_of_counts.full))
        clicks = book.mark(f"decomposition.unknown.clicks.{name}", sheet.put(row + 3, column, Formula(needed), NUMBER.count))
        sheet.show_decimals(clicks, NUMBER)
        bid = Formula(or_dash(kpi("CPC", budget, clicks.here)))
        book.mark(f"decomposition.unknown.cpc.{name}", sheet.put(row + 4, column, bid, RESULT.money))
    text = Label("The eLama article: until you have your own, take a click-to-customer rate of 1–1.5%. For the active scenario.")
    sheet.merge(row + 2, _FIRST + 3, 4, text, HINT, rows=3)
    return row + 6


def _draw(sheet: Sheet, plan: Decomposition, scenarios: At, row: int) -> None:
    sheet.put(row, _NAME, Label("Charts"), SUBTITLE)
    people = {"clicks": Label("Clicks"), "leads": Label("Leads"), "customers": Label("Customers")}
    for offset, (key, label) in enumerate(people.items(), row + 1):
        sheet.put(offset, _NAME, label, LABEL)
        sheet.show_decimals(sheet.put(offset, _FIRST, Formula(or_blank(plan.of(key).here)), NUMBER.count), NUMBER)
    active = Series(sheet.range(row + 1, _FIRST, 3), sheet.range(row + 1, _NAME, 3), Label("Active"), colour="#0072B2")
    title = Label("Funnel of the active scenario")
    funnel = Chart("bar", title, [active], number_format=COUNT, has_legend=False, has_labels=True, is_reversed=True, width=560)

    def prices(key: str, title: Translatable, colour: str) -> Series:
        return Series(replace(plan.cells[key], columns=len(SCENARIOS)), scenarios, title, colour)

    series = [
        prices("cpc", Label("Maximum CPC"), "#0072B2"),
        prices("breakeven_cpc", Label("CPC at ROMI = 0"), "#D55E00"),
        prices("market_cpc", Label("Market CPC"), "#6B7280"),
    ]
    title = Label("What a click may cost: for the goal, and at ROMI = 0")
    bids = Chart("column", title, series, number_format=MONEY, has_labels=True, width=620)
    sheet.charts += [(row + 5, _NAME, funnel), (row + 5, _FIRST + len(SCENARIOS), bids)]


# --- the self-test

#: From the article, but for the profit, which follows from it.
_ARTICLE = {
    "budget": (Label("Budget"), 50000.0, MONEY),
    "gross_profit": (Label("Target gross profit"), 100000.0, MONEY),
    "cost_share": (Label("Cost share"), 0.3, PERCENT),
    "revenue_per_customer": (Label("Revenue per customer"), 2000.0, MONEY),
    "profit_per_customer": (Label("Gross profit per customer"), 1400.0, MONEY),
    "lead_to_sale": (Label("Lead-to-sale conversion of the sales team"), 0.3, PERCENT),
    "click_to_lead": (Label("Click-to-lead conversion of the site"), 0.1, PERCENT),
}

#: What must come out: people up, without rounding, as the article prints it.
_EXPECTED: dict[str, tuple[float, float, float]] = {
    "target_revenue": (142857.14, 142857.14, 142857.14),
    "customers": (72, 71.43, 72),
    "cpo": (694.44, 700, 694),
    "leads": (240, 238.1, 240),
    "cpl": (208.33, 210, 208),
    "clicks": (2400, 2380.95, 2400),
    "cpc": (20.83, 21, 20.8),
    "breakeven_cpc": (42, 42, 42),
}

#: The rounding of all, of customers, of leads and clicks.
_ROUNDINGS = (
    (Label("people up"), "up", "up", "up"),
    (Label("no rounding"), "none", "none", "none"),
    (Label("as in the article"), "seed", "up", "none"),
)


@dataclass(frozen=True, slots=True)
class SelfTest:
    """States of the article's numbers."""

    states: At


def write_self_test(book: Book) -> SelfTest:
    """Write the sheet “Self-test”: the article's example calculated by the plan's formulas, beside the known numbers."""
    sheet = book.sheet(Label("Self-test"), tab="#009E73")
    sheet.set_widths(36, *(14 for _ in range(9)))
    sheet.put(0, 0, Label("Self-test: the article's example"), TITLE)
    hint = Label(
        "These numbers stay as they are, whatever you enter. The same formulas as on “Decomposition” count them; each result stands "
        "beside the known one, rounded to hundredths."
    )
    sheet.merge(1, 0, 10, hint, HINT)
    words = _HEAD + len(_ARTICLE) + 1
    rows = {key: row for row, key in enumerate(_ARTICLE, _HEAD + 1)} | {key: row for row, key in enumerate(_EXPECTED, words + 3)}
    for row, title in ((_HEAD, Label("Given")), (words + 2, Label("Result"))):
        sheet.put(row, 0, title, HEADER_LEFT)
    sheet.put(words, 0, Label("Rounding"), LABEL)
    for key, row in rows.items():
        sheet.put(row, 0, _ARTICLE[key][0] if key in _ARTICLE else figure_title("DECOMPOSE", key), LABEL)
    for index in range(len(_ROUNDINGS)):
        _write_rounding(book, sheet, index, rows, words)
    book.mark("self_test.cpc", sheet.range(rows["cpc"], 1))
    sheet.print_area = sheet.range(0, 0, words + 3 + len(_EXPECTED), 10)
    return SelfTest(sheet.range(words + 3, 1, len(_EXPECTED), 3 * len(_ROUNDINGS)))


def _write_rounding(book: Book, sheet: Sheet, index: int, rows: Mapping[str, int], words: int) -> None:
    """Write one kind of rounding: what is given, its words, results and states."""
    column, (title, *rounding) = 1 + 3 * index, _ROUNDINGS[index]
    sheet.merge(_HEAD, column, 3, title, HEADER)
    for key, (_, value, number_format) in _ARTICLE.items():
        sheet.put(rows[key], column, value, NUMBER.as_format(number_format))
    sheet.put_row(words, column, rounding, UNIT.but(align="center"))
    sheet.put_row(words + 2, column, [Label("Calculated"), Label("Known"), Label("State")], HEADER)
    formulas = _step_formulas(book, *(sheet.range(words, column + offset).here for offset in range(3)))
    for key, expected in _EXPECTED.items():
        formula = in_place(formulas[key], c=lambda name: sheet.range(rows[name], column).here)
        is_count = _STEPS[key][0] == "count"
        contents = (Formula(formula), float(expected[index]))
        both = sheet.put_row(rows[key], column, contents, NUMBER.as_format(COUNT if is_count else MONEY))
        here, known = both.cell(), both.cell(column=1)
        for cell in (here, known) if is_count else ():
            sheet.show_decimals(cell, NUMBER)
        state = f'IFERROR(IF(ROUND({here.here},2)={known.here},"✓","✗"),"✗")'
        sheet.put(rows[key], column + 2, Formula(state), CHECK)
    states = sheet.range(words + 3, column + 2, len(_EXPECTED))
    for sign in "✓✗":
        sheet.rule(states, f'{states.cell().here}="{sign}"', SIGNS[sign])
