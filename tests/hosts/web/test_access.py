"""Who may ask: with keys, without them, and through a proxy."""

import json
import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sheetkpi.hosts.web import create_app
from sheetkpi.hosts.web.access import AccessPolicy, policy_from_settings
from sheetkpi.hosts.web.keys import KeyFile, LiveKeys, new_key
from sheetkpi.settings import AccessSettings, KeysSettings, RatesSettings, Settings

BATCH = {"calls": [{"function": "ROMI", "arguments": [2, 1]}]}
ANSWER = {"results": [{"value": 1.0}]}

#: What everybody may read: documents of the product, which tell nothing about the company.
PUBLIC = ["/", "/v1/functions", "/v1/health", "/openapi.json", "/addin/google/", "/addin/google/en/Kpis.js", "/static/page.css"]


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "keys.db")


@pytest.fixture
def key(file: KeyFile) -> str:
    return file.add("sales")


@pytest.fixture
def client(file: KeyFile, key: str) -> FlaskClient:  # noqa: ARG001 - the key is made before the server starts
    return create_app(access=AccessPolicy(LiveKeys(file.path))).test_client()


def ask(client: FlaskClient, key: str | None = None, **extra: Any) -> TestResponse:
    """Send a batch, as a stranger on the internet does."""
    headers = {**({"Authorization": f"Bearer {key}"} if key is not None else {}), **extra.pop("headers", {})}
    where = {"base_url": "https://kpi.example.com", "environ_overrides": {"REMOTE_ADDR": "203.0.113.9"}}
    return client.post("/v1/batch", json=extra.pop("json", BATCH), headers=headers, **{**where, **extra})


def code(response: TestResponse) -> Any:
    return (response.json or {})["error"]["code"]


# --- with keys


def test_a_good_key_gets_an_answer(client: FlaskClient, key: str) -> None:
    response = ask(client, key)
    assert (response.status_code, response.json) == (200, ANSWER)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_word_before_the_key_may_be_written_as_one_likes(client: FlaskClient, key: str, scheme: str) -> None:
    assert ask(client, headers={"Authorization": f"{scheme}  {key} "}).status_code == 200


@pytest.mark.parametrize("header", [None, "", "Basic c2FsZXM6c2VjcmV0", "Bearer_x", "Negotiate x"])
def test_without_a_key_one_is_told_where_it_goes(client: FlaskClient, header: str | None) -> None:
    response = ask(client, headers={} if header is None else {"Authorization": header})
    assert (response.status_code, code(response)) == (401, "no_key")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="sheetkpi"'
    assert "SheetKPI → Settings" in response.json["error"]["message"]
    assert "Authorization: Bearer" in response.json["error"]["message"]


def test_a_wrong_key_gets_the_same_answer_whatever_is_wrong_with_it(client: FlaskClient, file: KeyFile, key: str) -> None:
    revoked = file.add("revoked")
    file.revoke("revoked")
    replaced = file.add("replaced")
    file.rotate("replaced", timedelta(0))
    wrong = [new_key(), revoked, replaced, key[:-1], key + "0", "", "sheetkpi_", "x", "\xff", "x" * 10_000, key.swapcase()]
    answers = [ask(client, each) for each in wrong]
    assert {(answer.status_code, answer.data, answer.headers["WWW-Authenticate"]) for answer in answers} == {
        (401, answers[0].data, 'Bearer realm="sheetkpi", error="invalid_token"')
    }
    assert code(answers[0]) == "wrong_key"


def test_a_key_in_the_address_or_in_the_body_is_none(client: FlaskClient, key: str) -> None:
    where = {"base_url": "https://kpi.example.com"}
    assert client.post(f"/v1/batch?key={key}&access_token={key}", json=BATCH, **where).status_code == 401
    assert client.post("/v1/batch", json={**BATCH, "key": key}, **where).status_code == 401


def test_the_refusal_is_in_the_readers_language(client: FlaskClient) -> None:
    for key in (None, new_key()):
        english, russian = (ask(client, key, headers={"Accept-Language": language}).json["error"] for language in ("en", "ru"))
        assert english["code"] == russian["code"]
        assert not re.search("[а-я]", english["message"])
        assert re.search("[а-я]", russian["message"])


def test_the_body_of_a_stranger_is_not_even_read(client: FlaskClient) -> None:
    assert ask(client, json=None, data=b"{", content_type="application/xml").status_code == 401


