"""``sheetkpi show NAME``: explain a KPI."""

import json
from collections.abc import Sequence
from typing import Any

import click

from sheetkpi.cli.commands.list import print_list
from sheetkpi.cli.output import print_note
from sheetkpi.cli.program import LocalizedCommand, _, help_option, json_option, language_option
from sheetkpi.cli.search import complete_name, titled
from sheetkpi.model.errors import SheetKpiError, UnknownFunction
from sheetkpi.model.kinds import Kind, Shape
from sheetkpi.model.records import Example, Parameter, Record
from sheetkpi.printing.excel import Excel
from sheetkpi.printing.formulas import printed, separator_of
from sheetkpi.printing.notation import curl_command, figure_title, sheet_formula, sheet_result, shell_command
from sheetkpi.printing.words import formulas_in_words
from sheetkpi.reading.fields import FIELDS
from sheetkpi.reading.words import usual_names
from sheetkpi.registry import find
from sheetkpi.settings import read_settings
from sheetkpi.translation import Language, Message, in_words, translate

#: The exit code for a list instead of a page.
SEVERAL = 1

SERVER = "http://127.0.0.1:8765"

#: Arguments that take more than a cell.
SHAPES = {Shape.COLUMN: _("a column: {unit}"), Shape.ROW: _("a row: {unit}")}


@click.command(
    cls=LocalizedCommand,
    name="show",
    help=_("Explain a KPI: its formula, arguments, pitfalls and examples, and how to call it."),
    terms=[(_("NAME"), _("A KPI, such as ROMI, or words of its title; `sheetkpi list` shows all of them"))],
)
@click.argument("name", metavar=_("NAME"), shell_complete=complete_name)
@json_option
@language_option
@help_option
def command(name: str, as_json: bool, language: Language) -> int:
    """Print the page of a KPI, or list several with the words in their titles."""
    prefix = read_settings().prefix
    try:
        found: Sequence[Record] = [find(name, prefix)]
    except UnknownFunction:
        found = titled(name)
        if not found:
            raise
    if as_json:
        pages = [_as_json(record, language) for record in found]
        click.echo(json.dumps(pages[0] if len(pages) == 1 else pages, ensure_ascii=False))
        return 0 if len(found) == 1 else SEVERAL
    if len(found) > 1:
        print_note(Message("Several KPIs have “{words}” in their titles. Show one of them by its name.", words=name), language)
        print_list(found, language)
        return SEVERAL
    _print_page(found[0], language, prefix)
    return 0


def _print_page(record: Record, language: Language, prefix: str) -> None:
    from sheetkpi.cli.drawing import Page  # `sheetkpi --help` does without rich

    page = Page()
    page.heading(record.name, record.group_in(language), record.summary_in(language))
    page.terms(translate("Formula", language), formulas(record, language))
    page.code(translate("As a native formula", language), native_formulas(record, language))
    page.terms(translate("Arguments", language), ((p.in_language(language), described(p, language)) for p in record.parameters))
    if record.figures:
        columns = ((figure.title(language), unit_of_result(figure.kind, language)) for figure in record.figures)
        page.terms(translate("Columns of the result", language), columns)
    elif not record.result.spills:
        page.paragraphs(translate("Result", language), [unit_of_result(record.kind, language)])
    page.paragraphs(translate("Good to know", language), record.details_in(language))
    page.code(translate("In a sheet", language), sheet_examples(record, language, prefix))
    example = record.examples[0]
    python = f"{' '.join(example.source.split())}  # {example.result!r}"
    page.code(translate("In Python", language), [f"from sheetkpi import {record.python_name}", python])
    page.code(translate("On the command line", language), [shell_command(record, example.arguments)])
    page.code(translate("From the server (sheetkpi serve)", language), [curl_command(record, example.arguments, SERVER)])
    page.paragraphs(translate("Source", language), [record.source.in_language(language)])


def _as_json(record: Record, language: Language) -> dict[str, Any]:
    """Return the page for programs, in one language."""
    return {
        "name": record.name,
        "group": record.group,
        "title": record.title(language),
        "summary": record.summary_in(language),
        "details": record.details_in(language),
        "formulas": [{"title": title or None, "text": words} for title, words in formulas_in_words(record, language)],
        "native_formulas": native_formulas(record, language) if record.is_printable else [],
        "parameters": [
            {
                "name": parameter.name,
                "title": parameter.title(language),
                "help": parameter.help_in(language),
                "kind": parameter.kind.name,
                "shape": parameter.shape.value,
                "options": parameter.options,
                "optional": parameter.is_optional,
                "default": parameter.default,
                "repeats": parameter.variadic,
            }
            for parameter in record.parameters
        ],
        "result": record.result.name,
        "kind": record.kind.name,
        "columns": [{"name": figure.name, "title": figure.title(language), "kind": figure.kind.name} for figure in record.figures],
        "examples": [{"call": " ".join(each.source.split()), "result": each.result, "column": each.figure} for each in record.examples],
        "source": record.source.in_language(language),
    }


def formulas(record: Record, language: Language) -> list[tuple[str, str]]:
    """Return the formulas in words, each with its name."""
    return [(name or record.name, f"= {words}") for name, words in formulas_in_words(record, language)]


def native_formulas(record: Record, language: Language) -> list[str]:
    """Return the native formula with the names of the arguments, or why there is none."""
    try:
        texts = printed(record, Excel.name, separator=separator_of(language), is_guarded=False, language=language, functions=language)
    except SheetKpiError as error:
        return [error.message(language)]
    return [f"{header}: {text}" if header else text for header, text in texts]


def described(parameter: Parameter, language: Language) -> str:
    """Describe an argument: its meaning, unit or options, and default."""
    unit = translate(parameter.kind.unit, language)
    facts = [translate(SHAPES[parameter.shape], language).format(unit=unit) if parameter.shape in SHAPES else unit]
    if parameter.options:
        facts = [" | ".join(parameter.options)]
    if parameter.shape is Shape.TABLE:
        known = ", ".join(usual_names(name, language)[0] for name in FIELDS)
        facts.append(translate("columns: {names}", language).format(names=known))
    if parameter.variadic:
        facts.append(translate("may repeat", language))
    elif parameter.default is not None:
        default = parameter.default if isinstance(parameter.default, str) else float(parameter.default)
        facts.append(translate("default {default}", language).format(default=in_words(default, language)))
    elif parameter.is_optional:
        facts.append(translate("may be left out", language))
    return f"{parameter.help_in(language)} ({'; '.join(facts)})"


def unit_of_result(kind: Kind, language: Language) -> str:
    """Return the unit of a result; a share may be outside 0…1, as ROMI is."""
    return translate("share; 1 is 100%", language) if kind.name == "share" else translate(kind.unit, language)


def sheet_examples(record: Record, language: Language, prefix: str) -> list[str]:
    """Return the examples as formulas, each with what the cell shows."""
    formulas = [sheet_formula(record, each.arguments, language, prefix=prefix) for each in record.examples]
    return [f"{formula}  →  {_shown(record, each, language)}" for formula, each in zip(formulas, record.examples, strict=True)]


def _shown(record: Record, example: Example, language: Language) -> str:
    title = figure_title(record, example, language)
    result = sheet_result(record, example, language)
    return f"{title}: {result}" if title else result
