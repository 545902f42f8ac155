"""The sheet “SMART goals”: baseline, target, dates, owner, and the growth needed."""

from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Content, Formula, Sheet, Validation, if_all, or_blank, or_dash
from sheetkpi.workbooks.kpi_texts import kpi_note
from sheetkpi.workbooks.shared_sheets import UNSEEN
from sheetkpi.workbooks.styles import (
    BAD,
    CHECK,
    COUNT,
    DATE,
    GOOD,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT,
    INPUT_CHOICE,
    INPUT_TEXT,
    NUMBER,
    PERCENT,
    PERCENT_FINE,
    RESULT,
    TITLE,
    WARN,
    Style,
)

GOALS = 20
_HEAD, _TOP = 3, 4
_GOAL, _KPI, _UNIT, _BASELINE, _GROWTH, _OWN, _TARGET, _START, _DUE, _MONTHS, _PER_MONTH, _NOW, _ATTAINED, _STATUS, _OWNER = range(15)
_TICKS, _COMPLETE, _STATE = 15, 20, 21
_UNSEEN_COLUMN = 23
_TICK = "✓"

_TITLES: dict[int, Label] = {
    _GOAL: Label("Goal"),
    _KPI: Label("KPI"),
    _UNIT: Label("Unit"),
    _BASELINE: Label("Baseline"),
    _GROWTH: Label("Growth wanted"),
    _OWN: Label("Or target, if you know it"),
    _TARGET: Label("Target"),
    _START: Label("From"),
    _DUE: Label("Until"),
    _MONTHS: Label("Months"),
    _PER_MONTH: Label("Growth a month needed"),
    _NOW: Label("Now"),
    _ATTAINED: Label("Attainment"),
    _STATUS: Label("Status"),
    _OWNER: Label("Owner"),
    _COMPLETE: Label("SMART"),
    _STATE: Label("State"),
}
_LETTERS = (
    ("S", Label("Specific: it is clear what shall change")),
    ("M", Label("Measurable: a KPI and a unit say how much")),
    ("A", Label("Attainable: the sheets before show that it can be done")),
    ("R", Label("Relevant: it serves the profit")),
    ("T", Label("Time-bound: it has a date")),
)


@dataclass(frozen=True, slots=True)
class _Goal:
    """A goal of the sample, or an empty row. Dates are serial numbers: 46023 is 2026-01-01."""

    goal: Translatable | None = None
    kpi: Translatable | None = None
    unit: Translatable | None = None
    baseline: float | None = None
    growth: float | None = None
    own: float | None = None
    start: float | None = None
    due: float | None = None
    now: float | None = None
    owner: Translatable | None = None
    ticks: int = 0


_SAMPLE = (
    _Goal(
        Label("Grow the base of loyal customers by 20% within 6 months"),
        Label("Loyal customers"),
        Label("people"),
        baseline=1000.0,
        growth=0.2,
        start=46023.0,
        due=46204.0,
        now=1120.0,
        owner=Label("Marketing"),
        ticks=5,
    ),
    _Goal(
        Label("Pay no more than 2000 for a customer"),
        Label("Cost per customer"),
        Label("money"),
        baseline=2400.0,
        own=2000.0,
        start=46023.0,
        due=46113.0,
        now=2100.0,
        owner=Label("Advertising"),
        ticks=5,
    ),
)


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals' states, and how many of the five ticks each has."""

    states: At
    complete: At


