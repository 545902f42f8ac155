"""Dates and periods as programs and people write them; a date that could be either of two days is refused."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sheetkpi.locale import LOCALES
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message

#: Day 0 of a spreadsheet.
FIRST_DAY = datetime.date(1899, 12, 30)
#: Nothing that a marketer exports lies outside.
EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)

#: No date or period is written longer.
LONGEST = 80

#: Which comes first in ``01/02/2026``.
Order = Literal["day", "month"]

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<sec>\d{2})(?:[.,]\d+)?)?(?:\s?(?P<half>[ap])\.?m\.?)?"
_TIME = rf"(?:[T ,]+{_CLOCK}(?:\s?(?:Z|UTC|GMT)?(?:\s?[-+]\d\d:?\d\d)?(?:\s?[A-Z]{{2,5}})?)?)?"
_OF_YEAR = r"(?:\s?г(?:\.|ода)?)?"
_YEAR = r"(?P<year>\d{4}|'?\d\d)"
_NAME = r"(?P<name>[^\W\d_]{3,})\.?"

_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}))?{_TIME}", re.IGNORECASE)
_DIGITS = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)?")
_DOTTED = re.compile(rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}{_OF_YEAR}{_TIME}", re.IGNORECASE)
_SLASHED = re.compile(rf"(?P<first>\d{{1,2}})[/-](?P<second>\d{{1,2}})[/-](?P<year>\d{{4}}|\d\d){_TIME}", re.IGNORECASE)
_MONTH_OF_YEAR = re.compile(r"(?P<month>\d{1,2})[./-](?P<year>\d{4})")
_WEEK = re.compile(
    r"(?P<year>\d{4})[ -]?w(?P<week>\d{1,2})"
    r"|(?:w(?:eek)? ?(?P<week_before>\d{1,2})|(?P<week_ru>\d{1,2})(?:[- ]?я)? неделя)[ ,-]+(?P<year_behind>\d{4})(?:\s?г(?:\.|ода)?)?",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    r"(?P<year>\d{4})[ -]?q(?P<quarter>[1-4])"
    r"|(?:q(?P<quarter_before>[1-4])|(?P<quarter_ru>[1-4]|iv|i{1,3})[ -]?(?:й )?кв(?:артал)?\.?)[ ,-]*(?P<year_behind>\d{4})"
    r"(?:\s?г(?:\.|ода)?)?",
    re.IGNORECASE,
)
_NAMED = (
    re.compile(rf"(?P<day>\d{{1,2}})[ .-]+{_NAME}[ ,.-]+{_YEAR}{_OF_YEAR}{_TIME}", re.IGNORECASE),
    re.compile(rf"{_NAME} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_TIME}", re.IGNORECASE),
    re.compile(rf"{_NAME}(?:[ ,.'’/-]+(?P<year>\d{{4}})|[.'’-]['’]?(?P<short_year>\d\d)){_OF_YEAR}", re.IGNORECASE),
)
_DAYS = "|".join(day for locale in LOCALES.values() for day in locale.weekdays)
_WEEKDAY = re.compile(rf"(?:{_DAYS})[^\W\d_]*\.?,?\s+(?=.*\d{{4}})")
_IN_BRACKETS = re.compile(rf"\s\((?:{_DAYS})[^\W\d_]*\.?\)$", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:с |from )?(?P<first>.+?)"
    r"(?:\s+[-–—]\s+|\s*[–—]\s*|\s+(?:to|по)\s+|\s*\.\.\.?\s*|(?<=\d{4}-\d\d-\d\d)[/-](?=\d{4}-)|(?<=\.\d{4})-(?=\d{1,2}\.))"
    r"(?P<last>.+)"
)
_RANGE_OF_DIGITS = re.compile(r"(?P<first>\d{8})-(?P<last>\d{8})")
_DAYS_OF_MONTH = re.compile(
    r"(?P<first>\d{1,2})\s?[-–—]\s?(?P<last>\d{1,2})(?P<rest>(?:[ .]\D|\.\d).*\d{4}.*)"
    r"|(?P<month>[^\W\d_]{3,}\.?) (?P<first_day>\d{1,2})\s?[-–—]\s?(?P<last_day>\d{1,2}),? (?P<year>\d{4})"
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
    """A cell doesn't hold a date."""


class AmbiguousDate(NoDate):
    """A cell could hold either of two dates."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time of day if the cell has one."""

    day: datetime.date
    seconds: int | None = None

    @property
    def serial(self) -> float:
        """The moment as a spreadsheet counts it."""
        return float((self.day - FIRST_DAY).days) + (self.seconds or 0) / 86_400


