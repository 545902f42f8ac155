"""The sheet “Unit cost”: what a service costs, and whether its advertising pays at the first visit or over the years."""

from collections.abc import Mapping
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Content, Formula, Sheet, Validation, if_all, or_blank, or_dash, sum_of
from sheetkpi.workbooks.forecast.start import FORMATS, Switches, style_of_head
from sheetkpi.workbooks.kpi_texts import kpi_formula, kpi_note, kpi_source
from sheetkpi.workbooks.styles import (
    BAD,
    BAND_STYLE,
    GOOD,
    HEADER_LEFT,
    INPUT,
    INPUT_TEXT,
    LABEL,
    RATIO,
    RESULT,
    SENTENCE,
    SUBTITLE,
    TOTAL_LABEL,
    UNIT,
    UNSEEN,
)
from sheetkpi.workbooks.table_sheet import Column, Table, in_place, unseen

_NAME, _UNIT, _VALUE, _WORDS, _SOURCE = range(5)
_UNSEEN_COLUMN = 6
_TOP = 4

_ENTERED: tuple[tuple[str, Label, str, float], ...] = (
    ("salary", Label("Salary you want, a month"), "money", 40000),
    ("hours", Label("Working hours per month"), "hours", 160),
    ("hours_per_unit", Label("Hours for one service"), "hours", 1),
    ("materials", Label("Materials for one service"), "money", 150),
    ("price", Label("Price of one service"), "money", 1200),
    ("visits", Label("Visits of a customer a year"), "times", 12),
    ("years", Label("How many years a customer stays"), "years", 5),
    ("spend", Label("Spend on the campaign"), "money", 6000),
    ("leads", Label("Leads of the campaign"), "count", 30),
    ("customers", Label("Customers of the campaign"), "count", 6),
)

#: They add up to the 18 000 of the article.
_OVERHEADS: tuple[tuple[Label, float], ...] = (
    (Label("Rent"), 6000),
    (Label("Utilities"), 3000),
    (Label("Tools"), 2500),
    (Label("Repair"), 1000),
    (Label("Depreciation"), 1500),
    (Label("Transport"), 2000),
    (Label("Training"), 2000),
)
_OVERHEAD_ROWS = 10

#: Unit costs to try.
_TRIED = (300.0, 500.0, 700.0, 1000.0, 1125.0)

_FORMATS = {**FORMATS, "ratio": RATIO, **dict.fromkeys(("hours", "times", "years"), "General")}


@dataclass(frozen=True, slots=True)
class Result:
    """One result: a KPI of earlier numbers, or a formula of them, explained in words."""

    key: str
    title: Translatable
    unit: str
    needed: tuple[str, ...]
    kpi: str | None = None
    formula: str = ""
    words: Translatable | None = None


