"""Record every request from its arrival to the last byte of its answer, and names it in the log and to the client alike."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from werkzeug.wsgi import ClosingIterator

from sheetkpi import KPIS
from sheetkpi.hosts.web.batch import count_cells
from sheetkpi.hosts.web.errors import JSON, error_body, http_error
from sheetkpi.hosts.web.log import (
    METHODS,
    OTHER,
    RequestRecord,
    current_record,
    log_request,
    program_name,
    recording,
    redacted_address,
    request_id,
)
from sheetkpi.hosts.web.metrics import Metrics
from sheetkpi.hosts.web.openapi import openness_of
from sheetkpi.hosts.web.results import BatchResults

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)
_NAME = "sheetkpi-recorder"

#: The header with the request's ID, from a proxy and in the response.
HEADER = "X-Request-ID"


def install(app: Flask, metrics: Metrics | None) -> None:
    """Record the requests of an app, with what is installed later."""
    app.before_request(_record_route)
    middleware = RecordingMiddleware(app.wsgi_app, metrics, app.config["SETTINGS"].log.addresses)
    app.wsgi_app = middleware  # type: ignore[method-assign]
    app.extensions[_NAME] = middleware


def record_early_refusal(app: Flask, status: int, code: str, address: str) -> str:
    """Record a request that the server refused before the app saw it; return its ID, for the client."""
    middleware: RecordingMiddleware = app.extensions[_NAME]
    record = middleware.begin(request_id(""), OTHER, address)
    record.status, record.refused = status, code
    middleware.finish(record, perf_counter())
    return record.request


def record_batch(calls: Sequence[tuple[str, Sequence[Any]]], results: BatchResults, prefix: str) -> int:
    """Record which functions a batch called, and how many cells it had and gave; return the number of cells."""
    known = {name: _known_function(name, prefix) for name in {name for name, _ in calls}}
    record = current_record()
    record.functions = Counter(known[name] for name, _ in calls)
    record.calls = len(calls)
    record.cells = sum(count_cells(arguments) for _, arguments in calls)
    record.answer_cells = results.cells
    record.failed_cells = results.failed_cells
    return record.cells + record.answer_cells


class RecordingMiddleware:
    """An app whose requests are recorded."""

    def __init__(self, app: "WSGIApplication", metrics: Metrics | None, addresses: str) -> None:
        self._app = app
        self._metrics = metrics
        self._addresses = addresses

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        started = perf_counter()
        method, size = environ["REQUEST_METHOD"], environ.get("CONTENT_LENGTH") or "0"
        identity = request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        record = self.begin(identity, method if method in METHODS else OTHER, environ.get("REMOTE_ADDR") or "")
        record.program = program_name(environ.get("HTTP_USER_AGENT", ""))
        record.bytes_in = int(size) if size.isdecimal() and len(size) < 20 else 0

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            record.status = int(status[:3])
            return start_response(status, [*headers, (HEADER, record.request)], *rest)

        with recording(record):
            try:
                chunks = self._app(environ, start)
            except Exception:
                _log.exception("A request failed outside of the app")
                body = error_body(*http_error(500, ""), "en")
                start("500 INTERNAL SERVER ERROR", [("Content-Type", JSON), ("Content-Length", str(len(body)))])
                chunks = [body]
        release = getattr(chunks, "close", lambda: None)
        return ClosingIterator(_counted(chunks, record), [partial(self.finish, record, started), release])

    def begin(self, identity: str, method: str, address: str) -> RequestRecord:
        """Count a request that arrives."""
        if self._metrics:
            self._metrics.count_arrival()
        return RequestRecord(identity, method, redacted_address(address, self._addresses))

    def finish(self, record: RequestRecord, started: float) -> None:
        """Count and log an answered request."""
        record.seconds = perf_counter() - started
        if self._metrics:
            self._metrics.count_answer(record)
        log_request(record)


def _counted(chunks: Iterable[bytes], record: RequestRecord) -> Iterator[bytes]:
    for chunk in chunks:
        record.bytes_out += len(chunk)
        yield chunk


def _record_route() -> None:
    rule = request.url_rule
    if rule:
        record = current_record()
        record.route = rule.rule
        record.is_probe = openness_of(rule.endpoint) in ("free", "operator")


def _known_function(name: str, prefix: str) -> str:
    """Return the function's own name, however the client wrote it: what it calls by another name is its own affair."""
    if name in KPIS:
        return name
    written = name.strip().upper()
    return next((each for each in (written, written.removeprefix(prefix)) if each in KPIS), OTHER)
