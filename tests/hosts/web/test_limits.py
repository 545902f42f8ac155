"""What one request may ask: at each limit it is answered, one above it is refused with the limit, what was sent, and what to do."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from sheetkpi.calculation.time_limit import OutOfTimeError, check_time, time_limit
from sheetkpi.hosts.web import create_app
from sheetkpi.settings import LimitsSettings, Settings, read_settings


def client_with(**limits: Any) -> FlaskClient:
    return create_app(Settings(limits=LimitsSettings(**limits))).test_client()


def send(client: FlaskClient, calls: list[Any] | bytes, **more: Any) -> Any:
    body = calls if isinstance(calls, bytes) else json.dumps({"calls": calls, **more}).encode()
    return client.post("/v1/batch", data=body, content_type="application/json")


def romi(*arguments: Any) -> dict[str, Any]:
    return {"function": "ROMI", "arguments": list(arguments)}


def told(response: Any, status: int = 413, code: str = "too_large") -> str:
    assert (response.status_code, response.json["error"]["code"]) == (status, code), response.text
    return str(response.json["error"]["message"])


def has_facts(message: str, *facts: object) -> bool:
    """Whether a message has the facts, each as a word of its own."""
    return all(re.search(rf"(?<![\w.]){re.escape(str(fact))}(?![\w])", message) for fact in facts)


def test_a_body_may_be_as_large_as_the_limit_and_no_byte_larger() -> None:
    client = client_with(body=1024)
    good = b'{"calls":[]}'
    assert send(client, good.ljust(1024)).status_code == 200
    assert has_facts(told(send(client, good.ljust(1025))), 1025, "1 KiB", "limits.body")


def test_a_body_that_comes_in_chunks_is_measured_too() -> None:
    """Some servers hand it over without its length, with the promise that it ends."""
    client = client_with(body=1024)
    chunks = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    body = b'{"calls":[]}'
    answers = [
        client.post("/v1/batch", input_stream=_stream(body.ljust(size)), content_type="application/json", environ_overrides=chunks)
        for size in (1024, 1025)
    ]
    assert [answer.status_code for answer in answers] == [200, 413]
    assert has_facts(told(answers[1]), "1 KiB", "limits.body")


def _stream(body: bytes) -> Any:
    from io import BytesIO

    return BytesIO(body)


def test_a_batch_may_hold_as_many_calls_as_the_limit_and_not_one_more() -> None:
    client = client_with(calls=3)
    assert len(send(client, [romi(2, 1)] * 3).json["results"]) == 3
    assert has_facts(told(send(client, [romi(2, 1)] * 4)), 4, 3, "limits.calls")


@pytest.mark.parametrize("column", [[5, 6, 7], [[5], [6], [7]], {"rows": 3, "columns": 1, "values": [5, 6, 7]}])
def test_calls_may_be_given_as_many_cells_as_the_limit_and_not_one_more(column: Any) -> None:
    client = client_with(cells=8)
    assert send(client, [romi(column, 1), romi(column, 1)]).status_code == 200
    message = told(send(client, [romi(column, 1), romi(column, 1), {"function": "CTR", "arguments": [1]}]))
    assert has_facts(message, 9, 8, "limits.cells")


def test_a_body_that_would_fill_the_memory_is_refused_before_it_is_read() -> None:
    """Two bytes of it become thirty of memory."""
    client = client_with(cells=1000)
    cells = 100_000
    body = b'{"calls":[{"function":"NPS","arguments":[{"rows":%d,"columns":1,"values":[%b]}]}]}'
    assert has_facts(told(send(client, body % (cells, b",".join([b"9"] * cells)))), 1000, "limits.cells")
    assert has_facts(told(send(client, b"[" + b"1," * cells)), 1000, "limits.cells"), "it need not even be a batch"


def test_commas_in_texts_are_no_cells() -> None:
    client = client_with(cells=4)
    texts = [romi("," * 100_000, 1), romi('\\"' + "," * 100_000, 1)]
    assert [result["error"] for result in send(client, texts).json["results"]] == ["#VALUE!"] * 2


@pytest.mark.parametrize(
    "text", [b'"' + b'\\"' * 2_000_000 + b"," * 2000, b'"' + b"\\" * 4_000_001 + b"," * 2000], ids=["quotes", "backslashes"]
)
def test_a_text_that_never_ends_is_looked_through_once(text: bytes) -> None:
    """Looked through again from each quote in it, such a body would hold the server up for hours."""
    assert has_facts(told(send(client_with(cells=100, calls=10), b"[" + b"," * 1000 + text)), 100, "limits.cells")


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [(b'"' + b"," * 999 + b'"', False), (b'"\\"' + b"," * 999 + b'"', False), (b'"\\\\"' + b"," * 999 + b'""', True)],
    ids=["in a text", "after a quote in a text", "after a text that ends with a backslash"],
)
def test_only_commas_outside_of_texts_are_counted(text: bytes, is_refused: bool) -> None:
    response = send(client_with(cells=100, calls=10), b'{"calls":[{"function":"ROMI","arguments":[' + text + b",1]}]}")
    assert (response.status_code == 413) is is_refused, response.text


@pytest.mark.parametrize(("most", "second"), [(6, {"rows": 3, "columns": 1, "values": [1.0, 2.0, 3.0], "errors": []}), (5, None)])
def test_the_answers_may_have_as_many_cells_as_the_limit_and_not_one_more(most: int, second: Any) -> None:
    first, last = send(client_with(answer_cells=most), [romi([2, 3, 4], 1)] * 2).json["results"]
    assert first["values"] == [1.0, 2.0, 3.0]
    if second:
        assert last == second
    else:
        assert last["error"] == "#NUM!"
        assert has_facts(last["message"], 3, 2, "limits.answer_cells")


def test_what_was_computed_in_time_stands_and_the_rest_says_why_it_is_missing(monkeypatch: Any) -> None:
    clock = iter([0.0, 0.1, 0.2, 5.1, 5.2])
    monkeypatch.setattr("sheetkpi.calculation.time_limit.monotonic", lambda: next(clock))  # the limit, then each call at its beginning
    monkeypatch.setattr("sheetkpi.calculation.evaluate.check_time", lambda: None)
    results = send(client_with(time=5.0), [romi(2, 1)] * 4).json["results"]
    assert results[:2] == [{"value": 1.0}] * 2
    assert [result["error"] for result in results[2:]] == ["#N/A"] * 2
    assert has_facts(results[2]["message"], "ROMI", "5 s", "limits.time")


ROWS = 200_000
LONG = {
    "texts for numbers": romi(["x"] * ROWS, 1),
    "zero denominators": romi([1.0] * ROWS, [0.0] * ROWS),
    "a table of named figures": {"function": "MEDIA_FORECAST", "arguments": [[5.0] * ROWS, 10, 0.3, 0.1, 2000, 0.3]},
    "rows that are sorted": {"function": "CHANNEL_MIX", "arguments": [[f"c{i}" for i in range(ROWS)], [1.0] * ROWS]},
    "a short column times a short row": {"function": "BID_GRID", "arguments": [700, [0.1] * 1000, [0.1] * 1000]},
}


@pytest.mark.parametrize("call", LONG.values(), ids=LONG)
def test_one_long_call_is_ended_in_its_middle_and_its_neighbours_stand(call: dict[str, Any]) -> None:
    client = client_with(time=0.05, answer_cells=10**8)
    before, ended, after = send(client, [romi(2, 1), call, romi(2, 1)]).json["results"]
    assert before == {"value": 1.0}
    assert ended["error"] == after["error"] == "#N/A"
    assert "limits.time" in ended["message"]


def test_no_limit_stays_behind_when_a_request_has_ended() -> None:
    send(client_with(time=0.0001), [LONG["zero denominators"]])
    check_time()


def test_a_limit_within_a_limit_ends_with_it() -> None:
    with time_limit(60):
        with time_limit(-1), pytest.raises(OutOfTimeError):
            check_time()
        check_time()


def test_the_refusals_are_in_the_language_of_the_body() -> None:
    client = client_with(calls=1, cells=1)
    for calls in ([romi(1, 1)] * 2, [romi(1, 1)]):
        message = told(send(client, calls, language="ru"))
        assert "limits.c" in message
        assert re.search("[а-я]", message)


@pytest.mark.parametrize(
    ("variable", "value", "name", "expected"),
    [
        ("SHEETKPI_LIMITS_BODY", "1 MiB", "body", 2**20),
        ("SHEETKPI_LIMITS_CALLS", "7", "calls", 7),
        ("SHEETKPI_LIMITS_CELLS", "8", "cells", 8),
        ("SHEETKPI_LIMITS_ANSWER_CELLS", "9", "answer_cells", 9),
        ("SHEETKPI_LIMITS_TIME", "2 min", "time", 120),
    ],
)
def test_each_limit_is_a_setting(variable: str, value: str, name: str, expected: float, tmp_path: Any) -> None:
    environment = {variable: value, "XDG_CONFIG_HOME": str(tmp_path)}
    assert getattr(read_settings(environment, tmp_path).limits, name) == expected


def test_the_document_names_the_most_calls_that_are_allowed() -> None:
    document = client_with(calls=7).get("/openapi.json").json
    assert document["components"]["schemas"]["Batch"]["properties"]["calls"]["maxItems"] == 7
