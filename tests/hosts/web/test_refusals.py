"""Requests that cannot be read are refused as a whole, with a code for programs and words for people."""

import gzip
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from sheetkpi.hosts.web import create_app
from sheetkpi.settings import LimitsSettings, Settings
from sheetkpi.settings.values import Size
from sheetkpi.translation import LANGUAGES

GOOD = b'{"calls":[{"function":"ROMI","arguments":[2,1]}]}'


def batch(arguments: str) -> bytes:
    return b'{"calls":[{"function":"ROMI","arguments":[1,2]},{"function":"ROMI","arguments":[1,%b]}]}' % arguments.encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        GOOD + b" x",
        batch("NaN"),
        batch("Infinity"),
        batch("-Infinity"),
        batch('"\\ud800"'),
        GOOD.decode().encode("utf-16"),
        b'{"calls":[{"function":"ROMI","arguments":["\xff"]}]}',
    ],
)
def test_what_is_no_json_is_refused_as_such(post: Any, body: bytes) -> None:
    assert_refused(post(body), 400, "bad_json")


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b"1",
        b"{}",
        b'{"calls":{}}',
        b'{"calls":[1]}',
        b'{"calls":[{}]}',
        b'{"calls":[{"function":"ROMI"}]}',
        b'{"calls":[{"function":1,"arguments":[]}]}',
        b'{"calls":[{"function":"ROMI","arguments":{}}]}',
        b'{"calls":[],"language":"de"}',
        b'{"calls":[],"key":"secret"}',
        b'{"calls":[{"function":"ROMI","arguments":[],"args":[]}]}',
        b'{"calls":[{"function":"%b","arguments":[]}]}' % (b"A" * 256),
        b'{"calls":[{"function":"ROMI","arguments":[%b]}]}' % b",".join([b"1"] * 256),
        b"[" * 100_000,
        b'{"calls":' * 100_000,
        b'{"language":' + b"[" * 100_000,
    ],
)
def test_what_is_no_batch_is_refused_with_an_example_of_one(post: Any, body: bytes) -> None:
    message = assert_refused(post(body), 400, "bad_shape")
    assert '{"calls":[{"function":' in message


@pytest.mark.parametrize(
    "argument",
    [
        "1e400",
        "1" + "0" * 400,
        "{}",
        '{"error":1}',
        '{"error":"N/A"}',
        '{"x":1}',
        '{"rows":1.5,"columns":1,"values":[1]}',
        '{"rows":0,"columns":1,"values":[]}',
        '{"rows":-1,"columns":-1,"values":[1]}',
        '{"rows":%s,"columns":1,"values":[1]}' % ("9" * 5000),
        '{"rows":1,"columns":1,"values":[[1]]}',
        '{"rows":1,"columns":1,"values":[{"rows":1}]}',
        '{"rows":1,"columns":1}',
        '{"error":"#N/A","rows":1}',
        '{"error":"#N/A","rows":1,"columns":1,"values":[1]}',
        "[[[1]]]",
        "[" * 100_000,
        '{"values":' * 100_000,
        "[]",
        "[[]]",
        "[[1,2],[3]]",
        "[[1],[]]",
        '{"rows":2,"columns":2,"values":[1,2,3]}',
        '{"rows":2147483647,"columns":2147483647,"values":[1]}',
    ],
)
def test_an_argument_that_cannot_be_read_is_named_by_call_and_place(post: Any, argument: str) -> None:
    message = assert_refused(post(batch(argument)), 400, "bad_shape", "bad_range")
    assert re.findall(r"\d+", message)[:2] == ["2", "2"], "the call and the argument"


def test_a_refusal_is_in_the_language_asked_for(post: Any) -> None:
    body = json.loads(WRONG_RANGE)
    english = refusal(post(body))["message"]
    in_body = refusal(post({**body, "language": "ru"}))["message"]
    assert not re.search("[а-я]", english)
    assert re.search("[а-я]", in_body)
    assert re.findall(r"\d+", in_body) == re.findall(r"\d+", english) == ["1", "1", "2", "1", "2"]
    assert refusal(post(body, Accept_Language="ru"))["message"] == in_body


