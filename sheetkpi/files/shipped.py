"""The files that come with the package: what users install (``addin/``), and workbooks (``templates/``)."""

from functools import cache
from pathlib import Path

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message

PACKAGE = Path(__file__).parent.parent


@cache
def checkout() -> Path | None:
    """The folder of the repository, where the package runs from one."""
    return PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").is_file() else None


def shipped(relative: str) -> Path:
    """The path of a shipped file: in the repository, or in the installed package.

    Raises:
        SheetKpiError: There is no such file.
    """
    path = (checkout() or PACKAGE / "_shipped") / relative
    if not path.is_file():
        raise SheetKpiError(Message("The file {file} is missing. Install sheetkpi again.", file=relative))
    return path
