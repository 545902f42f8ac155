"""A table as it stands on a tab: where its header and columns are, which rows are ours, and where it ends."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheetkpi.hosts.google.spreadsheets.entries import BLANK, Entry, mark_of, shown
from sheetkpi.hosts.google.spreadsheets.places import Tab, letters
from sheetkpi.hosts.google.spreadsheets.tables.table_memory import TableMemory
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.totals import is_total_name
from sheetkpi.translation import Listed, Message, Quoted


class Occupied(SheetKpiError):
    """Something of people's stands where the table is to stand."""


@dataclass(slots=True)
class SheetTable:
    """The table before it is written."""

    tab: Tab
    grid: Sequence[Sequence[Entry]]
    row: int
    column: int
    headers: Sequence[str]
    memory: TableMemory | None
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
        self.ours = self._recognised(known)
        self.end = self.row + 1 if self.is_fresh else self._end(list(known.values()))

    def entry(self, row: int, column: int) -> Entry:
        """What is entered in a cell."""
        if row >= len(self.grid) or column >= len(self.grid[row]):
            return BLANK
        return self.grid[row][column]

    def address(self, row: int, column: int) -> str:
        """A cell as people call it."""
        return f"{letters(column)}{row + 1}"

    def is_blank(self, row: int) -> bool:
        """Whether all of our columns are blank in a row."""
        return not any(self.entry(row, column) for column in self.columns.values())

    # --- columns

    def _find_columns(self) -> None:
        titles = {column: _title(self.entry(self.row, column)) for column in range(self.column, self._width(self.row))}
        zone = next((column for column in range(self.column, len(titles) + self.column + 1) if not titles.get(column)), self.column)
        remembered = set(self.memory.columns) if self.memory else set()
        places: dict[str, int] = {}
        for column, title in titles.items():
            if title and title not in places and (title in remembered or column < zone):
                places[title] = column
        self._refuse_lost(remembered, places)
        self.columns = {header: places[header] for header in self.headers if header in places}
        self.new = [header for header in self.headers if header not in places]
        self.gone = {header: places[header] for header in remembered if header in places and header not in self.columns}
        self.is_fresh = not self.columns and not self.gone
        if self.is_fresh:
            self.columns = {header: self.column + number for number, header in enumerate(self.headers)}
        else:
            self._add_columns(max([zone - 1, *self.columns.values(), *self.gone.values()]))

    def _add_columns(self, last: int) -> None:
        """Find room for new columns to the right of the table."""
        for header in self.new:
            last += 1
            while self._is_taken(last):
                last += 1
            self.columns[header] = last
        self.columns = {header: self.columns[header] for header in self.headers}

    def refuse_occupied(self, rows: int) -> None:
        """Refuse to begin a table where something stands that we did not write.

        Raises:
            Occupied: The message names the first cell that is taken.
        """
        if not self.is_fresh or self.is_forced:
            return
        for row in range(self.row, self.row + rows + 1):
            for column in self.columns.values():
                if entry := self.entry(row, column):
                    raise Occupied(
                        Message(
                            "In {cell} of the sheet “{tab}” stands “{text}”, which is not of this table. Give another cell with --range, "
                            "or overwrite with --force.",
                            cell=self.address(row, column),
                            tab=self.tab.title,
                            text=shown(entry),
                        )
                    )

    def _refuse_lost(self, remembered: set[str], places: Mapping[str, int]) -> None:
        """A header that is no longer there: renamed, or deleted."""
        lost = [header for header in self.headers if header in remembered and header not in places]
        if lost and not self.is_forced:
            raise Occupied(
                Message(
                    "Somebody renamed or deleted headers of the table in row {row} of the sheet “{tab}”: {headers}. Put them back; or "
                    "repeat with --force, and the columns are added anew on the right.",
                    row=self.row + 1,
                    tab=self.tab.title,
                    headers=Listed([Quoted(header) for header in lost]),
                )
            )

    def _is_taken(self, column: int) -> bool:
        """Whether people put something into a column beside the table."""
        return any(self.entry(row, column) for row in range(self.row, max(self.row + 1, len(self.grid))))

    def _width(self, row: int) -> int:
        return max(len(self.grid[row]) if row < len(self.grid) else 0, self.column)

    # --- rows

    def _recognised(self, known: Mapping[str, int]) -> dict[int, int]:
        """Our rows, wherever people moved them: those as we wrote them, then those that are still half so."""
        if self.memory is None:
            return {}
        marks = [self.memory.marks(index) for index in range(len(self.memory.rows))]
        headers = [header for header in self.memory.columns if header in known]
        free: dict[str, list[int]] = defaultdict(list)
        for index in reversed(range(len(marks))):
            free["".join(marks[index][header] for header in headers)].append(index)
        found: dict[int, int] = {}
        rest = []
        for row in self._filled_rows(list(known.values())):
            here = {header: mark_of(self.entry(row, known[header])) for header in headers}
            text = "".join(here.values())
            if free.get(text):
                found[row] = free[text].pop()
            else:
                rest.append((row, here))
        left = sorted(index for indexes in free.values() for index in indexes)
        found.update(self._half_alike(rest, left, marks))
        return dict(sorted(found.items()))

    def _half_alike(
        self, rows: list[tuple[int, dict[str, str]]], left: list[int], marks: Sequence[Mapping[str, str]]
    ) -> Iterator[tuple[int, int]]:
        by_cell: dict[tuple[str, str], list[int]] = defaultdict(list)
        nothing = mark_of(BLANK)
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

    def _filled_rows(self, columns: Sequence[int]) -> Iterator[int]:
        for row in range(self.row + 1, len(self.grid)):
            if any(self.entry(row, column) for column in columns):
                yield row

    def _end(self, columns: Sequence[int]) -> int:
        """Below the last row in one piece, and below all that are ours; above totals that people put there."""
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
        """How many of the rows below the table are free, up to those that are wanted; for a table that begins by force all are."""
        if self.is_fresh:
            return wanted
        free = 0
        while free < wanted and self.is_blank(self.end + free):
            free += 1
        return free


def _title(entry: Entry) -> str:
    """A header as it is compared."""
    if not entry or "formulaValue" in entry:
        return ""
    value = next(iter(entry.values()))
    return f"{value:.15g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value).strip()
