"""A chart of bubbles, which XlsxWriter lacks: points of a scatter chart that have a size."""

from typing import Any

from xlsxwriter.chart_scatter import ChartScatter
from xlsxwriter.workbook import Workbook

#: How large the largest bubble is, in per cent of the usual.
_SCALE = 60


class BubbleChart(ChartScatter):  # type: ignore[misc]
    """A chart of bubbles; a series says with ``bubble_sizes`` where the sizes stand."""

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
        """The name alone: what is not said, LibreOffice shows."""
        shown = {"showLegendKey": 0, "showVal": 0, "showCatName": 0, "showSerName": 1, "showPercent": 0, "showBubbleSize": 0}
        for name, is_shown in shown.items():
            self._xml_empty_tag(f"c:{name}", [("val", is_shown)])


def add_bubble_chart(file: Workbook) -> BubbleChart:
    """A chart of bubbles that belongs to a workbook."""
    chart = BubbleChart()
    chart.embedded = True
    file.charts.append(chart)
    return chart
