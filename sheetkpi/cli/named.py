"""A KPI by the name that a person types: as here, or as in the spreadsheets of the company."""

from typing import Any

import click
from click.shell_completion import CompletionItem

from sheetkpi.cli.program import language_of
from sheetkpi.model.errors import UnknownFunction
from sheetkpi.registry import KPIS, Kpi, find


def complete_name(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """What a shell offers for the name of a KPI that is half typed."""
    return [
        CompletionItem(record.name, help=record.title(language_of(ctx)))
        for record in KPIS.values()
        if record.name.startswith(incomplete.upper())
    ]


def find_named(name: str) -> Kpi[..., Any]:
    """The KPI of a name, with the prefix of the settings or without; they are read only where there is no such name.

    Raises:
        UnknownFunction: There is none.
    """
    try:
        return find(name)
    except UnknownFunction:
        from sheetkpi.settings import read_settings  # most names are known

        return find(name, read_settings().prefix)
