"""What keeps =ROMI() from working in Excel, point by point, each with its cure."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sheetkpi import __version__
from sheetkpi.files.installing import pip_install, requirement
from sheetkpi.hosts.excel import trust
from sheetkpi.hosts.excel.findings import Finding, fact, fault, note
from sheetkpi.hosts.excel.installation import FILE, Facts, Installation, Installed
from sheetkpi.hosts.excel.interpreter import Interpreter, SilentPython, is_of_store, library, look_into, places
from sheetkpi.hosts.excel.machine import Machine
from sheetkpi.hosts.excel.programs import Excel, find_excels, is_running
from sheetkpi.translation import Label, Message

INSTALL = "py -m sheetkpi excel install"
_INSTALL_ANEW = Message("Close Excel and install it anew: {command}", command=INSTALL)
_NO_PREFIX = Label("(none)")

#: What each module that a call needs is installed by.
_PACKAGES = {"sheetkpi": "sheetkpi", "xlwings": "xlwings", "pythoncom": "pywin32", "win32api": "pywin32"}


class Diagnosis:
    """A look at everything that a formula needs, from Excel to Python."""

    def __init__(self, installation: Installation, prefix: str) -> None:
        self.installation = installation
        self.machine: Machine = installation.machine
        self.prefix = prefix
        self.excels = find_excels(self.machine)
        self.installed = installation.installed()

    def whole(self) -> list[Finding]:
        """Everything, in the order in which one thing needs the other."""
        addin = self.installed.addin if self.installed else self.installation.folder / FILE
        return [
            *self._excel(),
            *self.addin(),
            *self._trust(addin),
            *self.python(),
            *self._neighbours(addin),
        ]

    # --- Excel

    def _excel(self) -> Iterator[Finding]:
        if not self.excels:
            yield fault(
                Label("There is no Excel at its usual places."),
                Label("Install Excel for Windows. On the web take xlwings Lite, or the workbook with LAMBDA functions."),
            )
        for excel in self.excels:
            if excel.is_of_store:
                yield fault(
                    Message("An Excel is from Microsoft Store, and Windows keeps it from calling Python: {program}", program=excel.program),
                    Label(
                        "Remove it (Settings → Apps → Microsoft Office), and install Office from office.com. "
                        "File → Account → About Excel must then say “Click-to-Run”."
                    ),
                )
            else:
                yield fact(self._named(excel))
        if len({excel.version for excel in self.excels}) > 1:
            yield note(Label("There are several versions of Excel. They open the same add-in; the first of them starts with a workbook."))
        if is_running(self.machine):
            yield note(Label("Excel is running: what was installed since it started works after the next start."))

    def _named(self, excel: Excel) -> Message:
        if excel.bits is None:
            return Message("Excel {version}: {program}", version=excel.version, program=excel.program)
        return Message("Excel {version}, {bits} bits: {program}", version=excel.version, bits=excel.bits, program=excel.program)

    def _trust(self, addin: Path) -> Iterator[Finding]:
        """What each version of Excel allows; they have settings of their own."""
        versions = list(dict.fromkeys(excel.version for excel in self.excels if not excel.is_of_store)) or ["16.0"]
        for version in versions:
            for finding in trust.findings(self.machine, version, addin):
                is_clear = len(versions) == 1
                yield finding if is_clear else replace(finding, what=Message("{version}: {what}", version=version, what=finding.what))

    # --- the add-in

    def addin(self) -> Iterator[Finding]:
        """The file of the add-in."""
        installed = self.installed
        if installed is None:
            yield fault(
                Message("The add-in is not installed in {folder}.", folder=self.installation.folder),
                Message("Install it: {command}", command=INSTALL),
            )
            return
        if not installed.addin.exists():
            yield self._gone(installed)
        elif not installed.is_there or installed.xlwings is None:
            yield fault(Message("{file} is damaged, or another file of that name.", file=installed.addin), _INSTALL_ANEW)
        elif installed.facts is None:
            yield fault(
                Message("{file} was put there by hand: it does not know which Python to call.", file=installed.addin), _INSTALL_ANEW
            )
        else:
            yield fact(Message("The add-in, version {version}: {file}", version=installed.facts.version, file=installed.addin))
            yield from self._edition(installed, installed.facts)
        if installed.addin.parent != self.installation.startup:
            yield note(
                Label("Excel does not open this folder by itself."),
                Message("File → Options → Add-ins → Manage: Excel Add-ins → Go → Browse: choose {file}.", file=installed.addin),
            )

    def _gone(self, installed: Installed) -> Finding:
        if not installed.addin.parent.is_dir():
            return fault(
                Message("The folder {folder} is gone, and the add-in with it.", folder=installed.addin.parent),
                Message("Install it: {command}", command=INSTALL),
            )
        return fault(
            Message("{file} is gone: somebody deleted it, or an antivirus took it away.", file=installed.addin),
            Message("Restore it in the antivirus and allow it there, or install it anew: {command}", command=INSTALL),
        )

    def _edition(self, installed: Installed, facts: Facts) -> Iterator[Finding]:
        if not installed.is_as_written:
            yield note(Label("The file was changed after it was installed."), _INSTALL_ANEW)
        if facts.version != __version__:
            yield fault(
                Message("The add-in has version {installed}, and this program {version}.", installed=facts.version, version=__version__),
                _INSTALL_ANEW,
            )
        if facts.prefix != self.prefix:
            yield note(  # no fault: the setting may be one of the folder where this is asked
                Message(
                    "The prefix of the functions: {installed}. The setting prefix here: {prefix}.",
                    installed=facts.prefix or _NO_PREFIX,
                    prefix=self.prefix or _NO_PREFIX,
                ),
                Message("To change them: {command}", command=INSTALL),
            )
        elif facts.prefix:
            yield fact(Message("The prefix of the functions is “{prefix}”.", prefix=facts.prefix))

    # --- Python

    def python(self) -> Iterator[Finding]:
        """The Python that the add-in calls."""
        if self.installed is None or self.installed.facts is None:
            return
        python = self.installation.interpreter()
        if python is None:
            yield fault(
                Message("{file} is gone or names no Python.", file=self.installation.configuration),
                Message("Install the add-in anew: {command}", command=INSTALL),
            )
            return
        if not python.is_file():
            yield fault(
                Message("The Python of the add-in is gone: {python}. It was moved, removed or replaced.", python=python),
                Message("Install sheetkpi in the new one, and there: {command}", command=INSTALL),
            )
            return
        try:
            found = look_into(python, self.machine)
        except SilentPython as error:
            yield fault(
                error.what, Message("Repair or install Python anew, sheetkpi in it, and then the add-in: {command}", command=INSTALL)
            )
            return
        if is_of_store(python, found.base):
            yield fault(
                Message("{python} comes from Microsoft Store: Excel cannot call it.", python=python),
                Message(
                    "Install Python from python.org, then there: py -m pip install {requirement}, and: {command}",
                    requirement=requirement("excel"),
                    command=INSTALL,
                ),
            )
        yield fact(Message("Python {version}: {python}", version=found.version, python=python))
        yield from self._modules(found)
        if "xlwings" in found.versions:
            yield from self._libraries(found, self.installed.xlwings)

    def _modules(self, found: Interpreter) -> Iterator[Finding]:
        told = set()
        for module, package in _PACKAGES.items():
            if module in found.faults and package not in told:
                told.add(package)
                yield fault(
                    Message("That Python cannot import {package}: {reason}", package=package, reason=found.faults[module]),
                    Message("Install it there: {command}", command=pip_install(f"--force-reinstall {package}", found.program)),
                )
        version = found.versions.get("sheetkpi", __version__)
        if version != __version__:
            yield fault(
                Message("That Python has sheetkpi {installed}, and this program is {version}.", installed=version, version=__version__),
                Message("Install the add-in with the Python that it shall call: {command}", command=INSTALL),
            )

    def _libraries(self, found: Interpreter, wanted: str | None) -> Iterator[Finding]:
        """The add-in loads a library of xlwings that carries its version in its name."""
        version = found.versions["xlwings"]
        if wanted is None:
            return  # the file is gone or damaged, as is said already
        if version != wanted:
            yield fault(
                Message("The add-in is made for xlwings {wanted}, and that Python has xlwings {version}.", wanted=wanted, version=version),
                _INSTALL_ANEW,
            )
            return
        for bits in sorted({excel.bits or 64 for excel in self.excels if not excel.is_of_store}) or [64]:
            yield self._library(found, library(version, bits), bits)

    def _library(self, found: Interpreter, name: str, bits: int) -> Finding:
        beside, above = (folder / name for folder in places(found.program))
        if any(path.is_file() and path.stat().st_size for path in (beside, above)):
            return fact(Message("The library of xlwings for Excel of {bits} bits: {name}", bits=bits, name=name))
        again = pip_install("--force-reinstall xlwings", found.program)
        listed = next((path for path in found.libraries if path.name == name), None)
        if listed is not None and listed.is_file() and listed.stat().st_size:
            return fault(
                Message("{name} is in {folder}, where the add-in does not look.", name=name, folder=listed.parent),
                Message(
                    "Make a virtual environment (py -m venv C:\\sheetkpi), install sheetkpi[excel] in it, and there: {command}",
                    command=INSTALL,
                ),
            )
        if listed is not None:
            return fault(
                Message("{file} was installed, and is gone or empty: an antivirus may have taken it away.", file=listed),
                Message("Restore it in the antivirus and allow it there, then: {command}", command=again),
            )
        return fault(
            Message("xlwings was installed without {name}, which Excel of {bits} bits needs.", name=name, bits=bits),
            Message("Install it as a ready package: {command} --only-binary xlwings", command=again),
        )

    # --- what else Excel opens

    def _neighbours(self, addin: Path) -> Iterator[Finding]:
        folder = self.installation.startup
        others = sorted(path.name for ending in ("xl?", "xl??") for path in folder.glob(f"*.{ending}") if path != addin)
        if others:
            yield note(
                Message("Excel opens from the same folder: {files}.", files=", ".join(others)),
                Label("If names of functions clash, give ours a prefix: setx SHEETKPI_PREFIX MK_, then install in a new window."),
            )
