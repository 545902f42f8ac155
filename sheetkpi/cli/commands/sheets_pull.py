"""``sheetkpi sheets pull``: a table of a shared spreadsheet as CSV."""

import csv
import io
from pathlib import Path

import click

from sheetkpi.cli.commands.sheets import credentials_option, list_some, open_connection, spreadsheet_option
from sheetkpi.cli.output import check_output, print_note, writing
from sheetkpi.cli.program import LocalizedCommand, _, complete_file, overwrite_option
from sheetkpi.translation import Language, Message

HAS_ERRORS = 1


@click.command(
    cls=LocalizedCommand,
    name="pull",
    help=_("Read a table of a shared spreadsheet as CSV: numbers with all digits and a decimal point, dates as 2026-01-31."),
    epilog=_("The exit code is 1 where a cell holds an error. For example: sheetkpi sheets pull --spreadsheet … --range Data -o data.csv"),
)
@spreadsheet_option
@click.option(
    "--range",
    "target",
    metavar=_("PLACE"),
    required=True,
    help=_("A named range, a sheet, or an address: Data!A1:F90; of Data!A1 the table that begins there"),
)
@click.option("-o", "--output", metavar=_("FILE"), shell_complete=complete_file, help=_("Where to write it; left out, the standard output"))
@overwrite_option
@credentials_option
def command(address: str, target: str, output: str | None, is_forced: bool, credentials: str | None, language: Language) -> int:
    """Print or write the table."""
    file = None if output is None or output == "-" else Path(output)
    if file:
        check_output(file, ".csv", is_forced=is_forced)
    connection = open_connection(address, credentials, language)
    from sheetkpi.hosts.google.sheets.pull import pull

    pulled = pull(connection, target)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(pulled.rows)
    content = text.getvalue().encode()
    if file is None:
        click.echo(content, nl=False)
    else:
        with writing(file):
            file.write_bytes(content)
        said = Message("{file} is written: {rows} rows of {place}.", file=file, rows=len(pulled.rows), place=pulled.place)
        print_note(said, language)
    if not pulled.errors:
        return 0
    print_note(Message("Cells with errors: {count}.", count=len(pulled.errors)), language)
    list_some([Message("{cell}: {code}", cell=cell, code=code) for cell, code in pulled.errors], language)
    return HAS_ERRORS
