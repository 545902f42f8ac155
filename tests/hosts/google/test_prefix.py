"""The script with a prefix: a cell calls the functions by it, the server knows them without."""

import json
import re

import pytest

from sheetkpi import KPIS, CellError, calculate
from sheetkpi.hosts.google.script import script_files
from sheetkpi.translation import LANGUAGES, Language
from tests.hosts.google.script import Script, ScriptError
from tests.hosts.google.test_menu import after
from tests.hosts.google.test_script import PRINTABLE, in_a_sheet, same

PREFIX = "MK_"
RUSSIAN = script_files("ru", PREFIX)


def prefixed(address: str = "") -> Script:
    return Script(address=address, files=RUSSIAN)


def test_every_example_equals_python_under_its_prefixed_name() -> None:
    for kpi in PRINTABLE:
        example = kpi.examples[0]
        want = calculate(kpi.name, example.arguments, "ru")
        assert not isinstance(want, CellError)
        got = prefixed().call(PREFIX + kpi.name, *(in_a_sheet(argument) for argument in example.arguments))
        assert same(got, want), f"{example.source}: {got} is not {want}"


def test_there_is_no_function_without_the_prefix() -> None:
    with pytest.raises(ScriptError, match="ROMI"):
        prefixed().call("ROMI", 1, 2)
    functions = re.findall(r"^function (\w+)\(", RUSSIAN["Kpis.js"], re.MULTILINE)
    assert [name for name in functions if name.removeprefix(PREFIX) in KPIS] == [PREFIX + name for name in KPIS]


@pytest.mark.parametrize("prefix", ["SHEETKPI_", "MK", "FUNCTION_"])
def test_any_prefix_gives_a_script_that_runs(prefix: str) -> None:
    assert Script(files=script_files("en", prefix)).call(f"{prefix}ROMI", 150, 100) == 0.5


def test_errors_say_the_bare_name_and_show_the_call_with_the_prefix() -> None:
    with pytest.raises(ScriptError, match=r"^ROMI: "):
        prefixed().call("MK_ROMI", 5000, 0)
    with pytest.raises(ScriptError) as failure:
        prefixed().call("MK_ROMI", 5000)
    assert str(failure.value) == "Аргументы функции ROMI: MK_ROMI(валовая прибыль; расход)."


@pytest.mark.e2e
def test_the_server_is_asked_for_the_bare_name(address: str) -> None:
    script = prefixed(address)
    name = next(kpi.name for kpi in KPIS.values() if not kpi.is_printable)
    arguments = [in_a_sheet(argument) for argument in KPIS[name].examples[0].arguments]
    assert same(script.call(PREFIX + name, *arguments), calculate(name, KPIS[name].examples[0].arguments, "ru"))
    asked = [json.loads(options["payload"]) for _url, options in script.requests if "payload" in options]
    assert [body["calls"][0]["function"] for body in asked] == [name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sidebar_and_the_editor_show_the_prefixed_names(language: Language) -> None:
    files = script_files(language, PREFIX)
    script = Script("ru_RU" if language == "ru" else "en_US", files=files)
    for entry in script.call("sidebarState_", "reference")["functions"]:
        assert entry["name"].startswith(PREFIX)
        assert entry["call"].startswith(f"{entry['name']}(")
        assert entry["example"].startswith(f"={entry['name']}(")
    assert len(re.findall(rf"^ \* \S+: ={PREFIX}\w+\(", files["Kpis.js"], re.MULTILINE)) == len(KPIS) + 2


def test_the_menu_knows_our_formulas_by_the_prefix() -> None:
    formulas = """
      kept.gives = { "=1+MK_ROMI(C1;D1)": [[0.5]], "=mk_kpi_why(C1)": [["why"]] };
      sheet.getRange(1, 1).setFormula("=1+MK_ROMI(C1;D1)");
      sheet.getRange(4, 1).setFormula("=ROMI(C1;D1)");
      sheet.getRange(6, 1).setFormula("=mk_kpi_why(C1)");
    """
    cells = after("freezeValues()", before=formulas, files=RUSSIAN)["cells"]
    assert cells["6,1"] == "why"
    assert cells["1,1"] == 0.5
    assert cells["4,1"] == "=ROMI(C1;D1)", "a formula of another add-in stays"
    assert cells["2,1"] == "=CHANNEL_MIX(C1:C2;D1:D2)"
