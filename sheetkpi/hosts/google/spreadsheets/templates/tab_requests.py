"""One tab of a template as requests: what is new, and what differs from what we sent before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.hosts.google.spreadsheets.cell_requests import Spot
from sheetkpi.hosts.google.spreadsheets.memory import Request
from sheetkpi.hosts.google.spreadsheets.templates.cell_changes import CellPlan
from sheetkpi.hosts.google.spreadsheets.templates.chart_specs import add_chart, chart_specs, update_chart
from sheetkpi.hosts.google.spreadsheets.templates.contents import note_requests, write_requests
from sheetkpi.hosts.google.spreadsheets.templates.fingerprints import fingerprint
from sheetkpi.hosts.google.spreadsheets.templates.formats import colour_style, format_requests, merge_requests, size_requests
from sheetkpi.hosts.google.spreadsheets.templates.present import Present, PresentTab
from sheetkpi.hosts.google.spreadsheets.templates.records import TabRecord, checksum
from sheetkpi.hosts.google.spreadsheets.templates.rules import add_rule, delete_rule, described_rules, rule_mark
from sheetkpi.hosts.google.spreadsheets.templates.tabs import Tab, Template, grid_range
from sheetkpi.hosts.google.spreadsheets.templates.validations import validation_requests
from sheetkpi.workbooks.areas import areas, whole_merges
from sheetkpi.workbooks.book import At

#: Room below and beside what is ours, for what people add.
_SPARE_ROWS, _LEAST_ROWS, _LEAST_COLUMNS = 50, 100, 26

#: The parts that depend on how many rows there are.
_LAYOUT = ("formats", "validations", "protection")


@dataclass(slots=True)
class TabRequests:
    """Makes the requests of one tab, and the record of them."""

    tab: Tab
    template: Template
    titles: Mapping[str, str]
    present: Present
    there: PresentTab | None
    before: TabRecord
    is_forced: bool
    after: TabRecord = field(init=False)

    def __post_init__(self) -> None:
        title = self.titles[self.tab.sheet.title]
        is_theirs = self.there is not None and self.before.title not in ("", self.there.title)
        self.after = TabRecord(self.before.title if is_theirs else title)

    @property
    def rows(self) -> int:
        """So many rows we need."""
        filtered = self.tab.sheet.filtered
        last = max((row for row, _ in self.tab.sheet.cells), default=0) + 1
        anchors = max((row for row, _, _ in self.tab.sheet.charts), default=0) + 1
        return max(last, anchors, filtered.row + filtered.rows if filtered else 0)

    @property
    def columns(self) -> int:
        """So many columns we need."""
        anchors = max((column for _, column, _ in self.tab.sheet.charts), default=0) + 1
        return max(max((column for _, column in self.tab.sheet.cells), default=0) + 1, anchors)

    def frame(self) -> Iterator[Request]:
        """The tab itself: made, or made large enough."""
        sheet = self.tab.sheet
        frozen = {"frozenRowCount": sheet.frozen[0], "frozenColumnCount": sheet.frozen[1]}
        colour = {"tabColorStyle": colour_style(sheet.tab)} if sheet.tab else {}
        is_new = self._is_new("frame", [frozen, sheet.tab])
        if self.there is None:
            rows, columns = max(self.rows + _SPARE_ROWS, _LEAST_ROWS), max(self.columns, _LEAST_COLUMNS)
            grid = {"rowCount": rows, "columnCount": columns, "hideGridlines": True, **frozen}
            properties = {"sheetId": self.tab.sheet_id, "title": self.titles[sheet.title], "gridProperties": grid, **colour}
            yield {"addSheet": {"properties": properties | ({"hidden": True} if self.tab.is_hidden else {})}}
            return
        if self.there.title != self.titles[sheet.title]:
            yield self._properties({"title": self.titles[sheet.title]}, "title")
        if self.there.rows < self.rows or self.there.columns < self.columns:
            size = {"rowCount": max(self.there.rows, self.rows), "columnCount": max(self.there.columns, self.columns)}
            yield self._properties({"gridProperties": size}, "gridProperties(rowCount,columnCount)")
        if is_new:
            yield self._properties({"gridProperties": frozen, **colour}, "gridProperties(frozenRowCount,frozenColumnCount),tabColorStyle")

    def looks(self) -> Iterator[Request]:
        """Formats and merged cells; widths and heights only at first, for then they are people's."""
        rows = self.there.rows if self.there else max(self.rows + _SPARE_ROWS, _LEAST_ROWS)
        formats = list(format_requests(self.tab, rows))
        if self._is_new("formats", list(format_requests(self.tab, self.rows))):
            yield from formats
        if self.there is None:
            yield from size_requests(self.tab, self.template.book)
        self.after.merges = [_corners(merge) for merge in whole_merges(self.tab.sheet)]
        if self.after.merges != self.before.merges:
            for place in self.before.merges or self.after.merges if self.there else []:
                yield {"unmergeCells": {"range": grid_range(self.tab.sheet_id, *place)}}
            yield from merge_requests(self.tab)

    def keep_layout(self) -> None:
        """Leave looks and what may be entered as they are: they were laid out for the rows that stay."""
        self.after.parts |= {part: self.before.parts[part] for part in _LAYOUT if part in self.before.parts}
        self.after.merges, self.after.validated = self.before.merges, self.before.validated
        self.after.opened = self.before.opened

    def contents(self, plan: CellPlan, marks: Mapping[Spot, int]) -> Iterator[Request]:
        """Cells and remarks."""
        self.after.marks = plan.marks
        yield from write_requests(self.tab.sheet_id, plan.writes, marks, self.titles)
        yield from note_requests(self.tab, self._notes())

    def inputs(self) -> Iterator[Request]:
        """What may be entered."""
        requests = list(validation_requests(self.tab, self.titles, self.template.language))
        self.after.validated = [_corners(cells) for cells, _ in self.tab.sheet.validations]
        if self._is_new("validations", list(validation_requests(self.tab, {}, self.template.language))):
            for place in self.before.validated if self.there else []:
                if place not in self.after.validated:
                    yield {"setDataValidation": {"range": grid_range(self.tab.sheet_id, *place)}}
            yield from requests

    def rules(self) -> Iterator[Request]:
        """Looks that depend on values; people's own rules stay, in their order."""
        rules = list(described_rules(self.tab, self.titles))
        self.after.rules = [rule_mark(rule) for rule in rules]
        if not self._is_new("rules", rules):
            return
        present = [rule_mark(rule) for rule in self.there.rules] if self.there else []
        ours = [index for index, mark in enumerate(present) if mark in {*self.before.rules, *self.after.rules}]
        for index in reversed(ours):
            yield delete_rule(self.tab, index)
        first = ours[0] if ours else len(present)
        for index, rule in enumerate(rules, first):
            yield add_rule(rule, index)

    def charts(self) -> Iterator[Request]:
        """Charts; where people moved one it stays, and what they deleted stays away."""
        for number, (chart_id, spec) in enumerate(chart_specs(self.tab, self.template).items()):
            mark, was = checksum(spec), self.before.charts.get(str(chart_id))
            self.after.charts[str(chart_id)] = mark
            if chart_id in self.present.charts:
                if mark != was:
                    yield update_chart(chart_id, spec)
            elif self.there is None or was is None or self.is_forced:
                yield add_chart(self.tab, self.template, number, spec)
        if self.there:
            for old in self.before.charts.keys() - self.after.charts.keys():
                if int(old) in self.present.charts:
                    yield {"deleteEmbeddedObject": {"objectId": int(old)}}

    def protection(self) -> Iterator[Request]:
        """A warning before somebody changes a formula; what may be entered is open."""
        if not self.tab.sheet.is_protected:
            return
        identity = self.template.protection_id(self.tab)
        described = self._protection(identity)
        is_new = self._is_new("protection", described)
        self.after.opened = opened_mark(described["unprotectedRanges"])
        if self.there and identity in self.there.protections:
            if is_new:
                yield {"updateProtectedRange": {"protectedRange": described, "fields": "unprotectedRanges,description,warningOnly"}}
            else:
                self.after.opened = self.before.opened
        elif self.there is None or "protection" not in self.before.parts or self.is_forced:
            yield {"addProtectedRange": {"protectedRange": described}}

    @property
    def is_rearranged(self) -> bool:
        """Whether people inserted or deleted rows or columns among ours: what is open in the protected sheet moves with them."""
        return self.there is not None and is_rearranged(self.there, self.template.protection_id(self.tab), self.before)

    def filter(self) -> Iterator[Request]:
        """The filter of a table, which is people's once it is there."""
        if self.there is None and self.tab.sheet.filtered:
            yield {"setBasicFilter": {"filter": {"range": self.template.grid(self.tab.sheet.filtered)}}}

    def _protection(self, identity: int) -> dict[str, Any]:
        """The warning: inputs are open, with the blank cells below them, and so is everything below what is ours."""
        sheet, sheet_id = self.tab.sheet, self.tab.sheet_id
        cells = [grid_range(sheet_id, area.row, area.column, area.rows, area.columns) for area in areas(sheet) if area.shared.is_open]
        below = [
            _downwards(sheet_id, max((row for row, place in sheet.cells if place == column), default=-1) + 1, column, 1)
            for column, style in sorted(sheet.column_styles.items())
            if style.is_open
        ]
        anchor = _downwards(sheet_id, self.rows, 0, self.columns)
        described = {"protectedRangeId": identity, "range": {"sheetId": sheet_id}, "description": "sheetkpi", "warningOnly": True}
        return described | {"unprotectedRanges": [*cells, *below, anchor]}

    def _notes(self) -> dict[Spot, str]:
        """The remarks to write: new ones, and those that people left as they were."""
        language = self.template.language
        wanted = {spot: note.in_language(language) for spot, note in self.tab.sheet.notes.items()}
        there = self.there.notes if self.there else {}
        written: dict[Spot, str] = {}
        for spot in wanted.keys() | self.before.notes.keys():
            want, was = wanted.get(spot, ""), self.before.notes.get(spot)
            now = fingerprint(there[spot], 0, 0, {}) if spot in there else None
            if now == was or self.is_forced:
                if there.get(spot, "") != want:
                    written[spot] = want
                if want:
                    self.after.notes[spot] = fingerprint(want, 0, 0, {})
            elif now == fingerprint(want, 0, 0, {}):
                self.after.notes[spot] = now
            elif was is not None:
                self.after.notes[spot] = was
        return dict(sorted(written.items()))

    def _properties(self, changes: dict[str, Any], fields: str) -> Request:
        return {"updateSheetProperties": {"properties": {"sheetId": self.tab.sheet_id, **changes}, "fields": fields}}

    def _is_new(self, part: str, described: object) -> bool:
        """Whether a part differs from what we sent before."""
        self.after.parts[part] = checksum(described)
        return self.there is None or self.before.parts.get(part) != self.after.parts[part]


def is_rearranged(there: PresentTab, protection_id: int, before: TabRecord) -> bool:
    """Whether rows or columns came or went among ours; where people took our protection away, nobody knows."""
    opened = there.protections.get(protection_id)
    return opened is not None and before.opened != 0 and opened_mark(opened) != before.opened


def opened_mark(ranges: Sequence[Mapping[str, int]]) -> int:
    """A checksum of what is open in a protected sheet, in whatever order Google says it, and whether or not it leaves out zeros."""
    sides = [(f"start{axis}Index", f"end{axis}Index") for axis in ("Row", "Column")]
    return checksum(sorted([(one.get(start, 0), one.get(end, -1)) for start, end in sides] for one in ranges))


def _downwards(sheet_id: int, row: int, column: int, columns: int) -> dict[str, int]:
    """Columns from a row on, however many rows there will be."""
    return {"sheetId": sheet_id, "startRowIndex": row, "startColumnIndex": column, "endColumnIndex": column + columns}


def _corners(place: At) -> list[int]:
    return [place.row, place.column, place.rows, place.columns]
