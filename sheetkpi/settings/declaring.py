"""How settings are declared: fields of frozen dataclasses, each with its default, its limits and a sentence."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import reduce
from typing import Any, TypeVar, get_type_hints

from sheetkpi.settings.values import KINDS, ValueKind
from sheetkpi.translation import Message, Translatable

#: What the names of our environment variables begin with.
MARK = "SHEETKPI_"

_ABOUT = "sheetkpi"

Declared = TypeVar("Declared")
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is declared of a setting beside its name, type and default."""

    text: Translatable
    example: Any
    least: float | None = None
    most: float | None = None
    refusal: Callable[[Any], Translatable | None] | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting, as everything but its value."""

    path: Path
    kind: ValueKind
    default: Any
    facts: Facts

    @property
    def key(self) -> str:
        """``server.port``."""
        return ".".join(self.path)

    @property
    def variable(self) -> str:
        """The environment variable that overrides it: ``SHEETKPI_SERVER_PORT``."""
        return MARK + "_".join(self.path).upper()

    def expected(self) -> Translatable:
        """What it must be: “a whole number from 1 to 65535”."""
        words, least, most = self.kind.words, *map(self._written, (self.facts.least, self.facts.most))
        if least and most:
            return Message("{kind} from {least} to {most}", kind=words, least=least, most=most)
        if least:
            return Message("{kind}, at least {least}", kind=words, least=least)
        if most:
            return Message("{kind}, at most {most}", kind=words, most=most)
        return words

    def is_within_limits(self, value: Any) -> bool:
        """Whether a value of its type lies between the limits."""
        least, most = self.facts.least, self.facts.most
        return (least is None or value >= least) and (most is None or value <= most)

    def _written(self, limit: float | None) -> str:
        return "" if limit is None else self.kind.in_file(limit).strip('"')


def setting(
    default: Any,
    text: Translatable,
    *,
    example: Any,
    least: float | None = None,
    most: float | None = None,
    refusal: Callable[[Any], Translatable | None] | None = None,
) -> Any:
    """Declare a field as a setting; its annotation is one of :data:`KINDS`."""
    return field(default=default, metadata={_ABOUT: Facts(text, example, least, most, refusal)})


def section(declared: type[Any], text: Translatable) -> Any:
    """Declare a field as a section: a dataclass of settings."""
    return field(default_factory=declared, metadata={_ABOUT: text})


def settings_of(declared: type[Any], inside: Path = ()) -> Iterator[Setting]:
    """All settings of a dataclass and of its sections, in the order of their declaration, those of sections last."""
    hints = get_type_hints(declared)
    for each in fields(declared):
        facts = each.metadata[_ABOUT]
        if isinstance(facts, Facts):
            yield Setting((*inside, each.name), KINDS[hints[each.name]], each.default, facts)
    for name, (inner, _text) in _sections(declared).items():
        yield from settings_of(inner, (*inside, name))


def sections_of(declared: type[Any], inside: Path = ()) -> dict[Path, Translatable]:
    """All sections, each with what it is about."""
    found: dict[Path, Translatable] = {}
    for name, (inner, text) in _sections(declared).items():
        found[*inside, name] = text
        found |= sections_of(inner, (*inside, name))
    return found


def value_of(settings: Any, setting: Setting) -> Any:
    """The value of a setting."""
    return reduce(getattr, setting.path, settings)


def filled(declared: type[Declared], values: Mapping[Path, Any], inside: Path = ()) -> Declared:
    """The dataclass with the values in it; what has none keeps its default."""
    own = {name: filled(inner, values, (*inside, name)) for name, (inner, _text) in _sections(declared).items()}
    own |= {each.name: values[*inside, each.name] for each in fields(declared) if (*inside, each.name) in values}  # type: ignore[arg-type]
    return declared(**own)


def _sections(declared: type[Any]) -> dict[str, tuple[type[Any], Translatable]]:
    hints = get_type_hints(declared)
    return {
        each.name: (hints[each.name], each.metadata[_ABOUT]) for each in fields(declared) if not isinstance(each.metadata[_ABOUT], Facts)
    }
