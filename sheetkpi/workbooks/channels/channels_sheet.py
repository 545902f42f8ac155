"""The sheet “Channels”: sums by channel, from the data or typed, that all other sheets use."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    HINT,
    INPUT,
    INPUT_TEXT,
    LABEL,
    MONEY,
    NUMBER,
    RATIO,
    SUBTITLE,
    TITLE,
    TOTAL,
    TOTAL_LABEL,
)

_NUMBER, _CHANNEL, _FIRST_MEASURE = 0, 1, 2

#: The first rows of the channels that count, of those typed by hand and of those in the data; above each its headings.
USED = 6
BY_HAND = USED + CHANNELS + 2 + 4
FROM_DATA = BY_HAND + CHANNELS + 4
SUMS = FROM_DATA + CHANNELS + 4

#: Which channels a total is of.
TOTALS: tuple[tuple[str, Translatable], ...] = (("paid", Label("Paid")), ("all", Label("All")))


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
    sheet = book.sheet(Label("Channels"), tab="#E69F00")
    sheet.set_widths(5, 30, *(13 for _ in (*MEASURES, *DERIVED)), 13)
    sheet.put(0, 0, Label("Channels"), TITLE)
    hint = Label(
        "At the top the channels that are compared. They are summed up from the sheet “Data”, or typed by hand into the blue cells "
        "further down: choose on the sheet “Start”. A number that a channel does not have stays blank; no spend at all is 0."
    )
    sheet.merge(1, 0, 12, hint, HINT)
    sheet.heights[1] = 30
    factors = _write_settings(book, sheet, switches)
    from_data, in_data = _write_from_data(book, sheet, data)
    by_hand = _write_by_hand(book, sheet)
    columns = _write_used(book, sheet, switches, (by_hand, from_data), factors)
    totals = _write_totals(book, sheet, columns)
    both = _write_both(sheet, columns)
    count = sheet.put(3, 6, Formula(f'COUNTIF({columns["names"].fixed},"?*")'), NUMBER.as_format(COUNT))
    sheet.merge(3, 4, 2, Label("Channels compared"), LABEL)
    sheet.frozen = (0, 2)
    sheet.print_area = sheet.range(0, 0, USED + CHANNELS + 2, _FIRST_MEASURE + len(MEASURES) + len(DERIVED))
    book.mark("channels.count", count)
    return ChannelsSheet(sheet, columns, totals, both, from_data, count, in_data, *factors)


def _write_settings(book: Book, sheet: Sheet, switches: Switches) -> tuple[At, At]:
    sides = ((switches.spend_vat, Label("Share of spend that counts")), (switches.sales_vat, Label("Share of revenue that counts")))
    places = []
    for number, (chosen, label) in enumerate(sides):
        sheet.merge(2 + number, 0, 2, label, LABEL)
        formula = Formula(without_vat(book, chosen, switches.vat_rate))
        places.append(sheet.put(2 + number, 2, formula, NUMBER.as_format("0.0000")))
    return places[0], places[1]


def _write_heads(sheet: Sheet, row: int, title: Translatable, *, is_derived: bool = False) -> None:
    sheet.put(row - 2, 0, title, SUBTITLE)
    sheet.put(row - 1, _NUMBER, Label("No."), HEADER)
    sheet.put(row - 1, _CHANNEL, Label("Channel"), HEADER_LEFT)
    for number, field in enumerate(MEASURES):
        sheet.put(row - 1, _FIRST_MEASURE + number, field.heading, HEADER)
    for number, (_, heading, _) in enumerate(DERIVED if is_derived else ()):
        sheet.put(row - 1, _FIRST_MEASURE + len(MEASURES) + number, heading, HEADER)
    sheet.heights[row - 1] = 42


def _columns(sheet: Sheet, row: int) -> dict[str, At]:
    cells = {field.key: sheet.range(row, _FIRST_MEASURE + number, CHANNELS) for number, field in enumerate(MEASURES)}
    return {"names": sheet.range(row, _CHANNEL, CHANNELS), **cells}


def _write_from_data(book: Book, sheet: Sheet, data: DataSheet) -> tuple[dict[str, At], At]:
    """Write each channel by its first row, sorted ascending without an array formula."""
    row = FROM_DATA
    _write_heads(sheet, row, Label("In the data: sums of the period"))
    id_column = _FIRST_MEASURE + len(MEASURES)
    sheet.put(row - 1, id_column, Label("Its first row"), HEADER)
    columns, counted = _columns(sheet, row), data.counted.full
    for number in range(CHANNELS):
        line = row + number
        sheet.put(line, _NUMBER, float(number + 1), NUMBER)
        above = sheet.range(line - 1, id_column).here
        later = f'SMALL({counted},COUNTIF({counted},"<="&{above})+1)'
        formula = f'IF({above}="","",IFERROR({later},""))' if number else f'IFERROR(SMALL({counted},1),"")'
        id_ = sheet.put(line, id_column, Formula(formula), NUMBER)
        sheet.put(line, _CHANNEL, Formula(f'IF({id_.in_column}="","",INDEX({data.names.full},{id_.in_column}))'), LABEL)
    columns["ids"] = sheet.range(row, id_column, CHANNELS)
    for field in MEASURES:
        cells, counted_name = data.named[field.key], data.named["channel_row_in_period"]

        def summed(line: int, cells: str = cells, counted: str = counted_name) -> str:
            id_ = sheet.range(line - 1, id_column).in_column
            has = f'COUNTIFS({counted},{id_},{cells},">-1E+300")'
            return f'IF({id_}="","",IF({has}=0,"",SUMIFS({cells},{counted},{id_})))'

        sheet.fill(row, columns[field.key].column, CHANNELS, summed, NUMBER.as_format(MONEY if field.is_money else COUNT))
    last = columns["ids"].cell(CHANNELS - 1).fixed
    more = f'IF({last}="",0,COUNTIF({counted},">"&{last}))'
    sheet.merge(2, 4, 2, Label("Rows of more channels than fit"), LABEL)
    in_data = sheet.put(2, 6, Formula(more), NUMBER.as_format(COUNT))
    book.mark("channels.in_data", columns["names"])
    return columns, in_data


def _write_by_hand(book: Book, sheet: Sheet) -> dict[str, At]:
    row = BY_HAND
    _write_heads(sheet, row, Label("Typed by hand"))
    columns = _columns(sheet, row)
    for number in range(CHANNELS):
        sheet.put(row + number, _NUMBER, float(number + 1), NUMBER)
        sheet.put(row + number, _CHANNEL, None, INPUT_TEXT)
        for field in MEASURES:
            style = INPUT.as_format(MONEY if field.is_money else COUNT)
            sheet.put(row + number, columns[field.key].column, None, style)
    numbers = columns["impressions"].to(columns["new_customers"])
    message = Label("0 or more. Leave it blank where the channel has no such number.")
    sheet.allow(numbers, Validation("number", 0, title=Label("A number"), message=message))
    for key, cells in columns.items():
        book.mark(f"channels.by_hand.{key}", cells)
    return columns


def _write_used(
    book: Book, sheet: Sheet, switches: Switches, sources: tuple[Mapping[str, At], Mapping[str, At]], factors: tuple[At, At]
) -> dict[str, At]:
    by_hand, from_data = sources
    _write_heads(sheet, USED, Label("The channels that are compared"), is_derived=True)
    columns = _columns(sheet, USED)
    first = _FIRST_MEASURE + len(MEASURES)
    columns |= {key: sheet.range(USED, first + number, CHANNELS) for number, (key, _, _) in enumerate(DERIVED)}
    plain = NUMBER.but(border="none")
    factor_of = {"spend": factors[0], "revenue": factors[1], "cost_of_sales": factors[1]}
    for number in range(CHANNELS):
        row = USED + number
        sheet.put(row, _NUMBER, float(number + 1), plain.but(colour=GREY))
        either = {key: switches.source.either(from_data[key].cell(number).here, by_hand[key].cell(number).here) for key in by_hand}
        name = sheet.put(row, _CHANNEL, Formula(f'TRIM({either["names"]}&"")'), LABEL.but(indent=1, border="none"))
        for field in MEASURES:
            chosen, factor = either[field.key], factor_of.get(field.key)
            amount = f"{chosen}*{factor.fixed}" if factor else chosen
            formula = f'IF(({name.in_column}<>"")*COUNT({chosen})=1,{amount},"")'
            style = plain.as_format(MONEY if field.is_money else COUNT)
            sheet.put(row, columns[field.key].column, Formula(formula), style)
        cells = {key: column.cell(number) for key, column in columns.items()}
        profit = cells["gross_profit"].in_column
        formulas = {
            "attempts": switches.attempts.either(cells["clicks"].in_column, cells["visits"].in_column),
            "gross_profit": book.kpi("PROFIT", cells["revenue"].in_column, cells["cost_of_sales"].in_column),
            "income": switches.basis.either(profit, cells["revenue"].in_column),
            "net": book.kpi("PROFIT", profit, cells["spend"].in_column),
            "place": _place(cells["net"], columns["net"], name, columns["names"]),
        }
        for key, _, number_format in DERIVED:
            sheet.put(row, columns[key].column, Formula(formulas[key]), plain.as_format(number_format))
    width = _FIRST_MEASURE + len(MEASURES) + len(DERIVED)
    sheet.draw_filled_rows(sheet.range(USED, 0, CHANNELS, width), columns["names"])
    for key, cells_of in columns.items():
        book.mark(f"channels.{key}", cells_of)
    return columns


def _place(net: At, nets: At, name: At, names: At) -> str:
    """Return the rank by net result; ties keep their order, channels without a result come last."""
    above = nets.cell().to(net)
    names_above = names.cell().to(name)
    by_result = f"RANK({net.in_column},{nets.fixed})+COUNTIF({_growing(above)},{net.in_column})-1"
    without = f'COUNT({nets.fixed})+COUNTIF({_growing(names_above)},"?*")-COUNT({_growing(above)})'
    return f'IF({name.in_column}="","",IF({net.in_column}="",{without},{by_result}))'


def _growing(cells: At) -> str:
    """Return a range with a fixed first cell: ``S$7:S9``."""
    return f"{cells.cell().in_row}:{cells.cell(cells.rows - 1).here}"


def _write_totals(book: Book, sheet: Sheet, columns: Mapping[str, At]) -> dict[tuple[str, str], At]:
    totals = {}
    spend = columns["spend"].fixed
    keys = {field.key: MONEY if field.is_money else COUNT for field in MEASURES} | {"attempts": COUNT, "gross_profit": MONEY}
    for number, (total, label) in enumerate(TOTALS):
        row = USED + CHANNELS + number
        sheet.put(row, _NUMBER, None, TOTAL)
        sheet.put(row, _CHANNEL, label, TOTAL_LABEL.but(indent=1))
        for key, number_format in keys.items():
            cells = columns[key].in_row
            has = f'COUNTIFS({spend},">0",{cells},">-1E+300")' if total == "paid" else f"COUNT({cells})"
            amount = f'SUMIFS({cells},{spend},">0")' if total == "paid" else f"SUM({cells})"
            place = sheet.put(row, columns[key].column, Formula(f'IF({has}=0,"",{amount})'), TOTAL.as_format(number_format))
            totals[total, key] = book.mark(f"channels.{total}.{key}", place)
    return totals


def _write_both(sheet: Sheet, columns: Mapping[str, At]) -> dict[tuple[str, str], tuple[At, At]]:
    """Write the sums that totals of ratios are calculated from."""
    row = SUMS
    title = Label("Sums for the totals of ratios: over the channels that have both numbers")
    sheet.put(row - 2, 0, title, SUBTITLE)
    heads = (Label("Paid: above the line"), Label("Paid: below the line"), Label("All: above the line"), Label("All: below the line"))
    sheet.put(row - 1, _CHANNEL, Label("KPI"), HEADER_LEFT)
    sheet.put_row(row - 1, _FIRST_MEASURE, heads, HEADER)
    sheet.heights[row - 1] = 42
    spend = columns["spend"].fixed
    both = {}
    for number, ratio in enumerate(RATIOS):
        line = row + number
        sheet.put(line, _CHANNEL, ratio.heading, LABEL)
        first, second = columns[ratio.first].fixed, columns[ratio.second].fixed
        for index, (total, _) in enumerate(TOTALS):
            are_both = f'({first}<>"")*({second}<>"")' + (f'*({spend}<>"")*({spend}>0)' if total == "paid" else "")
            formulas = [Formula(f'IF(SUMPRODUCT({are_both})=0,"",SUMPRODUCT({are_both},{cells}))') for cells in (first, second)]
            places = [
                sheet.put(line, _FIRST_MEASURE + 2 * index + side, formula, NUMBER.as_format(RATIO))
                for side, formula in enumerate(formulas)
            ]
            both[total, ratio.key] = (places[0], places[1])
    return both
