"""Build ``sheetkpi.xlam`` without Excel, from the add-in of the installed xlwings, so that both match its library.

The function wizard's help lies where Excel itself keeps it when it saves an add-in: nothing has to be executed when Excel starts.
"""

import importlib.util
import io
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from sheetkpi.files.archive import archive
from sheetkpi.files.installing import needing, pip_install
from sheetkpi.hosts.excel.descriptions import CATEGORY, LONGEST_TEXT, Function, functions
from sheetkpi.hosts.excel.vba import BUILT_IN_CATEGORIES, MODULE, code_page_of, vba_module
from sheetkpi.hosts.why import WHY
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.translation import Language, Message

#: What the VBA calls its project: by this name xlwings looks for the configuration.
PROJECT = "sheetkpi"

_TEMPLATE = "quickstart_addin.xlam"
#: The module of xlwings, which says which library it loads.
XLWINGS, _SAMPLE = "xlwings", "Module1"
_PROJECT_OF_XLWINGS = re.compile(r'(Public Const PROJECT_NAME As String = ")[^"]*(")')

#: The part with the VBA.
VBA = "xl/vbaProject.bin"
_WORKBOOK, _PROPERTIES = "xl/workbook.xml", "docProps/core.xml"
#: Where the help of arguments stands: [MS-OFFMACRO2] 2.2.5.2.
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
    with needing("excel", "The add-in can't be built without {name}. Install it: {command}"):
        from sheetkpi.hosts.excel.vba_project import edit, source_of
    xlwings, found = _PROJECT_OF_XLWINGS.subn(rf"\g<1>{PROJECT}\g<2>", source_of(file, XLWINGS))
    if found != 1:
        raise ValueError("PROJECT_NAME")
    modules = {XLWINGS: xlwings, _SAMPLE: None, MODULE: vba_module(language, prefix, code_page)}
    return edit(file, PROJECT, code_page_of(language, code_page), modules)


def _workbook(xml: str, language: Language, prefix: str) -> str:
    """Add the functions' category and argument help to the workbook, in the order in which Excel writes them."""
    xml = re.sub(r"<mc:AlternateContent\b.*?</mc:AlternateContent>", "", xml, flags=re.DOTALL)  # a folder of those who made it
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
