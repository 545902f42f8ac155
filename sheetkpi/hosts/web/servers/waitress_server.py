"""Serve the app with waitress, also on Windows: many clients, large bodies, slow networks.

waitress handles large and small requests in the same threads, keeps slow clients as long as they send a byte now and
then, and drops the requests under way when it stops. So its server is subclassed.
"""

import errno
import logging
import select
import socket
from collections.abc import Callable
from time import monotonic
from typing import Any

from flask import Flask
from waitress import wasyncore  # type: ignore[import-untyped]
from waitress.adjustments import Adjustments  # type: ignore[import-untyped]
from waitress.server import TcpWSGIServer  # type: ignore[import-untyped]
from waitress.task import ThreadedTaskDispatcher  # type: ignore[import-untyped]

from sheetkpi.hosts.web.servers.process import Stop, room_for, tune_garbage_collection
from sheetkpi.hosts.web.servers.waitress_channel import LINGER, Channel, Phase
from sheetkpi.settings import LimitsSettings

_log = logging.getLogger(__name__)

MEBIBYTE = 2**20
#: Requests that are handled at the same time; Python takes turns between them.
THREADS = 8
#: Requests with larger bodies have a few threads of their own, so that small ones never wait behind them and memory is limited.
LARGE_BODY = MEBIBYTE
LARGE_THREADS = 2
#: Sockets besides those of clients: the one that listens, and the one that wakes the loop.
_OWN = 2
#: Larger responses are kept in a file.
_IN_MEMORY = 32 * MEBIBYTE
#: If more of the connections than this share are taken, or slow clients hold as much memory as so many of the largest bodies,
#: slow clients get a tenth of the time.
_CROWDED = 0.75
_MANY_BODIES = 8
_HURRY = 10
#: Seconds that a stopping server waits for a request on an open connection.
_LAST_MOMENT = 0.25
#: Bytes read at once; the default of 8192 makes large bodies slow.
_RECEIVED = 2**16
_OUT_OF_RESOURCES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


def serve_on_waitress(
    app: Flask, listening: socket.socket, limits: LimitsSettings, announce: Callable[[], None], finish: Callable[[], None]
) -> None:
    """Serve until asked to stop, then finish the requests under way."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # requests may wait for each other
    tune_garbage_collection()
    server, stop = Server(app, listening, limits), Stop()
    with stop.listening():
        announce()
        server.serve(stop, finish)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """waitress with time limits for clients, by a clock that never jumps, and a graceful stop."""

    channel_class = Channel

    def __init__(self, app: Flask, listening: socket.socket, limits: LimitsSettings) -> None:
        self.limits = limits
        self.most_body = limits.body
        self.most_clients = room_for(limits.connections)
        self.is_stopping = False
        self._resume = 0.0
        self._large = _threads(LARGE_THREADS)
        most = limits.body + MEBIBYTE  # the app itself refuses bodies that are a little too large
        adjustments = Adjustments(
            sockets=[listening],
            ident="sheetkpi",
            threads=THREADS,
            connection_limit=self.most_clients + _OWN,  # with the default of 100, 150 slow clients stall everybody
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
        is_crowded = len(channels) > _CROWDED * self.most_clients or held > _MANY_BODIES * self.limits.body
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
