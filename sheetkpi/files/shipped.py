"""Find the files that come with the package: ``addin/`` and ``templates/``."""

from functools import cache
from pathlib import Path

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message

PACKAGE = Path(__file__).parent.parent


@cache
def checkout() -> Path | None:
    """Return the folder of the repository that the package runs from, or None."""
    return PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").is_file() else None


def shipped(relative: str) -> Path:
    """Return the path of a shipped file, in the repository or in the installed package.

    Raises:
        SheetKpiError: The file doesn't exist.
    """
    path = (checkout() or PACKAGE / "_shipped") / relative
    if not path.is_file():
        raise SheetKpiError(Message("The file {file} is missing. Install sheetkpi again.", file=relative))
    return path
