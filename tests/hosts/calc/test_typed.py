"""What a person types and sees in Calc, in both languages of its menus: separators, decimal signs, names of errors."""

import pytest

from sheetkpi.translation import Language
from tests.hosts.calc.office import Office

pytestmark = pytest.mark.e2e


@pytest.fixture(params=["en", "ru"])
def office(request: pytest.FixtureRequest) -> Office:
    """An office with an empty document in which a report was typed."""
    office: Office = request.getfixturevalue({"en": "english", "ru": "russian"}[request.param])
    office.ask("open")
    office.ask("put", sheet="Sheet", where="A1:B4", cells=[[100000, 50000], [5000, 0], ["x", 3], [None, 4]])
    return office


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Language:
    return request.node.callspec.params["office"]  # type: ignore[no-any-return]


def test_a_function_is_typed_and_computes(office: Office, language: Language) -> None:
    share = {"en": "0.4", "ru": "0,4"}[language]
    office.ask("type", sheet="Sheet", formulas={"C1": "=ROMI(A1;B1)", "C2": "=cpo(6000;6)", "C3": f"=BREAKEVEN_ROAS({share})"})
    assert office.ask("read", sheet="Sheet", where="C1:C3") == [[1.0], [1000.0], [2.5]]
    assert office.ask("formulas", sheet="Sheet", where="C1") == [["=SHEETKPI.ROMI(A1;B1)"]]


def test_errors_are_true_ones_and_are_explained(office: Office, language: Language) -> None:
    iferror, told, why = {
        "en": ("IFERROR", ["#DIV/0!", "#VALUE!"], "ROMI: spend is 0."),
        "ru": ("ЕСЛИОШИБКА", ["#ДЕЛ/0!", "#ЗНАЧ!"], "ROMI: расход = 0."),
    }[language]
    formulas = {"C2": "=ROMI(A2;B2)", "C3": "=ROMI(A3;B3)", "D2": f"={iferror}(C2;7)", "D3": '=KPI_WHY("ROMI";A2;B2)'}
    office.ask("type", sheet="Sheet", formulas=formulas)
    (division, handled), (text, explained) = office.ask("read", sheet="Sheet", where="C2:D3")
    assert [division, text] == [{"error": error} for error in told]
    assert handled == 7.0
    assert explained.startswith(why)


def test_an_array_formula_computes_row_by_row(office: Office, language: Language) -> None:
    office.ask("array", sheet="Sheet", where="C1:C4", formula="=ROMI(A1:A4;B1:B4)")
    errors = {"en": ("#DIV/0!", "#VALUE!"), "ru": ("#ДЕЛ/0!", "#ЗНАЧ!")}[language]
    assert office.ask("read", sheet="Sheet", where="C1:C4") == [[1.0], *([{"error": error}] for error in errors), [""]]


def test_texts_alone_and_in_a_column_are_compared(office: Office) -> None:
    office.ask("type", sheet="Sheet", formulas={"C1": "=KPI_STATUS(60;72)", "C2": '=C1="fail"'})
    office.ask("array", sheet="Sheet", where="D1:D2", formula="=KPI_STATUS({72|60};72)")
    office.ask("type", sheet="Sheet", formulas={"D3": '=D2="fail"'})
    assert office.ask("read", sheet="Sheet", where="C1:D3") == [["fail", "ok"], [1.0, "fail"], ["", 1.0]]


def test_a_table_fills_its_cells(office: Office, language: Language) -> None:
    office.ask("array", sheet="Sheet", where="D1:E8", formula="=DECOMPOSE(50000;100000;0.3;2000;0.3;0.1)")
    *_, maximum_cpc = office.ask("read", sheet="Sheet", where="D1:E8")
    assert maximum_cpc == [{"en": "Maximum CPC", "ru": "Предельная цена клика"}[language], pytest.approx(50000 / 2400)]


def test_a_saved_document_is_opened_again(office: Office) -> None:
    office.ask("type", sheet="Sheet", formulas={"C1": "=ROMI(A1;B1)"})
    office.ask("save", url=office.url("typed.ods"))
    office.ask("open", url=office.url("typed.ods"))
    office.ask("put", sheet="Sheet", where="A1", cells=[[150000]])
    assert office.ask("read", sheet="Sheet", where="C1") == [[2.0]]
