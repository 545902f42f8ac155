"""Connections in waitress: time limits for slow clients, strict parsing, and refusals in the form of the app's own.

waitress only drops clients that send nothing, accepts some requests that a proxy may understand in another way, and
answers bad ones in plain text. So its parser, tasks and channel are subclassed.
"""

import re
import socket
from enum import Enum
from time import monotonic
from typing import Any

from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.parser import HTTPRequestParser, ParsingError  # type: ignore[import-untyped]
from waitress.task import ErrorTask, WSGITask  # type: ignore[import-untyped]
from waitress.utilities import BadRequest  # type: ignore[import-untyped]

from sheetkpi.hosts.web.errors import JSON, body_too_large, error_body, http_error
from sheetkpi.hosts.web.observability.middleware import HEADER, record_early_refusal
from sheetkpi.settings.values import duration_in_words
from sheetkpi.translation import Label, Message, Translatable

#: Seconds in which the rest of a refused request is read and dropped: if the connection is closed at once, the client loses the answer.
LINGER = 5.0
#: Longer reasons are cut: they may repeat a header.
_LONGEST_REASON = 100
_VERSIONS = ("1.0", "1.1")
#: How a request begins, after line breaks that some clients add.
_BEGINNING = re.compile(rb"[\r\n]*(?:[A-Za-z!#$%&'*+.^_`|~0-9-]|$)")


class NoHttp(BadRequest):  # type: ignore[misc]
    """Something else than HTTP, such as the greeting of TLS, which has no end to wait for."""


class UnknownVersion(BadRequest):  # type: ignore[misc]
    """A version of HTTP that this server does not support."""

    code, reason = 505, "HTTP Version Not Supported"


class StrictParser(HTTPRequestParser):  # type: ignore[misc]
    """Parse a request, and refuse what two programs could understand in two ways, as RFC 9112 advises.

    If a proxy and the server see different ends of a request, a part of it becomes a request that the proxy never saw.
    """

    def received(self, data: bytes) -> int:
        """Parse a part of the request, and return how many of its bytes belong to it."""
        if not self.headers_finished and not self.header_plus and not _BEGINNING.match(data):
            self.parse_header(b"GET / HTTP/1.0\r\n")  # as waitress does with headers that it refuses
            self.error, self.completed = NoHttp("it is no HTTP"), True
            return len(data)
        taken: int = super().received(data)
        if self.headers_finished and not self.empty and not self.error and self.version not in _VERSIONS:
            self.error, self.completed = UnknownVersion("it is not HTTP/1.1"), True
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        """Parse the headers.

        Raises:
            ParsingError: They are wrong, or ambiguous.
        """
        try:
            super().parse_header(header_plus)
        except ValueError:  # such as a length of 5000 digits, or a malformed URL
            raise ParsingError("A number or the address cannot be read") from None
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Transfer-Encoding and Content-Length together are ambiguous")
        if not self.chunked and "TRANSFER_ENCODING" in self.headers:
            raise ParsingError("HTTP/1.0 has no Transfer-Encoding")
        host = self.headers.get("HOST")
        if self.version == "1.1" and (host is None or "," in host):
            raise ParsingError("There must be one header Host")


class Phase(Enum):
    """What a connection is doing."""

    IDLE = "idle"
    ARRIVING = "a request arrives"
    ANSWERING = "a request is answered"
    SENDING = "an answer is fetched"
    LINGERING = "the rest of a refused request is thrown away"


class RequestTimeout:
    """A request that took too long to arrive, with the attributes of an error of waitress."""

    code, reason = 408, "Request Timeout"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class RefusalTask(ErrorTask):  # type: ignore[misc]
    """The response to a request that waitress refuses before the app sees it."""

    def execute(self) -> None:
        """Send the response, and close."""
        error = self.request.error
        code, what = _error(error, self.channel.server.most_body)
        body = error_body(code, what, "en")
        self.status = f"{error.code} {error.reason}"
        name = record_early_refusal(self.channel.server.application, error.code, code, str(self.channel.addr[0]))
        self.response_headers += [("Content-Type", JSON), (HEADER, name)]
        self.set_close_on_finish()
        self.channel.is_refused = True
        self.content_length = len(body)
        self.write(body)


class Answer(WSGITask):  # type: ignore[misc]
    """The response of the app."""

    def start(self) -> None:
        """Announce the end of the connection if the server is stopping."""
        super().start()
        if self.channel.server.is_stopping:
            self.set_close_on_finish()


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that knows for how long it has been in its phase."""

    parser_class = StrictParser
    task_class = Answer
    error_task_class = RefusalTask

    #: Whether the client was refused and may still be sending.
    is_refused = False
    answers = 0
    request: Any

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._is_lingering = False
        self._seen: tuple[Phase, Any] = (Phase.IDLE, 0)
        self._since = monotonic()

    def phase(self) -> Phase:
        """Return what the connection is doing."""
        if self._is_lingering:
            return Phase.LINGERING
        if self.total_outbufs_len or self.close_when_flushed:
            return Phase.SENDING
        if self.requests:
            return Phase.ANSWERING
        return Phase.ARRIVING if self.request is not None else Phase.IDLE

    def seconds_in(self, phase: Phase, now: float) -> float:
        """Return the seconds in a phase of the same request; they are counted from call to call."""
        seen = (phase, self.request if phase is Phase.ARRIVING else self.answers)
        if seen != self._seen:
            self._seen, self._since = seen, now
        return now - self._since

    def bytes_held(self) -> int:
        """Return the size of incomplete bodies and of responses that are not sent yet."""
        request = self.request
        return int(self.total_outbufs_len) + (0 if request is None else int(request.body_bytes_received))

    def refuse_slow(self, seconds: float) -> None:
        """Respond that the request takes too long to arrive."""
        with self.requests_lock:
            request, self.request = self.request, None
            if request is None:
                return
            if not request.headers_finished:
                request.parse_header(b"GET / HTTP/1.0\r\n")  # as waitress does with headers that it refuses
            request.error, request.completed = RequestTimeout(seconds), True
            self.requests.append(request)
        self.server.add_task(self)

    def service(self) -> None:
        """Handle one request."""
        super().service()
        self.answers += 1

    def received(self, data: bytes) -> bool:
        """Parse what the client sends."""
        return False if self._is_lingering else bool(super().received(data))

    def handle_write(self) -> None:
        """Send; after a refusal close our half of the connection and read on."""
        if self.is_refused and self.close_when_flushed and not self._is_lingering:
            self._flush_exception(self._flush_some)
            if self.socket is None:  # sending found out that the client is gone
                return
            if not self.total_outbufs_len and not self.will_close:
                self._linger()
                return
        super().handle_write()

    def _linger(self) -> None:
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:  # the client is gone
            self.will_close = True
            return
        self.close_when_flushed = False
        self._is_lingering = True


def _error(error: Any, most_body: int) -> tuple[str, Translatable]:
    """Return the code and message for an error of waitress."""
    if isinstance(error, RequestTimeout):
        return "too_slow", Message(
            "The request took longer than {time} to arrive (limits.transfer). Check the connection, or send its calls in several requests.",
            time=duration_in_words(error.seconds),
        )
    if error.code == 413:
        return "too_large", body_too_large(most_body)
    if error.code == 431:
        return "headers_too_large", Label("The headers of the request are too large. Send long data in the body.")
    if isinstance(error, NoHttp):
        return "no_http", Label("This is not HTTP. If the address starts with https://, try http://: this server has no TLS.")
    return http_error(error.code, error.body.rstrip(".")[:_LONGEST_REASON] or error.reason)
