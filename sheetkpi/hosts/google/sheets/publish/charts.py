"""Requests that add and update charts."""

from typing import Any

from sheetkpi.hosts.google.sheets.a1 import cell_start
from sheetkpi.hosts.google.sheets.cell_values import Request
from sheetkpi.hosts.google.sheets.publish.desired import Block, Template, TemplateTab
from sheetkpi.hosts.google.sheets.publish.formats import FONT, colour_style
from sheetkpi.translation import Language, Translatable
from sheetkpi.workbooks.book import At, Chart, Series
from sheetkpi.workbooks.styles import CHART, GREY, INK

#: Pixels between a chart and the corner of its cell.
_OFFSET = 4


def chart_specs(tab: TemplateTab, template: Template) -> dict[int, dict[str, Any]]:
    """Return the chart specs of a sheet by chart ID."""
    drawn = enumerate(chart for _, _, chart in tab.sheet.charts)
    return {template.chart_id(tab, number): _spec(chart, template.block(tab, number), template) for number, chart in drawn}


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


def update_chart(chart_id: int, spec: dict[str, Any]) -> Request:
    """Update a chart without moving it."""
    return {"updateChartSpec": {"chartId": chart_id, "spec": spec}}


def _spec(chart: Chart, block: Block, template: Template) -> dict[str, Any]:
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


def _bubbles(block: Block, template: Template) -> dict[str, Any]:
    """Describe a bubble chart: Google shows no axis titles, and colours bubbles by group."""
    names, right, up, sizes = (_data(_below_heading(block.column(number)), template) for number in range(4))
    return {
        "bubbleLabels": names,
        "groupIds": names,
        "domain": right,
        "series": up,
        "bubbleSizes": sizes,
        "legendPosition": "NO_LEGEND",
        "bubbleOpacity": 0.65,
    }


def _basic(chart: Chart, block: Block, template: Template) -> dict[str, Any]:
    kind = "SCATTER" if chart.kind == "scatter" else chart.kind.upper()
    values, categories = ("BOTTOM_AXIS", "LEFT_AXIS") if chart.kind == "bar" else ("LEFT_AXIS", "BOTTOM_AXIS")
    spec: dict[str, Any] = {
        "chartType": kind,
        "legendPosition": "BOTTOM_LEGEND" if chart.has_legend else "NO_LEGEND",
        "headerCount": 1,
        "axis": _axes(chart, values, categories, template.language),
        "domains": [{"domain": _data(block.column(0), template)}],
        "series": [
            {
                "series": _data(block.column(number), template),
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


def _below_heading(column: At) -> At:
    return At(column.sheet, column.row + 1, column.column, column.rows - 1)


def _data(cells: At, template: Template) -> dict[str, Any]:
    return {"sourceRange": {"sources": [template.grid(cells)]}}
