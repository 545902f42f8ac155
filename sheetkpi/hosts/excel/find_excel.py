"""Find the installed Excel versions."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import SubprocessError

from sheetkpi.hosts.excel.windows import Machine

_PROGRAM = "EXCEL.EXE"
_STORE = "WindowsApps"
_STORE_DATA = "Microsoft.Office.Desktop_8wekyb3d8bbwe"
_I386 = 0x14C  # the machine of a program of 32 bits, in its header


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
    except (OSError, SubprocessError):
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
