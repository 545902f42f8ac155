"""``sheetkpi calc NAME ARG…``: calculate a KPI as a spreadsheet does."""

import json
import re
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import takewhile

import click

from sheetkpi.calculation.to_json import as_message
from sheetkpi.cli.arguments import read_arguments
from sheetkpi.cli.data_import import ImportOptions, explain, reading_options, tell_what_is_left_out
from sheetkpi.cli.output import as_text, on_terminal, print_tab_separated
from sheetkpi.cli.program import LocalizedCommand, UsageError, _, json_option
from sheetkpi.cli.search import complete_name, find_named
from sheetkpi.model.errors import CellError, DivisionByZero, UnknownFunction
from sheetkpi.model.ranges import Cell, Range
from sheetkpi.model.records import Record
from sheetkpi.registry import calculate
from sheetkpi.translation import Language, Message, translate

FAILED = 1
#: Results that are the same words in every spreadsheet; a terminal shows their meaning.
WORDS = (_("ok"), _("warn"), _("fail"))

#: A minus before a letter is an option, otherwise a number.
_OPTION = re.compile(r"--?[A-Za-z]")
#: The first group of digits of a number with spaces, and the others. Nobody writes 0 as 000.
_FIRST_GROUP, _GROUP, _SURE_GROUP = map(re.compile, (r"[-−+]?[1-9]\d{0,2}", r"\d{3}(?:[.,]\d+)?%?", r"0\d\d(?:[.,]\d+)?%?"))


def _no_option(text: str) -> str:
    """Refuse an unknown option, which click lets through because of -5."""
    if _OPTION.match(text):
        ctx = click.get_current_context()
        options = [name for option in ctx.command.params if isinstance(option, click.Option) for name in option.opts]
        raise click.NoSuchOption(text, possibilities=get_close_matches(text, options), ctx=ctx)
    return text


@click.command(
    "calc",
    cls=LocalizedCommand,
    context_settings={"ignore_unknown_options": True},
    help=_("Calculate a KPI."),
    terms=[
        (_("NAME"), _("A KPI, such as ROMI; `sheetkpi list` shows all of them")),
        ("5000  -5  0.3  0,3  30%", _("A number; 30% means 0.3")),
        ("lower  'Yandex Direct'", _("A text")),
        ("true  null  '\"30\"'", _("JSON: true, a blank, the text 30")),
        ("'[10, 9, null]'", _("A column of cells")),
        ("'[[1, 2], [3, 4]]'", _("The rows of a range")),
        (
            "@table.csv  @table.json",
            _(
                "The rows of a file: CSV (UTF-8, UTF-16 or Windows-1251; commas, semicolons or tabs), a workbook or JSON. A title "
                "above the header is skipped, and so is the header over a single column of numbers"
            ),
        ),
        ("31.01.2026  '1 000,50 ₽'", _("A date; an amount of money")),
        ("-", _("The same from standard input")),
    ],
    epilog=_(
        "In a terminal, the result looks as it would in a sheet. In a pipe, a single value has a decimal point and all its digits "
        "(1.0), and a range is printed as lines of cells separated by tabs (1). The exit code is 1 if there is no result, or if one "
        "of its cells is an error; in a table, #DIV/0! counts as a result: a channel without spend has no ROMI."
    ),
)
@click.argument("name", metavar=_("NAME"), shell_complete=complete_name)
@click.argument("arguments", nargs=-1, metavar=_("[ARGUMENT]..."), type=_no_option)
@json_option
@reading_options
def command(name: str, arguments: tuple[str, ...], as_json: bool, language: Language, options: ImportOptions) -> int:
    """Print the result and return the exit code."""
    try:
        record = find_named(name)
    except UnknownFunction as error:
        if not as_json:
            raise
        _print_json(error, language)
        return FAILED
    _refuse_split_number(record, arguments)
    cells, tables = read_arguments(record, arguments, options.choices, language)
    for table in tables:
        if options.explains:
            explain(table, language)
        tell_what_is_left_out(table, language)
    answer = calculate(record, cells, language)
    failure = _failure(record, answer)
    if as_json:
        _print_json(answer, language)
        return FAILED if failure or any(table.rejected for table in tables) else 0
    if not isinstance(answer, CellError):
        _print(record, answer, language)
    if failure:
        raise failure
    return FAILED if any(table.rejected for table in tables) else 0


def _refuse_split_number(record: Record, arguments: Sequence[str]) -> None:
    """Refuse ``100 000``, which the shell passes as two arguments."""
    are_too_many = record.most is not None and len(arguments) > record.most
    for index, text in enumerate(arguments):
        groups = list(takewhile(_GROUP.fullmatch, arguments[index + 1 :]))
        if _FIRST_GROUP.fullmatch(text) and groups and (are_too_many or any(map(_SURE_GROUP.fullmatch, groups))):
            number = " ".join([text, groups[0], *takewhile(_SURE_GROUP.fullmatch, groups[1:])])
            raise UsageError(
                Message(
                    '{function} got {given} arguments. If {number} is one number, put quotes around it: "{number}"',
                    function=record.name,
                    given=len(arguments),
                    number=number,
                )
            )


def _failure(record: Record, answer: Cell | Range) -> CellError | None:
    """Return the error in a result, if any; but #DIV/0! in a table is a result: a channel without spend has no ROMI."""
    if not isinstance(answer, Range):
        return answer if isinstance(answer, CellError) else None
    allowed = DivisionByZero.code if record.result.allows_division_by_zero else None
    return next((cell for cell in answer.values if isinstance(cell, CellError) and cell.code != allowed), None)


def _print_json(answer: Cell | Range, language: Language) -> None:
    click.echo(json.dumps(as_message(answer, language), ensure_ascii=False, separators=(",", ":")))


def _print(record: Record, answer: Cell | Range, language: Language) -> None:
    """Print to a terminal or a pipe."""
    rows = answer.nested() if isinstance(answer, Range) else [[answer]]
    if not on_terminal():  # a pipe does without rich
        if isinstance(answer, Range):
            print_tab_separated(rows)
        else:
            click.echo(as_text(answer))
        return
    from sheetkpi.printing.notation import shown_rows

    texts = shown_rows(record, rows, language)
    if not record.result.spills:  # a table holds names of its own
        texts = [[translate(text, language) if text in WORDS else text for text in row] for row in texts]
    if isinstance(answer, Range):
        from sheetkpi.cli.drawing import draw_range

        draw_range(rows, texts, has_header=record.result.spills)
    else:
        click.echo(texts[0][0])
