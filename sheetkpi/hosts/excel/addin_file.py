"""Build ``sheetkpi.xlam`` without Excel, from the add-in of the installed xlwings, so that both match its library.

The function wizard's help lies where Excel itself keeps it when it saves an add-in: nothing has to be executed when Excel starts.
"""

import importlib.util
import io
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

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

from sheetkpi.files.installing import needing, pip_install
from sheetkpi.files.shipped import archive
from sheetkpi.hosts.companions import WHY
from sheetkpi.hosts.descriptions import Function, functions
from sheetkpi.hosts.excel.intellisense import PART, intellisense
from sheetkpi.hosts.excel.vba import BUILT_IN_CATEGORIES, CATEGORY, LONGEST_TEXT, MODULE, PROJECT, VBA, XLWINGS, code_page_of, vba_module
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.translation import Language, Message

_TEMPLATE = "quickstart_addin.xlam"
_SAMPLE = "Module1"
_PROJECT_OF_XLWINGS = re.compile(r'(Public Const PROJECT_NAME As String = ")[^"]*(")')

_WORKBOOK, _PROPERTIES, _RELATIONSHIPS = "xl/workbook.xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels"
_RELATED = (
    '<Relationship Id="rIdIntelliSense" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml" '
    f'Target="../{PART}"/>'
)
#: The element with the help of arguments: [MS-OFFMACRO2] 2.2.5.2.
_ARGUMENTS_URI = "{8193D73E-4604-4355-AFF4-8A2333D13BE4}"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"


def addin(language: Language, prefix: str = "", template: Path | None = None, code_page: int | None = None) -> bytes:
    """Build the add-in; the same input gives the same bytes.

    Raises:
        SheetKpiError: xlwings is missing, or its add-in has an unknown form.
    """
    file = template or _template()
    about = Message("Marketing KPIs as functions. {why} explains errors.", why=prefix + WHY)
    try:
        with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archived:
            parts = {name: archived.read(name) for name in archived.namelist()}
        parts[VBA] = _project(parts[VBA], language, prefix, code_page)
        parts[_WORKBOOK] = _workbook(parts[_WORKBOOK].decode(), language, prefix).encode()
        parts[_RELATIONSHIPS] = _put(parts[_RELATIONSHIPS].decode(), "</Relationships>", f"{_RELATED}</Relationships>").encode()
        parts[PART] = intellisense(language, prefix)
        parts[_PROPERTIES] = _properties(parts[_PROPERTIES].decode(), about.in_language(language)).encode()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise SheetKpiError(
            Message(
                "{file} is not the add-in that comes with xlwings ({reason}). Reinstall xlwings: "
                "{command}. If that doesn't help, this version of sheetkpi doesn't support that xlwings yet.",
                file=file,
                reason=reason_of(error) if isinstance(error, OSError) else error,
                command=pip_install("--force-reinstall xlwings"),
            )
        ) from None
    return archive(parts.items(), is_compressed=True)


def _template() -> Path:
    with needing("excel", "The add-in can't be built without {name}. Install it: {command}"):
        package = importlib.util.find_spec("xlwings")  # importing it would take a second
        if package is None or not package.origin:
            raise ModuleNotFoundError(name="xlwings")
    return Path(package.origin).with_name(_TEMPLATE)


def _project(file: bytes, language: Language, prefix: str, code_page: int | None) -> bytes:
    xlwings, found = _PROJECT_OF_XLWINGS.subn(rf"\g<1>{PROJECT}\g<2>", source_of(file, XLWINGS))
    if found != 1:
        raise ValueError("PROJECT_NAME")
    modules = {XLWINGS: xlwings, _SAMPLE: None, MODULE: vba_module(language, prefix, code_page)}
    return edit(file, PROJECT, code_page_of(language, code_page), modules)


def _workbook(xml: str, language: Language, prefix: str) -> str:
    """Add the functions' category and argument help to the workbook, in the order in which Excel writes them."""
    xml = re.sub(r"<mc:AlternateContent\b.*?</mc:AlternateContent>", "", xml, flags=re.DOTALL)  # the folder of its author
    xml = re.sub(r' fullCalcOnLoad="1"', "", xml)  # it would calculate every workbook when Excel starts
    xml = xml.replace('name="_myaddin.conf"', f'name="_{PROJECT}.conf"')
    xml = re.sub(r"<functionGroups\b.*?(?:/>|</functionGroups>)", "", xml, flags=re.DOTALL)
    group = f"<functionGroup name={quoteattr(CATEGORY.in_language(language))}/>"
    groups = f'<functionGroups builtInGroupCount="{BUILT_IN_CATEGORIES}">{group}</functionGroups>'
    return _put(_put(xml, "</sheets>", f"</sheets>{groups}"), "<extLst>", f"<extLst>{_arguments(language, prefix)}")


def _arguments(language: Language, prefix: str) -> str:
    names = "".join(_described(prefix, function, language) for function in sorted(functions(), key=lambda function: function.name))
    return f'<ext uri="{_ARGUMENTS_URI}" xmlns:x14="{_X14}"><x14:definedNames>{names}</x14:definedNames></ext>'


def _described(prefix: str, function: Function, language: Language) -> str:
    texts = [escape(argument.text.in_language(language)[:LONGEST_TEXT]) for argument in function.arguments]
    descriptions = "".join(f'<x14:argumentDescription index="{index}">{text}</x14:argumentDescription>' for index, text in enumerate(texts))
    whole = f'<x14:argumentDescriptions count="{len(texts)}">{descriptions}</x14:argumentDescriptions>'
    return f"<x14:definedName name={quoteattr(prefix + function.name)}>{whole}</x14:definedName>"


def _properties(xml: str, about: str) -> str:
    """Set the title and description that Excel's list of add-ins shows."""
    for name, text in {"dc:title": PROJECT, "dc:description": about, "dc:creator": PROJECT, "cp:lastModifiedBy": PROJECT}.items():
        if found := re.search(rf"<{name}\s*/>|<{name}>.*?</{name}>", xml, re.DOTALL):
            xml = f"{xml[: found.start()]}<{name}>{escape(text)}</{name}>{xml[found.end() :]}"
    return xml


def _put(xml: str, where: str, what: str) -> str:
    if xml.count(where) != 1:
        raise ValueError(where)
    return xml.replace(where, what)


# --- the VBA project: [MS-OVBA] 2.3

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
