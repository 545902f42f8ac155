"""Publish a template into a shared spreadsheet, again and again, without touching what people did."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sheetkpi.hosts.google.spreadsheets.access.connection import Connection
from sheetkpi.hosts.google.spreadsheets.memory import Memory
from sheetkpi.hosts.google.spreadsheets.templates.cell_changes import Change
from sheetkpi.hosts.google.spreadsheets.templates.present import Present, read_cells, read_frame
from sheetkpi.hosts.google.spreadsheets.templates.publication import Publication
from sheetkpi.hosts.google.spreadsheets.templates.records import Record, record_from
from sheetkpi.hosts.google.spreadsheets.templates.staging import batches
from sheetkpi.hosts.google.spreadsheets.templates.tabs import Template
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Language, Message
from sheetkpi.workbooks.book import Book, Edition

#: Of the names under which templates are remembered.
PREFIX = "template/"
#: So many places are named in a message.
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Wish:
    """What the publisher asks for; None for what is there already, or else the usual."""

    language: Language | None = None
    edition: Edition | None = None
    currency: str | None = None
    source: str | None = None
    is_forced: bool = False


#: Describes the workbook in a language and an edition, with the sign of a currency.
Describe = Callable[[Language, Edition, str | None], Book]


@dataclass(frozen=True, slots=True)
class Published:
    """What was done."""

    publication: Publication
    before: Record | None
    is_sent: bool
    title: str

    @property
    def changes(self) -> list[Change]:
        """What people changed."""
        return self.publication.changes


def remembered(memory: Memory, name: str) -> Record | None:
    """What we remember of a template."""
    text = memory.texts.get(memory_key(name))
    return record_from(text) if text else None


def memory_key(name: str) -> str:
    """Under what name a template is remembered."""
    return f"{PREFIX}{name}"


def publish(
    connection: Connection,
    name: str,
    describe: Describe,
    wish: Wish,
    usual: Language,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Published:
    """Publish a template.

    Raises:
        NotReached: Google does not answer, or refuses; nothing is changed then.
        SheetKpiError: People wrote where the rows of a file should stand.
    """
    present = read_frame(connection)
    chosen = (wish.language or usual, wish.edition or "native", wish.currency)
    template = Template(name, describe(*chosen))
    memory = read_cells(connection, present, [tab.sheet_id for tab in template.tabs])
    before = remembered(memory, name)
    if before:
        found = (wish.language or before.language, wish.edition or before.edition, wish.currency or before.currency)
        if found != chosen:
            chosen, template = found, Template(name, describe(*found))
        read_obsolete(connection, present, template, before)
    publication = Publication(template, present, before, wish.source, chosen[2], wish.is_forced)
    if wish.source and not wish.is_forced:
        _refuse_people_s_rows(publication, wish.source)
    after = replace(publication.after, written=before.written if before else "")
    if not publication.requests and after == before:
        return Published(publication, before, is_sent=False, title=present.title)
    publication.after.written = now().isoformat(timespec="seconds")
    if publication.bulk:
        parts = list(batches(present, publication.bulk[1]))
        for number, batch in enumerate(parts, 1):
            connection.say(Message("Many rows: part {number} of {count} …", number=number, count=len(parts)))
            connection.write([*memory.requests({}), *batch])
    connection.write([*memory.requests({memory_key(name): publication.after.as_text()}), *publication.requests])
    if not connection.is_rehearsal:
        _settle(connection, name, publication)
    return Published(publication, before, is_sent=True, title=present.title)


def read_obsolete(connection: Connection, present: Present, template: Template, before: Record) -> None:
    """The cells of tabs that the template has no longer."""
    known = {tab.key for tab in template.tabs}
    gone = [template.tab_id(key) for key in before.tabs if key not in known]
    if any(sheet_id in present.tabs for sheet_id in gone):
        read_cells(connection, present, gone)


def _settle(connection: Connection, name: str, publication: Publication) -> None:
    """Look how Google writes our formulas: what differs from ours is remembered as it is there."""
    written = publication.formula_tabs
    if not written:
        return
    present = read_frame(connection)
    memory = read_cells(connection, present, written)
    settled = publication.settled(present)
    if settled:
        connection.write(list(memory.requests({memory_key(name): settled.as_text()})))


def _refuse_people_s_rows(publication: Publication, source: str) -> None:
    """Rows of a file go in whole or not at all: among rows of people the totals would be of nobody."""
    tables = {tab.key: publication.titles[tab.sheet.title] for tab in publication.template.tabs if tab.sheet.filtered}
    moved = [title for title in tables.values() if title in publication.rearranged]
    if moved:
        raise SheetKpiError(
            Message(
                "Nothing is written: on “{tab}” people inserted or deleted rows or columns, and the rows of {file} would stand beside "
                "their headings. Undo that, or delete the sheet: publishing brings it back.",
                tab=moved[0],
                file=source,
            )
        )
    taken = [change for change in publication.changes if change.key in tables and change.is_input]
    if not taken:
        return
    places = ", ".join(change.cell for change in taken[:_NAMED]) + ("…" if len(taken) > _NAMED else "")
    raise SheetKpiError(
        Message(
            "Nothing is written: on “{tab}” people changed or filled in {count} cells where the rows of {file} belong ({places}). "
            "Move their rows elsewhere, or replace them with --force.",
            tab=taken[0].tab,
            count=len(taken),
            file=source,
            places=places,
        )
    )
