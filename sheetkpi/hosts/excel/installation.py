"""Install and remove the add-in file and its configuration."""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sheetkpi import __version__
from sheetkpi.files.installing import needing, requirement
from sheetkpi.hosts.excel.vba import MODULE, PROJECT, VBA, XLWINGS
from sheetkpi.hosts.excel.windows import Machine, is_from_store
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.translation import Language, Message

FILE = f"{PROJECT}.xlam"

INTERPRETER = "INTERPRETER_WIN"
#: xlwings would put the folder of the open workbook before all modules of Python, and fail for a workbook on SharePoint.
_OURS = {"ADD_WORKBOOK_TO_PYTHONPATH": "False"}

_NEW = ".new"  # what is not yet whole


class InstallationError(SheetKpiError):
    """The add-in can't be installed or removed."""


@dataclass(frozen=True)
class Facts:
    """What an add-in was built with."""

    version: str
    language: str
    prefix: str


@dataclass(frozen=True)
class Installed:
    """An installed add-in, whose file may be missing."""

    addin: Path
    facts: Facts | None
    digest: str = ""
    made: Sequence[Path] = ()

    @property
    def is_there(self) -> bool:
        """Whether the file exists and is a sheetkpi add-in."""
        return is_ours(self.addin)

    @property
    def xlwings(self) -> str | None:
        """The xlwings version whose library the VBA loads; None if the file can't be read."""
        with needing("excel", "The add-in can't be checked without {name}. Install it: {command}"):
            from sheetkpi.hosts.excel.addin_file import source_of
        try:
            with zipfile.ZipFile(self.addin) as archive:
                source = source_of(archive.read(VBA), XLWINGS)
        except (OSError, KeyError, ValueError, zipfile.BadZipFile):
            return None
        found = re.search(r'"xlwings64-([^"]+)\.dll"', source)
        return found[1] if found else None

    @property
    def is_as_written(self) -> bool:
        """Whether the file is unchanged since it was installed."""
        return not self.digest or _digest(self.addin.read_bytes()) == self.digest


def is_ours(file: Path) -> bool:
    """Return whether a file is a sheetkpi add-in of any version."""
    try:
        with zipfile.ZipFile(file) as archive:
            return MODULE.encode("utf-16-le") in archive.read(VBA)  # so a compound file names its streams
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def mark_of_the_web(file: Path) -> Path:
    """Return the stream in which Windows marks a file as downloaded."""
    return file.with_name(f"{file.name}:Zone.Identifier")


