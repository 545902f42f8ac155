"""A spreadsheet's formulas: what the script gives, and what it asks of the server."""

import json
import math
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sheetkpi import KPIS, CellError, calculate
from sheetkpi.files.shipped import with_server
from sheetkpi.hosts.companions import COMPANIONS, why
from sheetkpi.hosts.google.script import script_files
from sheetkpi.printing.javascript import fingerprint
from sheetkpi.translation import LANGUAGES
from tests.hosts.google.script import Script, ScriptError, message, says, script_text

pytestmark = pytest.mark.usefixtures("engine")

MOSCOW = ZoneInfo("Europe/Moscow")
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


@pytest.mark.parametrize("zone", ["Europe/Moscow", "America/New_York", "Pacific/Auckland", "Asia/Kolkata"])
def test_dates_are_taken_as_the_sheet_shows_them(zone: str) -> None:
    def there(*date: int) -> datetime:
        return datetime(*date, tzinfo=ZoneInfo(zone))  # type: ignore[arg-type, misc]

    script = Script(zone=zone)
    assert script.call("DEAL_CYCLE", [[there(2026, 1, 10)]], [[there(2026, 1, 31, 12)]]) == 21.5
    assert script.call("DEAL_CYCLE", [[there(2026, 1, 10)]], [[there(2026, 7, 10)]]) == 181, "summer time is no part of a day"
    assert script.call("DEAL_CYCLE", [[there(1968, 2, 29)]], [[there(1968, 3, 1, 0, 0, 0)]]) == 1


def test_what_has_no_formula_says_how_to_set_a_server() -> None:
    with pytest.raises(ScriptError, match=says("needsServer", "ru", function="CHANNEL_COMPARE")):
        Script().call("CHANNEL_COMPARE", MANY_CHANNELS)


# --- with a server


def test_a_filled_down_column_asks_no_service_with_a_server_either() -> None:
    script = Script(address="https://kpi.example.com", fault=lambda _url, _number: {"failure": "Timeout"})
    assert [script.call("ROMI", 100 + n, 100) for n in range(50)] == pytest.approx([n / 100 for n in range(50)])
    assert script.services == []


def test_no_kpi_with_a_formula_asks_a_service_and_dates_ask_once_for_the_time_zone() -> None:
    script = Script(address="https://kpi.example.com", refuses=lambda _name, _number: True)
    for kpi in PRINTABLE:
        for example in kpi.examples:
            arguments = [in_a_sheet(argument) for argument in example.arguments]
            if isinstance(calculate(kpi.name, example.arguments), CellError):
                with pytest.raises(ScriptError, match=kpi.name):
                    script.call(kpi.name, *arguments)
                assert script.call("KPI_WHY", kpi.name, *arguments)
            else:
                script.call(kpi.name, *arguments)
    assert script.services == []
    dates = [[datetime(2026, 1, day, tzinfo=MOSCOW)] for day in range(1, 29)]
    assert script.call("DEAL_CYCLE", dates, dates) == 0
    zone = ["SpreadsheetApp.getActiveSpreadsheet"]
    assert script.services == zone, "it is refused, and the script goes on in its own"
    script.refuses = lambda _name, _number: False
    script.call("DEAL_CYCLE", dates, dates)
    assert script.services == [*zone, *zone, "SpreadsheetApp.getActiveSpreadsheet.getSpreadsheetTimeZone"]


def test_more_rows_than_a_call_takes_arguments() -> None:
    rows = 130_000
    column = [[1.0]] * rows
    assert len(Script().call("CPO", column, 2)) == rows
    assert len(Script().call("CPO", column, [[2.0]] * rows)) == rows
    assert Script().call("NPS", [[10]] * rows) == 100
    assert len(Script().call("BID_GRID", 1000, 0.1, [[0.1]] * rows)) > rows
    answer = {"results": [{"rows": rows, "columns": 1, "values": [1] * rows, "errors": []}]}
    script = Script(address="https://kpi.example.com", fault=lambda _url, _number: {"code": 200, "text": json.dumps(answer)})
    assert len(script.call("CHANNEL_MIX", [["a"]] * rows, column)) == rows


