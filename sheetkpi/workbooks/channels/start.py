"""Switches and thresholds on the first sheet."""

from dataclasses import dataclass

from sheetkpi.translation import Label
from sheetkpi.workbooks.book import At, Book, Validation
from sheetkpi.workbooks.shared_sheets import Choice, StartPage
from sheetkpi.workbooks.styles import DATE, INPUT_CHOICE, MONEY, MONEY_WHOLE, PERCENT, RATIO

_DAY = INPUT_CHOICE.as_format(DATE)
_PERCENT = INPUT_CHOICE.as_format(PERCENT)


@dataclass(frozen=True, slots=True)
class Switches:
    """Cells of the switches."""

    source: Choice
    period_from: At
    period_to: At
    attempts: Choice
    basis: Choice
    spend_vat: Choice
    sales_vat: Choice
    vat_rate: At
    currency: At
    romi_green: At
    romi_amber: At
    cost_share_limit: At
    minimum_customers: At
    confidence: At
    variation: At
    usual_profit: At


def write_switches(page: StartPage, currency: str, *, spend_has_vat: bool = False) -> Switches:
    """Write the switches, and name the numbers."""
    page.heading(Label("Switches"))
    page.language_switch()
    source = page.choice(
        "source",
        Label("Numbers of the channels"),
        [Label("from the data"), Label("typed by hand")],
        0,
        Label("Summed up from the sheet “Data”, or those that you type on the sheet “Channels”"),
    )
    period_from = _day(page, "period_from", Label("Period from"), Label("Blank: from the first day in the data"))
    period_to = _day(page, "period_to", Label("Period to"), Label("Blank: to the last day in the data"))
    attempts = page.choice(
        "attempts", Label("Leads are divided by"), [Label("clicks"), Label("visits")], 0, Label("For the conversion to lead")
    )
    basis = page.choice(
        "basis",
        Label("Basis of ROMI"),
        [Label("gross profit"), Label("revenue")],
        0,
        Label("On revenue, a channel that loses money can look good: use it only to compare with other reports"),
    )
    vat = [Label("entered without VAT"), Label("with VAT: take it out")]
    spend_vat = page.choice("spend_vat", Label("Spend"), vat, int(spend_has_vat), Label("Both sides must be on the same basis"))
    sales_vat = page.choice("sales_vat", Label("Revenue and cost of sales"), vat, 0, Label("Both sides must be on the same basis"))
    share = Validation("number", 0, 1, title=Label("A share"), message=Label("From 0% to 100%."))
    vat_rate = page.number("vat_rate", Label("VAT rate"), 0.22, _PERCENT, share, Label("Matters only if VAT is taken out"))
    currency_cell = page.text("currency", Label("Currency"), currency, Label("The sign that stands beside money"))
    page.row += 1
    page.heading(Label("Thresholds"))
    any_share = Validation("number", -1, 100, title=Label("A share"), message=Label("For example 50%; break-even is 0%."))
    whole = Validation("whole", 1, 1e6, title=Label("A whole number"), message=Label("1 or more."))
    sure = Validation("number", 0.5, 0.999, title=Label("A share"), message=Label("From 50% to 99.9%, usually 95%."))
    switches = Switches(
        source,
        period_from,
        period_to,
        attempts,
        basis,
        spend_vat,
        sales_vat,
        vat_rate,
        currency_cell,
        page.number("romi_green", Label("ROMI is good from"), 0.3, _PERCENT, any_share, Label("Green from here on")),
        page.number("romi_amber", Label("ROMI is bearable from"), 0.0, _PERCENT, any_share, Label("Amber from here on, red below")),
        page.number("cost_share_limit", Label("Highest ad cost share"), 0.5, _PERCENT, share, Label("Above it the cell is red")),
        page.number(
            "minimum_customers",
            Label("Least number of customers"),
            10.0,
            INPUT_CHOICE.as_format(MONEY_WHOLE),
            whole,
            Label("From as many, what a customer brings is taken as known; with fewer, one large order makes it"),
        ),
        page.number(
            "confidence",
            Label("Confidence of the intervals"),
            0.95,
            _PERCENT,
            sure,
            Label("Usually 95%; the surer, the wider the intervals"),
        ),
        page.number(
            "variation",
            Label("Variation of what a customer brings"),
            1.0,
            INPUT_CHOICE.as_format(RATIO),
            Validation("number", 0, 4, title=Label("A number"), message=Label("From 0 to 4: standard deviation / mean.")),
            Label("1 fits most orders, 2 customers who buy often; the larger, the wider the bounds of ROMI"),
        ),
        _usual_profit(page),
    )
    _name(page.book, switches)
    return switches


def _day(page: StartPage, key: str, name: Label, meaning: Label) -> At:
    cell = page.switch_row(name, 0.0, meaning, _DAY)
    page.sheet.put(cell.row, cell.column, None, _DAY)
    page.sheet.allow(cell, Validation("date", 36526, 73050, title=name, message=Label("A date, or leave it blank.")))
    return page.book.mark(f"start.{key}", cell)


def _usual_profit(page: StartPage) -> At:
    name, style = Label("What one customer brings"), INPUT_CHOICE.as_format(MONEY)
    cell = page.switch_row(name, 0.0, Label("Gross profit; blank: the mean of the other channels"), style)
    page.sheet.put(cell.row, cell.column, None, style)
    page.sheet.allow(cell, Validation("number", 0, title=name, message=Label("0 or more.")))
    return page.book.mark("start.usual_profit", cell)


def _name(book: Book, switches: Switches) -> None:
    for name, cell in (
        (Label("Period from"), switches.period_from),
        (Label("Period to"), switches.period_to),
        (Label("VAT rate"), switches.vat_rate),
        (Label("ROMI is good from"), switches.romi_green),
        (Label("ROMI is bearable from"), switches.romi_amber),
        (Label("Highest ad cost share"), switches.cost_share_limit),
        (Label("Least number of customers"), switches.minimum_customers),
        (Label("Confidence of the intervals"), switches.confidence),
        (Label("Variation of what a customer brings"), switches.variation),
        (Label("What one customer brings"), switches.usual_profit),
    ):
        book.name(name, cell)


def without_vat(book: Book, chosen: Choice, rate: At) -> str:
    """Return the formula of the share that is left without VAT."""
    return chosen.either("1", book.kpi("WITHOUT_VAT", "1", rate.full))


def hidden(number_format: str) -> str:
    """Return a number format that hides zero and text."""
    return f"{number_format};-{number_format};;"
