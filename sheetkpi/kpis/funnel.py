"""Funnel and conversion: how many go on to the next step."""

from typing import Annotated as Arg
from typing import Any

from sheetkpi.kpis.acquisition import cpo
from sheetkpi.kpis.sources import A_ONE_TELECOM, ELAMA, FIXPOINT, WEB_ADVERTISING
from sheetkpi.kpis.statistics import conversion_bound
from sheetkpi.model.kinds import BEYOND_LIMIT, Choice, Column, Count, Date, Days, Money, Ratio, Share, Text, kind_of, one_of
from sheetkpi.model.ops import count_where, mean, median, require, where
from sheetkpi.model.records import Figure
from sheetkpi.model.tables import Table, language_of, minus
from sheetkpi.registry import kpi
from sheetkpi.translation import Label


@kpi(group="funnel", source=WEB_ADVERTISING, number_format="0.00%")
def ctr(
    clicks: Arg[Count, "Clicks on the ad"],
    impressions: Arg[Count, "How many times the ad was shown"],
) -> Share:
    """CTR, click-through rate: the share of impressions that were clicked.

    Above 1 is possible, because one impression may get several clicks; more often the columns are swapped.

    >>> ctr(2400, 96000)
    0.025
    >>> ctr(0, 0)
    #DIV/0!
    """
    return clicks / impressions


@kpi(group="funnel", source=A_ONE_TELECOM)
def conversion(
    successes: Arg[Count, "How many went on: leads, meetings, sales"],
    attempts: Arg[Count, "How many there were: clicks, visits, leads"],
) -> Share:
    """Conversion: the share of one step of the funnel that reaches the next.

    Clicks, visits and users give three different conversions: say which you count.

    >>> conversion(6, 30)
    0.2
    >>> conversion(6, 0)
    #DIV/0!
    """
    return successes / attempts


@kpi(group="funnel", source=ELAMA, number_format="0.00%")
def funnel_rate(
    rate: Arg[Share, "Conversion of the first step"],
    *more_rates: Arg[Share, "Conversions of the later steps"],
) -> Share:
    """End-to-end conversion: the share of the first step that reaches the last.

    One argument per step. Ranges are multiplied row by row.

    >>> funnel_rate(0.1, 0.3)
    0.03
    >>> funnel_rate(0.1, 30)
    #NUM!
    """
    for next_rate in more_rates:
        rate = rate * next_rate
    return rate


@kpi(group="funnel", source=FIXPOINT)
def traffic_per_lead(
    visits: Arg[Count, "Visits to the site"],
    leads: Arg[Count, "Leads: people who left a request or called"],
) -> Ratio:
    """Traffic to leads: how many visits one lead takes.

    If traffic is steady and this number grows, look for a problem on the site.

    >>> traffic_per_lead(2400, 240)
    10.0
    >>> traffic_per_lead(2400, 0)
    #DIV/0!
    """
    return visits / leads


@kpi(group="funnel", source=A_ONE_TELECOM)
def deal_cycle(
    start_dates: Arg[Column[Date], "Dates on which the deals began"],
    close_dates: Arg[Column[Date], "Dates on which the deals closed; blank while a deal is open"],
    method: Arg[Choice, one_of("mean", "median"), "mean, or median if a few deals are very long"] = "mean",
) -> Days:
    """Length of the deal cycle: the days from the beginning of a deal to its close.

    Open deals (without a close date) are skipped, not counted as zero.

    >>> deal_cycle([46032, 46054], [46053, 46096])
    31.5
    >>> deal_cycle([46032, 46054, 46060], [46053, 46096, None], "median")
    31.5
    >>> deal_cycle([46032], [None])
    #DIV/0!
    >>> deal_cycle([46032], [None], "median")
    #DIV/0!
    >>> deal_cycle([46032, 46054], [46053, 46050])
    #NUM!
    """
    days = close_dates - start_dates
    return require(
        count_where(days < -BEYOND_LIMIT) <= 0,
        lambda: where(method == "median", lambda: median(days), lambda: mean(days)),
        Label("A deal closed before it began. Check the dates."),
    )


@kpi(
    group="funnel",
    source=ELAMA,
    figures=(
        Figure("stage", "Stage", kind_of(Text)),
        Figure("count", "Count", kind_of(Count)),
        Figure("step_conversion", "Step conversion", kind_of(Share)),
        Figure("through_conversion", "End-to-end conversion", kind_of(Share)),
        Figure("lost", "Lost", kind_of(Count)),
        Figure("cost", "Cost of one", kind_of(Money)),
        Figure("low", "Step conversion, low", kind_of(Share)),
        Figure("high", "Step conversion, high", kind_of(Share)),
        Figure("note", "Note", kind_of(Text)),
    ),
    unprintable="It reads whole columns and skips blank rows, so its length depends on the data.",
)
def funnel_table(
    stages: Arg[Column[Text], "Names of the stages, from the widest to the narrowest"],
    counts: Arg[Column[Count], "How many reached each stage"],
    spend: Arg[Money, "What the marketing cost; if blank, no costs are shown"] = None,
) -> Table:
    """Funnel table: conversion, losses and unit cost of each stage.

    The bounds are those of a 95% Wilson interval. A stage larger than the one before is only marked: calls, for example, can come without
    a click.

    >>> funnel_table(["Clicks", "Leads", "Customers"], [2400, 240, 72], 50000)["through_conversion"]
    [1.0, 0.1, 0.03]
    >>> funnel_table(["Clicks", "Calls"], [100, 120])["note"]
    [None, 'more than the stage before']
    """
    rows: list[list[Any]] = []
    first = before = None
    for stage, count in zip(stages, counts, strict=True):
        if stage is None and count is None:
            continue
        first = count if not rows else first
        step = conversion.of_cells(count, before) if rows else None
        grew = isinstance(before, float) and isinstance(count, float) and count > before
        bounds = [None if grew or not rows else conversion_bound.of_cells(count, before, side) for side in ("low", "high")]
        rows.append(
            [
                stage,
                count,
                step,
                conversion.of_cells(count, first),
                minus(before, count) if rows else None,
                None if spend is None else cpo.of_cells(spend, count),
                *bounds,
                Label("more than the stage before") if grew else None,
            ]
        )
        before = count
    return Table(funnel_table.figures, rows, language_of(stages))
