"""A VBA project with one module more: oletools and pyOpenVBA read it, and pyOpenVBA, which is tried with Excel, writes the same."""

import io
import warnings
import zipfile
from pathlib import Path

import olefile
import pytest
import xlwings

from sheetkpi.hosts.excel.compression import decompress
from sheetkpi.hosts.excel.vba_project import VbaProject

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pyopenvba import ExcelFile

TEMPLATE = Path(xlwings.__file__).with_name("quickstart_addin.xlam")
SOURCE = b'Attribute VB_Name = "ours"\r\nPublic Function HALF(x)\r\n    HALF = x / 2\r\nEnd Function\r\n'


def part_of(file: Path) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return archive.read("xl/vbaProject.bin")


def streams_of(file: bytes) -> dict[str, bytes]:
    with olefile.OleFileIO(io.BytesIO(file)) as read:
        return {"/".join(path): read.openstream(path).read() for path in read.listdir()}


@pytest.fixture
def project() -> VbaProject:
    return VbaProject(part_of(TEMPLATE))


def test_a_module_more_leaves_the_others_as_they_are(project: VbaProject) -> None:
    before = {name: project.source(name) for name in project.modules}
    project.add("ours", SOURCE)
    again = VbaProject(project.file())
    assert {name: again.source(name) for name in again.modules} == before | {"ours": SOURCE}


def test_it_is_written_as_pyopenvba_writes_it(project: VbaProject, tmp_path: Path) -> None:
    with ExcelFile(TEMPLATE) as book:
        book.vba_project().add_module("ours", SOURCE.decode())
        book.vba_project().delete_module("Module1")
        book.save(tmp_path / "other.xlam")
    theirs = streams_of(part_of(tmp_path / "other.xlam"))
    project.remove("Module1")
    project.add("ours", SOURCE)
    ours = streams_of(project.file())
    assert sorted(ours) == sorted(theirs)
    assert ours["PROJECTwm"] == theirs["PROJECTwm"]
    assert ours["VBA/_VBA_PROJECT"] == theirs["VBA/_VBA_PROJECT"]
    assert [line for line in ours["PROJECT"].splitlines() if line] == [line for line in theirs["PROJECT"].splitlines() if line]
    cookie = b"\x2c\x00\x02\x00\x00\x00"  # of a module: any number, and Excel takes no notice (2.3.4.2.3.2.7)
    without = [decompress(streams["VBA/dir"]).rstrip(b"\0").split(cookie) for streams in (ours, theirs)]
    assert [part[2:] for part in without[0]] == [part[2:] for part in without[1]]
    untouched = {name for name in ours if name.startswith("VBA/") and name not in ("VBA/dir", "VBA/ours", "VBA/_VBA_PROJECT")}
    assert untouched
    assert all(ours[name] == theirs[name] for name in untouched)


def test_nothing_compiled_is_left(project: VbaProject) -> None:
    project.replace("xlwings", SOURCE)
    streams = streams_of(project.file())
    assert streams["VBA/_VBA_PROJECT"][:4] == bytes.fromhex("cc61ffff"), "Excel would run what was compiled before"
    assert decompress(streams["VBA/xlwings"]) == SOURCE
    assert not [name for name in streams if "__SRP_" in name]


def test_the_code_page_and_the_name_are_said_everywhere(project: VbaProject, tmp_path: Path) -> None:
    project.set_code_page(1251)
    project.rename("sheetkpi")
    project.add("ours", "'Прибыль\r\n".encode("cp1251"))
    path = tmp_path / "book.xlam"
    with zipfile.ZipFile(TEMPLATE) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, project.file() if name == "xl/vbaProject.bin" else old.read(name))
    with ExcelFile(path) as book:
        read = book.vba_project()
        assert (read.code_page, read.name, read.validate()) == (1251, "sheetkpi", [])
        assert "Прибыль" in book.get_module("ours")
    assert b'\r\nName="sheetkpi"\r\n' in streams_of(project.file())["PROJECT"]


def test_what_is_no_project_is_refused() -> None:
    from sheetkpi.hosts.excel.compound_file import write_streams

    for streams in ({}, {"VBA/dir": b"\x01"}, {"VBA/dir": b"no"}):
        with pytest.raises(ValueError, match=r"VBA project|compressed"):
            VbaProject(write_streams(streams))
