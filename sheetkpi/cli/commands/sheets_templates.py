"""``sheetkpi sheets publish`` and ``status``: templates in a shared spreadsheet."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from sheetkpi import __version__
from sheetkpi.cli.commands.sheets import (
    MOST_NAMED,
    credentials_option,
    dry_run_option,
    list_edited_cells,
    list_some,
    open_connection,
    spreadsheet_option,
)
from sheetkpi.cli.commands.template import (
    CHANNELS,
    EDITIONS,
    FORECAST,
    MEANINGS,
    NEED_WORKBOOKS,
    TEMPLATES,
    builder_of,
    currency_of,
    name_argument,
)
from sheetkpi.cli.data_import import ImportOptions, import_options, tell_what_was_taken
from sheetkpi.cli.output import print_note, print_text
from sheetkpi.cli.program import (
    LocalizedCommand,
    OneOf,
    UsageError,
    _,
    complete_file,
    json_option,
)
from sheetkpi.files.installing import needing
from sheetkpi.settings import read_settings
from sheetkpi.translation import OWN_NAMES, Language, Listed, Message, Quoted, in_words

if TYPE_CHECKING:
    from sheetkpi.hosts.google.sheets.client import Connection
    from sheetkpi.hosts.google.sheets.publish.publication import Publication
    from sheetkpi.hosts.google.sheets.state import TemplateState
    from sheetkpi.hosts.google.sheets.status import ResultStatus, Status, TableStatus, TemplateStatus
    from sheetkpi.workbooks.book import Book, Edition


@click.command(
    cls=LocalizedCommand,
    name="publish",
    help=_("Add a template to a shared spreadsheet as sheets of its own, or update it there. Edits stay."),
    terms=MEANINGS,
    epilog=_("For example, every morning: sheetkpi sheets publish channels --data export.csv --spreadsheet https://docs.google.com/…"),
)
@name_argument
@spreadsheet_option
@click.option(
    "--data",
    metavar=_("FILE"),
    shell_complete=complete_file,
    help=_("Only for the template channels: file with the rows (default: keep the existing rows)"),
)
@click.option(
    "--currency", metavar=_("CODE"), type=currency_of, help=_("A code or a sign, such as RUB or € (default: as published before)")
)
@click.option(
    "--formulas",
    "edition",
    type=OneOf(EDITIONS),
    help=_("native works everywhere; functions writes =ROMI(…) for spreadsheets with our script (default: as published before)"),
)
@click.option("--force", "is_forced", is_flag=True, help=_("Overwrite edited cells too, and restore what was deleted"))
@dry_run_option
@credentials_option
@click.pass_context
@import_options
def publish_command(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    name: str,
    address: str,
    data: str | None,
    currency: str | None,
    edition: "Edition | None",
    is_forced: bool,
    is_dry_run: bool,
    credentials: str | None,
    language: Language,
    options: ImportOptions,
) -> None:
    """Publish a template, and report changes and edits."""
    if data is not None and name != CHANNELS:
        raise UsageError(Message("{option} works only with {name}: a forecast is filled in by hand.", option="--data", name=CHANNELS))
    requested_language = language if ctx.get_parameter_source("language") is ParameterSource.COMMANDLINE else None
    with needing("workbooks", NEED_WORKBOOKS):
        from sheetkpi.workbooks.shared_sheets import sign_of

        table, build_book = builder_of(name, data, options, language)
        sign = None if currency is None else sign_of(currency)
    connection = open_connection(address, credentials, language, is_dry_run=is_dry_run)
    with needing("workbooks", NEED_WORKBOOKS):
        from sheetkpi.hosts.google.sheets.publish.publication import Requested, publish

        source = Path(in_words(table.file, language)).name if table else None
        requested = Requested(requested_language, edition, sign, source, is_forced)
        publication = publish(connection, name, build_book, requested, language)
    if not is_dry_run:
        print_text(_summary(publication, connection.address), language)
    _print_remarks(publication, language)
    if table:
        tell_what_was_taken(table, language)


def _summary(publication: "Publication", address: str) -> Message:
    facts = {"spreadsheet": publication.current.title, "title": publication.template.title, "address": address}
    if publication.is_first:
        sheets = sum(not tab.is_hidden for tab in publication.template.tabs)
        return Message("Added the template “{title}” to “{spreadsheet}”, {sheets} sheets: {address}", **facts, sheets=sheets)
    if not publication.is_sent:
        return Message("“{spreadsheet}”: the template “{title}” is up to date; nothing was sent: {address}", **facts)
    before, after = publication.before, publication.after
    if before and before.version != after.version:
        versions = {"old": before.version, "new": after.version}
        return Message("“{spreadsheet}”: template “{title}” updated from version {old} to {new}: {address}", **facts, **versions)
    return Message("“{spreadsheet}”: template “{title}” updated: {address}", **facts)


def _print_remarks(publication: "Publication", language: Language) -> None:
    """Print what else the user should know, edits last."""
    for remark in publication.remarks:
        print_note(remark, language)
    if publication.after.edition == "functions" and publication.is_first:
        what = Message("Its cells hold formulas such as =ROMI(…), which work once the script is in the spreadsheet: sheetkpi google")
        print_note(what, language)
    if publication.repaired:
        print_note(Message("Restored formulas whose cells had been deleted: {count}", count=len(publication.repaired)), language)
    edits = [change.message() for change in publication.changes if not change.is_input]
    if publication.is_forced and edits:
        print_note(Message("Edited cells overwritten: {count}", count=len(edits)), language)
        list_some(edits, language)
    else:
        list_edited_cells(edits, language)
    inputs = [change for change in publication.changes if change.is_input]
    for tab in dict.fromkeys(change.tab for change in inputs):
        filled = [change.message() for change in inputs if change.tab == tab]
        kept = Message("“{tab}”: filled-in cells left unchanged: {count}", tab=tab, count=len(filled))
        overwritten = Message("“{tab}”: filled-in cells overwritten: {count}", tab=tab, count=len(filled))
        print_note(overwritten if publication.is_forced else kept, language)
        list_some(filled, language)


@click.command(
    cls=LocalizedCommand,
    name="status",
    help=_("Show the templates, tables and results in a shared spreadsheet, their versions, and the cells edited since."),
    epilog=_("For example: sheetkpi sheets status --spreadsheet https://docs.google.com/…"),
)
@spreadsheet_option
@credentials_option
@json_option
def status_command(address: str, credentials: str | None, as_json: bool, language: Language) -> None:
    """Read the spreadsheet, and report its status."""
    connection = open_connection(address, credentials, language)
    with needing("workbooks", NEED_WORKBOOKS):
        from sheetkpi.hosts.google.sheets.status import read_status

        status = read_status(connection, TEMPLATES, _build_book)
    if as_json:
        click.echo(json.dumps(_as_data(status, connection), ensure_ascii=False, indent=2))
        return
    for line in _lines(status, connection):
        print_text(line, language)


def _build_book(name: str, record: "TemplateState") -> "Book":
    """Build a template's workbook as it was published."""
    from sheetkpi.workbooks.channels import channels_book
    from sheetkpi.workbooks.forecast import forecast_book

    build = forecast_book if name == FORECAST else channels_book
    return build(record.language, edition=record.edition, currency=record.currency, prefix=read_settings().prefix)


