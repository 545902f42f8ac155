"""Addresses of cells, as Google reads and words them."""

import re
from dataclasses import dataclass
from typing import Any

from tests.hosts.google.sheets.discovery import Refused

#: Ends that lie beyond every sheet.
OPEN = 10**9

_SHEET_AND_CELLS = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(.*)", re.DOTALL)
_CELLS = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d*)(?::\$?([A-Za-z]{0,3})\$?(\d*))?")
_R1C1 = re.compile(r"[Rr](\d+)[Cc](\d+)(?::[Rr](\d+)[Cc](\d+))?")


@dataclass(frozen=True)
class Area:
    """A rectangle on a sheet, its ends exclusive."""

    sheet_id: int
    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, cell: tuple[int, int]) -> bool:
        return self.top <= cell[0] < self.bottom and self.left <= cell[1] < self.right


def column_index(letters: str) -> int:
    """0 for A."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(index: int) -> str:
    """A for 0."""
    letters = ""
    while index >= 0:
        letters = chr(65 + index % 26) + letters
        index = index // 26 - 1
    return letters


def quoted(title: str) -> str:
    """The title of a sheet as it stands in a formula."""
    return title if re.fullmatch(r"[A-Za-z_]\w*", title) and not _CELLS.fullmatch(title) else "'" + title.replace("'", "''") + "'"


def split(address: str) -> tuple[str | None, str]:
    """The title of the sheet and the cells."""
    found = _SHEET_AND_CELLS.fullmatch(address)
    assert found
    title = found[1].replace("''", "'") if found[1] else found[2]
    return title, found[3]


def cells(address: str, text: str, rows: int, columns: int) -> tuple[int, int, int, int]:
    """Top, left, bottom, right of ``A1:B2``, ``A:B``, ``1:2``, ``A2:B``."""
    if found := _R1C1.fullmatch(text):
        top, left = int(found[1]) - 1, int(found[2]) - 1
        return top, left, int(found[3] or found[1]), int(found[4] or found[2])
    found = _CELLS.fullmatch(text)
    if not found or not (found[1] or found[2]) or (":" not in text and not (found[1] and found[2])):
        raise Refused(f"Unable to parse range: {address}")
    if ":" in text and not (found[3] or found[4]):
        raise Refused(f"Unable to parse range: {address}")
    tops = [int(number) - 1 for number in (found[2], found[4]) if number]
    lefts = [column_index(letters) for letters in (found[1], found[3]) if letters]
    top, left = min(tops, default=0), min(lefts, default=0)
    if ":" not in text:
        bottom, right = top + 1, left + 1
    else:
        bottom = max(tops) + 1 if found[4] and tops else rows
        right = max(lefts) + 1 if found[3] and lefts else columns
    if top < 0:
        raise Refused(f"Unable to parse range: {address}")
    if top >= rows or left >= columns or bottom > rows or right > columns:
        raise Refused(f"Range ({address}) exceeds grid limits. Max rows: {rows}, max columns: {columns}")
    return top, left, bottom, right


def grid_range(area: Area) -> dict[str, Any]:
    """A rectangle as requests give it."""
    return {
        "sheetId": area.sheet_id,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }
