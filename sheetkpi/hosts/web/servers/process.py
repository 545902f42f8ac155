"""What every server needs of its process: signals, open files, garbage collection."""

import gc
import select
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

#: Signals that stop a program: Ctrl+C, a service manager or `kill`, Ctrl+Break of Windows.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name))

#: Seconds that a stopping server of several processes waits beyond the time limit of a request.
GRACE = 5
#: Files that a server has open besides connections: libraries, logs, downloads.
_OTHER_FILES = 64
_FEWEST = 16
#: As many sockets as select() of Windows takes, less some for the server itself.
_OF_SELECT = 500


class Stop:
    """The request to stop a server: the first signal lets it finish, the second ends it at once."""

    def __init__(self) -> None:
        self.is_requested = False
        self._wake: Callable[[], None] = lambda: None

    def on_request(self, wake: Callable[[], None]) -> None:
        """Set what to call then; a signal may come in the middle of anything, so it must do little."""
        self._wake = wake

    def request(self) -> None:
        """Stop the server."""
        self.is_requested = True
        self._wake()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to the signals meanwhile; only the main thread gets them."""
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
            signal.signal(each, signal.SIG_DFL)  # the next one ends the program
        self.request()


def room_for(connections: int) -> int:
    """Return how many clients can be connected at a time: as many as wanted, or as the system allows."""
    if not hasattr(select, "poll"):
        return min(connections, _OF_SELECT)
    import resource  # Windows has none

    wanted = connections + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return connections if soft == resource.RLIM_INFINITY else max(_FEWEST, min(connections, soft - _OTHER_FILES))


def tune_garbage_collection() -> None:
    """Collect garbage less often: it walks every row of a large body and finds nothing to free."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
