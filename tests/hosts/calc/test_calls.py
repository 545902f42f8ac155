"""A call of Calc without Calc: what it hands over is understood, and its cells get back what they can hold."""

import math
import struct
from typing import Any

import pytest

from sheetkpi import KPIS
from sheetkpi.hosts.calc.calls import ERROR_NUMBERS, CalcRange, answer, error_value, why
from sheetkpi.model.errors import ERROR_CODES
from tests.hosts.calc.handing_over import DIFFERENCES, ERRORS, agree, all_handed_over, shown
from tests.printing.cases import PRINTABLE, cases

CODES = {number: code for code, number in ERROR_NUMBERS.items()}


def given(name: str, *arguments: Any) -> list[Any]:
    """Arguments as Calc hands them over: one for each parameter, None where it is left out, the repeated ones as one."""
    parameters = KPIS[name].parameters
    handed = [_range(argument) if isinstance(argument, list) else _cell(argument) for argument in arguments]
    single = len(parameters) - parameters[-1].variadic
    alone = [*handed[:single], *[None] * (single - len(handed))]
    return [*alone, tuple(handed[single:])] if parameters[-1].variadic else alone


def _range(argument: list[Any]) -> tuple[tuple[Any, ...], ...]:
    """A list is a column, and a blank in it is an empty text."""
    rows = [row if isinstance(row, list) else [row] for row in argument]
    return tuple(tuple("" if cell is None else _cell(cell) for cell in row) for row in rows)


def _cell(value: Any) -> Any:
    return float(value) if isinstance(value, int) else value


def read(cells: CalcRange) -> list[list[Any]]:
    """Cells as Calc understands them: a float that is no number is an error."""
    return [[{"error": CODES[number_of(cell)]} if cell != cell else cell for cell in row] for row in cells]  # noqa: PLR0124


def number_of(nan: Any) -> int:
    """The number of an error, as Calc reads it out of a float."""
    number, _ = struct.unpack("<II", struct.pack("<d", nan))
    return int(number)


def ask(name: str, *arguments: Any, language: Any = "en") -> list[list[Any]]:
    return read(answer(KPIS[name], given(name, *arguments), language))


# --- errors


@pytest.mark.parametrize(("code", "number"), ERROR_NUMBERS.items())
def test_an_error_is_a_float_that_holds_its_number(code: str, number: int) -> None:
    value = error_value(code)
    _, high = struct.unpack("<II", struct.pack("<d", value))
    assert math.isnan(value)
    assert number_of(value) == number
    assert high == 0x7FF80000, "a quiet NaN, which no processor changes on its way"


def test_calc_has_a_number_for_every_error_that_a_function_makes() -> None:
    assert {"#DIV/0!", "#VALUE!", "#NUM!", "#N/A"} <= ERROR_NUMBERS.keys()
    strange = set(ERROR_CODES) - ERROR_NUMBERS.keys()
    assert "#SPILL!" in strange
    assert {number_of(error_value(code)) for code in strange} == {ERROR_NUMBERS["#VALUE!"]}


# --- results


@pytest.mark.parametrize("name", PRINTABLE)
def test_every_case_gives_what_python_gives(name: str) -> None:
    for case in cases(name):
        arguments = all_handed_over(name, case, DIFFERENCES)
        if not any(isinstance(argument, str) and argument in ERRORS for argument in arguments):  # else Calc does not call
            assert agree(ask(name, *arguments), shown(name, arguments)), f"{name}{tuple(case)}"


@pytest.mark.parametrize(
    ("arguments", "cells"),
    [
        ([100000, 50000], [[1.0]]),
        ([5000, 0], [[{"error": "#DIV/0!"}]]),
        (["x", 1], [[{"error": "#VALUE!"}]]),
        (["", 1], [[""]]),
        ([None, 1], [[""]]),
        ([[1, 4], [1, 2]], [[0.0], [1.0]]),
        ([[[1, 4]], 1], [[0.0, 3.0]]),
        ([[[2, 4]], [1, 2]], [[1.0, 3.0], [0.0, 1.0]]),
        ([[1], 1], [[0.0]]),
        ([[1, None, "x", 4], 2], [[-0.5], [""], [{"error": "#VALUE!"}], [1.0]]),
        ([[1, 2], [1, 2, 3]], [[0.0], [0.0], [{"error": "#N/A"}]]),
    ],
)
def test_cells_come_back_in_the_shape_of_the_ranges(arguments: list[Any], cells: list[list[Any]]) -> None:
    assert ask("ROMI", *arguments) == cells


def test_only_floats_and_texts_come_back() -> None:
    for kpi in KPIS.values():
        for example in kpi.examples:
            rows = answer(kpi, given(kpi.name, *example.arguments), "en")
            assert {type(row) for row in (rows, *rows)} == {tuple}
            assert {type(cell) for row in rows for cell in row} <= {float, str}


def test_arguments_left_out_at_the_end_take_their_defaults() -> None:
    assert ask("MAX_CPO", 1400) == [[1400.0]]
    assert ask("LTV_CHURN", 500, 0.05) == [[pytest.approx(10000)]]
    assert ask("ROMI", 1) == [[{"error": "#VALUE!"}]], "a required one is missed"


def test_arguments_left_out_in_the_middle_take_their_defaults() -> None:
    assert ask("LTV_CHURN", 500, 0.5, None, 2, "later") == [[pytest.approx(375)]]


def test_repeated_arguments_come_as_one() -> None:
    assert ask("FUNNEL_RATE", 0.5, 0.5, None, 0.5) == [[0.125]]
    assert ask("FUNNEL_RATE", 0.5) == [[0.5]]
    assert ask("FUNNEL_RATE", [0.5, 0.2], 0.5, [0.5, None]) == [[0.125], [0.1]]
    assert ask("PROFIT", 5) == [[{"error": "#VALUE!"}]], "a required one before them is missed"


def test_the_words_of_a_table_are_in_the_language_asked_for() -> None:
    arguments = (50000, 100000, 0.3, 2000, 0.3, 0.1)
    assert ask("DECOMPOSE", *arguments)[0][0] == "Figure"
    assert ask("DECOMPOSE", *arguments, language="ru")[0][0] == "Показатель"
    assert ask("DECOMPOSE", *arguments, None, "ru", language="en")[0][0] == "Показатель"


# --- why


def test_why_is_blank_where_nothing_is_wrong() -> None:
    assert why("ROMI", [100000.0, 50000.0], "en") == (("",),)
    assert why("ROMI", ["", 50000.0], "en") == (("",),)
    assert why("MAX_CPO", [1400.0, None], "en") == (("",),)


def test_why_says_it_in_the_language_asked_for() -> None:
    assert why("ROMI", [5000.0, 0.0], "en")[0][0].startswith("ROMI: spend is 0.")
    assert why("romi ", [5000.0, 0.0], "ru")[0][0].startswith("ROMI: расход = 0.")


def test_why_answers_cell_by_cell() -> None:
    (first,), (second,) = why("ROMI", [((1.0,), (2.0,)), ((1.0,), (0.0,))], "en")
    assert first == ""
    assert second.startswith("ROMI, row 2: spend is 0.")


def test_why_knows_no_such_function() -> None:
    assert "ROMI" in why("ROMMI", [1.0], "en")[0][0]
    assert why(1.0, [1.0], "en")[0][0].startswith("There is no function 1.0")
