"""The command line, such as ``sheetkpi calc ROMI 100000 50000``.

Results go to stdout, errors to stderr, one line each. The exit code is 0; 1 if there is no
result or an error in it; 2 if the command line was not understood.
"""

import io
import os
import sys
from collections.abc import Sequence

import click

from sheetkpi.cli.program import chosen_language, explained, program
from sheetkpi.model.errors import CellError, SheetKpiError, UnknownFunction, reason_of
from sheetkpi.translation import Language, Message, Translatable

__all__ = ["main"]

NO_RESULT, NOT_UNDERSTOOD, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        The exit code.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    language = chosen_language(given, os.environ)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks “₽” or Cyrillic shows ? instead of dying
    try:
        return program.main(given, "sheetkpi", standalone_mode=False, obj=language) or 0
    except click.UsageError as error:
        _print_error(explained(error), language)
        return NOT_UNDERSTOOD
    except click.Abort:
        return INTERRUPTED
    except UnknownFunction as error:
        from sheetkpi.cli.search import with_nearest  # most runs need no search

        _print_error(with_nearest(error).what, language, error.code)
    except SheetKpiError as error:
        _print_error(error.what, language, error.code if isinstance(error, CellError) else "")
    except OSError as error:
        _print_error(Message("The operating system reports: {reason}.", reason=reason_of(error)), language)
    return NO_RESULT


def _print_error(what: Translatable, language: Language, code: str = "") -> None:
    line = " ".join(what.in_language(language).split())
    click.echo(f"{code}  {line}" if code else line, err=True)
