"""Clients that take too long are dropped, those that ask oddly get the right answer, and others notice nothing."""

import contextlib
import json
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.web.servers import (
    ANSWER,
    GOOD,
    Reply,
    Running,
    ask,
    is_closed,
    next_reply,
    open_sockets,
    processor_seconds,
    reply,
    request,
    running,
    within,
)

pytestmark = pytest.mark.e2e

#: What the hurried server allows: a client that drips a byte each second must still end.
TRANSFER = 1.5
SLOW = 150


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(folder=tmp_path_factory.mktemp("hurried"), LIMITS_TRANSFER=f"{TRANSFER} s", LIMITS_BODY="4 MiB") as server:
        yield server


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(folder=tmp_path_factory.mktemp("patient"), LIMITS_BODY="4 MiB") as server:
        yield server


def drip(connection: socket.socket, data: bytes, pause: float = 0.2, most: float = 20 * TRANSFER) -> float:
    """Send byte by byte until the server has enough of it: after how many seconds that was."""
    begin = time.monotonic()
    with contextlib.suppress(OSError):
        for index in range(len(data)):
            connection.sendall(data[index : index + 1])
            connection.settimeout(pause)
            with contextlib.suppress(TimeoutError):
                connection.recv(1, socket.MSG_PEEK)
                break  # it says something
            if time.monotonic() - begin > most:
                break
    connection.settimeout(10)
    return time.monotonic() - begin


@pytest.mark.parametrize("part", ["headers", "body", "chunks"])
def test_a_request_that_drips_in_is_ended_though_it_never_pauses(hurried: Running, part: str) -> None:
    whole = request(GOOD.ljust(2000))
    begun = {"headers": 30, "body": len(whole) - 1900, "chunks": 0}[part]
    rest = whole[begun:]
    if part == "chunks":
        head = b"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        whole, begun, rest = head, len(head), b"1\r\n \r\n" * 500
    with hurried.connect() as connection:
        connection.sendall(whole[:begun])
        seconds = drip(connection, rest)
        told = reply(connection)
    assert seconds < 20 * TRANSFER, f"it went on for {seconds:.1f} s"
    assert told.status == 408
    assert told.json["error"]["code"] == "too_slow"
    assert "limits.transfer" in told.json["error"]["message"]
    assert ask(hurried).json == ANSWER


def test_a_client_that_says_nothing_is_hung_up_on(hurried: Running) -> None:
    with hurried.connect() as connection:
        assert is_closed(connection, 20 * TRANSFER)


def test_a_connection_kept_alive_is_hung_up_when_nothing_more_comes(hurried: Running) -> None:
    with hurried.connect() as connection:
        connection.sendall(request())
        assert reply(connection).json == ANSWER
        assert is_closed(connection, 20 * TRANSFER)


def test_a_client_that_asks_on_and_on_is_not_slow(hurried: Running) -> None:
    """What counts is each request, not the connection."""
    with hurried.connect() as connection:
        end = time.monotonic() + 3 * TRANSFER
        while time.monotonic() < end:
            connection.sendall(request()[:40])
            time.sleep(TRANSFER / 5)
            connection.sendall(request()[40:])
            assert reply(connection).json == ANSWER


def test_clients_that_do_not_fetch_their_answers_hold_no_thread(hurried: Running) -> None:
    """More of them than there are threads, each with more answers than fit into the network."""
    column = {"rows": 100_000, "columns": 1, "values": [1.5] * 100_000}
    body = json.dumps({"calls": [{"function": "ROMI", "arguments": [column, 1]}] * 2}).encode()
    pages = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 300  # in one go: some 60 MB of answers
    with contextlib.ExitStack() as open_connections:
        for index in range(24):
            connection = open_connections.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(hurried.place)
            connection.sendall(pages if index % 2 else request(body))
        time.sleep(4 * TRANSFER)
        assert ask(hurried).json == ANSWER


def slow_clients(server: Running, stop: threading.Event) -> threading.Thread:
    """Many clients that send a byte from time to time, each until it is dropped and then anew."""

    def drip_all() -> None:
        with contextlib.ExitStack() as all_of_them:
            connections = [all_of_them.enter_context(server.connect()) for _ in range(SLOW)]
            for connection in connections:
                connection.sendall(request(GOOD.ljust(5000))[:120])
            while not stop.wait(0.05):
                for connection in connections:
                    with contextlib.suppress(OSError):
                        connection.sendall(b" ")

    thread = threading.Thread(target=drip_all, daemon=True)
    thread.start()
    return thread


def test_150_slow_clients_cost_a_good_one_less_than_50_milliseconds(patient: Running, hurried: Running) -> None:
    def once(server: Running) -> float:
        begin = time.perf_counter()
        assert ask(server).json == ANSWER
        return time.perf_counter() - begin

    stop = threading.Event()
    thread = slow_clients(patient, stop)
    try:
        assert within(30, lambda: open_sockets(patient.process.pid) > SLOW)
        pairs = [(once(hurried), once(patient)) for _ in range(60)]  # by turns, so that a busy machine slows both alike
    finally:
        stop.set()
        thread.join(10)
    usual, beside_them = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
    print(f"\nusual {usual * 1000:.1f} ms, beside {SLOW} slow clients {beside_them * 1000:.1f} ms")  # noqa: T201
    assert beside_them - usual < 0.05, f"{beside_them * 1000:.0f} ms instead of {usual * 1000:.0f} ms"


