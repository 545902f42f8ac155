"""The sheet “Plan vs fact”: six measures by month or week, with attainment and projection."""

from dataclasses import dataclass
from functools import partial

from sheetkpi.translation import Label
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, Validation, cell_of_number, if_all, or_blank, or_dash, sum_of
from sheetkpi.workbooks.forecast.start import status_in_words
from sheetkpi.workbooks.kpi_texts import kpi_note
from sheetkpi.workbooks.shared_sheets import number_of_choice
from sheetkpi.workbooks.styles import (
    BAND_STYLE,
    CHECK,
    DATE,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT,
    INPUT_CHOICE,
    LABEL,
    MONEY_WHOLE,
    NUMBER,
    TOTAL_LABEL,
    UNIT,
    UNSEEN,
    Style,
)
from sheetkpi.workbooks.table_sheet import Column, Row, Table, unseen

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
_TITLES = [title for _, title, *_ in _MEASURES]
_BETTER = [better for _, _, better, *_ in _MEASURES]

_SETTINGS, _SUMMARY, _ENTRY = 3, 9, 19
_TOP = _ENTRY + 2
_MONEY = NUMBER.whole_money
#: Columns of the chosen measure, beside what is entered, and of what nobody has to see.
_CHOSEN, _RAW = 15, 24


@dataclass(frozen=True, slots=True)
class PlanFact:
    """Cells of plan and fact."""

    facts: dict[str, At]
    states: At
    start: At
    end: At
    until: At
    tolerance: At


@dataclass(frozen=True, slots=True)
class _Settings:
    step: At
    start: At
    until: At
    measure: At
    end: At
    elapsed: At
    days: At
    tolerance: At


def write_plan_fact(book: Book) -> PlanFact:
    """Write the sheet and return its places."""
    hint = Label("Enter the plan once and the facts as they come. A period without a fact is left out of the comparison.")
    widths = (30, *(16 if column in (6, 9) else 12.5 for column in range(1, 14)), 3, 12, 12, 12, 12, 16)
    sheet = book.page(Label("Plan vs fact"), "#D55E00", widths, hint, across=14)
    settings = _write_settings(book, sheet)
    entry = _entry(book, sheet, settings)
    summary = _write_summary(book, sheet, settings, entry)
    _write_entry(book, sheet, entry)
    _write_chosen(book, sheet, settings, entry, summary)
    _draw(sheet, entry)
    sheet.frozen = (0, 1)
    sheet.is_fitted_to_one_page = True
    sheet.print_area = sheet.range(0, 0, _TOP + PERIODS + 31, _CHOSEN + 5)
    facts = {key: entry[f"{key}.fact"] for key in KEYS}
    return PlanFact(facts, entry["state"], settings.start, settings.end, settings.until, settings.tolerance)


def _write_settings(book: Book, sheet: Sheet) -> _Settings:
    def entered(row: int, key: str, title: Label, content: float | str, style: Style, limits: Validation) -> At:
        sheet.put(row, 0, title, LABEL)
        cell = sheet.put(row, 1, content, style)
        sheet.allow(cell, limits)
        return book.mark(f"plan_fact.{key}", cell)

    def choice(row: int, key: str, title: Label, options: list[Label]) -> At:
        """Write a switch of this sheet, and return the cell with the number of the choice."""
        words = book.options(options)
        cell = entered(row, key, title, options[0].in_language(book.language), INPUT_CHOICE, Validation("list", options=words, title=title))
        return sheet.put(row, 2, Formula(number_of_choice(book, cell, words, 0)), UNSEEN)

    def derived(row: int, key: str, title: Label, formula: str, number_format: str = "0") -> At:
        sheet.merge(row, 3, 2, title, LABEL)
        return book.mark(f"plan_fact.{key}", sheet.put(row, 5, Formula(formula), NUMBER.as_format(number_format)))

    date = Validation("date", 36526, title=Label("Date"), message=Label("A date, such as 2026-01-31"))
    share = Validation("number", 0, 1, title=Label("Tolerance"), message=Label("A share from 0% to 100%, such as 10%"))
    step = choice(_SETTINGS, "step", Label("Periods are"), [Label("months"), Label("weeks")])
    start_cell = entered(_SETTINGS + 1, "start", Label("First day"), 46023.0, INPUT.date, date)
    until_cell = entered(_SETTINGS + 2, "until", Label("Facts up to (day)"), 46173.0, INPUT.date, date)
    near = Label("Near the plan: missed by up to")
    tolerance = entered(_SETTINGS + 3, "tolerance", near, 0.1, INPUT.percent, share)
    measure = choice(_SETTINGS + 4, "measure", Label("Measure by period"), _TITLES)
    start, until = start_cell.fixed, until_cell.fixed
    last = f"IF({step.fixed}=1,EDATE({start},{_MONTHS}),{start}+7*{PERIODS})-1"
    end = derived(_SETTINGS + 1, "end", Label("Last day"), if_all(last, start), DATE)
    passed = if_all(f"MAX(0,MIN({until},{end.fixed})-{start}+1)", start, until)
    elapsed = derived(_SETTINGS + 2, "elapsed", Label("Days that have passed"), passed)
    days = derived(_SETTINGS + 3, "days", Label("Days in all"), if_all(f"{end.fixed}-{start}+1", start))
    passed_on = sheet.put(_SETTINGS + 3, 2, Formula(or_blank(tolerance.fixed)), UNSEEN)
    return _Settings(step, start_cell, until_cell, measure, end, elapsed, days, passed_on)


