"""The sheet “Loyalty”: retention, repeat purchases and referrals beside editable benchmarks."""

from collections.abc import Mapping
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import Bars, Book, Chart, Formula, Series, Sheet, or_dash
from sheetkpi.workbooks.channels.start import Switches
from sheetkpi.workbooks.kpi_texts import kpi_formula, kpi_summary
from sheetkpi.workbooks.styles import CHART, CHECK, COUNT, GREY, HEADER, HEADER_LEFT, INPUT, LABEL, MONEY, NUMBER, PERCENT, RESULT


@dataclass(frozen=True, slots=True)
class Line:
    """A KPI of loyalty; without a divisor it has no benchmark."""

    key: str
    kpi: str
    name: Translatable
    number_format: str
    benchmark: float | None = None
    source: Translatable = Label("Your own goal")  # noqa: RUF009
    better: str = "higher"
    divisor: float = 1.0


_ARTICLE = Label("The article on loyalty: a mean of programmes")
LINES: tuple[Line, ...] = (
    Line("nps", "NPS_COUNTS", Label("NPS, Net Promoter Score"), "0", 40.0, divisor=100.0),
    Line("crr", "RETENTION", Label("CRR, retention"), PERCENT, 0.9),
    Line("ccr", "CHURN", Label("CCR, churn"), PERCENT, 0.05, better="lower"),
    Line("rpr", "REPEAT_RATE", Label("RPR, repeat purchases"), PERCENT, 0.2),
    Line(
        "pr",
        "PARTICIPATION_RATE",
        Label("PR, participation in the loyalty programme"),
        PERCENT,
        0.23,
        Label("customerloyaltyapp.com, a mean of loyalty programmes"),
    ),
    Line(
        "rr", "REDEMPTION_RATE", Label("RR, redemption of points"), "0.00%", 0.1367, Label("The article on loyalty: a mean of programmes")
    ),
    Line("csat", "CSAT", Label("CSAT, satisfaction"), PERCENT, 0.8),
    Line("crv", "CRV", Label("CRV, value of referrals"), MONEY),
)
_GIVEN: Mapping[str, tuple[tuple[Translatable, float], ...]] = {
    "nps": ((Label("Promoters"), 50.0), (Label("Passives"), 30.0), (Label("Detractors"), 20.0)),
    "crr": ((Label("Customers at the start"), 500.0), (Label("Customers at the end"), 520.0), (Label("New customers"), 40.0)),
    "ccr": ((Label("Customers at the start"), 500.0), (Label("Customers at the end"), 480.0)),
    "rpr": ((Label("Repeat customers"), 1_500.0), (Label("Customers"), 10_000.0)),
    "pr": ((Label("Members"), 2_000.0), (Label("Customers"), 10_000.0)),
    "rr": ((Label("Points used"), 1_367.0), (Label("Points issued"), 10_000.0)),
    "csat": ((Label("Satisfied"), 84.0), (Label("Answers"), 100.0)),
    "crv": ((Label("Customers referred"), 3.0), (Label("Profit per customer"), 4_000.0), (Label("Acquisition cost saved"), 1_000.0)),
}

_FIRST = 4
_GREY = LABEL.but(colour=GREY, indent=1)
_INPUTS, _RESULT, _BENCHMARK, _STATE, _BAR, _SOURCE, _WORDS, _LIMIT = 1, 7, 8, 9, 10, 11, 12, 13
_HEADS: Mapping[int, Translatable | None] = {
    0: Label("KPI"),
    _INPUTS: Label("Counted from"),
    **dict.fromkeys(range(_INPUTS + 1, _RESULT)),
    _RESULT: Label("Result"),
    _BENCHMARK: Label("Benchmark"),
    _STATE: Label("Against it"),
    _BAR: Label("Result as a bar"),
    _SOURCE: Label("Where the benchmark is from"),
    _WORDS: Label("In words"),
}


