"""The sheet “Confidence”: intervals of conversions, a comparison of two channels, and the sample still needed."""

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, Validation, or_dash
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
    HINT,
    INPUT_CHOICE,
    LABEL,
    NUMBER,
    PERCENT,
    RESULT,
    SENTENCE,
    SUBTITLE,
    TITLE,
)

HEAD = 28
FIRST = HEAD + 1

_HEADS: tuple[tuple[str, Translatable, str | None, str], ...] = (
    ("channel", Label("Channel"), None, "General"),
    ("leads", Label("Leads"), None, COUNT),
    ("customers", Label("Customers"), None, COUNT),
    ("lead_to_sale", Label("Lead-to-sale conversion"), "CONVERSION", PERCENT),
    ("low", Label("At least"), "CONVERSION_BOUND", PERCENT),
    ("high", Label("At most"), "CONVERSION_BOUND", PERCENT),
    ("data", Label("Data"), None, "General"),
    ("attempts", Label("Clicks or visits"), None, COUNT),
    ("click_to_lead", Label("Click-to-lead conversion"), "CONVERSION", PERCENT),
    ("sample", Label("Clicks needed to see the change"), "MIN_SAMPLE", COUNT),
    ("more", Label("More clicks needed"), None, COUNT),
    ("stop", Label("Clicks without a lead before you stop"), "MIN_CLICKS", COUNT),
)
_COLUMN = {key: number for number, (key, _, _, _) in enumerate(_HEADS)}
_CHART_DATA = len(_HEADS) + 1
_PAIR = 5


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
    sheet = book.sheet(Label("Confidence"), tab="#CC79A7")
    sheet.set_widths(38, 20, 18, 12, 12, 12, 16, 12, 12, 13, 13, 14)
    sheet.put(0, 0, Label("Confidence"), TITLE)
    hint = Label(
        "With few people a conversion is a guess. The interval shows where the true one may be; the more people, the narrower it is."
    )
    sheet.put(1, 0, hint, HINT.but(is_wrapped=False))
    _write_pair(book, sheet, switches, channels, screen, chosen)
    uplift, power = _write_settings(book, sheet)
    for key, heading, kpi, _ in _HEADS:
        place = sheet.put(HEAD, _COLUMN[key], heading, HEADER_LEFT if key == "channel" else HEADER)
        if kpi:
            sheet.note(place, kpi_summary(kpi))
    sheet.heights[HEAD] = 56
    for number in range(CHANNELS):
        row = FIRST + number
        here = {key: sheet.range(row, column).in_column for key, column in _COLUMN.items()}
        settings = (uplift.fixed, switches.confidence.full, power.fixed)
        formulas = {
            **{key: screen.columns[key].cell(number).full for key in _COLUMN if key in screen.columns},
            "sample": or_dash(book.kpi("MIN_SAMPLE", here["click_to_lead"], *settings)),
            "more": f'IF(COUNT({here["sample"]},{here["attempts"]})=2,MAX(0,{here["sample"]}-{here["attempts"]}),"")',
            "stop": or_dash(book.kpi("MIN_CLICKS", here["click_to_lead"], switches.confidence.full)),
        }
        for key, column in _COLUMN.items():
            style = LABEL.but(indent=1) if key in ("channel", "data") else NUMBER
            number_format = next(f for k, _, _, f in _HEADS if k == key)
            sheet.put(row, column, Formula(formulas[key]), style.but(border="none", number_format=number_format))
    for key, column in _COLUMN.items():
        book.mark(f"confidence.{key}", sheet.range(FIRST, column, CHANNELS))
    sheet.draw_filled_rows(sheet.range(FIRST, 0, CHANNELS, len(_HEADS)), sheet.range(FIRST, _COLUMN["channel"]))
    _write_chart(sheet, screen, short)
    sheet.frozen = (0, 1)
    sheet.print_area = sheet.range(0, 0, FIRST + printed, len(_HEADS))
    sheet.is_fitted_to_one_page = True


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
        leads, customers = (
            sheet.put(
                row,
                3 + offset,
                Formula(f'IF({line.fixed}="","",INDEX({channels.columns[key].full},{line.fixed}))'),
                NUMBER.as_format(COUNT),
            )
            for offset, key in enumerate(("leads", "customers"))
        )
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


def _write_settings(book: Book, sheet: Sheet) -> tuple[At, At]:
    sheet.put(_PAIR + 3, 0, Label("How much more data is needed?"), SUBTITLE)
    rows = (
        ("uplift", Label("Relative change that you want to see"), 0.2, Validation("number", 0.01, 10, title=Label("A share"))),
        ("power", Label("Chance to see it when it is there"), 0.8, Validation("number", 0.5, 0.99, title=Label("A share"))),
    )
    places = []
    for number, (key, label, usual, limits) in enumerate(rows):
        sheet.put(_PAIR + 4 + number, 0, label, LABEL)
        cell = sheet.put(_PAIR + 4 + number, 1, usual, INPUT_CHOICE.as_format("0%"))
        sheet.allow(cell, limits)
        book.name(label, cell)
        places.append(book.mark(f"confidence.{key}", cell))
    return places[0], places[1]


def _write_chart(sheet: Sheet, screen: Screen, short: ShortList) -> None:
    """Draw conversions with their intervals; a channel without leads has none."""
    rate, low, high = (
        short.take(sheet, HEAD, _CHART_DATA + number, heading, screen.columns[key])
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
        spread.append(short.put(sheet, HEAD, _CHART_DATA + 3 + number, heading, formulas))
    series = (
        Series(high, short.names, Label("At most"), BAND),  # behind the others: else the axis ends below the error bars
        Series(rate, short.names, Label("Lead-to-sale conversion"), CHART[4], spread=(spread[0], spread[1])),
    )
    title = Label("Lead conversion with its confidence interval")
    chart = Chart("column", title, series, number_format="0%", width=860, height=300, is_overlapped=True)
    sheet.charts.append((_PAIR + 7, 0, chart))
