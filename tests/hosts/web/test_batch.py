"""POST /v1/batch: what a call gives, and that one call's failure spoils no other."""

import logging
import re
from typing import Any

import pytest

from sheetkpi import KPIS, Kpi, Range, calculate
from sheetkpi.hosts.web import create_app
from sheetkpi.settings import LimitsSettings, Settings

CONTRACT = (
    b'{"calls": ['
    b'{"function": "ROMI", "arguments": [100000, 50000]},'
    b'{"function": "ROMI", "arguments": [{"rows": 3, "columns": 1, "values": [100000, null, 5000]}, 50000]},'
    b'{"function": "NPS",  "arguments": [[[10], [9], [3]]]},'
    b'{"function": "CPO",  "arguments": [100, 0]}]}'
)


def test_the_batch_of_the_contract_gives_the_bytes_of_the_contract(post: Any) -> None:
    response = post(CONTRACT)
    numbers = (
        b'{"results":[{"value":1.0},'
        b'{"rows":3,"columns":1,"values":[1.0,null,-0.9],"errors":[]},'
        b'{"value":33.333333333333336},'
        b'{"error":"#DIV/0!","message":"CPO: orders is 0'
    )
    assert response.status_code == 200
    assert response.content_type == "application/json"
    assert response.data.startswith(numbers)


def test_the_same_request_gives_the_same_bytes(post: Any) -> None:
    assert post(CONTRACT).data == post(CONTRACT).data


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/json; charset=utf-8", 'text/plain;charset="UTF-8"', "text/plain"]
)
def test_the_body_may_be_json_or_plain_text(post: Any, content_type: str) -> None:
    assert post(CONTRACT, content_type).status_code == 200


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_every_example_of_every_function_comes_out_over_http(post: Any, same: Any, kpi: Kpi[..., Any]) -> None:
    calls = [{"function": kpi.name, "arguments": example.arguments} for example in kpi.examples]
    for example, result in zip(kpi.examples, post({"calls": calls}).json["results"], strict=True):
        if kpi.result.name == "value" or "error" in result:
            same(result.get("error", result.get("value")), example.result)
        else:
            assert_sent(result, calculate(kpi.name, example.arguments))


def assert_sent(result: dict[str, Any], answer: Any) -> None:
    """That a range is sent as in the contract, written out anew so that the encoder is not compared with itself."""
    assert isinstance(answer, Range)
    values = [None if hasattr(value, "code") else value for value in answer.values]
    errors = [[index, value.code] for index, value in enumerate(answer.values) if hasattr(value, "code")]
    sent: dict[str, Any] = {"rows": answer.rows, "columns": answer.columns, "values": values, "errors": errors}
    message = result.pop("message", "")
    assert result == sent
    first = next((value.message() for value in answer.values if hasattr(value, "code")), "")
    assert message.startswith(first)
    assert re.findall(r"\d+", message.removeprefix(first)) == ([str(len(errors) - 1)] if len(errors) > 1 else [])


@pytest.mark.parametrize(
    "column",
    [
        {"rows": 2, "columns": 1, "values": [100000, 5000]},
        [[100000], [5000]],
        [100000, 5000],
        [100000, [5000]],
    ],
)
def test_a_column_may_be_flat_or_nested_or_a_plain_list(call: Any, column: Any) -> None:
    assert call("ROMI", column, 50000) == {"rows": 2, "columns": 1, "values": [1.0, -0.9], "errors": []}


def test_a_column_and_a_row_make_a_table(call: Any) -> None:
    assert call("ROAS", [[10], [20]], [[1, 2]]) == {"rows": 2, "columns": 2, "values": [10.0, 5.0, 20.0, 10.0], "errors": []}


def test_a_blank_cell_gives_a_blank(call: Any) -> None:
    assert call("ROMI", None, 5) == {"value": None}
    assert call("ROMI", "", 5) == {"value": None}


@pytest.mark.parametrize("error", ["#N/A", "#Н/Д", "\\u0023N/A"])
def test_an_error_cell_comes_out_as_the_same_error(post: Any, error: str) -> None:
    cell = b'{"error": "%b"}' % error.encode()
    results = post(b'{"calls":[{"function":"ROMI","arguments":[%b,1]},{"function":"ROMI","arguments":[[2,%b],1]}]}' % (cell, cell)).json[
        "results"
    ]
    assert results[0]["error"] == "#N/A"
    assert results[1]["values"] == [1.0, None]
    assert results[1]["errors"] == [[1, "#N/A"]]


