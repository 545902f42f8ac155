"""Requests that bring a template's tabs and named ranges up to date."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.hosts.google.sheets.a1 import grid_range
from sheetkpi.hosts.google.sheets.cell_values import Position, Request
from sheetkpi.hosts.google.sheets.publish.charts import add_chart, chart_specs, update_chart
from sheetkpi.hosts.google.sheets.publish.current import Current, CurrentTab
from sheetkpi.hosts.google.sheets.publish.desired import Template, TemplateTab
from sheetkpi.hosts.google.sheets.publish.diff import CellPlan, fingerprint
from sheetkpi.hosts.google.sheets.publish.formats import (
    add_rule,
    colour_style,
    delete_rule,
    format_requests,
    merge_requests,
    rule_checksum,
    rules_of,
    size_requests,
    validation_requests,
)
from sheetkpi.hosts.google.sheets.publish.upload import note_requests, write_requests
from sheetkpi.hosts.google.sheets.state import TabState, checksum
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message
from sheetkpi.workbooks.book import At, Formula
from sheetkpi.workbooks.sheets_plan import areas, whole_merges

#: Free rows below the template, and the smallest grid.
_SPARE_ROWS, _MIN_ROWS, _MIN_COLUMNS = 50, 100, 26

#: The parts that depend on the number of rows.
_LAYOUT = ("formats", "validations", "protection")


@dataclass(slots=True)
class TabRequests:
    """Makes the requests of one tab, and its new state."""

    tab: TemplateTab
    template: Template
    titles: Mapping[str, str]
    current: Current
    existing: CurrentTab | None
    before: TabState
    is_forced: bool
    after: TabState = field(init=False)

    def __post_init__(self) -> None:
        title = self.titles[self.tab.sheet.title]
        is_theirs = self.existing is not None and self.before.title not in ("", self.existing.title)
        self.after = TabState(self.before.title if is_theirs else title)

    @property
    def rows(self) -> int:
        """The number of rows the tab needs."""
        filtered = self.tab.sheet.filtered
        last = max((row for row, _ in self.tab.sheet.cells), default=0) + 1
        anchors = max((row for row, _, _ in self.tab.sheet.charts), default=0) + 1
        return max(last, anchors, filtered.row + filtered.rows if filtered else 0)

    @property
    def columns(self) -> int:
        """The number of columns the tab needs."""
        anchors = max((column for _, column, _ in self.tab.sheet.charts), default=0) + 1
        return max(max((column for _, column in self.tab.sheet.cells), default=0) + 1, anchors)

    def frame(self) -> Iterator[Request]:
        """Create the tab, or enlarge it."""
        sheet = self.tab.sheet
        frozen = {"frozenRowCount": sheet.frozen[0], "frozenColumnCount": sheet.frozen[1]}
        colour = {"tabColorStyle": colour_style(sheet.tab)} if sheet.tab else {}
        is_new = self._is_new("frame", [frozen, sheet.tab])
        if self.existing is None:
            rows, columns = max(self.rows + _SPARE_ROWS, _MIN_ROWS), max(self.columns, _MIN_COLUMNS)
            grid = {"rowCount": rows, "columnCount": columns, "hideGridlines": True, **frozen}
            properties = {"sheetId": self.tab.sheet_id, "title": self.titles[sheet.title], "gridProperties": grid, **colour}
            yield {"addSheet": {"properties": properties | ({"hidden": True} if self.tab.is_hidden else {})}}
            return
        if self.existing.title != self.titles[sheet.title]:
            yield self._properties({"title": self.titles[sheet.title]}, "title")
        if self.existing.rows < self.rows or self.existing.columns < self.columns:
            size = {"rowCount": max(self.existing.rows, self.rows), "columnCount": max(self.existing.columns, self.columns)}
            yield self._properties({"gridProperties": size}, "gridProperties(rowCount,columnCount)")
        if is_new:
            yield self._properties({"gridProperties": frozen, **colour}, "gridProperties(frozenRowCount,frozenColumnCount),tabColorStyle")

    def formats_and_merges(self) -> Iterator[Request]:
        """Format and merge cells; set sizes only at first, because afterwards users may change them."""
        rows = self.existing.rows if self.existing else max(self.rows + _SPARE_ROWS, _MIN_ROWS)
        formats = list(format_requests(self.tab, rows))
        if self._is_new("formats", list(format_requests(self.tab, self.rows))):
            yield from formats
        if self.existing is None:
            yield from size_requests(self.tab, self.template.book)
        self.after.merges = [_corners(merge) for merge in whole_merges(self.tab.sheet)]
        if self.after.merges != self.before.merges:
            for place in self.before.merges or self.after.merges if self.existing else []:
                yield {"unmergeCells": {"range": grid_range(self.tab.sheet_id, *place)}}
            yield from merge_requests(self.tab)

    def keep_layout(self) -> None:
        """Keep formats and validation, which fit the rows that are kept."""
        self.after.parts |= {part: self.before.parts[part] for part in _LAYOUT if part in self.before.parts}
        self.after.merges, self.after.validated = self.before.merges, self.before.validated
        self.after.opened = self.before.opened

    def contents(self, plan: CellPlan, marks: Mapping[Position, int]) -> Iterator[Request]:
        """Write cells and notes."""
        self.after.marks = plan.marks
        yield from write_requests(self.tab.sheet_id, plan.writes, marks, self.titles)
        yield from note_requests(self.tab, self._notes())

    def inputs(self) -> Iterator[Request]:
        """Set data validation."""
        requests = list(validation_requests(self.tab, self.titles, self.template.language))
        self.after.validated = [_corners(cells) for cells, _ in self.tab.sheet.validations]
        if self._is_new("validations", list(validation_requests(self.tab, {}, self.template.language))):
            for place in self.before.validated if self.existing else []:
                if place not in self.after.validated:
                    yield {"setDataValidation": {"range": grid_range(self.tab.sheet_id, *place)}}
            yield from requests

    def rules(self) -> Iterator[Request]:
        """Set conditional formats; keep users' own rules and their order."""
        rules = list(rules_of(self.tab, self.titles))
        self.after.rules = [rule_checksum(rule) for rule in rules]
        if not self._is_new("rules", rules):
            return
        current = [rule_checksum(rule) for rule in self.existing.rules] if self.existing else []
        ours = [index for index, mark in enumerate(current) if mark in {*self.before.rules, *self.after.rules}]
        for index in reversed(ours):
            yield delete_rule(self.tab, index)
        first = ours[0] if ours else len(current)
        for index, rule in enumerate(rules, first):
            yield add_rule(rule, index)

    def charts(self) -> Iterator[Request]:
        """Add and update charts; respect those that users moved or deleted."""
        for number, (chart_id, spec) in enumerate(chart_specs(self.tab, self.template).items()):
            mark, was = checksum(spec), self.before.charts.get(str(chart_id))
            self.after.charts[str(chart_id)] = mark
            if chart_id in self.current.charts:
                if mark != was:
                    yield update_chart(chart_id, spec)
            elif self.existing is None or was is None or self.is_forced:
                yield add_chart(self.tab, self.template, number, spec)
        if self.existing:
            for old in self.before.charts.keys() - self.after.charts.keys():
                if int(old) in self.current.charts:
                    yield {"deleteEmbeddedObject": {"objectId": int(old)}}

    def protection(self) -> Iterator[Request]:
        """Warn before a formula is edited; inputs stay unprotected."""
        if not self.tab.sheet.is_protected:
            return
        identity = self.template.protection_id(self.tab)
        described = self._protection(identity)
        is_new = self._is_new("protection", described)
        self.after.opened = unprotected_checksum(described["unprotectedRanges"])
        if self.existing and identity in self.existing.protections:
            if is_new:
                yield {"updateProtectedRange": {"protectedRange": described, "fields": "unprotectedRanges,description,warningOnly"}}
            else:
                self.after.opened = self.before.opened
        elif self.existing is None or "protection" not in self.before.parts or self.is_forced:
            yield {"addProtectedRange": {"protectedRange": described}}

    @property
    def is_rearranged(self) -> bool:
        """Whether users inserted or deleted rows or columns: the unprotected ranges move with them."""
        return self.existing is not None and is_rearranged(self.existing, self.template.protection_id(self.tab), self.before)

    def filter(self) -> Iterator[Request]:
        """Add a filter to a new table; afterwards it belongs to users."""
        if self.existing is None and self.tab.sheet.filtered:
            yield {"setBasicFilter": {"filter": {"range": self.template.grid(self.tab.sheet.filtered)}}}

    def _protection(self, identity: int) -> dict[str, Any]:
        """Describe the protected range; inputs, the blank cells below them and all rows below the template stay unprotected."""
        sheet, sheet_id = self.tab.sheet, self.tab.sheet_id
        cells = [self.tab.grid(area) for area in areas(sheet) if area.shared.is_open]
        below = [
            _downwards(sheet_id, max((row for row, place in sheet.cells if place == column), default=-1) + 1, column, 1)
            for column, style in sorted(sheet.column_styles.items())
            if style.is_open
        ]
        anchor = _downwards(sheet_id, self.rows, 0, self.columns)
        described = {"protectedRangeId": identity, "range": {"sheetId": sheet_id}, "description": "sheetkpi", "warningOnly": True}
        return described | {"unprotectedRanges": [*cells, *below, anchor]}

    def _notes(self) -> dict[Position, str]:
        """Return the notes to write: new ones, and those that users didn't change."""
        language = self.template.language
        wanted = {position: note.in_language(language) for position, note in self.tab.sheet.notes.items()}
        existing = self.existing.notes if self.existing else {}
        written: dict[Position, str] = {}
        for position in wanted.keys() | self.before.notes.keys():
            want, was = wanted.get(position, ""), self.before.notes.get(position)
            now = fingerprint(existing[position], 0, 0, {}) if position in existing else None
            if now == was or self.is_forced:
                if existing.get(position, "") != want:
                    written[position] = want
                if want:
                    self.after.notes[position] = fingerprint(want, 0, 0, {})
            elif now == fingerprint(want, 0, 0, {}):
                self.after.notes[position] = now
            elif was is not None:
                self.after.notes[position] = was
        return dict(sorted(written.items()))

    def _properties(self, changes: dict[str, Any], fields: str) -> Request:
        return {"updateSheetProperties": {"properties": {"sheetId": self.tab.sheet_id, **changes}, "fields": fields}}

    def _is_new(self, part: str, described: object) -> bool:
        """Whether a part differs from what was published."""
        self.after.parts[part] = checksum(described)
        return self.existing is None or self.before.parts.get(part) != self.after.parts[part]


