"""Who may use the server: clients with a key, everybody, or the programs on its own computer.

A browser runs pages of any site on this computer, and lets them send requests to it; some make the browser believe that
their own name is this computer's (DNS rebinding). Both show in what the browser sends with the request.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import NoReturn
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request

from sheetkpi.hosts.web.errors import RequestError
from sheetkpi.hosts.web.keys import Key, LiveKeys, key_file_path
from sheetkpi.hosts.web.log import current_record
from sheetkpi.hosts.web.openapi import openness_of
from sheetkpi.hosts.web.rates import RateLimiter
from sheetkpi.settings import RatesSettings, Settings
from sheetkpi.translation import Label, Message, Translatable

_NAME = "sheetkpi-access"
_CHALLENGE = 'Bearer realm="sheetkpi"'

#: Headers that proxies add: the request may come from another computer.
_PROXY_HEADERS = frozenset(
    f"HTTP_{name}"
    for name in (
        *("FORWARDED", "VIA", "X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_FORWARDED_PROTO"),
        *("X_REAL_IP", "X_CLIENT_IP", "CF_CONNECTING_IP", "TRUE_CLIENT_IP"),
    )
)
#: Addresses and names whose parsing is cached: it takes as long as reading a small request.
_REMEMBERED = 1024
#: Longer origins are cut in messages.
_LONGEST = 200
#: Response headers that a page may read (CORS).
_EXPOSED = "ETag, Retry-After, WWW-Authenticate, X-Request-ID"
#: Seconds for which a browser may cache a preflight response; none caches it longer.
_PREFLIGHT_AGE = "7200"

_NO_KEY = Label(
    "This server needs a key. Send it in the header Authorization: Bearer KEY; in Google Sheets enter it in the menu SheetKPI → Settings. "
    "The person who runs the server creates keys: sheetkpi keys add NAME"
)
_WRONG_KEY = Label(
    "The server does not accept this key. Copy it again, the whole of it; if that does not help, ask the person who runs the server "
    "for a new one: sheetkpi keys rotate NAME"
)
_TOO_MANY_OF_KEY = Label("This key has reached its request limit. Ask for whole ranges instead of single cells, or for a higher rate.")
_TOO_MANY_OF_ADDRESS = Label("Too many requests without a key come from your network address.")
_TOO_MANY_CELLS = Label(
    "The requests have reached the limit of cells. Ask for fewer, or have the person who runs the server raise the limit (rates.cells)."
)
_TOO_MANY_WRONG_KEYS = Label("The server does not accept this key, and too many wrong keys come from your network address. Check the key.")


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """Who may use a server, and how often."""

    keys: LiveKeys | None = None
    is_open: bool = False
    rates: RatesSettings = field(default_factory=RatesSettings)
    limiter: RateLimiter = field(default_factory=RateLimiter)
    origins: frozenset[str] = frozenset()
    proxies: int = 0

    @property
    def needs_key(self) -> bool:
        """Whether clients need a key."""
        return not self.is_open and self.keys is not None and self.keys.is_in_use

    @property
    def is_private(self) -> bool:
        """Whether only programs on this computer may use it: there are no keys, and nobody opened the server."""
        return not self.is_open and not self.needs_key

    def refusal_to_serve(self, host: str, *, is_reachable: bool) -> Message | None:
        """Return why the server must not listen there; None if it may."""
        if self.is_open or (self.keys and self.keys.count):
            return None
        if is_reachable:
            return Message(
                "Other computers can reach {host}, and there is no key: anyone there could use this server. "
                "Create a key: sheetkpi keys add NAME; or let everybody in: sheetkpi serve --host {host} --open; "
                "or serve only this computer: sheetkpi serve",
                host=host,
            )
        if self.proxies:
            return Message(
                "According to the settings (access.proxies) a proxy brings others to this server, and there is no key: anyone there "
                "could use it. Create a key: sheetkpi keys add NAME; or let everybody in: sheetkpi serve --open"
            )
        return None


def policy_from_settings(settings: Settings, environment: Mapping[str, str], *, is_open: bool = False) -> AccessPolicy:
    """Return the policy that the settings describe.

    Raises:
        SheetKpiError: The keys can't be read, or a library is missing.
    """
    keys = LiveKeys(key_file_path(settings.keys.file, environment))
    access = settings.access
    return AccessPolicy(keys, is_open, settings.rates, RateLimiter(settings.rates.redis), frozenset(access.origins), access.proxies)


def install(app: Flask, policy: AccessPolicy) -> None:
    """Let an app ask for keys, count requests and say which sites may ask it."""
    app.extensions[_NAME] = policy
    app.before_request(partial(_authorize, policy))
    if policy.origins:
        app.after_request(partial(_allow_origin, policy.origins))


def policy_of(app: Flask) -> AccessPolicy:
    """Return an app's policy."""
    policy: AccessPolicy = app.extensions[_NAME]
    return policy


