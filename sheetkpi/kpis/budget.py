"""Budget: where should the next money go?"""

import math
from collections.abc import Sequence
from typing import Annotated as Arg
from typing import Any

from sheetkpi.kpis.allocation import UNITS_OF_MONEY, Channel, best_split, to_the_kopeck
from sheetkpi.kpis.dynamics import growth_rate
from sheetkpi.kpis.elasticity import Elasticity, elasticity_of
from sheetkpi.kpis.profitability import romi
from sheetkpi.kpis.sources import RESPONSE_CURVES
from sheetkpi.kpis.verdict import money
from sheetkpi.model.errors import CellError, OutOfRange, WrongType
from sheetkpi.model.kinds import Column, Money, Multiple, Share, Text, kind_of
from sheetkpi.model.records import Figure, Of
from sheetkpi.model.tables import Table, language_of, minus, sum_of, total
from sheetkpi.reading.amounts import places_of_totals
from sheetkpi.reading.channel_table import by_period
from sheetkpi.registry import kpi
from sheetkpi.translation import Label, Listed, Message, Translatable

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
    Figure("marginal_after", "Gross profit from one more unit of money after the change", _MONEY),
    Figure("best_spend", "Spend that earns most by this model", _MONEY, "sum"),
    Figure("bound", "Bound", _TEXT),
    Figure("note", "Note", _TEXT),
)


Line = dict[str, Any]


@kpi(group="channels", source=RESPONSE_CURVES, figures=FIGURES, unprintable="It solves for the best split.")
def reallocate(
    channels: Arg[Column[Text], "Names of the channels"],
    spend: Arg[Column[Money], "What each channel costs now"],
    gross_profit: Arg[Column[Money], "Gross profit of each channel now"],
    budget: Arg[Money, "Amount to allocate; if blank, the total of the spend now"] = None,
    elasticity: Arg[
        Share,
        "How gross profit follows spend: 0.5 means that four times the money brings twice the profit; if blank, estimated from 8 or more "
        "periods, or else 0.5, a cautious guess",
    ] = None,
    minimum: Arg[Column[Multiple], "Lowest new spend, as a multiple of spend now; one for all channels or one per channel"] = 0.5,
    maximum: Arg[Column[Multiple], "Highest new spend, as a multiple of spend now; one for all channels or one per channel"] = 2.0,
    row_periods: Arg[Column[Text], "Week or month of each row; the rows of a channel are then its history, and are added up"] = None,
) -> Table:
    """Reallocation of a budget: the split among channels with the highest gross profit, given diminishing returns.

    It is an estimate: gross profit is assumed to follow spend with the given elasticity. Test it before you rely on it. By default each
    channel keeps between half and twice its spend. The parts add up to the budget to the kopeck.

    Channels without spend are skipped, since nothing is known about them, and so are totals, which a note names; a channel without
    gross profit keeps its spend. From two periods, the elasticity is ln(GP2 / GP1) / ln(spend2 / spend1).

    The whole budget is allocated, because you asked for it: look at what one more unit of money brings after the change. Below 1, the last
    of it is lost; in the row of the total it is what one more unit of budget brings. The spend that earns most is where one more unit
    brings exactly 1; how little that is known, the note says. Which channels to stop or to test, CHANNEL_COMPARE says.

    >>> reallocate(["Direct", "VK", "SEO"], [50000, 30000, 20000], [100000, 36000, 60000])["new_spend"]
    [45000.0, 15000.0, 40000.0, 100000.0]
    >>> reallocate(["Direct", "VK", "SEO"], [50000, 30000, 20000], [100000, 36000, 60000], None, 0.5, 0, 100)["new_spend"]
    [47258.98, 10207.94, 42533.08, 100000.0]
    >>> reallocate(["Direct", "VK"], [100000, 100000], [130000, 110000])["best_spend"]
    [42250.0, 30250.0, 72500.0]
    >>> reallocate(["Direct", "Mail"], [50000, 0], [100000, 5000])["bound"]
    ['—', 'no spend: left out', None]
    >>> reallocate(["Direct", "VK"], [50000, 30000], [100000, 36000], 900000)["new_spend"]
    #NUM!
    """
    rows, histories, note = _rows(channels, spend, gross_profit, minimum, maximum, row_periods)
    used = elasticity_of(reallocate.name, elasticity, histories, confidence=0.95)
    movable = [row for row in rows if row["spend"] and row["gross_profit"] is not None]
    unmoved = math.fsum(row["spend"] for row in rows if row["spend"] and row["gross_profit"] is None)
    whole = math.fsum(row["spend"] or 0.0 for row in rows) if budget is None else budget
    whole = round(whole * UNITS_OF_MONEY) / UNITS_OF_MONEY
    _share_out(movable, whole - unmoved, used.value)
    table = [_line(row, used.value) for row in rows]
    columns: dict[str, Sequence[Any]] = {figure.name: [line[figure.name] for line in table] for figure in FIGURES}
    last = {figure.name: total(figure, columns) for figure in FIGURES} | {"channel": Label("Total"), "marginal_after": _of_budget(movable)}
    table[0]["note"] = Listed([*([note] if note else []), *_said(movable, last["best_spend"], used)], separator="; ")
    return Table(FIGURES, [[line[figure.name] for figure in FIGURES] for line in (*table, last)], language_of(channels))