def is_rearranged(existing: CurrentTab, protection_id: int, before: TabState) -> bool:
    """Return whether users inserted or deleted rows or columns; unknown, so False, if they removed the protection."""
    opened = existing.protections.get(protection_id)
    return opened is not None and before.opened != 0 and unprotected_checksum(opened) != before.opened


def unprotected_checksum(ranges: Sequence[Mapping[str, int]]) -> int:
    """Return a checksum of a protected sheet's unprotected ranges, whatever their order and whether or not zeros are omitted."""
    sides = [(f"start{axis}Index", f"end{axis}Index") for axis in ("Row", "Column")]
    return checksum(sorted([(one.get(start, 0), one.get(end, -1)) for start, end in sides] for one in ranges))


def _downwards(sheet_id: int, row: int, column: int, columns: int) -> dict[str, int]:
    """Return the GridRange of columns from a row to the end."""
    return grid_range(sheet_id, row, column, None, columns)


def _corners(place: At) -> list[int]:
    return [place.row, place.column, place.rows, place.columns]


#: Texts and quoted sheet names, which hold no names of ranges.
_QUOTED = re.compile(r""""(?:[^"]|"")*"|'(?:[^']|'')*'""")


class NameTaken(SheetKpiError):
    """The spreadsheet uses a name that the template's formulas need."""

    def __init__(self, name: str, what: Message) -> None:
        super().__init__(what)
        self.name = name


