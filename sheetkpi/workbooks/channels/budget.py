"""The sheet “Budget”: the best split of the budget under an assumed elasticity, by native formulas: exact, without a solver.

Gross profit is taken to follow spend with a constant elasticity. In the optimum every channel gets its weight times one
common level, within its limits. The sum of all spends grows with the level in straight pieces that bend where a channel
reaches a limit; between the two bends around the budget the level follows by a division. That is the way of
`sheetkpi.kpis.allocation`, in cells.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sheetkpi.translation import Label
from sheetkpi.workbooks.book import At, Book, Chart, Formula, Series, Sheet, Validation, or_dash, sum_of
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet
from sheetkpi.workbooks.channels.data import CHANNELS
from sheetkpi.workbooks.channels.screen import SHOWN, ShortList
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
from sheetkpi.workbooks.table_sheet import Column, Formulas, Setting, Table

HEAD = 28
FIRST = HEAD + 2
_SOLUTION = 17


@dataclass(frozen=True, slots=True)
class Budget:
    """Columns, totals and settings of the sheet."""

    columns: Mapping[str, At]
    budget: At
    is_possible: At


def write_budget(book: Book, switches: Switches, channels: ChannelsSheet, short: ShortList, printed: int) -> Budget:
    """Write the sheet; `printed` channels are in its print area."""
    widths = (30, 13, 13, 10, 13, 10, 10, 13, 13, 10, 14, 11, 22, 14, 13, 14)
    sheet = book.page(Label("Budget"), "#009E73", widths)
    caution = Label("This is an estimate that assumes an elasticity. Test it on a small part of the budget before you rely on it.")
    sheet.merge(1, 0, 9, caution, HINT.but(colour=WARN.colour, background=WARN.background, is_bold=True))
    settings = _write_settings(book, sheet)
    table = Table(sheet, (*_columns(book, channels, settings), *_solver_columns(settings)), FIRST, CHANNELS, total=HEAD + 1)
    units, budget = settings["units_used"].fixed, settings["budget"].fixed
    used = table.row(0).formula(f'ROUND(IF({budget}="",SUM(all.spend),{budget})*{units},0)/{units}')
    book.mark("budget.used", sheet.put(8, 1, Formula(used), RESULT.money))
    table.write(head=HEAD)
    _write_single_cells(sheet, table, settings)
    sheet.heights[HEAD] = 56
    shown = list(table.places)[: len(widths)]
    table.mark(book, "budget", shown)
    table.mark_total(book, "budget.total", shown)
    _write_result(book, sheet, switches, table)
    _draw(sheet, table, short)
    sheet.print_area = sheet.range(0, 0, FIRST + printed, len(widths))
    sheet.is_fitted_to_one_page = True
    return Budget({key: table[key] for key in shown}, settings["used"], book.places["budget.is_possible"])


def _write_settings(book: Book, sheet: Sheet) -> dict[str, At]:
    part = Validation("number", 0.01, 0.99, title=Label("Elasticity"), message=Label("Above 0 and below 1; 0.5 is a common assumption."))
    times = Validation("number", 0, 100, title=Label("A multiple"), message=Label("0.5 is half of the current spend, 2 is twice as much."))
    amount = Label("Amount to allocate; leave it blank to reallocate the current spend.")
    whole = Validation("whole", 1, 1000, title=Label("A whole number"), message=Label("100 kopecks in a rouble; 1 for whole amounts."))
    elasticity = Label("0.5: four times the spend brings twice the gross profit. From two periods: ln(GP2 / GP1) / ln(spend2 / spend1)")
    usual, whole_units = Label("For channels without a limit of their own in the table"), Label("Smallest units in one of money")
    rounding = Label("New spends are whole numbers of them: 100 kopecks in a rouble")
    ratio = INPUT.ratio
    money = Validation("number", 0, title=Label("Budget"), message=amount)
    places = {
        setting.key: setting.write(book, sheet, row)
        for row, setting in enumerate(
            (
                Setting("budget.settings.budget", Label("Budget"), None, INPUT.money, money, Label("Blank: as much as now")),
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
    settings["used"] = sheet.range(8, 1)
    return settings


_BOUNDS = (Label("minimum"), Label("maximum"), Label("no spend: left out"), Label("no gross profit: spend kept"))


def _columns(book: Book, channels: ChannelsSheet, settings: Mapping[str, At]) -> tuple[Column, ...]:
    """Return the columns that are read; the solution's follow them."""

    def taken(key: str) -> Formulas:
        return lambda row: channels.columns[key].cell(row.number).full

    kpi, elasticity, possible = book.kpi, settings["elasticity"].fixed, f"{_POSSIBLE}=1"
    now, then = or_dash(kpi("ROMI", "c.gross_profit", "c.spend")), or_dash(kpi("ROMI", "c.expected_gross_profit", "c.new_spend"))
    growth, moved = or_dash(kpi("GROWTH_RATE", "c.new_spend", "c.spend")), "COUNT(c.new_spend,c.spend)=2"
    change = f'IF({moved},c.new_spend-c.spend,"")'
    new = f'IF(c.takes_part=1,IF({possible},c.amounts,"—"),IF(N(c.spend)>0,c.spend,""))'
    expected = f'IF(c.takes_part*COUNT(c.new_spend)=1,c.gross_profit*(c.new_spend/c.spend)^{elasticity},"")'
    minimum, maximum, no_spend, no_profit = (book.word(text) for text in _BOUNDS)
    at_limit = f'IF(c.exact<=c.least+1E-9*MAX(1,c.most),{minimum},IF(c.exact>=c.most-1E-9*MAX(1,c.most),{maximum},"—"))'
    unmoved = f"IF(N(c.spend)=0,{no_spend},{no_profit})"
    bound = f'IF(c.channel="","",IF(c.takes_part=1,IF({possible},{at_limit},"—"),{unmoved}))'
    marginal = f'IF(c.takes_part=1,{elasticity}*c.gross_profit/c.spend,"")'
    last = f"MAX(0,{elasticity}*c.expected_gross_profit/c.new_spend)"
    marginal_after = f'IF(c.takes_part*COUNT(c.new_spend)=1,IF(c.new_spend>0,{last},""),"")'
    best_spend = f'IF(c.takes_part=1,c.spend*MAX(0,{elasticity}*c.gross_profit/c.spend)^(1/(1-{elasticity})),"")'
    plain, name, result = NUMBER.but(border="none"), LABEL.but(indent=1, border="none"), RESULT.but(border="none")
    money, ratio, percent = (plain.as_format(number_format) for number_format in (MONEY, RATIO, PERCENT))
    limit, total_label = INPUT.ratio, TOTAL_LABEL.but(indent=1)
    own = Validation("number", 0, 100, title=Label("A multiple"), message=Label("Blank: as for all channels, above."))
    romi, split = kpi_summary("ROMI"), kpi_summary("REALLOCATE")
    return (
        Column(
            "channel", Label("Channel"), name, taken("names"), head=HEADER_LEFT, note=split, total=Label("Total"), total_style=total_label
        ),
        Column("spend", Label("Spend now"), money, taken("spend"), total=sum_of("all.spend")),
        Column("gross_profit", Label("Gross profit now"), money, taken("gross_profit"), total=sum_of("all.gross_profit")),
        Column("romi", Label("ROMI now"), percent, f'IF(N(c.spend)=0,"",{now})', note=romi, total=now),
        Column("marginal", Label("Gross profit from one more unit of money"), ratio, marginal, total_style=TOTAL.ratio),
        Column("minimum", Label("Least, in times of now"), limit, validation=own, total_style=TOTAL.ratio),
        Column("maximum", Label("Most, in times of now"), limit, validation=own, total_style=TOTAL.ratio),
        Column("new_spend", Label("New spend"), result.money, new, note=split, total=sum_of("all.new_spend")),
        Column("change", Label("Change"), plain.as_format("+#,##0.00;-#,##0.00;0.00"), change, total=change),
        Column(
            "change_share",
            Label("Change, %"),
            plain.as_format("+0.0%;-0.0%;0.0%"),
            f'IF({moved},{growth},"")',
            note=kpi_summary("GROWTH_RATE"),
            total=growth,
        ),
        Column("expected_gross_profit", Label("Expected gross profit"), money, expected, total=sum_of("all.expected_gross_profit")),
        Column("expected_romi", Label("Expected ROMI"), percent, f'IF(N(c.new_spend)=0,"",{then})', note=romi, total=then),
        Column("bound", Label("Bound"), name, bound, total_style=total_label),
        Column("unlimited", Label("Best spend without limits"), money, "c.without_limits", total=sum_of("all.unlimited")),
        Column(
            "marginal_after",
            Label("Gross profit from one more unit of money after the change"),
            ratio,
            marginal_after,
            total_style=TOTAL.as_format(RATIO),
        ),
        Column("best_spend", Label("Spend that earns most by this model"), money, best_spend, total=sum_of("all.best_spend")),
    )


