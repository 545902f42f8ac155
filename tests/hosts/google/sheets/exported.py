"""A spreadsheet of the tests as an .xlsx file: to calculate its formulas, and to look at it.

What Google alone has (SPARKLINE, and formulas whose argument is left blank) is left out of the calculation.
"""

import io
import re
import tempfile
from pathlib import Path
from typing import Any

import ironcalc
import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from tests.hosts.google.sheets.book import Book, Sheet

#: What a sheet, a row and a column hold; the last two counted from 0.
Values = dict[tuple[int, int, int], Any]

#: A wrong value: what shows it has not calculated.
_STALE = -999
_TEXTS = re.compile(r'("(?:[^"]|"")*")')
#: Excel has these functions since 2019 or later, or calls what it writes so.
_NEWER = re.compile(
    r"_xlfn|[{}]|\b(?:ANCHORARRAY|BY\w+|CHOOSE\w+|DROP|EXPAND|FILTER|[HV]STACK|LAMBDA|MAKEARRAY|MAP|RANDARRAY|REDUCE|SCAN"
    r"|SINGLE|SEQUENCE|SORT\w*|SWITCH|TAKE|TEXTSPLIT|TO\w+|UNIQUE|WRAP\w+|XLOOKUP)\("
)
_GOOGLE_ALONE = re.compile(r"^=SPARKLINE\(")


def calculated(book: Book) -> Values:
    """The values of all cells that hold something, calculated by IronCalc from the exported file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        path.write_bytes(exported(book))
        model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
    model.evaluate()
    return {
        (sheet.id, row, column): "" if (value := model.get_cell_value(number, row + 1, column + 1)) is None else value
        for number, sheet in enumerate(book.sheets)
        for (row, column), cell in sheet.cells.items()
        if "userEnteredValue" in cell
    }


def exported(book: Book, *, is_dressed: bool = False) -> bytes:
    """The file.

    Args:
        book: The spreadsheet.
        is_dressed: Whether it has the looks too, roughly the charts, and the values of its formulas.
    """
    values = calculated(book) if is_dressed else {}
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "use_future_functions": False, "strings_to_formulas": False}) as file:
        titles = {sheet.id: sheet.title for sheet in book.sheets}
        for named in book.named:
            file.define_name(named["name"], "=" + _range(named["range"], titles))
        for sheet in book.sheets:
            _Sheet(file, sheet, titles, values, is_dressed=is_dressed).write()
    return target.getvalue()


def _range(grid: dict[str, int], titles: dict[int, str]) -> str:
    corners = (grid["startRowIndex"], grid["startColumnIndex"], grid["endRowIndex"] - 1, grid["endColumnIndex"] - 1)
    return f"{quote_sheetname(titles[grid['sheetId']])}!{xl_range_abs(*corners)}"


class _Worksheet(Worksheet):  # type: ignore[misc]
    """Looks for functions newer than the file format only in formulas that may call one: there are tens of thousands of others."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        is_newer = expand_future_functions or _NEWER.search(formula)
        return str(super()._prepare_formula(formula, expand_future_functions)) if is_newer else formula.removeprefix("=")


