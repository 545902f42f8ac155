"""A call of Excel: what VBA and xlwings hand over, and what the cells get back."""

import datetime
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from sheetkpi import KPIS, calculate
from sheetkpi.hosts.excel.calls import MISSING, SHOWN, from_vba, from_xlwings
from sheetkpi.model.errors import ERROR_CODES, UnknownFunction
from tests.hosts.excel.excel import ROOT
from tests.hosts.excel.handing_over import ERRORS, LEFT_OUT, NEWER_ERRORS, declared, expected, rows, value2
from tests.printing.cases import PRINTABLE, SEVERAL, cases, cases_of_several

CALC = NEWER_ERRORS["#CALC!"]


# --- every KPI


@pytest.mark.parametrize("name", KPIS)
def test_vba_gets_for_every_kpi_what_python_gives(name: str) -> None:
    asked: list[Sequence[Any]] = [example.arguments for example in KPIS[name].examples]
    asked += cases(name) if name in PRINTABLE else cases_of_several(name) if name in SEVERAL else []
    wrong = [
        f"{name}{tuple(arguments)}: {got}, not {want}"
        for arguments in asked
        if (got := rows(from_vba(name, declared(name, list(map(value2, arguments)))))) != (want := expected(name, arguments))
    ]
    assert not wrong, f"{len(wrong)} of {len(asked)} calls, such as:\n" + "\n".join(wrong[:5])


# --- one cell


def test_a_number_comes_back_as_a_number_by_itself() -> None:
    assert from_vba("ROMI", (100000.0, 50000.0)) == 1.0


def test_a_blank_cell_blanks_the_result_and_is_no_zero() -> None:
    assert from_vba("ROMI", (None, 50000.0)) == from_vba("ROMI", ("", 50000.0)) == ""


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_cell_comes_out_as_the_same_error(code: str) -> None:
    assert from_vba("ROMI", (ERRORS[code], 1.0)) == code


@pytest.mark.parametrize("number", [*NEWER_ERRORS.values(), -2146826200])
def test_an_error_that_older_excels_do_not_know_comes_out_as_value(number: int) -> None:
    assert from_vba("ROMI", (1.0, number)) == "#VALUE!"


def test_the_errors_that_may_come_out_are_those_of_every_excel() -> None:
    assert set(SHOWN) == set(ERRORS)
    assert {code: number - 0x800A0000 + 2**32 for code, number in ERRORS.items()} == SHOWN


def test_the_numbers_of_newer_errors_are_understood() -> None:
    for code, number in NEWER_ERRORS.items():
        assert code in from_vba("KPI_WHY", ("ROMI", number, 1.0)), "the reason names the error"  # type: ignore[operator]


def test_text_and_true_are_no_numbers() -> None:
    assert from_vba("ROMI", ("abc", 1.0)) == from_vba("ROMI", (True, 1.0)) == "#VALUE!"


def test_whole_numbers_are_numbers() -> None:
    assert from_vba("ROMI", (150, 100)) == 0.5
    assert from_vba("ROMI", (((150,), (CALC,)), 100)) == [(0.5,), ("#VALUE!",)]


def test_an_unknown_name_is_the_error_name() -> None:
    assert from_vba("ROMMI", (1.0, 2.0)) == "#NAME?"


# --- arguments left out


def test_an_argument_left_out_is_its_default_and_so_is_a_blank_one() -> None:
    assert LEFT_OUT == MISSING
    by_hand = 100 * 2 * 3 * 1.0  # the margin left out is 1
    assert from_vba("LTV", (100.0, 2.0, 3.0, LEFT_OUT)) == from_vba("LTV", (100.0, 2.0, 3.0, None)) == by_hand
    assert from_vba("LTV", (100.0, 2.0, 3.0, 0.5)) == by_hand / 2


def test_an_argument_may_be_left_out_between_others() -> None:
    given = from_vba("LTV_CHURN", (500.0, 0.25, LEFT_OUT, 2.0, LEFT_OUT))
    assert rows(given) == expected("LTV_CHURN", [500, 0.25, 0, 2])


def test_a_required_argument_left_out_is_an_error_and_the_reason_names_it() -> None:
    assert from_vba("ROMI", (5.0, LEFT_OUT)) == "#VALUE!"
    assert "missing the argument spend" in from_vba("KPI_WHY", ("ROMI", 5.0))  # type: ignore[operator]


def test_repeated_arguments_may_be_many_or_none() -> None:
    assert from_vba("PROFIT", (100.0, 20.0)) == 80.0
    assert from_vba("PROFIT", (100.0, 20.0, 30.0, LEFT_OUT, 5.0)) == 45.0


def test_too_many_arguments_are_refused() -> None:
    assert from_vba("ROMI", (1.0, 2.0, 3.0)) == "#VALUE!"
    assert from_vba("PROFIT", (1.0,) * 256) == "#VALUE!"


# --- ranges


def test_one_bad_cell_spoils_its_own_row_only() -> None:
    profit = ((150.0,), (None,), ("abc",), (ERRORS["#N/A"],), (CALC,), (300.0,))
    spend = ((100.0,), (100.0,), (100.0,), (100.0,), (100.0,), (0.0,))
    assert from_vba("ROMI", (profit, spend)) == [(0.5,), ("",), ("#VALUE!",), ("#N/A",), ("#VALUE!",), ("#DIV/0!",)]