_STYLE = NUMBER.but(colour=GREY, number_format="#,##0.0000;-#,##0.0000;;@")
#: The columns of the solution where its parts begin: the channels that earn, those that do not, and the rounding.
_EARNING, _IDLE, _ORDER = _SOLUTION + 8, _SOLUTION + 15, _SOLUTION + 25


def _single(line: int, column: int) -> str:
    """Return the reference of a cell of the solution above its columns."""
    return At("", FIRST - 11 + line, column + 3).fixed


_MOVABLE, _POSSIBLE, _MISSING = _single(0, _SOLUTION), _single(1, _SOLUTION), _single(0, _ORDER)


def _solver_columns(settings: Mapping[str, At]) -> Iterator[Column]:
    """Return the columns of the solution, outside of what is printed."""

    def column(key: str, title: Label, formula: str, at: int | None = None) -> Column:
        return Column(key, title, _STYLE, formula, head=HEADER.but(size=9), is_copied=True, at=at)

    elasticity, units = settings["elasticity"].fixed, settings["units_used"].fixed
    yield column("takes_part", Label("Takes part"), "IF(COUNT(c.spend,c.gross_profit)=2,IF(c.spend>0,1,0),0)", _SOLUTION)
    yield column("least", Label("Least spend"), "IF(c.takes_part=1,c.own_minimum*c.spend,0)")
    yield column("most", Label("Greatest spend"), "IF(c.takes_part=1,c.own_maximum*c.spend,0)")
    yield column("earns", Label("Earns"), "IF(c.takes_part=1,IF(c.gross_profit>0,1,0),0)")
    yield column("idle", Label("Earns nothing"), "c.takes_part-c.earns")
    yield column("returns", Label("Return, logarithm"), 'IF(c.earns=1,LN(c.gross_profit)-LN(c.spend),"")')
    weight = f"IF(c.earns=1,c.spend*EXP((c.returns-MAX(all.returns))/(1-{elasticity})),0)"
    yield column("earns.weight", Label("Weight"), weight)
    yield column("idle.weight", Label("Weight without profit"), "IF(c.idle=1,c.spend,0)")
    for group, first in (("earns", _EARNING), ("idle", _IDLE)):
        _, _, low, high, level = (_single(line, first) for line in range(5))
        amount, middle = f"c.{group}.weight", f"(({low}+{high})/2)"
        yield column(f"{group}.from", Label("Level at the least"), f'IF({amount}>0,c.least/{amount},"")')
        yield column(f"{group}.to", Label("Level at the most"), f'IF({amount}>0,c.most/{amount},"")')
        for side, title in (("from", Label("Sum at the least")), ("to", Label("Sum at the most"))):
            total = _total_at(group, f"c.{group}.{side}")
            yield column(f"{group}.sum_{side}", title, f'IF(c.{group}.{side}="","",{total})')
        free = f"IF(c.{group}=1,IF({amount}*{middle}>c.least,IF({amount}*{middle}<c.most,1,0),0),0)"
        yield column(f"{group}.free", Label("Free"), free)
        held = f"IF(c.{group}*(1-c.{group}.free)=1,MIN(MAX({amount}*{middle},c.least),c.most),0)"
        yield column(f"{group}.held", Label("Held at a limit"), held)
        yield column(f"{group}.best", Label("Best spend"), f"IF(c.{group}=1,MIN(MAX({amount}*{level},c.least),c.most),0)")
    yield column("exact", Label("Best spend, exact"), "c.earns.best+c.idle.best")
    # rounded to whole units, the sum kept: the largest remainders get one more
    yield column("in_units", Label("In units"), f"ROUND(c.exact*{units},6)")
    yield column("whole", Label("Whole units"), "INT(c.in_units)")
    order = f'IF(c.takes_part=1,IF((c.whole+1)/{units}>c.most+1E-9,2,0)+c.whole-c.in_units,"")'
    yield column("order", Label("Remainder"), order)
    above = f"{At('', FIRST, _ORDER).fixed}:c.order"
    yield column("turn", Label("Turn"), f'IF(c.takes_part=1,RANK(c.order,all.order,1)+COUNTIF({above},c.order)-1,"")')
    more = f"IF({_MISSING}>=c.turn,INT(({_MISSING}-c.turn)/SUM(all.takes_part))+1,0)"
    yield column("amounts", Label("New spend"), f'IF(c.takes_part=1,(c.whole+{more})/{units},"")')
    alone = f"{_MOVABLE}*c.earns.weight/SUM(all.earns.weight)"
    yield column("without_limits", Label("Without limits"), f'IF(c.earns=1,{alone},IF(c.takes_part=1,0,""))')
    for number, key in enumerate(("minimum", "maximum"), _SOLUTION + 45):
        own = f"IF(ISNUMBER(here.{key}),here.{key},{settings[key].fixed})"
        yield Column(f"own_{key}", Label("The limit that holds"), NUMBER.ratio, own, head=HEADER.but(size=9), at=number)


