"""The sheet “Budget”: the best split of the budget under an assumed elasticity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, Validation, or_dash
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet
from sheetkpi.workbooks.channels.data import CHANNELS
from sheetkpi.workbooks.channels.screen import ShortList
from sheetkpi.workbooks.channels.start import Switches
from sheetkpi.workbooks.kpi_texts import kpi_summary
from sheetkpi.workbooks.styles import (
    BAD,
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
    TITLE,
    TOTAL,
    TOTAL_LABEL,
    WARN,
)

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

_COLUMNS: tuple[tuple[str, Translatable, float, str, str | None], ...] = (
    ("channel", Label("Channel"), 30, "General", "REALLOCATE"),
    ("spend", Label("Spend now"), 13, MONEY, None),
    ("gross_profit", Label("Gross profit now"), 13, MONEY, None),
    ("romi", Label("ROMI now"), 10, PERCENT, "ROMI"),
    ("marginal", Label("Gross profit from one more unit of money"), 13, RATIO, None),
    ("minimum", Label("Least, in times of now"), 10, RATIO, None),
    ("maximum", Label("Most, in times of now"), 10, RATIO, None),
    ("new_spend", Label("New spend"), 13, MONEY, "REALLOCATE"),
    ("change", Label("Change"), 13, "+#,##0.00;-#,##0.00;0.00", None),
    ("change_share", Label("Change, %"), 10, "+0.0%;-0.0%;0.0%", "GROWTH_RATE"),
    ("expected_gross_profit", Label("Expected gross profit"), 14, MONEY, None),
    ("expected_romi", Label("Expected ROMI"), 11, PERCENT, "ROMI"),
    ("bound", Label("Bound"), 22, "General", None),
    ("unlimited", Label("Best spend without limits"), 14, MONEY, None),
)
_COLUMN = {key: number for number, (key, *_) in enumerate(_COLUMNS)}
_SOLUTION = len(_COLUMNS) + 1


@dataclass(frozen=True, slots=True)
class Budget:
    """Columns, totals and settings of the sheet."""

    columns: Mapping[str, At]
    totals: Mapping[str, At]
    budget: At
    is_possible: At


def write_budget(book: Book, switches: Switches, channels: ChannelsSheet, short: ShortList, printed: int) -> Budget:
    """Write the sheet; `printed` channels are in its print area."""
    sheet = book.sheet(Label("Budget"), tab="#009E73")
    sheet.set_widths(*(width for _, _, width, _, _ in _COLUMNS))
    sheet.put(0, 0, Label("Budget"), TITLE)
    caution = Label("This is an estimate that assumes an elasticity. Test it on a small part of the budget before you rely on it.")
    sheet.merge(1, 0, 9, caution, HINT.but(colour=WARN.colour, background=WARN.background, is_bold=True))
    for key, heading, _, _, kpi in _COLUMNS:
        place = sheet.put(HEAD, _COLUMN[key], heading, HEADER_LEFT if key == "channel" else HEADER)
        if kpi:
            sheet.note(place, kpi_summary(kpi))
    sheet.heights[HEAD] = 56
    columns = {key: sheet.range(FIRST, column, CHANNELS) for key, column in _COLUMN.items()}
    settings = _write_settings(book, sheet, columns["spend"])
    least, most = (_write_limit(sheet, columns[key], settings[key]) for key in ("minimum", "maximum"))
    earned = columns["spend"], columns["gross_profit"]
    question = Question(*earned, least, most, settings["used"], settings["elasticity"], settings["units_used"])
    solution = write_solution(sheet, FIRST, _SOLUTION, question)
    for number in range(CHANNELS):
        _write_channel(book, sheet, channels, settings, (number, columns, solution))
    totals = _write_totals(book, sheet, columns)
    _write_result(book, sheet, switches, columns, (totals, solution))
    _write_looks(sheet, columns, short)
    for key, cells in columns.items():
        book.mark(f"budget.{key}", cells)
    sheet.print_area = sheet.range(0, 0, FIRST + printed, len(_COLUMNS))
    sheet.is_fitted_to_one_page = True
    return Budget(columns, totals, settings["used"], solution.is_possible)


def _write_settings(book: Book, sheet: Sheet, spend: At) -> dict[str, At]:
    part = Validation("number", 0.01, 0.99, title=Label("Elasticity"), message=Label("Above 0 and below 1; 0.5 is a common assumption."))
    times = Validation("number", 0, 100, title=Label("A multiple"), message=Label("0.5 is half of the current spend, 2 is twice as much."))
    money = Validation(
        "number", 0, title=Label("Budget"), message=Label("Amount to allocate; leave it blank to reallocate the current spend.")
    )
    whole = Validation("whole", 1, 1000, title=Label("A whole number"), message=Label("100 kopecks in a rouble; 1 for whole amounts."))
    rows: tuple[tuple[str, Translatable, float | None, str, Validation, Translatable], ...] = (
        ("budget", Label("Budget"), None, MONEY, money, Label("Blank: as much as now")),
        (
            "elasticity",
            Label("Elasticity of gross profit"),
            0.5,
            RATIO,
            part,
            Label("0.5: four times the spend brings twice the gross profit. From two periods: ln(GP2 / GP1) / ln(spend2 / spend1)"),
        ),
        ("minimum", Label("Least, in times of now"), 0.5, RATIO, times, Label("For channels without a limit of their own in the table")),
        ("maximum", Label("Most, in times of now"), 2.0, RATIO, times, Label("For channels without a limit of their own in the table")),
        (
            "units",
            Label("Smallest units in one of money"),
            100.0,
            "0",
            whole,
            Label("New spends are whole numbers of them: 100 kopecks in a rouble"),
        ),
    )
    places = {}
    for number, (key, label, usual, number_format, limits, meaning) in enumerate(rows):
        row = 3 + number
        sheet.put(row, 0, label, LABEL)
        places[key] = sheet.put(row, 1, usual, INPUT.as_format(number_format))
        sheet.put(row, 2, meaning, HINT.but(is_wrapped=False, is_top=False, indent=1))
        sheet.allow(places[key], limits)
        book.mark(f"budget.settings.{key}", places[key])
        book.name(label, places[key])
    sheet.put(8, 0, Label("Budget to share out"), LABEL)
    sheet.put(8, _SOLUTION, Label("Smallest units in one of money"), HINT.but(is_wrapped=False))
    places["units_used"] = sheet.put(8, _SOLUTION + 3, Formula(f"MAX(1,{places['units'].fixed})"), NUMBER)
    units, budget = places["units_used"].fixed, places["budget"].fixed
    formula = f'ROUND(IF({budget}="",SUM({spend.fixed}),{budget})*{units},0)/{units}'
    places["used"] = book.mark("budget.used", sheet.put(8, 1, Formula(formula), RESULT.as_format(MONEY)))
    return places


def _write_limit(sheet: Sheet, cells: At, usual: At) -> At:
    """Write the cells for a channel's own limit, and at the far right the limits in effect."""
    for number in range(CHANNELS):
        sheet.put(cells.row + number, cells.column, None, INPUT.as_format(RATIO))
    sheet.allow(cells, Validation("number", 0, 100, title=Label("A multiple"), message=Label("Blank: as for all channels, above.")))
    column = _SOLUTION + 40 + cells.column
    sheet.put(cells.row - 2, column, Label("The limit that holds"), HEADER.but(size=9))
    for number in range(CHANNELS):
        own = cells.cell(number).here
        sheet.put(cells.row + number, column, Formula(f"IF(ISNUMBER({own}),{own},{usual.fixed})"), NUMBER.as_format(RATIO))
    return sheet.range(cells.row, column, CHANNELS)


