"""The keys as a running server has them: those of the file, whenever it changes."""

import hmac
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sheetkpi.hosts.web.admission.key_file import read_keys
from sheetkpi.hosts.web.admission.key_uses import KeyUses
from sheetkpi.hosts.web.admission.keys import Key, digest_of, is_well_formed
from sheetkpi.hosts.web.admission.safe_file import FileError

_log = logging.getLogger(__name__)

Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Held:
    """A digest, and what it opens."""

    sha256: str
    key: Key
    until: float | None


class KeyRing:
    """The keys of a file.

    Raises:
        FileError: The file cannot be read, or is damaged. While the server runs, that is logged, and the keys stay.
    """

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self.path = path
        self._now = now
        self._reading = threading.Lock()
        self._stamp = _stamp_of(path)
        keys = read_keys(path)
        self._is_in_use = keys is not None
        self._held = _by_digest(keys or ())
        self._uses = KeyUses(path, lambda: self._held)

    @property
    def is_in_use(self) -> bool:
        """Whether keys are asked for. Where there was a file once, they are: a server never becomes open by a file that is lost."""
        self.refresh()
        return self._is_in_use

    @property
    def count(self) -> int:
        """How many keys there are."""
        return len({held.key.name for held in self._held.values()})

    def find(self, text: str) -> Key | None:
        """The key that a text is; None where it is none, or no longer.

        What is looked up is the digest of the text, so that the time this takes tells nothing about the keys.
        """
        self.refresh()
        if not is_well_formed(text):
            return None
        digest = digest_of(text)
        held = self._held.get(digest)
        if held is None or not hmac.compare_digest(held.sha256, digest):
            return None
        if held.until is not None and self._now() >= held.until:
            return None
        self._uses.note(digest)
        return held.key

    def refresh(self) -> None:
        """Read the file where it has changed."""
        stamp = _stamp_of(self.path)
        if stamp == self._stamp or not self._reading.acquire(blocking=False):
            return
        try:
            keys = read_keys(self.path)
            if keys is None:
                _log.error(
                    "The file of the keys %s is gone: the keys that it held still work, until the server is started anew.", self.path
                )
            else:
                self._held, self._is_in_use = _by_digest(keys), True
        except FileError as error:
            _log.error("The keys stay as they were: %s", error)
        finally:
            self._stamp = stamp
            self._reading.release()


def _by_digest(keys: tuple[Key, ...]) -> Mapping[str, _Held]:
    former = {key.former.sha256: _Held(key.former.sha256, key, key.former.until.timestamp()) for key in keys if key.former}
    return former | {key.sha256: _Held(key.sha256, key, None) for key in keys}


def _stamp_of(path: Path) -> Stamp | None:
    """What changes whenever the file does; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size
