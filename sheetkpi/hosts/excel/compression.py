"""The compression of VBA's texts in a file: [MS-OVBA] 2.4.1.

A container is a signature byte and chunks of 4096 bytes, each of which begins with a header of two bytes. A chunk is a sequence of
flag bytes, each with eight tokens behind it: a byte as it is, or a copy of bytes that stand before it in the same chunk.
"""

import struct

_SIGNATURE = 1
_CHUNK = 4096
_HEADER, _COMPRESSED = 0x3000, 0x8000
_SHORTEST_COPY = 3


def compress(data: bytes) -> bytes:
    """The container of a text.

    >>> compress(b"aaaaaaaaaa").hex()
    '0103b002610600'
    """
    chunks = (_compressed_chunk(data[start : start + _CHUNK]) for start in range(0, len(data), _CHUNK))
    return bytes([_SIGNATURE]) + b"".join(chunks)


def decompress(container: bytes) -> bytes:
    """The text of a container.

    Raises:
        ValueError: It is no such container.
    """
    if container[:1] != bytes([_SIGNATURE]):
        raise ValueError("no compressed container")
    text, position = bytearray(), 1
    while position + 2 <= len(container):
        (header,) = struct.unpack_from("<H", container, position)
        if header & 0x7000 != _HEADER:
            raise ValueError("a chunk without its mark")
        end = position + (header & 0x0FFF) + 3
        body = container[position + 2 : end]
        if end > len(container):
            raise ValueError("a chunk that is cut off")
        text += _decompressed_chunk(body) if header & _COMPRESSED else body
        position = end
    return bytes(text)


def _compressed_chunk(chunk: bytes) -> bytes:
    body, position = bytearray(), 0
    while position < len(chunk):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if position == len(chunk):
                break
            length, offset = _longest_copy(chunk, position)
            if length:
                shift = _bits_of_length(position)
                tokens += struct.pack("<H", (offset - 1) << shift | (length - _SHORTEST_COPY))
                flags |= 1 << bit
                position += length
            else:
                tokens.append(chunk[position])
                position += 1
        body.append(flags)
        body += tokens
    if len(body) <= _CHUNK:
        return struct.pack("<H", _COMPRESSED | _HEADER | len(body) - 1) + bytes(body)
    if len(chunk) < _CHUNK:  # 2.4.1.3.10 would fill it up with zeros, and they would stay in the text
        raise ValueError("what is left at the end cannot be made smaller")
    return struct.pack("<H", _HEADER | _CHUNK - 1) + chunk


def _decompressed_chunk(body: bytes) -> bytes:
    chunk, position = bytearray(), 0
    while position < len(body):
        flags = body[position]
        position += 1
        for bit in range(8):
            if position >= len(body):
                break
            if not flags >> bit & 1:
                chunk.append(body[position])
                position += 1
                continue
            token = int.from_bytes(body[position : position + 2], "little")
            position += 2
            shift = _bits_of_length(len(chunk))
            start = len(chunk) - (token >> shift) - 1
            if start < 0:
                raise ValueError("a copy of what is not there")
            for index in range(start, start + (token & (1 << shift) - 1) + _SHORTEST_COPY):  # it may copy what it has just written
                chunk.append(chunk[index])
    return bytes(chunk)


def _longest_copy(chunk: bytes, position: int) -> tuple[int, int]:
    """How many bytes from here on stand before, and how far back: 2.4.1.3.19.4."""
    start = chunk[position : position + _SHORTEST_COPY]
    if len(start) < _SHORTEST_COPY:
        return 0, 0
    most = min((1 << _bits_of_length(position)) - 1 + _SHORTEST_COPY, len(chunk) - position)
    best, offset = 0, 0
    candidate = chunk.rfind(start, 0, position + _SHORTEST_COPY - 1)
    while candidate >= 0 and best < most:
        length = _SHORTEST_COPY
        while length < most and chunk[candidate + length] == chunk[position + length]:
            length += 1
        if length > best:
            best, offset = length, position - candidate
        candidate = chunk.rfind(start, 0, candidate + _SHORTEST_COPY - 1)
    return best, offset


def _bits_of_length(position: int) -> int:
    """How many of a copy's 16 bits say its length, by where in the chunk it stands: 2.4.1.3.19.1."""
    return 16 - max((position - 1).bit_length(), 4)
