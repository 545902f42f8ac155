"""Lets requests in, or not: with a key or without, and so many of each."""

from functools import lru_cache, partial
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from flask import Flask, current_app, g, request

from sheetkpi.hosts.web.admission.access import Access
from sheetkpi.hosts.web.admission.keys import Key
from sheetkpi.hosts.web.admission.this_computer import is_program_of_this_computer, is_this_computer, refuse_strangers
from sheetkpi.hosts.web.errors import RequestError
from sheetkpi.hosts.web.observing.observation import observation
from sheetkpi.hosts.web.openapi import openness_of
from sheetkpi.settings.rate import rate_of
from sheetkpi.translation import Label, Message, Translatable

_NAME = "sheetkpi-access"
#: So many addresses are remembered with their networks.
_REMEMBERED = 1024
_CHALLENGE = 'Bearer realm="sheetkpi"'


def install(app: Flask, access: Access) -> None:
    """Let an app ask for keys, and count."""
    app.extensions[_NAME] = access
    app.before_request(partial(_admit, access))


def access_to(app: Flask) -> Access:
    """Who may ask an app."""
    access: Access = app.extensions[_NAME]
    return access


def key_of_request() -> Key | None:
    """The key with which the request came, where it is a good one."""
    key: Key | None = g.get("key")
    return key


def charge(cells: int) -> None:
    """Count the cells that a batch was given, and those that came out."""
    who = g.get("counts_for")
    if who is not None:
        access = access_to(current_app)
        access.meters.cells.charge(who, access.rates.cells, cells)


def _admit(access: Access) -> None:
    """Refuse who may not ask, or not now."""
    openness, text = openness_of(request.endpoint), _bearer()
    key = _found(access, text)
    if request.method == "OPTIONS" or openness == "free":  # a browser asks with OPTIONS whether it may send the key
        return
    address = _network(request.remote_addr)
    if openness == "operator" and not key:
        if not is_program_of_this_computer() and not access.is_private:
            _refuse_without_key(access, address, text)
        refuse_strangers(access.origins)
        return
    if key:
        rate = rate_of(key.rate) if key.rate else access.rates.key
        _let_wait(access.meters.keys.take(key.name, rate), "too_many_requests", _MANY_OF_A_KEY)
        g.counts_for = f"key {key.name}"
    elif access.is_private:
        if openness == "key":
            refuse_strangers(access.origins)
        elif not is_this_computer(request.remote_addr):
            _take_of_address(access, address)
        return
    elif openness == "key" and not access.is_open:
        _refuse_without_key(access, address, text)
    else:
        _take_of_address(access, address)
        g.counts_for = f"address {address}"
    if openness == "key":
        _let_wait(access.meters.cells.wait(g.counts_for, access.rates.cells), "too_many_cells", _MANY_CELLS)


def _found(access: Access, text: str | None) -> Key | None:
    """The key, where the text is a good one."""
    key = access.keys.find(text) if access.keys and text is not None else None
    if key:
        g.key = key
        observation().key = key.name
    return key


def _refuse_without_key(access: Access, address: str, text: str | None) -> None:
    if text is None:
        _take_of_address(access, address)
        raise RequestError("no_key", _NO_KEY, status=401, headers={"WWW-Authenticate": _CHALLENGE})
    _let_wait(access.meters.wrong_keys.take(address, access.rates.wrong_keys), "too_many_wrong_keys", _MANY_WRONG_KEYS)
    raise RequestError("wrong_key", _WRONG_KEY, status=401, headers={"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'})


def _take_of_address(access: Access, address: str) -> None:
    _let_wait(access.meters.addresses.take(address, access.rates.address), "too_many_requests", _MANY_OF_AN_ADDRESS)


def _let_wait(seconds: float, code: str, why: Translatable) -> None:
    if seconds:
        whole = max(1, ceil(seconds))
        what = Message("{why} Try again in {seconds} s.", why=why, seconds=whole)
        raise RequestError(code, what, status=429, headers={"Retry-After": str(whole)})


def _bearer() -> str | None:
    """What stands in the place of the key; None where there is no such place."""
    scheme, _, text = request.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else None


@lru_cache(_REMEMBERED)
def _network(address: str | None) -> str:
    """Whose address it is: in IPv6 everybody has as many as they like, all within one network."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))


_NO_KEY = Label(
    "This server needs a key. Send it in the header Authorization: Bearer KEY; in Google Sheets enter it in the menu SheetKPI → Settings. "
    "Who runs the server gives you one: sheetkpi keys add NAME"
)
_WRONG_KEY = Label(
    "The server does not take this key. Copy it anew and whole; if that does not help, ask who runs the server for a new one: "
    "sheetkpi keys rotate NAME"
)
_MANY_OF_A_KEY = Label("This key has asked as often as it may. Ask for whole ranges instead of single cells, or for a higher rate.")
_MANY_OF_AN_ADDRESS = Label("Too many requests without a key come from your network address.")
_MANY_CELLS = Label("The requests held as many cells as they may. Ask for less, or who runs the server for more (rates.cells).")
_MANY_WRONG_KEYS = Label("The server does not take this key, and too many wrong keys come from your network address. Check the key.")
