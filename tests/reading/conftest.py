"""A way to read a text, or rows of a workbook, as a file is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.reading.files import read_file
from sheetkpi.reading.header_row import Choices
from sheetkpi.reading.table import Table, read_table
from sheetkpi.translation import Language

NO_CHOICES = Choices()


@dataclass
class Reading:
    """A table, and what a person was told while it was read."""

    table: Table
    notes: list[str] = field(default_factory=list)

    @property
    def reasons(self) -> dict[int, list[str]]:
        """What is wrong, by the line."""
        return {row.line: [why.in_language("en") for why in row.why] for row in self.table.rejected}

    def column(self, name: str) -> list[Any]:
        return [row.get(name) for row in self.table.rows]


Read = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(content: str | bytes, language: Language = "en", name: str = "t.csv", choices: Choices = NO_CHOICES) -> Reading:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        notes: list[str] = []
        source = read_file(str(path), language, lambda note: notes.append(note.in_language(language)))
        table = read_table(source, choices, lambda note: notes.append(note.in_language(language)))
        return Reading(table, [note.replace(str(path), name) for note in notes])

    return read


@pytest.fixture
def read_rows(read: Read, tmp_path: Path) -> Read:
    """Read rows of an .xlsx file."""

    def read_rows(*sheets: tuple[str, Sequence[Sequence[Any]]], language: Language = "en") -> Reading:
        import openpyxl

        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / "made.xlsx")
        return read((tmp_path / "made.xlsx").read_bytes(), language, "t.xlsx")

    return read_rows
