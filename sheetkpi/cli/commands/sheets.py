"""``sheetkpi sheets``: shared Google Sheets. Tables and KPIs are here, templates in ``sheets_templates``."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetkpi.cli.commands.template import NEED_WORKBOOKS
from sheetkpi.cli.output import check_output, print_note, print_text, writing
from sheetkpi.cli.program import LazyGroup, LocalizedCommand, UsageError, _, complete_file, overwrite_option
from sheetkpi.files.installing import needing
from sheetkpi.model.errors import DivisionByZero
from sheetkpi.translation import Language, Message, Translatable

if TYPE_CHECKING:
    from sheetkpi.hosts.google.sheets.client import Connection
    from sheetkpi.hosts.google.sheets.refresh import ComputedResult

#: The exit code if cells hold errors.
HAS_ERRORS = 1
#: List at most this many cells, so that the summary stays on the screen.
MOST_NAMED = 20


@click.group(
    cls=LazyGroup,
    objects={"publish": "sheets_templates:publish_command", "status": "sheets_templates:status_command"},
    name="sheets",
    help=_("Fill, calculate and read shared Google Sheets."),
    epilog=_(
        "To set up access once: create a service account and a key for it (console.cloud.google.com → IAM → Service accounts), and enable "
        "the Google Sheets API. Create the spreadsheet yourself (sheets.new), because a service account can't own files, and share it with "
        "the account's address as “Editor”."
    ),
)
def command(language: Language) -> None:
    """Group the commands for shared spreadsheets."""


spreadsheet_option = click.option(
    "--spreadsheet", "address", metavar=_("ADDRESS"), required=True, help=_("Address of the spreadsheet in the browser, or its ID")
)
credentials_option = click.option(
    "--credentials",
    metavar=_("FILE"),
    shell_complete=complete_file,
    help=_("Service account key or OAuth client (default: SHEETKPI_GOOGLE_CREDENTIALS or GOOGLE_APPLICATION_CREDENTIALS)"),
)
dry_run_option = click.option("--dry-run", "is_dry_run", is_flag=True, help=_("Print the requests that would change something; send none"))
force_option = click.option("--force", "is_forced", is_flag=True, help=_("Overwrite edited cells too"))


def open_connection(address: str, credentials: str | None, language: Language, *, is_dry_run: bool = False) -> "Connection":
    """Open the spreadsheet that the options name.

    Raises:
        SheetKpiError: The library is missing, the address or the credentials are wrong.
    """
    with needing("google", _("Google Sheets need libraries that are missing ({name}). Install them: {command}")):
        from sheetkpi.hosts.google.sheets.client import format_request, open_spreadsheet
    show = (lambda *request: click.echo(format_request(*request))) if is_dry_run else None
    return open_spreadsheet(address, credentials, lambda note: print_note(note, language), show)


def list_edited_cells(cells: Sequence[Translatable], language: Language) -> None:
    """List the edited cells that were kept."""
    if cells:
        print_note(Message("Edited cells left unchanged: {count}. To overwrite them, use --force:", count=len(cells)), language)
        list_some(cells, language)


def list_some(items: Sequence[Translatable], language: Language) -> None:
    """List the first items."""
    for item in items[:MOST_NAMED]:
        print_note(Message("  {item}", item=item), language)
    if len(items) > MOST_NAMED:
        print_note(Message("  … and more: {count}", count=len(items) - MOST_NAMED), language)


@command.command(
    cls=LocalizedCommand,
    name="push",
    help=_("Write a table from a file to a shared spreadsheet. Edits, additions and comments stay."),
    epilog=_(
        'For example, every morning: sheetkpi sheets push --spreadsheet https://docs.google.com/… --range "Data!A1" --data export.csv '
        "--key Date --key Channel"
    ),
)
@spreadsheet_option
@click.option("--range", "target", metavar=_("PLACE"), required=True, help=_("Where the header starts: Data!A1, a sheet, or a named range"))
@click.option(
    "--data",
    "file",
    metavar=_("FILE"),
    shell_complete=complete_file,
    required=True,
    help=_("CSV or .xlsx file with a header in the first row; - is the standard input"),
)
@click.option("--append", "is_appended", is_flag=True, help=_("Add the rows below (default: they replace the rows of the last push)"))
@click.option(
    "--key", "keys", metavar=_("COLUMN"), multiple=True, help=_("Update the rows that have the same value in this column; add the others")
)
@force_option
@dry_run_option
@credentials_option
def push_command(  # noqa: PLR0913, PLR0917 - one for each option
    address: str,
    target: str,
    file: str,
    is_appended: bool,
    keys: tuple[str, ...],
    is_forced: bool,
    is_dry_run: bool,
    credentials: str | None,
    language: Language,
) -> None:
    """Write the table, and report what changed."""
    if is_appended and keys:
        raise UsageError(Message("Give one of: {options}.", options="--append, --key"))
    with needing("workbooks", NEED_WORKBOOKS):
        from sheetkpi.hosts.google.sheets.push_plan import Mode, read_data

        data = read_data(file, keys, language, lambda note: print_note(note, language))
    connection = open_connection(address, credentials, language, is_dry_run=is_dry_run)
    from sheetkpi.hosts.google.sheets.push import EditConflict, push

    mode: Mode = "append" if is_appended else "key" if keys else "replace"
    try:
        pushed = push(connection, target, data, mode, keys, is_forced=is_forced)
    except EditConflict as error:
        list_some([cell.message() for cell in error.edited], language)
        raise
    list_edited_cells([cell.message() for cell in pushed.kept], language)
    if pushed.skipped:
        print_note(
            Message("Rows already appended by the last push: {count}. To append them again, use --force.", count=pushed.skipped), language
        )
    if not is_dry_run:
        facts = {"place": pushed.place, "rows": pushed.rows, "added": pushed.added, "changed": pushed.changed}
        print_text(Message("{place}: rows in the file: {rows}, added: {added}, changed: {changed}.", **facts), language)


@command.command(
    cls=LocalizedCommand,
    name="pull",
    help=_("Read a table from a shared spreadsheet as CSV: numbers with all digits and a decimal point, dates as 2026-01-31."),
    epilog=_("The exit code is 1 if a cell holds an error. For example: sheetkpi sheets pull --spreadsheet … --range Data -o data.csv"),
)
@spreadsheet_option
@click.option(
    "--range",
    "target",
    metavar=_("PLACE"),
    required=True,
    help=_("A named range, a sheet, or an address such as Data!A1:F90; Data!A1 stands for the table that starts there"),
)
@click.option("-o", "--output", metavar=_("FILE"), shell_complete=complete_file, help=_("File to write (default: the standard output)"))
@overwrite_option
@credentials_option
def pull_command(address: str, target: str, output: str | None, is_forced: bool, credentials: str | None, language: Language) -> int:
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
        print_note(Message("Wrote {rows} rows of {place} to {file}.", file=file, rows=len(pulled.rows), place=pulled.place), language)
    if not pulled.errors:
        return 0
    print_note(Message("Cells with errors: {count}.", count=len(pulled.errors)), language)
    list_some([Message("{cell}: {code}", cell=cell, code=code) for cell, code in pulled.errors], language)
    return HAS_ERRORS


@command.command(
    cls=LocalizedCommand,
    name="refresh",
    help=_("Calculate KPIs for a shared spreadsheet that can't run scripts, and write the results and the time."),
    epilog=_(
        "Named ranges (Data → Named ranges) define the calculations: ROMI_gross_profit and ROMI_spend are the arguments of ROMI, its "
        "results start at ROMI_result, and ROMI_updated gets the time. Or define one once, and the spreadsheet remembers it: --function "
        'ROMI --inputs "Data!B2:B;Data!C2:C" --output "Data!D2". The exit code is 1 if a cell can\'t be calculated; #DIV/0! is a result: '
        "a channel without spend has no ROMI."
    ),
)
@spreadsheet_option
@click.option("--function", metavar=_("NAME"), help=_("A KPI to calculate from now on"))
@click.option(
    "--inputs", metavar=_("PLACES"), help=_("Its arguments, separated by semicolons: named ranges, addresses, numbers, quoted texts")
)
@click.option("--output", metavar=_("PLACE"), help=_("Where its results start"))
@force_option
@dry_run_option
@credentials_option
def refresh_command(  # noqa: PLR0913, PLR0917 - one for each option
    address: str,
    function: str | None,
    inputs: str | None,
    output: str | None,
    is_forced: bool,
    is_dry_run: bool,
    credentials: str | None,
    language: Language,
) -> int:
    """Calculate, and report the results."""
    declared = (function, inputs, output) if function and inputs and output else None
    if any((function, inputs, output)) and not declared:
        raise UsageError(Message("Give all of these, or none: {options}.", options="--function, --inputs, --output"))
    if declared:
        from sheetkpi.hosts.google.sheets.calculations import read_inputs

        read_inputs(*declared[:2])  # mistakes in them are reported before anybody signs in
    connection = open_connection(address, credentials, language, is_dry_run=is_dry_run)
    from sheetkpi.hosts.google.sheets.refresh import refresh

    computed, problems = refresh(connection, language, declared, is_forced=is_forced)
    for problem in problems:
        print_note(problem.what, language)
    for result in computed:
        _list_errors_and_edits(result, language)
        if not is_dry_run:
            facts = {"function": result.record.name, "rows": result.rows, "place": result.place}
            print_text(Message("{function}: {rows} rows, starting at {place}.", **facts), language)
    failures = [error for result in computed for _cell, error in result.errors if error.code != DivisionByZero.code]
    return HAS_ERRORS if failures or problems else 0


def _list_errors_and_edits(result: "ComputedResult", language: Language) -> None:
    if result.errors:
        facts = {"function": result.record.name, "count": len(result.errors)}
        print_note(Message("{function}: cells that can't be calculated: {count}.", **facts), language)
        list_some(
            [Message("{cell}: {code}  {what}", cell=cell, code=error.code, what=error.what) for cell, error in result.errors], language
        )
    list_edited_cells([cell.message() for cell in result.kept], language)
