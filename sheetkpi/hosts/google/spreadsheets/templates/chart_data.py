"""The hidden sheet that charts of Google draw from.

A chart of Google takes the name of a series from the cell above its numbers, and its numbers from columns of one height; so each
chart gets a block of its own: headings, and below them what its cells hold. What is blank or an error there is empty here: a gap.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sheetkpi.translation import Label
from sheetkpi.workbooks.book import At, Book, Chart, Content, Formula, Series, Sheet
from sheetkpi.workbooks.styles import HEADER_LEFT, HINT, TEXT, Style

_TITLE = Label("Chart data")
_HINT = Label("The charts draw from this sheet. Change nothing here.")


@dataclass(frozen=True, slots=True)
class Block:
    """The numbers of one chart: a heading row, the categories in the first column, a series in each other one."""

    place: At

    def column(self, number: int) -> At:
        """One column with its heading."""
        return At(self.place.sheet, self.place.row, self.place.column + number, self.place.rows)


def chart_sheet(book: Book) -> tuple[Sheet, Mapping[tuple[str, int], Block]]:
    """The sheet, and the block of each chart by its sheet's title and its number there."""
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
    columns: list[_Column] = [(heading, _taken(series.values), style) for heading, series in zip(drawn, chart.series, strict=True)]
    first = _taken(categories) if categories else []
    return [(None, first, Style(number_format=chart.x_number_format or "General")), *columns]


def _bubbles(chart: Chart) -> list[_Column]:
    """A row for each bubble: what it is, how far to the right and how high it stands, how large it is."""
    rows = [(series.title, series.categories, series.values, series.sizes) for series in chart.series]
    formats = (TEXT, chart.x_number_format, chart.number_format, None)
    styles = [Style(number_format="General" if pattern in (None, TEXT) else str(pattern)) for pattern in formats]
    return [
        (None, [content for row in rows if isinstance(row[part], At) for content in _taken(row[part])], styles[part])  # type: ignore[arg-type]
        for part in range(len(styles))
    ]


def _heading(series: Series) -> Content:
    return Formula(series.title.full) if isinstance(series.title, At) else series.title


def _taken(cells: At) -> list[Content]:
    places = (cells.cell(row, column).full for row in range(cells.rows) for column in range(cells.columns))
    return [Formula(f'IFERROR(IF({place}="",,{place}),)') for place in places]
