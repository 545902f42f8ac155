"""``sheetkpi sheets …``: shared spreadsheets of Google, filled and read."""

from importlib import import_module

import click

from sheetkpi.cli.language import _
from sheetkpi.cli.program import Group, help_option, language_option
from sheetkpi.translation import Language

#: The commands, each a module of its own beside this one.
COMMANDS = ("publish", "push", "pull", "refresh", "status")


class Commands(Group):
    """The commands, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names, in the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """A command by its name."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"sheetkpi.cli.commands.sheets_{cmd_name}").command
        return found


@click.group(
    cls=Commands,
    name="sheets",
    help=_("Fill, compute and read shared Google Sheets."),
    epilog=_(
        "Once: create a service account and a key for it (console.cloud.google.com → IAM → Service accounts), and switch on the Google "
        "Sheets API. Create the spreadsheet yourself (sheets.new), because such an account cannot own files, and share it with the "
        "account's address as «Editor»."
    ),
)
@language_option
@help_option
def command(language: Language) -> None:
    """Shared spreadsheets."""
