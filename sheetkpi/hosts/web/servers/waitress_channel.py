"""A client's connection in waitress: what it may take how long, and what it is told when it is refused before the app sees it."""

import socket
from enum import Enum
from time import monotonic
from typing import Any

from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.task import ErrorTask, WSGITask  # type: ignore[import-untyped]

from sheetkpi.hosts.web.observability.middleware import HEADER, record_early_refusal
from sheetkpi.hosts.web.refusals import JSON, body_of, body_too_large, explained
from sheetkpi.hosts.web.servers.waitress_parser import NoHttp, StrictParser
from sheetkpi.settings.values import duration_in_words
from sheetkpi.translation import Label, Message, Translatable

#: How long what a refused client still sends is read and thrown away: closed at once, it would lose the answer.
LINGER = 5.0
#: A body up to this size leaves together with its headers.
_SMALL = 2**16
#: So much of a body is read at once; room for that costs more than a small request, so it is made for large ones only.
_OF_A_BODY = 2**18
#: So much is told of what is wrong with a request; it may repeat a header.
_LONGEST_REASON = 100


class Phase(Enum):
    """What a connection is doing."""

    IDLE = "idle"
    ARRIVING = "a request arrives"
    ANSWERING = "a request is answered"
    SENDING = "an answer is fetched"
    LINGERING = "the rest of a refused request is thrown away"


class RequestTimeout:
    """That a request takes too long to arrive, in the form in which waitress has its errors."""

    code, reason = 408, "Request Timeout"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class RefusalTask(ErrorTask):  # type: ignore[misc]
    """What waitress refuses before the app sees it, in the form of the app's own refusals."""

    def execute(self) -> None:
        """Write the answer, and close."""
        error = self.request.error
        code, what = _said(error, self.channel.server.most_body)
        body = body_of(code, what, "en")
        self.status = f"{error.code} {error.reason}"
        name = record_early_refusal(self.channel.server.application, error.code, code, str(self.channel.addr[0]))
        self.response_headers += [("Content-Type", JSON), (HEADER, name)]
        self.set_close_on_finish()
        self.channel.is_refused = True
        self.content_length = len(body)
        self.write(body)


class Answer(WSGITask):  # type: ignore[misc]
    """The app's answer."""

    wrote_header: bool

    def start(self) -> None:
        """Say that no other one comes, where the server is stopping."""
        super().start()
        if self.channel.server.is_stopping:
            self.set_close_on_finish()

    def write(self, data: bytes) -> None:
        """Send a part of the answer: a small one together with the headers, which halves the work of both ends."""
        if self.wrote_header or not self.complete or not self.has_body or not data or len(data) > _SMALL:
            super().write(data)
            return
        head = self.build_response_header()
        self.wrote_header = True
        if self.chunked_response or self.content_length != len(data):
            self.channel.write_soon(head)
            super().write(data)
        else:
            self.content_bytes_written = len(data)
            self.channel.write_soon(head + data)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that is dropped when its client takes too long, for whatever phase it is in."""

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
        """What it is doing."""
        if self._is_lingering:
            return Phase.LINGERING
        if self.total_outbufs_len or self.close_when_flushed:
            return Phase.SENDING
        if self.requests:
            return Phase.ANSWERING
        return Phase.ARRIVING if self.request is not None else Phase.IDLE

    def seconds_in(self, phase: Phase, now: float) -> float:
        """For how long it has been doing that, for the same request, as far as was seen by asking again and again."""
        seen = (phase, self.request if phase is Phase.ARRIVING else self.answers)
        if seen != self._seen:
            self._seen, self._since = seen, now
        return now - self._since

    def bytes_held(self) -> int:
        """How much of a body is there that is not complete, and of answers that are not fetched."""
        request = self.request
        return int(self.total_outbufs_len) + (0 if request is None else int(request.body_bytes_received))

    def refuse_slow(self, seconds: float) -> None:
        """Tell the client that its request takes too long to arrive."""
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
        """Answer one request."""
        super().service()
        self.answers += 1

    def recv(self, size: int) -> bytes:
        """What the client sends: a little for a beginning, which holds most requests whole, and more of a body that goes on."""
        request = self.request
        return bytes(super().recv(_OF_A_BODY if request is not None and request.headers_finished else size))

    def received(self, data: bytes) -> bool:
        """Take what the client sends."""
        return False if self._is_lingering else bool(super().received(data))

    def handle_write(self) -> None:
        """Send; and after a refusal say that this was all, and listen on."""
        if self.is_refused and self.close_when_flushed and not self._is_lingering:
            self._flush_exception(self._flush_some)
            if self.socket is None:  # the client is gone, which sending found out
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


def _said(error: Any, most_body: int) -> tuple[str, Translatable]:
    """The code and the message of what waitress refuses."""
    if isinstance(error, RequestTimeout):
        return "too_slow", Message(
            "The request took longer than {time} to arrive (limits.transfer). Check the connection, or send its calls in several requests.",
            time=duration_in_words(error.seconds),
        )
    if error.code == 413:
        return "too_large", body_too_large(most_body)
    if error.code == 431:
        return "headers_too_large", Label("The headers of the request are too large. Send what is long in the body.")
    if isinstance(error, NoHttp):
        return "no_http", Label("This is no HTTP. Where the address begins with https://, try http:// instead: this server has no TLS.")
    return explained(error.code, error.body.rstrip(".")[:_LONGEST_REASON] or error.reason)
