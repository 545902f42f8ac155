"""What to do with each channel: stop, fix, keep or test more, from totals alone, and where the money of stopped channels goes.

A channel is stopped only when it would lose money even with good luck, and gets more only when it earns even with bad luck
and the next unit of money also pays for itself.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sheetkpi.kpis.allocation import UNITS_OF_MONEY, best_split
from sheetkpi.kpis.allocation import Channel as Response
from sheetkpi.kpis.statistics import cautious_variation, high_gross_profit, low_gross_profit, poisson_stretch
from sheetkpi.model.ops import normal_quantile
from sheetkpi.model.tables import sums_of_others
from sheetkpi.translation import Label, Language, Listed, Message, Translatable

Action = Literal["stop", "fix", "keep", "test more", "no sales data"]

#: Two computed amounts that differ by less are equal.
SLACK = 1e-12
#: A channel that needs this many times the customers it has is near break-even: nobody waits for that many.
HOPELESS = 10


@dataclass(frozen=True, slots=True)
class Channel:
    """What a channel cost and brought; None where the sales are not filled in."""

    name: object
    spend: float
    customers: float | None
    gross_profit: float | None


@dataclass(frozen=True, slots=True)
class Rule:
    """What the verdicts assume; the arguments of `CHANNEL_COMPARE` say why."""

    variation: float = 1.0
    confidence: float = 0.95
    elasticity: float = 0.5
    maximum: float = 2.0
    minimum_customers: float = 10
    usual_profit: float | None = None

    @property
    def deviate(self) -> float:
        """The normal quantile of the confidence."""
        quantile: float = normal_quantile(self.confidence)
        return quantile


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a channel, and why.

    Args:
        action: None for a channel without spend.
        low: Bound of gross profit, from below.
        high: Bound of gross profit, from above; None if nobody knows what a customer brings.
        marginal: Gross profit from one more unit of money.
        more_customers: About this many more, and the verdict is proven; infinite near break-even.
        decisive_spend: Spend at which a channel without a sale is to be stopped.
        because: What the action rests on, or what is missing.
    """

    action: Action | None
    low: float | None = None
    high: float | None = None
    marginal: float | None = None
    more_customers: float | None = None
    decisive_spend: float | None = None
    because: Translatable | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A number in a sentence, as a cell with the number format shows it."""

    number: float
    number_format: str

    def in_language(self, language: Language) -> str:
        """Write the number in a language's notation."""
        from sheetkpi.printing.notation import shown  # few calls write sentences

        return shown(self.number, self.number_format, language)


def money(amount: float) -> Shown:
    """Return an amount without the cents that nobody decides by."""
    return Shown(amount, "#,##0" if abs(amount) >= 100 else "#,##0.##")


def verdicts(channels: Sequence[Channel], rule: Rule) -> list[Verdict]:
    """Return the verdict on every channel of a table."""
    known = [channel.customers is not None and channel.gross_profit is not None for channel in channels]
    paid = [is_known and channel.spend > 0 for channel, is_known in zip(channels, known, strict=True)]
    worth = _means_of_others([(channel.gross_profit, channel.customers) for channel in channels], known, rule)
    prices = _means_of_others([(channel.spend, channel.customers) for channel in channels], paid, rule)
    return [_verdict(*row, rule) for row in zip(channels, worth, prices, strict=True)]


def split(channels: Sequence[Channel], found: Sequence[Verdict], rule: Rule, extra: float = 0.0) -> list[float]:
    """Return new spends: nothing for stop, as before for others, and what is freed to test more, at the same marginal return everywhere.

    What would bring less than it costs, or more than the maximum of what a channel spent, is not spent.
    """
    spends = [0.0 if verdict.action == "stop" else channel.spend for channel, verdict in zip(channels, found, strict=True)]
    takers = [index for index, verdict in enumerate(found) if verdict.action == "test more"]
    responses = [_response(channels[index], rule) for index in takers]
    least, most = math.fsum(taker.least for taker in responses), math.fsum(taker.most for taker in responses)
    free = extra + math.fsum(channel.spend for channel in channels) - math.fsum(spends)
    for index, spend in zip(takers, best_split(responses, min(most, least + free), rule.elasticity), strict=True):
        spends[index] = max(spends[index], math.floor(round(spend * UNITS_OF_MONEY, 6)) / UNITS_OF_MONEY)
    return spends


