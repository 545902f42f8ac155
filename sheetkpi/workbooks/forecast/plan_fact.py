"""The sheet “Plan vs fact”: six measures by month or week, with attainment and projection."""

from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, Validation, if_all, or_blank, or_dash
from sheetkpi.workbooks.forecast.start import Switches
from sheetkpi.workbooks.kpi_texts import kpi_note
from sheetkpi.workbooks.shared_sheets import UNSEEN, number_of_choice
from sheetkpi.workbooks.styles import (
    BAD,
    BAND_STYLE,
    CHECK,
    DATE,
    GOOD,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT,
    INPUT_CHOICE,
    LABEL,
    MONEY_WHOLE,
    NUMBER,
    PERCENT,
    RATIO,
    TITLE,
    TOTAL,
    TOTAL_LABEL,
    UNIT,
    WARN,
    Style,
)

PERIODS = 13
_MONTHS = 12

#: Measures: key, title, whether higher or lower is better, the plan of a month, the facts of the sample.
_MEASURES: tuple[tuple[str, Label, str, float, tuple[float, ...]], ...] = (
    ("spend", Label("Spend"), "lower", 50000, (48000, 51000, 50500, 49000, 52000)),
    ("clicks", Label("Clicks"), "higher", 2400, (2310, 2520, 2390, 2450, 2600)),
    ("leads", Label("Leads"), "higher", 240, (226, 249, 231, 238, 252)),
    ("customers", Label("Customers"), "higher", 72, (65, 70, 66, 71, 75)),
    ("revenue", Label("Revenue"), "higher", 144000, (130000, 141000, 133000, 143500, 151000)),
    ("gross_profit", Label("Gross profit"), "higher", 100800, (91000, 98700, 93100, 100450, 105700)),
)
KEYS = tuple(key for key, *_ in _MEASURES)

_NAME, _VALUE = 0, 1
_SETTINGS, _SUMMARY, _ENTRY = 3, 9, 19
_SUMMARY_TOP, _TOP = _SUMMARY + 1, _ENTRY + 2
#: Columns of the summary after the name.
_PLAN, _PLAN_TO_DATE, _FACT, _VARIANCE, _ATTAINED, _STATUS, _RUN, _RUN_SHARE, _RUN_STATUS, _PACE = range(1, 11)
#: Columns of the chosen measure, beside what is entered.
_CHOSEN = 15
_RAW = 24


@dataclass(frozen=True, slots=True)
class PlanFact:
    """Cells of plan and fact."""

    facts: dict[str, At]
    plans: dict[str, At]
    states: At
    start: At
    end: At
    until: At


