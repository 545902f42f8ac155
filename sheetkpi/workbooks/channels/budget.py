"""The sheet “Budget”: the best split of the budget under an assumed elasticity, by native formulas: exact, without a solver.

Gross profit is taken to follow spend with a constant elasticity. In the optimum every channel gets its weight times one
common level, within its limits. The sum of all spends grows with the level in straight pieces that bend where a channel
reaches a limit; between the two bends around the budget the level follows by a division. That is the way of
`sheetkpi.kpis.allocation`, in cells.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, Validation, or_dash, sum_of
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet
from sheetkpi.workbooks.channels.data import CHANNELS
from sheetkpi.workbooks.channels.screen import ShortList
from sheetkpi.workbooks.channels.start import Switches
from sheetkpi.workbooks.kpi_texts import kpi_summary
from sheetkpi.workbooks.styles import (
    CHART,
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
    RATIO,
    RESULT,
    SENTENCE,
    TOTAL,
    TOTAL_LABEL,
    WARN,
)
from sheetkpi.workbooks.table_sheet import Column, Formulas, Row, Setting, Table

_STYLE = NUMBER.but(colour=GREY, number_format="#,##0.0000;-#,##0.0000;;@")


@dataclass(frozen=True, slots=True)
class Question:
    """The cells that the solver takes: columns of channels, and settings."""

    spend: At
    gross_profit: At
    least: At
    most: At
    budget: At
    elasticity: At
    units: At


@dataclass(frozen=True, slots=True)
class Solution:
    """The cells of the solution."""

    takes_part: At
    exact: At
    remainders: At
    amounts: At
    least: At
    most: At
    unlimited: At
    is_possible: At


class _Helper:
    """Writes helper columns to the right of the print area, and single cells above them."""

    def __init__(self, sheet: Sheet, first: int, column: int) -> None:
        self.sheet = sheet
        self.first = first
        self.column = column

    def add(self, heading: Translatable, formula: Callable[[Callable[[At], str]], str]) -> At:
        """Write a column; `formula` receives a function that returns a column's cell in the row."""
        column = self.column
        self.sheet.put(self.first - 2, column, heading, HEADER.but(size=9))
        self.sheet.widths[column] = 12
        self.column += 1
        return self.sheet.fill(
            self.first, column, CHANNELS, lambda row: formula(lambda cells: cells.cell(row - 1 - self.first).in_column), _STYLE
        )

    def cell(self, row: int, column: int, label: Translatable, formula: str) -> At:
        """Write a single cell with its label."""
        self.sheet.put(row, column, label, HINT.but(is_wrapped=False))
        return self.sheet.put(row, column + 3, Formula(formula), _STYLE)


