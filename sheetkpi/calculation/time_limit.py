"""How long a calculation may take: a server is shared by many, and one of them may send a million wrong cells.

What may take long looks at the clock between two cells; without a limit that costs next to nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message

_end: ContextVar[float | None] = ContextVar("end", default=None)


class OutOfTimeError(SheetKpiError):
    """The time is over that a calculation may take. No cell holds it: it ends the calculation as a whole."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """End with an :class:`OutOfTimeError` what is calculated inside, in this thread, when the time is over."""
    token = _end.set(monotonic() + seconds)
    try:
        yield
    finally:
        _end.reset(token)


def check_time() -> None:
    """Look at the clock.

    Raises:
        OutOfTimeError: The time is over.
    """
    end = _end.get()
    if end is not None and monotonic() > end:
        raise OutOfTimeError(Message("The calculation took too long. Use smaller ranges."))
