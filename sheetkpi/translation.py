"""Texts in the reader's language: English is in the code, translations are in ``locale/``.

Everything a person reads is an English text that gettext looks up. A text with
facts in it is a :class:`Message`; it is put into words only when somebody reads
it, so that a million failed cells cost no string formatting.
"""

import gettext
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, runtime_checkable

from sheetkpi.locale import FOLDER, LOCALES, locale_of

#: The codes of the languages, English first.
LANGUAGES: tuple[str, ...] = tuple(LOCALES)
if TYPE_CHECKING:
    Language: TypeAlias = str
else:
    Language = Literal[LANGUAGES]  # what requests are checked against, and the description of the API lists
#: What each language calls itself.
OWN_NAMES: Mapping[Language, str] = {language: locale.own_name for language, locale in LOCALES.items()}
DOMAIN = "sheetkpi"


@runtime_checkable
class Translatable(Protocol):
    """Anything that can be put into words in a language."""

    def in_language(self, language: Language) -> str:
        """The words."""
        ...


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """The translations into a language; none for English, and for a language that has no compiled ones."""
    return gettext.translation(DOMAIN, FOLDER, languages=[language], fallback=True)


def translate(text: str, language: Language) -> str:
    """The text in the language; the English text itself where no translation exists.

    >>> translate("Profitability", "ru")
    'Рентабельность'
    """
    if language == "en" or not text:
        return text
    return catalogue(language).gettext(text)


def is_translated(text: str, language: Language) -> bool:
    """Whether the language has its own words for the text."""
    return language == "en" or catalogue(language).gettext(text) is not text


def in_words(value: object, language: Language) -> str:
    """A value as a person would write it in the language: 0.3 is 0,3 in Russian."""
    if isinstance(value, Translatable):
        return value.in_language(language)
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", locale_of(language).decimal)
    return str(value)


@dataclass(frozen=True, slots=True)
class Label:
    """A fixed text that is shown in the reader's language, such as a column's header."""

    text: str

    def in_language(self, language: Language) -> str:
        """The text in the language."""
        return translate(self.text, language)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text in the quotation marks of the reader's language."""

    text: str

    def in_language(self, language: Language) -> str:
        """The text between the marks."""
        return self.text.join(locale_of(language).quotes)


@dataclass(frozen=True, slots=True)
class Listed:
    """Texts and facts, with commas between them, or another separator."""

    items: Sequence[object]
    separator: str = ", "

    def in_language(self, language: Language) -> str:
        """The items in the language."""
        return self.separator.join(in_words(item, language) for item in self.items)


class Message:
    """A sentence with facts in it, put into words only when it is read.

    >>> Message("{argument} is {value}", argument="margin", value=0.5).in_language("en")
    'margin is 0.5'
    """

    __slots__ = ("facts", "template")

    def __init__(self, template: str, **facts: object) -> None:
        self.template = template
        self.facts: Mapping[str, object] = facts

    def in_language(self, language: Language) -> str:
        """The sentence in the language."""
        words = {name: in_words(fact, language) for name, fact in self.facts.items()}
        return translate(self.template, language).format(**words)

    def __str__(self) -> str:
        return self.in_language("en")
