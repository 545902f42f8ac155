"""Find out which cells users changed, by fingerprints.

A formula keeps its fingerprint however Google writes it (with commas or semicolons, with renamed sheets), and wherever it is copied:
references count from its cell.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.hosts.google.sheets.a1 import column_index
from sheetkpi.hosts.google.sheets.cell_values import Position
from sheetkpi.hosts.google.sheets.publish.desired import CellContent
from sheetkpi.translation import Quoted
from sheetkpi.workbooks.book import Formula
from sheetkpi.workbooks.sheets_plan import formula_for_sheets

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

    def spelled(found: re.Match[str]) -> str:
        text, quoted, bare, fixed_column, letters, fixed_row, digits = found.groups()
        if text:
            return text
        if letters:
            across = column_index(letters) - (0 if fixed_column else column)
            down = int(digits) - 1 - (0 if fixed_row else row)
            return f"R{fixed_row}{down}C{fixed_column}{across}"
        title = bare if quoted is None else quoted.replace("''", "'")
        return f"'{keys.get(title, title)}'!" if title else ""

    return _TOKEN.sub(spelled, formula_for_sheets(formula))


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


@dataclass(slots=True)
class CellPlan:
    """The cells of one tab to write, and their new fingerprints."""

    writes: dict[Position, CellContent | None] = field(default_factory=dict)
    marks: dict[Position, int] = field(default_factory=dict)
    changed: list[Position] = field(default_factory=list)
    repaired: list[Position] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Cells and their fingerprints."""

    cells: Mapping[Position, CellContent]
    marks: Mapping[Position, int]


def compare(ours: Fingerprints, existing: Fingerprints, recorded: Mapping[Position, int], *, is_forced: bool) -> CellPlan:
    """Compare desired, current and last published cells."""
    plan = CellPlan()
    for position in ours.cells.keys() | recorded.keys():
        want, now, was = ours.marks.get(position), existing.marks.get(position), recorded.get(position)
        content = ours.cells.get(position)
        is_repaired = now not in (want, was) and _is_broken(existing.cells.get(position)) and want is not None
        is_changed = now not in (want, was) and not is_repaired
        if is_changed:
            plan.changed.append(position)
        if is_repaired:
            plan.repaired.append(position)
        is_kept = is_changed and not is_forced
        if now != want and not is_kept:
            plan.writes[position] = content
        remembered_state = was if is_kept else want
        if remembered_state is not None:
            plan.marks[position] = remembered_state
    plan.changed.sort()
    return plan


def display_content(content: CellContent | None) -> str | Quoted:
    """Return a cell's content as typed, shortened if it is long."""
    if content is None:
        return ""
    if isinstance(content, Formula):
        text = f"={content.text}"
    elif isinstance(content, bool):
        text = str(content).upper()
    elif isinstance(content, str):
        return Quoted(content if len(content) <= _MAX_SHOWN else f"{content[: _MAX_SHOWN - 1]}…")
    else:
        text = f"{content:.15g}"
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 1]}…"


def change_as_dict(change: Change) -> dict[str, Any]:
    """Return a change as JSON data; formulas begin with =."""
    ours, theirs = (f"={one.text}" if isinstance(one, Formula) else one for one in (change.ours, change.theirs))
    return {"sheet": change.tab, "cell": change.cell, "theirs": theirs, "ours": ours, "is_input": change.is_input}


def _is_broken(content: CellContent | None) -> bool:
    """Whether a formula refers to deleted cells."""
    return isinstance(content, Formula) and "#REF!" in content.text
