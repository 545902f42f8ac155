"""``sheetkpi sheets status``: what of ours is in a shared spreadsheet, and what people changed."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from sheetkpi import __version__
from sheetkpi.cli.commands.sheets import MOST_NAMED, credentials_option, open_connection, spreadsheet_option
from sheetkpi.cli.commands.sheets_publish import said
from sheetkpi.cli.commands.template import FORECAST, NEED_WORKBOOKS, TEMPLATES
from sheetkpi.cli.program import LocalizedCommand, _, json_option
from sheetkpi.files.installing import needing
from sheetkpi.settings import read_settings
from sheetkpi.translation import OWN_NAMES, Language, Listed, Message, Quoted

if TYPE_CHECKING:
    from sheetkpi.hosts.google.sheets.client import Connection
    from sheetkpi.hosts.google.sheets.state import TemplateState
    from sheetkpi.hosts.google.sheets.status import ResultStatus, Status, TableStatus, TemplateStatus
    from sheetkpi.workbooks.book import Book


@click.command(
    cls=LocalizedCommand,
    name="status",
    help=_("Say what of ours is in a shared spreadsheet, of which version, and what people changed in it."),
    epilog=_("For example: sheetkpi sheets status --spreadsheet https://docs.google.com/…"),
)
@spreadsheet_option
@credentials_option
@json_option
def command(address: str, credentials: str | None, as_json: bool, language: Language) -> None:
    """Read the spreadsheet, and tell."""
    connection = open_connection(address, credentials, language)
    with needing("workbooks", NEED_WORKBOOKS):
        from sheetkpi.hosts.google.sheets.status import read_status

        status = read_status(connection, TEMPLATES, _described)
    if as_json:
        click.echo(json.dumps(_as_data(status, connection), ensure_ascii=False, indent=2))
        return
    for line in _lines(status, connection):
        click.echo(line.in_language(language))


def _described(name: str, record: "TemplateState") -> "Book":
    from sheetkpi.workbooks.channels import channels_book
    from sheetkpi.workbooks.forecast import forecast_book

    describe = forecast_book if name == FORECAST else channels_book
    return describe(record.language, edition=record.edition, currency=record.currency, prefix=read_settings().prefix)


def _lines(status: "Status", connection: "Connection") -> Iterator[Message]:
    yield Message("“{spreadsheet}”: {address}", spreadsheet=status.title, address=connection.address)
    if not (status.templates or status.tables or status.results):
        yield Message("There is nothing of sheetkpi in it yet. Get started: sheetkpi sheets publish forecast --spreadsheet …")
    for template in status.templates:
        yield Message("")
        yield from _template_lines(template)
    for table in status.tables:
        yield Message("")
        yield from _table_lines(table)
    for result in status.results:
        yield Message("")
        yield _result_line(result)


def _template_lines(status: "TemplateStatus") -> Iterator[Message]:
    record = status.record
    facts = {"title": status.title, "version": record.version, "language": OWN_NAMES[record.language], "written": _time(record.written)}
    yield Message("Template “{title}”, {language}, version {version}, written {written}", **facts)
    if not status.is_of_this_version:
        yield Message("  This is sheetkpi {version}: publish again to bring it up to date", version=__version__)
    if record.source:
        yield Message("  Its rows come from {file}", file=record.source)
    for tab in status.tabs:
        if tab.title is None:
            yield Message("  The sheet “{tab}” was deleted; publishing again brings it back", tab=tab.published_as)
        elif tab.title != tab.published_as:
            yield Message("  The sheet “{tab}” is called “{other}” now", tab=tab.published_as, other=tab.title)
    if status.deleted:
        yield Message("  Charts and named ranges that people deleted: {count}", count=status.deleted)
    if status.rearranged:
        tabs = Listed([Quoted(title) for title in status.rearranged])
        yield Message("  People inserted or deleted rows or columns among the cells of: {tabs}", tabs=tabs)
    yield from _change_lines(status)


def _change_lines(status: "TemplateStatus") -> Iterator[Message]:
    inputs = [change for change in status.changes if change.is_input]
    others = [change for change in status.changes if not change.is_input]
    for tab in dict.fromkeys(change.tab for change in inputs):
        count = sum(change.tab == tab for change in inputs)
        yield Message("  Filled in by people on “{tab}”, cells: {count}", tab=tab, count=count)
    if others:
        yield Message("  Formulas and texts that people changed: {count}", count=len(others))
        for change in others[:MOST_NAMED]:
            yield Message("    {item}", item=said(change))
        if len(others) > MOST_NAMED:
            yield Message("  … and more: {count}", count=len(others) - MOST_NAMED)
    if not (status.changes or status.rearranged):
        yield Message("  People changed nothing in it")


def _table_lines(table: "TableStatus") -> Iterator[Message]:
    if table.place is None:
        yield Message("A table of {rows} rows ({columns}) was deleted", rows=table.rows, columns=", ".join(table.columns))
        return
    facts = {"place": table.place, "rows": table.rows, "columns": ", ".join(table.columns), "written": _time(table.written)}
    yield Message("Table {place}: {rows} rows, written {written}: {columns}", **facts)
    if table.changed:
        yield Message("  Cells that people changed: {count} ({cells})", count=len(table.changed), cells=_some(table.changed))


def _result_line(result: "ResultStatus") -> Message:
    facts = {"function": result.function, "place": result.place, "count": result.changed}
    if result.changed:
        return Message("{function} is computed into {place}; cells that people changed: {count}", **facts)
    return Message("{function} is computed into {place}", **facts)


def _time(written: str) -> str:
    """A time for a person: 2026-11-22 08:00 UTC."""
    return f"{written[:16].replace('T', ' ')} UTC"


def _some(cells: list[str]) -> str:
    return ", ".join(cells[:MOST_NAMED]) + ("…" if len(cells) > MOST_NAMED else "")


def _as_data(status: "Status", connection: "Connection") -> dict[str, Any]:
    return {
        "spreadsheet": status.title,
        "address": connection.address,
        "version": __version__,
        "templates": [_template_data(template) for template in status.templates],
        "tables": [
            {
                "place": str(table.place) if table.place else None,
                "columns": table.columns,
                "rows": table.rows,
                "written": table.written,
                "changed": table.changed,
            }
            for table in status.tables
        ],
        "results": [{"function": one.function, "place": str(one.place), "changed": one.changed} for one in status.results],
    }


def _template_data(status: "TemplateStatus") -> dict[str, Any]:
    from sheetkpi.hosts.google.sheets.publish.diff import change_as_dict

    record = status.record
    return {
        "template": status.name,
        "version": record.version,
        "is_of_this_version": status.is_of_this_version,
        "language": record.language,
        "formulas": record.edition,
        "currency": record.currency,
        "source": record.source,
        "written": record.written,
        "sheets": [{"sheet": tab.key, "title": tab.title, "published_as": tab.published_as} for tab in status.tabs],
        "deleted": status.deleted,
        "rearranged": status.rearranged,
        "changed": [change_as_dict(change) for change in status.changes],
    }
