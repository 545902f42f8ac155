"""What a cell means: each line of the table, for one cell and for cells in a range."""

import math
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sheetkpi import KPIS, CellError, ErrorCell, Range, calculate


def code(result: Any) -> Any:
    return result.code if isinstance(result, CellError) else result


@pytest.mark.parametrize(
    ("arguments", "want"),
    [
        ((100000, 50000), 1.0),
        ((None, 50000), None),
        (("", 50000), None),
        (("  ", 50000), "#VALUE!"),
        ((math.nan, 50000), None),
        (("abc", 50000), "#VALUE!"),
        ((b"abc", 50000), "#VALUE!"),
        ((True, 50000), "#VALUE!"),
        (("100000", 50000), "#VALUE!"),
        ((ErrorCell("#REF!"), 50000), "#REF!"),
        (("#N/A", 50000), "#N/A"),
        (("#Н/Д", 50000), "#N/A"),
        (("#ДЕЛ/0!", None), "#DIV/0!"),
        ((100000, 0), "#DIV/0!"),
        ((0, 0), "#DIV/0!"),
        ((math.inf, 5), "#NUM!"),
        ((10**400, 5), "#NUM!"),
        ((1e308, 1e-308), "#NUM!"),
        ((Decimal(100000), Fraction(50000)), 1.0),
        ((object(), 50000), "#VALUE!"),
    ],
)
def test_one_cell(arguments: tuple[Any, ...], want: Any) -> None:
    assert code(calculate("ROMI", arguments)) == want
    in_a_range = calculate("ROMI", [[[argument]] for argument in arguments])
    assert isinstance(in_a_range, Range)
    assert [code(cell) for cell in in_a_range.values] == [want]


@pytest.mark.parametrize(
    ("name", "arguments", "want"),
    [
        ("ROMI_MARGIN", (144000, 30, 50000), "#NUM!"),
        ("ROMI_MARGIN", (144000, -0.1, 50000), "#NUM!"),
        ("CPO", (100, -1), "#NUM!"),
        ("MAX_CPO", (1400, 3), 350),
        ("SMART_TARGET", (1000, -1.5), "#NUM!"),
        ("NPS", ([11],), "#NUM!"),
        ("NPS", ([None, "", "n/a", True],), "#DIV/0!"),
        ("NPS", ([9, "#REF!"],), "#REF!"),
        ("RATIO_OF_SUMS", ([1, "x"], [1, 2]), "#VALUE!"),
        ("RATIO_OF_SUMS", ([1, None], [2, 5]), 0.5),
        ("RATIO_OF_SUMS", ([1, 2], [1, 2, 3]), "#N/A"),
        ("CONVERSION_BOUND", (6, 30, "middle"), "#VALUE!"),
        ("CONVERSION_BOUND", (6, 30, "LOW", 0.95), 0.09505107177289876),
        ("CONVERSION_BOUND", (6, 30, " low ", 0.95), "#VALUE!"),
        ("PROFIT", (5000, 1000, None, 500), 3500),
        ("CAGR", (1000, -1200, 2), "#NUM!"),
    ],
)
def test_limits_options_and_ranges_read_whole(name: str, arguments: tuple[Any, ...], want: Any) -> None:
    got = code(calculate(name, arguments))
    assert got == (pytest.approx(want) if isinstance(want, float) else want)


def test_a_blank_optional_argument_is_its_default_wherever_it_stands() -> None:
    assert calculate("LTV_CHURN", [500, 0.05, None, 12]) == calculate("LTV_CHURN", [500, 0.05, 0, 12])
    assert calculate("LTV", [1200, 12, 5, ""]) == 72000
    margins = calculate("LTV", [1200, 12, 5, [0.5, None]])
    assert isinstance(margins, Range)
    assert margins.values == [36000, 72000]


def test_an_error_comes_before_a_blank_a_blank_before_a_text_and_a_text_before_a_limit() -> None:
    assert code(calculate("ROMI", ["#REF!", None])) == "#REF!"
    assert code(calculate("ROMI", [None, "abc"])) is None
    assert code(calculate("MAX_CPC", [1, 30, "abc"])) == "#VALUE!"
    assert code(calculate("MAX_CPC", [1, 30, 0.5])) == "#NUM!"


def test_dates_become_serial_numbers() -> None:
    started, closed = [date(2026, 1, 10), datetime(2026, 2, 1)], [date(2026, 1, 31), datetime(2026, 3, 15)]
    assert calculate("DEAL_CYCLE", [started, closed]) == 31.5


def test_a_zero_denominator_is_never_zero_nor_infinity() -> None:
    for name in ("CPC", "CPL", "CPO", "ROAS", "CTR", "SHARE_OF", "GROWTH_RATE"):
        assert code(calculate(name, [0, 0])) == "#DIV/0!"


