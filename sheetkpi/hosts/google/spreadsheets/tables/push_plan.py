"""Which cells a table changes: what is new is written, what people changed is kept or stands in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sheetkpi.hosts.google.spreadsheets.entries import BLANK, Entry, mark_of, shown
from sheetkpi.hosts.google.spreadsheets.tables.data_file import EMPTY, Data, Filled, WrongKey
from sheetkpi.hosts.google.spreadsheets.tables.sheet_table import SheetTable
from sheetkpi.hosts.google.spreadsheets.tables.table_memory import TableMemory, checksum
from sheetkpi.translation import Message

Mode = Literal["replace", "append", "key"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that people changed since we wrote it."""

    address: str
    now: Entry
    wanted: Entry

    def message(self) -> Message:
        """It as a person is told."""
        return Message(
            "{cell}: “{now}” stands there, “{wanted}” was to be written", cell=self.address, now=shown(self.now), wanted=shown(self.wanted)
        )


@dataclass(slots=True)
class PushPlan:
    """What is to be done."""

    table: SheetTable
    data: Data
    mode: Mode
    keys: Sequence[str] = ()
    cells: dict[tuple[int, int], Entry] = field(default_factory=dict)
    looks: dict[tuple[int, int], str] = field(default_factory=dict)
    added: int = 0
    kept: list[Difference] = field(default_factory=list)
    in_the_way: list[Difference] = field(default_factory=list)
    after: dict[int, dict[str, str]] = field(default_factory=dict)
    skipped: int = 0

    def __post_init__(self) -> None:
        table = self.table
        table.refuse_occupied(len(self.data.rows))
        for header in table.new:
            place = table.row, table.columns[header]
            if table.entry(*place) != {"stringValue": header}:
                self._enter(place, {"stringValue": header})
        {"replace": self._replace, "append": self._append, "key": self._by_key}[self.mode]()

    @property
    def headers(self) -> list[str]:
        """The headers of our columns."""
        return list(self.table.columns)

    # --- the three ways

    def _replace(self) -> None:
        table = self.table
        places = [*table.ours] if table.memory else list(range(table.row + 1, table.end))
        self._clear_gone()
        for number, row in enumerate(self.data.rows):
            if number < len(places):
                self._update(places[number], row, may_keep=self._is_same(places[number], row))
            else:
                self._add(row)
        for place in places[len(self.data.rows) :]:
            self._update(place, [EMPTY] * len(self.headers), may_keep=False)
            self.after.pop(place, None)

    def _append(self) -> None:
        self._keep_rows()
        memory, rows = self.table.memory, [[cell.entry for cell in row] for row in self.data.rows]
        self.checksum = checksum(self.data.headers, rows)
        if memory and memory.appended == self.checksum and not self.table.is_forced:
            self.skipped = memory.appended_rows
        for row in self.data.rows[self.skipped :]:
            self._add(row)

    checksum: str = ""

    def _by_key(self) -> None:
        self._keep_rows()
        places = self._places_by_key()
        for line, row in zip(self.data.lines, self.data.rows, strict=True):
            key = self._key_of(row)
            if any(not entry for entry in key):
                raise WrongKey(
                    Message(
                        "{file}, line {line}: the key “{key}” is blank. Fill it in.", file=self.data.file, line=line, key=self._named_keys
                    )
                )
            place = places.get(tuple(map(mark_of, key)))
            if place is None:
                self._add(row)
            else:
                self._update(place, row, may_keep=True)

    def _places_by_key(self) -> dict[tuple[str, ...], int]:
        lines: dict[tuple[str, ...], int] = {}
        for line, row in zip(self.data.lines, self.data.rows, strict=True):
            marks = tuple(map(mark_of, self._key_of(row)))
            if marks in lines:
                raise WrongKey(
                    Message(
                        "{file}, lines {first} and {second}: both have the key “{value}”. Leave one, or give one more column with --key.",
                        file=self.data.file,
                        first=lines[marks],
                        second=line,
                        value=", ".join(map(shown, self._key_of(row))),
                    )
                )
            lines[marks] = line
        places: dict[tuple[str, ...], int] = {}
        for place in range(self.table.row + 1, self.table.end):
            entries = [self.table.entry(place, self.table.columns[key]) for key in self.keys]
            marks = tuple(map(mark_of, entries))
            if marks in lines and marks in places:
                raise WrongKey(
                    Message(
                        "In the sheet “{tab}” the rows {first} and {second} have the same key “{value}”. Delete one of them.",
                        tab=self.table.tab.title,
                        first=places[marks] + 1,
                        second=place + 1,
                        value=", ".join(map(shown, entries)),
                    )
                )
            if all(entries):
                places[marks] = place
        return places

    def _key_of(self, row: Sequence[Filled]) -> list[Entry]:
        return [row[self.data.headers.index(key)].entry for key in self.keys]

    @property
    def _named_keys(self) -> str:
        return ", ".join(self.keys)

    # --- rows and cells

    def _keep_rows(self) -> None:
        """Rows of ours that are not written now stay remembered as they are."""
        memory = self.table.memory
        if memory is not None:
            for place, index in self.table.ours.items():
                self.after[place] = {header: mark for header, mark in memory.marks(index).items() if header in self.table.columns}

    def _is_same(self, place: int, row: Sequence[Filled]) -> bool:
        """Whether a row of the file is the one that we wrote there: its texts and dates are the same."""
        before = self._remembered(place)
        words = [(header, cell) for header, cell in zip(self.headers, row, strict=True) if "stringValue" in cell.entry or cell.look]
        return bool(words) and all(before.get(header) == mark_of(cell.entry) for header, cell in words)

    def _remembered(self, place: int) -> dict[str, str]:
        memory = self.table.memory
        return dict(memory.marks(self.table.ours[place])) if memory and place in self.table.ours else {}

    def _update(self, place: int, row: Sequence[Filled], *, may_keep: bool) -> None:
        """Write a row over one that is there."""
        before, marks = self._remembered(place), {}
        for header, cell in zip(self.headers, row, strict=True):
            column = self.table.columns[header]
            now, wanted = self.table.entry(place, column), cell.entry
            marks[header] = mark_of(wanted)
            if mark_of(now) == marks[header]:
                continue
            is_changed = mark_of(now) != before.get(header, mark_of(BLANK))
            if is_changed and not self.table.is_forced:
                difference = Difference(self.table.address(place, column), now, wanted)
                (self.kept if may_keep else self.in_the_way).append(difference)
                marks[header] = before.get(header, mark_of(BLANK))
                continue
            self._enter((place, column), wanted)
            if cell.look and not now:
                self.looks[place, column] = cell.look
        self.after[place] = marks

    def _add(self, row: Sequence[Filled]) -> None:
        """Write a row below the table."""
        place = self.table.end + self.added
        self.added += 1
        for header, cell in zip(self.headers, row, strict=True):
            column = self.table.columns[header]
            if cell.entry or (self.table.is_fresh and self.table.entry(place, column)):
                self._enter((place, column), cell.entry)
            if cell.look:
                self.looks[place, column] = cell.look
        self.after[place] = {header: mark_of(cell.entry) for header, cell in zip(self.headers, row, strict=True)}

    def _clear_gone(self) -> None:
        """Empty our columns that the table no longer has."""
        for header, column in self.table.gone.items():
            self._enter((self.table.row, column), BLANK)
            for place in self.table.ours:
                now = self.table.entry(place, column)
                if mark_of(now) == self._remembered(place).get(header) or self.table.is_forced:
                    self._enter((place, column), BLANK)
                elif now:
                    self.in_the_way.append(Difference(self.table.address(place, column), now, BLANK))

    def _enter(self, place: tuple[int, int], entry: Entry) -> None:
        self.cells[place] = entry

    # --- what is remembered

    def memory(self, written: str, done: int | None = None) -> TableMemory:
        """What is to be remembered once the rows above a place are written; of all, where no place is said."""
        nothing, rows = mark_of(BLANK), []
        for place, marks in sorted(self.after.items()):
            if done is not None and place >= done:
                if place not in self.table.ours:
                    continue
                marks = self._remembered(place)  # noqa: PLW2901
            rows.append("".join(marks.get(header, nothing) for header in self.headers))
        last = self.table.memory
        appended, count = (last.appended, last.appended_rows) if last and self.mode == "key" else ("", 0)
        if self.mode == "append":
            appended = self.checksum
            count = self.skipped + (self.added if done is None else max(min(done - self.table.end, self.added), 0))
        return TableMemory(self.headers, rows, appended, count, written)

    def rows_to_write(self) -> Iterator[int]:
        """The rows with something to enter, from the top."""
        yield from sorted({row for row, _column in self.cells})