def advice(channels: Sequence[Channel], found: Sequence[Verdict], rule: Rule) -> list[Message]:
    """Return what to do, in sentences."""
    rows = list(zip(channels, found, split(channels, found, rule), strict=True))

    def names(action: Action) -> Listed:
        return Listed([channel.name for channel, verdict, _ in rows if verdict.action == action])

    def spent(action: Action) -> float:
        return math.fsum(channel.spend for channel, verdict, _ in rows if verdict.action == action)

    judged = {verdict.action for verdict in found} - {None, "no sales data"}
    said = []
    if spent("no sales data"):
        said.append(
            Message(
                "No sales data: {channels} (spend {money}). Enter the sales, 0 included; until then the total ROMI is unknown.",
                channels=names("no sales data"),
                money=money(spent("no sales data")),
            )
        )
    if judged == {"stop"}:
        return [
            *said,
            Message(
                "Every channel with data loses money: stop {channels}; there is nowhere to move the budget. Saved: {money}.",
                channels=names("stop"),
                money=money(spent("stop")),
            ),
        ]
    return [*said, *_moves(rows, names("stop"), spent("stop"), rule), *_doubts(rows, names("fix"), judged)]


#: A channel, its verdict, its new spend.
_Row = tuple[Channel, Verdict, float]


def _moves(rows: Sequence[_Row], stopped: Listed, freed: float, rule: Rule) -> list[Message]:
    """Say which channels to stop, and where a larger budget is worth a test."""
    said = []
    raised = [(channel, spend - channel.spend) for channel, _, spend in rows if _is_money(spend - channel.spend)]
    added = math.fsum(more for _, more in raised)
    if freed:
        said.append(Message("Stop: {channels}. This frees {money}.", channels=stopped, money=money(freed)))
    if raised:
        said.append(
            Message(
                "Test a larger budget: {channels} (+{money} in all); go back if the extra money does not pay for itself.",
                channels=Listed([channel.name for channel, _ in raised]),
                money=money(added),
            )
        )
    if _is_money(freed - added):
        said.append(Message("Leave {money} unspent: no channel can pay it back yet.", money=money(freed - added)))
    takers = [channel for channel, verdict, _ in rows if verdict.action == "test more"]
    wanted = math.fsum(_response(channel, rule).most - channel.spend for channel in takers)
    if not freed and _is_money(wanted):
        said.append(
            Message(
                "A larger budget is worth a test in {channels} if you can find {money} more.",
                channels=Listed([channel.name for channel in takers]),
                money=money(wanted),
            )
        )
    return said


def _doubts(rows: Sequence[_Row], losing: Listed, judged: set[Action | None]) -> list[Message]:
    """Say what is not proven, and what it takes."""
    said = []
    if "fix" in judged:
        said.append(Message("In the red so far, though it may be chance: {channels}. Fix them and add no money.", channels=losing))
    if judged and not judged & {"stop", "test more"}:
        kept = [
            verdict.low is not None and _is_above(verdict.low, channel.spend) for channel, verdict, _ in rows if verdict.action == "keep"
        ]
        if all(kept) and "fix" not in judged:
            said.append(Message("No change of budget: no channel is proven to lose, and none would repay more money."))
        else:
            said.append(Message("Too little data to decide: stop nothing, raise nothing."))
    waiting = [(verdict.more_customers, channel.name) for channel, verdict, _ in rows if verdict.more_customers is not None]
    if waiting and math.isfinite(least := min(more for more, _ in waiting)):
        nearest = next(name for more, name in waiting if more == least)
        said.append(Message("Closest to an answer: {channel}, about {count} more customers.", channel=nearest, count=Shown(least, "#,##0")))
    return said