@pytest.mark.parametrize(
    ("name", "arguments", "english", "russian"),
    [
        ("CPO", [100, 0], "CPO: orders is 0.", "CPO: заказы = 0."),
        ("TARGET_REVENUE", [5, 1], "TARGET_REVENUE: 1 − cost share is 0.", "TARGET_REVENUE: 1 − доля издержек = 0."),
        ("ROMI", ["1 000", 5], "ROMI: gross_profit is the text “1 000”.", "ROMI: валовая прибыль (gross_profit) — текст «1 000»."),
        ("ROMI", [1, True], "ROMI: spend is true or false.", "ROMI: расход (spend) — ИСТИНА или ЛОЖЬ."),
        ("LTV", [1, 2, 3, 60], "margin is 60, a share lies between 0 and 1. Write 30% as 0.3 or 30%", "30 % пишут как 0,3 или 30%"),
        ("MAX_CPL", [1, 0.5], None, None),
        (
            "CPO",
            [[[1], [2]], [[5], [-2.5]]],
            "CPO, row 2: orders is -2.5 and must not be negative.",
            "CPO, строка 2: заказы (orders) = -2,5",
        ),
        ("CPO", [1, [[5, 0]]], "CPO, column 2: orders is 0.", "CPO, столбец 2: заказы = 0."),
        ("CPO", [[[1, 2], [3, 4]], [[1, 1], [1, "x"]]], "CPO, row 2, column 2: orders is the text “x”.", "CPO, строка 2, столбец 2"),
        ("CPO", [[1, 2, 3], [1, 2]], "a range of 2 × 1 cells is smaller", "диапазон 2 × 1 ячеек меньше"),
        ("ROMI", [1], "ROMI is missing the argument spend: What the marketing cost", "ROMI: не хватает аргумента расход (spend): Сколько"),
        ("ROMI", [1, 2, 3], "ROMI takes at most 2 arguments, but got 3.", "ROMI: аргументов не больше 2, а дано 3."),
        (
            "CAGR",
            [1, -2, 2],
            "the arguments must satisfy end value ≥ 0",
            "должно выполняться условие значение в конце ≥ 0",
        ),
        (
            "CONVERSION_BOUND",
            [31, 30, "low"],
            "the arguments must satisfy successes ≤ attempts",
            "должно выполняться условие успехи ≤ попытки",
        ),
        ("NPS", [[None]], "NPS: number of scores is 0.", "NPS: количество (оценки) = 0."),
        ("NPS", [[5, 11]], "NPS, row 2: scores is 11 and must lie between 0 and 10.", "NPS, строка 2: оценки (scores) = 11"),
        ("DEAL_CYCLE", [[1], [None]], "number of close dates − start dates is 0", "количество (даты закрытия − даты начала) = 0"),
        (
            "KPI_STATUS",
            [1, 2, "up"],
            "better is “up”. Give one of: higher, lower.",
            "лучше (better) = «up». Укажите одно из: higher, lower.",
        ),
        ("SMART_TARGET", [1, -2], "growth is -2 and must not be below -1", "рост (growth) = -2"),
        ("CPO", [1e308, 1e-308], "CPO: the result is too large for a number.", "CPO: результат слишком велик для числа."),
        ("ROMI", [10**400, 1], "ROMI, gross_profit: the number is too large.", "число слишком велико."),
        ("DECOMPOSE", [1, 2, 30, 4, 0.5, 0.6], "cost_share is 30", "доля издержек (cost_share) = 30"),
        (
            "BID_GRID",
            [[[1, 2]], [0.1], [0.2]],
            "customer_cost is a range. Give one value.",
            "стоимость клиента (customer_cost) — диапазон.",
        ),
        ("BID_GRID", [None, [0.1], [0.2]], "customer_cost is blank. Fill it in.", "пустая ячейка в аргументе стоимость клиента"),
    ],
)
def test_an_error_names_argument_place_and_remedy_in_both_languages(
    name: str, arguments: list[Any], english: str | None, russian: str | None
) -> None:
    result = calculate(name, arguments)
    cells = result.values if isinstance(result, Range) else [result]
    errors = [cell for cell in cells if isinstance(cell, CellError)]
    if english is None or russian is None:
        assert not errors
        return
    assert english in errors[0].message("en")
    assert russian in errors[0].message("ru")


@pytest.mark.parametrize("name", [name for name, kpi in KPIS.items() if kpi.result.name == "value"])
def test_all_blank_arguments_never_fail_loudly(name: str) -> None:
    result = calculate(name, [None] * KPIS[name].required)
    assert result is None or code(result) == "#DIV/0!"
