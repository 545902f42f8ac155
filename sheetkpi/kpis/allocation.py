"""Allocate a budget to channels with diminishing returns: the exact optimum, to the kopeck.

Gross profit is taken to grow as ``gross_profit · (new_spend / spend) ** elasticity``. For an elasticity
between 0 and 1 that is concave, so the best split is where one more unit of money brings the same
everywhere, except at a channel that stands at its bound. In that optimum every free channel gets
``weight · level`` for one common level, and the sum is piecewise linear in the level: it is solved, not searched.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

#: Smallest unit of money that a bid or a budget is set in.
UNITS_OF_MONEY = 100


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel in the model.

    Args:
        spend: Money spent now, above 0.
        gross_profit: What it brings now.
        least: The least that it may get.
        most: The most that it may get.
    """

    spend: float
    gross_profit: float
    least: float
    most: float

    def expected(self, spend: float, elasticity: float) -> float:
        """Return the gross profit that the model expects at another spend."""
        return self.gross_profit * math.pow(spend / self.spend, elasticity)

    def marginal(self, spend: float, elasticity: float) -> float:
        """Return the gross profit from one more unit of money at another spend; infinite at a spend of 0."""
        if self.gross_profit <= 0 or spend <= 0:
            return math.inf if self.gross_profit > 0 else 0.0
        return elasticity * self.expected(spend, elasticity) / spend

    def best_spend(self, elasticity: float) -> float:
        """Return the spend at which one more unit of money brings exactly itself back, so that the net result is highest."""
        try:
            return self.spend * math.pow(max(0.0, elasticity * self.gross_profit / self.spend), 1 / (1 - elasticity))
        except OverflowError:
            return math.inf


def best_split(channels: Sequence[Channel], budget: float, elasticity: float) -> list[float]:
    """Return the spend of each channel that gives the highest total gross profit within the budget.

    A channel without gross profit stays at its least. Only what is left when every other
    channel is at its most is shared among such channels, in proportion to their spend: the
    model says nothing about a channel that loses on each sale.

    Args:
        channels: The channels.
        budget: Between the sums of their least and their most.
        elasticity: Above 0 and below 1.
    """
    earning = [channel.gross_profit > 0 for channel in channels]
    weights = _weights([c for c, earns in zip(channels, earning, strict=True) if earns], elasticity)
    idle = math.fsum(c.least for c, earns in zip(channels, earning, strict=True) if not earns)
    split = iter(_filled([c for c, earns in zip(channels, earning, strict=True) if earns], weights, budget - idle))
    spends = [next(split) if earns else channel.least for channel, earns in zip(channels, earning, strict=True)]
    left = budget - math.fsum(spends)
    if left > 0.5 / UNITS_OF_MONEY:
        rest = [channel for channel, earns in zip(channels, earning, strict=True) if not earns]
        split = iter(_filled(rest, [channel.spend for channel in rest], left + idle))
        spends = [spend if earns else next(split) for spend, earns in zip(spends, earning, strict=True)]
    return spends


def _weights(channels: Sequence[Channel], elasticity: float) -> list[float]:
    """Return the spend of each channel at level 1, scaled so that the best one is at its current spend."""
    if not channels:
        return []
    returns = [math.log(channel.gross_profit) - math.log(channel.spend) for channel in channels]
    best = max(returns)
    return [channel.spend * math.exp((own - best) / (1 - elasticity)) for channel, own in zip(channels, returns, strict=True)]


def _filled(channels: Sequence[Channel], weights: Sequence[float], budget: float) -> list[float]:
    """Return ``weight · level`` of each channel within its bounds, at the level where they sum to the budget.

    Where even the highest level does not reach the budget, each is at its most.
    """

    def at(level: float) -> list[float]:
        return [min(max(weight * level, c.least), c.most) for c, weight in zip(channels, weights, strict=True)]

    weighted = [(c, weight) for c, weight in zip(channels, weights, strict=True) if weight > 0]
    bends = sorted({bound / weight for c, weight in weighted for bound in (c.least, c.most)})
    index = bisect_left(bends, budget, key=lambda level: math.fsum(at(level)))
    if index == len(bends):
        return [channel.most for channel in channels]
    if index == 0:
        return at(bends[0])
    middle = (bends[index - 1] + bends[index]) / 2
    free = [weight * middle == spend for weight, spend in zip(weights, at(middle), strict=True)]
    fixed = math.fsum(spend for spend, is_free in zip(at(middle), free, strict=True) if not is_free)
    share = math.fsum(weight for weight, is_free in zip(weights, free, strict=True) if is_free)
    return at((budget - fixed) / share if share else bends[index])


def to_the_kopeck(spends: Sequence[float], budget: float, bounds: Sequence[tuple[float, float]]) -> list[float]:
    """Round amounts to kopecks that sum to the budget, by the largest remainder.

    Args:
        spends: Amounts that sum to the budget.
        budget: Their sum.
        bounds: The least and the most of each; a kopeck more goes where it keeps them.
    """
    exact = [round(spend * UNITS_OF_MONEY, 6) for spend in spends]
    units = [math.floor(amount) for amount in exact]
    missing = round(budget * UNITS_OF_MONEY) - sum(units)

    def preference(index: int) -> tuple[bool, float]:
        over = (units[index] + 1) / UNITS_OF_MONEY > bounds[index][1] + 1e-9
        return over, units[index] - exact[index]

    order = sorted(range(len(units)), key=preference)
    rounds, rest = divmod(max(missing, 0), len(order) or 1)  # whole rounds are many where amounts are too large to have kopecks
    for step, index in enumerate(order):
        units[index] += rounds + (step < rest)
    return [amount / UNITS_OF_MONEY for amount in units]