@pytest.mark.parametrize("path", PUBLIC)
def test_the_documents_of_the_product_need_no_key(client: FlaskClient, path: str) -> None:
    with client.get(path, base_url="https://kpi.example.com") as response:
        assert response.status_code == 200


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "203.0.113.9"])
def test_where_there_are_keys_even_this_computer_needs_one(client: FlaskClient, address: str) -> None:
    """A proxy on this computer brings requests of the whole internet from 127.0.0.1."""
    assert client.post("/v1/batch", json=BATCH, environ_overrides={"REMOTE_ADDR": address}).status_code == 401


def test_a_function_that_the_key_is_not_for_fails_alone(file: KeyFile, client: FlaskClient) -> None:
    key = file.add("few", functions=("ROMI",))
    calls = [{"function": name, "arguments": [2, 1]} for name in ("ROMI", "CPO", "romi", "NO_SUCH")]
    romi, cpo, lower, unknown = ask(client, key, json={"calls": calls}).json["results"]
    assert (romi, lower) == ({"value": 1.0}, {"value": 1.0})
    assert (cpo.keys(), cpo["error"]) == ({"error", "message"}, "#BLOCKED!")
    assert "CPO" in cpo["message"]
    assert unknown["error"] == "#NAME?"


def test_a_key_for_no_function_that_there_is_gets_nothing(file: KeyFile, client: FlaskClient) -> None:
    assert ask(client, file.add("none", functions=())).json["results"][0]["error"] == "#BLOCKED!"


def test_the_page_says_that_a_key_goes_with_a_request(client: FlaskClient) -> None:
    assert "Authorization: Bearer KEY" in client.get("/").text
    assert "Authorization" not in create_app().test_client().get("/").text


def test_no_secret_is_logged_or_told(client: FlaskClient, file: KeyFile, key: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = new_key()
    file.path.write_bytes(b"damaged")
    told = [ask(client, each, headers={"X-Other": each}).text for each in (key, wrong, key[:-1])]
    told += [client.get(f"/nowhere/{wrong}").text, caplog.text, "".join(str(record.__dict__) for record in caplog.records)]
    assert "ERROR" in {record.levelname for record in caplog.records}, "nothing was logged: the test tries nothing"
    for secret in (key[9:40], wrong[9:40]):
        assert all(secret not in text for text in told)


def test_a_server_with_a_file_and_no_key_in_it_answers_nobody(file: KeyFile) -> None:
    file.add("last")
    file.revoke("last")
    assert create_app(access=AccessPolicy(LiveKeys(file.path))).test_client().post("/v1/batch", json=BATCH).status_code == 401


# --- without keys


@pytest.fixture
def private() -> FlaskClient:
    return create_app().test_client()


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8765", "localhost:8765", "localhost", "[::1]:8765", "127.1.2.3", "kpi.localhost", "localhost.", ""]
)
@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_programs_of_this_computer_need_none(private: FlaskClient, host: str, address: str) -> None:
    response = private.post("/v1/batch", json=BATCH, headers={"Host": host}, environ_overrides={"REMOTE_ADDR": address})
    assert response.json == ANSWER


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "203.0.113.1", "[", "[::", "x@127.0.0.1.example"]
)
def test_a_foreign_name_for_this_computer_is_refused(private: FlaskClient, host: str) -> None:
    """DNS rebinding: the browser of a user believes that the page's own server is here."""
    response = private.post("/v1/batch", json=BATCH, headers={"Host": host})
    assert (response.status_code, code(response)) == (403, "this_computer_only")


@pytest.mark.parametrize(
    "extra",
    [
        {"environ_overrides": {"REMOTE_ADDR": "192.168.1.7"}},
        {"environ_overrides": {"REMOTE_ADDR": "::ffff:192.168.1.7"}},
        {"environ_overrides": {"REMOTE_ADDR": ""}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
        {"headers": {"X-Real-IP": "127.0.0.1"}},
        {"headers": {"Via": "1.1 proxy"}},
        {"headers": {"CF-Connecting-IP": "203.0.113.9"}},
        {"headers": {"X-Client-IP": "203.0.113.9"}},
        {"headers": {"X-Forwarded-Host": "kpi.example.com"}},
        {"headers": {"X-Forwarded-Proto": "https"}},
    ],
)
def test_other_computers_are_refused_whoever_brings_them(private: FlaskClient, extra: Any) -> None:
    response = private.post("/v1/batch", json=BATCH, **extra)
    assert (response.status_code, code(response)) == (403, "this_computer_only")
    assert "sheetkpi keys add" in response.json["error"]["message"]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:3000", "https://localhost", "http://127.0.0.1:8765", "file://"]
)
@pytest.mark.parametrize("content_type", ["text/plain", "application/json"])
def test_a_page_of_a_foreign_site_computes_nothing_here(private: FlaskClient, origin: str, content_type: str) -> None:
    """A browser sends text/plain of any page without asking, and the answer need not be readable to do harm."""
    response = private.post("/v1/batch", data=json.dumps(BATCH), content_type=content_type, headers={"Origin": origin})
    assert (response.status_code, code(response)) == (403, "foreign_page")
    assert "access.origins" in response.json["error"]["message"]


