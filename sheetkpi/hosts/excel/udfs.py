"""Generate ``sheetkpi_udfs.py``, an xlwings module for “Import Functions” and for xlwings Lite."""

import textwrap
from collections.abc import Iterator, Sequence

from sheetkpi.hosts.excel.descriptions import CATEGORY, Argument, Function, functions
from sheetkpi.hosts.why import WHY
from sheetkpi.printing.notation import BEST_KNOWN, sheet_formula
from sheetkpi.registry import KPIS
from sheetkpi.translation import Label, Language, Message, Translatable

#: The file's name; without its ending the module's name for xlwings.
FILE = "sheetkpi_udfs.py"

#: What the module says of itself below its title: paragraphs, each of a line and steps.
_ABOUT: tuple[tuple[Translatable, ...], ...] = (
    (
        Label(
            "Printed by `sheetkpi build`, not to be edited. Each function hands its cells to the package sheetkpi, and gives back what it "
            "answers."
        ),
    ),
    (
        Label(
            "Excel for Windows. The command `py -m sheetkpi excel install` puts the functions into every workbook, without this file. "
            "With the add-in of xlwings instead:"
        ),
        Label('py -m pip install "sheetkpi[excel]", then py -m xlwings.cli addin install.'),
        Label("Save the workbook as .xlsm, and put this file beside it."),
        Label(
            "In Excel: File → Options → Trust Center → Trust Center Settings → Macro Settings → "
            "Trust access to the VBA project object model."
        ),
        Label("On the tab xlwings: write sheetkpi_udfs into UDF Modules, and press Import Functions."),
        Label("An error is a text there, such as #DIV/0!, and IFERROR does not see it."),
    ),
    (
        Label("Excel for Mac, on the web or for Windows, with no Python on the computer:"),
        Label("Home → Add-ins: xlwings Lite."),
        Label("In its editor: add the line sheetkpi to requirements.txt."),
        Label("Put all of this into main.py, in the place of what is there."),
        Label("Errors are true errors there. The first calculation waits until Python has been loaded."),
    ),
)

_WIDTH = 140


def udfs_module(language: Language, prefix: str = "") -> str:
    """Generate the module."""
    return "\n".join(_lines(language, prefix)) + "\n"


def _lines(language: Language, prefix: str) -> Iterator[str]:
    yield from _about(language, prefix)
    yield ""
    yield "from xlwings import arg, func"
    yield ""
    yield "from sheetkpi.hosts.excel.calls import from_xlwings"
    yield ""
    yield f"CATEGORY = {_literal(CATEGORY.in_language(language))}"
    yield f"LANGUAGE = {_literal(language)}"
    group = ""
    for function in functions():
        yield from ("", "")
        if group != (group := function.group.in_language(language)):
            yield from (f"# --- {group}", "", "")
        yield from _function(function, language, prefix)


def _about(language: Language, prefix: str) -> Iterator[str]:
    title = Message(
        "Marketing KPIs as functions of Excel: {formula} and the others. Why one shows an error, {why} tells.",
        formula=sheet_formula(KPIS[BEST_KNOWN], KPIS[BEST_KNOWN].examples[0].arguments, language, prefix=prefix),
        why=f"{prefix}{WHY}",
    )
    yield f'"""{title.in_language(language)}'
    for first, *steps in _ABOUT:
        yield ""
        yield from textwrap.wrap(first.in_language(language), _WIDTH, break_on_hyphens=False)
        for step in steps:
            yield from textwrap.wrap(
                step.in_language(language), _WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False
            )
    yield '"""'


def _function(function: Function, language: Language, prefix: str) -> Iterator[str]:
    starred = [f"*{argument.name}" if argument.repeats else argument.name for argument in function.arguments]
    # the function that explains errors learns from its own name which prefix the names may have that it is given
    name = prefix + function.name if function.name == WHY else function.name
    yield "@func(category=CATEGORY)"
    for argument, with_star in zip(function.arguments, starred, strict=True):
        text = argument.text.in_language(language)
        yield from _in_brackets("@arg(", [_literal(with_star), f"doc={_literal(text)}", "ndim=2", "err_to_str=True"], ")")
    yield from _in_brackets(f"def {prefix}{function.name}(", list(map(_declared, function.arguments)), "):")
    yield f'    """{function.text.in_language(language)}"""'
    yield from _in_brackets("return from_xlwings(", [_literal(name), f"[{', '.join(starred)}]", "LANGUAGE"], ")", indent="    ")


def _declared(argument: Argument) -> str:
    if argument.repeats:
        return f"*{argument.name}"
    return f"{argument.name}=None" if argument.is_optional else argument.name


def _in_brackets(before: str, parts: Sequence[str], behind: str, indent: str = "") -> Iterator[str]:
    """Wrap a call or a definition as a formatter would."""
    joined = ", ".join(parts)
    if len(on_one_line := f"{indent}{before}{joined}{behind}") <= _WIDTH:
        yield on_one_line
    elif len(inside := f"{indent}    {joined}") <= _WIDTH:
        yield from (indent + before, inside, indent + behind)
    else:
        yield from (indent + before, *(f"{indent}    {part}," for part in parts), indent + behind)


def _literal(text: str) -> str:
    """Return a text as a Python literal with as little escaping as possible."""
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
