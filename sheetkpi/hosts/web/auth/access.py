"""Who may use the server: clients with a key, everybody, or the programs on its own computer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from math import ceil

from flask import Flask, current_app, g, request

from sheetkpi.hosts.web.auth.clients import allow_origins, is_local_client, is_loopback, network_of, require_local_client
from sheetkpi.hosts.web.auth.keys import Key, key_file_path
from sheetkpi.hosts.web.auth.live_keys import LiveKeys
from sheetkpi.hosts.web.auth.rates import Kind, RateLimiter
from sheetkpi.hosts.web.errors import RequestError
from sheetkpi.hosts.web.observability.record import current_record
from sheetkpi.hosts.web.openapi import openness_of
from sheetkpi.settings import RatesSettings, Settings
from sheetkpi.settings.rate import Rate
from sheetkpi.translation import Label, Message, Translatable

_NAME = "sheetkpi-access"
_CHALLENGE = 'Bearer realm="sheetkpi"'


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
    allow_origins(app, policy.origins)


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
        _acquire(policy, "keys", key.name, key.rate or policy.rates.key, _TOO_MANY_OF_KEY)
        client = f"key {key.name}"
    elif policy.is_private:
        if openness == "key":
            require_local_client(policy.origins)
        elif not is_loopback(request.remote_addr):
            _acquire(policy, "addresses", address, policy.rates.address, _TOO_MANY_OF_ADDRESS)
        return
    elif openness == "key" and not policy.is_open:
        _refuse_without_key(policy, address, text)
        return
    else:
        _acquire(policy, "addresses", address, policy.rates.address, _TOO_MANY_OF_ADDRESS)
        client = f"address {address}"
    g.counted_client = client
    if openness == "key":
        _refuse_until(policy.limiter.retry_after("cells", client, policy.rates.cells), "too_many_cells", _TOO_MANY_CELLS)


def _find_key(policy: AccessPolicy, text: str | None) -> Key | None:
    key = policy.keys.find(text) if policy.keys and text is not None else None
    if key:
        g.key = key
        current_record().key = key.name
    return key


def _refuse_without_key(policy: AccessPolicy, address: str, text: str | None) -> None:
    if text is None:
        _acquire(policy, "addresses", address, policy.rates.address, _TOO_MANY_OF_ADDRESS)
        raise RequestError("no_key", _NO_KEY, status=401, headers={"WWW-Authenticate": _CHALLENGE})
    _acquire(policy, "wrong", address, policy.rates.wrong_keys, _TOO_MANY_WRONG_KEYS, "too_many_wrong_keys")
    raise RequestError("wrong_key", _WRONG_KEY, status=401, headers={"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'})


def _acquire(policy: AccessPolicy, kind: Kind, client: str, rate: Rate, why: Translatable, code: str = "too_many_requests") -> None:
    _refuse_until(policy.limiter.acquire(kind, client, rate), code, why)


def _refuse_until(seconds: float, code: str, why: Translatable) -> None:
    if seconds:
        whole = max(1, ceil(seconds))
        what = Message("{why} Try again in {seconds} s.", why=why, seconds=whole)
        raise RequestError(code, what, status=429, headers={"Retry-After": str(whole)})


def _bearer() -> str | None:
    """Return what is sent as a key; None if nothing is."""
    scheme, _, text = request.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else None


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
