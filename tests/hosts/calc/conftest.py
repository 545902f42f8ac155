"""The offices of the tests: LibreOffice with the extension in it, once with English menus and once with Russian."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.calc.office import Office
from tests.programs import missing

#: It runs in LibreOffice's own Python.
collect_ignore = ["driver.py"]

EXTENSION = Path(__file__).parents[3] / "addin" / "calc" / "sheetkpi.oxt"


@pytest.fixture(scope="session")
def english() -> Iterator[Office]:
    """An office with English menus."""
    yield from _office("en-US")


@pytest.fixture(scope="session")
def russian() -> Iterator[Office]:
    """An office with Russian menus."""
    for office in _office("ru"):
        if office.ask("locale") != "ru":
            missing("LibreOffice has no Russian menus: what it says in Russian is not tried. Debian: apt install libreoffice-l10n-ru.")
        yield office


def _office(locale: str) -> Iterator[Office]:
    office = Office(EXTENSION, locale)
    try:
        yield office
    finally:
        office.close()
