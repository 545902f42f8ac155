"""How often each client may ask: counted in fixed windows, in this process or in a Redis that several servers share."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from sheetkpi import SheetKpiError
from sheetkpi.files.installing import install_command
from sheetkpi.settings.values import Rate, without_password
from sheetkpi.translation import Message

if TYPE_CHECKING:
    from limits.storage import Storage

_log = logging.getLogger(__name__)

Kind = Literal["keys", "addresses", "wrong", "cells"]

#: Clients of each kind that are counted, in a few megabytes; the least recent one is dropped.
MOST_CLIENTS = 10_000
#: How long a request waits for the Redis, and how long the Redis is left alone after that, in seconds.
PATIENCE, PAUSE = 0.25, 10.0


class RateLimiter:
    """Count what clients ask for. A window begins with the first request in it.

    While the Redis is away each process counts for itself: clients get answers, and at most the rate from each process.

    Raises:
        SheetKpiError: The address of the Redis is wrong, or a library is missing.
    """

    def __init__(self, redis: str = "", now: Callable[[], float] = time.monotonic) -> None:
        #: Separate counts, so that many addresses don't displace keys.
        self._own = {kind: FixedWindows(now) for kind in ("keys", "addresses", "wrong", "cells")}
        self._shared = _storage_at(redis) if redis else None
        self._redis = without_password(redis)
        self._away_until = 0.0

    def acquire(self, kind: Kind, client: str, rate: Rate) -> float:
        """Count a request; return 0, or how many seconds to wait if it is one too many."""
        count, left = self._count(kind, client, rate, 1)
        return 0.0 if count <= rate.amount else left

    def retry_after(self, kind: Kind, client: str, rate: Rate) -> float:
        """Return how many seconds until the client may ask again; 0 for now."""
        count, left = self._count(kind, client, rate, 0)
        return 0.0 if count < rate.amount else left

    def consume(self, kind: Kind, client: str, rate: Rate, amount: int) -> None:
        """Count what a client was given, even if it is more than was left."""
        self._count(kind, client, rate, amount)

    def _count(self, kind: Kind, client: str, rate: Rate, amount: int) -> tuple[int, float]:
        """Add to the count of the window; return it, and how many seconds are left of the window."""
        if self._shared and time.monotonic() >= self._away_until:
            from limits.errors import StorageError

            key = f"sheetkpi/{kind}/{client}/{rate}"
            try:
                count = self._shared.incr(key, rate.seconds, amount) if amount else self._shared.get(key)
                if count < rate.amount:  # then the rest of the window doesn't matter
                    return count, 0.0
                return count, min(max(self._shared.get_expiry(key) - time.time(), 1.0), float(rate.seconds))
            except StorageError as error:
                self._away_until = time.monotonic() + PAUSE
                _log.warning("The Redis at %s does not answer (%s): for now each process counts for itself.", self._redis, error)
        return self._own[kind].count(client, rate, amount)


class FixedWindows:
    """Counts in this process, as `limits` does in a Redis, for a bounded number of clients."""

    def __init__(self, now: Callable[[], float] = time.monotonic, most: int = MOST_CLIENTS) -> None:
        self._now = now
        self._most = most
        self._lock = threading.Lock()
        #: The count of each client, and when its window ends.
        self._windows: OrderedDict[tuple[str, Rate], tuple[int, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._windows)

    def count(self, client: str, rate: Rate, amount: int) -> tuple[int, float]:
        """Add to the count of a client's window; return it, and how many seconds are left of the window."""
        key, now = (client, rate), self._now()
        with self._lock:
            count, end = self._windows.get(key, (0, now))
            if now >= end:
                count, end = 0, now + rate.seconds
            self._windows[key] = count + amount, end
            self._windows.move_to_end(key)
            if len(self._windows) > self._most:
                self._windows.popitem(last=False)
        return count + amount, end - now


def _storage_at(address: str) -> "Storage":
    try:
        import redis  # noqa: F401 - limits needs it, and says less clearly that it is missing
        from limits.storage import Storage, storage_from_string
    except ModuleNotFoundError as error:
        raise SheetKpiError(
            Message(
                "The setting rates.redis needs a library that is missing ({name}). Install it: {command}",
                name=error.name,
                command=install_command("shared"),
            )
        ) from None
    try:
        storage = storage_from_string(address, wrap_exceptions=True, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    except Exception:
        # the library's message contains the address with its password
        raise SheetKpiError(
            Message("The setting rates.redis is {address}, and must be as redis://localhost:6379.", address=without_password(address))
        ) from None
    assert isinstance(storage, Storage)  # noqa: S101 - the others are for asyncio
    return storage