WRONG_RANGE = b'{"calls":[{"function":"ROMI","arguments":[[[1,2],[3]],1]}]}'
#: Everything that can be wrong with a body.
WRONG = [
    b'{"calls":[{}]}',
    b'{"calls":[],"key":"secret"}',
    b"[]",
    b'{"calls":[],"language":"de"}',
    b'{"calls":[{"function":"%b","arguments":[]}]}' % (b"A" * 256),
    batch('{"rows":0,"columns":1,"values":[]}'),
    batch("1e400"),
    b"{",
    b"not json",
    WRONG_RANGE,
]
#: What is said of them, as it was read by somebody.
GOLDEN = Path(__file__).parents[2] / "data" / "refusals.txt"


def test_what_is_wrong_is_said_in_the_readers_language_as_it_was_read(post: Any) -> None:
    """After a change that is meant: ``SHEETKPI_TEST_REWRITE_GOLDEN=1 pytest tests/hosts/web/test_refusals.py``, then read the diff."""
    told = [refusal(post(body, Accept_Language=language)) for body in WRONG for language in LANGUAGES]
    lines = [f"{each['code']}: {each['message']}" for each in told]
    if os.environ.get("SHEETKPI_TEST_REWRITE_GOLDEN"):
        GOLDEN.write_text("\n".join(lines) + "\n", "utf-8")
    assert lines == GOLDEN.read_text("utf-8").splitlines()


@pytest.mark.parametrize("body", WRONG)
def test_every_part_of_what_is_wrong_is_translated(post: Any, monkeypatch: Any, body: bytes) -> None:
    monkeypatch.setattr("sheetkpi.translation.translate", lambda text, _language: f"‹{text}›")
    message = refusal(post(body, Accept_Language="ru"))["message"]
    assert re.match("‹.*[(:] ?‹", message), "the sentence, and the detail in it"


def test_a_rare_complaint_is_passed_on_as_it_is(post: Any) -> None:
    assert "matching regex" in refusal(post(batch('{"error":"x"}')))["message"]


def test_the_language_is_found_in_a_body_whose_calls_cannot_be_read(post: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("sheetkpi.translation.translate", lambda text, language: f"[{language}] {text}")
    assert refusal(post({"calls": [1], "language": "ru"}))["message"].startswith("[ru]")
    assert refusal(post({"calls": [1]}))["message"].startswith("[en]")


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=cp1251",
        "garbage",
    ],
)
def test_other_content_types_are_refused(post: Any, content_type: str) -> None:
    assert_refused(post(GOOD, content_type), 415, "unsupported_media_type")


def test_a_compressed_body_is_refused(post: Any) -> None:
    assert_refused(post(gzip.compress(GOOD), Content_Encoding="gzip"), 415, "unsupported_media_type")


def test_a_body_that_is_too_large_is_refused() -> None:
    client = create_app(Settings(limits=LimitsSettings(body=Size(100)))).test_client()
    response = client.post("/v1/batch", data=b" " * 101, content_type="application/json")
    assert_refused(response, 413, "too_large")


def test_addresses_and_methods_that_do_not_exist_are_refused_as_json(client: FlaskClient) -> None:
    assert_refused(client.get("/v2/batch"), 404, "not_found")
    assert_refused(client.get("/static/../api.py"), 404, "not_found")
    response = client.get("/v1/batch")
    assert_refused(response, 405, "method_not_allowed")
    assert "POST" in response.headers["Allow"]


def test_a_defect_of_ours_is_answered_as_json_without_a_traceback() -> None:
    def fail() -> None:
        raise RuntimeError("a defect")

    app = create_app()
    app.view_functions["api.health"] = fail
    response = app.test_client().get("/v1/health")
    assert_refused(response, 500, "internal_error")
    assert "defect" not in response.text


def assert_refused(response: Any, status: int, *codes: str) -> str:
    assert response.status_code == status
    assert response.content_type == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    told = refusal(response)
    assert told["code"] in codes
    return str(told["message"])


def refusal(response: Any) -> Any:
    told = json.loads(response.data)
    assert told.keys() == {"error"}
    assert told["error"].keys() == {"code", "message"}
    return told["error"]


@pytest.mark.parametrize("body", [b'{"%b":1}', b'{"calls":[],"language":"%b"}', b'{"calls":[{"function":"ROMI","arguments":[],"%b":1}]}'])
def test_what_was_sent_is_not_sent_back_whole(post: Any, body: bytes) -> None:
    response = post(body % (b"x" * 100_000))
    assert_refused(response, 400, "bad_shape")
    assert len(response.data) < 1000
