"""What the columns of a tidy table hold, and what they may be called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sheetkpi.translation import Translatable

Kind = Literal["text", "date", "count", "money", "spend"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood.

    Args:
        title: What it is called in messages.
        kind: What its cells hold; neither a count nor what was spent is ever negative.
        english: What exports call it in English; the first is the usual name.
        russian: What they call it in Russian.
        divisors: Names whose numbers are in a smaller unit, and how many of it make one.
        stand_in: The column that is read where a table has this one not: a campaign is a channel too.
        is_required: Whether there is no table without it.
    """

    title: Translatable
    kind: Kind
    english: tuple[str, ...]
    russian: tuple[str, ...]
    divisors: Mapping[str, float] = field(default_factory=dict)
    stand_in: str | None = None
    is_required: bool = False