def _total_at(group: str, level: str) -> str:
    """Return the sum of a group's spends at a level, each within its limits."""
    amount = f"all.{group}.weight*{level}"
    below, above = f"({amount}<all.least)*all.least", f"({amount}>all.most)*all.most"
    return f"SUMPRODUCT(all.{group}*({below}+({amount}>=all.least)*({amount}<=all.most)*{amount}+{above}))"


def _write_single_cells(sheet: Sheet, table: Table, settings: Mapping[str, At]) -> None:
    """Write what the solution finds once: what can be moved, whether it is possible, and the common level of each group."""

    def write(line: int, column: int, label: Label, formula: str) -> None:
        sheet.put(FIRST - 11 + line, column, label, HINT.but(is_wrapped=False))
        sheet.put(FIRST - 11 + line, column + 3, Formula(table.row(0).formula(formula)), _STYLE)

    units = settings["units_used"].fixed
    half, idle_least = f"0.5/{units}", "SUMPRODUCT(all.idle,all.least)"
    kept = 'SUMPRODUCT((all.spend<>"")*(all.takes_part=0),all.spend)'
    write(0, _SOLUTION, Label("To share out"), f"{settings['used'].fixed}-{kept}")
    within = f"(SUM(all.least)-{half}<={_MOVABLE})*({_MOVABLE}<=SUM(all.most)+{half})"
    write(1, _SOLUTION, Label("Possible"), f"IF(({within})*SUM(all.takes_part)>0,1,0)")
    left = f"{_MOVABLE}-SUM(all.earns.best)-{idle_least}"
    targets = {"earns": f"{_MOVABLE}-{idle_least}", "idle": f"{idle_least}+IF({left}>{half},{left},0)"}
    for (group, target), first in zip(targets.items(), (_EARNING, _IDLE), strict=True):
        goal, before, low, high, _ = (_single(line, first) for line in range(5))
        both, totals = (At("", FIRST, first + offset, CHANNELS, 2).fixed for offset in (0, 2))
        bound, share = f"COUNT({both})", f"SUMPRODUCT(all.{group}.free,all.{group}.weight)"
        solved = f"IF({share}=0,{high},({goal}-SUM(all.{group}.held))/{share})"
        is_inside = f"({before}>0)*({before}<{bound})"
        write(0, first, Label("To share out"), target)
        write(1, first, Label("Bends below it"), f'SUMPRODUCT(({totals}<>"")*({totals}<{goal}))')
        write(2, first, Label("Bend below"), f"IF({bound}=0,0,SMALL({both},MAX(1,{before})))")
        write(3, first, Label("Bend above"), f"IF({bound}=0,0,SMALL({both},MIN({bound},{before}+1)))")
        write(4, first, Label("Level"), f"IF({is_inside}=1,{solved},IF({before}=0,{low},{high}))")
    write(0, _ORDER, Label("Units missing"), f"ROUND({_MOVABLE}*{units},0)-SUM(all.whole)")
    for column in range(_SOLUTION, table.places["without_limits"] + 1):
        sheet.widths[column] = 12


