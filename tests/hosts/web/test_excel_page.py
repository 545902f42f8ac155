"""The page that brings the functions into Excel: four ways, what one sees, what to do when it fails, and the files for it."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from sheetkpi.hosts.web import create_app
from sheetkpi.hosts.web.downloads import DOWNLOADS
from sheetkpi.release.products import product
from sheetkpi.settings import Settings
from sheetkpi.translation import LANGUAGES

FILES: Mapping[str, tuple[str, str]] = {
    "sheetkpi_udfs.py": ("text/x-python", "charset=utf-8"),
    "sheetkpi_udfs.bas": ("application/octet-stream", ""),  # in the code page of a Windows, which no browser may recode
}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def page(client: FlaskClient, language: Any) -> str:
    response = client.get(f"/addin/excel/?lang={language}")
    assert (response.status_code, response.mimetype) == (200, "text/html")
    return response.text


def section(page: str, name: str) -> str:
    return page[page.index(f'<h2 id="{name}">') :].partition("</section>")[0]


def test_each_way_of_the_table_has_its_section(page: str) -> None:
    ways = re.findall(r'href="#(\w+)"', page)
    assert ways == ["addin", "xlwings", "lite", "lambda"]
    assert all(f'<h2 id="{way}">' in page for way in ways)


def test_our_addin_takes_two_commands_in_the_language_of_the_page(page: str, language: str) -> None:
    steps = section(page, "addin")
    commands = re.search(r"<pre><code>(.*?)</code></pre>", steps, re.DOTALL)
    assert commands
    assert commands[1].splitlines() == [
        "py -m pip install &#34;sheetkpi[excel]&#34;" if "&#34;" in commands[1] else 'py -m pip install "sheetkpi[excel]"',
        f"py -m sheetkpi excel install --lang {language}",
    ]


def test_it_says_why_there_is_no_addin_to_download(client: FlaskClient, page: str) -> None:
    assert "There is no .xlam to download" in page or "Готового .xlam для скачивания нет" in page
    assert "xlam" not in "".join(download.path for download in DOWNLOADS)
    assert client.get("/addin/excel/sheetkpi.xlam").status_code == 404


def test_a_server_with_a_prefix_says_how_to_set_it(language: str) -> None:
    text = create_app(Settings(prefix="MK_")).test_client().get(f"/addin/excel/?lang={language}").text
    steps = section(text, "addin")
    assert "setx SHEETKPI_PREFIX MK_\n" in steps
    assert steps.index("SHEETKPI_PREFIX") < steps.index("sheetkpi excel install")
    assert "=MK_KPI_WHY(…)" in steps
    assert "=ROM" not in text.partition("<h1>")[2].partition("</h1>")[2]


@pytest.mark.parametrize(("language", "formula"), [("en", "=ROMI(100000,50000)"), ("ru", "=ROMI(100000;50000)")])
def test_the_example_is_typed_as_the_excel_of_that_language_wants_it(client: FlaskClient, language: str, formula: str) -> None:
    text = client.get(f"/addin/excel/?lang={language}").text
    assert f"<code>{formula}</code>" in section(text, "addin")
    assert f"<code>{formula}</code>" in section(text, "lite")


def test_every_link_leads_somewhere(client: FlaskClient, page: str) -> None:
    links = set(re.findall(r'(?:href|data-copy)="(/[^"]*)"', page))
    assert len(links) >= 6
    for link in links:
        with client.get(link) as response:
            assert response.status_code == 200, link


def test_no_word_of_it_stays_a_placeholder(page: str) -> None:
    assert not re.search(r"\{\w+\}", page)
    assert "&lt;a " not in page
    assert "&lt;code" not in page


@pytest.mark.parametrize("seen", ["Could not activate Python COM server", "Could not load xlwings64", "MK_ROMI", "sheetkpi.xlam&#39;!ROMI"])
def test_the_commonest_failures_have_their_cures(page: str, seen: str) -> None:
    assert seen in section(page, "failures").replace("'", "&#39;")


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_those_of_the_language(client: FlaskClient, language: str, name: str) -> None:
    response = client.get(f"/addin/excel/{language}/{name}")
    media_type, charset = FILES[name]
    assert response.data == product(f"addin/excel/{language}/{name}")
    assert response.headers["Content-Type"].partition("; ")[::2] == (media_type, charset)
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert client.get(f"/addin/excel/{language}/{name}", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_the_home_page_leads_to_it(client: FlaskClient, language: str) -> None:
    assert f'href="/addin/excel/?lang={language}"' in client.get(f"/?lang={language}").text


def test_it_is_documented(client: FlaskClient) -> None:
    assert client.get("/openapi.json").json["paths"]["/addin/excel/"]["get"]["operationId"]


def test_the_browser_chooses_the_language(client: FlaskClient) -> None:
    response = client.get("/addin/excel/", headers={"Accept-Language": "ru"})
    assert '<html lang="ru">' in response.text
    assert "Accept-Language" in response.headers["Vary"]
