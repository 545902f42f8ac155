"""The sheet “Decomposition”: from the goal to the bid, in three scenarios and the active one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sheetkpi.printing.excel import excel_formulas
from sheetkpi.printing.trace import ONLY
from sheetkpi.printing.words import in_symbols, on_symbols, symbol
from sheetkpi.registry import find
from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, if_all, or_blank, or_dash
from sheetkpi.workbooks.forecast.inputs import Inputs
from sheetkpi.workbooks.forecast.start import ACTIVE, FORMATS, SCENARIOS, Switches
from sheetkpi.workbooks.kpi_texts import figure_title, kpi_formula, kpi_note, kpi_source
from sheetkpi.workbooks.styles import (
    BAD,
    BAND_STYLE,
    CHECK,
    COUNT,
    GOOD,
    HEADER,
    HEADER_LEFT,
    HINT,
    LABEL,
    MONEY,
    NUMBER,
    PERCENT,
    RESULT,
    SUBTITLE,
    TITLE,
    UNIT,
    Style,
)

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
    "drr": ("share", "", "DRR", (_B, _n * _r)),
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


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Cells of the results."""

    cells: dict[str, At]

    def of(self, key: str, scenario: int = len(SCENARIOS)) -> At:
        """Return the cell of a row in a scenario, counted from 0; the active one by default."""
        return self.cells[key].cell(column=scenario)


def _style_of_head(column: int) -> Style:
    if column == _UNIT:
        return HEADER.but(align="left")
    return HEADER_LEFT if column in (_NAME, _SYMBOLS, _WORDS, _SOURCE) else HEADER


