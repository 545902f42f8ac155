"""Why a KPI shows an error: for cells that have no other place to say it."""

from sheetkpi import CellError, Range, calculate
from sheetkpi.hosts.companions import why


def test_it_is_what_the_error_of_the_cell_says() -> None:
    failed = calculate("ROMI", [5000, 0])
    assert isinstance(failed, CellError)
    assert why("ROMI", [5000, 0], "en") == failed.message("en")
    assert why("ROMI", [5000, 0], "ru") == failed.message("ru") != failed.message("en")


def test_it_is_blank_where_nothing_is_wrong() -> None:
    assert why("ROMI", [5000, 1000], "en") == ""
    assert why("ROMI", [None, 1000], "en") == "", "a blank result is no error"


def test_a_range_gets_a_reason_for_each_cell() -> None:
    told = why("ROMI", [[1, "x", 3], 2], "en")
    assert isinstance(told, Range)
    assert [bool(reason) for reason in told.values] == [False, True, False]
    assert told.values[1].startswith("ROMI, row 2: gross_profit is the text “x”.")


def test_a_name_that_does_not_exist_is_told_with_those_that_do() -> None:
    assert str(why("ROMMI", [1, 2], "en")).startswith("There is no function ROMMI. Did you mean ROMI")


def test_a_name_may_have_the_prefix_of_the_sheet_or_not() -> None:
    reasons = {why(name, [5000, 0], "en", "MK_") for name in ("MK_ROMI", " mk_romi", "ROMI", "romi")}
    assert reasons == {why("ROMI", [5000, 0], "en")}
