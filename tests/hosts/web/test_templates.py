"""The workbooks to download: in both languages, whole, and linked on the page."""

import io
import re

import openpyxl
import pytest
from flask.testing import FlaskClient

from sheetkpi.hosts.web.downloads import WORKBOOKS, XLSX
from sheetkpi.release.products import product
from sheetkpi.translation import LANGUAGES

NAMES = ["forecast", "forecast-functions", "channels", "channels-functions", "functions"]


def test_every_workbook_is_on_offer() -> None:
    assert list(WORKBOOKS) == NAMES


@pytest.mark.e2e
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_is_to_be_had_as_a_file_of_its_name(client: FlaskClient, name: str, language: str) -> None:
    response = client.get(f"/templates/{language}/{name}.xlsx")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == XLSX
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}.xlsx"
    assert response.data == product(f"templates/{language}/{name}.xlsx")
    assert len(openpyxl.load_workbook(io.BytesIO(response.data), read_only=True).sheetnames) > 1


def test_who_has_a_workbook_gets_it_no_second_time(client: FlaskClient) -> None:
    address = "/templates/ru/functions.xlsx"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "address", ["/templates/", "/templates/de/forecast.xlsx", "/templates/ru/nothing.xlsx", "/templates/ru/../en/functions.xlsx"]
)
def test_no_other_workbook_is_to_be_had(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("language", "words"), [("en", "which channel earns"), ("ru", "какой канал зарабатывает")])
def test_the_page_links_the_workbooks_of_its_language(client: FlaskClient, language: str, words: str) -> None:
    page = client.get(f"/?lang={language}").text
    section = page[page.index('id="workbooks"') : page.index('id="libreoffice"')]
    assert re.findall(r'href="(/templates/[^"]*)"', section) == [f"/templates/{language}/{name}.xlsx" for name in NAMES]
    assert words in section
    assert "<code>sheetkpi template channels --data export.csv</code>" in section
    assert "{" not in section
