"""What the columns of a tidy table hold, and what they may be called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sheetkpi.translation import Language, Translatable

Kind = Literal["text", "date", "count", "money", "spend"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood."""

    title: Translatable
    kind: Kind
    words: Mapping[Language, tuple[str, ...]]
    divisors: Mapping[str, float] = field(default_factory=dict)
    stand_in: str | None = None
    is_required: bool = False
