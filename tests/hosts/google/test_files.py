"""``sheetkpi google``: the files in a folder."""

import json
from pathlib import Path

import pytest

from sheetkpi.cli import main
from sheetkpi.hosts.google.script import FILES, script_files


def test_the_files_are_written_in_the_language_of_the_reader(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["google", "-o", str(tmp_path / "скрипт"), "--lang", "ru"]) == 0
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "скрипт").iterdir()}
    assert written.pop(".clasp.json.example")
    assert written == script_files("ru")
    assert "Расширения → Apps Script" in capsys.readouterr().out


def test_the_script_asks_the_given_server_only(tmp_path: Path) -> None:
    assert main(["google", "-o", str(tmp_path), "--address", "https://kpi.example.com/"]) == 0
    assert 'const SHEETKPI_ADDRESS = "https://kpi.example.com";' in (tmp_path / "Kpis.js").read_text("utf-8")
    assert json.loads((tmp_path / "appsscript.json").read_text("utf-8"))["urlFetchWhitelist"] == ["https://kpi.example.com/"]


@pytest.mark.parametrize("address", ["http://kpi.example.com", "kpi.example.com", "https://", "https://kpi.example.com?x=1"])
def test_an_address_that_google_would_not_ask_is_refused(tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["google", "-o", str(tmp_path / "out"), "--address", address, "--lang", "en"]) == 2
    assert "https://kpi.example.com" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["google", "-o", str(tmp_path / "file"), "--lang", "en"]) == 1
    assert "file" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["script.js", "script.zip", "appsscript.JSON"])
def test_the_name_of_a_file_is_no_folder(tmp_path: Path, name: str) -> None:
    assert main(["google", "-o", str(tmp_path / name)]) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_script_that_somebody_changed_is_overwritten_only_by_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "script")
    assert main(["google", "-o", folder]) == 0
    assert main(["google", "-o", folder]) == 0, "the same files lose nothing"
    code, manifest = (tmp_path / "script" / name for name in ("Code.js", "appsscript.json"))
    code.write_text("mine")
    manifest.unlink()
    assert main(["google", "-o", folder]) == 1
    said = capsys.readouterr().err
    assert "Code.js" in said
    assert "--force" in said
    assert (code.read_text(), manifest.exists()) == ("mine", False), "nothing is half written"
    assert main(["google", "-o", folder, "--force"]) == 0
    assert code.read_text("utf-8") == script_files("en")["Code.js"]


def test_the_checked_in_names_are_those_of_the_script() -> None:
    assert list(script_files("en")) == list(FILES)
