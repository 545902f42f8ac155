"""A server without keys answers programs of its own computer alone: no other computer, and no page of a foreign site.

A browser runs pages of any site on this computer, and lets them send requests to it; some make the browser believe that
their own name is this computer's (DNS rebinding). Both show in what the browser sends with the request.
"""

from collections.abc import Collection
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from flask import request

from sheetkpi.hosts.web.errors import RequestError
from sheetkpi.hosts.web.responses import public_url
from sheetkpi.translation import Label, Message

#: What a proxy adds, that brings requests of others.
_BROUGHT = frozenset({"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"})
#: So many addresses and names are remembered: a request must not wait for what was found a moment ago.
_REMEMBERED = 1024
#: A longer origin is not repeated whole.
_LONGEST = 200


def refuse_strangers(origins: Collection[str]) -> None:
    """Refuse the request unless a program of this computer sends it.

    Raises:
        RequestError: It comes from elsewhere.
    """
    if not is_program_of_this_computer():
        raise RequestError(
            "this_computer_only",
            Label(
                "This server has no keys: it answers the programs of its own computer alone, at http://127.0.0.1 and http://localhost. "
                "To let others in, its owner makes keys: sheetkpi keys add NAME"
            ),
            status=403,
        )
    origin = request.environ.get("HTTP_ORIGIN")
    if origin is not None and origin not in origins and origin != public_url().rstrip("/"):
        raise RequestError(
            "foreign_page",
            Message(
                "This server does not answer pages of other sites, such as {origin}. "
                "To allow one, put it into the settings: access.origins",
                origin=origin[:_LONGEST],
            ),
            status=403,
        )


def is_program_of_this_computer() -> bool:
    """Whether nobody else can have sent the request, except a page of a site in a browser here."""
    environment = request.environ
    is_here = is_this_computer(environment.get("REMOTE_ADDR")) and _BROUGHT.isdisjoint(environment)
    return is_here and _names_this_computer(environment.get("HTTP_HOST"))


@lru_cache(_REMEMBERED)
def is_this_computer(address: str | None) -> bool:
    """Whether an address is one of the computer itself, as 127.0.0.1 is."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return False
    return ((isinstance(found, IPv6Address) and found.ipv4_mapped) or found).is_loopback


@lru_cache(_REMEMBERED)
def _names_this_computer(asked: str | None) -> bool:
    """Whether the request is to one of this computer's own names; a program may leave it out, a browser does not."""
    if not asked:
        return True
    try:
        name = (urlsplit(f"//{asked}").hostname or "").rstrip(".")
    except ValueError:
        return False
    return name == "localhost" or name.endswith(".localhost") or is_this_computer(name)
