"""The sheet “Confidence”: intervals of conversions, a comparison of two channels, and the sample still needed."""

from sheetkpi.translation import Label
from sheetkpi.workbooks.book import Book, Chart, Formula, Series, Sheet, Validation, or_dash
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet
from sheetkpi.workbooks.channels.data import CHANNELS
from sheetkpi.workbooks.channels.funnel import choose_channel
from sheetkpi.workbooks.channels.screen import SHOWN, Screen, ShortList
from sheetkpi.workbooks.channels.start import Switches
from sheetkpi.workbooks.kpi_texts import kpi_summary
from sheetkpi.workbooks.styles import (
    BAND,
    CHART,
    COUNT,
    HEADER,
    HEADER_LEFT,
    INPUT_CHOICE,
    LABEL,
    NUMBER,
    PERCENT,
    RESULT,
    SENTENCE,
    SUBTITLE,
    Style,
)
from sheetkpi.workbooks.table_sheet import Column, Setting, Table

HEAD = 28
FIRST = HEAD + 1
_PAIR = 5

#: Empty rows are not ruled.
_NAME, _NUMBER = LABEL.but(indent=1, border="none"), NUMBER.but(border="none")
_COUNT, _PERCENT = _NUMBER.as_format(COUNT), _NUMBER.as_format(PERCENT)


def write_confidence(
    book: Book,
    switches: Switches,
    channels: ChannelsSheet,
    screen: Screen,
    short: ShortList,
    chosen: tuple[str | None, str | None],
    printed: int,
) -> None:
    """Write the sheet; `printed` channels are in its print area."""
    hint = Label(
        "With few people a conversion is a guess. The interval shows where the true one may be; the more people, the narrower it is."
    )
    sheet = book.page(Label("Confidence"), "#CC79A7", (38, 20, 18, 12, 12, 12, 16, 12, 12, 13, 13, 14), hint)
    _write_pair(book, sheet, switches, channels, screen, chosen)
    sheet.put(_PAIR + 3, 0, Label("How much more data is needed?"), SUBTITLE)
    share, wanted = Validation("number", 0.01, 10, title=Label("A share")), Label("Relative change that you want to see")
    chance, power = Validation("number", 0.5, 0.99, title=Label("A share")), Label("Chance to see it when it is there")
    style = INPUT_CHOICE.as_format("0%")
    places = (
        Setting("confidence.uplift", wanted, 0.2, style, share).write(book, sheet, _PAIR + 4).fixed,
        switches.confidence.full,
        Setting("confidence.power", power, 0.8, style, chance).write(book, sheet, _PAIR + 5).fixed,
    )
    table = Table(sheet, _columns(book, screen, places), FIRST, CHANNELS).write()
    sheet.heights[HEAD] = 56
    table.mark(book, "confidence")
    sheet.draw_filled_rows(table.span("channel", "stop"), table["channel"].cell())
    _write_chart(sheet, screen, short, len(table.columns) + 1)
    sheet.frozen = (0, 1)
    sheet.print_area = sheet.range(0, 0, FIRST + printed, len(table.columns))
    sheet.is_fitted_to_one_page = True


def _columns(book: Book, screen: Screen, settings: tuple[str, str, str]) -> tuple[Column, ...]:
    """Return the columns: those of “One screen”, and what the data lack; `settings` are the change, the confidence and the power."""

    def column(key: str, title: Label, style: Style, kpi: str | None = None, head: Style = HEADER) -> Column:
        taken = screen.columns[key]
        return Column(key, title, style, lambda row: taken.cell(row.number).full, head=head, note=kpi_summary(kpi) if kpi else None)

    sample = or_dash(book.kpi("MIN_SAMPLE", "c.click_to_lead", *settings))
    more = 'IF(COUNT(c.sample,c.attempts)=2,MAX(0,c.sample-c.attempts),"")'
    stop = or_dash(book.kpi("MIN_CLICKS", "c.click_to_lead", settings[1]))
    return (
        column("channel", Label("Channel"), _NAME, head=HEADER_LEFT),
        column("leads", Label("Leads"), _COUNT),
        column("customers", Label("Customers"), _COUNT),
        column("lead_to_sale", Label("Lead-to-sale conversion"), _PERCENT, "CONVERSION"),
        column("low", Label("At least"), _PERCENT, "CONVERSION_BOUND"),
        column("high", Label("At most"), _PERCENT, "CONVERSION_BOUND"),
        column("data", Label("Data"), _NAME),
        column("attempts", Label("Clicks or visits"), _COUNT),
        column("click_to_lead", Label("Click-to-lead conversion"), _PERCENT, "CONVERSION"),
        Column("sample", Label("Clicks needed to see the change"), _COUNT, sample, note=kpi_summary("MIN_SAMPLE")),
        Column("more", Label("More clicks needed"), _COUNT, more),
        Column("stop", Label("Clicks without a lead before you stop"), _COUNT, stop, note=kpi_summary("MIN_CLICKS")),
    )