class DecompositionSheet:
    """Writes the sheet."""

    def __init__(self, book: Book, switches: Switches, inputs: Inputs) -> None:
        self.book = book
        self.switches = switches
        self.inputs = inputs
        self.sheet: Sheet = book.sheet(Label("Decomposition"), tab="#E69F00")
        self.rows: dict[str, int] = {}
        self.row = _TOP

    def write(self) -> Decomposition:
        """Write the sheet and return its places."""
        sheet = self.sheet
        sheet.set_widths(41, 7, 15, 14, 15, 14, 8, 19, 56, 46)
        sheet.put(0, 0, Label("Decomposition"), TITLE)
        hint = Label("From the goal to the bid, step by step. Nothing is entered here: change “Inputs” and the switches on “Start”.")
        sheet.merge(1, 0, _COLUMNS, hint, HINT)
        self._head()
        blocks: list[tuple[Translatable, tuple[Row, ...], Callable[[int], dict[str, str]]]] = [
            (Label("Given, without VAT"), _GIVEN, self._given),
            (Label("Decomposition of the goal"), _RESULTS, self._steps),
            (Label("What follows from it"), _MORE, self._more),
            (Label("At the market CPC"), _MARKET, self._market),
        ]
        for title, rows, _ in blocks:
            self._block(title, rows)
        for _, rows, formulas in blocks:
            for scenario in range(len(SCENARIOS) + 1):
                self._column(rows, scenario, formulas(scenario))
        unknown = self._unknown()
        self._charts(unknown)
        sheet.frozen = (_TOP, 1)
        sheet.repeated_rows = 0
        sheet.print_area = sheet.range(0, 0, unknown + 26, _COLUMNS)
        return Decomposition({key: sheet.range(row, _FIRST, 1, len(SCENARIOS) + 1) for key, row in self.rows.items()})

    def _head(self) -> None:
        heads = [Label("Indicator"), Label("Unit"), Label("Pessimistic"), Label("Base"), Label("Optimistic"), Label("Active")]
        heads += [Label("Symbol"), Label("Formula"), Label("In words"), Label("Source")]
        for column, head in enumerate(heads):
            self.sheet.put(_HEAD, column, head, _style_of_head(column))
        self.sheet.put(_HEAD - 1, _FIRST + 3, Formula(or_blank(self.switches.scenario.cell.full)), HINT.but(align="right"))

    def _block(self, title: Translatable, rows: tuple[Row, ...]) -> None:
        sheet = self.sheet
        for column in range(_COLUMNS):
            sheet.put(self.row, column, title if column == 0 else None, BAND_STYLE)
        for row in rows:
            self.row += 1
            self.rows[row.key] = self.row
            name = sheet.put(self.row, _NAME, row.title, LABEL)
            sheet.put(self.row, _UNIT, self.switches.unit_of(row.unit), UNIT)
            sheet.put(self.row, _SYMBOL, row.symbol, UNIT.but(align="center"))
            sheet.put(self.row, _SYMBOLS, row.in_symbols, LABEL)
            sheet.put(self.row, _WORDS, row.in_words, LABEL)
            sheet.put(self.row, _SOURCE, row.source, UNIT.but(is_wrapped=True, size=8))
            if row.kpi:
                sheet.note(name, kpi_note(row.kpi, row.figure))
        self.row += 1

    def _column(self, rows: tuple[Row, ...], scenario: int, formulas: dict[str, str]) -> None:
        for row in rows:
            style = (RESULT if scenario == len(SCENARIOS) else NUMBER).as_format(FORMATS[row.unit])
            cell = self.sheet.put(self.rows[row.key], _FIRST + scenario, Formula(formulas[row.key]), style)
            self.book.mark(f"decomposition.{row.key}.{(*SCENARIOS, ACTIVE)[scenario]}", cell)
            if row.unit == "count":
                self.sheet.show_decimals(cell, style)

    def _here(self, key: str, scenario: int) -> str:
        return self.sheet.range(self.rows[key], _FIRST + scenario).here

    def _given(self, scenario: int) -> dict[str, str]:
        """Return the inputs, without VAT."""
        switches, kpi = self.switches, self.book.kpi
        entered = {key: self.inputs.of(key, scenario).along for key in self.inputs.cells}
        here = {row.key: self._here(row.key, scenario) for row in _GIVEN}
        spend, revenue = switches.vat_of_spend, switches.vat_of_revenue

        def net(key: str, basis: str) -> str:
            amount = entered[key]
            taken = or_dash(kpi("WITHOUT_VAT", amount, switches.vat_rate.full))
            return f'IF({amount}="","",IF({basis}=2,{taken},{amount}))'

        wanted = if_all(f"{here['budget']}*(1+{entered['target_romi']})", here["budget"], entered["target_romi"])
        costs = if_all(f"{here['revenue_per_customer']}*{entered['cost_share']}", here["revenue_per_customer"], entered["cost_share"])
        share = or_dash(kpi("SHARE_OF", here["cost_per_customer"], here["revenue_per_customer"]))
        profit = or_dash(kpi("PROFIT", here["revenue_per_customer"], here["cost_per_customer"]))
        return {
            "budget": net("budget", spend.number.full),
            "gross_profit": switches.target.either(or_blank(entered["gross_profit"]), wanted),
            "revenue_per_customer": net("revenue_per_customer", revenue.number.full),
            "cost_per_customer": switches.costs.either(costs, or_blank(entered["cost_per_customer"])),
            "cost_share": switches.costs.either(or_blank(entered["cost_share"]), share),
            "profit_per_customer": profit,
            "lead_to_sale": or_blank(entered["lead_to_sale"]),
            "click_to_lead": or_blank(entered["click_to_lead"]),
            "market_cpc": net("market_cpc", spend.number.full),
            "purchases": or_blank(entered["purchases"]),
            "capacity": if_all(f"{entered['capacity']}*{switches.months.full}", entered["capacity"], switches.months.full),
        }

    def _steps(self, scenario: int) -> dict[str, str]:
        here = {key: self._here(key, scenario) for key in self.rows}
        switches = self.switches
        rounding = {
            "all": switches.rounding.full,
            "customers": switches.rounding_of_customers.full,
            "counts": switches.rounding_of_counts.full,
        }
        return step_formulas(self.book, here, here, rounding)

    def _more(self, scenario: int) -> dict[str, str]:
        here = {key: self._here(key, scenario) for key in self.rows}
        kpi, budget, customers = self.book.kpi, here["budget"], here["customers"]
        revenue, profit = here["revenue_per_customer"], here["profit_per_customer"]
        lifetime = kpi("LTV", revenue, here["purchases"], "1", f"(1-{here['cost_share']})")
        return {
            "planned_revenue": if_all(f"{customers}*{revenue}", customers, revenue),
            "planned_profit": if_all(f"{customers}*{profit}", customers, profit),
            "whole_romi": or_dash(kpi("ROMI", here["planned_profit"], budget)),
            "spend_at_bid": if_all(f"{here['clicks']}*{here['cpc']}", here["clicks"], here["cpc"]),
            "breakeven_customers": or_dash(kpi("BREAKEVEN_CUSTOMERS", budget, profit, self.switches.rounding_of_customers.full)),
            "ltv": if_all(lifetime, revenue, here["purchases"], here["cost_share"]),
            "lifetime_romi": or_dash(kpi("LIFETIME_ROMI", here["ltv"], customers, budget)),
        }

    def _market(self, scenario: int) -> dict[str, str]:
        here = {key: self._here(key, scenario) for key in self.rows}
        click, lead, sale, revenue = here["market_cpc"], here["click_to_lead"], here["lead_to_sale"], here["revenue_per_customer"]
        margin = f"(1-{here['cost_share']})"
        figures = excel_formulas(find("MEDIA_FORECAST"), [here["budget"], click, lead, sale, revenue, margin])
        inputs = [here[key] for key in ("budget", "market_cpc", "click_to_lead", "lead_to_sale", "revenue_per_customer", "cost_share")]
        needed = self.book.kpi("REQUIRED_BUDGET", here["customers"], click, lead, sale)
        forecast = {f"market_{key}": if_all(figures[key], *inputs) for key in ("customers", "gross_profit", "romi")}
        return {"required_budget": or_dash(needed)} | forecast

    def _unknown(self) -> int:
        """Write what a click may cost if no conversion is known, and return the next free row."""
        sheet, book, kpi = self.sheet, self.book, self.book.kpi
        self.row += 3  # printed, the table fills the first page
        sheet.put(self.row, _NAME, Label("If you do not know your conversions"), SUBTITLE)
        sheet.put_row(self.row + 1, _FIRST, [Label("Cautious"), Label("Usual")], HEADER)
        titles = [Label("Click-to-customer conversion"), Label("Clicks needed"), Label("Maximum CPC")]
        for offset, title in enumerate(titles):
            sheet.put(self.row + 2 + offset, _NAME, title, LABEL)
        sheet.put(self.row + 4, _UNIT, Formula(or_blank(self.switches.currency.full)), UNIT)
        customers, budget = (sheet.range(self.rows[key], _FIRST + len(SCENARIOS)).in_column for key in ("customers", "budget"))
        for offset, name in enumerate(("cautious", "usual")):
            column = _FIRST + offset
            rate = sheet.put(
                self.row + 2, column, Formula(or_blank(self.inputs.unknown.cell(column=offset).along)), NUMBER.as_format(PERCENT)
            )
            formula = kpi("TARGET_CLICKS", customers, rate.here, self.switches.rounding_of_counts.full)
            clicks = sheet.put(self.row + 3, column, Formula(or_dash(formula)), NUMBER.as_format(COUNT))
            sheet.show_decimals(clicks, NUMBER)
            cap = sheet.put(self.row + 4, column, Formula(or_dash(kpi("CPC", budget, clicks.here))), RESULT.as_format(MONEY))
            book.mark(f"decomposition.unknown.clicks.{name}", clicks)
            book.mark(f"decomposition.unknown.cpc.{name}", cap)
        text = Label("The eLama article: until you have your own, take a click-to-customer rate of 1–1.5%. For the active scenario.")
        sheet.merge(self.row + 2, _FIRST + 3, 4, text, HINT, rows=3)
        return self.row + 6

    def _charts(self, row: int) -> None:
        sheet, active = self.sheet, _FIRST + len(SCENARIOS)
        sheet.put(row, _NAME, Label("Charts"), SUBTITLE)
        labels = [Label("Clicks"), Label("Leads"), Label("Customers")]
        for offset, (label, key) in enumerate(zip(labels, ("clicks", "leads", "customers"), strict=True)):
            sheet.put(row + 1 + offset, _NAME, label, LABEL)
            cell = sheet.put(row + 1 + offset, _FIRST, Formula(or_blank(self._here(key, len(SCENARIOS)))), NUMBER.as_format(COUNT))
            sheet.show_decimals(cell, NUMBER)
        names, values = sheet.range(row + 1, _NAME, 3), sheet.range(row + 1, _FIRST, 3)
        funnel = Chart(
            "bar",
            Label("Funnel of the active scenario"),
            [Series(values, names, Label("Active"), colour="#0072B2")],
            number_format=COUNT,
            has_legend=False,
            has_labels=True,
            is_reversed=True,
            width=560,
        )
        scenarios = self.inputs.scenarios

        def prices(key: str, title: Translatable, colour: str) -> Series:
            return Series(sheet.range(self.rows[key], _FIRST, 1, len(SCENARIOS)), scenarios, title, colour)

        bids = Chart(
            "column",
            Label("What a click may cost: for the goal, and at ROMI = 0"),
            [
                prices("cpc", Label("Maximum CPC"), "#0072B2"),
                prices("breakeven_cpc", Label("CPC at ROMI = 0"), "#D55E00"),
                prices("market_cpc", Label("Market CPC"), "#6B7280"),
            ],
            number_format=MONEY,
            has_labels=True,
            width=620,
        )
        sheet.charts += [(row + 5, _NAME, funnel), (row + 5, active, bids)]


