"""The server's log: a line for each request and for each failure, as JSON for programs or as text for people.

No cell value and no secret gets into it. Whatever a client sends may be long, may hold a secret by mistake, or may be made to look
like a line of the log: so of a request only what has one of the forms below is in its :class:`RequestRecord`. Of a failure the log has
the lines of code and the class of the exception, but not its message, because Python's messages often repeat the value.
"""

import logging
import re
import secrets
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from logging.handlers import WatchedFileHandler
from pathlib import Path
from time import monotonic
from typing import Any, TextIO

import msgspec

from sheetkpi.hosts.web.keys import MARK
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.settings import LogSettings
from sheetkpi.translation import Language, Message, in_words

_OURS = "sheetkpi"
_requests = logging.getLogger("sheetkpi.requests")
_requests.addHandler(logging.NullHandler())  # without setup_logging, refusals are not written to the standard error

#: The lowest level of requests that are logged, by the setting.
_LEVELS: Mapping[str, int] = {"all": logging.INFO, "refused": logging.WARNING, "none": logging.CRITICAL}
#: Innermost lines of code that are logged of a failure; recursion has thousands.
_MOST_FRAMES = 40
#: Longer messages of other libraries are cut.
_LONGEST = 1000
#: How often, in seconds, the standard error says that the log can't be written.
_REPEAT_AFTER = 60.0

#: Stands for any unknown route, method, program or function, so that clients can't add values without end.
OTHER = "(other)"

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
#: Programs whose User-Agent begins with “Mozilla/5.0”; the first found wins, because browsers also name those after them.
_PROGRAM = re.compile("|".join(rf"\b{name}\b(?:/\d{{1,4}})?" for name in ("Google-Apps-Script", "YaBrowser", "Edg", "OPR", "Firefox")))
_BROWSER = re.compile(r"\b(?:Chrome|Safari)/\d{1,4}")
_PRODUCT = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,19}(?:/\d{1,4}(?:\.\d{1,4}){0,2})?(?=[ ;]|$)", re.ASCII)
_LONGEST_AGENT = 512
_NETWORK_BITS = {4: 24, 6: 48}


@dataclass(slots=True)
class RequestRecord:
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

    def fields(self) -> dict[str, Any]:
        """Return the fields of the log's line."""
        line: dict[str, Any] = {
            "event": "request",
            "request": self.request,
            "method": self.method,
            "route": self.route,
            "status": self.status,
            "milliseconds": round(self.seconds * 1000, 3),
            "bytes_in": self.bytes_in,
            "bytes_out": self.bytes_out,
            "address": self.address,
            "program": self.program,
        }
        if self.refused:
            line["refused"] = self.refused
        if self.key:
            line["key"] = _plain(self.key)
        if self.calls:
            line |= {name: getattr(self, name) for name in ("functions", "calls", "cells", "answer_cells", "failed_cells")}
        return line


_current: ContextVar[RequestRecord | None] = ContextVar("record", default=None)


def current_record() -> RequestRecord:
    """Return the record of the current request; outside of requests, an unused one."""
    return _current.get() or RequestRecord()


@contextmanager
def recording(record: RequestRecord) -> Iterator[None]:
    """Make a record the current one."""
    token = _current.set(record)
    try:
        yield
    finally:
        _current.reset(token)


def request_id(given: str) -> str:
    r"""Return the ID that a proxy gave the request if it is a plain one and no key; else a new one.

    >>> request_id("0f8c2a5e-proxy.7")
    '0f8c2a5e-proxy.7'
    >>> len(request_id("a line\nof the log"))
    32
    """
    return given if _REQUEST_ID.fullmatch(given) and MARK not in given else secrets.token_hex(16)