def _status(book: Book, settings: _Settings, fact: str, plan: str, better: str = "in.better") -> str:
    """Return KPI_STATUS's word."""
    return f'IFERROR({book.kpi("KPI_STATUS", f"c.{fact}", f"c.{plan}", better, settings.tolerance.fixed)},"")'


def _attainment(book: Book, fact: str, plan: str) -> str:
    return or_dash(book.kpi("ATTAINMENT", f"c.{fact}", f"c.{plan}"))


def _variance(plan: str) -> str:
    return if_all(f"c.fact-c.{plan}", "c.fact", f"c.{plan}")


def _write_summary(book: Book, sheet: Sheet, settings: _Settings, entry: Table) -> Table:
    starts, elapsed, days = entry["start"].fixed, settings.elapsed.fixed, settings.days.fixed
    periods = f'{starts},">0"'

    def plan(row: Row) -> str:
        plans = entry[f"{KEYS[row.number]}.plan"].fixed
        return f'IF(MIN(COUNT({starts}),COUNT({plans}))=0,"",SUMIFS({plans},{periods}))'

    def with_fact(row: Row, amount: str) -> str:
        plans, facts = (entry[f"{KEYS[row.number]}.{side}"].fixed for side in ("plan", "fact"))
        return f'IF(MIN(COUNT({starts}),COUNT({facts}))=0,"",{amount.format(plans=plans, facts=facts, periods=periods)})'

    def to_date(row: Row) -> str:
        return with_fact(row, 'SUMIFS({plans},{periods},{facts},">=0")+SUMIFS({plans},{periods},{facts},"<0")')

    def pace(row: Row) -> str | None:
        return or_dash(book.kpi("PACE", "c.fact", "c.plan", elapsed, days)) if KEYS[row.number] == "spend" else None

    run_rate = or_dash(book.kpi("RUN_RATE", "c.fact", elapsed, days))
    percent, attainment = NUMBER.percent, kpi_note("ATTAINMENT")
    columns = (
        Column("name", Label("Measure"), LABEL, lambda row: _TITLES[row.number], head=HEADER_LEFT),
        Column("plan", Label("Plan, all periods"), _MONEY, plan),
        Column("to_date", Label("Plan of the periods with a fact"), _MONEY, to_date),
        Column("fact", Label("Actual"), _MONEY.but(is_bold=True), lambda row: with_fact(row, "SUMIFS({facts},{periods})")),
        Column("variance", Label("Variance"), _MONEY, _variance("to_date")),
        Column("attainment", Label("Attainment"), percent, _attainment(book, "fact", "to_date"), note=attainment),
        Column("status", Label("Status"), CHECK, status_in_words(book, "in.raw"), note=kpi_note("KPI_STATUS"), signs="✓!✗"),
        Column("run_rate", Label("Forecast to the end"), _MONEY, run_rate, note=kpi_note("RUN_RATE")),
        Column("share", Label("Forecast / plan"), percent, _attainment(book, "run_rate", "plan"), note=attainment),
        Column(
            "run_status",
            Label("Status of the forecast"),
            CHECK,
            status_in_words(book, "in.raw_run"),
            note=kpi_note("KPI_STATUS"),
            signs="✓!✗",
        ),
        Column("pace", Label("Pace of spending"), NUMBER, pace, note=kpi_note("PACE")),
        Column("better", None, UNSEEN, values=_BETTER, head=None, at=_RAW),
        unseen("raw", _status(book, settings, "fact", "to_date"), at=_RAW + 6),
        unseen("raw_run", _status(book, settings, "run_rate", "plan"), at=_RAW + 9),
    )
    summary = Table(sheet, columns, _SUMMARY + 1, len(KEYS), reference="here").write()
    of_spend = summary["pace"].cell()
    sheet.cells[of_spend.row, of_spend.column].style = NUMBER.ratio.but(is_bold=True)
    book.mark("plan_fact.spend.pace", of_spend)
    for number, key in enumerate(KEYS):
        for name in ("plan", "to_date", "fact", "attainment", "run_rate", "share", "status"):
            book.mark(f"plan_fact.{key}.{name}", summary[name].cell(number))
    text = Label("Forecast to the end = actual / days that have passed × days in all. Pace above 1: the money ends before the period.")
    sheet.merge(_SUMMARY + 1 + len(KEYS), 0, 11, text, HINT)
    book.mark("plan_fact.summary", summary.span("plan", "pace"))
    return summary


