"""Numbers as programs and people write them; a number that could be either of two is refused."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

from sheetkpi.locale import LOCALES
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.dates import shortened
from sheetkpi.reading.fields import CellKind
from sheetkpi.reading.header import currency_of
from sheetkpi.translation import Message

#: What a comma does in a number.
Comma = Literal["decimals", "thousands"]

#: Kinds of cells that count.
_COUNTS = frozenset({"count", "whole"})
#: Sums of larger ones are no longer exact.
LARGEST = 1e15
#: What programs write for “nothing”.
BLANKS = frozenset({"", "-", "--", "---", "–", "—", *(word for locale in LOCALES.values() for word in locale.blanks)})
#: How a blank may begin: most cells are told apart by their first sign.
_FIRST_OF_BLANKS = frozenset(
    {"", *" \t\n\r\xa0\u2009\u202f\ufeff", *(blank[:1] for blank in BLANKS), *(blank[:1].upper() for blank in BLANKS)}
)
#: A number that needs no second look.
_PLAIN = re.compile(r"\d{1,15}(?:[.,]\d{1,2})?")
_DIGITS = re.compile(r"\d{1,15}")
#: Small counts that systems hide: ``<5``, ``< 10%``.
_MASKED = re.compile(r"<\s?\d+\s?%?")

#: What people write behind a count.
_PIECES = re.compile(r"(?<=\d)\s?(?:шт|чел|pcs|pc)\.?$", re.IGNORECASE)

_SPACE = "[ \u00a0\u2009\u202f'’]"
_CURRENCY = r"₽|руб(?:\.|лей|ля|ль)?|р\.?|RUB|RUR|\$|USD|€|EUR|£|GBP|₸|₴|Br"
#: An amount of money: the currency before or behind the number.
_MONEY = re.compile(
    rf"(?P<sign>-?)(?P<before>{_CURRENCY})?\s?(?P<number>[-+]?\d.*?|[-+]?[.,]\d+)\s?(?P<behind>{_CURRENCY})?", re.IGNORECASE
)
#: ``0,3``, ``5``, ``1 200 000.50``, ``30 %``; groups may be separated by a no-break space.
_NUMBER = re.compile(
    rf"(?P<mantissa>[-+]?(?=[.,]?\d)(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d*)(?:[.,]\d*)?)(?:e(?P<exponent>[-+]?\d{{1,3}}))?(?P<percent>\s?%)?",
    re.IGNORECASE,
)
#: Groups separated by commas or points, surely: there are several, or the other sign comes before the decimals.
_GROUPS = re.compile(r"[-+]?\d{1,3}(?:(?:,\d{3})+\.\d*|(?:,\d{3}){2,}|(?:\.\d{3})+,\d*|(?:\.\d{3}){2,})")
#: ``100,000`` is a hundred thousand to one reader and a hundred to another.
_ONE_COMMA = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}%?")
_ONE_POINT = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")

_HAS_CURRENCY = re.compile(rf"(?:{_CURRENCY})\s*$|^\s*(?:{_CURRENCY})", re.IGNORECASE)

#: How many signs a decimal comma and its digits take at most, where thousands take more.
_AFTER_DECIMAL = 3

_MONEY_SIGN = r"[^\d,.\s+-]{0,4}\s?"
_MAY_BE_EITHER = re.compile(rf"[-+−]?{_MONEY_SIGN}[1-9]\d{{0,2}},\d{{3}}\s?{_MONEY_SIGN}%?")
_POINT_MAY_BE_EITHER = re.compile(rf"[-+−]?{_MONEY_SIGN}[1-9]\d{{0,2}}\.\d{{3}}\s?{_MONEY_SIGN}")
#: 12,5 and 1 234,567; 0,305; 1234,567; 1.234,5.
_DECIMALS = re.compile(r"\d,(?:\d{1,2}|\d{4,})(?!\d)|(?<![\d,.])0,\d|(?:[. \u00a0\u202f]\d{3}|\d{4}),\d")
#: 1,234.5; 1,234,567; $1,200: nobody who writes the sign in front writes decimal commas.
_THOUSANDS = re.compile(r"\d,\d{3}(?:\.\d|,\d{3})|^[-+−]?[$£]\s?\d{1,3},\d{3}")
#: 12.5; 0.305; 1234.567; 1,234.5.
_DECIMAL_POINT = re.compile(r"\d\.(?:\d{1,2}|\d{4,})(?!\d)|(?<![\d,.])0\.\d|(?:,\d{3}|\d{4})\.\d")


class NoNumber(SheetKpiError):
    """A cell doesn't hold a number, could hold either of two, or holds one that its column can't take."""


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing, or what programs write for nothing."""
    if cell is None or not isinstance(cell, str):
        return cell is None
    return cell[:1] in _FIRST_OF_BLANKS and cell.strip().casefold() in BLANKS


def is_masked(cell: object) -> bool:
    """Whether a system hides a small number: ``<5``."""
    return isinstance(cell, str) and _MASKED.fullmatch(cell.strip()) is not None


def currencies_in(cell: object) -> set[str]:
    """The codes of the currencies whose signs are in a cell."""
    if not isinstance(cell, str) or (cell[:1].isdigit() and cell[-1:].isdigit()) or not _HAS_CURRENCY.search(cell):
        return set()
    return {code for sign in re.findall(_CURRENCY, cell, re.IGNORECASE) if (code := currency_of(sign))}


