"""How often each may ask, where several servers count together: in a Redis."""

import logging
import time
from typing import Any

from sheetkpi import SheetKpiError
from sheetkpi.files.installing import install_command
from sheetkpi.hosts.web.admission.rates import Buckets, Meter
from sheetkpi.settings.rate import Rate
from sheetkpi.settings.values import without_password
from sheetkpi.translation import Message

_log = logging.getLogger(__name__)

#: A Redis that is away holds no request up for longer, in seconds; after that it is left alone for a while.
PATIENCE, PAUSE = 0.25, 10.0


class SharedMeters:
    """Makes meters that count in one Redis.

    While it is away each process counts for itself: its users get answers, and no more than the rate a process.

    Raises:
        SheetKpiError: The library is missing, or the address is none.
    """

    def __init__(self, address: str) -> None:
        try:
            import redis  # noqa: F401 - limits needs it, and says less clearly that it is missing
            from limits.storage import storage_from_string
            from limits.strategies import FixedWindowRateLimiter
        except ModuleNotFoundError as error:
            raise SheetKpiError(
                Message(
                    "The setting rates.redis needs a library that is missing ({name}). Install it: {command}",
                    name=error.name,
                    command=install_command("shared"),
                )
            ) from None
        shown = without_password(address)
        try:
            self._storage: Any = storage_from_string(
                address, wrap_exceptions=True, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
            )
        except Exception:
            # what limits says holds the address, and so the password
            raise SheetKpiError(
                Message("The setting rates.redis is {address}, and must be as redis://localhost:6379.", address=shown)
            ) from None
        self._limiter = FixedWindowRateLimiter(self._storage)
        self._shown = shown
        self._away_until = 0.0

    def __call__(self, kind: str) -> Meter:
        """The meter of a kind of askers."""
        return _SharedMeter(self, kind)

    def ask(self, question: str, *arguments: Any, **amount: int) -> Any:
        """What the Redis says; None while it is away."""
        from limits.errors import StorageError

        if time.monotonic() < self._away_until:
            return None
        try:
            return getattr(self._limiter, question)(*arguments, **amount)
        except StorageError as error:
            self._away_until = time.monotonic() + PAUSE
            _log.warning("The Redis at %s does not answer (%s): for now each process counts for itself.", self._shown, error)
            return None


class _SharedMeter:
    """Counts in fixed spans of time, which is one question to the Redis."""

    def __init__(self, redis: SharedMeters, kind: str) -> None:
        self._redis = redis
        self._kind = kind
        self._alone = Buckets()

    def take(self, who: str, rate: Rate) -> float:
        """Let somebody ask once: 0, or how many seconds to wait for that."""
        is_taken = self._redis.ask("hit", *self._place(who, rate))
        if is_taken is None:
            return self._alone.take(who, rate)
        return 0.0 if is_taken else self._rest(who, rate)

    def wait(self, who: str, rate: Rate) -> float:
        """How many seconds until somebody may ask again; 0 for now."""
        may = self._redis.ask("test", *self._place(who, rate))
        if may is None:
            return self._alone.wait(who, rate)
        return 0.0 if may else self._rest(who, rate)

    def charge(self, who: str, rate: Rate, amount: int = 1) -> None:
        """Count what somebody was given."""
        if self._redis.ask("hit", *self._place(who, rate), cost=amount) is None:
            self._alone.charge(who, rate, amount)

    def _rest(self, who: str, rate: Rate) -> float:
        """How many seconds the span of time goes on."""
        stats = self._redis.ask("get_window_stats", *self._place(who, rate))
        return min(max(stats.reset_time - time.time(), 1.0), rate.seconds) if stats else 1.0

    def _place(self, who: str, rate: Rate) -> tuple[Any, str, str]:
        from limits import RateLimitItemPerSecond

        return RateLimitItemPerSecond(rate.amount, rate.seconds, namespace="sheetkpi"), self._kind, who
