"""Generated files are never stale, and reach whoever installs the package."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sheetkpi import KPIS, SheetKpiError, building, shipped
from sheetkpi.archive import archive, contents
from sheetkpi.cli import main
from sheetkpi.docs_tables import with_tables
from sheetkpi.settings import Settings
from sheetkpi.settings.declaring import settings_of

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.e2e


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what is generated, and of what it is generated from."""
    sources = [path.relative_to(ROOT).as_posix() for path in (ROOT / "sheetkpi" / "locale").rglob("*.po")]
    for name in [*building.generated(), *sources]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes() if (ROOT / name).is_file() else b"")
    monkeypatch.setattr(building, "checkout", lambda: tmp_path)
    return tmp_path


def test_the_generated_files_are_up_to_date() -> None:
    assert list(building.stale()) == [], "sheetkpi build"


def test_a_build_writes_what_is_stale_and_nothing_else(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build"])
    untouched = repository / "addin/excel/sheetkpi.afe.txt"
    before = untouched.stat().st_mtime_ns
    workbook = repository / "templates/en/functions.xlsx"
    workbook.write_bytes(b"edited by hand")
    capsys.readouterr()
    assert main(["build", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "templates/en/functions.xlsx\n"
    assert zipfile.is_zipfile(workbook)
    assert untouched.stat().st_mtime_ns == before
    assert main(["build", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "All generated files are up to date.\n"


def edited(path: Path) -> bytes:
    """A generated file with something in it that the build does not write."""
    if path.suffix == ".xlsx":
        return archive([*contents(path.read_bytes()).items(), ("edited.txt", b"by hand")])
    if path.suffix == ".md":
        return path.read_bytes().replace(b"<!-- functions -->", b"<!-- functions -->\nedited by hand")
    return path.read_bytes() + b"\n"


@pytest.mark.parametrize("name", ["templates/ru/functions.xlsx", "sheetkpi/locale/ru/LC_MESSAGES/sheetkpi.mo", "docs/functions.md"])
def test_a_check_names_stale_files_and_the_remedy_and_writes_nothing(
    repository: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["build"])
    path = repository / name
    path.write_bytes(edited(path))
    before = path.read_bytes()
    capsys.readouterr()
    assert main(["build", "--check", "--lang", "en"]) == 1
    assert capsys.readouterr().err == f"These files are stale: {name}. Build them: sheetkpi build\n"
    assert path.read_bytes() == before


def test_a_workbook_that_another_zlib_compressed_is_not_stale(repository: Path) -> None:
    main(["build"])
    workbook = repository / "templates/en/functions.xlsx"
    workbook.write_bytes(archive(contents(workbook.read_bytes()).items()))
    assert list(building.stale()) == []


def test_a_page_lists_every_function_and_keeps_what_is_written_by_hand() -> None:
    text = with_tables("before\n<!-- functions -->\nold\n<!-- /functions -->\nafter\n", "en")
    assert text.startswith("before\n<!-- functions -->\n")
    assert text.endswith("\n<!-- /functions -->\nafter\n")
    assert "old" not in text
    assert all(text.count(f"| `{name}` |") == 1 for name in KPIS)
    assert "| `ROMI` | Return on marketing investment (on gross profit) | gross profit, spend | `=(gross_profit-spend)/spend` |" in text


def test_a_page_lists_every_setting() -> None:
    text = with_tables("<!-- settings -->\n<!-- /settings -->\n", "en")
    assert [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")] == [each.key for each in settings_of(Settings)]


def test_outside_a_repository_a_build_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(building, "checkout", lambda: None)
    assert main(["build", "--lang", "en"]) == 1
    assert capsys.readouterr().err.startswith("Only a copy of the repository can be built")


def test_a_missing_library_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delitem(sys.modules, "sheetkpi.building")
    monkeypatch.delattr("sheetkpi.building")
    monkeypatch.setitem(sys.modules, "babel.messages.mofile", None)
    assert main(["build", "--lang", "en"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "babel" in error
    assert "pip install" in error


def test_shipped_files_are_found_in_a_repository() -> None:
    assert shipped.shipped("templates/ru/functions.xlsx") == ROOT / "templates/ru/functions.xlsx"
    with pytest.raises(SheetKpiError, match=r"templates/ru/nothing\.xlsx is missing"):
        shipped.shipped("templates/ru/nothing.xlsx")


def test_shipped_files_are_found_in_an_installed_wheel(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "installed")
    names = [name for name in building.generated() if name.startswith(("addin/", "templates/"))]
    code = f"from sheetkpi.shipped import shipped\nfor name in {names}: print(shipped(name))"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "installed", check=True, capture_output=True, text=True, timeout=60
    )
    paths = [Path(line) for line in answer.stdout.splitlines()]
    assert all(path.is_relative_to(tmp_path / "installed") for path in paths)
    assert [path.read_bytes() for path in paths] == [(ROOT / name).read_bytes() for name in names]
