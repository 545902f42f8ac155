"""The real server on a real port."""

import contextlib
import http.client
import json
import socket
import threading
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sheetkpi.hosts.web import ServerError, create_app, serve

pytestmark = pytest.mark.e2e

PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def send(address: str, body: bytes, **headers: str) -> tuple[int, Any]:
    request = urllib.request.Request(f"{address}/v1/batch", body, {"Content-Type": "application/json", **headers})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


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


def test_a_port_in_use_is_said_in_one_line(address: str) -> None:
    port = urlsplit(address).port or 0
    with pytest.raises(ServerError, match=f"^Port {port} on 127.0.0.1 is in use. Choose another with --port.$"):
        serve("127.0.0.1", port, print)


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("127.0.0.1", 70000, "no port"),
        ("no such host", 1, "no address"),
        ("127.0.0.1.2", 8765, "no address"),
        ("0.0.0.0", 8765, "without keys anyone"),  # noqa: S104 - it must be refused
        ("192.0.2.1", 8765, "without keys anyone"),
        ("::", 8765, "without keys anyone"),
    ],
)
def test_an_address_that_cannot_be_had_is_said_in_one_line(host: str, port: int, said: str) -> None:
    with pytest.raises(ServerError, match=said):
        serve(host, port, print)


@pytest.mark.parametrize("mode", schemathesis.GenerationMode)
def test_no_request_gets_an_answer_that_the_document_does_not_tell(address: str, mode: schemathesis.GenerationMode) -> None:
    """Neither what the document allows, nor what it does not."""
    document = schemathesis.openapi.from_url(f"{address}/openapi.json")
    for operation in document.get_all_operations():

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.ok().as_strategy(generation_mode=mode))
        def keeps_its_promises(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=PROMISES)

        with contextlib.suppress(Unsatisfiable):  # nothing that a GET without parameters does not allow
            keeps_its_promises()


def test_the_app_is_what_any_wsgi_server_runs() -> None:
    assert callable(create_app().wsgi_app)
