"""The line that installs what is missing does so, here."""

import shlex
import subprocess
import sys

import pytest

from sheetkpi.files.installing import install_command, needing, pip_install
from sheetkpi.files.shipped import checkout
from sheetkpi.model.errors import SheetKpiError

OFFLINE = ("--dry-run", "--no-index", "--no-deps", "--no-build-isolation")


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform == "win32", reason="the line is one for the shell of Windows there")
def test_from_a_checkout_the_line_installs_the_checkout() -> None:
    line = shlex.split(install_command("workbooks"))
    line.remove("-e")  # what makes an editable copy would have to be downloaded
    answer = subprocess.run([*line, *OFFLINE], capture_output=True, text=True, timeout=120, check=False)
    assert answer.returncode == 0, answer.stderr
    assert line[0] == sys.executable
    assert f"{checkout()}" in answer.stdout


def test_an_installed_package_is_installed_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheetkpi.files.installing.checkout", lambda: None)
    assert shlex.split(install_command("web,excel"))[1:] == ["-m", "pip", "install", "sheetkpi[web,excel]"]


def test_an_environment_without_pip_is_one_of_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert shlex.split(pip_install("xlwings")) == ["uv", "pip", "install", "--python", sys.executable, "xlwings"]


@pytest.mark.parametrize(
    ("platform", "python", "word"),
    [
        ("linux", "/opt/my python/bin/python", "'/opt/my python/bin/python'"),
        ("win32", "C:\\sheetkpi\\python.exe", "C:\\sheetkpi\\python.exe"),
        ("win32", "C:\\Program Files\\python.exe", '"C:\\Program Files\\python.exe"'),
    ],
)
def test_a_path_is_quoted_where_the_shell_needs_it(monkeypatch: pytest.MonkeyPatch, platform: str, python: str, word: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert pip_install("xlwings", python).startswith(f"{word} -m pip install ")


def test_a_library_that_is_missing_is_named_with_the_line() -> None:
    with pytest.raises(SheetKpiError) as caught, needing("web", "{name}: {command}"):
        raise ModuleNotFoundError(name="flask")
    assert str(caught.value) == f"flask: {install_command('web')}"
