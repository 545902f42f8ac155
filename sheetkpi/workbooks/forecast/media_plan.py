"""The sheet “Media plan”: the forecast of each channel, with totals that are ratios of sums."""

from dataclasses import dataclass

from sheetkpi.printing.excel import excel_formulas
from sheetkpi.registry import find
from sheetkpi.translation import Label
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, Validation, if_all, or_blank, or_dash
from sheetkpi.workbooks.forecast.start import Switches
from sheetkpi.workbooks.kpi_texts import figure_title, kpi_note
from sheetkpi.workbooks.styles import (
    BAD,
    GOOD,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT,
    INPUT_TEXT,
    LABEL,
    MONEY,
    MONEY_WHOLE,
    NUMBER,
    PERCENT,
    TITLE,
    TOTAL,
    TOTAL_LABEL,
    UNIT,
    WARN,
)

#: How many channels fit.
CHANNELS = 30
#: How many the chart shows.
_DRAWN = 10

_CHANNEL, _INPUT, _STATE, _SHARE, _RESULT, _COUNTED = 0, 1, 7, 8, 9, 19
_HEAD, _TOP = 8, 9
_TOTAL = _TOP + CHANNELS
_PEOPLE = "#,##0.0"

_ENTERED = (
    ("budget", Label("Budget"), MONEY_WHOLE, None),
    ("click_cost", Label("CPC"), MONEY, None),
    ("click_to_lead", Label("Click-to-lead conversion"), PERCENT, 1),
    ("lead_to_sale", Label("Lead-to-sale conversion"), PERCENT, 1),
    ("revenue_per_customer", Label("Revenue per customer"), MONEY_WHOLE, None),
    ("margin", Label("Margin"), PERCENT, 1),
)

_FIGURES = {
    "clicks": _PEOPLE,
    "leads": _PEOPLE,
    "customers": _PEOPLE,
    "cpl": MONEY,
    "cpo": MONEY,
    "revenue": MONEY_WHOLE,
    "gross_profit": MONEY_WHOLE,
    "romi": PERCENT,
    "drr": PERCENT,
}

#: KPIs of their own, from figures: in a row and in the total alike.
_RATIOS = {
    "cpl": ("CPL", "budget", "leads"),
    "cpo": ("CPO", "budget", "customers"),
    "romi": ("ROMI", "gross_profit", "budget"),
    "drr": ("DRR", "budget", "revenue"),
}

_SAMPLE: tuple[tuple[Label, tuple[float, ...]], ...] = (
    (Label("Search ads"), (30000, 18, 0.1, 0.3, 2000, 0.7)),
    (Label("Social network ads"), (12000, 10, 0.06, 0.2, 2000, 0.7)),
    (Label("Retargeting"), (4000, 8, 0.08, 0.3, 2000, 0.7)),
    (Label("Marketplace ads"), (4000, 12, 0.05, 0.2, 1500, 0.6)),
)


@dataclass(frozen=True, slots=True)
class MediaPlan:
    """Cells of the media plan."""

    budget: At
    gross_profit: At
    states: At


