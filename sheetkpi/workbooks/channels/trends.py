"""The sheet “Trends”: twelve months of every channel, with the chosen one drawn."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, Validation, or_dash, sum_of
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
    TOTAL,
    TOTAL_LABEL,
)
from sheetkpi.workbooks.table_sheet import Column, Row, Setting, Table

MONTHS = 12
MONTH_FORMAT = "mm.yyyy"

_FIRST = 1
_CHANGE = _FIRST + MONTHS
_ID = _CHANGE + 2
_CHOSEN_HEAD = 22
_BLOCKS = _CHOSEN_HEAD + 16


@dataclass(frozen=True, slots=True)
class _Block:
    """The channels by months, in one measure: a sum of the data, a KPI of two other blocks, or a formula of theirs."""

    key: str
    heading: Translatable
    number_format: str
    kpi: str | None = None
    above: tuple[str, Translatable] | None = None
    below: tuple[str, Translatable] | None = None


#: The blocks from top to bottom: those that are shown first, then those that feed them.
_SHOWN = (
    _Block("spend", Label("Spend"), MONEY),
    _Block("leads", Label("Leads"), COUNT),
    _Block(
        "cpo",
        Label("Cost per customer"),
        MONEY,
        "CPO",
        ("spend", Label("Spend of channels with customers")),
        ("customers", Label("Customers of channels with spend")),
    ),
    _Block(
        "romi",
        Label("ROMI"),
        PERCENT,
        "ROMI",
        ("income", Label("Income of channels with spend")),
        ("spend", Label("Spend of channels with income")),
    ),
    _Block(
        "net",
        Label("Net result"),
        MONEY,
        "PROFIT",
        ("gross_profit", Label("Gross profit of channels with spend")),
        ("spend", Label("Spend of channels with gross profit")),
    ),
)
_FEEDING = (
    _Block("rows", Label("Rows of the data"), COUNT),
    _Block("customers", Label("Customers"), COUNT),
    _Block("revenue", Label("Revenue"), MONEY),
    _Block("cost_of_sales", Label("Cost of sales"), MONEY),
    _Block("gross_profit", Label("Gross profit"), MONEY),
    _Block("income", Label("Income for ROMI"), MONEY),
)
_ALL = (*_SHOWN, *_FEEDING)
_KPIS = [block.key for block in _ALL if block.kpi]
_HEIGHT = CHANNELS + 4
#: The total row of each block, above its channels.
_TOP = {block.key: _BLOCKS + number * _HEIGHT + 2 for number, block in enumerate(_ALL)}
_SUMS = _TOP[_FEEDING[-1].key] + CHANNELS + 3


@dataclass(frozen=True, slots=True)
class Trends:
    """Blocks of channels by months, and the channels' names."""

    blocks: Mapping[str, At]
    names: At
    months: At


def write_trends(book: Book, switches: Switches, data: DataSheet, channels: ChannelsSheet, chosen: str | None) -> Trends:
    """Write the sheet."""
    hint = Label("Up to twelve months of the data, whatever period is compared: of all channels together, or of the one that you choose.")
    sheet = book.page(Label("Trends"), "#CC79A7", (30, *(12 for _ in range(MONTHS + 1))), hint)
    months = _write_months(book, sheet, data)
    sources = _write_sources(sheet, switches, channels)
    for block in _ALL:
        _write_block(book, sheet, block, channels.from_data["names"], _formula(book, data, block, sources))
    blocks = {key: sheet.range(top + 1, _FIRST, CHANNELS, MONTHS) for key, top in _TOP.items()}
    names = sheet.range(_TOP["spend"] + 1, 0, CHANNELS)
    _write_chosen(book, sheet, months, names, chosen)
    sheet.frozen = (0, 1)
    sheet.print_area = sheet.range(0, 0, _BLOCKS + len(_SHOWN) * _HEIGHT, _CHANGE + 1)
    for key, cells in (blocks | {"names": names, "months": months}).items():
        book.mark(f"trends.{key}", cells)
    return Trends(blocks, names, months)


def _write_months(book: Book, sheet: Sheet, data: DataSheet) -> At:
    """Write the months: from the chosen one, or up to the last one in the data."""
    day = Validation("date", 36526, 73050, title=Label("Months from"), message=Label("A date, or leave it blank."))
    meaning = Label("Blank: the twelve months up to the last one in the data")
    start = Setting("trends.start", Label("Months from"), None, INPUT_CHOICE.as_format(DATE), day, meaning).write(book, sheet, 2).fixed
    dates = data.columns["date"].full
    months, last = sheet.range(_CHOSEN_HEAD, _FIRST, 1, MONTHS), f"MAX({dates})"
    span = sheet.range(0, _FIRST, 1, MONTHS).fixed
    first = f'IF({start}="",DATE(YEAR({last}),MONTH({last})-COLUMNS({span})+1,1),{start})'
    formula = f'IF(COUNT({dates})=0,"",DATE(YEAR({first}),MONTH({first}),1))'
    for month in range(MONTHS):
        cell = sheet.put(_CHOSEN_HEAD, _FIRST + month, Formula(formula), HEADER.as_format(MONTH_FORMAT)).here
        formula = f'IF({cell}="","",DATE(YEAR({cell}),MONTH({cell})+1,1))'
    return months


