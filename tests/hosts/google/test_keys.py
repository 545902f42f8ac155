"""The script of a spreadsheet, and a real server with keys."""

import contextlib
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from sheetkpi import calculate
from sheetkpi.hosts.web.keys import new_key
from sheetkpi.settings.values import Rate
from tests.hosts.google.script import Script, ScriptError, says
from tests.hosts.keyed import Keyed, keyed

ADDRESS = "https://kpi.example.com"
MIX = ([["a"], ["b"]], [[1], [3]])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    with keyed(tmp_path_factory.mktemp("keys")) as server:
        yield server


@pytest.mark.e2e
def test_with_a_good_key_a_table_comes(server: Keyed) -> None:
    script = Script("en_US", address=server.address, key=server.file.add("good"))
    assert script.call("CHANNEL_MIX", *MIX)[1][2] == calculate("CHANNEL_MIX", MIX).nested()[1][2]
    assert len(script.requests) == 1


@pytest.mark.e2e
@pytest.mark.parametrize(("locale", "language"), [("en_US", "en"), ("ru_RU", "ru")])
def test_a_wrong_key_is_said_once_and_where_to_change_it(server: Keyed, locale: str, language: str) -> None:
    script = Script(locale, address=server.address, key=new_key())
    with pytest.raises(ScriptError, match=says("keyRefused", language, address=server.address)):
        script.call("CHANNEL_MIX", *MIX)
    assert len(script.requests) == 1, "the same key was refused again"
    assert script.cache == {}


@pytest.mark.e2e
@pytest.mark.parametrize(("locale", "language"), [("en_US", "en"), ("ru_RU", "ru")])
def test_a_missing_key_is_asked_for(server: Keyed, locale: str, language: str) -> None:
    script = Script(locale, address=server.address)
    with pytest.raises(ScriptError, match=says("keyMissing", language, address=server.address)):
        script.call("CHANNEL_MIX", *MIX)
    assert len(script.requests) == 1


@pytest.mark.e2e
def test_formulas_that_the_sheet_computes_go_on_with_a_wrong_key(server: Keyed) -> None:
    script = Script("en_US", address=server.address, key="wrong")
    assert script.call("ROMI", 150, 100) == 0.5
    assert script.requests == []


@pytest.mark.e2e
def test_a_function_that_the_key_is_not_for_says_so(server: Keyed) -> None:
    script = Script("en_US", address=server.address, key=server.file.add("few", functions=("ROMI",)))
    with pytest.raises(ScriptError, match=r"CHANNEL_MIX: .*\bkey\b"):
        script.call("CHANNEL_MIX", *MIX)
    assert script.cache == {}


@pytest.mark.e2e
def test_a_key_that_asks_too_often_waits_as_long_as_the_server_says(server: Keyed) -> None:
    key = server.file.add("slow", Rate(2, 1))
    busy = Script("en_US", address=server.address, key=key)
    numbers = count(1)
    while not busy.slept:  # the script only notes how long it would sleep, and asks again at once
        with contextlib.suppress(ScriptError):
            busy.call("CHANNEL_MIX", [["a"]], [[next(numbers)]])
    assert next(numbers) > 3, "it was refused too early"
    assert all(1000 <= pause <= 2500 for pause in busy.slept), "it asked before it may, and only made it worse"


@pytest.mark.e2e
def test_a_key_that_is_refused_in_spite_of_waiting_is_told_why_and_for_how_long(server: Keyed) -> None:
    busy = Script("en_US", address=server.address, key=server.file.add("busy", Rate(12, 60)))
    for number in range(12):
        busy.call("CHANNEL_MIX", [["a"]], [[number]])
    with pytest.raises(ScriptError, match=r"(60|5\d) s"):
        busy.call("CHANNEL_MIX", [["a"]], [[12]])


@pytest.mark.e2e
def test_a_key_that_must_wait_longer_than_google_lets_a_formula_says_it_at_once(server: Keyed) -> None:
    script = Script("ru_RU", address=server.address, key=server.file.add("slowest", Rate(1, 3600)))
    script.call("CHANNEL_MIX", *MIX)
    with pytest.raises(ScriptError, match=r"\b3[56]\d\d с\b"):
        script.call("CHANNEL_MIX", [["c"]], [[1]])
    assert len(script.requests) == 2
    assert script.slept == []


@pytest.mark.e2e
def test_a_revoked_key_ends_while_the_server_runs_and_a_replaced_one_after_its_time(server: Keyed) -> None:
    server.file.add("leaves")
    old = server.file.rotate("leaves", timedelta(0))
    script = Script("en_US", address=server.address, key=old)
    script.call("CHANNEL_MIX", *MIX)
    new = server.file.rotate("leaves", timedelta(hours=1))
    assert script.call("CHANNEL_MIX", [["c"]], [[1]])
    server.file.revoke("leaves")
    for key in (old, new):
        with pytest.raises(ScriptError, match=says("keyRefused")):
            Script("en_US", address=server.address, key=key).call("CHANNEL_MIX", *MIX)


# --- what else may stand before the server


def refusing(status: int, text: str, **headers: str) -> Any:
    return lambda _url, _number: {"code": status, "text": text, "headers": headers}


def test_settings_with_a_wrong_key_are_not_saved() -> None:
    script = Script("en_US", fault=refusing(401, '{"error": {"code": "wrong_key", "message": "no"}}'))
    verdict = script.call("saveSettings", ADDRESS, "wrong")
    assert not verdict["isFine"]
    assert re.fullmatch(says("keyRefused", address=ADDRESS), verdict["verdict"])
    assert script.properties == {}


def test_a_firewall_that_forbids_is_taken_at_its_word() -> None:
    with pytest.raises(ScriptError, match=says("keyRefused")):
        Script("en_US", address=ADDRESS, fault=refusing(403, "<html>Forbidden</html>")).call("CHANNEL_MIX", *MIX)
    ours = '{"error": {"code": "this_computer_only", "message": "This server has no keys"}}'
    with pytest.raises(ScriptError, match="This server has no keys"):
        Script("en_US", address=ADDRESS, fault=refusing(403, ours)).call("CHANNEL_MIX", *MIX)


@pytest.mark.parametrize("header", ["Retry-After", "retry-after"])
def test_a_proxy_that_is_asked_too_often_is_waited_for(header: str) -> None:
    script = Script("en_US", address=ADDRESS, fault=refusing(429, "<html>", **{header: "3"}))
    with pytest.raises(ScriptError, match=says("busy", address=ADDRESS)):
        script.call("CHANNEL_MIX", *MIX)
    assert len(script.slept) == 3
    assert all(3000 <= pause < 3250 for pause in script.slept)


@pytest.mark.parametrize("wanted", ["Wed, 21 Oct 2026 07:28:00 GMT", "", "-5", "soon"])
def test_a_wait_that_is_no_number_of_seconds_is_none(wanted: str) -> None:
    script = Script("en_US", address=ADDRESS, fault=refusing(503, "<html>", **{"Retry-After": wanted}))
    with pytest.raises(ScriptError):
        script.call("CHANNEL_MIX", *MIX)
    assert len(script.slept) == 3
    assert sum(script.slept) < 20_000


def test_the_server_is_asked_to_speak_as_the_sheet_does() -> None:
    script = Script("ru_RU", address=ADDRESS, fault=refusing(400, '{"error": {"message": "Нет"}}'))
    with pytest.raises(ScriptError, match="Нет"):
        script.call("CHANNEL_MIX", *MIX)
    assert script.requests[0][1]["headers"]["Accept-Language"] == "ru"