def _verdict(own: Channel, worth: float | None, price: float | None, rule: Rule) -> Verdict:
    """Return the verdict on a channel, from what a customer brings and costs in the others."""
    if own.spend <= 0:
        return Verdict(None)
    if own.customers is None or own.gross_profit is None:
        return Verdict("no sales data")
    low = low_gross_profit(own.gross_profit, own.customers, rule.variation, rule.deviate)
    high = _high(own, worth if rule.usual_profit is None else rule.usual_profit, rule)
    marginal = rule.elasticity * own.gross_profit / own.spend
    several = poisson_stretch(1, rule.deviate)  # the customers that luck alone may have kept away: 2.97 at a confidence of 0.95
    if high is not None and _is_above(own.spend, high):
        return Verdict("stop", low, high, marginal)
    if own.customers == 0 and price is not None and _is_above(own.spend, price * several):
        because = Message("nothing sold for what buys {count} customers elsewhere", count=Shown(own.spend / price, "0.0"))
        return Verdict("stop", low, high, marginal, because=because)
    if _is_above(low, own.spend):
        return Verdict("test more" if _is_above(marginal, 1.0) else "keep", low, high, marginal)
    action: Action = "fix" if _is_above(own.spend, own.gross_profit) else "keep"
    more = decisive = None
    if own.gross_profit > 0 and own.customers > 0:
        more = _more_customers(own.customers, own.gross_profit, own.spend, rule)
    else:
        limits = [high, price * several if price is not None and own.customers == 0 else None]
        decisive = min((limit for limit in limits if limit is not None), default=None)
    return Verdict(action, low, high, marginal, more, decisive, _missing(more, decisive))


def _missing(more: float | None, decisive: float | None) -> Translatable:
    """Say what would prove a verdict."""
    if decisive is not None:
        return Message("decided once the spend reaches {money}", money=money(decisive))
    if more is None:
        return Label("enter what one customer brings")
    return Message("about {count} more customers", count=Shown(more, "#,##0")) if math.isfinite(more) else Label("about break-even")


def _high(own: Channel, usual: float | None, rule: Rule) -> float | None:
    customers, gross_profit = own.customers or 0.0, own.gross_profit or 0.0
    if usual is None and (customers < rule.minimum_customers or gross_profit <= 0):
        return None
    high: float = high_gross_profit(gross_profit, customers, rule.variation, usual, rule.minimum_customers, rule.deviate)
    return high


def _more_customers(customers: float, gross_profit: float, spend: float, rule: Rule) -> float:
    """Return about how many more customers tell this ROMI from 0 if it stays as it is; infinity near break-even."""
    distance = (spend / gross_profit) ** (1 / 3) - 1
    root = 1.5 * abs(rule.deviate - math.sqrt(max(0.0, rule.deviate**2 - 4 * distance)))
    if root < SLACK:
        return math.inf
    variation = rule.variation if gross_profit > spend else cautious_variation(rule.variation)
    more = max(1.0, math.ceil((1 + variation**2) / root**2 - customers))
    return more if more <= HOPELESS * max(customers, rule.minimum_customers) else math.inf


def _means_of_others(pairs: Sequence[tuple[float | None, float | None]], counted: Sequence[bool], rule: Rule) -> list[float | None]:
    """Return for each channel what a customer brings or costs in the others; None if they have too few customers."""
    amounts, customers = (
        sums_of_others([pair[side] or 0.0 if counts else 0.0 for pair, counts in zip(pairs, counted, strict=True)]) for side in (0, 1)
    )
    return [
        amount / count if count >= max(1, rule.minimum_customers) and amount > 0 else None
        for amount, count in zip(amounts, customers, strict=True)
    ]


def _response(channel: Channel, rule: Rule) -> Response:
    """Return how a channel that may get more responds, between its spend now and the most that pays for itself."""
    response = Response(channel.spend, channel.gross_profit or 0.0, channel.spend, rule.maximum * channel.spend)
    return Response(
        response.spend, response.gross_profit, response.least, max(response.least, min(response.most, response.best_spend(rule.elasticity)))
    )


def _is_above(first: float, second: float) -> bool:
    return first > second and not math.isclose(first, second, rel_tol=SLACK)


def _is_money(amount: float) -> bool:
    return amount >= 1 / UNITS_OF_MONEY
