"""A server that is asked to stop finishes what is under way, lets in nobody new, and ends with 0; asked twice it ends at once."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.cli.commands.serve import FINISHING
from sheetkpi.hosts.web.waitress_server import Server, Stop
from tests.hosts.web.servers import ANSWER, GOOD, Reply, Running, ask, is_closed, processor_seconds, reply, request, running, within

pytestmark = pytest.mark.e2e

#: Computes for some seconds.
LONG = b'{"calls":[%b]}' % b",".join([b'{"function":"ROMI","arguments":[[%b"x"],1]}' % (b'"x",' * 149_999)] * 3)
#: What a server would wait for where it did not end by itself.
FOREVER = 60
SERVERS = [("waitress",), ("granian", "--workers", "2")]

each_server = pytest.mark.parametrize("options", SERVERS, ids=[options[0] for options in SERVERS])


def asked_in_background(server: Running, body: bytes = LONG) -> tuple[threading.Thread, list[Any]]:
    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(ask(server, body, seconds=60))
        except OSError as error:
            answers.append(error)

    before = processor_seconds(server)
    thread = threading.Thread(target=send)
    thread.start()
    assert server.computes(since=before)
    return thread, answers


def lets_in(server: Running) -> bool:
    """Whether somebody new gets an answer."""
    try:
        return ask(server, seconds=3).status != 0
    except OSError:
        return False


def signal_all(server: Running, number: int) -> None:
    """As a terminal does: Ctrl+C reaches every process of the program."""
    if number == signal.SIGINT:
        os.killpg(server.process.pid, number)
    else:
        server.process.send_signal(number)


@each_server
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl+C"])
def test_what_is_under_way_is_finished_and_nobody_new_is_let_in(options: tuple[str, ...], number: int, tmp_path: Path) -> None:
    pytest.importorskip(options[0])
    with running("--server", *options, folder=tmp_path) as server:
        assert ask(server).json == ANSWER
        thread, answers = asked_in_background(server)
        signal_all(server, number)
        assert within(20, lambda: not lets_in(server)), "somebody new was let in"
        thread.join(60)
        assert server.wait() == 0, server.said
    assert isinstance(answers[0], Reply), f"the request under way got {answers[0]!r}"
    assert [result["rows"] for result in answers[0].json["results"]] == [150_000] * 3
    assert not any("Traceback" in line for line in server.said), server.said


LOADING = """
import os, signal
from sheetkpi.hosts.web.granian_server import _load
signal.signal(signal.SIGTERM, lambda *_: None)  # as granian's parent does, before it starts the process
_load(lambda: os.kill(os.getpid(), signal.SIGTERM))
"""


def test_a_process_of_granian_that_is_asked_to_stop_while_it_loads_ends() -> None:
    pytest.importorskip("granian")
    assert subprocess.run([sys.executable, "-c", LOADING], check=False, timeout=60).returncode == -signal.SIGTERM


BUSY = """
import os, signal, sys, threading, time
from sheetkpi.hosts.web.granian_server import _load
_load(lambda: None)
asked = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: asked.set())  # as granian's process does
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()  # one of granian's own threads
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # the system gives the signal to another thread than the main one
threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM)).start()
os._exit(0 if asked.wait(20) else 1)
"""


def test_a_process_of_granian_stops_even_if_a_busy_thread_takes_the_signal() -> None:
    pytest.importorskip("granian")
    assert subprocess.run([sys.executable, "-c", BUSY], check=False, timeout=60).returncode == 0


def test_the_person_is_told_that_something_is_still_finished(tmp_path: Path) -> None:
    with running(folder=tmp_path) as server:
        thread, _answers = asked_in_background(server)
        signal_all(server, signal.SIGINT)
        assert server.says(FINISHING.text)
        thread.join(60)
        assert server.wait() == 0


def test_a_server_with_nothing_to_do_ends_at_once_and_without_a_word(tmp_path: Path) -> None:
    with running(folder=tmp_path, LIMITS_TIME=f"{FOREVER} s", LIMITS_TRANSFER=f"{FOREVER} s") as server, server.connect() as kept_alive:
        kept_alive.sendall(request())
        assert reply(kept_alive).json == ANSWER
        begin = time.monotonic()
        signal_all(server, signal.SIGTERM)
        assert server.wait() == 0
        assert time.monotonic() - begin < FOREVER / 4
        assert is_closed(kept_alive, 10)
    assert not [line for line in server.said if FINISHING.text in line or "Traceback" in line]


def test_a_request_that_is_still_arriving_is_finished_too_and_told_that_it_was_the_last(tmp_path: Path) -> None:
    with running(folder=tmp_path) as server, server.connect() as connection:
        whole = request(GOOD)
        connection.sendall(whole[:-10])
        assert server.has_read(connection)
        signal_all(server, signal.SIGTERM)
        assert server.says(FINISHING.text)
        connection.sendall(whole[-10:])
        answer = reply(connection)
        assert answer.json == ANSWER
        assert answer.headers["connection"] == "close"
        assert server.wait() == 0


def test_the_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    with running(folder=tmp_path) as server:
        thread, answers = asked_in_background(server)
        signal_all(server, signal.SIGTERM)
        assert server.says(FINISHING.text)
        signal_all(server, signal.SIGTERM)
        assert server.wait() == -signal.SIGTERM
        thread.join(60)
    assert not isinstance(answers[0], Reply) or answers[0].status == 0, "it was answered all the same"


def test_it_does_not_wait_forever(tmp_path: Path) -> None:
    """A client that never sends the rest is dropped when the time of a request is over."""
    with running(folder=tmp_path, LIMITS_TIME="1 s", LIMITS_TRANSFER=f"{FOREVER} s") as server, server.connect() as connection:
        connection.sendall(request()[:-10])
        assert server.has_read(connection)
        begin = time.monotonic()
        signal_all(server, signal.SIGTERM)
        assert server.wait() == 0
        assert time.monotonic() - begin < FOREVER / 2
    logged = [json.loads(line) for line in server.said if line.startswith("{")]
    assert [line["level"] for line in logged if line.get("source") == Server.__module__] == ["warning"], server.said


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_the_handlers_that_were_there_before_come_back(name: str) -> None:
    former, stop, woken = signal.getsignal(getattr(signal, name)), Stop(), []
    stop.on_request(lambda: woken.append(True))
    with stop.listening():
        signal.raise_signal(getattr(signal, name))
        assert within(20, lambda: stop.is_requested)
        assert signal.getsignal(getattr(signal, name)) is signal.SIG_DFL, "the second one would not end the program"
    assert woken == [True]
    assert signal.getsignal(getattr(signal, name)) is former


def test_in_a_thread_that_may_not_hear_signals_it_serves_all_the_same() -> None:
    entered = []

    def listen() -> None:
        with Stop().listening():
            entered.append(True)

    thread = threading.Thread(target=listen)
    thread.start()
    thread.join()
    assert entered == [True]


def test_the_port_is_free_again_at_once(tmp_path: Path) -> None:
    with running(folder=tmp_path) as server:
        place = server.place
        assert ask(server).json == ANSWER
        server.process.terminate()
        assert server.wait() == 0
        socket.create_server(place).close()
