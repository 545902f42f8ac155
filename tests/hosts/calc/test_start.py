"""Whoever does not use the functions does not pay for them: LibreOffice starts Python only for a document that calls one."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.calc.office import Office

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a program has loaded")]


@pytest.fixture
def fresh(extension: Path) -> Iterator[Office]:
    """An office that has not computed yet."""
    office = Office(extension)
    yield office
    office.close()


def test_python_starts_with_the_first_function_of_ours(fresh: Office) -> None:
    fresh.ask("open")
    others = {"A1": "=SUM(1;2)", "A2": "=EDATE(45000;1)", "A3": "=WORKDAY(45000;1)", "A4": "=NOSUCHFUNCTION(1)"}
    fresh.ask("type", sheet="Sheet", formulas=others)
    fresh.ask("save", url=fresh.url("others.xlsx"))
    fresh.ask("open", url=fresh.url("others.xlsx"))
    assert fresh.ask("read", sheet="Sheet", where="A1:A2") == [[3.0], [45031.0]]
    assert not fresh.has_loaded("libpython"), "a document without KPIs, though with functions of another add-in"
    fresh.ask("type", sheet="Sheet", formulas={"B1": "=ROMI(100000;50000)"})
    assert fresh.ask("read", sheet="Sheet", where="B1") == [[1.0]]
    assert fresh.has_loaded("libpython"), "a document with KPIs"
