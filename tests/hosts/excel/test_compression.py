"""VBA's compression: the examples of its specification, and what oletools, which reads it too, makes of ours."""

import contextlib
import random
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkpi.hosts.excel.compression import compress, decompress

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oletools' own, while it is imported
    from oletools.olevba import decompress_stream

#: [MS-OVBA] 3.2: texts, and their containers.
EXAMPLES = {
    b"abcdefghijklmnopqrstuv.": "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E",
    b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa": (
        "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F 70 06 71 02 70 04 10 72 73 74 75 "
        "76 10 77 78 79 7A 00 3C"
    ),
    b"a" * 73: "01 03 B0 02 61 45 00",
}

#: What source code is like: the same words again and again.
SOURCES = st.lists(st.sampled_from(["ROMI", "spend", "\r\n", "Private ", '"Прибыль"', "a", "aaa", " = "]), max_size=3000).map(
    lambda words: "".join(words).encode("cp1251")
)


@pytest.mark.parametrize("text", EXAMPLES, ids=["nothing repeats", "some repeats", "all repeats"])
def test_the_examples_of_the_specification(text: bytes) -> None:
    container = bytes.fromhex(EXAMPLES[text])
    assert decompress(container) == text
    assert decompress(compress(text)) == text
    assert len(compress(text)) <= len(container), "ours is larger than the specification's"


@given(SOURCES)
def test_oletools_reads_what_we_write(text: bytes) -> None:
    container = compress(text)
    assert decompress(container) == text
    if text:  # oletools takes no empty text
        assert bytes(decompress_stream(bytearray(container))) == text


@given(st.binary(max_size=3500))
def test_any_bytes_come_back(data: bytes) -> None:
    assert decompress(compress(data)) == data


@given(st.integers(0, 2**32))
def test_a_whole_chunk_that_cannot_be_made_smaller_stays_as_it_is(seed: int) -> None:
    data = random.Random(seed).randbytes(4096)
    assert data in compress(data)
    assert decompress(compress(data)) == data


def test_what_would_get_zeros_at_its_end_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be made smaller"):
        compress(random.Random(1).randbytes(4000))


@given(st.binary(max_size=200))
def test_damaged_bytes_are_refused_or_read(data: bytes) -> None:
    for container in (data, b"\x01" + data, b"\x01\x03\xb0" + data, compress(data)[: len(data) // 2]):
        with contextlib.suppress(ValueError):
            decompress(container)
