"""Numbers as programs and people write them; what may be either of two is none."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from sheetkpi.locale import LOCALES
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.cell_text import read_text
from sheetkpi.reading.columns import Kind
from sheetkpi.reading.dates import shortened
from sheetkpi.translation import Message

#: What a comma does in a number.
Comma = Literal["decimals", "thousands"]

#: Sums of larger ones are no longer exact.
LARGEST = 1e15
#: What programs write for “nothing”.
BLANKS = frozenset({"", "-", "--", "---", "–", "—", *(word for locale in LOCALES.values() for word in locale.blanks)})

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
    """A cell is not a number, may be either of two, or is not possible in its column."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a file writes its numbers."""

    comma: Comma | None = None
    usual_comma: Comma | None = None
    has_decimal_points: bool = False

    @classmethod
    def of(cls, cells: Iterable[object], usual_comma: Comma | None) -> "Numbers":
        """Find what commas and points do: 12,5 shows it for all other numbers of the file."""
        shown: set[Comma] = set()
        has_decimal_points = False
        for cell in cells:
            if isinstance(cell, str):
                text = cell.strip()
                has_decimal_points = has_decimal_points or _DECIMAL_POINT.search(text) is not None
                if _THOUSANDS.search(text):
                    shown.add("thousands")
                elif _DECIMALS.search(text):
                    shown.add("decimals")
        return cls(shown.pop() if len(shown) == 1 else None, usual_comma, has_decimal_points)

    def read(self, cell: object, kind: Kind, divisor: float = 1.0) -> float | None:
        """The number in a cell; None where it is blank.

        Raises:
            NoNumber: There is something else, or a number that cannot be.
        """
        if cell is None or (isinstance(cell, str) and cell.strip().casefold() in BLANKS):
            return None
        number = self._number(cell, kind)
        if number is None:
            raise NoNumber(Message("“{text}” is not a number. Write one, or leave the cell blank.", text=shortened(cell)))
        if not isfinite(number) or abs(number) > LARGEST:
            raise NoNumber(Message("{number} is too large to be right. Correct it.", number=shortened(cell)))
        if number < 0 and kind != "money":
            raise NoNumber(Message("{number} is negative. Check the sign.", number=shortened(cell)))
        return number / divisor

    def _number(self, cell: object, kind: Kind) -> float | None:
        if isinstance(cell, bool | datetime.date | datetime.time | datetime.timedelta):
            return None
        if isinstance(cell, int | float):
            return float(cell)
        text = str(cell).strip().replace("\N{THIN SPACE}", " ")
        if "%" in text:
            raise NoNumber(Message("“{text}” is a percentage. This column takes amounts.", text=shortened(text)))
        if _MAY_BE_EITHER.fullmatch(text):
            text = self._with_one_comma(text, kind)
        elif _POINT_MAY_BE_EITHER.fullmatch(text) and (self.comma == "decimals" or (kind == "count" and not self.has_decimal_points)):
            raise _either(text, text.replace(".", ""), f"{text.replace('.', ',')}0")
        found = read_text(text, decimal=",")
        return found if isinstance(found, float) else None

    def _with_one_comma(self, text: str, kind: Kind) -> str:
        """``1,234`` without its comma, or with a decimal point."""
        thousands, decimals = text.replace(",", ""), text.replace(",", ".")
        if self.comma:
            return thousands if self.comma == "thousands" else decimals
        if kind == "count" and self.usual_comma != "decimals":  # nobody counts in thousandths
            return thousands
        if kind != "count" and self.usual_comma:
            return thousands if self.usual_comma == "thousands" else decimals
        raise _either(text, thousands, f"{text}0")


def _either(text: str, one: str, other: str) -> NoNumber:
    return NoNumber(Message("“{text}” may be {one} or {other}. Write one of these.", text=shortened(text), one=one, other=other))
