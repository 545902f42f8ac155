"""The cells that a push changes: new ones are written, edited ones are kept or block the push."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sheetkpi.hosts.google.sheets.cell_values import (
    BLANK,
    CellValue,
    digest,
    display,
)
from sheetkpi.hosts.google.sheets.data_file import EMPTY, Data, Filled, WrongKey
from sheetkpi.hosts.google.sheets.sheet_table import SheetTable
from sheetkpi.hosts.google.sheets.state import (
    TableState,
    rows_digest,
)
from sheetkpi.translation import Message

Mode = Literal["replace", "append", "key"]


@dataclass(frozen=True, slots=True)
class EditedCell:
    """A cell that was edited since sheetkpi wrote it."""

    address: str
    now: CellValue
    wanted: CellValue

    def message(self) -> Message:
        """Describe the edit."""
        return Message(
            "{cell}: contains “{now}”; “{wanted}” was not written",
            cell=self.address,
            now=display(self.now),
            wanted=display(self.wanted),
        )


@dataclass(slots=True)
class PushPlan:
    """The cells to write, and the edited cells to keep."""

    table: SheetTable
    data: Data
    mode: Mode
    keys: Sequence[str] = ()
    cells: dict[tuple[int, int], CellValue] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    added: int = 0
    kept: list[EditedCell] = field(default_factory=list)
    conflicts: list[EditedCell] = field(default_factory=list)
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
        """The headers of the table's columns."""
        return list(self.table.columns)

    # --- modes

    def _replace(self) -> None:
        table = self.table
        spreadsheet = [*table.ours] if table.state else list(range(table.row + 1, table.end))
        self._clear_gone()
        for number, row in enumerate(self.data.rows):
            if number < len(spreadsheet):
                self._update(spreadsheet[number], row, may_keep=self._is_same(spreadsheet[number], row))
            else:
                self._add(row)
        for place in spreadsheet[len(self.data.rows) :]:
            self._update(place, [EMPTY] * len(self.headers), may_keep=False)
            self.after.pop(place, None)

    def _append(self) -> None:
        self._keep_rows()
        state, rows = self.table.state, [[cell.entry for cell in row] for row in self.data.rows]
        self.rows_digest = rows_digest(self.data.headers, rows)
        if state and state.appended == self.rows_digest and not self.table.is_forced:
            self.skipped = state.appended_rows
        for row in self.data.rows[self.skipped :]:
            self._add(row)

    rows_digest: str = ""

    def _by_key(self) -> None:
        self._keep_rows()
        spreadsheet = self._places_by_key()
        for line, row in zip(self.data.lines, self.data.rows, strict=True):
            key = self._key_of(row)
            if any(not entry for entry in key):
                raise WrongKey(
                    Message(
                        "{file}, line {line}: the key “{key}” is blank. Fill it in.", file=self.data.file, line=line, key=self._named_keys
                    )
                )
            place = spreadsheet.get(tuple(map(digest, key)))
            if place is None:
                self._add(row)
            else:
                self._update(place, row, may_keep=True)

    def _places_by_key(self) -> dict[tuple[str, ...], int]:
        lines: dict[tuple[str, ...], int] = {}
        for line, row in zip(self.data.lines, self.data.rows, strict=True):
            marks = tuple(map(digest, self._key_of(row)))
            if marks in lines:
                raise WrongKey(
                    Message(
                        "{file}, lines {first} and {second}: both have the key “{value}”. Leave one, or give one more column with --key.",
                        file=self.data.file,
                        first=lines[marks],
                        second=line,
                        value=", ".join(map(display, self._key_of(row))),
                    )
                )
            lines[marks] = line
        spreadsheet: dict[tuple[str, ...], int] = {}
        for place in range(self.table.row + 1, self.table.end):
            entries = [self.table.entry(place, self.table.columns[key]) for key in self.keys]
            marks = tuple(map(digest, entries))
            if marks in lines and marks in spreadsheet:
                raise WrongKey(
                    Message(
                        "In the sheet “{tab}” the rows {first} and {second} have the same key “{value}”. Delete one of them.",
                        tab=self.table.tab.title,
                        first=spreadsheet[marks] + 1,
                        second=place + 1,
                        value=", ".join(map(display, entries)),
                    )
                )
            if all(entries):
                spreadsheet[marks] = place
        return spreadsheet

    def _key_of(self, row: Sequence[Filled]) -> list[CellValue]:
        return [row[self.data.headers.index(key)].entry for key in self.keys]

    @property
    def _named_keys(self) -> str:
        return ", ".join(self.keys)

    # --- rows and cells

    def _keep_rows(self) -> None:
        """Keep the state of rows that are not written now."""
        state = self.table.state
        if state is not None:
            for place, index in self.table.ours.items():
                self.after[place] = {header: mark for header, mark in state.marks(index).items() if header in self.table.columns}

    def _is_same(self, place: int, row: Sequence[Filled]) -> bool:
        """Whether the row was written from the same row of the file: its texts and dates are equal."""
        before = self._remembered(place)
        words = [(header, cell) for header, cell in zip(self.headers, row, strict=True) if "stringValue" in cell.entry or cell.look]
        return bool(words) and all(before.get(header) == digest(cell.entry) for header, cell in words)

    def _remembered(self, place: int) -> dict[str, str]:
        state = self.table.state
        return dict(state.marks(self.table.ours[place])) if state and place in self.table.ours else {}

    def _update(self, place: int, row: Sequence[Filled], *, may_keep: bool) -> None:
        """Overwrite a row, except cells that were edited."""
        before, marks = self._remembered(place), {}
        for header, cell in zip(self.headers, row, strict=True):
            column = self.table.columns[header]
            now, wanted = self.table.entry(place, column), cell.entry
            marks[header] = digest(wanted)
            if digest(now) == marks[header]:
                continue
            is_changed = digest(now) != before.get(header, digest(BLANK))
            if is_changed and not self.table.is_forced:
                difference = EditedCell(self.table.address(place, column), now, wanted)
                (self.kept if may_keep else self.conflicts).append(difference)
                marks[header] = before.get(header, digest(BLANK))
                continue
            self._enter((place, column), wanted)
            if cell.look and not now:
                self.formats[place, column] = cell.look
        self.after[place] = marks

    def _add(self, row: Sequence[Filled]) -> None:
        """Add a row below the table."""
        place = self.table.end + self.added
        self.added += 1
        for header, cell in zip(self.headers, row, strict=True):
            column = self.table.columns[header]
            if cell.entry or (self.table.is_fresh and self.table.entry(place, column)):
                self._enter((place, column), cell.entry)
            if cell.look:
                self.formats[place, column] = cell.look
        self.after[place] = {header: digest(cell.entry) for header, cell in zip(self.headers, row, strict=True)}

    def _clear_gone(self) -> None:
        """Clear columns that the file no longer has."""
        for header, column in self.table.gone.items():
            self._enter((self.table.row, column), BLANK)
            for place in self.table.ours:
                now = self.table.entry(place, column)
                if digest(now) == self._remembered(place).get(header) or self.table.is_forced:
                    self._enter((place, column), BLANK)
                elif now:
                    self.conflicts.append(EditedCell(self.table.address(place, column), now, BLANK))

    def _enter(self, place: tuple[int, int], entry: CellValue) -> None:
        self.cells[place] = entry

    # --- state

    def state(self, written: str, done: int | None = None) -> TableState:
        """Return the state after all rows, or those above row ``done``, are written."""
        nothing, rows = digest(BLANK), []
        for place, marks in sorted(self.after.items()):
            if done is not None and place >= done:
                if place not in self.table.ours:
                    continue
                marks = self._remembered(place)  # noqa: PLW2901
            rows.append("".join(marks.get(header, nothing) for header in self.headers))
        last = self.table.state
        appended, count = (last.appended, last.appended_rows) if last and self.mode == "key" else ("", 0)
        if self.mode == "append":
            appended = self.rows_digest
            count = self.skipped + (self.added if done is None else max(min(done - self.table.end, self.added), 0))
        return TableState(self.headers, rows, appended, count, written)

    def rows_to_write(self) -> Iterator[int]:
        """Yield the rows to write, from the top."""
        yield from sorted({row for row, _column in self.cells})
