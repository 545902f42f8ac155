"""How often each may ask."""

import re
import threading
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sheetkpi.hosts.web import create_app
from sheetkpi.hosts.web.access import AccessPolicy
from sheetkpi.hosts.web.keys import KeyFile, LiveKeys, new_key
from sheetkpi.hosts.web.rates import MOST_CLIENTS, FixedWindows, RateLimiter
from sheetkpi.settings import RatesSettings
from sheetkpi.settings.values import Rate

BATCH = {"calls": [{"function": "ROMI", "arguments": [2, 1]}]}


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


# --- a window


@pytest.fixture
def limiter(clock: Clock) -> RateLimiter:
    return RateLimiter(now=clock)


def test_as_much_as_is_allowed_may_come_at_once_and_then_the_next_window_is_waited_for(limiter: RateLimiter, clock: Clock) -> None:
    rate = Rate(6, 60)
    assert [limiter.acquire("keys", "a", rate) for _ in range(6)] == [0.0] * 6
    assert limiter.acquire("keys", "a", rate) == pytest.approx(60)
    clock.seconds += 59
    assert limiter.acquire("keys", "a", rate) == pytest.approx(1)
    clock.seconds += 1
    assert [limiter.acquire("keys", "a", rate) for _ in range(6)] == [0.0] * 6
    assert limiter.acquire("keys", "a", rate) == pytest.approx(60)


def test_a_window_begins_with_the_first_request_and_nothing_is_saved_up(limiter: RateLimiter, clock: Clock) -> None:
    rate = Rate(2, 10)
    limiter.acquire("keys", "a", rate)
    clock.seconds += 10**9
    assert [limiter.acquire("keys", "a", rate) for _ in range(3)] == [0, 0, pytest.approx(10)]


def test_each_client_of_each_kind_is_counted_apart(limiter: RateLimiter) -> None:
    rate = Rate(1, 60)
    assert [limiter.acquire("keys", who, rate) for who in ("a", "b")] == [0, 0]
    assert limiter.acquire("addresses", "a", rate) == 0
    assert limiter.acquire("keys", "a", rate) == pytest.approx(60)


def test_what_was_more_than_was_left_is_counted_and_over_with_the_window(limiter: RateLimiter, clock: Clock) -> None:
    rate = Rate(100, 10)
    assert limiter.retry_after("cells", "a", rate) == 0
    limiter.consume("cells", "a", rate, 99)
    assert limiter.retry_after("cells", "a", rate) == 0
    clock.seconds += 4
    limiter.consume("cells", "a", rate, 1000)
    assert limiter.retry_after("cells", "a", rate) == pytest.approx(6)
    clock.seconds += 6
    assert limiter.retry_after("cells", "a", rate) == 0


def test_a_rate_that_is_raised_holds_at_once(limiter: RateLimiter) -> None:
    limiter.acquire("keys", "a", Rate(1, 60))
    assert limiter.acquire("keys", "a", Rate(1, 60)) == pytest.approx(60)
    assert limiter.acquire("keys", "a", Rate(60, 60)) == 0


def test_however_many_ask_the_memory_is_bounded_and_who_asked_last_is_remembered(clock: Clock) -> None:
    windows, rate = FixedWindows(clock, most=100), Rate(1, 60)
    for number in range(10_000):
        windows.count(str(number), rate, 1)
    assert len(windows) == 100
    assert windows.count("9999", rate, 1)[0] == 2
    assert windows.count("0", rate, 1)[0] == 1
    assert MOST_CLIENTS <= 10_000


def test_many_threads_get_no_more_than_there_is(limiter: RateLimiter) -> None:
    rate, got = Rate(500, 3600), []

    def ask() -> None:
        got.extend(1 for _ in range(200) if not limiter.acquire("keys", "a", rate))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 500


def test_a_clock_that_is_set_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter, rate = RateLimiter(), Rate(1, 3600)
    assert limiter.acquire("keys", "a", rate) == 0
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert limiter.acquire("keys", "a", rate) > 3500
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert limiter.acquire("keys", "a", rate) > 3500


