"""Answers for programs: in a pipe lines of cells, separated by tabs. What a terminal shows is in ``drawing``."""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from sheetkpi.errors import CellError
from sheetkpi.translation import Language, Message


def on_terminal() -> bool:
    """Whether a person reads the answer; ``FORCE_COLOR`` says so too, as it does to rich."""
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def print_note(what: Message, language: Language) -> None:
    """Tell a person, on stderr, what was decided for them."""
    click.echo(what.in_language(language), err=True)


def print_tab_separated(rows: Iterable[Sequence[Any]]) -> None:
    """Print rows for programs: a decimal point, all digits and no ``.0``, the error's code in a failed cell."""
    click.echo("\n".join("\t".join(map(_in_a_row, row)) for row in rows))


def _in_a_row(cell: Any) -> str:
    text = as_text(cell)
    if isinstance(cell, float):
        return text.removesuffix(".0")
    return " ".join(text.split())  # a tab or a new line inside a cell would make another cell of it


def as_text(cell: Any) -> str:
    """A cell for programs: nothing for a blank, the code for an error, a number with all its digits."""
    if cell is None:
        return ""
    return cell.code if isinstance(cell, CellError) else str(cell)
