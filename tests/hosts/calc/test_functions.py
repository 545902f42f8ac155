"""The functions in a real LibreOffice Calc give what Python gives: as typed, saved, opened again, and from Excel's files."""

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from sheetkpi import KPIS, CellError, Kpi, calculate
from sheetkpi.translation import Language
from tests.hosts.calc.handing_over import DIFFERENCES, DIFFERENCES_IN_XLSX, Difference, all_handed_over, shown
from tests.hosts.calc.office import Office
from tests.hosts.calc.sheets import Sheet, constant
from tests.printing.cases import PRINTABLE, cases, cases_of_tables

pytestmark = pytest.mark.e2e

RANGES = "Ranges"
STATES = ("typed", "ods", "xlsx")

DECOMPOSED = "=DECOMPOSE(50000;100000;0.3;2000;0.3;0.1)"


# --- every KPI, on every case


@pytest.fixture(scope="session")
def computed(english: Office) -> dict[str, dict[str, list[str]]]:
    """What is wrong on each sheet of a document with every call: as typed, and when its files are opened again."""
    sheets = every_sheet(DIFFERENCES)
    english.ask("open")
    for sheet in sheets:
        sheet.lay_out(english)
    wrong = {"typed": {sheet.name: sheet.wrong(sheet.read(english)) for sheet in sheets}}
    for kind in ("ods", "xlsx"):
        english.ask("save", url=english.url(f"calls.{kind}"))
    for kind in ("ods", "xlsx"):
        english.ask("open", url=english.url(f"calls.{kind}"))
        english.ask("recalculate")
        if kind == "xlsx" and speaks_as_excel(english):
            sheets = every_sheet(DIFFERENCES_IN_XLSX)
        wrong[kind] = {sheet.name: sheet.wrong(sheet.read(english)) for sheet in sheets}
    return wrong


def speaks_as_excel(office: Office) -> bool:
    """Whether this LibreOffice writes and reads an add-in's function in Excel's files as Excel does: from 24.8 on."""
    return tuple(map(int, office.ask("version").split("."))) >= (24, 8)


def every_sheet(differences: tuple[Difference, ...]) -> list[Sheet]:
    """For each KPI a sheet with its examples, from cells and as constants, and with random cases; and one with ranges."""
    return [*(sheet_of(kpi, differences) for kpi in KPIS.values()), sheet_of_ranges(differences)]


def sheet_of(kpi: Kpi[..., Any], differences: tuple[Difference, ...]) -> Sheet:
    sheet = Sheet(kpi.name, differences)
    for arguments in cases(kpi.name) if kpi.name in PRINTABLE else cases_of_tables(kpi.name):
        sheet.call(kpi.name, arguments)
    for example in kpi.examples:
        sheet.call(kpi.name, example.arguments, constants=True)
    return sheet


def sheet_of_ranges(differences: tuple[Difference, ...]) -> Sheet:
    """Array formulas: ranges meet cell by cell, and one bad cell spoils its own row only."""
    sheet = Sheet(RANGES, differences)
    sheet.call("ROMI", [[100000, None, "x", 5000, "", 0.3], [50000, 1, 2, 0, 3, -1]])
    sheet.call("ROMI", [[100000, None, 200000], 50000])
    sheet.call("ROMI", [100000, [50000, None, 0]], constants=True)
    sheet.call("ROMI", [[[1000, 2000, 3000]], [100, 200]])
    sheet.call("ROMI", [[1, 2, 3], [1, 2]])
    sheet.call("ROMI", [[True, False], [2, True]])
    sheet.call("ROMI", [[1, "#N/A", 3], [1, 1, 1]])
    sheet.call("ROMI", [[1, 2], "#N/A"])
    sheet.call("FUNNEL_RATE", [[0.1, 0.2], [0.3, None], 0.5])
    sheet.call("LTV_CHURN", [500, [0.5, 0.25], 0, [2, None], ["later", "now"]])
    sheet.call("KPI_STATUS", [[72, 70, 60], 72])
    sheet.call("KPI_STATUS", [[72, 70, "x"], 72, "higher", 0.1], constants=True)
    sheet.call("DECOMPOSE", [[50000, 60000], 100000, 0.3, 2000, 0.3, 0.1, "none", "ru"], constants=True)
    sheet.call("MEDIA_FORECAST", [[50000, 60000], 20.8, 0.1, 0.3, 2000, 0.7, None, "ru"], constants=True)
    return sheet


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", [*KPIS, RANGES])
def test_calc_computes_as_python_does(computed: dict[str, dict[str, list[str]]], state: str, name: str) -> None:
    wrong = computed[state][name]
    assert not wrong, f"{len(wrong)} calls, such as:\n" + "\n".join(wrong[:5])