class _Sheet:
    def __init__(self, file: xlsxwriter.Workbook, sheet: Sheet, titles: dict[int, str], values: Values, *, is_dressed: bool) -> None:
        self.file, self.sheet, self.titles, self.values, self.is_dressed = file, sheet, titles, values, is_dressed
        self.worksheet = file.add_worksheet(_short(sheet.title), _Worksheet)
        self.formats: dict[str, Any] = {}

    def write(self) -> None:
        """The cells, and what lies over them."""
        for (row, column), cell in self.sheet.cells.items():
            self._cell(row, column, cell)
        if self.sheet.properties.get("hidden"):
            self.worksheet.hide()
        if self.is_dressed:
            self._dress()

    def _cell(self, row: int, column: int, cell: dict[str, Any]) -> None:
        look = self._look(cell.get("userEnteredFormat", {})) if self.is_dressed else None
        for kind, content in (cell.get("userEnteredValue") or {"": None}).items():
            if kind == "formulaValue" and not _GOOGLE_ALONE.match(content):
                self.worksheet.write_formula(
                    row, column, _with_commas(content), look, self.values.get((self.sheet.id, row, column), _STALE)
                )
            elif kind == "stringValue":
                self.worksheet.write_string(row, column, content, look)
            elif kind == "boolValue":
                self.worksheet.write_boolean(row, column, content, look)
            elif kind == "numberValue":
                self.worksheet.write_number(row, column, content, look)
            elif look and row < 500:
                self.worksheet.write_blank(row, column, None, look)

    def _look(self, described: dict[str, Any]) -> Any:
        key = repr(described)
        if key not in self.formats:
            letters, options = described.get("textFormat", {}), {"font_name": described.get("textFormat", {}).get("fontFamily", "Arial")}
            options |= {"font_size": letters.get("fontSize", 10), "bold": letters.get("bold", False)}
            options |= {"font_color": _colour(letters.get("foregroundColorStyle"), "#000000")}
            options |= {"bg_color": _colour(described["backgroundColorStyle"])} if "backgroundColorStyle" in described else {}
            options |= {"align": described["horizontalAlignment"].lower()} if "horizontalAlignment" in described else {}
            options |= {"valign": {"TOP": "top", "MIDDLE": "vcenter"}.get(described.get("verticalAlignment", ""), "bottom")}
            options |= {"text_wrap": described.get("wrapStrategy") == "WRAP"}
            options |= {"num_format": described["numberFormat"]["pattern"]} if "numberFormat" in described else {}
            for side, line in described.get("borders", {}).items():
                options |= {side: 2 if line["style"] == "SOLID_MEDIUM" else 1, f"{side}_color": _colour(line["colorStyle"])}
            self.formats[key] = self.file.add_format(options)
        return self.formats[key]

    def _dress(self) -> None:
        sheet, worksheet = self.sheet, self.worksheet
        grid = sheet.properties["gridProperties"]
        for index, properties in sheet.columns.items():
            worksheet.set_column_pixels(index, index, properties["pixelSize"])
        for index, properties in sheet.rows.items():
            worksheet.set_row_pixels(index, properties["pixelSize"])
        worksheet.hide_gridlines(2 if grid.get("hideGridlines") else 0)
        worksheet.freeze_panes(grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0))
        for place in sheet.over["merges"]:
            corners = (place["startRowIndex"], place["startColumnIndex"], place["endRowIndex"] - 1, place["endColumnIndex"] - 1)
            first = sheet.cells.get(corners[:2], {})
            worksheet.merge_range(*corners, "", self._look(first.get("userEnteredFormat", {})))
            self._cell(*corners[:2], first)
        for rule in sheet.over["conditionalFormats"]:
            self._rule(rule)
        for chart in sheet.over["charts"]:
            self._chart(chart)
        worksheet.set_landscape()
        worksheet.set_paper(8)
        worksheet.fit_to_pages(1, 1 if len(sheet.cells) < 5000 else 0)

    def _rule(self, rule: dict[str, Any]) -> None:
        for place in rule["ranges"]:
            corners = (place["startRowIndex"], place["startColumnIndex"], place["endRowIndex"] - 1, place["endColumnIndex"] - 1)
            if "booleanRule" in rule:
                look = rule["booleanRule"].get("format", {})
                options = {"font_color": _colour(look.get("textFormat", {}).get("foregroundColorStyle"), "#000000")}
                options |= {"bg_color": _colour(look["backgroundColorStyle"])} if "backgroundColorStyle" in look else {}
                formula = _with_commas(rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"])
                formula = re.sub(r'INDIRECT\("([^"]*)"\)', r"\1", formula)
                self.worksheet.conditional_format(
                    *corners, {"type": "formula", "criteria": formula, "format": self.file.add_format(options)}
                )
            else:
                points = rule["gradientRule"]
                ends = {"min_color": _colour(points["minpoint"]["colorStyle"]), "max_color": _colour(points["maxpoint"]["colorStyle"])}
                middle = {"mid_color": _colour(points["midpoint"]["colorStyle"])} if "midpoint" in points else {}
                self.worksheet.conditional_format(*corners, {"type": "3_color_scale" if middle else "2_color_scale", **ends, **middle})

    def _chart(self, described: dict[str, Any]) -> None:
        spec, position = described["spec"], described["position"]["overlayPosition"]
        basic = spec.get("basicChart")
        if basic is None:
            return
        stacked = {"subtype": "stacked"} if basic.get("stackedType") == "STACKED" else {}
        chart = self.file.add_chart({"type": basic["chartType"].lower(), **stacked})
        for series in basic["series"]:
            names, values = _split(series["series"])
            _, categories = _split(basic["domains"][0]["domain"])
            filled = {"fill": {"color": _colour(series["colorStyle"])}, "line": {"color": _colour(series["colorStyle"])}}
            places = {
                key: "=" + _range(place, self.titles) for key, place in (("name", names), ("values", values), ("categories", categories))
            }
            chart.add_series({**places, **filled})
        chart.set_title({"name": spec["title"], "name_font": {"size": 11}})
        chart.set_legend({"none": True} if basic["legendPosition"] == "NO_LEGEND" else {"position": "bottom"})
        chart.set_size({"width": position["widthPixels"], "height": position["heightPixels"]})
        if basic["chartType"] == "BAR":
            chart.set_y_axis({"reverse": True})
        chart.show_hidden_data()
        anchor = position["anchorCell"]
        self.worksheet.insert_chart(anchor.get("rowIndex", 0), anchor.get("columnIndex", 0), chart)


def _split(data: dict[str, Any]) -> tuple[dict[str, int], dict[str, int]]:
    """The heading of a column, and the cells below."""
    place = data["sourceRange"]["sources"][0]
    first = place["startRowIndex"]
    return {**place, "endRowIndex": first + 1}, {**place, "startRowIndex": first + 1}


def _colour(style: dict[str, Any] | None, usual: str = "#FFFFFF") -> str:
    if style is None:
        return usual
    return "#" + "".join(f"{round(255 * style['rgbColor'].get(name, 0)):02X}" for name in ("red", "green", "blue"))


def _with_commas(formula: str) -> str:
    return "".join(part if part.startswith('"') else part.replace(";", ",") for part in _TEXTS.split(formula))


def _short(title: str) -> str:
    """Excel takes 31 letters; formulas would no longer find a longer one."""
    assert len(title) <= 31, f"a sheet of Excel cannot be called {title!r}"
    return title
