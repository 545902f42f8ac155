"""The log: a line for each request and each failure, with all that one needs to find it again, and nothing of what was sent."""

import contextlib
import io
import json
import logging
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import sheetkpi
from sheetkpi import SheetKpiError
from sheetkpi.hosts.web import create_app
from sheetkpi.hosts.web.access import AccessPolicy
from sheetkpi.hosts.web.keys import KeyFile, LiveKeys, new_key
from sheetkpi.hosts.web.log import setup_logging
from sheetkpi.hosts.web.middleware import record_early_refusal
from sheetkpi.settings import LogSettings, Settings
from tests.hosts.web.servers import GOOD, ask, running, within

BATCH = {
    "calls": [
        {"function": "ROMI", "arguments": [[[100000], [5], [None]], 0]},
        {"function": "romi ", "arguments": [2, 1]},
        {"function": "CPO", "arguments": [100, 4]},
        {"function": "NO_SUCH", "arguments": []},
    ]
}
#: What somebody spent: a value that only a cell may hold.
SPEND = "the spend of 4711"


class Log:
    """What was written."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def last(self) -> dict[str, Any]:
        return self.lines[-1]


@pytest.fixture
def logging_restored() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in ("sheetkpi", "sheetkpi.requests", "waitress", "waitress.queue")]
    before = [(list(each.handlers), each.propagate, each.level) for each in loggers]
    yield
    for each, (handlers, propagate, level) in zip(loggers, before, strict=True):
        each.handlers, each.propagate = handlers, propagate
        each.setLevel(level)


@pytest.fixture
def log_of(logging_restored: None) -> Callable[..., Log]:  # noqa: ARG001
    """Begin a log with settings, and look at what is written."""

    def begun(language: Any = "en", **settings: str) -> Log:
        stream = io.StringIO()
        setup_logging(LogSettings(**{"form": "json", **settings}), language, stream)
        return Log(stream)

    return begun


@pytest.fixture
def log(log_of: Callable[..., Log]) -> Log:
    return log_of()


def send(client: FlaskClient, **arguments: Any) -> TestResponse:
    """Send a batch, and read the answer to its end."""
    return client.post("/v1/batch", buffered=True, **{"json": BATCH, **arguments})


# --- the line of a request


def test_a_batch_has_a_line_with_what_it_was(client: FlaskClient, log: Log) -> None:
    response = send(client, headers={"User-Agent": "curl/8.5.0"})
    line = log.last
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line.pop("milliseconds") > 0
    assert line.pop("request") == response.headers["X-Request-ID"]
    assert line == {
        "level": "info",
        "event": "request",
        "method": "POST",
        "route": "/v1/batch",
        "status": 200,
        "bytes_in": len(json.dumps(BATCH)),
        "bytes_out": len(response.data),
        "address": "127.0.0.1",
        "program": "curl/8.5.0",
        "functions": {"ROMI": 2, "CPO": 1, "(other)": 1},
        "calls": 4,
        "cells": 3 + 1 + 2 + 2,
        "answer_cells": 3 + 1 + 1 + 1,
        "failed_cells": 2 + 1,
    }


@pytest.mark.parametrize(
    ("path", "route", "status", "refused"),
    [
        ("/v1/health", "/v1/health", 200, None),
        ("/static/page.css", "/static/<path:filename>", 200, None),
        ("/nothing/here?x=1", "(other)", 404, "not_found"),
        ("/v1/batch", "(other)", 405, "method_not_allowed"),
        ("/metrics", "/metrics", 200, None),
    ],
)
def test_a_route_is_told_as_it_was_declared(client: FlaskClient, log: Log, path: str, route: str, status: int, refused: Any) -> None:
    client.get(path, buffered=True)
    assert (log.last["route"], log.last["status"], log.last.get("refused")) == (route, status, refused)


def test_a_refusal_has_its_code_and_is_a_warning(client: FlaskClient, log: Log) -> None:
    send(client, json={"calls": [{}]})
    assert (log.last["status"], log.last["refused"], log.last["level"]) == (400, "bad_shape", "warning")


def test_the_name_of_the_key_is_told_and_the_key_is_not(log: Log, tmp_path: Path) -> None:
    key = KeyFile(tmp_path / "keys.db").add("отдел продаж")
    client = create_app(access=AccessPolicy(LiveKeys(tmp_path / "keys.db"))).test_client()
    assert send(client, headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert log.last["key"] == "отдел продаж"
    assert key not in log.text
    assert send(client, headers={"Authorization": f"Bearer {key}x"}).status_code == 401
    assert log.last["refused"] == "wrong_key"
    assert "key" not in log.last
    assert key not in log.text


def test_what_the_server_refuses_before_the_app_sees_it_has_a_line_too(app: Flask, log: Log) -> None:
    name = record_early_refusal(app, 431, "headers_too_large", "203.0.113.77")
    assert (log.last["status"], log.last["refused"], log.last["request"]) == (431, "headers_too_large", name)


# --- the name of a request


@pytest.mark.parametrize("name", ["0123abcd", "c0ffee00-1111-4222-8333-444455556666", "A.b_c-9" * 9])
def test_a_request_keeps_the_name_that_a_proxy_gave_it(client: FlaskClient, log: Log, name: str) -> None:
    assert send(client, headers={"X-Request-ID": name}).headers["X-Request-ID"] == name
    assert log.last["request"] == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "short",
        "x" * 65,
        "two words",
        "a\tb c d e f",
        '{"a":"bcdefgh"}',
        "имя-запроса",
        "x" * 2**20,
        pytest.param(new_key(), id="a key"),
        "../../etc/passwd",
    ],
)
def test_any_other_name_is_replaced(client: FlaskClient, log: Log, name: str) -> None:
    given = send(client, headers={"X-Request-ID": name.encode("utf-8").decode("latin-1")}).headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", given)
    assert log.last["request"] == given


def test_every_answer_names_its_request(client: FlaskClient) -> None:
    answers = [client.get(path, buffered=True) for path in ("/", "/nowhere", "/v1/batch", "/openapi.json", "/static/page.css")]
    names = {answer.headers["X-Request-ID"] for answer in answers}
    assert len(names) == len(answers)


# --- failures


def broken(error: Exception) -> Flask:
    def fail() -> None:
        raise error

    app = create_app()
    app.view_functions["api.health"] = fail
    return app


def test_a_failure_is_in_the_log_under_the_name_that_the_client_is_told(log: Log) -> None:
    response = broken(RuntimeError(SPEND)).test_client().get("/v1/health", buffered=True)
    message = response.json["error"]["message"]
    failure, line = log.lines
    assert response.headers["X-Request-ID"] in message
    assert failure["request"] == line["request"] == response.headers["X-Request-ID"]
    assert (line["status"], line["refused"], line["level"]) == (500, "internal_error", "error")
    assert any(__file__ in place and "in fail: raise error" in place for place in failure["failure"])
    assert failure["failure"][-1] == "RuntimeError"
    assert SPEND not in log.text
    assert SPEND not in response.text


def test_a_call_that_fails_inside_is_in_the_log_under_the_name_that_its_message_tells(
    client: FlaskClient, log: Log, monkeypatch: Any
) -> None:
    def fail(_: Any, __: Any, arguments: list[Any], *___: Any) -> None:
        try:
            float(arguments[0])
        except ValueError as error:
            raise RuntimeError(arguments) from error

    monkeypatch.setattr("sheetkpi.calculation.results.OneValue.in_sheet", fail)
    response = send(client, json={"calls": [{"function": " romi", "arguments": [SPEND, 1]}]})
    assert response.json["results"][0]["error"] == "#ERROR!"
    assert response.headers["X-Request-ID"] in response.json["results"][0]["message"]
    failure = log.lines[0]
    assert (failure["message"], failure["request"]) == ("ROMI failed", response.headers["X-Request-ID"])
    assert [place for place in failure["failure"] if " in " not in place] == ["ValueError", "RuntimeError"]
    assert SPEND not in log.text


def test_a_failure_outside_of_the_app_is_answered_and_told(log: Log, monkeypatch: Any) -> None:
    app = create_app()
    monkeypatch.setattr(app, "request_context", lambda _: 1 / 0)
    response = app.test_client().get("/", buffered=True)
    assert (response.status_code, response.json["error"]["code"]) == (500, "internal_error")
    assert response.headers["X-Request-ID"] in response.json["error"]["message"]
    assert log.lines[0]["failure"][-1] == "ZeroDivisionError"
    assert log.lines[0]["request"] == response.headers["X-Request-ID"]


def test_the_causes_of_a_failure_are_told_and_endless_recursion_is_cut(log: Log) -> None:
    def deeper(number: int) -> None:
        deeper(number + 1)

    try:
        try:
            deeper(0)
        except RecursionError as error:
            raise KeyError(SPEND) from error
    except KeyError:
        logging.getLogger("sheetkpi.anything").exception("It failed")
    told = log.last["failure"]
    assert "RecursionError" in told
    assert told[-1] == "KeyError"
    assert len(told) < 100
    assert SPEND not in str(told)


def test_what_waitress_says_comes_without_the_path(log: Log) -> None:
    logging.getLogger("waitress").error(f"Exception while serving /{SPEND}")
    assert log.last["message"] == "Exception"


# --- nothing that was sent


CANARY = "CANARY-7f3a9c"
AS_LATIN = f"\x9b31m{CANARY} \xd0\xbf\u00ff"
PLACES: dict[str, dict[str, Any]] = {
    "path": {"path": f"/{CANARY}"},
    "path below a route": {"path": f"/templates/en/{CANARY}.xlsx", "method": "GET"},
    "path of the static files": {"path": f"/static/{CANARY}", "method": "GET"},
    "query": {"query_string": f"key={CANARY}&{CANARY}"},
    "method": {"method": CANARY},
    "body that is no JSON": {"data": CANARY.encode(), "content_type": "application/json"},
    "body that is no UTF-8": {"data": CANARY.encode() + b"\xff", "content_type": "application/json"},
    "field": {"json": {"calls": [], CANARY: 1}},
    "language": {"json": {"calls": [], "language": CANARY}},
    "function": {"json": {"calls": [{"function": CANARY, "arguments": []}]}},
    "text of a cell": {"json": {"calls": [{"function": "ROMI", "arguments": [CANARY, 1]}]}},
    "cell of a range": {"json": {"calls": [{"function": "ROMI", "arguments": [[[1, CANARY]], 1]}]}},
    "header of a table": {"json": {"calls": [{"function": "CHANNEL_COMPARE", "arguments": [[[CANARY, "Spend"], [CANARY, 1]]]}]}},
    "error of a cell": {"json": {"calls": [{"function": "ROMI", "arguments": [{"error": f"#{CANARY}"}, 1]}]}},
    "content type": {"data": b"{}", "content_type": f"text/{CANARY}"},
    "charset": {"data": b"{}", "content_type": f"application/json; charset={CANARY}"},
    **{
        f"header {name}": {"headers": {name: value}}
        for name in ("Authorization", "Cookie", "Referer", "Origin", "Accept-Language", "Host", "X-Forwarded-For", "If-None-Match", "X-Any")
        for value in (f"{CANARY}",)
    },
    "key": {"headers": {"Authorization": f"Bearer {CANARY}"}},
    "key of another scheme": {"headers": {"Authorization": f"Basic {CANARY}"}},
    "name of the request": {"headers": {"X-Request-ID": f"{CANARY} {CANARY}"}},
    "comment of the program": {"headers": {"User-Agent": f"Mozilla/5.0 (compatible; {CANARY})"}},
    "program": {"headers": {"User-Agent": f"{AS_LATIN}/1.0"}},
}


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "with keys"])
@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("place", PLACES)
def test_nothing_that_a_client_sends_gets_into_the_log_or_the_counts(
    log_of: Callable[..., Log], tmp_path: Path, place: str, form: str, is_open: bool
) -> None:
    log = log_of(form=form)
    key = KeyFile(tmp_path / "keys.db").add("sales")
    client = create_app(access=AccessPolicy(LiveKeys(tmp_path / "keys.db"), is_open)).test_client()
    request = {"method": "POST", "path": "/v1/batch", **PLACES[place]}
    if not ({"data", "json"} & request.keys()):
        request["json"] = BATCH
    if "headers" not in request and not is_open:
        request["headers"] = {"Authorization": f"Bearer {key}"}
    client.open(buffered=True, **request)
    assert log.text.count("\n") == 1, log.text
    assert CANARY not in log.text
    assert key not in log.text
    counts = client.get("/metrics", headers={"Authorization": f"Bearer {key}"}).text
    assert "sheetkpi_requests_total" in counts
    assert CANARY not in counts


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("text", ["x\n{}", "x\r\nfake", "\x1b[2J", "\x9b31m", "\u2028", "\x00", "\u202e", "\xff\xfe", "A" * 2**20])
@pytest.mark.parametrize(
    "header", ["HTTP_USER_AGENT", "HTTP_X_REQUEST_ID", "HTTP_AUTHORIZATION", "REMOTE_ADDR", "REQUEST_METHOD", "PATH_INFO"]
)
def test_no_request_can_write_a_line_of_its_own(client: FlaskClient, log_of: Callable[..., Log], header: str, text: str, form: str) -> None:
    log = log_of(form=form)
    text = text.encode("utf-8", "surrogateescape").decode("latin-1")
    client.get("/", environ_overrides={header: text}, buffered=True)
    assert log.text.count("\n") == 1
    assert log.text.strip("\n").isprintable()
    assert len(log.text) < 600


# --- whose request it was


@pytest.mark.parametrize(
    ("how", "address", "told"),
    [
        ("network", "203.0.113.77", "203.0.113.0/24"),
        ("network", "2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("network", "::ffff:203.0.113.77", "203.0.113.0/24"),
        ("network", "::1", "::1"),
        ("whole", "203.0.113.77", "203.0.113.77"),
        ("whole", "fe80::1%\nfake", "fe80::1"),
        ("none", "203.0.113.77", ""),
        ("whole", "unknown, 1.2.3.4", ""),
    ],
)
def test_as_much_of_an_address_is_kept_as_the_settings_say(log: Log, how: str, address: str, told: str) -> None:
    client = create_app(Settings(log=LogSettings(addresses=how)), AccessPolicy(is_open=True)).test_client()
    client.get("/", environ_overrides={"REMOTE_ADDR": address}, buffered=True)
    assert log.last["address"] == told


@pytest.mark.parametrize(
    ("agent", "program"),
    [
        ("Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com; id: UAEmdDd-8)", "Google-Apps-Script"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0", "Edg/126"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15", "Safari/605"),
        ("python-requests/2.31.0", "python-requests/2.31.0"),
        ("Prometheus/2.53.0", "Prometheus/2.53.0"),
        ("", ""),
        ("???", "(other)"),
        pytest.param(new_key(), "(other)", id="a key"),
    ],
)
def test_a_program_is_told_by_its_name_alone(client: FlaskClient, log: Log, agent: str, program: str) -> None:
    client.get("/", headers={"User-Agent": agent}, buffered=True)
    assert log.last["program"] == program


# --- how much, and for whom


def test_people_read_plain_lines(client: FlaskClient, log_of: Callable[..., Log]) -> None:
    log = log_of(form="text")
    send(client)
    client.get("/v1/batch", buffered=True)
    first, second = log.text.splitlines()
    assert re.fullmatch(
        r"\d\d:\d\d:\d\d  200 POST /v1/batch  [\d.]+ ms  calls: 4 \(ROMI 2, CPO, \(other\)\)  cells: 6  errors: 3", first
    ), first
    assert re.fullmatch(r"\d\d:\d\d:\d\d  405 GET  \(other\)  [\d.]+ ms  method_not_allowed", second), second


def test_people_do_not_see_each_time_that_a_program_asks_how_the_server_does(log_of: Callable[..., Log], monkeypatch: Any) -> None:
    log = log_of(form="text")
    client = create_app().test_client()
    for path in ("/v1/health", "/metrics"):
        client.get(path, buffered=True)
    assert log.text == ""
    monkeypatch.setattr("sheetkpi.hosts.web.api._health.faults", lambda: [sheetkpi.translation.Message("ill")])
    client.get("/v1/health", buffered=True)
    assert "503 GET  /v1/health" in log.text


def test_a_failure_is_plain_too(log_of: Callable[..., Log]) -> None:
    log = log_of(form="text")
    response = broken(RuntimeError(SPEND)).test_client().get("/v1/health", buffered=True)
    first, *_, place, kind, last = log.text.splitlines()
    assert response.headers["X-Request-ID"] in first
    assert place.strip().endswith("in fail: raise error")
    assert kind.strip() == "RuntimeError"
    assert "500 GET" in last
    assert response.headers["X-Request-ID"] in last


@pytest.mark.parametrize(("requests", "statuses"), [("all", [200, 404]), ("refused", [404]), ("none", [])])
def test_the_settings_say_which_requests_have_a_line(
    client: FlaskClient, log_of: Callable[..., Log], requests: str, statuses: list[int]
) -> None:
    log = log_of(requests=requests)
    client.get("/", buffered=True)
    client.get("/nowhere", buffered=True)
    assert [line["status"] for line in log.lines] == statuses
    logging.getLogger("sheetkpi.anything").warning("told anyway")
    assert log.last["message"] == "told anyway"


@pytest.mark.parametrize(("is_terminal", "begins"), [(True, r"\d\d:"), (False, r"\{")])
@pytest.mark.usefixtures("logging_restored")
def test_on_a_terminal_the_log_is_text_and_elsewhere_json(client: FlaskClient, is_terminal: bool, begins: str) -> None:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return is_terminal

    stream = Stream()
    setup_logging(LogSettings(), stream=stream)
    client.get("/", buffered=True)
    assert re.match(begins, stream.getvalue())


@pytest.mark.usefixtures("logging_restored")
def test_a_file_is_appended_to_and_may_be_moved_away(client: FlaskClient, tmp_path: Path) -> None:
    file, moved = tmp_path / "server.log", tmp_path / "server.log.1"
    file.write_text("before\n")
    handler = setup_logging(LogSettings(file=str(file)))
    client.get("/", buffered=True)
    file.rename(moved)
    client.get("/nowhere", buffered=True)
    handler.close()
    before, first = moved.read_text().splitlines()
    assert (before, json.loads(first)["status"]) == ("before", 200)
    assert json.loads(file.read_text())["status"] == 404


def test_a_file_that_cannot_be_written_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(SheetKpiError, match=r"log\.file") as failure:
        setup_logging(LogSettings(file=str(tmp_path / "none" / "server.log")))
    assert failure.value.what.facts["file"] == tmp_path / "none" / "server.log"  # type: ignore[attr-defined]


@pytest.mark.usefixtures("logging_restored")
def test_a_full_disk_ends_no_answer_and_is_said_once(client: FlaskClient, capsys: Any) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    handler = setup_logging(LogSettings(file="/dev/full"))
    assert [client.get("/", buffered=True).status_code for _ in range(3)] == [200] * 3
    assert capsys.readouterr().err == "sheetkpi: the log can't be written: No space left on device\n"
    with contextlib.suppress(OSError):  # what it still holds cannot be written either
        handler.close()


@pytest.mark.usefixtures("logging_restored")
def test_a_folder_that_is_gone_ends_no_answer_and_the_log_goes_on_when_it_is_back(client: FlaskClient, tmp_path: Path, capsys: Any) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    handler = setup_logging(LogSettings(file=str(folder / "server.log")))
    client.get("/", buffered=True)
    shutil.rmtree(folder)
    assert [client.get("/", buffered=True).status_code for _ in range(3)] == [200] * 3
    assert capsys.readouterr().err == "sheetkpi: the log can't be written: No such file or directory\n"
    folder.mkdir()
    client.get("/nowhere", buffered=True)
    handler.close()
    assert [json.loads(line)["status"] for line in (folder / "server.log").read_text().splitlines()] == [404]


@pytest.mark.usefixtures("logging_restored")
def test_the_logging_of_other_code_in_the_process_stays_as_it_was() -> None:
    theirs = logging.NullHandler()
    logging.getLogger("sheetkpi").addHandler(theirs)
    names = ("logThreads", "logProcesses", "logMultiprocessing", "logAsyncioTasks", "raiseExceptions")
    root = logging.getLogger()
    before = [*(getattr(logging, name, None) for name in names), list(root.handlers), root.level, logging.getLogRecordFactory()]
    first, second = (setup_logging(LogSettings(), stream=io.StringIO()) for _ in range(2))
    after = [*(getattr(logging, name, None) for name in names), list(root.handlers), root.level, logging.getLogRecordFactory()]
    assert after == before
    handlers = logging.getLogger("sheetkpi").handlers
    assert theirs in handlers
    assert second in handlers
    assert first not in handlers, "each line would be written twice"


@pytest.mark.e2e
def test_where_nobody_wants_a_log_nothing_is_written() -> None:
    code = (
        "from sheetkpi.hosts.web import create_app\n"
        "client = create_app().test_client()\n"
        "print([client.get(path, buffered=True).status_code for path in ('/', '/nowhere')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[200, 404]\n", "")


# --- the program


@pytest.mark.e2e
@pytest.mark.parametrize(("options", "statuses"), [((), [200, 400]), (("--quiet",), [400])], ids=["all", "quiet"])
def test_the_server_writes_its_log_where_programs_read_it(tmp_path: Path, options: tuple[str, ...], statuses: list[int]) -> None:
    with running(*options, folder=tmp_path) as server:
        names = [ask(server, body).headers["x-request-id"] for body in (GOOD, b"{")]
        assert server.says(names[1])
        lines = [json.loads(line) for line in server.said if line.startswith("{")]
    assert [line["status"] for line in lines] == statuses
    assert lines[-1]["request"] == names[1]


@pytest.mark.e2e
def test_the_server_writes_its_log_into_the_file_of_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "server.log"
    with running(folder=tmp_path, LOG_FILE=str(file)) as server:
        name = ask(server).headers["x-request-id"]
        assert within(10, lambda: name in file.read_text())
        assert not [line for line in server.said if line.startswith("{")]
