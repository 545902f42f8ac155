"""What stands in a cell, in few letters, so that one can tell later whether people changed it.

A formula has the same fingerprint however Google writes it (with commas or semicolons, with sheets that people renamed),
and wherever it is copied: references count from its cell.
"""

import re
import zlib
from collections.abc import Mapping

from sheetkpi.hosts.google.spreadsheets.places import index_of
from sheetkpi.workbooks.book import Formula
from sheetkpi.workbooks.sheets_plan import formula_for_sheets

_TOKEN = re.compile(
    r"""("(?:[^"]|"")*")"""  # a text
    r"""|(?:'((?:[^']|'')*)'|((?<![\w.])[^\W\d][\w.]*))!"""  # a sheet
    r"""|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(.])"""  # a cell
    r"""|\s+"""
)
#: So many bits of a checksum are kept: people's changes that escape are one in sixteen million.
_KEPT = 0xFFFFFF


def fingerprint(content: object, row: int, column: int, keys: Mapping[str, str]) -> int:
    r"""The fingerprint of what a cell holds.

    >>> ours = fingerprint(Formula("IF(Inputs!A1>1,B$2,\"a, b\")"), 0, 0, {"Inputs": "Inputs"})
    >>> ours == fingerprint(Formula("IF('Renamed'!A1 > 1;B$2;\"a, b\")"), 0, 0, {"Renamed": "Inputs"})
    True
    >>> ours == fingerprint(Formula("IF(Inputs!A2>1,B$2,\"a, b\")"), 1, 0, {"Inputs": "Inputs"})
    True
    """
    if isinstance(content, Formula):
        text = "=" + canonical(content.text, row, column, keys)
    elif isinstance(content, bool):
        text = f"b{content:d}"
    elif isinstance(content, int | float):
        text = f"n{float(content) + 0.0!r}"  # -0 is 0
    else:
        text = f"t{content}"
    return zlib.crc32(text.encode()) & _KEPT


def canonical(formula: str, row: int, column: int, keys: Mapping[str, str]) -> str:
    """A formula in one spelling."""

    def spelled(found: re.Match[str]) -> str:
        text, quoted, bare, fixed_column, letters, fixed_row, digits = found.groups()
        if text:
            return text
        if letters:
            across = index_of(letters) - (0 if fixed_column else column)
            down = int(digits) - 1 - (0 if fixed_row else row)
            return f"R{fixed_row}{down}C{fixed_column}{across}"
        title = bare if quoted is None else quoted.replace("''", "'")
        return f"'{keys.get(title, title)}'!" if title else ""

    return _TOKEN.sub(spelled, formula_for_sheets(formula))
