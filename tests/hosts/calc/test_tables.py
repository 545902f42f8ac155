"""Tables in a real LibreOffice Calc: the workbook of functions agrees in it, and a figure is found by its name."""

from pathlib import Path

import pytest

from sheetkpi.translation import LANGUAGES, Language
from sheetkpi.workbooks.functions import CHECK, EXAMPLE, EXPECTED, FUNCTION, RESULT, RIGHT, functions_workbook
from tests.hosts.calc.office import Office
from tests.hosts.calc.sheets import block

pytestmark = pytest.mark.e2e

PLAN = "DECOMPOSE(50000;100000;0.3;2000;0.3;0.1)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_of_functions_agrees_in_every_check(english: Office, language: Language) -> None:
    """Its LAMBDA names give way to the functions of the extension."""
    file = Path(english.folder) / f"functions-{language}.xlsx"
    file.write_bytes(functions_workbook(language))
    english.ask("open", url=file.as_uri())
    english.ask("recalculate")
    rows = english.ask("read", sheet="Functions" if language == "en" else "Функции", where=block(1, FUNCTION, 400, CHECK + 1))
    checks = [(row[EXAMPLE], row[RESULT], row[EXPECTED], row[CHECK]) for row in rows if row[CHECK]]
    assert len(checks) > 150
    assert [check for check in checks if check[-1] != RIGHT] == []


def test_one_figure_of_a_table_goes_by_its_name(english: Office) -> None:
    english.ask("open")
    english.ask("array", sheet="Plan", where="A1:C11", formula=f"={PLAN}")
    english.ask("array", sheet="Plan", where="E1:E3", formula='=KPI_FIGURE(MEDIA_FORECAST(G1:G2;10;0.1;0.1;500;0.5);"clicks")')
    english.ask("fill", sheet="Plan", where="G1:G2", formulas=[["500"], ["700"]])
    asked = [f'=KPI_FIGURE({PLAN};"cpc")', '=KPI_FIGURE(A1:C11;"Target revenue")', f'=KPI_FIGURE({PLAN};"Предельная цена клика")']
    asked += [f'=KPI_FIGURE({PLAN};"cpx")', '=KPI_FIGURE(A1:C11;"cpc";"Value")']
    english.ask("fill", sheet="Plan", where="H1:H5", formulas=[[formula] for formula in asked])
    cpc = pytest.approx(50000 / 2400)
    got = [cell for (cell,) in english.ask("read", sheet="Plan", where="H1:H5")]
    assert got == [cpc, pytest.approx(100000 / 0.7), cpc, {"error": "#N/A"}, cpc]
    assert english.ask("read", sheet="Plan", where="E1:E3") == [[50.0], [70.0], [120.0]]
