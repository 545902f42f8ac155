"""The sheet “Unit cost”: what a service costs, and whether its advertising pays at the first visit or over the years."""

from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Formula, Sheet, Validation, if_all, or_blank, or_dash
from sheetkpi.workbooks.forecast.start import Switches
from sheetkpi.workbooks.kpi_texts import kpi_formula, kpi_note, kpi_source
from sheetkpi.workbooks.styles import (
    BAD,
    BAND_STYLE,
    COUNT,
    GOOD,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT,
    INPUT_TEXT,
    LABEL,
    MONEY,
    PERCENT,
    RATIO,
    RESULT,
    SENTENCE,
    SUBTITLE,
    TITLE,
    TOTAL,
    TOTAL_LABEL,
    UNIT,
    UNSEEN,
)

_NAME, _UNIT, _VALUE, _WORDS, _SOURCE = range(5)
#: Names and amounts of the overheads stand beside what is given.
_SIDE = _WORDS
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

_FORMATS = {"money": MONEY, "share": PERCENT, "ratio": RATIO, "count": COUNT, "hours": "General", "times": "General", "years": "General"}


@dataclass(frozen=True, slots=True)
class Result:
    """One result: its key, name, unit and formula, and the KPI that defines it."""

    key: str
    title: Translatable
    unit: str
    formula: str
    kpi: str | None = None
    in_words: Translatable | None = None


@dataclass(frozen=True, slots=True)
class UnitCost:
    """The entered numbers, and price and profit of one service."""

    numbers: tuple[At, ...]
    profit: At
    price: At


