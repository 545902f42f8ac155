"""The program itself as a server with keys, on a free port."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sheetkpi.hosts.web.keys import KeyFile


@dataclass
class Keyed:
    """A server with keys.

    Args:
        address: Where it is.
        file: Its keys, to change while it runs.
        said: What it says on its standard error, as far as it has said it.
    """

    address: str
    file: KeyFile
    said: list[str]


@contextlib.contextmanager
def keyed(folder: Path, *arguments: str, first: str = "first", **environment: str) -> Iterator[Keyed]:
    """Start `sheetkpi serve` with keys.

    Args:
        folder: Where the keys are kept.
        arguments: What else stands after `serve`.
        first: The name of a key that is there from the beginning.
        environment: Settings.
    """
    file = KeyFile(folder / "keys.db")
    file.add(first)
    command = [sys.executable, "-m", "sheetkpi", "serve", "--port", "0", "--lang", "en", *arguments]
    settings = {"SHEETKPI_KEYS_FILE": str(file.path), **environment}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **settings}, cwd=folder
    ) as process:
        lines: queue.Queue[str] = queue.Queue()
        said: list[str] = []
        assert process.stdout
        assert process.stderr
        out, err = process.stdout, process.stderr
        threading.Thread(target=lambda: [lines.put(line) for line in out], daemon=True).start()
        threading.Thread(target=lambda: [said.append(line) for line in err], daemon=True).start()
        try:
            yield Keyed(lines.get(timeout=30).split()[-1].rstrip("/"), file, said)
        finally:
            process.terminate()
