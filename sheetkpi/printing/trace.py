"""Run a KPI on symbols, to see its formula as an expression."""

from collections.abc import Mapping
from typing import Any

from sheetkpi.model.ops import Expression
from sheetkpi.model.records import Record

#: The name of the one figure of a KPI that gives one value.
ONLY = ""

#: The formula of each figure of a KPI, by its name; of the one figure by `ONLY`.
Formulas = Mapping[str, Any]


def trace(record: Record, *, repeats: int = 2, fixed: Mapping[str, Any] | None = None) -> Formulas:
    """The formulas of a KPI."""
    arguments: list[Any] = []
    for parameter in record.formula_parameters:
        if fixed and parameter.name in fixed:
            arguments.append(fixed[parameter.name])
        elif parameter.variadic:
            arguments.extend(Expression("parameter", parameter.name, index) for index in range(repeats))
        else:
            arguments.append(Expression("parameter", parameter.name))
    formula = record.body(*arguments)
    return formula if isinstance(formula, dict) else {ONLY: formula}


def usual_form(record: Record, choices: Mapping[str, Any] | None = None) -> Formulas:
    """The formulas with each choice at its default, or as given, and with what is blank by default left out."""
    chosen: dict[str, Any] = {parameter.name: parameter.default for parameter in record.formula_parameters if parameter.is_left_out}
    return trace(record, fixed=chosen | dict(choices or {}))


def variadic_neutral(record: Record) -> float:
    """The value of a repeating parameter that changes nothing: 0 where it is added, 1 where it multiplies."""
    sample = [0.5] * (len(record.parameters) - 1)
    alone = record.body(*sample)
    return next(neutral for neutral in (0.0, 1.0) if record.body(*sample, neutral) == alone)
