"""Serve the app with waitress, also on Windows: many clients, large bodies, slow networks.

waitress handles large and small requests in the same threads, keeps slow clients as long as they send a byte now and then, accepts
some requests that a proxy may understand in another way, answers bad ones in plain text, and drops the requests under way when it
stops. So its server, channel, tasks and parser are subclassed.
"""

import errno
import logging
import re
import select
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from time import monotonic
from types import FrameType
from typing import Any

from flask import Flask
from waitress import wasyncore  # type: ignore[import-untyped]
from waitress.adjustments import Adjustments  # type: ignore[import-untyped]
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.parser import HTTPRequestParser, ParsingError  # type: ignore[import-untyped]
from waitress.server import TcpWSGIServer  # type: ignore[import-untyped]
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask  # type: ignore[import-untyped]
from waitress.utilities import BadRequest  # type: ignore[import-untyped]

from sheetkpi.hosts.web.errors import JSON, body_too_large, error_body, http_error
from sheetkpi.hosts.web.middleware import HEADER, record_early_refusal
from sheetkpi.settings import LimitsSettings
from sheetkpi.settings.values import duration_in_words
from sheetkpi.translation import Label, Message, Translatable

_log = logging.getLogger(__name__)

MEBIBYTE = 2**20
#: Requests that are handled at the same time.
THREADS = 8
#: Requests with larger bodies have a few threads of their own, so that small ones never wait behind them and memory is limited.
LARGE_BODY = MEBIBYTE
LARGE_THREADS = 2
#: Sockets besides those of clients: the one that listens, and the one that wakes the loop.
_OWN = 2
#: Larger responses are kept in a file.
_IN_MEMORY = 32 * MEBIBYTE
#: If more than this share of the connections is taken, or clients hold the memory of this many of the largest bodies, slow clients
#: get a tenth of the time.
_CROWDED = 0.75
_MANY_BODIES = 8
_HURRY = 10
#: Seconds that a stopping server waits for a request on an open connection.
_LAST_MOMENT = 0.25
#: Bytes read at once; the default of 8192 makes large bodies slow.
_RECEIVED = 2**16
_OUT_OF_RESOURCES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
#: Seconds in which the rest of a refused request is read and dropped: if the connection is closed at once, the client loses the answer.
LINGER = 5.0
#: Longer reasons are cut: they may repeat a header.
_LONGEST_REASON = 100
_VERSIONS = ("1.0", "1.1")
#: How a request begins, after line breaks that some clients add.
_BEGINNING = re.compile(rb"[\r\n]*(?:[A-Za-z!#$%&'*+.^_`|~0-9-]|$)")
#: Signals that stop a program: Ctrl+C, a service manager or `kill`, Ctrl+Break of Windows.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name))


class NotHttp(BadRequest):  # type: ignore[misc]
    """Something other than HTTP, such as a TLS handshake, whose end would never come."""


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
            self.error, self.completed = NotHttp("it is not HTTP"), True
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
        code, what = _error(error, self.channel.server.limits.body)
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
    """A connection that measures how long each phase takes."""

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
            if self.socket is None:  # sending failed: the client is gone
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
    if isinstance(error, NotHttp):
        return "no_http", Label("This is not HTTP. If the address starts with https://, try http://: this server has no TLS.")
    return http_error(error.code, error.body.rstrip(".")[:_LONGEST_REASON] or error.reason)


