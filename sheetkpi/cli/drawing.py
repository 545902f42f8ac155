"""Output to terminals. The only module that needs rich, so it is imported late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from math import ceil
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sheetkpi.model.errors import CellError
from sheetkpi.translation import Language, translate

#: The number of blanks between columns.
GAP = 2
#: A longer word may be folded.
LONGEST_WORD = 24


def console(widest: int | None = None) -> Console:
    """Return a console that prints texts unchanged."""
    out = Console(markup=False, highlight=False, emoji=False)
    if widest:
        out.width = min(out.width, widest)
    return out


def draw_topics(lines: Sequence[tuple[str, str, Sequence[str]]]) -> None:
    """Draw the list of KPIs."""
    out = console(widest=120)
    longest = max(len(cells[0]) for _topic, _key, cells in lines)
    for number, ((topic, key), members) in enumerate(groupby(lines, key=lambda line: line[:2])):
        if number:
            out.print()
        out.print(Text.assemble((topic, "bold"), "  ", (f"--group {key}", "dim")))
        table = Table(box=None, show_header=False, expand=True, padding=(0, 2, 0, 0))
        table.add_column(width=longest, style="cyan", no_wrap=True)
        table.add_column(ratio=4, style="dim")
        table.add_column(ratio=5)
        for _topic, _key, cells in members:
            table.add_row(*cells)
        out.print(Padding(table, (0, 0, 0, 2)))


class Page:
    """A page of sections with translated titles, not too wide to read."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.out = console(widest=100)

    def heading(self, name: str, topic: str, summary: str) -> None:
        """Print the heading."""
        self.out.print(Text.assemble((name, "bold cyan"), "  ", (topic, "dim")))
        self.out.print(summary)

    def terms(self, title: str, terms: Iterable[tuple[str, str]]) -> None:
        """Print names with their meanings."""
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(style="cyan", max_width=self.out.width * 2 // 5)
        table.add_column()
        for name, meaning in terms:
            table.add_row(name, meaning)
        if table.row_count:
            self._title(title)
            self._indented(table)

    def paragraphs(self, title: str, texts: Iterable[str]) -> None:
        """Print wrapped texts."""
        for number, text in enumerate(texts):
            if not number:
                self._title(title)
            self._indented(text)

    def code(self, title: str, lines: Iterable[str]) -> None:
        """Print lines to copy, never wrapped."""
        self._title(title)
        for line in lines:
            self.out.print(f"  {line}", style="green", soft_wrap=True)

    def _title(self, title: str) -> None:
        self.out.print()
        self.out.print(translate(title, self.language), style="bold")

    def _indented(self, what: RenderableType) -> None:
        self.out.print(Padding(what, (0, 0, 0, 2), expand=False))


@dataclass(frozen=True)
class _Column:
    """A column of a table."""

    cells: Sequence[Any]
    texts: Sequence[str]

    @property
    def holds_numbers(self) -> bool:
        return any(isinstance(cell, float) for cell in self.cells)

    @cached_property
    def width(self) -> int:
        """The width without wrapping."""
        return max(map(cell_len, self.texts))

    @cached_property
    def least(self) -> int:
        """The smallest width: numbers are never cut, words only if they are very long."""
        numbers = (cell_len(text) for cell, text in zip(self.cells, self.texts, strict=True) if isinstance(cell, float))
        words = (min(cell_len(word), LONGEST_WORD) for text in self.texts for word in text.split(" "))
        return max(1, *words, *numbers)


def draw_range(cells: Sequence[Sequence[Any]], texts: Sequence[Sequence[str]], *, has_header: bool) -> None:
    """Draw rows; a table too wide for the terminal is transposed, and split if it is still too wide."""
    out = console()
    rows = [_Column(*row) for row in zip(cells, texts, strict=True)]
    columns = [_Column(*column) for column in zip(zip(*cells, strict=True), zip(*texts, strict=True), strict=True)]
    parts = [columns] if not has_header or _least_width(columns) <= out.width else _parts(rows, out.width)
    out.width = max(out.width, *map(_least_width, parts))
    for number, part in enumerate(parts):
        if number:
            out.print()
        out.print(_table(part, has_header, out.width))


def _least_width(columns: Sequence[_Column]) -> int:
    return sum(column.least for column in columns) + GAP * (len(columns) - 1)


def _parts(columns: Sequence[_Column], room: int) -> list[list[_Column]]:
    """Split the columns into as few equal parts as fit, with the first column, the names, in each."""
    names, *others = columns
    for count in range(1, len(others) + 1):
        size = ceil(len(others) / count)
        parts = [[names, *others[start : start + size]] for start in range(0, len(others), size)]
        if all(_least_width(part) <= room for part in parts):
            return parts
    return [[names, other] for other in others] or [[names]]


def _widths(columns: Sequence[_Column], room: int) -> list[int]:
    """Return the widths of the columns: as wide as needed, or sharing the room evenly."""
    widths = [column.least for column in columns]
    left = room - _least_width(columns)
    while left > 0 and any(width < column.width for width, column in zip(widths, columns, strict=True)):
        for index, column in enumerate(columns):
            if left > 0 and widths[index] < column.width:
                widths[index] += 1
                left -= 1
    return widths


def _table(columns: Sequence[_Column], has_header: bool, room: int) -> Table:
    table = Table(box=SIMPLE_HEAD, show_header=has_header, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for column, width in zip(columns, _widths(columns, room), strict=True):
        table.add_column(Text(column.texts[0]), justify="right" if column.holds_numbers else "left", width=width, overflow="fold")
    styles = [["red" if isinstance(cell, CellError) else "" for cell in column.cells] for column in columns]
    texts = [
        [Text(text, style) for text, style in zip(column.texts, of_column, strict=True)]
        for column, of_column in zip(columns, styles, strict=True)
    ]
    for row in list(zip(*texts, strict=True))[has_header:]:
        table.add_row(*row)
    return table