class MediaPlanSheet:
    """Writes the sheet."""

    def __init__(self, book: Book, switches: Switches, plan_budget: At) -> None:
        self.book = book
        self.switches = switches
        self.plan_budget = plan_budget
        self.sheet: Sheet = book.sheet(Label("Media plan"), tab="#56B4E9")

    def write(self) -> MediaPlan:
        """Write the sheet and return its places."""
        sheet = self.sheet
        sheet.set_widths(28, 12, 10, 12, 12, 12, 10, 14, 10, 11, 10, 10, 12, 12, 14, 14, 10, 10, 3, *(11 for _ in range(9)))
        sheet.put(0, 0, Label("Media plan"), TITLE)
        hint = Label(
            "One row per channel: fill in the blue cells, up to 30 rows. People are expected values, so they are not whole numbers."
        )
        sheet.merge(1, 0, _RESULT + 9, hint, HINT)
        self._heads()
        for index in range(CHANNELS):
            self._row(_TOP + index, *(_SAMPLE[index] if index < len(_SAMPLE) else (None, (None,) * len(_ENTERED))))
        self._total()
        budget = self._against_plan()
        self._looks()
        self._chart()
        sheet.frozen = (_TOP, 1)
        sheet.is_fitted_to_one_page = True
        sheet.print_area = sheet.range(0, 0, _TOTAL + 17, _RESULT + 9)
        return MediaPlan(budget, self._figure(_TOTAL, "gross_profit"), sheet.range(_TOP, _STATE, CHANNELS))

    def _heads(self) -> None:
        sheet = self.sheet
        sheet.put(_HEAD, _CHANNEL, Label("Channel"), HEADER_LEFT)
        for offset, (_, title, _, _) in enumerate(_ENTERED):
            sheet.put(_HEAD, _INPUT + offset, title, HEADER)
            sheet.put(_HEAD, _COUNTED + offset, title, HEADER)
        sheet.put(_HEAD, _STATE, Label("State"), HEADER)
        sheet.put(_HEAD, _SHARE, Label("Share of the budget"), HEADER)
        for offset, figure in enumerate(_FIGURES):
            cell = sheet.put(_HEAD, _RESULT + offset, figure_title("MEDIA_FORECAST", figure), HEADER)
            sheet.note(cell, kpi_note(*(("MEDIA_FORECAST", figure) if figure not in _RATIOS else (_RATIOS[figure][0],))))
        sheet.put(_HEAD - 1, _COUNTED, Label("As counted, without VAT"), HINT.but(is_wrapped=False))
        for offset, title in enumerate((Label("Budget that pays back"), Label("Budget that does not"), Label("Gross profit beyond"))):
            sheet.put(_HEAD, _COUNTED + 6 + offset, title, HEADER)
        total = Label("Totals of ratios are ratios of sums, over the channels that have a forecast.")
        sheet.put(_HEAD - 1, _CHANNEL, total, HINT.but(is_wrapped=False))

    def _entered(self, row: int, key: str) -> At:
        return self.sheet.range(row, _INPUT + [name for name, *_ in _ENTERED].index(key))

    def _counted(self, row: int, key: str) -> At:
        return self.sheet.range(row, _COUNTED + [name for name, *_ in _ENTERED].index(key))

    def _figure(self, row: int, key: str) -> At:
        return self.sheet.range(row, _RESULT + list(_FIGURES).index(key))

    def _row(self, row: int, name: Label | None, values: tuple[float | None, ...]) -> None:
        sheet, book = self.sheet, self.book
        number = row - _TOP + 1
        channel = name.in_language(book.language) if name else None
        book.mark(f"media.{number}.channel", sheet.put(row, _CHANNEL, channel, INPUT_TEXT))
        for (key, _, number_format, _), value in zip(_ENTERED, values, strict=True):
            cell = self._entered(row, key)
            content = None if value is None else float(value)
            book.mark(f"media.{number}.{key}", sheet.put(row, cell.column, content, INPUT.as_format(number_format)))
            sheet.put(row, self._counted(row, key).column, Formula(self._passed(cell, key)), NUMBER.as_format(number_format))
        sheet.put(row, _STATE, Formula(self._state(row)), UNIT.but(align="center"))
        budget, whole = self._entered(row, "budget"), self._entered(_TOTAL, "budget")
        share = if_all(book.kpi("SHARE_OF", budget.here, whole.fixed), budget.here)
        sheet.put(row, _SHARE, Formula(share), NUMBER.as_format(PERCENT))
        for figure, formula in self._formulas(row).items():
            cell = self._figure(row, figure)
            book.mark(f"media.{number}.{figure}", sheet.put(row, cell.column, Formula(formula), NUMBER.as_format(_FIGURES[figure])))
        self._parts(row)

    def _passed(self, cell: At, key: str) -> str:
        """Return an input without VAT; a blank stays blank."""
        basis = {
            "budget": self.switches.vat_of_spend,
            "click_cost": self.switches.vat_of_spend,
            "revenue_per_customer": self.switches.vat_of_revenue,
        }.get(key)
        if basis is None:
            return or_blank(cell.here)
        taken = or_dash(self.book.kpi("WITHOUT_VAT", cell.here, self.switches.vat_rate.full))
        return f'IF({cell.here}="","",IF({basis.number.full}=2,{taken},{cell.here}))'

    def _formulas(self, row: int) -> dict[str, str]:
        """Return the forecast of a channel: counts and money by MEDIA_FORECAST, ratios by their own KPIs."""
        counted = [self._counted(row, key).here for key, *_ in _ENTERED]
        here = {figure: self._figure(row, figure).here for figure in _FIGURES}
        printed = excel_formulas(find("MEDIA_FORECAST"), counted, cells_of_figures=here | {"budget": counted[0]})
        ratios = {key: self.book.kpi(kpi, *self._pair(row, *pair)) for key, (kpi, *pair) in _RATIOS.items()}
        return {figure: or_dash((printed | ratios)[figure]) for figure in _FIGURES}

    def _pair(self, row: int, first: str, second: str) -> tuple[str, str]:
        cells = [self._counted(row, key) if key == "budget" else self._figure(row, key) for key in (first, second)]
        return cells[0].here, cells[1].here

    def _state(self, row: int) -> str:
        word = self.book.word
        numbers = self._entered(row, "budget").to(self._entered(row, "margin")).here
        shares = self._entered(row, "click_to_lead").to(self._entered(row, "lead_to_sale")).here
        margin, profit = self._entered(row, "margin").here, self._figure(row, "gross_profit").here
        return (
            f'IF(COUNTA({numbers})=0,"",IF(COUNTA({numbers})>COUNT({numbers}),{word(Label("✗ not a number"))},'
            f'IF(COUNTIF({numbers},"<0")>0,{word(Label("✗ negative"))},'
            f'IF(OR(COUNTIF({shares},">1")>0,N({margin})>1),{word(Label("✗ above 100%"))},'
            f'IF(ISNUMBER({profit}),"✓",{word(Label("! not complete"))})))))'
        )

    def _parts(self, row: int) -> None:
        """Write what the chart stacks: the budget paid back, the rest of it, and the profit beyond."""
        sheet, budget, profit = self.sheet, self._counted(row, "budget").here, self._figure(row, "gross_profit").here
        for offset, formula in enumerate((f"MIN({budget},{profit})", f"MAX({budget}-{profit},0)", f"MAX({profit}-{budget},0)")):
            sheet.put(row, _COUNTED + 6 + offset, Formula(if_all(formula, budget, profit)), NUMBER.as_format(MONEY_WHOLE))

    def _total(self) -> None:
        sheet, book = self.sheet, self.book
        sheet.put(_TOTAL, _CHANNEL, Label("Total"), TOTAL_LABEL)
        for column in range(1, _RESULT):
            sheet.put(_TOTAL, column, None, TOTAL)

        def summed(cells: At) -> Formula:
            return Formula(f'IF(COUNT({cells.here})=0,"",SUM({cells.here}))')

        first = {key: self._entered(_TOP, key) for key, *_ in _ENTERED}
        budgets = sheet.range(_TOP, first["budget"].column, CHANNELS)
        book.mark("media.total.budget", sheet.put(_TOTAL, budgets.column, summed(budgets), TOTAL.as_format(MONEY_WHOLE)))
        counted = sheet.range(_TOP, _COUNTED, CHANNELS)
        profits = sheet.range(_TOP, self._figure(_TOP, "gross_profit").column, CHANNELS)
        matched = f'IF(COUNT({profits.here})=0,"",SUMIFS({counted.here},{profits.here},">=0")+SUMIFS({counted.here},{profits.here},"<0"))'
        sheet.put(_TOTAL, _COUNTED, Formula(matched), TOTAL.as_format(MONEY_WHOLE))
        for figure, number_format in _FIGURES.items():
            cell = self._figure(_TOTAL, figure)
            cells = sheet.range(_TOP, cell.column, CHANNELS)
            formula = summed(cells)
            if figure in _RATIOS:
                kpi, *pair = _RATIOS[figure]
                formula = Formula(or_dash(book.kpi(kpi, *self._pair(_TOTAL, *pair))))
            book.mark(f"media.total.{figure}", sheet.put(_TOTAL, cell.column, formula, TOTAL.as_format(number_format)))

    def _against_plan(self) -> At:
        sheet, book = self.sheet, self.book
        total = self._entered(_TOTAL, "budget")
        lines = [
            (Label("Budget of the plan (Inputs)"), or_blank(self.plan_budget.full)),
            (Label("Budget of the channels"), or_blank(total.fixed)),
        ]
        for offset, (title, formula) in enumerate(lines):
            sheet.put(3 + offset, _CHANNEL, title, LABEL)
            sheet.put(3 + offset, _INPUT, Formula(formula), NUMBER.as_format(MONEY))
        plan, spread = sheet.range(3, _INPUT).fixed, sheet.range(4, _INPUT).fixed
        sheet.put(5, _CHANNEL, Label("Unallocated (+) or over budget (−)"), LABEL.but(is_bold=True))
        left = sheet.put(5, _INPUT, Formula(if_all(f"{plan}-{spread}", plan, spread)), NUMBER.as_format(MONEY).but(is_bold=True))
        book.mark("media.left", left)
        tolerance = self.switches.tolerance.full
        fits, differs = book.word(Label("✓ agrees with the plan")), book.word(Label("✗ differs from the plan"))
        state = sheet.merge(5, _INPUT + 1, 3, Formula(if_all(f"IF(ABS({left.here})<={tolerance},{fits},{differs})", left.here)), LABEL)
        first = state.cell().fixed
        sheet.rule(state, f'LEFT({first},1)="✓"', GOOD)
        sheet.rule(state, f'LEFT({first},1)="✗"', BAD)
        return total

    def _looks(self) -> None:
        sheet = self.sheet
        for offset, (_, title, _, high) in enumerate(_ENTERED):
            message = Label("A share from 0% to 100%: enter 0.3 or 30%") if high else Label("An amount from 0, without a currency symbol")
            sheet.allow(sheet.range(_TOP, _INPUT + offset, CHANNELS), Validation("number", 0, high, title=title, message=message))
        states = sheet.range(_TOP, _STATE, CHANNELS)
        first = states.cell().in_column
        for sign, style in (("✗", BAD), ("!", WARN), ("✓", GOOD.but(background=None))):
            sheet.rule(states, f'LEFT({first},1)="{sign}"', style)
        romi = sheet.range(_TOP, self._figure(_TOP, "romi").column, CHANNELS)
        cell = romi.cell().in_column
        sheet.rule(romi, f"AND(ISNUMBER({cell}),N({cell})<0)", BAD)

    def _chart(self) -> None:
        sheet = self.sheet
        names = sheet.range(_TOP, _CHANNEL, _DRAWN)
        titles = (Label("Budget that pays back"), Label("Budget that does not"), Label("Gross profit beyond"))
        colours = ("#0072B2", "#D55E00", "#9CCBEA")
        series = [
            Series(sheet.range(_TOP, _COUNTED + 6 + offset, _DRAWN), names, title, colour)
            for offset, (title, colour) in enumerate(zip(titles, colours, strict=True))
        ]
        chart = Chart(
            "bar",
            Label("Where the budget goes and what it brings (first ten channels)"),
            series,
            number_format=MONEY_WHOLE,
            width=900,
            height=260,
            is_stacked=True,
            is_reversed=True,
        )
        sheet.charts.append((_TOTAL + 2, _CHANNEL, chart))
