"""The sheet of the decomposition: from the goal to the bid, in three scenarios and the active one."""

from collections.abc import Callable
from dataclasses import dataclass

from sheetkpi.printing.excel import excel_formulas
from sheetkpi.registry import find
from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet
from sheetkpi.workbooks.forecast.guards import passed, shown, with_all
from sheetkpi.workbooks.forecast.inputs import Inputs
from sheetkpi.workbooks.forecast.people import show_counts
from sheetkpi.workbooks.forecast.steps import step_formulas
from sheetkpi.workbooks.forecast.switches import ACTIVE, SCENARIOS, Switches
from sheetkpi.workbooks.forecast.units import unit_of
from sheetkpi.workbooks.forecast.wording import FigureTitle, InWords, Source, remark
from sheetkpi.workbooks.styles import (
    BAND_STYLE,
    COUNT,
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
    in_symbols: str
    in_words: Translatable | None = None
    source: Translatable | None = None
    kpi: str | None = None


_ENTERED = Label("as entered")

_GIVEN = (
    Row("budget", Label("Budget"), "money", "B", "", Label("as entered, without VAT")),
    Row("gross_profit", Label("Target gross profit"), "money", "G", "B · (1 + ROMI)", Label("as entered; or from the target ROMI")),
    Row("revenue_per_customer", Label("Revenue per customer"), "money", "r", "", Label("as entered, without VAT")),
    Row("cost_per_customer", Label("Cost per sale"), "money", "k", "r · s", Label("revenue per customer × cost share; or as entered")),
    Row("cost_share", Label("Cost share"), "share", "s", "k / r", Label("as entered; or cost per sale / revenue per customer")),
    Row(
        "profit_per_customer",
        Label("Gross profit per customer"),
        "money",
        "p",
        "r − k",
        Label("revenue per customer − cost per sale"),
        Source("PROFIT"),
        "PROFIT",
    ),
    Row("lead_to_sale", Label("Lead-to-sale conversion of the sales team"), "share", "c₂", "", _ENTERED),
    Row("click_to_lead", Label("Click-to-lead conversion of the site"), "share", "c₁", "", _ENTERED),
    Row("market_cpc", Label("Market CPC"), "money", "m", "", Label("as entered, without VAT")),
    Row("purchases", Label("Purchases over lifetime"), "count", "f", "", _ENTERED),
    Row("capacity", Label("Leads that sales can handle in the period"), "count", "", "", Label("capacity a month × months of the period")),
)

_STEPS = {
    "target_revenue": ("money", "R", "G / (1 − s)", "TARGET_REVENUE"),
    "customers": ("count", "n", "⌈R / r⌉", "TARGET_CUSTOMERS"),
    "cpo": ("money", "CPO", "B / n", "CPO"),
    "leads": ("count", "l", "⌈n / c₂⌉", "TARGET_LEADS"),
    "cpl": ("money", "CPL", "B / l", "CPL"),
    "clicks": ("count", "v", "⌈l / c₁⌉", "TARGET_CLICKS"),
    "cpc": ("money", "CPC", "B / v", "MAX_CPC"),
    "breakeven_cpc": ("money", "CPC₀", "p · c₂ · c₁", "MAX_CPC"),
    "romi": ("share", "ROMI", "(G − B) / B", "ROMI"),
    "drr": ("share", "", "B / (n · r)", "DRR"),
}

_RESULTS = tuple(
    Row(key, FigureTitle("DECOMPOSE", key), unit, symbol, formula, InWords("DECOMPOSE", key), Source("DECOMPOSE"), kpi)
    for key, (unit, symbol, formula, kpi) in _STEPS.items()
)

_MORE = (
    Row("planned_revenue", Label("Revenue from these customers"), "money", "", "n · r", Label("customers × revenue per customer")),
    Row("planned_profit", Label("Gross profit from these customers"), "money", "", "n · p", Label("customers × gross profit per customer")),
    Row("whole_romi", Label("ROMI with whole customers"), "share", "", "(n · p − B) / B", InWords("ROMI"), Source("ROMI"), "ROMI"),
    Row("spend_at_bid", Label("Clicks × maximum CPC"), "money", "", "v · CPC", Label("clicks × maximum CPC; equals the budget")),
    Row(
        "breakeven_customers",
        Label("Customers to break even"),
        "count",
        "",
        "⌈B / p⌉",
        InWords("BREAKEVEN_CUSTOMERS"),
        Source("BREAKEVEN_CUSTOMERS"),
        "BREAKEVEN_CUSTOMERS",
    ),
    Row(
        "ltv",
        Label("Lifetime gross profit of a customer"),
        "money",
        "",
        "r · f · (1 − s)",
        Label("revenue per customer × purchases × (1 − cost share)"),
        Source("LTV"),
        "LTV",
    ),
    Row(
        "lifetime_romi",
        Label("ROMI over the lifetime"),
        "share",
        "",
        "(LTV · n − B) / B",
        InWords("LIFETIME_ROMI"),
        Source("LIFETIME_ROMI"),
        "LIFETIME_ROMI",
    ),
)

_MARKET = (
    Row(
        "required_budget",
        Label("Budget for the goal"),
        "money",
        "",
        "n · m / (c₁ · c₂)",
        InWords("REQUIRED_BUDGET"),
        Source("REQUIRED_BUDGET"),
        "REQUIRED_BUDGET",
    ),
    *(
        Row(f"market_{key}", title, unit, "", formula, words, Source("MEDIA_FORECAST"), "MEDIA_FORECAST")
        for key, title, unit, formula, words in (
            ("customers", Label("Customers for the budget"), "count", "B / m · c₁ · c₂", Label("budget / market CPC × both conversions")),
            (
                "gross_profit",
                Label("Gross profit for the budget"),
                "money",
                "B / m · c₁ · c₂ · p",
                Label("customers × gross profit per customer"),
            ),
            ("romi", Label("ROMI at this price"), "share", "CPC₀ / m − 1", InWords("ROMI")),
        )
    ),
)

_FORMATS = {"money": MONEY, "share": PERCENT, "count": COUNT}


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Where the results stand."""

    cells: dict[str, At]

    def of(self, key: str, scenario: int = len(SCENARIOS)) -> At:
        """The cell of a row in a scenario, counted from 0; left out, the active one."""
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
        """Everything, and where it stands."""
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
        self.sheet.put(_HEAD - 1, _FIRST + 3, Formula(passed(self.switches.scenario.cell.full)), HINT.but(align="right"))

    def _block(self, title: Translatable, rows: tuple[Row, ...]) -> None:
        sheet = self.sheet
        for column in range(_COLUMNS):
            sheet.put(self.row, column, title if column == 0 else None, BAND_STYLE)
        for row in rows:
            self.row += 1
            self.rows[row.key] = self.row
            name = sheet.put(self.row, _NAME, row.title, LABEL)
            sheet.put(self.row, _UNIT, unit_of(row.unit, self.switches.currency), UNIT)
            sheet.put(self.row, _SYMBOL, row.symbol, UNIT.but(align="center"))
            sheet.put(self.row, _SYMBOLS, row.in_symbols, LABEL)
            sheet.put(self.row, _WORDS, row.in_words, LABEL)
            sheet.put(self.row, _SOURCE, row.source, UNIT.but(is_wrapped=True, size=8))
            if row.kpi:
                sheet.note(name, remark(row.kpi))
        self.row += 1

    def _column(self, rows: tuple[Row, ...], scenario: int, formulas: dict[str, str]) -> None:
        for row in rows:
            style = (RESULT if scenario == len(SCENARIOS) else NUMBER).as_format(_FORMATS[row.unit])
            cell = self.sheet.put(self.rows[row.key], _FIRST + scenario, Formula(formulas[row.key]), style)
            self.book.mark(f"decomposition.{row.key}.{(*SCENARIOS, ACTIVE)[scenario]}", cell)
            if row.unit == "count":
                show_counts(self.sheet, cell, style)

    def _here(self, key: str, scenario: int) -> str:
        return self.sheet.range(self.rows[key], _FIRST + scenario).here

    def _given(self, scenario: int) -> dict[str, str]:
        """What is given: the inputs on one basis."""
        switches, kpi = self.switches, self.book.kpi
        entered = {key: self.inputs.of(key, scenario).along for key in self.inputs.cells}
        here = {row.key: self._here(row.key, scenario) for row in _GIVEN}
        spend, revenue = switches.vat_of_spend, switches.vat_of_revenue

        def net(key: str, basis: str) -> str:
            amount = entered[key]
            taken = shown(kpi("WITHOUT_VAT", amount, switches.vat_rate.full))
            return f'IF({amount}="","",IF({basis}=2,{taken},{amount}))'

        wanted = with_all(f"{here['budget']}*(1+{entered['target_romi']})", here["budget"], entered["target_romi"])
        costs = with_all(f"{here['revenue_per_customer']}*{entered['cost_share']}", here["revenue_per_customer"], entered["cost_share"])
        share = shown(kpi("SHARE_OF", here["cost_per_customer"], here["revenue_per_customer"]))
        profit = shown(kpi("PROFIT", here["revenue_per_customer"], here["cost_per_customer"]))
        return {
            "budget": net("budget", spend.number.full),
            "gross_profit": switches.target.either(passed(entered["gross_profit"]), wanted),
            "revenue_per_customer": net("revenue_per_customer", revenue.number.full),
            "cost_per_customer": switches.costs.either(costs, passed(entered["cost_per_customer"])),
            "cost_share": switches.costs.either(passed(entered["cost_share"]), share),
            "profit_per_customer": profit,
            "lead_to_sale": passed(entered["lead_to_sale"]),
            "click_to_lead": passed(entered["click_to_lead"]),
            "market_cpc": net("market_cpc", spend.number.full),
            "purchases": passed(entered["purchases"]),
            "capacity": with_all(f"{entered['capacity']}*{switches.months.full}", entered["capacity"], switches.months.full),
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
            "planned_revenue": with_all(f"{customers}*{revenue}", customers, revenue),
            "planned_profit": with_all(f"{customers}*{profit}", customers, profit),
            "whole_romi": shown(kpi("ROMI", here["planned_profit"], budget)),
            "spend_at_bid": with_all(f"{here['clicks']}*{here['cpc']}", here["clicks"], here["cpc"]),
            "breakeven_customers": shown(kpi("BREAKEVEN_CUSTOMERS", budget, profit, self.switches.rounding_of_customers.full)),
            "ltv": with_all(lifetime, revenue, here["purchases"], here["cost_share"]),
            "lifetime_romi": shown(kpi("LIFETIME_ROMI", here["ltv"], customers, budget)),
        }

    def _market(self, scenario: int) -> dict[str, str]:
        here = {key: self._here(key, scenario) for key in self.rows}
        click, lead, sale, revenue = here["market_cpc"], here["click_to_lead"], here["lead_to_sale"], here["revenue_per_customer"]
        margin = f"(1-{here['cost_share']})"
        figures = excel_formulas(find("MEDIA_FORECAST"), [here["budget"], click, lead, sale, revenue, margin])
        inputs = [here[key] for key in ("budget", "market_cpc", "click_to_lead", "lead_to_sale", "revenue_per_customer", "cost_share")]
        needed = self.book.kpi("REQUIRED_BUDGET", here["customers"], click, lead, sale)
        forecast = {f"market_{key}": with_all(figures[key], *inputs) for key in ("customers", "gross_profit", "romi")}
        return {"required_budget": shown(needed)} | forecast

    def _unknown(self) -> int:
        """What a click may cost where no conversion is known; gives the next free row."""
        sheet, book, kpi = self.sheet, self.book, self.book.kpi
        self.row += 3  # printed, the table fills the first page
        sheet.put(self.row, _NAME, Label("If you do not know your conversions"), SUBTITLE)
        sheet.put_row(self.row + 1, _FIRST, [Label("Cautious"), Label("Usual")], HEADER)
        titles = [Label("Click-to-customer conversion"), Label("Clicks needed"), Label("Maximum CPC")]
        for offset, title in enumerate(titles):
            sheet.put(self.row + 2 + offset, _NAME, title, LABEL)
        sheet.put(self.row + 4, _UNIT, Formula(passed(self.switches.currency.full)), UNIT)
        customers, budget = (sheet.range(self.rows[key], _FIRST + len(SCENARIOS)).in_column for key in ("customers", "budget"))
        for offset, name in enumerate(("cautious", "usual")):
            column = _FIRST + offset
            rate = sheet.put(
                self.row + 2, column, Formula(passed(self.inputs.unknown.cell(column=offset).along)), NUMBER.as_format(PERCENT)
            )
            formula = kpi("TARGET_CLICKS", customers, rate.here, self.switches.rounding_of_counts.full)
            clicks = sheet.put(self.row + 3, column, Formula(shown(formula)), NUMBER.as_format(COUNT))
            show_counts(sheet, clicks, NUMBER)
            cap = sheet.put(self.row + 4, column, Formula(shown(kpi("CPC", budget, clicks.here))), RESULT.as_format(MONEY))
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
            cell = sheet.put(row + 1 + offset, _FIRST, Formula(passed(self._here(key, len(SCENARIOS)))), NUMBER.as_format(COUNT))
            show_counts(sheet, cell, NUMBER)
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
