"""Where in a spreadsheet something is: tabs, named ranges, and addresses such as ``Data!A1:C9``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Label, Message

#: What of the spreadsheet has to be known to find places.
FIELDS = "properties(locale,timeZone),namedRanges,sheets(properties(sheetId,title,hidden,sheetType,gridProperties(rowCount,columnCount)))"

_WITH_TAB = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[^!']+))!(?P<cells>[^!]*)")
_CELLS = re.compile(r"\$?(?P<left>[A-Za-z]{0,3})\$?(?P<top>\d*)(?P<more>:\$?(?P<right>[A-Za-z]{0,3})\$?(?P<bottom>\d*))?")


class NoSuchPlace(SheetKpiError):
    """There is no such tab, name or address."""


class NoSuchTab(NoSuchPlace):
    """There is no such tab."""

    def __init__(self, title: str, cells: str, near: str | None, what: Message) -> None:
        super().__init__(what)
        self.title, self.cells, self.near = title, cells, near


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a spreadsheet, and how large its grid is."""

    sheet_id: int
    title: str
    rows: int
    columns: int
    is_hidden: bool = False

    @property
    def quoted(self) -> str:
        """Its name as requests take it."""
        return "'" + self.title.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a tab, counted from 0; ``rows`` and ``columns`` are None where it runs to the end."""

    tab: Tab
    row: int = 0
    column: int = 0
    rows: int | None = None
    columns: int | None = None

    @property
    def is_one_cell(self) -> bool:
        """Whether it is a single cell."""
        return (self.rows, self.columns) == (1, 1)

    @property
    def request(self) -> str:
        """It as requests take it, whatever name it was found by."""
        last_column = self.tab.columns if self.columns is None else min(self.column + self.columns, self.tab.columns)
        last_row = self.tab.rows if self.rows is None else min(self.row + self.rows, self.tab.rows)
        return f"{self.tab.quoted}!{letters(self.column)}{self.row + 1}:{letters(max(last_column, 1) - 1)}{last_row}"

    def __str__(self) -> str:
        title = self.tab.title if re.fullmatch(r"\w+", self.tab.title) else self.tab.quoted
        first = f"{title}!{letters(self.column)}{self.row + 1}"
        if self.is_one_cell:
            return first
        last_column = "" if self.columns is None else letters(self.column + self.columns - 1)
        return f"{first}:{last_column or letters(self.tab.columns - 1)}{'' if self.rows is None else self.row + self.rows}"


class Places:
    """The tabs and names of a spreadsheet."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.tabs = list(_tabs(answer))
        self.locale = str(answer.get("properties", {}).get("locale", ""))
        self.time_zone = str(answer.get("properties", {}).get("timeZone", ""))
        by_id = {tab.sheet_id: tab for tab in self.tabs}
        self.names: dict[str, Place] = {}
        self.ids = {named["name"].casefold(): named["namedRangeId"] for named in answer.get("namedRanges", ())}
        for named in answer.get("namedRanges", ()):
            place = named.get("range", {})
            if place.get("sheetId", 0) in by_id:
                self.names[named["name"]] = _of_grid(by_id[place.get("sheetId", 0)], place)

    @property
    def titles(self) -> list[str]:
        """What the tabs are called that people see."""
        return [tab.title for tab in self.tabs if not tab.is_hidden]

    def tab(self, sheet_id: int) -> Tab | None:
        """A tab by its id."""
        return next((tab for tab in self.tabs if tab.sheet_id == sheet_id), None)

    def named(self, name: str) -> Place | None:
        """A named range, in capitals or not, as Google takes names."""
        return next((place for known, place in self.names.items() if known.casefold() == name.casefold()), None)

    def find(self, text: str) -> Place:
        """The place that a name or an address means.

        Raises:
            NoSuchPlace: There is none; the message says what there is.
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
            raise NoSuchPlace(
                Message(
                    "Say on which sheet {address} is: there are {tabs}. For example {example}",
                    address=text,
                    tabs=_listed(self.titles),
                    example=f"{self.titles[0]}!{text}",
                )
            )
        near = get_close_matches(text, [*self.names, *self.titles], n=1, cutoff=0.6)
        raise NoSuchPlace(
            Message(
                "There is no sheet and no named range “{name}”.{hint} There are the sheets {tabs}; the named ranges {names}.",
                name=text,
                hint=Message(" Did you mean {nearest}?", nearest=near[0]) if near else "",
                tabs=_listed(self.titles),
                names=_listed(list(self.names)),
            )
        )

    def _on_tab(self, title: str, cells: str) -> Place:
        tab = next((tab for tab in self.tabs if tab.title.casefold() == title.casefold()), None)
        if tab is None:
            near = get_close_matches(title, self.titles, n=1, cutoff=0.7)
            raise NoSuchTab(
                title,
                cells,
                near[0] if near else None,
                Message(
                    "There is no sheet “{name}”.{hint} There are: {tabs}.",
                    name=title,
                    hint=Message(" Did you mean {nearest}?", nearest=near[0]) if near else "",
                    tabs=_listed(self.titles),
                ),
            )
        return on_tab(tab, cells)


def on_tab(tab: Tab, cells: str) -> Place:
    """A place on a tab; the whole of it where no cells are said.

    Raises:
        NoSuchPlace: The cells are no address, or lie outside.
    """
    if not cells:
        return Place(tab)
    found = _CELLS.fullmatch(cells.strip())
    if not found or not (found["left"] or found["top"]) or (not found["more"] and not (found["left"] and found["top"])):
        raise NoSuchPlace(Message("“{address}” is not a cell address. Write it as {example}", address=cells, example=f"{tab.title}!A1:C9"))
    top = int(found["top"] or 1) - 1
    left = index_of(found["left"]) if found["left"] else 0
    if top < 0:
        raise NoSuchPlace(Message("“{address}” is not a cell address. Write it as {example}", address=cells, example=f"{tab.title}!A1:C9"))
    if not found["more"]:
        return Place(tab, top, left, 1, 1)
    rows = int(found["bottom"]) - top if found["bottom"] else None
    columns = index_of(found["right"]) - left + 1 if found["right"] else None
    if (rows is not None and rows < 1) or (columns is not None and columns < 1):
        raise NoSuchPlace(Message("“{address}” ends before it begins. Write the upper left cell first.", address=cells))
    return Place(tab, top, left, rows, columns)


def _tabs(answer: Mapping[str, Any]) -> Iterator[Tab]:
    for sheet in answer.get("sheets", ()):
        properties = sheet["properties"]
        if properties.get("sheetType", "GRID") == "GRID":
            grid = properties["gridProperties"]
            yield Tab(
                properties.get("sheetId", 0), properties["title"], grid["rowCount"], grid["columnCount"], properties.get("hidden", False)
            )


def _of_grid(tab: Tab, grid: Mapping[str, int]) -> Place:
    row, column = grid.get("startRowIndex", 0), grid.get("startColumnIndex", 0)
    rows = grid["endRowIndex"] - row if "endRowIndex" in grid else None
    columns = grid["endColumnIndex"] - column if "endColumnIndex" in grid else None
    return Place(tab, row, column, rows, columns)


def _listed(names: list[str]) -> object:
    shown = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
    return shown or Label("none")


def letters(index: int) -> str:
    """The name of a column: A for 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    while index >= 0:
        name = chr(65 + index % 26) + name
        index = index // 26 - 1
    return name


def index_of(name: str) -> int:
    """The number of a column: 0 for A."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
