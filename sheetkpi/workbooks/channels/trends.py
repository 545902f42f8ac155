"""The sheet “Trends”: twelve months of every channel, with the chosen one drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, Validation, or_dash
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet
from sheetkpi.workbooks.channels.data import CHANNELS
from sheetkpi.workbooks.channels.data_sheet import DataSheet
from sheetkpi.workbooks.channels.start import Switches
from sheetkpi.workbooks.kpi_texts import kpi_summary
from sheetkpi.workbooks.styles import (
    CHART,
    COUNT,
    DATE,
    GREY,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT_CHOICE,
    LABEL,
    MONEY,
    MONEY_WHOLE,
    NUMBER,
    PERCENT,
    SUBTITLE,
    TITLE,
    TOTAL,
    TOTAL_LABEL,
)

MONTHS = 12
MONTH_FORMAT = "mm.yyyy"

_NAME, _FIRST = 0, 1
_CHANGE = _FIRST + MONTHS
_ID = _CHANGE + 2
_CHART = 5
_CHART_COLUMNS = (0, 2, 6, 10)
_CHART_WIDTHS = (300, 345, 345, 345)
_CHOSEN_HEAD = 22
_BLOCKS = _CHOSEN_HEAD + 16

#: The blocks from top to bottom: those that are shown first.
_SHOWN: tuple[tuple[str, Translatable, str], ...] = (
    ("spend", Label("Spend"), MONEY),
    ("leads", Label("Leads"), COUNT),
    ("cpo", Label("Cost per customer"), MONEY),
    ("romi", Label("ROMI"), PERCENT),
    ("net", Label("Net result"), MONEY),
)
_FED: tuple[tuple[str, Translatable, str], ...] = (
    ("rows", Label("Rows of the data"), COUNT),
    ("customers", Label("Customers"), COUNT),
    ("revenue", Label("Revenue"), MONEY),
    ("cost_of_sales", Label("Cost of sales"), MONEY),
    ("gross_profit", Label("Gross profit"), MONEY),
    ("income", Label("Income for ROMI"), MONEY),
)
_BLOCK_OF = {key: number for number, (key, _, _) in enumerate((*_SHOWN, *_FED))}
_HEIGHT = CHANNELS + 4

_KPI = {"cpo": ("CPO", "spend", "customers"), "romi": ("ROMI", "income", "spend"), "net": ("PROFIT", "gross_profit", "spend")}


@dataclass(frozen=True, slots=True)
class Trends:
    """Blocks of channels by months, and the channels' names."""

    sheet: Sheet
    blocks: Mapping[str, At]
    names: At
    months: At


def write_trends(book: Book, switches: Switches, data: DataSheet, channels: ChannelsSheet, chosen: str | None) -> Trends:
    """Write the sheet."""
    sheet = book.sheet(Label("Trends"), tab="#CC79A7")
    sheet.set_widths(30, *(12 for _ in range(MONTHS + 1)))
    sheet.put(0, 0, Label("Trends"), TITLE)
    hint = Label("Up to twelve months of the data, whatever period is compared: of all channels together, or of the one that you choose.")
    sheet.put(1, 0, hint, HINT.but(is_wrapped=False))
    months = _write_months(book, sheet, data)
    blocks = {key: sheet.range(_top(key) + 1, _FIRST, CHANNELS, MONTHS) for key in _BLOCK_OF}
    names = sheet.range(_top("spend") + 1, _NAME, CHANNELS)
    basis, factors = _write_copies(sheet, switches, channels)
    writer = _Writer(book, sheet, months, channels.from_data["names"], blocks, basis, factors)
    for key, heading, number_format in (*_SHOWN, *_FED):
        writer.write_block(key, heading, number_format, _formulas(book, data, writer, key))
    _write_chosen(book, sheet, months, names, chosen)
    sheet.frozen = (0, 1)
    sheet.print_area = sheet.range(0, 0, _BLOCKS + len(_SHOWN) * _HEIGHT, _CHANGE + 1)
    for key, cells in blocks.items():
        book.mark(f"trends.{key}", cells)
    book.mark("trends.names", names)
    book.mark("trends.months", months)
    return Trends(sheet, blocks, names, months)