MIX = ([["a"], ["b"]], [[1], [3]])
MIXED = {"results": [{"rows": 1, "columns": 1, "values": [0.75], "errors": []}]}


def test_whatever_service_fails_a_call_to_the_server_is_answered_or_says_why() -> None:
    def asked(refuses: Callable[[str, int], bool] = lambda _name, _number: False) -> Script:
        files = with_server(script_files("en"), "https://kpi.example.com")
        return Script("en_US", files=files, refuses=refuses, fault=lambda _url, _number: {"code": 200, "text": json.dumps(MIXED)})

    whole = asked()
    assert whole.call("CHANNEL_MIX", *MIX) == [[0.75]]
    assert len(whole.services) == len(set(whole.services)) + 1, "each once, but for the cache, which is opened to read and to write"
    asking = [number for number, name in enumerate(whole.services, 1) if not name.startswith("UrlFetchApp.fetch.")]  # an answer is at hand
    assert len(asking) > 8
    for refused in asking:
        once = asked(lambda _name, number, refused=refused: number == refused)  # type: ignore[misc]
        assert once.call("CHANNEL_MIX", *MIX) == [[0.75]], whole.services[refused - 1]
    for refused in set(whole.services):
        always = asked(lambda name, _number, refused=refused: name == refused)  # type: ignore[misc]
        if refused.startswith("UrlFetchApp"):
            with pytest.raises(ScriptError, match="too many times"):
                always.call("CHANNEL_MIX", *MIX)
        else:
            assert always.call("CHANNEL_MIX", *MIX) == [[0.75]], refused


def test_settings_that_cannot_be_read_are_said_to_be_just_that() -> None:
    script = Script("en_US", address="https://kpi.example.com", refuses=lambda name, _number: name.startswith("PropertiesService"))
    with pytest.raises(ScriptError, match=says("settingsUnread")):
        script.call("CHANNEL_MIX", *MIX)
    assert script.requests == []


def test_the_same_call_again_is_remembered() -> None:
    script = Script(address="https://kpi.example.com", fault=lambda _url, _number: {"code": 200, "text": json.dumps(MIXED)})
    assert script.call("CHANNEL_MIX", *MIX) == script.call("CHANNEL_MIX", *MIX) == [[0.75]]
    assert len(script.requests) == 1
    script.properties["SHEETKPI_GENERATION"] = "1"
    script.call("CHANNEL_MIX", *MIX)
    assert len(script.requests) == 2


@pytest.mark.parametrize(
    ("answer", "warns"),
    [
        ({"code": 200, "text": '{"definitions": "newer"}'}, True),
        ({"code": 200, "text": json.dumps({"definitions": fingerprint(tuple(KPIS.values()))})}, False),
        ({"code": 200, "text": "<html>"}, False),
        ({"code": 401, "text": '{"definitions": "newer"}'}, False),
        ({"failure": "Timeout"}, False),
    ],
)
def test_the_sidebar_warns_of_other_definitions_on_the_server(answer: dict[str, Any], warns: bool) -> None:
    address = "https://kpi.example.com"
    script = Script("en_US", address=address, fault=lambda _url, _number: answer)
    assert script.call("definitionsWarning") == (message("otherDefinitions", address=address) if warns else "")
    assert Script("en_US").call("definitionsWarning") == ""


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
    assert script.call("CHANNEL_MIX", *MIX)[1][2] == 0.75
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


def test_an_answer_too_large_for_the_cache_is_given_and_not_remembered() -> None:
    large = {"results": [{"rows": 1, "columns": 1, "values": ["я" * 60_000], "errors": []}]}
    script = Script(address="https://kpi.example.com", fault=lambda _url, _number: {"code": 200, "text": json.dumps(large)})
    assert len(script.call("CHANNEL_MIX", [["a"]], [[1]])[0][0]) == 60_000
    assert script.cache == {}


