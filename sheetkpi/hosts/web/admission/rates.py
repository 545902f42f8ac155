"""How often each may ask: token buckets, in this process."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from sheetkpi.settings.rate import Rate

#: So many askers are remembered: a few megabytes. Who asked longest ago is forgotten, and begins anew with all that is allowed.
MOST_ASKERS = 10_000


class Meter(Protocol):
    """Counts what each asks for."""

    def take(self, who: str, rate: Rate) -> float:
        """Let somebody ask once: 0, or how many seconds to wait for that."""
        ...

    def wait(self, who: str, rate: Rate) -> float:
        """How many seconds until somebody may ask again; 0 for now."""
        ...

    def charge(self, who: str, rate: Rate, amount: int = 1) -> None:
        """Count what somebody was given, even if it is more than was left: then there is longer to wait."""
        ...


class Buckets:
    """A bucket for each asker: full at first, it fills again evenly, and a clock that is set does not matter to it."""

    def __init__(self, most: int = MOST_ASKERS, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._lock = threading.Lock()
        #: What each has left, and when that was counted.
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def take(self, who: str, rate: Rate) -> float:
        """Let somebody ask once: 0, or how many seconds to wait for that."""
        with self._lock:
            wait = self._wait(who, rate)
            if not wait:
                self._charge(who, rate, 1)
            return wait

    def wait(self, who: str, rate: Rate) -> float:
        """How many seconds until somebody may ask again; 0 for now."""
        with self._lock:
            return self._wait(who, rate)

    def charge(self, who: str, rate: Rate, amount: int = 1) -> None:
        """Count what somebody was given."""
        with self._lock:
            self._charge(who, rate, amount)

    def _wait(self, who: str, rate: Rate) -> float:
        return max(0.0, 1 - self._tokens(who, rate)) * rate.seconds / rate.amount

    def _charge(self, who: str, rate: Rate, amount: int) -> None:
        self._left[who] = self._tokens(who, rate) - amount, self._now()
        self._left.move_to_end(who)
        if len(self._left) > self._most:
            self._left.popitem(last=False)

    def _tokens(self, who: str, rate: Rate) -> float:
        left, since = self._left.get(who, (float(rate.amount), 0.0))
        return min(float(rate.amount), left + (self._now() - since) * rate.amount / rate.seconds)


class Rates:
    """The meters of a server, one for each kind of asker: many addresses push no key out of memory."""

    def __init__(self, meter: Callable[[str], Meter] = lambda _kind: Buckets()) -> None:
        self.keys = meter("keys")
        self.addresses = meter("addresses")
        self.wrong_keys = meter("wrong")
        self.cells = meter("cells")
