"""What is to be computed, as it is said once on the command line; the spreadsheet remembers it by named ranges."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sheetkpi.hosts.google.spreadsheets.ids import id_of
from sheetkpi.hosts.google.spreadsheets.memory import Request
from sheetkpi.hosts.google.spreadsheets.places import NoSuchPlace, Place, Places
from sheetkpi.hosts.google.spreadsheets.results.calculations import RESULT, ResultMemory, Undefined
from sheetkpi.locale import locale_of
from sheetkpi.model.records import Parameter, Record
from sheetkpi.reading.cell_text import read_text
from sheetkpi.registry import find
from sheetkpi.translation import Language, Message


def read_inputs(function: str, inputs: str) -> tuple[Record, list[str]]:
    """The KPI of a name, and its inputs one by one; nothing of the spreadsheet is needed for it.

    Raises:
        Undefined: There are too few arguments or too many.
        UnknownFunction: There is no such KPI.
    """
    record = find(function)
    texts = [text.strip() for text in inputs.split(";")]
    if len(texts) < record.required or (record.most is not None and len(texts) > record.most):
        raise Undefined(
            Message(
                "{function} takes {names}: part as many inputs by semicolons. Given are {count}.",
                function=record.name,
                names="; ".join(parameter.name for parameter in record.parameters),
                count=len(texts),
            )
        )
    return record, texts


@dataclass(slots=True)
class Declaration:
    """Reads what was said."""

    places: Places
    language: Language
    requests: list[Request] = field(default_factory=list)

    def read(self, function: str, inputs: str, output: str) -> ResultMemory:
        """What is to be remembered.

        Raises:
            Undefined: There are too few arguments or too many, or one of them is nothing.
            UnknownFunction: There is no such KPI.
        """
        record, texts = read_inputs(function, inputs)
        place = self.places.find(output)
        label = self._label(record, output, place)
        parameters = record.parameters_for(len(texts))
        tokens = [self._token(record, parameter, text, label) for parameter, text in zip(parameters, texts, strict=False)]
        return ResultMemory(self._name(place, output, f"{record.name}_{RESULT}{label}"), record.name, tokens)

    def _label(self, record: Record, output: str, place: Place) -> str:
        """What is put behind the names, so that a second calculation of a KPI has names of its own."""
        if self.places.named(output):
            return ""
        for ending in ("", *(f"_{number}" for number in range(2, 1000))):
            known = self.places.named(f"{record.name}_{RESULT}{ending}")
            if known is None or (known.tab.sheet_id, known.row, known.column) == (place.tab.sheet_id, place.row, place.column):
                return ending
        raise Undefined(Message("There are too many calculations of {function}.", function=record.name))

    def _token(self, record: Record, parameter: Parameter, text: str, label: str) -> str:
        if text == "":
            return "=null"
        if text in parameter.options:
            return "=" + json.dumps(text)
        try:
            place = self.places.find(text)
        except NoSuchPlace as error:
            value = read_text(text, decimal=locale_of(self.language).decimal)
            if isinstance(value, float):
                return f"={value!r}"
            if len(text) > 1 and text.startswith('"') and text.endswith('"'):
                return "=" + json.dumps(text[1:-1], ensure_ascii=False)
            raise Undefined(Message("{argument}: {what}", argument=parameter, what=error.what)) from None
        return self._name(place, text, f"{record.name}_{parameter.name}{label}")

    def _name(self, place: Place, text: str, name: str) -> str:
        """The name of a place; an address gets one, because that moves with its cells."""
        for known in self.places.names:
            if known.casefold() == text.casefold():
                return known
        area = {"sheetId": place.tab.sheet_id, "startRowIndex": place.row, "startColumnIndex": place.column}
        if place.rows is not None:
            area["endRowIndex"] = place.row + place.rows
        if place.columns is not None:
            area["endColumnIndex"] = place.column + place.columns
        named = {"namedRangeId": str(id_of("refresh", name)), "name": name, "range": area}
        if self.places.named(name) is None:
            self.requests.append({"addNamedRange": {"namedRange": named}})
        elif self.places.named(name) != place:
            known_id = self.places.ids[name.casefold()]
            self.requests.append({"updateNamedRange": {"namedRange": {**named, "namedRangeId": known_id}, "fields": "range"}})
        self.places.names[name] = place
        return name


def names_of(record: Record) -> Sequence[str]:
    """What the ranges of a KPI are to be called, where nothing is declared."""
    return list(_names(record))


def _names(record: Record) -> Iterator[str]:
    for parameter in record.parameters:
        if not parameter.is_optional:
            yield f"{record.name}_{parameter.name}"
    yield f"{record.name}_{RESULT}"
