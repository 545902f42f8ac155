"""The extension with a prefix in it: built, installed by the command, and at work in a real LibreOffice."""

import re
import runpy
import sys
import types
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from sheetkpi import KPIS, calculate
from sheetkpi.hosts.calc.calls import CALC, why
from sheetkpi.hosts.calc.extension import extension
from sheetkpi.hosts.companions import COMPANIONS
from tests.hosts.calc.office import Office

PREFIX = "MK_"
NAMES = [PREFIX + name for name in (*KPIS, *COMPANIONS, CALC)]


@pytest.fixture(scope="module")
def package() -> bytes:
    return extension(PREFIX)


@pytest.fixture(scope="module")
def files(package: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def test_calc_learns_the_prefixed_names(files: dict[str, str]) -> None:
    assert re.findall(r"^    \S.* (\w+)\(", files["types.idl"], re.MULTILINE) == NAMES
    oor = "{http://openoffice.org/2001/registry}"
    described = ET.fromstring(files["CalcAddIns.xcu"]).findall(f"node/node/node[@{oor}name='AddInFunctions']/node")  # noqa: S314 - ours
    assert [node.get(f"{oor}name") for node in described] == NAMES
    for node in described:
        shown = {value.text for name in ("DisplayName", "CompatibilityName") for value in node.findall(f"prop[@{oor}name='{name}']/value")}
        assert shown == {node.get(f"{oor}name")}
    for language in ("en", "ru"):
        assert "=MK_ROMI(100000;50000)" in files[f"description/{language}.txt"]


def test_the_component_answers_under_the_prefixed_names(files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of LibreOffice's API stand empty classes: what the component itself makes is looked at."""
    for name in ("uno", "unohelper", "com.sun.star.beans", "com.sun.star.lang", "com.sun.star.sheet", "org.sheetkpi"):
        monkeypatch.setitem(sys.modules, name, _Anything(name))
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "component.py").write_text(files["component.py"], "utf-8")
    functions = runpy.run_path(str(tmp_path / "component.py"))["Functions"]
    assert {name for name in vars(functions) if name.isupper()} == set(NAMES)
    self = types.SimpleNamespace(language="en")
    assert functions.MK_ROMI(self, 150.0, 100.0) == ((0.5,),)
    assert functions.MK_KPI_WHY(self, "MK_ROMI", (5000.0, 0.0)) == functions.MK_KPI_WHY(self, "ROMI", (5000.0, 0.0))
    assert functions.MK_KPI_WHY(self, "ROMI", (5000.0, 0.0)) == why("ROMI", (5000.0, 0.0), "en")


class _Anything(types.ModuleType):
    """A module that has every class."""

    def __getattr__(self, name: str) -> Any:
        made = type(name, (), {"addImplementation": lambda *_arguments: None})
        setattr(self, name, made)
        return made


# --- a real LibreOffice


@pytest.fixture(scope="module")
def office(package: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    file = tmp_path_factory.mktemp("prefix") / "sheetkpi.oxt"
    file.write_bytes(package)
    office = Office(file)
    try:
        yield office
    finally:
        office.close()


@pytest.mark.e2e
def test_a_sheet_calculates_by_the_prefixed_names_alone(office: Office) -> None:
    office.ask("open")
    formulas = {
        "A1": "=MK_ROMI(100000;50000)",
        "A2": "=MK_CPO(100;0)",
        "A3": "=ROMI(100000;50000)",
        "A4": '=MK_KPI_WHY("MK_ROMI";5000;0)',
        "A5": '=MK_KPI_WHY("ROMI";5000;0)',
        "A6": "=MK_KPI_STATUS(90;100)",
    }
    office.ask("type", sheet="Sheet1", formulas=formulas)
    cells = [row[0] for row in office.ask("read", sheet="Sheet1", where="A1:A6")]
    assert cells[:3] == [1.0, {"error": "#DIV/0!"}, {"error": "#NAME?"}]
    assert cells[3] == cells[4]
    assert cells[3].startswith("ROMI: spend is 0.")
    assert cells[5] == calculate("KPI_STATUS", [90, 100])


@pytest.mark.e2e
def test_a_saved_sheet_finds_the_prefixed_functions_again(office: Office) -> None:
    office.ask("open")
    office.ask("type", sheet="Sheet1", formulas={"A1": "=MK_ROMI(100000;50000)"})
    office.ask("save", url=office.url("prefixed.ods"))
    office.ask("open", url=office.url("prefixed.ods"))
    office.ask("recalculate")
    assert office.ask("read", sheet="Sheet1", where="A1") == [[1.0]]
    assert office.ask("formulas", sheet="Sheet1", where="A1") == [["=SHEETKPI.MK_ROMI(100000;50000)"]], "its name in files"


@pytest.mark.e2e
def test_the_wizard_shows_the_prefixed_names(office: Office) -> None:
    known = {function["name"]: function for function in office.ask("wizard")}
    assert set(NAMES) <= set(known)
    assert not set(KPIS) & set(known)
    assert known["MK_ROMI"]["text"].startswith(KPIS["ROMI"].summary_in("en"))
