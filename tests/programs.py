"""Programs that tests need and a machine may lack."""

import os
import shutil
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip with a loud line; where nothing may be skipped, fail."""
    if os.environ.get("SHEETKPI_SKIP_NOTHING"):
        pytest.fail(what)
    pytest.skip(what)


def libreoffice(for_what: str) -> str:
    """LibreOffice's program; without it the test that needs it is skipped, and says what is not tried."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        missing(f"LibreOffice is not installed: {for_what}. Get it from libreoffice.org (Debian: apt install libreoffice-calc).")
    return program
