"""Texts in the reader's language: English in the code, translations in ``locale/``.

Every text is looked up by gettext. A text with facts is a :class:`Message`, which is formatted only
when it is read, so that a million failed cells cost no string formatting.
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
        """Return the text in a language."""
        ...


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """Load the translations of a language; none for English, or if they aren't compiled."""
    return gettext.translation(DOMAIN, FOLDER, languages=[language], fallback=True)


def translate(text: str, language: Language) -> str:
    """Translate a text; without a translation, return the English text.

    >>> translate("Profitability", "ru")
    'Рентабельность'
    """
    if language == "en" or not text:
        return text
    return catalogue(language).gettext(text)


def is_translated(text: str, language: Language) -> bool:
    """Whether a text is translated."""
    return language == "en" or catalogue(language).gettext(text) is not text


def in_words(value: object, language: Language) -> str:
    """Format a value as people write it in a language: 0.3 is 0,3 in Russian."""
    if isinstance(value, Translatable):
        return value.in_language(language)
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", locale_of(language).decimal)
    return str(value)


@dataclass(frozen=True, slots=True)
class Label:
    """A fixed text, such as a column's header."""

    text: str

    def in_language(self, language: Language) -> str:
        """Translate the text."""
        return translate(self.text, language)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text in the quotation marks of the reader's language."""

    text: str

    def in_language(self, language: Language) -> str:
        """Put the text between the marks."""
        return self.text.join(locale_of(language).quotes)


@dataclass(frozen=True, slots=True)
class Listed:
    """Texts and facts, with commas between them, or another separator."""

    items: Sequence[object]
    separator: str = ", "

    def in_language(self, language: Language) -> str:
        """Join the translated items."""
        return self.separator.join(in_words(item, language) for item in self.items)


class Message:
    """A sentence with facts, formatted only when it is read.

    >>> Message("{argument} is {value}", argument="margin", value=0.5).in_language("en")
    'margin is 0.5'
    """

    __slots__ = ("facts", "template")

    def __init__(self, template: str, **facts: object) -> None:
        self.template = template
        self.facts: Mapping[str, object] = facts

    def in_language(self, language: Language) -> str:
        """Translate the sentence and fill in the facts."""
        words = {name: in_words(fact, language) for name, fact in self.facts.items()}
        return translate(self.template, language).format(**words)

    def __str__(self) -> str:
        return self.in_language("en")
