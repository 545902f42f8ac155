"""Counts what a batch was: which functions, how many cells, and how many of them failed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sheetkpi import KPIS
from sheetkpi.hosts.web.batch import count_cells
from sheetkpi.hosts.web.observing.discretion import OTHER
from sheetkpi.hosts.web.observing.observation import Observation
from sheetkpi.hosts.web.results import BatchResults


def tally(seen: Observation, calls: Iterable[tuple[str, Sequence[Any]]], results: BatchResults, prefix: str = "") -> None:
    """Add a batch to what is known of a request."""
    functions: dict[str, int] = {}
    for name, count in Counter(name for name, _ in calls).items():
        known = _known(name, prefix)
        functions[known] = functions.get(known, 0) + count
    seen.functions = functions
    seen.calls = len(results.results)
    seen.cells = sum(count_cells(arguments) for _, arguments in calls)
    seen.answer_cells = results.cells
    seen.failed_cells = results.failed_cells


def _known(name: str, prefix: str) -> str:
    """The function's own name, however the client wrote it: what it calls by another name is its own affair."""
    if name in KPIS:
        return name
    written = name.strip().upper()
    return next((each for each in (written, written.removeprefix(prefix)) if each in KPIS), OTHER)
