"""How fast the endpoint answers, as ratios to a baseline of the same run: run with -n 0 --benchmark-enable -s."""

import random
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import msgspec
import pytest
from flask import Flask, Response, request

from sheetkpi.hosts.web import create_app
from sheetkpi.hosts.web.batch import Batch

pytestmark = pytest.mark.e2e

ROWS = 1_000_000


def seconds(work: Callable[[], object], rounds: int) -> float:
    def once() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return median(once() for _ in range(rounds))


def post(app: Flask, body: bytes) -> Callable[[], Any]:
    client = app.test_client()
    return lambda: client.post("/v1/batch", data=body, content_type="application/json")


def said(benchmark: Any, name: str, ratio: float) -> None:
    benchmark.extra_info[name] = round(ratio, 3)
    print(f"\n{name}: {ratio:.2f}")  # noqa: T201


@pytest.mark.parametrize("share_blank", [0, 0.01])
def test_a_column_of_a_million_rows_beside_bare_json(benchmark: Any, share_blank: float) -> None:
    rows = ROWS if benchmark.enabled else 1_000  # an ordinary run only sees that it works
    chance = random.Random(1)
    columns = [[None if chance.random() < share_blank else round(chance.uniform(1, 1e6), 2) for _ in range(rows)] for _ in range(2)]
    arguments = [{"rows": rows, "columns": 1, "values": values} for values in columns]
    body = msgspec.json.encode({"calls": [{"function": "ROMI", "arguments": arguments}]})
    send = post(create_app(), body)
    answer = msgspec.json.decode(send().data)
    assert len(answer["results"][0]["values"]) == rows

    bare = seconds(lambda: (msgspec.json.decode(body, type=Batch), msgspec.json.encode(answer)), 5)
    benchmark.pedantic(send, rounds=5)
    said(benchmark, f"1M rows, {share_blank:.0%} blank: HTTP call / bare decode and encode", seconds(send, 5) / bare)


def test_small_calls_beside_a_bare_route(benchmark: Any) -> None:
    body = msgspec.json.encode({"calls": [{"function": "ROMI", "arguments": [100000, 50000]}]})
    answer = b'{"results":[{"value":1.0}]}'
    bare_app = Flask("bare")

    @bare_app.post("/v1/batch")
    def batch() -> Response:
        request.get_data(cache=False)
        return Response(answer, content_type="application/json")

    send, send_bare = post(create_app(), body), post(bare_app, body)
    assert send().data == send_bare().data == answer

    benchmark(send)
    ratios = [seconds(send_bare, 300) / seconds(send, 300) for _ in range(5)]  # in turns: the machine is not always equally fast
    said(benchmark, "small calls a second / those of a bare route", median(ratios))


def test_many_calls_in_one_request_beside_as_many_requests(benchmark: Any) -> None:
    calls = [{"function": "ROMI", "arguments": [100000 + i, 50000]} for i in range(300)]
    app = create_app()
    batch = post(app, msgspec.json.encode({"calls": calls}))
    each = [post(app, msgspec.json.encode({"calls": [call]})) for call in calls]

    benchmark(batch)
    said(benchmark, "300 calls: one batch / 300 requests", seconds(batch, 20) / seconds(lambda: [send() for send in each], 3))
