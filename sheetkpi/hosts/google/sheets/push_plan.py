"""The file's table, and the cells that a push changes: new ones are written, edited ones are kept or block the push."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sheetkpi.hosts.google.sheets.a1 import cell_address
from sheetkpi.hosts.google.sheets.cell_values import BLANK, CellValue, EditedCell, Position, digest, display, to_cell_value
from sheetkpi.hosts.google.sheets.sheet_table import SheetTable
from sheetkpi.hosts.google.sheets.state import TableState
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.files import read_file
from sheetkpi.reading.sheet import Look, read_sheet
from sheetkpi.reading.text_file import Notify, UnreadableFile
from sheetkpi.translation import Language, Message

Mode = Literal["replace", "append", "key"]


class WrongKey(SheetKpiError):
    """A key column is missing, or rows can't be told apart by it.

    ``key`` is the column, or the value that is blank or not unique; ``rows`` are the lines of the file or the rows of the sheet.
    """

    def __init__(self, what: Message, key: str, *rows: int) -> None:
        super().__init__(what)
        self.key, self.rows = key, rows


@dataclass(frozen=True, slots=True)
class InputCell:
    """A cell of the file: what to enter, and the type of its number format."""

    entry: CellValue
    look: Look = ""


@dataclass(frozen=True, slots=True)
class Data:
    """A table of a file; ``lines`` are the rows' line numbers."""

    file: object
    headers: list[str]
    rows: list[list[InputCell]]
    lines: list[int]


def read_data(name: str, keys: Sequence[str], language: Language, notify: Notify) -> Data:
    """Read the table of a CSV file or a workbook.

    Raises:
        UnreadableFile: There is no table in it, or a cell may mean either of two numbers.
        WrongKey: There is no such key column.
    """
    sheet = read_sheet(read_file(name, language, notify), notify, needs_header=True)
    for key in keys:
        if key not in sheet.headers:
            facts = {"file": sheet.file, "key": key, "headers": ", ".join(sheet.headers)}
            raise WrongKey(Message("{file} has no column “{key}”. It has: {headers}.", **facts), key)
    rows: list[list[InputCell]] = []
    for line, cells in zip(sheet.lines, sheet.rows, strict=True):
        rows.append([])
        for header, cell in zip(sheet.headers, cells, strict=True):
            try:
                if cell.problem:
                    raise cell.problem
                rows[-1].append(InputCell(to_cell_value(cell.value), cell.look))
            except SheetKpiError as error:
                raise UnreadableFile(
                    Message("{file}, line {line}, column “{header}”: {what}", file=sheet.file, line=line, header=header, what=error.what)
                ) from None
    return Data(sheet.file, sheet.headers, rows, sheet.lines)


