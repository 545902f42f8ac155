"""Commands that install missing packages for the running Python."""

import importlib.util
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sheetkpi.files.shipped import checkout
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message


def install_command(extras: str) -> str:
    """Return the command that installs sheetkpi with extras."""
    return pip_install(requirement(extras))


def requirement(extras: str) -> str:
    """Return the requirement for pip: the package, or the checkout it runs from."""
    folder = checkout()
    return f'-e "{folder}[{extras}]"' if folder else f'"sheetkpi[{extras}]"'


def pip_install(what: str, python: str | Path | None = None) -> str:
    """Return the command that installs a requirement."""
    program = _as_word(str(python or sys.executable or "python"))
    if python is None and importlib.util.find_spec("pip") is None:  # an environment that uv made has no pip
        return f"uv pip install --python {program} {what}"
    return f"{program} -m pip install {what}"


@contextmanager
def needing(extras: str, what: str) -> Iterator[None]:
    """Import modules that need the libraries of extras.

    Raises:
        SheetKpiError: A library is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise SheetKpiError(Message(what, name=(error.name or "").partition(".")[0], command=install_command(extras))) from None


def _as_word(path: str) -> str:
    """Quote a path for the shell; on Windows only if necessary, because PowerShell doesn't run quoted paths."""
    if sys.platform == "win32":
        return f'"{path}"' if " " in path else path
    return shlex.quote(path)
