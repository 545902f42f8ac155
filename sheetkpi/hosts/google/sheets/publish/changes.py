"""Requests that bring a template's tabs, cells and named ranges up to date.

Google recommends requests of at most 2 MB, and only a single batch is applied whole or not at all. Therefore, large tables are first
uploaded to a hidden sheet; the last batch moves them into place and deletes it, and users never see half of the rows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.hosts.google.sheets.a1 import cell_start, grid_range, id_of
from sheetkpi.hosts.google.sheets.cell_values import CellValue, Position, Request, cell_requests, to_cell_data, to_cell_value
from sheetkpi.hosts.google.sheets.publish.current import CellPlan, Current, CurrentTab, fingerprint, unprotected_checksum
from sheetkpi.hosts.google.sheets.publish.desired import CellContent, Template, TemplateTab
from sheetkpi.hosts.google.sheets.publish.formats import (
    add_chart,
    chart_specs,
    colour_style,
    format_requests,
    rule_checksum,
    rules_of,
    size_requests,
    validation_requests,
)
from sheetkpi.hosts.google.sheets.state import TabState, checksum
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message
from sheetkpi.workbooks.book import At, Formula
from sheetkpi.workbooks.sheets_plan import areas, formula_for_sheets, rectangles, whole_merges

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
            for merge in whole_merges(self.tab.sheet):
                yield {"mergeCells": {"range": self.tab.grid(merge), "mergeType": "MERGE_ALL"}}

    def keep_layout(self) -> None:
        """Keep formats and validation, which fit the rows that are kept."""
        self.after.parts |= {part: self.before.parts[part] for part in _LAYOUT if part in self.before.parts}
        self.after.merges, self.after.validated = self.before.merges, self.before.validated
        self.after.opened = self.before.opened

    def contents(self, plan: CellPlan, marks: Mapping[Position, int]) -> Iterator[Request]:
        """Write cells and notes."""
        self.after.marks = plan.marks
        yield from write_requests(self.tab.sheet_id, plan.writes, marks, self.titles)
        for (row, column), note in self._notes().items():
            start = cell_start(self.tab.sheet_id, row, column)
            yield {"updateCells": {"start": start, "rows": [{"values": [{"note": note}]}], "fields": "note"}}

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
            yield {"deleteConditionalFormatRule": {"sheetId": self.tab.sheet_id, "index": index}}
        first = ours[0] if ours else len(current)
        for index, rule in enumerate(rules, first):
            yield {"addConditionalFormatRule": {"rule": rule, "index": index}}

    def charts(self) -> Iterator[Request]:
        """Add and update charts; respect those that users moved or deleted."""
        for number, (chart_id, spec) in enumerate(chart_specs(self.tab, self.template).items()):
            mark, was = checksum(spec), self.before.charts.get(str(chart_id))
            self.after.charts[str(chart_id)] = mark
            if chart_id in self.current.charts:
                if mark != was:
                    yield {"updateChartSpec": {"chartId": chart_id, "spec": spec}}  # where users moved it
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
        identity = self.template.protection_id(self.tab.key)
        protected = self._protection(identity)
        is_new = self._is_new("protection", protected)
        self.after.opened = unprotected_checksum(protected["unprotectedRanges"])
        if self.existing and identity in self.existing.protections:
            if is_new:
                yield {"updateProtectedRange": {"protectedRange": protected, "fields": "unprotectedRanges,description,warningOnly"}}
            else:
                self.after.opened = self.before.opened
        elif self.existing is None or "protection" not in self.before.parts or self.is_forced:
            yield {"addProtectedRange": {"protectedRange": protected}}

    @property
    def is_rearranged(self) -> bool:
        """Whether users inserted or deleted rows or columns."""
        return self.existing is not None and self.existing.is_rearranged(self.template.protection_id(self.tab.key), self.before)

    def filter(self) -> Iterator[Request]:
        """Add a filter to a new table; afterwards it belongs to users."""
        if self.existing is None and self.tab.sheet.filtered:
            yield {"setBasicFilter": {"filter": {"range": self.template.grid(self.tab.sheet.filtered)}}}

    def _protection(self, identity: int) -> dict[str, Any]:
        """Describe the protected range; inputs, the blank cells below them and all rows below the template stay unprotected."""
        sheet, sheet_id = self.tab.sheet, self.tab.sheet_id
        cells = [self.tab.grid(area) for area in areas(sheet) if area.shared.is_open]
        below = [
            grid_range(sheet_id, max((row for row, place in sheet.cells if place == column), default=-1) + 1, column, None, 1)
            for column, style in sorted(sheet.column_styles.items())
            if style.is_open
        ]
        anchor = grid_range(sheet_id, self.rows, 0, None, self.columns)
        protected = {"protectedRangeId": identity, "range": {"sheetId": sheet_id}, "description": "sheetkpi", "warningOnly": True}
        return protected | {"unprotectedRanges": [*cells, *below, anchor]}

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

    def _is_new(self, part: str, content: object) -> bool:
        """Whether a part differs from what was published."""
        self.after.parts[part] = checksum(content)
        return self.existing is None or self.before.parts.get(part) != self.after.parts[part]


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
            named = {"namedRangeId": identity, "name": name, "range": self.template.grid(place)}
            was, mark = self.before.get(identity), checksum(named)
            if place.sheet in self.alone:
                self.after |= {} if was is None else {identity: was}
                continue
            self.after[identity] = mark
            is_there = identity in self.current.names
            if is_there and mark == was:
                continue
            if not is_there and was is not None and place.sheet not in self.gone and not self.is_forced:
                continue  # users deleted it
            named["name"] = self._free(name, identity, taken)
            taken[str(named["name"]).casefold()] = identity
            if is_there:
                yield {"updateNamedRange": {"namedRange": named, "fields": "name,range"}}
            else:
                yield {"addNamedRange": {"namedRange": named}}
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
                    "The spreadsheet already has a named range {name}, and the template's formulas need this name. "
                    "Rename yours in Data → Named ranges.",
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


# --- cells

STAGING = id_of("staging")
_TITLE = "sheetkpi · …"
#: Cells in one batch, about 1 MB; sheets with more are uploaded this way.
CELLS_PER_BATCH = 20_000


def is_large(writes: Mapping[Position, CellContent | None]) -> bool:
    """Return whether there are too many values for one batch."""
    return sum(not isinstance(content, Formula) for content in writes.values()) > CELLS_PER_BATCH


def plain_values(writes: Mapping[Position, CellContent | None]) -> dict[Position, CellContent]:
    """Return the contents that are neither formulas nor blank."""
    return {position: content for position, content in writes.items() if content is not None and not isinstance(content, Formula)}


def upload_batches(current: Current, cells: Mapping[Position, CellContent]) -> Iterator[list[Request]]:
    """Yield the batches that create and fill the hidden sheet."""
    rows, columns = (max(position[axis] for position in cells) + 1 for axis in (0, 1))
    grid = {"rowCount": rows, "columnCount": columns}
    title = _TITLE
    while title.casefold() in current.titles:
        title += "…"
    opening = [
        *cleanup_requests(current),
        {"addSheet": {"properties": {"sheetId": STAGING, "title": title, "hidden": True, "gridProperties": grid}}},
    ]
    ordered = sorted(cells)
    for first in range(0, len(ordered), CELLS_PER_BATCH):
        piece = {position: cells[position] for position in ordered[first : first + CELLS_PER_BATCH]}
        yield [*(opening if first == 0 else []), *write_requests(STAGING, piece, {}, {})]


def move_requests(tab: TemplateTab, cells: Mapping[Position, CellContent]) -> Iterator[Request]:
    """Copy cells from the hidden sheet to the same positions on their tab, and delete the hidden sheet."""
    for area in rectangles(dict.fromkeys(cells, True)):
        target = tab.grid(area)
        yield {"copyPaste": {"source": {**target, "sheetId": STAGING}, "destination": target, "pasteType": "PASTE_VALUES"}}
    yield {"deleteSheet": {"sheetId": STAGING}}


def cleanup_requests(current: Current) -> list[Request]:
    """Delete the hidden sheet that an interrupted upload left behind."""
    return [{"deleteSheet": {"sheetId": STAGING}}] if STAGING in current.tabs else []


def write_requests(
    sheet_id: int, cells: Mapping[Position, CellContent | None], marks: Mapping[Position, int], titles: Mapping[str, str]
) -> Iterator[Request]:
    """Write cells and nothing else; None clears a cell. A formula copied over neighbours is sent once."""
    alike = rectangles({position: marks[position] for position, content in cells.items() if isinstance(content, Formula)})
    copied = [area for area in alike if area.rows * area.columns > 1]
    repeated = {(area.row + row, area.column + column) for area in copied for row in range(area.rows) for column in range(area.columns)}
    single = {position: _cell_value(content, titles) for position, content in cells.items() if position not in repeated}
    yield from cell_requests(sheet_id, single)
    for area in copied:
        yield {
            "repeatCell": {
                "range": grid_range(sheet_id, area.row, area.column, area.rows, area.columns),
                "cell": to_cell_data(_cell_value(cells[area.row, area.column], titles)),
                "fields": "userEnteredValue",
            }
        }


def _cell_value(content: CellContent | None, titles: Mapping[str, str]) -> CellValue:
    if isinstance(content, Formula):
        return {"formulaValue": f"={formula_for_sheets(content.text, titles)}"}
    return to_cell_value(content)
