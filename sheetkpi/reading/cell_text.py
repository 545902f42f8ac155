"""A cell as a person or a file writes it: ``0,3``, ``30%``, ``1 200,50 ₽``, ``31.01.2026``, or a text."""

import datetime
import re

_SPACE = "[ \u00a0\u202f]"
_CURRENCY = r"₽|руб(?:\.|лей|ля|ль)?|р\.?|RUB|RUR|\$|USD|€|EUR|£|GBP|₸|₴|Br"

#: An amount of money: the currency before or behind the number.
_MONEY = re.compile(
    rf"(?P<sign>-?)(?P<before>{_CURRENCY})?\s?(?P<number>[-+]?\d.*?|[-+]?[.,]\d+)\s?(?P<behind>{_CURRENCY})?", re.IGNORECASE
)
#: A number as people write it: ``0,3``, ``−5``, ``1 200 000.50``, ``30 %``; the groups may be parted by a no-break space.
_NUMBER = re.compile(
    rf"(?P<mantissa>[-+]?(?=[.,]?\d)(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d*)(?:[.,]\d*)?)(?:e(?P<exponent>[-+]?\d{{1,3}}))?(?P<percent>\s?%)?",
    re.IGNORECASE,
)
#: Groups parted by commas or points, surely: there are several, or the other sign stands before the decimals.
_GROUPS = re.compile(r"[-+]?\d{1,3}(?:(?:,\d{3})+\.\d*|(?:,\d{3}){2,}|(?:\.\d{3})+,\d*|(?:\.\d{3}){2,})")
#: ``100,000`` is a hundred thousand to one reader and a hundred to another.
_ONE_COMMA = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}%?")
_ONE_POINT = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
)


def read_text(text: str, *, decimal: str) -> float | datetime.date | str | None:
    """A cell that was written as text: a number, a percentage, an amount of money, a date, or else the text."""
    text = text.strip()
    number = _number(text.replace("−", "-"), decimal)
    return _date(text) or text or None if number is None else number


def _number(text: str, decimal: str) -> float | None:
    money = _MONEY.fullmatch(text)
    has_currency = bool(money and (money["before"] or money["behind"]))
    if money and has_currency:
        text = money["sign"] + money["number"]
    if _GROUPS.fullmatch(text):
        return float(_without_groups(text))
    if _ONE_COMMA.fullmatch(text):
        if money and money["before"]:  # $1,200: nobody who writes the sign in front writes decimal commas
            return float(text.replace(",", ""))
        if decimal != ",":
            return None
    if has_currency and (_ONE_COMMA.fullmatch(text) or _ONE_POINT.fullmatch(text)):
        return None  # no currency has three decimals
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    mantissa = re.sub(r"\s", "", found["mantissa"]).replace(",", ".")
    exponent = int(found["exponent"] or 0) - (2 if found["percent"] else 0)
    return float(f"{mantissa}e{exponent}")


def _without_groups(text: str) -> str:
    """``1200000.50`` of ``1.200.000,50``: the sign that comes first parts the groups."""
    groups = next(sign for sign in text if sign in ",.")
    return text.replace(groups, "").replace(",", ".")


def _date(text: str) -> datetime.date | None:
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            try:
                return datetime.date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:  # 31 February
                return None
    return None
