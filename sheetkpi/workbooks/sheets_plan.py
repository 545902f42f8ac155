"""A described workbook for Google: its rectangles and formulas as Google reads them, and plain data for a script to build from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

from xlsxwriter.utility import quote_sheetname

from sheetkpi.translation import Language, Translatable
from sheetkpi.workbooks.book import At, Bars, Book, Cell, Chart, Content, Formula, Rule, Scale, Sheet, Validation, with_texts
from sheetkpi.workbooks.styles import Style

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rectangle(Generic[T]):
    """Neighbouring cells with the same value."""

    row: int
    column: int
    rows: int
    columns: int
    shared: T


def rectangles(cells: Mapping[tuple[int, int], T]) -> Iterator[Rectangle[T]]:
    """Group cells with the same value: runs of columns, over as many rows as they repeat."""
    rows: dict[int, list[tuple[int, int, T]]] = {}
    for row, column in sorted(cells):
        shared = cells[row, column]
        runs = rows.setdefault(row, [])
        if runs and runs[-1][0] + runs[-1][1] == column and runs[-1][2] == shared:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1, shared)
        else:
            runs.append((column, 1, shared))
    open_ones: dict[tuple[int, int, T], tuple[int, int]] = {}
    for row, runs in rows.items():
        for run in runs:
            first, last = open_ones.get(run, (row, row - 1))
            if last != row - 1:
                yield Rectangle(first, run[0], last - first + 1, run[1], run[2])
                first = row
            open_ones[run] = (first, row)
    for (column, columns, shared), (first, last) in open_ones.items():
        yield Rectangle(first, column, last - first + 1, columns, shared)


def whole_merges(sheet: Sheet) -> list[At]:
    """Return the ranges to merge; Google refuses those that cross the edge of the frozen rows or columns."""
    rows, columns = sheet.frozen

    def is_whole(merge: At) -> bool:
        row, column, last_row, last_column = merge.corners
        return not (row < rows <= last_row or column < columns <= last_column)

    return list(filter(is_whole, sheet.merges))


def areas(sheet: Sheet) -> Iterator[Rectangle[Style]]:
    """Return rectangles of one style; a text that Google can't merge with its empty neighbours overflows instead of wrapping."""
    unmerged = {(merge.row, merge.column) for merge in set(sheet.merges).difference(whole_merges(sheet))}
    return rectangles({place: cell.style.but(is_wrapped=False) if place in unmerged else cell.style for place, cell in sheet.cells.items()})


def copied_ranges(sheet: Sheet) -> list[At]:
    """Return the ranges of formulas that are copied down."""
    formulas = (cell.content for cell in sheet.cells.values() if isinstance(cell.content, Formula))
    return list(dict.fromkeys(formula.copied_to for formula in formulas if formula.copied_to))


def is_copy(place: tuple[int, int], cell: Cell) -> bool:
    """Return whether a cell is a copy of the first one of its range."""
    copied_to = cell.content.copied_to if isinstance(cell.content, Formula) else None
    return copied_to is not None and place != (copied_to.row, copied_to.column)


def is_open(sheet: Sheet, place: tuple[int, int]) -> bool:
    """Return whether a cell, empty or not, is unlocked."""
    style = sheet.cells[place].style if place in sheet.cells else sheet.column_styles.get(place[1])
    return style is not None and style.is_open


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
    """Return a formula with other sheet names."""

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


# --- formulas


_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@", "'")

#: A column's width in Google's pixels, for one digit of Excel's.
PIXELS = 7.4


def sheets_plan(book: Book) -> dict[str, Any]:
    """Return the workbook as JSON data."""
    complete = with_texts(book)
    return {
        "title": book.title.in_language(book.language),
        "sheets": [_sheet(sheet, book.language) for sheet in complete.sheets],
        "names": [{"name": name, "range": _corners(place), "sheet": place.sheet} for name, place in book.names.items()],
    }


