"""Kinds of values: unit, number format and limits.

A KPI's parameter is annotated ``Arg[Money, "What the marketing cost"]``. Values are
typed ``Any`` on purpose: the same formula runs on numbers, on symbols that are printed
as an Excel formula, and on columns.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Literal, TypeVar, get_args

#: How far a number may be beyond a limit: 0.8 + 0.05 + 0.05 + 0.1 is 1.0000000000000002, and is meant to be 1.
BEYOND_LIMIT = 1e-9


@dataclass(frozen=True, slots=True)
class Kind:
    """The meaning of a value."""

    name: str
    unit: str
    number_format: str
    low: float | None = None
    high: float | None = None
    holds: Literal["number", "text", "anything"] = "number"
    skips_text: bool = False

    @property
    def is_limited(self) -> bool:
        """Whether there are limits."""
        return self.low is not None or self.high is not None

    def admits(self, number: float) -> bool:
        """Whether a number is within the limits."""
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)

    def clamped(self, number: float) -> float | None:
        """Return a number, or the limit that only binary rounding carried it over; None if it is outside the limits."""
        if self.low is not None and number < self.low:
            return float(self.low) if number >= self.low - BEYOND_LIMIT else None
        if self.high is not None and number > self.high:
            return float(self.high) if number <= self.high + BEYOND_LIMIT else None
        return number


#: The number formats of cells with anything, and with text.
GENERAL, TEXT = "General", "@"


class Shape(Enum):
    """The part of a sheet that an argument takes."""

    CELL = "cell"  # one value; a range calculates cell by cell
    COLUMN = "column"  # a whole range that is read together
    ROW = "row"  # a range that runs to the right
    TABLE = "table"  # a range with a header row


@dataclass(frozen=True, slots=True)
class Options:
    """The words that a text argument accepts."""

    words: tuple[str, ...]


def one_of(*words: str) -> Options:
    """Declare the options of a text argument, in its annotation next to the kind."""
    return Options(words)


Value = TypeVar("Value")
Column = Annotated[Value, Shape.COLUMN]
Row = Annotated[Value, Shape.ROW]

Money = Annotated[Any, Kind("money", "money", "#,##0.00")]
Price = Annotated[Any, Kind("price", "money", "#,##0.00", low=0)]
Count = Annotated[Any, Kind("count", "count", "#,##0", low=0)]
Share = Annotated[Any, Kind("share", "share from 0 to 1", "0.0%", low=0, high=1)]
Confidence = Annotated[Any, Kind("confidence", "share below 1, usually 0.95", "0.0%", low=0.01, high=0.999999)]
Growth = Annotated[Any, Kind("growth", "share; 0.2 is 20%", "0.0%", low=-1)]
Ratio = Annotated[Any, Kind("ratio", "ratio", "0.00")]
Multiple = Annotated[Any, Kind("multiple", "times", "0.00", low=0)]
Number = Annotated[Any, Kind("number", "number", "#,##0.##")]
Points = Annotated[Any, Kind("points", "points", "0", low=-100, high=100)]
BonusPoints = Annotated[Any, Kind("bonus points", "bonus points", "#,##0", low=0)]
Variation = Annotated[Any, Kind("variation", "standard deviation / mean", "0.00", low=0, high=4)]
Score = Annotated[Any, Kind("score", "score from 0 to 10", "0", low=0, high=10, skips_text=True)]
Probability = Annotated[Any, Kind("probability", "probability from 0 to 1", "0.000", low=0, high=1)]
Date = Annotated[Any, Kind("date", "date", "yyyy-mm-dd", low=0)]
Days = Annotated[Any, Kind("days", "days", "0.0", low=0)]
Hours = Annotated[Any, Kind("hours", "hours", "0.0", low=0)]
Months = Annotated[Any, Kind("months", "months", "0.0", low=0)]
Years = Annotated[Any, Kind("years", "years", "0.0", low=0)]
Text = Annotated[Any, Kind("text", "text", TEXT, holds="text")]
Choice = Annotated[Any, Kind("choice", "one of the words", TEXT, holds="text")]
TableRange = Annotated[Any, Kind("table", "table with a header row", GENERAL, holds="anything"), Shape.TABLE]

#: The return type of a KPI with several named numbers.
Figures = dict[str, Any]


def kind_of(annotation: Any) -> Kind:
    """Return the kind in an annotation such as ``Money`` or ``Column[Money]``."""
    kind: Kind = next(word for word in get_args(annotation)[1:] if isinstance(word, Kind))
    return kind
