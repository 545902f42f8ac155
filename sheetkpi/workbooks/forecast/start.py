"""The first sheet: purpose, state of the checks, headline, steps, colours and switches."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Content, Formula, Validation, or_blank
from sheetkpi.workbooks.kpi_texts import figure_title
from sheetkpi.workbooks.shared_sheets import MEANING, Choice, StartPage
from sheetkpi.workbooks.styles import COUNT, HINT, INPUT_CHOICE, MONEY, PARAGRAPH, PERCENT, RESULT, UNSEEN

#: Scenarios in their order, then the one that is switched on.
SCENARIOS = ("pessimistic", "base", "optimistic")
ACTIVE = "active"

_HEADLINE_ROWS = 7


_UNITS: Mapping[str, Content] = {
    "share": "%",
    "ratio": "×",
    "count": Label("pcs"),
    "hours": Label("h"),
    "times": Label("a year"),
    "years": Label("yrs"),
}


FORMATS = {"money": MONEY, "share": PERCENT, "count": COUNT}
Unit = Literal["money", "share", "count"]


def limits(unit: Unit, title: Translatable) -> Validation:
    """Return what may be entered."""
    if unit == "share" and title != Label("Target ROMI"):
        return Validation("number", 0, 1, title=title, message=Label("A share from 0% to 100%: enter 0.3 or 30%"))
    if unit == "share":
        return Validation("number", 0, None, title=title, message=Label("A share, 0% and up; at 100% the money doubles"))
    if unit == "count":
        return Validation("number", 0, None, title=title, message=Label("A number from 0"))
    return Validation("number", 0, None, title=title, message=Label("An amount from 0, without a currency symbol"))


def status_in_words(book: Book, status: str) -> str:
    """Return the formula of what KPI_STATUS says, in the reader's words."""
    good, near, missed = (book.word(text) for text in (Label("✓ on plan"), Label("! near plan"), Label("✗ off plan")))
    return f'IF({status}="ok",{good},IF({status}="warn",{near},IF({status}="fail",{missed},"")))'


@dataclass(frozen=True, slots=True)
class Switches:
    """Cells of the switches."""

    scenario: Choice
    target: Choice
    costs: Choice
    vat_of_spend: Choice
    vat_of_revenue: Choice
    currency: At
    months: At
    vat_rate: At
    tolerance: At
    rounding: At
    rounding_of_customers: At
    rounding_of_counts: At

    def unit_of(self, unit: str) -> Content:
        """Return what the column of units shows: the sign of the currency for money, else a word."""
        return Formula(or_blank(self.currency.full)) if unit == "money" else _UNITS[unit]


