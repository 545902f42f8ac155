"""Declare settings as fields of frozen dataclasses: default, limits and a description for each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar, get_type_hints

from sheetkpi.settings.values import KINDS, ValueKind
from sheetkpi.translation import Message, Translatable

#: Prefix of our environment variables.
MARK = "SHEETKPI_"

Declared = TypeVar("Declared")


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
        words, least, most = self.kind.words, *map(self._written, (self.least, self.most))
        if self.options:
            return Message("one of: {options}", options=", ".join(self.options))
        if least and most:
            return Message("{kind} from {least} to {most}", kind=words, least=least, most=most)
        if least:
            return Message("{kind}, at least {least}", kind=words, least=least)
        if most:
            return Message("{kind}, at most {most}", kind=words, most=most)
        return words

    def allows(self, value: Any) -> bool:
        """Check a value of the right type against the limits and options."""
        is_within = (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
        return is_within and (not self.options or value in self.options)

    def _written(self, limit: float | None) -> str:
        return "" if limit is None else self.kind.in_file(limit).strip('"')


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
    """Declare a field as a setting; its annotation is one of :data:`KINDS`."""
    declared = partial(Setting, default=default, text=text, example=example, least=least, most=most, options=options, refusal=refusal)
    return field(default=default, metadata={"setting": declared})


def section(declared: type[Any], text: Translatable) -> Any:
    """Declare a field as a section: a dataclass of settings."""
    return field(default_factory=declared, metadata={"section": text})


def settings_of(declared: type[Any], inside: str = "") -> Iterator[Setting]:
    """Yield the settings of a dataclass, then those of its sections."""
    hints = get_type_hints(declared)
    for each in fields(declared):
        if "setting" in each.metadata:
            yield each.metadata["setting"](key=inside + each.name, kind=KINDS[hints[each.name]])
    for name in sections_of(declared):
        yield from settings_of(hints[name], f"{name}.")


def sections_of(declared: type[Any]) -> dict[str, Translatable]:
    """Return the description of each section."""
    return {each.name: each.metadata["section"] for each in fields(declared) if "section" in each.metadata}


def value_of(settings: Any, setting: Setting) -> Any:
    """Return the value of a setting."""
    return attrgetter(setting.key)(settings)


def filled(declared: type[Declared], values: Mapping[str, Any]) -> Declared:
    """Make the dataclass from values by key; missing ones keep their defaults."""
    hints, parts = get_type_hints(declared), {name: {} for name in ("", *sections_of(declared))}  # type: dict[str, Any], dict[str, dict[str, Any]]
    for key, value in values.items():
        name, _, own = key.rpartition(".")
        parts[name][own] = value
    return declared(**parts.pop(""), **{name: hints[name](**own) for name, own in parts.items()})
