"""Charts of “One screen”, the channels they show, and the months behind its sparklines."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Chart, Formula, Series, Sheet
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet
from sheetkpi.workbooks.channels.data import CHANNELS
from sheetkpi.workbooks.channels.screen import COLUMN, FIRST, HEAD, Screen
from sheetkpi.workbooks.channels.trends import MONTH_FORMAT, MONTHS, Trends
from sheetkpi.workbooks.styles import CHART, COUNT, GREY, HEADER, MONEY, NUMBER

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
