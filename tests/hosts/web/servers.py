"""Real servers in processes of their own, as a user starts them, and clients that do what no library would."""

import contextlib
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import pytest

GOOD = b'{"calls":[{"function":"ROMI","arguments":[2,1]}]}'
#: So long, in seconds, a server uses the processor for nothing but a calculation.
COMPUTING = 0.3
ANSWER = {"results": [{"value": 1.0}]}


@dataclass
class Running:
    """A server that runs.

    Args:
        process: Its process.
        address: Where it listens.
        said: The lines that it wrote, which grow.
    """

    process: "subprocess.Popen[str]"
    address: str
    said: list[str] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, int]:
        parts = urlsplit(self.address)
        return parts.hostname or "", parts.port or 0

    def connect(self, seconds: float = 30) -> socket.socket:
        return socket.create_connection(self.place, timeout=seconds)

    def says(self, words: str, seconds: float = 20) -> bool:
        """Whether it writes the words, now or soon."""
        return within(seconds, lambda: any(words in line for line in list(self.said)))

    def wait(self, seconds: float = 30) -> int:
        """Its exit code, when it has ended."""
        return self.process.wait(seconds)

    def computes(self, since: float = 0.0, seconds: float = 30) -> bool:
        """Whether it is in the middle of a calculation, now or soon: it has used the processor for a while since a moment.

        Args:
            since: What `processor_seconds` was at that moment.
            seconds: For how long to wait.
        """
        return within(seconds, lambda: processor_seconds(self) > since + COMPUTING)

    def has_read(self, connection: socket.socket, seconds: float = 30) -> bool:
        """Whether it reads, now or soon, all that a client has sent."""
        return within(seconds, lambda: not _unread(connection))


def environment_of(folder: Path) -> dict[str, str]:
    """The environment of somebody who has set nothing, and whose own folder is another one."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("SHEETKPI_")}
    return {**others, "SHEETKPI_LANG": "en", "XDG_CONFIG_HOME": str(folder), "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"}


@contextlib.contextmanager
def running(*options: str, folder: Path, **environment: str) -> Iterator[Running]:
    """A server started with options; a name such as LIMITS_TIME is the environment variable of a setting."""
    command = [sys.executable, "-c", "from sheetkpi.cli import main; main()", "serve", "--port", "0", *options]
    settings = {f"SHEETKPI_{name}": value for name, value in environment.items()}
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        env=environment_of(folder) | settings,
        start_new_session=True,
    ) as process:
        said: list[str] = []
        addresses: queue.Queue[str] = queue.Queue()

        def read() -> None:
            for line in process.stdout or ():
                said.append(line)
                if found := re.search(r"http://\S+", line):
                    addresses.put(found[0].rstrip("/"))

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        try:
            try:
                address = addresses.get(timeout=30)
            except queue.Empty:
                pytest.fail(f"the server did not start: {''.join(said)}")
            yield Running(process, address, said)
        finally:
            kill_all(process.pid)
            reader.join(10)  # it reads to the end of what was said, before that is closed


def processes_of(session: int) -> list[int]:
    """The processes of a server: all that are in its session."""
    found = [session]
    for path in Path("/proc").glob("[0-9]*"):  # elsewhere than on Linux only the first one is known
        with contextlib.suppress(ProcessLookupError):
            if os.getsid(number := int(path.name)) == session and number != session:
                found.append(number)
    return found


def processor_seconds(server: Running) -> float:
    """For how long a server has used the processor, all its processes together."""
    return sum(processor_seconds_of(number) for number in processes_of(server.process.pid))


def processor_seconds_of(process: int) -> float:
    """For how long a process has used the processor."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _unread(connection: socket.socket) -> int:
    """How many bytes wait in the server's end of a connection, or are on the way to it."""
    ours, theirs = (_as_listed(*place[:2]) for place in (connection.getsockname(), connection.getpeername()))
    for line in Path("/proc/net/tcp").read_text().splitlines():
        fields = line.split()
        if fields[1:3] == [theirs, ours]:
            return int(fields[4].partition(":")[2], 16)
    return 1  # it has not come there yet


def _as_listed(host: str, port: int) -> str:
    """An address as Linux lists it."""
    return f"{int.from_bytes(socket.inet_aton(host), sys.byteorder):08X}:{port:04X}"


def open_sockets(process: int) -> int:
    """How many sockets a process has open; one of a server listens."""
    return sum(os.path.realpath(file).rpartition("/")[2].startswith("socket:") for file in Path(f"/proc/{process}/fd").iterdir())


def kill_all(session: int) -> None:
    """End a server with all its processes, whatever they are doing."""
    for number in processes_of(session):
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def request(body: bytes = GOOD, *headers: str, path: str = "/v1/batch") -> bytes:
    """A request as it goes over the network."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Reply:
    """What a server answered.

    Args:
        status: The status; 0 where it closed without a word.
        headers: The headers, their names in small letters.
        body: The body.
    """

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def reply(connection: socket.socket) -> Reply:
    """The answer that comes."""
    with connection.makefile("rb") as file:
        return next_reply(file)


def next_reply(file: IO[bytes]) -> Reply:
    """The next of several answers."""
    first = file.readline()
    if not first:
        return Reply(0, {}, b"")
    headers = {}
    while (line := file.readline().strip()) != b"":
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    return Reply(int(first.split()[1]), headers, file.read(int(headers.get("content-length", 0))))


def ask(server: Running, body: bytes = GOOD, *headers: str, seconds: float = 30) -> Reply:
    """The answer to one request, on a connection of its own."""
    with server.connect(seconds) as connection:
        connection.sendall(request(body, "Connection: close", *headers))
        return reply(connection)


def is_closed(connection: socket.socket, seconds: float) -> bool:
    """Whether the server closes the connection in time; what it sends until then is thrown away."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        connection.settimeout(left)
        try:
            if not connection.recv(2**16):
                return True
        except TimeoutError:
            return False
        except OSError:
            return True
    return False


def within(seconds: float, holds: Any) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
