"""What sheetkpi wrote to a spreadsheet, kept in the spreadsheet itself as named texts on the hidden tab “sheetkpi”.

A tab is copied with the spreadsheet and restored with its version history. API metadata holds 30,000 characters, a tab millions.
The state is written in the same batch as the cells it describes, so that neither exists without the other.
"""

import base64
import json
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any, TypeVar

from sheetkpi.hosts.google.sheets.a1 import cell_start, grid_range, id_of
from sheetkpi.hosts.google.sheets.cell_values import DIGEST_LENGTH, Position, Request, split_digests
from sheetkpi.translation import Language
from sheetkpi.workbooks.book import Edition

#: The hidden tab, whatever users rename it to.
STATE_TAB_ID = id_of("memory")
STATE_TITLE = "sheetkpi"
#: The fields to read from the tab.
STATE_FIELDS = "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),data(rowData(values(userEnteredValue))))"

#: A cell holds at most 50,000 characters.
_CELL_LENGTH = 45_000
_ROWS, _COLUMNS = 100, 10
_REMARK = "sheetkpi keeps here what it wrote last, so that it overwrites nothing that people changed. Please leave this sheet as it is."


@dataclass(slots=True)
class State:
    """Texts by name, kept on the hidden tab."""

    texts: dict[str, str] = field(default_factory=dict)
    rows_by_name: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    title: str = STATE_TITLE

    @classmethod
    def read(cls, answer: Mapping[str, Any], taken: Collection[str] = ()) -> "State":
        """Read the tab; if it doesn't exist, the state is empty."""
        for sheet in answer.get("sheets", ()):
            if sheet["properties"].get("sheetId") == STATE_TAB_ID:
                grid = sheet["properties"]["gridProperties"]
                state = cls(rows=grid["rowCount"], columns=grid["columnCount"])
                for data in sheet.get("data", ()):
                    for row, line in enumerate(data.get("rowData", ())):
                        name, *pieces = [cell.get("userEnteredValue", {}).get("stringValue", "") for cell in line.get("values", ())] or [""]
                        if row and name:
                            state.texts[name], state.rows_by_name[name] = "".join(pieces), row
                return state
        names = (STATE_TITLE, *(f"{STATE_TITLE} {number}" for number in range(2, len(taken) + 3)))
        return cls(title=next(name for name in names if name not in taken))

    def template(self, name: str) -> "TemplateState | None":
        """Return a template's state, if there is a usable one."""
        try:
            data = json.loads(zlib.decompress(base64.b64decode(self.texts[template_key(name)], validate=True)))
            for tab in data["tabs"].values():
                tab |= {part: _spots(tab[part]) for part in _BY_CELL}
            tabs = {key: TabState(**tab) for key, tab in data.pop("tabs").items()}
            return TemplateState(**data, tabs=tabs)
        except (ValueError, TypeError, KeyError, AttributeError, zlib.error):  # none, damaged, or of an incompatible version
            return None

    def tables(self) -> "Iterator[tuple[str, TableState]]":
        """Yield the names and the states of tables; skip damaged ones."""
        for name in self.texts:
            if name.startswith(_TABLE_PREFIX) and (state := self.table(name)):
                yield name, state

    def table(self, name: str) -> "TableState | None":
        """Return a table's state, if there is a usable one."""
        found = _parse(TableState, self.texts.get(name))
        return (
            found if found and all(isinstance(row, str) and len(row) == DIGEST_LENGTH * len(found.columns) for row in found.rows) else None
        )

    def results(self) -> "list[ResultState]":
        """Return the states of results; skip damaged ones."""
        texts = (text for name, text in self.texts.items() if name.startswith(_RESULT_PREFIX))
        return [state for text in texts if (state := _parse(ResultState, text))]

    def requests(self, changes: Mapping[str, str]) -> Iterator[Request]:
        """Write texts; create the tab if it doesn't exist."""
        if not self.rows:
            yield from _new_tab(self.title)
            self.rows, self.columns = _ROWS, _COLUMNS
        for name, text in changes.items():
            row = self.rows_by_name.setdefault(name, max(self.rows_by_name.values(), default=0) + 1)
            pieces = [text[start : start + _CELL_LENGTH] for start in range(0, len(text), _CELL_LENGTH)]
            yield from self._grow(row + 1, len(pieces) + 1)
            values = [{"userEnteredValue": {"stringValue": piece}} for piece in (name, *pieces)]
            place = {"sheetId": STATE_TAB_ID, "startRowIndex": row, "endRowIndex": row + 1}
            yield {"updateCells": {"range": place, "rows": [{"values": values}], "fields": "userEnteredValue"}}
            self.texts[name] = text

    def _grow(self, rows: int, columns: int) -> Iterator[Request]:
        """Enlarge the tab if it is too small."""
        if rows > self.rows or columns > self.columns:
            self.rows, self.columns = max(rows + _ROWS if rows > self.rows else rows, self.rows), max(columns, self.columns)
            grid = {"rowCount": self.rows, "columnCount": self.columns}
            properties = {"sheetId": STATE_TAB_ID, "gridProperties": grid}
            yield {"updateSheetProperties": {"properties": properties, "fields": "gridProperties.rowCount,gridProperties.columnCount"}}


def stamp_request(stamp: str) -> Request:
    """Stamp a batch, so that a lost response doesn't hide whether it was applied."""
    return _write_text(stamp, column=1)


