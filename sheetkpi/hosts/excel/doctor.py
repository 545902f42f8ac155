"""Find what keeps =ROMI() from working in Excel, and how to fix it."""

import inspect
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import TimeoutExpired

from sheetkpi import __version__
from sheetkpi.files.installing import pip_install, requirement
from sheetkpi.hosts.excel.installation import FILE, Facts, Installation, Installed, mark_of_the_web
from sheetkpi.hosts.excel.windows import Excel, Machine, find_excels, is_from_store, is_running
from sheetkpi.hosts.findings import Finding, fault, note
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.translation import Label, Message

INSTALL = "py -m sheetkpi excel install"
_INSTALL_ANEW = Message("Close Excel and reinstall the add-in: {command}", command=INSTALL)
_NO_PREFIX = Label("(none)")

#: The package of each module that a call needs.
_PACKAGES = {"sheetkpi": "sheetkpi", "xlwings": "xlwings", "pythoncom": "pywin32", "win32api": "pywin32"}

#: Rules of Microsoft Defender, by their identifiers, which Microsoft publishes.
_RULES = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": "Block all Office applications from creating child processes",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": "Block Win32 API calls from Office macros",
}
_DEFENDER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"

#: Values of VBAWarnings.
_SIGNED_ONLY, _NONE = 3, 4

_ADMINISTRATOR = Label("Your company's policy sets this: ask the administrator to allow it, or use the workbook with LAMBDA functions.")


class PythonDoesNotAnswer(SheetKpiError):
    """A Python interpreter didn't start or answer."""


@dataclass(frozen=True)
class Interpreter:
    """What a Python interpreter reports about itself."""

    program: Path
    version: str
    base: str
    versions: Mapping[str, str]
    faults: Mapping[str, str]
    libraries: Sequence[str]


def probe() -> None:
    """Print what a Python has; another Python runs the source of this function alone."""
    from importlib import import_module, metadata

    versions, faults = {}, {}
    for name in ("sheetkpi", "xlwings", "pythoncom", "win32api"):
        try:
            versions[name] = str(getattr(import_module(name), "__version__", ""))
        except Exception as error:  # whatever keeps it from being imported is the answer
            faults[name] = f"{type(error).__name__}: {error}"
    try:
        files = metadata.files("xlwings") or []
    except metadata.PackageNotFoundError:
        files = []
    libraries = [str(file.locate().resolve()) for file in files if file.suffix == ".dll"]  # type: ignore[attr-defined]
    version = "{}.{}.{}".format(*sys.version_info[:3])
    found = {"version": version, "base": sys.base_prefix, "versions": versions, "faults": faults, "libraries": libraries}
    sys.stdout.write(json.dumps(found))


def inspect_python(program: Path, machine: Machine) -> Interpreter:
    """Ask a Python for its version and modules.

    Raises:
        PythonDoesNotAnswer: The interpreter didn't start or answer.
    """
    try:
        process = machine.start([str(program), "-P", "-c", f"import json, sys\n{inspect.getsource(probe)}\nprobe()"])
        return Interpreter(program, **json.loads(process.stdout.decode("utf-8", "replace").strip().splitlines()[-1]))
    except OSError as error:
        said: object = reason_of(error)
    except TimeoutExpired:
        said = Label("there was no answer in time")
    except (ValueError, LookupError, TypeError):
        said = " ".join(process.stderr.decode("utf-8", "replace").split())[-300:] or process.returncode
    raise PythonDoesNotAnswer(Message("{python} doesn't start. It says: “{said}”.", python=program, said=said))