def write_solution(sheet: Sheet, first: int, column: int, question: Question) -> Solution:
    """Write the cells of the solution."""
    helper = _Helper(sheet, first, column)
    spend, profit = question.spend, question.gross_profit
    takes_part = helper.add(Label("Takes part"), lambda c: f"IF(COUNT({c(spend)},{c(profit)})=2,IF({c(spend)}>0,1,0),0)")
    least = helper.add(Label("Least spend"), lambda c: f"IF({c(takes_part)}=1,{c(question.least)}*{c(spend)},0)")
    most = helper.add(Label("Greatest spend"), lambda c: f"IF({c(takes_part)}=1,{c(question.most)}*{c(spend)},0)")
    earns = helper.add(Label("Earns"), lambda c: f"IF({c(takes_part)}=1,IF({c(profit)}>0,1,0),0)")
    idle = helper.add(Label("Earns nothing"), lambda c: f"{c(takes_part)}-{c(earns)}")
    returns = helper.add(Label("Return, logarithm"), lambda c: f'IF({c(earns)}=1,LN({c(profit)})-LN({c(spend)}),"")')
    best, elasticity = f"MAX({returns.fixed})", question.elasticity.fixed
    weights = helper.add(Label("Weight"), lambda c: f"IF({c(earns)}=1,{c(spend)}*EXP(({c(returns)}-{best})/(1-{elasticity})),0)")
    idle_weights = helper.add(Label("Weight without profit"), lambda c: f"IF({c(idle)}=1,{c(spend)},0)")
    kept = f'SUMPRODUCT(({spend.fixed}<>"")*({takes_part.fixed}=0),{spend.fixed})'
    movable = helper.cell(first - 11, column, Label("To share out"), f"{question.budget.fixed}-{kept}")
    half = f"0.5/{question.units.fixed}"
    within = f"(SUM({least.fixed})-{half}<={movable.fixed})*({movable.fixed}<=SUM({most.fixed})+{half})"
    possible = helper.cell(first - 10, column, Label("Possible"), f"IF(({within})*SUM({takes_part.fixed})>0,1,0)")
    idle_least = f"SUMPRODUCT({idle.fixed},{least.fixed})"
    limits = (least, most)
    split = _write_level(helper, (earns, weights, *limits), f"{movable.fixed}-{idle_least}")
    left = f"{movable.fixed}-SUM({split.fixed})-{idle_least}"
    target = f"{idle_least}+IF({left}>{half},{left},0)"
    rest = _write_level(helper, (idle, idle_weights, *limits), target)
    exact = helper.add(Label("Best spend, exact"), lambda c: f"{c(split)}+{c(rest)}")
    remainders, amounts = _write_rounding(helper, exact, takes_part, most, (movable, question.units))
    unlimited = helper.add(
        Label("Without limits"),
        lambda c: f'IF({c(earns)}=1,{movable.fixed}*{c(weights)}/SUM({weights.fixed}),IF({c(takes_part)}=1,0,""))',
    )
    return Solution(takes_part, exact, remainders, amounts, least, most, unlimited, possible)


def _write_level(helper: _Helper, group: tuple[At, At, At, At], target: str) -> At:
    """Find the common level of a group, and return each member's amount; others get 0."""
    members, weights, least, most = group
    column = helper.column
    bends = [
        helper.add(heading, lambda c, limit=limit: f'IF({c(weights)}>0,{c(limit)}/{c(weights)},"")')  # type: ignore[misc]
        for heading, limit in ((Label("Level at the least"), least), (Label("Level at the most"), most))
    ]
    both = bends[0].to(bends[1])

    def total(level: str) -> str:
        amount = f"{weights.fixed}*{level}"
        below, above = f"({amount}<{least.fixed})*{least.fixed}", f"({amount}>{most.fixed})*{most.fixed}"
        return f"SUMPRODUCT({members.fixed}*({below}+({amount}>={least.fixed})*({amount}<={most.fixed})*{amount}+{above}))"

    sums = [
        helper.add(heading, lambda c, bend=bend: f'IF({c(bend)}="","",{total(c(bend))})')  # type: ignore[misc]
        for heading, bend in ((Label("Sum at the least"), bends[0]), (Label("Sum at the most"), bends[1]))
    ]
    top = helper.first - 11
    totals = sums[0].to(sums[1])
    goal = helper.cell(top, column, Label("To share out"), target)
    before = helper.cell(top + 1, column, Label("Bends below it"), f'SUMPRODUCT(({totals.fixed}<>"")*({totals.fixed}<{goal.fixed}))')
    bound = f"COUNT({both.fixed})"
    place = f"MAX(1,{before.fixed})"
    low = helper.cell(top + 2, column, Label("Bend below"), f"IF({bound}=0,0,SMALL({both.fixed},{place}))")
    after = f"MIN({bound},{before.fixed}+1)"
    high = helper.cell(top + 3, column, Label("Bend above"), f"IF({bound}=0,0,SMALL({both.fixed},{after}))")
    middle = f"(({low.fixed}+{high.fixed})/2)"
    free = helper.add(
        Label("Free"),
        lambda c: f"IF({c(members)}=1,IF({c(weights)}*{middle}>{c(least)},IF({c(weights)}*{middle}<{c(most)},1,0),0),0)",
    )
    at_middle = helper.add(
        Label("Held at a limit"),
        lambda c: f"IF({c(members)}*(1-{c(free)})=1,MIN(MAX({c(weights)}*{middle},{c(least)}),{c(most)}),0)",
    )
    share = f"SUMPRODUCT({free.fixed},{weights.fixed})"
    solved = f"IF({share}=0,{high.fixed},({goal.fixed}-SUM({at_middle.fixed}))/{share})"
    is_inside = f"({before.fixed}>0)*({before.fixed}<{bound})"
    level = helper.cell(top + 4, column, Label("Level"), f"IF({is_inside}=1,{solved},IF({before.fixed}=0,{low.fixed},{high.fixed}))")
    return helper.add(Label("Best spend"), lambda c: f"IF({c(members)}=1,MIN(MAX({c(weights)}*{level.fixed},{c(least)}),{c(most)}),0)")