# --- a server


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "keys.db")


def server(file: KeyFile, clock: Clock, *, is_open: bool = False, proxies: int = 0, **rates: Rate) -> FlaskClient:
    access = AccessPolicy(
        LiveKeys(file.path), is_open=is_open, rates=RatesSettings(**rates), limiter=RateLimiter(now=clock), proxies=proxies
    )
    return create_app(access=access).test_client()


def ask(client: FlaskClient, key: str | None = None, address: str = "203.0.113.9", json: Any = BATCH, **headers: str) -> TestResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()} | ({"Authorization": f"Bearer {key}"} if key else {})
    return client.post("/v1/batch", json=json, headers=sent, environ_overrides={"REMOTE_ADDR": address})


def refused(response: TestResponse, code: str, seconds: int) -> bool:
    """Whether a request has to wait, and is told so for programs and for people."""
    assert response.status_code == 429, response.text
    assert response.json is not None
    assert response.json["error"]["code"] == code
    assert str(seconds) in re.findall(r"\d+", response.json["error"]["message"])
    assert response.headers["Retry-After"] == str(seconds)
    return True


def test_a_key_may_ask_as_often_as_was_said_and_no_other_key_suffers(file: KeyFile, clock: Clock) -> None:
    slow, other = file.add("slow", Rate(2, 60)), file.add("other")
    client = server(file, clock, key=Rate(3, 60))
    assert [ask(client, slow).status_code for _ in range(2)] == [200, 200]
    clock.seconds += 30
    assert refused(ask(client, slow), "too_many_requests", 30)
    assert [ask(client, other).status_code for _ in range(3)] == [200] * 3
    assert refused(ask(client, other), "too_many_requests", 60)
    clock.seconds += 30
    assert ask(client, slow).status_code == 200


