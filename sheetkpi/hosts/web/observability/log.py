"""The server's log: a line for each request and for each failure, as JSON for programs or as text for people.

No cell value and no secret gets into it. Of a request it has what is in its :class:`RequestRecord`; of a failure the lines of code
and the class of the exception, but not its message, because Python's messages often repeat the value.
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

from sheetkpi.hosts.web.observability.record import RequestRecord, current_record
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.settings import LogSettings
from sheetkpi.translation import Language, Message, in_words

_OURS = "sheetkpi"
_requests = logging.getLogger("sheetkpi.requests")
_requests.addHandler(logging.NullHandler())  # without setup_logging, refusals are not written to the standard error

#: The lowest level of requests that are logged, by the setting.
_LEVELS: Mapping[str, int] = {"all": logging.INFO, "refused": logging.WARNING, "none": logging.CRITICAL}
#: The most lines of code logged of a failure, the innermost; recursion has thousands.
_MOST_FRAMES = 40
#: Longer messages of other libraries are cut.
_LONGEST = 1000
#: How often, in seconds, the standard error says that the log can't be written.
_REPEAT_AFTER = 60.0


def log_request(record: RequestRecord) -> None:
    """Log an answered request."""
    level = logging.ERROR if record.status >= 500 else logging.WARNING if record.status >= 400 else logging.INFO
    if _requests.isEnabledFor(level):
        # Made here, because a logger searches the stack for its caller: that takes longer than all the rest.
        line = logging.LogRecord(_requests.name, level, __file__, 0, "%s %s %s", (record.method, record.route, record.status), None)
        line.request = record
        _requests.handle(line)


def setup_logging(settings: LogSettings, language: Language = "en", stream: TextIO | None = None) -> logging.Handler:
    """Log what this program and its server do, and nothing of other libraries; a second call replaces the first.

    Raises:
        SheetKpiError: The file can't be written.
    """
    stream = stream or sys.stderr
    handler = _StreamHandler(stream) if not settings.file else _file_handler(Path(settings.file).expanduser())
    is_text = settings.form == "text" or (settings.form == "auto" and not settings.file and stream.isatty())
    handler.setFormatter(TextLines(language) if is_text else JsonLines())
    if is_text:
        handler.addFilter(_is_for_people)
    for name in (_OURS, "waitress"):
        logger = logging.getLogger(name)
        for earlier in [each for each in logger.handlers if isinstance(each, _LogHandler)]:
            logger.removeHandler(earlier)
        logger.addHandler(handler)
        logger.propagate = False
    logging.getLogger(_OURS).setLevel(logging.INFO)
    _requests.setLevel(_LEVELS[settings.requests])
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # requests that wait for a free thread are normal
    return handler


class JsonLines(logging.Formatter):
    """Formats a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
        }
        request: RequestRecord | None = getattr(record, "request", None)
        line |= _request_fields(request) if request else _message_fields(record)
        return msgspec.json.encode(line).decode()


class TextLines(logging.Formatter):
    """Formats a line for people, or several for a failure."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines."""
        time = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")
        request: RequestRecord | None = getattr(record, "request", None)
        fields = {} if request else _message_fields(record)
        pieces = self._request_pieces(request) if request else [fields["message"]]
        if "request" in fields:
            pieces.append(Message("request: {request}", request=fields["request"]))
        line = "  ".join([time, *(in_words(piece, self._language) for piece in pieces)])
        return "\n".join([line, *(f"          {frame}" for frame in fields.get("failure", ()))])

    def _request_pieces(self, request: RequestRecord) -> list[object]:
        pieces: list[object] = [
            f"{request.status} {request.method:4} {request.route}",
            Message("{milliseconds} ms", milliseconds=round(request.seconds * 1000, 1)),
            *([request.refused] if request.refused else ()),
        ]
        if request.key:
            pieces.append(Message("key: {key}", key=_plain(request.key)))
        if request.calls:
            functions = ", ".join(f"{name} {count}" if count > 1 else name for name, count in request.functions.items())
            pieces.append(Message("calls: {calls} ({functions})", calls=request.calls, functions=functions))
            pieces.append(Message("cells: {cells}", cells=request.answer_cells))
        if request.failed_cells:
            pieces.append(Message("errors: {count}", count=request.failed_cells))
        if request.status >= 500:
            pieces.append(Message("request: {request}", request=request.request))
        return pieces


