"""The page that brings the functions into a Google spreadsheet, and the files it hands out."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from sheetkpi import KPIS
from sheetkpi.files.shipped import with_server
from sheetkpi.hosts.google.script import FILES, script_files
from sheetkpi.translation import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_are_those_of_the_script(client: FlaskClient, language: Any) -> None:
    for name in FILES:
        assert client.get(f"/addin/google/{language}/{name}").text == script_files(language)[name], name


def test_a_server_that_google_can_reach_writes_its_address_into_them(client: FlaskClient) -> None:
    want = with_server(script_files("ru"), "https://kpi.example.com:8443")
    for name in FILES:
        assert client.get(f"/addin/google/ru/{name}", base_url="https://kpi.example.com:8443").text == want[name], name
    manifest = json.loads(client.get("/addin/google/ru/appsscript.json", base_url="https://kpi.example.com").text)
    assert manifest["urlFetchWhitelist"] == ["https://kpi.example.com/"]


@pytest.mark.parametrize(
    "base", ["http://kpi.example.com", "https://localhost:8765", "https://127.0.0.1", "https://[::1]:8765", "https://intranet"]
)
def test_a_server_that_google_cannot_reach_does_not(client: FlaskClient, base: str) -> None:
    assert 'const SHEETKPI_ADDRESS = "";' in client.get("/addin/google/en/Kpis.js", base_url=base).text


def test_an_unchanged_file_travels_once(client: FlaskClient) -> None:
    first = client.get("/addin/google/en/Kpis.js")
    assert client.get("/addin/google/en/Kpis.js", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/addin/google/de/Kpis.js", "/addin/google/en/..%2f..%2fpyproject.toml", "/addin/google/en/other.js"])
def test_nothing_else_is_handed_out(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("language", "warning"), [("ru", "Приложение не проверено"), ("en", "Google hasn&#39;t verified this app")])
def test_the_page_says_what_one_sees_at_each_step(client: FlaskClient, language: str, warning: str) -> None:
    page = client.get(f"/addin/google/?lang={language}").text
    assert warning in page
    assert all(f"/addin/google/{language}/{name}" in page for name in FILES)
    assert str(sum(kpi.is_printable for kpi in KPIS.values())) in page


def test_the_page_tells_which_server_the_files_know(client: FlaskClient) -> None:
    assert "https://kpi.example.com" in client.get("/addin/google/", base_url="https://kpi.example.com").text
    assert "SheetKPI → Settings" in client.get("/addin/google/").text