def test_the_text_of_an_error_is_an_error_too(call: Any) -> None:
    assert call("ROMI", "#REF!", 1)["error"] == "#REF!"


def test_a_range_names_its_first_failure_and_counts_the_others(call: Any) -> None:
    result = call("CPO", [100, 1, 2], [0, 1, 0])
    assert result["values"] == [None, 1.0, None]
    assert result["errors"] == [[0, "#DIV/0!"], [2, "#DIV/0!"]]
    assert "orders" in result["message"]
    assert_sent(result, calculate("CPO", [[100, 1, 2], [0, 1, 0]]))


def test_an_unknown_function_fails_alone_and_names_the_nearest(post: Any) -> None:
    calls = [{"function": "ROMIX", "arguments": []}, {"function": "romi", "arguments": [2, 1]}]
    unknown, known = post({"calls": calls}).json["results"]
    assert unknown["error"] == "#NAME?"
    assert all(name in unknown["message"] for name in ("ROMIX", "ROMI, ROI"))
    assert known == {"value": 1.0}


def test_messages_are_in_the_language_of_the_body_or_else_of_the_header(post: Any, call: Any) -> None:
    russian = call("CPO", 100, 0, language="ru")["message"]
    body = {"calls": [{"function": "CPO", "arguments": [100, 0]}]}
    assert re.search("[а-я]", russian)
    english = call("CPO", 100, 0)["message"]
    assert not re.search("[а-я]", english)
    assert post(body, Accept_Language="ru-RU,ru;q=0.9,en;q=0.8").json["results"][0]["message"] == russian
    assert post({**body, "language": "en"}, Accept_Language="ru").json["results"][0]["message"] == english
    assert post(body, Accept_Language="de").json["results"][0]["message"] == english


def test_no_calls_give_no_results(post: Any) -> None:
    assert post({"calls": []}).data == b'{"results":[]}'


def test_as_many_arguments_as_a_formula_may_have_can_fail_without_harm(call: Any) -> None:
    assert call("PROFIT", 1e308, *[-1e308] * 254)["error"] == "#NUM!"


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("ROMI", [[[1.0]] * 2000, [[1.0] * 2000]]),
        ("BID_GRID", [700, [[0.1] * 2000], [[0.1]] * 2000]),
        ("BID_GRID", [700, [0.1] * 2000, [0.1] * 2000]),
        ("MEDIA_FORECAST", [[[1.0]] * 500, [[1.0] * 500], 0.1, 0.1, 1, 0.1]),
    ],
)
def test_a_short_column_times_a_short_row_does_not_fill_the_memory(post: Any, function: str, arguments: list[Any]) -> None:
    calls = [{"function": function, "arguments": arguments}, {"function": "ROMI", "arguments": [2, 1]}]
    refused, neighbour = post({"calls": calls}).json["results"]
    assert refused["error"] == "#NUM!"
    assert "limits.answer_cells" in refused["message"]
    assert neighbour == {"value": 1.0}


def test_all_calls_of_a_request_share_the_cells_allowed() -> None:
    client = create_app(Settings(limits=LimitsSettings(answer_cells=5))).test_client()
    three = {"function": "ROMI", "arguments": [[1, 2, 3], 1]}
    first, second = client.post("/v1/batch", json={"calls": [three, three]}).json["results"]
    assert first["rows"] == 3
    assert second["error"] == "#NUM!"


def test_a_defect_of_ours_is_logged_and_spoils_no_neighbour(post: Any, monkeypatch: Any, caplog: Any) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("sheetkpi.calculation.results.OneValue.in_sheet", fail)
    with caplog.at_level(logging.ERROR):
        results = post({"calls": [{"function": "ROMI", "arguments": [1, 2]}, {"function": "NO_SUCH", "arguments": []}]}).json["results"]
    assert [result["error"] for result in results] == ["#ERROR!", "#NAME?"]
    assert "RuntimeError: a defect" in caplog.text
