"""Types of settings, how a file and an environment variable write each of them, and the declaration of a setting."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, NewType, get_type_hints

from sheetkpi.translation import Label, Message, Translatable

#: Prefix of our environment variables.
MARK = "SHEETKPI_"

#: A number of bytes; a file may say ``"64 MiB"``.
Size = NewType("Size", int)
#: A number of seconds; a file may say ``"30 s"``.
Duration = NewType("Duration", float)
#: The address of another program; a password in it is never shown.
Address = NewType("Address", str)

_BYTES: Mapping[str, float] = {
    "B": 1, "KB": 10**3, "KiB": 2**10, "MB": 10**6, "MiB": 2**20, "GB": 10**9, "GiB": 2**30,
}  # fmt: skip
_SECONDS: Mapping[str, float] = {"ms": 0.001, "s": 1, "min": 60, "h": 3600, "d": 86400}
_RATE_SECONDS: Mapping[str, int] = {
    "s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "d": 86400, "day": 86400,
}  # fmt: skip
_RATE_UNITS: Mapping[int, str] = {1: "second", 60: "minute", 3600: "hour", 86400: "day"}

_RATE = re.compile(r"([1-9][0-9]{0,11})\s*(?:/|\s+per\s+)\s*([a-z]+)", re.IGNORECASE)
_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,18}\s*")
_NUMBER = re.compile(r"\s*[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\s*")
_MEASURE = re.compile(r"\s*([0-9]{1,15}(?:\.[0-9]{1,9})?)\s*([A-Za-z]*)\s*")
_SWITCHES = {"true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Rate:
    """A number of requests or cells in a window of time; all of them may come at once."""

    amount: int
    seconds: int

    def __str__(self) -> str:
        return f"{self.amount}/{_RATE_UNITS[self.seconds]}"


def rate_of(text: str) -> Rate:
    """Read a rate; raise a ValueError if the text is not one.

    >>> str(rate_of("600/minute")), str(rate_of("5 / s")), str(rate_of("1000 per hour"))
    ('600/minute', '5/second', '1000/hour')
    """
    found = _RATE.fullmatch(text.strip())
    if found is None or found[2].lower() not in _RATE_SECONDS:
        raise ValueError(text)
    return Rate(int(found[1]), _RATE_SECONDS[found[2].lower()])


def size_of(text: str) -> int:
    """Read a size, in bytes; raise a ValueError if the text is not one.

    >>> size_of("64 MiB"), size_of("1.5 kb"), size_of("100")
    (67108864, 1500, 100)
    """
    return round(_measured(text, _BYTES, "B"))


def duration_of(text: str) -> float:
    """Read a duration, in seconds; raise a ValueError if the text is not one.

    >>> duration_of("30 s"), duration_of("500 ms"), duration_of("2min"), duration_of("1.5")
    (30.0, 0.5, 120.0, 1.5)
    """
    return _measured(text, _SECONDS, "s")


def _measured(text: str, units: Mapping[str, float], default: str) -> float:
    found = _MEASURE.fullmatch(text)
    factors = {unit.lower(): factor for unit, factor in units.items()} | {"": units[default]}
    if found is None or found[2].lower() not in factors:
        raise ValueError(text)
    return float(found[1]) * factors[found[2].lower()]


def size_in_words(size: int) -> str:
    """Write a size in the largest unit that gives a whole number.

    >>> size_in_words(67108864), size_in_words(1500), size_in_words(0)
    ('64 MiB', '1500 B', '0 B')
    """
    unit = next((unit for unit in ("GiB", "MiB", "KiB") if size and size % _BYTES[unit] == 0), "B")
    return f"{size / _BYTES[unit]:.15g} {unit}"


def duration_in_words(seconds: float) -> str:
    """Write a duration in the largest unit that gives a whole number.

    >>> duration_in_words(30), duration_in_words(120), duration_in_words(0.25)
    ('30 s', '2 min', '250 ms')
    """
    unit = next((unit for unit in ("d", "h", "min", "s") if seconds and seconds % _SECONDS[unit] == 0), "ms")
    return f"{seconds / _SECONDS[unit]:g} {unit}"


def in_quotes(text: str) -> str:
    r"""Write a text as TOML does.

    >>> print(in_quotes('C:\\a "b"'))
    "C:\\a \"b\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in escaped) + '"'


def without_password(address: str) -> str:
    """Hide the password in an address.

    >>> without_password("redis://me:secret@host:6379/0")
    'redis://me:…@host:6379/0'
    """
    return re.sub(r"(?<=://)([^@/]*?):[^@]*(?=@)", r"\1:…", address)


def _exactly(value: Any, expected: type) -> Any:
    if type(value) is not expected:  # true is an int to Python
        raise ValueError(value)
    return value


def _whole(value: Any) -> int:
    if abs(number := _exactly(value, int)) >= 2**63:
        raise ValueError(number)
    return int(number)


