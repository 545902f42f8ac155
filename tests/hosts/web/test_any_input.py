"""No input gives a 5xx or an internal failure, whatever it is."""

import json
import logging
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheetkpi import KPIS
from sheetkpi.hosts.web import create_app

CLIENT = create_app().test_client()

numbers = st.one_of(st.integers(), st.floats(), st.sampled_from([0, -1, 0.5, 1, 1e308, -1e308, 5e-324, 2**63, 46000]))
cells = st.one_of(
    st.none(),
    st.booleans(),
    numbers,
    st.text(max_size=20),
    st.sampled_from(["ru", "up", "lower", "Channel", "Spend", "Расход", "#N/A", "Total"]),
    st.fixed_dictionaries({"error": st.sampled_from(["#N/A", "#DIV/0!", "#NEW!"])}),
)
any_json = st.recursive(
    cells, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4), max_leaves=12
)


@st.composite
def flat_ranges(draw: st.DrawFn) -> dict[str, Any]:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    size = rows * columns
    return {"rows": rows, "columns": columns, "values": draw(st.lists(cells, min_size=size, max_size=size))}


arguments = st.lists(st.one_of(cells, flat_ranges(), st.lists(cells, min_size=1, max_size=5)), max_size=9)
calls = st.lists(
    st.fixed_dictionaries({"function": st.one_of(st.sampled_from(sorted(KPIS)), st.text(max_size=12)), "arguments": arguments}), max_size=4
)
quick = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@quick
@given(body=st.one_of(st.binary(max_size=60), any_json.map(lambda value: json.dumps(value).encode())))
def test_any_body_is_answered_or_refused(body: bytes) -> None:
    assert CLIENT.post("/v1/batch", data=body, content_type="application/json").status_code in (200, 400)


@quick
@given(value=any_json)
def test_any_json_as_arguments_is_answered_or_refused(caplog: Any, value: Any) -> None:
    caplog.clear()
    for arguments in ([value], value):
        body = json.dumps({"calls": [{"function": "ROMI", "arguments": arguments}]})
        assert CLIENT.post("/v1/batch", data=body, content_type="application/json").status_code in (200, 400)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@quick
@given(calls=calls, language=st.sampled_from(["en", "ru"]))
def test_every_call_gets_a_result_and_none_fails_inside(caplog: Any, calls: list[Any], language: str) -> None:
    caplog.clear()
    response = CLIENT.post("/v1/batch", data=json.dumps({"calls": calls, "language": language}), content_type="application/json")
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR], caplog.text
    if response.status_code == 400:
        assert response.json["error"]["code"] in ("bad_json", "bad_shape")  # NaN and Infinity, or a number too large
        return
    results = response.json["results"]
    assert len(results) == len(calls)
    for result in results:
        assert result.keys() in ({"value"}, {"error", "message"}, {"rows", "columns", "values", "errors"}, {*RANGE, "message"})


RANGE = ("rows", "columns", "values", "errors")
