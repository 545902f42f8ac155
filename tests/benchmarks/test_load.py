"""The real server under load, as ratios to a bare waitress + Flask route in the same run: run with -n 0 --benchmark-enable -s.

How long memory is watched, LOAD_MINUTES says: LOAD_MINUTES=10 pytest tests/benchmarks/test_load.py -k memory -n 0 --benchmark-enable -s
"""

import contextlib
import gc
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import msgspec
import pytest

from sheetkpi.hosts.web.batch import Batch
from tests.hosts.web.servers import environment_of, request

pytestmark = pytest.mark.e2e

CALL = {"function": "ROMI", "arguments": [100000, 50000]}
SMALL = request(json.dumps({"calls": [CALL]}).encode())
ANSWER = b'{"results":[{"value":1.0}]}'

#: As a user starts it, with its log.
OURS = "from sheetkpi.cli import main; main(['serve', '--port', '0'])"
BARE = f"""
from flask import Flask, Response, request
from waitress import create_server
app = Flask("bare")

@app.post("/v1/batch")
def batch():
    request.get_data(cache=False)
    return Response({ANSWER!r}, content_type="application/json")

server = create_server(app, host="127.0.0.1", port=0, threads=8, connection_limit=1000, asyncore_use_poll=True)
print(f"It listens at http://127.0.0.1:{{server.effective_port}}/", flush=True)
server.run()
"""


