"""The sheet “Funnel”: one channel stage by stage, with losses and costs."""

from sheetkpi.translation import LANGUAGES, Label, Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, Validation, or_dash
from sheetkpi.workbooks.channels.channels_sheet import USED, ChannelsSheet
from sheetkpi.workbooks.channels.data import MEASURES
from sheetkpi.workbooks.channels.screen import Screen
from sheetkpi.workbooks.kpi_texts import kpi_summary
from sheetkpi.workbooks.styles import (
    CHART,
    COUNT,
    GREY,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT_CHOICE,
    LABEL,
    MONEY,
    NUMBER,
    PERCENT,
    RESULT,
    SUBTITLE,
    TITLE,
)

STAGES = 7
_LINE = 22
HEAD, FIRST = 6, 7

_STAGE, _COUNT, _STEP, _THROUGH, _LOST, _COST, _INDEX, _BEFORE, _START = range(9)

_USUAL = ("impressions", "clicks", "visits", "leads", "qualified_leads", "customers", None)

_HEADS: tuple[tuple[int, Translatable, str | None], ...] = (
    (_STAGE, Label("Stage"), "FUNNEL_TABLE"),
    (_COUNT, Label("People"), None),
    (_STEP, Label("From the stage before"), "CONVERSION"),
    (_THROUGH, Label("From the first stage"), "CONVERSION"),
    (_LOST, Label("Lost"), None),
    (_COST, Label("Cost of one"), "CPA"),
    (_INDEX, Label("Number of the stage"), None),
    (_BEFORE, Label("People at the stage before"), None),
    (_START, Label("People at the first stage"), None),
)


def write_funnel(book: Book, channels: ChannelsSheet, screen: Screen, chosen: str | None) -> None:
    """Write the sheet."""
    sheet = book.sheet(Label("Funnel"), tab="#CC79A7")
    sheet.set_widths(30, 14, 14, 14, 14, 14, 12, 14, 14)
    sheet.put(0, 0, Label("Funnel"), TITLE)
    hint = Label(
        "Choose a channel and three to seven stages. A stage that the channel does not count is left out, "
        "and the next one is compared with the last one that is counted."
    )
    sheet.merge(1, 0, 6, hint, HINT)
    line = choose_channel(sheet, (3, 0), channels, screen.columns["index"].cell(), chosen)
    book.mark("funnel.channel", sheet.range(3, 1))
    sheet.put(4, 0, Label("Spend"), LABEL)
    spend = f'IF({line.fixed}="","",INDEX({channels.columns["spend"].full},{line.fixed}))'
    cost = sheet.put(4, 1, Formula(spend), NUMBER.as_format(MONEY))
    for column, heading, kpi in _HEADS:
        place = sheet.put(HEAD, column, heading, HEADER_LEFT if column == _STAGE else HEADER)
        if kpi:
            sheet.note(place, kpi_summary(kpi))
    sheet.heights[HEAD] = 42
    counts = [field for field in MEASURES if not field.is_money]
    words = book.options([field.heading for field in counts])
    headings = channels.sheet.range(USED - 1, channels.columns["impressions"].column, 1, len(MEASURES))
    numbers = channels.columns["impressions"].to(channels.columns["new_customers"])
    for number, usual in enumerate(_USUAL):
        row = FIRST + number
        heading_of_usual = next((field.heading for field in counts if field.key == usual), None)
        content = heading_of_usual.in_language(book.language) if heading_of_usual else None
        stage = sheet.put(row, _STAGE, content, INPUT_CHOICE.but(align="left"))
        tries = [f"MATCH({stage.in_column},{book.in_language(words, language).full},0)" for language in LANGUAGES]
        index = sheet.put(row, _INDEX, Formula(f'IFERROR({tries[0]},IFERROR({tries[1]},""))'), NUMBER.but(colour=GREY))
        column_of = f"MATCH(INDEX({words.full},{index.in_column}),{headings.full},0)"
        found = f'IF(({index.in_column}="")+({line.fixed}="")>0,"",INDEX({numbers.full},{line.fixed},{column_of}))'
        sheet.put(row, _COUNT, Formula(found), RESULT.as_format(COUNT))
        _write_line(book, sheet, row, cost)
    _write_frame(book, sheet, words)


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


def _write_line(book: Book, sheet: Sheet, row: int, cost: At) -> None:
    here = {column: sheet.range(row, column).in_column for column in range(_START + 1)}
    above = {column: sheet.range(row - 1, column).in_column for column in range(_START + 1)}
    is_first = row == FIRST
    before = '""' if is_first else f'IF({above[_COUNT]}="",{above[_BEFORE]},{above[_COUNT]})'
    start = here[_COUNT] if is_first else f'IF({above[_START]}="",{here[_COUNT]},{above[_START]})'
    lost = f'IF(COUNT({here[_COUNT]},{here[_BEFORE]})=2,{here[_BEFORE]}-{here[_COUNT]},"")'
    formulas = {
        _STEP: (or_dash(book.kpi("CONVERSION", here[_COUNT], here[_BEFORE])), NUMBER.as_format(PERCENT)),
        _THROUGH: (or_dash(book.kpi("CONVERSION", here[_COUNT], here[_START])), NUMBER.as_format("0.00%")),
        _LOST: (lost, NUMBER.as_format(COUNT)),
        _COST: (or_dash(book.kpi("CPA", cost.fixed, here[_COUNT])), NUMBER.as_format(MONEY)),
        _BEFORE: (before, NUMBER.as_format(COUNT).but(colour=GREY)),
        _START: (start, NUMBER.as_format(COUNT).but(colour=GREY)),
    }
    for column, (formula, style) in formulas.items():
        sheet.put(row, column, Formula(formula), style)


def _write_frame(book: Book, sheet: Sheet, words: At) -> None:
    stages = sheet.range(FIRST, _STAGE, STAGES)
    sheet.allow(stages, Validation("list", options=words, title=Label("Stage"), message=Label("Choose a stage, or leave it blank.")))
    book.mark("funnel.stages", stages)
    for key, column in (("count", _COUNT), ("step", _STEP), ("through", _THROUGH), ("lost", _LOST), ("cost", _COST)):
        book.mark(f"funnel.{key}", sheet.range(FIRST, column, STAGES))
    drawn = Series(sheet.range(FIRST, _COUNT, STAGES), stages, Label("People"), CHART[0])
    chart = Chart(
        "bar",
        Label("How many are left at each stage"),
        [drawn],
        number_format="#,##0",
        width=640,
        has_legend=False,
        has_labels=True,
        is_reversed=True,
    )
    sheet.charts.append((FIRST + STAGES + 1, 0, chart))
    sheet.print_area = sheet.range(0, 0, FIRST + STAGES + 18, _COST + 1)
    sheet.is_fitted_to_one_page = True
