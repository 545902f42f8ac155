"""The function wizard explains every function in the language of the menus."""

from typing import Any

import pytest

from sheetkpi import KPIS
from sheetkpi.hosts.calc.extension import calc_functions
from sheetkpi.hosts.companions import WHY
from sheetkpi.translation import Language
from tests.hosts.calc.office import Office

pytestmark = pytest.mark.e2e

#: The category “Add-In” of the wizard.
ADD_IN = 11

REQUIRED: dict[Language, str] = {"en": " (required)", "ru": " (обязательно)"}

MENUS: dict[Language, str] = {"en": "english", "ru": "russian"}


@pytest.fixture(scope="module", params=MENUS)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def wizard(language: Language, request: pytest.FixtureRequest) -> dict[str, Any]:
    """What the wizard says of our functions, by their names."""
    office: Office = request.getfixturevalue(MENUS[language])
    known = {function["name"]: function for function in office.ask("wizard")}
    return {function.name: known.get(function.name) for function in calc_functions()}


def test_it_knows_every_function_as_one_of_an_add_in(wizard: dict[str, Any]) -> None:
    assert len(wizard) == len(KPIS) + 3
    assert not [name for name, known in wizard.items() if known is None], "missing"
    assert {known["category"] for known in wizard.values()} == {ADD_IN}


def test_a_kpi_is_described_by_its_summary(wizard: dict[str, Any], language: Language) -> None:
    for kpi in KPIS.values():
        said = wizard[kpi.name]["text"]
        assert said.startswith(kpi.summary_in(language))
        assert ("Ctrl+Shift+Enter" in said) == kpi.result.spills
        assert ("B2:B2" in said) == kpi.is_cell_by_cell, "a blank cell is 0 there"


def test_an_argument_has_the_words_of_its_parameter(wizard: dict[str, Any], language: Language) -> None:
    for kpi in KPIS.values():
        said = wizard[kpi.name]["arguments"]
        assert [name for name, _ in said] == [parameter.title(language) for parameter in kpi.parameters], kpi.name
        for (_, text), parameter in zip(said, kpi.parameters, strict=True):
            assert text.startswith(parameter.help_in(language)), kpi.name
            assert text.endswith(REQUIRED[language]) == (not parameter.is_optional and not parameter.variadic and not parameter.is_range)
            is_plain = parameter.default is None and "%" not in parameter.kind.number_format
            assert (text.removesuffix(REQUIRED[language]) == parameter.help_in(language)) is is_plain, kpi.name


def test_russian_menus_explain_in_russian(russian: Office) -> None:
    known = {function["name"]: function for function in russian.ask("wizard")}
    assert known["CPO"]["text"].startswith("Стоимость заказа (клиента): сколько маркетинга ушло на одну продажу. ")
    assert known["CPO"]["arguments"][0] == ["расход", "Сколько потрачено на маркетинг (обязательно)"]
    assert known["NPS_MARGIN"]["arguments"][3][1].endswith("Если не указать: 0,95"), "a default is written as a Russian writes it"
    assert known[WHY]["arguments"][0][0] == "функция"


def test_english_menus_explain_in_english(english: Office) -> None:
    known = {function["name"]: function for function in english.ask("wizard")}
    assert known["CPO"]["arguments"][0] == ["spend", "What the marketing cost (required)"]
    assert known["NPS_MARGIN"]["arguments"][3][1].endswith("Left out: 0.95")
    assert known[WHY]["text"].startswith("Why a KPI shows an error")
