"""Which cells to write: what people changed since we wrote it stays, and is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.hosts.google.spreadsheets.cell_requests import Spot
from sheetkpi.hosts.google.spreadsheets.templates.contents import Held
from sheetkpi.translation import Quoted
from sheetkpi.workbooks.book import Formula

#: More of a cell is not told.
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that people changed."""

    key: str
    tab: str
    cell: str
    ours: Held | None
    theirs: Held | None
    is_input: bool
    is_overwritten: bool = False


@dataclass(slots=True)
class CellPlan:
    """What is to be done with the cells of one tab."""

    writes: dict[Spot, Held | None] = field(default_factory=dict)
    marks: dict[Spot, int] = field(default_factory=dict)
    changed: list[Spot] = field(default_factory=list)
    mended: list[Spot] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Marked:
    """Cells with their fingerprints."""

    cells: Mapping[Spot, Held]
    marks: Mapping[Spot, int]


def cell_plan(ours: Marked, there: Marked, recorded: Mapping[Spot, int], *, is_forced: bool) -> CellPlan:
    """Compare what we would write, what stands there, and what we wrote last."""
    plan = CellPlan()
    for spot in ours.cells.keys() | recorded.keys():
        want, now, was = ours.marks.get(spot), there.marks.get(spot), recorded.get(spot)
        content = ours.cells.get(spot)
        is_mended = now not in (want, was) and _is_broken(there.cells.get(spot)) and want is not None
        is_changed = now not in (want, was) and not is_mended
        if is_changed:
            plan.changed.append(spot)
        if is_mended:
            plan.mended.append(spot)
        is_kept = is_changed and not is_forced
        if now != want and not is_kept:
            plan.writes[spot] = content
        remembered = was if is_kept else want
        if remembered is not None:
            plan.marks[spot] = remembered
    plan.changed.sort()
    return plan


def as_typed(content: Held | None) -> str | Quoted:
    """What a cell holds, as one would type it; blank for nothing, and not all of what is long."""
    if content is None:
        return ""
    if isinstance(content, Formula):
        text = f"={content.text}"
    elif isinstance(content, bool):
        text = str(content).upper()
    elif isinstance(content, str):
        return Quoted(content if len(content) <= _LONGEST else f"{content[: _LONGEST - 1]}…")
    else:
        text = f"{content:.15g}"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def as_data(change: Change) -> dict[str, Any]:
    """A change for programs; formulas begin with =."""
    ours, theirs = (f"={one.text}" if isinstance(one, Formula) else one for one in (change.ours, change.theirs))
    return {"sheet": change.tab, "cell": change.cell, "theirs": theirs, "ours": ours, "is_input": change.is_input}


def _is_broken(content: Held | None) -> bool:
    """Whether a formula refers to what is there no more."""
    return isinstance(content, Formula) and "#REF!" in content.text