# --- why


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reasons_are_those_of_the_other_hosts(language: Any) -> None:
    script = Script("ru_RU" if language == "ru" else "en_US", files=script_files(language, "MK_"))
    calls: list[tuple[str, list[Any]]] = [
        ("ROMI", [5000, 0]),
        ("ROMI", [5000, 1000]),
        ("ROMI", ["", 1000]),
        ("mk_romi", ["x", 0]),
        (" Romi", [True, 1]),
        ("ROMI", [5, "#N/A"]),
        ("ROMI", [[[1], ["x"], [3], ["#REF!"]], 2]),
        ("ROMI", [[[1, 0], ["x", 3]], [[0, 0], [0, 0]]]),
        ("CPO", [[[1, 2, 3]], 0]),
        ("TARGET_LEADS", [72, 30]),
        ("FUNNEL_RATE", [0.1, [[0.3], [5]]]),
        ("NPS", [[["x"], [99]]]),
        ("NPS", [[[9], ["#N/A"]]]),
        ("DECOMPOSE", [50000, 100000, 0.3, 2000, 0, 0.1]),
        ("CHURN", [10, 20]),
        ("ROMMI", [1]),
        ("MK_PROFIT_MARGIN", []),
        ("CLV", []),
    ]
    for name, arguments in calls:
        want = why(name, [None if argument == "" else argument for argument in arguments], language, "MK_")
        got = script.call("MK_KPI_WHY", name, *arguments)
        assert got == (want if isinstance(want, str) else [[cell or "" for cell in row] for row in want.nested()]), name
    assert script.services == []


def test_why_names_every_mistyped_kpi_as_python_does() -> None:
    script = Script("en_US")
    unknown = script_text("unknown")
    for number, name in enumerate(KPIS):
        mistyped = (name[1:] + "Q", name + "S", name[::-1], name[: len(name) // 2])[number % 4]
        if mistyped not in KPIS:
            want = str(why(mistyped, [], "en"))
            assert script.call("KPI_WHY", mistyped) == (want if "Did you mean" in want else unknown.replace("{name}", mistyped))


def test_why_says_what_a_call_lacks_and_why_the_server_gives_no_answer() -> None:
    script = Script("en_US")
    assert script.call("KPI_WHY", "ROMI", 1) == message("arguments", function="ROMI", call="ROMI(gross profit, spend)")
    assert script.call("KPI_WHY", "CHANNEL_MIX", *MIX) == message("needsServer", function="CHANNEL_MIX")
    failed = {"rows": 1, "columns": 3, "values": [1, None, None], "errors": [[1, "#DIV/0!"], [2, "#NUM!"]], "message": "Spend is 0."}
    asked = Script(
        "en_US", address="https://kpi.example.com", fault=lambda _u, _n: {"code": 200, "text": json.dumps({"results": [failed]})}
    )
    assert asked.call("KPI_WHY", "CHANNEL_MIX", *MIX) == [["", "Spend is 0.", "#NUM!"]]
    assert asked.call("CHANNEL_MIX", *MIX) == [[1, "#DIV/0!", "#NUM!"]]


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


def test_a_saved_key_goes_to_the_server_that_it_was_saved_for_only() -> None:
    works = {"code": 200, "text": '{"results": [{"value": 1}]}'}
    script = Script("en_US", address="https://kpi.example.com", key="secret", fault=lambda _url, _number: works)
    assert script.call("saveSettings", "https://kpi.example.com", "")["isFine"]
    assert script.properties["SHEETKPI_KEY"] == "secret", "left blank, it stays"
    script.call("saveSettings", "https://kpi.example.org", "")
    (_, kept), (_, sent) = script.requests
    assert "secret" in repr(kept)
    assert "secret" not in repr(sent)
    assert script.properties["SHEETKPI_KEY"] == ""


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
    assert text.count("@customfunction") == len(KPIS) + len(COMPANIONS), "one picks figures, one explains errors"
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