class Doctor:
    """Checks everything that a formula needs, from Excel to Python."""

    def __init__(self, installation: Installation, prefix: str) -> None:
        self.installation = installation
        self.machine = installation.machine
        self.prefix = prefix
        self.excels = find_excels(self.machine)
        self.installed = installation.installed()

    def check_all(self) -> list[Finding]:
        """Run all checks, each after those that it depends on."""
        addin = self.installed.addin if self.installed else self.installation.folder / FILE
        return [
            *self._excel(),
            *self.check_addin(),
            *self._trust(addin),
            *self.check_python(),
            *self._neighbours(addin),
            self._tips(),
        ]

    # --- Excel

    def _excel(self) -> Iterator[Finding]:
        if not self.excels:
            yield fault(
                Label("Excel was not found in the usual places."),
                Label("Install Excel for Windows. On the web, use xlwings Lite or the workbook with LAMBDA functions."),
            )
        for excel in self.excels:
            if excel.is_of_store:
                yield fault(
                    Message(
                        "This Excel comes from Microsoft Store, and Windows doesn't let it call Python: {program}", program=excel.program
                    ),
                    Label(
                        "Remove it (Settings → Apps → Microsoft Office), and install Office from office.com. "
                        "File → Account → About Excel must then say “Click-to-Run”."
                    ),
                )
            else:
                yield Finding(self._named(excel))
        if len({excel.version for excel in self.excels}) > 1:
            yield note(Label("There are several versions of Excel. They share the add-in; workbooks open in the first one."))
        if is_running(self.machine):
            yield note(Label("Excel is running. Restart it to load what was installed since it started."))

    def _named(self, excel: Excel) -> Message:
        if excel.bits is None:
            return Message("Excel {version}: {program}", version=excel.version, program=excel.program)
        return Message("Excel {version}, {bits}-bit: {program}", version=excel.version, bits=excel.bits, program=excel.program)

    def _trust(self, addin: Path) -> Iterator[Finding]:
        """Check the security settings of each Excel version."""
        versions = list(dict.fromkeys(excel.version for excel in self.excels if not excel.is_of_store)) or ["16.0"]
        for version in versions:
            for finding in _security(self.machine, version, addin):
                is_clear = len(versions) == 1
                yield finding if is_clear else replace(finding, what=Message("{version}: {what}", version=version, what=finding.what))

    # --- the add-in

    def check_addin(self) -> Iterator[Finding]:
        """Check the add-in file."""
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
            yield fault(Message("{file} is damaged, or is a different file with that name.", file=installed.addin), _INSTALL_ANEW)
        elif installed.facts is None:
            yield fault(Message("{file} was copied by hand, so it doesn't know which Python to call.", file=installed.addin), _INSTALL_ANEW)
        else:
            yield Finding(Message("The add-in, version {version}: {file}", version=installed.facts.version, file=installed.addin))
            yield from self._edition(installed, installed.facts)
        if installed.addin.parent != self.installation.startup:
            yield note(
                Label("Excel does not open this folder by itself."),
                Message("File → Options → Add-ins → Manage: Excel Add-ins → Go → Browse: choose {file}.", file=installed.addin),
            )

    def _gone(self, installed: Installed) -> Finding:
        if not installed.addin.parent.is_dir():
            return fault(
                Message("The folder {folder} with the add-in no longer exists.", folder=installed.addin.parent),
                Message("Install it: {command}", command=INSTALL),
            )
        return fault(
            Message("{file} is missing: it was deleted, or an antivirus program removed it.", file=installed.addin),
            Message("Restore it in the antivirus program and allow it there, or reinstall it: {command}", command=INSTALL),
        )

    def _edition(self, installed: Installed, facts: Facts) -> Iterator[Finding]:
        if not installed.is_as_written:
            yield note(Label("The file was changed after it was installed."), _INSTALL_ANEW)
        if facts.version != __version__:
            yield fault(
                Message("The add-in's version is {installed}; this program's is {version}.", installed=facts.version, version=__version__),
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
            yield Finding(Message("The prefix of the functions is “{prefix}”.", prefix=facts.prefix))

    # --- Python

    def check_python(self) -> Iterator[Finding]:
        """Check the Python that the add-in calls."""
        if self.installed is None or self.installed.facts is None:
            return
        python = self.installation.interpreter()
        if python is None:
            yield fault(
                Message("{file} is missing or doesn't name a Python.", file=self.installation.configuration),
                Message("Reinstall the add-in: {command}", command=INSTALL),
            )
            return
        if not python.is_file():
            yield fault(
                Message("The Python that the add-in calls no longer exists: {python}. It was moved, removed or replaced.", python=python),
                Message("Install sheetkpi in the new one, and run there: {command}", command=INSTALL),
            )
            return
        try:
            found = inspect_python(python, self.machine)
        except PythonDoesNotAnswer as error:
            yield fault(error.what, Message("Repair or reinstall Python, then sheetkpi in it, then the add-in: {command}", command=INSTALL))
            return
        if is_from_store(python, Path(found.base)):
            yield fault(
                Message("{python} comes from Microsoft Store: Excel cannot call it.", python=python),
                Message(
                    "Install Python from python.org, then run there: py -m pip install {requirement}, and {command}",
                    requirement=requirement("excel"),
                    command=INSTALL,
                ),
            )
        yield Finding(Message("Python {version}: {python}", version=found.version, python=python))
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
                Message("That Python has sheetkpi {installed}; this program is {version}.", installed=version, version=__version__),
                Message("Install the add-in with the Python that it should call: {command}", command=INSTALL),
            )

    def _libraries(self, found: Interpreter, wanted: str | None) -> Iterator[Finding]:
        """Check the xlwings library, whose name contains its version."""
        version = found.versions["xlwings"]
        if wanted is None:
            return  # the file is gone or damaged, as is said already
        if version != wanted:
            yield fault(
                Message("The add-in was built for xlwings {wanted}; that Python has xlwings {version}.", wanted=wanted, version=version),
                _INSTALL_ANEW,
            )
            return
        for bits in sorted({excel.bits or 64 for excel in self.excels if not excel.is_of_store}) or [64]:
            yield self._library(found, f"xlwings{bits}-{version}.dll", bits)

    def _library(self, found: Interpreter, name: str, bits: int) -> Finding:
        folders = found.program.parents[:2]  # where the add-in looks: the second is that of a virtual environment
        if any(_holds_something(folder / name) for folder in folders):
            return Finding(Message("The xlwings library for {bits}-bit Excel: {name}", bits=bits, name=name))
        again = pip_install("--force-reinstall xlwings", found.program)
        listed = next((path for path in map(Path, found.libraries) if path.name == name), None)
        if listed is not None and _holds_something(listed):
            return fault(
                Message("{name} is in {folder}, where the add-in doesn't look.", name=name, folder=listed.parent),
                Message(
                    "Create a virtual environment (py -m venv C:\\sheetkpi), install sheetkpi[excel] in it, and run there: {command}",
                    command=INSTALL,
                ),
            )
        if listed is not None:
            return fault(
                Message("{file} was installed but is now missing or empty: an antivirus program may have removed it.", file=listed),
                Message("Restore it in the antivirus program and allow it there, then: {command}", command=again),
            )
        return fault(
            Message("xlwings was installed without {name}, which {bits}-bit Excel needs.", name=name, bits=bits),
            Message("Install it from a wheel: {command} --only-binary xlwings", command=again),
        )

    # --- what else Excel opens

    def _tips(self) -> Finding:
        """Look for the add-in that shows arguments while a formula is typed."""
        folders = (self.installation.startup, self.machine.settings / "Microsoft" / "AddIns")
        options = rf"HKCU\Software\Microsoft\Office\{next((excel.version for excel in self.excels), '16.0')}\Excel\Options"
        loaded = (str(value) for name, value in self.machine.registry.values(options).items() if name.startswith("open"))
        named = [path.name for folder in folders for path in folder.glob("*.xll")] + list(loaded)
        if any("intellisense" in name.lower() for name in named):
            return Finding(Label("Excel-DNA IntelliSense shows the arguments while you type."))
        return Finding(
            Label("Arguments don't show while you type; press Ctrl+A after =ROMI( for the function wizard."),
            Label("For tips while typing, open ExcelDna.IntelliSense64.xll in Excel (free, github.com/Excel-DNA/IntelliSense/releases)."),
        )

    def _neighbours(self, addin: Path) -> Iterator[Finding]:
        folder = self.installation.startup
        others = sorted(path.name for ending in ("xl?", "xl??") for path in folder.glob(f"*.{ending}") if path != addin)
        if others:
            yield note(
                Message("Excel opens from the same folder: {files}.", files=", ".join(others)),
                Label(
                    "If function names clash, give ours a prefix: run setx SHEETKPI_PREFIX MK_, then install the add-in again in a new "
                    "window."
                ),
            )


