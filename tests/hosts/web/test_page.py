"""GET /: the page shows every function, in the reader's language, and asks nobody else for anything."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from sheetkpi import KPIS
from sheetkpi.hosts.web.notation import in_sheet, shown


def test_the_page_shows_every_function_with_its_formula_and_an_example(client: FlaskClient) -> None:
    page = client.get("/").text
    assert re.findall(r'<article id="(\w+)">', page) == list(KPIS)
    assert "(gross profit − spend) / spend" in page
    assert "=ROMI(100000,50000)" in page
    assert "http://localhost/v1/batch" in page


def test_the_page_is_russian_for_who_asks_for_it(client: FlaskClient) -> None:
    by_link, by_header = client.get("/?lang=ru").text, client.get("/", headers={"Accept-Language": "ru-RU"}).text
    assert by_link == by_header
    assert '<html lang="ru">' in by_link
    assert "=ROMI(100000;50000)" in by_link
    assert '<html lang="en">' in client.get("/?lang=en", headers={"Accept-Language": "ru"}).text
    assert '<html lang="en">' in client.get("/?lang=xx").text


def test_the_page_loads_nothing_from_elsewhere_and_runs_no_inline_code(client: FlaskClient) -> None:
    page = client.get("/").text
    assert all(address.startswith("/static/") for address in re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', page))
    assert not re.search(r"\son\w+=|style=|<style|javascript:", page)
    for address in re.findall(r'"(/static/[^"]*)"', page):
        with client.get(address) as response:
            assert response.status_code == 200


def test_the_page_escapes_the_address_that_the_client_names(client: FlaskClient) -> None:
    response = client.get("/", headers={"Host": "a<script>alert(1)</script>"})
    assert "<script>alert" not in response.text


def test_ranges_of_an_example_stand_in_cells() -> None:
    example = in_sheet(KPIS["BID_GRID"], KPIS["BID_GRID"].examples[0], "en")
    assert example.formula == "=BID_GRID(700,A1:B1,C1:C2)"
    assert example.cells == [["0.05", "0.1", "0.2"], ["", "", "0.3"]]
    assert example.result == "14; 21"


@pytest.mark.parametrize(
    ("value", "number_format", "english", "russian"),
    [
        (0.5, "0.0%", "50.0%", "50,0%"),
        (1234567.891, "#,##0.00", "1,234,567.89", "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,89"),
        (2.0, "#,##0.##", "2", "2"),
        (72.0, "#,##0", "72", "72"),
        ("warn", "@", "warn", "warn"),
        ("#DIV/0!", "0.00", "#DIV/0!", "#DIV/0!"),
        (1.5, "General", "1.5", "1,5"),
    ],
)
def test_a_result_is_shown_as_its_cell_would(value: Any, number_format: str, english: str, russian: str) -> None:
    assert shown(value, number_format, "en") == english
    assert shown(value, number_format, "ru") == russian