def _sheet(sheet: Sheet, language: Language) -> dict[str, Any]:
    held = {place: cell for place, cell in sheet.cells.items() if not is_copy(place, cell)}
    rows = max((row for row, _ in held), default=0) + 1
    columns = max((column for _, column in sheet.cells), default=0) + 1
    styled = list(areas(sheet))
    styles = list(dict.fromkeys([*sheet.column_styles.values(), *(area.shared for area in styled)]))
    return {
        "title": sheet.title,
        "tab": sheet.tab,
        "frozen": list(sheet.frozen),
        "isProtected": sheet.is_protected,
        "widths": [[column, round(width * PIXELS)] for column, width in sorted(sheet.widths.items())],
        "heights": [[row, round(height * 4 / 3)] for row, height in sorted(sheet.heights.items())],
        "rows": max((row for row, _ in sheet.cells), default=0) + 1,
        "cells": [
            [_content(held[row, column].content) if (row, column) in held else "" for column in range(columns)] for row in range(rows)
        ],
        "copied": [_corners(place) for place in copied_ranges(sheet)],
        "styles": [asdict(style) for style in styles],
        "columnStyles": [[column, styles.index(style)] for column, style in sheet.column_styles.items()],
        "filter": _corners(sheet.filtered) if sheet.filtered else None,
        "sparklines": [[place.row, place.column, f"=SPARKLINE({source.full})"] for place, source in sheet.sparklines],
        "styled": [[area.row, area.column, area.rows, area.columns, styles.index(area.shared)] for area in styled],
        "merges": [_corners(merge) for merge in whole_merges(sheet)],
        "notes": [[row, column, text.in_language(language)] for (row, column), text in sheet.notes.items()],
        "validations": [_validation(cells, validation, language) for cells, validation in sheet.validations],
        "rules": [_rule(look) for look in sheet.looks if isinstance(look, Rule) and is_seen(look)],
        "scales": [_scale(look) for look in sheet.looks if isinstance(look, Scale | Bars)],
        "charts": [{"row": row, "column": column, **_chart(chart, language)} for row, column, chart in sheet.charts],
    }


def _content(content: Content) -> float | str | bool:
    if content is None:
        return ""
    if isinstance(content, Formula):
        return f"={formula_for_sheets(content.text)}"
    if isinstance(content, str):
        return f"'{content}" if content.startswith(_LOOKS_LIKE_A_FORMULA) else content
    if isinstance(content, Translatable):
        raise TypeError(f"{content!r} stands on no sheet of texts")
    return content


def _corners(place: At) -> list[int]:
    return [place.row, place.column, place.rows, place.columns]


def _validation(cells: At, validation: Validation, language: Language) -> dict[str, Any]:
    return {
        "range": _corners(cells),
        "kind": validation.kind,
        "low": validation.low,
        "high": validation.high,
        "options": [validation.options.sheet, *_corners(validation.options)] if validation.options else None,
        "message": validation.message.in_language(language) if validation.message else "",
        "isStrict": validation.is_strict,
    }


def is_seen(rule: Rule) -> bool:
    """Return whether Google can show a rule: it draws no borders by rules."""
    style = rule.style
    return bool(style.background or style.is_bold or style.colour != Style().colour)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "range": _corners(rule.cells),
        "formula": f"={condition_for_sheets(rule.condition)}",
        "colour": rule.style.colour,
        "background": rule.style.background,
        "isBold": rule.style.is_bold,
    }


def _scale(look: Scale | Bars) -> dict[str, Any]:
    """Return a scale; Google has no data bars, so they become one too."""
    colours = look.colours if isinstance(look, Scale) else ("#FFFFFF", "#FFFFFF", look.colour)
    return {"range": _corners(look.cells), "colours": list(colours)}


def _chart(chart: Chart, language: Language) -> dict[str, Any]:
    def said(text: Translatable | None) -> str:
        return text.in_language(language) if text else ""

    return {
        "kind": chart.kind,
        "title": said(chart.title),
        "xTitle": said(chart.x_title),
        "yTitle": said(chart.y_title),
        "width": chart.width,
        "height": chart.height,
        "isStacked": chart.is_stacked,
        "hasLegend": chart.has_legend,
        "series": [
            {
                "values": [series.values.sheet, *_corners(series.values)],
                "categories": [series.categories.sheet, *_corners(series.categories)] if series.categories else None,
                "title": said(series.title) if isinstance(series.title, Translatable) else None,
                "titleCell": [series.title.sheet, *_corners(series.title)] if isinstance(series.title, At) else None,
                "colour": series.colour,
            }
            for series in chart.series
        ],
    }