def _write_sources(sheet: Sheet, switches: Switches, channels: ChannelsSheet) -> dict[str, str]:
    """Copy what formulas need from other sheets to the right of the print area, so that they refer to this sheet only.

    Returns:
        The basis of ROMI and the shares of amounts that count.
    """
    style = NUMBER.but(colour=GREY)
    copied = (
        (Label("Basis of ROMI"), switches.basis.number, "0"),
        (Label("Share of spend that counts"), channels.spend_factor, "0.0000"),
        (Label("Share of revenue that counts"), channels.sales_factor, "0.0000"),
    )
    cells = []
    for row, (label, source, number_format) in enumerate(copied, 2):
        sheet.put(row, _ID, label, HINT.but(is_wrapped=False))
        cells.append(sheet.put(row, _ID + 4, Formula(source.full), style.as_format(number_format)).fixed)
    for key in ("rows", "spend", "leads", "customers", "revenue", "cost_of_sales"):
        is_rows = key == "rows"
        sheet.put(_TOP[key] - 1, _ID, Label("Its first row") if is_rows else Label("Has numbers"), HEADER.but(size=9))
        for number in range(CHANNELS):
            source = channels.from_data["ids" if is_rows else key].cell(number)
            sheet.put(_TOP[key] + 1 + number, _ID, Formula(source.full if is_rows else f"COUNT({source.full})"), style)
    basis, spend, sales = cells
    return {"basis": basis, "spend": spend, "revenue": sales, "cost_of_sales": sales}


def _formula(book: Book, data: DataSheet, block: _Block, sources: Mapping[str, str]) -> str:
    """Return the formula of a channel in a month; it refers to this sheet and names only, and is the same in all cells.

    ``block.spend`` is the cell of another block in the same place, ``source.spend`` its line's cell beside it, and ``month`` its month.
    """
    if block.kpi and block.above and block.below:
        return or_dash(book.kpi(block.kpi, f"block.{block.above[0]}", f"block.{block.below[0]}"))
    if block.key == "gross_profit":
        return or_dash(book.kpi("PROFIT", "block.revenue", "block.cost_of_sales"))
    if block.key == "income":
        return f"CHOOSE({sources['basis']},block.gross_profit,block.revenue)"
    dates = data.named["date"]
    criteria = f'{data.named["channel_row"]},source.rows,{dates},">="&month,{dates},"<"&EDATE(month,1)'
    if block.key == "rows":
        return f'IF((source.rows="")+(month="")>0,"",COUNTIFS({criteria}))'
    factor = f"*{sources[block.key]}" if block.key in sources else ""
    return f'IF(N(block.rows)*source.{block.key}=0,"",SUMIFS({data.named[block.key]},{criteria}){factor})'


def _in_place(formula: str, month: int, row: Row) -> str:
    """Return a block's formula with cells in place of their keys."""

    def cell(found: re.Match[str]) -> str:
        what, key = found.groups()
        if what is None:
            return row.table.sheet.range(_CHOSEN_HEAD, _FIRST + month).in_row
        column = _ID if what == "source" else _FIRST + month
        place = row.table.sheet.range(_TOP[key] + 1 + row.number, column)
        return place.in_column if what == "source" else place.here

    return re.sub(r"\b(?:(block|source)\.(\w+)|month)\b", cell, formula)


def _write_block(book: Book, sheet: Sheet, block: _Block, names: At, formula: str) -> None:
    top, row_style = _TOP[block.key], NUMBER.but(border="none")
    sheet.put(top - 2, 0, block.heading, SUBTITLE)
    sheet.heights[top - 1] = 42
    growth = or_dash(book.kpi("GROWTH_RATE", f"c.{MONTHS - 1}", f"c.{MONTHS - 2}"))
    columns = [
        Column(
            "names",
            Label("Channel"),
            LABEL.but(border="none"),
            lambda row: names.cell(row.number).full,
            head=HEADER_LEFT,
            total=Label("All channels"),
            total_style=TOTAL_LABEL,
        )
    ]
    for month in range(MONTHS):
        column = Column(
            str(month),
            Formula(sheet.range(_CHOSEN_HEAD, _FIRST + month).in_row),
            row_style.as_format(block.number_format),
            partial(_in_place, formula, month),
            head=HEADER.as_format(MONTH_FORMAT),
            note=kpi_summary(block.kpi) if block.kpi and month == 0 else None,
            total=_total(book, sheet, block, month),
            is_copied=True,
        )
        columns.append(column)
    change = Label("Last month to the one before")
    columns.append(Column("change", change, row_style.as_format(PERCENT), growth, head=HEADER.but(size=9), is_copied=True))
    table = Table(sheet, columns, top + 1, CHANNELS, total=top).write(head=top - 1)
    sheet.fill(top, _CHANGE, 1, lambda _: table.total.formula(growth), TOTAL.as_format(PERCENT))
    sheet.draw_filled_rows(table.span("names", "change"), table["names"].cell())


