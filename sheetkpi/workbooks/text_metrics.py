"""Width of texts in Calibri, and the height of rows with wrapped texts."""

import math

from sheetkpi.translation import LANGUAGES
from sheetkpi.workbooks.book import Book, Cell, Formula, Sheet

#: The letters of Calibri by their width in ems, a little on the safe side; no font has to be installed to know them.
_LETTERS = {
    0.25: " ',.Iijl·₁",
    0.3: "()-:;[]`f{}",
    0.35: "!Jrtг₂",
    0.4: '"/\\szт',
    0.45: "?FLSckvxy|Гзксухэ",
    0.5: "#$*+0123456789<=>ETYZ^_aeg~ЕЗТавелчьяЁё«»–−×≤≥",
    0.55: "BCKPRXbdhnopquБВКРСУХЧЬЭЯбдийнопрцъ",
    0.6: "AVАЛЪ",
    0.65: "DGHNOUДИЙНОПЦф",
    0.7: "%&QwФжмы…",
    0.75: "Ышщю",
    0.8: "mЖ",
    0.85: "MМ∞",
}
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_WIDEST = 0.9

#: Ems of a 10 pt text per unit of column width (one digit).
_EMS = 0.525


def length_of(text: str) -> float:
    """Return the length of a text in ems."""
    return sum(_WIDTHS.get(letter, _WIDEST) for letter in text)


def lines_of(text: str, width: float) -> int:
    """Estimate, on the safe side, how many lines a 10 pt text takes in a column."""
    return sum(_wrapped(line, max(width, 1) * _EMS) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in line.split(" "):
        length = length_of(word)
        if used and used + _WIDTHS[" "] + length > room:
            lines, used = lines + 1, 0.0
        used += length + (_WIDTHS[" "] if used else 0)
        while used > room:  # a word that is longer than the column is broken
            lines, used = lines + 1, used - room
    return lines


#: The default width of a column.
_DEFAULT_WIDTH = 8.43


def row_heights(sheet: Sheet, book: Book) -> dict[int, float]:
    """Return the height of every row that is not empty, in points, enough for its texts in every language."""
    spans = {(merge.row, merge.column): merge for merge in sheet.merges}
    heights: dict[int, float] = {}
    for (row, column), cell in sheet.cells.items():
        if isinstance(cell.content, Formula) and cell.content.copied_to:
            continue  # thousands of rows of the usual height
        merge = spans.get((row, column))
        if cell.style.is_wrapped and (merge is None or merge.rows == 1):
            width = sum(sheet.widths.get(column + offset, _DEFAULT_WIDTH) for offset in range(merge.columns if merge else 1))
            lines = max((lines_of(text, width * 10 / cell.style.size - cell.style.indent) for text in _texts_of(cell, book)), default=1)
        else:
            lines = 1
        heights[row] = max(heights.get(row, 0), height_of(lines, cell.style.size))
    return heights | sheet.heights


def height_of(lines: float, font_size: float = 10) -> float:
    """Return the height of a row with this many lines, in points."""
    return math.ceil(lines * font_size * 1.28) + 4


def _texts_of(cell: Cell, book: Book) -> list[str]:
    """Return a cell's text in every language it may be shown in."""
    if isinstance(cell.content, str):
        return [cell.content]
    text = book.text_of(cell.content)
    return [text.in_language(language) for language in LANGUAGES] if text else []
