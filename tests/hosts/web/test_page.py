"""GET /: the page shows every function, in the reader's language, and asks nobody else for anything."""

import html
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from sheetkpi import KPIS
from sheetkpi.hosts.web.pages import in_sheet, said


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


@pytest.mark.parametrize("host", ["xn--a", "[[[", "a b", "localhost:x"])
def test_a_name_that_no_server_has_is_refused(client: FlaskClient, host: str) -> None:
    environment = EnvironBuilder("/").get_environ() | {"HTTP_HOST": host}
    body, status, _ = run_wsgi_app(client.application, environment)
    assert status.startswith("400"), status
    assert b'"bad_host"' in b"".join(body)


def test_the_page_escapes_the_address_that_the_client_names(client: FlaskClient) -> None:
    response = client.get("/", headers={"Host": "a<script>alert(1)</script>"})
    assert "<script>alert" not in response.text


def test_ranges_of_an_example_stand_in_cells() -> None:
    example = in_sheet(KPIS["BID_GRID"], KPIS["BID_GRID"].examples[0], "en")
    assert example.formula == "=BID_GRID(700,A1:B1,C1:C2)"
    assert example.cells == [["0.05", "0.1", "0.2"], ["", "", "0.3"]]
    assert (example.figure, example.result) == ("10.0%", "14.00; 21.00")


def test_an_example_keeps_all_arguments_of_a_function_whose_last_one_repeats() -> None:
    repeated = next(example for example in KPIS["PROFIT"].examples if len(example.arguments) == 4)
    assert in_sheet(KPIS["PROFIT"], repeated, "en").formula == "=PROFIT(5000,1000,500,4000)"


@pytest.mark.parametrize(
    ("system", "command"),
    [
        ("X11; Linux x86_64", """-d '{"calls":[{"function":"ROMI","arguments":[100000,50000]}]}'"""),
        ("Windows NT 10.0", r'''-d "{\"calls\":[{\"function\":\"ROMI\",\"arguments\":[100000,50000]}]}"'''),
    ],
)
def test_the_request_to_try_suits_the_shell_of_the_readers_system(client: FlaskClient, system: str, command: str) -> None:
    response = client.get("/", headers={"User-Agent": f"Mozilla/5.0 ({system})"})
    page = html.unescape(response.text)
    assert f'curl http://localhost/v1/batch -H "Content-Type: application/json" {command}' in page
    assert "User-Agent" in response.headers["Vary"]


def test_a_summary_begins_with_a_capital_letter_unless_with_a_word_that_the_function_gives(client: FlaskClient) -> None:
    page = client.get("/?lang=ru").text
    assert "<p>ok — план" in page
    assert not re.search(r"<p>Ok ", page)
    assert said(KPIS["ROMI"], "en")[0].isupper()
