"""Everything of ours in a spreadsheet, read in as few requests as there are kinds of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sheetkpi.hosts.google.spreadsheets.access.connection import Connection
from sheetkpi.hosts.google.spreadsheets.places import FIELDS, Places
from sheetkpi.hosts.google.spreadsheets.results.status import ResultStatus, result_statuses
from sheetkpi.hosts.google.spreadsheets.tables.status import TableStatus, table_statuses
from sheetkpi.hosts.google.spreadsheets.templates.present import read_cells, read_frame
from sheetkpi.hosts.google.spreadsheets.templates.publish import PREFIX, remembered
from sheetkpi.hosts.google.spreadsheets.templates.records import Record
from sheetkpi.hosts.google.spreadsheets.templates.status import TemplateStatus, published_tabs, template_status
from sheetkpi.hosts.google.spreadsheets.templates.tabs import Template
from sheetkpi.workbooks.book import Book


@dataclass(frozen=True, slots=True)
class Status:
    """What of ours is there."""

    title: str
    templates: list[TemplateStatus]
    tables: list[TableStatus]
    results: list[ResultStatus]


def read_status(connection: Connection, names: Sequence[str], describe: Callable[[str, Record], Book]) -> Status:
    """Read it.

    Raises:
        NotReached: Google does not answer, or refuses.
    """
    present = read_frame(connection)
    memory = read_cells(connection, present, [])
    records = {name: record for name in names if (record := remembered(memory, name))}
    if records:
        read_cells(connection, present, [sheet_id for name, record in records.items() for sheet_id in published_tabs(record, name)])
    templates = [template_status(Template(name, describe(name, record)), record, present) for name, record in records.items()]
    if all(name.startswith(PREFIX) for name in memory.texts):
        return Status(present.title, templates, [], [])
    places = Places(connection.get(FIELDS))
    return Status(present.title, templates, list(table_statuses(connection, places, memory)), result_statuses(connection, places, memory))