def current_key() -> Key | None:
    """Return the valid key that the request came with, if any."""
    key: Key | None = g.get("key")
    return key


def consume_cells(cells: int) -> None:
    """Count the cells that a batch was given, and those that came out."""
    client = g.get("counted_client")
    if client is not None:
        policy = policy_of(current_app)
        policy.limiter.consume("cells", client, policy.rates.cells, cells)


def _authorize(policy: AccessPolicy) -> None:
    """Refuse a client that may not ask, or not now."""
    openness, text = openness_of(request.endpoint), _bearer()
    key = _find_key(policy, text)
    if request.method == "OPTIONS" or openness == "free":  # a browser asks with OPTIONS whether it may send the key
        return
    address = network_of(request.remote_addr)
    if openness == "operator" and not key:
        if not is_local_client() and not policy.is_private:
            _refuse_without_key(policy, address, text)
        require_local_client(policy.origins)
        return
    if key:
        client = f"key {key.name}"
        _refuse_until(policy.limiter.acquire("keys", key.name, key.rate or policy.rates.key), "too_many_requests", _TOO_MANY_OF_KEY)
    elif policy.is_private:
        if openness == "key":
            require_local_client(policy.origins)
        elif not is_loopback(request.remote_addr):
            _count_address(policy, address)
        return
    elif openness == "key" and not policy.is_open:
        _refuse_without_key(policy, address, text)
    else:
        client = f"address {address}"
        _count_address(policy, address)
    g.counted_client = client
    if openness == "key":
        _refuse_until(policy.limiter.retry_after("cells", client, policy.rates.cells), "too_many_cells", _TOO_MANY_CELLS)


def _find_key(policy: AccessPolicy, text: str | None) -> Key | None:
    key = policy.keys.find(text) if policy.keys and text is not None else None
    if key:
        g.key = key
        current_record().key = key.name
    return key


def _refuse_without_key(policy: AccessPolicy, address: str, text: str | None) -> NoReturn:
    if text is None:
        _count_address(policy, address)
        raise RequestError("no_key", _NO_KEY, status=401, headers={"WWW-Authenticate": _CHALLENGE})
    _refuse_until(policy.limiter.acquire("wrong", address, policy.rates.wrong_keys), "too_many_wrong_keys", _TOO_MANY_WRONG_KEYS)
    raise RequestError("wrong_key", _WRONG_KEY, status=401, headers={"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'})


def _count_address(policy: AccessPolicy, address: str) -> None:
    _refuse_until(policy.limiter.acquire("addresses", address, policy.rates.address), "too_many_requests", _TOO_MANY_OF_ADDRESS)


def _refuse_until(seconds: float, code: str, why: Translatable) -> None:
    if seconds:
        whole = max(1, ceil(seconds))
        what = Message("{why} Try again in {seconds} s.", why=why, seconds=whole)
        raise RequestError(code, what, status=429, headers={"Retry-After": str(whole)})


def _bearer() -> str | None:
    """Return the bearer token of the request, if it has one."""
    scheme, _, text = request.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else None


def public_url() -> str:
    """Return the URL of the server as the client wrote it, with a slash at the end.

    Raises:
        RequestError: The header Host is not the name of a server.
    """
    try:
        url = request.host_url if request.host else ""
    except UnicodeError:  # the host name is not valid IDNA
        url = ""
    if not url:
        raise RequestError(
            "bad_host", Label("The header Host is not the name of a server. Set it to what follows https:// in the server's URL.")
        )
    return url


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
    """Whether an address is a loopback address, such as 127.0.0.1."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return False
    return ((isinstance(found, IPv6Address) and found.ipv4_mapped) or found).is_loopback


@lru_cache(_REMEMBERED)
def _names_this_computer(host: str | None) -> bool:
    """Whether the Host header names this computer; programs may omit it, browsers never do."""
    if not host:
        return True
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    return name == "localhost" or name.endswith(".localhost") or is_loopback(name)


@lru_cache(_REMEMBERED)
def network_of(address: str | None) -> str:
    """Return the address to count requests by: a whole /64 network for IPv6, where every client has many addresses."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))


def _allow_origin(origins: Collection[str], response: Response) -> Response:
    """Let pages of these sites, named by their exact origins, read the answer in a browser (CORS)."""
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin in origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response.headers["Access-Control-Allow-Methods"] = "GET, POST"
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
            response.headers["Access-Control-Max-Age"] = _PREFLIGHT_AGE
            if request.headers.get("Access-Control-Request-Private-Network") == "true":  # browsers ask this of servers in a private network
                response.headers["Access-Control-Allow-Private-Network"] = "true"
    return response