class GoalsSheet:
    """Writes the sheet."""

    def __init__(self, book: Book, tolerance: At) -> None:
        self.book = book
        self.tolerance = tolerance
        self.sheet: Sheet = book.sheet(Label("SMART goals"), tab="#999933")
        self.ticks = book.options([Label(_TICK)])

    def write(self) -> Goals:
        """Write the sheet and return its places."""
        sheet = self.sheet
        sheet.set_widths(40, 19, 9, 11, 10, 13, 11, 11.5, 11.5, 9, 12, 11, 12, 14, 15, 4, 4, 4, 4, 4, 10, 15)
        sheet.put(0, 0, Label("SMART goals"), TITLE)
        hint = Label(
            "A goal has a number, a date and an owner. Enter the growth wanted or the target itself, and tick the five letters (✓)."
        )
        sheet.merge(1, 0, _STATE + 1, hint, HINT)
        self._heads()
        for index in range(GOALS):
            self._row(_TOP + index, index)
        self._looks()
        sheet.frozen = (_TOP, 1)
        sheet.repeated_rows = _HEAD
        sheet.print_area = sheet.range(0, 0, _TOP + GOALS, _STATE + 1)
        return Goals(sheet.range(_TOP, _STATE, GOALS), sheet.range(_TOP, _COMPLETE, GOALS))

    def _heads(self) -> None:
        sheet = self.sheet
        places = {
            column: sheet.put(_HEAD, column, title, HEADER_LEFT if column in (_GOAL, _KPI) else HEADER) for column, title in _TITLES.items()
        }
        for offset, (letter, meaning) in enumerate(_LETTERS):
            sheet.note(sheet.put(_HEAD, _TICKS + offset, letter, HEADER), meaning)
        for column, kpi in ((_TARGET, "SMART_TARGET"), (_PER_MONTH, "CAGR"), (_ATTAINED, "ATTAINMENT"), (_STATUS, "KPI_STATUS")):
            sheet.note(places[column], kpi_note(kpi))

    def _row(self, row: int, index: int) -> None:
        sheet, book = self.sheet, self.book
        sample = _SAMPLE[index] if index < len(_SAMPLE) else _Goal()
        entered: dict[str, tuple[int, Content, Style]] = {
            "goal": (_GOAL, _text(sample.goal, book), INPUT_TEXT),
            "kpi": (_KPI, _text(sample.kpi, book), INPUT_TEXT),
            "unit": (_UNIT, _text(sample.unit, book), INPUT_TEXT),
            "baseline": (_BASELINE, sample.baseline, INPUT.as_format(COUNT)),
            "growth": (_GROWTH, sample.growth, INPUT.as_format(PERCENT)),
            "own": (_OWN, sample.own, INPUT.as_format(COUNT)),
            "start": (_START, sample.start, INPUT.as_format(DATE)),
            "due": (_DUE, sample.due, INPUT.as_format(DATE)),
            "now": (_NOW, sample.now, INPUT.as_format(COUNT)),
            "owner": (_OWNER, _text(sample.owner, book), INPUT_TEXT),
        }
        for key, (column, content, style) in entered.items():
            book.mark(f"goals.{index + 1}.{key}", sheet.put(row, column, content, style))
        for offset in range(len(_LETTERS)):
            cell = sheet.put(row, _TICKS + offset, _TICK if offset < sample.ticks else None, INPUT_CHOICE)
            book.mark(f"goals.{index + 1}.tick.{offset + 1}", cell)
        self._results(row, index + 1)

    def _results(self, row: int, number: int) -> None:
        sheet, book, kpi, word = self.sheet, self.book, self.book.kpi, self.book.word
        counted = {}
        for offset, column in enumerate((_BASELINE, _GROWTH, _OWN, _NOW)):
            place = sheet.put(row, _UNSEEN_COLUMN + offset, Formula(or_blank(sheet.range(row, column).in_column)), UNSEEN)
            counted[column] = place.in_column
        baseline, now, own = counted[_BASELINE], counted[_NOW], counted[_OWN]
        target_formula = f'IF({own}<>"",{own},{or_dash(kpi("SMART_TARGET", baseline, counted[_GROWTH]))})'
        target = sheet.put(row, _TARGET, Formula(target_formula), RESULT.as_format(COUNT)).in_column
        start, due = sheet.range(row, _START).in_column, sheet.range(row, _DUE).in_column
        after = f"({due}+1)"  # the last day counts too
        months_between = f"(YEAR{after}-YEAR({start}))*12+MONTH{after}-MONTH({start})-(DAY{after}<DAY({start}))"
        between = if_all(months_between, start, due)
        months = sheet.put(row, _MONTHS, Formula(between), NUMBER.as_format("0")).in_column
        book.mark(f"goals.{number}.months", sheet.range(row, _MONTHS))
        growth = or_dash(kpi("CAGR", baseline, target, months))
        book.mark(f"goals.{number}.per_month", sheet.put(row, _PER_MONTH, Formula(growth), RESULT.as_format(PERCENT_FINE)))
        attained = or_dash(kpi("ATTAINMENT", now, target))
        sheet.put(row, _ATTAINED, Formula(attained), NUMBER.as_format(PERCENT))
        better = sheet.put(
            row, _UNSEEN_COLUMN + 4, Formula(f'IF(COUNT({baseline},{target})=2,IF({target}<{baseline},"lower","higher"),"higher")'), UNSEEN
        )
        status = kpi("KPI_STATUS", now, target, better.in_column, self.tolerance.full)
        raw = sheet.put(row, _UNSEEN_COLUMN + 5, Formula(f'IFERROR({status},"")'), UNSEEN).in_column
        words = {"ok": word(Label("✓ on plan")), "warn": word(Label("! near plan")), "fail": word(Label("✗ off plan"))}
        shown_word = f'IF({raw}="ok",{words["ok"]},IF({raw}="warn",{words["warn"]},IF({raw}="fail",{words["fail"]},"")))'
        sheet.put(row, _STATUS, Formula(shown_word), CHECK)
        goal = sheet.range(row, _GOAL).in_column
        ticks = sheet.range(row, _TICKS, 1, len(_LETTERS)).here
        done = f'COUNTIF({ticks},"{_TICK}")'
        letters = len(_LETTERS)
        complete = f'IF({goal}="","",IF({done}=COLUMNS({ticks}),"{_TICK} {letters}/{letters}","! "&{done}&"/{letters}"))'
        sheet.put(row, _COMPLETE, Formula(complete), CHECK)
        numbers = (_BASELINE, _GROWTH, _OWN, _NOW, _START, _DUE)
        texts = "+".join(f"ISTEXT({sheet.range(row, column).in_column})" for column in numbers)
        state = (
            f"IF({texts}>0,{word(Label('✗ not a number'))},IF(COUNT({start},{due})=2,IF({due}<={start},{word(Label('✗ dates'))},"
            f'IF({goal}="","","✓")),IF({goal}="","",{word(Label("! not complete"))})))'
        )
        sheet.put(row, _STATE, Formula(state), CHECK.but(is_bold=False))
        book.mark(f"goals.{number}.target", sheet.range(row, _TARGET))
        book.mark(f"goals.{number}.status", sheet.range(row, _STATUS))

    def _looks(self) -> None:
        sheet = self.sheet
        for column, style in ((_BASELINE, INPUT), (_OWN, INPUT), (_TARGET, RESULT), (_NOW, INPUT)):
            sheet.show_decimals(sheet.range(_TOP, column, GOALS), style)
        ticks = sheet.range(_TOP, _TICKS, GOALS, len(_LETTERS))
        sheet.allow(
            ticks,
            Validation("list", options=self.ticks, title=Label("SMART"), message=Label("✓ where the goal is so; else leave it blank")),
        )
        number, date = Label("A number"), Label("A date, such as 2026-01-31")
        for column in (_BASELINE, _OWN, _NOW):
            sheet.allow(sheet.range(_TOP, column, GOALS), Validation("number", title=_TITLES[column], message=number))
        growth = Validation(
            "number", -1, title=_TITLES[_GROWTH], message=Label("A share: 20% means growth by a fifth, −20% a fall by a fifth")
        )
        sheet.allow(sheet.range(_TOP, _GROWTH, GOALS), growth)
        for column in (_START, _DUE):
            sheet.allow(sheet.range(_TOP, column, GOALS), Validation("date", 36526, title=_TITLES[column], message=date))
        for column in (_STATUS, _COMPLETE, _STATE):
            cells = sheet.range(_TOP, column, GOALS)
            for sign, style in (("✓", GOOD), ("!", WARN), ("✗", BAD)):
                sheet.rule(cells, f'LEFT({cells.cell().in_column},1)="{sign}"', style)


def _text(text: Translatable | None, book: Book) -> str | None:
    """Return a text of the sample in the book's language: the reader will overwrite it."""
    return text.in_language(book.language) if text else None
