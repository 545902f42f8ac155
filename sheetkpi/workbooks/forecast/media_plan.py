"""The sheet “Media plan”: the forecast of each channel, with totals that are ratios of sums."""

from collections.abc import Iterator
from dataclasses import dataclass

from sheetkpi.printing.excel import excel_formulas
from sheetkpi.registry import find
from sheetkpi.translation import Label
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, if_all, or_blank, or_dash, sum_of
from sheetkpi.workbooks.forecast.start import Switches, limits
from sheetkpi.workbooks.kpi_texts import figure_title, kpi_note
from sheetkpi.workbooks.styles import (
    BAD,
    HEADER_LEFT,
    HINT,
    INPUT,
    INPUT_TEXT,
    LABEL,
    MONEY,
    MONEY_WHOLE,
    NUMBER,
    PERCENT,
    QUIET_TICK,
    TOTAL,
    TOTAL_LABEL,
    UNIT,
)
from sheetkpi.workbooks.table_sheet import Column, Table

#: How many channels fit.
CHANNELS = 30
#: How many the chart shows.
_DRAWN = 10

_HEAD, _TOP = 8, 9
_TOTAL = _TOP + CHANNELS

#: What is entered.
_ENTERED = {
    "budget": (Label("Budget"), MONEY_WHOLE),
    "click_cost": (Label("CPC"), MONEY),
    "click_to_lead": (Label("Click-to-lead conversion"), PERCENT),
    "lead_to_sale": (Label("Lead-to-sale conversion"), PERCENT),
    "revenue_per_customer": (Label("Revenue per customer"), MONEY_WHOLE),
    "margin": (Label("Margin"), PERCENT),
}
_FIGURES = {
    **dict.fromkeys(("clicks", "leads", "customers"), "#,##0.0"),
    **dict.fromkeys(("cpl", "cpo"), MONEY),
    **dict.fromkeys(("revenue", "gross_profit"), MONEY_WHOLE),
    **dict.fromkeys(("romi", "drr"), PERCENT),
}
#: KPIs of their own, from figures: in a row and in the total alike.
_RATIOS = {
    "cpl": ("CPL", "counted.budget", "leads"),
    "cpo": ("CPO", "counted.budget", "customers"),
    "romi": ("ROMI", "gross_profit", "counted.budget"),
    "drr": ("DRR", "counted.budget", "revenue"),
}
#: What the chart stacks: the budget paid back, the rest of it, and the profit beyond.
_PARTS = {
    "paid_back": (Label("Budget that pays back"), "#0072B2", "MIN(c.counted.budget,c.gross_profit)"),
    "lost": (Label("Budget that does not"), "#D55E00", "MAX(c.counted.budget-c.gross_profit,0)"),
    "beyond": (Label("Gross profit beyond"), "#9CCBEA", "MAX(c.gross_profit-c.counted.budget,0)"),
}
_SAMPLE: tuple[tuple[Label, tuple[float, ...]], ...] = (
    (Label("Search ads"), (30000, 18, 0.1, 0.3, 2000, 0.7)),
    (Label("Social network ads"), (12000, 10, 0.06, 0.2, 2000, 0.7)),
    (Label("Retargeting"), (4000, 8, 0.08, 0.3, 2000, 0.7)),
    (Label("Marketplace ads"), (4000, 12, 0.05, 0.2, 1500, 0.6)),
)


@dataclass(frozen=True, slots=True)
class MediaPlan:
    """Cells of the media plan."""

    budget: At
    gross_profit: At
    states: At


def write_media_plan(book: Book, switches: Switches, plan_budget: At) -> MediaPlan:
    """Write the sheet and return its places."""
    hint = Label("One row per channel: fill in the blue cells, up to 30 rows. People are expected values, so they are not whole numbers.")
    widths = (28, 12, 10, 12, 12, 12, 10, 14, 10, 11, 10, 10, 12, 12, 14, 14, 10, 10, 3, *(11 for _ in range(9)))
    sheet = book.page(Label("Media plan"), "#56B4E9", widths, hint, across=18)
    table = Table(sheet, _columns(book, switches), _TOP, CHANNELS, total=_TOTAL, reference="here").write()
    table.mark_cells(book, "media", ("channel", *_ENTERED, *_FIGURES))
    table.mark_total(book, "media.total", ("budget", *_FIGURES))
    total = table.total
    sheet.put(_HEAD - 1, table.places["counted.budget"], Label("As counted, without VAT"), HINT.but(is_wrapped=False))
    ratios = Label("Totals of ratios are ratios of sums, over the channels that have a forecast.")
    sheet.put(_HEAD - 1, 0, ratios, HINT.but(is_wrapped=False))
    _write_against_plan(book, sheet, plan_budget, total.at("budget"), switches.tolerance)
    sheet.colour_signs(table["state"], "✗!")
    sheet.rule(table["state"], f'LEFT({table["state"].cell().in_column},1)="✓"', QUIET_TICK)
    romi = table["romi"].cell().in_column
    sheet.rule(table["romi"], f"AND(ISNUMBER({romi}),N({romi})<0)", BAD)
    _draw(sheet, table)
    sheet.frozen = (_TOP, 1)
    sheet.is_fitted_to_one_page = True
    sheet.print_area = sheet.range(0, 0, _TOTAL + 17, 18)
    return MediaPlan(total.at("budget"), total.at("gross_profit"), table["state"])


