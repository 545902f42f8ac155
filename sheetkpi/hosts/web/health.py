"""Whether the server gives right answers: it computes every example of every definition, and reads the texts.

All of them take three milliseconds. Anybody may ask, so they are computed at most once a second.
"""

import threading
from collections.abc import Iterator
from math import isclose
from time import monotonic
from typing import Any

import msgspec

from sheetkpi import KPIS, Kpi, SheetKpiError
from sheetkpi.hosts.web.answers import answer
from sheetkpi.hosts.web.limits import Limits
from sheetkpi.hosts.web.reading import example_body, read_batch
from sheetkpi.model.errors import CellError
from sheetkpi.model.records import Example
from sheetkpi.printing.notation import BEST_KNOWN
from sheetkpi.translation import LANGUAGES, OWN_NAMES, Message, is_translated

#: For how many seconds the last outcome holds.
HOLDS = 1.0


def faults() -> list[Message]:
    """What is wrong with the answers; nothing, where all is well."""
    return [*_faults_of_definitions(), *_faults_of_texts(), *_faults_of_batches()]


class Examination:
    """The outcome of the last examination, as long as it holds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self._found: list[Message] = []

    def faults(self) -> list[Message]:
        """What is wrong now, or was a second ago."""
        with self._lock:
            if monotonic() >= self._until:
                self._found = faults()
                self._until = monotonic() + HOLDS
            return self._found


def _faults_of_definitions() -> Iterator[Message]:
    for kpi in KPIS.values():
        if not all(_comes_out(kpi, example) for example in kpi.examples):
            yield Message("{function} does not give what its example says.", function=kpi.name)


def _comes_out(kpi: Kpi[..., Any], example: Example) -> bool:
    try:
        result = kpi(*example.arguments)
        result = result[example.figure] if example.figure else result
    except CellError as error:
        result = error.code
    except Exception:  # whatever a broken definition raises
        return False
    return _are_same(result, example.result)


def _are_same(got: Any, want: Any) -> bool:
    if isinstance(got, CellError):
        return bool(got.code == want)
    if isinstance(got, list | tuple) and isinstance(want, list | tuple):
        return len(got) == len(want) and all(map(_are_same, got, want))
    if isinstance(got, int | float) and isinstance(want, int | float):
        return isclose(got, want, rel_tol=1e-9, abs_tol=1e-9)
    return bool(got == want)


def _faults_of_texts() -> Iterator[Message]:
    for language in LANGUAGES:
        if not any(is_translated(kpi.summary, language) for kpi in KPIS.values()):
            yield Message("Texts are missing: {language}.", language=OWN_NAMES[language])


def _faults_of_batches() -> Iterator[Message]:
    """The way of a request, from its bytes to those of the answer."""
    known = KPIS[BEST_KNOWN]
    limits = Limits(calls=1, cells=100, answer_cells=100, seconds=10)
    try:
        asked = read_batch(example_body().encode(), limits)
        body = msgspec.json.encode(answer(asked.calls, "en", limits))
        told = msgspec.json.decode(body)["results"][0].get("value")
    except SheetKpiError:
        told = None
    if not _are_same(told, known.examples[0].result):
        yield Message("{function} does not give what its example says.", function=known.name)
