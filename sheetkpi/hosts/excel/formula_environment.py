"""``addin/excel/sheetkpi.afe.txt``: all functions as a module of Excel Labs' Advanced Formula Environment."""

from collections.abc import Iterable, Iterator

from sheetkpi.model.records import Record
from sheetkpi.printing.excel_lambda import figure_lambda, lambda_text
from sheetkpi.printing.formulas import separator_of
from sheetkpi.printing.notation import BEST_KNOWN, first_formula
from sheetkpi.reading.figure import FIGURE, SUMMARY
from sheetkpi.registry import KPIS
from sheetkpi.translation import LANGUAGES, Label

_HEAD = Label(
    "Marketing KPIs as functions of Excel 365.\n"
    "How to use: in Excel Labs open Advanced Formula Environment, Modules, paste this text into the module Workbook, save.\n"
    "Then type {call} into a cell. Built by `sheetkpi build`."
)


def formula_environment(prefix: str = "") -> str:
    """Return the text of the module."""
    calls = {language: first_formula(KPIS[BEST_KNOWN], separator_of(language), prefix) for language in LANGUAGES}
    heads = [_HEAD.in_language(language).format(call=call) for language, call in calls.items()]
    printable = [record for record in KPIS.values() if record.is_printable]
    definitions = [_definition(prefix + record.name, _comment(record), lambda_text(record)) for record in printable]
    figure = _definition(prefix + FIGURE, [SUMMARY.in_language(language) for language in LANGUAGES], figure_lambda(printable))
    return "\n".join(["/*\n" + "\n\n".join(heads) + "\n*/\n", *definitions, figure])


def _definition(name: str, comment: Iterable[str], text: str) -> str:
    return f"/**\n{chr(10).join(comment)}\n*/\n{name} = {text};\n"


def _comment(record: Record) -> Iterator[str]:
    """Return the lines of a comment: summary and arguments, English first, because Excel shows the beginning."""
    for language in LANGUAGES:
        yield record.summary_in(language)
        for parameter in record.formula_parameters:
            name = f"{parameter.name}…" if parameter.variadic else parameter.name
            yield f"  {f'[{name}]' if parameter.is_optional else name}: {parameter.help_in(language)}"
