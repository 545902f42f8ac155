"""How cells look, as requests: numbers, letters, colours, lines, widths and heights."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sheetkpi.hosts.google.spreadsheets.memory import Request
from sheetkpi.hosts.google.spreadsheets.templates.tabs import Tab, grid_range
from sheetkpi.workbooks.areas import Rectangle, areas, whole_merges
from sheetkpi.workbooks.book import At, Book
from sheetkpi.workbooks.sheets_plan import PIXELS
from sheetkpi.workbooks.styles import INK, LINE, TEXT, Style
from sheetkpi.workbooks.text_metrics import row_heights

#: The sides of a cell that a border of each kind has.
_SIDES = {"none": (), "bottom": ("bottom",), "top": ("top",), "all": ("top", "bottom", "left", "right")}
#: The letters of the workbooks: widths and heights are meant for them.
FONT = "Calibri"
_PADDING = 3
_INDENT = 9
#: A point is so many pixels.
_PIXELS_OF_A_POINT = 4 / 3


def colour_style(colour: str) -> dict[str, Any]:
    """A colour, as shares of red, green and blue."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return {"rgbColor": {name: round(part, 4) for name, part in zip(("red", "green", "blue"), parts, strict=True)}}


def cell_format(style: Style) -> dict[str, Any]:
    """A look, whole: what it does not say is as Google has it."""
    sides = _SIDES["all" if style.border == "outline" else style.border]
    line = {
        "style": "SOLID_MEDIUM" if style.border == "outline" else "SOLID",
        "colorStyle": colour_style(INK if style.border == "outline" else LINE),
    }
    look: dict[str, Any] = {
        "textFormat": {
            "fontFamily": FONT,
            "fontSize": round(style.size),
            "bold": style.is_bold,
            "foregroundColorStyle": colour_style(style.colour),
        },
        "verticalAlignment": "TOP" if style.is_top else "MIDDLE",
        "wrapStrategy": "WRAP" if style.is_wrapped else "OVERFLOW_CELL",
    }
    look |= {"numberFormat": number_format(style.number_format)} if style.number_format != "General" else {}
    look |= {"backgroundColorStyle": colour_style(style.background)} if style.background else {}
    look |= {"horizontalAlignment": style.align.upper()} if style.align else {}
    look |= {"borders": dict.fromkeys(sides, line)} if sides else {}
    if style.indent:
        look["padding"] = {"top": 2, "right": _PADDING, "bottom": 2, "left": _PADDING + _INDENT * style.indent}
    return look


def number_format(pattern: str) -> dict[str, str]:
    """A number format; Google wants to know what kind of number it shows."""
    if pattern == TEXT:
        kind = "TEXT"
    elif pattern.endswith("%"):
        kind = "PERCENT"
    elif any(sign in pattern for sign in "ymd"):
        kind = "DATE"
    else:
        kind = "NUMBER"
    return {"type": kind, "pattern": pattern}


def format_requests(tab: Tab, rows: int) -> Iterator[Request]:
    """The looks of all cells: columns first, then what stands out of them."""
    for column, style in sorted(tab.sheet.column_styles.items()):
        yield _dressed(tab, Rectangle(0, column, rows, 1, style))
    for area in areas(tab.sheet):
        yield _dressed(tab, area)


def _dressed(tab: Tab, area: Rectangle[Style]) -> Request:
    return {
        "repeatCell": {
            "range": grid_range(tab.sheet_id, area.row, area.column, area.rows, area.columns),
            "cell": {"userEnteredFormat": cell_format(area.shared)},
            "fields": "userEnteredFormat",
        }
    }


def merge_requests(tab: Tab) -> Iterator[Request]:
    """The cells that span several."""
    for merge in whole_merges(tab.sheet):
        yield {"mergeCells": {"range": _of(tab, merge), "mergeType": "MERGE_ALL"}}


def size_requests(tab: Tab, book: Book) -> Iterator[Request]:
    """Widths of columns and heights of rows."""
    widths = {column: round(width * PIXELS) for column, width in tab.sheet.widths.items()}
    heights = {row: round(height * _PIXELS_OF_A_POINT) for row, height in row_heights(tab.sheet, book).items()}
    yield from _sized(tab, "COLUMNS", widths)
    yield from _sized(tab, "ROWS", heights)


def _sized(tab: Tab, dimension: str, sizes: dict[int, int]) -> Iterator[Request]:
    """One request for each run of the same size."""
    for _, run in groupby(enumerate(sorted(sizes.items())), lambda item: (item[1][0] - item[0], item[1][1])):
        members = [item for _, item in run]
        yield {
            "updateDimensionProperties": {
                "range": {
                    "sheetId": tab.sheet_id,
                    "dimension": dimension,
                    "startIndex": members[0][0],
                    "endIndex": members[-1][0] + 1,
                },
                "properties": {"pixelSize": members[0][1]},
                "fields": "pixelSize",
            }
        }


def _of(tab: Tab, place: At) -> dict[str, int]:
    return grid_range(tab.sheet_id, place.row, place.column, place.rows, place.columns)
