"""When each key was used last: kept beside the keys, never with them, so that it can endanger none."""

import atexit
import contextlib
import logging
import threading
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from sheetkpi.hosts.web.admission.safe_file import FileError, locked, write_safely

_log = logging.getLogger(__name__)

#: How often it is written, in seconds: a crash forgets no more.
INTERVAL = 60.0


def uses_file_of(keys: Path) -> Path:
    """The file, beside that of the keys."""
    return keys.with_name(f"{keys.stem}-used.json")


def read_uses(keys: Path) -> dict[str, datetime]:
    """By the digest of each key when it was used last, as far as is known; a damaged file knows nothing."""
    with contextlib.suppress(OSError, ValueError):
        return msgspec.json.decode(uses_file_of(keys).read_bytes(), type=dict[str, datetime])
    return {}


class KeyUses:
    """Notes the uses of keys, and writes them now and then. To note one costs a request nothing that can be measured."""

    def __init__(self, keys: Path, known: Callable[[], Collection[str]], interval: float = INTERVAL) -> None:
        self._keys = keys
        self._known = known
        self._interval = interval
        self._noted: dict[str, datetime] = {}
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None
        self._complained = False

    def note(self, digest: str) -> None:
        """A key is used, now."""
        self._noted[digest] = datetime.now(UTC)
        if self._writer is None:
            self._start()

    def write(self) -> None:
        """Write what was noted; what cannot be written waits for the next time."""
        noted, self._noted = self._noted, {}
        if not noted:
            return
        path = uses_file_of(self._keys)
        try:
            with locked(path, patience=1):
                known = self._known()
                uses = {digest: when for digest, when in {**read_uses(self._keys), **noted}.items() if digest in known}
                write_safely(path, msgspec.json.encode(uses))
                self._complained = False
        except FileError as error:
            self._noted = {**noted, **self._noted}
            if not self._complained:  # a disk that stays full would fill the log
                self._complained = True
                _log.warning("When keys were used last is not kept: %s", error)

    def _start(self) -> None:
        """Begin to write. Not before the first use: a server that forks has made its processes by then."""
        with self._lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_for_ever, name="sheetkpi-key-uses", daemon=True)
                self._writer.start()
                atexit.register(self.write)

    def _write_for_ever(self) -> None:
        pause = threading.Event()
        while not pause.wait(self._interval):
            self.write()
