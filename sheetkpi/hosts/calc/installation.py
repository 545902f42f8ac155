"""Find LibreOffice, and install, remove and check the extension with ``unopkg``, LibreOffice's installer."""

import locale
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from sheetkpi import __version__
from sheetkpi.hosts.calc.extension import IDENTIFIER
from sheetkpi.hosts.findings import Finding, fault, note
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.printing.notation import BEST_KNOWN, first_formula
from sheetkpi.registry import KPIS
from sheetkpi.translation import Label, Listed, Message

#: The Python that the component needs, and the first LibreOffice that brings it where the system has none.
OLDEST_PYTHON = (3, 10)
FIRST_WITH_IT = (25, 2)

INSTALL = "sheetkpi calc-addin install"

_FLATPAK = "org.libreoffice.LibreOffice"
_PATIENCE = 300  # seconds for a start of LibreOffice's installer, which takes one


class OfficeNotFound(SheetKpiError):
    """LibreOffice was not found."""


def _start(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    # the Python that runs sheetkpi is not LibreOffice's, which must not look for its modules there
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    return subprocess.run(  # noqa: S603 - the program was found in a folder of LibreOffice
        command, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=environment, timeout=_PATIENCE
    )


@dataclass(frozen=True)
class Machine:
    """A computer and its user, as far as LibreOffice depends on them."""

    platform: str
    environment: Mapping[str, str]
    home: Path
    root: Path = Path("/")
    registered: Sequence[str] = ()
    is_root: bool = False
    start: Callable[[Sequence[str]], subprocess.CompletedProcess[bytes]] = _start

    @property
    def settings(self) -> Path:
        """The folder for the user's settings."""
        if self.platform == "win32":
            return Path(self.environment.get("APPDATA") or self.home / "AppData" / "Roaming")
        if self.platform == "darwin":
            return self.home / "Library" / "Application Support"
        return Path(self.environment.get("XDG_CONFIG_HOME") or self.home / ".config")


def this_machine() -> Machine:
    """Return this computer."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return Machine(sys.platform, os.environ, Path.home(), registered=_registered(), is_root=is_root)


@dataclass(frozen=True)
class Office:
    """An installed LibreOffice."""

    programs: Path
    version: tuple[int, int]
    profile: Path
    installer: Sequence[str]
    python: tuple[int, int] | None
    has_python: bool = True
    shared: Path | None = None

    def __str__(self) -> str:
        return f"LibreOffice {self.version[0]}.{self.version[1]}"

    @property
    def lock(self) -> Path:
        """The file that exists while LibreOffice is running."""
        return self.profile / ".lock"

    @property
    def is_running(self) -> bool:
        """Whether LibreOffice is running, or crashed last time."""
        return self.lock.exists()


def find_office(machine: Machine, folder: str | None = None, extension: Path | None = None) -> Office:
    """Find the LibreOffice to use.

    Raises:
        OfficeNotFound: LibreOffice isn't installed.
    """
    if folder is not None:
        office = _first(machine, _around(Path(folder).expanduser()))
        if office is None:
            raise OfficeNotFound(
                Message("There is no LibreOffice in {path}. Give the folder that contains soffice and unopkg.", path=folder)
            )
        return office
    office = _first(machine, _usual_places(machine))
    if office:
        return office
    if any((machine.root / place / "libreoffice").exists() for place in ("snap", "var/lib/snapd/snap")):
        if extension is None:
            raise OfficeNotFound(
                Message("LibreOffice is installed as a snap, which no other program can change. Look in LibreOffice: Tools → Extensions.")
            )
        raise OfficeNotFound(
            Message(
                "LibreOffice is installed as a snap, which no other program can change. "
                "Copy {file} to your home folder, and add it in LibreOffice: Tools → Extensions → Add.",
                file=extension,
            )
        )
    raise OfficeNotFound(
        Message("LibreOffice was not found in the usual places. Get it from libreoffice.org, or give the folder of soffice with --office.")
    )


def _first(machine: Machine, folders: Iterable[Path]) -> Office | None:
    return next((office for folder in folders if (office := _office_in(folder, machine))), None)


# --- the places


def _around(path: Path) -> Iterator[Path]:
    yield path
    yield path / "program"
    yield path / "Contents" / "MacOS"
    yield path.resolve().parent


def _usual_places(machine: Machine) -> Iterator[Path]:
    if machine.platform == "win32":
        yield from map(Path, machine.registered)
        for name in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)"):
            if folder := machine.environment.get(name):
                yield from _newest_first(Path(folder).glob("LibreOffice*/program"))
        return
    for name in ("soffice", "libreoffice"):
        if program := shutil.which(name, path=machine.environment.get("PATH", "")):
            yield Path(program).resolve().parent
    if machine.platform == "darwin":
        for applications in (machine.root / "Applications", machine.home / "Applications"):
            yield applications / "LibreOffice.app" / "Contents" / "MacOS"
        return
    yield machine.root / "usr/lib/libreoffice/program"
    yield machine.root / "usr/lib64/libreoffice/program"
    yield from _newest_first((machine.root / "opt").glob("libreoffice*/program"))
    for flatpaks in (machine.root / "var/lib/flatpak", machine.home / ".local/share/flatpak"):
        yield flatpaks / "app" / _FLATPAK / "current/active/files/libreoffice/program"


def _newest_first(folders: Iterable[Path]) -> list[Path]:
    return sorted(folders, key=lambda folder: [int(number) for number in re.findall(r"\d+", folder.parent.name)], reverse=True)


def _registered() -> list[str]:
    """List the folders that LibreOffice registered in Windows."""
    if sys.platform != "win32":
        return []
    import winreg

    found = []
    for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        try:
            found.append(winreg.QueryValue(hive, r"SOFTWARE\LibreOffice\UNO\InstallPath"))
        except OSError:
            continue
    return found


# --- what is there


def _office_in(folder: Path, machine: Machine) -> Office | None:
    """Return the LibreOffice in a folder, or None."""
    described = _existing(folder / "bootstraprc", folder / "bootstrap.ini", folder.parent / "Resources" / "bootstraprc")
    installer = _existing(*(folder / name for name in (["unopkg.com", "unopkg.exe"] if machine.platform == "win32" else ["unopkg"])))
    if described is None or installer is None:
        return None
    facts = described.read_text("utf-8-sig", "replace")
    version = re.search(r"^ProductKey=LibreOffice\D*(\d+)\.(\d+)", facts, re.MULTILINE)
    if version is None:
        return None
    is_flatpak = _FLATPAK in folder.parts
    data = machine.home / ".var" / "app" / _FLATPAK
    return Office(
        folder,
        (int(version[1]), int(version[2])),
        _profile(facts, described.parent, data / "config" if is_flatpak else machine.settings),
        ["flatpak", "run", "--command=/app/libreoffice/program/unopkg", _FLATPAK] if is_flatpak else [str(installer)],
        _own_python(folder),
        has_python=machine.platform != "linux" or (folder / "pythonloader.py").exists(),
        shared=data / "cache" if is_flatpak else None,
    )


def _existing(*files: Path) -> Path | None:
    return next((file for file in files if file.is_file()), None)


def _profile(facts: str, origin: Path, settings: Path) -> Path:
    """Return the profile folder from ``UserInstallation=$SYSUSERCONFIG/libreoffice/4``."""
    place = re.search(r"^UserInstallation=(.*)$", facts, re.MULTILINE)
    text = unquote(place[1].strip()) if place else "$SYSUSERCONFIG/libreoffice/4"
    return Path(text.replace("$SYSUSERCONFIG", str(settings)).replace("$ORIGIN", str(origin)))


def _own_python(folder: Path) -> tuple[int, int] | None:
    brought = [*folder.glob("python-core-*"), *folder.parent.glob("Frameworks/LibreOfficePython.framework/Versions/3.*")]
    versions = [(int(version[1]), int(version[2])) for path in brought if (version := re.search(r"(\d+)\.(\d+)", path.name))]
    return max(versions, default=None)


# --- the extension


class InstallationError(SheetKpiError):
    """The extension can't be installed, removed or looked up."""


@dataclass(frozen=True)
class Installed:
    """An installed extension."""

    version: str
    is_on: bool
    description: str = ""


class Installation:
    """The extension of a user in a LibreOffice."""

    def __init__(self, office: Office, machine: Machine) -> None:
        self.office = office
        self.machine = machine

    def installed(self) -> Installed | None:
        """Return the installed extension, or None.

        Raises:
            InstallationError: LibreOffice doesn't list its extensions.
        """
        self._refuse_root()
        done, said = self._run("list")
        if not done:
            self._refuse_while_running()
            raise InstallationError(
                Message(
                    "LibreOffice doesn't list its extensions. It says: “{said}”. Start it once, close it, and try again.",
                    said=said,
                )
            )
        return _in_list(said)

    def check(self, prefix: str) -> Iterator[Finding]:
        """Check that the extension is installed, in the current version and with the prefix.

        Raises:
            InstallationError: LibreOffice can't run the functions, or doesn't list its extensions.
        """
        yield Finding(Listed([self.office, self.office.programs], ": "))
        if self.office.is_running:
            yield note(Label("LibreOffice is running. Close it before you install or remove the add-in."))
        self._refuse_unfit()
        installed = self.installed()
        if installed is None:
            yield fault(Label("The add-in is not installed."), Message("Install it: {command}", command=INSTALL))
        elif not installed.is_on:
            yield fault(
                Label("The add-in is installed, but switched off."),
                Message("Switch it on (Tools → Extensions), or reinstall it: {command}", command=INSTALL),
            )
        elif installed.version != __version__:
            yield fault(
                Message(
                    "The add-in's version is {installed}; this program's is {version}.", installed=installed.version, version=__version__
                ),
                Message("Update it: {command}", command=INSTALL),
            )
        elif installed.description and f"={prefix}{BEST_KNOWN}(" not in installed.description:
            yield fault(
                Message(
                    "The add-in's functions have other names than in your settings: {call}.",
                    call=first_formula(KPIS[BEST_KNOWN], prefix=prefix),
                ),
                Message("Update it: {command}", command=INSTALL),
            )
        else:
            yield Finding(Message("The add-in is installed, version {version}.", version=__version__))

    def install(self, extension: Path) -> None:
        """Install the extension, replacing another version.

        Raises:
            InstallationError: It can't be installed.
        """
        self._refuse_root()
        self._refuse_unfit()
        self._refuse_while_running()
        with self._readable(extension) as file:
            done, said = self._run("add", "--force", "--suppress-license", str(file))
        if done:
            return
        self._remove_what_failed()
        if "sheetkpi needs LibreOffice" in said:  # so the component speaks when it meets an older Python
            self._refuse_python()
        raise InstallationError(
            Message(
                "LibreOffice didn't accept the extension. It says: “{said}”. Try again, or add {file} in LibreOffice: Tools → "
                "Extensions → Add.",
                said=said,
                file=extension,
            )
        )

    def remove(self) -> bool:
        """Remove the extension; return False if it isn't installed.

        Raises:
            InstallationError: It can't be removed.
        """
        if self.installed() is None:
            return False
        self._refuse_while_running()
        done, said = self._run("remove", IDENTIFIER)
        if not done:
            raise InstallationError(
                Message(
                    "LibreOffice didn't remove the extension. It says: “{said}”. Try again, or remove it in LibreOffice: Tools → "
                    "Extensions.",
                    said=said,
                )
            )
        return True

    def _refuse_unfit(self) -> None:
        """Refuse a LibreOffice that can't run the functions."""
        office = self.office
        if not office.has_python:
            raise InstallationError(
                Message(
                    "This {office} has no Python, which the functions need. Install the package python3-uno (Debian, Ubuntu) or "
                    "libreoffice-pyuno (Fedora, openSUSE).",
                    office=office,
                )
            )
        uses_the_systems = office.python is None and self.machine.platform == "linux"
        brings_it = office.python >= OLDEST_PYTHON if office.python else office.version >= FIRST_WITH_IT
        if not (uses_the_systems or brings_it):
            self._refuse_python()

    def _refuse_python(self) -> None:
        raise InstallationError(
            Message(
                "The Python inside {office} is too old: the functions need 3.10. Install LibreOffice 25.2 or later from libreoffice.org.",
                office=self.office,
            )
        )

    def _refuse_root(self) -> None:
        if self.machine.is_root:
            raise InstallationError(
                Message(
                    "An extension belongs to one user, and LibreOffice doesn't accept one from root. "
                    "Run this without sudo, as the user who works in Calc."
                )
            )

    def _refuse_while_running(self) -> None:
        if self.office.is_running:
            raise InstallationError(
                Message(
                    "LibreOffice is running. Close all its windows and its Quickstarter, and try again. If nothing is open, it "
                    "crashed last time: start and close it once, or delete {lock}.",
                    lock=self.office.lock,
                )
            )

    @contextmanager
    def _readable(self, extension: Path) -> Iterator[Path]:
        """Copy the file to a folder that LibreOffice can read, if necessary."""
        if self.office.shared is None:
            yield extension
            return
        self.office.shared.mkdir(parents=True, exist_ok=True)
        copy = Path(shutil.copy(extension, self.office.shared))
        try:
            yield copy
        finally:
            copy.unlink()

    def _remove_what_failed(self) -> None:
        """Remove the disabled extension that a failed installation leaves."""
        done, said = self._run("list")
        left = _in_list(said) if done else None
        if left and not left.is_on:
            self._run("remove", IDENTIFIER)

    def _run(self, *arguments: str) -> tuple[bool, str]:
        """Run the installer; return whether it succeeded, and its output."""
        try:
            process = self.machine.start([*self.office.installer, *arguments])
        except OSError as error:
            raise InstallationError(
                Message("{program} doesn't start: {reason}.", program=self.office.installer[0], reason=reason_of(error))
            ) from None
        except subprocess.TimeoutExpired as error:
            raise InstallationError(
                Message(
                    "{program} didn't answer for {seconds} seconds. Try again.", program=self.office.installer[0], seconds=error.timeout
                )
            ) from None
        if process.returncode == 0:
            return True, _decoded(process.stdout)
        return False, _reason(_decoded(process.stderr) + _decoded(process.stdout)) or f"unopkg: {process.returncode}"


def _in_list(said: str) -> Installed | None:
    """Find the extension in the output of ``unopkg list``."""
    entry = re.search(rf"^Identifier: {re.escape(IDENTIFIER)}\n(.*?)(?=^Identifier: |\Z)", said, re.MULTILINE | re.DOTALL)
    if entry is None:
        return None
    found = (re.search(rf"^  {fact}: *(.*)$", entry[1], re.MULTILINE) for fact in ("Version", "is registered", "Description"))
    version, state, description = (fact[1] if fact else "" for fact in found)
    return Installed(version or "?", is_on=state == "yes", description=description)


def _decoded(said: bytes) -> str:
    """Decode the installer's output, which on Windows is in UTF-16 or in the local encoding."""
    if b"\0" in said:
        text = said.decode("utf-16", "replace")
    else:
        try:
            text = said.decode()
        except UnicodeDecodeError:
            text = said.decode(locale.getpreferredencoding(do_setlocale=False), "replace")
    return text.replace("\r\n", "\n")


def _reason(said: str) -> str:
    r"""Extract the cause from an error message of the installer.

    >>> _reason("ERROR: Exception occurred: Bad Zip File, ZipException: Zip too small!\n\nERROR: unopkg failed.\n")
    'Bad Zip File, ZipException: Zip too small!'
    """
    exception = re.search(r"Exception occurred: (.*?)(?:, traceback follows)?$", said, re.MULTILINE)
    text = exception[1] if exception else re.sub(r"^ERROR: (unopkg failed\.)?", "", said, flags=re.MULTILINE)
    return " ".join(text.split())
