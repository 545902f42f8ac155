"""Put the cells, numbers and texts that a person gives in for the arguments of a formula."""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from sheetkpi.model.errors import OutOfRange, WrongType
from sheetkpi.model.ops import Expression
from sheetkpi.model.ranges import Place
from sheetkpi.model.records import Parameter, Record
from sheetkpi.printing.simplify import simplified
from sheetkpi.printing.trace import Formulas, trace
from sheetkpi.translation import Label, Message

#: The cell that replaces each parameter; one that may repeat has a cell for each index.
Cells = dict[tuple[Any, ...], str]

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?%?")


def bound(record: Record, arguments: Sequence[str], cell: Callable[[Record, Parameter, str], str]) -> tuple[Cells, Formulas]:
    """The cells that replace parameters, and the formulas with everything else in them.

    Raises:
        CellError: There are too few or too many, or its parameter does not take one of them.
    """
    if not record.required <= len(arguments) <= (record.most or len(arguments)):
        raise WrongType(
            Message(
                "{function} takes these arguments: {arguments}. Got: {given}.",
                function=record.name,
                arguments=", ".join(parameter.name for parameter in record.formula_parameters),
                given=", ".join(arguments) or "—",
            )
        )
    cells: Cells = {}
    fixed: dict[str, Any] = {p.name: p.default for p in record.formula_parameters if p.is_optional and not p.variadic}
    for index, (parameter, argument) in enumerate(zip(record.parameters_for(len(arguments)), arguments, strict=False)):
        key = (parameter.name, index - len(record.parameters) + 1) if parameter.variadic else (parameter.name,)
        fixed.pop(parameter.name, None)
        if argument == "" and parameter.is_optional:
            fixed[parameter.name] = parameter.default
        elif (value := _literal(argument)) is not None and not parameter.variadic:
            fixed[parameter.name] = parameter.check(_finite(record, parameter, value), Place(record.name))
        else:
            cells[key] = cell(record, parameter, argument)
    repeats = sum(len(key) > 1 for key in cells)
    known = {name: Expression("number", value) if isinstance(value, int | float) else value for name, value in fixed.items()}
    return cells, simplified(trace(record, repeats=repeats, fixed=known))


def _finite(record: Record, parameter: Parameter, value: float | str) -> float | str:
    """A literal, if a cell can hold it."""
    if isinstance(value, float) and not math.isfinite(value):
        what = Label("the number is too large. Check it.")
        raise OutOfRange(Message("{place}, {argument}: {what}", place=record.name, argument=parameter, what=what))
    return value


def _literal(argument: str) -> float | str | None:
    """The value of a number or a quoted text; None for a cell."""
    if _NUMBER.fullmatch(argument):
        return float(argument.rstrip("%").replace(",", ".")) / (100 if argument.endswith("%") else 1)
    if len(argument) > 1 and argument[0] == argument[-1] == '"':
        return argument[1:-1].replace('""', '"')
    return None
