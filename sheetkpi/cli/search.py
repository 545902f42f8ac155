"""Find a KPI by its name or by words of its title, in any language."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

import click
from click.shell_completion import CompletionItem

from sheetkpi.cli.program import language_of
from sheetkpi.model.errors import UnknownFunction
from sheetkpi.model.records import Record
from sheetkpi.registry import KPIS, Kpi, find
from sheetkpi.translation import LANGUAGES

#: Russian letters by their sound (ДРР is DRR) and by their look (СРО is CPO).
_SOUNDS = str.maketrans("абвгдезийклмнопрстуфц", "abvgdeziiklmnoprstufc")
_LOOKS = str.maketrans("авекмнорстух", "abekmhopctyx")


#: Endings of Russian nouns and adjectives, and of the English plural; at least three letters stay.
_ENDING = re.compile(
    r"(?<=\w{3})(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ией|иям|иях|ах|ях|ам|ям|ов|ев|ей|ой|ый|ий|ая|яя|ое|ее|ые|ие|ых|их|ым|им|ом|ем|"
    r"ую|юю|ью|ия|ии|ию|а|я|о|е|ы|и|у|ю|ь|й|s)$"
)


def complete_name(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Complete the name of a KPI."""
    return [
        CompletionItem(record.name, help=record.title(language_of(ctx)))
        for record in KPIS.values()
        if record.name.startswith(incomplete.upper())
    ]


def find_named(name: str) -> Kpi[..., Any]:
    """Return a KPI by its name, with or without the prefix of the settings.

    Raises:
        UnknownFunction: There is no such KPI.
    """
    try:
        return find(name)
    except UnknownFunction:
        from sheetkpi.settings import read_settings  # most names are known

        return find(name, read_settings().prefix)


def has_all(record: Record, words: Iterable[str]) -> bool:
    """Whether the name, topic and summary contain all the words, in any grammatical form.

    >>> has_all(KPIS["CPL"], ["лиды"])
    True
    """
    return _contains(" ".join(_said_of(record)), words)


def titled(words: str) -> list[Record]:
    """Return the KPIs whose titles contain all the words, in any language."""
    asked = words.split()
    return [record for record in KPIS.values() if any(_contains(record.title(language), asked) for language in LANGUAGES)]


def _contains(text: str, words: Iterable[str]) -> bool:
    text = normalised(text)
    stems = {stem(word) for word in re.findall(r"\w+", text)}
    return all(word in text or stem(word) in stems for word in map(normalised, words))


def stem(word: str) -> str:
    """Return a normalised word without its ending.

    Fleeting vowels («заявка», «заявок») stay different.

    >>> stem("лиды"), stem("лидами"), stem("рентабельности"), stem("leads")
    ('лид', 'лид', 'рентабельност', 'lead')
    """
    return _ENDING.sub("", word)


def nearest(words: Iterable[str]) -> list[str]:
    """Return KPIs with a word in their name or title that looks or sounds like one of these."""
    names: dict[str, list[str]] = {}
    for record in KPIS.values():
        for word in (record.name, *(word for language in LANGUAGES for word in record.title(language).split())):
            names.setdefault(normalised(word).strip("()«»“”,—"), []).append(record.name)
    spellings = [spelling for word in words for spelling in _spellings(normalised(word))]
    same = [spelling for spelling in spellings if spelling in names]
    near = same or [match for spelling in spellings for match in get_close_matches(spelling, names)]
    return list(dict.fromkeys(name for match in near for name in names[match]))[:3]


def with_nearest(error: UnknownFunction) -> UnknownFunction:
    """Return the error, with KPIs whose titles look like the name if no names do."""
    return error if error.nearest else UnknownFunction(error.name, nearest([error.name]))


def normalised(text: str) -> str:
    """Return a text for comparison: in lower case, with е for ё."""
    return text.casefold().replace("ё", "е")


def _said_of(record: Record) -> Iterator[str]:
    yield from (record.name, record.group)
    for language in LANGUAGES:
        yield from (record.group_in(language), record.summary_in(language))


def _spellings(word: str) -> Iterator[str]:
    yield from dict.fromkeys((word, word.translate(_SOUNDS), word.translate(_LOOKS)))
