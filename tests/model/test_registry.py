"""What registration takes, and what it refuses while the package is imported."""

import inspect
from collections.abc import Callable
from typing import Annotated as Arg
from typing import Any

import pytest

import sheetkpi
from sheetkpi import KPIS, CellError, DivisionByZero, OutOfRange, UnknownFunction, WrongType, calculate, find, registry, romi
from sheetkpi.model.errors import RegistrationError
from sheetkpi.model.kinds import Count, Money, Share
from sheetkpi.model.names import BUILT_IN, RESERVED, refusal
from sheetkpi.translation import Message, in_words

TWO_EXAMPLES = ">>> {0}(1, 2)\n0.5\n>>> {0}(1, 0)\n#DIV/0!"
SUMMARY = "Test ratio: one number by another."


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Register a function under a name and with a docstring, and forget it afterwards."""
    monkeypatch.setattr(registry, "_REGISTERED", dict(registry._REGISTERED))

    def decorate(
        name: str = "abc_test", doc: str | None = None, group: str = "profitability", source: str = KPIS["ROMI"].source.text
    ) -> Any:
        def function(gross_profit: Arg[Money, "What the marketing cost"], spend: Arg[Money, "What the marketing cost"]) -> Share:
            return gross_profit / spend

        function.__name__ = name
        function.__doc__ = f"{SUMMARY}\n\n{TWO_EXAMPLES.format(name)}" if doc is None else doc
        return registry.kpi(group=group, source=source)(function)

    return decorate


def facts_of(error: CellError) -> set[tuple[str, str]]:
    """The facts of a message, in English."""
    assert isinstance(error.what, Message)
    return {(name, in_words(fact, "en")) for name, fact in error.what.facts.items()}


def test_a_sound_definition_is_registered(register: Callable[..., Any]) -> None:
    kpi = register()
    assert kpi.name == "ABC_TEST"
    assert kpi(1, 2) == 0.5


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("cr", "three or more letters"),
        ("cpa1", "three or more letters"),
        ("growth", "function of Excel"),
        ("share", "function of Excel"),
        ("acos", "function of Excel"),
        ("arrayformula", "function of Excel, Google Sheets"),
        ("instanceof", "reserved word"),
        ("redim", "reserved word"),
        ("romi", "registered"),
    ],
)
def test_a_name_that_some_host_would_not_take_is_refused(register: Callable[..., Any], name: str, why: str) -> None:
    with pytest.raises(RegistrationError, match=why):
        register(name)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"doc": ""}, "Title: what it says"),
        ({"doc": SUMMARY}, "two examples"),
        ({"doc": f"{SUMMARY}\n\n>>> abc_test(1, 2)\n0.5"}, "two examples"),
        ({"group": "magic"}, "profitability"),
        ({"source": ""}, "source"),
    ],
)
def test_a_definition_that_lacks_something_is_refused(register: Callable[..., Any], arguments: dict[str, str], why: str) -> None:
    with pytest.raises(RegistrationError, match=why):
        register(**arguments)


def test_a_parameter_without_a_kind_is_refused() -> None:
    def abc_test(gross_profit: float) -> Share:
        return gross_profit

    with pytest.raises(RegistrationError, match="needs a kind"):
        registry.kpi(group="profitability", source="x")(abc_test)


@pytest.mark.parametrize(("parameter", "why"), [("a", "three or more"), ("end", "reserved"), ("caller", "xlwings"), ("rate1", "digit")])
def test_a_parameter_name_that_some_host_would_not_take_is_refused(parameter: str, why: str) -> None:
    namespace: dict[str, Any] = {"Arg": Arg, "Count": Count}
    exec(f"def abc_test({parameter}: Arg[Count, 'x']) -> Count: '''A: b.'''", namespace)  # noqa: S102
    with pytest.raises(RegistrationError, match=why):
        registry.kpi(group="profitability", source="x")(namespace["abc_test"])


def test_an_example_of_another_function_is_refused(register: Callable[..., Any]) -> None:
    kpi = register(doc=f"{SUMMARY}\n\n>>> romi(1, 2)\n0.5\n>>> romi(1, 0)\n#DIV/0!")
    with pytest.raises(RegistrationError, match="does not call it"):
        _ = kpi.examples


def test_a_formula_that_branches_on_a_cell_is_refused_when_it_is_printed() -> None:
    from sheetkpi.model.ops import Expression

    symbol = Expression("parameter", "spend")
    with pytest.raises(TypeError, match=r"ops\.where"):
        _ = 1 if symbol > 0 else 2
    with pytest.raises(TypeError, match="loop over a range"):
        list(symbol)


def test_no_registered_name_collides() -> None:
    assert [name for name in KPIS if refusal(name)] == []
    assert {"SUM", "LAMBDA", "QUERY", "CONFIDENCE"} <= BUILT_IN
    assert {"CLASS", "DIM"} <= RESERVED


def test_every_parameter_name_has_one_kind_everywhere() -> None:
    kinds: dict[str, set[str]] = {}
    for kpi in KPIS.values():
        for parameter in kpi.parameters:
            kinds.setdefault(parameter.name, set()).add(parameter.kind.name)
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


def test_a_definition_without_a_translation_is_registered_and_speaks_english(register: Callable[..., Any]) -> None:
    kpi = register()
    assert kpi.summary_in("ru") == SUMMARY
    assert kpi.title("ru") == "Test ratio"


def test_every_kpi_is_exported_by_its_python_name() -> None:
    for kpi in KPIS.values():
        assert getattr(sheetkpi, kpi.python_name) is kpi


def test_a_kpi_is_still_a_documented_function() -> None:
    assert romi(100000, 50000) == 1.0
    assert romi(gross_profit=100000, spend=50000) == 1.0
    assert sheetkpi.ltv_churn(500, 0, periods=12) == 6000
    assert romi.__name__ == "romi"
    assert romi.__doc__ is not None
    assert romi.__doc__.startswith("Return on marketing investment")
    assert list(inspect.signature(romi).parameters) == ["gross_profit", "spend"]


def test_on_plain_numbers_errors_are_exceptions_of_a_small_tree() -> None:
    with pytest.raises(DivisionByZero, match="spend"):
        romi(5000, 0)
    with pytest.raises(ZeroDivisionError):
        romi(5000, 0)
    with pytest.raises(OutOfRange):
        sheetkpi.romi_margin(144000, 30, 50000)
    with pytest.raises(WrongType) as text:
        romi(5000, "x")
    assert facts_of(text.value) >= {("place", "ROMI"), ("argument", "spend"), ("value", "x")}
    with pytest.raises(WrongType, match=r"call sheetkpi\.calculate"):
        romi([1, 2], [3, 4])
    with pytest.raises(WrongType) as missing:
        romi(5000)  # type: ignore[call-arg]
    assert facts_of(missing.value) == {("function", "ROMI"), ("argument", "spend"), ("help", "What the marketing cost")}
    with pytest.raises(WrongType) as unknown:
        romi(1, cost=2)  # type: ignore[call-arg]
    assert facts_of(unknown.value) == {("function", "ROMI"), ("argument", "cost"), ("arguments", "gross_profit, spend")}
    assert issubclass(CellError, sheetkpi.SheetKpiError)


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(UnknownFunction) as mistyped:
        find("ROMY")
    assert mistyped.value.nearest[0] == "ROMI"
    with pytest.raises(UnknownFunction) as unknown:
        calculate("XYZZYXYZZY", [])
    assert (unknown.value.name, unknown.value.nearest) == ("XYZZYXYZZY", [])
    assert find(" romi ") is KPIS["ROMI"]


def test_the_registry_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        KPIS["ROMI"] = KPIS["ROI"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        romi.name = "X"  # type: ignore[misc]


def test_no_parameter_has_the_name_of_a_function_for_a_lambda_would_take_one_for_the_other() -> None:
    assert [p.name for kpi in KPIS.values() for p in kpi.parameters if p.name.upper() in KPIS] == []
