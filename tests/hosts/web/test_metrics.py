"""GET /metrics: what is counted, who may read it, and that no client can make it large."""

import builtins
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client import REGISTRY, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from sheetkpi import KPIS, __version__
from sheetkpi.hosts.web import create_app
from sheetkpi.hosts.web.access import AccessPolicy
from sheetkpi.hosts.web.keys import KeyFile, LiveKeys
from tests.hosts.web.servers import ask, reply, running, within

BATCH = {
    "calls": [
        {"function": "ROMI", "arguments": [[[100000], [5], [None]], 0]},
        {"function": "romi ", "arguments": [2, 1]},
        {"function": "NO_SUCH", "arguments": []},
    ]
}
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def client() -> FlaskClient:
    return create_app().test_client()


@pytest.fixture
def counted(client: FlaskClient) -> Callable[..., float]:
    """The value of a count; 0 where it is not there."""

    def value(name: str, **labels: str) -> float:
        return samples(client.get("/metrics", buffered=True).text).get((name, frozenset(labels.items())), 0.0)

    return value


def samples(text: str) -> Samples:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


# --- what is counted


def test_requests_are_counted_by_route_and_status(client: FlaskClient, counted: Callable[..., float]) -> None:
    for _ in range(3):
        client.post("/v1/batch", json=BATCH, buffered=True)
    client.post("/v1/batch", data=b"{", content_type="application/json", buffered=True)
    client.get("/nowhere", buffered=True)
    client.get("/elsewhere", buffered=True)
    assert counted("sheetkpi_requests_total", route="/v1/batch", status="200") == 3
    assert counted("sheetkpi_requests_total", route="/v1/batch", status="400") == 1
    assert counted("sheetkpi_requests_total", route="(other)", status="404") == 2
    assert counted("sheetkpi_request_seconds_count", route="/v1/batch") == 4
    assert counted("sheetkpi_request_seconds_bucket", route="/v1/batch", le="+Inf") == 4
    assert counted("sheetkpi_request_seconds_sum", route="/v1/batch") > 0
    assert counted("sheetkpi_refused_requests_total", reason="bad_json") == 1
    assert counted("sheetkpi_refused_requests_total", reason="not_found") == 2


def test_calls_and_cells_are_counted(client: FlaskClient, counted: Callable[..., float]) -> None:
    for _ in range(2):
        client.post("/v1/batch", json=BATCH, buffered=True)
    assert counted("sheetkpi_calls_total", function="ROMI") == 4
    assert counted("sheetkpi_calls_total", function="(other)") == 2
    assert counted("sheetkpi_cells_total") == 2 * (3 + 1 + 2)
    assert counted("sheetkpi_answer_cells_total") == 2 * (3 + 1 + 1)
    assert counted("sheetkpi_failed_cells_total") == 2 * (2 + 1)


def test_a_request_is_in_flight_until_the_last_byte_is_gone(client: FlaskClient, counted: Callable[..., float]) -> None:
    assert counted("sheetkpi_requests_in_flight") == 1  # that which asks
    unread = client.get("/static/page.css", buffered=False)
    assert counted("sheetkpi_requests_in_flight") == 2
    unread.close()
    assert counted("sheetkpi_requests_in_flight") == 1


def test_it_says_what_runs_and_how_much_memory_that_takes(counted: Callable[..., float]) -> None:
    assert counted("sheetkpi_build_info", version=__version__) == 1
    if sys.platform == "linux":  # elsewhere the library does not know
        assert counted("process_resident_memory_bytes") > 1e6


def test_it_is_the_text_that_prometheus_reads(client: FlaskClient) -> None:
    response = client.get("/metrics", headers={"Accept": "application/openmetrics-text"})
    assert response.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"


def test_apps_count_each_for_themselves_and_not_where_others_count(client: FlaskClient) -> None:
    client.get("/nowhere", buffered=True)
    other = create_app().test_client()
    assert 'route="(other)"' in client.get("/metrics").text
    assert 'route="(other)"' not in other.get("/metrics").text
    assert b"sheetkpi" not in generate_latest(REGISTRY)


# --- how large it may become


def test_no_client_makes_it_large(client: FlaskClient) -> None:
    for number in range(200):
        client.get(f"/nowhere/{number}?{number}", buffered=True)
        client.get(f"/templates/en/{number}.xlsx", buffered=True)
        client.get(f"/static/{number}", buffered=True)
        client.open("/v1/batch", method=f"METHOD{number}", buffered=True)
        client.post("/v1/batch", json={"calls": [{"function": f"F{number}", "arguments": []}]}, buffered=True)
        client.post("/v1/batch", json={f"field{number}": 1}, buffered=True)
    client.get("/metrics", buffered=True)
    before = len(samples(client.get("/metrics").text))
    for number in range(200, 400):
        client.get(f"/nowhere/{number}", buffered=True)
        client.post("/v1/batch", json={"calls": [{"function": f"F{number}", "arguments": []}]}, buffered=True)
    assert len(samples(client.get("/metrics").text)) == before


def test_there_is_at_most_a_count_for_each_function_and_one_for_all_unknown(client: FlaskClient) -> None:
    calls = [{"function": name.lower(), "arguments": []} for name in KPIS] + [{"function": f"X{n}", "arguments": []} for n in range(50)]
    client.post("/v1/batch", json={"calls": calls}, buffered=True)
    names = set(re.findall(r'sheetkpi_calls_total\{function="([^"]*)"', client.get("/metrics").text))
    assert names == {*KPIS, "(other)"}


