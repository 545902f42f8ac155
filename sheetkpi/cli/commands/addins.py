"""``sheetkpi excel`` and ``sheetkpi calc-addin``: install, remove and check the add-ins of this computer."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetkpi import KPIS, __version__
from sheetkpi.cli.output import check_output, print_text, writing
from sheetkpi.cli.program import Group, _, complete_file, complete_folder, overwrite_option
from sheetkpi.files.installing import needing
from sheetkpi.files.shipped import shipped
from sheetkpi.hosts.findings import Finding, Severity, faults_of
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.printing.notation import BEST_KNOWN, first_formula, sheet_formula
from sheetkpi.settings import read_settings
from sheetkpi.translation import Label, Language, Message, Translatable

if TYPE_CHECKING:  # each command imports it when it runs: the help of all commands needs none of it
    from sheetkpi.hosts.calc.installation import Installation as CalcInstallation
    from sheetkpi.hosts.excel.windows import Machine

ADDIN_FOR_EXCEL, ADDIN_FOR_CALC = "sheetkpi.xlam", "addin/calc/sheetkpi.oxt"

#: From this version on, LibreOffice knows the functions in files that Excel wrote.
FIRST_TO_READ_EXCEL = (24, 8)


def _report(findings: Iterable[Finding], language: Language) -> int:
    """Print findings, with marks that every console can show, and return the exit code."""
    found = list(findings)
    for finding in found:
        click.echo(f"{finding.severity.value:>2}  {finding.what.in_language(language)}")
        if finding.fix:
            click.echo(f"    → {finding.fix.in_language(language)}")
    return 1 if faults_of(found) else 0


# --- LibreOffice Calc


@click.group(
    "calc-addin",
    cls=Group,
    help=_("Install, remove or check the add-in for LibreOffice Calc."),
    epilog=_("It is a LibreOffice extension for your account only: you don't need an administrator."),
)
def calc(language: Language) -> None:
    """Group the commands."""


office_option = click.option(
    "--office",
    "folder",
    metavar=_("FOLDER"),
    shell_complete=complete_folder,
    help=_("The folder with LibreOffice's programs (default: the usual places are searched)"),
)


@calc.command("install", help=_("Install the add-in, or update it to the version of this program."))
@office_option
def install_in_calc(folder: str | None, language: Language) -> None:
    """Install the extension and print the first formula to try."""
    from sheetkpi.release.products import product

    prefix = read_settings().prefix
    extension = Path(tempfile.mkdtemp(prefix="sheetkpi-"), Path(ADDIN_FOR_CALC).name)
    extension.write_bytes(product(ADDIN_FOR_CALC, prefix))
    installation = _in_calc(folder, extension)
    installation.install(extension)
    shutil.rmtree(extension.parent)  # after a failure it stays, to be added by hand
    office = installation.office
    print_text(Message("sheetkpi {version} is installed: {place}", version=__version__, place=office), language)
    call = first_formula(KPIS[BEST_KNOWN], prefix=prefix)
    print_text(
        Message("Open Calc and type {call}. All functions are in the function wizard (Ctrl+F2), category “Add-in”.", call=call), language
    )
    if office.version < FIRST_TO_READ_EXCEL:
        print_text(
            Message(
                "{office} doesn't recognize them in files saved by Excel: there, replace = with = (Edit → Find & Replace), or "
                "install LibreOffice 24.8 or later.",
                office=office,
            ),
            language,
        )


@calc.command("uninstall", help=_("Remove the add-in."))
@office_option
def remove_from_calc(folder: str | None, language: Language) -> None:
    """Remove the extension if it is installed."""
    installation = _in_calc(folder)
    removed = Message("sheetkpi is removed from {office}.", office=installation.office)
    print_text(removed if installation.remove() else NOTHING_TO_REMOVE, language)


@calc.command(
    "status",
    help=_("Show which LibreOffice there is, and whether it has the add-in."),
    epilog=_("The exit code is 0 if the add-in is installed and has the version of this program; otherwise 1."),
)
@office_option
def check_calc(folder: str | None, language: Language) -> int:
    """Print what is installed and what to fix."""
    return _report(_in_calc(folder).check(read_settings().prefix), language)


def _in_calc(folder: str | None, extension: Path | None = None) -> "CalcInstallation":
    from sheetkpi.hosts.calc import installation

    machine = installation.this_machine()
    return installation.Installation(installation.find_office(machine, folder, extension), machine)


NOTHING_TO_REMOVE = Label("The add-in is not installed: there is nothing to remove.")


# --- Excel


@click.group(
    "excel",
    cls=Group,
    help=_("Install, remove, check or build the add-in for Excel on Windows."),
    epilog=_(
        "It is installed for your account only: you don't need an administrator. Its functions are calculated by the Python that runs "
        "this command."
    ),
)
def excel(language: Language) -> None:
    """Group the commands."""


@excel.command(
    "install",
    help=_("Install the add-in, or update it to the current version, language and prefix."),
    epilog=_("The functions are described in the language of --lang."),
)
@click.option(
    "--folder",
    metavar=_("FOLDER"),
    shell_complete=complete_folder,
    help=_("Where to put it (default: the folder that Excel opens at startup)"),
)
def install_in_excel(folder: str | None, language: Language) -> int:
    """Install the add-in and print the first formula to try, or what to fix."""
    from sheetkpi.hosts.excel import windows
    from sheetkpi.hosts.excel.doctor import Doctor
    from sheetkpi.hosts.excel.installation import Installation

    machine = windows.this_machine()
    if not machine.has_excel_for_windows:
        for way in _other_ways(language):
            print_text(way, language)
        return 1
    prefix = read_settings().prefix
    installation = Installation(machine, Path(folder).expanduser().absolute() if folder else None)
    file = installation.install(language, prefix)
    print_text(Message("sheetkpi {version} is installed: {place}", version=__version__, place=file), language)
    if _report((each for each in Doctor(installation, prefix).check_all() if each.severity is not Severity.FACT), language):
        print_text(Label("It won't work yet. Fix that, then check: py -m sheetkpi excel doctor"), language)
        return 1
    example = KPIS[BEST_KNOWN].examples[0]
    print_text(
        Message(
            "Start Excel and type {formula}; the result is {result}. The first formula takes a few seconds while Python starts.",
            formula=sheet_formula(KPIS[BEST_KNOWN], example.arguments, language, prefix=prefix),
            result=example.result,
        ),
        language,
    )
    return 0


@excel.command("uninstall", help=_("Remove the add-in and its configuration."))
def remove_from_excel(language: Language) -> None:
    """Remove the add-in and its configuration."""
    from sheetkpi.hosts.excel.installation import Installation

    installation = Installation(_windows())
    known = installation.installed()
    removed = installation.remove()
    for file in removed:
        print_text(Message("Removed: {file}", file=file), language)
    if not removed:
        print_text(NOTHING_TO_REMOVE, language)
    elif known and known.addin.parent != installation.startup:
        print_text(
            Label("If Excel says at startup that the add-in is missing, remove it from the list: File → Options → Add-ins → Go."),
            language,
        )


@excel.command(
    "status",
    help=_("Show what is installed, and which Python it calls."),
    epilog=_("The exit code is 0 if the add-in is installed, has the version of this program, and its Python is ready; otherwise 1."),
)
def check_excel(language: Language) -> int:
    """Print what is installed and what to fix."""
    from sheetkpi.hosts.excel.doctor import Doctor
    from sheetkpi.hosts.excel.installation import Installation

    doctor = Doctor(Installation(_windows()), read_settings().prefix)
    return _report([*doctor.check_addin(), *doctor.check_python()], language)


@excel.command(
    "doctor",
    help=_("Check everything that a formula needs, from Excel to Python, and say how to fix what is wrong."),
    epilog=_("The exit code is 0 if nothing is wrong; otherwise 1."),
)
def examine_excel(language: Language) -> int:
    """Print every finding, each fault with its fix."""
    from sheetkpi.hosts.excel.doctor import Doctor
    from sheetkpi.hosts.excel.installation import Installation

    found = Doctor(Installation(_windows()), read_settings().prefix).check_all()
    code, count = _report(found, language), len(faults_of(found))
    if count == 0:
        print_text(Label("Everything is in order. If a formula still fails, restart Excel first."), language)
    elif count > 1:
        print_text(Message("Problems: {count}. Start with the first: it may cause the others.", count=count), language)
    return code


@excel.command(
    "build",
    help=_("Write the add-in into a file, also on Linux and macOS."),
    epilog=_("It works only with the version of xlwings that it was built from; on Windows, `sheetkpi excel install` takes care of that."),
)
@click.option(
    "-o",
    "--output",
    metavar=_("FILE"),
    shell_complete=complete_file,
    default=ADDIN_FOR_EXCEL,
    help=_("Where to write it (default: sheetkpi.xlam)"),
)
@overwrite_option
def build_for_excel(output: str, is_forced: bool, language: Language) -> None:
    """Write the add-in."""
    check_output(Path(output), ".xlam", is_forced=is_forced)
    with needing("excel", "The add-in can't be built without {name}. Install it: {command}"):
        from sheetkpi.hosts.excel.addin_file import addin
    content = addin(language, read_settings().prefix)
    with writing(output):
        Path(output).write_bytes(content)
    print_text(Message("{file} is the add-in for xlwings {version}.", file=output, version=version("xlwings")), language)


def _windows() -> "Machine":
    """Return this computer, which must be one with Excel for Windows."""
    from sheetkpi.hosts.excel import windows

    machine = windows.this_machine()
    if not machine.has_excel_for_windows:
        raise SheetKpiError(
            Message("The add-in works only in Excel for Windows. `sheetkpi excel install` shows what works on this computer.")
        )
    return machine


def _other_ways(language: Language) -> Iterator[Translatable]:
    """Say what works on a computer without Excel for Windows."""
    yield Label("The add-in works only in Excel for Windows. What works on this computer:")
    settings = read_settings()
    if settings.prefix:  # the shipped files have none
        yield Message(
            "Excel on a Mac or on the web: the files with your prefix {prefix} are on the page {page}, while `sheetkpi serve` runs.",
            prefix=settings.prefix,
            page=f"http://127.0.0.1:{settings.server.port}/addin/excel/",
        )
    else:
        yield Message(
            "Excel on a Mac or on the web: xlwings Lite (Home → Add-ins, search for xlwings). Add sheetkpi to its requirements.txt, "
            "and paste {file} into its main.py.",
            file=shipped(f"addin/excel/{language}/sheetkpi_udfs.py"),
        )
        yield Message(
            "Excel 365 on any system, without an add-in: {file} has every function as a LAMBDA.",
            file=shipped(f"templates/{language}/functions.xlsx"),
        )
    yield Label("LibreOffice: sheetkpi calc-addin install")
    yield Label("To take the add-in to a computer with Windows: sheetkpi excel build -o sheetkpi.xlam")
