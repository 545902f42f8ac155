"""A table on a tab: its columns, the rows that sheetkpi wrote, and its end."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.hosts.google.sheets.a1 import Tab, cell_address
from sheetkpi.hosts.google.sheets.cell_values import BLANK, CellValue, digest, display
from sheetkpi.hosts.google.sheets.state import TableState
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.totals import is_total_name
from sheetkpi.translation import Listed, Message, Quoted


class CellsOccupied(SheetKpiError):
    """Other data is where the table goes, or its headers were renamed.

    ``cells`` are the addresses or headers concerned.
    """

    def __init__(self, cells: Sequence[str], what: Message) -> None:
        super().__init__(what)
        self.cells = cells


@dataclass(slots=True)
class SheetTable:
    """The table before writing."""

    tab: Tab
    grid: Sequence[Sequence[CellValue]]
    row: int
    column: int
    headers: Sequence[str]
    state: TableState | None
    is_forced: bool
    columns: dict[str, int] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    gone: dict[str, int] = field(default_factory=dict)
    end: int = 0
    ours: dict[int, int] = field(default_factory=dict)
    is_fresh: bool = False

    def __post_init__(self) -> None:
        self._find_columns()
        known = self.gone | {header: column for header, column in self.columns.items() if header not in self.new}
        self.ours = self._match_rows(known)
        self.end = self.row + 1 if self.is_fresh else self._end(list(known.values()))

    def entry(self, row: int, column: int) -> CellValue:
        """Return the value entered in a cell."""
        if row >= len(self.grid) or column >= len(self.grid[row]):
            return BLANK
        return self.grid[row][column]

    def marks(self, row: int) -> dict[str, str]:
        """Return the digests that were written to a row, by header."""
        return self.state.marks(self.ours[row]) if self.state and row in self.ours else {}

    def is_blank(self, row: int) -> bool:
        """Return whether a row is blank in the table's columns."""
        return not any(self.entry(row, column) for column in self.columns.values())

    # --- columns

    def _find_columns(self) -> None:
        width = len(self.grid[self.row]) if self.row < len(self.grid) else 0
        titles = {column: _title(self.entry(self.row, column)) for column in range(self.column, width)}
        zone = next((column for column in range(self.column, len(titles) + self.column + 1) if not titles.get(column)), self.column)
        remembered = set(self.state.columns) if self.state else set()
        found: dict[str, int] = {}
        for column, title in titles.items():
            if title and title not in found and (title in remembered or column < zone):
                found[title] = column
        self._refuse_lost(remembered, found)
        self.columns = {header: found[header] for header in self.headers if header in found}
        self.new = [header for header in self.headers if header not in found]
        self.gone = {header: found[header] for header in remembered if header in found and header not in self.columns}
        self.is_fresh = not self.columns and not self.gone
        if self.is_fresh:
            self.columns = {header: self.column + number for number, header in enumerate(self.headers)}
        else:
            self._add_columns(max([zone - 1, *self.columns.values(), *self.gone.values()]))

    def _add_columns(self, last: int) -> None:
        """Find free columns to the right of the table for new headers."""
        for header in self.new:
            last += 1
            while any(self.entry(row, last) for row in range(self.row, len(self.grid))):  # other data
                last += 1
            self.columns[header] = last
        self.columns = {header: self.columns[header] for header in self.headers}

    def refuse_occupied(self, rows: int) -> None:
        """Refuse to start a table over existing data.

        Raises:
            CellsOccupied: A cell holds other data.
        """
        if not self.is_fresh or self.is_forced:
            return
        for row in range(self.row, self.row + rows + 1):
            for column in self.columns.values():
                if entry := self.entry(row, column):
                    raise CellsOccupied(
                        [cell_address(row, column)],
                        Message(
                            "Cell {cell} of the sheet “{tab}” contains “{text}”, which isn't part of the table. Choose "
                            "another cell with --range, or overwrite it with --force.",
                            cell=cell_address(row, column),
                            tab=self.tab.title,
                            text=display(entry),
                        ),
                    )

    def _refuse_lost(self, remembered: set[str], found: Mapping[str, int]) -> None:
        """Refuse to continue if headers were renamed or deleted."""
        lost = [header for header in self.headers if header in remembered and header not in found]
        if lost and not self.is_forced:
            raise CellsOccupied(
                lost,
                Message(
                    "Headers of the table in row {row} of the sheet “{tab}” were renamed or deleted: {headers}. "
                    "Restore them, or use --force to add the columns again on the right.",
                    row=self.row + 1,
                    tab=self.tab.title,
                    headers=Listed([Quoted(header) for header in lost]),
                ),
            )

    # --- rows

    def _match_rows(self, known: Mapping[str, int]) -> dict[int, int]:
        """Match rows to the written ones, wherever they were moved: first equal rows, then those that are at least half equal."""
        if self.state is None:
            return {}
        marks = [self.state.marks(index) for index in range(len(self.state.rows))]
        headers = [header for header in self.state.columns if header in known]
        free: dict[str, list[int]] = defaultdict(list)
        for index in reversed(range(len(marks))):
            free["".join(marks[index][header] for header in headers)].append(index)
        found: dict[int, int] = {}
        rest = []
        for row in range(self.row + 1, len(self.grid)):
            if not any(self.entry(row, column) for column in known.values()):
                continue
            here = {header: digest(self.entry(row, known[header])) for header in headers}
            text = "".join(here.values())
            if free.get(text):
                found[row] = free[text].pop()
            else:
                rest.append((row, here))
        left = sorted(index for indexes in free.values() for index in indexes)
        found.update(self._match_partly(rest, left, marks))
        return dict(sorted(found.items()))

    def _match_partly(
        self, rows: list[tuple[int, dict[str, str]]], left: list[int], marks: Sequence[Mapping[str, str]]
    ) -> Iterator[tuple[int, int]]:
        by_cell: dict[tuple[str, str], list[int]] = defaultdict(list)
        nothing = digest(BLANK)
        for index in left:
            for header, mark in marks[index].items():
                if mark != nothing:
                    by_cell[header, mark].append(index)
        taken: set[int] = set()
        for row, here in rows:
            alike = Counter(
                index for header, mark in here.items() if mark != nothing for index in by_cell.get((header, mark), ()) if index not in taken
            )
            if not alike:
                continue
            place = row - self.row - 1
            best = min(alike, key=lambda index: (-alike[index], abs(index - place)))
            filled = sum(mark != nothing for mark in marks[best].values())
            if 2 * alike[best] >= filled:
                taken.add(best)
                yield row, best

    def _end(self, columns: Sequence[int]) -> int:
        """Return the row below the table: after the last adjacent or written row, but above totals added by users."""
        last_own = max(self.ours, default=self.row)
        end = self.row + 1
        while end < len(self.grid) and (end <= last_own or any(self.entry(end, column) for column in columns)):
            end += 1
        end = max(end, last_own + 1)
        while end - 1 > self.row and end - 1 not in self.ours and self._is_total(end - 1):
            end -= 1
        return end

    def _is_total(self, row: int) -> bool:
        texts = [entry["stringValue"] for column in self.columns.values() if "stringValue" in (entry := self.entry(row, column))]
        return any(is_total_name(text) for text in texts)

    def room_below(self, wanted: int) -> int:
        """Count the free rows below the table, up to ``wanted``; for a new table all are."""
        if self.is_fresh:
            return wanted
        free = 0
        while free < wanted and self.is_blank(self.end + free):
            free += 1
        return free


def header_rows(data: Mapping[str, Any]) -> dict[int, int]:
    """Return the tagged rows of a GridData by the ID of their metadata."""
    return {
        item["metadataId"]: row
        for row, properties in enumerate(data.get("rowMetadata", ()))
        for item in properties.get("developerMetadata", ())
    }


def _title(entry: CellValue) -> str:
    """Return a header's text for comparison."""
    if not entry or "formulaValue" in entry:
        return ""
    value = next(iter(entry.values()))
    return f"{value:.15g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value).strip()
