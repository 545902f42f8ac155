"""“Import Functions” of the real xlwings takes the printed module: the VBA, and the texts of the function wizard."""

import re

import pytest

from sheetkpi import KPIS
from sheetkpi.hosts.companions import COMPANIONS, WHY
from sheetkpi.hosts.excel.vba import LONGEST_TEXT
from sheetkpi.translation import LANGUAGES, Language
from tests.hosts.excel.conftest import PREFIXED
from tests.hosts.excel.excel import Excel, Imported


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def imported(excel: Excel, language: Language) -> Imported:
    answer: Imported = excel.ask("import_functions", f"sheetkpi_udfs_{language}")
    return answer


def test_every_kpi_becomes_a_function_of_vba_with_its_arguments(imported: Imported) -> None:
    found = dict(re.findall(r"^Function (\w+)\((.*)\)$", imported.vba.replace(" _\n", ""), re.MULTILINE))
    assert sorted(found) == sorted([*KPIS, *COMPANIONS])
    for kpi in KPIS.values():
        wanted = [f"ParamArray {p.name}()" if p.variadic else f"Optional {p.name}" if p.is_optional else p.name for p in kpi.parameters]
        assert found[kpi.name] == ", ".join(wanted)
    assert found[WHY] == "kpi, ParamArray arguments()"


def test_the_vba_calls_the_function_of_its_name(imported: Imported, language: Language) -> None:
    called = set(re.findall(rf'^ *(\w+) = XLPy\.CallUDF\("sheetkpi_udfs_{language}", "(\w+)", ', imported.vba, re.MULTILINE))
    assert called == {(name, name) for name in [*KPIS, *COMPANIONS]}


def test_vba_is_written_in_characters_that_every_windows_has(imported: Imported) -> None:
    assert imported.vba.isascii()


def test_the_wizard_explains_every_function_and_every_argument(imported: Imported, language: Language) -> None:
    assert sorted(imported.wizard) == sorted([*KPIS, *COMPANIONS])
    for kpi in KPIS.values():
        told = imported.wizard[kpi.name]
        assert told["Description"] == kpi.summary_in(language)
        assert len(told["ArgumentDescriptions"]) == len(kpi.parameters)
        for text, parameter in zip(told["ArgumentDescriptions"], kpi.parameters, strict=True):
            assert text.startswith(parameter.help_in(language)), kpi.name


def test_no_text_of_the_wizard_is_cut(imported: Imported) -> None:
    for name, told in imported.wizard.items():
        assert all(len(text) < LONGEST_TEXT for text in [told["Description"], *told["ArgumentDescriptions"]]), name


def test_all_stand_in_one_category(imported: Imported, language: Language) -> None:
    assert {told["Category"] for told in imported.wizard.values()} == {"Показатели маркетинга" if language == "ru" else "Marketing KPIs"}


def test_with_a_prefix_every_name_has_it(excel: Excel) -> None:
    imported = excel.ask("import_functions", PREFIXED)
    assert sorted(imported.wizard) == sorted(f"MK_{name}" for name in [*KPIS, *COMPANIONS])
    assert "Function MK_ROMI(gross_profit, spend)" in imported.vba