@pytest.mark.parametrize("difference", DIFFERENCES_IN_XLSX, ids=lambda difference: difference.what)
def test_a_difference_that_calc_no_longer_makes_is_removed(difference: Difference) -> None:
    others = [other for other in DIFFERENCES_IN_XLSX if other is not difference]

    def cells(name: str, arguments: list[Any], differences: Sequence[Difference]) -> list[list[Any]]:
        return shown(name, all_handed_over(name, arguments, differences))

    made: list[tuple[str, list[Any]]] = [(name, arguments) for name in PRINTABLE for arguments in cases(name)]
    made += [("ROMI", [[1, "#N/A", 3], [1, 1, 1]]), ("ROMI", [[None], [1]])]
    assert any(cells(*case, DIFFERENCES_IN_XLSX) != cells(*case, others) for case in made), "no case needs it"


@pytest.mark.usefixtures("computed")
def test_files_name_the_functions_as_their_own_world_does(english: Office) -> None:
    book = openpyxl.load_workbook(english.folder / "calls.xlsx", read_only=True)
    in_excel = [book["ROMI"][cell].value for cell in ("C1", "C2")]
    content = zipfile.ZipFile(english.folder / "calls.ods").read("content.xml").decode()
    in_ods = re.findall(r'table:formula="of:=([^"]*\bROMI\([^"]*)"', content)
    name = "ROMI" if speaks_as_excel(english) else "SHEETKPI.ROMI"
    assert in_excel == [f"={name}(A1,B1)", f"={name}(A2,B2)"]
    assert in_ods[:2] == ["SHEETKPI.ROMI([.A1];[.B1])", "SHEETKPI.ROMI([.A2];[.B2])"]


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_an_opened_file_computes_anew(english: Office, kind: str) -> None:
    values(english, "=ROMI(B1;C1)")
    english.ask("save", url=english.url(f"one.{kind}"))
    english.ask("open", url=english.url(f"one.{kind}"))
    english.ask("put", sheet="Sheet", where="B1:C1", cells=[[300, 100]])
    assert english.ask("read", sheet="Sheet", where="A1") == [[2.0]]


# --- files of Excel


@pytest.fixture
def from_excel(english: Office, tmp_path: Path) -> Callable[[str], Any]:
    """What a workbook shows that Excel wrote, with formulas, an array formula and a spilled one."""
    book = xlsxwriter.Workbook(tmp_path / "excel.xlsx")
    sheet = book.add_worksheet("Sheet")
    for row, (profit, spend) in enumerate([(100000, 50000), (5000, 0), ("x", 3)]):
        sheet.write_row(row, 0, [profit, spend])
        sheet.write_formula(row, 2, f"=ROMI(A{row + 1},B{row + 1})")
    sheet.write_array_formula("D1:D3", "{=ROMI(A1:A3,B1:B3)}")
    sheet.write_dynamic_array_formula("E1:E3", "=ROMI(A1:A3,B1:B3)")
    sheet.write_formula("F1", '=IFERROR(ROMI(A2,B2),"none")')
    sheet.write_formula("F2", "=FUNNEL_RATE(0.5,0.5)*2")
    sheet.write_formula("F3", '=KPI_WHY("ROMI",A1,B1)')
    book.close()
    english.ask("open", url=english.take(tmp_path / "excel.xlsx"))
    return lambda where: english.ask("read", sheet="Sheet", where=where)


def test_a_workbook_of_excel_computes(from_excel: Callable[[str], Any], english: Office) -> None:
    if not speaks_as_excel(english):
        assert from_excel("C1:C3") == [[{"error": "#NAME?"}]] * 3
        typed_again = {f"C{row}": f"=ROMI(A{row};B{row})" for row in (1, 2, 3)}
        english.ask("type", sheet="Sheet", formulas=typed_again)
        assert from_excel("C1:C3") == [[1.0], [{"error": "#DIV/0!"}], [{"error": "#VALUE!"}]]
        return
    for column in "CDE":
        assert from_excel(f"{column}1:{column}3") == [[1.0], [{"error": "#DIV/0!"}], [{"error": "#VALUE!"}]], column
    assert from_excel("F1:F3") == [["none"], [0.5], [""]]


