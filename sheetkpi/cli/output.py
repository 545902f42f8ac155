"""Output to programs, as lines of cells separated by tabs, and to files. For terminals see ``drawing``."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from sheetkpi.model.errors import CellError, SheetKpiError, reason_of
from sheetkpi.translation import Language, Message, Translatable


def on_terminal() -> bool:
    """Whether the output is a terminal; ``FORCE_COLOR`` makes it one, as in rich."""
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def print_text(what: Translatable, language: Language) -> None:
    """Print a text in the reader's language."""
    click.echo(what.in_language(language))


def print_note(what: Translatable, language: Language) -> None:
    """Print a note to stderr."""
    click.echo(what.in_language(language), err=True)


@contextmanager
def writing(file: object) -> Iterator[None]:
    """Turn an error in writing a file into a message.

    Raises:
        SheetKpiError: The file can't be written.
    """
    try:
        yield
    except OSError as error:
        raise SheetKpiError(
            Message(
                "Can't write {file}: {reason}. Close the file if it is open, or choose another place with -o.",
                file=file,
                reason=reason_of(error),
            )
        ) from None


def check_output(path: Path, extension: str, *, is_forced: bool) -> None:
    """Check the file of ``-o`` before anything is calculated for it.

    Raises:
        SheetKpiError: It is a folder, has no folder or another extension, or exists.
    """
    if path.is_dir():
        raise SheetKpiError(Message("{file} is a folder. Give the name of a file in it.", file=path))
    if path.exists() and not path.is_file():
        return  # a pipe or a device
    if path.suffix.lower() != extension:
        example = path.with_suffix(extension)
        raise SheetKpiError(Message("{file} must end in {extension}: write -o {example}", file=path, extension=extension, example=example))
    if path.exists() and not is_forced:
        raise SheetKpiError(Message("{file} already exists. Choose another name with -o, or overwrite it with --force.", file=path))
    if not path.parent.is_dir():
        raise SheetKpiError(Message("The folder {folder} doesn't exist. Create it, or choose another place.", folder=path.parent))


def print_tab_separated(rows: Iterable[Sequence[Any]]) -> None:
    """Print rows for programs: a decimal point, all digits and no ``.0``, the error's code in a failed cell."""
    click.echo("\n".join("\t".join(map(_in_a_row, row)) for row in rows))


def _in_a_row(cell: Any) -> str:
    text = as_text(cell)
    if isinstance(cell, float):
        return text.removesuffix(".0")
    return " ".join(text.split())  # a tab or a new line inside a cell would make another cell of it


def as_text(cell: Any) -> str:
    """Format a cell for programs: nothing for a blank, the code for an error, a number with all its digits."""
    if cell is None:
        return ""
    return cell.code if isinstance(cell, CellError) else str(cell)
