"""The commands of the page on shared sheets, in their order, against a spreadsheet."""

import shlex
from pathlib import Path

import pytest

from sheetkpi.cli.commands import sheets_templates
from tests.documentation import ROOT, Page
from tests.hosts.google.sheets.book import Book
from tests.hosts.google.sheets.sheets_server import SheetsServer
from tests.hosts.google.sheets.small_template import Small


@pytest.mark.e2e
@pytest.mark.parametrize("page", ["docs/shared-sheets.md", "docs/ru/shared-sheets.md"])
@pytest.mark.usefixtures("on_the_way")
def test_the_commands_fill_a_spreadsheet(
    page: str, google: SheetsServer, book: Book, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sheetkpi.cli import main

    (tmp_path / "docs").symlink_to(ROOT / "docs")
    # The whole template takes minutes to publish, in test_published_templates.py; these are the commands around it.
    monkeypatch.setattr(sheets_templates, "builder_of", lambda *_: (None, Small()))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHEETKPI_GOOGLE_CREDENTIALS", str(key_file))
    monkeypatch.setenv("SHEETKPI_LANG", "ru" if "/ru/" in page else "en")
    commands = [step.command for block in Page(ROOT / page).blocks if block.note == "google" for step in block.steps()]
    assert commands
    for command in commands:
        assert main(shlex.split(command.replace("YOURS", book.id))[1:]) == 0, command
    sheet = "Расходы" if "/ru/" in page else "Costs"
    romi = google.values(book.id, f"{sheet}!G2:G4")
    assert romi == [[1.016], [-0.3125], [0]]
    assert len((tmp_path / ("costs.csv" if sheet == "Costs" else "расходы.csv")).read_text("utf-8").splitlines()) == 5
