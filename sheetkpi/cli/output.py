"""Answers for programs: in a pipe lines of cells, separated by tabs. What a terminal shows is in ``drawing``."""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from sheetkpi.errors import CellError


def on_terminal() -> bool:
    """Whether a person reads the answer; ``FORCE_COLOR`` says so too, as it does to rich."""
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def print_tab_separated(rows: Iterable[Sequence[Any]]) -> None:
    """Print rows for programs: full precision, a decimal point, the error's code in a failed cell."""
    click.echo("\n".join("\t".join(map(_for_programs, row)) for row in rows))


def _for_programs(cell: Any) -> str:
    return " ".join(as_text(cell).split())  # a tab or a new line inside a cell would make another cell of it


def as_text(cell: Any) -> str:
    """A cell for programs: nothing for a blank, the code for an error, a number with all its digits."""
    if cell is None:
        return ""
    return cell.code if isinstance(cell, CellError) else str(cell)
