"""``sheetkpi sheets push``: a table into a shared spreadsheet."""

import click

from sheetkpi.cli.commands.sheets import (
    credentials_option,
    dry_run_option,
    force_option,
    list_edited_cells,
    list_some,
    open_connection,
    spreadsheet_option,
)
from sheetkpi.cli.commands.template import NEED_WORKBOOKS
from sheetkpi.cli.output import print_note
from sheetkpi.cli.program import LocalizedCommand, UsageError, _, complete_file
from sheetkpi.files.installing import needing
from sheetkpi.translation import Language, Message


@click.command(
    cls=LocalizedCommand,
    name="push",
    help=_("Write a table of a file into a shared spreadsheet. What people changed, added or commented stays."),
    epilog=_(
        'For example, every morning: sheetkpi sheets push --spreadsheet https://docs.google.com/… --range "Data!A1" --data export.csv '
        "--key Date --key Channel"
    ),
)
@spreadsheet_option
@click.option("--range", "target", metavar=_("PLACE"), required=True, help=_("Where the header begins: Data!A1, a sheet, or a named range"))
@click.option(
    "--data",
    "file",
    metavar=_("FILE"),
    shell_complete=complete_file,
    required=True,
    help=_("CSV or .xlsx with a header in the first row; - is the standard input"),
)
@click.option("--append", "is_appended", is_flag=True, help=_("Add the rows below; left out, they replace those of the last time"))
@click.option(
    "--key", "keys", metavar=_("COLUMN"), multiple=True, help=_("Update the rows with the same value there, and add the new ones")
)
@force_option
@dry_run_option
@credentials_option
def command(  # noqa: PLR0913, PLR0917 - one for each option
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
    """Write the table, and say what became of it."""
    if is_appended and keys:
        raise UsageError(Message("Give one of: {options}.", options="--append, --key"))
    with needing("workbooks", NEED_WORKBOOKS):
        from sheetkpi.hosts.google.sheets.data_file import read_data

        data = read_data(file, language, lambda note: print_note(note, language))
    data.refuse_unknown(keys)
    connection = open_connection(address, credentials, language, is_dry_run=is_dry_run)
    from sheetkpi.hosts.google.sheets.push import EditConflict, PushResult, push
    from sheetkpi.hosts.google.sheets.push_plan import Mode

    mode: Mode = "append" if is_appended else "key" if keys else "replace"
    try:
        pushed: PushResult = push(connection, target, data, mode, keys, is_forced=is_forced)
    except EditConflict as error:
        list_some([difference.message() for difference in error.differences], language)
        raise
    list_edited_cells([difference.message() for difference in pushed.kept], language)
    if pushed.skipped:
        print_note(
            Message(
                "Rows that the last run appended already: {count}. They are not appended again (--force does it).", count=pushed.skipped
            ),
            language,
        )
    if not is_dry_run:
        said = Message(
            "{place}: rows of the file {rows}, of them added {added}, changed {changed}.",
            place=pushed.place,
            rows=pushed.rows,
            added=pushed.added,
            changed=pushed.changed,
        )
        click.echo(said.in_language(language))
