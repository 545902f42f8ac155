"""What pages of other sites may do, and what every answer says to browsers."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sheetkpi.hosts.web import create_app
from sheetkpi.hosts.web.access import AccessPolicy
from sheetkpi.hosts.web.keys import KeyFile, LiveKeys
from sheetkpi.settings import RatesSettings
from sheetkpi.settings.values import Rate

PORTAL = "https://portal.example.com"
BATCH = {"calls": [{"function": "ROMI", "arguments": [2, 1]}]}


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    file = KeyFile(tmp_path / "keys.db")
    file.add("sales")
    return file


@pytest.fixture
def app(file: KeyFile) -> Flask:
    return create_app(access=AccessPolicy(LiveKeys(file.path), origins=frozenset({PORTAL, "http://localhost:3000"})))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def every_route(app: Flask) -> list[str]:
    """An address of each route, and one where there is nothing."""
    adapter = app.url_map.bind("localhost")
    values = {"language": "en", "name": "Kpis.js", "filename": "page.css"}
    paths = ["/nowhere"]
    for rule in app.url_map.iter_rules():
        given = values | ({"name": "forecast"} if rule.endpoint == "downloads.plan" else {})
        paths.append(adapter.build(rule.endpoint, {name: given[name] for name in rule.arguments}))
    return paths


def test_an_allowed_site_reads_every_answer_also_the_refused(app: Flask, client: FlaskClient) -> None:
    paths = every_route(app)
    assert len(paths) > 20
    for path in paths:
        with client.get(path, headers={"Origin": PORTAL}) as response:
            assert response.headers["Access-Control-Allow-Origin"] == PORTAL, path
            assert "Origin" in response.vary, path
            assert "Access-Control-Allow-Credentials" not in response.headers
    refused = client.post("/v1/batch", json=BATCH, headers={"Origin": PORTAL})
    assert refused.status_code == 401
    assert refused.headers["Access-Control-Allow-Origin"] == PORTAL
    assert {"Retry-After", "WWW-Authenticate"} <= set(refused.headers["Access-Control-Expose-Headers"].split(", "))


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://portal.example.com",
        "https://portal.example.com:8443",
        "https://portal.example.com.evil.example",
        "https://evilportal.example.com",
        "https://PORTAL.example.com",
        "https://portal.example.com/",
        "*",
        "",
    ],
)
def test_any_other_site_reads_nothing(app: Flask, client: FlaskClient, origin: str) -> None:
    for path in every_route(app):
        for method in ("GET", "OPTIONS"):
            asked = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
            with client.open(path, method=method, headers=asked) as response:
                assert [name for name in response.headers.keys() if name.startswith("Access-Control")] == [], f"{method} {path}"  # noqa: SIM118
                assert "Origin" in response.vary, "a cache would hand this answer to the allowed site"


def test_a_browser_that_asks_first_is_told_that_it_may_send_the_key(client: FlaskClient) -> None:
    asked = {"Origin": PORTAL, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    response = client.options("/v1/batch", headers=asked)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == PORTAL
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "Authorization, Content-Type"
    assert 0 < int(response.headers["Access-Control-Max-Age"]) <= 7200
    assert "Access-Control-Allow-Private-Network" not in response.headers
    within = client.options("/v1/batch", headers={**asked, "Access-Control-Request-Private-Network": "true"})
    assert within.headers["Access-Control-Allow-Private-Network"] == "true"


def test_with_its_key_a_page_of_an_allowed_site_gets_its_answer(client: FlaskClient, file: KeyFile) -> None:
    key = file.add("portal")
    response = client.post("/v1/batch", json=BATCH, headers={"Origin": PORTAL, "Authorization": f"Bearer {key}"})
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (200, PORTAL)


def test_a_page_that_asks_too_often_can_read_how_long_to_wait(file: KeyFile) -> None:
    access = AccessPolicy(LiveKeys(file.path), rates=RatesSettings(address=Rate(1, 60)), origins=frozenset({PORTAL}))
    client = create_app(access=access).test_client()
    client.get("/v1/functions")
    response = client.get("/v1/functions", headers={"Origin": PORTAL})
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (429, PORTAL)


def test_without_a_list_no_site_is_allowed_and_caches_need_not_know() -> None:
    response = create_app().test_client().get("/v1/functions", headers={"Origin": PORTAL})
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Origin" not in response.vary


def test_every_answer_is_guarded_and_sets_no_cookie(app: Flask, client: FlaskClient) -> None:
    for path in every_route(app):
        for method in ("GET", "POST", "OPTIONS", "PUT"):
            with client.open(path, method=method) as response:
                headers, where = response.headers, f"{method} {path}"
                assert headers.getlist("X-Content-Type-Options") == ["nosniff"], where
                assert headers.getlist("Referrer-Policy") == ["no-referrer"], where
                assert len(headers.getlist("Content-Security-Policy")) == 1, where
                policy = headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
                assert "frame-ancestors 'none'" in policy
                assert headers["X-Frame-Options"] == "DENY"
                assert "Set-Cookie" not in headers, where
                assert "Server" not in headers


def test_a_page_that_an_office_shows_in_a_frame_says_so_itself() -> None:
    app = create_app()

    @app.get("/pane")
    def pane() -> tuple[str, dict[str, str]]:
        return "", {"Content-Security-Policy": "frame-ancestors https://*.officeapps.live.com"}

    headers = app.test_client().get("/pane").headers
    assert headers.getlist("Content-Security-Policy") == ["frame-ancestors https://*.officeapps.live.com"]
    assert "X-Frame-Options" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
