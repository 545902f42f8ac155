"""Describe the functions for the function wizards of Excel and LibreOffice."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetkpi.hosts.why import ARGUMENTS_HELP, NAME_HELP, SUMMARY, WHY
from sheetkpi.model.records import GROUPS, Parameter, Record
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


@dataclass(frozen=True, slots=True)
class Function:
    """A function in the function wizard; only the one that explains errors has no KPI."""

    name: str
    text: Translatable
    arguments: Sequence[Argument]
    group: Translatable
    kpi: Record | None = None


def functions() -> list[Function]:
    """List every KPI and the function that explains errors."""
    return [*map(_function, KPIS.values()), _WHY]


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
    return Argument(parameter.name, Label(parameter.words), text, is_optional, parameter.variadic)


_WHY = Function(
    WHY,
    SUMMARY,
    [
        Argument("kpi", Label("function"), NAME_HELP),
        Argument("arguments", Label("arguments"), ARGUMENTS_HELP, repeats=True),
    ],
    Label("When a cell shows an error"),
)
