"""Native formulas as a Russian Excel takes them when they are typed: it knows no English names of functions and errors.

In a file, in Google Sheets and over an API formulas are always English.
"""

import re
from collections.abc import Mapping

from sheetkpi.errors import ERROR_CODES
from sheetkpi.translation import Language

#: The functions that native formulas need.
FUNCTIONS: Mapping[str, str] = {
    "AND": "И",
    "COUNT": "СЧЁТ",
    "COUNTIF": "СЧЁТЕСЛИ",
    "IF": "ЕСЛИ",
    "INDEX": "ИНДЕКС",
    "ISNUMBER": "ЕЧИСЛО",
    "MEDIAN": "МЕДИАНА",
    "N": "Ч",
    "NORMSDIST": "НОРМСТРАСП",
    "NORMSINV": "НОРМСТОБР",
    "OR": "ИЛИ",
    "ROUND": "ОКРУГЛ",
    "ROUNDUP": "ОКРУГЛВВЕРХ",
    "SQRT": "КОРЕНЬ",
    "SUM": "СУММ",
    "SUMPRODUCT": "СУММПРОИЗВ",
}

_FUNCTION = re.compile(r"\b[A-Z]+(?=\()")
_ERROR = re.compile(r"#[A-Z/0]+[!?]")


def typed_in(language: Language, formula: str) -> str:
    """A formula with the function names that an Excel in the language takes."""
    return typed_in_russian(formula) if language == "ru" else formula


def typed_in_russian(formula: str) -> str:
    """A formula with the names that a Russian Excel takes.

    >>> typed_in_russian('=IF(COUNT(A1;B1)=2;SQRT(A1/B1);#VALUE!)')
    '=ЕСЛИ(СЧЁТ(A1;B1)=2;КОРЕНЬ(A1/B1);#ЗНАЧ!)'
    """
    formula = _FUNCTION.sub(lambda found: FUNCTIONS.get(found[0], found[0]), formula)
    return _ERROR.sub(lambda found: ERROR_CODES.get(found[0], found[0]), formula)
