"""``sheetkpi sheets …``: the group of commands for shared Google Sheets, and the options they share."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sheetkpi.cli.output import print_note
from sheetkpi.cli.program import LazyGroup, _, complete_file
from sheetkpi.files.installing import needing
from sheetkpi.translation import Language, Message, Translatable

if TYPE_CHECKING:
    from sheetkpi.hosts.google.sheets.client import Connection

#: The commands, each in a module of its own.
COMMANDS = ("publish", "push", "pull", "refresh", "status")


@click.group(
    cls=LazyGroup,
    modules={name: f"sheets_{name}" for name in COMMANDS},
    name="sheets",
    help=_("Fill, compute and read shared Google Sheets."),
    epilog=_(
        "Once: create a service account and a key for it (console.cloud.google.com → IAM → Service accounts), and switch on the Google "
        "Sheets API. Create the spreadsheet yourself (sheets.new), because such an account cannot own files, and share it with the "
        "account's address as “Editor”."
    ),
)
def command(language: Language) -> None:
    """Group the commands for shared spreadsheets."""


#: List at most this many cells, so that the summary stays on the screen.
MOST_NAMED = 20

spreadsheet_option = click.option(
    "--spreadsheet", "address", metavar=_("ADDRESS"), required=True, help=_("The address of the spreadsheet in the browser, or its id")
)
credentials_option = click.option(
    "--credentials",
    metavar=_("FILE"),
    shell_complete=complete_file,
    help=_("The key of a service account or an OAuth client; left out, SHEETKPI_GOOGLE_CREDENTIALS or GOOGLE_APPLICATION_CREDENTIALS"),
)
dry_run_option = click.option("--dry-run", "is_dry_run", is_flag=True, help=_("Print the requests that would change something; send none"))
force_option = click.option("--force", "is_forced", is_flag=True, help=_("Overwrite also what people changed"))


def open_connection(address: str, credentials: str | None, language: Language, *, is_dry_run: bool = False) -> "Connection":
    """Open the spreadsheet that the options name.

    Raises:
        SheetKpiError: The library is missing, the address or the credentials are wrong.
    """
    with needing("google", _("Google Sheets need libraries that are missing ({name}). Install them: {command}")):
        from sheetkpi.hosts.google.sheets.client import format_request, open_spreadsheet
    show = (lambda *request: click.echo(format_request(*request))) if is_dry_run else None
    return open_spreadsheet(address, credentials, lambda note: print_note(note, language), show)


def list_edited_cells(changed: Sequence[Translatable], language: Language) -> None:
    """List the edited cells that were kept."""
    if changed:
        print_note(Message("Changed by people, and left as they are: {count}. Overwrite them with --force:", count=len(changed)), language)
        list_some(changed, language)


def list_some(items: Sequence[Translatable], language: Language) -> None:
    """List the first items."""
    for item in items[:MOST_NAMED]:
        print_note(Message("  {item}", item=item), language)
    if len(items) > MOST_NAMED:
        print_note(Message("  … and more: {count}", count=len(items) - MOST_NAMED), language)
