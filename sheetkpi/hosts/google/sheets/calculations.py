"""The calculations of a spreadsheet: declared by named ranges, or once on the command line.

The range ``ROMI_spend`` is the argument ``spend`` of ROMI, results go to ``ROMI_result``, and the time to ``ROMI_updated``, if it exists.
The names of a second calculation have the same suffix: ``ROMI_spend_march``, ``ROMI_result_march``.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from sheetkpi.hosts.google.sheets.a1 import CellRange, RangeNotFound, Spreadsheet, id_of
from sheetkpi.hosts.google.sheets.cell_values import Request
from sheetkpi.hosts.google.sheets.state import ResultState
from sheetkpi.locale import locale_of
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.model.records import Parameter, Record
from sheetkpi.reading.cell_text import read_text
from sheetkpi.registry import KPIS, find
from sheetkpi.translation import Language, Message

#: The parts of names that aren't arguments.
RESULT, UPDATED = "result", "updated"


class UndefinedCalculation(SheetKpiError):
    """A calculation is missing or incomplete.

    ``names`` are the functions, arguments or named ranges concerned.
    """

    def __init__(self, what: Message, *names: str) -> None:
        super().__init__(what)
        self.names = names


@dataclass(frozen=True, slots=True)
class Calculation:
    """A KPI to compute, its inputs and where the results go."""

    record: Record
    inputs: Sequence[CellRange | float | str | None]
    output: CellRange
    name: str
    updated: CellRange | None
    state: ResultState

    @property
    def places(self) -> list[CellRange]:
        """The ranges to read: the inputs and the room for results."""
        return [*self.ranges, self.room]

    @property
    def ranges(self) -> list[CellRange]:
        """The inputs that are ranges."""
        return [item for item in self.inputs if isinstance(item, CellRange)]

    @property
    def room(self) -> CellRange:
        """The cells that results may fill: from a single cell, down and to the right."""
        return CellRange(self.output.tab, self.output.row, self.output.column) if self.output.is_one_cell else self.output


def calculations(spreadsheet: Spreadsheet, states: Sequence[ResultState]) -> tuple[list[Calculation], list[UndefinedCalculation]]:
    """Find all calculations, declared on the command line or by named ranges; also return the problems of incomplete ones."""
    by_output = {state.output.casefold(): state for state in states}
    declared = [state for state in states if state.function and spreadsheet.named(state.output)]
    taken = {state.output.casefold() for state in declared}
    found: list[Calculation] = []
    problems: list[UndefinedCalculation] = []
    for state in declared:
        try:
            found.append(_declared(spreadsheet, state))
        except UndefinedCalculation as problem:
            problems.append(problem)
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for name in spreadsheet.names:
        if meaning := _parse_name(name):
            kpi, part, label = meaning
            groups.setdefault((kpi, label.casefold()), {})[part] = name
    for (kpi, _label), parts in groups.items():
        if RESULT in parts and parts[RESULT].casefold() not in taken:
            try:
                found.append(_named(spreadsheet, KPIS[kpi], parts, by_output.get(parts[RESULT].casefold())))
            except UndefinedCalculation as problem:
                problems.append(problem)
    return found, problems


def names_without_result(spreadsheet: Spreadsheet) -> Iterator[tuple[str, str]]:
    """Find names of arguments without a result: the name, and the missing one."""
    meanings = [(name, meaning) for name in spreadsheet.names if (meaning := _parse_name(name))]
    has_result = {(kpi, label.casefold()) for _name, (kpi, part, label) in meanings if part == RESULT}
    for name, (kpi, _part, label) in meanings:
        if (kpi, label.casefold()) not in has_result:
            yield name, f"{kpi}_{RESULT}" + (f"_{label}" if label else "")


def _declared(spreadsheet: Spreadsheet, state: ResultState) -> Calculation:
    record, output = find(state.function), spreadsheet.named(state.output)
    if output is None:
        raise UndefinedCalculation(Message("Named range {name} no longer exists.", name=state.output), state.output)
    inputs: list[CellRange | float | str | None] = []
    for text in state.inputs:
        if text.startswith("="):
            inputs.append(json.loads(text[1:]))
            continue
        place = spreadsheet.named(text)
        if place is None:
            raise UndefinedCalculation(
                Message(
                    "{function} uses the named range “{name}”, which no longer exists. Define it again (Data → Named "
                    "ranges), or run the command with --function, --inputs and --output.",
                    function=record.name,
                    name=text,
                ),
                text,
            )
        inputs.append(place)
    updated = spreadsheet.named(re.sub(RESULT, UPDATED, state.output, count=1, flags=re.IGNORECASE)) if _parse_name(state.output) else None
    return Calculation(record, inputs, output, state.output, updated, state)


def _named(spreadsheet: Spreadsheet, record: Record, parts: Mapping[str, str], state: ResultState | None) -> Calculation:
    missing = [parameter for parameter in record.parameters if not parameter.is_optional and parameter.name not in parts]
    if missing:
        ending = parts[RESULT][len(f"{record.name}_{RESULT}") :]
        names = [f"{record.name}_{parameter.name}{ending}" for parameter in missing]
        raise UndefinedCalculation(
            Message(
                "Named ranges missing for {function}: {names}. Define them in Data → Named ranges.",
                function=record.name,
                names=", ".join(names),
            ),
            *names,
        )
    inputs = [spreadsheet.named(parts[parameter.name]) if parameter.name in parts else None for parameter in record.parameters]
    while inputs and inputs[-1] is None:
        inputs.pop()
    output = spreadsheet.names[parts[RESULT]]
    updated = spreadsheet.named(parts[UPDATED]) if UPDATED in parts else None
    return Calculation(record, inputs, output, parts[RESULT], updated, state or ResultState(parts[RESULT]))


def _parse_name(name: str) -> tuple[str, str, str] | None:
    """Split a range's name into KPI, argument and label; None if it is unrelated."""
    lowered = name.casefold()
    for key, (kpi, part) in _keys():
        if lowered == key:
            return kpi, part, ""
        if lowered.startswith(f"{key}_"):
            return kpi, part, name[len(key) + 1 :]
    return None


