"""A KPI by the name that a person types: as here, or as in the spreadsheets of the company."""

from typing import Any

from sheetkpi.errors import UnknownFunction
from sheetkpi.registry import Kpi, find


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
