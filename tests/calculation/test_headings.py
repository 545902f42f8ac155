"""A heading over a column that is read whole is skipped in every host; a text further down is an error."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sheetkpi import CellError, Range, calculate
from sheetkpi.hosts.excel.calls import from_vba
from sheetkpi.hosts.web import create_app
from tests.printing.conftest import javascript_call


def in_python(name: str, arguments: list[list[Any]]) -> Any:
    result = calculate(name, arguments)
    return result.code if isinstance(result, CellError) else result


def over_http(name: str, arguments: list[list[Any]]) -> Any:
    columns = [[[cell] for cell in column] for column in arguments]
    body = {"calls": [{"function": name, "arguments": columns}]}
    (answer,) = create_app().test_client().post("/v1/batch", json=body).json["results"]
    return answer.get("error", answer.get("value"))


def in_excel(name: str, arguments: list[list[Any]]) -> Any:
    return from_vba(name, [tuple((cell,) for cell in column) for column in arguments])


def in_google(name: str, arguments: list[list[Any]]) -> Any:
    answer = javascript_call(name, json.loads(json.dumps(arguments)))
    return answer.get("error", answer.get("value"))


HOSTS: dict[str, Callable[[str, list[list[Any]]], Any]] = {
    "Python": in_python,
    "server": over_http,
    "Excel": in_excel,
    "Google Sheets": in_google,
}

CASES: list[tuple[str, list[list[Any]], Any]] = [
    ("RATIO_OF_SUMS", [["Spend", 10.0, 20.0], ["Leads", 1.0, 2.0]], 10.0),
    ("RATIO_OF_SUMS", [["Spend", 10.0, 20.0], [None, 1.0, 2.0]], 10.0),
    ("RATIO_OF_SUMS", [["Spend", 10.0, "x"], ["Leads", 1.0, 2.0]], "#VALUE!"),
    ("RATIO_OF_SUMS", [["Spend", 10.0, 20.0], [5.0, 1.0, 2.0]], "#VALUE!"),
    ("RATIO_OF_SUMS", [["10", 10.0, 20.0], ["Leads", 1.0, 2.0]], "#VALUE!"),
    ("RATIO_OF_SUMS", [["Spend", "x"], ["Leads", "y"]], "#VALUE!"),
    ("RATIO_OF_SUMS", [["#N/A", 10.0], ["Leads", 2.0]], "#N/A"),
    ("NPS", [["Score", 9.0, 10.0, 3.0]], 100 / 3),
    ("DEAL_CYCLE", [["Start", 45_000.0], ["End", 45_010.0]], 10.0),
]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(("name", "columns", "shown"), CASES)
def test_a_text_over_numbers_is_a_heading(host: str, name: str, columns: list[list[Any]], shown: Any) -> None:
    assert HOSTS[host](name, columns) == (pytest.approx(shown) if isinstance(shown, float) else shown)


def test_an_error_names_the_row_of_the_sheet_below_a_heading() -> None:
    result = calculate("RATIO_OF_SUMS", [["Spend", 10, "x"], ["Leads", 1, 2]])
    assert isinstance(result, CellError)
    assert "row 3" in result.message("en")


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("CHANNEL_MIX", [["Channel", "VK", "SEO"], ["Clicks", 30, 10]]),
        ("FUNNEL_TABLE", [["Stage", "Clicks", "Leads"], ["Count", 100, 10]]),
        ("REALLOCATE", [["Channel", "VK", "SEO"], ["Spend", 100, 100], ["Profit", 130, 110]]),
    ],
)
def test_a_heading_is_no_row_of_a_table(name: str, columns: list[list[Any]]) -> None:
    with_heading, without = calculate(name, columns), calculate(name, [column[1:] for column in columns])
    assert isinstance(with_heading, Range)
    assert with_heading == without
