"""The workbook of functions: what is in it, and that its formulas give what they promise."""

import re
import subprocess
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl
import pytest
from openpyxl.workbook import Workbook

from sheetkpi import KPIS, Range, calculate
from sheetkpi.hosts.excel.formula_environment import formula_environment
from sheetkpi.reading.figure import FIGURE
from sheetkpi.translation import LANGUAGES, Language
from sheetkpi.workbooks.functions import CHECK, EXAMPLE, EXPECTED, FUNCTION, NATIVE, RESULT, RIGHT, UNKNOWN, functions_workbook, tip
from sheetkpi.workbooks.kpi_texts import native_formulas
from tests.conftest import agree
from tests.programs import libreoffice

PRINTABLE = [record for record in KPIS.values() if record.is_printable]
START, FUNCTIONS, EXAMPLES = range(3)


@dataclass(frozen=True)
class Line:
    """One live example of the sheet of functions."""

    row: int
    formula: str
    typed: str
    result: Any
    expected: Any
    check: Any

    @property
    def function(self) -> str:
        return next(name for name in re.findall(r"[A-Z_]+(?=\()", self.formula) if name != "INDEX")


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def package(language: Language) -> bytes:
    return functions_workbook(language)


@pytest.fixture(scope="module")
def file(package: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("functions") / "functions.xlsx"
    path.write_bytes(package)
    return path


@pytest.fixture(scope="module")
def book(package: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(package))


@pytest.fixture(scope="module")
def lines(book: Workbook, package: bytes) -> list[Line]:
    """The live examples with the values that the file holds for programs that do not calculate."""
    values = openpyxl.load_workbook(BytesIO(package), data_only=True).worksheets[FUNCTIONS]
    sheet = book.worksheets[FUNCTIONS]
    return [
        Line(
            row,
            sheet.cell(row, RESULT + 1).value.text,
            sheet.cell(row, EXAMPLE + 1).value,
            *(values.cell(row, column + 1).value for column in (RESULT, EXPECTED, CHECK)),
        )
        for row in range(2, sheet.max_row + 1)
        if sheet.cell(row, EXAMPLE + 1).value and sheet.cell(row, RESULT + 1).value
    ]


def test_every_printable_kpi_is_a_name_that_holds_its_lambda(book: Workbook) -> None:
    functions = {name: each for name, each in book.defined_names.items() if not name.startswith("_xlnm")}
    assert set(functions) == {FIGURE, *(record.name for record in PRINTABLE)}
    assert all(each.attr_text.startswith("_xlfn.LAMBDA(_xlpm.") for each in functions.values())
    assert max(len(each.attr_text) for each in functions.values()) <= 8192


def test_every_name_says_what_it_takes_and_is(book: Workbook, language: Language) -> None:
    for record in PRINTABLE:
        comment = book.defined_names[record.name].comment
        assert comment == tip(record, language)
        assert comment.startswith(f"{record.name}(")
        assert record.title(language) in comment
        assert len(comment) <= 255


def test_every_example_of_the_catalogue_is_there(lines: list[Line]) -> None:
    assert [line.function for line in lines] == [record.name for record in PRINTABLE for _ in record.examples]


def test_a_program_that_does_not_calculate_shows_the_true_values(lines: list[Line]) -> None:
    assert [line for line in lines if not agree(line.result, line.expected) or line.check != RIGHT] == []


def test_everything_that_a_function_gives_is_spilled_with_true_values(package: bytes, language: Language) -> None:
    sheet = openpyxl.load_workbook(BytesIO(package), data_only=True).worksheets[EXAMPLES]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    for record in PRINTABLE:
        if record.result.name != "value":
            answer = calculate(record, record.examples[0].arguments, language)
            assert isinstance(answer, Range)
            numbers = [value for value in answer.values if isinstance(value, float) and value != 1.0]
            assert [value for value in numbers if not any(agree(cell, value) for cell in cells)] == []


def test_native_formulas_stand_beside_the_functions(book: Workbook, language: Language) -> None:
    sheet = book.worksheets[FUNCTIONS]
    shown = {sheet.cell(row, FUNCTION + 1).value: sheet.cell(row, NATIVE + 1).value for row in range(2, sheet.max_row + 1)}
    assert {record.name: shown[record.name] for record in PRINTABLE} == {
        record.name: "\n".join(native_formulas(record, language)) for record in PRINTABLE
    }


def test_native_formulas_are_what_the_reader_s_excel_takes() -> None:
    assert native_formulas(KPIS["TARGET_LEADS"], "en") == ["=ROUNDUP(ROUND(customers/lead_to_sale,9),0)"]
    assert native_formulas(KPIS["TARGET_LEADS"], "ru") == ["=ОКРУГЛВВЕРХ(ОКРУГЛ(клиенты/конверсия_в_продажу;9);0)"]
    english_words = {
        word for record in PRINTABLE for text in native_formulas(record, "ru") for word in re.findall(r"[A-Z]{2,}(?=\()", text)
    }
    assert english_words <= {"ABS", "ATANH", "LN", "TANH"}, "name these functions in RUSSIAN_FUNCTIONS"


@dataclass(frozen=True)
class Gap:
    """What IronCalc 0.9.1 cannot. Strict: a gap that has closed fails."""

    concerns: re.Pattern[str]
    reason: str


GAPS = [
    Gap(re.compile(r"^=NPS\(.* gives #VALUE!"), "it does not lift ISTEXT and VALUE over a range"),
    Gap(re.compile(r'DEAL_CYCLE\(.*"median"'), "it does not lift IF over an array"),
]


@pytest.fixture(scope="module")
def model(file: Path) -> Any:
    model = ironcalc.load_from_xlsx(str(file), "en", "UTC", "en")
    model.evaluate()
    return model


def test_ironcalc_gives_what_is_promised_and_every_check_agrees(model: Any, lines: list[Line]) -> None:
    wrong, open_gaps = [], set()
    for line in lines:
        got, check = (model.get_cell_value(FUNCTIONS, line.row, column + 1) for column in (RESULT, CHECK))
        is_right = agree(got, line.expected) and check == RIGHT
        gap = next((gap for gap in GAPS if gap.concerns.search(f"{line.formula} gives {line.expected}")), None)
        if gap and not is_right:
            open_gaps.add(gap)
        elif not is_right:
            wrong.append((line, got, check))
    assert wrong == []
    assert open_gaps == set(GAPS), "a gap has closed, remove it"


def test_the_light_turns_red_where_a_check_differs(model: Any) -> None:
    assert str(model.get_cell_value(START, 3, 2)).startswith("✗"), "the gaps of IronCalc are differences"


@pytest.fixture
def soffice() -> str:
    return libreoffice("the workbook of functions is not opened in it")


@pytest.fixture
def converted(soffice: str, file: Path, tmp_path: Path) -> Path:
    """The workbook as LibreOffice prints it, and as it saves it."""
    for target in ("pdf", "xlsx:Calc MS Excel 2007 XML"):
        command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", target]
        subprocess.run([*command, "--outdir", str(tmp_path), str(file)], check=True, capture_output=True, timeout=300)
    return tmp_path


@pytest.mark.e2e
def test_libreoffice_opens_it_and_says_that_it_has_no_lambda(converted: Path, lines: list[Line]) -> None:
    assert (converted / "functions.pdf").read_bytes().startswith(b"%PDF")
    book = openpyxl.load_workbook(converted / "functions.xlsx", data_only=True)
    assert str(book.worksheets[START].cell(3, 2).value).startswith("!")
    assert {book.worksheets[FUNCTIONS].cell(line.row, CHECK + 1).value for line in lines} == {UNKNOWN}


def test_one_figure_of_a_table_goes_by_its_name(file: Path, language: Language) -> None:
    model = ironcalc.load_from_xlsx(str(file), "en", "UTC", "en")
    for name, value in (("cpc", 50000 / 2400), (KPIS["DECOMPOSE"].figures[1].title(language), 72.0)):
        model.set_user_input(START, 60, 1, f'=KPI_FIGURE(DECOMPOSE(50000,100000,0.3,2000,0.3,0.1),"{name}")')
        model.evaluate()
        assert agree(model.get_cell_value(START, 60, 1), value)


def test_two_builds_give_the_same_bytes(package: bytes, language: Language) -> None:
    assert functions_workbook(language) == package
    with zipfile.ZipFile(BytesIO(package)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_errors_are_errors_in_the_file_and_not_texts(package: bytes) -> None:
    with zipfile.ZipFile(BytesIO(package)) as parts:
        sheet = parts.read("xl/worksheets/sheet2.xml").decode()
    errors = sum(isinstance(example.result, str) and example.result.startswith("#") for record in PRINTABLE for example in record.examples)
    assert sheet.count('t="e"') == 2 * errors
    assert not re.search(r't="str"[^>]*><f[^>]*>[^<]*</f><v>#', sheet)


def test_the_module_for_the_formula_environment_defines_every_function_once() -> None:
    text = formula_environment()
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert re.findall(r"^(\w+) = LAMBDA\(.*\);$", without_comments, re.MULTILINE) == [*(record.name for record in PRINTABLE), FIGURE]
    assert not re.sub(r"^\w+ = LAMBDA\(.*\);$", "", without_comments, flags=re.MULTILINE).strip()
    assert "\t" not in text
    assert "\r" not in text
    assert all(record.summary_in(language) in text for record in PRINTABLE for language in LANGUAGES)


def test_the_module_computes_in_an_engine() -> None:
    model = ironcalc.create("module", "en", "UTC")
    definitions = dict(re.findall(r"^(\w+) = (LAMBDA\(.*\));$", formula_environment(), re.MULTILINE))
    model.new_defined_name("ROMI", None, definitions["ROMI"])
    model.set_user_input(0, 1, 1, "=ROMI(100000,50000)")
    model.evaluate()
    assert model.get_cell_value(0, 1, 1) == 1.0
