"""What goes wrong on the way to Google: quotas, outages, broken connections, slow answers."""

import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from tests.hosts.google.sheets.discovery import Refused

#: Each user has so many of either in a minute.
READS = WRITES = 60

Kind = Literal["status", "reset before", "reset after", "slow"]

#: The words of Google.
OUTAGES = {
    400: ("Request contains an invalid argument.", "INVALID_ARGUMENT"),
    403: ("The caller does not have permission", "PERMISSION_DENIED"),
    408: ("Request timed out.", "DEADLINE_EXCEEDED"),
    429: (
        "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user' of service "
        "'sheets.googleapis.com' for consumer 'project_number:1'.",
        "RESOURCE_EXHAUSTED",
    ),
    500: ("Internal error encountered.", "INTERNAL"),
    502: ("", ""),
    503: ("The service is currently unavailable.", "UNAVAILABLE"),
    504: ("Deadline expired before operation could complete.", "DEADLINE_EXCEEDED"),
}


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request.

    Args:
        kind: What.
        status: The status that is answered.
        retry_after: What the answer says of when to come again.
        is_done: Whether Google does what is asked all the same, and only its answer is lost.
    """

    kind: Kind
    status: int = 0
    retry_after: str | None = None
    is_done: bool = False


class Clock:
    """The time of tests: sleeping takes none of the real one."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Weather:
    """The faults to come, by the number of the request counted from when they were ordered, and the quotas.

    Args:
        clock: The time for quotas.
        tells_when: Whether a refusal for a quota says when to come again.
    """

    clock: "Clock | None" = None
    tells_when: bool = False
    faults: dict[int, Fault] = field(default_factory=dict)
    always: Fault | None = None
    count: int = 0
    used: dict[tuple[str, bool], deque[float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def order(self, fault: Fault, *numbers: int) -> None:
        """Let the first, second, … request from now on fail; without numbers all of them."""
        self.count = 0
        if numbers:
            self.faults.update(dict.fromkeys(numbers, fault))
        else:
            self.always = fault

    def calm(self) -> None:
        """Nothing fails any longer."""
        self.faults.clear()
        self.always = None

    def next(self) -> Fault | None:
        """What happens to the request that comes in now."""
        with self.lock:
            self.count += 1
            return self.faults.pop(self.count, self.always)

    def spend(self, user: str, *, is_write: bool) -> None:
        """Count a request; refused where the user had too many in the last minute."""
        now = self.clock.now if self.clock else time.monotonic()
        with self.lock:
            times = self.used.setdefault((user, is_write), deque())
            while times and times[0] <= now - 60:
                times.popleft()
            if len(times) >= (WRITES if is_write else READS):
                kind = "Write" if is_write else "Read"
                raise OverQuota(
                    f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute per user' of service "
                    "'sheets.googleapis.com' for consumer 'project_number:1'.",
                    times[0] + 60 - now if self.tells_when else None,
                )
            times.append(now)


class OverQuota(Refused):
    """There were too many requests."""

    def __init__(self, message: str, wait: float | None) -> None:
        super().__init__(message, 429, "RESOURCE_EXHAUSTED")
        self.wait = wait
