"""A1 addresses, tabs and named ranges of a spreadsheet, and IDs of what sheetkpi creates in it."""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from gspread.utils import absolute_range_name, column_letter_to_index, rowcol_to_a1

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Label, Message

#: The fields that :class:`Spreadsheet` needs.
FIELDS = "properties(locale,timeZone),namedRanges,sheets(properties(sheetId,title,hidden,sheetType,gridProperties(rowCount,columnCount)))"

_WITH_TAB = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[^!']+))!(?P<cells>[^!]*)")
_CELLS = re.compile(r"\$?(?P<left>[A-Za-z]{0,3})\$?(?P<top>\d*)(?P<more>:\$?(?P<right>[A-Za-z]{0,3})\$?(?P<bottom>\d*))?")


class RangeNotFound(SheetKpiError):
    """There is no such sheet, name or address.

    ``text`` is what was looked for, ``nearest`` the most similar name.
    """

    def __init__(self, text: str, what: Message, nearest: str | None = None) -> None:
        super().__init__(what)
        self.text, self.nearest = text, nearest


class SheetNotFound(RangeNotFound):
    """There is no such sheet; ``cells`` is the rest of the address."""

    def __init__(self, title: str, cells: str, what: Message, nearest: str | None) -> None:
        super().__init__(title, what, nearest)
        self.cells = cells


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a spreadsheet and the size of its grid."""

    sheet_id: int
    title: str
    rows: int
    columns: int
    is_hidden: bool = False

    @property
    def quoted(self) -> str:
        """Its title as a range in requests; without quotes, a named range of the same name would be read."""
        return absolute_range_name(self.title)


@dataclass(frozen=True, slots=True)
class CellRange:
    """A rectangle on a tab, counted from 0; open-ended if ``rows`` or ``columns`` is None."""

    tab: Tab
    row: int = 0
    column: int = 0
    rows: int | None = None
    columns: int | None = None

    @property
    def is_one_cell(self) -> bool:
        """Whether the range is a single cell."""
        return (self.rows, self.columns) == (1, 1)

    @property
    def request(self) -> str:
        """The A1 address for requests, within the grid."""
        last_column = self.tab.columns if self.columns is None else min(self.column + self.columns, self.tab.columns)
        last_row = self.tab.rows if self.rows is None else min(self.row + self.rows, self.tab.rows)
        return absolute_range_name(self.tab.title, f"{cell_address(self.row, self.column)}:{cell_address(last_row - 1, last_column - 1)}")

    @property
    def grid_range(self) -> dict[str, int]:
        """The API's GridRange."""
        return grid_range(self.tab.sheet_id, self.row, self.column, self.rows, self.columns)

    def cell(self, row: int, column: int) -> "CellRange":
        """Return one cell, counted from the upper left corner."""
        return CellRange(self.tab, self.row + row, self.column + column, 1, 1)

    def __str__(self) -> str:
        title = self.tab.title if re.fullmatch(r"\w+", self.tab.title) else self.tab.quoted
        first = f"{title}!{cell_address(self.row, self.column)}"
        if self.is_one_cell:
            return first
        last = cell_address((self.rows or 1) + self.row - 1, (self.tab.columns if self.columns is None else self.column + self.columns) - 1)
        return f"{first}:{last.rstrip('0123456789') if self.rows is None else last}"


class Spreadsheet:
    """A spreadsheet's tabs and named ranges."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.tabs = list(_tabs(answer))
        self.locale = str(answer.get("properties", {}).get("locale", ""))
        self.time_zone = str(answer.get("properties", {}).get("timeZone", ""))
        by_id = {tab.sheet_id: tab for tab in self.tabs}
        self.names: dict[str, CellRange] = {}
        self.ids = {named["name"].casefold(): named["namedRangeId"] for named in answer.get("namedRanges", ())}
        for named in answer.get("namedRanges", ()):
            place = named.get("range", {})
            if place.get("sheetId", 0) in by_id:
                self.names[named["name"]] = _of_grid(by_id[place.get("sheetId", 0)], place)

    @property
    def titles(self) -> list[str]:
        """The titles of the visible tabs."""
        return [tab.title for tab in self.tabs if not tab.is_hidden]

    def tab(self, sheet_id: int) -> Tab | None:
        """Return a tab by its ID."""
        return next((tab for tab in self.tabs if tab.sheet_id == sheet_id), None)

    def named(self, name: str) -> CellRange | None:
        """Return a named range; like Google, ignore case."""
        return next((place for known, place in self.names.items() if known.casefold() == name.casefold()), None)

    def find(self, text: str) -> CellRange:
        """Return the range with a name or an address.

        Raises:
            RangeNotFound: There is no such range.
        """
        text = text.strip()
        if place := self.named(text):
            return place
        if parts := _WITH_TAB.fullmatch(text):
            title = (parts["quoted"] or "").replace("''", "'") or parts["bare"]
            return self._on_tab(title, parts["cells"])
        title = text.strip("'").replace("''", "'")
        if any(tab.title.casefold() == title.casefold() for tab in self.tabs):
            return self._on_tab(title, "")
        if _CELLS.fullmatch(text) and re.search(r"\d", text):
            if len(self.titles) == 1:
                return self._on_tab(self.titles[0], text)
            raise RangeNotFound(
                text,
                Message(
                    "{address} could be on any of these sheets: {tabs}. Add the sheet's name, for example {example}",
                    address=text,
                    tabs=_listed(self.titles),
                    example=f"{self.titles[0]}!{text}",
                ),
            )
        nearest = next(iter(get_close_matches(text, [*self.names, *self.titles], n=1)), None)
        raise RangeNotFound(
            text,
            Message(
                "There is no sheet or named range “{name}”.{hint} Sheets: {tabs}. Named ranges: {names}.",
                name=text,
                hint=_hint(nearest),
                tabs=_listed(self.titles),
                names=_listed(list(self.names)),
            ),
            nearest,
        )

    def _on_tab(self, title: str, cells: str) -> CellRange:
        tab = next((tab for tab in self.tabs if tab.title.casefold() == title.casefold()), None)
        if tab is None:
            nearest = next(iter(get_close_matches(title, self.titles, n=1, cutoff=0.7)), None)
            what = Message("There is no sheet “{name}”.{hint} Sheets: {tabs}.", name=title, hint=_hint(nearest), tabs=_listed(self.titles))
            raise SheetNotFound(title, cells, what, nearest)
        return range_on_tab(tab, cells)


def range_on_tab(tab: Tab, cells: str) -> CellRange:
    """Return the range of an A1 address on a tab; the whole tab if the address is blank.

    Raises:
        RangeNotFound: It is not an address.
    """
    if not cells:
        return CellRange(tab)
    found = _CELLS.fullmatch(cells.strip())
    is_address = found and (found["left"] or found["top"] if found["more"] else found["left"] and found["top"])
    top = int(found["top"] or 1) - 1 if found else -1
    if not found or not is_address or top < 0:
        raise RangeNotFound(
            cells, Message("“{address}” is not a cell address. Use the form {example}", address=cells, example=f"{tab.title}!A1:C9")
        )
    left = column_index(found["left"]) if found["left"] else 0
    if not found["more"]:
        return CellRange(tab, top, left, 1, 1)
    rows = int(found["bottom"]) - top if found["bottom"] else None
    columns = column_index(found["right"]) - left + 1 if found["right"] else None
    if (rows is not None and rows < 1) or (columns is not None and columns < 1):
        raise RangeNotFound(cells, Message("The range “{address}” is reversed. Start with its upper left cell.", address=cells))
    return CellRange(tab, top, left, rows, columns)


def _tabs(answer: Mapping[str, Any]) -> Iterator[Tab]:
    for sheet in answer.get("sheets", ()):
        properties = sheet["properties"]
        if properties.get("sheetType", "GRID") == "GRID":
            grid = properties["gridProperties"]
            yield Tab(
                properties.get("sheetId", 0), properties["title"], grid["rowCount"], grid["columnCount"], properties.get("hidden", False)
            )


def _of_grid(tab: Tab, grid: Mapping[str, int]) -> CellRange:
    row, column = grid.get("startRowIndex", 0), grid.get("startColumnIndex", 0)
    rows = grid["endRowIndex"] - row if "endRowIndex" in grid else None
    columns = grid["endColumnIndex"] - column if "endColumnIndex" in grid else None
    return CellRange(tab, row, column, rows, columns)


def _hint(nearest: str | None) -> object:
    return Message(" Did you mean {nearest}?", nearest=nearest) if nearest else ""


def _listed(names: list[str]) -> object:
    display = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
    return display or Label("none")


def cell_address(row: int, column: int) -> str:
    """Return the A1 address of a cell.

    >>> cell_address(0, 27)
    'AB1'
    """
    return rowcol_to_a1(row + 1, column + 1)


def column_index(name: str) -> int:
    """Return a column's number: 0 for A."""
    return column_letter_to_index(name.upper()) - 1


def grid_range(sheet_id: int, row: int, column: int, rows: int | None = 1, columns: int | None = 1) -> dict[str, int]:
    """Return the API's GridRange: from 0, the ends excluded; without an end if rows or columns are None."""
    ends = {} if rows is None else {"endRowIndex": row + rows}
    ends |= {} if columns is None else {"endColumnIndex": column + columns}
    return {"sheetId": sheet_id, "startRowIndex": row, "startColumnIndex": column, **ends}


def cell_start(sheet_id: int, row: int, column: int) -> dict[str, int]:
    """Return the API's GridCoordinate of a cell."""
    return {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}


#: Google's IDs of sheets, charts and ranges are positive and have 31 bits.
_MAX_ID = 0x7FFFFFFF


def id_of(*words: str) -> int:
    """Return an ID made of names, so that a thing is found again wherever users moved it.

    >>> id_of("forecast", "tab", "Start") == id_of("forecast", "tab", "Start") != id_of("channels", "tab", "Start")
    True
    """
    return zlib.crc32("/".join(("sheetkpi", *words)).encode()) & _MAX_ID or 1
