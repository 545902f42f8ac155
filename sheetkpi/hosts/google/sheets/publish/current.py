"""A spreadsheet's current content, and the cells that users changed.

Changes are found by fingerprints. A formula keeps its fingerprint however Google writes it (with commas or semicolons, with
renamed sheets), and wherever it is copied: references count from its cell.
"""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gspread.utils import absolute_range_name

from sheetkpi.hosts.google.sheets.a1 import column_index
from sheetkpi.hosts.google.sheets.cell_values import Position
from sheetkpi.hosts.google.sheets.client import Connection
from sheetkpi.hosts.google.sheets.publish.desired import CellContent
from sheetkpi.hosts.google.sheets.state import STATE_TAB_ID, State, TabState, checksum
from sheetkpi.hosts.google.sheets.transaction import Transaction
from sheetkpi.translation import Message, Quoted
from sheetkpi.workbooks.book import Formula
from sheetkpi.workbooks.sheets_plan import formula_for_sheets

#: All fields but the cells, which may be many.
_FRAME = (
    "properties(title,locale),namedRanges,sheets(properties,conditionalFormats,charts(chartId),"
    "protectedRanges(protectedRangeId,unprotectedRanges))"
)
_CELLS = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"  # the state needs to know its tab's size
    "data(startRow,startColumn,rowData(values(userEnteredValue,note))))"
)


@dataclass(slots=True)
class CurrentTab:
    """One tab; ``protections`` has a checksum of each protected range's unprotected ranges."""

    sheet_id: int
    title: str
    rows: int
    columns: int
    rules: Sequence[Mapping[str, Any]]
    charts: frozenset[int]
    protections: Mapping[int, int]
    cells: dict[Position, CellContent] = field(default_factory=dict)
    notes: dict[Position, str] = field(default_factory=dict)

    def marks(self, keys: Mapping[str, str], record: TabState) -> dict[Position, int]:
        """Fingerprint the cells; formulas that Google rewrote count as published."""
        marks = {position: fingerprint(content, *position, keys) for position, content in self.cells.items()}
        return marks | {
            position: record.marks[position]
            for position, mark in record.rewritten.items()
            if marks.get(position) == mark and position in record.marks
        }

    def is_rearranged(self, protection_id: int, before: TabState) -> bool:
        """Return whether users inserted or deleted rows or columns: unprotected ranges move with them.

        It is unknown, so False, if they removed the protection.
        """
        opened = self.protections.get(protection_id)
        return opened is not None and before.opened not in (0, opened)


@dataclass(frozen=True, slots=True)
class Current:
    """A spreadsheet's title, tabs by ID, and named ranges by ID."""

    title: str
    tabs: Mapping[int, CurrentTab]
    names: Mapping[str, str]

    @property
    def charts(self) -> set[int]:
        """The IDs of all charts; users may have moved some to another sheet."""
        return {chart for tab in self.tabs.values() for chart in tab.charts}

    @property
    def titles(self) -> set[str]:
        """The titles of all tabs, casefolded for comparison."""
        return {tab.title.casefold() for tab in self.tabs.values()}


def read_structure(reader: Connection | Transaction) -> Current:
    """Read everything but the cells."""
    found = reader.get(_FRAME)
    tabs = [_tab(sheet) for sheet in found.get("sheets", []) if sheet["properties"].get("sheetType", "GRID") == "GRID"]
    names = {name["namedRangeId"]: name["name"] for name in found.get("namedRanges", [])}
    return Current(found["properties"]["title"], {tab.sheet_id: tab for tab in tabs}, names)


def read_cells(reader: Connection | Transaction, current: Current, sheet_ids: Iterable[int]) -> State:
    """Read the cells of existing tabs into ``current``, and return the state, in one request."""
    wanted = [absolute_range_name(current.tabs[sheet_id].title) for sheet_id in (STATE_TAB_ID, *sheet_ids) if sheet_id in current.tabs]
    found = reader.get(_CELLS, wanted) if wanted else {}
    for sheet in found.get("sheets", []):
        tab = current.tabs[sheet["properties"].get("sheetId", 0)]
        tab.cells, tab.notes = {}, {}
        for data in sheet.get("data", []):
            for row, line in enumerate(data.get("rowData", []), data.get("startRow", 0)):
                for column, cell in enumerate(line.get("values", []), data.get("startColumn", 0)):
                    for kind, content in cell.get("userEnteredValue", {}).items():
                        tab.cells[row, column] = Formula(content.removeprefix("=")) if kind == "formulaValue" else content
                    if cell.get("note"):
                        tab.notes[row, column] = cell["note"]
    return State.read(found, [tab.title for tab in current.tabs.values()])


def _tab(sheet: Mapping[str, Any]) -> CurrentTab:
    properties = sheet["properties"]
    grid = properties.get("gridProperties", {})
    return CurrentTab(
        sheet_id=properties.get("sheetId", 0),
        title=properties["title"],
        rows=grid.get("rowCount", 0),
        columns=grid.get("columnCount", 0),
        rules=sheet.get("conditionalFormats", []),
        charts=frozenset(chart["chartId"] for chart in sheet.get("charts", [])),
        protections={
            one["protectedRangeId"]: unprotected_checksum(one.get("unprotectedRanges", [])) for one in sheet.get("protectedRanges", [])
        },
    )


