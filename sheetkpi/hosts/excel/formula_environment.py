"""``addin/excel/sheetkpi.afe.txt``: all functions as a module of Excel Labs' Advanced Formula Environment."""

from collections.abc import Iterator

from sheetkpi.model.records import Record
from sheetkpi.printing.excel_lambda import lambda_text
from sheetkpi.printing.formulas import separator_of
from sheetkpi.printing.notation import BEST_KNOWN, first_formula
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
    definitions = (_definition(record, prefix) for record in KPIS.values() if record.is_printable)
    return "\n".join(["/*\n" + "\n\n".join(heads) + "\n*/\n", *definitions])


def _definition(record: Record, prefix: str) -> str:
    return f"/**\n{chr(10).join(_comment(record))}\n*/\n{prefix}{record.name} = {lambda_text(record)};\n"


def _comment(record: Record) -> Iterator[str]:
    """Return the lines of a comment: summary and arguments, English first, because Excel shows the beginning."""
    for language in LANGUAGES:
        yield record.summary_in(language)
        for parameter in record.formula_parameters:
            name = f"{parameter.name}…" if parameter.variadic else parameter.name
            yield f"  {f'[{name}]' if parameter.is_optional else name}: {parameter.help_in(language)}"
