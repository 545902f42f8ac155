"""The address of a spreadsheet, as people copy it from the browser."""

import re
from urllib.parse import urlsplit

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message

_ID = re.compile(r"[\w-]{25,100}", re.ASCII)
_IN_PATH = re.compile(r"/d/([\w-]{25,100})(?:/|$)", re.ASCII)
#: How Google calls other files in their addresses.
_OTHERS = {"document", "presentation", "forms", "drawings"}


class WrongAddress(SheetKpiError):
    """There cannot be a spreadsheet of this address."""


def spreadsheet_id(address: str) -> str:
    """The id in the address of a spreadsheet, or the id itself.

    Raises:
        WrongAddress: It is neither; the message says what it is.

    >>> spreadsheet_id("https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit?gid=0#gid=0")
    '1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms'
    """
    address = address.strip()
    if _ID.fullmatch(address):
        return address
    if "/" not in address and "." not in address:
        raise _wrong(Message("“{address}” is not a spreadsheet ID: one has about 44 letters, digits, - and _.", address=address))
    parts = urlsplit(address if "//" in address else f"https://{address}")
    if not (parts.hostname or "").endswith("google.com"):
        raise _wrong(Message("“{address}” does not lead to Google Sheets.", address=address))
    first, *_ = [*filter(None, parts.path.split("/")), ""]
    if first in _OTHERS:
        raise _wrong(Message("“{address}” is not a spreadsheet, but another kind of Google file.", address=address))
    if "/d/e/" in parts.path:
        raise _wrong(Message("“{address}” is a copy published for reading, which nobody can write to.", address=address))
    if "/folders/" in parts.path:
        raise _wrong(Message("“{address}” is a folder. Open the spreadsheet in it.", address=address))
    found = _IN_PATH.search(parts.path) or re.search(r"(?:^|&)id=([\w-]{25,100})(?:&|$)", parts.query, re.ASCII)
    if not found:
        raise _wrong(Message("“{address}” lacks the id of a spreadsheet: it stands behind /d/.", address=address))
    return found[1]


def _wrong(what: Message) -> WrongAddress:
    return WrongAddress(
        Message(
            "{what} Copy the address from the browser where the spreadsheet is open: https://docs.google.com/spreadsheets/d/…/edit",
            what=what,
        )
    )
