"""The printed VBA, executed: what cells it hands over, what cells show, and what happens where Python does not answer."""

from typing import Any

import pytest

from sheetkpi import KPIS, calculate
from sheetkpi.hosts.excel.vba import DOWN, PAUSE
from tests.hosts.excel.excel import Excel
from tests.hosts.excel.handing_over import ERRORS, expected
from tests.hosts.excel.vba_runtime import Book, Error, column, row

pytestmark = pytest.mark.e2e

#: What CVErr takes, by Microsoft's documentation of XlCVError.
NUMBERS = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042}

DIV_0, VALUE, NOT_AVAILABLE = Error(2007), Error(2015), Error(2042)


@pytest.fixture
def book(excel: Excel) -> Book:
    book = Book(excel)
    book.put("A1:B4", [[150.0, 100.0], [110.0, 0.0], [None, 100.0], [121.0, "abc"]])
    return book


# --- what a formula shows


@pytest.mark.parametrize("name", KPIS)
def test_the_first_example_of_every_kpi_gives_what_python_gives(excel: Excel, name: str) -> None:
    book = Book(excel)
    example = KPIS[name].examples[0]
    given: list[Any] = []
    for number, argument in enumerate(example.arguments):
        if isinstance(argument, list):
            rows = argument if isinstance(argument[0], list) else [[cell] for cell in argument]
            column = chr(ord("A") + 10 * number)
            where = f"{column}1:{chr(ord(column) + len(rows[0]) - 1)}{len(rows)}"
            book.put(where, [[float(cell) if isinstance(cell, int) else cell for cell in cells] for cells in rows])
            given.append(book.cells(where))
        else:
            given.append(float(argument) if isinstance(argument, int) else argument)
    want = [[Error(NUMBERS[cell]) if cell in ERRORS else cell for cell in cells] for cells in expected(name, example.arguments)]
    shown = book.formula(name, *given)
    assert (shown if isinstance(shown, list) else [[shown]]) == want


def test_a_column_spills_and_each_bad_row_has_its_own_true_error(book: Book) -> None:
    assert book.formula("ROMI", book.cells("A1:A4"), book.cells("B1:B4")) == [[0.5], [DIV_0], [""], [VALUE]]


def test_one_cell_is_one_value(book: Book) -> None:
    assert book.formula("ROMI", book.cells("A1"), book.cells("B1")) == 0.5
    assert book.formula("ROMI", 5000.0, 0.0) == DIV_0


def test_each_error_in_a_cell_comes_out_as_the_same_true_error(book: Book) -> None:
    for code, number in NUMBERS.items():
        book.put("D1", [[Error(number)]])
        assert book.formula("ROMI", book.cells("D1"), 1.0) == Error(number), code


def test_an_error_that_older_excels_do_not_know_becomes_a_wrong_value(book: Book) -> None:
    book.put("D1", [[Error(2045)]])
    assert book.formula("ROMI", book.cells("D1"), 1.0) == VALUE


def test_a_text_that_begins_like_an_error_stays_a_text(book: Book) -> None:
    book.put("D1:E2", [["#vk", 30.0], ["search", 10.0]])
    shown = book.formula("CHANNEL_MIX", book.cells("D1:D2"), book.cells("E1:E2"))
    assert "#vk" in [cells[0] for cells in shown]


def test_a_row_in_braces_is_a_row(book: Book) -> None:
    assert book.formula("ROMI", row(150.0, 300.0), 100.0) == [[0.5, 2.0]]
    assert book.formula("ROMI", row(150.0, "abc"), 100.0) == [[0.5, VALUE]]


def test_currency_is_not_cut_and_a_date_is_its_number(book: Book) -> None:
    book.put("D1", [[100.12345]])
    book.cells("D1").vba_set("NumberFormat", "$#,##0.00")
    assert book.formula("ROAS", book.cells("D1"), 1.0) == 100.12345
    assert book.formula("ROAS", book.cells("D:D"), 1.0)[0] == [100.12345]


# --- arguments left out, repeated, too large


