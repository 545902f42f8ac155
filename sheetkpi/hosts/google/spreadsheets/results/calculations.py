"""What a spreadsheet asks to have computed: by the names of its ranges, or as it was said once on the command line.

A range named ``ROMI_spend`` is the argument ``spend`` of ROMI, ``ROMI_result`` is where the results go, and ``ROMI_updated``, where
there is one, gets the time. A second ROMI has a word behind all of its names: ``ROMI_spend_march``, ``ROMI_result_march``.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from sheetkpi.hosts.google.spreadsheets.entries import WIDTH
from sheetkpi.hosts.google.spreadsheets.places import Place, Places
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.model.records import Record
from sheetkpi.registry import KPIS, find
from sheetkpi.translation import Message

#: The last words of names that are no arguments.
RESULT, UPDATED = "result", "updated"
PREFIX = "refresh/"
_VERSION = 1


class Undefined(SheetKpiError):
    """It is not said what to compute, or not completely."""


@dataclass(slots=True)
class ResultMemory:
    """What is remembered of results."""

    output: str
    function: str = ""
    inputs: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    version: int = _VERSION

    @property
    def name(self) -> str:
        """Under which it is kept."""
        return PREFIX + self.output.casefold()

    def as_text(self) -> str:
        """As it is kept."""
        found = {"output": self.output, "function": self.function, "inputs": self.inputs, "marks": self.marks, "version": self.version}
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"))

    @property
    def width(self) -> int:
        """How many columns we wrote."""
        return max((len(row) // WIDTH for row in self.marks), default=0)

    @property
    def written(self) -> set[str]:
        """The marks of all cells that we wrote."""
        return {row[start : start + WIDTH] for row in self.marks for start in range(0, len(row), WIDTH)}


def result_memories(texts: Mapping[str, str]) -> Iterator[ResultMemory]:
    """What is remembered of results, as far as it can be understood."""
    for name, text in texts.items():
        if name.startswith(PREFIX):
            try:
                found = ResultMemory(**json.loads(text))
            except (ValueError, TypeError):
                continue
            if found.version == _VERSION:
                yield found


@dataclass(frozen=True, slots=True)
class Calculation:
    """One thing to compute."""

    record: Record
    inputs: Sequence[Place | float | str | None]
    output: Place
    name: str
    updated: Place | None
    memory: ResultMemory

    @property
    def room(self) -> Place:
        """Everything where results may go: below and to the right of a single cell."""
        return Place(self.output.tab, self.output.row, self.output.column) if self.output.is_one_cell else self.output


def calculations(places: Places, remembered: Sequence[ResultMemory], problems: list[Undefined]) -> list[Calculation]:
    """Everything that is to be computed, declared or named."""
    by_output = {memory.output.casefold(): memory for memory in remembered}
    declared = [memory for memory in remembered if memory.function and places.named(memory.output)]
    taken = {memory.output.casefold() for memory in declared}
    found: list[Calculation] = []
    for memory in declared:
        try:
            found.append(_declared(places, memory))
        except Undefined as problem:
            problems.append(problem)
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for name in places.names:
        if meaning := _meaning(name):
            kpi, part, label = meaning
            groups.setdefault((kpi, label.casefold()), {})[part] = name
    for (kpi, _label), parts in groups.items():
        if RESULT in parts and parts[RESULT].casefold() not in taken:
            try:
                found.append(_named(places, KPIS[kpi], parts, by_output.get(parts[RESULT].casefold())))
            except Undefined as problem:
                problems.append(problem)
    return found


def unfinished(places: Places) -> Iterator[tuple[str, str]]:
    """Names that look like parts of a calculation without a place for its result: a name, and the missing one."""
    meanings = [(name, meaning) for name in places.names if (meaning := _meaning(name))]
    has_result = {(kpi, label.casefold()) for _name, (kpi, part, label) in meanings if part == RESULT}
    for name, (kpi, _part, label) in meanings:
        if (kpi, label.casefold()) not in has_result:
            yield name, f"{kpi}_{RESULT}" + (f"_{label}" if label else "")


def _declared(places: Places, memory: ResultMemory) -> Calculation:
    record, output = find(memory.function), places.named(memory.output)
    if output is None:
        raise Undefined(Message("There is no named range {name} any more.", name=memory.output))
    inputs: list[Place | float | str | None] = []
    for text in memory.inputs:
        if text.startswith("="):
            inputs.append(json.loads(text[1:]))
            continue
        place = places.named(text)
        if place is None:
            raise Undefined(
                Message(
                    "{function} reads the named range “{name}”, which is gone. Define it again (Data → Named ranges), or repeat "
                    "--function, --inputs and --output.",
                    function=record.name,
                    name=text,
                )
            )
        inputs.append(place)
    updated = places.named(re.sub(RESULT, UPDATED, memory.output, count=1, flags=re.IGNORECASE)) if _meaning(memory.output) else None
    return Calculation(record, inputs, output, memory.output, updated, memory)


def _named(places: Places, record: Record, parts: Mapping[str, str], memory: ResultMemory | None) -> Calculation:
    missing = [parameter for parameter in record.parameters if not parameter.is_optional and parameter.name not in parts]
    if missing:
        ending = parts[RESULT][len(f"{record.name}_{RESULT}") :]
        raise Undefined(
            Message(
                "For {function} these named ranges are missing: {names}. Define them: Data → Named ranges.",
                function=record.name,
                names=", ".join(f"{record.name}_{parameter.name}{ending}" for parameter in missing),
            )
        )
    inputs = [places.named(parts[parameter.name]) if parameter.name in parts else None for parameter in record.parameters]
    while inputs and inputs[-1] is None:
        inputs.pop()
    output = places.names[parts[RESULT]]
    updated = places.named(parts[UPDATED]) if UPDATED in parts else None
    return Calculation(record, inputs, output, parts[RESULT], updated, memory or ResultMemory(parts[RESULT]))


def _meaning(name: str) -> tuple[str, str, str] | None:
    """The KPI, the part and the label that a name of a range says; None where it says nothing to us."""
    lowered = name.casefold()
    for key, (kpi, part) in _keys():
        if lowered == key:
            return kpi, part, ""
        if lowered.startswith(f"{key}_"):
            return kpi, part, name[len(key) + 1 :]
    return None


@cache
def _keys() -> list[tuple[str, tuple[str, str]]]:
    """The names of all parts of all KPIs, the longest first."""
    keys = {
        f"{record.name}_{part}".casefold(): (record.name, part)
        for record in KPIS.values()
        for part in [*(parameter.name for parameter in record.parameters), RESULT, UPDATED]
    }
    return sorted(keys.items(), key=lambda item: -len(item[0]))
