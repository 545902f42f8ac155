"""Check that the server gives right results: calculate every example of every KPI, and look up texts.

That takes three milliseconds. Anybody may ask, so it is done at most once a second.
"""

import threading
from math import isclose
from time import monotonic
from typing import Any

import msgspec
from msgspec import Struct

from sheetkpi import KPIS, Kpi, SheetKpiError
from sheetkpi.hosts.web.batch import example_body, read_batch
from sheetkpi.hosts.web.results import calculate_batch
from sheetkpi.model.errors import CellError
from sheetkpi.model.records import Example
from sheetkpi.printing.notation import BEST_KNOWN
from sheetkpi.settings import LimitsSettings
from sheetkpi.settings.values import Duration
from sheetkpi.translation import LANGUAGES, OWN_NAMES, Message, is_translated

#: Seconds for which a check is valid.
VALID_SECONDS = 1.0


class Health(Struct):
    """The server computes."""

    status: str
    version: str
    functions: int


def faults() -> list[Message]:
    """Return what is wrong with the results."""
    wrong = [kpi for kpi in KPIS.values() if not all(_is_right(kpi, example) for example in kpi.examples)]
    known = KPIS[BEST_KNOWN]
    if not _are_same(_result_of_a_batch(), known.examples[0].result):
        wrong.append(known)
    untranslated = [each for each in LANGUAGES if not any(is_translated(kpi.summary, each) for kpi in KPIS.values())]
    return [
        *(Message("{function} does not return the result in its example.", function=kpi.name) for kpi in wrong),
        *(Message("Texts are missing: {language}.", language=OWN_NAMES[language]) for language in untranslated),
    ]


class HealthCheck:
    """The last check, as long as it is valid."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self._found: list[Message] = []

    def faults(self) -> list[Message]:
        """Return the faults; they are computed at most once a second."""
        with self._lock:
            if monotonic() >= self._until:
                self._found = faults()
                self._until = monotonic() + VALID_SECONDS
            return self._found


def _is_right(kpi: Kpi[..., Any], example: Example) -> bool:
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


def _result_of_a_batch() -> Any:
    """Send a request through, from its bytes to those of the response."""
    limits = LimitsSettings(calls=1, cells=100, answer_cells=100, time=Duration(10))
    try:
        calls, _ = read_batch(example_body().encode(), limits)
        body = calculate_batch(calls, "en", limits).to_json()
    except SheetKpiError:
        return None
    return msgspec.json.decode(body)["results"][0].get("value")
