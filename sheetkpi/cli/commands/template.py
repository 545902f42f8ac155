"""``sheetkpi template NAME``: write a workbook, empty or filled in."""

import sys
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
)
from sheetkpi.cli.output import check_output, print_note, print_text, writing
from sheetkpi.cli.program import LocalizedCommand, OneOf, UsageError, _, complete_file, overwrite_option
from sheetkpi.files.installing import needing
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.header_row import Choices
from sheetkpi.settings import read_settings
from sheetkpi.translation import Language, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from sheetkpi.reading.table import Table
    from sheetkpi.workbooks.book import Book, Edition

    BuildBook = Callable[[Language, Edition, str | None], Book]

#: The templates; the second takes data.
FORECAST, CHANNELS = TEMPLATES = ("forecast", "channels")
#: How KPIs are written in the cells.
EDITIONS = ("native", "functions")
#: The file name of the standard output.
STANDARD_OUTPUT = "-"
#: With this many rows, say that it takes a while.
MANY = 3000
#: The longest sign of a currency that fits a column.
LONGEST_SIGN = 8


def currency_of(value: str) -> str:
    """Return a currency as it is given, if it can be one."""
    if value.strip() and len(value.strip()) <= LONGEST_SIGN and value.isprintable():
        return value
    raise UsageError(Message("The currency is “{value}”. Give a code or a sign, such as RUB or €.", value=value[:40]))


name_argument = click.argument("name", metavar=_("NAME"), type=OneOf(TEMPLATES, case_sensitive=False))
NEED_WORKBOOKS = _("Workbooks need libraries that are missing ({name}). Install them: {command}")
#: The templates, for the help of each command that makes one.
MEANINGS = [
    (
        "forecast",
        _("From a budget and a goal to customers, leads, clicks and the maximum bid, with a media plan and plan against actual results"),
    ),
    ("channels --data table.csv", _("Which channels pay off: paste the reports of your advertising systems, or pass them with --data")),
]


@click.command(
    "template",
    cls=LocalizedCommand,
    help=_("Write a workbook: a forecast with its decomposition, or a comparison of channels."),
    terms=MEANINGS,
    epilog=_("For example: sheetkpi template channels --data export.csv -o january.xlsx"),
)
@name_argument
@click.option(
    "-o",
    "--output",
    metavar=_("FILE"),
    shell_complete=complete_file,
    help=_("Where to write it (default: NAME.xlsx in this folder; - for standard output)"),
)
@click.option(
    "--data",
    metavar=_("FILE"),
    shell_complete=complete_file,
    help=_("For channels: the data to fill in, CSV or .xlsx with a date and a channel in every row (- for standard input)"),
)
@click.option(
    "--currency", metavar=_("CODE"), type=currency_of, help=_("A code or a sign, such as RUB or € (default: that of the language)")
)
@click.option(
    "--formulas",
    "edition",
    default=EDITIONS[0],
    type=OneOf(EDITIONS),
    help=_("native works everywhere; functions writes =ROMI(…), which needs Excel 365 or the add-in"),
)
@overwrite_option
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
    """Write the workbook, and print what to do next."""
    if data is not None and name != CHANNELS:
        raise UsageError(Message("{option} works only with {name}: a forecast is filled in by hand.", option="--data", name=CHANNELS))
    path = output or f"{name}.xlsx"
    if path != STANDARD_OUTPUT:
        check_output(Path(path), ".xlsx", is_forced=is_forced)
    elif sys.stdout.isatty():
        raise SheetKpiError(
            Message("A workbook can't be shown in a terminal. Send it to a file or a program: -o - > {file}", file=f"{name}.xlsx")
        )
    with needing("workbooks", NEED_WORKBOOKS):
        from sheetkpi.workbooks.shared_sheets import sign_of
        from sheetkpi.workbooks.xlsx import workbook

        table, build = builder_of(name, data, options, language)
        if table and len(table.rows) > MANY:
            print_note(Message("Calculating the workbook; with this many rows it takes about a minute."), language)
        content = workbook(build(language, edition, None if currency is None else sign_of(currency)))
    if path == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
    else:
        with writing(path):
            Path(path).write_bytes(content)
        print_text(_what_next(Path(path), is_filled=table is not None), language)
    if table:
        tell_what_was_taken(table, language)


def builder_of(name: str, data: str | None, options: ImportOptions, language: Language) -> tuple["Table | None", "BuildBook"]:
    """Return the data that were read for a template, and what makes its book of a language, an edition and a currency."""
    prefix = read_settings().prefix
    if name == FORECAST:
        from sheetkpi.workbooks.forecast import forecast_book

        return None, lambda wanted, edition, sign: forecast_book(wanted, edition=edition, currency=sign, prefix=prefix)
    from sheetkpi.workbooks.channels import channels_book, filling

    if data is None:
        return None, lambda wanted, edition, sign: channels_book(wanted, edition=edition, currency=sign, prefix=prefix)
    table = _imported(data, options, language)
    return table, lambda wanted, edition, sign: filling.filled_book(table, wanted, edition=edition, currency=sign, prefix=prefix)


def _imported(data: str, options: ImportOptions, language: Language) -> "Table":
    """Read a file of data, and print what is left out or missing."""
    from sheetkpi.workbooks.channels import filling

    def read(choices: Choices) -> "Table":
        return filling.table_of(data, choices, options.margin, language, lambda note: print_note(note, language))

    table = read_with_questions(read, options, language)
    if options.explains:
        explain(table, language)
    tell_what_is_left_out(table, language)
    tell_what_is_missing(table, earns=filling.says_what_sales_earn(table, options.margin), language=language)
    return table


def _what_next(path: Path, *, is_filled: bool) -> Message:
    if is_filled:
        return Message(
            "{file} is ready. Open it and read the first sheet: it says what the data show and whether all checks pass.", file=path
        )
    return Message("{file} is ready. Open it: the first sheet says what to do, and you fill in the light blue cells.", file=path)