def _without_vat(book: Book, switches: Switches, key: str) -> str:
    """Return an input without VAT; a blank stays blank."""
    spend, revenue = switches.vat_of_spend, switches.vat_of_revenue
    basis = {"budget": spend, "click_cost": spend, "revenue_per_customer": revenue}.get(key)
    taken = or_dash(book.kpi("WITHOUT_VAT", f"c.{key}", switches.vat_rate.full))
    return f'IF(c.{key}="","",IF({basis.number.full}=2,{taken},c.{key}))' if basis else or_blank(f"c.{key}")


def _figures(book: Book) -> dict[str, str]:
    """Return the forecast of a channel: counts and money by MEDIA_FORECAST, ratios by their own KPIs."""
    cells = {key: f"c.{key}" for key in _FIGURES} | {"budget": "c.counted.budget"}
    forecast = excel_formulas(find("MEDIA_FORECAST"), [f"c.counted.{key}" for key in _ENTERED], cells_of_figures=cells)
    ratios = {key: book.kpi(kpi, f"c.{first}", f"c.{second}") for key, (kpi, first, second) in _RATIOS.items()}
    return {key: or_dash((forecast | ratios)[key]) for key in _FIGURES}


def _state(book: Book) -> str:
    word, numbers, shares = book.word, "c.budget:c.margin", "c.click_to_lead:c.lead_to_sale"
    return (
        f'IF(COUNTA({numbers})=0,"",IF(COUNTA({numbers})>COUNT({numbers}),{word(Label("✗ not a number"))},'
        f'IF(COUNTIF({numbers},"<0")>0,{word(Label("✗ negative"))},'
        f'IF(OR(COUNTIF({shares},">1")>0,N(c.margin)>1),{word(Label("✗ above 100%"))},'
        f'IF(ISNUMBER(c.gross_profit),"✓",{word(Label("! not complete"))})))))'
    )


#: The budget of the channels that have a forecast.
_MATCHED = (
    'IF(COUNT(all.gross_profit)=0,"",SUMIFS(all.counted.budget,all.gross_profit,">=0")+SUMIFS(all.counted.budget,all.gross_profit,"<0"))'
)


def _columns(book: Book, switches: Switches) -> Iterator[Column]:
    names = [name.in_language(book.language) for name, _ in _SAMPLE]
    yield Column("channel", Label("Channel"), INPUT_TEXT, head=HEADER_LEFT, values=names, total=Label("Total"), total_style=TOTAL_LABEL)
    for number, (key, (title, number_format)) in enumerate(_ENTERED.items()):
        yield Column(
            key,
            title,
            INPUT.as_format(number_format),
            values=[float(values[number]) for _, values in _SAMPLE],
            validation=limits("share" if number_format == PERCENT else "money", title),
            total=sum_of(f"all.{key}") if key == "budget" else None,
            total_style=None if key == "budget" else TOTAL,
        )
    yield Column("state", Label("State"), UNIT.but(align="center"), _state(book), total_style=TOTAL)
    share = if_all(book.kpi("SHARE_OF", "c.budget", At("", _TOTAL, 1).fixed), "c.budget")
    yield Column("share", Label("Share of the budget"), NUMBER.as_format(PERCENT), share, total_style=TOTAL)
    figures = _figures(book)
    for key, number_format in _FIGURES.items():
        note = kpi_note(_RATIOS[key][0]) if key in _RATIOS else kpi_note("MEDIA_FORECAST", key)
        total = figures[key] if key in _RATIOS else sum_of(f"all.{key}")
        style = NUMBER.as_format(number_format)
        yield Column(key, figure_title("MEDIA_FORECAST", key), style, figures[key], note=note, total=total)
    for number, (key, (title, number_format)) in enumerate(_ENTERED.items(), 19):
        matched = _MATCHED if key == "budget" else None
        yield Column(f"counted.{key}", title, NUMBER.as_format(number_format), _without_vat(book, switches, key), total=matched, at=number)
    for key, (title, _, formula) in _PARTS.items():
        yield Column(key, title, NUMBER.as_format(MONEY_WHOLE), if_all(formula, "c.counted.budget", "c.gross_profit"))


def _write_against_plan(book: Book, sheet: Sheet, planned: At, spread: At, tolerance: At) -> None:
    money = NUMBER.as_format(MONEY)
    sheet.put(3, 0, Label("Budget of the plan (Inputs)"), LABEL)
    plan = sheet.put(3, 1, Formula(or_blank(planned.full)), money).fixed
    sheet.put(4, 0, Label("Budget of the channels"), LABEL)
    channels = sheet.put(4, 1, Formula(or_blank(spread.fixed)), money).fixed
    sheet.put(5, 0, Label("Unallocated (+) or over budget (−)"), LABEL.but(is_bold=True))
    left = book.mark("media.left", sheet.put(5, 1, Formula(if_all(f"{plan}-{channels}", plan, channels)), money.but(is_bold=True))).here
    fits, differs = book.word(Label("✓ agrees with the plan")), book.word(Label("✗ differs from the plan"))
    agreement = if_all(f"IF(ABS({left})<={tolerance.full},{fits},{differs})", left)
    sheet.colour_signs(sheet.merge(5, 2, 3, Formula(agreement), LABEL), "✓✗")


def _draw(sheet: Sheet, table: Table) -> None:
    first = {key: sheet.range(_TOP, table.places[key], _DRAWN) for key in ("channel", *_PARTS)}
    chart = Chart(
        "bar",
        Label("Where the budget goes and what it brings (first ten channels)"),
        [Series(first[key], first["channel"], title, colour) for key, (title, colour, _) in _PARTS.items()],
        number_format=MONEY_WHOLE,
        width=900,
        height=260,
        is_stacked=True,
        is_reversed=True,
    )
    sheet.charts.append((_TOTAL + 2, 0, chart))
