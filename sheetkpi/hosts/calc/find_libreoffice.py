"""Find LibreOffice, and read what an extension depends on."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message

#: What is installed, among the shipped files.
EXTENSION = "addin/calc/sheetkpi.oxt"

#: The Python that the component needs, and the first LibreOffice that brings it where the system has none.
OLDEST_PYTHON = (3, 10)
FIRST_WITH_IT = (25, 2)

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


def find_office(machine: Machine, wish: str | None = None, extension: Path | None = None) -> Office:
    """Find the LibreOffice to use.

    Raises:
        OfficeNotFound: LibreOffice isn't installed.
    """
    if wish is not None:
        office = _first(machine, _around(Path(wish).expanduser()))
        if office is None:
            raise OfficeNotFound(Message("There is no LibreOffice in {path}. Give the folder that contains soffice and unopkg.", path=wish))
        return office
    office = _first(machine, _usual_places(machine))
    if office:
        return office
    if any((machine.root / place / "libreoffice").exists() for place in ("snap", "var/lib/snapd/snap")):
        if extension is None:
            raise OfficeNotFound(
                Message(
                    "LibreOffice is installed as a snap, which no other program can change. See LibreOffice itself: Tools → Extensions."
                )
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
