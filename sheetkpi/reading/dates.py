"""Dates as programs and people write them; what may be either of two days is none."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sheetkpi.locale import LOCALES
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message

#: What is counted from by a spreadsheet.
FIRST_DAY = datetime.date(1899, 12, 30)
#: Nothing that a marketer exports lies outside.
EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)

#: Which stands first in ``01/02/2026``.
Order = Literal["day", "month"]

_TIME = r"(?:[T ,]+\d{1,2}:\d{2}.*)?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}))?{_TIME}")
_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)")
_DOTTED = re.compile(rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}|\d\d)(?:\s?г\.?)?{_TIME}")
_SLASHED = re.compile(rf"(?P<first>\d{{1,2}})[/-](?P<second>\d{{1,2}})[/-](?P<year>\d{{4}}|\d\d){_TIME}")
_NAMED = (
    re.compile(rf"(?P<day>\d{{1,2}})[ .-]+(?P<name>[^\W\d_]{{3,}})\.?[ ,.-]+(?P<year>\d{{4}})(?:\s?г\.?)?{_TIME}"),
    re.compile(rf"(?P<name>[a-z]{{3,}})\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}){_TIME}"),
)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
#: How the names of months begin.
_MONTHS = {
    beginning: number
    for locale in LOCALES.values()
    for number, beginnings in enumerate(locale.months, 1)
    for beginning in beginnings.split("|")
}


class NoDate(SheetKpiError):
    """A cell is not a date, or may be either of two."""


class AmbiguousDate(NoDate):
    """It may be either of two dates."""


@dataclass(frozen=True, slots=True)
class Dates:
    """How a column writes its dates."""

    order: Order | None = None

    @classmethod
    def of(cls, cells: Iterable[object]) -> "Dates":
        """Find the order of day and month: 01/31/2026 shows it for all its neighbours."""
        orders: set[Order] = set()
        for cell in cells:
            found = _SLASHED.fullmatch(cell.strip()) if isinstance(cell, str) else None
            if found and int(found["first"]) > 12 >= int(found["second"]):
                orders.add("day")
            elif found and int(found["second"]) > 12 >= int(found["first"]):
                orders.add("month")
        return cls(orders.pop() if len(orders) == 1 else None)

    def read(self, cell: object) -> float:
        """A date as the serial number of a spreadsheet.

        Raises:
            NoDate: It is none, or may be either of two, or lies where nobody's data do.
        """
        day = self._day(cell)
        if day is None:
            raise NoDate(Message("“{text}” is not a date. Write it as 2026-01-31 or 31.01.2026.", text=shortened(cell)))
        if not EARLIEST <= day <= LATEST:
            raise NoDate(Message("the date {date} cannot be right. Correct the year.", date=day.isoformat()))
        return float((day - FIRST_DAY).days)

    def _day(self, cell: object) -> datetime.date | None:
        if isinstance(cell, datetime.datetime):
            return cell.date()
        if isinstance(cell, datetime.date):
            return cell
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            return _of_number(float(cell))
        return self._of_text(cell.strip()) if isinstance(cell, str) else None

    def _of_text(self, text: str) -> datetime.date | None:
        for pattern in (_YEAR_FIRST, _DIGITS, _DOTTED):
            if found := pattern.fullmatch(text):
                return _date(found["year"], found["month"], found["day"] or "1")
        for pattern in _NAMED:
            if (found := pattern.fullmatch(text.casefold())) and (month := _MONTHS.get(found["name"][:3])):
                return _date(found["year"], str(month), found["day"])
        if found := _SLASHED.fullmatch(text):
            return self._slashed(text, found)
        if _SERIAL.fullmatch(text):
            return _of_number(float(text.replace(",", ".")))
        return None

    def _slashed(self, text: str, found: re.Match[str]) -> datetime.date | None:
        day_first = _date(found["year"], found["second"], found["first"])
        month_first = _date(found["year"], found["first"], found["second"])
        if self.order == "day" or month_first is None:
            return day_first
        if self.order == "month" or day_first is None or day_first == month_first:
            return month_first
        raise AmbiguousDate(
            Message(
                "“{text}” may be {one} or {other}. Write the date as {one} or {other}.",
                text=text,
                one=day_first.isoformat(),
                other=month_first.isoformat(),
            )
        )


def shortened(cell: object) -> str:
    """A cell as a message shows it."""
    text = " ".join(str(cell).split())
    return text if len(text) <= 40 else text[:39] + "…"


def _of_number(number: float) -> datetime.date | None:
    """A serial number, or 20260131."""
    if 19_900_101 <= number <= 20_991_231 and number.is_integer():
        text = str(int(number))
        return _date(text[:4], text[4:6], text[6:])
    whole = int(number) if -1e6 < number < 1e6 else 0
    is_plausible = (EARLIEST - FIRST_DAY).days <= whole <= (LATEST - FIRST_DAY).days
    return FIRST_DAY + datetime.timedelta(days=whole) if is_plausible else None


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:  # 31 February
        return None