def step_formulas(book: Book, given: Mapping[str, str], figures: Mapping[str, str], rounding: Mapping[str, str]) -> dict[str, str]:
    """Return the formula of each result of DECOMPOSE: each is a KPI of its own."""
    kpi, is_article = book.kpi, f'{rounding["all"]}="seed"'
    budget, sale, lead = given["budget"], given["lead_to_sale"], given["click_to_lead"]

    def in_article(formula: str, otherwise: str, *cells: str) -> str:
        """Round as the article does, where there is something to round."""
        return f"IF(AND({is_article},COUNT({','.join(cells)})={len(cells)}),{formula},{otherwise})"

    cost_per_customer = kpi("CPO", budget, figures["customers"])
    cost_per_lead = kpi("MAX_CPL", figures["cpo"], sale)
    formulas = {
        "target_revenue": kpi("TARGET_REVENUE", given["gross_profit"], given["cost_share"]),
        "customers": kpi("TARGET_CUSTOMERS", figures["target_revenue"], given["revenue_per_customer"], rounding["customers"]),
        "cpo": in_article(f"ROUND({cost_per_customer},0)", cost_per_customer, budget, figures["customers"]),
        "leads": kpi("TARGET_LEADS", figures["customers"], sale, rounding["counts"]),
        "cpl": in_article(f"ROUND({cost_per_lead},0)", kpi("CPL", budget, figures["leads"]), figures["cpo"], sale),
        "clicks": kpi("TARGET_CLICKS", figures["leads"], lead, rounding["counts"]),
        "cpc": in_article(kpi("MAX_CPC", figures["cpl"], "1", lead), kpi("CPC", budget, figures["clicks"]), figures["cpl"], lead),
        "breakeven_cpc": kpi("MAX_CPC", given["profit_per_customer"], sale, lead),
        "romi": kpi("ROMI", given["gross_profit"], budget),
        "drr": kpi("DRR", budget, figures["planned_revenue"]),
    }
    return {name: or_dash(formula) for name, formula in formulas.items()}