def _write_copies(sheet: Sheet, switches: Switches, channels: ChannelsSheet) -> tuple[At, dict[str, At]]:
    """Copy what formulas need from other sheets to the right of the print area, so that they refer to this sheet only."""
    style = NUMBER.but(colour=GREY)
    copied = (
        (Label("Basis of ROMI"), switches.basis.number, "0"),
        (Label("Share of spend that counts"), channels.spend_factor, "0.0000"),
        (Label("Share of revenue that counts"), channels.sales_factor, "0.0000"),
    )
    cells = []
    for number, (label, source, number_format) in enumerate(copied):
        sheet.put(2 + number, _ID, label, HINT.but(is_wrapped=False))
        cells.append(sheet.put(2 + number, _ID + 4, Formula(source.full), style.as_format(number_format)))
    for key in ("rows", "spend", "leads", "customers", "revenue", "cost_of_sales"):
        is_rows = key == "rows"
        sheet.put(_top(key) - 1, _ID, Label("Its first row") if is_rows else Label("Has numbers"), HEADER.but(size=9))
        for number in range(CHANNELS):
            source = channels.from_data["ids" if is_rows else key].cell(number)
            sheet.put(_top(key) + 1 + number, _ID, Formula(source.full if is_rows else f"COUNT({source.full})"), style)
    basis, spend, sales = cells
    return basis, {"spend": spend, "revenue": sales, "cost_of_sales": sales}


def _top(key: str) -> int:
    """Return the total row of a block, above its channels."""
    return _BLOCKS + _BLOCK_OF[key] * _HEIGHT + 2


def _write_months(book: Book, sheet: Sheet, data: DataSheet) -> At:
    """Write the months: from the chosen one, or up to the last one in the data."""
    sheet.put(2, 0, Label("Months from"), LABEL)
    start = sheet.put(2, 1, None, INPUT_CHOICE.as_format(DATE))
    sheet.allow(start, Validation("date", 36526, 73050, title=Label("Months from"), message=Label("A date, or leave it blank.")))
    sheet.put(2, 2, Label("Blank: the twelve months up to the last one in the data"), HINT.but(is_wrapped=False, is_top=False, indent=1))
    book.mark("trends.start", start)
    book.name(Label("Months from"), start)
    dates = data.columns["date"].full
    last = f"MAX({dates})"
    style = HEADER.as_format(MONTH_FORMAT)
    first = f'IF({start.fixed}="",DATE(YEAR({last}),MONTH({last})-COLUMNS({sheet.range(0, _FIRST, 1, MONTHS).fixed})+1,1),{start.fixed})'
    for number in range(MONTHS):
        before = sheet.range(_CHOSEN_HEAD, _FIRST + number - 1).here
        formula = (
            f'IF({before}="","",DATE(YEAR({before}),MONTH({before})+1,1))'
            if number
            else f'IF(COUNT({dates})=0,"",DATE(YEAR({first}),MONTH({first}),1))'
        )
        sheet.put(_CHOSEN_HEAD, _FIRST + number, Formula(formula), style)
    return sheet.range(_CHOSEN_HEAD, _FIRST, 1, MONTHS)


