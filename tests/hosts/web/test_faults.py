"""What goes wrong around a server: a process that is killed, a clock that jumps, no more files, clients that vanish, changed settings."""

import contextlib
import json
import logging
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.hosts.web.server import SettingsWatch
from tests.hosts.web.servers import (
    ANSWER,
    GOOD,
    Reply,
    Running,
    ask,
    environment_of,
    open_sockets,
    processes_of,
    processor_seconds,
    processor_seconds_of,
    reply,
    request,
    running,
    within,
)
from tests.programs import missing

#: Computes for some seconds.
LONG = json.dumps({"calls": [{"function": "ROMI", "arguments": [["x"] * 100_000, 1]}] * 2}).encode()


# --- a process that is killed


def workers_of(server: Running) -> list[int]:
    return [number for number in processes_of(server.process.pid) if number != server.process.pid]


def asked(server: Running, answers: list[Any]) -> None:
    try:
        answers.append(ask(server, LONG, seconds=60))
    except (OSError, ValueError) as error:  # ValueError: JSON that ends too early
        answers.append(error)


@pytest.mark.e2e
@pytest.mark.parametrize("program", ["granian"])
def test_a_worker_that_is_killed_in_mid_batch_gives_an_error_or_an_answer_and_never_half_of_one(program: str, tmp_path: Path) -> None:
    pytest.importorskip(program)
    with running("--server", program, "--workers", "2", folder=tmp_path) as server:
        assert within(20, lambda: len(workers_of(server)) >= 2)
        answers: list[Any] = []
        threads = [threading.Thread(target=asked, args=(server, answers)) for _ in range(8)]
        before = processor_seconds(server)
        for thread in threads:
            thread.start()
        assert server.computes(since=before)
        for number in workers_of(server):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        for thread in threads:
            thread.join(60)
        assert len(answers) == 8
        whole = [answer for answer in answers if isinstance(answer, Reply) and answer.status]
        assert len(whole) < 8, "nobody was in mid-batch: this shows nothing"
        for answer in whole:
            assert [result["rows"] for result in answer.json["results"]] == [100_000] * 2

        def serves_again() -> bool:
            with contextlib.suppress(OSError):
                return ask(server, seconds=5).status == 200
            return False

        assert within(30, serves_again), server.said[-5:]


# --- a clock that jumps


