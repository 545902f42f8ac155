"""The extension as a file: the same bytes each time, nothing but what is needed in it, and nothing else needed."""

import ast
import json
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import sheetkpi
from sheetkpi import KPIS
from sheetkpi.hosts.calc.calls import CALC
from sheetkpi.hosts.calc.extension import extension
from sheetkpi.hosts.companions import COMPANIONS
from sheetkpi.translation import LANGUAGES

#: Python alone: no environment, no site-packages, no folder of its own.
ALONE = [sys.executable, "-I", "-S", "-X", "utf8", "-W", "error"]

#: What LibreOffice itself reads.
DESCRIBED = ["META-INF/manifest.xml", "description.xml", "types.idl", "CalcAddIns.xcu", "component.py", "icon.svg"]

EVERY_EXAMPLE = """
import json, struct, sys
sys.path.insert(0, sys.argv[1])
from sheetkpi import KPIS
from sheetkpi.hosts.calc.calls import answer, why

def handed_over(argument):
    if isinstance(argument, list):
        return tuple(tuple(row) if isinstance(row, list) else (row,) for row in argument)
    return float(argument) if isinstance(argument, int) else argument

def in_json(cell):
    return struct.pack("<d", cell).hex() if isinstance(cell, float) else cell

told = []
for kpi in KPIS.values():
    for example in kpi.examples:
        arguments = [handed_over(argument) for argument in example.arguments]
        single = len(kpi.parameters) - 1
        given = [*arguments[:single], tuple(arguments[single:])] if kpi.parameters[-1].variadic else arguments
        for language in ("en", "ru"):
            rows = [*answer(kpi, given, language), *why(kpi.name, arguments, language)]
            told.append([[in_json(cell) for cell in row] for row in rows])
files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
json.dump({"told": told, "files": files}, sys.stdout)
"""


@pytest.fixture(scope="module")
def package() -> bytes:
    return extension()


@pytest.fixture(scope="module")
def unpacked(package: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("extension")
    zipfile.ZipFile(BytesIO(package)).extractall(folder)
    return folder


@pytest.fixture(scope="module")
def alone(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the packed modules answer in a Python that has nothing else."""
    return run_every_example(unpacked / "pythonpath", tmp_path_factory.mktemp("elsewhere"))


def run_every_example(modules: Path, folder: Path) -> Any:
    command = [*ALONE, "-c", EVERY_EXAMPLE, str(modules)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_same_package_gives_the_same_bytes(package: bytes) -> None:
    assert extension() == package


def test_the_packed_modules_answer_as_the_package_does(alone: Any, tmp_path: Path) -> None:
    whole = run_every_example(Path(sheetkpi.__file__).parent.parent, tmp_path)
    assert len(alone["told"]) > 2 * len(KPIS)
    assert alone["told"] == whole["told"]


def test_the_packed_modules_need_the_standard_library_alone(alone: Any, unpacked: Path) -> None:
    others = {name.partition(".")[0] for name in alone["files"]} - sys.stdlib_module_names - {"__main__", "sheetkpi"}
    assert not others
    strange = [file for name, file in alone["files"].items() if name.startswith("sheetkpi") and not Path(file).is_relative_to(unpacked)]
    assert not strange, "modules from elsewhere"


def test_nothing_is_packed_that_is_not_needed(alone: Any, unpacked: Path, package: bytes) -> None:
    used = {Path(file).relative_to(unpacked).as_posix() for name, file in alone["files"].items() if name.startswith("sheetkpi")}
    texts = {f"pythonpath/sheetkpi/locale/{language}/LC_MESSAGES/sheetkpi.mo" for language in LANGUAGES if language != "en"}
    texts |= {f"pythonpath/sheetkpi/locale/{language}/columns.json" for language in LANGUAGES}
    texts |= {f"description/{language}.txt" for language in LANGUAGES}
    assert set(zipfile.ZipFile(BytesIO(package)).namelist()) == {*used, *texts, *DESCRIBED}


def test_the_manifest_and_the_description_name_files_that_are_there(unpacked: Path) -> None:
    named = re.findall(r'(?:full-path|href)="([^"]+)"', (unpacked / "META-INF/manifest.xml").read_text("utf-8"))
    named += re.findall(r'href="([^"]+)"', (unpacked / "description.xml").read_text("utf-8"))
    assert len(named) == 4 + len(LANGUAGES)
    assert [name for name in named if not (unpacked / name).is_file()] == []


def test_the_description_names_the_version_in_every_language(unpacked: Path) -> None:
    described = (unpacked / "description.xml").read_text("utf-8")
    assert re.findall(r'<version value="(.*)"/>', described) == [sheetkpi.__version__]
    assert re.findall(r'<name lang="(\w+)">sheetkpi: ', described) == list(LANGUAGES)
    assert str(len(KPIS)) in (unpacked / "description/ru.txt").read_text("utf-8")


def test_calc_learns_the_type_of_every_function(unpacked: Path) -> None:
    types = re.findall(r"^    (.+) (\w+)\((.*)\);$", (unpacked / "types.idl").read_text("utf-8"), re.MULTILINE)
    assert [name for _, name, _ in types] == [*KPIS, *COMPANIONS, CALC]
    for _, name, arguments in types[: len(KPIS)]:
        kpi = KPIS[name]
        names = re.findall(r"\[in\] (?:any|sequence<any>|com::sun::star::table::XCellRange) (\w+)", arguments)
        assert names == [parameter.name.upper() for parameter in kpi.parameters]
        assert ("sequence<any>" in arguments) == kpi.parameters[-1].variadic, name


def test_the_packed_modules_are_checked_for_the_oldest_python(unpacked: Path, tmp_path: Path) -> None:
    """LibreOffice 25.2 brings Python 3.10 on Windows, an older one than the package itself admits."""
    command = [sys.executable, "-m", "mypy", "--python-version", "3.10", "--strict", "--config-file=", f"--cache-dir={tmp_path}"]
    modules = [path for path in (unpacked / "pythonpath").iterdir() if path.name != "__pycache__"]
    done = subprocess.run([*command, *modules], cwd=unpacked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# --- the component


@pytest.fixture
def beginning(unpacked: Path) -> Any:
    """The component up to its imports from LibreOffice, to be run."""
    source = (unpacked / "component.py").read_text("utf-8")
    before, imports, _ = source.partition("\nimport uno")
    assert imports
    return compile(before, str(unpacked / "component.py"), "exec")


def test_a_python_that_is_too_old_understands_the_component(unpacked: Path) -> None:
    ast.parse((unpacked / "component.py").read_text("utf-8"), feature_version=(3, 5))


@pytest.mark.parametrize("version", [(3, 5, 4), (3, 9, 21)])
def test_a_python_that_is_too_old_is_told_what_to_do(beginning: Any, version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(ImportError) as refusal:
        exec(beginning, {"__file__": "component.py"})  # noqa: S102
    told = str(refusal.value)
    number = f"{version[0]}.{version[1]}"
    assert f"needs LibreOffice 25.2 or later: this one brings Python {number}." in told
    assert f"нужен LibreOffice 25.2 или новее: в этом Python {number}." in told


@pytest.mark.parametrize("version", [(3, 10, 0), (3, 13, 1)])
def test_a_python_that_is_new_enough_finds_the_packed_modules_first(
    beginning: Any, version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch, unpacked: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(sys, "path", ["/another/sheetkpi"])
    exec(beginning, {"__file__": str(unpacked / "component.py")})  # noqa: S102
    assert sys.path == [str(unpacked / "pythonpath"), "/another/sheetkpi"]