def _write_channel(
    book: Book, sheet: Sheet, channels: ChannelsSheet, settings: Mapping[str, At], line: tuple[int, Mapping[str, At], Solution]
) -> None:
    number, columns, solution = line
    here = {key: cells.cell(number).in_column for key, cells in columns.items()}
    parts = {
        name: getattr(solution, name).cell(number).in_column for name in ("takes_part", "exact", "amounts", "least", "most", "unlimited")
    }
    takes_part, possible = parts["takes_part"], solution.is_possible.fixed
    words = {key: book.word(text) for key, text in _BOUNDS.items()}
    tolerance = f"1E-9*MAX(1,{parts['most']})"
    at_limit = (
        f"IF({parts['exact']}<={parts['least']}+{tolerance},{words['minimum']},"
        f'IF({parts["exact"]}>={parts["most"]}-{tolerance},{words["maximum"]},"—"))'
    )
    unmoved = f"IF(N({here['spend']})=0,{words['no_spend']},{words['no_profit']})"
    new = f'IF({takes_part}=1,IF({possible}=1,{parts["amounts"]},"—"),IF(N({here["spend"]})>0,{here["spend"]},""))'
    is_there = f"COUNT({here['new_spend']},{here['spend']})=2"
    expected = f"{here['gross_profit']}*({here['new_spend']}/{here['spend']})^{settings['elasticity'].fixed}"
    formulas = {
        "channel": channels.columns["names"].cell(number).full,
        "spend": channels.columns["spend"].cell(number).full,
        "gross_profit": channels.columns["gross_profit"].cell(number).full,
        "romi": f'IF(N({here["spend"]})=0,"",{or_dash(book.kpi("ROMI", here["gross_profit"], here["spend"]))})',
        "marginal": f'IF({takes_part}=1,{settings["elasticity"].fixed}*{here["gross_profit"]}/{here["spend"]},"")',
        "new_spend": new,
        "change": f'IF({is_there},{here["new_spend"]}-{here["spend"]},"")',
        "change_share": f'IF({is_there},{or_dash(book.kpi("GROWTH_RATE", here["new_spend"], here["spend"]))},"")',
        "expected_gross_profit": f'IF({takes_part}*COUNT({here["new_spend"]})=1,{expected},"")',
        "expected_romi": f'IF(N({here["new_spend"]})=0,"",{or_dash(book.kpi("ROMI", here["expected_gross_profit"], here["new_spend"]))})',
        "bound": f'IF({here["channel"]}="","",IF({takes_part}=1,IF({possible}=1,{at_limit},"—"),{unmoved}))',
        "unlimited": parts["unlimited"],
    }
    for key, _, _, number_format, _ in _COLUMNS:
        if key in formulas:
            style = LABEL.but(indent=1) if key in ("channel", "bound") else RESULT if key == "new_spend" else NUMBER
            sheet.put(FIRST + number, _COLUMN[key], Formula(formulas[key]), style.but(border="none", number_format=number_format))


