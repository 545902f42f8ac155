"""``sheetkpi excel``: install, remove, check and build the add-in for Excel on Windows."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetkpi import KPIS, __version__
from sheetkpi.cli.output import check_output, print_text, writing
from sheetkpi.cli.program import Group, LocalizedCommand, _, complete_file, complete_folder, help_option, language_option, overwrite_option
from sheetkpi.files.shipped import shipped
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.printing.notation import BEST_KNOWN, sheet_formula
from sheetkpi.settings import Settings, read_settings
from sheetkpi.translation import Label, Language, Message, Translatable

if TYPE_CHECKING:  # each command imports it when it runs: the help of all commands needs none of it
    from sheetkpi.hosts.excel.doctor import Finding
    from sheetkpi.hosts.excel.windows import Machine

FILE = "sheetkpi.xlam"


@click.group(
    cls=Group,
    name="excel",
    help=_("Install, remove, check or build the add-in for Excel on Windows."),
    epilog=_("It is for you alone: no administrator is needed. Its functions are calculated by the Python that runs this command."),
)
@language_option
@help_option
def command(language: Language) -> None:
    """Group the commands."""


@command.command(
    cls=LocalizedCommand,
    name="install",
    options_metavar=_("[OPTIONS]"),
    help=_("Install the add-in, or update it to the current version, language and prefix."),
    epilog=_("The descriptions of the functions are in the language that --lang says."),
)
@click.option(
    "--folder",
    metavar=_("FOLDER"),
    shell_complete=complete_folder,
    help=_("Where to put it; left out, the folder that Excel opens when it starts"),
)
@language_option
@help_option
@click.pass_context
def install(ctx: click.Context, folder: str | None, language: Language) -> None:
    """Install the add-in and print the first formula to try, or what to fix."""
    from sheetkpi.hosts.excel.addin_file import addin
    from sheetkpi.hosts.excel.doctor import Doctor, Severity, faults_of
    from sheetkpi.hosts.excel.installation import Facts, Installation

    machine = _machine()
    if not machine.has_excel_for_windows:
        _tell_other_ways(read_settings(), language)
        ctx.exit(1)
    installation = Installation(machine, Path(folder).expanduser().absolute() if folder else None)
    installation.refuse_python_of_store()
    facts = Facts(__version__, language, read_settings().prefix)
    file = installation.install(addin(language, facts.prefix, code_page=machine.code_page), facts)
    print_text(Message("sheetkpi {version} is installed: {file}", version=__version__, file=file), language)
    found = [each for each in Doctor(installation, facts.prefix).check_all() if each.severity is not Severity.FACT]
    _print(found, language)
    if faults_of(found):
        print_text(Label("It won't work yet. Fix that, then check: py -m sheetkpi excel doctor"), language)
        ctx.exit(1)
    example = KPIS[BEST_KNOWN].examples[0]
    formula = sheet_formula(KPIS[BEST_KNOWN], example.arguments, language, prefix=facts.prefix)
    print_text(
        Message(
            "Start Excel and type {formula}: it gives {result}. The first formula takes a few seconds, while Python starts.",
            formula=formula,
            result=example.result,
        ),
        language,
    )


@command.command(cls=LocalizedCommand, name="uninstall", options_metavar=_("[OPTIONS]"), help=_("Remove the add-in and its configuration."))
@language_option
@help_option
def uninstall(language: Language) -> None:
    """Remove the add-in and its configuration."""
    from sheetkpi.hosts.excel.installation import Installation

    installation = Installation(_windows())
    known = installation.installed()
    removed = installation.remove()
    for file in removed:
        print_text(Message("Removed: {file}", file=file), language)
    if not removed:
        print_text(Label("The add-in is not installed: there is nothing to remove."), language)
    elif known and known.addin.parent != installation.startup:
        print_text(
            Label(
                "If Excel reports at its start that the add-in is missing, let it remove the add-in from its list: "
                "File → Options → Add-ins → Go."
            ),
            language,
        )


@command.command(
    cls=LocalizedCommand,
    name="status",
    options_metavar=_("[OPTIONS]"),
    help=_("Show what is installed, and which Python it calls."),
    epilog=_("The exit code is 0 if the add-in is installed in the version of this program and its Python is ready, otherwise 1."),
)
@language_option
@help_option
@click.pass_context
def status(ctx: click.Context, language: Language) -> None:
    """Print what is installed and what to fix."""
    from sheetkpi.hosts.excel.doctor import Doctor, faults_of
    from sheetkpi.hosts.excel.installation import Installation

    checked = Doctor(Installation(_windows()), read_settings().prefix)
    found = [*checked.check_addin(), *checked.check_python()]
    _print(found, language)
    ctx.exit(1 if faults_of(found) else 0)


@command.command(
    cls=LocalizedCommand,
    name="doctor",
    options_metavar=_("[OPTIONS]"),
    help=_("Check everything that a formula needs, from Excel to Python, and say how to fix what is wrong."),
    epilog=_("The exit code is 0 if nothing is wrong, otherwise 1."),
)
@language_option
@help_option
@click.pass_context
def doctor(ctx: click.Context, language: Language) -> None:
    """Print every finding, each fault with its fix."""
    from sheetkpi.hosts.excel.doctor import Doctor, faults_of
    from sheetkpi.hosts.excel.installation import Installation

    found = Doctor(Installation(_windows()), read_settings().prefix).check_all()
    _print(found, language)
    faults = faults_of(found)
    if not faults:
        print_text(Label("Everything is in order. If a formula still fails, restart Excel first."), language)
        return
    if len(faults) > 1:
        print_text(Message("Faults: {count}. Fix the first one first: the others may come from it.", count=len(faults)), language)
    ctx.exit(1)


@command.command(
    cls=LocalizedCommand,
    name="build",
    options_metavar=_("[OPTIONS]"),
    help=_("Write the add-in into a file, also on Linux and macOS."),
    epilog=_("It works with the version of xlwings that it is made from; `sheetkpi excel install` on Windows takes care of that."),
)
@click.option("-o", "--output", metavar=_("FILE"), shell_complete=complete_file, default=FILE, help=_("Where to; left out, sheetkpi.xlam"))
@overwrite_option
@language_option
@help_option
def build(output: str, is_forced: bool, language: Language) -> None:
    """Write the add-in."""
    from importlib.metadata import version

    check_output(Path(output), ".xlam", is_forced=is_forced)
    from sheetkpi.hosts.excel.addin_file import addin

    content = addin(language, read_settings().prefix)
    with writing(output):
        Path(output).write_bytes(content)
    print_text(Message("{file} is the add-in for xlwings {version}.", file=output, version=version("xlwings")), language)


# --- what the commands share


def _machine() -> "Machine":
    from sheetkpi.hosts.excel import windows

    return windows.this_machine()


def _windows() -> "Machine":
    machine = _machine()
    if not machine.has_excel_for_windows:
        raise SheetKpiError(
            Message("The add-in works only in Excel for Windows. `sheetkpi excel install` shows the ways for this computer.")
        )
    return machine


def _tell_other_ways(settings: Settings, language: Language) -> None:
    files: list[Translatable] = [
        Message(
            "Excel on a Mac or on the web: xlwings Lite (Home → Add-ins, search for xlwings). "
            "Write sheetkpi into its requirements.txt, and put {file} into its main.py.",
            file=shipped(f"addin/excel/{language}/sheetkpi_udfs.py"),
        ),
        Message(
            "Without any add-in: {file} has every function as a LAMBDA, for Excel 365 everywhere.",
            file=shipped(f"templates/{language}/functions.xlsx"),
        ),
    ]
    if settings.prefix:  # the files that lie there have none
        files = [
            Message(
                "Excel on a Mac or on the web: the files with your prefix {prefix} are on the page {page}, while `sheetkpi serve` runs.",
                prefix=settings.prefix,
                page=f"http://127.0.0.1:{settings.server.port}/addin/excel/",
            )
        ]
    for way in (
        Label("The add-in works only in Excel for Windows. On this computer there are other ways:"),
        *files,
        Label("LibreOffice: sheetkpi calc-addin install"),
        Label("For a computer with Windows: sheetkpi excel build -o sheetkpi.xlam"),
    ):
        print_text(way, language)


def _print(findings: Iterable["Finding"], language: Language) -> None:
    """Print findings with ASCII marks, which every Windows console can show."""
    for finding in findings:
        click.echo(f"{finding.severity.value:>2}  {finding.what.in_language(language)}")
        if finding.fix:
            click.echo(f"    → {finding.fix.in_language(language)}")
