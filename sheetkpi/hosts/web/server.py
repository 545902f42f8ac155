"""Serve the app: open the port, run waitress or granian, and watch the settings file."""

import errno
import gc
import http.client
import importlib.util
import logging
import os
import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from functools import partial
from ipaddress import ip_address
from pathlib import Path

import msgspec
from flask import Flask

from sheetkpi.files.installing import install_command
from sheetkpi.hosts.web.access import AccessPolicy, policy_of
from sheetkpi.hosts.web.app import create_app
from sheetkpi.hosts.web.health import Health
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.settings import Settings
from sheetkpi.settings.load import SettingsError, find, load
from sheetkpi.settings.values import settings_of, value_of
from sheetkpi.translation import Message, Translatable

_log = logging.getLogger(__name__)

#: Files that a server has open besides connections: libraries, logs, downloads.
_OTHER_FILES = 64
_FEWEST = 16
#: Sockets that select() takes on Windows, less some for the server itself.
_OF_SELECT = 500
#: Seconds between two checks of the settings file.
_PAUSE = 2.0
#: Seconds and bytes for the answer of a program that already listens at our port.
PATIENCE, LARGEST = 2.0, 10_000


class ServerError(SheetKpiError):
    """The server can't start."""


def serve(
    host: str,
    port: int,
    announce: Callable[[str], None],
    app: Flask | None = None,
    *,
    settings: Settings | None = None,
    make_app: Callable[[], Flask] | None = None,
    finish: Callable[[], None] = lambda: None,
) -> None:
    """Serve until asked to stop, then finish the requests under way.

    Args:
        host: The address to listen on.
        port: The port; 0 picks a free one.
        announce: Called with the URL when the server listens.
        app: The app; if omitted, one that lets in programs on this computer only.
        settings: The settings of the server; their file is watched for changes.
        make_app: Creates the app in each process of a server that has several.
        finish: Called when the server was asked to stop and finishes requests.

    Raises:
        ServerError: The port is in use, the host is not of this computer, others could reach it, or the program is not installed.
    """
    app = app or create_app()
    chosen = settings or Settings()
    program, workers = chosen.server.program, chosen.server.workers
    _check(program, workers)
    limits = replace(chosen.limits, connections=room_for(chosen.limits.connections))
    bound = open_socket(host, port, policy_of(app))
    address = url_of(host, bound.getsockname()[1])
    with watching() if settings else nullcontext():
        if program == "granian":
            from sheetkpi.hosts.web.granian_server import serve_on_granian

            tuned = partial(_tuned, make_app or (lambda: app))
            serve_on_granian(tuned, bound, workers, limits, lambda: announce(address))
        else:
            from sheetkpi.hosts.web.waitress_server import serve_on_waitress

            serve_on_waitress(_tuned(lambda: app), bound, limits, lambda: announce(address), finish)


def _check(program: str, workers: int) -> None:
    """Refuse a program that is not installed, or too many processes for it."""
    if importlib.util.find_spec(program) is None:
        extra = "web" if program == "waitress" else program
        raise ServerError(Message("{program} is not installed. Install it: {command}", program=program, command=install_command(extra)))
    if program == "waitress" and workers > 1:
        raise ServerError(
            Message(
                "waitress runs in one process. For {workers} processes use granian: sheetkpi serve --server granian --workers {workers}",
                workers=workers,
            )
        )


def open_socket(host: str, port: int, access: AccessPolicy) -> socket.socket:
    """Open a socket that listens; waitress itself would leak it if that fails.

    Raises:
        ServerError: The port is in use, the host is not of this computer, or others could reach it.
    """
    if not 0 <= port <= 65535:  # the resolver would take it modulo 65536
        raise ServerError(Message("{port} is not a port. Choose one from 1 to 65535 with --port.", port=port))
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        refusal = access.refusal_to_serve(host, is_reachable=not ip_address(address[0]).is_loopback)
        if refusal:
            raise ServerError(refusal)
        return socket.create_server(address, family=family, backlog=1024)
    except (OSError, ValueError) as error:
        raise ServerError(_reason(error, host, port)) from None


def url_of(host: str, port: int) -> str:
    """Return the address for a browser."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _running_version(host: str, port: int) -> str | None:
    """Return the version of the sheetkpi that listens at an address, if one does."""
    with suppress(ValueError):  # not an IP address
        if ip_address(host).is_unspecified:
            host = "::1" if ":" in host else "127.0.0.1"
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/v1/health")
        return msgspec.json.decode(connection.getresponse().read(LARGEST), type=Health).version
    except (OSError, http.client.HTTPException, ValueError):  # of msgspec too
        return None
    finally:
        connection.close()


def _reason(error: Exception, host: str, port: int) -> Translatable:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        version = _running_version(host, port)
        if version:
            return Message(
                "sheetkpi {version} is already running at {address} Open it there, or start another one with --port.",
                version=version,
                address=url_of(host, port),
            )
        return Message("Port {port} on {host} is in use. Choose another with --port.", port=port, host=host)
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return Message("You don't have permission to use port {port} on {host}. Choose one above 1023 with --port.", port=port, host=host)
    return Message("{host} is not an address of this computer. Choose another with --host: 127.0.0.1 serves this computer only.", host=host)


def room_for(connections: int) -> int:
    """Return how many clients can be connected at a time: as many as wanted, or as the system allows."""
    if not hasattr(select, "poll"):
        return min(connections, _OF_SELECT)
    import resource  # Windows has none

    wanted = connections + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return connections if soft == resource.RLIM_INFINITY else max(_FEWEST, min(connections, soft - _OTHER_FILES))


def _tuned(make_app: Callable[[], Flask]) -> Flask:
    """Create the app in this process, which collects garbage less often: that walks every row of a large body and finds nothing to free."""
    app = make_app()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    return app


@contextmanager
def watching() -> Iterator[None]:
    """Watch the settings file meanwhile."""
    watch, ended = SettingsWatch(), threading.Event()

    def watch_on() -> None:
        while not ended.wait(_PAUSE):
            watch.check()

    threading.Thread(target=watch_on, name="settings-watch", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


class SettingsWatch:
    """Log when the settings file changes."""

    def __init__(self) -> None:
        self._folder = Path.cwd()
        self._settings = load(Settings, folder=self._folder).settings
        self._seen = self._version()

    def check(self) -> None:
        """Check once."""
        version = self._version()
        if version == self._seen:
            return
        self._seen = version
        try:
            other = load(Settings, folder=self._folder).settings
        except SettingsError as error:
            _log.warning("The settings file has changed and has an error: %s The server keeps its settings.", error)
            return
        changed = [each.key for each in settings_of(Settings) if value_of(other, each) != value_of(self._settings, each)]
        if changed:
            _log.warning("The settings file has changed (%s). Restart the server to use the new settings.", ", ".join(changed))
        else:
            _log.info("The settings file has changed; its settings are those of this server.")

    def _version(self) -> tuple[object, ...] | None:
        """Return what changes with the file, if there is one."""
        try:
            path = find(os.environ, self._folder)
            status = path.stat() if path else None
        except (SettingsError, OSError):
            return None
        return (path, status.st_mtime_ns, status.st_size, status.st_ino) if status else None
