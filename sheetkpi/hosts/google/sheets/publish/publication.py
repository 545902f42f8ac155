"""Publish a template into a spreadsheet, again and again, without touching what users changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sheetkpi import __version__
from sheetkpi.hosts.google.sheets.a1 import CellRange, Tab
from sheetkpi.hosts.google.sheets.cell_values import Position, Request
from sheetkpi.hosts.google.sheets.client import Connection
from sheetkpi.hosts.google.sheets.publish.changes import (
    NamedRanges,
    TabRequests,
    cleanup_requests,
    is_large,
    move_requests,
    plain_values,
    upload_batches,
)
from sheetkpi.hosts.google.sheets.publish.current import (
    CellPlan,
    Change,
    Current,
    CurrentTab,
    fingerprint,
    plan_cells,
    read_cells,
    read_structure,
)
from sheetkpi.hosts.google.sheets.publish.desired import CellContent, Template, TemplateTab, desired_cells
from sheetkpi.hosts.google.sheets.state import State, TabState, TemplateState, template_key
from sheetkpi.hosts.google.sheets.transaction import Transaction, transact
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
    """Users edited the sheet ``tab`` where the rows of the file ``source`` go; ``cells`` are those with their data."""

    def __init__(self, source: str, tab: str, cells: Sequence[str], what: Message) -> None:
        super().__init__(what)
        self.source, self.tab, self.cells = source, tab, cells


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
                Message(
                    "Sheets with these names already exist and are left unchanged. The template's sheets are named: {pairs}", pairs=pairs
                )
            )
        work = [
            TabRequests(tab, template, self.titles, self.current, self.current.tabs.get(tab.sheet_id), self._before(tab), self.is_forced)
            for tab in template.tabs
        ]
        alone = [one for one in work if one.is_rearranged and not self.is_forced]
        self.rearranged = [one.existing.title for one in alone if one.existing]
        self.requests = list(
            self._build_requests([one for one in work if one not in alone], frozenset(one.tab.sheet.title for one in alone))
        )
        if self.rearranged:
            self.remarks.append(
                Message(
                    "Rows or columns were inserted or deleted in the template's cells on: {tabs}. These sheets are "
                    "left unchanged. To update one, undo the change, or delete the sheet and publish again; --force "
                    "writes to the original positions.",
                    tabs=Listed([Quoted(title) for title in self.rearranged]),
                )
            )
        self.after.tabs |= {one.tab.key: one.before if one in alone else one.after for one in work}

    @property
    def is_first(self) -> bool:
        """Whether the spreadsheet had no sheet of the template."""
        return not any(tab.sheet_id in self.current.tabs for tab in self.template.tabs)

    def _build_requests(self, work: list[TabRequests], alone: frozenset[str]) -> Iterator[Request]:
        """Yield all requests, dependencies first: sheets, names, formats, cells, and what refers to cells."""
        gone = frozenset(one.tab.sheet.title for one in work if one.existing is None)
        names = NamedRanges(self.template, self.current, self.before.names if self.before else {}, gone, alone, self.is_forced)
        for one in work:
            yield from one.frame()
        yield from names.requests()
        self.after.names = names.after
        if names.renamed:
            pairs = ", ".join(f"{name} → {free}" for name, free in names.renamed.items())
            self.remarks.append(Message("These range names are taken. The template's ranges are named: {pairs}", pairs=pairs))
        laid_out = [one for one in work if not (self._keeps_data and one.existing)]
        for one in work:
            if one not in laid_out:
                one.keep_layout()
        for one in laid_out:
            yield from one.formats_and_merges()
        for one in work:
            yield from self._contents(one)
        for one in laid_out:
            yield from one.inputs()
            yield from one.protection()
        for one in work:
            yield from one.rules()
            yield from one.charts()
            yield from one.filter()
        yield from self._obsolete()
        yield from cleanup_requests(self.current) if self.bulk is None else []

    def _contents(self, one: TabRequests) -> Iterator[Request]:
        """Write the cells of a tab that differ, except those that users changed."""
        desired, record = desired_cells(one.tab), one.before
        marks = self._marks(desired)
        cells, existing_marks = (one.existing.cells, one.existing.marks(self._keys(self.current), record)) if one.existing else ({}, {})
        plan = plan_cells(desired, marks, cells, existing_marks, record.marks, is_forced=self.is_forced)
        self._keep_data(one, plan)
        one.after.rewritten = {position: mark for position, mark in record.rewritten.items() if position not in plan.writes}
        if one.existing:
            self._report(one.tab, plan, one.existing, desired)
        self._plans[one.tab.sheet_id] = plan
        if self.bulk is None and is_large(plan.writes):
            self.bulk = one.tab, plain_values(plan.writes)
            rest = {position: content for position, content in plan.writes.items() if position not in self.bulk[1]}
            yield from one.contents(replace(plan, writes=rest), marks)
            yield from move_requests(*self.bulk)
        else:
            yield from one.contents(plan, marks)

    # --- current and published tabs

    def _before(self, tab: TemplateTab) -> TabState:
        """Return a tab's state; an empty one if users deleted the tab."""
        known = self.before.tabs.get(tab.key) if self.before and tab.sheet_id in self.current.tabs else None
        return known or TabState("")

    def _title(self, tab: TemplateTab) -> str:
        """Choose a tab's title: the one users gave it, or the book's if it is free."""
        existing, wanted = self.current.tabs.get(tab.sheet_id), tab.sheet.title
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

    def _marks(self, cells: Mapping[Position, CellContent]) -> dict[Position, int]:
        """Fingerprint desired cells; a copied formula has the same fingerprint in every cell."""
        marks: dict[Position, int] = {}
        copied: dict[At, int] = {}
        for position, content in cells.items():
            place = content.copied_to if isinstance(content, Formula) else None
            mark = copied.get(place) if place else None
            marks[position] = fingerprint(content, *position, self.template.keys) if mark is None else mark
            if place:
                copied[place] = marks[position]
        return marks

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
            now = existing.marks({**self._keys(self.current), existing.title: key}, record)
            if self._keeps_data or now != record.marks or existing.charts - {int(chart) for chart in record.charts}:
                self.after.tabs[key] = record
            else:
                yield {"deleteSheet": {"sheetId": existing.sheet_id}}

    # --- report

    def _report(self, tab: TemplateTab, plan: CellPlan, existing: CurrentTab, desired: Mapping[Position, CellContent]) -> None:
        self.repaired += [f"{existing.title}!{At('', *position).here}" for position in plan.repaired]
        for position in plan.changed:
            contents = desired.get(position), existing.cells.get(position)
            is_input, is_overwritten = is_open(tab.sheet, position), position in plan.writes
            self.changes.append(Change(tab.key, existing.title, At("", *position).here, *contents, is_input, is_overwritten))

    def relied_on(self) -> Iterator[CellRange]:
        """Yield the existing cells that are written, as an area on each tab."""
        for sheet_id, plan in self._plans.items():
            if (existing := self.current.tabs.get(sheet_id)) and plan.writes:
                (top, bottom), (left, right) = (
                    (min(places), max(places)) for places in ([position[axis] for position in plan.writes] for axis in (0, 1))
                )
                tab = Tab(sheet_id, existing.title, existing.rows, existing.columns)
                yield CellRange(tab, top, left, bottom - top + 1, right - left + 1)

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
            keys, after = self._keys(current), self.after.tabs[tab.key]
            now = {
                position: fingerprint(existing.cells[position], *position, keys)
                for position, content in plan.writes.items()
                if isinstance(content, Formula) and isinstance(existing.cells.get(position), Formula)
            }
            different = {position: mark for position, mark in now.items() if mark != plan.marks.get(position)}
            opened = existing.protections.get(self.template.protection_id(tab.key), after.opened)
            if different or opened != after.opened:
                rewritten[tab.key] = replace(after, rewritten=after.rewritten | different, opened=opened)
        return replace(self.after, tabs=self.after.tabs | rewritten) if rewritten else None


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
        KeepsChanging: The spreadsheet was edited during every attempt.
        EditedMeanwhile: It was edited several times during one attempt.
    """
    return transact(connection, lambda transaction: _publish(transaction, name, build_book, requested, default_language, now))


def _publish(
    transaction: Transaction,
    name: str,
    build_book: BuildBook,
    requested: Requested,
    default_language: Language,
    now: Callable[[], datetime],
) -> Publication:
    current = read_structure(transaction)
    chosen = (requested.language or default_language, requested.edition or "native", requested.currency)
    template = Template(name, build_book(*chosen))
    state = read_cells(transaction, current, [tab.sheet_id for tab in template.tabs])
    before = state.template(name)
    if before:
        found = (requested.language or before.language, requested.edition or before.edition, requested.currency or before.currency)
        if found != chosen:
            chosen, template = found, Template(name, build_book(*found))
        obsolete = {template.tab_id(key) for key in before.tabs} - {tab.sheet_id for tab in template.tabs}
        if obsolete & current.tabs.keys():
            read_cells(transaction, current, sorted(obsolete))
    publication = Publication(template, current, before, requested.source, chosen[2], requested.is_forced)
    if requested.source and not requested.is_forced:
        _refuse_mixed_rows(publication, requested.source)
    after = replace(publication.after, written=before.written if before else "")
    publication.is_sent = bool(publication.requests) or after != before
    if publication.is_sent:
        publication.after.written = now().isoformat(timespec="seconds")
        last = _send(transaction, publication, current, state)
    else:
        last = transaction.image_removals()
    if last:
        transaction.write(last)
    return publication


def _send(transaction: Transaction, publication: Publication, current: Current, state: State) -> list[Request]:
    """Write a publication; return what remains to be done after it."""
    key = template_key(publication.template.name)
    if publication.bulk:
        parts = list(upload_batches(current, publication.bulk[1]))
        for number, batch in enumerate(parts, 1):
            transaction.notify(Message("Uploading rows: part {number} of {count} …", number=number, count=len(parts)))
            transaction.write([*state.requests({}), *batch])
    transaction.write([*state.requests({key: publication.after.as_text()}), *publication.requests], publication.relied_on())
    last = transaction.image_removals()  # there is one for each sheet of the template
    if publication.formula_tabs and not transaction.is_dry_run:  # store how Google rewrote the formulas
        current = read_structure(transaction)
        state = read_cells(transaction, current, publication.formula_tabs)
        if rewritten := publication.with_rewritten_formulas(current):
            last += state.requests({key: rewritten.as_text()})
    return last


def _refuse_mixed_rows(publication: Publication, source: str) -> None:
    """Refuse to mix a file's rows with rows of users, because totals would be wrong."""
    tables = {tab.key: publication.titles[tab.sheet.title] for tab in publication.template.tabs if tab.sheet.filtered}
    moved = [title for title in tables.values() if title in publication.rearranged]
    if moved:
        raise RowsInTheWay(
            source,
            moved[0],
            [],
            Message(
                "Nothing was written: rows or columns were inserted or deleted on “{tab}”, so the rows of {file} no "
                "longer fit its headers. Undo the change, or delete the sheet; publishing restores it.",
                tab=moved[0],
                file=source,
            ),
        )
    taken = [change for change in publication.changes if change.key in tables and change.is_input]
    if not taken:
        return
    places = ", ".join(change.cell for change in taken[:_MOST_NAMED]) + ("…" if len(taken) > _MOST_NAMED else "")
    raise RowsInTheWay(
        source,
        taken[0].tab,
        [change.cell for change in taken],
        Message(
            "Nothing was written: {count} cells on “{tab}” where the rows of {file} belong were edited ({places}). "
            "Move the edited rows elsewhere, or overwrite them with --force.",
            tab=taken[0].tab,
            count=len(taken),
            file=source,
            places=places,
        ),
    )
