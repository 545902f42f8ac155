"""Build ``addin/calc/sheetkpi.oxt``, the extension of LibreOffice: the formulas, their types, and the texts of the function wizard."""

from modulefinder import ModuleFinder
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import sheetkpi
from sheetkpi.files.shipped import archive
from sheetkpi.hosts.calc import calls
from sheetkpi.hosts.companions import WHY
from sheetkpi.hosts.descriptions import Argument, Function, functions
from sheetkpi.printing.notation import BEST_KNOWN, first_formula
from sheetkpi.registry import KPIS
from sheetkpi.translation import DOMAIN, LANGUAGES, Label, Language, Message, Translatable, translate

#: The extension's identifier in LibreOffice.
IDENTIFIER = "org.sheetkpi.calc"

_PACKAGE = Path(sheetkpi.__file__).parent

_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
 <manifest:file-entry manifest:full-path="types.idl" manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB"/>
 <manifest:file-entry manifest:full-path="component.py" manifest:media-type="application/vnd.sun.star.uno-component;type=Python"/>
 <manifest:file-entry manifest:full-path="CalcAddIns.xcu" manifest:media-type="application/vnd.sun.star.configuration-data"/>
</manifest:manifest>
"""

_DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006" xmlns:xlink="http://www.w3.org/1999/xlink">
 <identifier value="{identifier}"/>
 <version value="{version}"/>
 <display-name>{names}</display-name>
 <publisher><name lang="en">sheetkpi</name></publisher>
 <icon><default xlink:href="icon.svg"/></icon>
 <extension-description>{texts}</extension-description>
</description>
"""


#: The line of the component with the prefix: LibreOffice's Python has no settings.
_NO_PREFIX = b'\nPREFIX = ""\n'

#: In files the functions are called ``SHEETKPI.ROMI``; in a cell one types ``ROMI``.
SERVICE = "SHEETKPI"

_OOR = "{http://openoffice.org/2001/registry}"


def extension(prefix: str = "") -> bytes:
    """Build the extension; the same package and prefix give the same bytes."""
    files: dict[str, bytes] = {
        "META-INF/manifest.xml": _MANIFEST.encode(),
        "description.xml": _description().encode(),
        **{f"description/{language}.txt": _about(language, prefix).encode() for language in LANGUAGES},
        "types.idl": types(prefix).encode(),
        "CalcAddIns.xcu": wizard(prefix),
        "component.py": _component(prefix),
        "icon.svg": (_PACKAGE / "hosts" / "calc" / "icon.svg").read_bytes(),
        **_core(),
    }
    return archive(files.items())


def _component(prefix: str) -> bytes:
    source = (_PACKAGE / "hosts" / "calc" / "component.py").read_bytes()
    before, line, after = source.partition(_NO_PREFIX)
    if not line:
        raise ValueError("the component has no place for the prefix")
    return before + f'\nPREFIX = "{prefix}"\n'.encode() + after


def _description() -> str:
    names = {language: translate("sheetkpi: marketing KPIs", language) for language in LANGUAGES}
    return _DESCRIPTION.format(
        identifier=IDENTIFIER,
        version=sheetkpi.__version__,
        names="".join(f'<name lang="{language}">{escape(name)}</name>' for language, name in names.items()),
        texts="".join(f'<src lang="{language}" xlink:href="description/{language}.txt"/>' for language in LANGUAGES),
    )


def _about(language: Language, prefix: str) -> str:
    text = translate(
        "{count} functions of marketing for Calc, with one definition each: {call} and so on. "
        "They are in the function wizard under “Add-in”. Everything is computed on this computer.",
        language,
    )
    return text.format(count=len(KPIS), call=first_formula(KPIS[BEST_KNOWN], prefix=prefix))


def _core() -> dict[str, bytes]:
    """Collect the modules that a call may need, and their translations."""
    languages = {
        Path("locale", language, name) for language in LANGUAGES for name in ("__init__.py", "columns.json", f"LC_MESSAGES/{DOMAIN}.mo")
    }
    paths = sorted(path.as_posix() for path in _modules_needed() | {path for path in languages if (_PACKAGE / path).is_file()})
    return {f"pythonpath/sheetkpi/{path}": (_PACKAGE / path).read_bytes() for path in paths}


#: Calc hands over cells, never columns of NumPy.
_FOR_COLUMNS = ("sheetkpi.calculation.expressions", "sheetkpi.calculation.vectorized")


def _modules_needed() -> set[Path]:
    """List every module that a call imports, at once or later, with its packages."""
    finder = ModuleFinder(path=[str(_PACKAGE.parent)], excludes=_FOR_COLUMNS)
    finder.import_hook(calls.__name__)
    files: list[str | None] = [getattr(module, "__file__", None) for module in finder.modules.values()]
    return {Path(file).relative_to(_PACKAGE) for file in files if file}


