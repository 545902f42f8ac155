"""``sheetkpi formula NAME``: print a formula, to paste where the function is not installed."""

import json
import re
from collections.abc import Mapping
from typing import Any

import click

from sheetkpi.cli.output import print_note
from sheetkpi.cli.program import LocalizedCommand, OneOf, UsageError, _, json_option
from sheetkpi.cli.search import complete_name, find_named
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.model.records import Record
from sheetkpi.printing.dialect import Dialect
from sheetkpi.printing.excel import Excel
from sheetkpi.printing.formulas import DIALECTS, printed, separator_of
from sheetkpi.registry import KPIS
from sheetkpi.settings import read_settings
from sheetkpi.translation import LANGUAGES, Language, Message

#: An argument, which may have a separator inside: a call, a text, a sheet's name.
_PIECE = r"""(?:\([^()]*\)|\{{[^{{}}]*\}}|"[^"]*"|'[^']*'|[^{}])*"""

#: The options that not every dialect uses, by the fields of a request.
_OPTIONS = {"cells": "--args", "separator": "--separator", "is_guarded": "--bare", "functions": "--functions"}


@click.command(
    "formula",
    cls=LocalizedCommand,
    help=_("Print the formula of a KPI: for Excel, Google Sheets and Calc, as a LAMBDA, as JavaScript, as SQL, or in words."),
    terms=[(_("NAME"), _("A KPI, such as ROMI; `sheetkpi list` shows all of them"))],
    epilog=_('For example: sheetkpi formula ROMI --args D5,C5 --separator ";"'),
)
@click.argument("name", metavar=_("NAME"), required=False, shell_complete=complete_name)
@click.option("--all", "is_all", is_flag=True, help=_("Print the formulas of all KPIs, one per line"))
@click.option(
    "--as",
    "dialect",
    default=Excel.name,
    type=OneOf(DIALECTS),
    help=_("Output format (default: excel)"),
)
@click.option(
    "--args", "arguments", metavar=_("CELLS"), help=_('Cells, numbers and "texts" as arguments (default: the names of the arguments)')
)
@click.option("--separator", type=OneOf(",;"), help=_("Argument separator (default: that of the language)"))
@click.option("--bare", "is_bare", is_flag=True, help=_("Only the formula, without checks for blanks, text and limits"))
@click.option(
    "--functions",
    type=OneOf(LANGUAGES),
    help=_("Language of function names: that of your Excel, or en for files and Google Sheets (default: the language of the text)"),
)
@json_option
def command(  # noqa: PLR0913, PLR0917 - as many as there are options
    name: str | None,
    is_all: bool,
    dialect: str,
    arguments: str | None,
    separator: str | None,
    is_bare: bool,
    functions: Language | None,
    as_json: bool,
    language: Language,
) -> None:
    """Print formulas."""
    if is_all is (name is not None):
        raise UsageError(Message("Give the name of a KPI, or --all."))
    wanted = {"separator": separator, "functions": functions, "is_guarded": False if is_bare else None, "cells": _cells(arguments)}
    request = _request(DIALECTS[dialect], wanted, language)
    remark = DIALECTS[dialect].remark
    if remark and language != "en":
        print_note(remark, language)
    if as_json:
        records = KPIS.values() if name is None else [find_named(name)]
        click.echo(json.dumps([_as_json(record, dialect, request) for record in records], ensure_ascii=False))
    elif name is not None:
        click.echo("\n".join(_lines(find_named(name), dialect, request)))
    else:
        prefix = read_settings().prefix if DIALECTS[dialect].is_entered_by_name else ""
        for record in KPIS.values():
            for line in _lines_or_reason(record, dialect, request):
                click.echo(f"{prefix}{record.name}\t{line}")


def _request(dialect: type[Dialect], wanted: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return the request for a dialect: the given options, else what is usual in the language."""
    given = {field: value for field, value in wanted.items() if value is not None}
    for field in given:
        if field not in dialect.heeds:
            option = _OPTIONS[field]
            raise UsageError(Message("{option} has no effect with --as {dialect}. Remove it.", option=option, dialect=dialect.name))
    usual = {"separator": separator_of(language), "functions": language} if {"cells", "functions"} <= dialect.heeds else {}
    return {**usual, **given, "language": language}


def _cells(arguments: str | None) -> list[str] | None:
    if arguments is None:
        return None
    return _pieces(arguments.strip(), ";" if ";" in arguments else ",")  # with semicolons a comma is a decimal sign: 72;0,3


def _lines_or_reason(record: Record, dialect: str, request: Mapping[str, Any]) -> list[str]:
    try:
        return _lines(record, dialect, request)
    except SheetKpiError as error:
        return [f"— {error.message(request['language'])}"]


def _lines(record: Record, dialect: str, request: Mapping[str, Any]) -> list[str]:
    return [f"{header}: {text}" if header else text for header, text in printed(record, dialect, **request)]


def _as_json(record: Record, dialect: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the formulas of a KPI, or why there are none."""
    try:
        formulas = [{"title": title or None, "text": text} for title, text in printed(record, dialect, **request)]
    except SheetKpiError as error:
        return {"name": record.name, "dialect": dialect, "formulas": [], "message": error.message(request["language"])}
    return {"name": record.name, "dialect": dialect, "formulas": formulas}


def _pieces(arguments: str, mark: str) -> list[str]:
    """Split arguments at the separators."""
    pieces = [piece.strip() for piece in re.findall(rf"({_PIECE.format(mark)})(?:{mark}|$)", arguments)]
    return pieces if arguments.endswith(mark) or len(pieces) == 1 or pieces[-1] else pieces[:-1]
