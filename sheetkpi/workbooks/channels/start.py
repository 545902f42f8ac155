"""Switches and thresholds on the first sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Validation
from sheetkpi.workbooks.shared_sheets import Choice, StartPage
from sheetkpi.workbooks.styles import INPUT_CHOICE, RATIO

_DAY = INPUT_CHOICE.date
_PERCENT = INPUT_CHOICE.percent


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
        Label("Summed up from the sheet “Data”, or those that you type on the sheet “Channels”"),
        Label("from the data"),
        Label("typed by hand"),
    )
    first, last = Label("Period from"), Label("Period to")
    period_from = page.number("period_from", first, None, _DAY, _day(first), Label("Blank: from the first day in the data"))
    period_to = page.number("period_to", last, None, _DAY, _day(last), Label("Blank: to the last day in the data"))
    divided, clicks = Label("Leads are divided by"), Label("clicks")
    attempts = page.choice("attempts", divided, Label("For the conversion to lead"), clicks, Label("visits"))
    caution = Label("On revenue, a channel that loses money can look good: use it only to compare with other reports")
    basis = page.choice("basis", Label("Basis of ROMI"), caution, Label("gross profit"), Label("revenue"))
    vat = Label("Both sides must be on the same basis"), Label("entered without VAT"), Label("with VAT: take it out")
    spend_vat = page.choice("spend_vat", Label("Spend"), *vat, chosen=int(spend_has_vat))
    sales_vat = page.choice("sales_vat", Label("Revenue and cost of sales"), *vat)
    share = Validation("number", 0, 1, title=Label("A share"), message=Label("From 0% to 100%."))
    vat_rate = page.number("vat_rate", Label("VAT rate"), 0.22, _PERCENT, share, Label("Matters only if VAT is taken out"))
    currency_cell = page.text("currency", Label("Currency"), currency, Label("The sign that stands beside money"))
    page.row += 1
    page.heading(Label("Thresholds"))
    any_share = Validation("number", -1, 100, title=Label("A share"), message=Label("For example 50%; break-even is 0%."))
    whole = Validation("whole", 1, 1e6, title=Label("A whole number"), message=Label("1 or more."))
    sure = Validation("number", 0.5, 0.999, title=Label("A share"), message=Label("From 50% to 99.9%, usually 95%."))
    deviation = Validation("number", 0, 4, title=Label("A number"), message=Label("From 0 to 4: standard deviation / mean."))
    any_money = Validation("number", 0, title=Label("A number"), message=Label("0 or more."))
    fewest = Label("Least number of customers")
    few = Label("From as many, what a customer brings is taken as known; with fewer, one large order makes it")
    wider = Label("1 fits most orders, 2 customers who buy often; the larger, the wider the bounds of ROMI")
    usual = Label("Gross profit; blank: the mean of the other channels")
    surer = Label("Usually 95%; the surer, the wider the intervals")
    return Switches(
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
        page.number("minimum_customers", fewest, 10.0, INPUT_CHOICE.whole_money, whole, few),
        page.number("confidence", Label("Confidence of the intervals"), 0.95, _PERCENT, sure, surer),
        page.number("variation", Label("Variation of what a customer brings"), 1.0, INPUT_CHOICE.as_format(RATIO), deviation, wider),
        page.number("usual_profit", Label("What one customer brings"), None, INPUT_CHOICE.money, any_money, usual),
    )


def _day(title: Label) -> Validation:
    return Validation("date", 36526, 73050, title=title, message=Label("A date, or leave it blank."))


def without_vat(book: Book, chosen: Choice, rate: At) -> str:
    """Return the formula of the share that is left without VAT."""
    return chosen.either("1", book.kpi("WITHOUT_VAT", "1", rate.full))


def status_in_words(book: Book, status: str, texts: Sequence[Translatable]) -> str:
    """Return the formula of what KPI_STATUS says, in words for what is reached, nearly reached and missed."""
    words = ",".join(book.word(text) for text in texts)
    return f'IFERROR(CHOOSE(MATCH({status},{{"ok";"warn";"fail"}},0),{words}),"—")'