_BOUNDS: Mapping[str, Translatable] = {
    "minimum": Label("minimum"),
    "maximum": Label("maximum"),
    "no_spend": Label("no spend: left out"),
    "no_profit": Label("no gross profit: spend kept"),
}


def _write_totals(book: Book, sheet: Sheet, columns: Mapping[str, At]) -> dict[str, At]:
    row = HEAD + 1
    here = {key: sheet.range(row, column).in_column for key, column in _COLUMN.items()}
    formulas = {key: f'IF(COUNT({columns[key].fixed})=0,"",SUM({columns[key].fixed}))' for key in _SUMMED}
    formulas |= {
        "romi": or_dash(book.kpi("ROMI", here["gross_profit"], here["spend"])),
        "change": f'IF(COUNT({here["new_spend"]},{here["spend"]})=2,{here["new_spend"]}-{here["spend"]},"")',
        "change_share": or_dash(book.kpi("GROWTH_RATE", here["new_spend"], here["spend"])),
        "expected_romi": or_dash(book.kpi("ROMI", here["expected_gross_profit"], here["new_spend"])),
    }
    totals = {}
    for key, _, _, number_format, _ in _COLUMNS:
        style = (TOTAL_LABEL.but(indent=1) if key in ("channel", "bound") else TOTAL).as_format(number_format)
        content = Formula(formulas[key]) if key in formulas else Label("Total") if key == "channel" else None
        totals[key] = book.mark(f"budget.total.{key}", sheet.put(row, _COLUMN[key], content, style))
    return totals


_SUMMED = ("spend", "gross_profit", "new_spend", "expected_gross_profit", "unlimited")


def _write_result(
    book: Book, sheet: Sheet, switches: Switches, columns: Mapping[str, At], found: tuple[Mapping[str, At], Solution]
) -> None:
    """Write the result in a sentence, and whether the limits leave room for the budget."""
    totals, solution = found
    parts = solution.takes_part.fixed
    profit_now = f'SUMPRODUCT({parts}*({columns["gross_profit"].fixed}<>""),{columns["gross_profit"].fixed})'
    gain = f"{totals['expected_gross_profit'].fixed}-{profit_now}"
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
    first = place.cell().fixed
    sheet.rule(place, f'LEFT({first},1)="✓"', GOOD)
    sheet.rule(place, f'LEFT({first},1)="✗"', BAD)
    book.mark("budget.sentence", place.cell())
    book.mark("budget.is_possible", solution.is_possible)
    book.mark("budget.remainders", solution.remainders)


def _write_looks(sheet: Sheet, columns: Mapping[str, At], short: ShortList) -> None:
    column = _SOLUTION + 50
    now = short.take(sheet, HEAD, column, Label("Spend now"), columns["spend"], is_ranked=False)
    new = short.take(sheet, HEAD, column + 1, Label("New spend"), columns["new_spend"], is_ranked=False)
    series = [Series(now, short.names, Label("Spend now"), CHART[7]), Series(new, short.names, Label("New spend"), CHART[0])]
    chart = Chart("column", Label("Spend now and after the shift"), series, number_format="#,##0", width=900, height=310)
    sheet.charts.append((11, 0, chart))
    change = columns["change"]
    first = change.cell().in_column
    sheet.rule(change, f"N({first})>0", GOOD)
    sheet.rule(change, f"N({first})<0", WARN)
    sheet.draw_filled_rows(sheet.range(FIRST, 0, CHANNELS, len(_COLUMNS)), columns["channel"])