def _write_rounding(helper: _Helper, exact: At, takes_part: At, most: At, settings: tuple[At, At]) -> tuple[At, At]:
    """Round to whole units and keep the sum: the largest remainders get one more. Returns the remainders too."""
    movable, units = settings
    in_units = helper.add(Label("In units"), lambda c: f"ROUND({c(exact)}*{units.fixed},6)")
    whole = helper.add(Label("Whole units"), lambda c: f"INT({c(in_units)})")
    missing = helper.cell(
        helper.first - 11, helper.column, Label("Units missing"), f"ROUND({movable.fixed}*{units.fixed},0)-SUM({whole.fixed})"
    )
    order = helper.add(
        Label("Remainder"),
        lambda c: f'IF({c(takes_part)}=1,IF(({c(whole)}+1)/{units.fixed}>{c(most)}+1E-9,2,0)+{c(whole)}-{c(in_units)},"")',
    )
    turn = helper.add(
        Label("Turn"),
        lambda c: f'IF({c(takes_part)}=1,RANK({c(order)},{order.fixed},1)+COUNTIF({_above(order, c)},{c(order)})-1,"")',
    )
    count = f"SUM({takes_part.fixed})"
    more = "IF({missing}>={turn},INT(({missing}-{turn})/{count})+1,0)"
    amounts = helper.add(
        Label("New spend"),
        lambda c: f'IF({c(takes_part)}=1,({c(whole)}+{more.format(missing=missing.fixed, turn=c(turn), count=count)})/{units.fixed},"")',
    )
    return order, amounts


def _above(column: At, cell: Callable[[At], str]) -> str:
    """Return the range from the first cell of a column to that of this row."""
    return f"{column.cell().fixed}:{cell(column)}"


HEAD = 28
FIRST = HEAD + 2
_SOLUTION = 15


@dataclass(frozen=True, slots=True)
class Budget:
    """Columns, totals and settings of the sheet."""

    columns: Mapping[str, At]
    budget: At
    is_possible: At


def write_budget(book: Book, switches: Switches, channels: ChannelsSheet, short: ShortList, printed: int) -> Budget:
    """Write the sheet; `printed` channels are in its print area."""
    widths = (30, 13, 13, 10, 13, 10, 10, 13, 13, 10, 14, 11, 22, 14)
    sheet = book.page(Label("Budget"), "#009E73", widths)
    caution = Label("This is an estimate that assumes an elasticity. Test it on a small part of the budget before you rely on it.")
    sheet.merge(1, 0, 9, caution, HINT.but(colour=WARN.colour, background=WARN.background, is_bold=True))
    settings = _write_settings(book, sheet)
    formulas = _Formulas(book, channels, settings["elasticity"].fixed)
    table = Table(sheet, _columns(formulas), FIRST, CHANNELS, total=HEAD + 1)
    places = {key: table[key] for key in table.places}
    units, budget, spend = settings["units_used"].fixed, settings["budget"].fixed, places["spend"].fixed
    used = f'ROUND(IF({budget}="",SUM({spend}),{budget})*{units},0)/{units}'
    settings["used"] = book.mark("budget.used", sheet.put(8, 1, Formula(used), RESULT.as_format(MONEY)))
    least, most = (_write_limit(sheet, places[key], settings[key]) for key in ("minimum", "maximum"))
    earned = places["spend"], places["gross_profit"]
    question = Question(*earned, least, most, settings["used"], settings["elasticity"], settings["units_used"])
    formulas.solution = write_solution(sheet, FIRST, _SOLUTION, question)
    table.write(head=HEAD)
    sheet.heights[HEAD] = 56
    table.mark(book, "budget")
    table.mark_total(book, "budget.total", places)
    _write_result(book, sheet, switches, table, formulas.solution)
    _draw(sheet, table, short)
    sheet.print_area = sheet.range(0, 0, FIRST + printed, len(widths))
    sheet.is_fitted_to_one_page = True
    return Budget(places, settings["used"], formulas.solution.is_possible)


