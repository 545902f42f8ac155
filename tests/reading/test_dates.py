"""Dates, however they are written: the right day, or a refusal."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkpi.reading.dates import EARLIEST, FIRST_DAY, LATEST, Dates, NoDate


def day_of(cell: object, *neighbours: object) -> str:
    return (FIRST_DAY + datetime.timedelta(days=Dates.of([cell, *neighbours]).read(cell))).isoformat()


@pytest.mark.parametrize(
    "cell",
    [
        "2026-01-31",
        " 2026-1-31 ",
        "2026/01/31",
        "2026-01-31T10:15:00+03:00",
        "2026-01-31 10:15",
        "20260131",
        20260131.0,
        "31.01.2026",
        "31.1.2026",
        "31.01.26",
        "31.01.2026 г.",
        "31.01.2026 23:59:59",
        "01/31/2026",
        "1/31/26",
        "31/01/2026",
        "31-01-2026",
        "31 января 2026 г.",
        "31 янв. 2026",
        "31-Jan-2026",
        "Jan 31, 2026",
        "January 31 2026",
        46053,
        46053.75,
        "46053",
        datetime.date(2026, 1, 31),
        datetime.datetime(2026, 1, 31, 23, 59),
    ],
)
def test_a_date_is_known_however_it_is_written(cell: object) -> None:
    assert day_of(cell) == "2026-01-31"


def test_a_month_is_its_first_day() -> None:
    assert day_of("2026-03") == "2026-03-01"
    assert day_of("1 мая 2026") == "2026-05-01"


@pytest.mark.parametrize(("neighbour", "day"), [("01/31/2026", "2026-02-03"), ("31/01/2026", "2026-03-02")])
def test_a_neighbour_shows_whether_the_day_or_the_month_comes_first(neighbour: str, day: str) -> None:
    assert day_of("02/03/2026", neighbour) == day


@pytest.mark.parametrize("neighbours", [[], ["05/05/2026"], ["01/31/2026", "31/01/2026"]])
def test_a_date_that_may_be_two_days_is_refused_and_both_are_named(neighbours: list[str]) -> None:
    with pytest.raises(NoDate, match=r"“02/03/2026” may be 2026-03-02 or 2026-02-03\. Write the date as 2026-03-02 or 2026-02-03\."):
        Dates.of(["02/03/2026", *neighbours]).read("02/03/2026")


def test_the_same_day_either_way_is_one_day() -> None:
    assert day_of("05/05/2026") == "2026-05-05"


@pytest.mark.parametrize(
    "cell", ["32.01.2026", "2026-02-31", "31/31/2026", "soon", "", "2026", 2026.0, 5, True, "15 foo 2026", datetime.time(1)]
)
def test_what_is_no_date_is_refused_with_the_way_to_write_one(cell: object) -> None:
    with pytest.raises(NoDate, match=r"is not a date\. Write it as 2026-01-31 or 31\.01\.2026\."):
        Dates.of([cell]).read(cell)


@pytest.mark.parametrize("cell", ["0026-01-31", "31.01.2126", datetime.date(1900, 1, 1)])
def test_a_year_that_cannot_be_right_is_refused(cell: object) -> None:
    with pytest.raises(NoDate, match="Correct the year"):
        Dates().read(cell)


@given(st.dates(EARLIEST, LATEST), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%d %b %Y"]))
def test_every_day_is_read_back(day: datetime.date, how: str) -> None:
    assert day_of(day.strftime(how)) == day.isoformat()


@given(st.one_of(st.text(), st.floats(), st.from_regex(r"\d{1,4}[-./ ]\d{1,3}[-./ ]\d{1,5}")))
def test_anything_else_is_a_day_of_our_time_or_refused(cell: object) -> None:
    try:
        day = FIRST_DAY + datetime.timedelta(days=Dates.of([cell]).read(cell))
    except NoDate:
        return
    assert EARLIEST <= day <= LATEST
