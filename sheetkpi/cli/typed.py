"""A cell as a person or a file writes it: ``0,3``, ``30%``, ``2026-01-31``, or a text."""

import datetime
import re

#: A number as people write it: ``0,3``, ``−5``, ``1 200 000.50``, ``30 %``; the groups may be parted by a no-break space.
_NUMBER = re.compile(
    r"(?P<mantissa>[-+]?(?=[.,]?\d)(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d*)(?:[.,]\d*)?)(?:e(?P<exponent>[-+]?\d{1,3}))?(?P<percent>\s?%)?",
    re.IGNORECASE,
)
#: ``100,000`` is a hundred thousand to one reader and a hundred to another.
_GROUPED_BY_COMMAS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}%?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def read_text(text: str, *, decimal_comma: bool) -> float | datetime.date | str | None:
    """A cell that was written as text: a number, a percentage, a date such as 2026-01-31, or else the text.

    Args:
        text: What is written.
        decimal_comma: Whether ``1,000`` is surely one. Where it is not, it stays a text, and the KPI
            refuses it: a wrong number would not be noticed.
    """
    text = text.strip()
    found = _NUMBER.fullmatch(text.replace("−", "-"))
    if found and (decimal_comma or not _GROUPED_BY_COMMAS.fullmatch(text)):
        mantissa = re.sub(r"\s", "", found["mantissa"]).replace(",", ".")
        exponent = int(found["exponent"] or 0) - (2 if found["percent"] else 0)
        return float(f"{mantissa}e{exponent}")
    if _DATE.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:  # 2026-02-31
            return text
    return text or None