def _write_settings(book: Book, sheet: Sheet) -> dict[str, At]:
    part = Validation("number", 0.01, 0.99, title=Label("Elasticity"), message=Label("Above 0 and below 1; 0.5 is a common assumption."))
    times = Validation("number", 0, 100, title=Label("A multiple"), message=Label("0.5 is half of the current spend, 2 is twice as much."))
    amount = Label("Amount to allocate; leave it blank to reallocate the current spend.")
    whole = Validation("whole", 1, 1000, title=Label("A whole number"), message=Label("100 kopecks in a rouble; 1 for whole amounts."))
    elasticity = Label("0.5: four times the spend brings twice the gross profit. From two periods: ln(GP2 / GP1) / ln(spend2 / spend1)")
    usual, whole_units = Label("For channels without a limit of their own in the table"), Label("Smallest units in one of money")
    rounding = Label("New spends are whole numbers of them: 100 kopecks in a rouble")
    ratio = INPUT.as_format(RATIO)
    money = Validation("number", 0, title=Label("Budget"), message=amount)
    places = {
        setting.key: setting.write(book, sheet, row)
        for row, setting in enumerate(
            (
                Setting("budget.settings.budget", Label("Budget"), None, INPUT.as_format(MONEY), money, Label("Blank: as much as now")),
                Setting("budget.settings.elasticity", Label("Elasticity of gross profit"), 0.5, ratio, part, elasticity),
                Setting("budget.settings.minimum", Label("Least, in times of now"), 0.5, ratio, times, usual),
                Setting("budget.settings.maximum", Label("Most, in times of now"), 2.0, ratio, times, usual),
                Setting("budget.settings.units", whole_units, 100.0, INPUT.as_format("0"), whole, rounding),
            ),
            3,
        )
    }
    sheet.put(8, 0, Label("Budget to share out"), LABEL)
    sheet.put(8, _SOLUTION, whole_units, HINT.but(is_wrapped=False))
    settings = {key.rpartition(".")[2]: place for key, place in places.items()}
    settings["units_used"] = sheet.put(8, _SOLUTION + 3, Formula(f"MAX(1,{settings['units'].fixed})"), NUMBER)
    return settings


def _write_limit(sheet: Sheet, cells: At, usual: At) -> At:
    """Write, at the far right, the limits in effect: a channel's own, or the usual one."""
    column = _SOLUTION + 40 + cells.column
    sheet.put(cells.row - 2, column, Label("The limit that holds"), HEADER.but(size=9))
    for number in range(CHANNELS):
        own = cells.cell(number).here
        sheet.put(cells.row + number, column, Formula(f"IF(ISNUMBER({own}),{own},{usual.fixed})"), NUMBER.as_format(RATIO))
    return sheet.range(cells.row, column, CHANNELS)


