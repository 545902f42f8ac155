"""Publish a template into a spreadsheet, again and again, without touching what users changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sheetkpi import __version__
from sheetkpi.hosts.google.sheets.cell_values import Position, Request
from sheetkpi.hosts.google.sheets.client import Connection
from sheetkpi.hosts.google.sheets.publish.changes import NamedRanges, TabRequests, unprotected_checksum
from sheetkpi.hosts.google.sheets.publish.current import Current, CurrentTab, read_cells, read_structure
from sheetkpi.hosts.google.sheets.publish.desired import CellContent, Template, TemplateTab, desired_cells
from sheetkpi.hosts.google.sheets.publish.diff import CellPlan, Change, Fingerprints, compare, fingerprint
from sheetkpi.hosts.google.sheets.publish.upload import cleanup_requests, is_large, move_requests, plain_values, upload_batches
from sheetkpi.hosts.google.sheets.state import TabState, TemplateState, template_key
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Language, Listed, Message, Quoted
from sheetkpi.workbooks.book import At, Book, Edition, Formula
from sheetkpi.workbooks.sheets_plan import is_open

#: Google rejects longer sheet titles.
_MAX_TITLE = 100


#: The most cells to name in a message.
_MOST_NAMED = 10

#: Builds the workbook in a language and an edition, with a currency sign.
BuildBook = Callable[[Language, Edition, str | None], Book]


class RowsInTheWay(SheetKpiError):
    """Users edited the sheet where the rows of a file go; ``cells`` are those with their data."""

    def __init__(self, tab: str, cells: Sequence[str], what: Message) -> None:
        super().__init__(what)
        self.tab, self.cells = tab, cells


@dataclass(slots=True)
class Publication:
    """A publication: its requests, the state to store, and what users changed."""

    template: Template
    current: Current
    before: TemplateState | None
    source: str | None
    currency: str | None
    is_forced: bool
    requests: list[Request] = field(default_factory=list)
    after: TemplateState = field(init=False)
    changes: list[Change] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)
    rearranged: list[str] = field(default_factory=list)
    is_sent: bool = True
    titles: dict[str, str] = field(default_factory=dict)
    bulk: tuple[TemplateTab, dict[Position, CellContent]] | None = None
    _plans: dict[int, CellPlan] = field(default_factory=dict)
    _renamed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        template, before = self.template, self.before
        self.after = TemplateState(__version__, template.language, template.edition, self.currency, self.source)
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
            TabRequests(tab, template, self.titles, self.current, self._there(tab), self._before(tab), self.is_forced)
            for tab in template.tabs
        ]
        alone = [one for one in work if one.is_rearranged and not self.is_forced]
        self.rearranged = [one.existing.title for one in alone if one.existing]
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
        """Whether the spreadsheet had no sheet of the template."""
        return not any(tab.sheet_id in self.current.tabs for tab in self.template.tabs)

    def _all(self, work: list[TabRequests], alone: frozenset[str]) -> Iterator[Request]:
        """Yield all requests, dependencies first: sheets, names, formats, cells, and what refers to cells."""
        gone = frozenset(one.tab.sheet.title for one in work if one.existing is None)
        names = NamedRanges(self.template, self.current, self.before.names if self.before else {}, gone, alone, self.is_forced)
        for one in work:
            yield from one.frame()
        yield from names.requests()
        self.after.names = names.after
        if names.renamed:
            pairs = ", ".join(f"{name} → {free}" for name, free in names.renamed.items())
            self.remarks.append(Message("These names of ranges are taken. Ours are called: {pairs}", pairs=pairs))
        laid_out = [one for one in work if not (self._keeps_data and one.existing)]
        for one in work:
            if one not in laid_out:
                one.keep_layout()
        for one in laid_out:
            yield from one.formats_and_merges()
        for one in work:
            ours = self._ours(one.tab)
            existing = current_fingerprints(one.existing, self._keys(self.current), one.before) if one.existing else Fingerprints({}, {})
            plan = compare(ours, existing, one.before.marks, is_forced=self.is_forced)
            self._keep_data(one, plan)
            one.after.rewritten = {position: mark for position, mark in one.before.rewritten.items() if position not in plan.writes}
            self._report(one.tab, plan, one.existing, ours)
            self._plans[one.tab.sheet_id] = plan
            if self.bulk is None and is_large(plan.writes):
                self.bulk = one.tab, plain_values(plan.writes)
                light = replace(
                    plan, writes={position: content for position, content in plan.writes.items() if position not in self.bulk[1]}
                )
                yield from one.contents(light, ours.marks)
                yield from move_requests(*self.bulk)
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
        yield from cleanup_requests(self.current) if self.bulk is None else []

    # --- current and published tabs

    def _there(self, tab: TemplateTab) -> CurrentTab | None:
        return self.current.tabs.get(tab.sheet_id)

    def _before(self, tab: TemplateTab) -> TabState:
        """Return a tab's state; an empty one if users deleted the tab."""
        known = self.before.tabs.get(tab.key) if self.before and self._there(tab) else None
        return known or TabState("")

    def _title(self, tab: TemplateTab) -> str:
        """Choose a tab's title: the one users gave it, or the book's if it is free."""
        existing, wanted = self._there(tab), tab.sheet.title
        known = self.before.tabs.get(tab.key) if self.before else None
        if existing and (
            known is None or existing.title != known.title or existing.title == wanted or existing.title.startswith(f"{wanted} (")
        ):
            return existing.title
        taken = self.current.titles | {title.casefold() for title in self.titles.values()}
        if wanted.casefold() not in taken:
            return wanted
        if existing:
            return existing.title
        free, number = f"{wanted} ({self.template.title})"[:_MAX_TITLE], 2
        while free.casefold() in taken:
            free, number = f"{wanted} ({number})", number + 1
        self._renamed[wanted] = free
        return free

    def _ours(self, tab: TemplateTab) -> Fingerprints:
        cells = desired_cells(tab)
        copied: dict[At, int] = {}
        return Fingerprints(cells, {position: self._mark(content, position, copied) for position, content in cells.items()})

    def _mark(self, content: CellContent, position: Position, copied: dict[At, int]) -> int:
        """Return a fingerprint; a copied formula has the same in every cell."""
        place = content.copied_to if isinstance(content, Formula) else None
        if place is None:
            return fingerprint(content, *position, self.template.keys)
        if place not in copied:
            copied[place] = fingerprint(content, *position, self.template.keys)
        return copied[place]

    def _keys(self, current: Current) -> Mapping[str, str]:
        """Return the keys of the template's tabs by their current titles."""
        return {current.tabs[tab.sheet_id].title: tab.key for tab in self.template.tabs if tab.sheet_id in current.tabs}

    # --- data to keep

    @property
    def _keeps_data(self) -> bool:
        """Whether to keep rows that came from a file, because no file is given now."""
        return self.source is None and self.before is not None and self.before.source is not None

    def _keep_data(self, one: TabRequests, plan: CellPlan) -> None:
        """If data is kept, write formulas only."""
        if not self._keeps_data or one.existing is None:
            return
        sheet = one.tab.sheet
        for position in set(plan.writes):
            was = one.before.marks.get(position)
            if isinstance(plan.writes[position], Formula) or (was is None and not is_open(sheet, position)):
                continue
            del plan.writes[position]
            plan.marks.pop(position, None)
            if was is not None:
                plan.marks[position] = was

    def _obsolete(self) -> Iterator[Request]:
        """Delete unchanged tabs that the template no longer has."""
        known = {tab.key for tab in self.template.tabs}
        for key, record in (self.before.tabs if self.before else {}).items():
            existing = self.current.tabs.get(self.template.tab_id(key))
            if key in known or existing is None:
                continue
            now = current_fingerprints(existing, {**self._keys(self.current), existing.title: key}, record).marks
            if self._keeps_data or now != record.marks or existing.charts - {int(chart) for chart in record.charts}:
                self.after.tabs[key] = record
            else:
                yield {"deleteSheet": {"sheetId": existing.sheet_id}}

    # --- report

    def _report(self, tab: TemplateTab, plan: CellPlan, existing: CurrentTab | None, ours: Fingerprints) -> None:
        if existing is None:
            return
        self.repaired += [f"{existing.title}!{At('', *position).here}" for position in sorted(plan.repaired)]
        for position in plan.changed:
            is_input = is_open(tab.sheet, position)
            change = Change(
                tab.key, existing.title, At("", *position).here, ours.cells.get(position), existing.cells.get(position), is_input
            )
            self.changes.append(replace(change, is_overwritten=position in plan.writes))

    @property
    def formula_tabs(self) -> list[int]:
        """The IDs of tabs in which formulas are written."""
        return [sheet_id for sheet_id, plan in self._plans.items() if any(isinstance(one, Formula) for one in plan.writes.values())]

    def with_rewritten_formulas(self, current: Current) -> TemplateState | None:
        """Return the state with fingerprints of formulas as Google rewrote them; None if it rewrote none."""
        rewritten = {}
        for tab in self.template.tabs:
            plan, existing = self._plans.get(tab.sheet_id), current.tabs.get(tab.sheet_id)
            if plan is None or existing is None:
                continue
            formulas = {position for position, content in plan.writes.items() if isinstance(content, Formula)}
            now = fingerprints(existing, self._keys(current), formulas).marks
            different = {position: mark for position, mark in now.items() if mark != plan.marks.get(position)}
            after = self.after.tabs[tab.key]
            opened = self._opened(tab, existing, after)
            if different or opened != after.opened:
                rewritten[tab.key] = replace(after, rewritten=after.rewritten | different, opened=opened)
        return replace(self.after, tabs=self.after.tabs | rewritten) if rewritten else None

    def _opened(self, tab: TemplateTab, existing: CurrentTab, after: TabState) -> int:
        """Return the checksum of a protected sheet's unprotected ranges, as Google returns them."""
        found = existing.protections.get(self.template.protection_id(tab))
        return after.opened if found is None else unprotected_checksum(found)


