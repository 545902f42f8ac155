"""The sheet “Inputs”: three scenarios, the active one, and the source of each number."""

from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Formula, Sheet, cell_of_number, or_blank
from sheetkpi.workbooks.forecast.start import ACTIVE, FORMATS, SCENARIOS, Switches, Unit, limits, style_of_head
from sheetkpi.workbooks.styles import (
    BAD,
    BLUE,
    CHECK,
    GREY,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT,
    INPUT_TEXT,
    LABEL,
    QUIET_TICK,
    RESULT,
    SUBTITLE,
    UNIT,
    UNSEEN,
    WARN,
    Style,
)
from sheetkpi.workbooks.table_sheet import Column, Table, unseen

_FIRST, _ACTIVE, _SOURCE = 2, 5, 7
_TOP = 5

#: How a line counts: it must be filled in, it may, it must and nothing can be counted with 0; 0 says that the switches leave it out.
NEEDED, OPTIONAL, ABOVE_ZERO = "1", "2", "3"


@dataclass(frozen=True, slots=True)
class Line:
    """One input."""

    key: str
    title: Translatable
    unit: Unit
    values: tuple[float, float, float]
    use: str
    source: Translatable
    comment: Translatable


_ARTICLE = Label("The eLama article")
_ASSUMED = Label("Assumption of the sample")
_SPREAD = Label("Base: the eLama article; the others: assumptions")


