"""The file of streams and folders in which Office keeps a VBA project: [MS-CFB], version 3.

Read and written whole, as a stream for each path such as ``VBA/dir``.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_SECTOR, _MINI_SECTOR = 512, 64
#: Shorter streams lie in mini sectors.
_MINI_STREAM_CUTOFF = 4096
_END, _FREE, _FAT, _NO_STREAM = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_BLACK = 1
#: What the header has room for; more would need sectors of their own (2.5), with 7 MB of streams.
_MOST_FAT_SECTORS = 109
_ENTRY = struct.Struct("<64sHBBIII36xIQ")
#: Behind the signature and an empty class id: versions, sizes, and where the parts begin (2.2).
_HEADER = struct.Struct("<8s16xHHHHH6xIIIIIIIII")


def read_streams(file: bytes) -> dict[str, bytes]:
    """The streams by their paths.

    Raises:
        ValueError: It is no such file, or a damaged one.
    """
    try:
        return _Reader(file).streams()
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(f"a damaged compound file: {error}") from None


class _Reader:
    def __init__(self, file: bytes) -> None:
        signature, _, version, _, shift, mini_shift, _, fat_sectors, directory, _, _, mini_fat, _, more_fat, _ = _HEADER.unpack_from(file)
        if signature != _SIGNATURE or version not in (3, 4) or mini_shift != 6 or more_fat not in (_END, _FREE):
            raise ValueError("no compound file that can be read here")
        self.file, self.size = file, 1 << shift
        places = struct.unpack_from(f"<{min(fat_sectors, _MOST_FAT_SECTORS)}I", file, _HEADER.size)
        self.fat = self._numbers(b"".join(map(self._sector, places)))
        self.entries = list(_ENTRY.iter_unpack(self._chain(directory)))
        self.mini_fat = self._numbers(self._chain(mini_fat))
        self.mini = self._chain(self.entries[0][-2])

    def streams(self) -> dict[str, bytes]:
        return dict(self._below(self.entries[0][6], ""))

    def _below(self, number: int, folder: str) -> Iterator[tuple[str, bytes]]:
        """The streams of an entry, of its siblings, and of what is below them."""
        waiting = [number]
        seen = set()
        while waiting:
            number = waiting.pop()
            if number == _NO_STREAM:
                continue
            if number in seen:
                raise ValueError("a compound file that goes in circles")
            seen.add(number)
            name, length, kind, _, left, right, child, start, size = self.entries[number]
            path = folder + name[: length - 2].decode("utf-16-le")
            if kind == _STREAM:
                yield path, self._content(start, size & 0xFFFFFFFF)
            elif kind == _STORAGE:
                yield from self._below(child, f"{path}/")
            waiting += [left, right]

    def _content(self, start: int, size: int) -> bytes:
        if not size:
            return b""
        if size >= _MINI_STREAM_CUTOFF:
            return self._chain(start)[:size]
        parts = (self.mini[place * _MINI_SECTOR :][:_MINI_SECTOR] for place in self._places(start, self.mini_fat))
        return b"".join(parts)[:size]

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._places(start, self.fat)))

    def _sector(self, place: int) -> bytes:
        return self.file[(place + 1) * self.size :][: self.size]

    @staticmethod
    def _places(place: int, table: Sequence[int]) -> Iterator[int]:
        for _ in range(len(table) + 1):
            if place in (_END, _FREE):
                return
            yield place
            place = table[place]
        raise ValueError("a compound file that goes in circles")

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data)


def write_streams(streams: Mapping[str, bytes]) -> bytes:
    """The file of streams; the same streams give the same bytes.

    Raises:
        ValueError: They are too large.
    """
    entries = _entries(streams)
    writer = _Writer()
    mini = bytearray()
    mini_fat: list[int] = []
    for entry in entries[1:]:
        if entry.kind != _STREAM or not entry.content:
            continue
        if len(entry.content) >= _MINI_STREAM_CUTOFF:
            entry.start = writer.put(entry.content)
        else:
            entry.start = _chained(mini_fat, -(-len(entry.content) // _MINI_SECTOR))
            mini += _filled(entry.content, _MINI_SECTOR)
    root = entries[0]
    root.content, root.start = bytes(mini), writer.put(bytes(mini))
    mini_table = _filled(struct.pack(f"<{len(mini_fat)}I", *mini_fat), _SECTOR, b"\xff")
    mini_start = writer.put(mini_table)
    directory = writer.put(_directory(entries))
    return writer.file(directory, mini_start, len(mini_table) // _SECTOR)


@dataclass(eq=False)
class _Entry:
    """An entry of the directory (2.6.1); its neighbours are numbers of entries."""

    name: str
    kind: int
    content: bytes = b""
    left: int = _NO_STREAM
    right: int = _NO_STREAM
    child: int = _NO_STREAM
    start: int = _END

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        if len(name) > 64:
            raise ValueError(f"a name of more than 31 characters: {self.name}")
        start = 0 if self.kind == _STORAGE else self.start
        return _ENTRY.pack(name, len(name), self.kind, _BLACK, self.left, self.right, self.child, start, len(self.content))


def _entries(streams: Mapping[str, bytes]) -> list[_Entry]:
    entries = [_Entry("Root Entry", _ROOT)]
    folders = {"": 0}
    children: dict[int, list[int]] = {0: []}
    for path, content in streams.items():
        folder, _, name = path.rpartition("/")
        if folder not in folders:
            folders[folder] = len(entries)
            children[0].append(len(entries))
            children[len(entries)] = []
            entries.append(_Entry(folder, _STORAGE))
        children[folders[folder]].append(len(entries))
        entries.append(_Entry(name, _STREAM, content))

    def tree(numbers: Sequence[int]) -> int:
        """Halved again and again it is a tree without red nodes, as 2.6.4 allows."""
        if not numbers:
            return _NO_STREAM
        middle = len(numbers) // 2
        entry = entries[numbers[middle]]
        entry.left, entry.right = tree(numbers[:middle]), tree(numbers[middle + 1 :])
        return numbers[middle]

    for parent, numbers in children.items():  # shorter names come first, then the alphabet in capitals: 2.6.4
        entries[parent].child = tree(sorted(numbers, key=lambda number: (len(entries[number].name), entries[number].name.upper())))
    return entries


def _directory(entries: Sequence[_Entry]) -> bytes:
    unused = _ENTRY.pack(b"", 0, 0, 0, _NO_STREAM, _NO_STREAM, _NO_STREAM, 0, 0)
    return b"".join(entry.packed() for entry in entries) + unused * (-len(entries) % (_SECTOR // _ENTRY.size))


class _Writer:
    """Sectors, and the table that chains them (2.3)."""

    def __init__(self) -> None:
        self.sectors: list[bytes] = []
        self.fat: list[int] = []

    def put(self, data: bytes) -> int:
        """Where the data begin."""
        if not data:
            return _END
        data = _filled(data, _SECTOR)
        self.sectors.append(data)
        return _chained(self.fat, len(data) // _SECTOR)

    def file(self, directory: int, mini_fat: int, mini_fat_sectors: int) -> bytes:
        used, count = len(self.fat), 1
        while count * (_SECTOR // 4) < used + count:
            count += 1
        if count > _MOST_FAT_SECTORS:
            raise ValueError("too much for a compound file of this kind")
        places = [*range(used, used + count), *[_FREE] * (_MOST_FAT_SECTORS - count)]
        fat = struct.pack(f"<{used + count}I", *self.fat, *[_FAT] * count)
        sizes = (0x3E, 3, 0xFFFE, 9, 6, 0, count, directory, 0, _MINI_STREAM_CUTOFF, mini_fat, mini_fat_sectors, _END, 0)
        header = _HEADER.pack(_SIGNATURE, *sizes) + struct.pack(f"<{_MOST_FAT_SECTORS}I", *places)
        return header + b"".join(self.sectors) + _filled(fat, _SECTOR, b"\xff")


def _chained(table: list[int], count: int) -> int:
    """Chain as many new places of a table, and say which is the first."""
    first = len(table)
    table += [*range(first + 1, first + count), _END]
    return first


def _filled(data: bytes, size: int, filling: bytes = b"\0") -> bytes:
    return data + filling * (-len(data) % size)
