"""Budget: where should the next money go?"""

import math
from collections.abc import Sequence
from typing import Annotated as Arg
from typing import Any

from sheetkpi.kpis.allocation import UNITS_OF_MONEY, Channel, best_split, to_the_kopeck
from sheetkpi.kpis.dynamics import growth_rate
from sheetkpi.kpis.profitability import romi
from sheetkpi.kpis.sources import RESPONSE_CURVES
from sheetkpi.model.errors import CellError, OutOfRange, WrongType
from sheetkpi.model.kinds import Column, Money, Multiple, Share, Text, kind_of
from sheetkpi.model.records import Figure, Of
from sheetkpi.model.tables import Table, language_of, minus, total
from sheetkpi.reading.amounts import places_of_totals
from sheetkpi.registry import kpi
from sheetkpi.translation import Label, Message

_MONEY, _SHARE, _TEXT = kind_of(Money), kind_of(Share), kind_of(Text)

FIGURES = (
    Figure("channel", "Channel", _TEXT),
    Figure("spend", "Spend now", _MONEY, "sum"),
    Figure("gross_profit", "Gross profit now", _MONEY, "sum"),
    Figure("romi", "ROMI now", _SHARE, Of(romi.of_cells, "gross_profit", "spend")),
    Figure("marginal", "Gross profit from one more unit of money", _MONEY),
    Figure("new_spend", "New spend", _MONEY, "sum"),
    Figure("change", "Change", _MONEY, Of(minus, "new_spend", "spend")),
    Figure("change_share", "Change, %", _SHARE, Of(growth_rate.of_cells, "new_spend", "spend")),
    Figure("expected_gross_profit", "Expected gross profit (an estimate from the assumed elasticity: test it)", _MONEY, "sum"),
    Figure("expected_romi", "Expected ROMI", _SHARE, Of(romi.of_cells, "expected_gross_profit", "new_spend")),
    Figure("bound", "Bound", _TEXT),
    Figure("note", "Note", _TEXT),
)


@kpi(group="channels", source=RESPONSE_CURVES, figures=FIGURES, unprintable="It solves for the best split.")
def reallocate(
    channels: Arg[Column[Text], "Names of the channels"],
    spend: Arg[Column[Money], "What each channel costs now"],
    gross_profit: Arg[Column[Money], "Gross profit of each channel now"],
    budget: Arg[Money, "Amount to allocate; if blank, the total of the spend now"] = None,
    elasticity: Arg[Share, "How gross profit follows spend: 0.5 means that four times the money brings twice the profit"] = 0.5,
    minimum: Arg[Column[Multiple], "Lowest new spend, as a multiple of spend now; one for all channels or one per channel"] = 0.5,
    maximum: Arg[Column[Multiple], "Highest new spend, as a multiple of spend now; one for all channels or one per channel"] = 2.0,
) -> Table:
    """Reallocation of a budget: the split among channels with the highest gross profit, given diminishing returns.

    It is an estimate: gross profit is assumed to follow spend with the given elasticity. Test it before you rely on it. By default each
    channel keeps between half and twice its spend. The parts add up to the budget to the kopeck.

    Channels without spend are skipped, since nothing is known about them, and so are totals, which a note names; a channel without
    gross profit keeps its spend. From two periods, the elasticity is ln(GP2 / GP1) / ln(spend2 / spend1).

    >>> reallocate(["Direct", "VK", "SEO"], [50000, 30000, 20000], [100000, 36000, 60000])["new_spend"]
    [45000.0, 15000.0, 40000.0, 100000.0]
    >>> reallocate(["Direct", "VK", "SEO"], [50000, 30000, 20000], [100000, 36000, 60000], None, 0.5, 0, 100)["new_spend"]
    [47258.98, 10207.94, 42533.08, 100000.0]
    >>> reallocate(["Direct", "Mail"], [50000, 0], [100000, 5000])["bound"]
    ['—', 'no spend: left out', None]
    >>> reallocate(["Direct", "VK"], [50000, 30000], [100000, 36000], 900000)["new_spend"]
    #NUM!
    """
    if not 0 < elasticity < 1:
        raise OutOfRange(
            Message(
                "{function}: the elasticity is {value}, but must be above 0 and below 1.",
                function=reallocate.name,
                value=elasticity,
            )
        )
    rows, note = _rows(channels, spend, gross_profit, minimum, maximum)
    movable = [row for row in rows if row["spend"] and row["gross_profit"] is not None]
    unmoved = math.fsum(row["spend"] for row in rows if row["spend"] and row["gross_profit"] is None)
    whole = math.fsum(row["spend"] or 0.0 for row in rows) if budget is None else budget
    whole = round(whole * UNITS_OF_MONEY) / UNITS_OF_MONEY
    _share_out(movable, whole - unmoved, elasticity)
    table = [_line(row, elasticity) for row in rows]
    columns: dict[str, Sequence[Any]] = {figure.name: [line[figure.name] for line in table] for figure in FIGURES}
    last = {figure.name: total(figure, columns) for figure in FIGURES} | {"channel": Label("Total")}
    table[0]["note"] = note
    figures = FIGURES if note else FIGURES[:-1]
    return Table(figures, [[line[figure.name] for figure in figures] for line in (*table, last)], language_of(channels))


