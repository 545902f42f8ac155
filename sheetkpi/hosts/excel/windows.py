"""Read what the add-in depends on from a Windows computer: its registry, folders and installed Excel versions."""

import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_STORE_PACKAGE = "PythonSoftwareFoundation.Python."
_PROGRAM = "EXCEL.EXE"
_STORE = "WindowsApps"
_STORE_DATA = "Microsoft.Office.Desktop_8wekyb3d8bbwe"
_I386 = 0x14C  # the machine of a program of 32 bits, in its header
_PATIENCE = 60  # seconds for a Python to start, on a computer that scans every file for viruses


class Registry(Protocol):
    """The Windows registry, read-only; names are in lower case, and missing keys are empty."""

    def values(self, key: str) -> Mapping[str, object]:
        r"""Return the values of a key such as ``HKCU\Software\…``."""
        ...

    def keys(self, key: str) -> Sequence[str]:
        """Return the names of the subkeys."""
        ...


def _start(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - a program of Windows, or the Python that somebody installed the add-in for
        command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_PATIENCE
    )


@dataclass(frozen=True)
class Machine:
    """A computer and its user."""

    platform: str
    environment: Mapping[str, str]
    python: Path
    base: Path
    registry: Registry
    code_page: int = 1252
    short_name: Callable[[Path], str] = str
    start: Callable[[Sequence[str]], subprocess.CompletedProcess[bytes]] = _start

    @property
    def has_excel_for_windows(self) -> bool:
        """Whether Excel for Windows can be installed."""
        return self.platform == "win32"

    @property
    def encoding(self) -> str:
        """The Python codec for the code page."""
        return f"cp{self.code_page}"

    @property
    def home(self) -> Path:
        """The user's home folder, as VBA finds it."""
        return Path(self.environment.get("USERPROFILE") or Path.home())

    @property
    def settings(self) -> Path:
        """The folder for the user's settings."""
        return Path(self.environment.get("APPDATA") or self.home / "AppData" / "Roaming")

    @property
    def packages(self) -> Path:
        """The folder for data of Microsoft Store apps."""
        return Path(self.environment.get("LOCALAPPDATA") or self.home / "AppData" / "Local") / "Packages"

    def expanded(self, text: str) -> str:
        """Expand ``%NAME%`` as Windows does."""
        return re.sub(r"%([^%]+)%", lambda found: self.environment.get(found[1].upper(), found[0]), text)


def this_machine() -> Machine:
    """Return this computer."""
    python, base = Path(sys.executable), Path(sys.base_prefix)
    if sys.platform != "win32":
        return Machine(sys.platform, os.environ, python, base, _WindowsRegistry())
    import ctypes

    code_page = ctypes.windll.kernel32.GetACP()
    return Machine(sys.platform, os.environ, python, base, _WindowsRegistry(), code_page, _short_name)


def is_from_store(python: Path, base: Path) -> bool:
    """Return whether a Python is a package of Microsoft Store: no other program sees what it writes to AppData."""
    return any(part.startswith(_STORE_PACKAGE) for path in (python, base) for part in path.parts)


class _WindowsRegistry:
    """The registry of this computer, in its 64-bit and 32-bit views; empty on other systems."""

    def values(self, key: str) -> Mapping[str, object]:
        """Return the values; the 64-bit view wins."""
        return {name.lower(): value for found in reversed(self._opened(key)) for name, value in found[0].items()}

    def keys(self, key: str) -> Sequence[str]:
        """Return the names of the subkeys."""
        return sorted({name for found in self._opened(key) for name in found[1]})

    def _opened(self, key: str) -> list[tuple[dict[str, object], list[str]]]:
        if sys.platform != "win32":
            return []
        import winreg

        hive, _, path = key.partition("\\")
        root = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[hive]
        found = []
        for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
            try:
                with winreg.OpenKey(root, path, access=winreg.KEY_READ | view) as opened:
                    keys, values, _changed = winreg.QueryInfoKey(opened)
                    entries = [winreg.EnumValue(opened, number) for number in range(values)]
                    below = [winreg.EnumKey(opened, number) for number in range(keys)]
            except OSError:
                continue
            found.append(({name: value for name, value, _type in entries}, below))
        return found


def _short_name(path: Path) -> str:
    """Return the short (8.3) path of a file, or its long path if there is none."""
    if sys.platform != "win32":
        return str(path)
    import ctypes

    answer = ctypes.create_unicode_buffer(1024)
    ctypes.windll.kernel32.GetShortPathNameW(str(path), answer, len(answer))
    return answer.value or str(path)


# --- the installed Excel versions


@dataclass(frozen=True)
class Excel:
    """An installed Excel."""

    program: Path
    bits: int | None
    is_of_store: bool = False

    @property
    def version(self) -> str:
        """The version in the registry; 16.0 since Excel 2016."""
        number = "".join(filter(str.isdigit, self.program.parent.name))
        return f"{number}.0" if number and not self.is_of_store else "16.0"


def find_excels(machine: Machine) -> list[Excel]:
    """List the installed Excel versions, starting with the one that opens workbooks."""
    found = dict.fromkeys(_installed(machine))
    if not found and (machine.packages / _STORE_DATA).is_dir():
        return [Excel(machine.packages / _STORE_DATA, 32, is_of_store=True)]
    return [Excel(program, _bits(program), is_of_store=_STORE in program.parts) for program in found]


def is_running(machine: Machine) -> bool:
    """Return whether Excel is running; False if Windows doesn't tell."""
    tasks = str(Path(machine.environment.get("SYSTEMROOT", r"C:\Windows"), "System32", "tasklist.exe"))
    try:
        process = machine.start([tasks, "/FI", f"IMAGENAME eq {_PROGRAM}", "/NH", "/FO", "CSV"])
    except (OSError, subprocess.SubprocessError):
        return False
    return _PROGRAM.encode() in process.stdout.upper()


def _installed(machine: Machine) -> Iterator[Path]:
    for program in _registered(machine):
        if _STORE in program.parts or program.is_file():  # nobody may look into the folder of the Store
            yield program
    for name in ("PROGRAMW6432", "PROGRAMFILES", "PROGRAMFILES(X86)"):
        if folder := machine.environment.get(name):
            office = Path(folder) / "Microsoft Office"
            yield from sorted([*office.glob(f"root/Office*/{_PROGRAM}"), *office.glob(f"Office*/{_PROGRAM}")], reverse=True)


def _registered(machine: Machine) -> Iterator[Path]:
    """List the programs that Office registered."""
    values = machine.registry.values
    for hive in ("HKCU", "HKLM"):
        if program := values(rf"{hive}\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe").get(""):
            yield Path(str(program).strip('"'))
    if folder := values(r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration").get("installationpath"):
        yield Path(str(folder)) / "root" / "Office16" / _PROGRAM
    for version in ("16.0", "15.0", "14.0"):
        if folder := values(rf"HKLM\SOFTWARE\Microsoft\Office\{version}\Excel\InstallRoot").get("path"):
            yield Path(str(folder)) / _PROGRAM


def _bits(program: Path) -> int | None:
    """Read 32 or 64 from the program's header (PE format, sections 2 and 3.3)."""
    try:
        with program.open("rb") as file:
            file.seek(0x3C)
            file.seek(struct.unpack("<I", file.read(4))[0])
            signature, machine = struct.unpack("<4sH", file.read(6))
    except (OSError, struct.error):
        return None
    if signature != b"PE\0\0":
        return None
    return 32 if machine == _I386 else 64
