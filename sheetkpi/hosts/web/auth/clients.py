"""Where a request comes from: this computer, another one, or a page of a site in a browser.

A browser runs pages of any site on this computer, and lets them send requests to it; some make the browser believe that
their own name is this computer's (DNS rebinding). Both show in what the browser sends with the request.
"""

from collections.abc import Collection
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from flask import Flask, Response, request

from sheetkpi.hosts.web.errors import RequestError
from sheetkpi.hosts.web.responses import public_url
from sheetkpi.translation import Label, Message

#: Headers of proxies, which bring requests of others.
_PROXY_HEADERS = frozenset({"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"})
#: So many addresses and names are remembered: parsing one takes as long as reading a small request.
_REMEMBERED = 1024
#: A longer origin is not repeated whole.
_LONGEST = 200
#: What a page may read of an answer besides its body.
_EXPOSED = "ETag, Retry-After, WWW-Authenticate, X-Request-ID"
#: For how many seconds a browser need not ask again whether it may; none remembers it longer.
_PREFLIGHT_AGE = "7200"


def require_local_client(origins: Collection[str]) -> None:
    """Refuse the request unless a program of this computer sends it.

    Raises:
        RequestError: It comes from elsewhere.
    """
    if not is_local_client():
        raise RequestError(
            "this_computer_only",
            Label(
                "This server has no keys, so it answers only programs on its own computer, at http://127.0.0.1 and http://localhost. "
                "To let others in, its owner creates keys: sheetkpi keys add NAME"
            ),
            status=403,
        )
    origin = request.environ.get("HTTP_ORIGIN")
    if origin is not None and origin not in origins and origin != public_url().rstrip("/"):
        raise RequestError(
            "foreign_page",
            Message(
                "This server does not answer pages of other sites, such as {origin}. To allow one, add it to the settings: access.origins",
                origin=origin[:_LONGEST],
            ),
            status=403,
        )


def is_local_client() -> bool:
    """Whether nobody else can have sent the request, except a page of a site in a browser here."""
    environment = request.environ
    is_here = is_loopback(environment.get("REMOTE_ADDR")) and _PROXY_HEADERS.isdisjoint(environment)
    return is_here and _names_this_computer(environment.get("HTTP_HOST"))


@lru_cache(_REMEMBERED)
def is_loopback(address: str | None) -> bool:
    """Whether an address is one of the computer itself, as 127.0.0.1 is."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return False
    return ((isinstance(found, IPv6Address) and found.ipv4_mapped) or found).is_loopback


@lru_cache(_REMEMBERED)
def _names_this_computer(host: str | None) -> bool:
    """Whether the request is to one of this computer's own names; a program may leave it out, a browser does not."""
    if not host:
        return True
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    return name == "localhost" or name.endswith(".localhost") or is_loopback(name)


@lru_cache(_REMEMBERED)
def network_of(address: str | None) -> str:
    """Return the address whose requests are counted: in IPv6 everybody has many, all in one network."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))


def allow_origins(app: Flask, origins: Collection[str]) -> None:
    """Let pages of these sites, named by their exact origins, read the answers in a browser (CORS)."""
    if not origins:
        return

    def allow(response: Response) -> Response:
        response.vary.add("Origin")
        origin = request.headers.get("Origin")
        if origin in origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = _EXPOSED
            if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
                response.headers["Access-Control-Allow-Methods"] = "GET, POST"
                response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
                response.headers["Access-Control-Max-Age"] = _PREFLIGHT_AGE
                if request.headers.get("Access-Control-Request-Private-Network") == "true":  # asked of a server within a company
                    response.headers["Access-Control-Allow-Private-Network"] = "true"
        return response

    app.after_request(allow)