@dataclass(slots=True)
class PushPlan:
    """The cells to write, and the edited cells to keep."""

    table: SheetTable
    data: Data
    mode: Mode
    keys: Sequence[str] = ()
    cells: dict[Position, CellValue] = field(default_factory=dict)
    formats: dict[Position, str] = field(default_factory=dict)
    added: int = 0
    kept: list[EditedCell] = field(default_factory=list)
    conflicts: list[EditedCell] = field(default_factory=list)
    after: dict[int, dict[str, str]] = field(default_factory=dict)
    skipped: int = 0
    appended: str = ""

    def __post_init__(self) -> None:
        table = self.table
        table.refuse_occupied(len(self.data.rows))
        for header in table.new:
            place = table.row, table.columns[header]
            if table.entry(*place) != {"stringValue": header}:
                self.cells[place] = {"stringValue": header}
        {"replace": self._replace, "append": self._append, "key": self._by_key}[self.mode]()

    # --- modes

    def _replace(self) -> None:
        table = self.table
        existing = [*table.ours] if table.state else list(range(table.row + 1, table.end))
        self._clear_gone()
        for number, row in enumerate(self.data.rows):
            if number < len(existing):
                self._update(existing[number], row, may_keep=self._is_same(existing[number], row))
            else:
                self._add(row)
        for place in existing[len(self.data.rows) :]:
            self._update(place, [InputCell(BLANK)] * len(table.columns), may_keep=False)
            del self.after[place]

    def _append(self) -> None:
        self._keep_rows()
        lines = ["\t".join(self.data.headers), *("".join(digest(cell.entry) for cell in row) for row in self.data.rows)]
        self.appended = hashlib.blake2b("\n".join(lines).encode(), digest_size=12).hexdigest()
        state = self.table.state
        if state and state.appended == self.appended and not self.table.is_forced:
            self.skipped = state.appended_rows
        for row in self.data.rows[self.skipped :]:
            self._add(row)

    def _by_key(self) -> None:
        self._keep_rows()
        existing = self._places_by_key()
        for line, row in zip(self.data.lines, self.data.rows, strict=True):
            key = self._key_of(row)
            if any(not entry for entry in key):
                facts = {"file": self.data.file, "line": line, "key": ", ".join(self.keys)}
                raise WrongKey(Message("{file}, line {line}: the key “{key}” is blank. Fill it in.", **facts), "", line)
            place = existing.get(tuple(map(digest, key)))
            if place is None:
                self._add(row)
            else:
                self._update(place, row, may_keep=True)

    def _places_by_key(self) -> dict[tuple[str, ...], int]:
        lines: dict[tuple[str, ...], int] = {}
        for line, row in zip(self.data.lines, self.data.rows, strict=True):
            marks = tuple(map(digest, self._key_of(row)))
            if marks in lines:
                value, rows = ", ".join(map(display, self._key_of(row))), (lines[marks], line)
                what = Message(
                    "{file}, lines {first} and {second}: both have the key “{value}”. Delete one of them, or add "
                    "another column with --key.",
                    file=self.data.file,
                    first=rows[0],
                    second=rows[1],
                    value=value,
                )
                raise WrongKey(what, value, *rows)
            lines[marks] = line
        existing: dict[tuple[str, ...], int] = {}
        for place in range(self.table.row + 1, self.table.end):
            entries = [self.table.entry(place, self.table.columns[key]) for key in self.keys]
            marks = tuple(map(digest, entries))
            if marks in lines and marks in existing:
                value, rows = ", ".join(map(display, entries)), (existing[marks] + 1, place + 1)
                what = Message(
                    "On the sheet “{tab}”, rows {first} and {second} have the same key “{value}”. Delete one of them.",
                    tab=self.table.tab.title,
                    first=rows[0],
                    second=rows[1],
                    value=value,
                )
                raise WrongKey(what, value, *rows)
            if all(entries):
                existing[marks] = place
        return existing

    def _key_of(self, row: Sequence[InputCell]) -> list[CellValue]:
        return [row[self.data.headers.index(key)].entry for key in self.keys]

    # --- rows and cells

    def _keep_rows(self) -> None:
        """Keep the state of rows that are not written now."""
        for place in self.table.ours:
            self.after[place] = {header: mark for header, mark in self.table.marks(place).items() if header in self.table.columns}

    def _is_same(self, place: int, row: Sequence[InputCell]) -> bool:
        """Whether the row was written from the same row of the file: its texts and dates are equal."""
        before = self.table.marks(place)
        words = [(header, cell) for header, cell in zip(self.table.columns, row, strict=True) if "stringValue" in cell.entry or cell.look]
        return bool(words) and all(before.get(header) == digest(cell.entry) for header, cell in words)

    def _update(self, place: int, row: Sequence[InputCell], *, may_keep: bool) -> None:
        """Overwrite a row, except cells that were edited."""
        before, marks = self.table.marks(place), {}
        for (header, column), cell in zip(self.table.columns.items(), row, strict=True):
            now, wanted = self.table.entry(place, column), cell.entry
            marks[header] = digest(wanted)
            if digest(now) == marks[header]:
                continue
            is_changed = digest(now) != before.get(header, digest(BLANK))
            if is_changed and not self.table.is_forced:
                edited = EditedCell(cell_address(place, column), now, wanted)
                (self.kept if may_keep else self.conflicts).append(edited)
                marks[header] = before.get(header, digest(BLANK))
                continue
            self.cells[place, column] = wanted
            if cell.look and not now:
                self.formats[place, column] = cell.look
        self.after[place] = marks

    def _add(self, row: Sequence[InputCell]) -> None:
        """Add a row below the table."""
        place = self.table.end + self.added
        self.added += 1
        for column, cell in zip(self.table.columns.values(), row, strict=True):
            if cell.entry or (self.table.is_fresh and self.table.entry(place, column)):
                self.cells[place, column] = cell.entry
            if cell.look:
                self.formats[place, column] = cell.look
        self.after[place] = {header: digest(cell.entry) for header, cell in zip(self.table.columns, row, strict=True)}

    def _clear_gone(self) -> None:
        """Clear columns that the file no longer has."""
        for header, column in self.table.gone.items():
            self.cells[self.table.row, column] = BLANK
            for place in self.table.ours:
                now = self.table.entry(place, column)
                if digest(now) == self.table.marks(place).get(header) or self.table.is_forced:
                    self.cells[place, column] = BLANK
                elif now:
                    self.conflicts.append(EditedCell(cell_address(place, column), now, BLANK))

    # --- state

    def state(self, written: str, done: int | None = None) -> TableState:
        """Return the state after all rows, or those above row ``done``, are written."""
        nothing, rows = digest(BLANK), []
        for place, marks in sorted(self.after.items()):
            if done is not None and place >= done:
                if place not in self.table.ours:
                    continue
                marks = self.table.marks(place)  # noqa: PLW2901
            rows.append("".join(marks.get(header, nothing) for header in self.table.columns))
        last = self.table.state
        appended, count = (last.appended, last.appended_rows) if last and self.mode == "key" else ("", 0)
        if self.mode == "append":
            appended = self.appended
            count = self.skipped + (self.added if done is None else max(min(done - self.table.end, self.added), 0))
        return TableState(list(self.table.columns), rows, appended, count, written, self.table.tab.title)
