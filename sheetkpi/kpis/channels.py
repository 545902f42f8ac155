"""Channels: which one earns, which one only spends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated as Arg
from typing import Any

from sheetkpi.kpis.acquisition import cpc, cpl, cpo
from sheetkpi.kpis.elasticity import Elasticity, elasticity_of
from sheetkpi.kpis.funnel import conversion, ctr
from sheetkpi.kpis.lifetime import aov
from sheetkpi.kpis.plan import attainment
from sheetkpi.kpis.profitability import drr, roas, romi
from sheetkpi.kpis.sources import ELAMA, MARGINAL
from sheetkpi.kpis.statistics import conversion_bound
from sheetkpi.kpis.traffic import share_of
from sheetkpi.kpis.verdict import Channel, Rule, Shown, Verdict, advice, split, verdicts
from sheetkpi.kpis.weak_step import corrected_p_values, is_weaker, others_of
from sheetkpi.model.errors import CellError, DivisionByZero, OutOfRange
from sheetkpi.model.kinds import Confidence, Count, Money, Multiple, Probability, Share, TableRange, Text, Variation, kind_of
from sheetkpi.model.ops import settled
from sheetkpi.model.ranges import Cell
from sheetkpi.model.records import Figure, Of
from sheetkpi.model.tables import Table, minus, rank_in, sum_of, sums_of_both, total
from sheetkpi.reading.channel_table import RESULTS, ChannelTable, Row
from sheetkpi.reading.fields import CHANNEL_FIELDS
from sheetkpi.registry import kpi
from sheetkpi.translation import Label, Listed, Message


@kpi(group="channels", source=MARGINAL)
def marginal_cpa(
    spend_before: Arg[Money, "Spend of the first period"],
    conversions_before: Arg[Count, "Conversions of the first period"],
    spend_after: Arg[Money, "Spend of the second period"],
    conversions_after: Arg[Count, "Conversions of the second period"],
) -> Money:
    """Marginal cost of a conversion: what each additional conversion cost when the spend was raised.

    It rises long before the average cost shows it.

    >>> marginal_cpa(500, 11, 1000, 17)
    83.33333333333333
    >>> marginal_cpa(500, 11, 1000, 11)
    #DIV/0!
    """
    more = settled(conversions_after - conversions_before, conversions_after + conversions_before)
    return (spend_after - spend_before) / more


_MONEY, _COUNT, _SHARE, _TEXT = kind_of(Money), kind_of(Count), kind_of(Share), kind_of(Text)

_INPUTS = (
    Figure("channel", "Channel", _TEXT),
    Figure("spend", "Spend", _MONEY, "sum"),
    Figure("impressions", "Impressions", _COUNT, "sum"),
    Figure("clicks", "Clicks", _COUNT, "sum"),
    Figure("visits", "Visits", _COUNT, "sum"),
    Figure("leads", "Leads", _COUNT, "sum"),
    Figure("customers", "Customers", _COUNT, "sum"),
    Figure("revenue", "Revenue", _MONEY, "sum"),
    Figure("cost_of_sales", "Cost of sales", _MONEY, "sum"),
    Figure("gross_profit", "Gross profit", _MONEY, "sum"),
)
_METRICS = (
    Figure("ctr", "CTR", ctr.kind, Of(ctr.of_cells, "clicks", "impressions")),
    Figure("cpc", "CPC", _MONEY, Of(cpc.of_cells, "spend", "clicks")),
    Figure("click_to_lead", "Click-to-lead conversion", _SHARE, Of(conversion.of_cells, "leads", "clicks")),
    Figure("cpl", "Cost per lead", _MONEY, Of(cpl.of_cells, "spend", "leads")),
    Figure("lead_to_sale", "Lead-to-sale conversion", _SHARE, Of(conversion.of_cells, "customers", "leads")),
    Figure("cpo", "Cost per customer", _MONEY, Of(cpo.of_cells, "spend", "customers")),
    Figure("aov", "Average order value", _MONEY, Of(aov.of_cells, "revenue", "customers")),
    Figure("net", "Net result", _MONEY, Of(minus, "gross_profit", "spend")),
    Figure("romi", "ROMI", _SHARE, Of(romi.of_cells, "gross_profit", "spend")),
    Figure("roas", "ROAS", roas.kind, Of(roas.of_cells, "revenue", "spend")),
    Figure("drr", "Ad cost share", _SHARE, Of(drr.of_cells, "spend", "revenue")),
)
_COMPARED = (
    Figure("share_of_spend", "Share of spend", _SHARE),
    Figure("share_of_gross_profit", "Share of gross profit", _SHARE),
    Figure("low", "Lead-to-sale conversion, low", _SHARE),
    Figure("high", "Lead-to-sale conversion, high", _SHARE),
    Figure("p_value", "p against the others (Fisher, Holm)", kind_of(Probability)),
    Figure("weak_step", "Weak step", _TEXT),
    Figure("romi_low", "ROMI, low", _SHARE),
    Figure("romi_high", "ROMI, high", _SHARE),
    Figure("rank", "Rank by net result", _COUNT),
    Figure("verdict", "Verdict", _TEXT),
    Figure("data", "Data", _TEXT),
    Figure("marginal", "Gross profit from one more unit of money", _MONEY),
    Figure("elasticity", "Elasticity", _TEXT),
    Figure("new_spend", "Suggested spend", _MONEY, "sum"),
)
_ADVICE = Figure("advice", "What to do", _TEXT)
_NOTE = Figure("note", "Note", _TEXT)
_PLANNED = (
    Figure("customers_attainment", "Customers against plan, %", _SHARE, Of(attainment.of_cells, "customers", "plan_customers")),
    Figure("spend_attainment", "Spend against plan, %", _SHARE, Of(attainment.of_cells, "spend", "plan_spend")),
)


@kpi(
    group="channels",
    source=ELAMA,
    figures=(*_INPUTS, *_METRICS, *_COMPARED, *_PLANNED, _ADVICE, _NOTE),
    unprintable="It finds its columns by their headers.",
)
def channel_compare(
    table: Arg[TableRange, "Table of channels with its header row: channel, spend, leads, customers, revenue, cost of sales…"],
    minimum_customers: Arg[
        Count, "Customers from which their mean gross profit is taken as known: with fewer, one large order makes it"
    ] = 10,
    confidence: Arg[Confidence, "How sure each verdict is to be; also that of the interval of the conversion"] = 0.95,
    margin: Arg[Share, "Share of revenue that is gross profit, if the table has no column for it"] = None,
    variation: Arg[
        Variation, "Standard deviation of gross profit per customer, divided by its mean: 1 fits most orders, 2 customers who buy often"
    ] = 1.0,
    elasticity: Arg[
        Share, "How gross profit follows spend; if blank, estimated from 8 or more periods, or else 0.5, a cautious guess"
    ] = None,
    maximum: Arg[
        Multiple, "Most that the suggested spend of a channel may be, as a multiple of its spend: far from it nothing is known"
    ] = 2.0,
    usual_profit: Arg[Money, "Gross profit that one customer brings; if blank, the mean of the other channels"] = None,
) -> Table:
    """Comparison of channels: every metric of each channel, the totals “Paid” and “All”, rank and verdict.

    Columns may come in any order, with headers in Russian or English. Channel, spend and one of customers, revenue
    and leads are needed. With cost of sales, margin or gross profit, or with a margin as an argument, there are
    also ROMI, rank and verdict. A channel in several rows is their sum. Totals are left out, and a note says which.

    A total of ratios is the ratio of the sums over the rows that have both numbers. Without a column of clicks the
    conversion to lead counts visits. A channel without spend has no ROMI. Where sales are blank, the total ROMI is unknown and blank.

    The verdict: stop a channel only when it would lose money even with good luck (ROMI, high, is below 0), or when nothing was sold for
    the money that buys about 3 customers elsewhere. Test more only when it earns even with bad luck (ROMI, low, is above 0) and the next
    unit of money also pays for itself. Fix is in the red, but not proven; keep is everything else. Blank sales are no sales data.

    The bounds are those of ROMI_BOUND; each is right in 95 of 100 channels, not in all of a table together. Of channels with a true ROMI
    of 10%, at most 5.5 in 100 are told to stop, and of those at −10%, at most 5.5 in 100 to test more, if the other channels earn about
    10%, too; if they earn 100%, up to 20 in 100 of the first kind, in a narrow band of spend. Sales still to come, wrong attribution and
    seasons are not in it: leave out days younger than your deal cycle.

    The weak step is a conversion below that of the others by Fisher's exact test, corrected for all channels and steps (Holm). It never
    decides. Money of stopped channels goes to those to test, at an equal marginal return, while that is above 1; the rest is left unspent.
    With a column of dates and 8 or more periods of a channel, the elasticity is estimated, with its interval; it is never known.

    >>> channel_compare([["Channel", "Spend", "Customers", "Revenue", "Margin"], ["Ads", 100, 20, 300, 0.5]])["romi"]
    [0.5, 0.5, 0.5]
    >>> channel_compare([["Канал", "Расход", "Клиенты", "Выручка", "Себестоимость"], ["VK", 6000, 6, 7200, 3075]])["verdict"]
    ['чинить', None, None]
    >>> channel_compare([["Channel", "Spend"], ["Ads", 100]])["romi"]
    #VALUE!
    """
    channels = ChannelTable.of(channel_compare.name, table)
    used = channels.columns.used
    attempts = "clicks" if "clicks" in used else "visits"
    rows = [_metrics(_with_nothing_sold(row), attempts) for row in channels.rows(margin)]
    paid = [row for row in rows if isinstance(row["spend"], float) and row["spend"] > 0]
    totals = [_total("Paid", paid, attempts), _total("All", rows, attempts)]
    for row in (*rows, *totals):
        _compare(row, totals[-1], confidence)
    _find_weak_steps(rows, attempts, confidence)
    rank_of = rank_in([row["net"] for row in rows])
    for row in rows:
        if isinstance(row["net"], float):
            row["rank"] = rank_of(row["net"])
    if channels.can_earn(margin) and "customers" in used:
        found = elasticity_of(channel_compare.name, elasticity, channels.histories, confidence)
        _judge(rows, _rule(minimum_customers, confidence, variation, maximum, usual_profit, found), found)
        channels.notes.extend(_forget_unknown_totals(paid, totals))
        totals[0]["new_spend"] = totals[1]["new_spend"] = sum_of([row.get("new_spend") for row in rows])
    else:
        channels.notes.append(_NO_CUSTOMERS if channels.can_earn(margin) else _NO_GROSS_PROFIT)
    needed = [name for name in ("channel", "spend", *RESULTS[:2], "net") if name in used or name == "net"]
    for row in rows:
        spoilt = next((row[name] for name in needed if isinstance(row[name], CellError)), None)
        if spoilt:
            row |= {"data": spoilt, "rank": spoilt, "verdict": spoilt}
    for row, note in zip(rows, channels.notes, strict=False):
        row["note"] = note
    if len(channels.notes) > len(rows):
        rows[-1]["note"] = Listed(channels.notes[len(rows) - 1 :], separator="; ")
    planned = tuple(figure for figure in _PLANNED if isinstance(figure.total, Of) and figure.total.second in used)
    figures = (*_INPUTS, *_METRICS, *_COMPARED, *planned, _ADVICE, *((_NOTE,) if channels.notes else ()))
    return Table(figures, [[row.get(figure.name) for figure in figures] for row in (*rows, *totals)], channels.columns.language)


_NO_GROSS_PROFIT = Message(
    "No ROMI, rank and verdict: add a column with the cost of sales, margin or gross profit, or give the margin as an argument"
)
_NO_CUSTOMERS = Message("No verdict: add a column with the customers")


def _rule(
    minimum_customers: float, confidence: float, variation: float, maximum: float, usual_profit: float | None, elasticity: Elasticity
) -> Rule:
    """Check what the verdicts assume.

    Raises:
        OutOfRange: An assumption is impossible.
    """
    for name, value, is_possible in (
        ("minimum_customers", minimum_customers, minimum_customers >= 1),
        ("confidence", confidence, confidence >= 0.5),
        ("maximum", maximum, maximum >= 1),
        ("usual_profit", usual_profit, usual_profit is None or usual_profit > 0),
    ):
        if not is_possible:
            argument = channel_compare.by_name[name]
            raise OutOfRange(
                Message(
                    "{function}: {argument} is {value}, which is too low.", function=channel_compare.name, argument=argument, value=value
                )
            )
    return Rule(variation, confidence, elasticity.value, maximum, minimum_customers, usual_profit)


def _with_nothing_sold(row: Row) -> Row:
    """Fill in what follows from a 0: no customers mean no gross profit, and no revenue means no customers."""
    if row["customers"] is None and row["revenue"] == 0:
        return row | {"customers": 0.0}
    if row["customers"] == 0 and row["revenue"] is None and row["gross_profit"] is None:
        return row | {"gross_profit": 0.0}
    return row


def _judge(rows: Sequence[Row], rule: Rule, elasticity: Elasticity) -> None:
    """Add verdicts, what they rest on, and what to do."""
    judged = [
        row for row in rows if not any(isinstance(row[name], CellError) for name in ("channel", "spend", "customers", "gross_profit"))
    ]
    channels = [Channel(row["channel"], row["spend"] or 0.0, row["customers"], row["gross_profit"]) for row in judged]
    found = verdicts(channels, rule)
    for row, channel, verdict, spend in zip(judged, channels, found, split(channels, found, rule), strict=True):
        row.update(_cells(channel, verdict))
        row["new_spend"] = spend
        row["elasticity"] = elasticity.origin if verdict.marginal is not None else None
    if sentences := advice(channels, found, rule):
        rows[0]["advice"] = Listed(sentences, separator=" ")


def _cells(channel: Channel, verdict: Verdict) -> Row:
    return {
        "verdict": Label(verdict.action) if verdict.action else None,
        "romi_low": None if verdict.low is None else verdict.low / channel.spend - 1,
        "romi_high": None if verdict.high is None else verdict.high / channel.spend - 1,
        "marginal": verdict.marginal,
        "data": verdict.because,
    }


def _forget_unknown_totals(paid: Sequence[Row], totals: Sequence[Row]) -> Iterator[Message]:
    """Leave the total ROMI blank where a channel that cost something may have sold something, and say what it is if it didn't."""
    if not any(row["gross_profit"] is None for row in paid):
        return
    for row in totals:
        row |= {"net": None, "romi": None}
    sold = sum_of([row["gross_profit"] for row in paid])
    if isinstance(if_none := romi.of_cells(sold, totals[0]["spend"]), float):
        yield Message("ROMI of “Paid” if nothing was sold where sales are blank: {romi}", romi=Shown(if_none, "0.0%"))