def serve_on_waitress(
    app: Flask, listening: socket.socket, limits: LimitsSettings, announce: Callable[[], None], finish: Callable[[], None]
) -> None:
    """Serve until asked to stop, then finish the requests under way."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # requests that wait for a free thread are normal
    server, stop = Server(app, listening, limits), Stop()
    with stop.listening():
        announce()
        server.serve(stop, finish)


class Stop:
    """The request to stop a server: the first signal lets it finish, the second ends it at once."""

    def __init__(self) -> None:
        self.is_requested = False
        self._wake: Callable[[], None] = lambda: None

    def on_request(self, wake: Callable[[], None]) -> None:
        """Set what to call then; a signal may come in the middle of anything, so it must do little."""
        self._wake = wake

    def request(self) -> None:
        """Stop the server."""
        self.is_requested = True
        self._wake()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to the signals meanwhile; only the main thread gets them."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        former = {number: signal.signal(number, self._hear) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)

    def _hear(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_DFL)  # the next one ends the program
        self.request()


class Server(TcpWSGIServer):  # type: ignore[misc]
    """waitress with time limits for clients, by a clock that never jumps, and a graceful stop."""

    channel_class = Channel

    def __init__(self, app: Flask, listening: socket.socket, limits: LimitsSettings) -> None:
        self.limits = limits
        self.is_stopping = False
        self._resume = 0.0
        self._large = _threads(LARGE_THREADS)
        most = limits.body + MEBIBYTE  # the app itself refuses bodies that are a little too large
        adjustments = Adjustments(
            sockets=[listening],
            ident="sheetkpi",
            threads=THREADS,
            connection_limit=self.limits.connections + _OWN,  # with the default of 100, 150 slow clients stall everybody
            asyncore_use_poll=hasattr(select, "poll"),  # select() stops at 1024 descriptors
            recv_bytes=_RECEIVED,
            max_request_body_size=most,
            inbuf_overflow=most,  # a body stays in memory, where it is needed anyway
            outbuf_overflow=_IN_MEMORY,
            log_socket_errors=False,  # a client may disconnect
            clear_untrusted_proxy_headers=False,  # the app itself trusts them as far as the settings say, and must see the others
        )
        super().__init__(
            app,
            map={},
            _sock=listening,
            dispatcher=_threads(THREADS),
            adj=adjustments,
            sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
            bind_socket=False,
        )

    def serve(self, stop: Stop, finish: Callable[[], None]) -> None:
        """Serve until asked to stop, then finish the requests under way; `finish` is called if there are any."""
        stop.on_request(self.pull_trigger)
        due = 0.0
        while not stop.is_requested:
            self._turn(1.0)
            if (now := monotonic()) >= due:
                due = now + 1
                self.drop_slow(now)
        self._stop_listening()
        self._finish(finish)

    def add_task(self, task: Channel) -> None:
        """Pass a request to the threads for its size."""
        is_large = task.requests[0].content_length > LARGE_BODY or task.requests[0].body_bytes_received > LARGE_BODY
        (self._large if is_large else self.task_dispatcher).add_task(task)

    def maintenance(self, now: float) -> None:
        """Do nothing: waitress would use a clock that can jump, and drop inactive clients only."""

    def drop_slow(self, now: float) -> None:
        """Drop clients that take too long."""
        channels = list(self.active_channels.values())
        held = sum(channel.bytes_held() for channel in channels)
        is_crowded = len(channels) > _CROWDED * self.limits.connections or held > _MANY_BODIES * self.limits.body
        for channel in channels:
            phase = channel.phase()
            seconds = self._allowed(phase, is_crowded=is_crowded)
            if channel.seconds_in(phase, now) <= seconds:
                continue
            if phase is Phase.ARRIVING:
                channel.refuse_slow(seconds)
            else:
                channel.handle_close()

    def readable(self) -> bool:
        """Return whether to accept new clients."""
        return monotonic() >= self._resume and bool(super().readable())

    def accept(self) -> Any:
        """Accept a new client, if there is one and there is room."""
        try:
            return super().accept()
        except OSError as error:
            if error.errno not in _OUT_OF_RESOURCES:
                raise
            self._resume = monotonic() + 1
            _log.warning("Can't accept new clients: %s. Allow the server more open files, or lower limits.connections.", error.strerror)
            return None

    def _allowed(self, phase: Phase, *, is_crowded: bool) -> float:
        """Return how many seconds a client may take."""
        if phase is Phase.ANSWERING:
            return float("inf")  # the app has its own limit
        if phase is Phase.LINGERING:
            return LINGER
        if phase is Phase.IDLE and self.is_stopping:
            return _LAST_MOMENT
        return self.limits.transfer / (_HURRY if is_crowded else 1)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=self.adj.asyncore_use_poll, map=self._map, count=1)

    def _stop_listening(self) -> None:
        """Accept the clients that are already connecting, and no more."""
        while self.readable() and select.select([self.socket], [], [], 0)[0]:
            self.handle_accept()
        self.accepting = False
        self.del_channel()
        self.socket.close()
        self.is_stopping = True

    def _finish(self, announce: Callable[[], None]) -> None:
        """Finish the requests under way; `announce` is called if that takes more than a moment."""
        begin = monotonic()
        end = begin + self.limits.time + LINGER
        is_announced = False
        while self.active_channels and (now := monotonic()) < end:
            if not is_announced and now > begin + 2 * _LAST_MOMENT:
                announce()
                is_announced = True
            self._turn(_LAST_MOMENT / 5)
            self.drop_slow(now)
        if self.active_channels:
            _log.warning("%d requests were not finished in time and are dropped", len(self.active_channels))
        else:
            self.trigger.close()
        for threads in (self.task_dispatcher, self._large):
            threads.set_thread_count(0)


def _threads(count: int) -> ThreadedTaskDispatcher:
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(count)
    return dispatcher