@dataclass(slots=True)
class NamedRanges:
    """Makes the requests for named ranges, and their new state."""

    template: Template
    current: Current
    before: Mapping[str, int]
    gone: frozenset[str]
    alone: frozenset[str]
    is_forced: bool
    after: dict[str, int] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    def requests(self) -> Iterator[Request]:
        """Add, move and delete named ranges."""
        taken = {name.casefold(): identity for identity, name in self.current.names.items()}
        for name, place in self.template.book.names.items():
            identity = self.template.name_id(name)
            described = {"namedRangeId": identity, "name": name, "range": self.template.grid(place)}
            was, mark = self.before.get(identity), checksum(described)
            if place.sheet in self.alone:
                self.after |= {} if was is None else {identity: was}
                continue
            self.after[identity] = mark
            is_there = identity in self.current.names
            if is_there and mark == was:
                continue
            if not is_there and was is not None and place.sheet not in self.gone and not self.is_forced:
                continue  # users deleted it
            described["name"] = self._free(name, identity, taken)
            taken[str(described["name"]).casefold()] = identity
            if is_there:
                yield {"updateNamedRange": {"namedRange": described, "fields": "name,range"}}
            else:
                yield {"addNamedRange": {"namedRange": described}}
        for identity in sorted(self.before.keys() - self.after.keys()):
            if identity in self.current.names:
                yield {"deleteNamedRange": {"namedRangeId": identity}}

    def _free(self, name: str, identity: str, taken: Mapping[str, str]) -> str:
        """Return the name, or a free one if it is taken."""
        if taken.get(name.casefold(), identity) == identity:
            return name
        if self._is_needed(name):
            raise NameTaken(
                name,
                Message(
                    "The spreadsheet has a named range {name} already, and the formulas of the template need that name. Rename yours: "
                    "Data → Named ranges.",
                    name=name,
                ),
            )
        number = 2
        while f"{name}_{number}".casefold() in taken:
            number += 1
        self.renamed[name] = f"{name}_{number}"
        return f"{name}_{number}"

    def _is_needed(self, name: str) -> bool:
        """Whether a formula refers to a name."""
        contents = (cell.content for sheet in self.template.book.sheets for cell in sheet.cells.values())
        word = re.compile(rf"(?<![\w.$']){re.escape(name)}(?![\w.(!'])")
        texts = {content.text for content in contents if isinstance(content, Formula) and name in content.text}
        return any(word.search(_QUOTED.sub("", text)) for text in texts)
