"""What several responses need: the public URL of the server, and revalidation."""

import ipaddress

from flask import Response, request

from sheetkpi.hosts.web.errors import RequestError
from sheetkpi.translation import Label


def public_url() -> str:
    """Return the URL of the server as the client wrote it, with a slash at the end.

    Raises:
        RequestError: The header Host is not the name of a server.
    """
    try:
        url = request.host_url if request.host else ""
    except UnicodeError:  # the name only looks like one in another alphabet
        url = ""
    if not url:
        raise RequestError(
            "bad_host", Label("The header Host is not the name of a server. Set it to what follows https:// in the server's URL.")
        )
    return url


def google_url() -> str:
    """Return the URL of the server without a slash; blank if Google can't reach it there, as it calls over https only."""
    host = request.host.rpartition(":")[0] or request.host
    return public_url().rstrip("/") if request.is_secure and not _is_local(host) else ""


def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return host == "localhost" or "." not in host


def revalidated(response: Response) -> Response:
    """Make clients ask again each time, and answer 304 if they have the current content."""
    response.add_etag()
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response
