"""Values of a workbook's formulas, calculated by a spreadsheet engine."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import ironcalc

from sheetkpi.locale import locale_of
from sheetkpi.workbooks.book import Book, Formula

#: The values of formulas by sheet, row and column, counted from 0.
Values = Mapping[str, Mapping[tuple[int, int], Any]]

_FIXED = re.compile(r"(?<![\w.])FIXED\(")
_TOKEN = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|[()]')


def calculated(file: bytes, book: Book) -> Values:
    """Calculate all formulas of a book, as an Excel of the book's language would."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        path.write_bytes(file)
        model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
    places = {
        (sheet.title, number, row, column): cell.content
        for number, sheet in enumerate(book.sheets)
        for (row, column), cell in sheet.cells.items()
        if isinstance(cell.content, Formula)
    }
    locale, english = locale_of(book.language), locale_of("en")
    for (_title, number, row, column), formula in places.items():  # IronCalc writes texts of numbers as an English Excel does
        if (locale.thousands, locale.decimal) != (english.thousands, english.decimal) and _FIXED.search(formula.text):
            written = str(model.get_cell_formula(number, row + 1, column + 1))
            model.update_cell_with_formula(number, row + 1, column + 1, _with_signs(written, locale.thousands, locale.decimal))
    model.evaluate()
    values: dict[str, dict[tuple[int, int], Any]] = {sheet.title: {} for sheet in book.sheets}
    for title, number, row, column in places:
        values[title][row, column] = model.get_cell_value(number, row + 1, column + 1)
    return values


def _with_signs(formula: str, group: str, decimal: str) -> str:
    """The formula, in which the texts that FIXED gives have other signs.

    >>> _with_signs('=IF(A1,"FIXED(1)",FIXED(SUM(A1),0))', " ", ",")
    '=IF(A1,"FIXED(1)",SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(FIXED(SUM(A1),0),",","|"),".",","),"|"," "))'
    """
    done, pieces = 0, []
    for start, end in _calls_of_fixed(formula):
        english = formula[start:end]
        pieces += [formula[done:start], f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({english},",","|"),".","{decimal}"),"|","{group}")']
        done = end
    return "".join([*pieces, formula[done:]])


def _calls_of_fixed(formula: str) -> Iterator[tuple[int, int]]:
    """Return the start and end of each call of FIXED, ignoring quoted text."""
    starts = {found.end() - 1: found.start() for found in _FIXED.finditer(formula)}
    opened: list[int] = []
    for token in _TOKEN.finditer(formula):
        if token[0] == "(":
            opened.append(token.start())
        elif token[0] == ")" and (start := starts.get(opened.pop())) is not None:
            yield start, token.end()