def plain_numbers(cells: Iterable[object], kind: CellKind) -> dict[object, Any]:
    """The numbers of those cells that hold nothing but a few digits, which need no second look."""
    plain = _PLAIN if kind in ("money", "spend") else _DIGITS if kind in _COUNTS else None
    if plain is None:
        return {}
    return {cell: float(cell.replace(",", ".")) for cell in cells if isinstance(cell, str) and plain.fullmatch(cell)}


def number_in(text: str, *, decimal: str) -> float | None:
    """The number that a text is: ``0,3``, ``30%``, ``1 200,50 ₽``; None where it is none, or could be either of two.

    >>> number_in("1 200,50 ₽", decimal=","), number_in("30%", decimal="."), number_in("12a", decimal=".")
    (1200.5, 0.3, None)
    """
    text = text.strip().replace("−", "-")
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
    mantissa = re.sub(r"[\s'’]", "", found["mantissa"]).replace(",", ".")
    exponent = int(found["exponent"] or 0) - (2 if found["percent"] else 0)
    return float(f"{mantissa}e{exponent}")


def _without_groups(text: str) -> str:
    """``1200000.50`` of ``1.200.000,50``: the sign that comes first separates the groups."""
    groups = next(sign for sign in text if sign in ",.")
    return text.replace(groups, "").replace(",", ".")


@dataclass(slots=True)
class Numbers:
    """How a file writes its numbers: what commas and points do, as its cells show it, or else as files of its form usually do."""

    comma: Comma | None
    usual_comma: Comma | None
    has_decimal_points: bool
    is_said: bool = False

    @classmethod
    def of(cls, cells: Iterable[object], usual_comma: Comma | None, decimal: str | None = None) -> "Numbers":
        """Find what commas and points do: 12,5 shows it for all other numbers of the file."""
        if decimal:
            return cls("decimals" if decimal == "," else "thousands", None, decimal == ".", is_said=True)
        shown: set[Comma] = set()
        has_decimal_points = False
        for cell in cells:
            if not isinstance(cell, str):
                continue
            if "." in cell and not has_decimal_points:
                has_decimal_points = _DECIMAL_POINT.search(cell.strip()) is not None
            if "," in cell and not ("decimals" in shown and "." not in cell and len(cell) - cell.rfind(",") <= _AFTER_DECIMAL):
                text = cell.strip()
                if _THOUSANDS.search(text):
                    shown.add("thousands")
                elif _DECIMALS.search(text):
                    shown.add("decimals")
        return cls(shown.pop() if len(shown) == 1 else None, usual_comma, has_decimal_points)

    def read(self, cell: object, kind: CellKind) -> float | None:
        """The number in a cell; None where it is blank.

        Raises:
            NoNumber: There is something else, or a number that is impossible there.
        """
        if cell.__class__ is str and _PLAIN.fullmatch(cell):
            number: float | None = float(cell.replace(",", "."))
        elif is_blank(cell) or is_masked(cell):
            return None
        else:
            number = self._number(cell, kind)
        if number is None:
            raise NoNumber(Message("“{text}” is not a number. Write one, or leave the cell blank.", text=shortened(cell)))
        if not isfinite(number) or abs(number) > LARGEST:
            raise NoNumber(Message("{number} is too large to be right. Correct it.", number=shortened(cell)))
        if number < 0 and kind not in ("money", "share"):
            raise NoNumber(Message("{number} is negative. Check the sign.", number=shortened(cell)))
        if kind == "whole" and not number.is_integer():
            raise NoNumber(Message("{number} is not a whole number. Correct it.", number=shortened(cell)))
        if kind == "share" and not -1 <= number <= 1:
            raise NoNumber(Message("{number} is not a share. Write 30% as 0.3 or 30%.", number=shortened(cell)))
        return number

    def _number(self, cell: object, kind: CellKind) -> float | None:
        if isinstance(cell, bool | datetime.date | datetime.time | datetime.timedelta):
            return None
        if isinstance(cell, int | float):
            return float(cell)
        text = str(cell).strip()
        if _PLAIN.fullmatch(text):
            return float(text.replace(",", "."))
        if kind in _COUNTS:
            text = _PIECES.sub("", text)
        if kind in _COUNTS and _HAS_CURRENCY.search(text):
            raise NoNumber(Message("“{text}” is an amount of money. This column takes counts.", text=shortened(text)))
        if "%" in text and kind != "share":
            raise NoNumber(Message("“{text}” is a percentage. This column takes amounts.", text=shortened(text)))
        if _MAY_BE_EITHER.fullmatch(text):
            text = self._with_one_comma(text, kind)
        elif _POINT_MAY_BE_EITHER.fullmatch(text) and (self.comma == "decimals" or (kind in _COUNTS and not self.has_decimal_points)):
            if not self.is_said:
                raise _either(text, text.replace(".", ""), f"{text.replace('.', ',')}0")
            text = text.replace(".", "")
        return number_in(text, decimal=",")

    def _with_one_comma(self, text: str, kind: CellKind) -> str:
        """``1,234`` without its comma, or with a decimal point."""
        thousands, decimals = text.replace(",", ""), text.replace(",", ".")
        if self.comma:
            return thousands if self.comma == "thousands" else decimals
        if kind in _COUNTS and self.usual_comma != "decimals":  # nobody counts in thousandths
            return thousands
        if kind not in _COUNTS and self.usual_comma:
            return thousands if self.usual_comma == "thousands" else decimals
        raise _either(text, thousands, f"{text}0")


def _either(text: str, one: str, other: str) -> NoNumber:
    return NoNumber(Message("“{text}” may be {one} or {other}. Write one of these.", text=shortened(text), one=one, other=other))
