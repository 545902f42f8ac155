"""Elasticity: how gross profit follows spend. Assumed, given, or estimated from a history."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sheetkpi.model.errors import OutOfRange
from sheetkpi.model.ops import normal_quantile
from sheetkpi.translation import Message

#: The assumption without a history: a brake on growing spend, not evidence. At 0.5, a channel must bring twice its spend before more pays.
ASSUMED = 0.5
#: With fewer periods the interval is wider than the range of sensible elasticities.
FEWEST_PERIODS = 8

#: Spend and gross profit of a channel, period by period.
History = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Elasticity:
    """The elasticity used, and the interval and periods if it is estimated."""

    value: float
    low: float | None = None
    high: float | None = None
    periods: int = 0

    @property
    def origin(self) -> Message:
        """What the elasticity is and where it comes from."""
        if self.low is None or self.high is None:
            return Message("{elasticity}, assumed", elasticity=self.value)
        return Message(
            "{elasticity}, estimated from {periods} periods, may be {low} to {high}",
            elasticity=round(self.value, 2),
            periods=self.periods,
            low=round(self.low, 2),
            high=round(self.high, 2),
        )


def elasticity_of(function: str, given: float | None, histories: Iterable[History], confidence: float) -> Elasticity:
    """Return the elasticity that was given, or else the estimated one, or else the assumption.

    An estimate that may be 0 or less, or is 1 or more, does not fit the model: the assumption stays.

    Raises:
        OutOfRange: The given one is not between 0 and 1.
    """
    if given is not None:
        if not 0 < given < 1:
            raise OutOfRange(
                Message("{function}: the elasticity is {value}, but must be above 0 and below 1.", function=function, value=given)
            )
        return Elasticity(given)
    found = estimated(histories, confidence)
    return found if found and found.low is not None and found.low > 0 and found.value < 1 else Elasticity(ASSUMED)


def estimated(histories: Iterable[History], confidence: float) -> Elasticity | None:
    """Fit one slope to the logarithms of all channels with enough periods, by least squares around each channel's own mean.

    Returns:
        None where there is too little history, or the spend never changed.
    """
    usable = [[pair for pair in history if min(pair) > 0] for history in histories]
    usable = [history for history in usable if len(history) >= FEWEST_PERIODS]
    spend = [deviation for history in usable for deviation in _deviations([math.log(spent) for spent, _ in history])]
    profit = [deviation for history in usable for deviation in _deviations([math.log(earned) for _, earned in history])]
    spread = math.fsum(deviation**2 for deviation in spend)
    if spread < 1e-9 * max(1, len(spend)):
        return None
    slope = math.fsum(own * deviation for deviation, own in zip(spend, profit, strict=True)) / spread
    freedom = len(spend) - len(usable) - 1
    unexplained = math.fsum((own - slope * deviation) ** 2 for deviation, own in zip(spend, profit, strict=True))
    margin = _student_quantile((1 + confidence) / 2, freedom) * math.sqrt(unexplained / freedom / spread)
    return Elasticity(slope, slope - margin, slope + margin, max(map(len, usable)))


def _deviations(values: Sequence[float]) -> list[float]:
    mean = math.fsum(values) / len(values)
    return [value - mean for value in values]


def _student_quantile(probability: float, freedom: int) -> float:
    """Return a quantile of Student's t by the expansion of Fisher and Cornish: from 6 degrees on right to 0.002 at a confidence of 0.95."""
    z: float = normal_quantile(probability)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return math.fsum(term / freedom**power for power, term in enumerate(terms))