class FirstSheet:
    """Writes the first sheet; the headline last, when the results have their places."""

    def __init__(self, book: Book, state: At, currency: str) -> None:
        purpose = Label(
            "From the profit you want back to what one click may cost: customers, leads, clicks and the highest bid, in three "
            "scenarios. Then the media plan, plan against fact, unit cost and goals."
        )
        self.book = book
        self.page = StartPage(book, Label("Forecast and decomposition"), purpose)
        self.page.light(Formula(state.full))
        self._headline_row = self.page.row
        self.page.row += _HEADLINE_ROWS
        self.switches = self._switches(currency)
        self._steps()
        self.page.legend()
        self._clearing()
        self.page.version()
        self.page.sheet.print_area = self.page.sheet.range(0, 0, self.page.row + 2, MEANING + 1)

    def _switches(self, currency: str) -> Switches:
        page = self.page
        page.heading(Label("Switches"))
        page.language_switch()
        names = [Label("pessimistic"), Label("base"), Label("optimistic")]
        scenario = page.choice("scenario", Label("Scenario"), names, 1, Label("Which column of the inputs is active"))
        target = page.choice(
            "target",
            Label("Goal"),
            [Label("gross profit"), Label("ROMI")],
            0,
            Label("What you aim at; a ROMI becomes a gross profit: budget × (1 + ROMI)"),
        )
        costs = page.choice(
            "costs",
            Label("Costs of a sale"),
            [Label("share of revenue"), Label("amount per customer")],
            0,
            Label("How you know what a sale costs without advertising; the sheet “Unit cost” helps with the amount"),
        )
        rounding = page.choice(
            "rounding",
            Label("Rounding"),
            [Label("people up"), Label("no rounding"), Label("as in the article")],
            0,
            Label("The article rounds customers up, and costs per customer and per lead to whole money: 20.80 instead of 20.83"),
        )
        bases = [Label("without VAT"), Label("with VAT")]
        spend = page.choice(
            "vat_of_spend",
            Label("Spend is entered"),
            bases,
            0,
            Label("VAT is taken out of amounts with VAT. If you cannot deduct it, it is your cost: leave “without VAT”"),
        )
        revenue = page.choice("vat_of_revenue", Label("Revenue is entered"), bases, 0, Label("Spend and revenue must be on the same basis"))
        share = Validation("number", 0, 1, title=Label("VAT rate"), message=Label("A share from 0% to 100%, such as 20%"))
        rate = page.number("vat_rate", Label("VAT rate"), 0.22, INPUT_CHOICE.as_format(PERCENT), share, Label("Yours; Russia in 2026: 22%"))
        unit = page.text("currency", Label("Currency"), currency, Label("The symbol beside amounts; nothing is converted"))
        period = page.choice(
            "period",
            Label("Period of the plan"),
            [Label("month"), Label("quarter"), Label("half-year"), Label("year")],
            0,
            Label("What budget and goal are for; the capacity of the sales team is a monthly one"),
        )
        small = Validation("number", 0, title=Label("Tolerance"), message=Label("An amount of money from 0"))
        tolerance = page.number(
            "tolerance",
            Label("Tolerance"),
            0.01,
            INPUT_CHOICE.as_format(MONEY),
            small,
            Label("By how much sums of money may differ in the checks"),
        )
        page.row += 1
        for name, cell in (
            (Label("VAT rate"), rate),
            (Label("Currency"), unit),
            (Label("Tolerance"), tolerance),
            (Label("Scenario"), scenario.cell),
        ):
            self.book.name(name, cell)

        def unseen(place: At, formula: str, offset: int = 0) -> At:
            return page.sheet.put(place.row, MEANING + 2 + offset, Formula(formula), UNSEEN)

        return Switches(
            scenario,
            target,
            costs,
            spend,
            revenue,
            unit,
            months=self.book.mark("start.months", unseen(period.cell, period.either("1", "3", "6", "12"))),
            vat_rate=unseen(rate, or_blank(rate.here)),
            tolerance=tolerance,
            rounding=unseen(rounding.cell, rounding.either('"up"', '"none"', '"seed"')),
            rounding_of_customers=unseen(rounding.cell, rounding.either('"up"', '"none"', '"up"'), 1),
            rounding_of_counts=unseen(rounding.cell, rounding.either('"up"', '"none"', '"none"'), 2),
        )

    def _steps(self) -> None:
        self.page.steps(
            [
                Label("“Inputs”: enter budget, goal, revenue and conversions for three scenarios, each with its source."),
                Label("Here, in the switches: choose the scenario, the rounding and the VAT basis."),
                Label("“Decomposition” and “Sensitivity”: read how many customers, leads and clicks it takes, and what a click may cost."),
                Label("“Media plan” and “Plan vs fact”: spread the budget over channels, then enter what really happened."),
                Label("“Checks”: fix what is red. “Reference” explains every KPI."),
            ]
        )

    def _clearing(self) -> None:
        page = self.page
        page.heading(Label("How to clear the sample data"))
        text = Label(
            "Keep a copy of the file. Then, sheet by sheet, select the blue cells, a block at a time, and press Delete. Calculated "
            "cells are protected and cannot be lost; they become blank. The lists on this sheet may stay as they are."
        )
        page.sheet.merge(page.row, 1, 3, text, PARAGRAPH)
        page.row += 2

    def write_headline(self, results: Mapping[str, At]) -> None:
        """Write the main results and a sentence about them."""
        page, word = self.page, self.book.word
        currency = self.switches.currency.full
        page.row = self._headline_row
        lines = (("cpc", MONEY), ("customers", COUNT), ("romi", PERCENT), ("breakeven_cpc", MONEY))
        for figure, number_format in lines:
            name = figure_title("DECOMPOSE", figure)
            cell = page.headline(name, or_blank(results[figure].full), RESULT.as_format(number_format).but(size=12))
            if number_format == COUNT:
                page.sheet.show_decimals(cell, RESULT)
            if number_format == MONEY:
                page.sheet.put(cell.row, MEANING, Formula(or_blank(currency)), HINT.but(indent=1, is_top=False))
            self.book.mark(f"start.{figure}", cell)
        cpc, breakeven = results["cpc"].full, results["breakeven_cpc"].full
        sign = f'IF({currency}="",""," "&{currency})'
        sentence = (
            f'{word(Label("For the goal a click may cost at most"))}&" "&FIXED({cpc},2)&{sign}&"; "&'
            f'{word(Label("advertising makes a loss when a click costs more than"))}&" "&FIXED({breakeven},2)&{sign}&"."'
        )
        missing = word(Label("Fill in the sheet “Inputs”: the sheet “Checks” shows what is missing."))
        self.book.mark("start.sentence", page.sentence(f"IF(COUNT({cpc},{breakeven})=2,{sentence},{missing})"))