@cache
def _keys() -> list[tuple[str, tuple[str, str]]]:
    """List the names of all KPIs' arguments and results, the longest first."""
    keys = {
        f"{record.name}_{part}".casefold(): (record.name, part)
        for record in KPIS.values()
        for part in [*(parameter.name for parameter in record.parameters), RESULT, UPDATED]
    }
    return sorted(keys.items(), key=lambda item: -len(item[0]))


def read_inputs(function: str, inputs: str) -> tuple[Record, list[str]]:
    """Parse a KPI's name and its inputs, without reading the spreadsheet.

    Raises:
        UndefinedCalculation: There are too few or too many inputs.
        UnknownFunction: There is no such KPI.
    """
    record = find(function)
    texts = [text.strip() for text in inputs.split(";")]
    if len(texts) < record.required or (record.most is not None and len(texts) > record.most):
        raise UndefinedCalculation(
            Message(
                "{function} takes {names}. Separate its inputs by semicolons; you gave {count}.",
                function=record.name,
                names="; ".join(parameter.name for parameter in record.parameters),
                count=len(texts),
            ),
            record.name,
        )
    return record, texts


@dataclass(slots=True)
class Declaration:
    """Turns a calculation of the command line into named ranges."""

    spreadsheet: Spreadsheet
    language: Language
    requests: list[Request] = field(default_factory=list)

    def read(self, function: str, inputs: str, output: str) -> ResultState:
        """Read a calculation, and name the ranges it uses.

        Raises:
            UndefinedCalculation: There are too few or too many inputs, or one is neither a range nor a value.
            UnknownFunction: There is no such KPI.
        """
        record, texts = read_inputs(function, inputs)
        place = self.spreadsheet.find(output)
        label = self._suffix(record, output, place)
        parameters = record.parameters_for(len(texts))
        tokens = [self._encode_input(record, parameter, text, label) for parameter, text in zip(parameters, texts, strict=False)]
        return ResultState(self._name(place, output, f"{record.name}_{RESULT}{label}"), record.name, tokens)

    def _suffix(self, record: Record, output: str, place: CellRange) -> str:
        """Return the suffix that keeps the names of a KPI's second calculation apart."""
        if self.spreadsheet.named(output):
            return ""
        for ending in ("", *(f"_{number}" for number in range(2, 1000))):
            known = self.spreadsheet.named(f"{record.name}_{RESULT}{ending}")
            if known is None or (known.tab.sheet_id, known.row, known.column) == (place.tab.sheet_id, place.row, place.column):
                return ending
        raise UndefinedCalculation(Message("Too many calculations of {function}.", function=record.name), record.name)

    def _encode_input(self, record: Record, parameter: Parameter, text: str, label: str) -> str:
        if text == "":
            return "=null"
        if text in parameter.options:
            return "=" + json.dumps(text)
        try:
            place = self.spreadsheet.find(text)
        except RangeNotFound as error:
            value = read_text(text, decimal=locale_of(self.language).decimal)
            if isinstance(value, float):
                return f"={value!r}"
            if len(text) > 1 and text.startswith('"') and text.endswith('"'):
                return "=" + json.dumps(text[1:-1], ensure_ascii=False)
            raise UndefinedCalculation(Message("{argument}: {what}", argument=parameter, what=error.what), text) from None
        return self._name(place, text, f"{record.name}_{parameter.name}{label}")

    def _name(self, place: CellRange, text: str, name: str) -> str:
        """Return a range's name; give it one if it has none, because names move with their cells."""
        for known in self.spreadsheet.names:
            if known.casefold() == text.casefold():
                return known
        named = {"namedRangeId": str(id_of("refresh", name)), "name": name, "range": place.grid_range}
        if self.spreadsheet.named(name) is None:
            self.requests.append({"addNamedRange": {"namedRange": named}})
        elif self.spreadsheet.named(name) != place:
            known_id = self.spreadsheet.ids[name.casefold()]
            self.requests.append({"updateNamedRange": {"namedRange": {**named, "namedRangeId": known_id}, "fields": "range"}})
        self.spreadsheet.names[name] = place
        return name