# --- security


class ExcelSettings:
    """The security settings of an Excel version; company policies override the user's settings."""

    def __init__(self, machine: Machine, version: str) -> None:
        self.machine = machine
        self._user = rf"HKCU\Software\Microsoft\Office\{version}\Excel"
        self._company = rf"HKCU\Software\Policies\Microsoft\Office\{version}\Excel"
        self._office = rf"HKCU\Software\Policies\Microsoft\Office\{version}\Common"

    def security(self, name: str, below: str = "") -> tuple[int, bool]:
        """Return a numeric security setting (0 if unset) and whether a company policy sets it."""
        for key, is_company in ((self._company, True), (self._user, False)):
            value = self.machine.registry.values(rf"{key}\Security{below}").get(name)
            if isinstance(value, int):
                return value, is_company
        return 0, False

    @property
    def has_no_vba(self) -> bool:
        """Whether a company policy turns VBA off in all of Office."""
        return self.machine.registry.values(self._office).get("vbaoff") == 1

    def trusts(self, folder: Path) -> bool:
        """Return whether Excel trusts files in a folder."""
        if self.security("alllocationsdisabled", r"\Trusted Locations")[0]:
            return False
        company, user = (list(self._locations(key)) for key in (self._company, self._user))
        if not user and folder == self.machine.settings / "Microsoft" / "Excel" / "XLSTART":
            return True  # before its first start Excel has written none down, and this is always one of them
        return any(_holds(location, self.machine, folder) for location in (*company, *user))

    def _locations(self, key: str) -> Iterator[Mapping[str, object]]:
        below = rf"{key}\Security\Trusted Locations"
        for name in self.machine.registry.keys(below):
            yield self.machine.registry.values(rf"{below}\{name}")

    @property
    def switched_off(self) -> list[str]:
        """The files that Excel disabled after a crash, in lower case."""
        items = self.machine.registry.values(rf"{self._user}\Resiliency\DisabledItems").values()
        return [item.decode("utf-16-le", "replace").lower() for item in items if isinstance(item, bytes)]


