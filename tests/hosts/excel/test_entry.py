"""What VBA of our own calls through xlwings' real COM server gives what Python gives."""

from typing import Any

import pytest

from sheetkpi import KPIS
from tests.hosts.excel.excel import Excel
from tests.hosts.excel.handing_over import ERRORS, LEFT_OUT, declared, expected, rows, value2
from tests.printing.cases import PRINTABLE, SEVERAL, cases, cases_of_several

ENTRY = "sheetkpi.hosts.excel.entry", "call"


def formula(excel: Excel, name: str, *arguments: Any, language: str = "en") -> Any:
    return excel.ask("call_directly", *ENTRY, ((name, arguments, language),))


@pytest.mark.parametrize("name", KPIS)
def test_every_kpi_gives_what_python_gives(excel: Excel, name: str) -> None:
    asked = [list(example.arguments) for example in KPIS[name].examples]
    asked += cases(name)[-100:] if name in PRINTABLE else cases_of_several(name)[-100:] if name in SEVERAL else []
    calls = [(*ENTRY, ((name, declared(name, list(map(value2, arguments))), "en"),)) for arguments in asked]
    wrong = [
        f"{name}{tuple(arguments)}: {rows(got)}, not {want}"
        for arguments, got in zip(asked, excel.ask("many", "call_directly", calls), strict=True)
        if rows(got) != (want := expected(name, arguments))
    ]
    assert not wrong, f"{len(wrong)} of {len(calls)} calls, such as:\n" + "\n".join(wrong[:5])


def test_a_cell_a_row_and_rows_come_as_vba_knows_them(excel: Excel) -> None:
    assert formula(excel, "ROMI", 150.0, 100.0) == 0.5
    assert formula(excel, "ROMI", ((150.0, ERRORS["#N/A"]),), 100.0) == (0.5, "#N/A"), "an array of one dimension"
    assert formula(excel, "ROMI", ((150.0,), (None,)), 100.0) == [(0.5,), ("",)], "an array of two dimensions"


def test_arguments_left_out_and_reasons_are_understood(excel: Excel) -> None:
    assert formula(excel, "LTV", 100.0, 2.0, 3.0, LEFT_OUT) == 600.0
    assert formula(excel, "KPI_WHY", "ROMI", 5000.0, 0.0, language="ru").startswith("ROMI: расход = 0.")
    assert formula(excel, "MK_KPI_WHY", "MK_ROMI", 5000.0, 0.0).startswith("ROMI: spend is 0.")


def test_nothing_is_asked_of_excel_while_a_formula_is_computed(excel: Excel) -> None:
    assert excel.ask("properties_read", "call_directly", *ENTRY, (("ROMI", (150.0, 100.0), "en"),)) == 0
    assert excel.ask("properties_read", "call", "sheetkpi_udfs_en", "ROMI", (150.0, 100.0)) == 0, "of values xlwings asks nothing either"


def test_the_longer_way_over_objects_works_too(excel: Excel) -> None:
    asked = "sheetkpi.hosts.excel.calls", "from_vba"
    assert excel.ask("call_through_objects", *asked, ("ROMI", (150.0, 100.0), "en")) == 0.5
    assert excel.ask("call_through_objects", *asked, ("ROMI", (((150.0,), (ERRORS["#N/A"],)), 100.0))) == [(0.5,), ("#N/A",)]
