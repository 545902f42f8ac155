"""Programs that tests need and a machine may lack."""

import os
import shutil
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip with a loud line; where nothing may be skipped, fail."""
    if os.environ.get("SHEETKPI_TEST_SKIP_NOTHING"):
        pytest.fail(what)
    pytest.skip(what)


def program(name: str, for_what: str, package: str) -> str:
    """A program; without it the test that needs it is skipped, and says what is not tried."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        missing(f"{name} is not installed: {for_what}. Get it (Debian: apt install {package}).")
    return found


def libreoffice(for_what: str) -> str:
    """LibreOffice's program; without it the test that needs it is skipped, and says what is not tried."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        missing(f"LibreOffice is not installed: {for_what}. Get it from libreoffice.org (Debian: apt install libreoffice-calc).")
    return program
