"""What Calc must know before it calls: the types of the functions, and the texts of the function wizard."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from sheetkpi.hosts.why import ARGUMENTS_HELP, NAME_HELP, SUMMARY, WHY
from sheetkpi.model.records import Parameter, Record
from sheetkpi.registry import KPIS
from sheetkpi.translation import LANGUAGES, Label, Message, Translatable

#: In files the functions are called ``SHEETKPI.ROMI``; in a cell one types ``ROMI``.
SERVICE = "SHEETKPI"

_OOR = "{http://openoffice.org/2001/registry}"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a function of Calc."""

    name: str
    title: Translatable
    text: Translatable
    repeats: bool = False


#: What functions give. Calc finds a text equal to another one only if it came alone, or among nothing but texts.
CELLS = "sequence< sequence<any> >"
TEXTS = "sequence< sequence<string> >"
ONE_OR_MANY = "any"


@dataclass(frozen=True, slots=True)
class Function:
    """One function of Calc."""

    name: str
    text: Translatable
    arguments: Sequence[Argument]
    result: str = CELLS


def functions(prefix: str = "") -> list[Function]:
    """The functions of the add-in: every KPI, and the one that explains errors."""
    return [replace(function, name=prefix + function.name) for function in (*map(_function, KPIS.values()), _WHY)]


def types(prefix: str = "") -> str:
    """The interface of the component in UNO's own language; Calc reads it as it is.

    An argument of the type ``any`` takes a number, a text or a range, and may be left out.
    """
    methods = "".join(f"    {function.result} {function.name}({_parameters(function)});\n" for function in functions(prefix))
    return f"module org {{ module sheetkpi {{\ninterface XFunctions {{\n{methods}}};\n}}; }};\n"


def _parameters(function: Function) -> str:
    return ", ".join(f"[in] {'sequence<any>' if argument.repeats else 'any'} {argument.name.upper()}" for argument in function.arguments)


def wizard(prefix: str = "") -> bytes:
    """The names and texts that Calc's function wizard shows, as a part of LibreOffice's configuration."""
    ET.register_namespace("oor", _OOR[1:-1])
    root = ET.Element(f"{_OOR}component-data", {f"{_OOR}name": "CalcAddIns", f"{_OOR}package": "org.openoffice.Office"})
    service = _node(_node(root, "AddInInfo", is_new=False), SERVICE)
    list_of_functions = _node(service, "AddInFunctions", is_new=False)
    for function in functions(prefix):
        _write_function(list_of_functions, function)
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return text


def _write_function(parent: ET.Element, function: Function) -> None:
    node = _node(parent, function.name)
    _write_texts(node, "DisplayName", Label(function.name))
    _write_texts(node, "Description", function.text)
    ET.SubElement(ET.SubElement(node, "prop", {f"{_OOR}name": "Category"}), "value").text = "Add-In"
    # the name in Excel's files, by which LibreOffice 24.8 and later know the function there
    _write_texts(node, "CompatibilityName", Label(function.name))
    parameters = _node(node, "Parameters", is_new=False)
    for argument in function.arguments:
        of_argument = _node(parameters, argument.name.upper())
        _write_texts(of_argument, "DisplayName", argument.title)
        _write_texts(of_argument, "Description", argument.text)


def _node(parent: ET.Element, name: str, *, is_new: bool = True) -> ET.Element:
    return ET.SubElement(parent, "node", {f"{_OOR}name": name, **({f"{_OOR}op": "replace"} if is_new else {})})


def _write_texts(node: ET.Element, name: str, text: Translatable) -> None:
    prop = ET.SubElement(node, "prop", {f"{_OOR}name": name})
    for language in LANGUAGES:
        ET.SubElement(prop, "value", {"xml:lang": language}).text = text.in_language(language)


# --- the texts


def _function(record: Record) -> Function:
    text: Translatable = Label(record.summary)
    if record.result.spills:
        text = Message("{text} Select cells enough and confirm with Ctrl+Shift+Enter.", text=text)
    result = ONE_OR_MANY if record.kind.holds == "text" else CELLS
    return Function(record.name, text, [_argument(parameter) for parameter in record.parameters], result)


def _argument(parameter: Parameter) -> Argument:
    text: Translatable = Label(parameter.help)
    if parameter.default is not None:
        default = float(parameter.default) if isinstance(parameter.default, int) else parameter.default
        text = Message("{text}. Left out: {default}", text=text, default=default)
    return Argument(parameter.name, Label(parameter.words), text, parameter.variadic)


_WHY = Function(
    WHY,
    SUMMARY,
    [
        Argument("name", Label("function"), NAME_HELP),
        Argument("arguments", Label("arguments"), ARGUMENTS_HELP, repeats=True),
    ],
    TEXTS,
)
