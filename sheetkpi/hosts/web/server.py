"""Serve the app: open the port, and run waitress or granian."""

import errno
import http.client
import socket
from collections.abc import Callable
from contextlib import nullcontext, suppress
from ipaddress import ip_address

import msgspec
from flask import Flask

from sheetkpi.files.installing import install_command
from sheetkpi.hosts.web.app import create_app
from sheetkpi.hosts.web.auth.access import AccessPolicy, policy_of
from sheetkpi.hosts.web.health import Health
from sheetkpi.hosts.web.settings_watch import watching
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.settings import Settings
from sheetkpi.translation import Message, Translatable

#: Seconds and bytes for the program that already listens at our port to say what it is.
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
    limits, program, workers = chosen.limits, chosen.server.program, chosen.server.workers
    _check(program, workers)
    bound = open_socket(host, port, policy_of(app))
    address = url_of(host, bound.getsockname()[1])
    with watching() if settings else nullcontext():
        if program == "granian":
            from sheetkpi.hosts.web.servers.granian_server import serve_on_granian

            serve_on_granian(make_app or (lambda: app), bound, workers, limits, lambda: announce(address))
        else:
            from sheetkpi.hosts.web.servers.waitress_server import serve_on_waitress

            serve_on_waitress(app, bound, limits, lambda: announce(address), finish)


def _check(program: str, workers: int) -> None:
    """Refuse a program that is not installed, or too many processes for it."""
    from importlib.util import find_spec

    if find_spec(program) is None:
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
    with suppress(ValueError):  # it is a name
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
