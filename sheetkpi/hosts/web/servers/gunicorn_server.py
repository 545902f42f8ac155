"""The app on gunicorn: several processes, on Linux and macOS."""

import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from sheetkpi.hosts.web.servers.garbage import tune_garbage_collection
from sheetkpi.hosts.web.servers.listening import room_for
from sheetkpi.hosts.web.servers.stopping import GRACE
from sheetkpi.settings import LimitsSettings

#: Requests that each process takes at the same time; a slow client holds one, so a proxy must stand before them.
THREADS = 8


def serve_on_gunicorn(
    make_app: Callable[[], Flask], listening: socket.socket, workers: int, limits: LimitsSettings, announce: Callable[[], None]
) -> None:
    """Serve until asked to stop, and then finish what is under way."""
    worker = type("Worker", (_Worker,), {"most_seconds": 2 * limits.transfer + limits.time})
    options = {
        "bind": f"fd://{listening.fileno()}",
        "workers": workers,
        "worker_class": worker,
        "threads": THREADS,
        "worker_connections": room_for(limits.connections),
        "keepalive": int(limits.transfer) or 1,
        "graceful_timeout": int(limits.time) + GRACE,
        "loglevel": "warning",
        "secure_scheme_headers": {},  # the app itself believes a proxy, as far as the settings say
        "control_socket_disable": True,
        "when_ready": lambda _arbiter: announce(),
    }
    _Gunicorn(make_app, options).run()


class _Gunicorn(BaseApplication):  # type: ignore[misc]
    def __init__(self, make_app: Callable[[], Flask], options: dict[str, Any]) -> None:
        self._make_app, self._options = make_app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = self._make_app()
        tune_garbage_collection()
        return app

    def run(self) -> None:
        _Arbiter(self).run()


class _Arbiter(Arbiter):  # type: ignore[misc]
    """The parent of the processes: Ctrl+C asks it to finish, and the second time to end at once."""

    def handle_int(self) -> None:
        self.handle_term()


class _Worker(ThreadWorker):  # type: ignore[misc]
    """A process that computes. It drops clients that take too long; Ctrl+C is for its parent to hear."""

    most_seconds = 0.0

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._begun: dict[TConn, float] = {}

    def init_signals(self) -> None:
        super().init_signals()
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def handle(self, conn: TConn) -> Any:
        self._begun[conn] = monotonic()
        try:
            return super().handle(conn)
        finally:
            del self._begun[conn]

    def notify(self) -> None:
        super().notify()  # the worker does so once a second
        for connection, begun in list(self._begun.items()):
            if monotonic() - begun > self.most_seconds:
                with suppress(OSError):
                    connection.sock.shutdown(socket.SHUT_RDWR)
