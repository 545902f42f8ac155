"""The named ranges of a template, as requests."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sheetkpi.hosts.google.spreadsheets.memory import Request
from sheetkpi.hosts.google.spreadsheets.templates.present import Present
from sheetkpi.hosts.google.spreadsheets.templates.records import checksum
from sheetkpi.hosts.google.spreadsheets.templates.tabs import Template
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message
from sheetkpi.workbooks.book import Formula

#: Texts and names of sheets: what stands in quotes is no name of a range.
_QUOTED = re.compile(r""""(?:[^"]|"")*"|'(?:[^']|'')*'""")


@dataclass(slots=True)
class NamedRanges:
    """Makes the requests, and what to remember of them."""

    template: Template
    present: Present
    before: Mapping[str, int]
    gone: frozenset[str]
    alone: frozenset[str]
    is_forced: bool
    after: dict[str, int] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    def requests(self) -> Iterator[Request]:
        """Names that are new, that moved, and that are gone."""
        taken = {name.casefold(): identity for identity, name in self.present.names.items()}
        for name, place in self.template.book.names.items():
            identity = self.template.name_id(name)
            described = {"namedRangeId": identity, "name": name, "range": self.template.grid(place)}
            was, mark = self.before.get(identity), checksum(described)
            if place.sheet in self.alone:
                self.after |= {} if was is None else {identity: was}
                continue
            self.after[identity] = mark
            is_there = identity in self.present.names
            if is_there and mark == was:
                continue
            if not is_there and was is not None and place.sheet not in self.gone and not self.is_forced:
                continue  # people deleted it
            described["name"] = self._free(name, identity, taken)
            taken[str(described["name"]).casefold()] = identity
            if is_there:
                yield {"updateNamedRange": {"namedRange": described, "fields": "name,range"}}
            else:
                yield {"addNamedRange": {"namedRange": described}}
        for identity in sorted(self.before.keys() - self.after.keys()):
            if identity in self.present.names:
                yield {"deleteNamedRange": {"namedRangeId": identity}}

    def _free(self, name: str, identity: str, taken: Mapping[str, str]) -> str:
        """The name, or another one where somebody has it."""
        if taken.get(name.casefold(), identity) == identity:
            return name
        if self._is_needed(name):
            raise SheetKpiError(
                Message(
                    "The spreadsheet has a named range {name} already, and the formulas of the template need that name. Rename yours: "
                    "Data → Named ranges.",
                    name=name,
                )
            )
        number = 2
        while f"{name}_{number}".casefold() in taken:
            number += 1
        self.renamed[name] = f"{name}_{number}"
        return f"{name}_{number}"

    def _is_needed(self, name: str) -> bool:
        """Whether a formula refers to it."""
        contents = (cell.content for sheet in self.template.book.sheets for cell in sheet.cells.values())
        word = re.compile(rf"(?<![\w.$']){re.escape(name)}(?![\w.(!'])")
        texts = {content.text for content in contents if isinstance(content, Formula) and name in content.text}
        return any(word.search(_QUOTED.sub("", text)) for text in texts)
