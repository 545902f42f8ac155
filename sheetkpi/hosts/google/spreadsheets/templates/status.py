"""What of ours is in a spreadsheet: templates, their version, and what people changed in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sheetkpi import __version__
from sheetkpi.hosts.google.spreadsheets.ids import id_of
from sheetkpi.hosts.google.spreadsheets.templates.cell_changes import Change
from sheetkpi.hosts.google.spreadsheets.templates.contents import held
from sheetkpi.hosts.google.spreadsheets.templates.fingerprints import fingerprint
from sheetkpi.hosts.google.spreadsheets.templates.present import Present, PresentTab
from sheetkpi.hosts.google.spreadsheets.templates.publication import recognised
from sheetkpi.hosts.google.spreadsheets.templates.records import Record, TabRecord
from sheetkpi.hosts.google.spreadsheets.templates.tab_requests import is_rearranged
from sheetkpi.hosts.google.spreadsheets.templates.tabs import Tab, Template
from sheetkpi.workbooks.areas import is_open
from sheetkpi.workbooks.book import At


@dataclass(frozen=True, slots=True)
class TabStatus:
    """One of our sheets."""

    key: str
    title: str | None
    published_as: str


@dataclass(frozen=True, slots=True)
class TemplateStatus:
    """One template."""

    name: str
    title: str
    record: Record
    tabs: list[TabStatus]
    changes: list[Change]
    rearranged: list[str]
    deleted: int

    @property
    def is_of_this_version(self) -> bool:
        """Whether publishing again would not update it."""
        return self.record.version == __version__


def template_status(template: Template, record: Record, present: Present) -> TemplateStatus:
    """Compare what stands there with what we wrote."""
    there = {key: present.tabs.get(template.tab_id(key)) for key in record.tabs}
    keys = {tab.title: key for key, tab in there.items() if tab}
    tabs = [TabStatus(key, tab.title if tab else None, record.tabs[key].title) for key, tab in there.items()]
    known = {tab.key: tab for tab in template.tabs}
    moved = {
        key: tab.title
        for key, tab in there.items()
        if tab and is_rearranged(tab, id_of(template.name, "protection", key), record.tabs[key])
    }
    changes = [
        change
        for key, tab in there.items()
        if tab and key not in moved
        for change in _changes(known.get(key), tab, record.tabs[key], key, keys)
    ]
    charts = [int(chart) for key, tab in there.items() if tab for chart in record.tabs[key].charts]
    deleted = sum(chart not in present.charts for chart in charts) + sum(name not in present.names for name in record.names)
    return TemplateStatus(template.name, template.title, record, tabs, changes, list(moved.values()), deleted)


def published_tabs(record: Record, name: str) -> Iterator[int]:
    """The ids of the tabs that we published."""
    for key in record.tabs:
        yield id_of(name, "tab", key)


def _changes(tab: Tab | None, there: PresentTab, record: TabRecord, key: str, keys: Mapping[str, str]) -> Iterator[Change]:
    now = recognised(there, keys, record)
    ours = held(tab) if tab else {}
    for spot, was in sorted(record.marks.items()):
        if now.marks.get(spot) == was:
            continue
        content = ours.get(spot)
        is_what_we_wrote = content is not None and fingerprint(content, *spot, {one: one for one in keys.values()}) == was
        is_input = tab is not None and is_open(tab.sheet, spot)
        place = At("", *spot).here
        yield Change(key, there.title, place, content if is_what_we_wrote else None, there.cells.get(spot), is_input)