def _finite(value: Any) -> float:
    number = float(value if type(value) is float else _whole(value))
    if not math.isfinite(number):
        raise ValueError(number)
    return number


def _unchanged(text: str) -> Any:
    return text


@dataclass(frozen=True, slots=True)
class ValueKind:
    """A type of settings: how to read it from a file, to write it into one, and what in a file an environment variable stands for."""

    words: Translatable
    read: Callable[[Any], Any]
    write: Callable[[Any], str]
    from_variable: Callable[[str], Any] = _unchanged


#: The types by annotation.
KINDS: Mapping[Any, ValueKind] = {
    str: ValueKind(Label("a text in quotes"), lambda value: _exactly(value, str), in_quotes),
    int: ValueKind(Label("a whole number"), _whole, str, lambda text: int(text) if _WHOLE.fullmatch(text) else text),
    float: ValueKind(
        Label("a number"), _finite, lambda value: f"{value:.15g}", lambda text: float(text) if _NUMBER.fullmatch(text) else text
    ),
    bool: ValueKind(
        Label("true or false"),
        lambda value: _exactly(value, bool),
        lambda value: str(value).lower(),
        lambda text: _SWITCHES.get(text.strip().lower(), text),
    ),
    tuple[str, ...]: ValueKind(
        Label("a list of texts"),
        lambda value: tuple(_exactly(each, str) for each in _exactly(value, list)),
        lambda value: f"[{', '.join(map(in_quotes, value))}]",
        lambda text: [each.strip() for each in text.split(",") if each.strip()],
    ),
    Size: ValueKind(
        Label("a size in B, KiB, MiB or GiB"),
        lambda value: size_of(value) if isinstance(value, str) else _whole(value),
        lambda value: in_quotes(size_in_words(value)),
    ),
    Duration: ValueKind(
        Label("a duration in ms, s, min, h or d"),
        lambda value: duration_of(value) if isinstance(value, str) else _finite(value),
        lambda value: in_quotes(duration_in_words(value)),
    ),
    Rate: ValueKind(Label("a rate such as 600/minute"), lambda value: rate_of(_exactly(value, str)), lambda value: in_quotes(str(value))),
    Address: ValueKind(Label("a text in quotes"), lambda value: _exactly(value, str), lambda value: in_quotes(without_password(value))),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A declared setting."""

    key: str
    kind: ValueKind
    default: Any
    text: Translatable
    example: Any
    least: float | None
    most: float | None
    options: tuple[str, ...]
    refusal: Callable[[Any], Translatable | None] | None

    @property
    def name(self) -> str:
        """The key without its section."""
        return self.key.rpartition(".")[2]

    @property
    def variable(self) -> str:
        """The environment variable that overrides it: ``SHEETKPI_SERVER_PORT``."""
        return MARK + self.key.replace(".", "_").upper()

    def expected(self) -> Translatable:
        """Describe the allowed values: “a whole number from 1 to 65535”."""
        kind = self.kind.words
        least, most = ("" if limit is None else self.kind.write(limit).strip('"') for limit in (self.least, self.most))
        if self.options:
            return Message("one of: {options}", options=", ".join(self.options))
        if least and most:
            return Message("{kind} from {least} to {most}", kind=kind, least=least, most=most)
        if least:
            return Message("{kind}, at least {least}", kind=kind, least=least)
        return Message("{kind}, at most {most}", kind=kind, most=most) if most else kind

    def allows(self, value: Any) -> bool:
        """Check a value of the right type against the limits and options."""
        is_within = (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
        return is_within and (not self.options or value in self.options)


def setting(
    default: Any,
    text: Translatable,
    *,
    example: Any,
    least: float | None = None,
    most: float | None = None,
    options: tuple[str, ...] = (),
    refusal: Callable[[Any], Translatable | None] | None = None,
) -> Any:
    """Declare a field of a frozen dataclass as a setting; its annotation is one of :data:`KINDS`."""
    facts = {"default": default, "text": text, "example": example, "least": least, "most": most, "options": options, "refusal": refusal}
    return field(default=default, metadata={"setting": facts})


def section(declared: type[Any], text: Translatable) -> Any:
    """Declare a field as a section: a dataclass of settings."""
    return field(default_factory=declared, metadata={"section": text})


def settings_of(declared: type[Any], inside: str = "") -> Iterator[Setting]:
    """Yield the settings of a dataclass, then those of its sections."""
    hints = get_type_hints(declared)
    for each in fields(declared):
        if "setting" in each.metadata:
            yield Setting(key=inside + each.name, kind=KINDS[hints[each.name]], **each.metadata["setting"])
    for name in sections_of(declared):
        yield from settings_of(hints[name], f"{name}.")


def sections_of(declared: type[Any]) -> dict[str, Translatable]:
    """Return the description of each section."""
    return {each.name: each.metadata["section"] for each in fields(declared) if "section" in each.metadata}


def value_of(settings: Any, setting: Setting) -> Any:
    """Return the value of a setting."""
    return attrgetter(setting.key)(settings)