def test_an_argument_left_out_has_its_default(book: Book) -> None:
    assert book.formula("ROMI_MARGIN", 1000.0, 0.5, 100.0) == calculate("ROMI_MARGIN", [1000, 0.5, 100, 1]) == 4.0
    assert book.formula("ROMI_MARGIN", 1000.0, 0.5, 100.0, 0.5) == 1.5


def test_arguments_repeat(book: Book) -> None:
    assert book.formula("PROFIT", 1000.0, 100.0) == 900.0
    assert book.formula("PROFIT", 1000.0, book.cells("A1"), book.cells("B1"), 50.0) == 700.0


def test_only_what_is_given_is_handed_over(book: Book) -> None:
    book.formula("ROMI_MARGIN", 1000.0, 0.5, 100.0)
    assert book.server.asked == [("ROMI_MARGIN", (1000.0, 0.5, 100.0), "en")]


def test_whole_columns_hand_over_what_the_sheet_holds_and_keep_their_partners(book: Book) -> None:
    assert book.formula("ROMI", book.cells("A:A"), book.cells("B:B")) == [[0.5], [DIV_0], [""], [VALUE]]
    first, second = book.server.asked[-1][1]
    assert (len(first), len(second)) == (4, 4)


def test_a_column_from_some_row_on_begins_there(book: Book) -> None:
    assert book.formula("ROMI", book.cells("A2:A1048576"), book.cells("B2:B1048576")) == [[DIV_0], [""], [VALUE]]


def test_a_whole_column_does_not_end_before_the_other_range(book: Book) -> None:
    assert book.formula("ROMI", book.cells("A:A"), book.cells("B1:B6")) == [[0.5], [DIV_0], [""], [VALUE], [""], [""]]


def test_a_whole_column_does_not_end_before_what_another_formula_gives(book: Book) -> None:
    calculated = column(*[100.0] * 6)
    assert book.formula("ROMI", book.cells("A:A"), calculated) == [[0.5], [pytest.approx(0.1)], [""], [pytest.approx(0.21)], [""], [""]]


def test_a_whole_row_and_a_whole_sheet_end_too(book: Book) -> None:
    assert book.formula("ROMI", book.cells("1:1"), 100.0) == [[0.5, 0.0]]
    book.formula("KPI_WHY", "CHANNEL_COMPARE", book.cells("1:1048576"))
    assert len(book.server.asked[-1][1][1]) == 4


def test_where_the_sheet_holds_nothing_a_whole_column_is_blank(book: Book) -> None:
    assert book.formula("ROMI", book.cells("A1"), book.cells("J:J")) == [[""]] * 4
    assert book.formula("ROMI", book.cells("A6:A1048576"), book.cells("B6:B1048576")) == ""


def test_several_areas_are_refused_and_explained(book: Book) -> None:
    areas = book.cells("A1:A2,A4:A4")
    assert book.formula("ROMI", areas, 1.0) == VALUE
    assert book.formula("KPI_WHY", "ROMI", 1.0, areas) == "Argument 2 has several areas. Give one range."
    assert book.server.asked == [], "nothing is asked of Python"


# --- why


def test_why_explains_each_cell(book: Book) -> None:
    assert book.formula("KPI_WHY", "ROMI", 5000.0, 0.0).startswith("ROMI: spend is 0.")
    reasons = book.formula("KPI_WHY", "ROMI", book.cells("A1:A4"), book.cells("B1:B4"))
    assert [bool(reason) for (reason,) in reasons] == [False, True, False, True]


def test_why_knows_the_prefix_of_the_installation(excel: Excel) -> None:
    book = Book(excel, "ru", "MK_")
    assert book.formula("MK_ROMI", 150.0, 100.0) == 0.5
    for name in ("MK_ROMI", "ROMI"):
        assert book.formula("MK_KPI_WHY", name, 5000.0, 0.0).startswith("ROMI: расход = 0.")


# --- where Python does not answer


