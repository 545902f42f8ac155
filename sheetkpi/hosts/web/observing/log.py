"""The server's log: a line for each request and for each failure, as JSON for programs or as text for people.

No value of a cell and no secret gets into it. Of a request it has what :class:`Observation` holds; of a failure the places in the
code and the kind of the exception, but not its message, in which Python likes to repeat the value that it could not take.
"""

import logging
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from time import monotonic
from typing import Any, TextIO

import msgspec

from sheetkpi.hosts.web.observing.observation import Observation, observation
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.settings import LogSettings
from sheetkpi.translation import Language, Message, in_words

_OURS = "sheetkpi"
_requests = logging.getLogger("sheetkpi.requests")
_requests.addHandler(logging.NullHandler())  # where nobody wants a log, refusals are not written to the standard error

#: From which level on the requests have a line, by the setting.
_LEVELS: Mapping[str, int] = {"all": logging.INFO, "refused": logging.WARNING, "none": logging.CRITICAL}
#: As many places of a failure are told, the innermost; recursion has thousands.
_MOST_PLACES = 40
#: Longer texts of other libraries are cut.
_LONGEST = 1000
#: That the log cannot be written is said once in so many seconds.
_SILENCE = 60.0


def tell(seen: Observation) -> None:
    """Write the line of a request that is answered."""
    level = logging.ERROR if seen.status >= 500 else logging.WARNING if seen.status >= 400 else logging.INFO
    if _requests.isEnabledFor(level):
        # A record made here, because a logger looks through the stack for who calls it: that takes longer than all the rest.
        record = logging.LogRecord(_requests.name, level, __file__, 0, "%s %s %s", (seen.method, seen.route, seen.status), None)
        record.seen = seen
        _requests.handle(record)


def begin(settings: LogSettings, language: Language = "en", stream: TextIO | None = None) -> logging.Handler:
    """Let this process write its log.

    Raises:
        SheetKpiError: The file cannot be written.
    """
    stream = stream or sys.stderr
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False  # no line names them, and asking takes time
    handler = _Stream(stream) if not settings.file else _file(Path(settings.file).expanduser())
    is_text = settings.form == "text" or (settings.form == "auto" and not settings.file and stream.isatty())
    handler.setFormatter(TextLines(language) if is_text else JsonLines())
    if is_text:
        handler.addFilter(_is_of_interest)
    for name in (_OURS, "waitress"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
    logging.getLogger(_OURS).setLevel(logging.INFO)
    _requests.setLevel(_LEVELS[settings.requests])
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that requests wait for their turn is nothing to report
    return handler


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
        }
        seen: Observation | None = getattr(record, "seen", None)
        line |= _of_request(seen) if seen else _of_message(record)
        return msgspec.json.encode(line).decode()


class TextLines(logging.Formatter):
    """A record as a line for people, or several where something failed."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        time = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")
        seen: Observation | None = getattr(record, "seen", None)
        told = {} if seen else _of_message(record)
        pieces = self._pieces(seen) if seen else [told["message"]]
        if "request" in told:
            pieces.append(Message("request: {request}", request=told["request"]))
        line = "  ".join([time, *(in_words(piece, self._language) for piece in pieces)])
        return "\n".join([line, *(f"          {place}" for place in told.get("failure", ()))])

    def _pieces(self, seen: Observation) -> list[object]:
        pieces: list[object] = [
            f"{seen.status} {seen.method:4} {seen.route}",
            Message("{milliseconds} ms", milliseconds=round(seen.seconds * 1000, 1)),
            *([seen.refused] if seen.refused else ()),
        ]
        if seen.key:
            pieces.append(Message("key: {key}", key=_plain(seen.key)))
        if seen.calls:
            functions = ", ".join(f"{name} {count}" if count > 1 else name for name, count in seen.functions.items())
            pieces.append(Message("calls: {calls} ({functions})", calls=seen.calls, functions=functions))
            pieces.append(Message("cells: {cells}", cells=seen.answer_cells))
        if seen.failed_cells:
            pieces.append(Message("errors: {count}", count=seen.failed_cells))
        if seen.status >= 500:
            pieces.append(Message("request: {request}", request=seen.request))
        return pieces


def _of_request(seen: Observation) -> dict[str, Any]:
    line: dict[str, Any] = {
        "event": "request",
        "request": seen.request,
        "method": seen.method,
        "route": seen.route,
        "status": seen.status,
        "milliseconds": round(seen.seconds * 1000, 3),
        "bytes_in": seen.bytes_in,
        "bytes_out": seen.bytes_out,
        "address": seen.address,
        "program": seen.program,
    }
    if seen.refused:
        line["refused"] = seen.refused
    if seen.key:
        line["key"] = _plain(seen.key)
    if seen.calls:
        line |= {
            "functions": seen.functions,
            "calls": seen.calls,
            "cells": seen.cells,
            "answer_cells": seen.answer_cells,
            "failed_cells": seen.failed_cells,
        }
    return line


def _of_message(record: logging.LogRecord) -> dict[str, Any]:
    line: dict[str, Any] = {"event": "message", "message": _plain(_message(record)), "source": record.name}
    name = observation().request
    if name:
        line["request"] = name
    if record.exc_info and record.exc_info[1]:
        line["failure"] = _places(record.exc_info[1])
    return line


def _message(record: logging.LogRecord) -> str:
    text = record.getMessage()
    if not record.name.startswith(_OURS):
        text = text.partition(" while serving ")[0]  # waitress goes on with the path, and that is the client's
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _places(error: BaseException) -> list[str]:
    """Where it failed and with what kind of exception, the causes first."""
    told = traceback.TracebackException(type(error), error, error.__traceback__, limit=-_MOST_PLACES, capture_locals=False)
    places: list[str] = []
    while True:
        here = [f"{each.filename}:{each.lineno} in {each.name}: {each.line}" for each in told.stack]
        places = [*here, told.exc_type.__qualname__ if told.exc_type else "", *places]
        cause = told.__cause__ or (None if told.__suppress_context__ else told.__context__)
        if cause is None:
            return places[-2 * _MOST_PLACES :]
        told = cause


def _plain(text: str) -> str:
    """The text on one line, with nothing in it that a terminal takes for an order."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


def _is_of_interest(record: logging.LogRecord) -> bool:
    """Whether a person wants to see it: not each time that a program asks whether the server is well."""
    seen: Observation | None = getattr(record, "seen", None)
    return seen is None or seen.status >= 400 or not seen.is_probe


def _file(path: Path) -> "_File":
    try:
        return _File(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise SheetKpiError(
            Message("The log {file} cannot be written: {reason}. Change log.file in the settings.", file=path, reason=reason_of(error))
        ) from None


class _Patient(logging.Handler):
    """A handler whose trouble is not that of the request: a full disk ends no answer, and is not told a thousand times."""

    _said = -_SILENCE

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the name is Python's
        """Say that the log cannot be written, but not each time."""
        now = monotonic()
        if now - self._said >= _SILENCE and sys.stderr:
            self._said = now
            error = sys.exc_info()[1]
            reason = error.strerror if isinstance(error, OSError) else type(error).__name__
            with suppress(OSError):
                print(f"sheetkpi: the log cannot be written: {reason}", file=sys.stderr)  # noqa: T201 - there is no log


class _Stream(_Patient, logging.StreamHandler[TextIO]):
    """The standard error."""


class _File(_Patient, WatchedFileHandler):
    """A file, which may be moved away while it is written: the log then goes on in a new one of the name."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        try:
            super().emit(record)
        except OSError:  # the new one cannot be made
            self.handleError(record)
