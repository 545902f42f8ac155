"""Write charts into an .xlsx file, with the bubble charts that XlsxWriter lacks."""

from typing import Any

import xlsxwriter
from xlsxwriter.chart_scatter import ChartScatter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from sheetkpi.translation import Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Series
from sheetkpi.workbooks.styles import CHART, GREY, INK, LINE

#: How large the largest bubble is, in per cent of the usual.
_SCALE = 60


class BubbleChart(ChartScatter):  # type: ignore[misc]
    """A bubble chart; the option ``bubble_sizes`` of a series refers to the sizes."""

    def __init__(self) -> None:
        super().__init__({"subtype": "marker_only"})
        self._size_ids: list[tuple[str, int]] = []

    def add_series(self, options: dict[str, Any]) -> None:
        """Add a series."""
        super().add_series({key: value for key, value in options.items() if key != "bubble_sizes"})
        sizes = options["bubble_sizes"].lstrip("=")
        self._size_ids.append((sizes, self._get_data_id(sizes, None)))

    def _write_scatter_chart(self, args: dict[str, Any]) -> None:
        series = self._get_primary_axes_series() if args["primary_axes"] else self._get_secondary_axes_series()
        if not series:
            return
        self._xml_start_tag("c:bubbleChart")
        self._xml_empty_tag("c:varyColors", [("val", 0)])
        for number, one in enumerate(series):
            self._write_bubbles(one, *self._size_ids[number])
        self._xml_empty_tag("c:bubbleScale", [("val", _SCALE)])
        self._xml_empty_tag("c:showNegBubbles", [("val", 0)])
        self._write_axis_ids(args)
        self._xml_end_tag("c:bubbleChart")

    def _write_bubbles(self, series: dict[str, Any], sizes: str, sizes_id: int) -> None:
        index = self.series_index
        self.series_index += 1
        self._xml_start_tag("c:ser")
        self._write_idx(index)
        self._write_order(index)
        self._write_series_name(series)
        self._write_sp_pr(series)
        self._xml_empty_tag("c:invertIfNegative", [("val", 0)])
        self._write_d_lbls(series.get("labels"))
        self._write_x_val(series)
        self._write_y_val(series)
        self._xml_start_tag("c:bubbleSize")
        self._write_num_ref(sizes, self.formula_data[sizes_id], "num")
        self._xml_end_tag("c:bubbleSize")
        self._xml_empty_tag("c:bubble3D", [("val", 0)])
        self._xml_end_tag("c:ser")

    def _write_show_ser_name(self) -> None:
        """Write that only the name is shown: LibreOffice shows what is left out."""
        shown = {"showLegendKey": 0, "showVal": 0, "showCatName": 0, "showSerName": 1, "showPercent": 0, "showBubbleSize": 0}
        for name, is_shown in shown.items():
            self._xml_empty_tag(f"c:{name}", [("val", is_shown)])


def add_bubble_chart(file: Workbook) -> BubbleChart:
    """Add a bubble chart to a workbook."""
    chart = BubbleChart()
    chart.embedded = True
    file.charts.append(chart)
    return chart


# --- bubbles


_FONT = {"name": "Calibri", "size": 9, "color": GREY}


def add_chart(file: xlsxwriter.Workbook, worksheet: Worksheet, row: int, column: int, chart: Chart, book: Book) -> None:
    """Insert a chart at a cell."""
    kind: dict[str, Any] = {"type": chart.kind} | ({"subtype": "stacked"} if chart.is_stacked else {})
    drawn = add_bubble_chart(file) if chart.kind == "bubble" else file.add_chart(kind)
    for number, series in enumerate(chart.series):
        drawn.add_series(_series(chart, series, series.colour or CHART[number % len(CHART)], book))
    title = {"name": _text(chart.title, book), "overlay": False, "layout": None}
    drawn.set_title({**title, "name_font": {"name": "Calibri", "size": 11, "bold": True, "color": INK}})
    category, value = _axes(chart, book)
    lying = chart.kind == "bar"
    drawn.set_x_axis(value if lying else category)
    drawn.set_y_axis(category if lying else value)
    drawn.set_legend({"position": "bottom", "font": _FONT} if chart.has_legend else {"none": True})
    drawn.set_chartarea({"border": {"color": LINE}})
    drawn.set_size({"width": chart.width, "height": chart.height})
    drawn.show_blanks_as("gap")
    worksheet.insert_chart(row, column, drawn, {"object_position": 2, "x_offset": 4, "y_offset": 4})


def _series(chart: Chart, series: Series, colour: str, book: Book) -> dict[str, Any]:
    options: dict[str, Any] = {"values": f"={series.values.full}"}
    if series.categories:
        options["categories"] = f"={series.categories.full}"
    if series.title:
        options["name"] = _text(series.title, book)
    if chart.kind == "line":
        options["line"] = {"color": colour, "width": 2.25} | ({"dash_type": "dash"} if series.is_dashed else {})
        options["marker"] = {"type": "none"} if series.is_dashed else {"type": "circle", "size": 5, "fill": {"color": colour}}
    elif chart.kind == "scatter":
        options["marker"] = {"type": "circle", "size": 8, "fill": {"color": colour}, "border": {"color": colour}}
        options["line"] = {"none": True}
    else:
        options["fill"] = {"color": colour}
        options["gap"] = 60
        options |= {"overlap": 100} if chart.is_overlapped else {}
    if series.sizes:
        options["bubble_sizes"] = f"={series.sizes.full}"
        options["fill"] = {"color": colour, "transparency": 35}
    if series.spread:
        up, down = series.spread
        bars = {"type": "custom", "plus_values": f"={up.full}", "minus_values": f"={down.full}"}
        options["y_error_bars"] = bars
    if series.labels:
        cells = (series.labels.cell(row, column) for row in range(series.labels.rows) for column in range(series.labels.columns))
        options["data_labels"] = {"value": True, "custom": [{"value": f"={cell.full}"} for cell in cells], "font": {**_FONT, "color": INK}}
    elif chart.has_names:
        options["data_labels"] = {"series_name": True, "font": {**_FONT, "color": INK}}
    elif chart.has_labels:
        options["data_labels"] = {"value": True, "font": {**_FONT, "color": INK}, "num_format": chart.number_format or "General"}
    return options


def _axes(chart: Chart, book: Book) -> tuple[dict[str, Any], dict[str, Any]]:
    category: dict[str, Any] = {"num_font": _FONT, "name_font": _FONT, "line": {"color": LINE}, "major_tick_mark": "none"}
    value: dict[str, Any] = {
        "num_font": _FONT,
        "name_font": _FONT,
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": LINE}},
    }
    category |= {"name": _text(chart.x_title, book)} if chart.x_title else {}
    category |= {"num_format": chart.x_number_format} if chart.x_number_format else {}
    category |= {"reverse": True, "crossing": "max"} if chart.is_reversed else {}
    category |= {"text_axis": True} if chart.kind in ("column", "bar", "line") else {}
    category |= {"label_position": "low"}
    value |= {"name": _text(chart.y_title, book)} if chart.y_title else {}
    value |= {"num_format": chart.number_format} if chart.number_format else {}
    return category, value


def _text(text: At | Translatable, book: Book) -> str:
    """Return a chart's text, or the cell that holds it."""
    place = text if isinstance(text, At) else book.text_cell(text)
    return f"={place.full}"
