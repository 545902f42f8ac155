"""The best split of a budget by native formulas: exact, without a solver.

Gross profit is taken to follow spend with a constant elasticity. In the optimum every channel gets its weight times one
common level, within its limits. The sum of all spends grows with the level in straight pieces that bend where a channel
reaches a limit; between the two bends around the budget the level follows by a division. That is the way of
`sheetkpi.kpis.allocation`, in cells.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Formula, Sheet
from sheetkpi.workbooks.channels.data import CHANNELS
from sheetkpi.workbooks.styles import GREY, HEADER, HINT, NUMBER

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