@dataclass(frozen=True, slots=True)
class _Formulas:
    """The formulas of a block."""

    of_channel: Callable[[int, int], str]
    of_all: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class _Writer:
    book: Book
    sheet: Sheet
    months: At
    names: At
    blocks: Mapping[str, At]
    basis: At
    factors: Mapping[str, At]

    def write_block(self, key: str, heading: Translatable, number_format: str, formulas: _Formulas) -> None:
        sheet, top = self.sheet, _top(key)
        sheet.put(top - 2, 0, heading, SUBTITLE)
        sheet.put(top - 1, _NAME, Label("Channel"), HEADER_LEFT)
        for month in range(MONTHS):
            formula = Formula(self.months.cell(0, month).in_row)
            place = sheet.put(top - 1, _FIRST + month, formula, HEADER.as_format(MONTH_FORMAT))
            if month == 0 and key in _KPI:
                sheet.note(place, kpi_summary(_KPI[key][0]))
        sheet.put(top - 1, _CHANGE, Label("Last month to the one before"), HEADER.but(size=9))
        sheet.heights[top - 1] = 42
        sheet.put(top, _NAME, Label("All channels"), TOTAL_LABEL)
        for number in range(CHANNELS):
            sheet.put(top + 1 + number, _NAME, Formula(self.names.cell(number).full), LABEL.but(border="none"))
        sheet.draw_filled_rows(sheet.range(top + 1, _NAME, CHANNELS, _CHANGE + 1), sheet.range(top + 1, _NAME))
        for month in range(MONTHS):
            sheet.put(top, _FIRST + month, Formula(formulas.of_all(month)), TOTAL.as_format(number_format))
            style = NUMBER.but(border="none", number_format=number_format)
            sheet.fill(top + 1, _FIRST + month, CHANNELS, lambda row, month=month: formulas.of_channel(row - top - 2, month), style)  # type: ignore[misc]
        for first, rows, style in ((top, 1, TOTAL), (top + 1, CHANNELS, NUMBER.but(border="none"))):
            sheet.fill(first, _CHANGE, rows, lambda row: self.change(row - 1), style.as_format(PERCENT))

    def change(self, row: int) -> str:
        """Return the formula of the last month's change."""
        last, before = (self.sheet.range(row, _CHANGE - back).in_column for back in (1, 2))
        return or_dash(self.book.kpi("GROWTH_RATE", last, before))


def _formulas(book: Book, data: DataSheet, writer: _Writer, key: str) -> _Formulas:
    blocks, sheet = writer.blocks, writer.sheet
    if key in _KPI:
        kpi, first, second = _KPI[key]

        def of_two(number: int, month: int) -> str:
            return or_dash(book.kpi(kpi, *(blocks[name].cell(number, month).here for name in (first, second))))

        def of_sums(month: int) -> str:
            above, below = (_column(blocks[name], month) for name in (first, second))
            row = _top(_FED[-1][0]) + CHANNELS + 3 + 2 * list(_KPI).index(key)
            are_both = f'({above}<>"")*({below}<>"")'
            places = []
            for side, cells in enumerate((above, below)):
                formula = Formula(f'IF(SUMPRODUCT({are_both})=0,"",SUMPRODUCT({are_both},{cells}))')
                places.append(sheet.put(row + side, _FIRST + month, formula, NUMBER.as_format(MONEY)).here)
                if month == 0:
                    sheet.put(row + side, _NAME, (_ABOVE if side == 0 else _BELOW)[key], LABEL)
            return or_dash(book.kpi(kpi, *places))

        return _Formulas(of_two, of_sums)

    def total(month: int) -> str:
        cells = _column(blocks[key], month)
        return f'IF(COUNT({cells})=0,"",SUM({cells}))'

    if key in ("gross_profit", "income"):

        def from_blocks(number: int, month: int) -> str:
            cells = {name: blocks[name].cell(number, month).here for name in ("revenue", "cost_of_sales", "gross_profit")}
            if key == "income":
                return f"CHOOSE({writer.basis.fixed},{cells['gross_profit']},{cells['revenue']})"
            return or_dash(book.kpi("PROFIT", cells["revenue"], cells["cost_of_sales"]))

        return _Formulas(from_blocks, total)
    return _Formulas(lambda number, month: _sum(data, writer, key, (number, month)), total)


_ABOVE = {
    "cpo": Label("Spend of channels with customers"),
    "romi": Label("Income of channels with spend"),
    "net": Label("Gross profit of channels with spend"),
}
_BELOW = {
    "cpo": Label("Customers of channels with spend"),
    "romi": Label("Spend of channels with income"),
    "net": Label("Spend of channels with gross profit"),
}


def _column(cells: At, month: int) -> str:
    return At(cells.sheet, cells.row, cells.column + month, cells.rows).in_row


