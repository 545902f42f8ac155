"""Answers for a person at a terminal. This is the one module that needs rich, so it is imported late."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sheetkpi.cli.output import as_text
from sheetkpi.errors import CellError
from sheetkpi.translation import Language, in_words


def console(widest: int | None = None) -> Console:
    """A console that prints texts as they are.

    Args:
        widest: How many columns at most, since long lines are hard to read.
    """
    out = Console(markup=False, highlight=False, emoji=False)
    if widest:
        out.width = min(out.width, widest)
    return out


def draw_topics(lines: Sequence[tuple[str, str, Sequence[str]]]) -> None:
    """Draw the list of KPIs.

    Args:
        lines: Of each KPI its topic, the key of the topic, and the cells name, arguments, title.
    """
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
    """A page of titled sections, no wider than is good to read."""

    def __init__(self) -> None:
        self.out = console(widest=100)

    def heading(self, name: str, topic: str, summary: str) -> None:
        """What the page is about."""
        self.out.print(Text.assemble((name, "bold cyan"), "  ", (topic, "dim")))
        self.out.print(summary)

    def terms(self, title: str, terms: Iterable[tuple[str, str]]) -> None:
        """Names, and beside them what they mean."""
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(style="cyan", max_width=self.out.width * 2 // 5)
        table.add_column()
        for name, meaning in terms:
            table.add_row(name, meaning)
        if table.row_count:
            self._title(title)
            self._indented(table)

    def paragraphs(self, title: str, texts: Iterable[str]) -> None:
        """Texts, wrapped."""
        for number, text in enumerate(texts):
            if not number:
                self._title(title)
            self._indented(text)

    def code(self, title: str, lines: Iterable[str]) -> None:
        """Lines to copy: never wrapped, so that they can be."""
        self._title(title)
        for line in lines:
            self.out.print(f"  {line}", style="green", soft_wrap=True)

    def _title(self, title: str) -> None:
        self.out.print()
        self.out.print(title, style="bold")

    def _indented(self, what: RenderableType) -> None:
        self.out.print(Padding(what, (0, 0, 0, 2), expand=False))


def draw_range(rows: list[list[Any]], *, has_header: bool, language: Language) -> None:
    """Draw a table for a person; one that is too wide for the terminal is turned on its side."""

    def least_width(table: Table) -> int:
        return Measurement.get(out, out.options.update(width=10_000), table).minimum

    out = console()
    upright = _table(rows, has_header, language)
    turned = _table([list(column) for column in zip(*rows, strict=True)], False, language)
    table = upright if least_width(upright) <= max(out.width, least_width(turned)) else turned
    out.width = max(out.width, least_width(table))  # a number that is cut off would be a wrong number
    out.print(table)


def _table(rows: list[list[Any]], has_header: bool, language: Language) -> Table:
    table = Table(box=SIMPLE_HEAD, show_header=has_header)
    for name, *cells in zip(*rows, strict=True):
        shown = [_for_eyes(cell, language) for cell in cells]
        if any(isinstance(cell, float) for cell in cells):
            table.add_column(_for_eyes(name, language), justify="right", min_width=max(map(len, shown)))
        else:
            table.add_column(_for_eyes(name, language))
    for row in rows[has_header:]:
        table.add_row(*(Text(_for_eyes(cell, language), style="red" if isinstance(cell, CellError) else "") for cell in row))
    return table


def _for_eyes(cell: Any, language: Language) -> str:
    """A cell for a person: four decimals, or three digits of what is smaller."""
    if not isinstance(cell, float):
        return as_text(cell)
    return in_words(round(cell, 4) if abs(cell) >= 0.001 else float(f"{cell:.3g}"), language)
