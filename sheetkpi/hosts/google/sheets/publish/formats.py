"""Requests for formats, sizes, merged cells, conditional formats, data validation and charts."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from xlsxwriter.utility import quote_sheetname

from sheetkpi.hosts.google.sheets.a1 import cell_start
from sheetkpi.hosts.google.sheets.cell_values import Request
from sheetkpi.hosts.google.sheets.publish.current import canonical
from sheetkpi.hosts.google.sheets.publish.desired import Template, TemplateTab
from sheetkpi.hosts.google.sheets.state import checksum
from sheetkpi.translation import Language, Translatable
from sheetkpi.workbooks.book import At, Bars, Book, Chart, Rule, Scale, Series, Validation, row_heights
from sheetkpi.workbooks.sheets_plan import PIXELS, Rectangle, areas, condition_for_sheets, formula_for_sheets, is_seen
from sheetkpi.workbooks.styles import CHART, GREY, INK, LINE, TEXT, WHITE, Style

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
    columns = [Rectangle(0, column, rows, 1, style) for column, style in sorted(tab.sheet.column_styles.items())]
    for area in [*columns, *areas(tab.sheet)]:
        cell = {"userEnteredFormat": cell_format(area.shared)}
        yield {"repeatCell": {"range": tab.grid(area), "cell": cell, "fields": "userEnteredFormat"}}


def size_requests(tab: TemplateTab, book: Book) -> Iterator[Request]:
    """Set column widths and row heights, one request per run of equal ones."""
    widths = {column: round(width * PIXELS) for column, width in tab.sheet.widths.items()}
    heights = {row: round(height * _PIXELS_PER_POINT) for row, height in row_heights(tab.sheet, book).items()}
    for dimension, sizes in (("COLUMNS", widths), ("ROWS", heights)):
        for _, run in groupby(enumerate(sorted(sizes.items())), lambda item: (item[1][0] - item[0], item[1][1])):
            (_, (first, size)), *rest = run
            place = {"sheetId": tab.sheet_id, "dimension": dimension, "startIndex": first, "endIndex": first + 1 + len(rest)}
            yield {"updateDimensionProperties": {"range": place, "properties": {"pixelSize": size}, "fields": "pixelSize"}}


#: A rule as Google describes it.
RuleJson = dict[str, Any]


def rules_of(tab: TemplateTab, titles: Mapping[str, str]) -> Iterator[RuleJson]:
    """Yield a sheet's conditional formats that Google can show, in order."""
    for look in tab.sheet.looks:
        if not isinstance(look, Rule) or is_seen(look):
            yield {"ranges": [tab.grid(look.cells)], **_rule_json(look, titles)}


def _rule_json(look: Rule | Scale | Bars, titles: Mapping[str, str]) -> RuleJson:
    if isinstance(look, Rule):
        style = look.style
        changes: dict[str, Any] = {"textFormat": {"foregroundColorStyle": colour_style(style.colour)}} if style.colour != INK else {}
        changes |= {"backgroundColorStyle": colour_style(style.background)} if style.background else {}
        if style.is_bold:
            changes["textFormat"] = changes.get("textFormat", {}) | {"bold": True}
        formula = f"={condition_for_sheets(look.condition, titles)}"
        return {"booleanRule": {"condition": _condition_json("CUSTOM_FORMULA", formula), "format": changes}}
    low, *_, high = (WHITE, look.colour) if isinstance(look, Bars) else look.colours  # Google lacks bars: a colour scale replaces them
    gradient = {"minpoint": {"type": "MIN", "colorStyle": colour_style(low)}, "maxpoint": {"type": "MAX", "colorStyle": colour_style(high)}}
    if isinstance(look, Scale):
        middle = {"type": "NUMBER", "value": f"={look.middle.fixed}"} if look.middle else {"type": "PERCENTILE", "value": "50"}
        gradient["midpoint"] = {**middle, "colorStyle": colour_style(look.colours[1])}
    return {"gradientRule": gradient}


def rule_checksum(rule: Mapping[str, Any]) -> int:
    """Return a checksum of a rule's cells and condition, however Google writes them."""
    places = [[place.get(f"{end}{side}Index", 0) for side in ("Row", "Column") for end in ("start", "end")] for place in rule["ranges"]]
    values = rule.get("booleanRule", {}).get("condition", {}).get("values", [])
    formulas = [canonical(value.get("userEnteredValue", ""), 0, 0, {}) for value in values]
    gradient = rule.get("gradientRule")
    points = [gradient.get(point, {}).get("type") for point in ("minpoint", "midpoint", "maxpoint")] if gradient else []
    return checksum([places, formulas, points])


def validation_requests(tab: TemplateTab, titles: Mapping[str, str], language: Language) -> Iterator[Request]:
    """Set a sheet's data validation, with messages."""
    for cells, validation in tab.sheet.validations:
        rule: dict[str, Any] = {"condition": _condition(cells, validation, titles), "strict": validation.is_strict, "showCustomUi": True}
        rule |= {"inputMessage": validation.message.in_language(language)} if validation.message else {}
        yield {"setDataValidation": {"range": tab.grid(cells), "rule": rule}}


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
    number = abs(limit)
    digits = str(int(number)) if number == int(number) else repr(number)
    return f"={'-' if limit < 0 else ''}{formula_for_sheets(digits)}"


