"""The sheet “Channels”: sums by channel, from the data or typed, that all other sheets use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Formula, Sheet, Validation
from sheetkpi.workbooks.channels.data import CHANNELS, DERIVED, MEASURES, RATIOS
from sheetkpi.workbooks.channels.data_sheet import DataSheet
from sheetkpi.workbooks.channels.start import Switches, without_vat
from sheetkpi.workbooks.styles import (
    COUNT,
    GREY,
    HEADER,
    HEADER_LEFT,
    INPUT,
    INPUT_TEXT,
    LABEL,
    MONEY,
    NUMBER,
    RATIO,
    SUBTITLE,
    TOTAL,
    TOTAL_LABEL,
)
from sheetkpi.workbooks.table_sheet import Column, Row, Table

#: The first rows of the channels that count, of those typed by hand and of those in the data; above each its headings.
USED = 6
_BY_HAND = USED + CHANNELS + 2 + 4
_FROM_DATA = _BY_HAND + CHANNELS + 4
_SUMS = _FROM_DATA + CHANNELS + 4

#: Which channels a total is of.
TOTALS: tuple[tuple[str, Translatable], ...] = (("paid", Label("Paid")), ("all", Label("All")))

_PLAIN = NUMBER.but(border="none")
_FORMATS = {field.key: MONEY if field.is_money else COUNT for field in MEASURES}


@dataclass(frozen=True, slots=True)
class ChannelsSheet:
    """Places on the sheet."""

    sheet: Sheet
    columns: Mapping[str, At]
    totals: Mapping[tuple[str, str], At]
    both: Mapping[tuple[str, str], tuple[At, At]]
    from_data: Mapping[str, At]
    count: At
    in_data: At
    spend_factor: At
    sales_factor: At


def write_channels(book: Book, switches: Switches, data: DataSheet) -> ChannelsSheet:
    """Write the sheet."""
    hint = Label(
        "At the top the channels that are compared. They are summed up from the sheet “Data”, or typed by hand into the blue cells "
        "further down: choose on the sheet “Start”. A number that a channel does not have stays blank; no spend at all is 0."
    )
    sheet = book.page(Label("Channels"), "#E69F00", (5, 30, *(13 for _ in (*MEASURES, *DERIVED)), 13), hint, across=12)
    sheet.heights[1] = 30
    sides = ((switches.spend_vat, Label("Share of spend that counts")), (switches.sales_vat, Label("Share of revenue that counts")))
    for row, (chosen, label) in enumerate(sides, 2):
        sheet.merge(row, 0, 2, label, LABEL)
        sheet.put(row, 2, Formula(without_vat(book, chosen, switches.vat_rate)), NUMBER.as_format("0.0000"))
    spend_factor, sales_factor = sheet.range(2, 2), sheet.range(3, 2)
    from_data = _write(sheet, _FROM_DATA, Label("In the data: sums of the period"), _from_data_columns(data))
    by_hand = _write(sheet, _BY_HAND, Label("Typed by hand"), _by_hand_columns())
    factors = {"spend": spend_factor, "revenue": sales_factor, "cost_of_sales": sales_factor}
    used = _write(sheet, USED, Label("The channels that are compared"), _used_columns(book, switches, (from_data, by_hand), factors))
    counted, last = data.counted.full, from_data["ids"].cell(CHANNELS - 1).fixed
    sheet.merge(2, 4, 2, Label("Rows of more channels than fit"), LABEL)
    in_data = sheet.put(2, 6, Formula(f'IF({last}="",0,COUNTIF({counted},">"&{last}))'), NUMBER.as_format(COUNT))
    sheet.merge(3, 4, 2, Label("Channels compared"), LABEL)
    count = sheet.put(3, 6, Formula(f'COUNTIF({used["names"].fixed},"?*")'), NUMBER.as_format(COUNT))
    sheet.allow(by_hand.span("impressions", "new_customers"), _number())
    sheet.draw_filled_rows(used.span("number", DERIVED[-1][0]), used["names"])
    sheet.frozen = (0, 2)
    sheet.print_area = sheet.range(0, 0, USED + CHANNELS + 2, len(used.columns))
    named = ("names", *_FORMATS)
    book.mark("channels.count", count)
    book.mark("channels.in_data", from_data["names"])
    by_hand.mark(book, "channels.by_hand", named)
    columns = {key: used[key] for key in (*named, *(key for key, _, _ in DERIVED))}
    used.mark(book, "channels", columns)
    sources = {key: from_data[key] for key in (*named, "ids")}
    totals, both = _write_totals(book, sheet, columns), _write_both(sheet, columns)
    return ChannelsSheet(sheet, columns, totals, both, sources, count, in_data, spend_factor, sales_factor)


def _number() -> Validation:
    message = Label("0 or more. Leave it blank where the channel has no such number.")
    return Validation("number", 0, title=Label("A number"), message=message)


def _write(sheet: Sheet, first: int, title: Translatable, columns: Iterable[Column]) -> Table:
    sheet.put(first - 2, 0, title, SUBTITLE)
    sheet.heights[first - 1] = 42
    return Table(sheet, columns, first, CHANNELS).write()


def _position(row: Row) -> float:
    return float(row.number + 1)


def _from_data_columns(data: DataSheet) -> list[Column]:
    """Return the columns: each channel by its first row, sorted ascending without an array formula."""
    counted = data.counted.full

    def first_row(row: Row) -> str:
        above = row.table["ids"].cell(row.number - 1).here
        later = f'SMALL({counted},COUNTIF({counted},"<="&{above})+1)'
        return f'IF({above}="","",IFERROR({later},""))' if row.number else f'IFERROR(SMALL({counted},1),"")'

    def summed(key: str) -> str:
        cells, in_period = data.named[key], data.named["channel_row_in_period"]
        has = f'COUNTIFS({in_period},c.ids,{cells},">-1E+300")'
        return f'IF(c.ids="","",IF({has}=0,"",SUMIFS({cells},{in_period},c.ids)))'

    name = f'IF(c.ids="","",INDEX({data.names.full},c.ids))'
    return [
        Column("number", Label("No."), NUMBER, _position),
        Column("names", Label("Channel"), LABEL, name, head=HEADER_LEFT),
        *(Column(each.key, each.heading, NUMBER.as_format(_FORMATS[each.key]), summed(each.key), is_copied=True) for each in MEASURES),
        Column("ids", Label("Its first row"), NUMBER, first_row),
    ]


def _by_hand_columns() -> list[Column]:
    return [
        Column("number", Label("No."), NUMBER, _position),
        Column("names", Label("Channel"), INPUT_TEXT, head=HEADER_LEFT),
        *(Column(field.key, field.heading, INPUT.as_format(_FORMATS[field.key])) for field in MEASURES),
    ]


def _used_columns(book: Book, switches: Switches, sources: tuple[Table, Table], factors: Mapping[str, At]) -> list[Column]:
    """Return the columns of the channels that count, and what comes of their numbers."""

    def either(row: Row, key: str) -> str:
        return switches.source.either(*(source[key].cell(row.number).here for source in sources))

    def name(row: Row) -> str:
        return f'TRIM({either(row, "names")}&"")'

    def amount(row: Row, key: str) -> str:
        chosen = either(row, key)
        counted = f"{chosen}*{factors[key].fixed}" if key in factors else chosen
        return f'IF((c.names<>"")*COUNT({chosen})=1,{counted},"")'

    formulas = {
        "attempts": switches.attempts.either("c.clicks", "c.visits"),
        "gross_profit": book.kpi("PROFIT", "c.revenue", "c.cost_of_sales"),
        "income": switches.basis.either("c.gross_profit", "c.revenue"),
        "net": book.kpi("PROFIT", "c.gross_profit", "c.spend"),
        "place": _place(),
    }
    return [
        Column("number", Label("No."), _PLAIN.but(colour=GREY), _position),
        Column("names", Label("Channel"), LABEL.but(indent=1, border="none"), name, head=HEADER_LEFT),
        *(Column(each.key, each.heading, _PLAIN.as_format(_FORMATS[each.key]), partial(amount, key=each.key)) for each in MEASURES),
        *(Column(key, heading, _PLAIN.as_format(number_format), formulas[key]) for key, heading, number_format in DERIVED),
    ]


def _place() -> str:
    """Return the rank by net result; ties keep their order, channels without a result come last."""
    by_result = "RANK(c.net,all.net)+COUNTIF(top.net:here.net,c.net)-1"
    without = 'COUNT(all.net)+COUNTIF(top.names:here.names,"?*")-COUNT(top.net:here.net)'
    return f'IF(c.names="","",IF(c.net="",{without},{by_result}))'


def _write_totals(book: Book, sheet: Sheet, columns: Mapping[str, At]) -> dict[tuple[str, str], At]:
    totals = {}
    spend = columns["spend"].fixed
    for row, (total, label) in enumerate(TOTALS, USED + CHANNELS):
        sheet.put(row, 0, None, TOTAL)
        sheet.put(row, 1, label, TOTAL_LABEL.but(indent=1))
        for key, number_format in (_FORMATS | {"attempts": COUNT, "gross_profit": MONEY}).items():
            cells = columns[key].in_row
            has = f'COUNTIFS({spend},">0",{cells},">-1E+300")' if total == "paid" else f"COUNT({cells})"
            amount = f'SUMIFS({cells},{spend},">0")' if total == "paid" else f"SUM({cells})"
            place = sheet.put(row, columns[key].column, Formula(f'IF({has}=0,"",{amount})'), TOTAL.as_format(number_format))
            totals[total, key] = book.mark(f"channels.{total}.{key}", place)
    return totals


def _write_both(sheet: Sheet, columns: Mapping[str, At]) -> dict[tuple[str, str], tuple[At, At]]:
    """Write the sums that totals of ratios are calculated from."""
    sheet.put(_SUMS - 2, 0, Label("Sums for the totals of ratios: over the channels that have both numbers"), SUBTITLE)
    heads = (Label("Paid: above the line"), Label("Paid: below the line"), Label("All: above the line"), Label("All: below the line"))
    sheet.put(_SUMS - 1, 1, Label("KPI"), HEADER_LEFT)
    sheet.put_row(_SUMS - 1, 2, heads, HEADER)
    sheet.heights[_SUMS - 1] = 42
    spend = columns["spend"].fixed
    both = {}
    for row, ratio in enumerate(RATIOS, _SUMS):
        sheet.put(row, 1, ratio.heading, LABEL)
        first, second = columns[ratio.first].fixed, columns[ratio.second].fixed
        for index, (total, _) in enumerate(TOTALS):
            are_both = f'({first}<>"")*({second}<>"")' + (f'*({spend}<>"")*({spend}>0)' if total == "paid" else "")
            sums = [Formula(f'IF(SUMPRODUCT({are_both})=0,"",SUMPRODUCT({are_both},{cells}))') for cells in (first, second)]
            places = sheet.put_row(row, 2 + 2 * index, sums, NUMBER.as_format(RATIO))
            both[total, ratio.key] = (places.cell(), places.cell(column=1))
    return both