_TEST_FIRST = 1

#: From the article, but for the profit, which follows from it.
_TEST_GIVEN = {
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

#: Which of them count people.
_COUNTS = ("customers", "leads", "clicks")

#: The rounding of all, of customers, of leads and clicks.
_ROUNDINGS = (
    (Label("people up"), "up", "up", "up"),
    (Label("no rounding"), "none", "none", "none"),
    (Label("as in the article"), "seed", "up", "none"),
)


@dataclass(frozen=True, slots=True)
class SelfTest:
    """States of the article's numbers, and the results with people rounded up."""

    states: At
    rounded_up: At


def write_self_test(book: Book) -> SelfTest:
    """Write the sheet."""
    sheet = book.sheet(Label("Self-test"), tab="#009E73")
    sheet.set_widths(36, *(14 for _ in range(9)))
    sheet.put(0, 0, Label("Self-test: the article's example"), TITLE)
    hint = Label(
        "These numbers stay as they are, whatever you enter. The same formulas as on “Decomposition” count them; each result stands "
        "beside the known one, rounded to hundredths."
    )
    sheet.merge(1, 0, 10, hint, HINT)
    _heads(sheet)
    given = {}
    for offset, (key, (title, value, number_format)) in enumerate(_TEST_GIVEN.items(), 1):
        sheet.put(_HEAD + offset, _NAME, title, LABEL)
        for index in range(len(_ROUNDINGS)):
            cell = sheet.put(_HEAD + offset, _TEST_FIRST + 3 * index, value, NUMBER.as_format(number_format))
            given[key, index] = cell.here
    top = _HEAD + len(_TEST_GIVEN) + 4
    for offset, (key, expected) in enumerate(_EXPECTED.items()):
        sheet.put(top + offset, _NAME, figure_title("DECOMPOSE", key), LABEL)
        for index, number in enumerate(expected):
            _put_number(sheet, top + offset, _TEST_FIRST + 3 * index + 1, key, float(number))
    for index in range(len(_ROUNDINGS)):
        _column(book, sheet, top, index, {key: given[key, index] for key in _TEST_GIVEN})
    states = sheet.range(top, _TEST_FIRST, len(_EXPECTED), 3 * len(_ROUNDINGS))
    sheet.print_area = sheet.range(0, 0, top + len(_EXPECTED), 10)
    for key, row in (("self_test.cpc", top + list(_EXPECTED).index("cpc")),):
        book.mark(key, sheet.range(row, _TEST_FIRST))
    return SelfTest(states, sheet.range(top, _TEST_FIRST, len(_EXPECTED)))


def _heads(sheet: Sheet) -> None:
    sheet.put(_HEAD, _NAME, Label("Given"), HEADER_LEFT)
    for index, (title, *_) in enumerate(_ROUNDINGS):
        sheet.merge(_HEAD, _TEST_FIRST + 3 * index, 3, title, HEADER)
    top = _HEAD + len(_TEST_GIVEN) + 3
    sheet.put(top, _NAME, Label("Result"), HEADER_LEFT)
    for index in range(len(_ROUNDINGS)):
        sheet.put_row(top, _TEST_FIRST + 3 * index, [Label("Calculated"), Label("Known"), Label("State")], HEADER)


def _column(book: Book, sheet: Sheet, top: int, index: int, given: dict[str, str]) -> None:
    """Write one kind of rounding: its words, results and states."""
    column = _TEST_FIRST + 3 * index
    words = _HEAD + len(_TEST_GIVEN) + 1
    rounding = {
        name: sheet.put(words, column + offset, word, UNIT.but(align="center")).here
        for offset, (name, word) in enumerate(zip(("all", "customers", "counts"), _ROUNDINGS[index][1:], strict=True))
    }
    sheet.put(words, _NAME, Label("Rounding"), LABEL)
    figures = {key: sheet.range(top + offset, column).here for offset, key in enumerate(_EXPECTED)}
    formulas = step_formulas(book, given, figures | {"planned_revenue": figures["target_revenue"]}, rounding)
    for offset, key in enumerate(_EXPECTED):
        cell = _put_number(sheet, top + offset, column, key, Formula(formulas[key]))
        known = cell.cell(column=1).here
        state = f'IF(ROUND({cell.here},2)={known},"✓","✗")'
        sheet.put(top + offset, column + 2, Formula(f'IFERROR({state},"✗")'), CHECK)
    states = sheet.range(top, column + 2, len(_EXPECTED))
    for sign, style in (("✓", GOOD), ("✗", BAD)):
        sheet.rule(states, f'{states.cell().here}="{sign}"', style)


def _put_number(sheet: Sheet, row: int, column: int, key: str, content: float | Formula) -> At:
    """Write a result: money, or people."""
    cell = sheet.put(row, column, content, NUMBER.as_format(COUNT if key in _COUNTS else MONEY))
    if key in _COUNTS:
        sheet.show_decimals(cell, NUMBER)
    return cell
