"""Generate ``sheetkpi_udfs.bas``: VBA functions that call Python and return values and errors of Excel.

VBA keeps its texts in the code page of a Windows, and shows them in that of the Windows that it runs on. So all that is executed is
ASCII, and messages get their letters while it runs. The one-line descriptions of the functions have no other place than VBA: they are
in the code page that the file is printed for. The help of arguments and the category lie in the workbook, in Unicode.
"""

import re
import textwrap
from collections.abc import Iterator
from importlib.resources import files

from sheetkpi.hosts.companions import WHY
from sheetkpi.hosts.descriptions import Function, functions
from sheetkpi.hosts.excel.calls import SHOWN
from sheetkpi.locale import locale_of
from sheetkpi.translation import Label, Language, Translatable

#: The name of the VBA project, by which xlwings looks for its configuration.
PROJECT = "sheetkpi"
#: The part of a workbook with the VBA.
VBA = "xl/vbaProject.bin"
#: The module of xlwings, which names the library that it loads.
XLWINGS = "xlwings"
#: The name of our module in the project.
MODULE = "sheetkpi_udfs"
FILE = f"{MODULE}.bas"

#: The wizard's category.
CATEGORY = Label("Marketing KPIs")
#: Excel cuts a description of a function or an argument here; a test sees to it that none is longer.
LONGEST_TEXT = 255

#: Code pages of Windows in which one byte is one letter, and the first half is ASCII: nothing can swallow a quotation mark.
SINGLE_BYTE_CODE_PAGES = frozenset({874, *range(1250, 1259)})

#: Excel has this many categories of its own; the first of a workbook has the next number.
BUILT_IN_CATEGORIES = 19

#: Seconds in which nobody tries to start Python again.
PAUSE = 30

#: VBA reads no longer line than 1023 characters.
_WIDTH = 120
_UNBROKEN = "~"  # for a space at which no line ends

DOWN = Label("Python isn't responding. To find out why, run py -m sheetkpi excel doctor. {reason}")
FAULT = Label("sheetkpi failed: {reason}. Your numbers aren't the cause; please report it to the developers.")
AREAS = Label("Argument {number} has several areas. Give one range.")


def vba_module(language: Language, prefix: str = "", code_page: int | None = None) -> str:
    """Generate the module with characters of its code page only."""
    return "\r\n".join(_lines(language, prefix, encoding_of(code_page_of(language, code_page)))) + "\r\n"


def vba_file(language: Language, prefix: str = "", code_page: int | None = None) -> bytes:
    """Generate the module as an encoded file."""
    return vba_module(language, prefix, code_page).encode(encoding_of(code_page_of(language, code_page)))


def code_page_of(language: Language, code_page: int | None = None) -> int:
    """Return the code page, by default that of the language."""
    return code_page or locale_of(language).code_page


def encoding_of(code_page: int) -> str:
    """Return the Python codec for a code page."""
    return f"cp{code_page}" if code_page in SINGLE_BYTE_CODE_PAGES else "ascii"


def _lines(language: Language, prefix: str, encoding: str) -> Iterator[str]:
    yield f'Attribute VB_Name = "{MODULE}"'
    yield "'Marketing KPIs as functions of Excel. Printed by `sheetkpi build`, not to be edited."
    yield "'They work in a workbook or an add-in that has the module xlwings too."
    yield "Option Explicit"
    yield ""
    yield 'Private Const KPI_ENTRY As String = "sheetkpi.hosts.excel.entry"'
    yield f'Private Const KPI_LANGUAGE As String = "{language}"'
    yield f"Private Const KPI_PAUSE As Double = {PAUSE}"
    for name, text in {"KPI_DOWN": DOWN, "KPI_FAULT": FAULT, "KPI_AREAS": AREAS}.items():
        yield from _message(name, text, language)
    yield ""
    yield "Private server As Object     'Python, while it answers"
    yield "Private failure As String    'why it does not"
    yield "Private failed_at As Date"
    group = ""
    for function in functions():
        if group != (group := function.group.in_language("en")):
            yield from ("", f"'--- {group}")
        yield ""
        yield from _function(function, prefix, described(function, language, encoding))
    yield from _calling()


def _message(name: str, text: Translatable, language: Language) -> Iterator[str]:
    yield f"'{text.in_language('en')}" if language != "en" else ""
    literals = [f'"{line}"' for line in textwrap.wrap(_escaped(text.in_language(language)), _WIDTH - 30, drop_whitespace=False)]
    yield f"Private Const {name} As String = " + " & _\r\n    ".join(literals)


def _escaped(text: str) -> str:
    return "".join(sign if sign.isascii() else f"\\u{ord(sign):04X}" for sign in text).replace('"', '""')


def _function(function: Function, prefix: str, description: str) -> Iterator[str]:
    name = prefix + function.name
    single = ", ".join(argument.name for argument in function.arguments if not argument.repeats)
    repeated = next((argument.name for argument in function.arguments if argument.repeats), "")
    given = f"KpiJoined(Array({single}), {repeated})" if repeated else f"Array({single})"
    # the function that explains errors learns from its own name which prefix the names may have that it is given
    call = f'KpiReason("{name}", {given})' if function.name == WHY else f'KpiValue("{function.name}", {given})'
    declared = [
        f"ParamArray {argument.name}() As Variant"
        if argument.repeats
        else f"{'Optional ' if argument.is_optional else ''}ByVal {argument.name} As Variant"
        for argument in function.arguments
    ]
    unbroken = [each.replace(" ", _UNBROKEN) for each in declared]
    head = textwrap.wrap(f"Public Function {name}({', '.join(unbroken)}) As Variant", _WIDTH)
    yield " _\r\n    ".join(head).replace(_UNBROKEN, " ")
    yield f'Attribute {name}.VB_Description = "{description.replace(chr(34), chr(34) * 2)}"'
    yield f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n{BUILT_IN_CATEGORIES + 1}"'
    yield f"    {name} = {call}"
    yield "End Function"


def described(function: Function, language: Language, encoding: str) -> str:
    """Return a description that the encoding can hold: in the language, else in English, else without some words."""
    for text in (function.text.in_language(language), function.text.in_language("en")):
        if _can_be_written(text, encoding):
            return text[:LONGEST_TEXT]
    words = re.split(r"(\w+(?:, )?|[^\w\s])", text)
    return "".join(word for word in words if _can_be_written(word, encoding)).strip(" ,")[:LONGEST_TEXT]


def _can_be_written(text: str, encoding: str) -> bool:
    return text.encode(encoding, "ignore").decode(encoding) == text


def _calling() -> Iterator[str]:
    """Generate the code that all functions share."""
    text = files("sheetkpi.hosts.excel").joinpath("calling.bas").read_text("ascii")
    errors = "\n".join(f'        Case "{code}": KpiTrue = CVErr({number})' for code, number in SHOWN.items())
    yield from text.replace("{errors}", errors).splitlines()
