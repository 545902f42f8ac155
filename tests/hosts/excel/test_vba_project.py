"""An edited VBA project: oletools and olefile read it, and it is what pyOpenVBA, which is tried with Excel, saves by itself."""

import io
import warnings
import zipfile
from pathlib import Path

import olefile
import pytest
import xlwings

from sheetkpi.hosts.excel.addin_file import edit, source_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oletools' own, while it is imported
    from oletools.olevba import VBA_Parser, decompress_stream
    from pyopenvba import ExcelFile
    from pyopenvba.cfb import CFB

TEMPLATE = Path(xlwings.__file__).with_name("quickstart_addin.xlam")
SOURCE = 'Attribute VB_Name = "ours"\r\nPublic Function HALF(x)\r\n    HALF = x / 2\r\nEnd Function\r\n'


def part_of(file: Path) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return archive.read("xl/vbaProject.bin")


def streams_of(file: bytes) -> dict[str, bytes]:
    with olefile.OleFileIO(io.BytesIO(file), raise_defects=olefile.DEFECT_POTENTIAL) as read:
        return {"/".join(path): read.openstream(path).read() for path in read.listdir()}


def modules_of(project: bytes) -> dict[str, str]:
    """The modules as oletools reads them."""
    parser = VBA_Parser("vbaProject.bin", data=project)
    try:
        return {name.rpartition(".")[0]: text for _file, _stream, name, text in parser.extract_macros()}
    finally:
        parser.close()


def text_of(stream: bytes) -> bytes:
    """A compressed text as oletools reads it."""
    return bytes(decompress_stream(bytearray(stream)))


@pytest.fixture(scope="module")
def project() -> bytes:
    return part_of(TEMPLATE)


def test_an_added_module_leaves_the_others_as_they_are(project: bytes) -> None:
    assert modules_of(edit(project, "sheetkpi", 1251, {"ours": SOURCE})) == modules_of(project) | {"ours": SOURCE}


def test_the_modules_that_do_not_change_keep_their_bytes(project: bytes) -> None:
    before, after = streams_of(project), streams_of(edit(project, "sheetkpi", 1251, {"ours": SOURCE, "Module1": None}))
    kept = {name for name in after if name.startswith("VBA/") and name not in ("VBA/dir", "VBA/ours", "VBA/_VBA_PROJECT")}
    assert kept
    assert all(after[name] == before[name] for name in kept)


def test_it_is_written_as_pyopenvba_saves_it(project: bytes, tmp_path: Path) -> None:
    with ExcelFile(TEMPLATE) as book:
        name, code_page = book.vba_project().name, book.vba_project().code_page
        book.vba_project().add_module("ours", SOURCE)
        book.vba_project().delete_module("Module1")
        book.save(tmp_path / "other.xlam")
    theirs = streams_of(part_of(tmp_path / "other.xlam"))
    ours = streams_of(edit(project, name, code_page, {"ours": SOURCE, "Module1": None}))
    assert sorted(ours) == sorted(theirs)
    different = {stream for stream in ours if ours[stream] != theirs[stream]}
    assert different <= {"PROJECT"}
    assert [line for line in ours["PROJECT"].splitlines() if line] == [line for line in theirs["PROJECT"].splitlines() if line]
    assert b"\r\n\r\nours=" not in ours["PROJECT"], "the window of the module is not in its section"


def test_nothing_compiled_is_left(project: bytes) -> None:
    compound = CFB.from_bytes(project)
    compound.add_stream_to_storage("VBA", "__SRP_0", b"compiled")
    streams = streams_of(edit(compound.to_bytes(), "sheetkpi", 1251, {"xlwings": SOURCE}))
    assert streams["VBA/_VBA_PROJECT"][:4] == bytes.fromhex("cc61ffff"), "Excel would run what was compiled before"
    assert not any(streams["VBA/_VBA_PROJECT"][4:])
    assert text_of(streams["VBA/xlwings"]) == SOURCE.encode()
    assert not [name for name in streams if "__SRP_" in name]


def test_the_code_page_and_the_name_are_in_every_list(project: bytes, tmp_path: Path) -> None:
    edited = edit(project, "sheetkpi", 1251, {"ours": "'Прибыль\r\n"})
    path = tmp_path / "book.xlam"
    with zipfile.ZipFile(TEMPLATE) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, edited if name == "xl/vbaProject.bin" else old.read(name))
    with ExcelFile(path) as book:
        read = book.vba_project()
        assert (read.code_page, read.name, read.validate()) == (1251, "sheetkpi", [])
    assert "Прибыль" in modules_of(edited)["ours"]
    assert "Прибыль" in source_of(edited, "ours")
    assert "Прибыль".encode("cp1251") in text_of(streams_of(edited)["VBA/ours"])
    assert b'\r\nName="sheetkpi"\r\n' in streams_of(edited)["PROJECT"]


def test_the_same_changes_give_the_same_bytes(project: bytes) -> None:
    assert edit(project, "a", 1251, {"ours": SOURCE}) == edit(project, "a", 1251, {"ours": SOURCE})


@pytest.mark.parametrize(
    "file", [b"", b"PK\x03\x04" + bytes(600), bytes(512), part_of(TEMPLATE)[:99]], ids=["empty", "zip", "zeros", "cut"]
)
def test_a_file_that_is_not_a_project_is_refused(file: bytes) -> None:
    with pytest.raises(ValueError, match="VBA project"):
        source_of(file, "xlwings")
    with pytest.raises(ValueError, match="VBA project"):
        edit(file, "sheetkpi", 1251, {})


@pytest.mark.parametrize("stream", [None, b"\x01", b"no"])
def test_a_project_without_its_list_of_modules_is_refused(project: bytes, stream: bytes | None) -> None:
    compound = CFB.from_bytes(project)
    if stream is None:
        compound.remove_stream_in_storage("VBA", "dir")
    else:
        compound.write_stream_in_storage("VBA", "dir", stream)
    with pytest.raises((ValueError, KeyError)):
        source_of(compound.to_bytes(), "xlwings")
