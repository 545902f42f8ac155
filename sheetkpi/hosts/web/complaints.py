"""What msgspec complains of, in the reader's language."""

import re
from collections.abc import Callable

from sheetkpi.translation import Message

#: A longer text is not repeated whole.
_LONGEST = 100

_KNOWN: tuple[tuple[str, Callable[..., Message]], ...] = (
    (r"Object missing required field `(?P<field>.*)`", lambda field: Message("the field {field} is missing", field=field)),
    (r"Object contains unknown field `(?P<field>.*)`", lambda field: Message("there is no field {field}", field=field)),
    (
        r"Expected `(?P<expected>[^`]*)`, got `(?P<given>[^`]*)`",
        lambda expected, given: Message("expected {expected}, got {given}", expected=expected, given=given),
    ),
    (
        r"Expected `(?P<expected>[^`]*)` of length <= (?P<most>\d+)",
        lambda expected, most: Message("{expected} longer than {most}", expected=expected, most=most),
    ),
    (r"Expected `int` >= (?P<least>\d+)", lambda least: Message("expected a whole number from {least}", least=least)),
    (r"Invalid enum value '(?P<value>.*)'", lambda value: Message("the value “{value}” is not one of those allowed", value=value)),
    (r"Number out of range", lambda: Message("the number is too large")),
    (r"Input data was truncated", lambda: Message("it ends too early")),
    (r"JSON is malformed: .*\(byte (?P<byte>\d+)\)", lambda byte: Message("a wrong character at byte {byte}", byte=byte)),
)


def in_plain_words(complaint: str) -> Message | str:
    """The complaint as a message that can be translated; a rare one as it is.

    >>> str(in_plain_words("Object missing required field `calls`"))
    'the field calls is missing'
    """
    for pattern, message in _KNOWN:
        found = re.fullmatch(pattern, complaint, re.DOTALL)
        if found:
            return message(**{name: _short(text) for name, text in found.groupdict().items()})
    return _short(complaint)


def _short(text: str) -> str:
    """The text, which may hold what the client sent, without the rest of a long one."""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
