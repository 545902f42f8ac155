"""``sheetkpi google``: write the script for Google Sheets as files."""

from pathlib import Path
from urllib.parse import urlsplit

import click

from sheetkpi.cli.output import print_text, writing
from sheetkpi.cli.program import LocalizedCommand, UsageError, _, complete_folder, overwrite_option
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.settings import read_settings
from sheetkpi.translation import Language, Message

#: Extensions of files, which a folder for the script doesn't have.
ENDINGS = frozenset({".js", ".gs", ".json", ".html", ".zip", ".txt"})


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "https" and parts.netloc and not parts.query and not parts.fragment:
        return value.rstrip("/")
    raise UsageError(
        Message("“{value}” is not a server address. It must begin with https://, for example https://kpi.example.com", value=value)
    )


@click.command(
    cls=LocalizedCommand,
    name="google",
    help=_("Create the script for Google Sheets: functions such as =ROMI(), calculated in the spreadsheet or by your server."),
    epilog=_("Paste the files in Extensions → Apps Script, or push them with clasp; an example of its settings is included."),
)
@click.option(
    "-o",
    "--output",
    metavar=_("FOLDER"),
    shell_complete=complete_folder,
    default="sheetkpi-google",
    help=_("Folder to write to (default: sheetkpi-google)"),
)
@overwrite_option
@click.option("--address", metavar="https://…", type=_address, help=_("Address of your server (default: set it in the spreadsheet)"))
def command(output: str, is_forced: bool, address: str | None, language: Language) -> None:
    """Write the files."""
    from sheetkpi.files.shipped import with_server
    from sheetkpi.hosts.google.script import CLASP, CLASP_EXAMPLE, script_files

    folder = Path(output)
    _check(folder)
    files = script_files(language, read_settings().prefix)
    if address:
        files = with_server(files, address)
    contents = {folder / name: text.encode() for name, text in {**files, CLASP_EXAMPLE: CLASP}.items()}
    with writing(output):
        other = [path.name for path, content in contents.items() if path.exists() and path.read_bytes() != content]
        if other and not is_forced:
            raise SheetKpiError(
                Message(
                    "{folder} has other versions of {files}. Choose another folder with -o, or overwrite them with --force.",
                    folder=output,
                    files=", ".join(other),
                )
            )
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in contents.items():
            path.write_bytes(content)
    print_text(
        Message(
            "Wrote {count} files to {folder}. Paste them into your spreadsheet: Extensions → Apps Script.", count=len(files), folder=output
        ),
        language,
    )


def _check(folder: Path) -> None:
    """Refuse a file, or a name like that of a file."""
    if folder.is_file() or (folder.suffix.lower() in ENDINGS and not folder.is_dir()):
        raise SheetKpiError(
            Message("{file} is a file, or is named like one. The script consists of several files: give a folder.", file=folder)
        )