Line = dict[str, Any]


def _rows(*columns: Any) -> tuple[list[Line], Message | None]:
    """Return the rows that have a channel, with blank limits at their defaults, and a note on the totals that are left out.

    Raises:
        CellError: A cell is an error or a spend is negative: no budget can be shared out then.
    """
    count = len(columns[0])
    lists = [column if isinstance(column, list) else [column] * count for column in columns]
    names = ("channel", "spend", "gross_profit", "minimum", "maximum")
    rows = []
    totals, note = places_of_totals(*lists[:3])
    for number, cells in enumerate(zip(*lists, strict=True), 1):
        for cell in cells:
            if isinstance(cell, CellError):
                raise cell
        row = dict(zip(names, cells, strict=True))
        if number - 1 in totals or all(row[name] is None for name in names[:3]):
            continue
        for limit in ("minimum", "maximum"):
            if row[limit] is None:
                row[limit] = reallocate.by_name[limit].default
        if (row["spend"] or 0.0) < 0:
            raise OutOfRange(
                Message("{function}: the spend in row {row} is negative. Check the sign.", function=reallocate.name, row=number)
            )
        if row["minimum"] > row["maximum"]:
            raise OutOfRange(
                Message("{function}: in row {row} the minimum is above the maximum. Swap them.", function=reallocate.name, row=number)
            )
        rows.append(row)
    if not any(row["spend"] and row["gross_profit"] is not None for row in rows):
        raise WrongType(Message("{function}: no channel has both a spend and a gross profit. Fill them in.", function=reallocate.name))
    return rows, note


def _share_out(rows: Sequence[Line], budget: float, elasticity: float) -> None:
    """Give every row its new spend.

    Raises:
        OutOfRange: The bounds leave no room for the budget.
    """
    channels = [Channel(r["spend"], r["gross_profit"], r["minimum"] * r["spend"], r["maximum"] * r["spend"]) for r in rows]
    least, most = math.fsum(c.least for c in channels), math.fsum(c.most for c in channels)
    if not least - 0.005 <= budget <= most + 0.005:
        raise OutOfRange(
            Message(
                "{function}: within these bounds the channels can take {least} to {most}, but the budget is {budget}. "
                "Change the budget, the minimum or the maximum.",
                function=reallocate.name,
                least=round(least, 2),
                most=round(most, 2),
                budget=round(budget, 2),
            )
        )
    split = best_split(channels, budget, elasticity)
    if not all(map(math.isfinite, split)):
        raise OverflowError("the returns of the channels lie too far apart")
    amounts = to_the_kopeck(split, budget, [(c.least, c.most) for c in channels])
    for row, channel, exact, amount in zip(rows, channels, split, amounts, strict=True):
        row |= {"new_spend": amount, "expected": channel.expected(amount, elasticity), "bound": _bound(channel, exact)}


def _bound(channel: Channel, spend: float) -> str:
    tolerance = 1e-9 * max(1.0, channel.most)
    if spend <= channel.least + tolerance:
        return "minimum"
    return "maximum" if spend >= channel.most - tolerance else "—"


def _line(row: Line, elasticity: float) -> Line:
    """Make a row of the result from a row of the input."""
    spend, gross_profit = row["spend"], row["gross_profit"]
    if not spend:
        note, new, expected = "no spend: left out", 0.0, None
    elif gross_profit is None:
        note, new, expected = "no gross profit: spend kept", spend, None
    else:
        note, new, expected = row["bound"], row["new_spend"], row["expected"]
    return {
        "channel": row["channel"],
        "spend": spend,
        "gross_profit": gross_profit,
        "romi": romi.of_cells(gross_profit, spend) if spend else None,
        "marginal": elasticity * gross_profit / spend if spend and gross_profit is not None else None,
        "new_spend": new,
        "change": minus(new, spend),
        "change_share": growth_rate.of_cells(new, spend) if spend else None,
        "expected_gross_profit": expected,
        "expected_romi": romi.of_cells(expected, new) if new else None,
        "bound": Label(note),
        "note": None,
    }
