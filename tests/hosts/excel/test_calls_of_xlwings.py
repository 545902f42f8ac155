"""The printed module called by the real xlwings gives what Python gives: scalars, ranges, dates, currency, errors."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from sheetkpi import KPIS
from sheetkpi.translation import Language
from tests.hosts.excel.conftest import PREFIXED
from tests.hosts.excel.excel import Cells, Excel
from tests.hosts.excel.handing_over import ERRORS, LEFT_OUT, NEWER_ERRORS, as_currency, declared, expected, rows, value
from tests.printing.cases import PRINTABLE, SEVERAL, cases, cases_of_several

#: How many of the random cases each KPI gets: xlwings takes its time.
RANDOM_CASES = 25

FORMS: dict[str, Callable[[Any], Any]] = {
    "values": value,
    "ranges": lambda argument: Cells(value(argument)),
    "currency": lambda argument: Cells(as_currency(value(argument))),
}


def asked(name: str) -> list[list[Any]]:
    """Arguments for a KPI: all of its examples, and some random ones."""
    examples = [list(example.arguments) for example in KPIS[name].examples]
    drawn = cases(name) if name in PRINTABLE else cases_of_several(name) if name in SEVERAL else []
    return examples + drawn[-RANDOM_CASES:]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", KPIS)
def test_every_kpi_shows_what_python_gives(excel: Excel, name: str, form: str) -> None:
    calls = [("sheetkpi_udfs_en", name, declared(name, list(map(FORMS[form], arguments)))) for arguments in asked(name)]
    answers = excel.ask("many", "call", calls)
    wrong = [
        f"{name}{tuple(arguments)}: {rows(got)}, not {want}"
        for arguments, got in zip(asked(name), answers, strict=True)
        if rows(got) != (want := expected(name, arguments))
    ]
    assert not wrong, f"{len(wrong)} of {len(calls)} calls, such as:\n" + "\n".join(wrong[:5])


def formula(excel: Excel, name: str, *arguments: Any, language: Language = "en") -> Any:
    return excel.ask("call", f"sheetkpi_udfs_{language}", name, arguments)


def test_one_number_is_shown_as_one_number(excel: Excel) -> None:
    assert formula(excel, "ROMI", Cells(150.0), Cells(100.0)) == 0.5


def test_a_column_spills_down_and_a_row_to_the_right(excel: Excel) -> None:
    assert formula(excel, "ROMI", Cells(((150.0,), (300.0,))), 100.0) == [[0.5], [2.0]]
    assert formula(excel, "ROMI", Cells(((150.0, 300.0),)), 100.0) == [0.5, 2.0]
    assert formula(excel, "ROMI", (150.0, 300.0), 100.0) == [0.5, 2.0], "a row that is computed in the formula comes flat"


def test_one_bad_cell_spoils_its_own_row_only(excel: Excel) -> None:
    bad = (150.0, None, "abc", True, ERRORS["#REF!"], *NEWER_ERRORS.values())
    shown = formula(excel, "ROMI", Cells(tuple((cell,) for cell in bad)), Cells(100.0))
    assert rows(shown) == [[0.5], [""], ["#VALUE!"], ["#VALUE!"], ["#REF!"], *[["#VALUE!"]] * len(NEWER_ERRORS)]


def test_dates_are_days(excel: Excel) -> None:
    began, closed = [tuple((datetime.datetime(2026, month, day),) for day in (1, 2)) for month in (3, 4)]
    assert formula(excel, "DEAL_CYCLE", Cells(began), Cells(closed), LEFT_OUT) == 31.0


def test_an_argument_left_out_is_its_default(excel: Excel) -> None:
    assert formula(excel, "LTV", 100.0, 2.0, 3.0, LEFT_OUT) == 600.0
    assert formula(excel, "PROFIT", 100.0, 20.0) == 80.0, "no further costs"


def test_a_table_and_its_reasons_speak_the_language_of_the_module(excel: Excel) -> None:
    stages, counts = Cells((("Визит",), ("Заявка",))), Cells(((100.0,), (10.0,)))
    assert formula(excel, "FUNNEL_TABLE", stages, counts, LEFT_OUT, LEFT_OUT, language="ru")[0][0] == "Шаг"
    assert formula(excel, "KPI_WHY", "ROMI", 5000.0, 0.0, language="ru").startswith("ROMI: расход = 0.")
    assert formula(excel, "KPI_WHY", Cells("ROMI"), Cells(5000.0), Cells(0.0)).startswith("ROMI: spend is 0.")


def test_reasons_come_cell_by_cell(excel: Excel) -> None:
    told = formula(excel, "KPI_WHY", "ROMI", Cells(((1.0,), (None,), ("x",))), 1.0)
    assert [bool(reason) for (reason,) in told] == [False, False, True]


def test_with_a_prefix_the_same_is_computed(excel: Excel) -> None:
    assert excel.ask("call", PREFIXED, "MK_ROMI", (150.0, 100.0)) == 0.5
    told = {excel.ask("call", PREFIXED, "MK_KPI_WHY", (name, 5000.0, 0.0)) for name in ("MK_ROMI", "ROMI")}
    assert len(told) == 1
    assert told.pop().startswith("ROMI: spend is 0.")