@dataclass(slots=True)
class Dates:
    """How a column writes its dates."""

    order: Order | None = None

    @classmethod
    def of(cls, cells: Iterable[object], order: Order | None = None) -> "Dates":
        """Find the order of day and month: 01/31/2026 shows it for the whole column."""
        if order:
            return cls(order)
        orders: set[Order] = set()
        for cell in cells:
            found = _SLASHED.match(cell.strip()) if isinstance(cell, str) else None
            if found and int(found["first"]) > 12 >= int(found["second"]):
                orders.add("day")
            elif found and int(found["second"]) > 12 >= int(found["first"]):
                orders.add("month")
        return cls(orders.pop() if len(orders) == 1 else None)

    def read(self, cell: object) -> float:
        """The day of a date, or the first day of a period, as the serial number of a spreadsheet.

        Raises:
            NoDate: It isn't a date, could be either of two, or is outside 1990–2099.
        """
        return float((self.moment(cell).day - FIRST_DAY).days)

    def moment(self, cell: object) -> Moment:
        """A date with its time of day.

        Raises:
            NoDate: It isn't a date, could be either of two, or is outside 1990–2099.
        """
        found = self._moment(cell)
        if found is None:
            raise NoDate(Message("“{text}” is not a date. Write it as 2026-01-31 or 31.01.2026.", text=shortened(cell)))
        if not EARLIEST <= found.day <= LATEST:
            raise NoDate(Message("the date {date} cannot be right. Correct the year.", date=found.day.isoformat()))
        return found

    def _moment(self, cell: object) -> Moment | None:
        if isinstance(cell, datetime.datetime):
            seconds = (cell.hour * 60 + cell.minute) * 60 + cell.second
            return Moment(cell.date(), seconds or None)
        if isinstance(cell, datetime.date):
            return Moment(cell)
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            return _of_number(float(cell))
        return self._of_text(_IN_BRACKETS.sub("", " ".join(cell.split()))) if isinstance(cell, str) else None

    def _of_text(self, text: str) -> Moment | None:
        if len(text) > LONGEST:
            return None
        for read in (_of_digits, _of_week_or_quarter, _with_name_of_month, self._with_slashes):
            found = read(text)
            if found:
                return found
        if _SERIAL.fullmatch(text):
            return _of_number(float(text.replace(",", ".")))
        return self._of_period(text.casefold())

    def _with_slashes(self, text: str) -> Moment | None:
        found = _SLASHED.fullmatch(text)
        return _at(self._slashed(text, found), found) if found else None

    def _of_period(self, text: str) -> Moment | None:
        """The first day of “27.07.2026 – 02.08.2026” or “1–7 August 2026”; a date behind a weekday."""
        if found := _DAYS_OF_MONTH.fullmatch(text):
            first, last, year = found["first"] or found["first_day"], found["last"] or found["last_day"], found["year"]
            moment = self._of_text(f"{found['month']} {first}, {year}" if year else first + found["rest"])
            return moment if int(first) <= int(last) else None
        if found := _RANGE_OF_DIGITS.fullmatch(text) or _RANGE.fullmatch(text):
            if self.order is None and (order := Dates.of(found.groupdict().values()).order):
                return Dates(order)._of_period(text)
            last = self._of_text(found["last"])
            if found["first"].isdecimal() and len(found["first"]) < len("2026"):  # a day whose month nobody says, or a month
                return None
            first = self._of_text(found["first"]) or (self._without_year(found["first"], last.day.year) if last else None)
            return Moment(first.day) if first and last and first.day <= last.day else None
        found = _WEEKDAY.match(text)
        return self._of_text(text[found.end() :]) if found else None

    def _without_year(self, text: str, year: int) -> Moment | None:
        """The first day of “27.07 – 02.08.2026” or “Aug 1 - Aug 31, 2026”, whose year comes at the end."""
        candidates = (self._of_text(text.rstrip(".") + sign + str(year)) for sign in (".", ", ", " "))
        return next((moment for moment in candidates if moment), None)

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


#: Words of lines that name the period of a table, of those that name another one, and of those that say when it was made.
_NAMES_PERIOD = re.compile(r"period|период|start|начал|date range|диапазон|\bза\b|\bfor\b|\bfrom\b", re.IGNORECASE)
_NAMES_ANOTHER = re.compile(
    r"compar|сравн|\bvs\b|previous|прошл|предыдущ|\bend\b|\bends\b|конец|оконч|generated|created|exported|downloaded|updated|сформир|выгру|созда|обновл",
    re.IGNORECASE,
)


