"""Records every request from its arrival to the last byte of its answer, and names it in the log and to the client alike."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from flask import Flask, request

from sheetkpi import KPIS
from sheetkpi.hosts.web.batch import count_cells
from sheetkpi.hosts.web.errors import JSON, error_body, http_error
from sheetkpi.hosts.web.observability.log import log_request
from sheetkpi.hosts.web.observability.metrics import Metrics
from sheetkpi.hosts.web.observability.record import (
    OTHER,
    RequestRecord,
    current_record,
    known_method,
    program_name,
    recording,
    redacted_address,
    request_id,
)
from sheetkpi.hosts.web.openapi import openness_of
from sheetkpi.hosts.web.results import BatchResults

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)
_NAME = "sheetkpi-recorder"

#: The header in which a proxy may name a request, and in which the answer names it.
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
    return middleware.record_refusal(status, code, address)


def record_batch(record: RequestRecord, calls: Sequence[tuple[str, Sequence[Any]]], results: BatchResults, prefix: str = "") -> None:
    """Record which functions a batch called, how many cells it had, and how many of them failed."""
    functions: Counter[str] = Counter()
    for name, count in Counter(name for name, _ in calls).items():
        functions[_known_function(name, prefix)] += count
    record.functions = functions
    record.calls = len(results.results)
    record.cells = sum(count_cells(arguments) for _, arguments in calls)
    record.answer_cells = results.cells
    record.failed_cells = results.failed_cells


class RecordingMiddleware:
    """An app whose requests are recorded."""

    def __init__(self, app: "WSGIApplication", metrics: Metrics | None, addresses: str) -> None:
        self._app = app
        self._metrics = metrics
        self._addresses = addresses

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "RecordedAnswer":
        """Answer a request."""
        started = perf_counter()
        size = environ.get("CONTENT_LENGTH") or "0"
        record = RequestRecord(
            request=request_id(environ.get("HTTP_X_REQUEST_ID", "")),
            method=known_method(environ["REQUEST_METHOD"]),
            address=redacted_address(environ.get("REMOTE_ADDR") or "", self._addresses),
            program=program_name(environ.get("HTTP_USER_AGENT", "")),
            bytes_in=int(size) if size.isdecimal() and len(size) < 20 else 0,
        )
        if self._metrics:
            self._metrics.count_arrival()

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
        return RecordedAnswer(chunks, record, self, started)

    def record_refusal(self, status: int, code: str, address: str) -> str:
        """Record a request that the app never saw; return its ID."""
        address = redacted_address(address, self._addresses)
        record = RequestRecord(request=request_id(""), method=OTHER, address=address, status=status, refused=code)
        if self._metrics:
            self._metrics.count_arrival()
        self.finish(record, perf_counter())
        return record.request

    def finish(self, record: RequestRecord, started: float) -> None:
        """Count and log an answered request."""
        record.seconds = perf_counter() - started
        if self._metrics:
            self._metrics.count_answer(record)
        log_request(record)


class RecordedAnswer:
    """The chunks of an answer; the record is finished with the last one."""

    def __init__(self, chunks: Iterable[bytes], record: RequestRecord, middleware: RecordingMiddleware, started: float) -> None:
        self._chunks = chunks
        self._left: Iterator[bytes] = iter(chunks)
        self._record = record
        self._middleware: RecordingMiddleware | None = middleware
        self._started = started

    def __iter__(self) -> "RecordedAnswer":
        return self

    def __next__(self) -> bytes:
        try:
            chunk = next(self._left)
        except StopIteration:
            self._finish()
            raise
        self._record.bytes_out += len(chunk)
        return chunk

    def close(self) -> None:
        """Release what the answer held."""
        try:
            if hasattr(self._chunks, "close"):
                self._chunks.close()
        finally:
            self._finish()

    def _finish(self) -> None:
        middleware, self._middleware = self._middleware, None
        if middleware:
            middleware.finish(self._record, self._started)


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