def _lines(status: "Status", connection: "Connection") -> Iterator[Message]:
    yield Message("“{spreadsheet}”: {address}", spreadsheet=status.title, address=connection.address)
    if not (status.templates or status.tables or status.results):
        yield Message("sheetkpi hasn't written to this spreadsheet yet. Get started: sheetkpi sheets publish forecast --spreadsheet …")
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
    yield Message("Template “{title}”, {language}, version {version}, published {written}", **facts)
    if not status.is_of_this_version:
        yield Message("  This is sheetkpi {version}: publish again to update", version=__version__)
    if record.source:
        yield Message("  Its rows come from {file}", file=record.source)
    for tab in status.tabs:
        if tab.title is None:
            yield Message("  The sheet “{tab}” was deleted; publishing again restores it", tab=tab.published_as)
        elif tab.title != tab.published_as:
            yield Message("  The sheet “{tab}” is now called “{other}”", tab=tab.published_as, other=tab.title)
    if status.deleted:
        yield Message("  Deleted charts and named ranges: {count}", count=status.deleted)
    if status.rearranged:
        tabs = Listed([Quoted(title) for title in status.rearranged])
        yield Message("  Rows or columns were inserted or deleted in the template's cells on: {tabs}", tabs=tabs)
    yield from _edit_lines(status)


def _edit_lines(status: "TemplateStatus") -> Iterator[Message]:
    inputs = [change.tab for change in status.changes if change.is_input]
    edits = [change.message() for change in status.changes if not change.is_input]
    for title in dict.fromkeys(inputs):
        yield Message("  Cells filled in on “{tab}”: {count}", tab=title, count=inputs.count(title))
    if edits:
        yield Message("  Edited formulas and texts: {count}", count=len(edits))
        for edit in edits[:MOST_NAMED]:
            yield Message("    {item}", item=edit)
        if len(edits) > MOST_NAMED:
            yield Message("  … and more: {count}", count=len(edits) - MOST_NAMED)
    if not (status.changes or status.rearranged):
        yield Message("  No edits")


def _table_lines(table: "TableStatus") -> Iterator[Message]:
    facts = {"place": table.place, "rows": table.rows, "columns": ", ".join(table.columns), "written": _time(table.written)}
    if table.place is None:
        yield Message("A table of {rows} rows ({columns}) was deleted", **facts)
        return
    yield Message("Table {place}: {rows} rows, written {written}: {columns}", **facts)
    if table.missing:
        yield Message("  Renamed or deleted headers: {headers}", headers=Listed([Quoted(header) for header in table.missing]))
    if table.changed:
        cells = ", ".join(table.changed[:MOST_NAMED]) + ("…" if len(table.changed) > MOST_NAMED else "")
        yield Message("  Edited cells: {count} ({cells})", count=len(table.changed), cells=cells)


def _result_line(result: "ResultStatus") -> Message:
    if result.changed:
        return Message("{function}: results at {place}; edited cells: {count}", **asdict(result), count=result.changed)
    return Message("{function}: results at {place}", **asdict(result))


def _time(written: str) -> str:
    """Format a time for people: 2026-11-22 08:00 UTC."""
    return f"{written[:16].replace('T', ' ')} UTC"


def _as_data(status: "Status", connection: "Connection") -> dict[str, Any]:
    return {
        "spreadsheet": status.title,
        "address": connection.address,
        "version": __version__,
        "templates": [_template_data(template) for template in status.templates],
        "tables": [asdict(table) for table in status.tables],
        "results": [asdict(result) for result in status.results],
    }


def _template_data(status: "TemplateStatus") -> dict[str, Any]:
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
        "sheets": [asdict(tab) for tab in status.tabs],
        "deleted": status.deleted,
        "rearranged": status.rearranged,
        "changed": [change.as_dict() for change in status.changes],
    }
