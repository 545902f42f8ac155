"""``sheetkpi excel install`` and ``uninstall`` on a pretended computer: what is written, what is left alone, what is refused."""

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sheetkpi
from sheetkpi.files.installing import install_command
from sheetkpi.hosts.excel.addin_file import addin
from sheetkpi.hosts.excel.installation import Installation
from tests.hosts.excel.windows import XLWINGS, Run, Windows, computer, modules_of, run

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(sys.platform == "win32", reason="the pretended Python is a shell script"),
]

__all__ = ["computer", "run"]

SOMEBODYS = {"personal.xlsb": b"macros", "other.xlam": b"functions"}


@pytest.fixture
def used(computer: Windows) -> Windows:
    """A computer on which Excel was used: it has its folder, with files of others in it."""
    computer.startup.mkdir(parents=True)
    for name, content in SOMEBODYS.items():
        (computer.startup / name).write_bytes(content)
    (computer.home / ".xlwings").mkdir()
    (computer.home / ".xlwings" / "xlwings.conf").write_bytes(b'"INTERPRETER_WIN","C:\\other\\python.exe"\r\n')
    return computer


@pytest.fixture
def held_by_excel(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Windows refuses to write or delete a file that a program holds open; Linux would do it."""

    def hold(file: Path) -> None:
        def refusing(act: Callable[..., Any]) -> Callable[..., Any]:
            def attempt(*paths: Any, **extra: Any) -> Any:
                if str(file) in map(str, paths):
                    raise PermissionError(13, "The process cannot access the file because it is being used by another process")
                return act(*paths, **extra)

            return attempt

        for name in ("replace", "unlink", "remove"):
            monkeypatch.setattr(os, name, refusing(getattr(os, name)))

    return hold


# --- installing


def test_the_addin_comes_to_where_excel_looks(run: Run, computer: Windows) -> None:
    answer = run(computer, "install")
    assert (answer.code, answer.err) == (0, "")
    done, next_step = answer.out.splitlines()
    assert [fact for fact in (f"sheetkpi {sheetkpi.__version__} ", str(computer.addin)) if fact not in done] == []
    assert "=ROMI(100000,50000)" in next_step
    assert computer.addin.read_bytes() == addin("en", code_page=1251)
    assert computer.interpreter == str(computer.python)


def test_russian_descriptions_come_with_a_russian_command(run: Run, computer: Windows) -> None:
    answer = run(computer, "install", language="ru")
    assert "=ROMI(100000;50000)" in answer.out
    assert computer.addin.read_bytes() == addin("ru")


def test_the_configuration_lies_where_the_addins_own_vba_looks(run: Run, computer: Windows) -> None:
    run(computer, "install")
    code = modules_of(computer.addin)["xlwings.bas"]
    project = re.search(r'^Public Const PROJECT_NAME As String = "(.*)"', code, re.MULTILINE)
    looked_for = re.search(r'^ *GetConfigFilePath = Environ\("USERPROFILE"\) & (.*)$', code, re.MULTILINE)
    assert project
    assert looked_for, "xlwings looks elsewhere in this version"
    path = "".join(project[1] if part == "PROJECT_NAME" else part.strip('"') for part in looked_for[1].split(" & "))
    assert Path(computer.environment["USERPROFILE"] + path.replace("\\", "/")) == computer.configuration


def test_the_vba_loads_the_library_of_the_xlwings_that_is_here(run: Run, computer: Windows) -> None:
    run(computer, "install")
    assert f"xlwings64-{XLWINGS}.dll" in modules_of(computer.addin)["xlwings.bas"]


def test_installing_twice_leaves_the_same_state(run: Run, used: Windows) -> None:
    first = run(used, "install")
    state = used.tree()
    assert run(used, "install") == first
    assert used.tree() == state


def test_installing_twice_needs_excel_not_to_be_closed(run: Run, computer: Windows, held_by_excel: Callable[[Path], None]) -> None:
    run(computer, "install")
    held_by_excel(computer.addin)
    assert run(computer, "install").code == 0


def test_nothing_of_others_is_touched(run: Run, used: Windows) -> None:
    before = used.tree()
    run(used, "install")
    after = used.tree()
    assert {name: after[name] for name in before} == before
    added = sorted(Path(name).name for name in after.keys() - before.keys())
    assert added == [".sheetkpi", "installed.json", "sheetkpi.conf", "sheetkpi.xlam"]


def test_an_older_addin_is_brought_up_to_date(run: Run, computer: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("sheetkpi.hosts.excel.installation.__version__", "0.0.1")
        run(computer, "install", language="ru")
    status = run(computer, "status")
    assert (status.code, "0.0.1" in status.out, sheetkpi.__version__ in status.out) == (1, True, True)
    assert run(computer, "install").code == 0
    assert computer.addin.read_bytes() == addin("en", code_page=1251)
    assert run(computer, "status").code == 0


def test_another_python_takes_the_place_of_the_first(run: Run, computer: Windows) -> None:
    run(computer, "install")
    other = computer.environment_of_python(computer.home / "another")
    run(computer.has(python=other), "install")
    assert computer.interpreter == str(other)


def test_what_somebody_added_to_the_configuration_stays(run: Run, computer: Windows) -> None:
    run(computer, "install")
    with computer.configuration.open("ab") as file:
        file.write('"SHOW CONSOLE","True"\r\n"TEMP DIR","D:\\Временные"\r\n'.encode("cp1251"))
    with_additions = computer.configuration.read_bytes()
    run(computer, "install")
    assert sorted(computer.configuration.read_bytes().splitlines()) == sorted(with_additions.splitlines())


def test_a_workbook_on_sharepoint_cannot_keep_python_from_starting(run: Run, computer: Windows) -> None:
    run(computer, "install")
    assert b'"ADD_WORKBOOK_TO_PYTHONPATH","False"\r\n' in computer.configuration.read_bytes()


def test_another_folder_is_taken_and_the_way_to_load_it_told(run: Run, used: Windows) -> None:
    folder = used.root / "Общие файлы" / "надстройки"
    answer = run(used, "install", "--folder", str(folder))
    assert answer.code == 0
    assert re.search(rf"Browse: .*{re.escape(str(folder / 'sheetkpi.xlam'))}", answer.out)
    assert not used.addin.exists()
    run(used, "uninstall")
    assert not folder.parent.exists()


def test_moving_to_another_folder_leaves_no_second_addin(run: Run, used: Windows) -> None:
    run(used, "install")
    run(used, "install", "--folder", str(used.root / "elsewhere"))
    assert not used.addin.exists()
    run(used, "install")
    assert used.addin.exists()
    assert not (used.root / "elsewhere" / "sheetkpi.xlam").exists()
    run(used, "uninstall")
    assert not (used.root / "elsewhere").exists()


def test_a_prefix_is_in_the_example_too(run: Run, computer: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETKPI_PREFIX", "MK_")
    assert " =MK_ROMI(100000,50000)" in run(computer, "install").out
    assert computer.addin.read_bytes() == addin("en", "MK_", code_page=1251)
    assert "“MK_”" in run(computer, "status").out


# --- paths that VBA cannot read


def test_a_path_with_letters_of_another_country_is_given_by_its_short_name(run: Run, computer: Windows) -> None:
    greek = computer.environment_of_python(computer.root / "Ελένη")
    run(computer.has(python=greek, short_name=lambda _: r"C:\58F3~1\Scripts\python.exe"), "install")
    assert computer.interpreter == r"C:\58F3~1\Scripts\python.exe"


def test_without_a_short_name_it_is_refused_with_the_cure(run: Run, computer: Windows) -> None:
    greek = computer.environment_of_python(computer.root / "Ελένη")
    before = computer.tree()
    assert run(computer.has(python=greek), "install").lacks(greek, r"C:\sheetkpi") == []
    assert computer.tree() == before


# --- refusals


def test_a_running_excel_that_holds_the_file_is_told_and_nothing_changes(
    run: Run, computer: Windows, held_by_excel: Callable[[Path], None]
) -> None:
    run(computer, "install", language="ru")
    before = computer.tree()
    held_by_excel(computer.addin)
    for command in ("install", "uninstall"):
        assert run(computer, command).lacks(computer.addin, "in use") == []
        assert computer.tree() == before
    elsewhere = run(computer, "install", "--folder", str(computer.root / "elsewhere"))
    assert elsewhere.lacks(computer.addin, "in use") == []
    assert computer.tree() == before


def test_a_python_of_microsoft_store_is_refused_before_anything_is_written(run: Run, computer: Windows) -> None:
    store = computer.root / "Program Files/WindowsApps/PythonSoftwareFoundation.Python.3.12_3.12.1520.0_x64__qbz5n2kfra8p0"
    before = computer.tree()
    assert run(computer.has(base=store), "install").lacks("Microsoft Store", "python.org") == []
    assert computer.tree() == before


def test_the_python_install_manager_of_the_store_is_no_python_of_the_store(run: Run, computer: Windows) -> None:
    base = computer.root / "Local/Python/pythoncore-3.14-64"
    manager = "PythonSoftwareFoundation.PythonManager_qbz5n2kfra8p0"
    python = computer.environment_of_python(computer.home / manager)
    assert run(computer.has(base=base, python=python), "install").code == 0


def test_a_file_of_somebody_else_with_our_name_is_left_alone(run: Run, used: Windows) -> None:
    used.addin.write_bytes(b"a file of somebody else")
    before = used.tree()
    assert run(used, "install").lacks(used.addin, "--folder") == []
    removed = run(used, "uninstall")
    assert (removed.code, removed.out.count("\n"), str(used.root) in removed.out) == (0, 1, False)
    assert used.tree() == before


def test_an_addin_of_ours_that_was_put_there_by_hand_is_taken_over(run: Run, used: Windows) -> None:
    used.addin.write_bytes(addin("ru"))
    assert run(used, "status").code == 1
    assert run(used, "install").code == 0
    assert used.addin.read_bytes() == addin("en", code_page=1251)


def test_a_folder_that_cannot_be_made_is_told(run: Run, computer: Windows) -> None:
    (computer.root / "file").touch()
    before = computer.tree()
    folder = computer.root / "file" / "below"
    assert run(computer, "install", "--folder", str(folder)).lacks(folder, "--folder") == []
    assert computer.tree() == before


def test_a_folder_that_cannot_be_written_to_is_told(run: Run, used: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    before = used.tree()

    def refuse(file: Path, _content: bytes) -> int:
        raise PermissionError(13, "Access is denied", str(file))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert run(used, "install").lacks(used.startup, "permission denied", "--folder") == []
    monkeypatch.undo()
    assert used.tree() == before


# --- removing


def test_what_was_installed_is_removed_without_a_trace(run: Run, used: Windows) -> None:
    before = used.tree()
    run(used, "install")
    answer = run(used, "uninstall")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        f"Removed: {used.addin}",
        f"Removed: {used.configuration}",
        f"Removed: {used.configuration.with_name('installed.json')}",
    ]
    assert used.tree() == before


def test_folders_that_were_made_go_too(run: Run, computer: Windows) -> None:
    before = computer.tree()
    assert "AppData/" not in {name.rpartition("Петрова/")[2] for name in before}
    for _ in range(2):
        run(computer, "install")
    run(computer, "uninstall")
    assert computer.tree() == before


def test_a_folder_that_somebody_else_uses_by_now_stays(run: Run, computer: Windows) -> None:
    run(computer, "install")
    (computer.startup / "personal.xlsb").write_bytes(b"macros")
    (computer.home / ".sheetkpi" / "notes.txt").write_text("mine", "utf-8")
    run(computer, "uninstall")
    assert [path.name for path in computer.startup.iterdir()] == ["personal.xlsb"]
    assert [path.name for path in (computer.home / ".sheetkpi").iterdir()] == ["notes.txt"]


def test_removing_twice_is_as_good_as_once(run: Run, computer: Windows) -> None:
    run(computer, "install")
    run(computer, "uninstall")
    state = computer.tree()
    again = run(computer, "uninstall")
    assert (again.code, again.out) == (0, "The add-in is not installed: there is nothing to remove.\n")
    assert computer.tree() == state


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"addin": 1, "made": []}', b"\xff\xfe", None])
def test_it_is_removed_also_where_its_notes_are_lost(run: Run, used: Windows, damage: bytes | None) -> None:
    before = used.tree()
    run(used, "install")
    notes = used.configuration.with_name("installed.json")
    notes.unlink()
    if damage is not None:
        notes.write_bytes(damage)
    assert run(used, "uninstall").code == 0
    assert used.tree() == before


def test_what_an_interrupted_installation_left_is_cleared_away(run: Run, used: Windows) -> None:
    before = used.tree()
    run(used, "install")
    (used.startup / "sheetkpi.xlam.new").write_bytes(b"half")
    used.configuration.with_name("sheetkpi.conf.new").write_bytes(b"half")
    run(used, "uninstall")
    assert used.tree() == before


def test_a_file_that_is_gone_already_is_no_obstacle(run: Run, computer: Windows) -> None:
    before = computer.tree()
    run(computer, "install")
    shutil.rmtree(computer.startup)
    assert run(computer, "uninstall").code == 0
    assert {name: content for name, content in computer.tree().items() if "sheetkpi.xlam" in name} == {}
    assert computer.tree().keys() == before.keys()


def test_from_another_folder_excels_own_list_is_named(run: Run, computer: Windows) -> None:
    run(computer, "install", "--folder", str(computer.root / "elsewhere"))
    assert "File → Options → Add-ins → Go" in run(computer, "uninstall").out


def test_variables_in_the_configuration_are_read_as_windows_does(run: Run, computer: Windows) -> None:
    run(computer, "install")
    computer.configuration.write_bytes(b'"Interpreter_Win","%USERPROFILE%\\python.exe"\r\n')
    assert Installation(computer.machine).interpreter() == Path(f"{computer.home}\\python.exe")


@pytest.mark.parametrize("command", ["status", "doctor", "install"])
def test_a_python_without_pyopenvba_is_told_how_to_get_it(
    run: Run, computer: Windows, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    assert run(computer, "install").code == 0
    monkeypatch.setitem(sys.modules, "pyopenvba.cfb", None)
    monkeypatch.delitem(sys.modules, "sheetkpi.hosts.excel.addin_file")
    before = computer.tree()
    assert run(computer, command).lacks("pyopenvba", install_command("excel")) == []
    assert computer.tree() == before
    assert run(computer, "uninstall").code == 0, "removing needs no library"
