"""Read what Excel and xlwings depend on from a Windows computer."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_STORE_PACKAGE = "PythonSoftwareFoundation.Python."
_PATIENCE = 60  # seconds for a Python to start, on a computer that scans every file for viruses


class Registry(Protocol):
    """The Windows registry, read-only; names are in lower case, and missing keys are empty."""

    def values(self, key: str) -> Mapping[str, object]:
        r"""Return the values of a key such as ``HKCU\Software\…``."""
        ...

    def keys(self, key: str) -> Sequence[str]:
        """Return the names of the subkeys."""
        ...


class NoRegistry:
    """An empty registry, for other systems."""

    def values(self, key: str) -> Mapping[str, object]:  # noqa: ARG002
        """Return nothing."""
        return {}

    def keys(self, key: str) -> Sequence[str]:  # noqa: ARG002
        """Return nothing."""
        return ()


def _start(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - a program of Windows, or the Python that somebody installed the add-in for
        command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_PATIENCE
    )


def _as_it_is(path: Path) -> str:
    return str(path)


@dataclass(frozen=True)
class Machine:
    """A computer and its user."""

    platform: str
    environment: Mapping[str, str]
    python: Path
    base: Path
    registry: Registry
    code_page: int = 1252
    short_name: Callable[[Path], str] = _as_it_is
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
        return Machine(sys.platform, os.environ, python, base, NoRegistry())
    import ctypes

    code_page = ctypes.windll.kernel32.GetACP()
    return Machine(sys.platform, os.environ, python, base, _WindowsRegistry(), code_page, _short_name)


def is_from_store(python: Path, base: Path) -> bool:
    """Return whether a Python is a package of Microsoft Store: no other program sees what it writes to AppData."""
    return any(part.startswith(_STORE_PACKAGE) for path in (python, base) for part in path.parts)


class _WindowsRegistry:
    """The registry of this computer, in its 64-bit and 32-bit views."""

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
