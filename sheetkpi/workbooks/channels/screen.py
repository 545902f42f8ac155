"""The sheet “One screen”: all channels, best first, with totals that are ratios of sums, and its charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Bars, Book, Chart, Formula, Scale, Series, Sheet, or_dash
from sheetkpi.workbooks.channels.channels_sheet import TOTALS, ChannelsSheet
from sheetkpi.workbooks.channels.data import CHANNELS, RATIOS, SHARES, Ratio
from sheetkpi.workbooks.channels.start import Switches
from sheetkpi.workbooks.channels.trends import MONTH_FORMAT, MONTHS, Trends
from sheetkpi.workbooks.kpi_texts import kpi_summary
from sheetkpi.workbooks.styles import (
    AMBER,
    BAD,
    CHART,
    CHECK,
    COUNT,
    GOOD,
    GREEN,
    GREY,
    HEADER,
    HEADER_LEFT,
    HINT,
    LABEL,
    MONEY,
    MONEY_WHOLE,
    NUMBER,
    PERCENT,
    RED,
    TITLE,
    TOTAL,
    TOTAL_LABEL,
    WARN,
    Style,
)

#: The row of headings, of the two totals, and of the first channel; the charts stand above.
HEAD = 21
FIRST = HEAD + 3

SCALE, KEEP, FIX, STOP = Label("▲ Scale"), Label("● Keep"), Label("◆ Fix"), Label("■ Stop")

#: The columns from left to right, with their widths; what only feeds others stands at the right, outside of what is printed.
_LAYOUT: tuple[tuple[str, Translatable, float, str], ...] = (
    ("place", Label("Place"), 7, COUNT),
    ("channel", Label("Channel"), 22, "General"),
    ("spend", Label("Spend"), 10, MONEY_WHOLE),
    ("customers", Label("Customers"), 9, COUNT),
    ("gross_profit", Label("Gross profit"), 10, MONEY_WHOLE),
    ("net", Label("Net result"), 10, MONEY_WHOLE),
    ("romi", Label("ROMI"), 8, PERCENT),
    ("signal", Label("ROMI against the thresholds"), 11, "General"),
    ("verdict", Label("Verdict"), 12, "General"),
    ("data", Label("Data"), 16, "General"),
    ("months", Label("Net result by month"), 14, "General"),
    ("clicks", Label("Clicks"), 8, COUNT),
    ("leads", Label("Leads"), 8, COUNT),
    ("revenue", Label("Revenue"), 10, MONEY_WHOLE),
    ("ctr", Label("CTR"), 7, "0.00%"),
    ("cpc", Label("CPC"), 8, MONEY),
    ("click_to_lead", Label("Click-to-lead conversion"), 10, PERCENT),
    ("cpl", Label("Cost per lead"), 9, MONEY),
    ("lead_to_sale", Label("Lead-to-sale conversion"), 10, PERCENT),
    ("low", Label("Lead-to-sale conversion, low"), 10, PERCENT),
    ("high", Label("Lead-to-sale conversion, high"), 10, PERCENT),
    ("cpo", Label("Cost per customer"), 10, MONEY),
    ("aov", Label("Average order value"), 9, MONEY),
    ("roas", Label("ROAS"), 7, "0.00"),
    ("drr", Label("Ad cost share"), 8, PERCENT),
    ("share_of_spend", Label("Share of spend"), 8, PERCENT),
    ("share_of_gross_profit", Label("Share of gross profit"), 9, PERCENT),
    ("p_value", Label("p against the others"), 10, "0.000"),
    ("index", Label("Row on the sheet “Channels”"), 11, COUNT),
    ("impressions", Label("Impressions"), 11, COUNT),
    ("attempts", Label("Clicks or visits"), 10, COUNT),
    ("income", Label("Income for ROMI"), 12, MONEY),
    ("won", Label("Customers of the others"), 10, COUNT),
    ("asked", Label("Leads of the others"), 10, COUNT),
)
PRINTED = 28
COLUMN: Mapping[str, int] = {key: index for index, (key, _, _, _) in enumerate(_LAYOUT)}

_EXPLAINED = {
    **{ratio.key: ratio.kpi for ratio in (*RATIOS, *SHARES)},
    "gross_profit": "PROFIT",
    "low": "CONVERSION_BOUND",
    "high": "CONVERSION_BOUND",
    "p_value": "PROP_TEST",
    "place": "CHANNEL_COMPARE",
    "verdict": "CHANNEL_COMPARE",
}


@dataclass(frozen=True, slots=True)
class Screen:
    """Columns, best channel first, and totals."""

    sheet: Sheet
    columns: Mapping[str, At]
    totals: Mapping[tuple[str, str], At]


def write_screen(book: Book, switches: Switches, channels: ChannelsSheet, printed: int) -> Screen:
    """Write the sheet without its charts; `printed` channels are in its print area."""
    sheet = book.sheet(Label("One screen"), tab="#0072B2")
    sheet.set_widths(*(width for _, _, width, _ in _LAYOUT))
    sheet.put(0, 0, Label("One screen"), TITLE)
    hint = Label(
        "The channels by net result. A total is the ratio of the sums over the channels that have both numbers, never a mean of ratios."
    )
    sheet.put(1, COLUMN["spend"], hint, HINT.but(is_wrapped=False))  # clear of the columns that are printed twice
    money = f'{book.word(Label("Money in"))}&" "&{switches.currency.full}'
    sheet.put(1, 0, Formula(money), HINT.but(is_wrapped=False))
    for key, heading, _, _ in _LAYOUT:
        place = sheet.put(HEAD, COLUMN[key], heading, HEADER_LEFT if key == "channel" else HEADER)
        if key in _EXPLAINED:
            sheet.note(place, kpi_summary(_EXPLAINED[key]))
    sheet.heights[HEAD] = 56
    totals = _write_totals(book, sheet, switches, channels)
    columns = {key: sheet.range(FIRST, column, CHANNELS) for key, column in COLUMN.items()}
    for number in range(CHANNELS):
        _write_channel(book, sheet, switches, channels, (number, totals))
    _write_copied(book, sheet, totals)
    for key, cells in columns.items():
        book.mark(f"screen.{key}", cells)
    _write_looks(sheet, columns, switches)
    sheet.frozen = (0, 2)
    sheet.print_area = sheet.range(0, 0, FIRST + printed, PRINTED)
    sheet.second_page = (COLUMN["ctr"], 72, COLUMN["channel"])
    return Screen(sheet, columns, totals)


#: Empty rows are not ruled.
_PLAIN = NUMBER.but(border="none")


def _style(key: str, base: Style) -> Style:
    if key in ("channel", "data"):
        return (LABEL.but(border="none") if base is _PLAIN else TOTAL_LABEL).but(indent=1)
    if key in ("verdict", "signal"):
        return CHECK.but(border="none") if base is _PLAIN else TOTAL.but(align="center")
    if COLUMN[key] >= PRINTED:
        base = base.but(colour=GREY)
    number_format = next(number_format for name, _, _, number_format in _LAYOUT if name == key)
    return base.but(number_format=number_format, is_bold=base.is_bold or key in ("net", "romi"))


def _bound(book: Book, cells: Mapping[str, str], side: str, confidence: str) -> str:
    return or_dash(book.kpi("CONVERSION_BOUND", cells["customers"], cells["leads"], f'"{side}"', confidence))


def _thin(book: Book, switches: Switches, cells: Mapping[str, str]) -> str:
    """Return the condition of thin data: too few customers, or an interval wider than the conversion."""
    low, high, rate = cells["low"], cells["high"], cells["lead_to_sale"]
    is_wide = f"(COUNT({low},{high},{rate})=3)*(N({high})-N({low})>N({rate}))"
    few = f"(COUNT({cells['customers']})=0)+(N({cells['customers']})<{switches.minimum_customers.full})"
    return f'IF({few}+{is_wide}>0,{book.word(Label("not enough data"))},"")'


def _signal(book: Book, switches: Switches, romi: str) -> str:
    words = [book.word(text) for text in (Label("✓ good"), Label("! bearable"), Label("✗ poor"))]
    formula = f"IF({romi}>={switches.romi_green.full},{words[0]},IF({romi}>={switches.romi_amber.full},{words[1]},{words[2]}))"
    return f'IF(ISNUMBER({romi}),{formula},"")'


def _write_totals(book: Book, sheet: Sheet, switches: Switches, channels: ChannelsSheet) -> dict[tuple[str, str], At]:
    totals = {}
    for number, (total, label) in enumerate(TOTALS):
        row = HEAD + 1 + number
        here = {key: sheet.range(row, column).in_column for key, column in COLUMN.items()}
        won, asked = (place.full for place in channels.both[total, "lead_to_sale"])
        formulas: dict[str, str] = {
            key: channels.totals[total, key].full
            for key in ("spend", "customers", "gross_profit", "clicks", "leads", "revenue", "impressions", "attempts")
        }
        for ratio in RATIOS:
            first, second = channels.both[total, ratio.key]
            formulas[ratio.key] = or_dash(book.kpi(ratio.kpi, first.full, second.full))
        for ratio in SHARES:
            formulas[ratio.key] = or_dash(book.kpi(ratio.kpi, here[ratio.first], channels.totals["all", ratio.second].full))
        pair = {"customers": won, "leads": asked}
        formulas |= {side: _bound(book, pair, side, switches.confidence.full) for side in ("low", "high")}
        formulas |= {"data": _thin(book, switches, here), "signal": _signal(book, switches, here["romi"])}
        for key, column in COLUMN.items():
            content = Formula(formulas[key]) if key in formulas else label if key == "channel" else None
            totals[total, key] = sheet.put(row, column, content, _style(key, TOTAL))
            if content is not None:
                book.mark(f"screen.{total}.{key}", totals[total, key])
    return totals


def _write_channel(
    book: Book, sheet: Sheet, switches: Switches, channels: ChannelsSheet, line: tuple[int, Mapping[tuple[str, str], At]]
) -> None:
    number, totals = line
    row = FIRST + number
    here = {key: sheet.range(row, column).in_column for key, column in COLUMN.items()}

    def taken(key: str) -> str:
        return f'IF({here["index"]}="","",INDEX({channels.columns[key].full},{here["index"]}))'

    lines = f"{sheet.range(FIRST, COLUMN['index']).in_row}:{here['index']}"
    rank = f"RANK({here['net']},{channels.columns['net'].full})"
    formulas = {
        "index": f'IFERROR(MATCH(ROWS({lines}),{channels.columns["place"].full},0),"")',
        "channel": taken("names"),
        **{
            key: taken(key)
            for key in ("spend", "customers", "gross_profit", "clicks", "leads", "revenue", "impressions", "attempts", "income")
        },
        **{side: _bound(book, here, side, switches.confidence.full) for side in ("low", "high")},
        "place": f'IF(ISNUMBER({here["net"]}),{rank},"")',
        "won": _others(here, channels, 0, "customers"),
        "asked": _others(here, channels, 1, "leads"),
        "data": f'IF({here["channel"]}="","",{_thin(book, switches, here)})',
        "signal": _signal(book, switches, here["romi"]),
        "verdict": _verdict(book, here, totals["paid", "romi"].fixed),
    }
    for key, column in COLUMN.items():
        if key not in _COPIED:
            sheet.put(row, column, Formula(formulas[key]) if key in formulas else None, _style(key, _PLAIN))


def _write_copied(book: Book, sheet: Sheet, totals: Mapping[tuple[str, str], At]) -> None:
    """Write the columns whose formulas refer to this sheet only."""

    def here(key: str, row: int) -> str:
        return sheet.range(row - 1, COLUMN[key]).in_column

    arguments = {
        **{ratio.key: (ratio.kpi, (ratio.first, ratio.second)) for ratio in RATIOS},
        "p_value": ("PROP_TEST", ("customers", "leads", "won", "asked")),
    }
    for key, (kpi, names) in arguments.items():

        def formula(row: int, kpi: str = kpi, names: tuple[str, ...] = names) -> str:
            return or_dash(book.kpi(kpi, *(here(name, row) for name in names)))

        sheet.fill(FIRST, COLUMN[key], CHANNELS, formula, _style(key, _PLAIN))
    for share in SHARES:
        whole = totals["all", share.second].fixed

        def of_whole(row: int, share: Ratio = share, whole: str = whole) -> str:
            return or_dash(book.kpi(share.kpi, here(share.first, row), whole))

        sheet.fill(FIRST, COLUMN[share.key], CHANNELS, of_whole, _style(share.key, _PLAIN))


_COPIED = {*(ratio.key for ratio in (*RATIOS, *SHARES)), "p_value"}


def _others(here: Mapping[str, str], channels: ChannelsSheet, side: int, key: str) -> str:
    """Return the sum over the other channels that have both numbers; blank if this one lacks one, or none is left."""
    whole, asked = channels.both["all", "lead_to_sale"][side].full, channels.both["all", "lead_to_sale"][1].full
    is_there = f"COUNT({here['customers']},{here['leads']})=2"
    return f'IF({is_there},IF({asked}-{here["leads"]}=0,"",{whole}-{here[key]}),"")'


def _verdict(book: Book, here: Mapping[str, str], usual: str) -> str:
    scale, keep, fix, stop = (book.word(word) for word in (SCALE, KEEP, FIX, STOP))
    romi, data = here["romi"], here["data"]
    is_best = f"({romi}>0)*ISNUMBER({usual})*(N({romi})>=N({usual}))"
    formula = f'IF({romi}<0,IF({data}="",{stop},{fix}),IF({is_best}*({data}="")>0,{scale},{keep}))'
    return f'IF(ISNUMBER({here["net"]}),IF(ISNUMBER({romi}),{formula},{keep}),"")'


def _write_looks(sheet: Sheet, columns: Mapping[str, At], switches: Switches) -> None:
    def with_totals(key: str) -> At:
        return sheet.range(HEAD + 1, COLUMN[key], CHANNELS + 2)

    signals, verdicts, data = with_totals("signal"), columns["verdict"], with_totals("data")
    for sign, look in (("✓", GOOD), ("!", WARN), ("✗", BAD)):
        sheet.rule(signals, f'LEFT({signals.cell().in_column},1)="{sign}"', look)
    for sign, look in (("▲", GOOD), ("◆", WARN), ("■", BAD)):
        sheet.rule(verdicts, f'LEFT({verdicts.cell().in_column},1)="{sign}"', look)
    sheet.rule(data, f'{data.cell().in_column}<>""', WARN)
    share = columns["drr"]
    sheet.rule(share, f"N({share.cell().in_column})>{switches.cost_share_limit.full}", BAD)
    p_value = columns["p_value"]
    sheet.rule(
        p_value,
        f"AND(ISNUMBER({p_value.cell().in_column}),{p_value.cell().in_column}<1-{switches.confidence.full})",
        Style(colour=GREEN[0], is_bold=True),
    )
    low, middle, high = GREEN[1], "#FFFFFF", RED[1]
    for key in ("cpl", "cpo"):
        sheet.looks.append(Scale(columns[key], None, (low, middle, high)))
    for key in ("click_to_lead", "lead_to_sale", "roas"):
        sheet.looks.append(Scale(columns[key], None, (AMBER[1], middle, low)))
    sheet.looks.append(Bars(columns["share_of_spend"], "#BFE0F5"))
    sheet.looks.append(Bars(columns["share_of_gross_profit"], "#BFE6D8"))
    sheet.draw_filled_rows(sheet.range(FIRST, 0, CHANNELS, PRINTED), columns["channel"])


#: How many channels a chart shows; so many of them are the best, where there are more channels than that.
SHOWN = 8
BEST = 5


@dataclass(frozen=True, slots=True)
class ShortList:
    """The channels that charts have room for: the best and the worst."""

    places: At
    rows: At
    names: At

    def take(self, sheet: Sheet, row: int, column: int, heading: Translatable, source: At, *, is_ranked: bool = True) -> At:
        """Copy a column for the channels of the list."""
        lines = self.places if is_ranked else self.rows
        return self.put(sheet, row, column, heading, [_taken(source, lines.cell(number)) for number in range(SHOWN)])

    @staticmethod
    def put(sheet: Sheet, row: int, column: int, heading: Translatable, formulas: Sequence[str]) -> At:
        """Write a column for a chart."""
        sheet.put(row, column, heading, HEADER.but(size=9))
        for number, formula in enumerate(formulas):
            sheet.put(row + 1 + number, column, Formula(formula), NUMBER.but(colour=GREY))
        return sheet.range(row + 1, column, len(formulas))


def _taken(source: At, line: At) -> str:
    return f'IF({line.full}="","",INDEX({source.full},{line.full}))'


def write_short_list(screen: Screen, channels: ChannelsSheet, column: int) -> ShortList:
    """Write the list to the right of the print area of “One screen”."""
    sheet, row = screen.sheet, HEAD
    sheet.put(row, column, Label("For charts"), HEADER.but(size=9))
    count = channels.count.full
    worst = f"{count}-{SHOWN}+"
    for number in range(SHOWN):
        line = float(number + 1)
        formula = f'IF({line:g}>{count},"",IF(({count}<={SHOWN})+({line:g}<={BEST})>0,{line:g},{worst}{line:g}))'
        sheet.put(row + 1 + number, column, Formula(formula), NUMBER.as_format(COUNT).but(colour=GREY))
    places = sheet.range(row + 1, column, SHOWN)
    unfinished = ShortList(places, places, places)
    rows = unfinished.take(sheet, row, column + 1, Label("Row on the sheet “Channels”"), screen.columns["index"])
    names = unfinished.take(sheet, row, column + 2, Label("Channel"), screen.columns["channel"])
    return ShortList(places, rows, names)


_ROW = 3
_MONTHS = len(COLUMN) + 1
_LIST = _MONTHS + MONTHS + 1


def write_screen_charts(screen: Screen, channels: ChannelsSheet, trends: Trends) -> ShortList:
    """Write the charts and their source cells; return the channels shown."""
    _write_months(screen, trends)
    short = write_short_list(screen, channels, _LIST)
    sheet, row = screen.sheet, HEAD
    drawn = {
        key: short.take(sheet, row, _LIST + 3 + number, heading, screen.columns[key])
        for number, (key, heading) in enumerate(
            (
                ("net", Label("Net result")),
                ("share_of_spend", Label("Share of spend")),
                ("share_of_gross_profit", Label("Share of gross profit")),
                ("cpo", Label("Cost per customer")),
                ("romi", Label("ROMI")),
                ("spend", Label("Spend")),
            )
        )
    }
    points = _points(screen, drawn, short)
    net = Series(drawn["net"], short.names, Label("Net result"), CHART[0])
    shares = [
        Series(drawn["share_of_spend"], short.names, Label("Share of spend"), CHART[4]),
        Series(drawn["share_of_gross_profit"], short.names, Label("Share of gross profit"), CHART[2]),
    ]
    x, y, sizes, labels = points
    bubbles = [Series(y.cell(n), x.cell(n), labels.cell(n), CHART[n % len(CHART)], sizes=sizes.cell(n)) for n in range(SHOWN)]
    charts = (
        (
            _LEFT,
            Chart(
                "bar",
                Label("Net result: who earns, who costs"),
                [net],
                number_format="#,##0",
                width=_WIDTHS[_LEFT],
                height=350,
                has_legend=False,
                is_reversed=True,
            ),
        ),
        (
            _MIDDLE,
            Chart(
                "bubble",
                Label("ROMI and cost per customer; the larger, the more is spent"),
                bubbles,
                x_title=Label("Cost per customer"),
                y_title=Label("ROMI"),
                number_format="0%",
                x_number_format="#,##0",
                width=_WIDTHS[_MIDDLE],
                height=350,
                has_legend=False,
                has_names=True,
            ),
        ),
        (
            _RIGHT,
            Chart("column", Label("Share of spend and of gross profit"), shares, number_format="0%", width=_WIDTHS[_RIGHT], height=350),
        ),
    )
    for column, chart in charts:
        sheet.charts.append((_ROW, column, chart))
    return short


#: Charts keep clear of the frozen columns, which are printed on both pages, and of the break between the pages.
_LEFT, _MIDDLE, _RIGHT = COLUMN["spend"], COLUMN["verdict"], COLUMN["ctr"]
_WIDTHS = {_LEFT: 425, _MIDDLE: 490, _RIGHT: 600}


def _write_months(screen: Screen, trends: Trends) -> None:
    """Write the net result of each channel by month, in the order of the screen."""
    sheet, net = screen.sheet, trends.blocks["net"]
    for month in range(MONTHS):
        sheet.put(HEAD, _MONTHS + month, Formula(trends.months.cell(0, month).full), HEADER.as_format(MONTH_FORMAT))
    for number in range(CHANNELS):
        name = screen.columns["channel"].cell(number).in_column
        for month in range(MONTHS):
            cells = At(net.sheet, net.row, net.column + month, CHANNELS)
            formula = f'IF({name}="","",IFERROR(INDEX({cells.full},MATCH({name},{trends.names.full},0)),""))'
            sheet.put(FIRST + number, _MONTHS + month, Formula(formula), NUMBER.as_format(MONEY).but(colour=GREY))
        sheet.sparklines.append((screen.columns["months"].cell(number), sheet.range(FIRST + number, _MONTHS, 1, MONTHS)))


def _points(screen: Screen, drawn: dict[str, At], short: ShortList) -> tuple[At, At, At, At]:
    """The label of each point: a channel that has no point stands where the first that has one stands, without size and name.

    A chart of points takes a text in the place of a number for nothing at all, and then forgets the other numbers too.
    """
    sheet, row, column = screen.sheet, HEAD, _LIST + 9
    x, y, size = drawn["cpo"], drawn["romi"], drawn["spend"]
    has = [f"COUNT({x.cell(n).in_column},{y.cell(n).in_column})=2" for n in range(SHOWN)]
    flags = short.put(sheet, row, column, Label("Has a point"), [f"IF({condition},1,0)" for condition in has])
    first = f"MATCH(1,{flags.fixed},0)"

    def points(number: int, heading: Translatable, cells: At, otherwise: str) -> At:
        formulas = [f"IF({flags.cell(n).in_column}=1,{cells.cell(n).in_column},{otherwise})" for n in range(SHOWN)]
        return short.put(sheet, row, column + number, heading, formulas)

    columns = (
        points(1, Label("Cost per customer"), x, f"IFERROR(INDEX({x.fixed},{first}),0)"),
        points(2, Label("ROMI"), y, f"IFERROR(INDEX({y.fixed},{first}),0)"),
        points(3, Label("Spend"), size, "0"),
    )
    names = [f'IF({flags.cell(n).in_column}=1,{short.names.cell(n).in_column},"")' for n in range(SHOWN)]
    labels = short.put(sheet, row, column + 4, Label("Channel"), names)
    return *columns, labels