def test_a_row_stays_a_row_even_if_it_comes_flat() -> None:
    assert from_vba("ROMI", (((150.0, 300.0),), 100.0)) == [(0.5, 2.0)]
    assert from_vba("ROMI", ((150.0, 300.0), 100.0)) == [(0.5, 2.0)]


def test_a_row_meets_a_column_in_a_grid() -> None:
    assert from_vba("ROMI", ((150.0, 300.0), ((100.0,), (50.0,)))) == [(0.5, 2.0), (2.0, 5.0)]


def test_ranges_of_different_length_have_no_partner_in_some_rows() -> None:
    assert from_vba("ROMI", (((1.0,), (2.0,)), ((1.0,), (2.0,), (4.0,)))) == [(0.0,), (0.0,), ("#N/A",)]


def test_a_range_of_one_cell_is_that_cell() -> None:
    assert from_vba("ROMI", (((150.0,),), ((100.0,),))) == 0.5
    assert from_vba("ROMI", ((ERRORS["#REF!"],), 1.0)) == "#REF!"


def test_nothing_at_all_is_an_error_and_no_traceback() -> None:
    assert from_vba("ROMI", ()) == from_vba("ROMI", ((), 1.0)) == from_vba("KPI_WHY", ((), 1.0)) == "#VALUE!"
    assert from_vba("KPI_WHY", ()) == UnknownFunction("", []).message()


def test_a_table_speaks_the_language_asked_for() -> None:
    arguments = ((("Visit",), ("Lead",)), ((100.0,), (10.0,)), LEFT_OUT, LEFT_OUT)
    assert rows(from_vba("FUNNEL_TABLE", arguments, "ru"))[0][:2] == ["Шаг", "Количество"]
    assert rows(from_vba("FUNNEL_TABLE", (*arguments[:3], "en"), "ru"))[0][:2] == ["Stage", "Count"]


# --- what xlwings hands over


def test_xlwings_hands_over_currency_as_decimals_and_dates_as_dates() -> None:
    assert from_xlwings("ROMI", [[[Decimal("150.0000")]], [[100.0]]]) == 0.5
    assert from_xlwings("ROMI", [[[Decimal(150)], [Decimal(300)]], [[100.0]]]) == [(0.5,), (2.0,)]
    began, closed = [[datetime.datetime(2026, 1, 10)]], [[datetime.datetime(2026, 1, 15, 12)]]
    assert from_xlwings("DEAL_CYCLE", [began, closed, None]) == 5.5


def test_xlwings_hands_over_old_errors_as_texts_and_new_ones_as_numbers() -> None:
    assert from_xlwings("ROMI", [[["#DIV/0!"], [NEWER_ERRORS["#SPILL!"]], [2.0]], [[1.0]]]) == [("#DIV/0!",), ("#VALUE!",), (1.0,)]


def test_xlwings_hands_over_nothing_for_an_argument_left_out() -> None:
    assert from_xlwings("LTV", [[[100.0]], [[2.0]], [[3.0]], None]) == 600.0


# --- why


def test_why_is_blank_where_nothing_is_wrong_and_says_else_what() -> None:
    assert from_vba("KPI_WHY", ("ROMI", 1.0, 2.0)) == ""
    assert from_vba("KPI_WHY", ("ROMI", 5000.0, 0.0)) == calculate("ROMI", [5000, 0]).message("en")  # type: ignore[union-attr]
    assert from_vba("KPI_WHY", ("romi", 5000.0, 0.0), "ru").startswith("ROMI: расход = 0.")  # type: ignore[union-attr]


def test_why_answers_cell_by_cell() -> None:
    reasons = rows(from_vba("KPI_WHY", ("ROMI", ((1.0,), (ERRORS["#N/A"],)), 2.0)))
    assert reasons[0] == [""]
    assert reasons[1][0].startswith("ROMI, row 2, gross_profit: it is the error #N/A.")


def test_why_does_not_know_every_name() -> None:
    assert "Did you mean ROMI" in from_vba("KPI_WHY", ("ROMMI", 1.0))  # type: ignore[operator]
    assert from_vba("KPI_WHY", (5.0, 1.0)) == UnknownFunction("5.0", []).message()


def test_why_behind_a_prefix_takes_names_with_it_and_without() -> None:
    told = {from_vba("MK_KPI_WHY", (name, 5000.0, 0.0)) for name in ("MK_ROMI", "mk_romi ", "ROMI")}
    assert told == {from_vba("KPI_WHY", ("ROMI", 5000.0, 0.0))}
    unknown = from_vba("KPI_WHY", ("MK_ROMI", 5000.0, 0.0))
    assert unknown.startswith("There is no function MK_ROMI."), "without a prefix there is none"  # type: ignore[union-attr]


# --- what it needs


def test_the_texts_of_errors_are_those_that_sheetkpi_knows() -> None:
    assert set(ERRORS) | set(NEWER_ERRORS) <= set(ERROR_CODES)


def test_a_call_needs_the_standard_library_alone() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from sheetkpi.hosts.excel.calls import from_xlwings\n"
        "assert from_xlwings('ROMI', [[[150.0]], [[100.0]]]) == 0.5\n"
        "found = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*sorted(found - set(sys.stdlib_module_names) - {'sheetkpi', '__main__'}))"
    )
    answer = subprocess.run([sys.executable, "-I", "-S", "-c", code, str(ROOT)], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "", "xlwings Lite has no more"
