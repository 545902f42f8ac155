"""Describe the functions for the function wizards of Excel and LibreOffice."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetkpi.hosts.companions import WHY
from sheetkpi.model.records import GROUPS, Parameter, Record
from sheetkpi.reading.figure import FIGURE, SUMMARY
from sheetkpi.registry import KPIS
from sheetkpi.translation import Label, Message, Translatable


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument in the function wizard."""

    name: str
    title: Translatable
    text: Translatable
    is_optional: bool = False
    repeats: bool = False
    is_range: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function in the function wizard; those that explain errors and pick figures have no KPI."""

    name: str
    text: Translatable
    arguments: Sequence[Argument]
    group: Translatable
    kpi: Record | None = None


def functions() -> list[Function]:
    """List every KPI and its companions: the functions that pick figures and explain errors."""
    return [*map(_function, KPIS.values()), _FIGURE, _WHY]


def _function(kpi: Record) -> Function:
    arguments = [_argument(parameter) for parameter in kpi.parameters]
    return Function(kpi.name, Label(kpi.summary), arguments, Label(GROUPS[kpi.group]), kpi)


def _argument(parameter: Parameter) -> Argument:
    text: Translatable = Label(parameter.help)
    if "%" in parameter.kind.number_format:  # 30 is the commonest mistake for 30%
        text = Message("{text} ({unit})", text=text, unit=Label(parameter.kind.unit))
    if parameter.default is not None:
        default = float(parameter.default) if isinstance(parameter.default, int) else parameter.default
        text = Message("{text}. Left out: {default}", text=text, default=default)
    is_optional = parameter.is_optional and not parameter.variadic
    return Argument(parameter.name, Label(parameter.words), text, is_optional, parameter.variadic, parameter.is_range)


_FIGURE = Function(
    FIGURE,
    SUMMARY,
    [
        Argument("table", Label("table"), Label("A table of sheetkpi with its headers, such as DECOMPOSE(…)")),
        Argument("figure", Label("figure"), Label('The header or the short name in quotes, for example "cpc"')),
        Argument("row", Label("row"), Label("The name of the row, such as a channel; left out: all rows"), is_optional=True),
    ],
    Label("Tables"),
)

_WHY = Function(
    WHY,
    Label("Why a KPI shows an error: what is wrong, where, and what to do; blank where it shows none."),
    [
        Argument("kpi", Label("function"), Label('The name of the KPI in quotes, for example "ROMI"')),
        Argument("arguments", Label("arguments"), Label("The same cells as in its formula"), repeats=True),
    ],
    Label("When a cell shows an error"),
)
