"""A table of channels in a sheet: which of its rows count, and in which unit."""

from typing import Any

import pytest

from sheetkpi import WrongType, channel_compare

HEAD = ["Канал", "Расход", "Клиенты", "Выручка", "Маржа"]
A, B, C = ["А", 100, 2, 300, 0.5], ["Б", 50, 2, 300, 0.5], ["В", 70, 3, 400, 0.5]


def spend(*rows: list[Any], head: list[str] = HEAD) -> float:
    """The spend of all channels."""
    total: float = channel_compare([head, *rows])["spend"][-1]
    return total


@pytest.mark.parametrize("name", ["План", "Факт", "Отклонение", "Выполнение", "Forecast", "Variance"])
def test_a_row_of_a_plan_or_a_deviation_is_no_channel(name: str) -> None:
    assert spend(A, B, [name, 500, 10, 2000, 0.5]) == 150


@pytest.mark.parametrize("beginning", ["в т.ч. ", "в том числе ", "из них ", "incl. ", "of which "])
def test_rows_that_say_that_they_are_parts_do_not_count(beginning: str) -> None:
    parts = [[f"{beginning}Поиск", 100, 2, 300, 0.5], [f"{beginning}РСЯ", 50, 2, 300, 0.5]]
    assert spend(["Яндекс", 150, 4, 600, 0.5], *parts, C) == 220


def test_a_repeated_header_is_no_channel() -> None:
    assert spend(A, HEAD, B) == 150


def test_a_channel_above_its_campaigns_counts_once() -> None:
    head = ["Канал", "Кампания", "Расход", "Клиенты", "Выручка", "Маржа"]
    rows = [["Я", None, 150, 4, 600, 0.5], ["Я", "к1", 100, 2, 300, 0.5], ["Я", "к2", 50, 2, 300, 0.5], ["В", "к3", 30, 3, 90, 0.5]]
    assert spend(*rows, head=head) == 180


def test_levels_count_once() -> None:
    head = ["Уровень", "Кампания", "Расход", "Клиенты", "Выручка"]
    rows = [["Кампания", "А", 150, 4, 600], ["Группа", "А", 100, 3, 350], ["Группа", "А", 50, 1, 250]]
    assert spend(*rows, head=head) == 150


def test_groups_of_rows_under_ordinary_names_are_refused() -> None:
    groups = [["Контекст", 150, 4, 600, None], A, B, ["Соцсети", 30, 3, 90, None], ["Г", 10, 1, 40, 0.5], ["Д", 20, 2, 50, 0.5]]
    with pytest.raises(WrongType) as refused:
        spend(*groups)
    assert refused.value.what.facts["name"] == "Контекст"


def test_a_month_among_its_days_is_refused() -> None:
    rows = [["2026-08-01", *A], ["2026-08-02", *A], ["август 2026", "А", 200, 4, 600, 0.5], ["2026-08-01", *B]]
    with pytest.raises(WrongType) as refused:
        spend(*rows, head=["Дата", *HEAD])
    assert refused.value.what.facts["period"] == "август 2026"


def test_months_alone_are_added_up() -> None:
    assert spend(["июль 2026", *A], ["август 2026", *A], ["август 2026", *B], head=["Месяц", *HEAD]) == 250


def test_amounts_in_two_currencies_are_refused() -> None:
    head = ["Канал", "Расход, $", "Клиенты", "Выручка, ₽", "Маржа"]
    with pytest.raises(WrongType) as refused:
        spend(A, B, head=head)
    assert refused.value.what.facts["currencies"] == "RUB, USD"


def test_a_margin_under_a_percent_sign_is_a_percentage() -> None:
    head = ["Канал", "Расход", "Клиенты", "Выручка", "Маржа, %"]
    table = channel_compare([head, ["А", 100, 2, 300, 50], ["Б", 50, 2, 300, 1]])
    assert table["gross_profit"][:2] == [150, 3]
