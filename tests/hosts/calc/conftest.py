"""The offices of the tests: LibreOffice with the extension in it, once with English menus and once with Russian."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.calc.office import Office, todays_extension
from tests.programs import missing

#: It runs in LibreOffice's own Python.
collect_ignore = ["driver.py"]


@pytest.fixture(scope="session")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension that today's code makes."""
    return todays_extension(tmp_path_factory.mktemp("extension"))


@pytest.fixture(scope="session")
def english(extension: Path) -> Iterator[Office]:
    """An office with English menus."""
    yield from _office(extension, "en-US")


@pytest.fixture(scope="session")
def russian(extension: Path) -> Iterator[Office]:
    """An office with Russian menus."""
    for office in _office(extension, "ru"):
        if office.ask("locale") != "ru":
            missing("LibreOffice has no Russian menus: what it says in Russian is not tried. Debian: apt install libreoffice-l10n-ru.")
        yield office


def _office(extension: Path, locale: str) -> Iterator[Office]:
    office = Office(extension, locale)
    try:
        yield office
    finally:
        office.close()
