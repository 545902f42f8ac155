"""Describe the functions for Excel's function wizard."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetkpi.hosts.why import ARGUMENTS_HELP, NAME_HELP, SUMMARY, WHY
from sheetkpi.model.records import GROUPS, Parameter, Record
from sheetkpi.registry import KPIS
from sheetkpi.translation import Label, Message, Translatable

#: Excel cuts a description of a function or an argument here; a test sees to it that none is longer.
LONGEST_TEXT = 255

#: The wizard's category.
CATEGORY = Label("Marketing KPIs")


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument in the function wizard."""

    name: str
    text: Translatable
    is_optional: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function in the function wizard."""

    name: str
    text: Translatable
    arguments: Sequence[Argument]
    group: Translatable


def functions() -> list[Function]:
    """List every KPI and the function that explains errors."""
    return [*map(_function, KPIS.values()), _WHY]


def _function(record: Record) -> Function:
    return Function(
        record.name, Label(record.summary), [_argument(parameter) for parameter in record.parameters], Label(GROUPS[record.group])
    )


def _argument(parameter: Parameter) -> Argument:
    text: Translatable = Label(parameter.help)
    if "%" in parameter.kind.number_format:  # 30 is the commonest mistake for 30%
        text = Message("{text} ({unit})", text=text, unit=Label(parameter.kind.unit))
    if parameter.default is not None:
        default = float(parameter.default) if isinstance(parameter.default, int) else parameter.default
        text = Message("{text}. Left out: {default}", text=text, default=default)
    return Argument(parameter.name, text, parameter.is_optional and not parameter.variadic, parameter.variadic)


_WHY = Function(
    WHY,
    SUMMARY,
    [Argument("kpi", NAME_HELP), Argument("arguments", ARGUMENTS_HELP, repeats=True)],
    Label("When a cell shows an error"),
)