def _write_result(book: Book, sheet: Sheet, switches: Switches, table: Table) -> None:
    """Write the result in a sentence, and whether the limits leave room for the budget."""
    parts = table["takes_part"].fixed
    profit_now = f'SUMPRODUCT({parts}*({table["gross_profit"].fixed}<>""),{table["gross_profit"].fixed})'
    gain = f"{table.total.at('expected_gross_profit').fixed}-{profit_now}"
    texts = (
        Label("✓ The gross profit of the channels with spend would change by"),
        Label("✗ The limits leave no room for this budget. It must be between"),
        Label("and"),
    )
    words = [book.word(text) for text in texts]
    low, high = (f"FIXED(SUM({cells.fixed}),0,FALSE)" for cells in (table["least"], table["most"]))
    money = switches.currency.full
    good = f'{words[0]}&" "&FIXED({gain},0,FALSE)&" "&{money}'
    bad = f'{words[1]}&" "&{low}&" "&{words[2]}&" "&{high}&" "&{money}'
    nothing = book.word(Label("There is no channel with spend and gross profit yet."))
    formula = f"IF(SUM({parts})=0,{nothing},IF({_POSSIBLE}=1,{good},{bad}))"
    place = sheet.merge(9, 0, 9, Formula(formula), SENTENCE.but(is_bold=True))
    sheet.colour_signs(place, "✓✗")
    book.mark("budget.sentence", place.cell())
    book.mark("budget.is_possible", sheet.range(FIRST - 10, _SOLUTION + 3))
    book.mark("budget.remainders", table["order"])


def _draw(sheet: Sheet, table: Table, short: ShortList) -> None:
    column = _SOLUTION + 50
    drawn_as = (("spend", Label("Spend now"), CHART[7]), ("new_spend", Label("New spend"), CHART[0]))
    columns = [short.taken(key, title, table[key], is_ranked=False) for key, title, _ in drawn_as]
    drawn = Table(sheet, columns, HEAD + 1, SHOWN, column=column).write()
    series = [Series(drawn[key], short.names, title, colour) for key, title, colour in drawn_as]
    chart = Chart("column", Label("Spend now and after the shift"), series, number_format="#,##0", width=900, height=310)
    sheet.charts.append((11, 0, chart))
    change = table["change"]
    first = change.cell().in_column
    sheet.rule(change, f"N({first})>0", GOOD)
    sheet.rule(change, f"N({first})<0", WARN)
    sheet.draw_filled_rows(table.span("channel", "unlimited"), table["channel"])
