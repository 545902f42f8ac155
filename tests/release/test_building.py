"""Generated texts are never stale, and everything that users install reaches whoever installs the package."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sheetkpi import KPIS, SheetKpiError
from sheetkpi.cli import main
from sheetkpi.files import shipped
from sheetkpi.files.shipped import contents
from sheetkpi.release import build as building
from sheetkpi.release import products
from sheetkpi.release.build import with_tables
from sheetkpi.settings import Settings
from sheetkpi.settings.values import settings_of
from sheetkpi.translation import Message

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.e2e


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the generated texts."""
    for name in building.generated():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(building, "checkout", lambda: tmp_path)
    return tmp_path


def test_the_generated_texts_are_up_to_date_and_translated() -> None:
    assert (building.stale(), building.defects_of_translations()) == ([], {}), "sheetkpi build"


def test_a_build_writes_what_is_stale_and_nothing_else(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    untouched, edited = repository / "addin/excel/sheetkpi.afe.txt", repository / "addin/excel/en/sheetkpi_udfs.py"
    before, wanted = untouched.stat().st_mtime_ns, edited.read_bytes()
    edited.write_bytes(b"edited by hand")
    assert main(["build", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "addin/excel/en/sheetkpi_udfs.py\n"
    assert edited.read_bytes() == wanted
    assert untouched.stat().st_mtime_ns == before
    assert main(["build", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "All generated files are up to date.\n"


@pytest.mark.parametrize("name", ["addin/excel/sheetkpi.afe.txt", "tests/printing/golden/lambda.txt", "sheetkpi/__init__.py"])
def test_a_check_names_stale_files_and_writes_nothing(repository: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = repository / name
    before = path.read_bytes().replace(b"romi", b"rome").replace(b"ROMI", b"ROME")
    path.write_bytes(before)
    assert main(["build", "--check", "--lang", "en"]) == 1
    assert f" {name}." in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.usefixtures("repository")
def test_a_missing_translation_is_a_warning_of_a_build_and_fails_a_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(building, "defects", lambda _: ["no translation: something new"])
    assert main(["build", "--lang", "en"]) == 0
    assert "no translation: something new" in capsys.readouterr().err
    assert main(["build", "--check", "--lang", "en"]) == 1
    assert "locale/ru/LC_MESSAGES/sheetkpi.po" in capsys.readouterr().err


def test_a_release_writes_the_workbooks_and_the_extension(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    binaries = {path: path.encode() for path in products.products() if not products.is_text(path)}
    monkeypatch.setattr(building, "product", binaries.__getitem__)
    assert set(building.build(with_binaries=True)) == set(binaries)
    assert (repository / "templates/ru/channels.xlsx").read_bytes() == b"templates/ru/channels.xlsx"
    assert {Path(path).suffix for path in binaries} == {".xlsx", ".oxt"}


def test_a_table_of_functions_lists_every_one_and_keeps_what_is_written_by_hand() -> None:
    text = with_tables("before\n<!-- functions -->\nold\n<!-- /functions -->\nafter\n", "en")
    assert text.startswith("before\n<!-- functions -->\n")
    assert text.endswith("\n<!-- /functions -->\nafter\n")
    assert "old" not in text
    assert all(text.count(f"| `{name}` |") == 1 for name in KPIS)
    assert "| `ROMI` | Return on marketing investment (on gross profit) | gross profit, spend | `=(gross_profit-spend)/spend` |" in text


def test_a_table_of_settings_lists_every_one() -> None:
    text = with_tables("<!-- settings -->\n<!-- /settings -->\n", "en")
    assert [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")] == [each.key for each in settings_of(Settings)]


def test_outside_a_repository_a_build_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(building, "checkout", lambda: None)
    assert main(["build", "--lang", "en"]) == 1
    assert "pyproject.toml" in capsys.readouterr().err


def test_a_missing_library_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delitem(sys.modules, "sheetkpi.release.build")
    monkeypatch.delattr("sheetkpi.release.build")
    monkeypatch.delitem(sys.modules, "sheetkpi.release.texts")
    monkeypatch.setitem(sys.modules, "babel.messages.mofile", None)
    assert main(["build", "--lang", "en"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "babel" in error
    assert "pip install" in error


def test_shipped_files_are_found_in_a_repository() -> None:
    assert shipped.shipped("addin/excel/sheetkpi.afe.txt") == ROOT / "addin/excel/sheetkpi.afe.txt"
    with pytest.raises(SheetKpiError) as refused:
        shipped.shipped("templates/ru/nothing.xlsx")
    assert isinstance(refused.value.what, Message)
    assert refused.value.what.facts == {"file": "templates/ru/nothing.xlsx"}


#: Prints what every product of an installed package holds, after a look at its Russian.
HASHES = """
import hashlib
from sheetkpi import romi
from sheetkpi.files.shipped import contents
from sheetkpi.release.products import product, products
assert romi.title("ru").startswith("Рентабельность")
for name in products():
    print(name, hashlib.sha256(repr(contents(product(name))).encode()).hexdigest())
"""


def test_a_wheel_brings_the_products_of_todays_code_and_its_translations(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "installed")
    answer = subprocess.run(
        [sys.executable, "-c", HASHES], cwd=tmp_path / "installed", check=True, capture_output=True, text=True, timeout=60
    )
    found = dict(map(str.split, answer.stdout.splitlines()))
    assert found == {name: hashlib.sha256(repr(contents(products.product(name))).encode()).hexdigest() for name in products.products()}
    assert (tmp_path / "installed" / "sheetkpi" / "_shipped" / "addin" / "server" / "nginx.conf").is_file()