# --- who may read it


@pytest.fixture
def key(tmp_path: Path) -> str:
    return KeyFile(tmp_path / "keys.db").add("prometheus")


@pytest.fixture
def guarded(tmp_path: Path, key: str) -> FlaskClient:  # noqa: ARG001 - the key is made before the server starts
    return create_app(access=AccessPolicy(LiveKeys(tmp_path / "keys.db"))).test_client()


STRANGERS = [
    {"environ_overrides": ELSEWHERE},
    {"headers": {"X-Forwarded-For": "203.0.113.9"}},
    {"headers": {"Forwarded": "for=203.0.113.9"}},
    {"headers": {"Host": "evil.example.com"}},
]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_where_there_are_keys_others_need_one(guarded: FlaskClient, key: str, stranger: dict[str, Any]) -> None:
    assert guarded.get("/metrics").status_code == 200, "a program of this computer needs none"
    headers = stranger.get("headers", {})
    without = guarded.get("/metrics", **stranger)
    assert (without.status_code, without.json["error"]["code"]) == (401, "no_key")
    wrong = guarded.get("/metrics", **stranger | {"headers": {**headers, "Authorization": "Bearer x"}})
    assert (wrong.status_code, wrong.json["error"]["code"]) == (401, "wrong_key")
    assert guarded.get("/metrics", **stranger | {"headers": {**headers, "Authorization": f"Bearer {key}"}}).status_code == 200


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize(("is_open", "status"), [(True, 401), (False, 403)], ids=["open", "for this computer"])
def test_a_server_without_keys_tells_its_counts_to_its_own_computer(stranger: dict[str, Any], is_open: bool, status: int) -> None:
    client = create_app(access=AccessPolicy(is_open=is_open)).test_client()
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", **stranger).status_code == status


def test_a_page_of_another_site_is_refused(guarded: FlaskClient) -> None:
    assert guarded.get("/metrics", headers={"Origin": "https://evil.example.com"}).status_code == 403


# --- where it cannot be counted


def test_without_the_library_one_is_told_what_to_install(monkeypatch: Any) -> None:
    original = builtins.__import__

    def without(name: str, *arguments: Any) -> Any:
        if name.startswith("prometheus_client"):
            raise ModuleNotFoundError(name=name)
        return original(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)
    client = create_app().test_client()
    assert client.get("/v1/health", buffered=True).status_code == 200
    response = client.get("/metrics")
    assert (response.status_code, response.json["error"]["code"]) == (404, "no_metrics")
    assert "sheetkpi[metrics]" in response.json["error"]["message"]


# --- several processes

TOGETHER = """
import os, sys, time
from sheetkpi.hosts.web.metrics import counting_together
with counting_together(2):
    from sheetkpi.hosts.web import create_app
    children = []
    for number in range(3):
        process = os.fork()
        if not process and number == 2:
            sys.exit(0)  # as servers of several processes end theirs: all that the first one began is left behind here too
        if not process:
            client = create_app().test_client()
            for _ in range(3):
                client.get("/nowhere", buffered=True)
            unread = client.get("/static/page.css")
            os.kill(os.getpid(), 9)  # in the middle of an answer
        children.append(process)
    for process in children:
        os.waitpid(process, 0)
    folder = os.environ["PROMETHEUS_MULTIPROC_DIR"]
    print(create_app().test_client().get("/metrics").text)
    sys.stdout.flush()
assert not os.path.exists(folder)
"""


@pytest.mark.e2e
@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="this system does not copy processes")
def test_processes_count_together_and_those_that_were_killed_answer_nothing_any_more() -> None:
    done = subprocess.run([sys.executable, "-c", TOGETHER], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    counts = samples(done.stdout)
    assert counts["sheetkpi_requests_total", frozenset({("route", "(other)"), ("status", "404")})] == 6
    assert counts["sheetkpi_request_seconds_count", frozenset({("route", "(other)")})] == 6
    assert counts["sheetkpi_requests_in_flight", frozenset()] == 1
    assert counts["sheetkpi_build_info", frozenset({("version", __version__)})] == 1


@pytest.mark.e2e
@pytest.mark.parametrize("program", ["granian"])
def test_whichever_process_is_asked_it_tells_of_all(program: str, tmp_path: Path) -> None:
    pytest.importorskip(program)
    with running("--server", program, "--workers", "2", "--quiet", folder=tmp_path) as server:
        for _ in range(20):
            assert ask(server).status == 200
        asked = [0.0] * 5  # an answer is counted when its last byte is gone: the client may be sooner
        for number in range(len(asked)):

            def has_all(number: int = number) -> bool:
                with server.connect() as connection:
                    connection.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    counts = samples(reply(connection).body.decode())
                asked[number] = counts["sheetkpi_requests_total", frozenset({("route", "/v1/batch"), ("status", "200")})]
                return asked[number] == 20

            assert within(10, has_all), asked
        server.process.terminate()
        assert server.wait() == 0
    assert not list(tmp_path.glob("sheetkpi-*")), "the folder where they counted together is still there"
