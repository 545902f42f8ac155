"""``sheetkpi excel`` as a command: its help, its ways on computers without Windows, and the add-in as a file."""

import re
import sys
import zipfile
from pathlib import Path

import pytest

from sheetkpi.cli import main
from sheetkpi.files.installing import install_command
from sheetkpi.hosts.excel.addin_file import addin
from sheetkpi.hosts.excel.windows import this_machine
from tests.hosts.excel.windows import XLWINGS, Answer, Run, Windows, computer, run

__all__ = ["computer", "run"]


@pytest.fixture(params=["linux", "darwin"])
def other(request: pytest.FixtureRequest, computer: Windows, run: Run) -> Run:
    """A subcommand on a computer without Windows."""
    machine = computer.has(platform=request.param)
    return lambda *arguments, language="en": run(machine, *arguments, language=language)


# --- without Windows


@pytest.mark.parametrize(
    "language",
    ["en", "ru"],
)
def test_installing_elsewhere_explains_the_other_ways(other: Run, language: str) -> None:
    answer = other("install", language=language)
    assert (answer.code, answer.err) == (1, "")
    assert all(word in answer.out for word in ("xlwings Lite", "LAMBDA", "LibreOffice", "sheetkpi excel build"))
    named = [Path(path) for path in re.findall(r"(?:[A-Z]:\\|/).*?(?:sheetkpi_udfs\.py|functions\.xlsx)", answer.out)]
    assert [path.name for path in named] == ["sheetkpi_udfs.py", "functions.xlsx"]
    assert all(path.is_file() and path.parent.name == language for path in named), "a file that is named must be there"


def test_with_a_prefix_it_names_no_file_that_lacks_it(other: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETKPI_PREFIX", "MK_")
    said = other("install").out
    assert "sheetkpi_udfs.py" not in said
    assert " MK_ " in said
    assert " http://127.0.0.1:8765/addin/excel/" in said


@pytest.mark.parametrize("command", ["uninstall", "status", "doctor"])
def test_the_other_commands_elsewhere_say_where_the_ways_are(other: Run, command: str) -> None:
    assert other(command).lacks("Windows", "`sheetkpi excel install`") == []


def test_nothing_is_written_there(other: Run, computer: Windows) -> None:
    before = computer.tree()
    for command in ("install", "uninstall", "status", "doctor"):
        other(command)
    assert computer.tree() == before


@pytest.mark.skipif(sys.platform == "win32", reason="there it is a computer with Windows")
def test_this_computer_is_known_for_what_it_is() -> None:
    machine = this_machine()
    assert (machine.has_excel_for_windows, machine.python, machine.registry.values("HKCU"), machine.registry.keys("HKLM")) == (
        False,
        Path(sys.executable),
        {},
        [],
    )


# --- the file


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_addin_is_built_on_any_computer(other: Run, language: str) -> None:
    answer = other("build", "-o", "моя надстройка.xlam", language=language)
    assert (answer.code, answer.err) == (0, "")
    assert XLWINGS in answer.out
    assert Path("моя надстройка.xlam").read_bytes() == addin(language)


def test_without_a_name_it_is_sheetkpi_xlam(run: Run, computer: Windows) -> None:
    said = run(computer, "build").out
    assert [fact for fact in ("sheetkpi.xlam", f"xlwings {XLWINGS}") if fact not in said] == []
    assert zipfile.is_zipfile("sheetkpi.xlam")


def test_a_place_that_cannot_be_written_to_is_told(run: Run, computer: Windows) -> None:
    Path("folder").mkdir()
    assert run(computer, "build", "-o", "folder").lacks("folder ") == []
    assert run(computer, "build", "-o", "no folder/sheetkpi.xlam").lacks("no folder") == []
    assert run(computer, "build", "-o", "sheetkpi.xlsm").lacks("sheetkpi.xlsm", "-o sheetkpi.xlam") == []
    assert not list(Path("folder").iterdir())


def test_an_addin_that_exists_is_overwritten_only_by_force(run: Run, computer: Windows) -> None:
    Path("sheetkpi.xlam").write_text("mine")
    assert run(computer, "build").lacks("sheetkpi.xlam", "--force") == []
    assert Path("sheetkpi.xlam").read_text() == "mine"
    assert run(computer, "build", "--force").code == 0
    assert zipfile.is_zipfile("sheetkpi.xlam")


@pytest.mark.parametrize("command", ["install", "build"])
def test_a_missing_xlwings_is_told_with_the_remedy(run: Run, computer: Windows, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    before = computer.tree()
    monkeypatch.setitem(sys.modules, "xlwings", None)
    assert run(computer, command).lacks("xlwings", install_command("excel")) == []
    assert computer.tree() == before


def test_a_prefix_that_no_function_can_have_is_refused_before_anything_is_written(
    run: Run, computer: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = computer.tree()
    monkeypatch.setenv("SHEETKPI_PREFIX", "MK-")
    for command in ("install", "build"):
        assert run(computer, command).lacks("“-”") == []
    assert computer.tree() == before


# --- the command


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> Answer:
    return Answer(main(["excel", *arguments]), *capsys.readouterr())


def test_alone_it_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    alone = asked(capsys)
    assert (alone.code, alone.out) == (0, asked(capsys, "--help").out)
    assert [line.split()[0] for line in alone.out.splitlines() if line.startswith("  ") and line[2:3].islower()][:5] == [
        "install",
        "uninstall",
        "status",
        "doctor",
        "build",
    ]
    assert "Установить надстройку" in asked(capsys, "--lang", "ru").out


def test_a_slip_is_told_with_the_nearest_command(capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "docter")
    assert (answer.code, answer.err.count("\n"), "docter" in answer.err, "doctor" in answer.err) == (2, 1, True, True)
