"""Types of settings, and how a file and an environment variable write each of them."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NewType

from sheetkpi.settings.rate import Rate, rate_of
from sheetkpi.translation import Label, Translatable

#: A number of bytes; a file may say ``"64 MiB"``.
Size = NewType("Size", int)
#: A number of seconds; a file may say ``"30 s"``.
Duration = NewType("Duration", float)
#: The address of another program; a password in it is never shown.
Address = NewType("Address", str)

_BYTES: Mapping[str, int] = {
    "B": 1, "KB": 10**3, "KiB": 2**10, "MB": 10**6, "MiB": 2**20, "GB": 10**9, "GiB": 2**30,
}  # fmt: skip
_SECONDS: Mapping[str, float] = {"ms": 0.001, "s": 1, "min": 60, "h": 3600, "d": 86400}

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_MEASURE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,9})?)\s*([A-Za-z]+)")
_WORDS = {"true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class ValueKind:
    """A type of settings."""

    words: Translatable
    from_file: Callable[[Any], Any]
    from_text: Callable[[str], Any]
    in_file: Callable[[Any], str]


def in_quotes(text: str) -> str:
    r"""Write a text as TOML does.

    >>> print(in_quotes('C:\\a "b"'))
    "C:\\a \"b\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in escaped) + '"'


def _exactly(value: Any, *types: type) -> Any:
    if type(value) not in types:  # true is an int to Python
        raise ValueError
    return value


def _whole(value: Any) -> int:
    number: int = _exactly(value, int)
    if abs(number) >= 2**63:
        raise ValueError
    return number


def _finite(value: Any) -> float:
    number = float(value if type(value) is float else _whole(value))
    if not math.isfinite(number):
        raise ValueError
    return number


def _matched(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text.strip()):
        raise ValueError
    return text.strip()


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_exactly(each, str) for each in _exactly(value, list))


def _measured(units: Mapping[str, float], text: str) -> float:
    """Read a number with a unit, in any case, as a number of the smallest unit."""
    found = _MEASURE.fullmatch(text.strip())
    factors = {unit.lower(): factor for unit, factor in units.items()}
    if found is None or found[2].lower() not in factors:
        raise ValueError
    return float(found[1]) * factors[found[2].lower()]


def size_of(text: str) -> int:
    """Read a size, in bytes.

    >>> size_of("64 MiB"), size_of("1.5 kb"), size_of("100")
    (67108864, 1500, 100)
    """
    return int(text) if _WHOLE.fullmatch(text.strip()) else round(_measured(_BYTES, text))


def duration_of(text: str) -> float:
    """Read a duration, in seconds.

    >>> duration_of("30 s"), duration_of("500 ms"), duration_of("2min"), duration_of("1.5")
    (30.0, 0.5, 120.0, 1.5)
    """
    return _finite(float(text)) if _NUMBER.fullmatch(text.strip()) else _measured(_SECONDS, text)


def size_in_words(size: int) -> str:
    """Write a size in the largest unit that gives a whole number.

    >>> size_in_words(67108864), size_in_words(1500), size_in_words(0)
    ('64 MiB', '1500 B', '0 B')
    """
    unit = next((unit for unit in ("GiB", "MiB", "KiB") if size and size % _BYTES[unit] == 0), "B")
    return f"{size // _BYTES[unit]} {unit}"


def duration_in_words(seconds: float) -> str:
    """Write a duration in the largest unit that gives a whole number.

    >>> duration_in_words(30), duration_in_words(120), duration_in_words(0.25)
    ('30 s', '2 min', '250 ms')
    """
    unit = next((unit for unit in ("d", "h", "min", "s") if seconds and seconds % _SECONDS[unit] == 0), "ms")
    return f"{seconds / _SECONDS[unit]:g} {unit}"


def _rate(value: Any) -> Rate:
    return value if isinstance(value, Rate) else rate_of(_exactly(value, str))


def without_password(address: str) -> str:
    """Hide the password in an address.

    >>> without_password("redis://me:secret@host:6379/0")
    'redis://me:…@host:6379/0'
    """
    return re.sub(r"(?<=://)([^@/]*?):[^@]*(?=@)", r"\1:…", address)


def _switch_of(text: str) -> bool:
    if text.strip().lower() not in _WORDS:
        raise ValueError
    return _WORDS[text.strip().lower()]


#: The types by annotation.
KINDS: Mapping[Any, ValueKind] = {
    str: ValueKind(Label("a text in quotes"), lambda value: _exactly(value, str), str, in_quotes),
    int: ValueKind(Label("a whole number"), _whole, lambda text: int(_matched(_WHOLE, text)), str),
    float: ValueKind(Label("a number"), _finite, lambda text: _finite(float(_matched(_NUMBER, text))), lambda value: f"{value:.15g}"),
    bool: ValueKind(Label("true or false"), lambda value: _exactly(value, bool), _switch_of, lambda value: str(value).lower()),
    tuple[str, ...]: ValueKind(
        Label("a list of texts"),
        _texts,
        lambda text: tuple(each.strip() for each in text.split(",") if each.strip()),
        lambda value: f"[{', '.join(map(in_quotes, value))}]",
    ),
    Size: ValueKind(
        Label("a size in B, KiB, MiB or GiB"),
        lambda value: size_of(value) if isinstance(value, str) else _whole(value),
        size_of,
        lambda value: in_quotes(size_in_words(value)),
    ),
    Duration: ValueKind(
        Label("a duration in ms, s, min, h or d"),
        lambda value: duration_of(value) if isinstance(value, str) else _finite(value),
        duration_of,
        lambda value: in_quotes(duration_in_words(value)),
    ),
    Rate: ValueKind(Label("a rate such as 600/minute"), _rate, rate_of, lambda value: in_quotes(str(value))),
    Address: ValueKind(
        Label("a text in quotes"), lambda value: _exactly(value, str), str, lambda value: in_quotes(without_password(value))
    ),
}
