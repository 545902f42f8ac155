"""The real server on a real port."""

import http.client
import http.server
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from sheetkpi import __version__
from sheetkpi.cli import main
from sheetkpi.files.installing import install_command
from sheetkpi.hosts.web import ServerError, create_app, serve
from sheetkpi.hosts.web.access import AccessPolicy
from sheetkpi.settings import ServerSettings, Settings
from sheetkpi.translation import Message
from tests.hosts.web.servers import ANSWER, GOOD, ask, reply, running

pytestmark = pytest.mark.e2e


def send(address: str, body: bytes, **headers: str) -> tuple[int, Any]:
    request = urllib.request.Request(f"{address}/v1/batch", body, {"Content-Type": "application/json", **headers})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def facts_of(error: ServerError) -> Mapping[str, object]:
    assert isinstance(error.what, Message)
    return error.what.facts


def test_a_batch_comes_back(address: str) -> None:
    status, answer = send(address, b'{"calls":[{"function":"ROMI","arguments":[100000,50000]},{"function":"ROMI","arguments":[[2,3],1]}]}')
    assert status == 200
    assert answer == {"results": [{"value": 1.0}, {"rows": 2, "columns": 1, "values": [1.0, 2.0], "errors": []}]}


def test_a_column_as_long_as_a_sheet_comes_back(address: str) -> None:
    rows = 2**20
    column = {"rows": rows, "columns": 1, "values": [1.5] * rows}
    _, answer = send(address, json.dumps({"calls": [{"function": "ROMI", "arguments": [column, 1]}]}).encode())
    assert answer["results"][0]["values"] == [0.5] * rows


def test_calls_at_the_same_time_do_not_mix(address: str) -> None:
    answers: dict[int, Any] = {}

    def ask(number: int) -> None:
        body = json.dumps({"calls": [{"function": "PROFIT", "arguments": [number, 1]}] * 50}).encode()
        answers[number] = send(address, body)[1]["results"]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: [{"value": number - 1.0}] * 50 for number in range(40)}