@lru_cache(maxsize=1024)
def redacted_address(given: str, how: str) -> str:
    """Return as much of an address as the setting log.addresses allows.

    >>> redacted_address("192.0.2.77", "network"), redacted_address("2001:db8:1:2::3", "network"), redacted_address("192.0.2.77", "whole")
    ('192.0.2.0/24', '2001:db8:1::/48', '192.0.2.77')
    """
    try:
        address = ip_address(given.partition("%")[0])
    except ValueError:  # a proxy may say anything
        return ""
    if how == "none":
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if how == "whole" or address.is_loopback:
        return str(address)
    return str(ip_network(f"{address}/{_NETWORK_BITS[address.version]}", strict=False))


def program_name(agent: str) -> str:
    """Return the name of the client program, from its User-Agent.

    >>> program_name("curl/8.5.0"), program_name("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
    ('curl/8.5.0', 'Firefox/128')
    """
    agent = agent[:_LONGEST_AGENT]
    found = _PROGRAM.search(agent) or _BROWSER.search(agent) or _PRODUCT.match(agent)
    return found[0] if found else OTHER if agent else ""


def log_request(record: RequestRecord) -> None:
    """Log an answered request."""
    level = logging.ERROR if record.status >= 500 else logging.WARNING if record.status >= 400 else logging.INFO
    if _requests.isEnabledFor(level):
        # Made here, because a logger would search the stack for its caller, which takes longer than all the rest.
        line = logging.LogRecord(_requests.name, level, __file__, 0, "%s %s %s", (record.method, record.route, record.status), None)
        line.request = record
        _requests.handle(line)


def setup_logging(settings: LogSettings, language: Language = "en", stream: TextIO | None = None) -> logging.Handler:
    """Log what this program and its server do, and nothing of other libraries; a second call replaces the first.

    Raises:
        SheetKpiError: The file can't be written.
    """
    stream = stream or sys.stderr
    path = Path(settings.file).expanduser()
    try:
        handler = _FileHandler(path, encoding="utf-8", errors="backslashreplace") if settings.file else _StreamHandler(stream)
    except OSError as error:
        raise SheetKpiError(
            Message("The log {file} can't be written: {reason}. Change log.file in the settings.", file=path, reason=reason_of(error))
        ) from None
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
    return handler


class JsonLines(logging.Formatter):
    """Formats a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        request: RequestRecord | None = getattr(record, "request", None)
        fields = request.fields() if request else _message_fields(record)
        return msgspec.json.encode({"time": time, "level": record.levelname.lower(), **fields}).decode()


class TextLines(logging.Formatter):
    """Formats a line for people, or several for a failure."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines."""
        request: RequestRecord | None = getattr(record, "request", None)
        fields = request.fields() if request else _message_fields(record)
        pieces = [f"{datetime.fromtimestamp(record.created):%H:%M:%S}", *(_request_pieces(fields) if request else [fields["message"]])]
        if "request" in fields and (not request or request.status >= 500):
            pieces.append(Message("request: {request}", request=fields["request"]))
        line = "  ".join(in_words(piece, self._language) for piece in pieces)
        return "\n".join([line, *(f"          {frame}" for frame in fields.get("failure", ()))])


def _request_pieces(fields: Mapping[str, Any]) -> Iterator[object]:
    yield f"{fields['status']} {fields['method']:4} {fields['route']}"
    yield Message("{milliseconds} ms", milliseconds=round(fields["milliseconds"], 1))
    if "refused" in fields:
        yield fields["refused"]
    if "key" in fields:
        yield Message("key: {key}", key=fields["key"])
    if "calls" in fields:
        functions = ", ".join(f"{name} {count}" if count > 1 else name for name, count in fields["functions"].items())
        yield Message("calls: {calls} ({functions})", calls=fields["calls"], functions=functions)
        yield Message("cells: {cells}", cells=fields["answer_cells"])
    if fields.get("failed_cells"):
        yield Message("errors: {count}", count=fields["failed_cells"])


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
    """Whether to show a record to people: successful health checks are left out."""
    request: RequestRecord | None = getattr(record, "request", None)
    return request is None or request.status >= 400 or not request.is_probe


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