def unprotected_checksum(ranges: Sequence[Mapping[str, int]]) -> int:
    """Return a checksum of a protected sheet's unprotected ranges, whatever their order and whether or not zeros are omitted."""
    sides = [(f"start{axis}Index", f"end{axis}Index") for axis in ("Row", "Column")]
    return checksum(sorted([(one.get(start, 0), one.get(end, -1)) for start, end in sides] for one in ranges))


# --- fingerprints

_TOKEN = re.compile(
    r"""("(?:[^"]|"")*")"""  # a text
    r"""|(?:'((?:[^']|'')*)'|((?<![\w.])[^\W\d][\w.]*))!"""  # a sheet
    r"""|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(.])"""  # a cell
    r"""|\s+"""
)
#: The bits of a checksum to keep: one change in sixteen million goes unnoticed.
_KEPT = 0xFFFFFF


def fingerprint(content: object, row: int, column: int, keys: Mapping[str, str]) -> int:
    r"""Return the fingerprint of a cell's content.

    >>> ours = fingerprint(Formula("IF(Inputs!A1>1,B$2,\"a, b\")"), 0, 0, {"Inputs": "Inputs"})
    >>> ours == fingerprint(Formula("IF('Renamed'!A1 > 1;B$2;\"a, b\")"), 0, 0, {"Renamed": "Inputs"})
    True
    >>> ours == fingerprint(Formula("IF(Inputs!A2>1,B$2,\"a, b\")"), 1, 0, {"Inputs": "Inputs"})
    True
    """
    if isinstance(content, Formula):
        text = "=" + canonical(content.text, row, column, keys)
    elif isinstance(content, bool):
        text = f"b{content:d}"
    elif isinstance(content, int | float):
        text = f"n{float(content) + 0.0!r}"  # -0 is 0
    else:
        text = f"t{content}"
    return zlib.crc32(text.encode()) & _KEPT


def canonical(formula: str, row: int, column: int, keys: Mapping[str, str]) -> str:
    """Normalise a formula's separators, sheet names and references."""

    def canonical_token(found: re.Match[str]) -> str:
        text, quoted, bare, fixed_column, letters, fixed_row, digits = found.groups()
        if text:
            return text
        if letters:
            across = column_index(letters) - (0 if fixed_column else column)
            down = int(digits) - 1 - (0 if fixed_row else row)
            return f"R{fixed_row}{down}C{fixed_column}{across}"
        title = bare if quoted is None else quoted.replace("''", "'")
        return f"'{keys.get(title, title)}'!" if title else ""

    return _TOKEN.sub(canonical_token, formula_for_sheets(formula))


# --- changes by users

#: The most characters of a cell to show.
_MAX_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that users changed."""

    key: str
    tab: str
    cell: str
    ours: CellContent | None
    theirs: CellContent | None
    is_input: bool
    is_overwritten: bool = False

    def message(self) -> Message:
        """Describe the change."""
        place = f"{self.tab}!{self.cell}"
        return Message(
            "{place}: contains {theirs}; the template has {ours}", place=place, theirs=_display(self.theirs), ours=_display(self.ours)
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the change as JSON data; formulas begin with =."""
        ours, theirs = (f"={one.text}" if isinstance(one, Formula) else one for one in (self.ours, self.theirs))
        return {"sheet": self.tab, "cell": self.cell, "theirs": theirs, "ours": ours, "is_input": self.is_input}


def _display(content: CellContent | None) -> object:
    """Return a cell's content as typed, shortened if it is long."""
    if content is None:
        return Message("nothing")
    if isinstance(content, bool):
        return str(content).upper()
    if isinstance(content, int | float):
        return f"{content:.15g}"
    text = f"={content.text}" if isinstance(content, Formula) else content
    text = text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 1]}…"
    return text if isinstance(content, Formula) else Quoted(text)


@dataclass(slots=True)
class CellPlan:
    """The cells of one tab to write, and their new fingerprints."""

    writes: dict[Position, CellContent | None] = field(default_factory=dict)
    marks: dict[Position, int] = field(default_factory=dict)
    changed: list[Position] = field(default_factory=list)
    repaired: list[Position] = field(default_factory=list)


def plan_cells(
    desired: Mapping[Position, CellContent],
    desired_marks: Mapping[Position, int],
    existing: Mapping[Position, CellContent],
    existing_marks: Mapping[Position, int],
    recorded: Mapping[Position, int],
    *,
    is_forced: bool,
) -> CellPlan:
    """Compare desired, current and last published cells."""
    plan = CellPlan()
    for position in sorted(desired.keys() | recorded.keys()):
        want, now, was = desired_marks.get(position), existing_marks.get(position), recorded.get(position)
        is_changed = now not in (want, was)
        if is_changed and want is not None and _is_broken(existing.get(position)):
            plan.repaired.append(position)
            is_changed = False
        if is_changed:
            plan.changed.append(position)
        is_kept = is_changed and not is_forced
        if now != want and not is_kept:
            plan.writes[position] = desired.get(position)
        mark = was if is_kept else want
        if mark is not None:
            plan.marks[position] = mark
    return plan


def _is_broken(content: CellContent | None) -> bool:
    """Whether a formula refers to deleted cells."""
    return isinstance(content, Formula) and "#REF!" in content.text
