"""Requests for formats, sizes, merged cells, conditional formats and data validation."""

from collections.abc import Iterator, Mapping
from functools import singledispatch
from itertools import groupby
from typing import Any

from xlsxwriter.utility import quote_sheetname

from sheetkpi.hosts.google.sheets.cell_values import Request
from sheetkpi.hosts.google.sheets.publish.desired import TemplateTab
from sheetkpi.hosts.google.sheets.publish.diff import canonical
from sheetkpi.hosts.google.sheets.state import checksum
from sheetkpi.translation import Language
from sheetkpi.workbooks.book import At, Bars, Book, Rule, Scale, Validation
from sheetkpi.workbooks.sheets_plan import PIXELS, Rectangle, areas, condition_for_sheets, formula_for_sheets, is_seen, whole_merges
from sheetkpi.workbooks.styles import INK, LINE, TEXT, WHITE, Style
from sheetkpi.workbooks.text_metrics import row_heights

#: The sides of a cell that a border of each kind has.
_SIDES = {"none": (), "bottom": ("bottom",), "top": ("top",), "all": ("top", "bottom", "left", "right")}
#: The workbooks' font, for which widths and heights are computed.
FONT = "Calibri"
_PADDING = 3
_INDENT = 9
#: Pixels per point.
_PIXELS_PER_POINT = 4 / 3


def colour_style(colour: str) -> dict[str, Any]:
    """Return a ColorStyle."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return {"rgbColor": {name: round(part, 4) for name, part in zip(("red", "green", "blue"), parts, strict=True)}}


def cell_format(style: Style) -> dict[str, Any]:
    """Return a complete CellFormat; what a style omits is Google's default."""
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
    """Return a NumberFormat with the type that Google requires."""
    if pattern == TEXT:
        kind = "TEXT"
    elif pattern.endswith("%"):
        kind = "PERCENT"
    elif any(sign in pattern for sign in "ymd"):
        kind = "DATE"
    else:
        kind = "NUMBER"
    return {"type": kind, "pattern": pattern}


def format_requests(tab: TemplateTab, rows: int) -> Iterator[Request]:
    """Format all cells: first columns, then cells that differ."""
    for column, style in sorted(tab.sheet.column_styles.items()):
        yield _format_request(tab, Rectangle(0, column, rows, 1, style))
    for area in areas(tab.sheet):
        yield _format_request(tab, area)


def _format_request(tab: TemplateTab, area: Rectangle[Style]) -> Request:
    return {
        "repeatCell": {
            "range": tab.grid(area),
            "cell": {"userEnteredFormat": cell_format(area.shared)},
            "fields": "userEnteredFormat",
        }
    }


def merge_requests(tab: TemplateTab) -> Iterator[Request]:
    """Merge cells."""
    for merge in whole_merges(tab.sheet):
        yield {"mergeCells": {"range": tab.grid(merge), "mergeType": "MERGE_ALL"}}


def size_requests(tab: TemplateTab, book: Book) -> Iterator[Request]:
    """Set column widths and row heights."""
    widths = {column: round(width * PIXELS) for column, width in tab.sheet.widths.items()}
    heights = {row: round(height * _PIXELS_PER_POINT) for row, height in row_heights(tab.sheet, book).items()}
    yield from _size_requests(tab, "COLUMNS", widths)
    yield from _size_requests(tab, "ROWS", heights)


def _size_requests(tab: TemplateTab, dimension: str, sizes: dict[int, int]) -> Iterator[Request]:
    """Set sizes, one request per run of equal ones."""
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


#: A rule as Google describes it.
RuleJson = dict[str, Any]


def rules_of(tab: TemplateTab, titles: Mapping[str, str]) -> Iterator[RuleJson]:
    """Yield a sheet's conditional formats that Google can show, in order."""
    for look in tab.sheet.looks:
        if not isinstance(look, Rule) or is_seen(look):
            yield {"ranges": [tab.grid(look.cells)], **_described(look, titles)}


@singledispatch
def _described(look: object, titles: Mapping[str, str]) -> RuleJson:  # noqa: ARG001
    raise TypeError(look)


