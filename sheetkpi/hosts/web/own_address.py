"""The server's own address, as the one who asks wrote it."""

from flask import request

from sheetkpi.hosts.web.refusals import RequestError
from sheetkpi.translation import Label


def own_address() -> str:
    """The address, with a slash at its end.

    Raises:
        RequestError: The request names a server that there cannot be.
    """
    try:
        address = request.host_url if request.host else ""
    except UnicodeError:  # the name only looks like one that is written in other letters
        address = ""
    if not address:
        raise RequestError("bad_host", Label("The header Host names no server. Send in it what stands in the address after https://"))
    return address