def _condition_json(kind: str, *values: str) -> dict[str, Any]:
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]} if values else {"type": kind}


# --- charts

#: Pixels between a chart and the corner of its cell.
_OFFSET = 4


def chart_specs(tab: TemplateTab, template: Template) -> dict[int, dict[str, Any]]:
    """Return the chart specs of a sheet by chart ID."""
    return {
        template.chart_id(tab, number): _spec(chart, template.blocks[tab.sheet.title, number], template)
        for number, (_, _, chart) in enumerate(tab.sheet.charts)
    }


def add_chart(tab: TemplateTab, template: Template, number: int, spec: dict[str, Any]) -> Request:
    """Add a chart where the workbook has it."""
    row, column, chart = tab.sheet.charts[number]
    position = {
        "anchorCell": cell_start(tab.sheet_id, row, column),
        "offsetXPixels": _OFFSET,
        "offsetYPixels": _OFFSET,
        "widthPixels": chart.width,
        "heightPixels": chart.height,
    }
    return {"addChart": {"chart": {"chartId": template.chart_id(tab, number), "spec": spec, "position": {"overlayPosition": position}}}}


def _spec(chart: Chart, block: At, template: Template) -> dict[str, Any]:
    language = template.language
    spec: dict[str, Any] = {
        "title": chart.title.in_language(language),
        "titleTextFormat": {"fontSize": 11, "bold": True, "foregroundColorStyle": colour_style(INK)},
        "fontName": FONT,
        "hiddenDimensionStrategy": "SHOW_ALL",  # the sheet that it draws from is hidden
    }
    if chart.kind != "bubble":
        return {**spec, "basicChart": _basic(chart, block, template)}
    axes = [f"{arrow} {title.in_language(language)}" for arrow, title in (("→", chart.x_title), ("↑", chart.y_title)) if title]
    return {**spec, "subtitle": "   ".join(axes), "bubbleChart": _bubbles(block, template)}


def _bubbles(block: At, template: Template) -> dict[str, Any]:
    """Describe a bubble chart: Google shows no axis titles, and colours bubbles by group."""
    names, right, up, sizes = (_data(block, number, template, skipped=1) for number in range(4))
    return {
        "bubbleLabels": names,
        "groupIds": names,
        "domain": right,
        "series": up,
        "bubbleSizes": sizes,
        "legendPosition": "NO_LEGEND",
        "bubbleOpacity": 0.65,
    }


def _basic(chart: Chart, block: At, template: Template) -> dict[str, Any]:
    values, categories = ("BOTTOM_AXIS", "LEFT_AXIS") if chart.kind == "bar" else ("LEFT_AXIS", "BOTTOM_AXIS")
    spec: dict[str, Any] = {
        "chartType": chart.kind.upper(),
        "legendPosition": "BOTTOM_LEGEND" if chart.has_legend else "NO_LEGEND",
        "headerCount": 1,
        "axis": _axes(chart, values, categories, template.language),
        "domains": [{"domain": _data(block, 0, template)}],
        "series": [
            {
                "series": _data(block, number, template),
                "targetAxis": values,
                **_series_format(chart, series, series.colour or CHART[(number - 1) % len(CHART)]),
            }
            for number, series in enumerate(chart.series, 1)
        ],
    }
    if chart.kind in ("column", "bar"):
        spec["stackedType"] = "STACKED" if chart.is_stacked else "NOT_STACKED"
    return spec


def _series_format(chart: Chart, series: Series, colour: str) -> dict[str, Any]:
    look: dict[str, Any] = {"colorStyle": colour_style(colour)}
    if chart.kind == "line":
        look["lineStyle"] = {"width": 2, "type": "MEDIUM_DASHED" if series.is_dashed else "SOLID"}
        look |= {} if series.is_dashed else {"pointStyle": {"shape": "CIRCLE", "size": 5}}
    if chart.kind == "scatter":
        look["pointStyle"] = {"shape": "CIRCLE", "size": 8}
    if chart.has_labels:
        label = {"type": "DATA", "textFormat": {"fontSize": 9, "foregroundColorStyle": colour_style(INK)}}
        look["dataLabel"] = label | ({} if chart.kind in ("line", "scatter") else {"placement": "OUTSIDE_END"})
    return look


def _axes(chart: Chart, values: str, categories: str, language: Language) -> list[dict[str, Any]]:
    titles: list[tuple[str, Translatable | None]] = [(categories, chart.x_title), (values, chart.y_title)]
    text_format = {"fontSize": 9, "foregroundColorStyle": colour_style(GREY)}
    return [
        {"position": position, "format": text_format, **({"title": title.in_language(language)} if title else {})}
        for position, title in titles
    ]


def _data(block: At, column: int, template: Template, skipped: int = 0) -> dict[str, Any]:
    """Return the ChartData of a column of a block, without some of its first rows."""
    cells = At(block.sheet, block.row + skipped, block.column + column, block.rows - skipped)
    return {"sourceRange": {"sources": [template.grid(cells)]}}
