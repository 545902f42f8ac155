"""The VBA project in a workbook: its modules as sources, for the program that opens it to compile. [MS-OVBA] 2.3."""

import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from sheetkpi.hosts.excel.compound_file import read_streams, write_streams
from sheetkpi.hosts.excel.compression import compress, decompress

#: Kinds of records in the stream ``dir`` (2.3.4.2).
_CODE_PAGE, _PROJECT_NAME, _VERSION, _MODULES, _END_OF_MODULES = 0x03, 0x04, 0x09, 0x0F, 0x10
_MODULE_NAME, _STREAM_NAME, _OFFSET, _END_OF_MODULE = 0x19, 0x1A, 0x31, 0x2B

#: What stands where Excel keeps compiled code: none, compile the sources (2.3.4.1).
_NOTHING_COMPILED = bytes.fromhex("cc61ffff000000")


@dataclass(frozen=True, slots=True)
class _Record:
    kind: int
    data: bytes

    def packed(self) -> bytes:
        size = 4 if self.kind == _VERSION else len(self.data)  # this record alone counts otherwise (2.3.4.2.1.11)
        return struct.pack("<HI", self.kind, size) + self.data


def _records(text: bytes) -> Iterator[_Record]:
    position = 0
    while position < len(text):
        kind, size = struct.unpack_from("<HI", text, position)
        size = 6 if kind == _VERSION else size
        yield _Record(kind, text[position + 6 :][:size])
        position += 6 + size


class VbaProject:
    """A VBA project.

    Raises:
        ValueError: It is no such file.
    """

    def __init__(self, file: bytes) -> None:
        self._streams = read_streams(file)
        try:
            records = list(_records(decompress(self._streams["VBA/dir"])))
            start = next(number for number, record in enumerate(records) if record.kind == _MODULE_NAME)
            self._head, rest = records[:start], records[start:]
            self._modules = list(_modules(rest))
            self._project = self._streams["PROJECT"]
            self._sources = {module.name: self._read(module) for module in self._modules}
        except (KeyError, StopIteration, struct.error) as error:
            raise ValueError(f"no VBA project: {error}") from None

    def _read(self, module: "_Module") -> bytes:
        return decompress(self._streams[f"VBA/{module.name}"][module.offset :])

    @property
    def modules(self) -> list[str]:
        """The names of the modules."""
        return [module.name for module in self._modules]

    def source(self, name: str) -> bytes:
        """The text of a module, in the encoding of the project.

        Raises:
            KeyError: There is no such module.
        """
        return self._sources[name]

    def replace(self, name: str, source: bytes) -> None:
        """Give a module another text."""
        module = next(module for module in self._modules if module.name == name)
        module.set_offset(0)
        self._sources[name] = source
        self._streams[f"VBA/{name}"] = compress(source)

    def add(self, name: str, source: bytes) -> None:
        """Add a module of procedures."""
        self._modules.append(_Module.of_procedures(name))
        listed = rb"((?:^(?:Module|Class|Document|BaseClass)=.*\r\n)+)"
        self._change_project(listed, rb"\1Module=%s\r\n" % _ascii(name))
        self._project = self._project.rstrip(b"\r\n") + b"\r\n%s=0, 0, 0, 0, C\r\n" % _ascii(name)  # its window is closed (2.3.1.18)
        self.replace(name, source)

    def remove(self, name: str) -> None:
        """Remove a module."""
        self._modules = [module for module in self._modules if module.name != name]
        del self._streams[f"VBA/{name}"], self._sources[name]
        self._change_project(rb"^(?:Module|Class|BaseClass)=%s\r\n" % _ascii(name), b"")
        self._change_project(rb"^%s=[^\r]*\r\n" % _ascii(name), b"")

    def rename(self, name: str) -> None:
        """Give the project another name."""
        self._set(_PROJECT_NAME, _ascii(name))
        self._change_project(rb'^Name="[^"]*"', b'Name="%s"' % _ascii(name))

    def set_code_page(self, code_page: int) -> None:
        """Say in which code page of Windows the texts are."""
        self._set(_CODE_PAGE, struct.pack("<H", code_page))

    def _change_project(self, what: bytes, to: bytes) -> None:
        self._project = re.sub(what, to, self._project, count=1, flags=re.MULTILINE)

    def _set(self, kind: int, data: bytes) -> None:
        self._head = [_Record(kind, data) if record.kind == kind else record for record in self._head]

    def file(self) -> bytes:
        """The part ``vbaProject.bin``; the same project gives the same bytes."""
        self._set(_MODULES, struct.pack("<H", len(self._modules)))
        records = [*self._head, *(record for module in self._modules for record in module.records), _Record(_END_OF_MODULES, b"")]
        streams = {path: content for path, content in self._streams.items() if not path.startswith("VBA/__SRP_")}  # compiled code too
        streams["VBA/dir"] = compress(b"".join(record.packed() for record in records))
        streams["VBA/_VBA_PROJECT"] = _NOTHING_COMPILED
        streams["PROJECT"] = self._project
        streams["PROJECTwm"] = _names_in_unicode(self.modules)
        return write_streams(streams)


class _Module:
    """What ``dir`` knows of a module (2.3.4.2.3.2)."""

    def __init__(self, records: Sequence[_Record]) -> None:
        self.records = list(records)
        self.name = self._data(_STREAM_NAME).decode("ascii")

    @classmethod
    def of_procedures(cls, name: str) -> "_Module":
        one_byte, unicode, number = _ascii(name), name.encode("utf-16-le"), struct.pack("<I", 0)
        parts = ((_MODULE_NAME, one_byte), (0x47, unicode), (_STREAM_NAME, one_byte), (0x32, unicode))  # its name, and its stream's
        texts = ((0x1C, b""), (0x48, b""))  # no description
        rest = ((_OFFSET, number), (0x1E, number), (0x2C, b"\xff\xff"), (0x21, b""), (_END_OF_MODULE, b""))  # 0x21: of procedures
        return cls([_Record(*part) for part in (*parts, *texts, *rest)])

    @property
    def offset(self) -> int:
        """Where the text begins in the stream, behind compiled code."""
        (offset,) = struct.unpack("<I", self._data(_OFFSET))
        return int(offset)

    def set_offset(self, offset: int) -> None:
        self.records = [_Record(_OFFSET, struct.pack("<I", offset)) if each.kind == _OFFSET else each for each in self.records]

    def _data(self, kind: int) -> bytes:
        return next(record.data for record in self.records if record.kind == kind)


def _modules(records: Iterable[_Record]) -> Iterator[_Module]:
    remaining = iter(records)
    while module := list(takewhile(lambda record: record.kind not in (_END_OF_MODULE, _END_OF_MODULES), remaining)):
        yield _Module([*module, _Record(_END_OF_MODULE, b"")])


def _names_in_unicode(names: Iterable[str]) -> bytes:
    """The stream PROJECTwm (2.3.3)."""
    return b"".join(_ascii(name) + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in names) + b"\0\0"


def _ascii(name: str) -> bytes:
    return name.encode("ascii")
