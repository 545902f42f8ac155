"""What a server counts, for Prometheus.

Every label has few values, whatever clients send: unknown addresses are one route, unknown functions one function.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from flask import Blueprint, Flask, Response, current_app

from sheetkpi import __version__
from sheetkpi.hosts.web.errors import Refused, RequestError
from sheetkpi.hosts.web.log import RequestRecord
from sheetkpi.hosts.web.openapi import Operation
from sheetkpi.translation import Label

blueprint = Blueprint("metrics", __name__)

#: Names the folder in which several processes count together; the library reads it when it is imported.
SHARED = "PROMETHEUS_MULTIPROC_DIR"

_NAME = "sheetkpi-metrics"
_TEXT = "text/plain"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)


@contextmanager
def counting_together(workers: int) -> Iterator[None]:
    """Let processes started meanwhile count in one place, so that each of them reports the counts of all."""
    if workers == 1 or SHARED in os.environ:
        yield
        return
    folder, owner = mkdtemp(prefix="sheetkpi-"), os.getpid()
    os.environ[SHARED] = folder
    try:
        yield
    finally:
        del os.environ[SHARED]
        if os.getpid() == owner:  # forked processes end here too, while others go on counting
            rmtree(folder, ignore_errors=True)


def install(app: Flask) -> "Metrics | None":
    """Let an app count, if the library for it is installed."""
    app.register_blueprint(blueprint)
    with suppress(ModuleNotFoundError):
        app.extensions[_NAME] = Metrics()
    return app.extensions.get(_NAME)


@blueprint.get("/metrics")
@Operation(
    "What the server counts, for Prometheus: with a key, and on the server's own computer without one",
    {200: _TEXT, 404: Refused},
    openness="operator",
)
def metrics() -> Response:
    """Return the counts."""
    counted: Metrics | None = current_app.extensions.get(_NAME)
    if counted is None:
        raise RequestError("no_metrics", Label("Nothing is counted here. Install sheetkpi[metrics] where the server runs."), status=404)
    return current_app.response_class(
        counted.text(), content_type=f"{_TEXT}; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


class Metrics:
    """The counts of one app, in its own registry."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

        own = self._registry = CollectorRegistry()
        self._requests = Counter("sheetkpi_requests", "Requests that were answered", ["route", "status"], registry=own)
        self._seconds = Histogram("sheetkpi_request_seconds", "How long answers took", ["route"], buckets=_SECONDS, registry=own)
        self._in_flight = Gauge(
            "sheetkpi_requests_in_flight", "Requests that are being answered", registry=own, multiprocess_mode="livesum"
        )
        self._refused = Counter("sheetkpi_refused_requests", "Requests that were refused or failed", ["reason"], registry=own)
        self._calls = Counter("sheetkpi_calls", "Calls of functions", ["function"], registry=own)
        self._cells = Counter("sheetkpi_cells", "Cells that calls were given", registry=own)
        self._answer_cells = Counter("sheetkpi_answer_cells", "Cells that came out", registry=own)
        self._failed_cells = Counter("sheetkpi_failed_cells", "Cells that came out as an error", registry=own)
        self._of = cache(lambda counted, *labels: counted.labels(*labels))  # a look-up takes longer than counting
        build = Gauge("sheetkpi_build_info", "Which sheetkpi this is", ["version"], registry=own, multiprocess_mode="max")
        build.labels(__version__).set(1)
        if SHARED not in os.environ:
            ProcessCollector(registry=own)

    def count_arrival(self) -> None:
        """Count a request in progress."""
        self._in_flight.inc()

    def count_answer(self, record: RequestRecord) -> None:
        """Count an answered request."""
        self._in_flight.dec()
        self._of(self._requests, record.route, record.status).inc()
        self._of(self._seconds, record.route).observe(record.seconds)
        if record.refused:
            self._refused.labels(record.refused).inc()
        if record.calls:
            for name, count in record.functions.items():
                self._of(self._calls, name).inc(count)
            self._cells.inc(record.cells)
            self._answer_cells.inc(record.answer_cells)
            self._failed_cells.inc(record.failed_cells)

    def text(self) -> bytes:
        """Return the counts: of all processes if they share a folder."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

        folder = os.environ.get(SHARED)
        if folder is None:
            return generate_latest(self._registry)
        for file in Path(folder).glob("gauge_live*.db"):
            process = file.stem.rpartition("_")[2]
            if process.isdecimal() and not _is_alive(int(process)):
                mark_process_dead(int(process), folder)  # type: ignore[no-untyped-call] # it was killed during requests
        together = CollectorRegistry()
        MultiProcessCollector(together, folder)  # type: ignore[no-untyped-call]
        return generate_latest(together)


def _is_alive(process: int) -> bool:
    if os.name == "nt":  # there os.kill ends the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
