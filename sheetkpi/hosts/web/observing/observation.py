"""What is known of a request while it is answered, for the log and the metrics. No value of a cell is in it, and no key."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from sheetkpi.hosts.web.observing.discretion import OTHER


@dataclass(slots=True)
class Observation:
    """A request and its answer."""

    request: str = ""
    method: str = ""
    address: str = ""
    program: str = ""
    bytes_in: int = 0
    route: str = OTHER
    is_probe: bool = False
    status: int = 0
    refused: str = ""
    key: str = ""
    functions: Mapping[str, int] = field(default_factory=dict)
    calls: int = 0
    cells: int = 0
    answer_cells: int = 0
    failed_cells: int = 0
    bytes_out: int = 0
    seconds: float = 0.0


_current: ContextVar[Observation | None] = ContextVar("observation", default=None)


def observation() -> Observation:
    """That of the request which is being answered; where there is none, one that nobody looks at."""
    return _current.get() or Observation()


@contextmanager
def observing(observed: Observation) -> Iterator[None]:
    """Let what happens inside add to an observation."""
    token = _current.set(observed)
    try:
        yield
    finally:
        _current.reset(token)
