"""Serve the app with granian, in one process or several."""

import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from ipaddress import ip_address
from time import sleep

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from sheetkpi.settings import LimitsSettings

#: Requests that each process handles at the same time; a slow client takes one of them, so a proxy must hold slow clients back.
THREADS = 64
#: Seconds that a stopping process gets beyond the time limit of a request.
_GRACE = 5


def serve_on_granian(
    make_app: Callable[[], Flask], listening: socket.socket, workers: int, limits: LimitsSettings, announce: Callable[[], None]
) -> None:
    """Serve until asked to stop, then finish the requests under way."""
    host, port = listening.getsockname()[:2]
    listening.close()  # granian opens its own
    server = Server(
        "sheetkpi",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=limits.connections,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=int(limits.transfer * 1000)),
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=int(limits.time) + _GRACE,
    )
    server.on_startup(lambda: threading.Thread(target=_announce_when_open, args=(host, port, announce), daemon=True).start())
    server.serve(target_loader=partial(_load, make_app), wrap_loader=False)


def _announce_when_open(host: str, port: int, announce: Callable[[], None]) -> None:
    """Wait until the processes have opened the port."""
    anywhere = ip_address(host).is_unspecified
    while True:
        with suppress(OSError), socket.create_connection(("localhost" if anywhere else host, port), timeout=1):
            return announce()
        sleep(0.05)


def _load(make_app: Callable[[], Flask]) -> Flask:
    """Create the app in a process; a module-level function, because Windows and macOS pass it by name."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the inherited handler would lose the signal until granian sets its own
    if hasattr(os, "setpgrp"):
        os.setpgrp()  # only the parent must get Ctrl+C: it replaces processes that end by themselves
    app = make_app()
    if hasattr(signal, "pthread_sigmask"):  # the threads that granian starts after this inherit the mask
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        threading.Thread(target=_stop_on_signal, name="sheetkpi-stop", daemon=True).start()
    return app


def _stop_on_signal() -> None:
    """Wait for SIGTERM and call granian's handler for it.

    Python runs handlers in the main thread, which only waits. If a thread that calculates takes the signal, nothing wakes
    the main thread: the process would go on serving until it is killed.
    """
    number = signal.sigwait({signal.SIGTERM})
    handler = signal.getsignal(number)
    if not callable(handler):
        os._exit(0)  # granian has not begun to serve
    handler(number, None)
