"""Inputs on which every engine must agree: each KPI's own examples, and random cells drawn by kind."""

import math
import random
from collections.abc import Sequence
from functools import cache
from typing import Any

from sheetkpi import KPIS, CellError, calculate
from sheetkpi.model.kinds import Shape
from sheetkpi.model.records import Parameter

#: How many random sets of inputs each KPI gets.
RANDOM_CASES = 300

#: How many cells a random range has.
LENGTH = 5

PRINTABLE = [name for name, kpi in KPIS.items() if kpi.result.name == "value"]


#: Odd cells, each up to a share of the dice.
ODD = ((0.05, None), (0.065, ""), (0.085, "abc"), (0.095, "5"), (0.11, "#N/A"), (0.12, True), (0.13, False), (0.19, 0.0))


@cache
def cases(name: str) -> list[list[Any]]:
    """Arguments for a KPI: numbers, texts, None for a blank, True, "#N/A" for an error cell, lists for ranges."""
    kpi = KPIS[name]
    examples = [[_float(argument) for argument in example.arguments] for example in kpi.examples]
    return examples + cases_of(kpi.parameters, kpi.required, random.Random(name))


def cases_of(parameters: Sequence[Parameter], required: int, source: random.Random) -> list[list[Any]]:
    """Random arguments for parameters, the optional ones now and then left out."""
    most = required + 2 if parameters[-1].variadic else len(parameters)
    drawn = []
    for _ in range(RANDOM_CASES):
        given = [parameters[min(index, len(parameters) - 1)] for index in range(source.randint(required, most))]
        drawn.append([_range(parameter, source) if parameter.is_range else _cell(parameter, source) for parameter in given])
    return drawn


#: KPIs with several results, each a formula of its own.
SEVERAL = [name for name, kpi in KPIS.items() if kpi.result.name == "figures"]


@cache
def cases_of_several(name: str) -> list[list[Any]]:
    """Random arguments for a KPI with several results, without the language of their names."""
    return cases_of(KPIS[name].formula_parameters, KPIS[name].required, random.Random(name))


#: KPIs that fill several cells: figures and tables.
TABLES = [name for name, kpi in KPIS.items() if kpi.result.spills]

#: How many random tables each of them gives.
RANDOM_TABLES = 100

_CHANNELS = ("Search", "Social", "Email", "Поиск", "Maps", "Video", "Partners", "Radio")
_COLUMNS = ("Channel", "Spend", "Clicks", "Leads", "Customers", "Revenue", "Gross profit")


@cache
def cases_of_tables(name: str) -> list[list[Any]]:
    """Arguments for a KPI that fills several cells: ranges of one shape, down or across, among single cells; each range as its rows."""
    kpi, source = KPIS[name], random.Random(f"tables of {name}")
    examples = [[_rows_of(parameter, argument) for parameter, argument in _given(name, example.arguments)] for example in kpi.examples]
    return examples + [_table_arguments(kpi.formula_parameters, kpi.required, source) for _ in range(RANDOM_TABLES)]


def _given(name: str, arguments: Sequence[Any]) -> list[tuple[Parameter, Any]]:
    return list(zip(KPIS[name].parameters_for(len(arguments)), arguments, strict=False))


def _rows_of(parameter: Parameter, argument: Any) -> Any:
    if not isinstance(argument, list) or isinstance(argument[0], list):
        return argument
    return [argument] if parameter.shape is Shape.ROW else [[cell] for cell in argument]