def _find_weak_steps(rows: Sequence[Row], attempts: str, confidence: float) -> None:
    """Name the step at which a channel converts worse than the others; add p of the conversion to sales."""
    steps = {
        "click_to_lead": [_pair(row["leads"], row[attempts]) for row in rows],
        "lead_to_sale": [_pair(row["customers"], row["leads"]) for row in rows],
    }
    p_values = corrected_p_values(steps)
    weaker = {
        step: [own is not None and is_weaker(own, others) for own, others in zip(pairs, others_of(pairs), strict=True)]
        for step, pairs in steps.items()
    }
    titles = {figure.name: figure.label for figure in _METRICS}
    for index, row in enumerate(rows):
        row["p_value"] = p_values["lead_to_sale"][index]
        weak = [(p, step) for step, values in p_values.items() if (p := values[index]) is not None and weaker[step][index]]
        if weak and min(weak)[0] < 1 - confidence:
            row["weak_step"] = Label(titles[min(weak)[1]])


def _pair(won: Cell, tried: Cell) -> tuple[float, float] | None:
    return (won, tried) if isinstance(won, float) and isinstance(tried, float) else None


def _ratios(attempts: str) -> Iterator[tuple[str, Of]]:
    """Return every metric with its two columns; the conversion to leads is from clicks or visits."""
    for figure in (*_METRICS, *_PLANNED):
        if isinstance(figure.total, Of):
            yield figure.name, replace(figure.total, second=attempts) if figure.name == "click_to_lead" else figure.total