class Jumping:
    """The clock of the day, as it jumps when a computer wakes up or is set right."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self.true_time = time.time

    def __call__(self) -> float:
        return self.true_time() + self.ahead


@pytest.mark.e2e
@pytest.mark.parametrize("jump", [3600.0, -3600.0], ids=["an hour ahead", "an hour back"])
def test_a_clock_that_jumps_drops_no_client_and_spares_no_slow_one(jump: float, monkeypatch: Any) -> None:
    """In this process, because only here the clock can be made to jump."""
    from sheetkpi.hosts.web.app import create_app
    from sheetkpi.hosts.web.waitress_server import Server, Stop
    from sheetkpi.settings import LimitsSettings
    from sheetkpi.settings.values import Duration

    clock = Jumping()
    monkeypatch.setattr(time, "time", clock)
    listening = socket.create_server(("127.0.0.1", 0))
    server, stop = Server(create_app(), listening, LimitsSettings(transfer=Duration(6))), Stop()
    thread = threading.Thread(target=server.serve, args=(stop, lambda: None))
    thread.start()
    try:
        with contextlib.ExitStack() as connections:
            arriving, slow = (connections.enter_context(socket.create_connection(listening.getsockname(), timeout=30)) for _ in range(2))
            whole = request()
            arriving.sendall(whole[:-10])
            slow.sendall(whole[:-10])
            time.sleep(0.3)
            clock.ahead = jump
            time.sleep(1.5)
            arriving.sendall(whole[-10:])
            assert reply(arriving).json == ANSWER
            assert reply(slow).status == 408
    finally:
        stop.request()
        thread.join(20)
        listening.close()
    assert not thread.is_alive()


# --- no more files


#: A server that has counted its files and lets in no more clients than it has room for; and one that was wrong about that.
STARTS = {
    "counted": "from sheetkpi.cli import main; main()",
    "miscounted": "import sheetkpi.hosts.web.server as s; s.room_for = lambda n: n; from sheetkpi.cli import main; main()",
}


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no such limit")
@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_without_room_for_more_files_it_serves_those_it_has_and_goes_on_afterwards(start: str, tmp_path: Path) -> None:
    shell = shutil.which("sh") or missing("There is no sh: a server that runs out of file descriptors is not tried.")
    command = f"ulimit -n 64; exec \"$0\" -c '{start}' serve --port 0"
    with (
        subprocess.Popen(
            [shell, "-c", command, sys.executable],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=tmp_path,
            env=environment_of(tmp_path),
        ) as process,
        contextlib.ExitStack() as at_the_end,
    ):
        at_the_end.callback(process.kill)
        address = next(line.split()[-1] for line in process.stdout or () if "http://" in line)
        server = Running(process, address)
        reader = threading.Thread(target=lambda: [server.said.append(line) for line in process.stdout or ()], daemon=True)
        reader.start()
        at_the_end.callback(reader.join, 10)  # it reads to the end of what was said, before that is closed
        at_the_end.callback(process.kill)
        assert ask(server).json == ANSWER
        with contextlib.ExitStack() as many:
            for _ in range(100):
                many.enter_context(server.connect())
            time.sleep(2)
            busy, said = processor_seconds_of(process.pid), len(server.said)
            time.sleep(2)
            assert processor_seconds_of(process.pid) - busy < 1, "it turns in a circle"
            assert len(server.said) - said < 10, f"it fills its log: {server.said[-3:]}"
        assert within(30, lambda: ask(server).json == ANSWER)
        assert any("limits.connections" in line for line in server.said) == ("lambda" in start)
        assert len(server.said) < 250, f"it says more than one thing of each client: {server.said[-3:]}"


# --- clients that vanish


@pytest.mark.e2e
def test_clients_that_vanish_in_mid_answer_or_mid_request_leave_nothing_behind(tmp_path: Path) -> None:
    column = {"rows": 200_000, "columns": 1, "values": [1.5] * 200_000}
    large = json.dumps({"calls": [{"function": "ROMI", "arguments": [column, 1]}]}).encode()
    with running(folder=tmp_path) as server:
        assert ask(server).json == ANSWER
        for number in range(60):
            connection = server.connect()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # as if the cable were cut
            connection.sendall(request(large)[: (None if number % 2 else 1000)])
            if number % 4 == 1:
                connection.recv(100)
            connection.close()
        assert ask(server).json == ANSWER
        assert within(15, lambda: open_sockets(server.process.pid) <= 1), f"{open_sockets(server.process.pid)} sockets are still open"
        server.process.terminate()
        assert server.wait() == 0
    assert not any("Traceback" in line for line in server.said), server.said


# --- settings that change


@pytest.mark.e2e
def test_a_settings_file_that_changes_is_told_in_the_log_and_taken_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "sheetkpi.toml"
    file.write_text("[limits]\ncalls = 5\n")
    six = json.dumps({"calls": [{"function": "ROMI", "arguments": [2, 1]}] * 6}).encode()
    with running(folder=tmp_path) as server:
        assert ask(server, six).status == 413
        file.write_text("[limits]\ncalls = 6\n")
        assert server.says("limits.calls")
        assert ask(server, six).status == 413, "it was taken at once, though the log says otherwise"
        file.write_text("[limits]\ncalls = many\n")
        assert server.says("sheetkpi.toml, line 2")
        assert ask(server).json == ANSWER, "a broken file stopped a server that runs"
        file.write_text("[limits]\ncalls = 6\n")
        server.process.terminate()
        assert server.wait() == 0
    with running(folder=tmp_path) as server:
        assert ask(server, six).status == 200


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: Any) -> Any:
    """A watch in a folder, and what it says in the log."""
    for name in [name for name in os.environ if name.startswith("SHEETKPI_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    monkeypatch.chdir(tmp_path)
    return SettingsWatch


def test_a_file_that_appears_or_goes_is_noticed(watch: Any, tmp_path: Path, caplog: Any) -> None:
    watching, file = watch(), tmp_path / "sheetkpi.toml"
    watching.check()
    assert caplog.text == ""
    file.write_text("[limits]\ncalls = 5\n")
    watching.check()
    assert "limits.calls" in caplog.text
    caplog.clear()
    watching.check()
    assert caplog.text == "", "it is said once"
    file.unlink()
    watching.check()
    assert "limits.calls" not in caplog.text, "it runs with what holds without a file"


def test_a_change_that_changes_nothing_is_no_warning(watch: Any, tmp_path: Path, caplog: Any) -> None:
    file = tmp_path / "sheetkpi.toml"
    file.write_text("[limits]\ncalls = 5\n")
    watching = watch()
    file.write_text("[limits]\ncalls = 5 # as before\n")
    watching.check()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_the_good_answer_of_these_tests_is_right() -> None:
    from sheetkpi import calculate

    assert [{"value": calculate("ROMI", json.loads(GOOD)["calls"][0]["arguments"])}] == ANSWER["results"]
