"""A spreadsheet's formulas: what the script gives, and what it asks of the server."""

import json
import math
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sheetkpi import KPIS, CellError, calculate
from sheetkpi.files.shipped import with_server
from sheetkpi.hosts.google.script import script_files
from sheetkpi.translation import LANGUAGES
from tests.hosts.google.script import Script, ScriptError, message, says

PRINTABLE = [kpi for kpi in KPIS.values() if kpi.is_printable]

MANY_CHANNELS = [
    ["Канал", "Расход", "Заявки", "Клиенты", "Выручка", "Себестоимость"],
    *([f"Канал {n}", n, 9, 3, 9000, 900] for n in range(30)),
]


def in_a_sheet(argument: Any) -> Any:
    """An argument of an example as Google hands it over: a column as rows of one cell."""
    if not isinstance(argument, list):
        return argument
    return argument if argument and isinstance(argument[0], list) else [[cell] for cell in argument]


def same(got: Any, want: Any) -> bool:
    """Whether a cell, or rows of cells, are what Python gives."""
    if hasattr(want, "nested"):
        return all(same(a, b) for x, y in zip(got, want.nested(), strict=True) for a, b in zip(x, y, strict=True))
    if isinstance(want, float) and isinstance(got, int | float):
        return math.isclose(got, want, rel_tol=1e-12, abs_tol=1e-13)
    if isinstance(want, CellError):
        return bool(got == want.code)
    return bool(got == ("" if want is None else want))


# --- without a server


@pytest.mark.e2e
def test_every_example_of_every_printable_kpi_equals_python() -> None:
    script, compared = Script(), 0
    for kpi in PRINTABLE:
        for example in kpi.examples:
            want = calculate(kpi.name, example.arguments, "ru")
            arguments = [in_a_sheet(argument) for argument in example.arguments]
            if isinstance(want, CellError):
                with pytest.raises(ScriptError) as failure:
                    script.call(kpi.name, *arguments)
                assert str(failure.value), f"{example.source} says nothing"
            else:
                got = script.call(kpi.name, *arguments)
                assert same(got, want), f"{example.source}: {got} is not {want}"
            compared += 1
    assert compared == sum(len(kpi.examples) for kpi in PRINTABLE) > 150
    assert script.requests == []


def test_a_column_is_computed_cell_by_cell_and_a_failed_cell_shows_its_code() -> None:
    column = [[150], [""], ["x"], [90], ["#Н/Д"]]
    assert Script().call("ROMI", column, 100) == [[0.5], [""], ["#VALUE!"], [-0.1], ["#N/A"]]
    assert Script().call("CPO", [[100], [100]], [[0], [4]]) == [["#DIV/0!"], [25]]


def test_ranges_of_different_size_give_not_available_where_a_partner_is_missing() -> None:
    assert Script().call("CPO", [[100], [200], [300]], [[1], [2]]) == [[100], [100], ["#N/A"]]


@pytest.mark.parametrize(
    ("locale", "message"),
    [
        ("ru_RU", r"^CPO: заказы .*\b0\b"),
        ("en_GB", r"^CPO: orders .*\b0\b"),
    ],
)
def test_a_single_failed_cell_says_why_in_the_language_of_the_sheet(locale: str, message: str) -> None:
    with pytest.raises(ScriptError, match=message):
        Script(locale).call("CPO", 100, 0)


def test_an_error_in_a_cell_comes_out_as_that_error() -> None:
    with pytest.raises(ScriptError, match="#REF!"):
        Script("en_US").call("ROMI", "#REF!", 5)


def test_a_blank_cell_leaves_the_result_blank() -> None:
    assert Script().call("ROMI", "", 100) == ""
    assert Script().call("ROMI", 100, "") == ""


@pytest.mark.parametrize("arguments", [[1], [1, 2, 3]])
def test_a_wrong_number_of_arguments_says_which_are_wanted(arguments: list[float]) -> None:
    with pytest.raises(ScriptError, match=r"ROMI.*валовая прибыль; расход"):
        Script().call("ROMI", *arguments)