# --- errors and texts are those of a spreadsheet


def test_errors_are_true_ones(english: Office) -> None:
    romi = {"#DIV/0!": "ROMI(5000;0)", "#VALUE!": 'ROMI("x";1)', "#NUM!": "ROMI_MARGIN(144000;30;50000)", "#N/A": "ROMI(NA();1)"}
    number = {"#DIV/0!": 2, "#VALUE!": 3, "#NUM!": 6, "#N/A": 7}
    for code, formula in romi.items():
        is_na = float(code == "#N/A")
        assert values(
            english,
            f"={formula}",
            f"={formula}+1",
            f"=ISERROR({formula})",
            f"=ISERR({formula})",
            f"=ISNA({formula})",
            f"=IFERROR({formula};7)",
            f"=IFNA({formula};7)",
            "=ERROR.TYPE(A1)",
        ) == [{"error": code}, {"error": code}, 1.0, 1.0 - is_na, is_na, 7.0, 7.0 if is_na else {"error": code}, number[code]], code


def test_an_error_goes_through_from_a_cell_and_from_a_range_but_not_from_an_array(english: Office) -> None:
    assert values(english, "=ROMI(1;1/0)", "=ROMI(A1;1)", "=NPS(A1:A2)", '=KPI_WHY("NPS";A1:A2)', "=RATIO_OF_SUMS(A1:A2;B1:B2)") == [
        {"error": "#DIV/0!"},
        {"error": "#DIV/0!"},
        {"error": "#DIV/0!"},
        {"error": "Err:504"},
        {"error": "#DIV/0!"},
    ]


def test_whole_columns_with_headings_are_read_as_far_as_they_are_used(english: Office) -> None:
    english.ask("open")
    english.ask("fill", sheet="Scores", where="A1:A4", formulas=[["Score"], ["9"], ["10"], ["3"]])
    english.ask("fill", sheet="Sheet", where="A1:B2", formulas=[["Spend", "Leads"], ["60", "30"]])
    english.ask("fill", sheet="Sheet", where="C1:C4", formulas=[[f"={formula}"] for formula in WHOLE_COLUMNS])
    assert english.ask("read", sheet="Sheet", where="C1:C4") == [
        [pytest.approx(100 / 3)],
        [2.0],
        [pytest.approx(100 / 3)],
        [{"error": "#NAME?"}],
    ]


WHOLE_COLUMNS = ("NPS(Scores.A:A)", "RATIO_OF_SUMS(A:A;B:B)", 'KPI_CALC("NPS";{9|10|3})', 'KPI_CALC("NPX";1)')


def test_a_blank_result_is_blank(english: Office) -> None:
    assert values(english, "=ROMI(;1)", '=IF(A1="";"blank";"full")', "=LEN(A1)", "=ROMI(A1;1)", "=SUM(A1;1)") == ["", "blank", 0, "", 1]


def test_percents_and_dates_are_numbers(english: Office) -> None:
    english.ask("open")
    english.ask("fill", sheet="Sheet", where="A1:A3", formulas=[["40%"], ["2026-01-10"], ["2026-01-31"]])
    english.ask("fill", sheet="Sheet", where="B1:B2", formulas=[["=BREAKEVEN_ROAS(A1)"], ["=DEAL_CYCLE(A2:A2;A3:A3)"]])
    assert english.ask("read", sheet="Sheet", where="B1:B2") == [[2.5], [21.0]]


def test_a_text_result_is_found(english: Office) -> None:
    """A text that Calc cannot compare would make every COUNTIF of a report 0, and nobody would notice."""
    english.ask("open")
    english.ask("fill", sheet="Sheet", where="A1:A3", formulas=[["=KPI_STATUS(72;72)"], ["=KPI_STATUS(60;72)"], ["=KPI_STATUS(50;72)"]])
    english.ask("array", sheet="Sheet", where="B1:B3", formula="=KPI_STATUS({72|60|50};72)")
    for column in "AB":
        checks = [f"={column}1={column}2", f"={column}2={column}3", f'={column}2="fail"', f'=COUNTIF({column}1:{column}3;"fail")']
        checks.append(f'=MATCH("fail";{column}1:{column}3;0)')
        english.ask("fill", sheet="Sheet", where="C1:C5", formulas=[[check] for check in checks])
        assert english.ask("read", sheet="Sheet", where="C1:C5") == [[0.0], [1.0], [1.0], [2.0], [2.0]], column