class PlanFactSheet:
    """Writes the sheet."""

    def __init__(self, book: Book, switches: Switches) -> None:
        self.book = book
        self.switches = switches
        self.sheet: Sheet = book.sheet(Label("Plan vs fact"), tab="#D55E00")

    def write(self) -> PlanFact:
        """Write the sheet and return its places."""
        sheet = self.sheet
        sheet.set_widths(30, *(16 if column in (_STATUS, _RUN_STATUS) else 12.5 for column in range(1, 14)), 3, 12, 12, 12, 12, 16)
        sheet.put(0, 0, Label("Plan vs fact"), TITLE)
        hint = Label("Enter the plan once and the facts as they come. A period without a fact is left out of the comparison.")
        sheet.merge(1, 0, 14, hint, HINT)
        self._settings()
        self._summary()
        self._entry()
        self._chosen()
        self._charts()
        sheet.frozen = (0, 1)
        sheet.is_fitted_to_one_page = True
        sheet.print_area = sheet.range(0, 0, _TOP + PERIODS + 31, _CHOSEN + 5)
        facts = {key: self._column(key, is_fact=True) for key in KEYS}
        plans = {key: self._column(key, is_fact=False) for key in KEYS}
        return PlanFact(facts, plans, sheet.range(_TOP, 13, PERIODS), self.start, self.end, self.until)

    # --- settings

    def _settings(self) -> None:
        sheet, book = self.sheet, self.book
        words = book.options([Label("months"), Label("weeks")])
        self.step = self._choice(_SETTINGS, Label("Periods are"), [Label("months"), Label("weeks")], "plan_fact.step", words)
        date = Validation("date", 36526, title=Label("Date"), message=Label("A date, such as 2026-01-31"))
        self.start = self._setting(_SETTINGS + 1, Label("First day"), 46023.0, INPUT.as_format(DATE), date, "plan_fact.start")
        self.until = self._setting(_SETTINGS + 2, Label("Facts up to (day)"), 46173.0, INPUT.as_format(DATE), date, "plan_fact.until")
        share = Validation("number", 0, 1, title=Label("Tolerance"), message=Label("A share from 0% to 100%, such as 10%"))
        self.tolerance = self._setting(
            _SETTINGS + 3, Label("Near the plan: missed by up to"), 0.1, INPUT.as_format(PERCENT), share, "plan_fact.tolerance"
        )
        titles = [title for _, title, *_ in _MEASURES]
        self.measure = self._choice(_SETTINGS + 4, Label("Measure by period"), titles, "plan_fact.measure", book.options(titles))
        start, until = self.start.fixed, self.until.fixed
        last = f"IF({self.step.fixed}=1,EDATE({start},{_MONTHS}),{start}+7*{PERIODS})-1"
        sheet.merge(_SETTINGS + 1, 3, 2, Label("Last day"), LABEL)
        self.end = sheet.put(_SETTINGS + 1, 5, Formula(if_all(last, start)), NUMBER.as_format(DATE))
        sheet.merge(_SETTINGS + 2, 3, 2, Label("Days that have passed"), LABEL)
        elapsed = f"MAX(0,MIN({until},{self.end.fixed})-{start}+1)"
        self.elapsed = sheet.put(_SETTINGS + 2, 5, Formula(if_all(elapsed, start, until)), NUMBER.as_format("0"))
        sheet.merge(_SETTINGS + 3, 3, 2, Label("Days in all"), LABEL)
        self.days = sheet.put(_SETTINGS + 3, 5, Formula(if_all(f"{self.end.fixed}-{start}+1", start)), NUMBER.as_format("0"))
        self.tolerance_passed = sheet.put(_SETTINGS + 3, 2, Formula(or_blank(self.tolerance.fixed)), UNSEEN)
        for key, place in (("end", self.end), ("elapsed", self.elapsed), ("days", self.days)):
            book.mark(f"plan_fact.{key}", place)

    def _setting(self, row: int, title: Translatable, value: float, style: Style, limits: Validation, key: str) -> At:
        sheet = self.sheet
        sheet.put(row, _NAME, title, LABEL)
        cell = sheet.put(row, _VALUE, value, style)
        sheet.allow(cell, limits)
        return self.book.mark(key, cell)

    def _choice(self, row: int, title: Translatable, options: list[Label], key: str, words: At) -> At:
        """Write a switch of this sheet, and return the cell with the number of the choice."""
        sheet, book = self.sheet, self.book
        sheet.put(row, _NAME, title, LABEL)
        cell = book.mark(key, sheet.put(row, _VALUE, options[0].in_language(book.language), INPUT_CHOICE))
        sheet.allow(cell, Validation("list", options=words, title=title))
        return sheet.put(row, _VALUE + 1, Formula(number_of_choice(book, cell, words, 0)), UNSEEN)

    # --- where the measures stand

    def _column(self, key: str, *, is_fact: bool) -> At:
        return self.sheet.range(_TOP, 1 + 2 * KEYS.index(key) + is_fact, PERIODS)

    def _summary(self) -> None:
        sheet, book = self.sheet, self.book
        heads: dict[int, tuple[Label, str | None]] = {
            _NAME: (Label("Measure"), None),
            _PLAN: (Label("Plan, all periods"), None),
            _PLAN_TO_DATE: (Label("Plan of the periods with a fact"), None),
            _FACT: (Label("Actual"), None),
            _VARIANCE: (Label("Variance"), None),
            _ATTAINED: (Label("Attainment"), "ATTAINMENT"),
            _STATUS: (Label("Status"), "KPI_STATUS"),
            _RUN: (Label("Forecast to the end"), "RUN_RATE"),
            _RUN_SHARE: (Label("Forecast / plan"), "ATTAINMENT"),
            _RUN_STATUS: (Label("Status of the forecast"), "KPI_STATUS"),
            _PACE: (Label("Pace of spending"), "PACE"),
        }
        for column, (title, kpi) in heads.items():
            cell = sheet.put(_SUMMARY, column, title, HEADER if column else HEADER_LEFT)
            if kpi:
                sheet.note(cell, kpi_note(kpi))
        for offset, (key, title, better, *_) in enumerate(_MEASURES):
            self._measure(_SUMMARY_TOP + offset, key, title, better)
        states = [sheet.range(_SUMMARY_TOP, column, len(KEYS)) for column in (_STATUS, _RUN_STATUS)]
        for cells in states:
            self._coloured(cells)
        text = Label("Forecast to the end = actual / days that have passed × days in all. Pace above 1: the money ends before the period.")
        sheet.merge(_SUMMARY_TOP + len(KEYS), 0, 11, text, HINT)
        book.mark("plan_fact.summary", sheet.range(_SUMMARY_TOP, _PLAN, len(KEYS), _PACE))

    def _measure(self, row: int, key: str, title: Label, better: str) -> None:
        sheet, book, kpi = self.sheet, self.book, self.book.kpi
        starts = sheet.range(_TOP, 0, PERIODS).fixed
        plans, facts = (self._column(key, is_fact=is_fact).fixed for is_fact in (False, True))
        number = NUMBER.as_format(MONEY_WHOLE)
        sheet.put(row, _NAME, title, LABEL)
        plan = sheet.put(row, _PLAN, Formula(f'IF(MIN(COUNT({starts}),COUNT({plans}))=0,"",SUMIFS({plans},{starts},">0"))'), number)
        periods = f'{starts},">0"'
        matched = f'SUMIFS({plans},{periods},{facts},">=0")+SUMIFS({plans},{periods},{facts},"<0")'
        is_blank = f"MIN(COUNT({starts}),COUNT({facts}))=0"
        to_date = sheet.put(row, _PLAN_TO_DATE, Formula(f'IF({is_blank},"",{matched})'), number)
        fact = sheet.put(row, _FACT, Formula(f'IF({is_blank},"",SUMIFS({facts},{periods}))'), number.but(is_bold=True))
        sheet.put(row, _VARIANCE, Formula(if_all(f"{fact.here}-{to_date.here}", fact.here, to_date.here)), number)
        attained = sheet.put(row, _ATTAINED, Formula(or_dash(kpi("ATTAINMENT", fact.here, to_date.here))), NUMBER.as_format(PERCENT))
        elapsed, days = self.elapsed.fixed, self.days.fixed
        run = sheet.put(row, _RUN, Formula(or_dash(kpi("RUN_RATE", fact.here, elapsed, days))), number)
        share = sheet.put(row, _RUN_SHARE, Formula(or_dash(kpi("ATTAINMENT", run.here, plan.here))), NUMBER.as_format(PERCENT))
        direction = sheet.put(row, _RAW, better, UNSEEN)
        status = self._status(row, _STATUS, fact.here, to_date.here, direction.in_column)
        self._status(row, _RUN_STATUS, run.here, plan.here, direction.in_column)
        if key == "spend":
            pace = or_dash(kpi("PACE", fact.here, plan.here, elapsed, days))
            book.mark("plan_fact.spend.pace", sheet.put(row, _PACE, Formula(pace), NUMBER.as_format(RATIO).but(is_bold=True)))
        else:
            sheet.put(row, _PACE, None, NUMBER)
        for name, place in (
            ("plan", plan),
            ("to_date", to_date),
            ("fact", fact),
            ("attainment", attained),
            ("run_rate", run),
            ("share", share),
        ):
            book.mark(f"plan_fact.{key}.{name}", place)
        book.mark(f"plan_fact.{key}.status", status)

    def _status(self, row: int, column: int, fact: str, plan: str, better: str) -> At:
        """Write the status in words, and KPI_STATUS's word in a hidden cell beside it."""
        sheet, word = self.sheet, self.book.word
        formula = self.book.kpi("KPI_STATUS", fact, plan, better, self.tolerance_passed.fixed)
        raw = sheet.put(row, _RAW + column, Formula(f'IFERROR({formula},"")'), UNSEEN).in_column
        words = {"ok": word(Label("✓ on plan")), "warn": word(Label("! near plan")), "fail": word(Label("✗ off plan"))}
        shown_word = f'IF({raw}="ok",{words["ok"]},IF({raw}="warn",{words["warn"]},IF({raw}="fail",{words["fail"]},"")))'
        return sheet.put(row, column, Formula(shown_word), CHECK)

    def _coloured(self, cells: At) -> None:
        first = cells.cell().in_column
        for sign, style in (("✓", GOOD), ("!", WARN), ("✗", BAD)):
            self.sheet.rule(cells, f'LEFT({first},1)="{sign}"', style)

    # --- what is entered

    def _entry(self) -> None:
        sheet, book = self.sheet, self.book
        sheet.put(_ENTRY, 0, None, HEADER)
        sheet.put(_ENTRY + 1, 0, Label("Period from"), HEADER_LEFT)
        sheet.put(_ENTRY, 13, None, HEADER)
        sheet.put(_ENTRY + 1, 13, Label("State"), HEADER)
        for index, (key, title, _, planned, facts) in enumerate(_MEASURES):
            column = 1 + 2 * index
            sheet.merge(_ENTRY, column, 2, title, HEADER)
            sheet.put_row(_ENTRY + 1, column, [Label("Plan"), Label("Actual")], HEADER)
            for period in range(PERIODS):
                plan = planned if period < _MONTHS else None
                fact = facts[period] if period < len(facts) else None
                cells = sheet.put_row(_TOP + period, column, [_number(plan), _number(fact)], INPUT.as_format(MONEY_WHOLE))
                book.mark(f"plan_fact.{period + 1}.{key}.plan", cells.cell())
                book.mark(f"plan_fact.{period + 1}.{key}.fact", cells.cell(column=1))
        first, step = self.start.fixed, self.step.fixed
        entered = sheet.range(_TOP, 1, PERIODS, 2 * len(KEYS))
        message = Label("A number. Gross profit may be negative; leave a fact blank until you know it")
        sheet.allow(entered, Validation("number", None, None, title=Label("Plan vs fact"), message=message))
        for period in range(PERIODS):
            row = _TOP + period
            number = sheet.put(row, _RAW, float(period), UNSEEN).in_column
            month = f'IF({number}<{_MONTHS},EDATE({first},{number}),"")'
            sheet.put(row, 0, Formula(if_all(f"IF({step}=1,{month},{first}+7*{number})", first)), LABEL.as_format(DATE).but(align="left"))
            all_here = sheet.range(row, 1, 1, 2 * len(KEYS)).here
            counts = sheet.range(row, 1, 1, 10).here
            state = (
                f'IF(COUNTA({all_here})=0,"",IF(COUNTA({all_here})>COUNT({all_here}),{book.word(Label("✗ not a number"))},'
                f'IF(COUNTIF({counts},"<0")>0,{book.word(Label("✗ negative"))},'
                f'IF({sheet.range(row, 0).here}="",{book.word(Label("✗ no such period"))},"✓"))))'
            )
            sheet.put(row, 13, Formula(state), UNIT.but(align="center"))
        book.mark("plan_fact.periods", sheet.range(_TOP, 0, PERIODS))
        book.mark("plan_fact.states", sheet.range(_TOP, 13, PERIODS))
        self._coloured(sheet.range(_TOP, 13, PERIODS))
        total = _TOP + PERIODS
        sheet.put(total, 0, Label("Total"), TOTAL_LABEL)
        for column in range(1, 1 + 2 * len(KEYS)):
            summed = sheet.range(_TOP, column, PERIODS).here
            sheet.put(total, column, Formula(f'IF(COUNT({summed})=0,"",SUM({summed}))'), TOTAL.as_format(MONEY_WHOLE))

    # --- one measure, period by period

    def _chosen(self) -> None:
        sheet, book, kpi = self.sheet, self.book, self.book.kpi
        names = f"CHOOSE({self.measure.fixed},{','.join(book.word(title) for _, title, *_ in _MEASURES)})"
        sheet.merge(_ENTRY, _CHOSEN, 5, Formula(names), BAND_STYLE.but(align="center", indent=0))
        heads = [Label("Plan"), Label("Actual"), Label("Variance"), Label("Attainment"), Label("Status")]
        sheet.put_row(_ENTRY + 1, _CHOSEN, heads, HEADER)
        better = f"INDEX({sheet.range(_SUMMARY_TOP, _RAW, len(KEYS)).fixed},{self.measure.fixed})"
        direction = sheet.put(_ENTRY, _RAW, Formula(better), UNSEEN).fixed
        money = NUMBER.as_format(MONEY_WHOLE)
        for period in range(PERIODS):
            row = _TOP + period
            start = sheet.range(row, 0).in_column
            values = []
            for offset in range(2):
                cells = ",".join(sheet.range(row, 1 + 2 * index + offset).in_column for index in range(len(KEYS)))
                chosen = f"CHOOSE({self.measure.fixed},{cells})"
                values.append(sheet.put(row, _CHOSEN + offset, Formula(f'IF({start}="","",{or_blank(chosen)})'), money))
            plan, fact = values
            sheet.put(row, _CHOSEN + 2, Formula(if_all(f"{fact.here}-{plan.here}", fact.here, plan.here)), money)
            sheet.put(row, _CHOSEN + 3, Formula(or_dash(kpi("ATTAINMENT", fact.here, plan.here))), NUMBER.as_format(PERCENT))
            self._status(row, _CHOSEN + 4, fact.here, plan.here, direction)
        self._coloured(sheet.range(_TOP, _CHOSEN + 4, PERIODS))

    def _charts(self) -> None:
        """Draw a small chart for each measure; unknown numbers are gaps."""
        sheet = self.sheet
        periods = sheet.range(_TOP, 0, PERIODS)
        for index, (key, title, *_) in enumerate(_MEASURES):
            plan = Series(self._column(key, is_fact=False), periods, Label("Plan"), "#6B7280", is_dashed=True)
            fact = Series(self._column(key, is_fact=True), periods, Label("Actual"), "#0072B2")
            chart = Chart("line", title, [plan, fact], number_format=MONEY_WHOLE, x_number_format="dd.mm", width=450, height=250)
            sheet.charts.append((_TOP + PERIODS + 2 + 14 * (index // 3), (0, 4, 9)[index % 3], chart))


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
