"""The sheet “Loyalty”: retention, repeat purchases and referrals beside editable benchmarks."""

from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import Bars, Book, Chart, Formula, Series, Sheet, or_dash
from sheetkpi.workbooks.channels.start import Switches
from sheetkpi.workbooks.kpi_texts import kpi_formula, kpi_summary
from sheetkpi.workbooks.styles import (
    BAD,
    CHART,
    CHECK,
    COUNT,
    GOOD,
    GREY,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT,
    LABEL,
    MONEY,
    NUMBER,
    PERCENT,
    RESULT,
    TITLE,
    WARN,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A KPI of loyalty with its inputs."""

    key: str
    kpi: str
    name: Translatable
    inputs: tuple[tuple[Translatable, float], ...]
    number_format: str
    benchmark: float | None
    source: Translatable | None = None
    better: str = "higher"
    divisor: float | None = 1.0


_OWN = Label("Your own goal")
LINES: tuple[Line, ...] = (
    Line(
        "nps",
        "NPS_COUNTS",
        Label("NPS, Net Promoter Score"),
        ((Label("Promoters"), 50.0), (Label("Passives"), 30.0), (Label("Detractors"), 20.0)),
        "0",
        40.0,
        _OWN,
        divisor=100.0,
    ),
    Line(
        "crr",
        "RETENTION",
        Label("CRR, retention"),
        ((Label("Customers at the start"), 500.0), (Label("Customers at the end"), 520.0), (Label("New customers"), 40.0)),
        PERCENT,
        0.9,
        _OWN,
    ),
    Line(
        "ccr",
        "CHURN",
        Label("CCR, churn"),
        ((Label("Customers at the start"), 500.0), (Label("Customers at the end"), 480.0)),
        PERCENT,
        0.05,
        _OWN,
        "lower",
    ),
    Line(
        "rpr",
        "REPEAT_RATE",
        Label("RPR, repeat purchases"),
        ((Label("Repeat customers"), 1_500.0), (Label("Customers"), 10_000.0)),
        PERCENT,
        0.2,
        _OWN,
    ),
    Line(
        "pr",
        "PARTICIPATION_RATE",
        Label("PR, participation in the loyalty programme"),
        ((Label("Members"), 2_000.0), (Label("Customers"), 10_000.0)),
        PERCENT,
        0.23,
        Label("customerloyaltyapp.com, a mean of loyalty programmes"),
    ),
    Line(
        "rr",
        "REDEMPTION_RATE",
        Label("RR, redemption of points"),
        ((Label("Points used"), 1_367.0), (Label("Points issued"), 10_000.0)),
        "0.00%",
        0.1367,
        Label("The article on loyalty: a mean of programmes"),
    ),
    Line(
        "csat",
        "CSAT",
        Label("CSAT, satisfaction"),
        ((Label("Satisfied"), 84.0), (Label("Answers"), 100.0)),
        PERCENT,
        0.8,
        _OWN,
    ),
    Line(
        "crv",
        "CRV",
        Label("CRV, value of referrals"),
        ((Label("Customers referred"), 3.0), (Label("Profit per customer"), 4_000.0), (Label("Acquisition cost saved"), 1_000.0)),
        MONEY,
        None,
        divisor=None,
    ),
)

HEAD, FIRST = 3, 4
_GREY = LABEL.but(colour=GREY, indent=1)
_NAME, _INPUTS, _RESULT, _BENCHMARK, _STATE, _BAR, _SOURCE, _WORDS, _LIMIT = 0, 1, 7, 8, 9, 10, 11, 12, 13


def write_loyalty(book: Book, switches: Switches) -> None:
    """Write the sheet."""
    sheet = book.sheet(Label("Loyalty"), tab="#CC79A7")
    sheet.set_widths(32, 17, 10, 17, 10, 17, 10, 12, 12, 16, 22, 28, 44, 10)
    sheet.put(0, 0, Label("Loyalty"), TITLE)
    hint = Label(
        "Type the numbers of your customers; the benchmark is yours to change. The numbers of the sample are those of the articles."
    )
    sheet.put(1, 0, hint, HINT.but(is_wrapped=False))
    heads: tuple[tuple[int, Translatable], ...] = (
        (_NAME, Label("KPI")),
        (_RESULT, Label("Result")),
        (_BENCHMARK, Label("Benchmark")),
        (_STATE, Label("Against it")),
        (_BAR, Label("Result as a bar")),
        (_SOURCE, Label("Where the benchmark is from")),
        (_WORDS, Label("In words")),
    )
    for column in range(_INPUTS, _RESULT):
        sheet.put(HEAD, column, Label("Counted from") if column == _INPUTS else None, HEADER)
    for column, heading in heads:
        sheet.put(HEAD, column, heading, HEADER if column in (_RESULT, _BENCHMARK, _STATE) else HEADER_LEFT)
    for number, line in enumerate(LINES):
        _write_line(book, sheet, FIRST + number, line)
    margin = FIRST + len(LINES)
    sheet.put(margin, _NAME, Label("NPS, margin of error ±"), LABEL)
    counts = [sheet.range(FIRST, _INPUTS + 1 + 2 * number).fixed for number in range(3)]
    formula = or_dash(book.kpi("NPS_MARGIN", *counts, switches.confidence.full))
    place = sheet.put(margin, _RESULT, Formula(formula), RESULT.as_format("0.0"))
    sheet.note(place, kpi_summary("NPS_MARGIN"))
    sheet.put(margin, _WORDS, kpi_formula("NPS_MARGIN"), _GREY)
    book.mark("loyalty.nps_margin", place)
    _write_looks(sheet)


def _write_line(book: Book, sheet: Sheet, row: int, line: Line) -> None:
    sheet.put(row, _NAME, line.name, LABEL)
    arguments = []
    for number, (name, value) in enumerate(line.inputs):
        sheet.put(row, _INPUTS + 2 * number, name, _GREY)
        number_format = MONEY if line.divisor is None and number else COUNT
        cell = sheet.put(row, _INPUTS + 2 * number + 1, value, INPUT.as_format(number_format))
        book.mark(f"loyalty.{line.key}.{number + 1}", cell)
        arguments.append(cell.fixed)
    result = sheet.put(row, _RESULT, Formula(or_dash(book.kpi(line.kpi, *arguments))), RESULT.as_format(line.number_format))
    sheet.note(result, kpi_summary(line.kpi))
    book.mark(f"loyalty.{line.key}", result)
    sheet.put(row, _WORDS, kpi_formula(line.kpi), _GREY)
    if line.benchmark is None or line.divisor is None:
        return
    benchmark = sheet.put(row, _BENCHMARK, line.benchmark, INPUT.as_format(line.number_format))
    sheet.put(row, _SOURCE, line.source, _GREY)
    book.mark(f"loyalty.{line.key}.benchmark", benchmark)
    status = book.kpi("KPI_STATUS", result.fixed, benchmark.fixed, f'"{line.better}"')
    words = [book.word(text) for text in (Label("✓ reached"), Label("! close"), Label("✗ not reached"))]
    is_both = f"COUNT({result.fixed},{benchmark.fixed})=2"
    formula = f'IF({is_both},IFERROR(CHOOSE(MATCH({status},{{"ok";"warn";"fail"}},0),{",".join(words)}),"—"),"")'
    sheet.put(row, _STATE, Formula(formula), CHECK.but(is_bold=False))
    as_share = f'IF(ISNUMBER({result.fixed}),{result.fixed}/{line.divisor:g},"")'
    sheet.put(row, _BAR, Formula(as_share), NUMBER.as_format("0%"))
    limit = f'IF(ISNUMBER({benchmark.fixed}),{benchmark.fixed}/{line.divisor:g},"")'
    sheet.put(row, _LIMIT, Formula(limit), NUMBER.as_format("0%").but(colour=GREY))


def _write_looks(sheet: Sheet) -> None:
    drawn = len([line for line in LINES if line.divisor is not None])
    states, bars = sheet.range(FIRST, _STATE, drawn), sheet.range(FIRST, _BAR, drawn)
    for sign, look in (("✓", GOOD), ("!", WARN), ("✗", BAD)):
        sheet.rule(states, f'LEFT({states.cell().in_column},1)="{sign}"', look)
    sheet.looks.append(Bars(bars, CHART[4]))
    sheet.put(HEAD, _LIMIT, Label("Benchmark as a share"), HEADER.but(size=9))
    names, limits = sheet.range(FIRST, _NAME, drawn), sheet.range(FIRST, _LIMIT, drawn)
    series = [Series(bars, names, Label("Result"), CHART[0]), Series(limits, names, Label("Benchmark"), CHART[7])]
    chart = Chart("bar", Label("Results beside their benchmarks"), series, number_format="0%", width=900, height=400, is_reversed=True)
    sheet.charts.append((FIRST + len(LINES) + 2, 0, chart))
    sheet.frozen = (FIRST, 1)
    sheet.print_area = sheet.range(0, 0, FIRST + len(LINES) + 24, _WORDS + 1)
    sheet.is_fitted_to_one_page = True
