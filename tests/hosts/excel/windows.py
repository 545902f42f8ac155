"""A computer with Windows that is not there: real files in a folder, and a registry in memory."""

import json
import os
import struct
import subprocess
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

import sheetkpi
from sheetkpi.cli import main
from sheetkpi.hosts.excel import windows as this
from sheetkpi.hosts.excel.windows import Machine

XLWINGS = version("xlwings")
I386, AMD64 = 0x14C, 0x8664

#: What the wheel of xlwings for Windows puts two folders above its package, in the folder of the environment.
LIBRARIES = [f"xlwings32-{XLWINGS}.dll", f"xlwings64-{XLWINGS}.dll"]

#: Python's program: it runs a real Python with the packages of the pretended one, and says where that one came from.
PROGRAM = """#!/bin/sh
[ ! -f "$0.broken" ] || {{ cat "$0.broken" >&2; exit 3; }}
exec env PYTHONPATH="{packages}" PYTHONDONTWRITEBYTECODE=1 "{python}" "$@"
"""

#: Modules of pywin32 and xlwings: each is there, or says why not.
HERE = ""
XLWINGS_PACKAGE = '__version__ = "{version}"\n'


class Registry:
    """A registry in memory: neither keys nor names know capitals, as in Windows."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, object]] = {}

    def put(self, key: str, name: str, value: object) -> None:
        self.entries.setdefault(key.lower(), {})[name.lower()] = value

    def values(self, key: str) -> Mapping[str, object]:
        return self.entries.get(key.lower(), {})

    def keys(self, key: str) -> Sequence[str]:
        below = key.lower() + "\\"
        return sorted({entry.removeprefix(below).partition("\\")[0] for entry in self.entries if entry.startswith(below)})


class Windows:
    """A computer.

    Args:
        root: The folder that stands for its disk.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "Users" / "Ольга Петрова"
        self.home.mkdir(parents=True)
        self.registry = Registry()
        self.runs_excel = False
        self.environment = {
            "USERPROFILE": str(self.home),
            "APPDATA": str(self.home / "AppData" / "Roaming"),
            "LOCALAPPDATA": str(self.home / "AppData" / "Local"),
            "PROGRAMFILES": str(root / "Program Files"),
            "PROGRAMFILES(X86)": str(root / "Program Files (x86)"),
            "SYSTEMROOT": str(root / "Windows"),
        }
        self.python = self.environment_of_python(self.home / "Мои проекты" / "sheetkpi")
        self.machine = Machine("win32", self.environment, self.python, Path(sys.base_prefix), self.registry, 1251, start=self.start)

    # --- what is on it

    @property
    def startup(self) -> Path:
        """XLSTART."""
        return Path(self.environment["APPDATA"], "Microsoft", "Excel", "XLSTART")

    @property
    def addin(self) -> Path:
        """Where the add-in is to be."""
        return self.startup / "sheetkpi.xlam"

    @property
    def configuration(self) -> Path:
        """Where the VBA of the add-in looks: GetConfigFilePath, with sheetkpi as the name of the project."""
        return self.home / ".sheetkpi" / "sheetkpi.conf"

    @property
    def interpreter(self) -> str:
        """The Python that the configuration names, read as VBA does."""
        lines = self.configuration.read_bytes().decode("cp1251").split("\r\n")
        assert lines.pop() == "", "the file must end with a whole line: VBA's Input # fails on half of one"
        settings = dict(line.strip('"').split('","') for line in lines)
        return settings["INTERPRETER_WIN"]

    def excel(self, folder: str = "Program Files/Microsoft Office/root/Office16", machine: int = AMD64) -> Path:
        """An Excel, of which its header alone is there."""
        program = self.root / folder / "EXCEL.EXE"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_bytes(b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x80) + bytes(0x40) + b"PE\0\0" + struct.pack("<H", machine))
        return program

    def environment_of_python(self, folder: Path) -> Path:
        """A virtual environment with all that is needed in it."""
        packages = folder / "Lib" / "site-packages"
        (packages / "xlwings").mkdir(parents=True)
        (folder / "Scripts").mkdir()
        self.package(packages, "xlwings", XLWINGS)
        for module in ("pythoncom", "win32api"):
            (packages / f"{module}.py").write_text(HERE, "utf-8")
        program = folder / "Scripts" / "python.exe"
        program.write_text(
            PROGRAM.format(packages=f"{packages}{os.pathsep}{Path(sheetkpi.__file__).parents[1]}", python=sys.executable), "utf-8"
        )
        program.chmod(0o755)
        for library in LIBRARIES:
            (folder / library).write_bytes(b"a library")
        return program

    def package(self, packages: Path, name: str, number: str) -> None:
        """An installed package, with what its installation lists."""
        (packages / name / "__init__.py").write_text(XLWINGS_PACKAGE.format(version=number), "utf-8")
        facts = packages / f"{name}-{number}.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n", "utf-8")
        lines = [f"../../{library.replace(XLWINGS, number)},," for library in LIBRARIES]
        (facts / "RECORD").write_text("\n".join([f"{name}/__init__.py,,", *lines]), "utf-8")

    # --- what happens on it

    def start(self, command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        """Programs of Windows answer as they do; others are real."""
        if Path(command[0]).name == "tasklist.exe":
            said = b'"EXCEL.EXE","4242","Console","1","212 340 \xea\xc1"\r\n' if self.runs_excel else b"INFO: No tasks are running\r\n"
            return subprocess.CompletedProcess(command, 0, said, b"")
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)

    def has(self, **changes: Any) -> Machine:
        """The same computer with something else about it."""
        return replace(self.machine, **changes)

    def tree(self) -> dict[str, bytes]:
        """All files, and folders as those that end with /."""
        return {
            str(path.relative_to(self.root)) + ("/" if path.is_dir() else ""): b"" if path.is_dir() else path.read_bytes()
            for path in sorted(self.root.rglob("*"))
        }

    def note_of_installation(self) -> dict[str, Any]:
        """What the installation wrote down of itself."""
        known: dict[str, Any] = json.loads((self.home / ".sheetkpi" / "installed.json").read_text("utf-8"))
        return known


# --- for the tests


def modules_of(file: Path) -> dict[str, str]:
    """The VBA of an add-in, as oletools reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oletools' own, while it is imported
        from oletools.olevba import VBA_Parser
    parser = VBA_Parser(str(file))
    try:
        return {name: text for _file, _stream, name, text in parser.extract_macros()}
    finally:
        parser.close()


@dataclass
class Answer:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str

    def lacks(self, *facts: object) -> list[object]:
        """The facts that the one line on stderr doesn't name."""
        assert (self.code, self.out, self.err.count("\n")) == (1, "", 1), f"{self.out}\n{self.err}"
        return [fact for fact in facts if str(fact) not in self.err]


Run = Callable[..., Answer]


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Windows:
    """A computer with Excel and Python; the folders have spaces and Russian letters, as those of people have."""
    for name in ("SHEETKPI_PREFIX", "SHEETKPI_SERVER_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    windows = Windows(tmp_path / "Диск C")
    windows.excel()
    return windows


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A subcommand of ``sheetkpi excel`` on a computer."""

    def run(windows: Windows | Machine, *arguments: str, language: str = "en") -> Answer:
        chosen = windows.machine if isinstance(windows, Windows) else windows
        monkeypatch.setattr(this, "this_machine", lambda: chosen)
        code = main(["excel", *arguments, "--lang", language])
        return Answer(code, *capsys.readouterr())

    return run
