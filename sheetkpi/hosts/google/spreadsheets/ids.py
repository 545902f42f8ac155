"""Ids that follow from names: whoever publishes again finds what was published before, wherever people moved it."""

import zlib

#: Google's ids of sheets, charts and ranges are positive and have 31 bits.
_LARGEST = 0x7FFFFFFF


def id_of(*words: str) -> int:
    """The id of a thing by what it is.

    >>> id_of("forecast", "tab", "Start") == id_of("forecast", "tab", "Start") != id_of("channels", "tab", "Start")
    True
    """
    return zlib.crc32("/".join(("sheetkpi", *words)).encode()) & _LARGEST or 1
