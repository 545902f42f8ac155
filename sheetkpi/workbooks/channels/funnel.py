"""The sheet “Funnel”: one channel stage by stage, with losses and costs."""

from sheetkpi.translation import LANGUAGES, Label, Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, Validation, or_dash
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet
from sheetkpi.workbooks.channels.data import MEASURES
from sheetkpi.workbooks.channels.screen import Screen
from sheetkpi.workbooks.kpi_texts import kpi_summary
from sheetkpi.workbooks.styles import (
    CHART,
    COUNT,
    GREY,
    HEADER_LEFT,
    INPUT_CHOICE,
    LABEL,
    MONEY,
    NUMBER,
    PERCENT,
    RESULT,
    SUBTITLE,
)
from sheetkpi.workbooks.table_sheet import Column, Row, Table

STAGES = 7
_LINE = 22
_FIRST = 7
_USUAL = ("impressions", "clicks", "visits", "leads", "qualified_leads", "customers")


def write_funnel(book: Book, channels: ChannelsSheet, screen: Screen, chosen: str | None) -> None:
    """Write the sheet."""
    hint = Label(
        "Choose a channel and three to seven stages. A stage that the channel does not count is left out, "
        "and the next one is compared with the last one that is counted."
    )
    sheet = book.page(Label("Funnel"), "#CC79A7", (30, 14, 14, 14, 14, 14, 12, 14, 14), hint, across=6)
    line = choose_channel(sheet, (3, 0), channels, screen.columns["index"].cell(), chosen)
    book.mark("funnel.channel", sheet.range(3, 1))
    sheet.put(4, 0, Label("Spend"), LABEL)
    spend = f'IF({line.fixed}="","",INDEX({channels.columns["spend"].full},{line.fixed}))'
    cost = sheet.put(4, 1, Formula(spend), NUMBER.as_format(MONEY))
    table = Table(sheet, _columns(book, channels, line, cost), _FIRST, STAGES).write()
    sheet.heights[_FIRST - 1] = 42
    table.mark(book, "funnel", ("stages", "count", "step", "through", "lost", "cost"))
    chart = Chart(
        "bar",
        Label("How many are left at each stage"),
        [Series(table["count"], table["stages"], Label("People"), CHART[0])],
        number_format="#,##0",
        width=640,
        has_legend=False,
        has_labels=True,
        is_reversed=True,
    )
    sheet.charts.append((_FIRST + STAGES + 1, 0, chart))
    sheet.print_area = sheet.range(0, 0, _FIRST + STAGES + 18, 6)
    sheet.is_fitted_to_one_page = True


def _columns(book: Book, channels: ChannelsSheet, line: At, cost: At) -> tuple[Column, ...]:
    """Return the columns; a stage that is not counted passes on the number before it."""
    counts = {field.key: field.heading for field in MEASURES if not field.is_money}
    words = book.options(list(counts.values()))
    numbers = channels.columns["impressions"].to(channels.columns["new_customers"])
    headings = channels.sheet.range(numbers.row - 1, numbers.column, 1, numbers.columns)

    tries = [f"MATCH(c.stages,{book.in_language(words, language).full},0)" for language in LANGUAGES]
    column = f"MATCH(INDEX({words.full},c.index),{headings.full},0)"
    count = f'IF((c.index="")+({line.fixed}="")>0,"",INDEX({numbers.full},{line.fixed},{column}))'

    def before(row: Row) -> str:
        return 'IF(above.count="",above.before,above.count)' if row.number else '""'

    def start(row: Row) -> str:
        return 'IF(above.start="",c.count,above.start)' if row.number else "c.count"

    step, through = (or_dash(book.kpi("CONVERSION", "c.count", key)) for key in ("c.before", "c.start"))
    lost = 'IF(COUNT(c.count,c.before)=2,c.before-c.count,"")'
    usual = [counts[key].in_language(book.language) for key in _USUAL]
    stage = Validation("list", options=words, title=Label("Stage"), message=Label("Choose a stage, or leave it blank."))
    conversion, grey = kpi_summary("CONVERSION"), NUMBER.as_format(COUNT).but(colour=GREY)
    return (
        Column(
            "stages",
            Label("Stage"),
            INPUT_CHOICE.but(align="left"),
            head=HEADER_LEFT,
            note=kpi_summary("FUNNEL_TABLE"),
            values=usual,
            validation=stage,
        ),
        Column("count", Label("People"), RESULT.as_format(COUNT), count),
        Column("step", Label("From the stage before"), NUMBER.as_format(PERCENT), step, note=conversion),
        Column("through", Label("From the first stage"), NUMBER.as_format("0.00%"), through, note=conversion),
        Column("lost", Label("Lost"), NUMBER.as_format(COUNT), lost),
        Column(
            "cost",
            Label("Cost of one"),
            NUMBER.as_format(MONEY),
            or_dash(book.kpi("CPA", cost.fixed, "c.count")),
            note=kpi_summary("CPA"),
        ),
        Column("index", Label("Number of the stage"), NUMBER.but(colour=GREY), f'IFERROR({tries[0]},IFERROR({tries[1]},""))'),
        Column("before", Label("People at the stage before"), grey, before),
        Column("start", Label("People at the first stage"), grey, start),
    )


def choose_channel(
    sheet: Sheet, place: tuple[int, int], channels: ChannelsSheet, usual: At, chosen: str | None, label: Translatable | None = None
) -> At:
    """Write the cell of a choice with its label before it; behind it which channel is shown in its place where it is not there.

    Returns:
        The cell of the channel's line, outside of what is printed.
    """
    row, column = place
    names = channels.columns["names"]
    sheet.put(row, column, label or Label("Channel"), LABEL)
    cell = sheet.put(row, column + 1, chosen, INPUT_CHOICE)
    message = Label("Choose a channel from the list; if it is not there, one of the best is shown.")
    sheet.allow(cell, Validation("list", options=names, title=Label("Channel"), message=message, is_strict=False))
    tried = f"MATCH({cell.fixed},{names.full},0)"
    formula = f'IF({cell.fixed}="",{usual.full},IFERROR({tried},{usual.full}))'
    line = sheet.put(row, column + _LINE, Formula(formula), NUMBER.but(colour=GREY))
    name = f"INDEX({names.full},{line.fixed})"
    sheet.put(row, column + 2, Formula(f'IF({line.fixed}="","",IF({cell.fixed}={name},"","→ "&{name}))'), SUBTITLE)
    return line