def _metrics(row: Row, attempts: str) -> Row:
    for name, of in _ratios(attempts):
        row[name] = of.calculate(row[of.first], row[of.second])
        if isinstance(row[name], DivisionByZero):
            row[name] = DivisionByZero(Message("{channel}: {what}", channel=row["channel"], what=row[name].what))
    return row


def _total(label: str, rows: Sequence[Row], attempts: str) -> Row:
    columns: Mapping[str, list[Any]] = {name: [row[name] for row in rows] for name in CHANNEL_FIELDS}
    result: Row = {figure.name: total(figure, columns) for figure in _INPUTS}
    for name, of in _ratios(attempts):
        result[name] = of.calculate(*sums_of_both(columns[of.first], columns[of.second]))
    won, leads = sums_of_both(columns["customers"], columns["leads"])
    return result | {"channel": Label(label), "_won": won, "_leads": leads}


def _compare(row: Row, whole: Row, confidence: float) -> None:
    """Add the comparison of a row with all channels together."""
    won, leads = row.get("_won", row["customers"]), row.get("_leads", row["leads"])
    row["share_of_spend"] = share_of.of_cells(row["spend"], whole["spend"])
    row["share_of_gross_profit"] = share_of.of_cells(row["gross_profit"], whole["gross_profit"])
    row["low"] = conversion_bound.of_cells(won, leads, "low", confidence)
    row["high"] = conversion_bound.of_cells(won, leads, "high", confidence)
