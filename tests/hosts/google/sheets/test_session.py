"""What the commands for shared spreadsheets say, as a session in ``golden/``: the one place where their sentences are compared.

After a change that is meant: ``SHEETKPI_TEST_REWRITE_GOLDEN=1 pytest tests/hosts/google/sheets/test_session.py``, then read the diff.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sheetkpi import __version__
from sheetkpi.cli import main
from sheetkpi.cli.commands import sheets_templates
from tests.hosts.google.sheets.book import Book
from tests.hosts.google.sheets.sheets_server import SheetsServer
from tests.hosts.google.sheets.small_template import Small

pytestmark = pytest.mark.e2e

GOLDEN = Path(__file__).parent / "golden"

Step = str | Callable[[], Any]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.usefixtures("on_the_way")
def test_the_commands_say_what_they_said_before(
    language: str,
    google: SheetsServer,
    key_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = google.create("Team", tabs=["Data"])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHEETKPI_GOOGLE_CREDENTIALS", key_file.name)
    monkeypatch.setattr(sheets_templates, "builder_of", lambda *_: (None, Small()))
    monkeypatch.setattr(sheets_templates, "_build_book", lambda _name, record: Small()(record.language))
    said = []
    for step in session(google, book, language):
        if not isinstance(step, str):
            step()
            continue
        capsys.readouterr()
        code = main(["sheets", *step.split(), "--spreadsheet", book.id, "--lang", language])
        printed = capsys.readouterr()
        said.append(f"$ sheetkpi sheets {step}\n{printed.out}{printed.err}[{code}]\n")
    now = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "TIME", "\n".join(said))
    now = now.replace(str(tmp_path), "FOLDER").replace(book.id, "ID").replace(__version__, "VERSION")
    path = GOLDEN / f"session-{language}.txt"
    if os.environ.get("SHEETKPI_TEST_REWRITE_GOLDEN"):
        path.write_text(now, "utf-8")
    assert now == path.read_text("utf-8")


def session(google: SheetsServer, book: Book, language: str) -> list[Step]:
    """Commands, and what people do between them."""

    def types(place: str, *rows: list[Any]) -> Callable[[], Any]:
        return lambda: google.types(book.id, place, *rows)

    def write(*rows: str) -> Step:
        return lambda: Path("data.csv").write_text("\n".join(rows) + "\n", "utf-8")

    def rename(title: str, new: str) -> None:
        sheet_id = google.book(book.id).titled(title).id
        google.person(book.id, {"updateSheetProperties": {"properties": {"sheetId": sheet_id, "title": new}, "fields": "title"}})

    def delete(title: str) -> None:
        google.person(book.id, {"deleteSheet": {"sheetId": google.book(book.id).titled(title).id}})

    start, inputs = ("Start", "Inputs") if language == "en" else ("Старт", "Ввод")
    return [
        "status",
        "pull --range Data",
        "pull --range Dat!A1",
        write("Channel,Profit,Spend", "VK,100,50", "SEO,5,0"),
        "push --range Data!A1 --data data.csv",
        "push --range Data!A1 --data data.csv",
        types("Data!B2", [777]),
        write("Channel,Profit,Spend", "VK,200,50", "SEO,5,0", "Email,1,2"),
        "push --range Data!A1 --data data.csv",
        write("Channel,Profit,Spend", "Email,1,2", "VK,200,50"),
        "push --range Data!A1 --data data.csv",
        "push --range Data!A1 --data data.csv --key Chanel",
        "push --range Data!A1 --data data.csv --append",
        "push --range Data!A1 --data data.csv --append",
        "refresh",
        "refresh --function ROMI",
        "refresh --function ROMI --inputs Data!B2:B4;Data!C2:C4 --output Data!D2",
        types("Data!D2", ["mine"]),
        types("Data!B4", ["word"]),
        types("Data!C2", [60]),
        "refresh",
        types("Data!C1", ["Cost"]),
        "push --range Data!A1 --data data.csv",
        "pull --range Data!A1 -o table.csv",
        "publish channels",
        "publish channels",
        types(f"{inputs}!B3", [77_000]),
        types(f"{start}!B3", [42]),
        "publish channels",
        "status",
        "publish channels --force",
        lambda: delete(inputs),
        lambda: rename(start, "Ours"),
        "status",
        "publish channels",
        lambda: google.shared.__setitem__(book.id, {}),
        "status",
    ]