class Installation:
    """The add-in of a user."""

    def __init__(self, machine: Machine, folder: Path | None = None) -> None:
        self.machine = machine
        self.startup = machine.settings / "Microsoft" / "Excel" / "XLSTART"
        self.folder = folder or self.startup
        self.own = machine.home / f".{PROJECT}"
        self.configuration = self.own / f"{PROJECT}.conf"  # GetConfigFilePath in the VBA of xlwings
        self.record = self.own / "installed.json"

    def installed(self) -> Installed | None:
        """Return the installed add-in, or None."""
        try:
            known = json.loads(self.record.read_text("utf-8"))
            made = [Path(folder) for folder in known["made"]]
            return Installed(Path(known["addin"]), Facts(**known["facts"]), known["digest"], made)
        except (OSError, ValueError, LookupError, TypeError):
            file = self.folder / FILE
            return Installed(file, None) if is_ours(file) else None

    def interpreter(self) -> Path | None:
        """Return the Python named in the configuration, or None."""
        settings = {name.lower(): value for name, value in self._settings().items()}
        path = settings.get(INTERPRETER.lower())
        return Path(self.machine.expanded(path)) if path else None

    # --- installing

    def install(self, language: Language, prefix: str) -> Path:
        """Install the add-in, replacing another version, and return its path.

        Raises:
            SheetKpiError: It can't be installed; the previous version stays.
        """
        self._refuse_python_of_store()
        with needing("excel", "The add-in can't be built without {name}. Install it: {command}"):
            from sheetkpi.hosts.excel.addin_file import addin
        content = addin(language, prefix, code_page=self.machine.code_page)
        python = self._python_for_vba()
        target = self.folder / FILE
        before = self.installed()
        if target.exists() and not is_ours(target) and not (before and before.addin == target):
            raise InstallationError(
                Message("{file} already exists and doesn't belong to sheetkpi. Move it, or give another folder with --folder.", file=target)
            )
        made: list[Path] = []
        try:
            for folder in (self.folder, self.own):
                made += _make(folder)
            if not target.exists() or target.read_bytes() != content:
                _write(target, content, before=lambda: self._remove_elsewhere(before, target))
            elif before and before.addin != target:
                self._remove_elsewhere(before, target)
            with suppress(OSError):  # a disk that keeps no marks
                mark_of_the_web(target).unlink()
            _write(self.configuration, self._configured(python))
            kept = [folder for folder in before.made if folder.is_dir()] if before else []
            known = {
                "addin": str(target),
                "facts": {"version": __version__, "language": language, "prefix": prefix},
                "digest": _digest(content),
                "made": sorted({str(folder) for folder in [*kept, *made]}),
            }
            _write(self.record, json.dumps(known, ensure_ascii=False, indent=2).encode())
        except SheetKpiError:
            _remove_empty(made)
            raise
        return target

    def _refuse_python_of_store(self) -> None:
        """Refuse a Python from Microsoft Store: Excel can't see its files."""
        if is_from_store(self.machine.python, self.machine.base):
            raise InstallationError(
                Message(
                    "This Python comes from Microsoft Store: Windows hides its files from Excel, and Excel can't call it. Install "
                    "Python from python.org, run py -m pip install {requirement} there, and try again.",
                    requirement=requirement("excel"),
                )
            )

    def _python_for_vba(self) -> bytes:
        """Encode the path of Python in the Windows code page, which VBA reads."""
        for path in (str(self.machine.python), self.machine.short_name(self.machine.python)):
            with suppress(UnicodeEncodeError):
                return path.encode(self.machine.encoding)
        raise InstallationError(
            Message(
                "Excel can't call {python}: its path has characters that this Windows code page lacks. Create a virtual environment "
                "in a folder with Latin letters, such as C:\\sheetkpi, and install sheetkpi there.",
                python=self.machine.python,
            )
        )

    def _configured(self, python: bytes) -> bytes:
        """Return the configuration file, keeping settings added by the user."""
        ours = {INTERPRETER.lower(), *map(str.lower, _OURS)}
        others = {name: value for name, value in self._settings().items() if name.lower() not in ours}
        lines = [f'"{name}","{value}"\r\n'.encode(self.machine.encoding) for name, value in (_OURS | others).items()]
        return b'"%s","%s"\r\n' % (INTERPRETER.encode(), python) + b"".join(lines)

    def _settings(self) -> Mapping[str, str]:
        try:
            text = self.configuration.read_bytes().decode(self.machine.encoding, "replace")
        except OSError:
            return {}
        return dict(re.findall(r'^"([^"]*)","([^"]*)"\r?$', text, re.MULTILINE))

    def _remove_elsewhere(self, before: Installed | None, target: Path) -> None:
        """Delete add-ins in other folders: two with the same functions would conflict."""
        for addin in {self.startup / FILE, before.addin if before else target} - {target}:
            if is_ours(addin):
                _unlink(addin)

    # --- removing

    def remove(self) -> list[Path]:
        """Remove the add-in and its configuration, and return the removed files.

        Raises:
            InstallationError: A file can't be removed.
        """
        known = self.installed()
        addins = dict.fromkeys([known.addin if known else self.folder / FILE, self.folder / FILE, self.startup / FILE])
        removed = []
        for addin in addins:
            if is_ours(addin):
                _unlink(addin)
                removed.append(addin)
            _new(addin).unlink(missing_ok=True)
        for file in (self.configuration, _new(self.configuration), _new(self.record), self.record):
            if file.exists():
                _unlink(file)
                removed.append(file)
        _remove_empty([*(known.made if known else ()), self.own])
        return removed


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _new(file: Path) -> Path:
    return file.with_name(file.name + _NEW)


def _write(file: Path, content: bytes, before: Callable[[], None] = lambda: None) -> None:
    """Write a file atomically."""
    new = _new(file)
    try:
        new.write_bytes(content)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise InstallationError(
            Message(
                "Can't write to {folder}: {reason}. Give another folder with --folder, or ask your administrator.",
                folder=file.parent,
                reason=reason_of(error),
            )
        ) from None
    try:
        before()
        new.replace(file)
    except PermissionError:
        raise _in_use(file) from None
    finally:
        new.unlink(missing_ok=True)


def _unlink(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except PermissionError:
        raise _in_use(file) from None


def _in_use(file: Path) -> InstallationError:
    return InstallationError(
        Message(
            "{file} is in use because Excel is running. Close all its windows (if none is open, end “Microsoft Excel” in Task "
            "Manager), then try again.",
            file=file,
        )
    )


def _make(folder: Path) -> list[Path]:
    """Create a folder and its parents; return the new ones."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InstallationError(
            Message("Can't create {folder}: {reason}. Give another folder with --folder.", folder=folder, reason=reason_of(error))
        ) from None
    return missing


def _remove_empty(folders: Sequence[Path]) -> None:
    """Delete empty folders, innermost first."""
    for folder in sorted(folders, key=lambda each: len(each.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()
