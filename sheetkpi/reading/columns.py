"""What the columns of a tidy table hold, and what they may be called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sheetkpi.translation import Language, Translatable

Kind = Literal["text", "date", "count", "money", "spend"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood.

    Args:
        title: What it is called in messages.
        kind: What its cells hold; neither a count nor what was spent is ever negative.
        words: What exports call it, by the language; the first is the usual name.
        divisors: Names whose numbers are in a smaller unit, and how many of it make one.
        stand_in: The column that is read where a table has this one not: a campaign is a channel too.
        is_required: Whether there is no table without it.
    """

    title: Translatable
    kind: Kind
    words: Mapping[Language, tuple[str, ...]]
    divisors: Mapping[str, float] = field(default_factory=dict)
    stand_in: str | None = None
    is_required: bool = False
