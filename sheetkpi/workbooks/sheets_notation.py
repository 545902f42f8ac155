"""Formulas as Google takes them in every locale.

They are parsed in the locale of the sheet, where a comma may be a decimal mark and TRUE and #NUM! may be called otherwise: so
arguments are parted by semicolons, no number in a formula has a point, and truth and errors come from functions, which have their
English names everywhere. A rule may look at another sheet only through INDIRECT.
"""

import re
from collections.abc import Mapping

from xlsxwriter.utility import quote_sheetname

#: A text, a sheet's name, an error or a truth, a number, or what parts arguments.
_PIECE = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|(\#(?:NUM!|VALUE!|DIV/0!|N/A)|(?<![\w.$!])(?:TRUE|FALSE)(?![\w.(!]))"""
    r"""|(?<![\w.$])(\d+(?:\.\d+)?(?:E[-+]?\d+)?)(?![\w.])|(,)"""
)
#: Errors and truths by what gives them in every locale.
NEUTRAL = {
    "#NUM!": "SQRT(-1)",
    "#VALUE!": '1+"#VALUE!"',
    "#DIV/0!": "1/0",
    "#N/A": "NA()",
    "TRUE": "TRUE()",
    "FALSE": "FALSE()",
}
_ELSEWHERE = re.compile(r"""(?:'(?:[^']|'')*'|[\w.]+)!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?""")
#: A text, or a sheet's name before its exclamation mark.
_TITLE = re.compile(r"""("(?:[^"]|"")*")|(?:'((?:[^']|'')*)'|([\w.]+))!""")


def formula_for_sheets(formula: str, titles: Mapping[str, str] | None = None) -> str:
    """A formula that means the same in every locale.

    >>> formula_for_sheets('IF(A1>0.5,ROUND(A1,2),"a, b")')
    'IF(A1>(5/10);ROUND(A1;2);"a, b")'
    >>> formula_for_sheets("SUM(Inputs!A1,1)", {"Inputs": "Our inputs"})
    "SUM('Our inputs'!A1;1)"
    >>> formula_for_sheets("IF(A1,TRUE,#DIV/0!)", {"Inputs": "Our inputs"})
    'IF(A1;TRUE();(1/0))'
    """
    neutral = _PIECE.sub(_piece, formula)
    return with_titles(neutral, titles) if titles else neutral


def condition_for_sheets(condition: str, titles: Mapping[str, str] | None = None) -> str:
    """The condition of a rule; it reaches other sheets through INDIRECT.

    >>> condition_for_sheets('Inputs!$A$1>0.5')
    'INDIRECT("Inputs!$A$1")>(5/10)'
    """
    return _ELSEWHERE.sub(lambda found: 'INDIRECT("' + found[0].replace('"', '""') + '")', formula_for_sheets(condition, titles))


def with_titles(formula: str, titles: Mapping[str, str]) -> str:
    """A formula with other names of sheets."""

    def renamed(found: re.Match[str]) -> str:
        text, quoted, bare = found.groups()
        title = bare if quoted is None else quoted.replace("''", "'")
        return found[0] if text else f"{quote_sheetname(titles.get(title, title))}!"

    return _TITLE.sub(renamed, formula)


def _piece(found: re.Match[str]) -> str:
    quoted, word, number, comma = found.groups()
    if quoted or (number and number.isdecimal()):
        return found[0]
    if word:
        return NEUTRAL[word] if NEUTRAL[word].endswith(")") else f"({NEUTRAL[word]})"
    return ";" if comma else _as_fraction(number)


def _as_fraction(number: str) -> str:
    digits, _, exponent = number.partition("E")
    whole, _, fraction = digits.partition(".")
    places = len(fraction) - int(exponent or 0)
    top = (whole + fraction).lstrip("0") or "0"
    return f"({top}/1{'0' * places})" if places > 0 else f"({top}{'0' * -places})"