def _write_pair(
    book: Book, sheet: Sheet, switches: Switches, channels: ChannelsSheet, screen: Screen, chosen: tuple[str | None, str | None]
) -> None:
    sheet.put(2, 0, Label("Do two channels convert differently?"), SUBTITLE)
    lines = [
        choose_channel(sheet, (_PAIR - 1 + number, 0), channels, screen.columns["index"].cell(number), name, label)
        for number, (name, label) in enumerate(zip(chosen, (Label("One channel"), Label("The other")), strict=True))
    ]
    for number, key in enumerate(("one", "other")):
        book.mark(f"confidence.{key}", sheet.range(_PAIR - 1 + number, 1))
    for offset, heading in enumerate((Label("Leads"), Label("Customers"), Label("Lead-to-sale conversion"))):
        sheet.put(_PAIR - 2, 3 + offset, heading, HEADER)
    cells = []
    for number, line in enumerate(lines):
        row = _PAIR - 1 + number
        taken = (f'IF({line.fixed}="","",INDEX({channels.columns[key].full},{line.fixed}))' for key in ("leads", "customers"))
        leads, customers = (sheet.put(row, column, Formula(formula), NUMBER.as_format(COUNT)) for column, formula in enumerate(taken, 3))
        rate = or_dash(book.kpi("CONVERSION", customers.fixed, leads.fixed))
        sheet.put(row, 5, Formula(rate), RESULT.as_format(PERCENT))
        cells += [customers, leads]
    sheet.put(_PAIR + 1, 0, Label("How often chance alone would make such a difference (p)"), LABEL)
    formula = or_dash(book.kpi("PROP_TEST", *(cell.fixed for cell in cells)))
    p_value = sheet.put(_PAIR + 1, 1, Formula(formula), RESULT.as_format("0.000"))
    sheet.note(p_value, kpi_summary("PROP_TEST"))
    book.mark("confidence.p_value", p_value)
    differ = book.word(Label("✓ The difference is real: chance alone would hardly make it."))
    may_be_chance = book.word(Label("! The difference may well be chance: wait for more data."))
    unknown = book.word(Label("One of the two has no leads or no customers to compare."))
    same = book.word(Label("Choose two different channels."))
    answer = f"IF({p_value.fixed}<1-{switches.confidence.full},{differ},{may_be_chance})"
    are_two = f"IF(COUNT({lines[0].fixed},{lines[1].fixed})=2,{lines[0].fixed}<>{lines[1].fixed},FALSE)"
    says = f"IF({are_two},IF(ISNUMBER({p_value.fixed}),{answer},{unknown}),{same})"
    place = sheet.merge(_PAIR + 1, 2, 7, Formula(says), SENTENCE.but(indent=1))
    book.mark("confidence.sentence", place.cell())


def _write_chart(sheet: Sheet, screen: Screen, short: ShortList, first: int) -> None:
    """Draw conversions with their intervals; a channel without leads has none."""
    rate, low, high = (
        short.take(sheet, HEAD, first + number, heading, screen.columns[key])
        for number, (key, heading) in enumerate(
            (("lead_to_sale", Label("Lead-to-sale conversion")), ("low", Label("At least")), ("high", Label("At most")))
        )
    )
    spread = []
    for number, (heading, sign) in enumerate(((Label("Up"), 1), (Label("Down"), -1))):
        formulas = []
        for line in range(SHOWN):
            bound, middle = (high if sign > 0 else low).cell(line).here, rate.cell(line).here
            difference = f"{bound}-{middle}" if sign > 0 else f"{middle}-{bound}"
            formulas.append(f"IF(COUNT({bound},{middle})=2,{difference},0)")
        spread.append(short.put(sheet, HEAD, first + 3 + number, heading, formulas))
    series = (
        Series(high, short.names, Label("At most"), BAND),  # behind the others: else the axis ends below the error bars
        Series(rate, short.names, Label("Lead-to-sale conversion"), CHART[4], spread=(spread[0], spread[1])),
    )
    title = Label("Lead conversion with its confidence interval")
    chart = Chart("column", title, series, number_format="0%", width=860, height=300, is_overlapped=True)
    sheet.charts.append((_PAIR + 7, 0, chart))
