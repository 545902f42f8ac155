"""``sheetkpi template NAME``: a workbook of one's own, empty or filled in."""

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetkpi.cli.data_import import (
    ImportOptions,
    explain,
    import_options,
    read_with_questions,
    tell_what_is_left_out,
    tell_what_is_missing,
    tell_what_was_taken,
    with_usual_columns,
)
from sheetkpi.cli.output import check_output, print_note, writing
from sheetkpi.cli.program import (
    LocalizedCommand,
    UsageError,
    _,
    complete_file,
    complete_words,
    help_option,
    language_option,
    one_of,
    overwrite_option,
)
from sheetkpi.files.installing import needing
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.table import Choices
from sheetkpi.settings import read_settings
from sheetkpi.translation import Language, Message

if TYPE_CHECKING:
    from sheetkpi.reading.table import Table
    from sheetkpi.workbooks.book import Edition

#: The templates; the second takes data.
FORECAST, CHANNELS = TEMPLATES = ("forecast", "channels")
#: How KPIs stand in the cells.
EDITIONS = ("native", "functions")
#: Where a file is printed to.
STANDARD_OUTPUT = "-"
#: So many rows take longer than a person waits without a word.
MANY = 3000
#: Nobody's sign of a currency is longer, and a column is only so wide.
LONGEST_SIGN = 8


def template_of(ctx: click.Context, parameter: click.Parameter, name: str) -> str:  # noqa: ARG001
    """The template of a name; a wrong name is answered with the nearest one."""
    if name.lower() in TEMPLATES:
        return name.lower()
    near = get_close_matches(name.lower(), TEMPLATES)
    if near:
        raise UsageError(Message("There is no template {name}. Did you mean {nearest}?", name=name, nearest=", ".join(near)))
    raise UsageError(Message("There is no template {name}. Give one of: {options}.", name=name, options=", ".join(TEMPLATES)))


def currency_of(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    """The currency as it is given, where it can be one."""
    if value is None or (value.strip() and len(value.strip()) <= LONGEST_SIGN and value.isprintable()):
        return value
    raise UsageError(Message("The currency is “{value}”. Give a code or a sign, such as RUB or €.", value=value[:40]))


#: What is said where no workbook can be read or written.
NEED_WORKBOOKS = _("Workbooks need libraries that are missing ({name}). Install them: {command}")
#: What the templates are, in the help of each command that makes one.
MEANINGS = [
    ("forecast", _("From a budget and a goal to customers, leads, clicks and the highest bid; media plan, plan against fact")),
    ("channels --data table.csv", _("Which channel earns: paste what the advertising systems report, or give it with --data")),
]


@click.command(
    cls=LocalizedCommand,
    name="template",
    options_metavar=_("[OPTIONS]"),
    help=_("Write a workbook to work in: a forecast with its decomposition, or a comparison of channels."),
    terms=MEANINGS,
    epilog=_("For example: sheetkpi template channels --data export.csv -o january.xlsx"),
)
@click.argument("name", metavar=_("NAME"), callback=template_of, shell_complete=complete_words(TEMPLATES))
@click.option(
    "-o",
    "--output",
    metavar=_("FILE"),
    shell_complete=complete_file,
    help=_("Where to write it; left out, NAME.xlsx in this folder; - is the standard output"),
)
@click.option(
    "--data",
    metavar=_("FILE"),
    shell_complete=complete_file,
    help=_("For channels: the rows to fill in, CSV or .xlsx with a date and a channel in each; - is the standard input"),
)
@click.option(
    "--currency", metavar=_("CODE"), callback=currency_of, help=_("A code or a sign, such as RUB or €; left out, that of the language")
)
@click.option(
    "--formulas",
    "edition",
    default=EDITIONS[0],
    metavar="|".join(EDITIONS),
    callback=one_of(EDITIONS),
    shell_complete=complete_words(EDITIONS),
    help=_("native works everywhere; functions writes =ROMI(…), for Excel 365 and where the add-in is installed"),
)
@overwrite_option
@language_option
@help_option
@import_options
def command(  # noqa: PLR0913, PLR0917 - one for each option
    name: str,
    output: str | None,
    data: str | None,
    currency: str | None,
    edition: "Edition",
    is_forced: bool,
    language: Language,
    options: ImportOptions,
) -> None:
    """Write the workbook, and say what to do next."""
    if data is not None and name != CHANNELS:
        raise UsageError(Message("{option} is for {name} alone: a forecast is filled in by hand.", option="--data", name=CHANNELS))
    path = output or f"{name}.xlsx"
    if path != STANDARD_OUTPUT:
        check_output(Path(path), ".xlsx", is_forced=is_forced)
    elif sys.stdout.isatty():
        raise SheetKpiError(
            Message("A workbook is nothing to read in a terminal. Send it to a file or a program: -o - > {file}", file=f"{name}.xlsx")
        )
    table, content = _made(name, data, options, currency, edition, language, read_settings().prefix)
    if path == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
    else:
        with writing(path):
            Path(path).write_bytes(content)
        click.echo(_what_next(Path(path), is_filled=table is not None).in_language(language))
    if table:
        tell_what_was_taken(table, language)


def _made(
    name: str,
    data: str | None,
    options: ImportOptions,
    currency: str | None,
    edition: "Edition",
    language: Language,
    prefix: str,
) -> tuple["Table | None", bytes]:
    """What was read, and the workbook."""
    with needing("workbooks", NEED_WORKBOOKS):
        from sheetkpi.workbooks.shared_sheets import sign_of
        from sheetkpi.workbooks.xlsx import workbook

        sign = None if currency is None else sign_of(currency)
        if name == FORECAST:
            from sheetkpi.workbooks.forecast import forecast_book

            return None, workbook(forecast_book(language, edition=edition, currency=sign, prefix=prefix))
        if data is None:
            from sheetkpi.workbooks.channels import channels_book

            return None, workbook(channels_book(language, edition=edition, currency=sign, prefix=prefix))
        from sheetkpi.workbooks.channels import filling

        table = imported(data, options, language)
        if len(table.rows) > MANY:
            print_note(Message("Calculating the workbook; with this many rows it takes about a minute."), language)
        return table, workbook(filling.filled_book(table, language, edition=edition, currency=sign, prefix=prefix))


def imported(data: str, options: ImportOptions, language: Language) -> "Table":
    """Read a file of data, and say what of it is used."""
    from sheetkpi.workbooks.channels import filling

    def read(choices: Choices) -> "Table":
        return filling.table_of(data, choices, options.margin, language, lambda note: print_note(note, language))

    table = read_with_questions(read, with_usual_columns(options.choices), language)
    if options.explains:
        explain(table, language)
    tell_what_is_left_out(table, language)
    tell_what_is_missing(table, earns=filling.says_what_sales_earn(table, options.margin), language=language)
    return table


def _what_next(path: Path, *, is_filled: bool) -> Message:
    if is_filled:
        return Message(
            "{file} is written. Open it, and read the first sheet: it says what the data show and whether all checks agree.", file=path
        )
    return Message(
        "{file} is written. Open it: the first sheet says what to do, and the cells on light blue are yours to fill in.", file=path
    )