def _of_budget(rows: Sequence[Line]) -> float | None:
    """Return what one more unit of budget brings: the most that a channel with room for it brings. None where no channel has room."""
    return max((row["marginal_after"] for row in rows if row["has_room"] and row["marginal_after"] is not None), default=None)


def _said(rows: Sequence[Line], best: Any, elasticity: Elasticity) -> list[Translatable]:
    """Return what the budget should be by the model, and a warning where its last money is lost."""
    notes: list[Translatable] = []
    if isinstance(best, float):
        notes.append(
            Message(
                "By this model a total of {money} earns most (elasticity {elasticity})", money=money(best), elasticity=elasticity.origin
            )
        )
    given = [row["marginal_after"] for row in rows if row["can_give"] and row["marginal_after"] is not None]
    if given and min(given) < 1:
        notes.append(
            Message(
                "The budget is allocated in full because that was asked: its last unit of money brings only {marginal}",
                marginal=round(min(given), 2),
            )
        )
    return notes


def _rows(*columns: Any) -> tuple[list[Line], list[list[tuple[float, float]]], Message | None]:
    """Return the rows that have a channel, with blank limits at their defaults, their histories, and a note on the totals left out.

    Raises:
        CellError: A cell is an error or a spend is negative: no budget can be shared out then.
    """
    count = len(columns[0])
    lists = [column if isinstance(column, list) else [column] * count for column in columns]
    names = ("channel", "spend", "gross_profit", "minimum", "maximum", "period")
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
    rows, histories = _added_up(rows)
    if not any(row["spend"] and row["gross_profit"] is not None for row in rows):
        raise WrongType(Message("{function}: no channel has both a spend and a gross profit. Fill them in.", function=reallocate.name))
    return rows, histories, note


def _added_up(rows: list[Line]) -> tuple[list[Line], list[list[tuple[float, float]]]]:
    """Add up the periods of each channel, and return them as its history; without periods every row is a channel."""
    if all(row["period"] is None for row in rows):
        return rows, []
    channels: dict[str, list[Line]] = {}
    for row in rows:
        channels.setdefault(" ".join(str(row["channel"]).split()).casefold(), []).append(row)
    sums = [same[0] | {name: sum_of([row[name] for row in same]) for name in ("spend", "gross_profit")} for same in channels.values()]
    histories = [by_period([(row["period"], row["spend"], row["gross_profit"]) for row in same]) for same in channels.values()]
    return sums, histories


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
        tolerance = 1e-9 * max(1.0, channel.most)
        can_give, has_room = exact > channel.least + tolerance, exact < channel.most - tolerance
        row |= {
            "new_spend": amount,
            "expected": channel.expected(amount, elasticity),
            "marginal_after": channel.marginal(amount, elasticity) if amount or channel.gross_profit <= 0 else None,
            "best_spend": channel.best_spend(elasticity),
            "bound": "minimum" if not can_give else "—" if has_room else "maximum",
            "has_room": has_room,
            "can_give": can_give,
        }


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
        "marginal_after": row.get("marginal_after"),
        "best_spend": row.get("best_spend"),
        "bound": Label(note),
        "note": None,
    }
