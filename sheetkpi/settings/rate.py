"""Rates, written as in ``600/minute``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_SECONDS: Mapping[str, int] = {
    "s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "d": 86400, "day": 86400,
}  # fmt: skip
_UNITS: Mapping[int, str] = {1: "second", 60: "minute", 3600: "hour", 86400: "day"}
_RATE = re.compile(r"([1-9][0-9]{0,11})\s*(?:/|\s+per\s+)\s*([a-z]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rate:
    """A number of requests or cells in a window of time; all of them may come at once."""

    amount: int
    seconds: int

    def __str__(self) -> str:
        return f"{self.amount}/{_UNITS[self.seconds]}"


def rate_of(text: str) -> Rate:
    """Return the rate that the text says; raise a ValueError if it says none.

    >>> str(rate_of("600/minute")), str(rate_of("5 / s")), str(rate_of("1000 per hour"))
    ('600/minute', '5/second', '1000/hour')
    """
    found = _RATE.fullmatch(text.strip())
    if found is None or found[2].lower() not in _SECONDS:
        raise ValueError(text)
    return Rate(int(found[1]), _SECONDS[found[2].lower()])
