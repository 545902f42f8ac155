"""A key: how it looks, and what is kept of it."""

import hashlib
import re
import secrets
import string
import zlib
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

#: What a key begins with, so that programs that look for secrets in files find it; an underscore, because a double click
#: then selects the whole key.
MARK = "sheetkpi_"

_SIGNS = string.digits + string.ascii_uppercase + string.ascii_lowercase
#: So many of these signs hold 256 bits of chance.
_SECRET = 43
_CHECK = 6
_KEY = re.compile(rf"{MARK}[0-9A-Za-z]{{{_SECRET + _CHECK}}}")

Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Moment = Annotated[datetime, Meta(tz=True)]


class Former(Struct, frozen=True, forbid_unknown_fields=True):
    """The key that was there before, while it still works."""

    sha256: Digest
    until: Moment


class Key(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is kept of a key; the key itself is not."""

    name: str
    sha256: Digest
    created: Moment
    rate: str | None = None
    functions: tuple[str, ...] | None = None
    former: Former | None = None

    def may_call(self, function: str) -> bool:
        """Whether it is good for a function."""
        return self.functions is None or function in self.functions


def new_key() -> str:
    """A key that nobody can guess: 256 bits of chance, and a check sum by which a scanner tells it from other text."""
    secret = "".join(secrets.choice(_SIGNS) for _ in range(_SECRET))
    return MARK + secret + _check(secret)


def is_well_formed(text: str) -> bool:
    """Whether a text is a key as we make them, copied whole and without a mistake."""
    return bool(_KEY.fullmatch(text)) and text[-_CHECK:] == _check(text[len(MARK) : -_CHECK])


def digest_of(key: str) -> str:
    """What is kept of a key. It is not slowed down as for passwords: 256 bits of chance cannot be tried out."""
    return hashlib.sha256(key.encode()).hexdigest()


def _check(secret: str) -> str:
    rest, signs = zlib.crc32(secret.encode()), ""
    for _ in range(_CHECK):
        rest, place = divmod(rest, len(_SIGNS))
        signs = _SIGNS[place] + signs
    return signs
