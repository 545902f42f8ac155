"""Ctrl+C and the signals by which a service is ended: the first asks to finish, the second ends at once."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

#: What asks a program to end: Ctrl+C, a service manager or `kill`, Ctrl+Break of Windows.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name))

#: What a stopping server of several processes waits beyond the time that a request may compute, in seconds.
GRACE = 5


class Stop:
    """Whether a server was asked to stop."""

    def __init__(self) -> None:
        self.is_requested = False
        self._wake: Callable[[], None] = lambda: None

    def on_request(self, wake: Callable[[], None]) -> None:
        """Call something when it is asked to stop; a signal may come in the middle of anything, so it must be little."""
        self._wake = wake

    def request(self) -> None:
        """Ask it to stop."""
        self.is_requested = True
        self._wake()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to the signals meanwhile; in a thread that is not the main one, where Python hands none over, to nothing."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        former = {number: signal.signal(number, self._hear) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)

    def _hear(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_DFL)  # the next one ends the program as if nobody listened
        self.request()