def test_a_python_that_died_is_started_once_more(book: Book) -> None:
    assert book.formula("ROMI", 150.0, 100.0) == 0.5
    book.server.is_alive = False
    assert book.formula("ROMI", 300.0, 100.0) == 2.0
    assert book.server.starts == 2


def test_a_cell_that_kills_python_is_tried_twice_and_the_others_are_given_up_at_once(book: Book) -> None:
    book.server.deadly = {"CPO"}
    assert book.formula("CPO", 1.0, 1.0) == NOT_AVAILABLE
    assert [book.formula("ROMI", 150.0, 100.0) for _ in range(20)] == [NOT_AVAILABLE] * 20
    assert (book.server.starts, len(book.server.asked)) == (2, 2)


def test_a_python_that_does_not_start_is_tried_once_for_all_cells(book: Book) -> None:
    book.server.why_not = "Could not activate Python COM server, hr = -2147221164 1000"
    assert [book.formula("ROMI", 150.0, 100.0) for _ in range(200)] == [NOT_AVAILABLE] * 200
    assert book.server.starts == 1
    said = DOWN.in_language("en").format(reason=book.server.why_not)
    assert (book.status, book.formula("KPI_WHY", "ROMI", 150.0, 100.0)) == (said, said)


def test_it_is_tried_again_after_a_while_and_then_the_status_bar_is_excels_again(excel: Excel) -> None:
    book = Book(excel, changes=[(f"KPI_PAUSE As Double = {PAUSE}", "KPI_PAUSE As Double = 0")])
    book.server.why_not = "Could not load xlwings64.dll"
    assert book.formula("ROMI", 150.0, 100.0) == NOT_AVAILABLE
    book.server.why_not = ""
    assert (book.formula("ROMI", 150.0, 100.0), book.status) == (0.5, False)


def test_a_missing_package_is_named_without_the_lines_around_it(book: Book) -> None:
    book.server.fault = (
        "Unexpected Python Error: Traceback (most recent call last):\n  File \"x\"\nModuleNotFoundError: No module named 'sheetkpi'\n"
    )
    assert [book.formula("ROMI", 150.0, 100.0) for _ in range(3)] == [NOT_AVAILABLE] * 3
    assert book.server.starts == 1
    assert book.formula("KPI_WHY", "ROMI", 1.0, 1.0).endswith(" ModuleNotFoundError: No module named 'sheetkpi'")


def test_what_is_told_in_several_lines_stands_on_one_and_is_no_longer_than_the_status_bar_takes(book: Book) -> None:
    book.server.why_not = "Could not load xlwings64.dll from either of the following folders: \r\nC:\\" + "long\\" * 60 + "\r\n, C:\\"
    book.formula("ROMI", 150.0, 100.0)
    whole = book.formula("KPI_WHY", "ROMI", 150.0, 100.0)
    assert "following folders: C:\\long" in whole
    assert whole.endswith(" , C:\\")
    assert book.status == whole[:255]
    assert "py -m sheetkpi excel doctor" in book.status


def test_a_path_with_a_backslash_and_u_is_no_letter(book: Book) -> None:
    book.server.why_not = r"Could not load xlwings64.dll from C:\users\u0416"
    book.formula("ROMI", 150.0, 100.0)
    assert r"C:\users\u0416" in book.status


def test_a_fault_of_ours_spoils_its_own_cell_only(excel: Excel) -> None:
    book = Book(excel, changes=[("Array(function_name, values, KPI_LANGUAGE)", "Array(function_name, values, KPI_LANGUAGE, 1)")])
    assert book.formula("ROMI", 150.0, 100.0) == VALUE
    assert " TypeError: " in book.formula("KPI_WHY", "ROMI", 150.0, 100.0)
    assert (book.server.starts, book.status) == (1, False), "Python answers: nothing is given up"


def test_it_speaks_russian_on_any_windows(excel: Excel) -> None:
    book = Book(excel, "ru")
    book.server.why_not = "Could not load xlwings64.dll"
    book.formula("ROMI", 150.0, 100.0)
    assert book.status == DOWN.in_language("ru").format(reason="Could not load xlwings64.dll")
