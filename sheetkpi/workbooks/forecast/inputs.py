"""The sheet “Inputs”: three scenarios, the active one, and the source of each number."""

from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Formula, Sheet, or_blank
from sheetkpi.workbooks.forecast.start import ACTIVE, FORMATS, SCENARIOS, Switches, Unit, limits
from sheetkpi.workbooks.styles import (
    BAD,
    BLUE,
    CHECK,
    GOOD,
    GREY,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT,
    INPUT_TEXT,
    LABEL,
    PERCENT,
    RESULT,
    SUBTITLE,
    TITLE,
    UNIT,
    UNSEEN,
    WARN,
    Style,
)

_NAME, _UNIT, _FIRST, _ACTIVE, _STATE, _SOURCE, _COMMENT, _LIMIT, _USE = 0, 1, 2, 5, 6, 7, 8, 10, 11
_HEAD, _TOP = 4, 5

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


def _style_of_head(column: int) -> Style:
    if column == _UNIT:
        return HEADER.but(align="left")
    return HEADER_LEFT if column in (_NAME, _SOURCE, _COMMENT) else HEADER


class InputsSheet:
    """Writes the sheet."""

    def __init__(self, book: Book, switches: Switches) -> None:
        self.book = book
        self.switches = switches
        self.sheet: Sheet = book.sheet(Label("Inputs"), tab=BLUE)
        self.lines = _lines(switches)
        word = book.word
        self.words = {
            "text": word(Label("✗ not a number")),
            "negative": word(Label("✗ negative")),
            "beyond": word(Label("✗ above 100%")),
            "missing": word(Label("✗ fill in")),
            "zero": word(Label("✗ zero")),
        }

    def write(self) -> Inputs:
        """Write the sheet and return its places."""
        sheet = self.sheet
        sheet.set_widths(39, 7, 16, 14, 16, 15, 15, 44, 66, 2)
        sheet.put(0, 0, Label("Inputs"), TITLE)
        hint = Label("Fill in the blue cells. Name the source of every number: what is amber has none.")
        sheet.merge(1, 0, 9, hint, HINT)
        sheet.put(2, _ACTIVE, Formula(self.switches.scenario.number.full), UNSEEN)
        scenarios = self._head()
        cells = {line.key: self._line(_TOP + number, line) for number, line in enumerate(self.lines)}
        count = len(self.lines)
        self._looks(count)
        unknown = self._unknown(_TOP + count + 1)
        sheet.frozen = (_TOP, 1)
        sheet.repeated_rows = _HEAD
        sheet.print_area = sheet.range(0, 0, _TOP + count + 5, _COMMENT + 1)
        titles, states, sources = (sheet.range(_TOP, column, count) for column in (_NAME, _STATE, _SOURCE))
        return Inputs(cells, titles, states, sources, scenarios, unknown, self.words)

    def _head(self) -> At:
        sheet = self.sheet
        sheet.put(_HEAD - 1, _ACTIVE, Formula(or_blank(self.switches.scenario.cell.full)), HINT.but(align="right"))
        heads = [Label("Indicator"), Label("Unit"), Label("Pessimistic"), Label("Base"), Label("Optimistic"), Label("Active")]
        heads += [Label("State"), Label("Source"), Label("Comment")]
        for column, head in enumerate(heads):
            sheet.put(_HEAD, column, head, _style_of_head(column))
        return sheet.range(_HEAD, _FIRST, 1, len(SCENARIOS))

    def _line(self, row: int, line: Line) -> At:
        sheet, book = self.sheet, self.book
        number_format = FORMATS[line.unit]
        self._name(row, line.title, line.unit)
        for offset, (scenario, value) in enumerate(zip(SCENARIOS, line.values, strict=True)):
            cell = sheet.put(row, _FIRST + offset, float(value), INPUT.as_format(number_format))
            book.mark(f"inputs.{line.key}.{scenario}", cell)
        values = sheet.range(row, _FIRST, 1, len(SCENARIOS))
        sheet.allow(values, limits(line.unit, line.title))
        first, second, third = (values.cell(column=offset).here for offset in range(3))
        chosen = f"CHOOSE({sheet.range(2, _ACTIVE).fixed},{first},{second},{third})"
        active = sheet.put(row, _ACTIVE, Formula(or_blank(chosen)), RESULT.as_format(number_format))
        book.mark(f"inputs.{line.key}.{ACTIVE}", active)
        book.name(line.title, active)
        sheet.put(row, _LIMIT, 1.0 if line.unit == "share" and line.key != "target_romi" else None, UNSEEN)
        sheet.put(row, _USE, Formula(line.use), UNSEEN)
        book.mark(f"inputs.{line.key}.state", sheet.put(row, _STATE, Formula(self._state(row, values, active)), CHECK.but(is_bold=False)))
        source = sheet.put(row, _SOURCE, line.source.in_language(book.language), INPUT_TEXT)
        comment = sheet.put(row, _COMMENT, line.comment.in_language(book.language), INPUT_TEXT)
        book.mark(f"inputs.{line.key}.source", source)
        book.mark(f"inputs.{line.key}.comment", comment)
        return values.to(active)

    def _name(self, row: int, title: Translatable, unit: Unit) -> None:
        self.sheet.put(row, _NAME, title, LABEL)
        self.sheet.put(row, _UNIT, self.switches.unit_of(unit), UNIT)

    def _state(self, row: int, values: At, active: At) -> str:
        limit, use = (self.sheet.range(row, column).here for column in (_LIMIT, _USE))
        words, cells = self.words, values.here
        return (
            f'IF(COUNTA({cells})>COUNT({cells}),{words["text"]},IF(COUNTIF({cells},"<0")>0,{words["negative"]},'
            f'IF(AND({limit}<>"",COUNTIF({cells},">"&{limit})>0),{words["beyond"]},'
            f'IF(AND(OR({use}=1,{use}=3),{active.here}=""),{words["missing"]},'
            f'IF(AND({use}=3,COUNTIF({cells},0)>0),{words["zero"]},"✓")))))'
        )

    def _looks(self, count: int) -> None:
        sheet = self.sheet
        sources, states = sheet.range(_TOP, _SOURCE, count), sheet.range(_TOP, _STATE, count)
        sheet.rule(sources, f"LEN({sources.cell().in_column})=0", WARN)
        sheet.rule(states, f'LEFT({states.cell().in_column},1)="✗"', BAD)
        sheet.rule(states, f'LEFT({states.cell().in_column},1)="✓"', GOOD.but(background=None))
        unused = Style(colour=GREY, background="#F1F5F9")
        sheet.rule(sheet.range(_TOP, _NAME, count, _ACTIVE + 1), f"{sheet.range(_TOP, _USE).in_column}=0", unused)
        number = sheet.range(2, _ACTIVE).fixed
        for offset in range(len(SCENARIOS)):
            sheet.rule(
                sheet.range(_HEAD, _FIRST + offset), f"{number}={offset + 1}", Style(colour="#FFFFFF", background="#0072B2", is_bold=True)
            )

    def _unknown(self, row: int) -> At:
        sheet, book = self.sheet, self.book
        sheet.put(row, _NAME, Label("If you do not know your conversions"), SUBTITLE)
        sheet.put_row(row + 1, _FIRST, [Label("Cautious"), Label("Usual")], HEADER)
        self._name(row + 2, Label("Click-to-customer conversion"), "share")
        cells = sheet.put_row(row + 2, _FIRST, [0.01, 0.015], INPUT.as_format(PERCENT))
        sheet.allow(cells, limits("share", Label("Click-to-customer conversion")))
        book.mark("inputs.unknown.cautious", cells.cell())
        book.mark("inputs.unknown.usual", cells.cell(column=1))
        sheet.put(row + 2, _SOURCE, _ARTICLE.in_language(book.language), INPUT_TEXT)
        comment = Label("The sheet “Decomposition” shows what a click may cost then")
        sheet.put(row + 2, _COMMENT, comment.in_language(book.language), INPUT_TEXT)
        return cells
