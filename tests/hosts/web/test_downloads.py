"""The files to install: each at its own address, whole, and only those of the list."""

import io
import re
import zipfile
from typing import Any
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient

from sheetkpi.hosts.web.downloads import DOWNLOADS, Download
from sheetkpi.release import products

ADDRESS = "/addin/calc/sheetkpi.oxt"


def test_the_extension_of_libreoffice_is_to_be_had(client: FlaskClient) -> None:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response.data == products.product("addin/calc/sheetkpi.oxt")
    assert response.headers["Content-Type"] == "application/vnd.openofficeorg.extension"
    assert response.headers["Content-Disposition"] == "attachment; filename=sheetkpi.oxt"
    assert "component.py" in zipfile.ZipFile(io.BytesIO(response.data)).namelist()


def each_download() -> list[Any]:
    """The list; whole workbooks are calculated, which takes seconds."""
    return [
        pytest.param(download, id=download.name, marks=[pytest.mark.e2e] if download.path.endswith(".xlsx") else [])
        for download in DOWNLOADS
    ]


@pytest.mark.parametrize("download", each_download())
def test_every_file_of_the_list_is_to_be_had_and_documented(client: FlaskClient, download: Download) -> None:
    response = client.get(f"/{download.path}")
    assert response.status_code == 200
    described = client.get("/openapi.json").json["paths"][f"/{download.path}"]["get"]
    assert described["operationId"] == download.name
    assert list(described["responses"]["200"]["content"]) == [response.mimetype]


def test_who_has_the_file_gets_it_no_second_time(client: FlaskClient) -> None:
    first = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(ADDRESS, headers={"If-None-Match": '"another"'}).status_code == 200


def test_the_size_can_be_asked_for_alone(client: FlaskClient) -> None:
    head, whole = client.head(ADDRESS), client.get(ADDRESS)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.data))
    assert head.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize(
    "address",
    [
        "/addin/calc/",
        "/addin/calc/sheetkpi.oxt/",
        "/addin/calc/../calc/sheetkpi.oxt",
        "/addin/calc/%2e%2e/%2e%2e/pyproject.toml",
        "/addin/calc/..%2f..%2fpyproject.toml",
        "/addin//calc/sheetkpi.oxt%00",
        "/addin/excel/sheetkpi.xlam",
        "/addin/excel/de/sheetkpi_udfs.py",
        "/templates/../addin/calc/sheetkpi.oxt",
    ],
)
def test_nothing_else_is_to_be_had(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.json["error"]["code"]) == (404, "not_found")


def test_other_methods_are_refused(client: FlaskClient) -> None:
    assert client.post(ADDRESS).status_code == 405


def test_a_file_that_was_not_installed_is_told_with_the_remedy(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(products, "checkout", lambda: None)  # as in a package whose files were lost
    monkeypatch.setattr("sheetkpi.files.shipped.checkout", lambda: None)
    response = client.get(ADDRESS, headers={"Accept-Language": "ru"})
    assert response.status_code == 503
    error = response.json["error"]
    assert error["code"] == "missing_file"
    assert "addin/calc/sheetkpi.oxt" in error["message"]
    assert re.search("[а-я]", error["message"])


@pytest.mark.parametrize(("language", "words"), [("en", "Tools → Extensions → Add"), ("ru", "«Сервис» → «Расширения» → «Добавить»")])
def test_the_page_leads_to_the_extension_in_three_steps(client: FlaskClient, language: str, words: str) -> None:
    page = client.get(f"/?lang={language}").text
    steps = page[page.index('id="libreoffice"') : page.index('id="functions"')]
    assert steps.count("<li>") == 3
    assert f'<a href="{ADDRESS}">sheetkpi.oxt</a>' in steps
    assert "<code>=ROMI(100000;50000)</code>" in steps
    assert words in steps
    assert "{" not in steps


def test_the_real_server_gives_the_file_as_it_is(address: str) -> None:
    with urlopen(address + ADDRESS) as response:  # noqa: S310 - the address is our own
        assert response.read() == products.product("addin/calc/sheetkpi.oxt")