def test_dates_are_taken_as_the_sheet_shows_them() -> None:
    moscow = ZoneInfo("Europe/Moscow")
    start, close = datetime(2026, 1, 10, tzinfo=moscow), datetime(2026, 1, 31, 12, tzinfo=moscow)
    assert Script().call("DEAL_CYCLE", [[start]], [[close]]) == 21.5


def test_what_has_no_formula_says_how_to_set_a_server() -> None:
    with pytest.raises(ScriptError, match=says("needsServer", "ru", function="CHANNEL_COMPARE")):
        Script().call("CHANNEL_COMPARE", MANY_CHANNELS)


# --- with a server


@pytest.mark.e2e
def test_a_filled_down_column_asks_the_server_once_for_its_definitions_and_never_for_numbers(address: str) -> None:
    script = Script(address=address)
    assert [script.call("ROMI", 100 + n, 100) for n in range(50)] == pytest.approx([n / 100 for n in range(50)])
    assert [url for url, _ in script.requests] == [f"{address}/v1/functions"]


@pytest.mark.e2e
def test_other_definitions_on_the_server_decide(address: str) -> None:
    def other(url: str, _number: int) -> dict[str, Any] | None:
        return {"code": 200, "text": '{"definitions": "newer"}'} if url.endswith("/v1/functions") else None

    script = Script(address=address, fault=other)
    column = [[float(n)] for n in range(1000)]
    assert script.call("CPO", column, 10)[999] == [99.9]
    batches = [asked for url, asked in script.requests if url.endswith("/v1/batch")]
    assert len(batches) == 1, "a range of 1,000 cells is one request"
    assert script.call("CPO", column, 10)[1] == [0.1]
    assert len(script.requests) == 2, "the same call again is remembered"


@pytest.mark.e2e
def test_a_table_comes_from_the_server_in_the_language_of_the_sheet(address: str) -> None:
    script = Script(address=address)
    table = script.call("CHANNEL_COMPARE", MANY_CHANNELS)
    assert table[0][0] == "Канал"
    assert same(table, calculate("CHANNEL_COMPARE", [MANY_CHANNELS], "ru"))
    assert [url for url, _ in script.requests] == [f"{address}/v1/batch"]


@pytest.mark.e2e
def test_a_busy_server_is_asked_again(address: str) -> None:
    script = Script(address=address, fault=lambda _url, number: {"code": 429, "text": "{}"} if number == 1 else None)
    assert script.call("CHANNEL_MIX", [["a"], ["b"]], [[1], [3]])[1][2] == 0.75
    assert len(script.requests) == 2
    assert len(script.slept) == 1


def test_a_server_that_keeps_failing_is_left_in_time_and_nothing_is_remembered() -> None:
    script = Script(address="https://kpi.example.com", fault=lambda _url, _number: {"code": 500, "text": "oops"})
    with pytest.raises(ScriptError, match=r"https://kpi\.example\.com"):
        script.call("CHANNEL_MIX", [["a"]], [[1]])
    assert len(script.requests) == 4
    assert sum(script.slept) < 20_000
    assert script.cache == {}


def test_a_slow_server_is_not_asked_again_beyond_the_time_that_google_allows() -> None:
    script = Script(address="https://kpi.example.com")

    def slow(_url: str, _number: int) -> dict[str, Any]:
        script.clock += 12_000
        return {"failure": "Timeout"}

    script.fault = slow
    with pytest.raises(ScriptError, match="Timeout"):
        script.call("CHANNEL_MIX", [["a"]], [[1]])
    assert script.clock < 25_000


def test_a_page_instead_of_an_answer_names_the_address() -> None:
    script = Script("en_US", address="https://kpi.example.com", fault=lambda _url, _number: {"code": 200, "text": "<html>Sign in</html>"})
    with pytest.raises(ScriptError, match=says("noServer", address="https://kpi.example.com")):
        script.call("CHANNEL_MIX", [["a"]], [[1]])
    assert script.cache == {}


def test_a_refused_key_is_not_tried_again() -> None:
    refused = {"code": 401, "text": json.dumps({"error": {"message": "no"}})}
    script = Script("en_US", address="https://kpi.example.com", key="secret", fault=lambda _url, _number: refused)
    with pytest.raises(ScriptError, match=says("keyRefused", address="https://kpi.example.com")):
        script.call("CHANNEL_MIX", [["a"]], [[1]])
    assert [asked["headers"]["Authorization"] for _, asked in script.requests] == ["Bearer secret"]


