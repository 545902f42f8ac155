"""LibreOffice compiles and runs the add-in's VBA, through to the real Python call by xlwings' own COM server.

A function of VBA cannot give LibreOffice an error: the text “Error 2007” is what it shows for CVErr(2007), which is #DIV/0! in Excel.
"""

from collections.abc import Iterator

import pytest

from sheetkpi.hosts.excel.vba import MODULE
from tests.hosts.excel.vba_office import VbaOffice, workbook

pytestmark = pytest.mark.e2e

DIV_0, VALUE, NOT_AVAILABLE = "Error 2007", "Error 2015", "Error 2042"


@pytest.fixture(scope="module")
def bare() -> Iterator[VbaOffice]:
    """An office with nothing open."""
    office = VbaOffice()
    try:
        yield office
    finally:
        office.close()


@pytest.fixture
def office(bare: VbaOffice) -> VbaOffice:
    """An office with the add-in as a workbook, and some cells."""
    assert MODULE in bare.open(workbook())
    bare.put("A1:B3", [[150.0, 100.0], [110.0, 0.0], [121.0, "abc"]])
    return bare


def test_cells_give_numbers_and_true_errors(office: VbaOffice) -> None:
    assert office.formula("=ROMI(150;100)") == 0.5
    assert office.formula("=ROMI(A1;B1)*2") == 1.0
    assert office.formula("=ROMI(A2;B2)") == DIV_0
    assert office.formula("=ROMI(A3;B3)") == VALUE
    assert office.formula("=ROMI(Y1;B1)") == "", "a blank cell"


def test_ranges_spill(office: VbaOffice) -> None:
    assert office.array("=ROMI(A1:A3;B1:B3)", "D1:D3") == [[0.5], [DIV_0], [VALUE]]
    assert office.array("=ROMI(A1:A3;100)", "E1:E3") == [[0.5], [pytest.approx(0.1)], [pytest.approx(0.21)]]
    assert office.array("=ROMI(A1:B1;100)", "F1:G1") == [[0.5, 0.0]]


def test_whole_columns_hand_over_what_the_sheet_holds(office: VbaOffice) -> None:
    assert office.array("=ROMI(A:A;B:B)", "D1:D3") == [[0.5], [DIV_0], [VALUE]]
    first, second = office.ask("asked")[-1][1]
    assert (len(first), len(second)) == (3, 3)


def test_arguments_are_left_out_and_repeat(office: VbaOffice) -> None:
    assert office.formula("=ROMI_MARGIN(1000;0.5;100)") == 4.0
    assert office.formula("=ROMI_MARGIN(1000;0.5;100;0.5)") == 1.5
    assert office.formula("=PROFIT(1000;100)") == 900.0
    assert office.formula("=PROFIT(1000;A1;B1;50)") == 700.0


def test_a_table_comes_whole(office: VbaOffice) -> None:
    office.put("H1:I2", [["search", 30.0], ["vk", 10.0]])
    assert office.array("=CHANNEL_MIX(H1:H2;I1:I2)", "K1:M3")[:2] == [["Channel", "Value", "Share"], ["search", 30.0, 0.75]]


def test_why_explains(office: VbaOffice) -> None:
    assert office.formula('=KPI_WHY("ROMI";A2;B2)').startswith("ROMI: spend is 0.")


def test_a_prefix_and_russian(bare: VbaOffice) -> None:
    bare.open(workbook("ru", "MK_"))
    assert bare.formula("=MK_ROMI(150;100)") == 0.5
    assert bare.formula('=MK_KPI_WHY("MK_ROMI";5000;0)').startswith("ROMI: расход = 0.")


def test_a_python_that_died_is_started_again(office: VbaOffice) -> None:
    assert office.formula("=ROMI(150;100)") == 0.5
    office.ask("kill")
    assert office.formula("=ROMI(300;100)") == 2.0


def test_a_python_that_does_not_start_is_tried_once_for_all_cells(bare: VbaOffice) -> None:
    bare.open(workbook("ru"))
    bare.ask("kill")
    bare.ask("let_start", can_start=False)
    before = bare.ask("attempts")
    bare.ask("fill", sheet="Data", where="D1:D200", formulas=[[f"=ROMI({row};100)"] for row in range(200)])
    bare.ask("recalculate")
    assert bare.ask("read", sheet="Data", where="D1:D200") == [[NOT_AVAILABLE]] * 200
    why = bare.formula('=KPI_WHY("ROMI";1;1)')
    assert bare.ask("attempts") - before == 1
    bare.ask("let_start", can_start=True)
    assert why.endswith("py -m sheetkpi excel doctor. Could not activate Python COM server, hr = -2147221164"), why


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("    For attempt = 1 To 2\r\n", ""), ("    Next attempt\r\n", "    Nxt attempt\r\n"), ("    Loop\r\n", "")],
    ids=["a loop without a beginning", "a word that is none", "a loop without an end"],
)
def test_its_compiler_finds_mistakes(bare: VbaOffice, right: str, wrong: str) -> None:
    bare.open(workbook(changes={right: wrong}))
    assert bare.formula("=ROMI(150;100)") != 0.5, "the module was compiled all the same: what else it takes says nothing"