#: The stamp's cell, as a filter of the API.
STAMP_FILTER = {"gridRange": grid_range(STATE_TAB_ID, 0, 1)}


def _write_text(text: str, column: int) -> Request:
    """Write a text into the first row of the tab."""
    values = [{"userEnteredValue": {"stringValue": text}}]
    return {"updateCells": {"start": cell_start(STATE_TAB_ID, 0, column), "rows": [{"values": values}], "fields": "userEnteredValue"}}


def _new_tab(title: str) -> Iterator[Request]:
    grid = {"rowCount": _ROWS, "columnCount": _COLUMNS}
    yield {"addSheet": {"properties": {"sheetId": STATE_TAB_ID, "title": title, "hidden": True, "gridProperties": grid}}}
    yield _write_text(_REMARK, column=0)
    protected = {"protectedRangeId": STATE_TAB_ID, "range": {"sheetId": STATE_TAB_ID}, "description": STATE_TITLE, "warningOnly": True}
    yield {"addProtectedRange": {"protectedRange": protected}}


_VERSION = 1
#: Prefixes of the names of states.
TEMPLATE_PREFIX, _TABLE_PREFIX, _RESULT_PREFIX = "template/", "table/", "refresh/"


class _JsonState:
    """A state that is kept as JSON."""

    __slots__ = ()

    def as_text(self) -> str:
        """Serialize the state."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))  # type: ignore[call-overload]


@dataclass(slots=True)
class TableState(_JsonState):
    """A table as it was last written."""

    columns: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    appended: str = ""
    appended_rows: int = 0
    written: str = ""
    title: str = ""
    version: int = _VERSION

    def marks(self, row: int) -> dict[str, str]:
        """Return the digests of a row's cells by header."""
        return dict(zip(self.columns, split_digests(self.rows[row]), strict=True))


@dataclass(slots=True)
class ResultState(_JsonState):
    """A calculation and its results as last written."""

    output: str
    function: str = ""
    inputs: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    version: int = _VERSION

    @property
    def name(self) -> str:
        """The name of the state."""
        return _RESULT_PREFIX + self.output.casefold()

    @property
    def digests(self) -> list[list[str]]:
        """The digests of all written cells, row by row."""
        return [split_digests(row) for row in self.marks]


_State = TypeVar("_State", TableState, ResultState)


def _parse(kind: type[_State], text: str | None) -> _State | None:
    """Parse a state; None if there is none, or it is damaged or of an incompatible version."""
    try:
        found = kind(**json.loads(text or ""))
    except (ValueError, TypeError):
        return None
    return found if found.version == _VERSION else None


def table_key(sheet_id: int, anchor: str) -> str:
    """Return the name of a table's state, made of its tab and the target given by the user."""
    return f"{_TABLE_PREFIX}{sheet_id}/{anchor}"


def tab_id_of(name: str) -> int:
    """Return the tab ID in the name of a table's state."""
    return int(name.removeprefix(_TABLE_PREFIX).partition("/")[0])


def tag_id(name: str) -> int:
    """Return the ID of the metadata on a table's header row; it moves with the row."""
    return id_of("header", name)


@dataclass(slots=True)
class TabState:
    """One tab as it was last published.

    The names of the fields are part of the stored format.
    """

    title: str
    marks: dict[Position, int] = field(default_factory=dict)
    rewritten: dict[Position, int] = field(default_factory=dict)
    notes: dict[Position, int] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    merges: list[list[int]] = field(default_factory=list)
    validated: list[list[int]] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)
    charts: dict[str, int] = field(default_factory=dict)
    opened: int = 0


#: The parts of it that have a number for each cell.
_BY_CELL = ("marks", "rewritten", "notes")


@dataclass(slots=True)
class TemplateState:
    """A template as it was last published."""

    version: str
    language: Language
    edition: Edition
    currency: str | None = None
    source: str | None = None
    written: str = ""
    tabs: dict[str, TabState] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)

    def as_text(self) -> str:
        """Serialize the state, compressed and in ASCII."""
        data = asdict(self)
        for tab in data["tabs"].values():
            tab |= {part: _runs(tab[part]) for part in _BY_CELL}
        plain = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return base64.b64encode(zlib.compress(plain.encode(), 9)).decode()


def template_key(name: str) -> str:
    """Return the name of a template's state."""
    return f"{TEMPLATE_PREFIX}{name}"


def checksum(data: object) -> int:
    """Return a checksum of JSON data."""
    return zlib.crc32(json.dumps(data, ensure_ascii=False, sort_keys=True).encode())


def _runs(marks: Mapping[Position, int]) -> list[list[Any]]:
    """Run-length encode fingerprints by column, as a flat list of row, count, fingerprint."""
    columns = groupby(sorted((column, row, mark) for (row, column), mark in marks.items()), lambda item: item[0])
    found = []
    for column, items in columns:
        runs: list[int] = []
        for _, row, mark in items:
            if runs and runs[-3] + runs[-2] == row and runs[-1] == mark:
                runs[-2] += 1
            else:
                runs += [row, 1, mark]
        found.append([column, runs])
    return found


def _spots(runs: list[list[Any]]) -> dict[Position, int]:
    return {
        (row + down, column): mark
        for column, items in runs
        for row, count, mark in zip(items[::3], items[1::3], items[2::3], strict=True)
        for down in range(count)
    }
