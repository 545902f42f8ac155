"""The app on a server program: waitress, which comes with it, or another that is installed."""

from collections.abc import Callable

from flask import Flask

from sheetkpi.files.installing import install_command
from sheetkpi.hosts.web.app import create_app
from sheetkpi.hosts.web.auth.access import policy_of
from sheetkpi.hosts.web.servers.listening import ServerError, address_of, listening
from sheetkpi.hosts.web.servers.settings_watch import watching
from sheetkpi.settings import Settings
from sheetkpi.translation import Message

__all__ = ["ServerError", "serve"]


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
    """Serve until asked to stop, and then finish what is under way.

    Raises:
        ServerError: The port is taken, the host is not of this machine, others could reach it, or the program is not installed.
    """
    app = app or create_app()
    chosen = settings or Settings()
    limits, program, workers = chosen.limits, chosen.server.program, chosen.server.workers
    _check(program, workers)
    socket = listening(host, port, policy_of(app))
    address = address_of(host, socket.getsockname()[1])
    with watching(is_wanted=settings is not None):
        if program == "granian":
            from sheetkpi.hosts.web.servers.granian_server import serve_on_granian

            serve_on_granian(make_app or (lambda: app), socket, workers, limits, lambda: announce(address))
        elif program == "gunicorn":
            from sheetkpi.hosts.web.servers.gunicorn_server import serve_on_gunicorn

            serve_on_gunicorn(make_app or (lambda: app), socket, workers, limits, lambda: announce(address))
        else:
            from sheetkpi.hosts.web.servers.waitress_server import serve_on_waitress

            serve_on_waitress(app, socket, limits, lambda: announce(address), finish)


def _check(program: str, workers: int) -> None:
    """Refuse a program that is not there, or cannot do what is asked of it."""
    from importlib.util import find_spec

    if find_spec(program) is None:
        extra = "web" if program == "waitress" else program
        raise ServerError(Message("{program} is not installed. Install it: {command}", program=program, command=install_command(extra)))
    if program == "gunicorn" and find_spec("fcntl") is None:
        raise ServerError(Message("gunicorn does not run on Windows. Serve with waitress or granian."))
    if program == "waitress" and workers > 1:
        raise ServerError(
            Message(
                "waitress computes in one process. For {workers} of them serve with another program: sheetkpi serve --server granian",
                workers=workers,
            )
        )
