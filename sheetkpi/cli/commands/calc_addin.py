"""``sheetkpi calc-addin``: install, remove and check the extension for LibreOffice Calc."""

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetkpi import __version__
from sheetkpi.cli.output import print_text
from sheetkpi.cli.program import Group, LocalizedCommand, _, complete_folder, help_option, language_option
from sheetkpi.printing.notation import BEST_KNOWN, first_formula
from sheetkpi.registry import KPIS
from sheetkpi.settings import read_settings
from sheetkpi.translation import Language, Message

if TYPE_CHECKING:  # each command imports it when it runs: the help of all commands needs none of it
    from sheetkpi.hosts.calc.installation import Installation

#: From this version on, LibreOffice knows the functions in files that Excel wrote.
FIRST_TO_READ_EXCEL = (24, 8)

INSTALL = "sheetkpi calc-addin install"

office_option = click.option(
    "--office",
    "wish",
    metavar=_("FOLDER"),
    shell_complete=complete_folder,
    help=_("Where LibreOffice's programs are; left out, the usual places are searched"),
)


@click.group(
    cls=Group,
    name="calc-addin",
    help=_("Install, remove or check the add-in for LibreOffice Calc."),
    epilog=_("It is an extension of LibreOffice, for you alone: no administrator is needed."),
)
@language_option
@help_option
def command(language: Language) -> None:
    """Group the commands."""


@command.command(
    cls=LocalizedCommand,
    name="install",
    options_metavar=_("[OPTIONS]"),
    help=_("Install the add-in, or update it to the version of this program."),
)
@office_option
@language_option
@help_option
def install(wish: str | None, language: Language) -> None:
    """Install the extension and print the first formula to try."""
    prefix = read_settings().prefix
    extension = _made(prefix)
    installation = _installation(wish, extension)
    office = installation.office
    installation.install(extension)
    shutil.rmtree(extension.parent)  # after a failure it stays, to be added by hand
    print_text(Message("sheetkpi {version} is installed in {office}.", version=__version__, office=office), language)
    print_text(
        Message(
            "Open Calc and type {call}. All functions are in the function wizard (Ctrl+F2), category “Add-in”.",
            call=first_formula(KPIS[BEST_KNOWN], prefix=prefix),
        ),
        language,
    )
    if office.version < FIRST_TO_READ_EXCEL:
        print_text(
            Message(
                "In files that Excel wrote, {office} does not recognize them: "
                "replace = by = in their formulas there (Edit → Find & Replace), or install 24.8 or later.",
                office=office,
            ),
            language,
        )


@command.command(cls=LocalizedCommand, name="uninstall", options_metavar=_("[OPTIONS]"), help=_("Remove the add-in."))
@office_option
@language_option
@help_option
def uninstall(wish: str | None, language: Language) -> None:
    """Remove the extension if it is installed."""
    installation = _installation(wish)
    if installation.remove():
        print_text(Message("sheetkpi is removed from {office}.", office=installation.office), language)
    else:
        print_text(Message("sheetkpi is not installed in {office}: there is nothing to remove.", office=installation.office), language)


@command.command(
    cls=LocalizedCommand,
    name="status",
    options_metavar=_("[OPTIONS]"),
    help=_("Show which LibreOffice there is, and whether it has the add-in."),
    epilog=_("The exit code is 0 if the add-in is installed in the version of this program, otherwise 1."),
)
@office_option
@language_option
@help_option
@click.pass_context
def status(ctx: click.Context, wish: str | None, language: Language) -> None:
    """Print what is installed and what to fix."""
    prefix = read_settings().prefix
    installation = _installation(wish)
    office = installation.office
    click.echo(f"{office}: {office.programs}")
    print_text(Message("LibreOffice is running.") if office.is_running else Message("LibreOffice is not running."), language)
    installation.refuse_unfit()
    installed = installation.installed()
    if installed is None:
        print_text(Message("The add-in is not installed. Install it: {command}", command=INSTALL), language)
    elif not installed.is_on:
        print_text(
            Message(
                "The add-in is installed, but switched off. Switch it on (Tools → Extensions), or install it anew: {command}",
                command=INSTALL,
            ),
            language,
        )
    elif installed.version != __version__:
        print_text(
            Message(
                "The add-in is installed in version {installed}, and this program is {version}. Bring it up to date: {command}",
                installed=installed.version,
                version=__version__,
                command=INSTALL,
            ),
            language,
        )
    elif installed.description and not _calls(installed.description, prefix):
        print_text(
            Message(
                "The add-in is installed, but its functions have other names than the settings say: {call}. Bring it up to date: {command}",
                call=first_formula(KPIS[BEST_KNOWN], prefix=prefix),
                command=INSTALL,
            ),
            language,
        )
    else:
        print_text(Message("The add-in is installed, in the version of this program: {version}.", version=__version__), language)
        return
    ctx.exit(1)


def _installation(wish: str | None, extension: Path | None = None) -> "Installation":
    from sheetkpi.hosts.calc.find_libreoffice import find_office, this_machine
    from sheetkpi.hosts.calc.installation import Installation

    machine = this_machine()
    return Installation(find_office(machine, wish, extension), machine)


def _calls(description: str, prefix: str) -> bool:
    """Return whether the add-in's description uses the prefix."""
    return f"={prefix}{BEST_KNOWN}(" in description


def _made(prefix: str) -> Path:
    """Write the extension to a temporary folder."""
    from sheetkpi.hosts.calc.find_libreoffice import EXTENSION
    from sheetkpi.release.products import product

    file = Path(tempfile.mkdtemp(prefix="sheetkpi-"), Path(EXTENSION).name)
    file.write_bytes(product(EXTENSION, prefix))
    return file