def period_in(line: str) -> float | None:
    """The first day of a period that a line above a table names: “Период: 01.08.2026 - 31.08.2026”, “Marketing August 2026”.

    A single day counts only where the line says that it is the period; a line on a comparison or on the making of the report names none.
    """
    text = " ".join(line.strip().lstrip("#").split())
    if len(text) > 4 * LONGEST:
        return None
    if _NAMES_ANOTHER.search(text) or not re.search(r"\d{4}", text):
        return None
    words = text.split(" ")
    for start in range(len(words)):
        before, period = " ".join(words[:start]), " ".join(words[start:])
        if re.search(r"\d", before) or _SERIAL.fullmatch(period):
            return None
        try:
            day = Dates().read(period)
        except NoDate:
            continue
        return day if _NAMES_PERIOD.search(before) or not _is_one_day(period) else None
    return None


def days_in(cell: object) -> int:
    """About how many days a cell names: 1 for a date, 7 for a week, 31 for a month or a range, 92 for a quarter."""
    text = " ".join(cell.split()) if isinstance(cell, str) else ""
    if not text or _is_one_day(text):
        return 1
    return 7 if _WEEK.fullmatch(text) else 92 if _QUARTER.fullmatch(text) else 31


def is_range(text: str) -> bool:
    """Whether a text names a first and a last day."""
    return any(pattern.fullmatch(text) for pattern in (_RANGE, _RANGE_OF_DIGITS, _DAYS_OF_MONTH))


def _is_one_day(text: str) -> bool:
    """Whether a text is a date rather than a range, a week, a month or a quarter."""
    is_month = _MONTH_OF_YEAR.fullmatch(text) or re.fullmatch(r"(?:19|20)\d{4}|\d{4}[-/.]\d{1,2}", text) or _NAMED[2].fullmatch(text)
    return not (is_month or is_range(text) or _WEEK.fullmatch(text) or _QUARTER.fullmatch(text))


def shortened(cell: object) -> str:
    """A cell as a message shows it."""
    text = " ".join(str(cell).split())
    return text if len(text) <= 40 else text[:39] + "…"


def _of_digits(text: str) -> Moment | None:
    for pattern in (_YEAR_FIRST, _DIGITS, _DOTTED, _MONTH_OF_YEAR):
        if found := pattern.fullmatch(text):
            return _at(_date(found["year"], found["month"], found.groupdict().get("day") or "1"), found)
    return None


def _of_week_or_quarter(text: str) -> Moment | None:
    if found := _WEEK.fullmatch(text):
        return _at(_monday(found["year"] or found["year_behind"], found["week"] or found["week_before"] or found["week_ru"]))
    if found := _QUARTER.fullmatch(text):
        number = (found["quarter"] or found["quarter_before"] or found["quarter_ru"]).lower()
        quarter = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(number) or int(number)
        return _at(_date(found["year"] or found["year_behind"], str(3 * quarter - 2), "1"))
    return None


def _with_name_of_month(text: str) -> Moment | None:
    for pattern in _NAMED:
        found = pattern.fullmatch(text)
        month = _MONTHS.get(found["name"][:3].casefold()) if found else None
        if found and month:
            groups = found.groupdict()
            year = (groups["year"] or groups["short_year"]).lstrip("'")
            return _at(_date(year, str(month), groups.get("day") or "1"), found)
    return None


def _at(day: datetime.date | None, found: re.Match[str] | None = None) -> Moment | None:
    if day is None:
        return None
    clock = found.groupdict() if found else {}
    if not clock.get("hour"):
        return Moment(day)
    hour = int(clock["hour"]) % 12 + (12 if clock["half"].casefold() == "p" else 0) if clock["half"] else int(clock["hour"])
    seconds = (hour * 60 + int(clock["minute"])) * 60 + int(clock["sec"] or 0)
    return Moment(day, seconds) if seconds < 86_400 else None


def _of_number(number: float) -> Moment | None:
    """A serial number, or 20260131, or 202601."""
    for digits, low, high in ((8, 19_900_101, 20_991_231), (6, 199_001, 209_912)):
        if low <= number <= high and number.is_integer():
            text = str(int(number))
            return _at(_date(text[:4], text[4:6], text[6:] if digits == 8 else "1"))
    whole = int(number) if -1e6 < number < 1e6 else 0
    if not (EARLIEST - FIRST_DAY).days <= whole <= (LATEST - FIRST_DAY).days:
        return None
    return Moment(FIRST_DAY + datetime.timedelta(days=whole), round((number - whole) * 86_400) or None)


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year.lstrip("'")) + (2000 if len(year.lstrip("'")) == 2 else 0), int(month), int(day))
    except ValueError:  # 31 February
        return None


def _monday(year: str, week: str) -> datetime.date | None:
    try:
        return datetime.date.fromisocalendar(int(year), int(week), 1)
    except ValueError:  # week 54
        return None