_PAYS_BELOW = Label("It pays if the unit cost is below")
_BLOCKS: tuple[tuple[Label, tuple[Result, ...]], ...] = (
    (
        Label("Cost of one service"),
        (
            Result("hour", Label("An hour of work"), "money", ("salary", "hours"), None, "c.salary/c.hours", Label("salary / hours")),
            Result(
                "overhead_hour",
                Label("Overheads of an hour"),
                "money",
                ("overheads", "hours"),
                formula="c.overheads/c.hours",
                words=Label("overheads / hours"),
            ),
            Result("cost", Label("Unit cost"), "money", ("salary", "hours", "hours_per_unit", "overheads", "materials"), "UNIT_COST"),
            Result("profit", Label("Gross profit of one service"), "money", ("price", "cost"), "PROFIT", words=Label("price − unit cost")),
            Result("margin", Label("Margin"), "share", ("price", "cost"), "GROSS_MARGIN"),
        ),
    ),
    (
        Label("The campaign at the first visit"),
        (
            Result("cpl", Label("Cost per lead"), "money", ("spend", "leads"), "CPL"),
            Result("cpo", Label("Cost per customer"), "money", ("spend", "customers"), "CPO"),
            Result(
                "campaign_profit",
                Label("Gross profit of the first visits"),
                "money",
                ("customers", "profit"),
                formula="c.customers*c.profit",
                words=Label("customers × gross profit of one service"),
            ),
            Result("romi", Label("ROMI, first visit"), "share", ("campaign_profit", "spend"), "ROMI"),
            Result("threshold", _PAYS_BELOW, "money", ("price", "cpo"), "PROFIT", words=Label("price − cost per customer")),
        ),
    ),
    (
        Label("The campaign over the lifetime"),
        (
            Result("ltv_revenue", Label("Lifetime revenue of a customer"), "money", ("price", "visits", "years"), "LTV"),
            Result("ltv", Label("Lifetime gross profit of a customer"), "money", ("price", "visits", "years", "margin"), "LTV"),
            Result("lifetime_romi", Label("ROMI over the lifetime"), "share", ("ltv", "customers", "spend"), "LIFETIME_ROMI"),
            Result(
                "cpo_visit",
                Label("Cost per customer, spread over the visits"),
                "money",
                ("cpo", "visits", "years"),
                formula="c.cpo/(c.visits*c.years)",
                words=Label("cost per customer / (visits × years)"),
            ),
            Result(
                "lifetime_threshold",
                _PAYS_BELOW,
                "money",
                ("price", "cpo_visit"),
                "PROFIT",
                words=Label("price − cost per customer, spread over the visits"),
            ),
            Result("ltv_cac", Label("Lifetime gross profit to cost per customer"), "ratio", ("ltv", "cpo"), "LTV_CAC"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class UnitCost:
    """The entered numbers, and the profit of one service."""

    numbers: tuple[At, ...]
    profit: At


def write_unit_cost(book: Book, switches: Switches) -> UnitCost:
    """Write the sheet and return its places."""
    hint = Label(
        "What one service costs, and from which cost on its advertising pays: at the first visit, and over the years. "
        "Of the sample the article gives 18 000, 6 000, 30, 6, 1 200 and 5 years; the rest is assumed."
    )
    sheet = book.page(Label("Unit cost"), "#F0E442", (42, 7, 15, 50, 46, 3), hint, across=5)
    overheads = _write_overheads(book, sheet)
    places = {"overheads": overheads.total.at("amount")}
    for row, (key, title, unit, amount) in enumerate(_ENTERED, _TOP):
        _write_name(sheet, switches, row, title, unit)
        cell = book.mark(f"unit.{key}", sheet.put(row, _VALUE, amount, INPUT.as_format(_FORMATS[unit])))
        sheet.allow(cell, _from_zero(title))
        places[key] = sheet.put(row, _UNSEEN_COLUMN, Formula(or_blank(cell.here)), UNSEEN)
    _write_heads(sheet, _TOP - 1, [Label("What is given"), Label("Unit"), Label("Value")])
    row = _write_results(book, sheet, switches, places, _TOP + _OVERHEAD_ROWS + 2)
    row = _write_tried(book, sheet, switches, places, row)
    sheet.frozen = (_TOP, 1)
    sheet.is_landscape = False
    sheet.is_fitted_to_one_page = True
    sheet.print_area = sheet.range(0, 0, row + 2, _SOURCE + 1)
    return UnitCost((sheet.range(_TOP, _VALUE, len(_ENTERED)), overheads["amount"]), places["profit"])


def _from_zero(title: Translatable) -> Validation:
    return Validation("number", 0, title=title, message=Label("A number from 0"))


def _write_heads(sheet: Sheet, row: int, heads: list[Label]) -> None:
    for column, head in enumerate(heads):
        sheet.put(row, column, head, style_of_head(column, (_NAME, _WORDS, _SOURCE)))


def _write_name(sheet: Sheet, switches: Switches, row: int, title: Content, unit: str) -> At:
    sheet.put(row, _UNIT, switches.unit_of(unit), UNIT)
    return sheet.put(row, _NAME, title, LABEL)


def _write_overheads(book: Book, sheet: Sheet) -> Table:
    """Write names and amounts of the overheads beside what is given."""
    title = Label("Overheads a month")
    columns = (
        Column(
            "name",
            title,
            INPUT_TEXT.but(indent=1),
            head=HEADER_LEFT,
            values=[name.in_language(book.language) for name, _ in _OVERHEADS],
            total=Label("Total"),
            total_style=TOTAL_LABEL,
        ),
        Column(
            "amount",
            Label("Amount"),
            INPUT.money,
            values=[float(amount) for _, amount in _OVERHEADS],
            validation=_from_zero(title),
            total=sum_of("all.amount"),
        ),
    )
    table = Table(sheet, columns, _TOP, _OVERHEAD_ROWS, column=_WORDS, reference="here").write()
    for number in range(_OVERHEAD_ROWS):
        book.mark(f"unit.overhead.{number + 1}", table["amount"].cell(number))
    book.mark("unit.overheads", table.total.at("amount"))
    return table


def _write_results(book: Book, sheet: Sheet, switches: Switches, places: dict[str, At], row: int) -> int:
    """Write what follows, and the conclusion in a sentence; return the next free row."""
    _write_heads(sheet, row, [Label("What follows"), Label("Unit"), Label("Value"), Label("In words"), Label("Source")])
    for title, results in _BLOCKS:
        row += 1
        sheet.put_row(row, 0, [title, *[None] * _SOURCE], BAND_STYLE)
        for result in results:
            row += 1
            name = _write_name(sheet, switches, row, result.title, result.unit)
            needed = [places[key].fixed for key in result.needed]
            formula = or_dash(book.kpi(result.kpi, *needed)) if result.kpi else if_all(_in_cells(result.formula, places), *needed)
            value = sheet.put(row, _VALUE, Formula(formula), RESULT.as_format(_FORMATS[result.unit]))
            places[result.key] = book.mark(f"unit.{result.key}", value)
            sheet.put(row, _WORDS, result.words or kpi_formula(result.kpi or ""), LABEL.but(indent=1))
            sheet.put(row, _SOURCE, kpi_source(result.kpi) if result.kpi else None, UNIT.but(is_wrapped=True))
            if result.kpi:
                sheet.note(name, kpi_note(result.kpi))
    for key in ("romi", "lifetime_romi"):
        place = places[key].fixed
        sheet.rule(places[key], f"AND(ISNUMBER({place}),N({place})<0)", BAD)
        sheet.rule(places[key], f"AND(ISNUMBER({place}),N({place})>=0)", GOOD)
    word, first, lifetime = book.word, places["romi"].fixed, places["lifetime_romi"].fixed
    pays, loses = word(Label("✓ The campaign pays at the first visit.")), word(Label("✗ The campaign does not pay at the first visit."))
    stays, never = word(Label("✓ Over the lifetime it pays.")), word(Label("✗ Over the lifetime it does not pay either."))
    text = f'IF({first}>=0,{pays},{loses})&" "&IF({lifetime}>=0,{stays},{never})'
    sentence = sheet.merge(row + 2, 0, 5, Formula(f'IF(COUNT({first},{lifetime})=2,{text},"")'), SENTENCE)
    book.mark("unit.sentence", sentence.cell())
    return row + 4


def _in_cells(formula: str, places: Mapping[str, At]) -> str:
    return in_place(formula, c=lambda key: places[key].fixed)


def _write_tried(book: Book, sheet: Sheet, switches: Switches, places: Mapping[str, At], row: int) -> int:
    """Write what if the unit cost were different, and return the next free row."""
    kpi, title = book.kpi, Label("Unit cost")
    sheet.put(row, _NAME, Label("What if the unit cost were different?"), SUBTITLE)
    price, spend, customers, visits, years = (places[key].fixed for key in ("price", "spend", "customers", "visits", "years"))
    first = if_all(kpi("ROMI", f"({customers}*c.profit)", spend), customers, "c.profit", spend)
    lifetime = kpi("LIFETIME_ROMI", f"({price}*{visits}*{years}*c.margin)", customers, spend)
    romi = RESULT.percent
    columns = (
        Column("cost", title, INPUT.money, head=HEADER_LEFT, values=_TRIED),
        Column("unit", Label("Unit"), UNIT, lambda _: switches.unit_of("money"), head=style_of_head(_UNIT, ())),
        Column("romi", Label("ROMI, first visit"), romi, first),
        Column(
            "lifetime_romi",
            Label("ROMI over the lifetime"),
            romi.but(align="left", indent=1),
            if_all(lifetime, price, visits, years, "c.margin", customers, spend),
            head=HEADER_LEFT,
        ),
        unseen("counted", or_blank("here.cost"), at=_UNSEEN_COLUMN),
        unseen("profit", or_dash(kpi("PROFIT", price, "c.counted"))),
        unseen("margin", or_dash(kpi("GROSS_MARGIN", price, "c.counted"))),
    )
    table = Table(sheet, columns, row + 2, len(_TRIED)).write()
    table.mark_cells(book, "unit.tried", ("romi", "lifetime_romi"))
    for number in range(len(_TRIED)):
        sheet.allow(book.mark(f"unit.tried.{number + 1}", table["cost"].cell(number)), _from_zero(title))
    cells = table.span("romi", "lifetime_romi")
    sheet.rule(cells, f"AND(ISNUMBER({cells.cell().here}),N({cells.cell().here})<0)", BAD)
    return row + len(_TRIED) + 2