def _table_arguments(parameters: Sequence[Parameter], required: int, source: random.Random) -> list[Any]:
    length = source.randint(2, 4)
    shape = source.choice([(1, length), (length, 1), (2, length)])
    drawn: list[Any] = []
    for parameter in parameters[: source.randint(required, len(parameters))]:
        if parameter.shape is Shape.TABLE:
            drawn.append([list(_COLUMNS), *(_channel(source, place) for place in range(length))])
        elif parameter.shape is Shape.COLUMN:
            texts = parameter.kind.holds == "text"
            drawn.append([[_CHANNELS[place]] if texts else [_plain(parameter, source)] for place in range(length)])
        elif parameter.shape is Shape.ROW:
            drawn.append([[_plain(parameter, source) for _ in range(length)]])
        elif source.random() < 0.4 and not any(each.shape is not Shape.CELL for each in parameters):
            drawn.append([[_plain(parameter, source) for _ in range(shape[1])] for _ in range(shape[0])])
        else:
            drawn.append(_plain(parameter, source))
    return drawn


def _channel(source: random.Random, place: int) -> list[Any]:
    spend, leads = float(source.randint(0, 5000)), source.randint(0, 60)
    revenue = float(source.randint(0, 20_000))
    row: list[Any] = [_CHANNELS[place], spend, float(leads * 12), float(leads), float(source.randint(0, leads)), revenue, revenue / 4]
    return [None if place and source.random() < 0.06 else cell for place, cell in enumerate(row)]


def _plain(parameter: Parameter, source: random.Random) -> Any:
    """A cell that is usual for its parameter: now and then blank or wrong."""
    dice = source.random()
    if parameter.options:
        return source.choice([*parameter.options, None])
    if dice < 0.05:
        return None
    return -5.0 if dice < 0.07 else _number(parameter, source, dice)


@cache
def expected(name: str) -> list[Any]:
    """What Python gives for every case: a number, a text, None for a blank, or the code of an error."""
    results = [calculate(name, arguments) for arguments in cases(name)]
    return [result.code if isinstance(result, CellError) else result for result in results]


def is_same(got: Any, want: Any, tolerance: float = 1e-12) -> bool:
    """Whether an engine's cell is the expected one."""
    if isinstance(want, float):
        is_number = isinstance(got, int | float) and not isinstance(got, bool)
        return is_number and math.isclose(got, want, rel_tol=tolerance, abs_tol=tolerance / 10)
    return got in (None, "") if want is None else bool(got == want)


def _range(parameter: Parameter, source: random.Random) -> list[Any]:
    top = 10 if parameter.kind.name == "score" else 1000
    return [_cell(parameter, source) if source.random() < 0.2 else float(source.randint(0, top)) for _ in range(LENGTH)]


def _cell(parameter: Parameter, source: random.Random) -> Any:
    dice = source.random()
    for chance, odd in ODD:
        if dice < chance:
            return odd
    if parameter.options:
        return source.choice(parameter.options) if dice < 0.9 else source.choice(["other", parameter.options[0].upper()])
    if dice < 0.24:
        return -float(source.randint(1, 5))
    return _number(parameter, source, dice)


#: Kinds whose numbers are chosen: one that is refused, and usual ones.
CHOSEN = {"confidence": (1.0, [0.9, 0.95, 0.99, 0.8]), "variation": (5.0, [0.0, 0.3, 1.0, 2.0, 3.71])}


def _number(parameter: Parameter, source: random.Random, dice: float) -> float:
    name = parameter.kind.name
    if name in CHOSEN:
        refused, usual = CHOSEN[name]
        return refused if dice > 0.95 else source.choice(usual)
    if name in ("share", "probability"):
        return 30.0 if dice > 0.95 else source.choice([1.0, 1.0000001, 0.5, round(source.random(), 3), source.random()])
    if name == "growth":
        return round(source.uniform(-1, 3), 2)
    if name == "score":
        return 11.0 if dice > 0.97 else float(source.randint(0, 10))
    if parameter.kind.low == 0:
        return float(source.choice([source.randint(1, 20), source.randint(1, 100_000)]))
    return source.choice([float(source.randint(1, 10**6)), round(source.uniform(1, 1e6), 2)])


def _float(argument: Any) -> Any:
    if isinstance(argument, list):
        return [_float(cell) for cell in argument]
    return float(argument) if isinstance(argument, int) and not isinstance(argument, bool) else argument