def _sum(data: DataSheet, writer: _Writer, key: str, place: tuple[int, int]) -> str:
    """Return the formula of a channel's sum in a month; it refers to this sheet and names only, and is the same in all cells."""
    number, month = place
    id_ = writer.sheet.range(_top("rows") + 1 + number, _ID).in_column
    day = writer.months.cell(0, month).in_row
    criteria = f'{data.named["channel_row"]},{id_},{data.named["date"]},">="&{day},{data.named["date"]},"<"&EDATE({day},1)'
    if key == "rows":
        return f'IF(({id_}="")+({day}="")>0,"",COUNTIFS({criteria}))'
    has_any = writer.sheet.range(_top(key) + 1 + number, _ID).in_column
    rows = writer.blocks["rows"].cell(number, month).here
    factor = f"*{writer.factors[key].fixed}" if key in writer.factors else ""
    return f'IF(N({rows})*{has_any}=0,"",SUMIFS({data.named[key]},{criteria}){factor})'


def _write_chosen(book: Book, sheet: Sheet, months: At, names: At, chosen: str | None) -> None:
    """Write the chosen channel, or all: monthly values, their change, and charts."""
    sheet.put(3, 0, Label("Channel"), LABEL)
    cell = sheet.put(3, 1, chosen, INPUT_CHOICE)
    options = At(names.sheet, names.row - 1, names.column, names.rows + 1)
    message = Label("Choose a channel from the list.")
    sheet.allow(cell, Validation("list", options=options, title=Label("Channel"), message=message, is_strict=False))
    book.mark("trends.chosen", cell)
    index = sheet.put(
        5, _ID + 4, Formula(f'IF({cell.fixed}="",1,IFERROR(MATCH({cell.fixed},{options.fixed},0),1))'), NUMBER.but(colour="#6B7280")
    )
    sheet.put(3, 2, Label("Blank: all channels together"), HINT.but(is_wrapped=False, is_top=False, indent=1))
    sheet.put(5, _ID, Label("Line of the chosen channel"), HINT.but(is_wrapped=False))
    sheet.put(4, 0, Formula(f"INDEX({options.fixed},{index.fixed})"), SUBTITLE)
    sheet.put(_CHOSEN_HEAD, _NAME, Label("The chosen channel by months"), HEADER_LEFT)
    sheet.put(_CHOSEN_HEAD, _CHANGE, None, HEADER)
    row = _CHOSEN_HEAD + 1
    places = {}
    for key, heading, number_format in _SHOWN:
        sheet.put(row, _NAME, heading, LABEL.but(is_bold=True))
        sheet.put(row + 1, _NAME, Label("to the month before"), LABEL.but(indent=2, colour="#6B7280"))
        top = At(sheet.title, _top(key), _FIRST, CHANNELS + 1, MONTHS)
        for month in range(MONTHS):
            place = sheet.put(row, _FIRST + month, Formula(f"INDEX({_column(top, month)},{index.fixed})"), NUMBER.as_format(number_format))
            if month:
                before = place.cell(0, -1)
                growth = or_dash(book.kpi("GROWTH_RATE", place.here, before.here))
                sheet.put(row + 1, _FIRST + month, Formula(growth), NUMBER.as_format(PERCENT).but(colour="#6B7280"))
            else:
                sheet.put(row + 1, _FIRST, None, NUMBER)
        places[key] = book.mark(f"trends.chosen.{key}", sheet.range(row, _FIRST, 1, MONTHS))
        book.mark(f"trends.chosen.{key}.change", sheet.range(row + 1, _FIRST, 1, MONTHS))
        row += 2
    _write_charts(sheet, months, places)


def _write_charts(sheet: Sheet, months: At, places: Mapping[str, At]) -> None:
    drawn: tuple[tuple[str, Literal["line", "column"], Translatable, str, str], ...] = (
        ("spend", "line", Label("Spend"), MONEY_WHOLE, CHART[0]),
        ("leads", "line", Label("Leads"), COUNT, CHART[2]),
        ("cpo", "column", Label("Cost per customer"), MONEY_WHOLE, CHART[1]),
        ("romi", "column", Label("ROMI"), "0%", CHART[3]),
    )
    for number, (key, kind, title, number_format, colour) in enumerate(drawn):
        series = Series(places[key], months, title, colour)
        width = _CHART_WIDTHS[number]
        chart = Chart(kind, title, [series], number_format=number_format, x_number_format=MONTH_FORMAT, width=width, has_legend=False)
        sheet.charts.append((_CHART, _CHART_COLUMNS[number], chart))
