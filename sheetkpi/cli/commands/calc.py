"""``sheetkpi calc NAME ARG…``: what a spreadsheet would show."""

import json
import re
from difflib import get_close_matches
from typing import Any

import click

from sheetkpi.cli.arguments import read_argument
from sheetkpi.cli.language import _
from sheetkpi.cli.output import as_text, on_terminal, print_tab_separated
from sheetkpi.cli.program import Mistake, Spoken, help_option, json_option, language_of, language_option, no_such_option
from sheetkpi.errors import CellError, UnknownFunction
from sheetkpi.ranges import Cell, Range
from sheetkpi.registry import find
from sheetkpi.translation import Language

FAILED = 1

#: A number may begin with a minus; only an option goes on with a letter.
_OPTION = re.compile(r"--?[A-Za-z]")


def _arguments(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> list[Any]:  # noqa: ARG001
    """The values as cells; click passes unknown options through because of -5, so that they are refused here."""
    for value in values:
        if _OPTION.match(value):
            options = [name for option in ctx.command.params if isinstance(option, click.Option) for name in option.opts]
            raise Mistake(no_such_option(value, get_close_matches(value, options), ctx.command_path))
    return [read_argument(value, language_of(ctx)) for value in values]


@click.command(
    cls=Spoken,
    name="calc",
    context_settings={"ignore_unknown_options": True},
    options_metavar=_("[OPTIONS]"),
    help=_("Calculate a KPI."),
    terms=[
        (_("NAME"), _("A KPI, such as ROMI; `sheetkpi list` shows all of them")),
        ("5000  -5  0.3  0,3  30%", _("A number; 30% is 0.3")),
        ("lower  'Yandex Direct'", _("A text")),
        ("true  null  '\"30\"'", _("JSON: true, a blank, the text 30")),
        ("'[10, 9, null]'", _("A column of cells")),
        ("'[[1, 2], [3, 4]]'", _("The rows of a range")),
        ("@table.csv  @table.json", _("The rows of a file in UTF-8: CSV (parted by comma, semicolon or tab) or JSON")),
        ("-", _("The same from the standard input")),
    ],
    epilog=_(
        "One value is printed with all its digits. A range is a table on a terminal, and in a pipe lines of cells separated by tabs. "
        "The exit code is 1 where the answer, or a cell of it, is an error."
    ),
)
@click.argument("name", metavar=_("NAME"))
@click.argument("arguments", nargs=-1, metavar=_("[ARGUMENT]..."), type=click.UNPROCESSED, callback=_arguments)
@json_option
@language_option
@help_option
def command(name: str, arguments: list[Any], as_json: bool, language: Language) -> int:
    """Print the answer; the exit code says whether it is free of errors."""
    answer, has_header = _answer(name, arguments, language)
    errors = [cell for cell in (answer.values if isinstance(answer, Range) else [answer]) if isinstance(cell, CellError)]
    if as_json:
        click.echo(json.dumps(as_message(answer, language), ensure_ascii=False, separators=(",", ":")))
        return FAILED if errors else 0
    if not isinstance(answer, Range):
        if errors:
            raise errors[0]
        click.echo(as_text(answer))
        return 0
    if on_terminal():
        from sheetkpi.cli.drawing import draw_range  # a pipe does without rich

        draw_range(answer.nested(), has_header=has_header, language=language)
    else:
        print_tab_separated(answer.nested())
    if errors:
        raise errors[0]
    return 0


def _answer(name: str, arguments: list[Any], language: Language) -> tuple[Cell | Range, bool]:
    """What a sheet would show, and whether its first row is a header."""
    try:
        record = find(name)
    except UnknownFunction as error:
        return error, False
    return record.calculate(arguments, language), record.result != "value"


def as_message(answer: Cell | Range, language: Language) -> dict[str, Any]:
    """The answer as the server gives it."""
    if isinstance(answer, CellError):
        return {"error": answer.code, "message": answer.message(language)}
    if not isinstance(answer, Range):
        return {"value": answer}
    cells = list(enumerate(answer.values))
    return {
        "rows": answer.rows,
        "columns": answer.columns,
        "values": [None if isinstance(cell, CellError) else cell for _index, cell in cells],
        "errors": [[index, cell.code] for index, cell in cells if isinstance(cell, CellError)],
    }
