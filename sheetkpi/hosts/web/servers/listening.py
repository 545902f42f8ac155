"""The place where a server listens, and why it cannot be had."""

import errno
import http.client
import select
import socket
from contextlib import suppress
from ipaddress import ip_address

import msgspec

from sheetkpi.hosts.web.auth.access import AccessPolicy
from sheetkpi.hosts.web.wire import Health
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message, Translatable

#: How many seconds what listens at our port may take to say what it is, and how many bytes.
PATIENCE, LARGEST = 2.0, 10_000
#: Files that a server has open beside the connections of clients: libraries, logs, what it hands out.
_OTHER_FILES = 64
_FEWEST = 16
#: As many sockets as the select() of Windows takes, with some for the server itself.
_OF_SELECT = 500


class ServerError(SheetKpiError):
    """The server cannot start."""


def listening(host: str, port: int, access: AccessPolicy) -> socket.socket:
    """A socket that listens at an address. Not left to a server program: waitress leaks it when the address cannot be had.

    Raises:
        ServerError: The port is taken, the host is not of this machine, or those could reach it who may not.
    """
    if not 0 <= port <= 65535:  # the resolver would take it modulo 65536
        raise ServerError(Message("{port} is no port. Choose one from 1 to 65535 with --port.", port=port))
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        refusal = access.refusal_to_serve(host, is_reachable=not ip_address(address[0]).is_loopback)
        if refusal:
            raise ServerError(refusal)
        return socket.create_server(address, family=family, backlog=1024)
    except (OSError, ValueError) as error:
        raise ServerError(_why(error, host, port)) from None


def address_of(host: str, port: int) -> str:
    """The address as one types it."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def room_for(connections: int) -> int:
    """How many clients can be connected at a time: as many as wanted, or as few as the system allows."""
    if not hasattr(select, "poll"):
        return min(connections, _OF_SELECT)
    import resource  # Windows has none

    wanted = connections + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return connections if soft == resource.RLIM_INFINITY else max(_FEWEST, min(connections, soft - _OTHER_FILES))


def _running_version(host: str, port: int) -> str | None:
    """The version of the sheetkpi that listens at an address; None where something else does."""
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


def _why(error: Exception, host: str, port: int) -> Translatable:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        version = _running_version(host, port)
        if version:
            return Message(
                "sheetkpi {version} is already running at {address} Open it there, or start another one with --port.",
                version=version,
                address=address_of(host, port),
            )
        return Message("Port {port} on {host} is in use. Choose another with --port.", port=port, host=host)
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return Message("You don't have permission to use port {port} on {host}. Choose one above 1023 with --port.", port=port, host=host)
    return Message("{host} is not an address of this computer. Choose another with --host: 127.0.0.1 serves this computer only.", host=host)
