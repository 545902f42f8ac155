"""The sheet “Sensitivity”: three grids around the active scenario, and the article's example of an event."""

from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Formula, Scale, Sheet, Validation, if_all, or_blank, or_dash
from sheetkpi.workbooks.forecast.decomposition import Decomposition
from sheetkpi.workbooks.forecast.start import Switches, limits
from sheetkpi.workbooks.kpi_texts import kpi_formula, kpi_note
from sheetkpi.workbooks.styles import (
    COUNT,
    HEADER,
    HINT,
    INPUT,
    LABEL,
    MONEY,
    MONEY_WHOLE,
    NUMBER,
    PERCENT,
    PERCENT_FINE,
    RESULT,
    SUBTITLE,
    UNSEEN,
)
from sheetkpi.workbooks.table_sheet import in_place

_AXIS, _FIRST, _SIDE = 1, 2, 10
#: How many steps the grids go to either side of the active case.
_REACH = 3
_SIZE = 2 * _REACH + 1

#: From poor over the threshold to good; orange and blue are told apart by every eye.
_POOR, _EVEN, _GOOD = "#F8B878", "#FFFFFF", "#8FBCE6"


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a grid."""

    title: Translatable
    centre: str
    step: float
    number_format: str
    is_relative: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """One grid; its formula is written on ``axis.down`` and ``axis.across``."""

    key: str
    title: Translatable
    down: Axis
    across: Axis
    number_format: str
    formula: str
    needed: str
    kpi: str
    middle: str
    middle_title: Translatable
    is_less_better: bool
    reading: Translatable


def write_sensitivity(book: Book, switches: Switches, plan: Decomposition) -> None:
    """Write the sheet."""
    hint = Label("The cell in the frame is the active case. Change the steps in blue; the colours turn at the threshold beside the grid.")
    widths = (2.5, 24, *(11.5 for _ in range(_SIZE)), 2.5, 48, 14, 40)
    sheet = book.page(Label("Sensitivity"), "#CC79A7", widths, hint, across=_SIDE + 3)
    row = 3
    for grid in _grids(book, switches, plan):
        _write_grid(book, sheet, grid, row)
        row += 3 + _SIZE + 2
    row = _write_event(book, sheet, switches, row)
    sheet.is_fitted_to_one_page = True
    sheet.print_area = sheet.range(0, 0, row, _SIDE + 3)


def _grids(book: Book, switches: Switches, plan: Decomposition) -> list[Grid]:
    kpi, active = book.kpi, {key: place.cell(column=3).full for key, place in plan.cells.items()}
    customer, market, bid, profit = active["cpo"], active["market_cpc"], active["cpc"], active["profit_per_customer"]
    lead, sale = active["click_to_lead"], active["lead_to_sale"]
    price = f"IF(ISNUMBER({market}),{market},{or_blank(bid)})"
    leads = Axis(Label("Click-to-lead conversion of the site"), or_blank(lead), 0.025, PERCENT, is_relative=False)
    sales = Axis(Label("Lead-to-sale conversion of the sales team"), or_blank(sale), 0.05, PERCENT, is_relative=False)
    through = or_dash(kpi("FUNNEL_RATE", lead, sale))
    prices = Axis(Label("Price of a click"), price, 0.2, MONEY, is_relative=True)
    rates = Axis(Label("Click-to-customer conversion"), through, 0.2, PERCENT_FINE, is_relative=True)
    profits = Axis(Label("Gross profit per customer"), or_blank(profit), 0.2, MONEY_WHOLE, is_relative=True)
    spends = Axis(Label("Spend"), or_blank(active["budget"]), 0.2, MONEY_WHOLE, is_relative=True)
    rounding = switches.rounding_of_customers.full
    return [
        Grid(
            "cpc",
            Label("What may a click cost at other conversions?"),
            sales,
            leads,
            MONEY,
            kpi("MAX_CPC", customer, "axis.down", "axis.across"),
            customer,
            "MAX_CPC",
            price,
            Label("Market CPC; if blank, the maximum"),
            is_less_better=False,
            reading=Label("Blue: the market price is affordable. Orange: it is not; the goal is out of reach at these conversions."),
        ),
        Grid(
            "romi",
            Label("What is ROMI if a click costs more or less?"),
            prices,
            rates,
            PERCENT,
            kpi("ROMI", f"({profit}*axis.across)", "axis.down"),
            profit,
            "ROMI",
            "0",
            Label("Break-even: ROMI"),
            is_less_better=False,
            reading=Label("A click brings gross profit per customer × click-to-customer conversion. Blue: profit. Orange: loss."),
        ),
        Grid(
            "breakeven",
            Label("How many customers pay back the spend?"),
            spends,
            profits,
            COUNT,
            kpi("BREAKEVEN_CUSTOMERS", "axis.down", "axis.across", rounding),
            profit,
            "BREAKEVEN_CUSTOMERS",
            active["customers"],
            Label("Customers in the plan"),
            is_less_better=True,
            reading=Label("Blue: fewer than the plan brings. Orange: more than the plan brings, the spend does not pay."),
        ),
    ]


def _write_grid(book: Book, sheet: Sheet, grid: Grid, top: int) -> None:
    sheet.merge(top, _AXIS, _SIZE + 1, grid.title, SUBTITLE)
    sheet.merge(top + 1, _FIRST, _SIZE, grid.across.title, HEADER)
    sheet.put(top + 1, _AXIS, None, HEADER)
    sheet.note(sheet.put(top + 2, _AXIS, grid.down.title, HEADER.but(align="left")), kpi_note(grid.kpi))
    down, across, middle = _write_side(book, sheet, grid, top + 1)
    first, style = top + 3, NUMBER.as_format(grid.number_format).but(border="all")
    for index in range(_SIZE):
        step = sheet.put(top - 1, _FIRST + index, float(index - _REACH), UNSEEN).in_row
        sheet.put(top + 2, _FIRST + index, _on_axis(grid.across, step, across), HEADER.as_format(grid.across.number_format))
        step = sheet.put(first + index, 0, float(index - _REACH), UNSEEN).in_column
        sheet.put(first + index, _AXIS, _on_axis(grid.down, step, down), HEADER.as_format(grid.down.number_format))
    for row in range(_SIZE):
        for column in range(_SIZE):
            places = {"down": sheet.range(first + row, _AXIS).in_column, "across": sheet.range(top + 2, _FIRST + column).in_row}
            formula = if_all(in_place(grid.formula, axis=places.__getitem__), grid.needed, *places.values())
            is_active = row == column == _REACH
            sheet.put(first + row, _FIRST + column, Formula(formula), style.but(border="outline", is_bold=True) if is_active else style)
    cells = sheet.range(first, _FIRST, _SIZE, _SIZE)
    if grid.number_format == COUNT:
        sheet.show_decimals(cells, NUMBER)
    sheet.looks.append(Scale(cells, middle, (_GOOD, _EVEN, _POOR) if grid.is_less_better else (_POOR, _EVEN, _GOOD)))
    book.mark(f"sensitivity.{grid.key}", cells)
    book.mark(f"sensitivity.{grid.key}.down", sheet.range(first, _AXIS, _SIZE))
    book.mark(f"sensitivity.{grid.key}.across", sheet.range(top + 2, _FIRST, 1, _SIZE))


def _write_side(book: Book, sheet: Sheet, grid: Grid, row: int) -> tuple[At, At, At]:
    """Write the steps, the centres and the threshold beside the grid; return the centres, each above its step, and the threshold."""
    centres = []
    for name, axis in (("down", grid.down), ("across", grid.across)):
        sheet.put(row, _SIDE, axis.title, LABEL.but(is_bold=True))
        centres.append(sheet.put(row, _SIDE + 1, Formula(axis.centre), RESULT.as_format(axis.number_format)))
        text = Label("step, as a share of the active value") if axis.is_relative else Label("step, in percentage points")
        sheet.put(row + 1, _SIDE, text, LABEL)
        step = book.mark(f"sensitivity.{grid.key}.step.{name}", sheet.put(row + 1, _SIDE + 1, axis.step, INPUT.percent))
        sheet.allow(step, Validation("number", 0, 1, title=Label("Step"), message=Label("A share above 0% and up to 100%")))
        row += 2
    sheet.put(row, _SIDE, grid.middle_title, LABEL)
    middle = sheet.put(row, _SIDE + 1, Formula(grid.middle), NUMBER.as_format(grid.number_format))
    sheet.merge(row + 1, _SIDE, 2, kpi_formula(grid.kpi), HINT, rows=2)
    sheet.merge(row + 3, _SIDE, 2, grid.reading, HINT, rows=3)
    return centres[0], centres[1], middle


def _on_axis(axis: Axis, offset: str, centre: At) -> Formula:
    middle, step = centre.fixed, centre.cell(row=1).fixed
    value = f"{middle}*(1+{step}*{offset})" if axis.is_relative else f"{middle}+{step}*{offset}"
    is_possible = f"{value}>0" if axis.is_relative else f"AND({value}>=0,{value}<=1)"
    return Formula(f'IF(COUNT({middle},{step})=2,IF({is_possible},{value},""),"")')


def _write_event(book: Book, sheet: Sheet, switches: Switches, row: int) -> int:
    """Write how many customers must buy for an event to pay, and return the next free row."""
    sheet.put(row, _AXIS, Label("Does an exhibition, or any single event, pay?"), SUBTITLE)
    lines = {
        "spend": (Label("Spend on the event"), 100000.0),
        "revenue": (Label("Revenue per customer"), 5000.0),
        "cost": (Label("Cost per sale"), 1000.0),
    }
    passed = {}
    for key, (title, amount) in lines.items():
        row += 1
        sheet.merge(row, _AXIS, 3, title, LABEL)
        cell = book.mark(f"sensitivity.event.{key}", sheet.put(row, _AXIS + 3, amount, INPUT.money))
        sheet.allow(cell, limits("money", title))
        passed[key] = sheet.put(row, _AXIS + 4, Formula(or_blank(cell.here)), UNSEEN).here
    sheet.merge(row + 1, _AXIS, 3, Label("Gross profit per customer"), LABEL)
    earned = or_dash(book.kpi("PROFIT", passed["revenue"], passed["cost"]))
    profit = sheet.put(row + 1, _AXIS + 3, Formula(earned), NUMBER.money).here
    sheet.note(sheet.merge(row + 2, _AXIS, 3, Label("Customers to break even"), LABEL.but(is_bold=True)), kpi_note("BREAKEVEN_CUSTOMERS"))
    needed = or_dash(book.kpi("BREAKEVEN_CUSTOMERS", passed["spend"], profit, switches.rounding_of_customers.full))
    customers = sheet.put(row + 2, _AXIS + 3, Formula(needed), RESULT.count)
    sheet.show_decimals(customers, RESULT)
    book.mark("sensitivity.event.customers", customers)
    return row + 4