def write_loyalty(book: Book, switches: Switches) -> None:
    """Write the sheet."""
    hint = Label(
        "Type the numbers of your customers; the benchmark is yours to change. The numbers of the sample are those of the articles."
    )
    sheet = book.page(Label("Loyalty"), "#CC79A7", (32, 17, 10, 17, 10, 17, 10, 12, 12, 16, 22, 28, 44, 10), hint)
    for column, heading in _HEADS.items():
        sheet.put(_FIRST - 1, column, heading, HEADER_LEFT if column in (0, _BAR, _SOURCE, _WORDS) else HEADER)
    for row, line in enumerate(LINES, _FIRST):
        counts = []
        for number, (name, value) in enumerate(_GIVEN[line.key]):
            sheet.put(row, _INPUTS + 2 * number, name, _GREY)
            number_format = MONEY if line.key == "crv" and number else COUNT
            cell = sheet.put(row, _INPUTS + 2 * number + 1, value, INPUT.as_format(number_format))
            counts.append(book.mark(f"loyalty.{line.key}.{number + 1}", cell).fixed)
        _write_result(book, sheet, row, line, counts)
    people = [sheet.range(_FIRST, _INPUTS + 1 + 2 * number).fixed for number in range(3)]
    margin = Line("nps_margin", "NPS_MARGIN", Label("NPS, margin of error ±"), "0.0")
    _write_result(book, sheet, _FIRST + len(LINES), margin, [*people, switches.confidence.full])
    _draw(sheet)


def _write_result(book: Book, sheet: Sheet, row: int, line: Line, arguments: list[str]) -> None:
    sheet.put(row, 0, line.name, LABEL)
    result = sheet.put(row, _RESULT, Formula(or_dash(book.kpi(line.kpi, *arguments))), RESULT.as_format(line.number_format))
    sheet.note(result, kpi_summary(line.kpi))
    book.mark(f"loyalty.{line.key}", result)
    sheet.put(row, _WORDS, kpi_formula(line.kpi), _GREY)
    if line.benchmark is None:
        return
    benchmark = sheet.put(row, _BENCHMARK, line.benchmark, INPUT.as_format(line.number_format))
    sheet.put(row, _SOURCE, line.source, _GREY)
    book.mark(f"loyalty.{line.key}.benchmark", benchmark)
    status = book.kpi("KPI_STATUS", result.fixed, benchmark.fixed, f'"{line.better}"')
    words = [book.word(text) for text in (Label("✓ reached"), Label("! close"), Label("✗ not reached"))]
    is_both = f"COUNT({result.fixed},{benchmark.fixed})=2"
    formula = f'IF({is_both},IFERROR(CHOOSE(MATCH({status},{{"ok";"warn";"fail"}},0),{",".join(words)}),"—"),"")'
    sheet.put(row, _STATE, Formula(formula), CHECK.but(is_bold=False))
    for column, cell, style in ((_BAR, result, NUMBER), (_LIMIT, benchmark, NUMBER.but(colour=GREY))):
        as_share = f'IF(ISNUMBER({cell.fixed}),{cell.fixed}/{line.divisor:g},"")'
        sheet.put(row, column, Formula(as_share), style.as_format("0%"))


def _draw(sheet: Sheet) -> None:
    drawn = len([line for line in LINES if line.benchmark is not None])
    names, states, bars, limits = (sheet.range(_FIRST, column, drawn) for column in (0, _STATE, _BAR, _LIMIT))
    sheet.colour_signs(states)
    sheet.looks.append(Bars(bars, CHART[4]))
    sheet.put(_FIRST - 1, _LIMIT, Label("Benchmark as a share"), HEADER.but(size=9))
    series = [Series(bars, names, Label("Result"), CHART[0]), Series(limits, names, Label("Benchmark"), CHART[7])]
    chart = Chart("bar", Label("Results beside their benchmarks"), series, number_format="0%", width=900, height=400, is_reversed=True)
    sheet.charts.append((_FIRST + len(LINES) + 2, 0, chart))
    sheet.frozen = (_FIRST, 1)
    sheet.print_area = sheet.range(0, 0, _FIRST + len(LINES) + 24, _WORDS + 1)
    sheet.is_fitted_to_one_page = True
