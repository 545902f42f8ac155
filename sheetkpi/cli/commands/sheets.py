"""``sheetkpi sheets …``: shared spreadsheets of Google, filled and read."""

import click

from sheetkpi.cli.language import _
from sheetkpi.cli.program import OfModules, help_option, language_option
from sheetkpi.translation import Language

#: The commands, each a module of its own beside this one.
COMMANDS = ("publish", "push", "pull", "refresh", "status")


@click.group(
    cls=OfModules,
    modules={name: f"sheets_{name}" for name in COMMANDS},
    name="sheets",
    help=_("Fill, compute and read shared Google Sheets."),
    epilog=_(
        "Once: create a service account and a key for it (console.cloud.google.com → IAM → Service accounts), and switch on the Google "
        "Sheets API. Create the spreadsheet yourself (sheets.new), because such an account cannot own files, and share it with the "
        "account's address as “Editor”."
    ),
)
@language_option
@help_option
def command(language: Language) -> None:
    """Shared spreadsheets."""