@dataclass(slots=True)
class _Formulas:
    """Formulas of a channel, which take the solution."""

    book: Book
    channels: ChannelsSheet
    elasticity: str
    solution: Solution | None = None

    def part(self, row: Row, name: str) -> str:
        cells: At = getattr(self.solution, name)
        return cells.cell(row.number).in_column

    def taken(self, key: str) -> Formulas:
        return lambda row: self.channels.columns[key].cell(row.number).full

    def taking_part(self, row: Row, formula: str, otherwise: str = '""') -> str:
        return f"IF({self.part(row, 'takes_part')}=1,{formula},{otherwise})"

    def if_possible(self, formula: str) -> str:
        return f'IF({self.solution.is_possible.fixed}=1,{formula},"—")' if self.solution else ""

    def romi(self, row: Row) -> str:
        return f'IF(N({row["spend"]})=0,"",{self.total_romi(row)})'

    def total_romi(self, row: Row) -> str:
        return or_dash(self.book.kpi("ROMI", row["gross_profit"], row["spend"]))

    def marginal(self, row: Row) -> str:
        return self.taking_part(row, f"{self.elasticity}*{row['gross_profit']}/{row['spend']}")

    def new_spend(self, row: Row) -> str:
        kept = f'IF(N({row["spend"]})>0,{row["spend"]},"")'
        return self.taking_part(row, self.if_possible(self.part(row, "amounts")), kept)

    def change(self, row: Row) -> str:
        return f'IF(COUNT({row["new_spend"]},{row["spend"]})=2,{row["new_spend"]}-{row["spend"]},"")'

    def change_share(self, row: Row) -> str:
        return f'IF(COUNT({row["new_spend"]},{row["spend"]})=2,{self.total_share(row)},"")'

    def total_share(self, row: Row) -> str:
        return or_dash(self.book.kpi("GROWTH_RATE", row["new_spend"], row["spend"]))

    def expected_gross_profit(self, row: Row) -> str:
        expected = f"{row['gross_profit']}*({row['new_spend']}/{row['spend']})^{self.elasticity}"
        return f'IF({self.part(row, "takes_part")}*COUNT({row["new_spend"]})=1,{expected},"")'

    def expected_romi(self, row: Row) -> str:
        return f'IF(N({row["new_spend"]})=0,"",{self.total_expected_romi(row)})'

    def total_expected_romi(self, row: Row) -> str:
        return or_dash(self.book.kpi("ROMI", row["expected_gross_profit"], row["new_spend"]))

    def bound(self, row: Row) -> str:
        minimum, maximum, no_spend, no_profit = (self.book.word(text) for text in _BOUNDS)
        exact, least, most = (self.part(row, name) for name in ("exact", "least", "most"))
        tolerance = f"1E-9*MAX(1,{most})"
        at_limit = f'IF({exact}<={least}+{tolerance},{minimum},IF({exact}>={most}-{tolerance},{maximum},"—"))'
        unmoved = f"IF(N({row['spend']})=0,{no_spend},{no_profit})"
        return f'IF({row["channel"]}="","",{self.taking_part(row, self.if_possible(at_limit), unmoved)})'

    def unlimited(self, row: Row) -> str:
        return self.part(row, "unlimited")


_BOUNDS = (Label("minimum"), Label("maximum"), Label("no spend: left out"), Label("no gross profit: spend kept"))


def _sum(key: str) -> Formulas:
    return lambda row: sum_of(row.table[key].fixed)