def test_when_all_connections_are_taken_the_slow_ones_make_room_soon(tmp_path: Path) -> None:
    with running(folder=tmp_path, LIMITS_CONNECTIONS="20", LIMITS_TRANSFER="60 s") as server, contextlib.ExitStack() as all_of_them:
        for _ in range(30):
            all_of_them.enter_context(server.connect()).sendall(request()[:30])
        begin = time.monotonic()
        assert ask(server, seconds=50).json == ANSWER
        assert time.monotonic() - begin < 45, "the slow ones were given all their time"


def test_when_many_large_bodies_hang_half_sent_they_are_not_given_all_their_time(tmp_path: Path) -> None:
    """Each of them is memory that is held."""
    with running(folder=tmp_path, LIMITS_BODY="1 MiB", LIMITS_TRANSFER="60 s") as server, contextlib.ExitStack() as all_of_them:
        connections = [all_of_them.enter_context(server.connect()) for _ in range(20)]
        begin = time.monotonic()
        for connection in connections:
            connection.sendall(request(b" " * 2**20)[: 2**19])
        assert all(is_closed(connection, 45) for connection in connections)
        assert time.monotonic() - begin < 45
        assert ask(server).json == ANSWER


# --- odd, but right


def test_answers_to_pipelined_requests_come_in_their_order(patient: Running) -> None:
    with patient.connect() as connection:
        connection.sendall(b"".join(request(b'{"calls":[{"function":"PROFIT","arguments":[%d,1]}]}' % number) for number in range(50)))
        with connection.makefile("rb") as file:
            values = [next_reply(file).json["results"][0]["value"] for _ in range(50)]
    assert values == [number - 1.0 for number in range(50)]


def test_a_client_that_closes_its_half_still_gets_its_answer(patient: Running) -> None:
    with patient.connect() as connection:
        connection.sendall(request())
        connection.shutdown(socket.SHUT_WR)
        assert reply(connection).json == ANSWER


def test_a_client_that_closes_its_half_in_mid_request_is_hung_up_on_at_once(patient: Running) -> None:
    with patient.connect() as connection:
        connection.sendall(request()[:-5])
        connection.shutdown(socket.SHUT_WR)
        assert is_closed(connection, 5)


def test_a_body_in_chunks_is_answered(patient: Running) -> None:
    head = b"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (GOOD[:7], GOOD[7:30], GOOD[30:]))
    with patient.connect() as connection:
        connection.sendall(head + chunks + b"0\r\n\r\n")
        assert reply(connection).json == ANSWER


@pytest.mark.parametrize("length", [str(10**18), str(10**400), "9" * 5000])
def test_an_absurd_length_is_refused_from_the_header_alone(patient: Running, length: str) -> None:
    with patient.connect() as connection:
        connection.sendall(f"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n".encode())
        told = reply(connection)
    assert told.status in (400, 413)
    assert told.json["error"]["code"] in ("too_large", "bad_request")
    assert ask(patient).json == ANSWER


@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "in chunks"])
def test_who_sends_far_too_much_still_reads_why_it_was_refused(patient: Running, chunked: bool) -> None:
    """Hung up on at once, a client would only see a broken connection."""
    head = b"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    head += b"Transfer-Encoding: chunked\r\n\r\n" if chunked else b"Content-Length: %d\r\n\r\n" % (40 * 2**20)
    part = b" " * 2**20
    with patient.connect() as connection:
        connection.sendall(head)
        for _ in range(40):
            connection.sendall(b"%x\r\n%b\r\n" % (len(part), part) if chunked else part)
        told = reply(connection)
    assert told.status == 413
    assert "4 MiB" in told.json["error"]["message"]
    assert ask(patient).json == ANSWER


def test_a_flood_of_headers_is_refused(patient: Running) -> None:
    with patient.connect() as connection:
        connection.sendall(b"GET /v1/health HTTP/1.1\r\n")
        with contextlib.suppress(OSError):
            for number in range(200_000):
                connection.sendall(b"X-Header-%d: 1\r\n" % number)
        told = reply(connection)
    assert told.status == 431
    assert told.json["error"]["code"] == "headers_too_large"
    assert ask(patient).json == ANSWER


def test_a_client_that_waits_to_be_let_is_told_to_go_on(patient: Running) -> None:
    with patient.connect() as connection:
        head, _, body = request(GOOD, "Expect: 100-continue").partition(b"\r\n\r\n")
        connection.sendall(head + b"\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(body)
        assert reply(connection).json == ANSWER


def test_a_long_calculation_keeps_nobody_else_from_being_answered(tmp_path: Path) -> None:
    rows = 200_000
    long = json.dumps({"calls": [{"function": "ROMI", "arguments": [["x"] * rows, 1]}] * 20}).encode()
    with running(folder=tmp_path, LIMITS_TIME="4 s") as server:
        answers: list[Reply] = []
        threads = [threading.Thread(target=lambda: answers.append(ask(server, long, seconds=60))) for _ in range(6)]
        before = processor_seconds(server)
        for thread in threads:
            thread.start()
        assert server.computes(since=before)
        assert ask(server).json == ANSWER
        assert not answers, "it waited for the long ones"
        for thread in threads:
            thread.join(60)
    assert [answer.status for answer in answers] == [200] * 6
    assert all("limits.time" in answer.json["results"][-1]["message"] for answer in answers)
