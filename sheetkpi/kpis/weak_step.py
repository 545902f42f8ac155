"""Weak steps of a funnel: where a channel converts worse than the others, by more than chance explains."""

import math
from collections.abc import Mapping, Sequence

from sheetkpi.model.tables import sums_of_others

#: A chance that changes no digit of p.
NEGLIGIBLE = 1e-40

#: Won and tried of every channel at one step; None where a number is missing.
Step = Sequence[tuple[float, float] | None]


def corrected_p_values(steps: Mapping[str, Step]) -> dict[str, list[float | None]]:
    """Return p of each channel against the others at each step, by Fisher's exact test, corrected by Holm over all of them together."""
    raw = {(step, index): p for step, pairs in steps.items() for index, p in enumerate(_against_others(pairs)) if p is not None}
    corrected = dict(zip(raw, holm(list(raw.values())), strict=True))
    return {step: [corrected.get((step, index)) for index in range(len(pairs))] for step, pairs in steps.items()}


def is_weaker(own: tuple[float, float], others: tuple[float, float]) -> bool:
    """Whether a channel converts worse than the others together."""
    return own[0] * others[1] < others[0] * own[1]


def fisher(won: float, tried: float, won_elsewhere: float, tried_elsewhere: float) -> float:
    """Return p, two-sided: the smaller tail doubled. Counts that a system split between channels are rounded."""
    drawn, winners = round(tried), round(won) + round(won_elsewhere)
    everyone = drawn + round(tried_elsewhere)
    least, most = max(0, drawn + winners - everyone), min(drawn, winners)

    likeliest = min(max((drawn + 1) * (winners + 1) // (everyone + 2), least), most)
    chances = {likeliest: 1.0}  # of each count of winners, where that of the likeliest is 1
    for count in range(likeliest, most):
        more_likely = (drawn - count) * (winners - count) / ((count + 1) * (everyone - drawn - winners + count + 1))
        chances[count + 1] = chances[count] * more_likely
        if chances[count + 1] < NEGLIGIBLE:
            break
    for count in range(likeliest, least, -1):
        less_likely = count * (everyone - drawn - winners + count) / ((drawn - count + 1) * (winners - count + 1))
        chances[count - 1] = chances[count] * less_likely
        if chances[count - 1] < NEGLIGIBLE:
            break
    own = min(max(round(won), least), most)
    below = math.fsum(chance for count, chance in chances.items() if count <= own)
    above = math.fsum(chance for count, chance in chances.items() if count >= own)
    return min(1.0, 2 * min(below, above) / math.fsum(chances.values()))


def holm(values: Sequence[float]) -> list[float]:
    """Correct p values so that their threshold holds for all of them together."""
    corrected, highest = list(values), 0.0
    for step, index in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        highest = max(highest, min(1.0, (len(values) - step) * values[index]))
        corrected[index] = highest
    return corrected


def others_of(pairs: Step) -> list[tuple[float, float]]:
    """Return won and tried of all other channels together."""
    won, tried = (sums_of_others([0.0 if pair is None else pair[side] for pair in pairs]) for side in (0, 1))
    return list(zip(won, tried, strict=True))


def _against_others(pairs: Step) -> list[float | None]:
    return [
        None if own is None or others[1] <= 0 or own[1] <= 0 or others[0] > others[1] or own[0] > own[1] else fisher(*own, *others)
        for own, others in zip(pairs, others_of(pairs), strict=True)
    ]
