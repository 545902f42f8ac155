"""Traffic mix: which part comes from where."""

from typing import Annotated as Arg

from sheetkpi.kpis.sources import FIXPOINT
from sheetkpi.model.errors import CellError
from sheetkpi.model.kinds import Column, Count, Number, Share, Text, kind_of
from sheetkpi.model.records import Figure
from sheetkpi.model.tables import Table, language_of, rank_in, sum_of
from sheetkpi.reading.amounts import amounts_by_name
from sheetkpi.registry import kpi
from sheetkpi.translation import Label

#: More than this share of the whole is “the majority” of the source.
MAJORITY = 0.5


@kpi(group="traffic", source=FIXPOINT)
def share_of(
    part: Arg[Number, "The part: organic visits, missed calls, revenue from one channel…"],
    whole: Arg[Number, "The whole"],
) -> Share:
    """Share of a whole: for organic traffic, social networks, reach, missed calls and the like.

    >>> share_of(5500, 10000)
    0.55
    >>> share_of(5500, 0)
    #DIV/0!
    """
    return part / whole


@kpi(
    group="traffic",
    source=FIXPOINT,
    figures=(
        Figure("channel", "Channel", kind_of(Text)),
        Figure("value", "Value", kind_of(Count)),
        Figure("share", "Share", kind_of(Share)),
        Figure("rank", "Rank", kind_of(Count)),
        Figure("running_share", "Running share", kind_of(Share)),
        Figure("majority", "Majority", kind_of(Text)),
        Figure("note", "Note", kind_of(Text)),
    ),
    unprintable="It sorts its rows.",
)
def channel_mix(
    channels: Arg[Column[Text], "Names of the channels"],
    amounts: Arg[Column[Count], "Visits, leads or sales of each"],
) -> Table:
    """Channel mix: the share of each channel, largest first, with a running share.

    A channel with more than half of the total is marked as the majority. A channel in several rows is their sum.
    Totals are left out, and a note says which.

    >>> channel_mix(["Direct", "Search", "Social"], [1500, 5500, 3000])["channel"]
    ['Search', 'Social', 'Direct']
    >>> channel_mix(["Search", "Social", "Direct"], [5500, 3000, 1500])["running_share"]
    [0.55, 0.85, 1.0]
    >>> channel_mix(["Search", None, "Direct"], [5500, None, 0])["share"]
    [1.0, 0.0]
    """
    rows, note = amounts_by_name(channels, amounts)
    rows.sort(key=lambda row: -row[1] if isinstance(row[1], float) else 1)
    whole = sum_of([amount for _, amount in rows])
    rank_of = rank_in([amount for _, amount in rows])
    table = []
    so_far = 0.0
    for channel, amount in rows:
        share = share_of.of_cells(amount, whole)
        rank = running = None
        if isinstance(amount, float):
            so_far += amount
            rank = rank_of(amount)
            running = share if isinstance(share, CellError) else share_of.of_cells(so_far, whole)
        is_majority = isinstance(share, float) and share > MAJORITY
        table.append([channel, amount, share, rank, running, Label("majority") if is_majority else None, None])
    figures = channel_mix.figures if note else channel_mix.figures[:-1]
    if note and table:
        table[0][-1] = note
    return Table(figures, [row[: len(figures)] for row in table], language_of(channels))
