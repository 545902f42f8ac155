"""The sheet “SMART goals”: baseline, target, dates, owner, and the growth needed."""

from collections.abc import Iterator
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Validation, if_all, or_blank, or_dash
from sheetkpi.workbooks.forecast.start import status_in_words
from sheetkpi.workbooks.kpi_texts import kpi_note
from sheetkpi.workbooks.styles import (
    CHECK,
    COUNT,
    DATE,
    HEADER,
    HEADER_LEFT,
    INPUT,
    INPUT_CHOICE,
    INPUT_TEXT,
    NUMBER,
    PERCENT,
    PERCENT_FINE,
    RESULT,
    Style,
)
from sheetkpi.workbooks.table_sheet import Column, Table, unseen

GOALS = 20
_TOP = 4
_TICK = "✓"
_LETTERS = {
    "S": Label("Specific: it is clear what shall change"),
    "M": Label("Measurable: a KPI and a unit say how much"),
    "A": Label("Attainable: the sheets before show that it can be done"),
    "R": Label("Relevant: it serves the profit"),
    "T": Label("Time-bound: it has a date"),
}


@dataclass(frozen=True, slots=True)
class _Goal:
    """A goal of the sample. Dates are serial numbers: 46023 is 2026-01-01."""

    goal: Translatable
    kpi: Translatable
    unit: Translatable
    owner: Translatable
    baseline: float
    start: float
    due: float
    now: float
    growth: float | None = None
    own: float | None = None


_SAMPLE = (
    _Goal(
        Label("Grow the base of loyal customers by 20% within 6 months"),
        Label("Loyal customers"),
        Label("people"),
        Label("Marketing"),
        baseline=1000.0,
        growth=0.2,
        start=46023.0,
        due=46204.0,
        now=1120.0,
    ),
    _Goal(
        Label("Pay no more than 2000 for a customer"),
        Label("Cost per customer"),
        Label("money"),
        Label("Advertising"),
        baseline=2400.0,
        own=2000.0,
        start=46023.0,
        due=46113.0,
        now=2100.0,
    ),
)


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals' states, and how many of the five ticks each has."""

    states: At
    complete: At


def write_goals(book: Book, tolerance: At) -> Goals:
    """Write the sheet and return its places."""
    hint = Label("A goal has a number, a date and an owner. Enter the growth wanted or the target itself, and tick the five letters (✓).")
    widths = (40, 19, 9, 11, 10, 13, 11, 11.5, 11.5, 9, 12, 11, 12, 14, 15, 4, 4, 4, 4, 4, 10, 15)
    sheet = book.page(Label("SMART goals"), "#999933", widths, hint, across=len(widths))
    table = Table(sheet, _columns(book, _formulas(book, tolerance)), _TOP, GOALS).write()
    table.mark_cells(book, "goals", (*_ENTERED, *_TICKS, "months", "per_month", "target", "status"))
    for key, style in (("baseline", INPUT), ("own", INPUT), ("target", RESULT), ("now", INPUT)):
        sheet.show_decimals(table[key], style)
    message = Label("✓ where the goal is so; else leave it blank")
    ticks = Validation("list", options=book.options([Label(_TICK)]), title=Label("SMART"), message=message)
    sheet.allow(table.span(_TICKS[0], _TICKS[-1]), ticks)
    sheet.frozen = (_TOP, 1)
    sheet.repeated_rows = _TOP - 1
    sheet.print_area = sheet.range(0, 0, _TOP + GOALS, len(widths))
    return Goals(table["state"], table["complete"])


_ENTERED = ("goal", "kpi", "unit", "baseline", "growth", "own", "start", "due", "now", "owner")
_NUMBERS = ("baseline", "growth", "own", "now")
_TICKS = tuple(f"tick.{number}" for number in range(1, len(_LETTERS) + 1))