def test_the_servers_own_complaint_is_shown() -> None:
    complaint = {"code": 400, "text": json.dumps({"error": {"message": "The body is too large."}})}
    script = Script(address="https://kpi.example.com", fault=lambda _url, _number: complaint)
    with pytest.raises(ScriptError, match="The body is too large"):
        script.call("CHANNEL_MIX", [["a"]], [[1]])


def test_while_the_server_is_away_formulas_go_on_and_it_is_not_asked_for_every_cell() -> None:
    script = Script(address="https://kpi.example.com", fault=lambda _url, _number: {"failure": "DNS error"})
    assert [script.call("CPO", 100, n) for n in (1, 2, 4)] == [100, 50, 25]
    assert len(script.requests) == 1


def test_an_answer_too_large_for_the_cache_is_given_and_not_remembered() -> None:
    large = {"results": [{"rows": 1, "columns": 1, "values": ["я" * 60_000], "errors": []}]}
    script = Script(address="https://kpi.example.com", fault=lambda _url, _number: {"code": 200, "text": json.dumps(large)})
    assert len(script.call("CHANNEL_MIX", [["a"]], [[1]])[0][0]) == 60_000
    assert script.cache == {}


# --- settings


@pytest.mark.e2e
def test_settings_without_https_are_refused(address: str) -> None:
    script = Script("en_US")
    verdict = script.call("saveSettings", address, "")
    assert verdict["isFine"] is False, "Google asks only over https"
    assert script.properties == {}


def test_settings_that_work_are_saved_without_the_slash_at_the_end() -> None:
    works = {"code": 200, "text": '{"results": [{"value": 1}]}'}
    script = Script("en_US", fault=lambda _url, _number: works)
    assert script.call("saveSettings", " https://kpi.example.com/ ", "k") == {
        "isFine": True,
        "verdict": message("works", address="https://kpi.example.com"),
    }
    assert script.properties == {"SHEETKPI_ADDRESS": "https://kpi.example.com", "SHEETKPI_KEY": "k"}


def test_settings_that_do_not_work_are_not_saved_and_say_why() -> None:
    script = Script("ru_RU", fault=lambda _url, _number: {"code": 200, "text": "<html>"})
    verdict = script.call("saveSettings", "https://example.com", "")
    assert not verdict["isFine"]
    assert "https://example.com" in verdict["verdict"]
    assert script.properties == {}


def test_a_blank_address_goes_back_to_computing_in_the_sheet() -> None:
    script = Script(address="https://kpi.example.com")
    assert script.call("saveSettings", "", "")["isFine"]
    assert script.properties == {}


# --- the files


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_function_explains_itself_in_the_editor(language: Any) -> None:
    text = script_files(language)["Kpis.js"]
    assert text.count("@customfunction") == len(KPIS)
    for kpi in KPIS.values():
        before = text.partition(f"\nfunction {kpi.name}(")[0].rpartition("/**")[2]
        assert kpi.summary_in(language) in before
        assert all(parameter.help_in(language) in before for parameter in kpi.parameters), kpi.name


def test_the_script_may_do_the_least_and_ask_one_server_only() -> None:
    manifest = json.loads(with_server(script_files("en"), "https://kpi.example.com/")["appsscript.json"])
    assert manifest["urlFetchWhitelist"] == ["https://kpi.example.com/"]
    assert [scope.rpartition("/")[2] for scope in manifest["oauthScopes"]] == [
        "script.external_request",
        "spreadsheets.currentonly",
        "script.container.ui",
    ]


def test_a_script_that_is_served_knows_its_server() -> None:
    files = with_server(script_files("ru"), "https://kpi.example.com")
    script = Script(files=files, fault=lambda _url, _number: {"code": 200, "text": '{"results": [{"value": 1}]}'})
    script.call("CHANNEL_MIX", [["a"]], [[1]])
    assert [url for url, _ in script.requests] == ["https://kpi.example.com/v1/batch"]
