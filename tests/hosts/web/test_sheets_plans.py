"""The template workbooks as data for a script."""

import json

import pytest
from flask.testing import FlaskClient

from sheetkpi.translation import Language
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.forecast import forecast_book
from sheetkpi.workbooks.sheets_plan import sheets_plan

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(("path", "book"), [("ru/forecast", forecast_book), ("en/channels", channels_book)])
def test_the_data_describe_the_workbook(client: FlaskClient, path: str, book: object) -> None:
    language: Language = "ru" if path.startswith("ru") else "en"
    assert client.get(f"/templates/{path}.json").json == json.loads(json.dumps(sheets_plan(book(language))))  # type: ignore[operator]


def test_unchanged_data_travel_once(client: FlaskClient) -> None:
    first = client.get("/templates/ru/forecast.json")
    assert client.get("/templates/ru/forecast.json", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["ru/functions", "de/forecast", "ru/other", "ru/..%2fforecast"])
def test_nothing_else_is_described(client: FlaskClient, path: str) -> None:
    assert client.get(f"/templates/{path}.json").status_code == 404