def _columns(formulas: _Formulas) -> tuple[Column, ...]:
    plain, name, result = NUMBER.but(border="none"), LABEL.but(indent=1, border="none"), RESULT.but(border="none")
    money, ratio, percent = (plain.as_format(number_format) for number_format in (MONEY, RATIO, PERCENT))
    limit, total_label = INPUT.as_format(RATIO), TOTAL_LABEL.but(indent=1)
    own = Validation("number", 0, 100, title=Label("A multiple"), message=Label("Blank: as for all channels, above."))
    romi, split = kpi_summary("ROMI"), kpi_summary("REALLOCATE")
    return (
        Column(
            "channel",
            Label("Channel"),
            name,
            formulas.taken("names"),
            head=HEADER_LEFT,
            note=split,
            total=Label("Total"),
            total_style=total_label,
        ),
        Column("spend", Label("Spend now"), money, formulas.taken("spend"), total=_sum("spend")),
        Column("gross_profit", Label("Gross profit now"), money, formulas.taken("gross_profit"), total=_sum("gross_profit")),
        Column("romi", Label("ROMI now"), percent, formulas.romi, note=romi, total=formulas.total_romi),
        Column("marginal", Label("Gross profit from one more unit of money"), ratio, formulas.marginal, total_style=TOTAL.as_format(RATIO)),
        Column("minimum", Label("Least, in times of now"), limit, validation=own, total_style=TOTAL.as_format(RATIO)),
        Column("maximum", Label("Most, in times of now"), limit, validation=own, total_style=TOTAL.as_format(RATIO)),
        Column("new_spend", Label("New spend"), result.as_format(MONEY), formulas.new_spend, note=split, total=_sum("new_spend")),
        Column("change", Label("Change"), plain.as_format("+#,##0.00;-#,##0.00;0.00"), formulas.change, total=formulas.change),
        Column(
            "change_share",
            Label("Change, %"),
            plain.as_format("+0.0%;-0.0%;0.0%"),
            formulas.change_share,
            note=kpi_summary("GROWTH_RATE"),
            total=formulas.total_share,
        ),
        Column(
            "expected_gross_profit",
            Label("Expected gross profit"),
            money,
            formulas.expected_gross_profit,
            total=_sum("expected_gross_profit"),
        ),
        Column("expected_romi", Label("Expected ROMI"), percent, formulas.expected_romi, note=romi, total=formulas.total_expected_romi),
        Column("bound", Label("Bound"), name, formulas.bound, total_style=total_label),
        Column("unlimited", Label("Best spend without limits"), money, formulas.unlimited, total=_sum("unlimited")),
    )


def _write_result(book: Book, sheet: Sheet, switches: Switches, table: Table, solution: Solution) -> None:
    """Write the result in a sentence, and whether the limits leave room for the budget."""
    parts = solution.takes_part.fixed
    profit_now = f'SUMPRODUCT({parts}*({table["gross_profit"].fixed}<>""),{table["gross_profit"].fixed})'
    gain = f"{table.total.at('expected_gross_profit').fixed}-{profit_now}"
    texts = (
        Label("✓ The gross profit of the channels with spend would change by"),
        Label("✗ The limits leave no room for this budget. It must be between"),
        Label("and"),
    )
    words = [book.word(text) for text in texts]
    low, high = (f"FIXED(SUM({cells.fixed}),0,FALSE)" for cells in (solution.least, solution.most))
    money = switches.currency.full
    good = f'{words[0]}&" "&FIXED({gain},0,FALSE)&" "&{money}'
    bad = f'{words[1]}&" "&{low}&" "&{words[2]}&" "&{high}&" "&{money}'
    nothing = book.word(Label("There is no channel with spend and gross profit yet."))
    formula = f"IF(SUM({parts})=0,{nothing},IF({solution.is_possible.fixed}=1,{good},{bad}))"
    place = sheet.merge(9, 0, 9, Formula(formula), SENTENCE.but(is_bold=True))
    sheet.colour_signs(place, "✓✗")
    book.mark("budget.sentence", place.cell())
    book.mark("budget.is_possible", solution.is_possible)
    book.mark("budget.remainders", solution.remainders)


def _draw(sheet: Sheet, table: Table, short: ShortList) -> None:
    column = _SOLUTION + 50
    now = short.take(sheet, HEAD, column, Label("Spend now"), table["spend"], is_ranked=False)
    new = short.take(sheet, HEAD, column + 1, Label("New spend"), table["new_spend"], is_ranked=False)
    series = [Series(now, short.names, Label("Spend now"), CHART[7]), Series(new, short.names, Label("New spend"), CHART[0])]
    chart = Chart("column", Label("Spend now and after the shift"), series, number_format="#,##0", width=900, height=310)
    sheet.charts.append((11, 0, chart))
    change = table["change"]
    first = change.cell().in_column
    sheet.rule(change, f"N({first})>0", GOOD)
    sheet.rule(change, f"N({first})<0", WARN)
    sheet.draw_filled_rows(table.span("channel", "unlimited"), table["channel"])