@_described.register
def _(look: Rule, titles: Mapping[str, str]) -> RuleJson:
    style = look.style
    changes: dict[str, Any] = {"textFormat": {"foregroundColorStyle": colour_style(style.colour)}} if style.colour != INK else {}
    changes |= {"backgroundColorStyle": colour_style(style.background)} if style.background else {}
    if style.is_bold:
        changes["textFormat"] = changes.get("textFormat", {}) | {"bold": True}
    formula = f"={condition_for_sheets(look.condition, titles)}"
    return {"booleanRule": {"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}, "format": changes}}


@_described.register
def _(look: Scale, titles: Mapping[str, str]) -> RuleJson:  # noqa: ARG001
    low, middle, high = look.colours
    middle_point = {"type": "NUMBER", "value": f"={look.middle.fixed}"} if look.middle else {"type": "PERCENTILE", "value": "50"}
    return {
        "gradientRule": {
            "minpoint": {"type": "MIN", "colorStyle": colour_style(low)},
            "midpoint": {**middle_point, "colorStyle": colour_style(middle)},
            "maxpoint": {"type": "MAX", "colorStyle": colour_style(high)},
        }
    }


@_described.register
def _(look: Bars, titles: Mapping[str, str]) -> RuleJson:  # noqa: ARG001
    """Replace bars, which Google lacks, by a colour scale."""
    ends = {
        "minpoint": {"type": "MIN", "colorStyle": colour_style(WHITE)},
        "maxpoint": {"type": "MAX", "colorStyle": colour_style(look.colour)},
    }
    return {"gradientRule": ends}


def add_rule(rule: RuleJson, index: int) -> Request:
    """Insert a rule at an index."""
    return {"addConditionalFormatRule": {"rule": rule, "index": index}}


def delete_rule(tab: TemplateTab, index: int) -> Request:
    """Delete a rule."""
    return {"deleteConditionalFormatRule": {"sheetId": tab.sheet_id, "index": index}}


def rule_checksum(rule: Mapping[str, Any]) -> int:
    """Return a checksum of a rule's cells and condition, however Google writes them."""
    spreadsheet = [
        [place.get(f"{end}{side}Index", 0) for side in ("Row", "Column") for end in ("start", "end")] for place in rule["ranges"]
    ]
    values = rule.get("booleanRule", {}).get("condition", {}).get("values", [])
    formulas = [canonical(value.get("userEnteredValue", ""), 0, 0, {}) for value in values]
    points = (
        [rule["gradientRule"].get(point, {}).get("type") for point in ("minpoint", "midpoint", "maxpoint")]
        if "gradientRule" in rule
        else []
    )
    return checksum([spreadsheet, formulas, points])


def validation_requests(tab: TemplateTab, titles: Mapping[str, str], language: Language) -> Iterator[Request]:
    """Set a sheet's data validation, with messages."""
    for cells, validation in tab.sheet.validations:
        rule: dict[str, Any] = {"condition": _condition(cells, validation, titles), "strict": validation.is_strict, "showCustomUi": True}
        rule |= {"inputMessage": validation.message.in_language(language)} if validation.message else {}
        place = tab.grid(cells)
        yield {"setDataValidation": {"range": place, "rule": rule}}


def _condition(cells: At, validation: Validation, titles: Mapping[str, str]) -> dict[str, Any]:
    if validation.options:
        options = validation.options
        return _condition_json("ONE_OF_RANGE", f"={quote_sheetname(titles.get(options.sheet, options.sheet))}!{options.fixed}")
    low, high = (_limit(limit, validation) for limit in (validation.low, validation.high))
    if validation.kind == "date":
        return _limited("DATE", low, high) or _condition_json("DATE_IS_VALID")
    if validation.kind == "number" and (low or high):
        return _limited("NUMBER", low, high)
    first = cells.cell().here
    tests = [f"ISNUMBER({first})"]
    tests += [f"{first}=INT({first})"] if validation.kind == "whole" else []
    tests += [f"{first}>={low.lstrip('=')}"] if low else []
    tests += [f"{first}<={high.lstrip('=')}"] if high else []
    return _condition_json("CUSTOM_FORMULA", f"=AND({';'.join(tests)})")


def _limited(kind: str, low: str, high: str) -> dict[str, Any]:
    if low and high:
        return _condition_json(f"{kind}_BETWEEN", low, high)
    if low:
        return _condition_json("NUMBER_GREATER_THAN_EQ" if kind == "NUMBER" else "DATE_ON_OR_AFTER", low)
    return _condition_json("NUMBER_LESS_THAN_EQ" if kind == "NUMBER" else "DATE_ON_OR_BEFORE", high) if high else {}


def _limit(limit: float | None, validation: Validation) -> str:
    """Return a limit as a formula, because a number would be read in the sheet's locale."""
    if limit is None:
        return ""
    if validation.kind == "date":
        return f"=DATE(1899;12;30)+{int(limit)}"
    sign = "-" if limit < 0 else ""
    return f"={sign}{formula_for_sheets(_digits(abs(limit)))}"


def _digits(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)


def _condition_json(kind: str, *values: str) -> dict[str, Any]:
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]} if values else {"type": kind}