def _entry(book: Book, sheet: Sheet, settings: _Settings) -> Table:
    """Return the table of what is entered: plan and fact of each measure."""
    first, word = settings.start.fixed, book.word
    month = f'IF(in.number<{_MONTHS},EDATE({first},in.number),"")'
    start = if_all(f"IF({settings.step.fixed}=1,{month},{first}+7*in.number)", first)
    numbers, counts = f"c.{KEYS[0]}.plan:c.{KEYS[-1]}.fact", f"c.{KEYS[0]}.plan:c.{KEYS[-2]}.fact"  # gross profit may be negative
    state = (
        f'IF(COUNTA({numbers})=0,"",IF(COUNTA({numbers})>COUNT({numbers}),{word(Label("✗ not a number"))},'
        f'IF(COUNTIF({counts},"<0")>0,{word(Label("✗ negative"))},IF(c.start="",{word(Label("✗ no such period"))},"✓"))))'
    )
    day, total = LABEL.date.but(align="left"), Label("Total")
    columns = [Column("start", Label("Period from"), day, start, head=HEADER_LEFT, total=total, total_style=TOTAL_LABEL)]
    for key, _, _, planned, facts in _MEASURES:
        for side, title, values in (("plan", Label("Plan"), [planned] * _MONTHS), ("fact", Label("Actual"), facts)):
            name = f"{key}.{side}"
            columns.append(Column(name, title, INPUT.whole_money, values=[float(value) for value in values], total=sum_of(f"all.{name}")))
    columns.append(Column("state", Label("State"), UNIT.but(align="center"), state, signs="✓!✗"))
    columns.append(unseen("number", lambda row: float(row.number), at=_RAW))
    return Table(sheet, columns, _TOP, PERIODS, reference="here")


def _write_entry(book: Book, sheet: Sheet, entry: Table) -> None:
    for column in (0, entry.places["state"]):
        sheet.put(_ENTRY, column, None, HEADER)
    for title, key in zip(_TITLES, KEYS, strict=True):
        sheet.merge(_ENTRY, entry.places[f"{key}.plan"], 2, title, HEADER)
    message = Label("A number. Gross profit may be negative; leave a fact blank until you know it")
    numbers = Validation("number", None, None, title=Label("Plan vs fact"), message=message)
    sheet.allow(entry.span(f"{KEYS[0]}.plan", f"{KEYS[-1]}.fact"), numbers)
    entry.write()
    entry.mark_cells(book, "plan_fact", [f"{key}.{side}" for key in KEYS for side in ("plan", "fact")])
    book.mark("plan_fact.periods", entry["start"])
    book.mark("plan_fact.states", entry["state"])


def _write_chosen(book: Book, sheet: Sheet, settings: _Settings, entry: Table, summary: Table) -> None:
    """Write one measure, period by period."""
    measure = settings.measure.fixed
    names = f"CHOOSE({measure},{','.join(book.word(title) for title in _TITLES)})"
    sheet.merge(_ENTRY, _CHOSEN, 5, Formula(names), BAND_STYLE.but(align="center", indent=0))
    direction = sheet.put(_ENTRY, _RAW, Formula(f"INDEX({summary['better'].fixed},{measure})"), UNSEEN).fixed

    def taken(row: Row, side: str) -> str:
        chosen = cell_of_number(measure, [f"in.{key}.{side}" for key in KEYS])
        return Row(entry, row.row).formula(f'IF(in.start="","",{or_blank(chosen)})')

    columns = (
        Column("plan", Label("Plan"), _MONEY, partial(taken, side="plan")),
        Column("fact", Label("Actual"), _MONEY, partial(taken, side="fact")),
        Column("variance", Label("Variance"), _MONEY, _variance("plan")),
        Column("attainment", Label("Attainment"), NUMBER.percent, _attainment(book, "fact", "plan")),
        Column("status", Label("Status"), CHECK, status_in_words(book, "in.raw"), signs="✓!✗"),
        unseen("raw", _status(book, settings, "fact", "plan", direction), at=_RAW + _CHOSEN + 4),
    )
    Table(sheet, columns, _TOP, PERIODS, column=_CHOSEN, reference="here").write()


def _draw(sheet: Sheet, entry: Table) -> None:
    """Draw a small chart for each measure; unknown numbers are gaps."""
    for index, (key, title) in enumerate(zip(KEYS, _TITLES, strict=True)):
        plan = Series(entry[f"{key}.plan"], entry["start"], Label("Plan"), "#6B7280", is_dashed=True)
        fact = Series(entry[f"{key}.fact"], entry["start"], Label("Actual"), "#0072B2")
        chart = Chart("line", title, [plan, fact], number_format=MONEY_WHOLE, x_number_format="dd.mm", width=450, height=250)
        sheet.charts.append((_TOP + PERIODS + 2 + 14 * (index // 3), (0, 4, 9)[index % 3], chart))
