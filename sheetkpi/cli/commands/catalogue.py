"""``sheetkpi list`` and ``sheetkpi show``: find a KPI, and explain it."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import click

from sheetkpi.cli.output import on_terminal, print_note, print_tab_separated
from sheetkpi.cli.program import LocalizedCommand, UsageError, _, json_option, language_of
from sheetkpi.cli.search import complete_name, has_all, nearest, normalised, titled
from sheetkpi.model.errors import SheetKpiError, UnknownFunction
from sheetkpi.model.kinds import Kind, Shape
from sheetkpi.model.records import GROUPS, Example, Parameter, Record
from sheetkpi.printing.excel import Excel
from sheetkpi.printing.formulas import printed, separator_of
from sheetkpi.printing.notation import curl_command, figure_title, sheet_formula, sheet_result, shell_command
from sheetkpi.printing.words import formulas_in_words
from sheetkpi.reading.fields import FIELDS
from sheetkpi.reading.figure import FIGURE
from sheetkpi.reading.words import usual_names
from sheetkpi.registry import KPIS, find
from sheetkpi.settings import read_settings
from sheetkpi.translation import LANGUAGES, Language, Listed, Message, Quoted, in_words, translate
from sheetkpi.workbooks.kpi_texts import argument_names

#: The exit code of `show` for a list instead of a page.
SEVERAL = 1

SERVER = "http://127.0.0.1:8765"

#: Arguments that take more than a cell.
SHAPES = {Shape.COLUMN: _("a column: {unit}"), Shape.ROW: _("a row: {unit}")}


# --- list


def _group(value: str) -> str:
    """Return the group whose key, or title in any language, begins with a text."""
    asked, language = normalised(value), language_of(click.get_current_context())
    for group, title in GROUPS.items():
        if asked and any(normalised(name).startswith(asked) for name in (group, *(translate(title, each) for each in LANGUAGES))):
            return group
    known = Listed([*GROUPS] if language == "en" else [Quoted(translate(title, language)) for title in GROUPS.values()])
    raise UsageError(Message("There is no topic “{value}”. Give one of: {options}.", value=value, options=known))


@click.command(
    "list",
    cls=LocalizedCommand,
    help=_("List the KPIs, topic by topic."),
    epilog=_("In a terminal, it is a table; in a pipe, one line per KPI with its name, arguments, title and topic, separated by tabs."),
    terms=[(_("[WORD]..."), _("Only KPIs with all of these words in their name, title or summary, in any language"))],
)
@click.argument("words", nargs=-1, metavar=_("[WORD]..."))
@click.option("--group", metavar=_("TOPIC"), type=_group, help=_("Only one topic, by the start of its name in any language"))
@json_option
def list_kpis(words: tuple[str, ...], group: str | None, as_json: bool, language: Language) -> None:
    """Print the KPIs that match."""
    found = [record for record in KPIS.values() if group in {None, record.group} and has_all(record, words)]
    if not found:
        raise _nothing_found(" ".join(words))
    if as_json:
        click.echo(json.dumps([_list_entry(record, language) for record in found], ensure_ascii=False))
    else:
        print_list(found, language)


def print_list(records: Sequence[Record], language: Language) -> None:
    """Print KPIs, topic by topic, to a terminal or a pipe."""
    rows = [(record, [record.name, ", ".join(argument_names(record, language)), record.title(language)]) for record in records]
    if on_terminal():
        from sheetkpi.cli.drawing import draw_topics  # a pipe does without rich

        draw_topics([(record.group_in(language), record.group, row) for record, row in rows])
    else:
        print_tab_separated([*row, record.group] for record, row in rows)


def _nothing_found(words: str) -> SheetKpiError:
    near = nearest(words.split())
    if near:
        return SheetKpiError(Message("There is no KPI with “{words}”. Did you mean {nearest}?", words=words, nearest=", ".join(near)))
    return SheetKpiError(Message("There is no KPI with “{words}”. `sheetkpi list` shows all of them.", words=words))


def _list_entry(record: Record, language: Language) -> dict[str, object]:
    return {
        "name": record.name,
        "title": record.title(language),
        "summary": record.summary_in(language),
        "group": record.group,
        "arguments": [
            {"name": p.name, "title": p.title(language), "help": p.help_in(language), "optional": p.is_optional} for p in record.parameters
        ],
    }


# --- show


@click.command(
    "show",
    cls=LocalizedCommand,
    help=_("Explain a KPI: its formula, arguments, pitfalls and examples, and how to call it."),
    terms=[(_("NAME"), _("A KPI, such as ROMI, or words of its title; `sheetkpi list` shows all of them"))],
)
@click.argument("name", metavar=_("NAME"), shell_complete=complete_name)
@json_option
def show_kpi(name: str, as_json: bool, language: Language) -> int:
    """Print the page of a KPI, or list several with the words in their titles."""
    prefix = read_settings().prefix
    try:
        found: Sequence[Record] = [find(name, prefix)]
    except UnknownFunction:
        found = titled(name)
        if not found:
            raise
    if as_json:
        pages = [_page(record, language) for record in found]
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

    example = record.examples[0]
    python = f"{' '.join(example.source.split())}  # {example.result!r}"
    page = Page(language)
    page.heading(record.name, record.group_in(language), record.summary_in(language))
    page.terms(_("Formula"), [(name or record.name, f"= {words}") for name, words in formulas_in_words(record, language)])
    page.code(_("As a native formula"), _native_formulas(record, language))
    page.terms(_("Arguments"), [(parameter.in_language(language), _described(parameter, language)) for parameter in record.parameters])
    figures = [(figure.name, f"{figure.title(language)} ({_unit_of_result(figure.kind, language)})") for figure in record.figures]
    page.terms(_("Figures of the table, by their short names"), figures)
    if not record.figures and not record.result.spills:
        page.paragraphs(_("Result"), [_unit_of_result(record.kind, language)])
    page.paragraphs(_("Good to know"), record.details_in(language))
    page.code(
        _("In a sheet"),
        [*(_sheet_example(record, each, language, prefix) for each in record.examples), *_one_figure(record, language, prefix)],
    )
    page.code(_("In Python"), [f"from sheetkpi import {record.python_name}", python])
    page.code(_("On the command line"), [shell_command(record, example.arguments)])
    page.code(_("From the server (sheetkpi serve)"), [curl_command(record, example.arguments, SERVER)])
    page.paragraphs(_("Source"), [record.source.in_language(language)])


def _page(record: Record, language: Language) -> dict[str, Any]:
    """Return the page for programs, in one language."""
    return {
        "name": record.name,
        "group": record.group,
        "title": record.title(language),
        "summary": record.summary_in(language),
        "details": record.details_in(language),
        "formulas": [{"title": title or None, "text": words} for title, words in formulas_in_words(record, language)],
        "native_formulas": _native_formulas(record, language) if record.is_printable else [],
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


def _native_formulas(record: Record, language: Language) -> list[str]:
    """Return the native formula with the names of the arguments, or why there is none."""
    try:
        texts = printed(record, Excel.name, separator=separator_of(language), is_guarded=False, language=language, functions=language)
    except SheetKpiError as error:
        return [error.message(language)]
    return [f"{header}: {text}" if header else text for header, text in texts]


def _described(parameter: Parameter, language: Language) -> str:
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


def _unit_of_result(kind: Kind, language: Language) -> str:
    """Return the unit of a result; a share may be outside 0…1, as ROMI is."""
    return translate("share; 1 is 100%", language) if kind.name == "share" else translate(kind.unit, language)


def _one_figure(record: Record, language: Language, prefix: str) -> Iterator[str]:
    """Yield how to take the figure of the first example out of its table."""
    example = record.examples[0]
    if record.figures and example.figure:
        call = sheet_formula(record, example.arguments, language, prefix=prefix).removeprefix("=")
        yield f'={prefix}{FIGURE}({call}{separator_of(language)}"{example.figure}")  →  {sheet_result(record, example, language)}'


def _sheet_example(record: Record, example: Example, language: Language, prefix: str) -> str:
    """Return an example as a formula, with what its cell shows."""
    result, title = sheet_result(record, example, language), figure_title(record, example, language)
    return f"{sheet_formula(record, example.arguments, language, prefix=prefix)}  →  {f'{title}: {result}' if title else result}"
