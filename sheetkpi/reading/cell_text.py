"""A cell as a person types it: ``0,3``, ``30%``, ``1 200,50 ₽``, ``31.01.2026``, or a text."""

from sheetkpi.reading.dates import AmbiguousDate, Dates, NoDate
from sheetkpi.reading.numbers import number_in


def read_text(text: str, *, decimal: str) -> float | str | None:
    """A cell that was written as text: a number, a percentage, an amount of money, the serial number of a date, or else the text.

    Raises:
        AmbiguousDate: It could be either of two dates.
    """
    text = text.strip()
    number = number_in(text, decimal=decimal)
    if number is not None or not text:
        return number
    if text[0].isdigit() and any(sign in text for sign in ".-/ "):
        try:
            return Dates().moment(text).serial
        except AmbiguousDate:
            raise
        except NoDate:
            pass
    return text
