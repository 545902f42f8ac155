"""The app on waitress: a server that also runs on Windows, tuned for many clients and large bodies."""

import errno
import gc
import select
import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.server import create_server  # type: ignore[import-untyped]
from waitress.task import ErrorTask  # type: ignore[import-untyped]

from sheetkpi import SheetKpiError
from sheetkpi.hosts.web.app import create_app
from sheetkpi.hosts.web.refusals import JSON, body_of, explained
from sheetkpi.translation import Message, Translatable

MEBIBYTE = 2**20


class ServerError(SheetKpiError):
    """The server cannot start."""


def serve(host: str, port: int, announce: Callable[[str], None], app: Flask | None = None) -> None:
    """Serve until interrupted.

    Args:
        host: The address or name to listen on.
        port: The port; 0 takes a free one.
        announce: Called once with the server's address, when it already accepts connections.
        app: The app; left out, one with the default settings.

    Raises:
        ServerError: The port is taken, the host is not of this machine, or others could reach it.
    """
    server = _on_waitress(app or create_app(), _listening(host, port))
    _tune_gc()
    shown = f"[{host}]" if ":" in host else host
    announce(f"http://{shown}:{server.effective_port}/")
    server.run()


def _listening(host: str, port: int) -> socket.socket:
    """A socket at the address. Not left to waitress, which leaks it when the address cannot be had."""
    if not 0 <= port <= 65535:  # the resolver would take it modulo 65536
        raise ServerError(Message("{port} is no port. Choose one from 1 to 65535 with --port.", port=port))
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        if not ip_address(address[0]).is_loopback:
            raise ServerError(
                Message(
                    "{host} is open to other computers, and without keys anyone there could use this server. Serve 127.0.0.1.", host=host
                )
            )
        return socket.create_server(address, family=family)
    except (OSError, ValueError) as error:
        raise ServerError(_why(error, host, port)) from None


def _on_waitress(app: Flask, listening: socket.socket) -> Any:
    most = app.config["MAX_BODY"] + MEBIBYTE  # the app itself refuses what is a little too large
    server = create_server(
        app,
        sockets=[listening],
        ident="sheetkpi",
        threads=8,
        connection_limit=1000,  # at the default 100, 150 slow clients stall everybody
        asyncore_use_poll=hasattr(select, "poll"),  # select() stops at 1024 descriptors
        max_request_body_size=most,
        inbuf_overflow=most,  # a body stays in memory, where it is needed anyway
        recv_bytes=MEBIBYTE // 4,
    )
    server.channel_class = _Channel
    return server


def _why(error: Exception, host: str, port: int) -> Translatable:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return Message("Port {port} on {host} is in use. Choose another with --port.", port=port, host=host)
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return Message("Port {port} on {host} is not allowed to you. Choose one above 1023 with --port.", port=port, host=host)
    return Message("{host} is no address of this machine. Choose another with --host: 127.0.0.1 serves this machine alone.", host=host)


def _tune_gc() -> None:
    """Let the garbage collector look less often: it walks every row of a large body, and finds nothing to free."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


class _Refusal(ErrorTask):  # type: ignore[misc]
    """What waitress refuses before the app sees it, such as a body far too large, in the form of the app's own refusals."""

    def execute(self) -> None:
        error = self.request.error
        body = body_of(*explained(error.code, error.reason), "en")
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", JSON))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _Refusal
