"""What is recorded of a request for the log and the metrics: no cell value, no key, and nothing exactly as the client sent it.

Whatever a client sends may be long, may hold a secret by mistake, or may be made to look like a line of the log. So only what has
one of the forms below is recorded.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from sheetkpi.hosts.web.auth.keys import MARK

#: Stands for any unknown route, method, program or function, so that clients can't add values without end.
OTHER = "(other)"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
#: Programs that hide behind “Mozilla/5.0”, the first that is found; many browsers say that they are those below them too.
_PROGRAM = re.compile("|".join(rf"\b{name}\b(?:/\d{{1,4}})?" for name in ("Google-Apps-Script", "YaBrowser", "Edg", "OPR", "Firefox")))
_BROWSER = re.compile(r"\b(?:Chrome|Safari)/\d{1,4}")
_PRODUCT = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,19}(?:/\d{1,4}(?:\.\d{1,4}){0,2})?(?=[ ;]|$)", re.ASCII)
_LONGEST_AGENT = 512
_NETWORK_BITS = {4: 24, 6: 48}


@dataclass(slots=True)
class RequestRecord:
    """A request and its answer."""

    request: str = ""
    method: str = ""
    address: str = ""
    program: str = ""
    bytes_in: int = 0
    route: str = OTHER
    is_probe: bool = False
    status: int = 0
    refused: str = ""
    key: str = ""
    functions: Mapping[str, int] = field(default_factory=dict)
    calls: int = 0
    cells: int = 0
    answer_cells: int = 0
    failed_cells: int = 0
    bytes_out: int = 0
    seconds: float = 0.0


_current: ContextVar[RequestRecord | None] = ContextVar("record", default=None)


def current_record() -> RequestRecord:
    """Return the record of the request in progress; outside of requests, one that nobody reads."""
    return _current.get() or RequestRecord()


@contextmanager
def recording(record: RequestRecord) -> Iterator[None]:
    """Make a record the current one."""
    token = _current.set(record)
    try:
        yield
    finally:
        _current.reset(token)


def request_id(given: str) -> str:
    r"""Return the ID that a proxy gave the request if it is a plain one and no key; else a new one.

    >>> request_id("0f8c2a5e-proxy.7")
    '0f8c2a5e-proxy.7'
    >>> len(request_id("a line\nof the log"))
    32
    """
    return given if _REQUEST_ID.fullmatch(given) and MARK not in given else secrets.token_hex(16)


def known_method(given: str) -> str:
    """Return the method if HTTP has it."""
    return given if given in _METHODS else OTHER


@lru_cache(maxsize=1024)
def redacted_address(given: str, how: str) -> str:
    """Return as much of an address as the setting log.addresses allows.

    >>> redacted_address("192.0.2.77", "network"), redacted_address("2001:db8:1:2::3", "network"), redacted_address("192.0.2.77", "whole")
    ('192.0.2.0/24', '2001:db8:1::/48', '192.0.2.77')
    """
    try:
        address = ip_address(given.partition("%")[0])
    except ValueError:  # a proxy may say anything
        return ""
    if how == "none":
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if how == "whole" or address.is_loopback:
        return str(address)
    return str(ip_network(f"{address}/{_NETWORK_BITS[address.version]}", strict=False))


def program_name(agent: str) -> str:
    """Return the name of the client program, from its User-Agent.

    >>> program_name("curl/8.5.0"), program_name("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
    ('curl/8.5.0', 'Firefox/128')
    """
    agent = agent[:_LONGEST_AGENT]
    found = _PROGRAM.search(agent) or _BROWSER.search(agent) or _PRODUCT.match(agent)
    return found[0] if found else OTHER if agent else ""
