"""GET /v1/health computes, and says when something that it computes is wrong."""

from typing import Any

import pytest
from flask.testing import FlaskClient

import sheetkpi
from sheetkpi import KPIS, Kpi
from sheetkpi.hosts.web import create_app, health
from sheetkpi.hosts.web.access import AccessPolicy
from sheetkpi.hosts.web.health import HealthCheck, faults
from sheetkpi.hosts.web.keys import KeyFile, LiveKeys
from sheetkpi.translation import LANGUAGES, OWN_NAMES


@pytest.fixture(autouse=True)
def examined_anew(monkeypatch: Any) -> None:
    monkeypatch.setattr("sheetkpi.hosts.web.api._health", HealthCheck())


def wrong_functions() -> list[object]:
    """The functions whose results are not those of their examples."""
    return [fault.facts.get("function") for fault in faults()]


def test_all_is_well(client: FlaskClient) -> None:
    assert faults() == []
    response = client.get("/v1/health")
    assert response.json == {"status": "ok", "version": sheetkpi.__version__, "functions": len(KPIS)}
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", KPIS)
def test_no_definition_can_be_wrong_unnoticed(name: str, monkeypatch: Any) -> None:
    """Whatever the result is, a value, figures or a table: its examples are computed."""
    monkeypatch.setitem(KPIS[name].__dict__, "body", lambda *_: -12345.678)
    assert name in wrong_functions()


def test_a_result_that_is_a_little_wrong_is_wrong(monkeypatch: Any) -> None:
    right = KPIS["ROMI"].body
    monkeypatch.setitem(KPIS["ROMI"].__dict__, "body", lambda *given: right(*given) * 1.000001)
    assert wrong_functions()[0] == "ROMI"


def test_an_error_that_is_no_error_any_more_is_wrong(monkeypatch: Any) -> None:
    """A ratio with the denominator 0 that is 0 instead of an error."""
    right = KPIS["CPO"].body
    monkeypatch.setitem(KPIS["CPO"].__dict__, "body", lambda spend, orders: right(spend, orders) if orders else 0.0)
    assert "CPO" in wrong_functions()


def test_texts_that_are_missing_are_noticed(monkeypatch: Any) -> None:
    monkeypatch.setattr(health, "is_translated", lambda _text, language: language == "en")
    assert [fault.facts for fault in faults()] == [{"language": OWN_NAMES[language]} for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("broken", ["calculate_batch", "read_batch"])
def test_a_batch_that_does_not_come_back_is_noticed(monkeypatch: Any, broken: str) -> None:
    def fail(*_: Any) -> None:
        raise sheetkpi.SheetKpiError(sheetkpi.translation.Message("no"))

    monkeypatch.setattr(health, broken, fail)
    assert len(faults()) == 1


def test_who_asks_is_told_what_is_wrong_with_a_503(client: FlaskClient, monkeypatch: Any) -> None:
    monkeypatch.setattr(Kpi, "__call__", lambda *_: 0.0)
    response = client.get("/v1/health", headers={"Accept-Language": "en"})
    assert response.status_code == 503
    assert response.json["error"]["code"] == "unhealthy"
    assert response.json["error"]["message"] == str(faults()[0])
    assert response.headers["Cache-Control"] == "no-store"


def test_it_needs_no_key(tmp_path: Any) -> None:
    KeyFile(tmp_path / "keys.db").add("sales")
    client = create_app(access=AccessPolicy(LiveKeys(tmp_path / "keys.db"))).test_client()
    assert client.get("/v1/health", environ_overrides={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200


def test_who_asks_a_hundred_times_makes_the_server_compute_once(client: FlaskClient, monkeypatch: Any) -> None:
    computed = []
    clock = [100.0]
    monkeypatch.setattr(health, "monotonic", lambda: clock[0])
    monkeypatch.setattr(health, "faults", lambda: computed.append(1) or [])
    for _ in range(100):
        assert client.get("/v1/health").status_code == 200
    assert len(computed) == 1
    clock[0] += health.VALID_SECONDS
    client.get("/v1/health")
    assert len(computed) == 2
