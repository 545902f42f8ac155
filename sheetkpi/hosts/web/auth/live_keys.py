"""The keys of a running server, which follows every change of the key file."""

import atexit
import hmac
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from sheetkpi.hosts.web.auth.keys import Key, KeyFileError, digest_of, is_well_formed, read_keys, record_uses

_log = logging.getLogger(__name__)

#: How often the last uses are written, in seconds: a crash loses no more.
INTERVAL = 60.0
#: Two changes within so many seconds may leave the same timestamp on a file.
_TIMESTAMP_STEP = 2.0
#: How long a request waits, in seconds, while another program changes the keys.
_PATIENCE = 1.0


class LiveKeys:
    """Find keys, and note when they are used.

    Raises:
        KeyFileError: The file can't be read, or is damaged. While the server runs, that is logged and the keys stay.
    """

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self.path = path
        self.uses = KeyUses(path)
        self._now = now
        self._lock = threading.Lock()
        self._stamp: _Stamp | None = None
        self._is_in_use = False
        self._keys: Mapping[str, Key] = {}
        self._load(_stamp_of(path))

    @property
    def is_in_use(self) -> bool:
        """Whether a key is needed: there is a file, or was one. A server never becomes open because a file was lost."""
        self.refresh()
        return self._is_in_use

    @property
    def count(self) -> int:
        """The number of keys."""
        self.refresh()
        return len({key.name for key in self._keys.values()})

    def find(self, text: str) -> Key | None:
        """Return the key that the text is; None if there is none, or it has expired.

        It looks up the digest of the text, so that the time this takes tells nothing about the keys.
        """
        self.refresh()
        if not is_well_formed(text):
            return None
        digest = digest_of(text)
        key = self._keys.get(digest)
        if key is None or not hmac.compare_digest(key.digest, digest):
            return None
        if key.expires is not None and self._now() >= key.expires.timestamp():
            return None
        self.uses.note(digest)
        return key

    def refresh(self) -> None:
        """Read the file if it may have changed."""
        if _stamp_of(self.path) == self._stamp:
            return
        with self._lock:
            stamp = _stamp_of(self.path)
            if stamp == self._stamp:  # another thread was faster
                return
            try:
                self._load(stamp)
            except KeyFileError as error:
                self._stamp = stamp
                _log.error("The keys stay as they were: %s", error)

    def _load(self, stamp: "_Stamp | None") -> None:
        keys = read_keys(self.path, _PATIENCE)
        if keys is not None:
            self._keys, self._is_in_use = {key.digest: key for key in keys}, True
        elif self._is_in_use:
            _log.error("The key file %s is gone: its keys still work until the server is restarted.", self.path)
        is_settled = stamp is None or abs(time.time() - stamp[0] / 1e9) > _TIMESTAMP_STEP
        self._stamp = stamp if is_settled else _UNSETTLED


class KeyUses:
    """Note when keys are used, and write it from time to time, while no request waits."""

    def __init__(self, path: Path, interval: float = INTERVAL) -> None:
        self._path = path
        self._interval = interval
        self._noted: dict[str, datetime] = {}
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None
        self._has_warned = False

    def note(self, digest: str) -> None:
        """Note that a key is used now."""
        self._noted[digest] = datetime.now(UTC)
        if self._writer is None:
            self._start()

    def write(self) -> None:
        """Write what was noted; what can't be written waits for the next time."""
        noted, self._noted = self._noted, {}
        if not noted:
            return
        try:
            record_uses(self._path, noted)
            self._has_warned = False
        except KeyFileError as error:
            self._noted = {**noted, **self._noted}
            if not self._has_warned:  # a disk that stays full would fill the log
                self._has_warned = True
                _log.warning("The last use of keys is not recorded: %s", error)

    def _start(self) -> None:
        """Start writing: not before the first use, when a server that forks has made its processes."""
        with self._lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_forever, name="sheetkpi-key-uses", daemon=True)
                self._writer.start()
                atexit.register(self.write)

    def _write_forever(self) -> None:
        pause = threading.Event()
        while not pause.wait(self._interval):
            self.write()


_Stamp = tuple[int, int, int, int]
#: No file has it: the keys are read again with the next request.
_UNSETTLED: _Stamp = (-1, -1, -1, -1)


def _stamp_of(path: Path) -> _Stamp | None:
    """Return what changes whenever the file does; None if there is no file."""
    try:
        found = os.stat(path)  # noqa: PTH116 - it takes half as long
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size
