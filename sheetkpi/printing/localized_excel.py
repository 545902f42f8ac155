"""Native formulas as a localized Excel takes them when they are typed: it knows no English names of functions and errors.

In a file, in Google Sheets and over an API formulas are always English.
"""

import re

from sheetkpi.locale import locale_of
from sheetkpi.translation import Language

_FUNCTION = re.compile(r"\b[A-Z]+(?=\()")
_ERROR = re.compile(r"#[A-Z/0]+[!?]")


def localized(formula: str, language: Language) -> str:
    """A formula with the names that an Excel in the language takes.

    >>> localized('=IF(COUNT(A1;B1)=2;SQRT(A1/B1);#VALUE!)', "ru")
    '=ЕСЛИ(СЧЁТ(A1;B1)=2;КОРЕНЬ(A1/B1);#ЗНАЧ!)'
    """
    locale = locale_of(language)
    formula = _FUNCTION.sub(lambda found: locale.function_names.get(found[0], found[0]), formula)
    return _ERROR.sub(lambda found: locale.error_names.get(found[0], found[0]), formula)
