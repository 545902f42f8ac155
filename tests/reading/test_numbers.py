"""Numbers, however they are written: the right amount, or a refusal."""

import datetime
from math import isfinite
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkpi.reading.numbers import LARGEST, NoNumber, Numbers


def number_of(cell: object, *neighbours: object, kind: Any = "money", usual: Any = None) -> float | None:
    return Numbers.of([cell, *neighbours], usual).read(cell, kind)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1 234,56", 1234.56),
        ("1\u00a0234,56 ₽", 1234.56),
        ("1234.56", 1234.56),
        ("1,234.56", 1234.56),
        ("1.234,56 €", 1234.56),
        ("$1,234", 1234),
        ("£ 1,234.50", 1234.5),
        ("12 345 руб.", 12345),
        ("−5", -5),
        ("0,305", 0.305),
        ("1e3", 1000),
        (7, 7),
        (7.5, 7.5),
    ],
)
def test_an_amount_is_known_however_it_is_written(cell: object, number: float) -> None:
    assert number_of(cell) == number


@pytest.mark.parametrize("cell", ["", " ", "-", "--", "—", "н/д", "N/A", None])
def test_what_programs_write_for_nothing_is_blank(cell: object) -> None:
    assert number_of(cell, kind="count") is None


@pytest.mark.parametrize(
    ("neighbour", "number"),
    [("12,5", 1.234), ("0,75", 1.234), ("1 234,567", 1.234), ("1234,5", 1.234), ("1,234.5", 1234), ("1,234,567", 1234), ("$5,678", 1234)],
)
def test_the_other_numbers_of_the_file_show_what_a_comma_does(neighbour: str, number: float) -> None:
    for kind in ("money", "count"):
        assert number_of("1,234", neighbour, kind=kind) == number


def test_counts_have_no_thousandths_where_commas_may_part_thousands() -> None:
    assert number_of("1,234", kind="count") == 1234
    with pytest.raises(NoNumber, match=r"“1,234” may be 1234 or 1,2340\. Write one of these\."):
        number_of("1,234", kind="count", usual="decimals")
    assert number_of("1,2340", kind="count", usual="decimals") == 1.234


def test_an_amount_that_may_be_two_is_refused_unless_the_file_is_of_a_country() -> None:
    with pytest.raises(NoNumber, match="may be 1234 or 1,2340"):
        number_of("1,234", kind="spend")
    assert number_of("1,234", kind="spend", usual="decimals") == 1.234
    with pytest.raises(NoNumber, match="may be"):
        number_of("1,234", "12,5", "1,234.5", kind="spend")


def test_a_point_before_three_digits_is_refused_where_it_may_part_thousands() -> None:
    for neighbours in ([], ["12,5"]):
        with pytest.raises(NoNumber, match=r"“1\.234” may be 1234 or 1,2340"):
            number_of("1.234", *neighbours, kind="count")
    assert number_of("1.234", "12.5", kind="count") == 1.234
    assert number_of("1.234", kind="money") == 1.234


@pytest.mark.parametrize("cell", ["five", "12 34", "=1+1", "#DIV/0!", True, datetime.date(2026, 1, 1), "2026-01-01", "nan", "inf"])
def test_what_is_no_number_is_refused(cell: object) -> None:
    with pytest.raises(NoNumber, match=r"is not a number\. Write one, or leave the cell blank\."):
        number_of(cell)


def test_a_percentage_is_no_amount() -> None:
    with pytest.raises(NoNumber, match="“12%” is a percentage"):
        number_of("12%")


@pytest.mark.parametrize("kind", ["count", "spend"])
def test_counts_and_spend_are_never_negative_and_revenue_may_be(kind: str) -> None:
    with pytest.raises(NoNumber, match=r"-5 is negative\. Check the sign\."):
        number_of("-5", kind=kind)
    assert number_of("-5", kind="money") == -5


@pytest.mark.parametrize("cell", ["1e999", 1e16, float("inf"), float("nan")])
def test_a_number_beyond_reason_is_refused(cell: object) -> None:
    with pytest.raises(NoNumber, match="too large"):
        number_of(cell)


@given(st.floats(-1e9, 1e9).map(lambda x: round(x, 2)), st.sampled_from(["{:.2f}", "{:,.2f}", "{:,.2f} ₽"]), st.booleans())
def test_an_amount_with_two_decimals_is_read_back(amount: float, how: str, is_russian: bool) -> None:
    text = how.format(amount)
    if is_russian:
        text = text.replace(",", "\u00a0").replace(".", ",")
    assert number_of(text) == pytest.approx(amount)


@given(
    st.lists(
        st.one_of(st.text(), st.floats(), st.booleans(), st.from_regex(r"[-+$₽ ]*\d{0,4}[,. ]\d{0,4}[,. ]\d{0,4} ?[%₽e]?")), min_size=1
    )
)
def test_anything_else_is_a_sound_number_or_refused(cells: list[object]) -> None:
    numbers = Numbers.of(cells, None)
    for cell in cells:
        for kind in ("count", "money"):
            try:
                number = numbers.read(cell, kind)  # type: ignore[arg-type]
            except NoNumber:
                continue
            assert number is None or (isfinite(number) and abs(number) <= LARGEST)
