"""The sheet “One screen”: all channels, best first, with totals that are ratios of sums, and its charts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Bars, Book, Chart, Formula, Scale, Series, Sheet, or_dash
from sheetkpi.workbooks.channels.channels_sheet import TOTALS, ChannelsSheet
from sheetkpi.workbooks.channels.data import CHANNELS, RATIOS, SHARES
from sheetkpi.workbooks.channels.start import Switches
from sheetkpi.workbooks.channels.trends import MONTH_FORMAT, MONTHS, Trends
from sheetkpi.workbooks.channels.verdict import Assumptions, advice_formulas, helpers, verdict_formulas
from sheetkpi.workbooks.kpi_texts import kpi_summary
from sheetkpi.workbooks.styles import (
    AMBER,
    BAD,
    CHART,
    CHECK,
    COUNT,
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
    TOTAL,
    TOTAL_LABEL,
    UNSEEN,
    WARN,
    Style,
)
from sheetkpi.workbooks.table_sheet import Column, Formulas, Row, Table

#: The row of headings, of the two totals, and of the first channel; the charts stand above.
HEAD = 21
FIRST = HEAD + 3

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
    ("verdict", Label("Verdict"), 16, "General"),
    ("data", Label("Data"), 28, "General"),
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
    ("romi_low", Label("ROMI, low"), 8, PERCENT),
    ("romi_high", Label("ROMI, high"), 8, PERCENT),
    ("marginal", Label("Gross profit from one more unit of money"), 11, "0.00"),
    ("index", Label("Row on the sheet “Channels”"), 11, COUNT),
    ("impressions", Label("Impressions"), 11, COUNT),
    ("attempts", Label("Clicks or visits"), 10, COUNT),
    ("income", Label("Income for ROMI"), 12, MONEY),
    ("won", Label("Customers of the others"), 10, COUNT),
    ("asked", Label("Leads of the others"), 10, COUNT),
)
PRINTED = 28
COLUMN: Mapping[str, int] = {key: index for index, (key, _, _, _) in enumerate(_LAYOUT)}
#: What only the verdicts need stands to the right of the numbers of the charts.
_HELPERS = len(_LAYOUT) + 60
#: The rows of two settings of the sheet “Budget”.
ELASTICITY_ROW, MAXIMUM_ROW = 4, 6

_EXPLAINED = {
    **{ratio.key: ratio.kpi for ratio in (*RATIOS, *SHARES)},
    "gross_profit": "PROFIT",
    "low": "CONVERSION_BOUND",
    "high": "CONVERSION_BOUND",
    "p_value": "PROP_TEST",
    "place": "CHANNEL_COMPARE",
    "verdict": "CHANNEL_COMPARE",
    "romi_low": "ROMI_BOUND",
    "romi_high": "ROMI_BOUND",
}


@dataclass(frozen=True, slots=True)
class Screen:
    """Columns, best channel first, and the sentences on what to do."""

    sheet: Sheet
    columns: Mapping[str, At]
    sentences: Mapping[str, At]


def write_screen(book: Book, switches: Switches, channels: ChannelsSheet, printed: int) -> Screen:
    """Write the sheet without its charts; `printed` channels are in its print area."""
    sheet = book.page(Label("One screen"), "#0072B2", (width for _, _, width, _ in _LAYOUT))
    hint = Label(
        "The channels by net result. A total is the ratio of the sums over the channels that have both numbers, never a mean of ratios."
    )
    sheet.put(1, COLUMN["spend"], hint, HINT.but(is_wrapped=False))  # clear of the columns that are printed twice
    money = f'{book.word(Label("Money in"))}&" "&{switches.currency.full}'
    sheet.put(1, 0, Formula(money), HINT.but(is_wrapped=False))
    given = write_assumptions(book, sheet, switches)
    formulas = _formulas(book, switches, channels) | verdict_formulas(book, given)
    copied = {*(ratio.key for ratio in (*RATIOS, *SHARES)), "p_value", "romi_low", "romi_high", "marginal"}
    columns = [
        Column(
            key,
            heading,
            _style(key, number_format, _PLAIN),
            formulas.get(key),
            head=HEADER_LEFT if key == "channel" else HEADER,
            note=kpi_summary(_EXPLAINED[key]) if key in _EXPLAINED else None,
            is_copied=key in copied,
        )
        for key, heading, _, number_format in _LAYOUT
    ]
    columns += helpers(given, _HELPERS)
    table = Table(sheet, columns, FIRST, CHANNELS).write(head=HEAD)
    sheet.heights[HEAD] = 56
    sentences = {
        key: sheet.put(HEAD - 7 + row, _HELPERS + 1, Formula(sentence), UNSEEN)
        for row, (key, sentence) in enumerate(advice_formulas(book, table, given, switches.currency.full).items())
    }
    for row, (total, label) in enumerate(TOTALS, HEAD + 1):
        _write_total(book, Row(table, row), total, label, _of_total(book, switches, channels, total))
    table.mark(book, "screen", COLUMN)
    _write_looks(sheet, table, switches)
    sheet.frozen = (0, 2)
    sheet.print_area = sheet.range(0, 0, FIRST + printed, PRINTED)
    sheet.second_page = (COLUMN["ctr"], 72, COLUMN["channel"])
    return Screen(sheet, {key: table[key] for key in COLUMN}, sentences)


def write_assumptions(book: Book, sheet: Sheet, switches: Switches) -> Assumptions:
    """Copy what the verdicts assume to this sheet, so that their formulas refer to it only; two settings are on the sheet “Budget”."""
    cells = [switches.variation, switches.confidence, switches.minimum_customers, switches.usual_profit]
    cells += [At(Label("Budget").in_language(book.language), row, 1) for row in (ELASTICITY_ROW, MAXIMUM_ROW)]
    return Assumptions(*(sheet.put(HEAD - 7 + row, _HELPERS, Formula(cell.full), UNSEEN).fixed for row, cell in enumerate(cells)))


#: Empty rows are not ruled.
_PLAIN = NUMBER.but(border="none")


def _style(key: str, number_format: str, base: Style) -> Style:
    if key in ("channel", "data"):
        return (LABEL.but(border="none") if base is _PLAIN else TOTAL_LABEL).but(indent=1)
    if key in ("verdict", "signal"):
        return CHECK.but(border="none") if base is _PLAIN else TOTAL.but(align="center")
    colour = GREY if COLUMN[key] >= PRINTED else base.colour
    return base.but(number_format=number_format, colour=colour, is_bold=base.is_bold or key in ("net", "romi"))


def _bounds(book: Book, customers: str, leads: str, confidence: str) -> dict[str, str]:
    kpi = book.kpi
    return {side: or_dash(kpi("CONVERSION_BOUND", customers, leads, f'"{side}"', confidence)) for side in ("low", "high")}


def _signal(book: Book, switches: Switches) -> str:
    good, bearable, poor = (book.word(text) for text in (Label("✓ good"), Label("! bearable"), Label("✗ poor")))
    formula = f"IF(c.romi>={switches.romi_green.full},{good},IF(c.romi>={switches.romi_amber.full},{bearable},{poor}))"
    return f'IF(ISNUMBER(c.romi),{formula},"")'


_TAKEN = ("spend", "customers", "gross_profit", "clicks", "leads", "revenue", "impressions", "attempts")


def _formulas(book: Book, switches: Switches, channels: ChannelsSheet) -> dict[str, str]:
    """Return the formulas of a channel; those of ratios refer to this sheet only."""
    kpi, columns = book.kpi, channels.columns
    won, asked = (place.full for place in channels.both["all", "lead_to_sale"])
    taken = {key: columns[key].full for key in (*_TAKEN, "income")} | {"channel": columns["names"].full}

    def of_others(whole: str, key: str) -> str:
        """Return the sum over the other channels that have both numbers; blank if this one lacks one, or none is left."""
        return f'IF(COUNT(c.customers,c.leads)=2,IF({asked}-c.leads=0,"",{whole}-c.{key}),"")'

    def whole(key: str) -> str:
        return At("", HEAD + 2, COLUMN[key]).fixed

    return {
        **{key: f'IF(c.index="","",INDEX({cells},c.index))' for key, cells in taken.items()},
        **{ratio.key: or_dash(kpi(ratio.kpi, f"c.{ratio.first}", f"c.{ratio.second}")) for ratio in RATIOS},
        **{share.key: or_dash(kpi(share.kpi, f"c.{share.first}", whole(share.second))) for share in SHARES},
        **_bounds(book, "c.customers", "c.leads", switches.confidence.full),
        "index": f'IFERROR(MATCH(ROWS(top.index:c.index),{columns["place"].full},0),"")',
        "place": f'IF(ISNUMBER(c.net),RANK(c.net,{columns["net"].full}),"")',
        "p_value": or_dash(kpi("PROP_TEST", "c.customers", "c.leads", "c.won", "c.asked")),
        "won": of_others(won, "customers"),
        "asked": of_others(asked, "leads"),
        "signal": _signal(book, switches),
    }


def _of_total(book: Book, switches: Switches, channels: ChannelsSheet, total: str) -> dict[str, str]:
    """Return the formulas of a total: ratios are of sums over the channels that have both numbers."""
    both = {key: (first.full, second.full) for (name, key), (first, second) in channels.both.items() if name == total}
    return {
        **{key: channels.totals[total, key].full for key in _TAKEN},
        **{ratio.key: or_dash(book.kpi(ratio.kpi, *both[ratio.key])) for ratio in RATIOS},
        **{each.key: or_dash(book.kpi(each.kpi, f"c.{each.first}", channels.totals["all", each.second].full)) for each in SHARES},
        **_bounds(book, *both["lead_to_sale"], switches.confidence.full),
        "signal": _signal(book, switches),
    }


def _write_total(book: Book, row: Row, total: str, label: Translatable, formulas: Mapping[str, str]) -> None:
    for key, _, _, number_format in _LAYOUT:
        content = Formula(row.formula(formulas[key])) if key in formulas else label if key == "channel" else None
        place = row.table.sheet.put(row.row, COLUMN[key], content, _style(key, number_format, TOTAL))
        if content is not None:
            book.mark(f"screen.{total}.{key}", place)


def _write_looks(sheet: Sheet, table: Table, switches: Switches) -> None:
    def with_totals(key: str) -> At:
        return sheet.range(HEAD + 1, COLUMN[key], CHANNELS + 2)

    sheet.colour_signs(with_totals("signal"))
    sheet.colour_signs(table["verdict"], "▲◆■")
    sheet.rule(with_totals("data"), f'{with_totals("data").cell().in_column}<>""', WARN)
    share, p_value = (table.row(0)[key] for key in ("drr", "p_value"))
    sheet.rule(table["drr"], f"N({share})>{switches.cost_share_limit.full}", BAD)
    is_sure = f"AND(ISNUMBER({p_value}),{p_value}<1-{switches.confidence.full})"
    sheet.rule(table["p_value"], is_sure, Style(colour=GREEN[0], is_bold=True))
    low, middle, high = GREEN[1], "#FFFFFF", RED[1]
    for key in ("cpl", "cpo"):
        sheet.looks.append(Scale(table[key], None, (low, middle, high)))
    for key in ("click_to_lead", "lead_to_sale", "roas"):
        sheet.looks.append(Scale(table[key], None, (AMBER[1], middle, low)))
    sheet.looks.append(Bars(table["share_of_spend"], "#BFE0F5"))
    sheet.looks.append(Bars(table["share_of_gross_profit"], "#BFE6D8"))
    sheet.draw_filled_rows(sheet.range(FIRST, 0, CHANNELS, PRINTED), table["channel"])


# --- charts


#: How many channels a chart shows; so many of them are the best, where there are more channels than that.
SHOWN = 8
BEST = 5

_MONTHS = len(COLUMN) + 1
_LIST = _MONTHS + MONTHS + 1


def feeding(key: str, heading: Translatable, formula: Formulas) -> Column:
    """Return a column that feeds a chart, outside of what is printed."""
    return Column(key, heading, NUMBER.but(colour=GREY), formula, head=HEADER.but(size=9))


@dataclass(frozen=True, slots=True)
class ShortList:
    """The channels that charts have room for: the best and the worst."""

    places: At
    rows: At
    names: At

    def taken(self, key: str, heading: Translatable, source: At, *, is_ranked: bool = True) -> Column:
        """Return a column copied for the channels of the list."""
        lines = self.places if is_ranked else self.rows

        def formula(row: Row) -> str:
            line = lines.cell(row.number).full
            return f'IF({line}="","",INDEX({source.full},{line}))'

        return feeding(key, heading, formula)


def write_screen_charts(screen: Screen, channels: ChannelsSheet, trends: Trends) -> ShortList:
    """Write the charts and their source cells to the right of the print area; return the channels shown."""
    _write_months(screen, trends)
    sheet, count = screen.sheet, channels.count.full
    short = ShortList(*(sheet.range(HEAD + 1, _LIST + offset, SHOWN) for offset in range(3)))

    def line(row: Row) -> str:
        here = row.number + 1
        return f'IF({here}>{count},"",IF(({count}<={SHOWN})+({here}<={BEST})>0,{here},{count}-{SHOWN}+{here}))'

    headings = {key: heading for key, heading, _, _ in _LAYOUT}
    spend, cpo, romi = headings["spend"], headings["cpo"], headings["romi"]
    first = "MATCH(1,all.has,0)"
    # a channel that has no point stands where the first that has one stands, without size and name: a chart of points
    # takes a text in the place of a number for nothing at all, and then forgets the other numbers too
    columns = [
        replace(feeding("place", Label("For charts"), line), style=NUMBER.count.but(colour=GREY)),
        short.taken("row", Label("Row on the sheet “Channels”"), screen.columns["index"]),
        short.taken("name", Label("Channel"), screen.columns["channel"]),
        *(
            short.taken(key, headings[key], screen.columns[key])
            for key in ("net", "share_of_spend", "share_of_gross_profit", "cpo", "romi", "spend")
        ),
        feeding("has", Label("Has a point"), "IF(COUNT(c.cpo,c.romi)=2,1,0)"),
        feeding("x", cpo, f"IF(c.has=1,c.cpo,IFERROR(INDEX(all.cpo,{first}),0))"),
        feeding("y", romi, f"IF(c.has=1,c.romi,IFERROR(INDEX(all.romi,{first}),0))"),
        feeding("size", spend, "IF(c.has=1,c.spend,0)"),
        feeding("label", Label("Channel"), 'IF(c.has=1,c.name,"")'),
    ]
    table = Table(sheet, columns, HEAD + 1, SHOWN, column=_LIST).write()
    net = Series(table["net"], short.names, Label("Net result"), CHART[0])
    shares = [
        Series(table[key], short.names, headings[key], colour)
        for key, colour in (("share_of_spend", CHART[4]), ("share_of_gross_profit", CHART[2]))
    ]
    x, y, sizes, labels = (table[key] for key in ("x", "y", "size", "label"))
    bubbles = [Series(y.cell(n), x.cell(n), labels.cell(n), CHART[n % len(CHART)], sizes=sizes.cell(n)) for n in range(SHOWN)]
    earns, title = Label("Net result: who earns, who costs"), Label("ROMI and cost per customer; the larger, the more is spent")
    bars = Chart("bar", earns, [net], number_format="#,##0", width=425, height=350, has_legend=False, is_reversed=True)
    points = Chart("bubble", title, bubbles, cpo, romi, "0%", "#,##0", width=490, height=350, has_legend=False, has_names=True)
    pairs = Chart("column", Label("Share of spend and of gross profit"), shares, number_format="0%", width=600, height=350)
    # clear of the frozen columns, which are printed on both pages, and of the break between the pages
    for key, chart in (("spend", bars), ("verdict", points), ("ctr", pairs)):
        sheet.charts.append((3, COLUMN[key], chart))
    return short


def _write_months(screen: Screen, trends: Trends) -> None:
    """Write the net result of each channel by month, in the order of the screen."""
    sheet, names = screen.sheet, trends.names.full
    style, head, name = NUMBER.money.but(colour=GREY), HEADER.as_format(MONTH_FORMAT), At("", FIRST, COLUMN["channel"])

    def of_month(month: int, row: Row) -> str:
        cells, channel = replace(trends.blocks["net"].cell(0, month), rows=CHANNELS).full, name.cell(row.number).in_column
        return f'IF({channel}="","",IFERROR(INDEX({cells},MATCH({channel},{names},0)),""))'

    columns = [
        Column(str(month), Formula(trends.months.cell(0, month).full), style, partial(of_month, month), head=head)
        for month in range(MONTHS)
    ]
    table = Table(sheet, columns, FIRST, CHANNELS, column=_MONTHS).write(head=HEAD)
    for number in range(CHANNELS):
        sheet.sparklines.append((screen.columns["months"].cell(number), table.row(number).span("0", str(MONTHS - 1))))
