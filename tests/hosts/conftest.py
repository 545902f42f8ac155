"""The real server on a free port."""

import queue
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

SERVE = (
    "from sheetkpi.hosts.web import create_app, serve; from sheetkpi.release.products import product; "
    "serve('127.0.0.1', 0, lambda address: print(address, flush=True), create_app(product=product))"
)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a real server, in a process of its own."""
    with subprocess.Popen([sys.executable, "-c", SERVE], stdout=subprocess.PIPE, text=True) as process:
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: lines.put(process.stdout.readline() if process.stdout else ""), daemon=True).start()
        try:
            yield lines.get(timeout=30).strip().rstrip("/")
        finally:
            process.terminate()