def _request_fields(request: RequestRecord) -> dict[str, Any]:
    line: dict[str, Any] = {
        "event": "request",
        "request": request.request,
        "method": request.method,
        "route": request.route,
        "status": request.status,
        "milliseconds": round(request.seconds * 1000, 3),
        "bytes_in": request.bytes_in,
        "bytes_out": request.bytes_out,
        "address": request.address,
        "program": request.program,
    }
    if request.refused:
        line["refused"] = request.refused
    if request.key:
        line["key"] = _plain(request.key)
    if request.calls:
        line |= {
            "functions": request.functions,
            "calls": request.calls,
            "cells": request.cells,
            "answer_cells": request.answer_cells,
            "failed_cells": request.failed_cells,
        }
    return line


def _message_fields(record: logging.LogRecord) -> dict[str, Any]:
    line: dict[str, Any] = {"event": "message", "message": _plain(_message(record)), "source": record.name}
    request = current_record().request
    if request:
        line["request"] = request
    if record.exc_info and record.exc_info[1]:
        line["failure"] = _frames(record.exc_info[1])
    return line


def _message(record: logging.LogRecord) -> str:
    text = record.getMessage()
    if not record.name.startswith(_OURS):
        text = text.partition(" while serving ")[0]  # waitress repeats the path that the client sent
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _frames(error: BaseException) -> list[str]:
    """Return the lines of code that failed and the classes of the exceptions, the causes first."""
    found = traceback.TracebackException(type(error), error, error.__traceback__, limit=-_MOST_FRAMES, capture_locals=False)
    frames: list[str] = []
    while True:
        here = [f"{each.filename}:{each.lineno} in {each.name}: {each.line}" for each in found.stack]
        frames = [*here, found.exc_type.__qualname__ if found.exc_type else "", *frames]
        cause = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
        if cause is None:
            return frames[-2 * _MOST_FRAMES :]
        found = cause


def _plain(text: str) -> str:
    """Return the text on one line, without control characters for a terminal."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


def _is_for_people(record: logging.LogRecord) -> bool:
    """Whether a person wants to see it: not each successful health check."""
    request: RequestRecord | None = getattr(record, "request", None)
    return request is None or request.status >= 400 or not request.is_probe


def _file_handler(path: Path) -> "_FileHandler":
    try:
        return _FileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise SheetKpiError(
            Message("The log {file} can't be written: {reason}. Change log.file in the settings.", file=path, reason=reason_of(error))
        ) from None


class _LogHandler(logging.Handler):
    """A handler whose failures affect no request: a full disk ends no answer, and is not reported a thousand times."""

    _reported = -_REPEAT_AFTER

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the name is Python's
        """Report that the log can't be written, but not each time."""
        now = monotonic()
        if now - self._reported >= _REPEAT_AFTER and sys.stderr:
            self._reported = now
            error = sys.exc_info()[1]
            reason = error.strerror if isinstance(error, OSError) else type(error).__name__
            with suppress(OSError):
                print(f"sheetkpi: the log can't be written: {reason}", file=sys.stderr)  # noqa: T201 - there is no log


class _StreamHandler(_LogHandler, logging.StreamHandler[TextIO]):
    """Writes to the standard error."""


class _FileHandler(_LogHandler, WatchedFileHandler):
    """Writes to a file, and to a new one of the same name after the file was moved away."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        try:
            super().emit(record)
        except OSError:  # the new file can't be created
            self.handleError(record)
