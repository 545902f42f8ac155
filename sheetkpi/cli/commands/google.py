"""``sheetkpi google``: the script for Google Sheets, as files to paste or to push."""

from pathlib import Path
from urllib.parse import urlsplit

import click

from sheetkpi.cli.language import _
from sheetkpi.cli.output import writing
from sheetkpi.cli.program import Mistake, Spoken, help_option, language_option
from sheetkpi.settings import read_settings
from sheetkpi.translation import Language, Message


def _address(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme == "https" and parts.netloc and not parts.query and not parts.fragment:
        return value.rstrip("/")
    raise Mistake(Message("The address is «{value}». It must begin with https://, for example https://kpi.example.com", value=value))


@click.command(
    cls=Spoken,
    name="google",
    options_metavar=_("[OPTIONS]"),
    help=_("Write the script for Google Sheets: =ROMI() in a spreadsheet, computed there or by your server."),
    epilog=_("Paste the files in Extensions → Apps Script, or push them with clasp: the example of its settings lies beside them."),
)
@click.option("-o", "--output", metavar=_("FOLDER"), default="sheetkpi-google", help=_("Where to; left out, the folder sheetkpi-google"))
@click.option("--address", metavar="https://…", callback=_address, help=_("Of your server; left out, it is set in the spreadsheet"))
@language_option
@help_option
def command(output: str, address: str | None, language: Language) -> None:
    """Write the files."""
    from sheetkpi.hosts.google.script import CLASP, CLASP_EXAMPLE, script_files
    from sheetkpi.server_address import with_server

    files = script_files(language, read_settings().prefix)
    if address:
        files = with_server(files, address)
    folder = Path(output)
    with writing(output):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in {**files, CLASP_EXAMPLE: CLASP}.items():
            (folder / name).write_text(text, "utf-8", newline="\n")
    said = Message(
        "{count} files are in {folder}. Paste them in your spreadsheet: Extensions → Apps Script.", count=len(files), folder=output
    )
    click.echo(said.in_language(language))
