"""What we wrote last, as the spreadsheet itself remembers it: by it one tells what people changed since."""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

from sheetkpi.hosts.google.spreadsheets.cell_requests import Spot
from sheetkpi.translation import Language
from sheetkpi.workbooks.book import Edition


@dataclass(slots=True)
class TabRecord:
    """One tab as we left it."""

    title: str
    marks: dict[Spot, int] = field(default_factory=dict)
    rewritten: dict[Spot, int] = field(default_factory=dict)
    notes: dict[Spot, int] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    merges: list[list[int]] = field(default_factory=list)
    validated: list[list[int]] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)
    charts: dict[str, int] = field(default_factory=dict)
    opened: int = 0


#: The parts of it that have a number for each cell.
_BY_CELL = ("marks", "rewritten", "notes")


@dataclass(slots=True)
class Record:
    """One template as we left it."""

    version: str
    language: Language
    edition: Edition
    currency: str | None = None
    source: str | None = None
    written: str = ""
    tabs: dict[str, TabRecord] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)

    def as_text(self) -> str:
        """In letters that a cell can hold."""
        data = asdict(self)
        for tab in data["tabs"].values():
            tab |= {part: _runs(tab[part]) for part in _BY_CELL}
        plain = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return base64.b64encode(zlib.compress(plain.encode(), 9)).decode()


def record_from(text: str) -> Record | None:
    """The record; None where people changed it so that it says nothing any more, or a later version wrote it differently."""
    try:
        data = json.loads(zlib.decompress(base64.b64decode(text, validate=True)))
        for tab in data["tabs"].values():
            tab |= {part: _spots(tab[part]) for part in _BY_CELL}
        tabs = {key: TabRecord(**tab) for key, tab in data.pop("tabs").items()}
        return Record(**data, tabs=tabs)
    except (ValueError, TypeError, KeyError, AttributeError, zlib.error):
        return None


def checksum(described: object) -> int:
    """A few digits by which one tells whether a part is as it was."""
    return zlib.crc32(json.dumps(described, ensure_ascii=False, sort_keys=True).encode())


def _runs(marks: Mapping[Spot, int]) -> list[list[Any]]:
    """By column: the row, how many cells below one another are alike, and their fingerprint, one after the other."""
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


def _spots(runs: list[list[Any]]) -> dict[Spot, int]:
    return {
        (row + down, column): mark
        for column, items in runs
        for row, count, mark in zip(items[::3], items[1::3], items[2::3], strict=True)
        for down in range(count)
    }
