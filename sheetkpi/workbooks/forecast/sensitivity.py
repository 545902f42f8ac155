"""The sheet “Sensitivity”: three grids around the active scenario."""

from collections.abc import Callable
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Formula, Scale, Sheet, Validation, if_all, or_blank, or_dash
from sheetkpi.workbooks.forecast.decomposition import Decomposition
from sheetkpi.workbooks.forecast.start import Switches
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
    TITLE,
    UNSEEN,
)

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
    """One grid."""

    key: str
    title: Translatable
    down: Axis
    across: Axis
    number_format: str
    cell: Callable[[str, str], str]
    needed: str
    kpi: str
    middle: str
    middle_title: Translatable
    is_less_better: bool
    reading: Translatable


class SensitivitySheet:
    """Writes the sheet."""

    def __init__(self, book: Book, switches: Switches, plan: Decomposition) -> None:
        self.book = book
        self.switches = switches
        self.plan = plan
        self.sheet: Sheet = book.sheet(Label("Sensitivity"), tab="#CC79A7")
        self.row = 3

    def write(self) -> None:
        """Write the sheet."""
        sheet = self.sheet
        sheet.set_widths(2.5, 24, *(11.5 for _ in range(_SIZE)), 2.5, 48, 14, 40)
        sheet.put(0, 0, Label("Sensitivity"), TITLE)
        hint = Label(
            "The cell in the frame is the active case. Change the steps in blue; the colours turn at the threshold beside the grid."
        )
        sheet.merge(1, 0, _SIDE + 3, hint, HINT)
        for grid in self._grids():
            self._write_grid(grid)
        self._exhibition()
        sheet.is_fitted_to_one_page = True
        sheet.print_area = sheet.range(0, 0, self.row, _SIDE + 3)

    def _grids(self) -> list[Grid]:
        kpi, active = self.book.kpi, {key: place.cell(column=3).full for key, place in self.plan.cells.items()}
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
        rounding = self.switches.rounding_of_customers.full
        return [
            Grid(
                "cpc",
                Label("What may a click cost at other conversions?"),
                sales,
                leads,
                MONEY,
                lambda down, across: kpi("MAX_CPC", customer, down, across),
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
                lambda down, across: kpi("ROMI", f"({profit}*{across})", down),
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
                lambda down, across: kpi("BREAKEVEN_CUSTOMERS", down, across, rounding),
                profit,
                "BREAKEVEN_CUSTOMERS",
                active["customers"],
                Label("Customers in the plan"),
                is_less_better=True,
                reading=Label("Blue: fewer than the plan brings. Orange: more than the plan brings, the spend does not pay."),
            ),
        ]

    def _write_grid(self, grid: Grid) -> None:
        sheet, book, top = self.sheet, self.book, self.row
        sheet.merge(top, _AXIS, _SIZE + 1, grid.title, SUBTITLE)
        corner = sheet.put(top + 2, _AXIS, grid.down.title, HEADER.but(align="left"))
        sheet.merge(top + 1, _FIRST, _SIZE, grid.across.title, HEADER)
        sheet.put(top + 1, _AXIS, None, HEADER)
        sheet.note(corner, kpi_note(grid.kpi))
        steps = self._side(grid, top + 1)
        offsets = range(-_REACH, _REACH + 1)
        for index, offset in enumerate(offsets):
            step = sheet.put(top - 1, _FIRST + index, float(offset), UNSEEN)
            self._axis(grid.across, top + 2, _FIRST + index, step.in_row, steps["across"])
            step = sheet.put(top + 3 + index, 0, float(offset), UNSEEN)
            self._axis(grid.down, top + 3 + index, _AXIS, step.in_column, steps["down"])
        for row in range(top + 3, top + 3 + _SIZE):
            for column in range(_FIRST, _FIRST + _SIZE):
                down, across = sheet.range(row, _AXIS).in_column, sheet.range(top + 2, column).in_row
                style = NUMBER.as_format(grid.number_format).but(border="all")
                if row == top + 3 + _REACH and column == _FIRST + _REACH:
                    style = style.but(border="outline", is_bold=True)
                sheet.put(row, column, Formula(if_all(grid.cell(down, across), grid.needed, down, across)), style)
        cells = sheet.range(top + 3, _FIRST, _SIZE, _SIZE)
        colours = (_GOOD, _EVEN, _POOR) if grid.is_less_better else (_POOR, _EVEN, _GOOD)
        if grid.number_format == COUNT:
            sheet.show_decimals(cells, NUMBER)
        sheet.looks.append(Scale(cells, steps["middle"], colours))
        book.mark(f"sensitivity.{grid.key}", cells)
        book.mark(f"sensitivity.{grid.key}.down", sheet.range(top + 3, _AXIS, _SIZE))
        book.mark(f"sensitivity.{grid.key}.across", sheet.range(top + 2, _FIRST, 1, _SIZE))
        self.row = top + 3 + _SIZE + 2

    def _side(self, grid: Grid, row: int) -> dict[str, At]:
        """Write the steps, the centre and the threshold beside the grid."""
        sheet, found = self.sheet, {}
        for name, axis in (("down", grid.down), ("across", grid.across)):
            sheet.put(row, _SIDE, axis.title, LABEL.but(is_bold=True))
            sheet.put(row, _SIDE + 1, Formula(axis.centre), RESULT.as_format(axis.number_format))
            found[name] = sheet.range(row, _SIDE + 1)
            text = Label("step, as a share of the active value") if axis.is_relative else Label("step, in percentage points")
            sheet.put(row + 1, _SIDE, text, LABEL)
            step = sheet.put(row + 1, _SIDE + 1, axis.step, INPUT.as_format(PERCENT))
            message = Label("A share above 0% and up to 100%")
            sheet.allow(step, Validation("number", 0, 1, title=Label("Step"), message=message))
            self.book.mark(f"sensitivity.{grid.key}.step.{name}", step)
            row += 2
        sheet.put(row, _SIDE, grid.middle_title, LABEL)
        found["middle"] = sheet.put(row, _SIDE + 1, Formula(grid.middle), NUMBER.as_format(grid.number_format))
        sheet.merge(row + 1, _SIDE, 2, kpi_formula(grid.kpi), HINT, rows=2)
        sheet.merge(row + 3, _SIDE, 2, grid.reading, HINT, rows=3)
        return found

    def _axis(self, axis: Axis, row: int, column: int, offset: str, centre: At) -> None:
        middle, step = centre.fixed, centre.cell(row=1).fixed
        value = f"{middle}*(1+{step}*{offset})" if axis.is_relative else f"{middle}+{step}*{offset}"
        is_possible = f"{value}>0" if axis.is_relative else f"AND({value}>=0,{value}<=1)"
        formula = f'IF(COUNT({middle},{step})=2,IF({is_possible},{value},""),"")'
        self.sheet.put(row, column, Formula(formula), HEADER.as_format(axis.number_format))

    def _exhibition(self) -> None:
        """Write the article's example of an event: how many customers must buy."""
        sheet, book = self.sheet, self.book
        sheet.put(self.row, _AXIS, Label("Does an exhibition, or any single event, pay?"), SUBTITLE)
        lines = [
            ("spend", Label("Spend on the event"), 100000.0),
            ("revenue", Label("Revenue per customer"), 5000.0),
            ("cost", Label("Cost per sale"), 1000.0),
        ]
        passes = []
        for offset, (key, title, amount) in enumerate(lines, 1):
            sheet.merge(self.row + offset, _AXIS, 3, title, LABEL)
            cell = sheet.put(self.row + offset, _AXIS + 3, amount, INPUT.as_format(MONEY))
            sheet.allow(cell, Validation("number", 0, title=title, message=Label("An amount from 0, without a currency symbol")))
            book.mark(f"sensitivity.event.{key}", cell)
            passes.append(sheet.put(self.row + offset, _AXIS + 4, Formula(or_blank(cell.here)), UNSEEN).here)
        spend, revenue, cost = passes
        row = self.row + len(lines) + 1
        sheet.merge(row, _AXIS, 3, Label("Gross profit per customer"), LABEL)
        profit = sheet.put(row, _AXIS + 3, Formula(or_dash(book.kpi("PROFIT", revenue, cost))), NUMBER.as_format(MONEY))
        name = sheet.merge(row + 1, _AXIS, 3, Label("Customers to break even"), LABEL.but(is_bold=True))
        needed = book.kpi("BREAKEVEN_CUSTOMERS", spend, profit.here, self.switches.rounding_of_customers.full)
        sheet.note(name, kpi_note("BREAKEVEN_CUSTOMERS"))
        customers = sheet.put(row + 1, _AXIS + 3, Formula(or_dash(needed)), RESULT.as_format(COUNT))
        sheet.show_decimals(customers, RESULT)
        book.mark("sensitivity.event.customers", customers)
        self.row = row + 3
