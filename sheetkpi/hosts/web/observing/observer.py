"""Watches every request from its beginning to the last byte of its answer, and names it: the same name for the log and the client."""

import logging
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Any

from flask import Flask, request

from sheetkpi.hosts.web.errors import JSON, error_body, http_error
from sheetkpi.hosts.web.observing.discretion import OTHER, address_of, method_of, program_of, request_id
from sheetkpi.hosts.web.observing.log import tell
from sheetkpi.hosts.web.observing.metrics import Metrics
from sheetkpi.hosts.web.observing.observation import Observation, observation, observing
from sheetkpi.hosts.web.openapi import openness_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)
_NAME = "sheetkpi-observer"

#: The header in which a request may have its name already, and in which the answer tells it.
HEADER = "X-Request-ID"


def install(app: Flask, metrics: Metrics | None) -> None:
    """Let an app be watched; what is installed later is watched with it."""
    app.before_request(_note_route)
    observer = Observer(app.wsgi_app, metrics, app.config["SETTINGS"].log.addresses)
    app.wsgi_app = observer  # type: ignore[method-assign]
    app.extensions[_NAME] = observer


def note_refusal(app: Flask, status: int, code: str, address: str) -> str:
    """Tell of a request that the server refused before the app saw it, because it is no HTTP or too large.

    Returns:
        The request's name, for the client.
    """
    observer: Observer = app.extensions[_NAME]
    return observer.refuses(status, code, address)


class Observer:
    """An app that is watched."""

    def __init__(self, app: "WSGIApplication", metrics: Metrics | None, addresses: str) -> None:
        self._app = app
        self._metrics = metrics
        self._addresses = addresses

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Answer":
        """Answer a request."""
        begun = perf_counter()
        seen = _seen(environ, self._addresses)
        if self._metrics:
            self._metrics.begins()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            seen.status = int(status[:3])
            return start_response(status, [*headers, (HEADER, seen.request)], *rest)

        with observing(seen):
            try:
                chunks = self._app(environ, start)
            except Exception:
                _log.exception("A request failed outside of the app")
                body = error_body(*http_error(500, ""), "en")
                start("500 INTERNAL SERVER ERROR", [("Content-Type", JSON), ("Content-Length", str(len(body)))])
                chunks = [body]
        return Answer(chunks, seen, self, begun)

    def refuses(self, status: int, code: str, address: str) -> str:
        """Tell of a request that the app never saw; its name."""
        seen = Observation(request=request_id(""), method=OTHER, address=address_of(address, self._addresses), status=status, refused=code)
        if self._metrics:
            self._metrics.begins()
        self.ended(seen, perf_counter())
        return seen.request

    def ended(self, seen: Observation, begun: float) -> None:
        """Tell of a request that is answered."""
        seen.seconds = perf_counter() - begun
        if self._metrics:
            self._metrics.ends(seen)
        tell(seen)


class Answer:
    """The chunks of an answer, which tells when the last one is gone."""

    def __init__(self, chunks: Iterable[bytes], seen: Observation, observer: Observer, begun: float) -> None:
        self._chunks = chunks
        self._left: Iterator[bytes] = iter(chunks)
        self._seen = seen
        self._observer: Observer | None = observer
        self._begun = begun

    def __iter__(self) -> "Answer":
        return self

    def __next__(self) -> bytes:
        try:
            chunk = next(self._left)
        except StopIteration:
            self._end()
            raise
        self._seen.bytes_out += len(chunk)
        return chunk

    def close(self) -> None:
        """Let go of what the answer held."""
        try:
            if hasattr(self._chunks, "close"):
                self._chunks.close()
        finally:
            self._end()

    def _end(self) -> None:
        observer, self._observer = self._observer, None
        if observer:
            observer.ended(self._seen, self._begun)


def _seen(environ: "WSGIEnvironment", addresses: str) -> Observation:
    """What is known of a request when it comes."""
    size = environ.get("CONTENT_LENGTH") or "0"
    return Observation(
        request=request_id(environ.get("HTTP_X_REQUEST_ID", "")),
        method=method_of(environ["REQUEST_METHOD"]),
        address=address_of(environ.get("REMOTE_ADDR") or "", addresses),
        program=program_of(environ.get("HTTP_USER_AGENT", "")),
        bytes_in=int(size) if size.isdecimal() and len(size) < 20 else 0,
    )


def _note_route() -> None:
    rule = request.url_rule
    if rule:
        seen = observation()
        seen.route = rule.rule
        seen.is_probe = openness_of(rule.endpoint) in ("free", "operator")
