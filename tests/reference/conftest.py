"""Each engine in turn; those in LibreOffice are slow to start."""

from collections.abc import Iterator

import pytest

from tests.hosts.calc.office import Office, todays_extension
from tests.reference import engines
from tests.reference.engines import ENGINES, Engine

IN_OFFICE = ("native formulas in LibreOffice", "add-in in LibreOffice")


@pytest.fixture(scope="session", params=[*ENGINES, *(pytest.param(name, marks=pytest.mark.e2e) for name in IN_OFFICE)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """One engine after the other."""
    if request.param == IN_OFFICE[1]:
        return request.getfixturevalue("addin")  # type: ignore[no-any-return]
    return engines.native_in_libreoffice if request.param == IN_OFFICE[0] else ENGINES[request.param]


@pytest.fixture(scope="session")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine of the Calc add-in."""
    office = Office(todays_extension(tmp_path_factory.mktemp("extension")))
    try:
        yield engines.addin_in_libreoffice(office)
    finally:
        office.close()