class UnitCostSheet:
    """Writes the sheet."""

    def __init__(self, book: Book, switches: Switches) -> None:
        self.book = book
        self.switches = switches
        self.sheet: Sheet = book.sheet(Label("Unit cost"), tab="#F0E442")
        self.places: dict[str, At] = {}
        self.row = _TOP + _OVERHEAD_ROWS + 2

    def write(self) -> UnitCost:
        """Write the sheet and return its places."""
        sheet = self.sheet
        sheet.set_widths(42, 7, 15, 50, 46, 3)
        sheet.put(0, 0, Label("Unit cost"), TITLE)
        hint = Label(
            "What one service costs, and from which cost on its advertising pays: at the first visit, and over the years. "
            "Of the sample the article gives 18 000, 6 000, 30, 6, 1 200 and 5 years; the rest is assumed."
        )
        sheet.merge(1, 0, 5, hint, HINT)
        numbers = (self._entered(), self._overheads())
        self._results()
        self._sentence()
        self._tried()
        sheet.frozen = (_TOP, 1)
        sheet.is_landscape = False
        sheet.is_fitted_to_one_page = True
        sheet.print_area = sheet.range(0, 0, self.row + 2, _SOURCE + 1)
        return UnitCost(numbers, self.places["profit"], self.places["price"])

    def _head(self, row: int, heads: list[Label], column: int = 0) -> None:
        for offset, head in enumerate(heads):
            style = HEADER_LEFT if offset in (_NAME, _WORDS, _SOURCE) else HEADER
            is_unit = column + offset == _UNIT
            self.sheet.put(row, column + offset, head, HEADER.but(align="left") if is_unit else style)

    def _unit(self, row: int, unit: str, column: int = _UNIT) -> None:
        self.sheet.put(row, column, self.switches.unit_of(unit), UNIT)

    def _entered(self) -> At:
        sheet, book = self.sheet, self.book
        self._head(_TOP - 1, [Label("What is given"), Label("Unit"), Label("Value")])
        for offset, (key, title, unit, amount) in enumerate(_ENTERED):
            row = _TOP + offset
            sheet.put(row, _NAME, title, LABEL)
            self._unit(row, unit)
            cell = sheet.put(row, _VALUE, amount, INPUT.as_format(_FORMATS[unit]))
            sheet.allow(cell, Validation("number", 0, title=title, message=Label("A number from 0")))
            self.places[key] = sheet.put(row, _UNSEEN_COLUMN, Formula(or_blank(cell.here)), UNSEEN)
            book.mark(f"unit.{key}", cell)
        return sheet.range(_TOP, _VALUE, len(_ENTERED))

    def _overheads(self) -> At:
        sheet, book = self.sheet, self.book
        self._head(_TOP - 1, [Label("Overheads a month"), Label("Amount")], _SIDE)
        for index in range(_OVERHEAD_ROWS):
            name, amount = _OVERHEADS[index] if index < len(_OVERHEADS) else (None, None)
            sheet.put(_TOP + index, _SIDE, name.in_language(book.language) if name else None, INPUT_TEXT.but(indent=1))
            content = None if amount is None else float(amount)
            book.mark(f"unit.overhead.{index + 1}", sheet.put(_TOP + index, _SIDE + 1, content, INPUT.as_format(MONEY)))
        amounts = sheet.range(_TOP, _SIDE + 1, _OVERHEAD_ROWS)
        sheet.allow(amounts, Validation("number", 0, title=Label("Overheads a month"), message=Label("A number from 0")))
        sheet.put(_TOP + _OVERHEAD_ROWS, _SIDE, Label("Total"), TOTAL_LABEL)
        total = Formula(f'IF(COUNT({amounts.here})=0,"",SUM({amounts.here}))')
        self.places["overheads"] = sheet.put(_TOP + _OVERHEAD_ROWS, _SIDE + 1, total, TOTAL.as_format(MONEY))
        book.mark("unit.overheads", self.places["overheads"])
        return amounts

    def _blocks(self) -> list[tuple[Label, tuple[Result, ...]]]:
        """Return the results; each may refer to earlier ones."""
        kpi = self.book.kpi
        at = {key: place.fixed for key, place in self.places.items()}
        rows = iter(range(self.row + 2, self.row + 60))

        def here(key: str) -> str:
            return at[key]

        blocks: list[tuple[Label, tuple[Result, ...]]] = []

        def block(title: Label, *results: Result) -> None:
            blocks.append((title, results))

        def result(key: str, title: Label, unit: str, name: str, *arguments: str, words: Label | None = None) -> Result:
            at[key] = self.sheet.range(next(rows), _VALUE).fixed
            return Result(key, title, unit, or_dash(kpi(name, *arguments)), name, words)

        def sum_of(key: str, title: Label, unit: str, formula: str, words: Label, *needed: str) -> Result:
            at[key] = self.sheet.range(next(rows), _VALUE).fixed
            return Result(key, title, unit, if_all(formula, *needed), None, words)

        salary, hours, overheads = here("salary"), here("hours"), here("overheads")
        block(
            Label("Cost of one service"),
            sum_of("hour", Label("An hour of work"), "money", f"{salary}/{hours}", Label("salary / hours"), salary, hours),
            sum_of(
                "overhead_hour",
                Label("Overheads of an hour"),
                "money",
                f"{overheads}/{hours}",
                Label("overheads / hours"),
                overheads,
                hours,
            ),
            result("cost", Label("Unit cost"), "money", "UNIT_COST", salary, hours, here("hours_per_unit"), overheads, here("materials")),
            result(
                "profit",
                Label("Gross profit of one service"),
                "money",
                "PROFIT",
                here("price"),
                at["cost"],
                words=Label("price − unit cost"),
            ),
            result("margin", Label("Margin"), "share", "GROSS_MARGIN", here("price"), at["cost"]),
        )
        next(rows)
        spend, customers = here("spend"), here("customers")
        block(
            Label("The campaign at the first visit"),
            result("cpl", Label("Cost per lead"), "money", "CPL", spend, here("leads")),
            result("cpo", Label("Cost per customer"), "money", "CPO", spend, customers),
            sum_of(
                "campaign_profit",
                Label("Gross profit of the first visits"),
                "money",
                f"{customers}*{at['profit']}",
                Label("customers × gross profit of one service"),
                customers,
                at["profit"],
            ),
            result("romi", Label("ROMI, first visit"), "share", "ROMI", at["campaign_profit"], spend),
            result(
                "threshold",
                Label("It pays if the unit cost is below"),
                "money",
                "PROFIT",
                here("price"),
                at["cpo"],
                words=Label("price − cost per customer"),
            ),
        )
        next(rows)
        visits, years = here("visits"), here("years")
        block(
            Label("The campaign over the lifetime"),
            result("ltv_revenue", Label("Lifetime revenue of a customer"), "money", "LTV", here("price"), visits, years),
            result("ltv", Label("Lifetime gross profit of a customer"), "money", "LTV", here("price"), visits, years, at["margin"]),
            result("lifetime_romi", Label("ROMI over the lifetime"), "share", "LIFETIME_ROMI", at["ltv"], customers, spend),
            sum_of(
                "cpo_visit",
                Label("Cost per customer, spread over the visits"),
                "money",
                f"{at['cpo']}/({visits}*{years})",
                Label("cost per customer / (visits × years)"),
                at["cpo"],
                visits,
                years,
            ),
            result(
                "lifetime_threshold",
                Label("It pays if the unit cost is below"),
                "money",
                "PROFIT",
                here("price"),
                at["cpo_visit"],
                words=Label("price − cost per customer, spread over the visits"),
            ),
            result("ltv_cac", Label("Lifetime gross profit to cost per customer"), "ratio", "LTV_CAC", at["ltv"], at["cpo"]),
        )
        return blocks

    def _results(self) -> None:
        sheet, book = self.sheet, self.book
        self._head(self.row, [Label("What follows"), Label("Unit"), Label("Value"), Label("In words"), Label("Source")])
        for title, results in self._blocks():
            self.row += 1
            for column in range(_SOURCE + 1):
                sheet.put(self.row, column, title if column == 0 else None, BAND_STYLE)
            for result in results:
                self.row += 1
                name = sheet.put(self.row, _NAME, result.title, LABEL)
                self._unit(self.row, result.unit)
                style = RESULT.as_format(_FORMATS[result.unit])
                self.places[result.key] = book.mark(f"unit.{result.key}", sheet.put(self.row, _VALUE, Formula(result.formula), style))
                sheet.put(self.row, _WORDS, result.in_words or kpi_formula(result.kpi or ""), LABEL.but(indent=1))
                sheet.put(self.row, _SOURCE, kpi_source(result.kpi) if result.kpi else None, UNIT.but(is_wrapped=True))
                if result.kpi:
                    sheet.note(name, kpi_note(result.kpi))
        for key in ("romi", "lifetime_romi"):
            place = self.places[key]
            sheet.rule(place, f"AND(ISNUMBER({place.fixed}),N({place.fixed})<0)", BAD)
            sheet.rule(place, f"AND(ISNUMBER({place.fixed}),N({place.fixed})>=0)", GOOD)
        self.row += 1

    def _sentence(self) -> None:
        """Write the conclusion in a sentence."""
        sheet, word = self.sheet, self.book.word
        first, lifetime = self.places["romi"].fixed, self.places["lifetime_romi"].fixed
        pays, loses = word(Label("✓ The campaign pays at the first visit.")), word(Label("✗ The campaign does not pay at the first visit."))
        stays, never = word(Label("✓ Over the lifetime it pays.")), word(Label("✗ Over the lifetime it does not pay either."))
        text = f'IF({first}>=0,{pays},{loses})&" "&IF({lifetime}>=0,{stays},{never})'
        formula = f'IF(COUNT({first},{lifetime})=2,{text},"")'
        self.book.mark("unit.sentence", sheet.merge(self.row + 1, 0, 5, Formula(formula), SENTENCE).cell())
        self.row += 3

    def _tried(self) -> None:
        sheet, book, kpi = self.sheet, self.book, self.book.kpi
        sheet.put(self.row, _NAME, Label("What if the unit cost were different?"), SUBTITLE)
        self._head(self.row + 1, [Label("Unit cost"), Label("Unit"), Label("ROMI, first visit"), Label("ROMI over the lifetime")])
        price, spend, customers = (self.places[key].fixed for key in ("price", "spend", "customers"))
        visits, years = self.places["visits"].fixed, self.places["years"].fixed
        for number, cost in enumerate(_TRIED, 1):
            row = self.row + 1 + number
            entered = sheet.put(row, _NAME, cost, INPUT.as_format(MONEY))
            sheet.allow(entered, Validation("number", 0, title=Label("Unit cost"), message=Label("A number from 0")))
            self._unit(row, "money")
            cell = sheet.put(row, _UNSEEN_COLUMN, Formula(or_blank(entered.here)), UNSEEN).in_column
            profit = sheet.put(row, _UNSEEN_COLUMN + 1, Formula(or_dash(kpi("PROFIT", price, cell))), UNSEEN).in_column
            margin = sheet.put(row, _UNSEEN_COLUMN + 2, Formula(or_dash(kpi("GROSS_MARGIN", price, cell))), UNSEEN).in_column
            first = if_all(kpi("ROMI", f"({customers}*{profit})", spend), customers, profit, spend)
            lifetime = if_all(
                kpi("LIFETIME_ROMI", f"({price}*{visits}*{years}*{margin})", customers, spend),
                price,
                visits,
                years,
                margin,
                customers,
                spend,
            )
            style = RESULT.as_format(PERCENT)
            book.mark(f"unit.tried.{number}.romi", sheet.put(row, _VALUE, Formula(first), style))
            book.mark(f"unit.tried.{number}.lifetime_romi", sheet.put(row, _WORDS, Formula(lifetime), style.but(align="left", indent=1)))
            book.mark(f"unit.tried.{number}", entered)
        cells = sheet.range(self.row + 2, _VALUE, len(_TRIED), 2)
        sheet.rule(cells, f"AND(ISNUMBER({cells.cell().here}),N({cells.cell().here})<0)", BAD)
        self.row += len(_TRIED) + 2
