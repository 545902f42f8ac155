"""Compound files: olefile reads what we write, and we read what others write."""

import io
import zipfile
from pathlib import Path

import olefile
import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from sheetkpi.hosts.excel.compound_file import read_streams, write_streams

#: Names of streams; olefile and Windows know no difference of capitals.
NAMES = st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=31)
CONTENTS = st.one_of(st.binary(max_size=200), st.sampled_from([b"", b"x" * 63, b"x" * 64, b"x" * 4095, b"x" * 4096, b"xyz" * 9000]))
FILES = st.builds(
    lambda above, below: above | {f"VBA/{name}": content for name, content in below.items()},
    st.dictionaries(NAMES.filter(lambda name: name != "vba"), CONTENTS, max_size=6),
    st.dictionaries(NAMES, CONTENTS, max_size=30),
)


def of_others() -> bytes:
    """The VBA project in xlwings' add-in."""
    with zipfile.ZipFile(Path(xlwings.__file__).with_name("quickstart_addin.xlam")) as archive:
        return archive.read("xl/vbaProject.bin")


def as_olefile_reads(file: bytes) -> dict[str, bytes]:
    with olefile.OleFileIO(io.BytesIO(file), raise_defects=olefile.DEFECT_POTENTIAL) as read:
        return {"/".join(path): read.openstream(path).read() for path in read.listdir()}


@given(FILES)
def test_olefile_reads_what_we_write(streams: dict[str, bytes]) -> None:
    file = write_streams(streams)
    assert as_olefile_reads(file) == streams
    assert read_streams(file) == streams
    assert write_streams(streams) == file, "the same streams give other bytes"


@given(FILES)
def test_each_stream_is_found_by_its_name(streams: dict[str, bytes]) -> None:
    """Windows looks them up in the tree of the directory, and does not read them all."""
    with olefile.OleFileIO(io.BytesIO(write_streams(streams))) as read:
        entries = read.direntries
        for path, content in streams.items():
            entry = read.root
            for name in path.split("/"):
                number = entry.sid_child
                while number != olefile.NOSTREAM and entries[number].name != name:
                    key, here = ((len(each), each.upper()) for each in (name, entries[number].name))
                    number = entries[number].sid_left if key < here else entries[number].sid_right
                assert number != olefile.NOSTREAM, f"{path} is not where it is looked for"
                entry = entries[number]
            assert entry.size == len(content)


def test_we_read_what_others_write() -> None:
    assert read_streams(of_others()) == as_olefile_reads(of_others())


def test_many_and_large_streams_need_more_than_one_table() -> None:
    streams = {f"VBA/{number}": bytes([number]) * 30_000 for number in range(40)}
    assert as_olefile_reads(write_streams(streams)) == streams == read_streams(write_streams(streams))


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="too much"):
        write_streams({"a": bytes(8_000_000)})
    with pytest.raises(ValueError, match="31 characters"):
        write_streams({"a" * 32: b""})


@pytest.mark.parametrize("file", [b"", b"PK\x03\x04" + bytes(600), bytes(512), of_others()[:600]], ids=["empty", "zip", "zeros", "cut off"])
def test_what_is_no_such_file_is_refused(file: bytes) -> None:
    with pytest.raises(ValueError, match="compound file"):
        read_streams(file)


@given(st.data())
def test_a_damaged_file_is_refused_or_read_and_does_not_hang(data: st.DataObject) -> None:
    file = bytearray(write_streams({"PROJECT": b"x" * 300, "VBA/dir": b"y" * 5000}))
    for _ in range(data.draw(st.integers(1, 8))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_streams(bytes(file))
    except ValueError:
        return
