"""What may be told of a client: enough to find a request again, and nothing that is a secret or says more of a person than is needed.

Whatever a client sends may be long, may hold a secret by mistake, or may be made to look like a line of the log. So nothing of it is
passed on as it came: only what has one of the forms below.
"""

import re
import secrets
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from sheetkpi.hosts.web.admission.keys import MARK

#: What stands for anything that is not one of ours: any number of unknown things is one.
OTHER = "(other)"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
#: Programs that hide behind “Mozilla/5.0”, the first that is found; many browsers say that they are those below them too.
_PROGRAM = re.compile("|".join(rf"\b{name}\b(?:/\d{{1,4}})?" for name in ("Google-Apps-Script", "YaBrowser", "Edg", "OPR", "Firefox")))
_BROWSER = re.compile(r"\b(?:Chrome|Safari)/\d{1,4}")
_PRODUCT = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,19}(?:/\d{1,4}(?:\.\d{1,4}){0,2})?(?=[ ;]|$)", re.ASCII)
_LONGEST_AGENT = 512
#: So much of an address is its network.
_NETWORK_BITS = {4: 24, 6: 48}


def request_id(given: str) -> str:
    r"""The name of a request: the one it came with, where that is a name as proxies give them and no key; else a new one.

    >>> request_id("0f8c2a5e-proxy.7")
    '0f8c2a5e-proxy.7'
    >>> len(request_id("a line\nof the log"))
    32
    """
    return given if _REQUEST_ID.fullmatch(given) and MARK not in given else secrets.token_hex(16)


def method_of(given: str) -> str:
    """The method, where it is one of HTTP."""
    return given if given in _METHODS else OTHER


@lru_cache(maxsize=1024)
def address_of(given: str, how: str) -> str:
    """As much of an address as may be told.

    >>> address_of("192.0.2.77", "network"), address_of("2001:db8:1:2::3", "network"), address_of("192.0.2.77", "whole")
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


def program_of(agent: str) -> str:
    """The program that asks, from what it says of itself.

    >>> program_of("curl/8.5.0"), program_of("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
    ('curl/8.5.0', 'Firefox/128')
    """
    agent = agent[:_LONGEST_AGENT]
    found = _PROGRAM.search(agent) or _BROWSER.search(agent) or _PRODUCT.match(agent)
    return found[0] if found else OTHER if agent else ""
