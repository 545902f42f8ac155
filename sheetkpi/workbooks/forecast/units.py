"""What stands in the column of units."""

from collections.abc import Mapping

from sheetkpi.translation import Label
from sheetkpi.workbooks.book import At, Content, Formula
from sheetkpi.workbooks.forecast.guards import passed

_WORDS: Mapping[str, Content] = {
    "share": "%",
    "ratio": "×",
    "count": Label("pcs"),
    "hours": Label("h"),
    "times": Label("a year"),
    "years": Label("yrs"),
}


def unit_of(unit: str, currency: At) -> Content:
    """The sign of the currency for money, else a word."""
    return Formula(passed(currency.full)) if unit == "money" else _WORDS[unit]
