"""What the commands for shared Google Sheets have in common: their options, opening the spreadsheet, and what people changed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sheetkpi.cli.language import _
from sheetkpi.cli.output import print_note
from sheetkpi.cli.program import complete_file
from sheetkpi.files.installing import needing
from sheetkpi.translation import Language, Message, Translatable

if TYPE_CHECKING:
    from sheetkpi.hosts.google.spreadsheets.access.connection import Connection

#: More of them would push the summary off the screen.
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
dry_run_option = click.option(
    "--dry-run", "is_rehearsal", is_flag=True, help=_("Print the requests that would change something; send none")
)
force_option = click.option("--force", "is_forced", is_flag=True, help=_("Overwrite also what people changed"))


def open_connection(address: str, credentials: str | None, language: Language, *, is_rehearsal: bool = False) -> "Connection":
    """The spreadsheet of the options.

    Raises:
        SheetKpiError: The library is missing, the address or the credentials are wrong.
    """
    with needing("google", _("Google Sheets need libraries that are missing ({name}). Install them: {command}")):
        from sheetkpi.hosts.google.spreadsheets.access.connection import as_lines, open_spreadsheet
    show = (lambda *request: click.echo(as_lines(*request))) if is_rehearsal else None
    return open_spreadsheet(address, credentials, lambda note: print_note(note, language), show)


def tell_what_people_changed(changed: Sequence[Translatable], language: Language) -> None:
    """List the cells that stay because people changed them."""
    if changed:
        print_note(Message("Changed by people, and left as they are: {count}. Overwrite them with --force:", count=len(changed)), language)
        list_some(changed, language)


def list_some(items: Sequence[Translatable], language: Language) -> None:
    """Name the first of many."""
    for item in items[:MOST_NAMED]:
        print_note(Message("  {item}", item=item), language)
    if len(items) > MOST_NAMED:
        print_note(Message("  … and more: {count}", count=len(items) - MOST_NAMED), language)
