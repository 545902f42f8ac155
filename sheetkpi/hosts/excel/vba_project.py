"""Change the modules, the name and the code page of the VBA project in a workbook. [MS-OVBA] 2.3."""

import re
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pyopenvba.cfb import CFB
from pyopenvba.exceptions import PyOpenVBAError
from pyopenvba.vba import (
    VBAProject,
    compress,
    invalidate_vba_project_cache,
    parse_vba_project,
    serialize_dir_stream,
    serialize_project_stream,
    serialize_projectwm,
    write_back_modules,
)

#: Records of the stream ``dir`` (2.3.4.2.1).
_CODE_PAGE, _PROJECT_NAME, _VERSION = 0x03, 0x04, 0x09


def source_of(file: bytes, module: str) -> str:
    """Return the source of a module.

    Raises:
        ValueError: The file is not a VBA project.
        KeyError: The project has no such module.
    """
    with _reading():
        return str(parse_vba_project(CFB.from_bytes(file)).get_module(module).source)


def edit(file: bytes, name: str, code_page: int, modules: Mapping[str, str | None]) -> bytes:
    """Return the project under a name, with modules added, replaced or (None) deleted, and without compiled code.

    Raises:
        ValueError: The file is not a VBA project.
    """
    with _reading():
        compound = CFB.from_bytes(file)
        project = parse_vba_project(compound)
    project.code_page = code_page
    known = set(project.module_names())
    for module, source in modules.items():
        if source is None:
            project.delete_module(module)
            compound.remove_stream_in_storage("VBA", module)
        elif module in known:
            project.get_module(module).source = source
            project.get_module(module).dirty = True
        else:
            project.add_module(module, source)
            compound.add_stream_to_storage("VBA", module, b"")
    write_back_modules(compound, project)
    _write_lists(compound, project, name)
    invalidate_vba_project_cache(compound)
    compound.drop_streams_in_storage("VBA", lambda stream: stream.startswith("__SRP_"))
    return bytes(compound.to_bytes())


def _write_lists(compound: CFB, project: VBAProject, name: str) -> None:
    """Write the streams that list the modules: ``dir``, ``PROJECT`` and ``PROJECTwm``."""
    # pyOpenVBA writes the records before the modules as it read them, so the new code page and name are put in here
    code_page = struct.pack("<H", project.code_page)
    records = _replace_records(serialize_dir_stream(project), {_CODE_PAGE: code_page, _PROJECT_NAME: name.encode("ascii")})
    compound.write_stream_in_storage("VBA", "dir", compress(records))
    listed = serialize_project_stream(
        compound.get_stream("PROJECT").rstrip(b"\r\n"),
        {},
        add_modules=[(module.name, "Module") for module in project.modules if module.stream_name in project.pending_adds],
        delete_names=project.pending_deletes,
        code_page=project.code_page,
    )
    compound.write_stream("PROJECT", re.sub(rb'(?m)^Name="[^"]*"', b'Name="%s"' % name.encode("ascii"), listed, count=1))
    compound.write_stream("PROJECTwm", serialize_projectwm([(each, each) for each in project.module_names()], code_page=project.code_page))


def _replace_records(text: bytes, changes: Mapping[int, bytes]) -> bytes:
    """Replace records of the information about the project, which ends with its version."""
    written, position = bytearray(), 0
    while (head := struct.unpack_from("<HI", text, position))[0] != _VERSION:
        kind, size = head
        data = changes.get(kind, text[position + 6 :][:size])
        written += struct.pack("<HI", kind, len(data)) + data
        position += 6 + size
    return bytes(written) + text[position:]


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except (PyOpenVBAError, struct.error, IndexError) as error:
        raise ValueError(f"not a VBA project: {error}") from None
