"""A described workbook as plain data, from which a script builds it as sheets of Google.

What differs there: formulas are parsed in the locale of the sheet, where a comma may be a decimal mark, so arguments are
parted by semicolons and no number in a formula has a point; and a rule may look at another sheet only through INDIRECT.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sheetkpi.translation import Language, Translatable
from sheetkpi.workbooks.book import At, Bars, Book, Cell, Chart, Content, Formula, Rule, Scale, Sheet, Validation
from sheetkpi.workbooks.styles import Style
from sheetkpi.workbooks.texts import with_texts

#: A text, a sheet's name, a number, or what parts arguments.
_PIECE = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|(?<![\w.$])(\d+(?:\.\d+)?(?:E[-+]?\d+)?)(?![\w.])|(,)""")
_ELSEWHERE = re.compile(r"""(?:'(?:[^']|'')*'|[\w.]+)!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?""")
_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@", "'")

#: A column's width in Google's pixels, for one digit of Excel's.
_PIXELS = 7.4


def sheets_plan(book: Book) -> dict[str, Any]:
    """The workbook as data that JSON can hold."""
    complete = with_texts(book)
    return {
        "title": book.title.in_language(book.language),
        "sheets": [_sheet(sheet, book.language) for sheet in complete.sheets],
        "names": [{"name": name, "range": _corners(place), "sheet": place.sheet} for name, place in book.names.items()],
    }


def formula_for_sheets(formula: str) -> str:
    """A formula that means the same in every locale.

    >>> formula_for_sheets('IF(A1>0.5,ROUND(A1,2),"a, b")')
    'IF(A1>(5/10);ROUND(A1;2);"a, b")'
    """
    return _PIECE.sub(_piece, formula)


def _piece(found: re.Match[str]) -> str:
    quoted, number, comma = found.groups()
    if quoted or (number and number.isdecimal()):
        return found[0]
    return ";" if comma else _as_fraction(number)


def _as_fraction(number: str) -> str:
    digits, _, exponent = number.partition("E")
    whole, _, fraction = digits.partition(".")
    places = len(fraction) - int(exponent or 0)
    top = (whole + fraction).lstrip("0") or "0"
    return f"({top}/1{'0' * places})" if places > 0 else f"({top}{'0' * -places})"


def _sheet(sheet: Sheet, language: Language) -> dict[str, Any]:
    held = {place: cell for place, cell in sheet.cells.items() if not _is_copy(place, cell)}
    rows = max((row for row, _ in held), default=0) + 1
    columns = max((column for _, column in sheet.cells), default=0) + 1
    styles = list(dict.fromkeys([*sheet.column_styles.values(), *(cell.style for cell in sheet.cells.values())]))
    return {
        "title": sheet.title,
        "tab": sheet.tab,
        "frozen": list(sheet.frozen),
        "isProtected": sheet.is_protected,
        "widths": [[column, round(width * _PIXELS)] for column, width in sorted(sheet.widths.items())],
        "heights": [[row, round(height * 4 / 3)] for row, height in sorted(sheet.heights.items())],
        "rows": max((row for row, _ in sheet.cells), default=0) + 1,
        "cells": [
            [_content(held[row, column].content) if (row, column) in held else "" for column in range(columns)] for row in range(rows)
        ],
        "copied": [_corners(place) for place in _copied(sheet)],
        "styles": [asdict(style) for style in styles],
        "columnStyles": [[column, styles.index(style)] for column, style in sheet.column_styles.items()],
        "filter": _corners(sheet.filtered) if sheet.filtered else None,
        "sparklines": [[place.row, place.column, f"=SPARKLINE({source.full})"] for place, source in sheet.sparklines],
        "styled": [[*place, styles.index(style)] for *place, style in _areas(sheet)],
        "merges": [_corners(merge) for merge in sheet.merges],
        "notes": [[row, column, text.in_language(language)] for (row, column), text in sheet.notes.items()],
        "validations": [_validation(cells, validation, language) for cells, validation in sheet.validations],
        "rules": [_rule(look) for look in sheet.looks if isinstance(look, Rule) and _is_seen(look)],
        "scales": [_scale(look) for look in sheet.looks if isinstance(look, Scale | Bars)],
        "charts": [{"row": row, "column": column, **_chart(chart, language)} for row, column, chart in sheet.charts],
    }


def _copied(sheet: Sheet) -> list[At]:
    """The ranges that hold one formula, copied down: it travels once."""
    formulas = (cell.content for cell in sheet.cells.values() if isinstance(cell.content, Formula))
    return list(dict.fromkeys(formula.copied_to for formula in formulas if formula.copied_to))


def _is_copy(place: tuple[int, int], cell: Cell) -> bool:
    copied_to = cell.content.copied_to if isinstance(cell.content, Formula) else None
    return copied_to is not None and place != (copied_to.row, copied_to.column)


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


def _areas(sheet: Sheet) -> Iterator[tuple[Any, ...]]:
    """Rectangles of one style: runs of columns, over as many rows as they repeat."""
    rows: dict[int, list[tuple[int, int, Any]]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        runs = rows.setdefault(row, [])
        if runs and runs[-1][0] + runs[-1][1] == column and runs[-1][2] == cell.style:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1, cell.style)
        else:
            runs.append((column, 1, cell.style))
    open_areas: dict[tuple[int, int, Any], tuple[int, int]] = {}
    for row, runs in rows.items():
        for run in runs:
            first, last = open_areas.get(run, (row, row - 1))
            if last != row - 1:
                yield first, run[0], last - first + 1, run[1], run[2]
                first = row
            open_areas[run] = (first, row)
    for (column, columns, style), (first, last) in open_areas.items():
        yield first, column, last - first + 1, columns, style


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


def _is_seen(rule: Rule) -> bool:
    """Whether Google can show what a rule changes: it draws no lines by rules."""
    style = rule.style
    return bool(style.background or style.is_bold or style.colour != Style().colour)


def _rule(rule: Rule) -> dict[str, Any]:
    condition = formula_for_sheets(rule.condition)
    return {
        "range": _corners(rule.cells),
        "formula": "=" + _ELSEWHERE.sub(lambda found: f'INDIRECT("{found[0]}")', condition),
        "colour": rule.style.colour,
        "background": rule.style.background,
        "isBold": rule.style.is_bold,
    }


def _scale(look: Scale | Bars) -> dict[str, Any]:
    """A scale; Google has no bars in cells, so they become one."""
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
