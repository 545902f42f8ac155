"""The files that go along with the package: what users install (``addin/``), and workbooks (``templates/``)."""

from pathlib import Path

from sheetkpi.errors import SheetKpiError
from sheetkpi.translation import Message

_PACKAGE = Path(__file__).parent


def checkout() -> Path | None:
    """The folder of the repository, where the package runs from one."""
    return _PACKAGE.parent if (_PACKAGE.parent / "pyproject.toml").is_file() else None


def shipped(relative: str) -> Path:
    """Where a shipped file lies: in the repository, or in the installed package.

    Args:
        relative: The file, such as ``templates/ru/functions.xlsx``.

    Raises:
        SheetKpiError: There is no such file.
    """
    path = (checkout() or _PACKAGE / "_shipped") / relative
    if not path.is_file():
        raise SheetKpiError(Message("The file {file} is missing. Install sheetkpi again.", file=relative))
    return path