# --- the functions, as Calc must know them before it calls


#: Types of results. Calc finds a text equal to another one only if it came alone, or among nothing but texts.
CELLS = "sequence< sequence<any> >"
TEXTS = "sequence< sequence<string> >"
ONE_OR_MANY = "any"
#: Type of arguments that are a range of cells: Calc hands over the range itself, not a copy of all its cells.
RANGE = "com::sun::star::table::XCellRange"


def calc_functions() -> list[Function]:
    """List the functions of every host, and the one for constants and computed arrays."""
    arguments = [
        Argument("kpi", Label("function"), Label('The name of the KPI in quotes, for example "NPS"')),
        Argument("arguments", Label("arguments"), Label("Its arguments, which may be computed: A2:A9*1, {9|10|3}, TODAY()"), repeats=True),
    ]
    text = Label("A KPI of ranges that are constants or computed: the functions themselves take only cells of a sheet.")
    return [*functions(), Function(calls.CALC, text, arguments, Label("When a cell shows an error"))]


def types(prefix: str = "") -> str:
    """Generate the interface of the component in UNO's own language, which Calc reads directly.

    An argument of the type ``any`` takes a number, a text or a range, and may be left out.
    """
    methods = "".join(f"    {_result(function)} {prefix}{function.name}({_parameters(function)});\n" for function in calc_functions())
    return f"module org {{ module sheetkpi {{\ninterface XFunctions {{\n{methods}}};\n}}; }};\n"


def _result(function: Function) -> str:
    if function.kpi is None:
        return TEXTS if function.name == WHY else ONE_OR_MANY
    return ONE_OR_MANY if function.kpi.kind.holds == "text" else CELLS


def _parameters(function: Function) -> str:
    return ", ".join(f"[in] {_type(argument)} {argument.name.upper()}" for argument in function.arguments)


def _type(argument: Argument) -> str:
    if argument.repeats:
        return "sequence<any>"
    return RANGE if argument.is_range and not argument.is_optional else "any"


def wizard(prefix: str = "") -> bytes:
    """Generate the LibreOffice configuration with the texts of the function wizard."""
    ET.register_namespace("oor", _OOR[1:-1])
    root = ET.Element(f"{_OOR}component-data", {f"{_OOR}name": "CalcAddIns", f"{_OOR}package": "org.openoffice.Office"})
    service = _node(_node(root, "AddInInfo", is_new=False), SERVICE)
    list_of_functions = _node(service, "AddInFunctions", is_new=False)
    for function in calc_functions():
        _write_function(list_of_functions, function, prefix + function.name)
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return text


def _write_function(parent: ET.Element, function: Function, name: str) -> None:
    text = function.text
    if function.kpi and function.kpi.result.spills:
        text = Message("{text} Select enough cells and confirm with Ctrl+Shift+Enter.", text=text)
    elif function.name == WHY:
        text = Message("{text} A range with an error in it shows Err:504: ask for each cell.", text=text)
    elif function.kpi and function.kpi.is_cell_by_cell:
        text = Message("{text} A blank cell counts as 0 here: to keep it blank, write it as a range, such as B2:B2.", text=text)
    node = _node(parent, name)
    _write_texts(node, "DisplayName", Label(name))
    _write_texts(node, "Description", text)
    ET.SubElement(ET.SubElement(node, "prop", {f"{_OOR}name": "Category"}), "value").text = "Add-In"
    # the name in Excel's files, by which LibreOffice 24.8 and later know the function there
    _write_texts(node, "CompatibilityName", Label(name))
    parameters = _node(node, "Parameters", is_new=False)
    for argument in function.arguments:
        of_argument = _node(parameters, argument.name.upper())
        _write_texts(of_argument, "DisplayName", argument.title)
        _write_texts(of_argument, "Description", _explained(argument))


def _explained(argument: Argument) -> Translatable:
    """Return the help of an argument; the wizard calls any that is not a range optional."""
    is_required = not argument.is_optional and not argument.repeats and _type(argument) != RANGE
    return Message("{text} (required)", text=argument.text) if is_required else argument.text


def _node(parent: ET.Element, name: str, *, is_new: bool = True) -> ET.Element:
    return ET.SubElement(parent, "node", {f"{_OOR}name": name, **({f"{_OOR}op": "replace"} if is_new else {})})


def _write_texts(node: ET.Element, name: str, text: Translatable) -> None:
    prop = ET.SubElement(node, "prop", {f"{_OOR}name": name})
    for language in LANGUAGES:
        ET.SubElement(prop, "value", {"xml:lang": language}).text = text.in_language(language)