def test_a_key_counts_together_wherever_it_comes_from_and_whatever_it_asks(file: KeyFile, clock: Clock) -> None:
    key = file.add("sales", Rate(2, 60))
    client = server(file, clock)
    assert ask(client, key, "203.0.113.9").status_code == 200
    assert client.get("/v1/functions", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert refused(ask(client, key, "198.51.100.1"), "too_many_requests", 60)


def test_a_new_key_in_the_place_of_an_old_one_brings_no_second_allowance(file: KeyFile, clock: Clock) -> None:
    from datetime import timedelta

    old = file.add("sales", Rate(1, 60))
    new = file.rotate("sales", timedelta(days=1))
    client = server(file, clock)
    assert ask(client, old).status_code == 200
    assert refused(ask(client, new), "too_many_requests", 60)


def test_wrong_keys_are_slowed_down_and_good_ones_of_the_same_address_are_not(file: KeyFile, clock: Clock) -> None:
    key = file.add("sales")
    client = server(file, clock, wrong_keys=Rate(3, 60))
    assert [ask(client, new_key()).status_code for _ in range(3)] == [401] * 3
    assert refused(ask(client, new_key()), "too_many_wrong_keys", 60)
    assert ask(client, key).status_code == 200
    assert ask(client, new_key(), "198.51.100.1").status_code == 401, "another address is no guesser"
    clock.seconds += 60
    assert ask(client, new_key()).status_code == 401


def test_who_forgets_the_key_is_told_so_and_held_up_only_as_everybody_is(file: KeyFile, clock: Clock) -> None:
    file.add("sales")
    client = server(file, clock, address=Rate(2, 60), wrong_keys=Rate(1, 60))
    assert [ask(client).status_code for _ in range(2)] == [401, 401]
    assert refused(ask(client), "too_many_requests", 60)


def test_pages_count_for_the_address_and_health_for_nobody(file: KeyFile, clock: Clock) -> None:
    key = file.add("sales")
    client = server(file, clock, address=Rate(2, 60))
    assert [client.get(path).status_code for path in ("/", "/nowhere")] == [200, 404]
    assert refused(client.get("/openapi.json"), "too_many_requests", 60)
    assert refused(client.get("/static/page.css"), "too_many_requests", 60)
    assert [client.get("/v1/health").status_code for _ in range(10)] == [200] * 10
    assert client.options("/v1/batch").status_code == 200
    assert ask(client, key, "127.0.0.1").status_code == 200


def test_an_open_server_counts_addresses(file: KeyFile, clock: Clock) -> None:
    client = server(file, clock, is_open=True, address=Rate(1, 60))
    assert [ask(client, address=address).status_code for address in ("203.0.113.9", "198.51.100.1")] == [200, 200]
    assert refused(ask(client), "too_many_requests", 60)


def test_all_addresses_of_a_network_of_ipv6_are_one(file: KeyFile, clock: Clock) -> None:
    client = server(file, clock, is_open=True, address=Rate(1, 60))
    assert ask(client, address="2001:db8:1:2::1").status_code == 200
    assert refused(ask(client, address="2001:db8:1:2:ffff::9"), "too_many_requests", 60)
    assert ask(client, address="2001:db8:1:3::1").status_code == 200
    assert ask(client, address="::ffff:203.0.113.9").status_code == 200
    assert refused(ask(client, address="203.0.113.9"), "too_many_requests", 60)


def test_on_this_computer_without_keys_nobody_counts(file: KeyFile, clock: Clock) -> None:
    client = server(file, clock, address=Rate(1, 60), key=Rate(1, 60), cells=Rate(1, 60))
    assert [ask(client, address="127.0.0.1").status_code for _ in range(5)] == [200] * 5


def test_cells_count_too_and_a_request_that_was_let_in_is_answered_whole(file: KeyFile, clock: Clock) -> None:
    key = file.add("sales")
    client = server(file, clock, cells=Rate(100, 100))
    column = {"calls": [{"function": "ROMI", "arguments": [[[n] for n in range(100)], 1]}]}
    answer = ask(client, key, json=column)
    assert len(answer.json["results"][0]["values"]) == 100
    clock.seconds += 40
    assert refused(ask(client, key), "too_many_cells", 60)
    assert client.get("/v1/functions", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert ask(client, file.add("other")).status_code == 200
    clock.seconds += 60
    assert ask(client, key).status_code == 200


def test_an_address_is_that_of_the_client_only_where_the_proxy_is_believed(file: KeyFile, clock: Clock) -> None:
    known = server(file, clock, is_open=True, proxies=1, address=Rate(1, 60))
    assert [ask(known, X_Forwarded_For=f"203.0.113.{n}").status_code for n in range(3)] == [200] * 3
    assert refused(ask(known, X_Forwarded_For="8.8.8.8, 203.0.113.1"), "too_many_requests", 60), "a client writes what it likes on the left"
    unknown = server(file, clock, is_open=True, address=Rate(1, 60))
    assert ask(unknown, X_Forwarded_For="203.0.113.1").status_code == 200
    assert refused(ask(unknown, X_Forwarded_For="203.0.113.2"), "too_many_requests", 60)


def test_two_proxies_are_counted_from_the_right(file: KeyFile, clock: Clock) -> None:
    client = server(file, clock, is_open=True, proxies=2, address=Rate(1, 60))
    assert ask(client, X_Forwarded_For="1.1.1.1, 203.0.113.1, 10.0.0.1").status_code == 200
    assert refused(ask(client, X_Forwarded_For="2.2.2.2, 203.0.113.1, 10.0.0.2"), "too_many_requests", 60)


def test_the_refusal_is_in_the_readers_language(file: KeyFile, clock: Clock) -> None:
    key = file.add("sales", Rate(1, 60))
    client = server(file, clock)
    ask(client, key)
    english, russian = (ask(client, key, Accept_Language=language).json["error"]["message"] for language in ("en", "ru"))
    assert re.findall(r"\d+", russian) == re.findall(r"\d+", english) == ["60"]
    assert re.search("[а-я]", russian)
    assert not re.search("[а-я]", english)
