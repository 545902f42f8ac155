"""A prefix before the names of the functions: one setting, and every place that a spreadsheet takes a name from has it."""

import ast
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl
import pytest

import sheetkpi
from sheetkpi import KPIS, SheetKpiError, UnknownFunction, find
from sheetkpi.cli import main
from sheetkpi.files.shipped import FILES
from sheetkpi.hosts.companions import COMPANIONS, WHY, why
from sheetkpi.hosts.excel.formula_environment import formula_environment
from sheetkpi.model.names import BUILT_IN, LONGEST_PREFIX, prefix_refusal
from sheetkpi.printing.notation import first_formula, sheet_formula
from sheetkpi.reading.figure import FIGURE
from sheetkpi.release import products
from sheetkpi.translation import LANGUAGES, Message
from sheetkpi.workbooks.book import Book, Formula, Rule, with_texts
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.forecast import forecast_book
from sheetkpi.workbooks.functions import EXAMPLE, EXPECTED, FUNCTION, RESULT, functions_workbook
from sheetkpi.workbooks.kpi_texts import signature
from tests.conftest import agree
from tests.workbooks.recalculated import differences, in_ironcalc

PREFIX = "MK_"
PACKAGE = Path(sheetkpi.__file__).parent
#: A name of ours as a formula calls it, without the prefix.
BARE_CALL = re.compile(rf"(?<![\w.])({'|'.join([*KPIS, *COMPANIONS])})\(")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """A command of somebody who has set the prefix."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHEETKPI_PREFIX", PREFIX)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--lang", "en"])
        return code, *capsys.readouterr()

    return run


# --- which prefixes there are


@pytest.mark.parametrize("prefix", ["", "M", "MK", "MK_", "OUR_KPI_", "X" * LONGEST_PREFIX])
def test_capital_letters_and_underscores_make_a_prefix(prefix: str) -> None:
    assert prefix_refusal(prefix, KPIS) is None


@pytest.mark.parametrize(
    ("prefix", "told"),
    [
        ("mk_", "not “m”"),
        ("МК_", "not “М”"),  # Cyrillic
        ("MK.", "not “.”"),
        ("MK 1", "not “ ”"),
        ("_MK", "A prefix must begin with a letter."),
        ("X" * (LONGEST_PREFIX + 1), "at most 20 characters"),
    ],
)
def test_what_no_spreadsheet_takes_is_refused(prefix: str, told: str) -> None:
    refusal = prefix_refusal(prefix, KPIS)
    assert refusal
    assert told in refusal.in_language("en")
    assert refusal.in_language("ru") != refusal.in_language("en")


def test_a_prefix_that_makes_a_name_that_is_taken_is_refused() -> None:
    assert str(prefix_refusal("G", ["ROWTH"])) == (
        "With this prefix ROWTH would become GROWTH, which is a function of Excel, Google Sheets or LibreOffice."
    )
    assert "a reserved word of JavaScript or VBA" in str(prefix_refusal("S", ["WITCHX", "YNCHRONIZED"]))
    assert "ROMI would become CROMI, which is another function" in str(prefix_refusal("C", ["ROMI", "CROMI"]))


def test_no_prefixed_name_can_be_a_cell_or_a_function_of_others() -> None:
    assert not [name for name in KPIS if re.fullmatch(r"[A-Z]{1,3}[0-9]+|R[0-9]*C[0-9]*", PREFIX + name)]
    assert not {PREFIX + name for name in (*KPIS, WHY)} & (BUILT_IN | set(KPIS))


# --- names that people type


def test_a_kpi_is_found_by_both_names() -> None:
    assert find("ROMI", PREFIX) is find("MK_ROMI", PREFIX) is find(" mk_romi ", PREFIX) is KPIS["ROMI"]
    with pytest.raises(UnknownFunction, match=r"no function MK_ROMY\. Did you mean ROMI"):
        find("MK_ROMY", PREFIX)
    with pytest.raises(UnknownFunction):
        find("MK_ROMI")


def test_why_takes_both_names() -> None:
    told = why("ROMI", [5000, 0], "en")
    assert str(told).startswith("ROMI: spend is 0.")
    assert why("MK_ROMI", [5000, 0], "en", PREFIX) == why("ROMI", [5000, 0], "en", PREFIX) == told


def test_a_call_is_written_with_the_prefix() -> None:
    assert sheet_formula(KPIS["ROMI"], (100000, 50000), "ru", prefix=PREFIX) == "=MK_ROMI(100000;50000)"
    assert first_formula(KPIS["ROMI"], prefix=PREFIX) == "=MK_ROMI(100000;50000)"
    assert signature(KPIS["ROMI"], "en", PREFIX) == "MK_ROMI(gross profit, spend)"


# --- the command line


def test_the_command_line_takes_both_names_and_says_the_bare_one(run: Run) -> None:
    assert run("calc", "MK_ROMI", "100000", "50000") == run("calc", "ROMI", "100000", "50000") == (0, "1.0\n", "")
    code, _, err = run("calc", "mk_romi", "5000", "0")
    assert (code, err.partition(": spend")[0]) == (1, "#DIV/0!  ROMI")
    assert run("formula", "MK_ROMI", "--bare")[1] == "=(gross_profit-spend)/spend\n"
    assert "Did you mean ROMI" in run("calc", "MK_ROMY", "1", "2")[2]


def test_settings_that_are_broken_do_not_keep_a_known_name_from_being_calculated(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETKPI_PREFIX", "mk")
    assert run("calc", "ROMI", "100000", "50000")[0] == 0
    assert "SHEETKPI_PREFIX" in run("calc", "MK_ROMI", "100000", "50000")[2]


def test_show_writes_what_is_typed_into_a_sheet_with_the_prefix(run: Run) -> None:
    _, out, _ = run("show", "ROMI")
    assert "=MK_ROMI(100000,50000)" in out
    assert "=ROMI(" not in out
    assert "sheetkpi calc ROMI 100000 50000" in out
    assert '"function":"ROMI"' in out
    assert run("show", "MK_ROMI")[1] == out


def test_lambdas_are_listed_under_the_names_that_they_get(run: Run) -> None:
    def listed(*options: str) -> list[str]:
        return list(dict.fromkeys(line.partition("\t")[0] for line in run("formula", "--all", *options)[1].splitlines()))

    assert listed("--as", "lambda") == [PREFIX + name for name in KPIS]
    assert listed() == list(KPIS), "a native formula has no name"


def test_google_writes_the_script_with_the_prefix(run: Run, tmp_path: Path) -> None:
    assert run("google", "-o", "script")[0] == 0
    script = (tmp_path / "script" / "Kpis.js").read_text("utf-8")
    assert re.findall(r"^function (\w+)\(", script, re.MULTILINE)[: len(KPIS)] == [PREFIX + name for name in KPIS]


@pytest.mark.e2e
@pytest.mark.parametrize("name", ["forecast", "channels"])
def test_the_templates_get_the_prefix(run: Run, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    books: list[Book] = []
    monkeypatch.setattr("sheetkpi.workbooks.xlsx.workbook", lambda book: books.append(book) or b"")
    assert run("template", name, "--formulas", "functions")[0] == 0
    assert run("template", name, "--force")[0] == 0
    data = tmp_path / "data.csv"
    data.write_text("date,channel,cost,leads\n2026-01-31,VK,100,5\n")
    if name == "channels":
        assert run("template", name, "--force", "--data", "data.csv")[0] == 0
    assert {book.prefix for book in books} == {PREFIX}


# --- workbooks


def test_the_formula_environment_names_the_functions_with_the_prefix() -> None:
    bare, prefixed = formula_environment(), formula_environment(PREFIX)
    assert re.findall(r"^(\w+) = LAMBDA", prefixed, re.MULTILINE) == [
        PREFIX + name for name in re.findall(r"^(\w+) = LAMBDA", bare, re.MULTILINE)
    ]
    assert "=MK_ROMI(100000,50000)" in prefixed
    assert not BARE_CALL.findall(prefixed)


def test_no_lambda_calls_another_function_of_ours() -> None:
    """Where one did, its call would need the prefix too."""
    definitions = [line for line in formula_environment().splitlines() if "= LAMBDA" in line]
    assert len(definitions) > 60
    assert not [BARE_CALL.search(line) for line in definitions if BARE_CALL.search(line)]


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("prefix") / "functions.xlsx"
    path.write_bytes(functions_workbook("en", PREFIX))
    return path


def test_the_workbook_of_functions_shows_nothing_without_the_prefix(functions: Path) -> None:
    book = openpyxl.load_workbook(functions)
    printable = [PREFIX + name for name, record in KPIS.items() if record.is_printable]
    names = [name for name in book.defined_names if not name.startswith("_xlnm")]
    assert sorted(names) == sorted([*printable, PREFIX + FIGURE])
    assert all(book.defined_names[name].comment.startswith(f"{name}(") for name in names)
    sheet = book.worksheets[1]
    assert [cell for cell in (sheet.cell(row, FUNCTION + 1).value for row in range(2, sheet.max_row + 1)) if cell in printable] == printable
    typed = [sheet.cell(row, EXAMPLE + 1).value or "" for row in range(2, sheet.max_row + 1)]
    assert sum(text.startswith((f"={PREFIX}", f"=INDEX({PREFIX}")) for text in typed) == sum(map(bool, typed))
    with zipfile.ZipFile(functions) as file:
        assert not [name for name in file.namelist() if BARE_CALL.search(file.read(name).decode("utf-8", "replace"))]


@pytest.mark.e2e
def test_prefixed_lambdas_are_found_and_give_what_they_promise(functions: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.xlsx"
    bare.write_bytes(functions_workbook("en"))

    def calculated(path: Path) -> list[tuple[Any, Any]]:
        model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
        model.evaluate()
        rows = openpyxl.load_workbook(path).worksheets[1].max_row
        return [(model.get_cell_value(1, row, RESULT + 1), model.get_cell_value(1, row, EXPECTED + 1)) for row in range(2, rows + 1)]

    with_prefix = calculated(functions)
    assert with_prefix == calculated(bare)
    right = [pair for pair in with_prefix if isinstance(pair[0], float) and pair[0] and agree(*pair)]
    assert len(right) > 75, "what IronCalc cannot is few, and tests/workbooks/test_functions.py names it"


@pytest.mark.e2e
@pytest.mark.parametrize("book", [forecast_book, channels_book])
def test_a_template_names_functions_with_the_prefix_alone(book: Callable[..., Book]) -> None:
    for edition in ("native", "functions"):
        made = with_texts(book("en", edition=edition, prefix=PREFIX))
        contents = [cell.content for sheet in made.sheets for cell in sheet.cells.values()]
        formulas = [content.text for content in contents if isinstance(content, Formula)]
        formulas += [look.condition for sheet in made.sheets for look in sheet.looks if isinstance(look, Rule)]
        assert [formula for formula in formulas if BARE_CALL.search(formula)] == []
        assert any(f"{PREFIX}ROMI(" in formula for formula in formulas) == (edition == "functions")
        explained = {content for content in contents if isinstance(content, str)}
        for language in LANGUAGES:
            assert {signature(record, language, PREFIX) for record in KPIS.values()} <= explained
            assert not {signature(record, language) for record in KPIS.values()} & explained


@pytest.mark.e2e
def test_a_template_with_prefixed_functions_gives_the_numbers_of_the_native_formulas() -> None:
    functions = in_ironcalc(forecast_book("en", edition="functions", prefix=PREFIX))
    native = in_ironcalc(forecast_book("en"))
    texts = forecast_book("en").texts_title
    wrong = differences({place: value for place, value in native.items() if place[0] != texts and place[0] != "Reference"}, functions)
    assert not wrong, wrong[:10]


# --- files that are handed out


def test_every_file_that_holds_names_is_made_with_the_prefix() -> None:
    for path in products.products():
        if not path.endswith(".xlsx") and path.rpartition("/")[2] not in set(FILES) - {"Kpis.js"}:
            text = _text(products.make(path, PREFIX))
            assert "MK_ROMI" in text, path
            assert text != _text(products.make(path)), path
    assert {
        f"templates/{language}/{name}.xlsx" for language in LANGUAGES for name in ("functions", "forecast", "channels-functions")
    } <= set(products.products())


def _text(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def test_a_file_has_the_prefix_that_is_asked_for_and_no_other() -> None:
    path = "addin/excel/sheetkpi.afe.txt"
    assert products.product(path) == (PACKAGE.parent / path).read_bytes()
    assert products.product(path, PREFIX) == formula_environment(PREFIX).encode()
    with pytest.raises(SheetKpiError, match="is missing"):
        products.product("addin/nothing", PREFIX)


def test_an_installed_package_hands_out_what_it_brought_along(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "_shipped" / "templates" / "en").mkdir(parents=True)
    (tmp_path / "_shipped" / "templates" / "en" / "forecast.xlsx").write_bytes(b"of the wheel")
    for module in ("release.products", "files.shipped"):
        monkeypatch.setattr(f"sheetkpi.{module}.checkout", lambda: None)
    monkeypatch.setattr("sheetkpi.files.shipped.PACKAGE", tmp_path)
    assert products.product("templates/en/forecast.xlsx") == b"of the wheel"


def restart() -> None:
    """Forget what one process remembers."""
    products._made.cache_clear()
    products._kept_products.cache_clear()


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """A product that counts how often it is made, in a repository of its own."""
    made: list[str] = []

    def make(path: str, prefix: str) -> bytes:
        assert path == "templates/en/small.xlsx"
        made.append(prefix)
        return f"made with {prefix}".encode()

    monkeypatch.setattr(products, "products", lambda: ["templates/en/small.xlsx"])
    monkeypatch.setattr(products, "make", make)
    monkeypatch.setattr(products, "PACKAGE", tmp_path / "sheetkpi")
    (tmp_path / "sheetkpi").mkdir()
    restart()
    yield made
    restart()


def test_a_workbook_is_made_once_for_each_prefix_until_the_code_changes(maker: list[str], tmp_path: Path) -> None:
    for _ in range(2):
        assert products.product("templates/en/small.xlsx") == b"made with "
        assert products.product("templates/en/small.xlsx", PREFIX) == b"made with MK_"
        restart()
    assert maker == ["", PREFIX]
    (tmp_path / "sheetkpi" / "new.py").write_text("1")
    assert products.product("templates/en/small.xlsx") == b"made with "
    assert maker == ["", PREFIX, ""]
    assert len(list((tmp_path / "build" / "products").iterdir())) == 1, "what older code made is gone"


def test_a_repository_that_cannot_be_written_still_gives_its_files(maker: list[str], tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file where the folder would be")
    assert products.product("templates/en/small.xlsx") == b"made with "
    restart()
    assert products.product("templates/en/small.xlsx") == b"made with "
    assert maker == ["", ""]


def test_a_missing_library_is_named_and_no_file_without_the_prefix_is_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def make(_path: str, _prefix: str) -> bytes:
        raise ModuleNotFoundError("No module named 'ironcalc'", name="ironcalc")

    monkeypatch.setattr(products, "products", lambda: ["templates/en/lacking.xlsx"])
    monkeypatch.setattr(products, "make", make)
    with pytest.raises(SheetKpiError) as refused:
        products.product("templates/en/lacking.xlsx", PREFIX)
    assert isinstance(refused.value.what, Message)
    assert refused.value.what.facts["name"] == "ironcalc"


# --- what no setting touches


def test_what_makes_files_knows_no_settings() -> None:
    """So a build gives the same files, whoever runs it: commands and servers alone read settings, and `build` reads none."""
    readers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and "read_settings" in {alias.name for alias in node.names}
    }
    assert {path for path in readers if not path.startswith(("cli/", "settings/", "hosts/web/"))} == set()
    assert "cli/commands/build.py" not in readers


@pytest.mark.e2e
def test_a_build_is_the_same_for_somebody_with_a_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETKPI_PREFIX", PREFIX)
    monkeypatch.setenv("SHEETKPI_SETTINGS", "there is no such file")
    program = Path(sys.executable).with_name("sheetkpi")
    answer = subprocess.run([program, "build", "--check", "--lang", "en"], capture_output=True, text=True, check=False, timeout=300)
    assert (answer.returncode, answer.stdout) == (0, "All generated files are up to date.\n"), answer.stderr
