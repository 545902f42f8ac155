"""``sheetkpi sheets publish``: a template as sheets of a shared spreadsheet."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from sheetkpi.cli.commands.sheets import credentials_option, dry_run_option, list_some, open_connection, spreadsheet_option
from sheetkpi.cli.commands.template import (
    CHANNELS,
    EDITIONS,
    FORECAST,
    MEANINGS,
    NEED_WORKBOOKS,
    TEMPLATES,
    currency_of,
    imported,
    template_of,
)
from sheetkpi.cli.data_import import ImportOptions, import_options, tell_what_was_taken
from sheetkpi.cli.output import print_note
from sheetkpi.cli.program import LocalizedCommand, UsageError, _, complete_file, complete_words, help_option, language_option, one_of
from sheetkpi.files.installing import needing
from sheetkpi.settings import read_settings
from sheetkpi.translation import Language, Message, in_words

if TYPE_CHECKING:
    from sheetkpi.hosts.google.sheets.publish.diff import Change
    from sheetkpi.hosts.google.sheets.publish.publication import BuildBook, Publication
    from sheetkpi.reading.table import Table
    from sheetkpi.workbooks.book import Edition


@click.command(
    cls=LocalizedCommand,
    name="publish",
    options_metavar=_("[OPTIONS]"),
    help=_("Put a template into a shared spreadsheet as sheets of its own, or bring it up to date there. What people did stays."),
    terms=MEANINGS,
    epilog=_("For example, every morning: sheetkpi sheets publish channels --data export.csv --spreadsheet https://docs.google.com/…"),
)
@click.argument("name", metavar=_("NAME"), callback=template_of, shell_complete=complete_words(TEMPLATES))
@spreadsheet_option
@click.option(
    "--data",
    metavar=_("FILE"),
    shell_complete=complete_file,
    help=_("For channels: the rows to fill in; left out, those that are there stay"),
)
@click.option("--currency", metavar=_("CODE"), callback=currency_of, help=_("A code or a sign, such as RUB or €; left out, as it is there"))
@click.option(
    "--formulas",
    "edition",
    metavar="|".join(EDITIONS),
    callback=one_of(EDITIONS),
    shell_complete=complete_words(EDITIONS),
    help=_("native works everywhere; functions writes =ROMI(…), for spreadsheets with our script; left out, as it is there"),
)
@click.option("--force", "is_forced", is_flag=True, help=_("Overwrite also what people changed, and bring back what they deleted"))
@dry_run_option
@credentials_option
@language_option
@help_option
@click.pass_context
@import_options
def command(  # noqa: PLR0913, PLR0917 - one for each option
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
    """Publish it, and say what was done and what people changed."""
    if data is not None and name != CHANNELS:
        raise UsageError(Message("{option} is for {name} alone: a forecast is filled in by hand.", option="--data", name=CHANNELS))
    is_told = ctx.get_parameter_source("language") is ParameterSource.COMMANDLINE
    with needing("workbooks", NEED_WORKBOOKS):
        from sheetkpi.workbooks.shared_sheets import sign_of

        table, describe = _described(name, data, options, language)
        sign = None if currency is None else sign_of(currency)
    connection = open_connection(address, credentials, language, is_dry_run=is_dry_run)
    with needing("workbooks", NEED_WORKBOOKS):
        from sheetkpi.hosts.google.sheets.publish.publication import Requested, publish

        source = Path(in_words(table.file, language)).name if table else None
        requested = Requested(language if is_told else None, edition, sign, source, is_forced)
        publication = publish(connection, name, describe, requested, language)
    if not is_dry_run:
        click.echo(_what_was_done(publication, connection.address).in_language(language))
    _tell(publication, language)
    if table:
        tell_what_was_taken(table, language)


def _described(name: str, data: str | None, options: ImportOptions, language: Language) -> tuple["Table | None", "BuildBook"]:
    """What was read, and what describes the workbook."""
    prefix = read_settings().prefix
    if name == FORECAST:
        from sheetkpi.workbooks.forecast import forecast_book

        return None, lambda wanted, edition, sign: forecast_book(wanted, edition=edition, currency=sign, prefix=prefix)
    from sheetkpi.workbooks.channels import channels_book

    if data is None:
        return None, lambda wanted, edition, sign: channels_book(wanted, edition=edition, currency=sign, prefix=prefix)
    from sheetkpi.workbooks.channels import filling

    table = imported(data, options, language)
    return table, lambda wanted, edition, sign: filling.filled_book(table, wanted, edition=edition, currency=sign, prefix=prefix)


def _what_was_done(publication: "Publication", address: str) -> Message:
    facts = {"spreadsheet": publication.current.title, "title": publication.template.title, "address": address}
    if publication.is_first:
        sheets = sum(not tab.is_hidden for tab in publication.template.tabs)
        return Message("“{spreadsheet}” has the template “{title}” now, {sheets} sheets: {address}", **facts, sheets=sheets)
    if not publication.is_sent:
        return Message("“{spreadsheet}”: the template “{title}” is up to date, nothing was sent: {address}", **facts)
    before, after = publication.before, publication.after
    if before and before.version != after.version:
        return Message(
            "“{spreadsheet}”: the template “{title}” is brought from version {old} to {new}: {address}",
            **facts,
            old=before.version,
            new=after.version,
        )
    return Message("“{spreadsheet}”: template “{title}” updated: {address}", **facts)


def _tell(publication: "Publication", language: Language) -> None:
    """What else there is to know."""
    for remark in publication.remarks:
        print_note(remark, language)
    if publication.after.edition == "functions" and publication.is_first:
        print_note(Message("Its cells hold =ROMI(…): they calculate once the script is in the spreadsheet (sheetkpi google)."), language)
    if publication.repaired:
        print_note(
            Message("Formulas written anew, because what they refer to was deleted: {count}", count=len(publication.repaired)), language
        )
    inputs = [change for change in publication.changes if change.is_input]
    others = [change for change in publication.changes if not change.is_input]
    _tell_changes(others, language)
    for tab in dict.fromkeys(change.tab for change in inputs):
        count, is_kept = sum(change.tab == tab for change in inputs), not publication.is_forced
        what = Message("“{tab}”: cells that people filled in and that stay: {count}", tab=tab, count=count)
        gone = Message("“{tab}”: cells that people filled in and that are overwritten: {count}", tab=tab, count=count)
        print_note(what if is_kept else gone, language)
        list_some([said(change) for change in inputs if change.tab == tab], language)


def _tell_changes(changes: list["Change"], language: Language) -> None:
    if not changes:
        return
    count = len(changes)
    if changes[0].is_overwritten:
        print_note(Message("Changed by people, and overwritten: {count}", count=count), language)
    else:
        print_note(Message("Changed by people, and left as they are: {count}. Overwrite them with --force:", count=count), language)
    list_some([said(change) for change in changes], language)


def said(change: "Change") -> Message:
    """A cell that people changed, in one line."""
    from sheetkpi.hosts.google.sheets.publish.diff import display_content

    place = f"{change.tab}!{change.cell}"
    ours, theirs = (display_content(content) for content in (change.ours, change.theirs))
    return Message(
        "{place}: there {theirs}, ours {ours}", place=place, theirs=theirs or Message("nothing"), ours=ours or Message("nothing")
    )