def _lines(switches: Switches) -> list[Line]:
    return [
        Line(
            "budget",
            Label("Budget"),
            "money",
            (50000, 50000, 50000),
            ABOVE_ZERO,
            _ARTICLE,
            Label("What the advertising of the period costs"),
        ),
        Line(
            "gross_profit",
            Label("Target gross profit"),
            "money",
            (100000, 100000, 100000),
            switches.target.either(ABOVE_ZERO, "0"),
            _ARTICLE,
            Label("Revenue less what the sales cost, before advertising"),
        ),
        Line(
            "target_romi",
            Label("Target ROMI"),
            "share",
            (1, 1, 1),
            switches.target.either("0", NEEDED),
            _ARTICLE,
            Label("100%: every unit of money spent brings itself back and one more"),
        ),
        Line(
            "cost_share",
            Label("Cost share"),
            "share",
            (0.35, 0.3, 0.25),
            switches.costs.either(NEEDED, "0"),
            _SPREAD,
            Label("What goods and their sale cost, as a share of revenue, without advertising"),
        ),
        Line(
            "cost_per_customer",
            Label("Cost per sale"),
            "money",
            (630, 600, 550),
            switches.costs.either("0", NEEDED),
            _ASSUMED,
            Label("The same as an amount per customer, without VAT; the sheet “Unit cost” counts it"),
        ),
        Line(
            "revenue_per_customer",
            Label("Revenue per customer"),
            "money",
            (1800, 2000, 2200),
            ABOVE_ZERO,
            _SPREAD,
            Label("In the period of the plan: average order value × orders of one customer"),
        ),
        Line(
            "lead_to_sale",
            Label("Lead-to-sale conversion of the sales team"),
            "share",
            (0.2, 0.3, 0.4),
            ABOVE_ZERO,
            _SPREAD,
            Label("Share of leads who buy"),
        ),
        Line(
            "click_to_lead",
            Label("Click-to-lead conversion of the site"),
            "share",
            (0.05, 0.1, 0.15),
            ABOVE_ZERO,
            _SPREAD,
            Label("Share of clicks that become leads"),
        ),
        Line(
            "market_cpc",
            Label("Market CPC"),
            "money",
            (18, 15, 12),
            OPTIONAL,
            _ASSUMED,
            Label("What a click costs now or by the forecast of the ad system; blank: not compared"),
        ),
        Line(
            "purchases",
            Label("Purchases over lifetime"),
            "count",
            (3, 5, 7),
            OPTIONAL,
            _ASSUMED,
            Label("How many times a customer brings this revenue in all, the first time included"),
        ),
        Line(
            "capacity",
            Label("Sales capacity, leads per month"),
            "count",
            (300, 300, 300),
            OPTIONAL,
            _ASSUMED,
            Label("How many leads your people can handle in a month; blank: no limit"),
        ),
    ]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Cells of the inputs."""

    cells: dict[str, At]
    titles: At
    states: At
    sources: At
    scenarios: At
    unknown: At
    words: dict[str, str]

    def of(self, key: str, scenario: int) -> At:
        """Return the cell of a line in a scenario, counted from 0; 3 is the active one."""
        return self.cells[key].cell(column=scenario)


_STATES = {
    "text": Label("✗ not a number"),
    "negative": Label("✗ negative"),
    "beyond": Label("✗ above 100%"),
    "missing": Label("✗ fill in"),
    "zero": Label("✗ zero"),
}


def write_inputs(book: Book, switches: Switches) -> Inputs:
    """Write the sheet and return its places."""
    hint = Label("Fill in the blue cells. Name the source of every number: what is amber has none.")
    sheet = book.page(Label("Inputs"), BLUE, (39, 7, 16, 14, 16, 15, 15, 44, 66, 2), hint, across=9)
    chosen = sheet.put(2, _ACTIVE, Formula(switches.scenario.number.full), UNSEEN).fixed
    sheet.put(_TOP - 2, _ACTIVE, Formula(or_blank(switches.scenario.cell.full)), HINT.but(align="right"))
    lines = _lines(switches)
    words = {key: book.word(text) for key, text in _STATES.items()}
    table = Table(sheet, _columns(book, switches, lines, words, chosen), _TOP, len(lines), reference="here").write()
    cells = {line.key: table.row(number).span(SCENARIOS[0], ACTIVE) for number, line in enumerate(lines)}
    for number, line in enumerate(lines):
        row = table.row(number)
        sheet.allow(row.span(SCENARIOS[0], SCENARIOS[-1]), limits(line.unit, line.title))
        for key in (*SCENARIOS, ACTIVE, "state", "source", "comment"):
            book.mark(f"inputs.{line.key}.{key}", row.at(key))
        book.name(line.title, row.at(ACTIVE))
    _write_looks(sheet, table, chosen)
    unknown = _write_unknown(book, sheet, switches, _TOP + len(lines) + 1)
    sheet.frozen = (_TOP, 1)
    sheet.repeated_rows = _TOP - 1
    sheet.print_area = sheet.range(0, 0, _TOP + len(lines) + 5, 9)
    scenarios = sheet.range(_TOP - 1, _FIRST, 1, len(SCENARIOS))
    return Inputs(cells, table["name"], table["state"], table["source"], scenarios, unknown, words)


def _columns(book: Book, switches: Switches, lines: list[Line], words: dict[str, str], chosen: str) -> list[Column]:
    formats = [FORMATS[line.unit] for line in lines]
    values = f"c.{SCENARIOS[0]}:c.{SCENARIOS[-1]}"
    active = or_blank(cell_of_number(chosen, [f"c.{scenario}" for scenario in SCENARIOS]))
    state = (
        f'IF(COUNTA({values})>COUNT({values}),{words["text"]},IF(COUNTIF({values},"<0")>0,{words["negative"]},'
        f'IF(AND(c.limit<>"",COUNTIF({values},">"&c.limit)>0),{words["beyond"]},'
        f'IF(AND(OR(c.use=1,c.use=3),c.{ACTIVE}=""),{words["missing"]},'
        f'IF(AND(c.use=3,COUNTIF({values},0)>0),{words["zero"]},"✓")))))'
    )
    sources = [line.source.in_language(book.language) for line in lines]
    comments = [line.comment.in_language(book.language) for line in lines]
    entered = [
        Column(scenario, title, INPUT, formats=formats, values=[float(line.values[number]) for line in lines])
        for number, (scenario, title) in enumerate(zip(SCENARIOS, (Label("Pessimistic"), Label("Base"), Label("Optimistic")), strict=True))
    ]
    return [
        Column("name", Label("Indicator"), LABEL, head=HEADER_LEFT, values=[line.title for line in lines]),
        Column("unit", Label("Unit"), UNIT, head=style_of_head(1, ()), values=[switches.unit_of(line.unit) for line in lines]),
        *entered,
        Column(ACTIVE, Label("Active"), RESULT, active, formats=formats),
        Column("state", Label("State"), CHECK.but(is_bold=False), state),
        Column("source", Label("Source"), INPUT_TEXT, head=HEADER_LEFT, values=sources),
        Column("comment", Label("Comment"), INPUT_TEXT, head=HEADER_LEFT, values=comments),
        unseen("limit", lambda row: 1.0 if lines[row.number].unit == "share" and lines[row.number].key != "target_romi" else None, at=10),
        unseen("use", lambda row: lines[row.number].use),
    ]


def _write_looks(sheet: Sheet, table: Table, chosen: str) -> None:
    sources, states = table["source"], table["state"]
    sheet.rule(sources, f"LEN({sources.cell().in_column})=0", WARN)
    for sign, style in (("✗", BAD), ("✓", QUIET_TICK)):
        sheet.rule(states, f'LEFT({states.cell().in_column},1)="{sign}"', style)
    sheet.rule(table.span("name", ACTIVE), f"{table['use'].cell().in_column}=0", Style(colour=GREY, background="#F1F5F9"))
    for number in range(len(SCENARIOS)):
        shown = Style(colour="#FFFFFF", background="#0072B2", is_bold=True)
        sheet.rule(sheet.range(_TOP - 1, _FIRST + number), f"{chosen}={number + 1}", shown)


def _write_unknown(book: Book, sheet: Sheet, switches: Switches, row: int) -> At:
    title = Label("Click-to-customer conversion")
    sheet.put(row, 0, Label("If you do not know your conversions"), SUBTITLE)
    sheet.put_row(row + 1, _FIRST, [Label("Cautious"), Label("Usual")], HEADER)
    sheet.put(row + 2, 0, title, LABEL)
    sheet.put(row + 2, 1, switches.unit_of("share"), UNIT)
    cells = sheet.put_row(row + 2, _FIRST, [0.01, 0.015], INPUT.percent)
    sheet.allow(cells, limits("share", title))
    book.mark("inputs.unknown.cautious", cells.cell())
    book.mark("inputs.unknown.usual", cells.cell(column=1))
    comment = Label("The sheet “Decomposition” shows what a click may cost then")
    sheet.put_row(row + 2, _SOURCE, [text.in_language(book.language) for text in (_ARTICLE, comment)], INPUT_TEXT)
    return cells
