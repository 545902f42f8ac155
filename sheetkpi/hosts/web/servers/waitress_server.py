"""The app on waitress, a server in Python alone that also runs on Windows: tuned for many clients, large bodies and slow networks."""

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
#: Requests that are computed at the same time; Python computes one of them at a time, and the others take turns.
THREADS = 8
#: Bodies above it have threads of their own, and few: small requests never wait behind them, nor do all of them fill the memory.
LARGE_BODY = MEBIBYTE
LARGE_THREADS = 2
#: Connections beside those of clients: the one that listens, and the one that wakes the loop.
_OWN = 2
#: A larger answer goes over a file.
_IN_MEMORY = 32 * MEBIBYTE
#: Where more of the connections than this are taken, or memory for so many of the largest bodies by what comes and goes slowly,
#: slow clients get a tenth of the time.
_CROWDED = 0.75
_MANY_BODIES = 8
_HURRY = 10
#: What a stopping server waits for a request on a connection that is open already.
_LAST_MOMENT = 0.25
_OUT_OF_RESOURCES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


def serve_on_waitress(
    app: Flask, listening: socket.socket, limits: LimitsSettings, announce: Callable[[], None], finish: Callable[[], None]
) -> None:
    """Serve until asked to stop, and then finish what is under way."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that requests wait for each other is no news
    tune_garbage_collection()
    server, stop = Server(app, listening, limits), Stop()
    with stop.listening():
        announce()
        server.serve(stop, finish)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """waitress with limits of time by a clock that never jumps, and a stop that finishes what is under way."""

    channel_class = Channel

    def __init__(self, app: Flask, listening: socket.socket, limits: LimitsSettings) -> None:
        self.limits = limits
        self.most_body = limits.body
        self.most_clients = room_for(limits.connections)
        self.is_stopping = False
        self._resume = 0.0
        self._large = _threads(LARGE_THREADS)
        most = limits.body + MEBIBYTE  # the app itself refuses what is a little too large
        adjustments = Adjustments(
            sockets=[listening],
            ident="sheetkpi",
            threads=THREADS,
            connection_limit=self.most_clients + _OWN,  # at waitress's own 100, 150 slow clients stall everybody
            asyncore_use_poll=hasattr(select, "poll"),  # select() stops at 1024 descriptors
            max_request_body_size=most,
            inbuf_overflow=most,  # a body stays in memory, where it is needed anyway, and a full column of answers too
            outbuf_overflow=_IN_MEMORY,
            log_socket_errors=False,  # a client that is gone is nothing to report
            clear_untrusted_proxy_headers=False,  # the app itself believes them as far as the settings say, and must see the others
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
        """Serve until asked to stop, and then finish what is under way; `finish` is called if there is anything."""
        stop.on_request(self.pull_trigger)
        due = 0.0
        while not stop.is_requested:
            self._turn(1.0)
            if (now := monotonic()) >= due:
                due = now + 1
                self.drop_slow(now)
        self._shut_the_door()
        self._finish(finish)

    def add_task(self, task: Channel) -> None:
        """Hand a request to the threads that answer requests of its size."""
        is_large = task.requests[0].content_length > LARGE_BODY or task.requests[0].body_bytes_received > LARGE_BODY
        (self._large if is_large else self.task_dispatcher).add_task(task)

    def maintenance(self, now: float) -> None:
        """Nothing: waitress would look at a clock that can jump, and at inactivity alone."""

    def drop_slow(self, now: float) -> None:
        """Drop the clients that take too long."""
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
        """Whether new clients are let in."""
        return monotonic() >= self._resume and bool(super().readable())

    def accept(self) -> Any:
        """A new client; None where there is none, or no room for one."""
        try:
            return super().accept()
        except OSError as error:
            if error.errno not in _OUT_OF_RESOURCES:
                raise
            self._resume = monotonic() + 1
            _log.warning("No new client can be let in: %s. Allow the server more open files, or lower limits.connections.", error.strerror)
            return None

    def _allowed(self, phase: Phase, *, is_crowded: bool) -> float:
        """How many seconds a client may take."""
        if phase is Phase.ANSWERING:
            return float("inf")  # the app has its own limit
        if phase is Phase.LINGERING:
            return LINGER
        if phase is Phase.IDLE and self.is_stopping:
            return _LAST_MOMENT
        return self.limits.transfer / (_HURRY if is_crowded else 1)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=self.adj.asyncore_use_poll, map=self._map, count=1)

    def _shut_the_door(self) -> None:
        """Let in nobody new."""
        while self.readable() and select.select([self.socket], [], [], 0)[0]:  # who stands at the door is in
            self.handle_accept()
        self.accepting = False
        self.del_channel()
        self.socket.close()
        self.is_stopping = True

    def _finish(self, announce: Callable[[], None]) -> None:
        """Answer those who are in, and end; `announce` is called where that takes more than a moment."""
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
            _log.warning("%d requests were not finished in time, and are dropped", len(self.active_channels))
        else:
            self.trigger.close()
        for threads in (self.task_dispatcher, self._large):
            threads.set_thread_count(0)


def _threads(count: int) -> ThreadedTaskDispatcher:
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(count)
    return dispatcher