def _security(machine: Machine, version: str, addin: Path) -> Iterator[Finding]:
    """Check whether an Excel version may run the add-in."""
    settings = ExcelSettings(machine, version)
    found = [*_macros(settings, addin), *_addins(settings, addin), *_defender(machine), *_command_line(machine)]
    yield from found or [Finding(Message("Excel may run the macros of {folder}.", folder=addin.parent))]


def _macros(settings: ExcelSettings, addin: Path) -> Iterator[Finding]:
    if settings.has_no_vba:
        yield fault(Label("VBA is switched off in all of Office."), _ADMINISTRATOR)
    if settings.trusts(addin.parent):
        return
    warnings, is_company = settings.security("vbawarnings")
    add_folder = Message(
        "Add {folder} to the trusted folders: File → Options → Trust Center → Trust Center Settings → Trusted Locations.",
        folder=addin.parent,
    )
    fix = _ADMINISTRATOR if is_company else add_folder
    if mark_of_the_web(addin).exists():
        yield fault(
            Message("Windows marks {file} as a file from the internet, and Excel blocks its macros.", file=addin),
            Label(
                "In File Explorer, open the file's properties and select “Unblock”, or reinstall the add-in: py -m sheetkpi excel install"
            ),
        )
    if warnings == _NONE:
        yield fault(Message("Excel disables all macros without asking, and does not trust {folder}.", folder=addin.parent), fix)
    elif warnings == _SIGNED_ONLY:
        yield fault(Message("Excel runs signed macros only, and does not trust {folder}.", folder=addin.parent), fix)
    else:
        yield note(Message("Excel does not trust {folder}, and will ask about its macros.", folder=addin.parent), add_folder)


def _addins(settings: ExcelSettings, addin: Path) -> Iterator[Finding]:
    for name, what in (
        ("disablealladdins", Label("Excel opens no add-ins at all.")),
        ("requireaddinsig", Label("Excel opens signed add-ins only, and this one is not signed.")),
    ):
        value, is_company = settings.security(name)
        if value:
            way = Label("Clear the check box: File → Options → Trust Center → Trust Center Settings → Add-ins.")
            yield fault(what, _ADMINISTRATOR if is_company else way)
    if any(addin.name.lower() in item for item in settings.switched_off):
        yield fault(
            Label("Excel disabled the add-in because it once crashed while opening it."),
            Label("File → Options → Add-ins → Manage: Disabled Items → Go: choose it and click Enable. Then start Excel again."),
        )


def _defender(machine: Machine) -> Iterator[Finding]:
    rules = machine.registry.values(_DEFENDER)
    for identifier, name in _RULES.items():
        if str(rules.get(identifier, "")) == "1":
            yield fault(Message("Microsoft Defender doesn't let Excel start Python: rule “{rule}”.", rule=name), _ADMINISTRATOR)


def _command_line(machine: Machine) -> Iterator[Finding]:
    if machine.registry.values(r"HKCU\Software\Policies\Microsoft\Windows\System").get("disablecmd"):
        yield fault(Label("The command line (cmd.exe), which xlwings uses to start Python, is disabled."), _ADMINISTRATOR)


def _holds_something(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def _holds(location: Mapping[str, object], machine: Machine, folder: Path) -> bool:
    path = Path(machine.expanded(str(location.get("path", ""))).rstrip("\\/"))
    return folder == path or bool(location.get("allowsubfolders") and path in folder.parents)