def _total(book: Book, sheet: Sheet, block: _Block, month: int) -> str:
    """Return the formula of all channels in a month: a sum, or a KPI of sums over the channels that have both numbers."""
    if not (block.kpi and block.above and block.below):
        return sum_of(_month_of(block.key, month))
    row, sums = _SUMS + 2 * _KPIS.index(block.key), [_month_of(key, month) for key, _ in (block.above, block.below)]
    are_both = f'({sums[0]}<>"")*({sums[1]}<>"")'
    places = []
    for side, (_, label) in enumerate((block.above, block.below)):
        formula = Formula(f'IF(SUMPRODUCT({are_both})=0,"",SUMPRODUCT({are_both},{sums[side]}))')
        places.append(sheet.put(row + side, _FIRST + month, formula, NUMBER.as_format(MONEY)).here)
        sheet.put(row + side, 0, label, LABEL)
    return or_dash(book.kpi(block.kpi, *places))


def _month_of(key: str, month: int) -> str:
    return At("", _TOP[key] + 1, _FIRST + month, CHANNELS).in_row


def _write_chosen(book: Book, sheet: Sheet, months: At, names: At, chosen: str | None) -> None:
    """Write the chosen channel, or all: monthly values, their change, and charts."""
    grey = NUMBER.but(colour=GREY)
    sheet.put(3, 0, Label("Channel"), LABEL)
    cell = book.mark("trends.chosen", sheet.put(3, 1, chosen, INPUT_CHOICE))
    options = At(names.sheet, names.row - 1, names.column, names.rows + 1)
    message = Label("Choose a channel from the list.")
    sheet.allow(cell, Validation("list", options=options, title=Label("Channel"), message=message, is_strict=False))
    sheet.put(3, 2, Label("Blank: all channels together"), HINT.but(is_wrapped=False, is_top=False, indent=1))
    sheet.put(5, _ID, Label("Line of the chosen channel"), HINT.but(is_wrapped=False))
    line = f'IF({cell.fixed}="",1,IFERROR(MATCH({cell.fixed},{options.fixed},0),1))'
    index = sheet.put(5, _ID + 4, Formula(line), grey).fixed
    sheet.put(4, 0, Formula(f"INDEX({options.fixed},{index})"), SUBTITLE)
    sheet.put(_CHOSEN_HEAD, 0, Label("The chosen channel by months"), HEADER_LEFT)
    sheet.put(_CHOSEN_HEAD, _CHANGE, None, HEADER)
    places = {}
    for row, block in zip(range(_CHOSEN_HEAD + 1, _BLOCKS, 2), _SHOWN, strict=False):
        sheet.put(row, 0, block.heading, LABEL.but(is_bold=True))
        sheet.put(row + 1, 0, Label("to the month before"), LABEL.but(indent=2, colour=GREY))
        sheet.put(row + 1, _FIRST, None, NUMBER)
        for month in range(MONTHS):
            with_total = At("", _TOP[block.key], _FIRST + month, CHANNELS + 1).in_row
            place = sheet.put(row, _FIRST + month, Formula(f"INDEX({with_total},{index})"), NUMBER.as_format(block.number_format))
            if month:
                growth = or_dash(book.kpi("GROWTH_RATE", place.here, place.cell(0, -1).here))
                sheet.put(row + 1, _FIRST + month, Formula(growth), grey.as_format(PERCENT))
        places[block.key] = book.mark(f"trends.chosen.{block.key}", sheet.range(row, _FIRST, 1, MONTHS))
        book.mark(f"trends.chosen.{block.key}.change", sheet.range(row + 1, _FIRST, 1, MONTHS))
    drawn: tuple[tuple[str, Literal["line", "column"], Translatable, str, str, int, int], ...] = (
        ("spend", "line", Label("Spend"), MONEY_WHOLE, CHART[0], 0, 300),
        ("leads", "line", Label("Leads"), COUNT, CHART[2], 2, 345),
        ("cpo", "column", Label("Cost per customer"), MONEY_WHOLE, CHART[1], 6, 345),
        ("romi", "column", Label("ROMI"), "0%", CHART[3], 10, 345),
    )
    for key, kind, title, number_format, colour, column, width in drawn:
        series = Series(places[key], months, title, colour)
        chart = Chart(kind, title, [series], number_format=number_format, x_number_format=MONTH_FORMAT, width=width, has_legend=False)
        sheet.charts.append((5, column, chart))