@pytest.mark.parametrize("mebibytes", [64.5, 500])
def test_a_body_that_is_too_large_is_refused_as_json(address: str, mebibytes: float) -> None:
    """The second is refused by waitress, from the header alone."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.putrequest("POST", "/v1/batch")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(int(mebibytes * 2**20)))
    connection.endheaders()
    if mebibytes < 100:
        connection.send(b" " * int(mebibytes * 2**20))
    response = connection.getresponse()
    assert response.status == 413
    assert json.load(response)["error"]["code"] == "too_large"
    connection.close()


def test_what_is_no_http_is_refused_as_json(address: str) -> None:
    host, port = urlsplit(address).hostname, urlsplit(address).port
    with socket.create_connection((host, port), timeout=30) as connection:
        connection.sendall(b"POST /v1/batch HTTP/1.1\r\nContent-Length: many\r\n\r\n")
        head, _, body = connection.makefile("rb").read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert b"application/json" in head
    assert json.loads(body)["error"]["code"] == "bad_request"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])  # noqa: S104 - nothing is served there
def test_a_server_that_is_started_twice_says_where_it_runs(address: str, host: str) -> None:
    port = urlsplit(address).port or 0
    with pytest.raises(ServerError) as error:
        serve(host, port, print, create_app(access=AccessPolicy(is_open=True)))
    assert facts_of(error.value) == {"version": __version__, "address": f"http://{host}:{port}/"}


def test_another_server_at_the_port_is_not_taken_for_a_copy() -> None:
    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"status": "ok"}')

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        with pytest.raises(ServerError) as error:
            serve("127.0.0.1", other.server_port, print)
        assert facts_of(error.value) == {"host": "127.0.0.1", "port": other.server_port}
        other.shutdown()


@pytest.mark.parametrize(
    ("host", "port", "facts", "remedy"),
    [
        ("127.0.0.1", 70000, {"port": 70000}, "--port"),
        ("no such host", 1, {"host": "no such host"}, "--host: 127.0.0.1"),
        ("127.0.0.1.2", 8765, {"host": "127.0.0.1.2"}, "--host: 127.0.0.1"),
        ("0.0.0.0", 8765, {"host": "0.0.0.0"}, "sheetkpi keys add"),  # noqa: S104 - it must be refused
        ("192.0.2.1", 8765, {"host": "192.0.2.1"}, "sheetkpi keys add"),
        ("::", 8765, {"host": "::"}, "sheetkpi keys add"),
    ],
)
def test_an_address_that_cannot_be_had_is_told_with_what_to_do(host: str, port: int, facts: dict[str, object], remedy: str) -> None:
    with pytest.raises(ServerError) as error:
        serve(host, port, print)
    assert facts_of(error.value) == facts
    assert remedy in str(error.value)
    assert "\n" not in str(error.value)


def test_the_app_is_what_any_wsgi_server_runs() -> None:
    assert callable(create_app().wsgi_app)


# --- other programs, and what the settings say


def test_a_program_that_is_not_installed_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    found = find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: found(name) if name == "pip" else None)
    for program, extra in (("granian", "granian"), ("waitress", "web")):
        settings = Settings(server=ServerSettings(program=program))
        with pytest.raises(ServerError) as error:
            serve("127.0.0.1", 0, print, settings=settings)
        assert facts_of(error.value) == {"program": program, "command": install_command(extra)}


def test_waitress_with_several_processes_names_the_program_that_has_them() -> None:
    with pytest.raises(ServerError) as error:
        serve("127.0.0.1", 0, print, settings=Settings(server=ServerSettings(workers=3)))
    assert facts_of(error.value) == {"workers": 3}
    assert "sheetkpi serve --server granian --workers 3" in str(error.value)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--server", "apache"], ["--server", "apache", "waitress, granian"]),
        (["--workers", "0"], ["“0”", "1 to 256"]),
        (["--workers", "many"], ["“many”", "1 to 256"]),
    ],
)
def test_a_wrong_option_is_told_in_one_line(options: list[str], said: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", *options, "--lang", "en"]) == 2
    message = capsys.readouterr().err.strip()
    assert all(fact in message for fact in said)
    assert "\n" not in message


def test_where_it_listens_may_stand_in_the_settings_and_options_come_before_them(tmp_path: Path) -> None:
    with running(folder=tmp_path, SERVER_HOST="localhost", SERVER_PORT="1") as server:
        assert server.address.startswith("http://localhost:")
        assert server.place[1] > 1


@pytest.mark.parametrize("program", ["waitress", "granian"])
def test_every_program_has_the_same_limits(program: str, tmp_path: Path) -> None:
    pytest.importorskip(program)
    rows = 50_000
    column = {"rows": rows, "columns": 1, "values": [1.5] * rows}
    range_of_cells = json.dumps({"calls": [{"function": "ROMI", "arguments": [column, 1]}]}).encode()
    long = json.dumps({"calls": [{"function": "ROMI", "arguments": [["x"] * rows, 1]}] * 3}).encode()
    limits = {"LIMITS_BODY": "1 MiB", "LIMITS_CALLS": "300", "LIMITS_TIME": "200 ms"}
    with running("--server", program, folder=tmp_path, **limits) as server:
        assert ask(server).json == ANSWER
        assert ask(server, range_of_cells).json["results"][0]["values"] == [0.5] * rows
        assert ask(server, json.dumps({"calls": [{"function": "ROMI", "arguments": [2, 1]}] * 301}).encode()).status == 413
        too_large = ask(server, b" " * (2**20 + 1))
        assert (too_large.status, too_large.json["error"]["code"]) == (413, "too_large")
        assert "1 MiB" in too_large.json["error"]["message"]
        assert "limits.time" in ask(server, long).json["results"][-1]["message"]
        with server.connect() as connection:
            head = b"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            connection.sendall(head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(GOOD), GOOD))
            assert reply(connection).json == ANSWER
    assert not [line for line in server.said if "Traceback" in line or "WARNING" in line]


def test_several_processes_answer_alike(tmp_path: Path) -> None:
    pytest.importorskip("granian")
    with running("--server", "granian", "--workers", "2", folder=tmp_path) as server:
        assert {ask(server).body for _ in range(30)} == {b'{"results":[{"value":1.0}]}'}
