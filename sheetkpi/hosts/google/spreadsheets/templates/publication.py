"""One publication of a template: what is sent, what people changed meanwhile, and what is remembered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sheetkpi import __version__
from sheetkpi.hosts.google.spreadsheets.cell_requests import Spot
from sheetkpi.hosts.google.spreadsheets.memory import Request
from sheetkpi.hosts.google.spreadsheets.templates.cell_changes import CellPlan, Change, Marked, cell_plan
from sheetkpi.hosts.google.spreadsheets.templates.contents import Held, held
from sheetkpi.hosts.google.spreadsheets.templates.fingerprints import fingerprint
from sheetkpi.hosts.google.spreadsheets.templates.named_ranges import NamedRanges
from sheetkpi.hosts.google.spreadsheets.templates.present import Present, PresentTab
from sheetkpi.hosts.google.spreadsheets.templates.records import Record, TabRecord
from sheetkpi.hosts.google.spreadsheets.templates.staging import arrival, clearing, is_bulky, travelling
from sheetkpi.hosts.google.spreadsheets.templates.tab_requests import TabRequests, opened_mark
from sheetkpi.hosts.google.spreadsheets.templates.tabs import Tab, Template
from sheetkpi.translation import Listed, Message, Quoted
from sheetkpi.workbooks.areas import is_open
from sheetkpi.workbooks.book import At, Formula

#: Google takes longer titles of sheets for a mistake.
_LONGEST_TITLE = 100


@dataclass(slots=True)
class Publication:
    """Prepares a publication."""

    template: Template
    present: Present
    before: Record | None
    source: str | None
    currency: str | None
    is_forced: bool
    requests: list[Request] = field(default_factory=list)
    after: Record = field(init=False)
    changes: list[Change] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)
    rearranged: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    bulk: tuple[Tab, dict[Spot, Held]] | None = None
    _plans: dict[int, CellPlan] = field(default_factory=dict)
    _renamed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        template, before = self.template, self.before
        self.after = Record(__version__, template.language, template.edition, self.currency, self.source)
        if before and not self.source:
            self.after.source = before.source
        for tab in template.tabs:
            self.titles[tab.sheet.title] = self._title(tab)
        if self._renamed:
            pairs = Listed([Message("“{old}” → “{new}”", old=title, new=free) for title, free in self._renamed.items()])
            self.remarks.append(
                Message("Sheets of these names are there already, and are left alone. Ours are called: {pairs}", pairs=pairs)
            )
        work = [
            TabRequests(tab, template, self.titles, self.present, self._there(tab), self._before(tab), self.is_forced)
            for tab in template.tabs
        ]
        alone = [one for one in work if one.is_rearranged and not self.is_forced]
        self.rearranged = [one.there.title for one in alone if one.there]
        self.requests = list(self._all([one for one in work if one not in alone], frozenset(one.tab.sheet.title for one in alone)))
        if self.rearranged:
            self.remarks.append(
                Message(
                    "People inserted or deleted rows or columns among the cells of: {tabs}. The cells there are left as they are. To bring "
                    "such a sheet up to date, undo that, or delete the sheet and publish again; --force writes where the cells once were.",
                    tabs=Listed([Quoted(title) for title in self.rearranged]),
                )
            )
        self.after.tabs |= {one.tab.key: one.before if one in alone else one.after for one in work}

    @property
    def is_first(self) -> bool:
        """Whether nothing of the template was there."""
        return not any(tab.sheet_id in self.present.tabs for tab in self.template.tabs)

    def _all(self, work: list[TabRequests], alone: frozenset[str]) -> Iterator[Request]:
        """Everything in an order in which each thing finds what it needs: sheets, names, looks, cells, and what draws from them."""
        gone = frozenset(one.tab.sheet.title for one in work if one.there is None)
        names = NamedRanges(self.template, self.present, self.before.names if self.before else {}, gone, alone, self.is_forced)
        for one in work:
            yield from one.frame()
        yield from names.requests()
        self.after.names = names.after
        if names.renamed:
            pairs = ", ".join(f"{name} → {free}" for name, free in names.renamed.items())
            self.remarks.append(Message("These names of ranges are taken. Ours are called: {pairs}", pairs=pairs))
        laid_out = [one for one in work if not (self._keeps_data and one.there)]
        for one in work:
            if one not in laid_out:
                one.keep_layout()
        for one in laid_out:
            yield from one.looks()
        for one in work:
            ours = self._ours(one.tab)
            there = recognised(one.there, self._keys(self.present), one.before) if one.there else Marked({}, {})
            plan = cell_plan(ours, there, one.before.marks, is_forced=self.is_forced)
            self._keep_data(one, plan)
            one.after.rewritten = {spot: mark for spot, mark in one.before.rewritten.items() if spot not in plan.writes}
            self._tell(one.tab, plan, one.there, ours)
            self._plans[one.tab.sheet_id] = plan
            if self.bulk is None and is_bulky(plan.writes):
                self.bulk = one.tab, travelling(plan.writes)
                light = replace(plan, writes={spot: content for spot, content in plan.writes.items() if spot not in self.bulk[1]})
                yield from one.contents(light, ours.marks)
                yield from arrival(*self.bulk)
            else:
                yield from one.contents(plan, ours.marks)
        for one in laid_out:
            yield from one.inputs()
            yield from one.protection()
        for one in work:
            yield from one.rules()
            yield from one.charts()
            yield from one.filter()
        yield from self._obsolete()
        yield from clearing(self.present) if self.bulk is None else []

    # --- what is where

    def _there(self, tab: Tab) -> PresentTab | None:
        return self.present.tabs.get(tab.sheet_id)

    def _before(self, tab: Tab) -> TabRecord:
        """What we remember of a tab; of one that people deleted nothing counts any more."""
        known = self.before.tabs.get(tab.key) if self.before and self._there(tab) else None
        return known or TabRecord("")

    def _title(self, tab: Tab) -> str:
        """What a tab is to be called: as people renamed it, else as the book has it, where nobody else has a tab of that name."""
        there, wanted = self._there(tab), tab.sheet.title
        known = self.before.tabs.get(tab.key) if self.before else None
        if there and (known is None or there.title != known.title or there.title == wanted or there.title.startswith(f"{wanted} (")):
            return there.title
        taken = self.present.titles | {title.casefold() for title in self.titles.values()}
        if wanted.casefold() not in taken:
            return wanted
        if there:
            return there.title
        free, number = f"{wanted} ({self.template.title})"[:_LONGEST_TITLE], 2
        while free.casefold() in taken:
            free, number = f"{wanted} ({number})", number + 1
        self._renamed[wanted] = free
        return free

    def _ours(self, tab: Tab) -> Marked:
        cells = held(tab)
        copied: dict[At, int] = {}
        return Marked(cells, {spot: self._mark(content, spot, copied) for spot, content in cells.items()})

    def _mark(self, content: Held, spot: Spot, copied: dict[At, int]) -> int:
        """The fingerprint; a formula that is copied has the same in every cell."""
        place = content.copied_to if isinstance(content, Formula) else None
        if place is None:
            return fingerprint(content, *spot, self.template.keys)
        if place not in copied:
            copied[place] = fingerprint(content, *spot, self.template.keys)
        return copied[place]

    def _keys(self, present: Present) -> Mapping[str, str]:
        """The keys of our tabs by their titles in the spreadsheet."""
        return {present.tabs[tab.sheet_id].title: tab.key for tab in self.template.tabs if tab.sheet_id in present.tabs}

    # --- what stays

    @property
    def _keeps_data(self) -> bool:
        """Whether the rows in the spreadsheet came from a file, and this time there is none: then they stay."""
        return self.source is None and self.before is not None and self.before.source is not None

    def _keep_data(self, one: TabRequests, plan: CellPlan) -> None:
        """Of a template that was filled from a file, write formulas alone."""
        if not self._keeps_data or one.there is None:
            return
        sheet = one.tab.sheet
        for spot in set(plan.writes):
            was = one.before.marks.get(spot)
            if isinstance(plan.writes[spot], Formula) or (was is None and not is_open(sheet, spot)):
                continue
            del plan.writes[spot]
            plan.marks.pop(spot, None)
            if was is not None:
                plan.marks[spot] = was

    def _obsolete(self) -> Iterator[Request]:
        """Tabs that the template has no longer: those in which nobody changed anything go."""
        known = {tab.key for tab in self.template.tabs}
        for key, record in (self.before.tabs if self.before else {}).items():
            there = self.present.tabs.get(self.template.tab_id(key))
            if key in known or there is None:
                continue
            now = recognised(there, {**self._keys(self.present), there.title: key}, record).marks
            if self._keeps_data or now != record.marks or there.charts - {int(chart) for chart in record.charts}:
                self.after.tabs[key] = record
            else:
                yield {"deleteSheet": {"sheetId": there.sheet_id}}

    # --- what is told

    def _tell(self, tab: Tab, plan: CellPlan, there: PresentTab | None, ours: Marked) -> None:
        if there is None:
            return
        self.mended += [f"{there.title}!{At('', *spot).here}" for spot in sorted(plan.mended)]
        for spot in plan.changed:
            is_input = is_open(tab.sheet, spot)
            change = Change(tab.key, there.title, At("", *spot).here, ours.cells.get(spot), there.cells.get(spot), is_input)
            self.changes.append(replace(change, is_overwritten=spot in plan.writes))

    @property
    def formula_tabs(self) -> list[int]:
        """The ids of the tabs in which formulas are written."""
        return [sheet_id for sheet_id, plan in self._plans.items() if any(isinstance(one, Formula) for one in plan.writes.values())]

    def settled(self, present: Present) -> Record | None:
        """What is to be remembered where Google writes our formulas in another way than we do; None where it does not."""
        settled = {}
        for tab in self.template.tabs:
            plan, there = self._plans.get(tab.sheet_id), present.tabs.get(tab.sheet_id)
            if plan is None or there is None:
                continue
            formulas = {spot for spot, content in plan.writes.items() if isinstance(content, Formula)}
            now = marked(there, self._keys(present), formulas).marks
            different = {spot: mark for spot, mark in now.items() if mark != plan.marks.get(spot)}
            after = self.after.tabs[tab.key]
            opened = self._opened(tab, there, after)
            if different or opened != after.opened:
                settled[tab.key] = replace(after, rewritten=after.rewritten | different, opened=opened)
        return replace(self.after, tabs=self.after.tabs | settled) if settled else None

    def _opened(self, tab: Tab, there: PresentTab, after: TabRecord) -> int:
        """What is open in the protected sheet, as Google says it."""
        found = there.protections.get(self.template.protection_id(tab))
        return after.opened if found is None else opened_mark(found)


def recognised(there: PresentTab, keys: Mapping[str, str], record: TabRecord) -> Marked:
    """What stands on a tab; our formulas as we wrote them, where Google writes them in another way."""
    found = marked(there, keys)
    ours = {spot: record.marks[spot] for spot, mark in record.rewritten.items() if found.marks.get(spot) == mark and spot in record.marks}
    return Marked(found.cells, {**found.marks, **ours})


def marked(there: PresentTab, keys: Mapping[str, str], only_formulas: set[Spot] | None = None) -> Marked:
    """What stands on a tab, with fingerprints."""
    cells = there.cells
    if only_formulas is not None:
        cells = {spot: content for spot, content in cells.items() if spot in only_formulas and isinstance(content, Formula)}
    return Marked(cells, {spot: fingerprint(content, *spot, keys) for spot, content in cells.items()})
