"""A template as tabs of a spreadsheet: the sheets of its workbook, each with its id there."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from sheetkpi.hosts.google.spreadsheets.ids import id_of
from sheetkpi.hosts.google.spreadsheets.templates.chart_data import Block, chart_sheet
from sheetkpi.workbooks.book import At, Book, Sheet
from sheetkpi.workbooks.texts import with_texts


@dataclass(frozen=True, slots=True, eq=False)
class Tab:
    """One sheet of a template."""

    sheet: Sheet
    sheet_id: int
    is_hidden: bool

    @property
    def key(self) -> str:
        """Its name in every language."""
        return self.sheet.key


class Template:
    """A template that is to be published."""

    def __init__(self, name: str, book: Book) -> None:
        self.name = name
        self.language = book.language
        self.edition = book.edition
        self.title = book.title.in_language(book.language)
        drawn = copy(book)
        helper, self.blocks = chart_sheet(book)
        drawn.sheets = [*book.sheets, helper]
        self.book = with_texts(drawn)
        self.tabs = [Tab(sheet, self.tab_id(sheet.key), sheet.key == helper.key) for sheet in self.book.sheets]

    def _id(self, *words: str) -> int:
        return id_of(self.name, *words)

    def tab_id(self, key: str) -> int:
        """The id of a tab."""
        return self._id("tab", key)

    def chart_id(self, tab: Tab, number: int) -> int:
        """The id of a chart by its place in the order of the sheet's."""
        return self._id("chart", tab.key, str(number))

    def protection_id(self, tab: Tab) -> int:
        """The id of the warning before a formula is changed."""
        return self._id("protection", tab.key)

    def name_id(self, name: str) -> str:
        """The id of a named range."""
        return str(self._id("name", self.book.name_keys.get(name, name)))

    def block(self, tab: Tab, number: int) -> Block:
        """Where the numbers of a chart stand."""
        return self.blocks[tab.sheet.title, number]

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """The ids of its tabs, by their titles in the book."""
        return {tab.sheet.title: tab.sheet_id for tab in self.tabs}

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """The keys of its tabs, by their titles in the book."""
        return {tab.sheet.title: tab.key for tab in self.tabs}

    def grid(self, place: At) -> dict[str, int]:
        """A place as Google says it."""
        return grid_range(self.ids[place.sheet], place.row, place.column, place.rows, place.columns)


def grid_range(sheet_id: int, row: int, column: int, rows: int = 1, columns: int = 1) -> dict[str, int]:
    """Cells as Google says it: from 0, the ends not included."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": row,
        "endRowIndex": row + rows,
        "startColumnIndex": column,
        "endColumnIndex": column + columns,
    }