def test_a_text_among_numbers_is_found_with_an_empty_text_behind_it_only(english: Office) -> None:
    """LibreOffice's own fault. When this fails it is mended: delete what calls.py, descriptions.py and the READMEs say of it."""
    english.ask("open")
    english.ask("array", sheet="Sheet", where="A1:B12", formula=DECOMPOSED)
    english.ask("fill", sheet="Sheet", where="C1:C1", formulas=[['=MATCH("Maximum CPC";A1:A12;0)']])
    english.ask("array", sheet="Sheet", where="C2:C2", formula='=MATCH("Maximum CPC";A1:A11&"";0)')
    assert english.ask("read", sheet="Sheet", where="C1:C2") == [[{"error": "#N/A"}], [8.0]]


# --- words


@pytest.fixture(params=["en", "ru"])
def office(request: pytest.FixtureRequest) -> tuple[Office, Language]:
    """An office, and the language of its menus."""
    return request.getfixturevalue({"en": "english", "ru": "russian"}[request.param]), request.param


def test_why_says_in_the_language_of_the_menus_what_is_wrong(office: tuple[Office, Language]) -> None:
    place, language = office
    told = list(failing_and_succeeding_examples(language))
    assert {bool(why) for _, why in told} == {True, False}
    got = values(place, *(formula for formula, _ in told))
    assert dict(zip([formula for formula, _ in told], got, strict=True)) == dict(told)


def failing_and_succeeding_examples(language: Language) -> Iterator[tuple[str, str]]:
    """Formulas that ask why, and what they must answer."""
    for kpi in KPIS.values():
        if kpi.result.name == "value" and not kpi.reads_ranges:
            for example in kpi.examples:
                result = calculate(kpi.name, example.arguments)
                arguments = ";".join([f'"{kpi.name}"', *map(constant, example.arguments)])
                yield f"=KPI_WHY({arguments})", result.message(language) if isinstance(result, CellError) else ""


def test_why_names_the_row_of_a_range_and_an_unknown_function(office: tuple[Office, Language]) -> None:
    place, language = office
    place.ask("open")
    place.ask("put", sheet="Sheet", where="A1:B2", cells=[[1, 2], [3, 0]])
    place.ask("array", sheet="Sheet", where="C1:C2", formula='=KPI_WHY("romi";A1:A2;B1:B2)')
    place.ask("fill", sheet="Sheet", where="D1:D1", formulas=[['=KPI_WHY("ROMMI";1;2)']])
    (first, unknown), (second, _) = place.ask("read", sheet="Sheet", where="C1:D2")
    row, question = {"en": ("row 2: spend is 0", "Did you mean ROMI"), "ru": ("строка 2: расход = 0", "ROMI")}[language]
    assert first == ""
    assert row in second
    assert question in unknown


def test_tables_speak_the_language_of_the_menus(office: tuple[Office, Language]) -> None:
    place, language = office
    place.ask("open")
    place.ask("array", sheet="Sheet", where="A1:B13", formula=DECOMPOSED)
    header, *_, below = place.ask("read", sheet="Sheet", where="A1:B13")
    assert header == {"en": ["Figure", "Value"], "ru": ["Показатель", "Значение"]}[language]
    assert below == [{"error": {"en": "#N/A", "ru": "#Н/Д"}[language]}] * 2, "cells outside the table"
    place.ask("array", sheet="Sheet", where="D1:E1", formula=DECOMPOSED.replace(")", ';;"ru")'))
    assert place.ask("read", sheet="Sheet", where="D1:E1") == [["Показатель", "Значение"]], "an argument asks for Russian"


def values(office: Office, *formulas: str) -> list[Any]:
    """What formulas show, one below the other from A1 on."""
    office.ask("open")
    where = f"A1:A{len(formulas)}"
    office.ask("fill", sheet="Sheet", where=where, formulas=[[formula] for formula in formulas])
    return [value for (value,) in office.ask("read", sheet="Sheet", where=where)]
