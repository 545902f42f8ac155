"""Watch the settings file while a server runs: a change takes effect at the next start, and is logged at once."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sheetkpi.settings import Settings
from sheetkpi.settings.declare import settings_of, value_of
from sheetkpi.settings.load import SettingsError, find, load

_log = logging.getLogger(__name__)

#: Seconds between two checks.
_PAUSE = 2.0


@contextmanager
def watching() -> Iterator[None]:
    """Watch the settings file meanwhile."""
    watch, ended = SettingsWatch(), threading.Event()

    def watch_on() -> None:
        while not ended.wait(_PAUSE):
            watch.check()

    threading.Thread(target=watch_on, name="settings-watch", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


class SettingsWatch:
    """Log when the settings file changes."""

    def __init__(self) -> None:
        self._folder = Path.cwd()
        self._settings = load(Settings, folder=self._folder).settings
        self._seen = self._version()

    def check(self) -> None:
        """Check once."""
        version = self._version()
        if version == self._seen:
            return
        self._seen = version
        try:
            other = load(Settings, folder=self._folder).settings
        except SettingsError as error:
            _log.warning("The settings file has changed and has an error: %s The server keeps its settings.", error)
            return
        changed = [each.key for each in settings_of(Settings) if value_of(other, each) != value_of(self._settings, each)]
        if changed:
            _log.warning("The settings file has changed (%s). Restart the server to use the new settings.", ", ".join(changed))
        else:
            _log.info("The settings file has changed; its settings are those of this server.")

    def _version(self) -> tuple[object, ...] | None:
        """Return what changes with the file, if there is one."""
        try:
            path = find(os.environ, self._folder)
            status = path.stat() if path else None
        except (SettingsError, OSError):
            return None
        return (path, status.st_mtime_ns, status.st_size, status.st_ino) if status else None
