"""The tabs that a template should have: the sheets of its workbook and a hidden sheet of chart data.

Google's charts take a series' name from the cell above its numbers, and need columns of equal height. So each chart gets a block of its own
on the hidden sheet: headings, and below them the values; blanks and errors are left empty, which draws a gap.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sheetkpi.hosts.google.sheets.a1 import grid_range, id_of
from sheetkpi.hosts.google.sheets.cell_values import Position
from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book, Chart, Content, Formula, Series, Sheet, with_texts
from sheetkpi.workbooks.sheets_plan import Rectangle
from sheetkpi.workbooks.styles import HEADER_LEFT, HINT, TEXT, Style

_TITLE = Label("Chart data")
_HINT = Label("The charts draw from this sheet. Change nothing here.")


@dataclass(frozen=True, slots=True)
class Block:
    """The data of one chart: a heading row, categories in the first column, then one column per series."""

    place: At

    def column(self, number: int) -> At:
        """Return one column with its heading."""
        return At(self.place.sheet, self.place.row, self.place.column + number, self.place.rows)


def chart_data_sheet(book: Book) -> tuple[Sheet, Mapping[tuple[str, int], Block]]:
    """Build the sheet; also return each chart's block by its sheet's title and its number there."""
    sheet = Sheet(_TITLE.in_language(book.language), key=_TITLE.in_language("en"))
    sheet.put(0, 0, _HINT.in_language(book.language), HINT.but(is_wrapped=False))
    blocks = {}
    row = 2
    for drawn in book.sheets:
        for number, (_, _, chart) in enumerate(drawn.charts):
            columns = _bubbles(chart) if chart.kind == "bubble" else _columns(chart)
            for offset, (heading, contents, style) in enumerate(columns):
                sheet.put(row, offset, heading, HEADER_LEFT)
                for down, content in enumerate(contents, 1):
                    sheet.put(row + down, offset, content, style)
            height = 1 + max(len(contents) for _, contents, _ in columns)
            blocks[drawn.title, number] = Block(At(sheet.title, row, 0, height, len(columns)))
            row += height + 1
    sheet.set_widths(*[18] * 8)
    return sheet, blocks


_Column = tuple[Content, list[Content], Style]


def _columns(chart: Chart) -> list[_Column]:
    categories = chart.series[0].categories
    drawn = [_heading(series) for series in chart.series]
    style = Style(number_format=chart.number_format or "General")
    columns: list[_Column] = [
        (heading, _values_or_blank(series.values), style) for heading, series in zip(drawn, chart.series, strict=True)
    ]
    first = _values_or_blank(categories) if categories else []
    return [(None, first, Style(number_format=chart.x_number_format or "General")), *columns]


def _bubbles(chart: Chart) -> list[_Column]:
    """Return one row per bubble: name, x, y, size."""
    rows = [(series.title, series.categories, series.values, series.sizes) for series in chart.series]
    formats = (TEXT, chart.x_number_format, chart.number_format, None)
    styles = [Style(number_format="General" if pattern in (None, TEXT) else str(pattern)) for pattern in formats]
    return [
        (None, [content for row in rows if isinstance(row[part], At) for content in _values_or_blank(row[part])], styles[part])  # type: ignore[arg-type]
        for part in range(len(styles))
    ]


def _heading(series: Series) -> Content:
    return Formula(series.title.full) if isinstance(series.title, At) else series.title


def _values_or_blank(cells: At) -> list[Content]:
    spreadsheet = (cells.cell(row, column).full for row in range(cells.rows) for column in range(cells.columns))
    return [Formula(f'IFERROR(IF({place}="",,{place}),)') for place in spreadsheet]


@dataclass(frozen=True, slots=True, eq=False)
class TemplateTab:
    """One sheet of a template as a tab."""

    sheet: Sheet
    sheet_id: int
    is_hidden: bool

    @property
    def key(self) -> str:
        """Its name, the same in every language."""
        return self.sheet.key

    def grid(self, area: At | Rectangle[Any]) -> dict[str, int]:
        """Return the GridRange of an area on this tab."""
        return grid_range(self.sheet_id, area.row, area.column, area.rows, area.columns)


class Template:
    """A template's workbook, and the IDs of its parts in the spreadsheet."""

    def __init__(self, name: str, book: Book) -> None:
        self.name = name
        self.language = book.language
        self.edition = book.edition
        self.title = book.title.in_language(book.language)
        drawn = copy(book)
        helper, self.blocks = chart_data_sheet(book)
        drawn.sheets = [*book.sheets, helper]
        self.book = with_texts(drawn)
        self.tabs = [TemplateTab(sheet, self.tab_id(sheet.key), sheet.key == helper.key) for sheet in self.book.sheets]

    def _id(self, *words: str) -> int:
        return id_of(self.name, *words)

    def tab_id(self, key: str) -> int:
        """Return the ID of a tab."""
        return self._id("tab", key)

    def chart_id(self, tab: TemplateTab, number: int) -> int:
        """Return the ID of a chart by its number on the sheet."""
        return self._id("chart", tab.key, str(number))

    def protection_id(self, tab: TemplateTab) -> int:
        """Return the ID of the protected range that warns before a formula is edited."""
        return self._id("protection", tab.key)

    def name_id(self, name: str) -> str:
        """Return the ID of a named range."""
        return str(self._id("name", self.book.name_keys.get(name, name)))

    def block(self, tab: TemplateTab, number: int) -> Block:
        """Return the data block of a chart."""
        return self.blocks[tab.sheet.title, number]

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """The IDs of the tabs by their titles in the book."""
        return {tab.sheet.title: tab.sheet_id for tab in self.tabs}

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """The keys of the tabs by their titles in the book."""
        return {tab.sheet.title: tab.key for tab in self.tabs}

    def grid(self, place: At) -> dict[str, int]:
        """Return the GridRange of an area."""
        return grid_range(self.ids[place.sheet], place.row, place.column, place.rows, place.columns)


#: The content of a cell that isn't blank.
CellContent = float | str | bool | Formula


def desired_cells(tab: TemplateTab) -> dict[Position, CellContent]:
    """Return the contents of a sheet's cells by position."""
    cells: dict[Position, CellContent] = {}
    for position, cell in tab.sheet.cells.items():
        content = cell.content
        if content is None or content == "":
            continue
        if not isinstance(content, Formula | str | float | int) and isinstance(content, Translatable):
            raise TypeError(f"{content!r} stands on no sheet of texts")
        cells[position] = content
    for place, source in tab.sheet.sparklines:
        cells[place.row, place.column] = Formula(f"SPARKLINE({source.full})")
    return cells