def _columns(book: Book, formulas: dict[str, str]) -> Iterator[Column]:
    def entered(key: str, title: Label, style: Style, validation: Validation | None = None, head: Style = HEADER) -> Column:
        given = [getattr(goal, key) for goal in _SAMPLE]
        values = [each.in_language(book.language) if isinstance(each, Translatable) else each for each in given]
        return Column(key, title, style, values=values, validation=validation, head=head)

    def number(key: str, title: Label) -> Column:
        return entered(key, title, INPUT.as_format(COUNT), Validation("number", title=title, message=Label("A number")))

    def date(key: str, title: Label) -> Column:
        day = Validation("date", 36526, title=title, message=Label("A date, such as 2026-01-31"))
        return entered(key, title, INPUT.as_format(DATE), day)

    growth = Label("Growth wanted")
    share = Validation("number", -1, title=growth, message=Label("A share: 20% means growth by a fifth, −20% a fall by a fifth"))
    yield entered("goal", Label("Goal"), INPUT_TEXT, head=HEADER_LEFT)
    yield entered("kpi", Label("KPI"), INPUT_TEXT, head=HEADER_LEFT)
    yield entered("unit", Label("Unit"), INPUT_TEXT)
    yield number("baseline", Label("Baseline"))
    yield entered("growth", growth, INPUT.as_format(PERCENT), share)
    yield number("own", Label("Or target, if you know it"))
    yield Column("target", Label("Target"), RESULT.as_format(COUNT), formulas["target"], note=kpi_note("SMART_TARGET"))
    yield date("start", Label("From"))
    yield date("due", Label("Until"))
    yield Column("months", Label("Months"), NUMBER.as_format("0"), formulas["months"])
    yield Column("per_month", Label("Growth a month needed"), RESULT.as_format(PERCENT_FINE), formulas["per_month"], note=kpi_note("CAGR"))
    yield number("now", Label("Now"))
    yield Column("attained", Label("Attainment"), NUMBER.as_format(PERCENT), formulas["attained"], note=kpi_note("ATTAINMENT"))
    yield Column("status", Label("Status"), CHECK, formulas["status"], note=kpi_note("KPI_STATUS"), signs="✓!✗")
    yield entered("owner", Label("Owner"), INPUT_TEXT)
    for key, (letter, meaning) in zip(_TICKS, _LETTERS.items(), strict=True):
        yield Column(key, letter, INPUT_CHOICE, values=[_TICK] * len(_SAMPLE), note=meaning)
    yield Column("complete", Label("SMART"), CHECK, formulas["complete"], signs="✓!✗")
    yield Column("state", Label("State"), CHECK.but(is_bold=False), formulas["state"], signs="✓!✗")
    for column, key in enumerate(_NUMBERS, 23):
        yield unseen(f"counted.{key}", or_blank(f"c.{key}"), at=column)
    yield unseen("better", formulas["better"])
    yield unseen("raw", formulas["raw"])


def _formulas(book: Book, tolerance: At) -> dict[str, str]:
    kpi, word = book.kpi, book.word
    letters, after = len(_LETTERS), "(c.due+1)"  # the last day counts too
    ticks = f"here.{_TICKS[0]}:here.{_TICKS[-1]}"
    done = f'COUNTIF({ticks},"{_TICK}")'
    texts = "+".join(f"ISTEXT(c.{key})" for key in (*_NUMBERS, "start", "due"))
    status = kpi("KPI_STATUS", "c.counted.now", "c.target", "c.better", tolerance.full)
    return {
        "target": f'IF(c.counted.own<>"",c.counted.own,{or_dash(kpi("SMART_TARGET", "c.counted.baseline", "c.counted.growth"))})',
        "months": if_all(f"(YEAR{after}-YEAR(c.start))*12+MONTH{after}-MONTH(c.start)-(DAY{after}<DAY(c.start))", "c.start", "c.due"),
        "per_month": or_dash(kpi("CAGR", "c.counted.baseline", "c.target", "c.months")),
        "attained": or_dash(kpi("ATTAINMENT", "c.counted.now", "c.target")),
        "better": 'IF(COUNT(c.counted.baseline,c.target)=2,IF(c.target<c.counted.baseline,"lower","higher"),"higher")',
        "raw": f'IFERROR({status},"")',
        "status": status_in_words(book, "c.raw"),
        "complete": f'IF(c.goal="","",IF({done}=COLUMNS({ticks}),"{_TICK} {letters}/{letters}","! "&{done}&"/{letters}"))',
        "state": (
            f"IF({texts}>0,{word(Label('✗ not a number'))},IF(COUNT(c.start,c.due)=2,IF(c.due<=c.start,{word(Label('✗ dates'))},"
            f'IF(c.goal="","","✓")),IF(c.goal="","",{word(Label("! not complete"))})))'
        ),
    }