@dataclass
class Target:
    """A server to be measured.

    Args:
        process: Its process.
        place: Where it listens.
    """

    process: "subprocess.Popen[str]"
    place: tuple[str, int]

    def connect(self) -> socket.socket:
        connection = socket.create_connection(self.place, timeout=120)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def resident(self) -> int:
        """The bytes of memory that it holds."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def started(code: str, folder: Path) -> Iterator[Target]:
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=folder,
        env=environment_of(folder),
    ) as process:
        try:
            assert process.stdout
            port = int(next(line for line in process.stdout if "listens at" in line).strip().rstrip("/").rpartition(":")[2])
            yield Target(process, ("127.0.0.1", port))
        finally:
            process.kill()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("load")


@pytest.fixture(scope="module")
def ours(folder: Path) -> Iterator[Target]:
    with started(OURS, folder) as target:
        yield target


@pytest.fixture(scope="module")
def bare(folder: Path) -> Iterator[Target]:
    with started(BARE, folder) as target:
        yield target


def fetch(connection: socket.socket) -> bytes:
    """The body of the answer that comes: as little work as possible, because the client takes its time from the same processor."""
    data = connection.recv(2**16)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    parts, missing = [body], length - len(body)
    while missing > 0:
        part = connection.recv(min(missing, 2**20))
        assert part, "the answer ends too early"
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def said(benchmark: Any, name: str, figure: float) -> None:
    benchmark.extra_info[name] = round(figure, 3)
    print(f"\n{name}: {figure:.2f}")  # noqa: T201


def rounds(target: Target, clients: int, times: int) -> list[float]:
    """Clients that stay connected and ask again as soon as all have their answers: how long each waited."""
    waited = []
    with contextlib.ExitStack() as all_of_them:
        connections = [all_of_them.enter_context(target.connect()) for _ in range(clients)]
        for _ in range(times):
            begin = time.perf_counter()
            for connection in connections:
                connection.sendall(SMALL)
            for connection in connections:
                assert fetch(connection) == ANSWER
                waited.append(time.perf_counter() - begin)
    return waited


@pytest.mark.parametrize("clients", [1, 8])
def test_small_calls_a_second_beside_a_bare_server(benchmark: Any, ours: Target, bare: Target, clients: int) -> None:
    times = 1500 // clients if benchmark.enabled else 2

    def rate(target: Target) -> float:
        return clients * times / seconds(lambda: rounds(target, clients, times))

    rate(ours), rate(bare)
    pairs = [(rate(ours), rate(bare)) for _ in range(7 if benchmark.enabled else 1)]  # in turns: the machine is not always equally fast
    benchmark.pedantic(lambda: rounds(ours, clients, times), rounds=1)
    said(benchmark, f"{clients} clients, small calls a second", median(mine for mine, _ in pairs))
    said(benchmark, f"{clients} clients, small calls a second / those of a bare server", median(mine / other for mine, other in pairs))


def test_how_long_eight_clients_wait_beside_a_bare_server(benchmark: Any, ours: Target, bare: Target) -> None:
    times = 500 if benchmark.enabled else 3
    waited = {name: rounds(target, 8, times) for name, target in (("ours", ours), ("bare", bare))}
    benchmark.pedantic(lambda: rounds(ours, 8, times), rounds=1)
    for name, figure in (("p50", 49), ("p99", 98)):
        mine, other = (quantiles(waited[which], n=100)[figure] for which in ("ours", "bare"))
        said(benchmark, f"{name} in ms", mine * 1000)
        said(benchmark, f"{name} / that of a bare server", mine / other)


def test_300_simultaneous_calls_beside_a_bare_server(benchmark: Any, ours: Target, bare: Target) -> None:
    def at_once(target: Target) -> None:
        with contextlib.ExitStack() as all_of_them:
            connections = [all_of_them.enter_context(target.connect()) for _ in range(300)]
            for connection in connections:
                connection.sendall(SMALL)
            for connection in connections:
                assert fetch(connection) == ANSWER

    at_once(ours), at_once(bare)
    pairs = [(seconds(lambda: at_once(ours)), seconds(lambda: at_once(bare))) for _ in range(7 if benchmark.enabled else 1)]
    benchmark.pedantic(lambda: at_once(ours), rounds=1)
    said(benchmark, "300 calls at once, in ms", 1000 * median(mine for mine, _ in pairs))
    said(benchmark, "300 calls at once / the same of a bare server", median(mine / other for mine, other in pairs))


def test_one_batch_of_300(benchmark: Any, ours: Target) -> None:
    batch = request(json.dumps({"calls": [{**CALL, "arguments": [100000 + number, 50000]} for number in range(300)]}).encode())
    with ours.connect() as connection:

        def ask() -> bytes:
            connection.sendall(batch)
            return fetch(connection)

        results = json.loads(ask())["results"]
        assert [result["value"] for result in results] == [(50000 + number) / 50000 for number in range(300)]
        taken = [seconds(ask) for _ in range(200 if benchmark.enabled else 2)]
        benchmark.pedantic(ask, rounds=20)
    said(benchmark, "one batch of 300 calls, in ms", 1000 * median(taken))


def test_a_range_of_a_million_cells_beside_bare_json(benchmark: Any, ours: Target) -> None:
    rows = 1_000_000 if benchmark.enabled else 1_000
    chance = random.Random(1)
    column = {"rows": rows, "columns": 1, "values": [round(chance.uniform(1, 1e6), 2) for _ in range(rows)]}
    body = msgspec.json.encode({"calls": [{"function": "ROMI", "arguments": [column, 1]}]})
    whole = request(body)
    with ours.connect() as connection:

        def ask() -> bytes:
            connection.sendall(whole)
            return fetch(connection)

        answer = msgspec.json.decode(ask())
        assert answer["results"][0]["values"] == [value - 1 for value in column["values"]]
        gc.collect()
        gc.freeze()  # as the server does
        gc.disable()
        try:
            pairs = [
                (seconds(ask), seconds(lambda: (msgspec.json.decode(body, type=Batch), msgspec.json.encode(answer))))
                for _ in range(9 if benchmark.enabled else 1)
            ]
        finally:
            gc.enable()
            gc.unfreeze()
        benchmark.pedantic(ask, rounds=1)
    said(benchmark, f"a range of {rows} cells, in ms", 1000 * median(mine for mine, _ in pairs))
    said(benchmark, f"a range of {rows} cells / decoding and encoding it", median(mine / other for mine, other in pairs))


def test_memory_stays_what_it_is_under_mixed_load(benchmark: Any, ours: Target) -> None:
    """Small calls, batches, ranges of all sizes, errors, refusals, pages, and clients that vanish."""
    minutes = float(os.environ.get("LOAD_MINUTES", "0.5")) if benchmark.enabled else 0.02
    chance = random.Random(7)

    def a_range() -> dict[str, Any]:
        rows = chance.choice([10, 1000, 30_000, 100_000])
        return {"rows": rows, "columns": 1, "values": [chance.choice([1.5, 2.5, 0.0, None, "x"])] * rows}

    def calls(count: int) -> bytes:
        return json.dumps({"calls": [{"function": chance.choice(["ROMI", "CPO", "NOT_THERE"]), "arguments": [2, 0]}] * count}).encode()

    kinds: list[Callable[[], bytes]] = [  # several of one kind come more often
        *[lambda: SMALL] * 20,
        *[lambda: request(calls(300))] * 5,
        lambda: request(json.dumps({"calls": [{"function": "ROMI", "arguments": [a_range(), a_range()]}]}).encode()),
        lambda: request(b'{"calls":' + b"[" * chance.randrange(5000)),
        lambda: request(b"\xff" * 1000),
        lambda: b"GET /?lang=ru HTTP/1.1\r\nHost: localhost\r\n\r\n",
        lambda: b"GET /v1/functions HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ]
    prepared = [kind() for kind in kinds for _ in range(8)]

    def load_for(duration: float) -> tuple[int, float]:
        """How many requests were answered in the time, and how much memory the server held in its middle."""
        end, count, held = time.monotonic() + duration, 0, []
        while time.monotonic() < end:
            with ours.connect() as connection:
                for _ in range(50):
                    connection.sendall(chance.choice(prepared))
                    fetch(connection)
                    count += 1
                connection.sendall(chance.choice(prepared)[:-5])  # and it vanishes
            held.append(ours.resident())
        return count, median(held)

    tenths = [load_for(minutes * 6) for _ in range(10)]
    benchmark.pedantic(lambda: load_for(0.1), rounds=1)
    print("\nresident MiB in each tenth:", *(round(held / 2**20) for _, held in tenths))  # noqa: T201
    said(benchmark, f"requests in {minutes:g} minutes of mixed load", sum(count for count, _ in tenths))
    growth = tenths[-1][1] / tenths[1][1]  # in the first tenth it still learns
    said(benchmark, "memory in the last tenth / in the second", growth)
    if benchmark.enabled:
        assert growth <= 1.05