def test_a_page_of_this_server_and_one_of_the_settings_may_ask() -> None:
    client = create_app(access=AccessPolicy(origins=frozenset({"https://portal.example.com"}))).test_client()
    for origin in ("http://localhost", "https://portal.example.com"):
        assert client.post("/v1/batch", json=BATCH, headers={"Origin": origin}).json == ANSWER, origin


def test_a_wrong_key_does_no_harm_where_none_is_needed(private: FlaskClient) -> None:
    assert private.post("/v1/batch", json=BATCH, headers={"Authorization": f"Bearer {new_key()}"}).json == ANSWER


def test_the_first_key_closes_a_running_server(file: KeyFile) -> None:
    client = create_app(access=AccessPolicy(LiveKeys(file.path))).test_client()
    assert client.post("/v1/batch", json=BATCH).status_code == 200
    key = file.add("sales")
    assert client.post("/v1/batch", json=BATCH).status_code == 401
    assert ask(client, key).status_code == 200


def test_an_open_server_answers_everybody(file: KeyFile, key: str) -> None:
    client = create_app(access=AccessPolicy(LiveKeys(file.path), is_open=True)).test_client()
    for sent in (None, new_key(), key):
        assert ask(client, sent).json == ANSWER
    assert ask(client, headers={"Origin": "https://evil.example"}).json == ANSWER
    few = file.add("few", functions=("CPO",))
    assert ask(client, few).json["results"][0]["error"] == "#BLOCKED!"


# --- behind a proxy


def behind(count: int) -> FlaskClient:
    return create_app(access=AccessPolicy(is_open=True, proxies=count, rates=RatesSettings())).test_client()


def test_the_script_for_google_knows_the_address_that_the_proxy_has() -> None:
    line = 'const SHEETKPI_ADDRESS = "https://kpi.example.com";'
    headers = {"Host": "kpi.example.com", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    assert line in behind(1).get("/addin/google/en/Kpis.js", headers=headers).text
    assert line not in behind(0).get("/addin/google/en/Kpis.js", headers=headers).text, "anybody may send these headers"
    assert "https://kpi.example.com" in behind(1).get("/addin/google/", headers=headers).text


def test_nobody_writes_another_address_into_the_files_that_others_download() -> None:
    headers = {"Host": "kpi.example.com", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"}
    assert "evil" not in behind(1).get("/addin/google/en/appsscript.json", headers=headers).text


# --- by the settings


def test_the_settings_decide(tmp_path: Path) -> None:
    KeyFile(tmp_path / "keys.db").add("sales")
    settings = Settings(
        keys=KeysSettings(str(tmp_path / "keys.db")), access=AccessSettings(("https://a.example",), 2), rates=RatesSettings()
    )
    access = policy_from_settings(settings, {})
    assert (access.needs_key, access.proxies, access.origins) == (True, 2, {"https://a.example"})
    assert policy_from_settings(settings, {}, is_open=True).is_open


@pytest.fixture
def accesses(tmp_path: Path) -> dict[str, AccessPolicy]:
    empty, full = KeyFile(tmp_path / "empty.db"), KeyFile(tmp_path / "full.db")
    full.add("sales")
    empty.add("last")
    empty.revoke("last")
    return {
        "none": AccessPolicy(LiveKeys(tmp_path / "none.db")),
        "empty": AccessPolicy(LiveKeys(empty.path)),
        "full": AccessPolicy(LiveKeys(full.path)),
        "open": AccessPolicy(LiveKeys(tmp_path / "none.db"), is_open=True),
        "proxy": AccessPolicy(LiveKeys(tmp_path / "none.db"), proxies=1),
    }


@pytest.mark.parametrize(
    ("which", "elsewhere", "here"),
    [("none", False, True), ("empty", False, True), ("full", True, True), ("open", True, True), ("proxy", False, False)],
)
def test_only_a_server_with_keys_or_an_open_one_is_put_where_others_reach_it(
    accesses: dict[str, AccessPolicy], which: str, elsewhere: bool, here: bool
) -> None:
    access = accesses[which]
    for is_reachable, may in ((True, elsewhere), (False, here)):
        refusal = access.refusal_to_serve("0.0.0.0", is_reachable=is_reachable)  # noqa: S104 - it is only said
        assert (refusal is None) == may
        if refusal:
            assert "sheetkpi keys add NAME" in str(refusal)
            assert "--open" in str(refusal)