def current_fingerprints(existing: CurrentTab, keys: Mapping[str, str], record: TabState) -> Fingerprints:
    """Fingerprint a tab; formulas rewritten by Google count as published."""
    found = fingerprints(existing, keys)
    ours = {
        position: record.marks[position]
        for position, mark in record.rewritten.items()
        if found.marks.get(position) == mark and position in record.marks
    }
    return Fingerprints(found.cells, {**found.marks, **ours})


def fingerprints(existing: CurrentTab, keys: Mapping[str, str], only_formulas: set[Position] | None = None) -> Fingerprints:
    """Fingerprint a tab's cells."""
    cells = existing.cells
    if only_formulas is not None:
        cells = {position: content for position, content in cells.items() if position in only_formulas and isinstance(content, Formula)}
    return Fingerprints(cells, {position: fingerprint(content, *position, keys) for position, content in cells.items()})


@dataclass(frozen=True, slots=True)
class Requested:
    """Options of a publication; None keeps the published value, or takes the default."""

    language: Language | None = None
    edition: Edition | None = None
    currency: str | None = None
    source: str | None = None
    is_forced: bool = False


def publish(
    connection: Connection,
    name: str,
    build_book: BuildBook,
    requested: Requested,
    default_language: Language,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Publication:
    """Publish a template.

    Raises:
        RequestFailed: Google can't be reached, or rejects the request.
        RowsInTheWay: Users edited cells where the rows of a file go.
    """
    current = read_structure(connection)
    chosen = (requested.language or default_language, requested.edition or "native", requested.currency)
    template = Template(name, build_book(*chosen))
    state = read_cells(connection, current, [tab.sheet_id for tab in template.tabs])
    before = state.template(name)
    if before:
        found = (requested.language or before.language, requested.edition or before.edition, requested.currency or before.currency)
        if found != chosen:
            chosen, template = found, Template(name, build_book(*found))
        _read_obsolete(connection, current, template, before)
    publication = Publication(template, current, before, requested.source, chosen[2], requested.is_forced)
    if requested.source and not requested.is_forced:
        _refuse_mixed_rows(publication, requested.source)
    after = replace(publication.after, written=before.written if before else "")
    if not publication.requests and after == before:
        publication.is_sent = False
        return publication
    publication.after.written = now().isoformat(timespec="seconds")
    if publication.bulk:
        parts = list(upload_batches(current, publication.bulk[1]))
        for number, batch in enumerate(parts, 1):
            connection.notify(Message("Many rows: part {number} of {count} …", number=number, count=len(parts)))
            connection.write([*state.requests({}), *batch])
    connection.write([*state.requests({template_key(name): publication.after.as_text()}), *publication.requests])
    if not connection.is_dry_run:
        _remember_rewritten_formulas(connection, name, publication)
    return publication


def _read_obsolete(connection: Connection, current: Current, template: Template, before: TemplateState) -> None:
    """Read the cells of tabs that the template no longer has."""
    known = {tab.key for tab in template.tabs}
    gone = [template.tab_id(key) for key in before.tabs if key not in known]
    if any(sheet_id in current.tabs for sheet_id in gone):
        read_cells(connection, current, gone)


def _remember_rewritten_formulas(connection: Connection, name: str, publication: Publication) -> None:
    """Read the formulas back, and store how Google rewrote them."""
    if not publication.formula_tabs:
        return
    current = read_structure(connection)
    state = read_cells(connection, current, publication.formula_tabs)
    if rewritten := publication.with_rewritten_formulas(current):
        connection.write(list(state.requests({template_key(name): rewritten.as_text()})))


def _refuse_mixed_rows(publication: Publication, source: str) -> None:
    """Refuse to mix a file's rows with rows of users, because totals would be wrong."""
    tables = {tab.key: publication.titles[tab.sheet.title] for tab in publication.template.tabs if tab.sheet.filtered}
    moved = [title for title in tables.values() if title in publication.rearranged]
    if moved:
        raise RowsInTheWay(
            moved[0],
            [],
            Message(
                "Nothing is written: on “{tab}” people inserted or deleted rows or columns, and the rows of {file} would stand beside "
                "their headings. Undo that, or delete the sheet: publishing brings it back.",
                tab=moved[0],
                file=source,
            ),
        )
    taken = [change for change in publication.changes if change.key in tables and change.is_input]
    if not taken:
        return
    places = ", ".join(change.cell for change in taken[:_MOST_NAMED]) + ("…" if len(taken) > _MOST_NAMED else "")
    raise RowsInTheWay(
        taken[0].tab,
        [change.cell for change in taken],
        Message(
            "Nothing is written: on “{tab}” people changed or filled in {count} cells where the rows of {file} belong ({places}). "
            "Move their rows elsewhere, or replace them with --force.",
            tab=taken[0].tab,
            count=len(taken),
            file=source,
            places=places,
        ),
    )
