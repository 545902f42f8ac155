"""Channels: which one earns, which one only spends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated as Arg
from typing import Any

from sheetkpi.kpis.acquisition import cpc, cpl, cpo
from sheetkpi.kpis.funnel import conversion, ctr
from sheetkpi.kpis.lifetime import aov
from sheetkpi.kpis.plan import attainment
from sheetkpi.kpis.profitability import drr, roas, romi
from sheetkpi.kpis.sources import ELAMA, MARGINAL
from sheetkpi.kpis.statistics import conversion_bound, prop_test
from sheetkpi.kpis.traffic import share_of
from sheetkpi.model.errors import CellError, DivisionByZero
from sheetkpi.model.kinds import Confidence, Count, Money, Probability, Share, TableRange, Text, kind_of
from sheetkpi.model.ops import settled
from sheetkpi.model.ranges import Cell
from sheetkpi.model.records import Figure, Of
from sheetkpi.model.tables import Table, minus, rank_in, sums_of_both, total
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
    Figure("p_value", "p against the others", kind_of(Probability)),
    Figure("data", "Data", _TEXT),
    Figure("rank", "Rank by net result", _COUNT),
    Figure("verdict", "Verdict", _TEXT),
)
_NOTE = Figure("note", "Note", _TEXT)
_PLANNED = (
    Figure("customers_attainment", "Customers against plan, %", _SHARE, Of(attainment.of_cells, "customers", "plan_customers")),
    Figure("spend_attainment", "Spend against plan, %", _SHARE, Of(attainment.of_cells, "spend", "plan_spend")),
)


@kpi(
    group="channels",
    source=ELAMA,
    figures=(*_INPUTS, *_METRICS, *_COMPARED, *_PLANNED, _NOTE),
    unprintable="It finds its columns by their headers.",
)
def channel_compare(
    table: Arg[TableRange, "Table of channels with its header row: channel, spend, leads, customers, revenue, cost of sales…"],
    minimum_customers: Arg[Count, "Channels with fewer customers are marked as not enough data"] = 15,
    confidence: Arg[Confidence, "Confidence of the interval of the conversion"] = 0.95,
    margin: Arg[Share, "Share of revenue that is gross profit, if the table has no column for it"] = None,
) -> Table:
    """Comparison of channels: every metric of each channel, the totals “Paid” and “All”, rank and verdict.

    Columns may come in any order, with headers in Russian or English. Channel, spend and one of customers, revenue
    and leads are needed. With cost of sales, margin or gross profit, or with a margin as the last argument, there are
    also ROMI, rank and verdict. A channel in several rows is their sum. Totals are left out, and a note says which.

    A total of ratios is the ratio of the sums over the rows that have both numbers. Without a column of clicks the
    conversion to lead counts visits. A channel without spend has no ROMI.

    The verdict: scale if ROMI is positive and not below that of all paid channels; keep at break-even or without spend; stop at a loss.
    With too little data it is keep instead of scale, and fix instead of stop.

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
    rows = [_metrics(row, attempts) for row in channels.rows(margin)]
    paid = [row for row in rows if isinstance(row["spend"], float) and row["spend"] > 0]
    totals = [_total("Paid", paid, attempts), _total("All", rows, attempts)]
    for row in (*rows, *totals):
        _compare(row, totals[-1], minimum_customers, confidence)
    rank_of = rank_in([row["net"] for row in rows])
    needed = [name for name in ("channel", "spend", *RESULTS[:2], "net") if name in used or name == "net"]
    for row in rows:
        spoilt = next((row[name] for name in needed if isinstance(row[name], CellError)), None)
        if spoilt:
            row |= {"data": spoilt, "rank": spoilt, "verdict": spoilt}
        elif isinstance(row["net"], float):
            row |= {"rank": rank_of(row["net"]), "verdict": Label(_verdict(row, totals[0]))}
    if not channels.can_earn(margin):
        channels.notes.append(_NO_GROSS_PROFIT)
    for row, note in zip(rows, channels.notes, strict=False):
        row["note"] = note
    if len(channels.notes) > len(rows):
        rows[-1]["note"] = Listed(channels.notes[len(rows) - 1 :], separator="; ")
    planned = tuple(figure for figure in _PLANNED if isinstance(figure.total, Of) and figure.total.second in used)
    figures = (*_INPUTS, *_METRICS, *_COMPARED, *planned, *((_NOTE,) if channels.notes else ()))
    return Table(figures, [[row.get(figure.name) for figure in figures] for row in (*rows, *totals)], channels.columns.language)


_NO_GROSS_PROFIT = Message(
    "No ROMI, rank and verdict: add a column with the cost of sales, margin or gross profit, or give the margin as the last argument"
)


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


def _compare(row: Row, whole: Row, minimum_customers: float, confidence: float) -> None:
    """Add the comparison of a row with all channels together."""
    won, leads = row.get("_won", row["customers"]), row.get("_leads", row["leads"])
    row["share_of_spend"] = share_of.of_cells(row["spend"], whole["spend"])
    row["share_of_gross_profit"] = share_of.of_cells(row["gross_profit"], whole["gross_profit"])
    row["low"] = conversion_bound.of_cells(won, leads, "low", confidence)
    row["high"] = conversion_bound.of_cells(won, leads, "high", confidence)
    row["data"] = Label("not enough data") if _is_thin(row, minimum_customers) else None
    if "_won" not in row:
        row["p_value"] = _against_the_others(row, whole)


def _is_thin(row: Row, minimum_customers: float) -> bool:
    """Whether there are too few customers, or the interval is wider than the conversion."""
    if not isinstance(row["customers"], float) or row["customers"] < minimum_customers:
        return True
    low, high, rate = row["low"], row["high"], row["lead_to_sale"]
    return all(isinstance(cell, float) for cell in (low, high, rate)) and high - low > rate


def _against_the_others(row: Row, whole: Row) -> Cell:
    """Return how likely chance alone makes a channel's conversion differ from that of all others together."""
    if row["customers"] is None or row["leads"] is None:
        return None
    others = minus(whole["_won"], row["customers"]), minus(whole["_leads"], row["leads"])
    return None if others[1] == 0 else prop_test.of_cells(row["customers"], row["leads"], *others)


def _verdict(row: Row, paid: Row) -> str:
    is_thin = row["data"] is not None
    earned, usual = row["romi"], paid["romi"]
    if not isinstance(earned, float):
        return "keep"
    if earned < 0:
        return "fix" if is_thin else "stop"
    is_best = earned > 0 and isinstance(usual, float) and earned >= usual
    return "scale" if is_best and not is_thin else "keep"
