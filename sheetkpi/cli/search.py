"""Finding a KPI by what a person calls it: its name or words of its title, in either language."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from sheetkpi.model.errors import UnknownFunction
from sheetkpi.model.records import Record
from sheetkpi.registry import KPIS
from sheetkpi.translation import LANGUAGES

#: Russian letters by their sound (ДРР is DRR) and by their look (СРО is CPO).
_SOUNDS = str.maketrans("абвгдезийклмнопрстуфц", "abvgdeziiklmnoprstufc")
_LOOKS = str.maketrans("авекмнорстух", "abekmhopctyx")


#: What Russian nouns and adjectives end in, and the English plural; what is left has three letters at least.
_ENDING = re.compile(
    r"(?<=\w{3})(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ией|иям|иях|ах|ях|ам|ям|ов|ев|ей|ой|ый|ий|ая|яя|ое|ее|ые|ие|ых|их|ым|им|ом|ем|"
    r"ую|юю|ью|ия|ии|ию|а|я|о|е|ы|и|у|ю|ь|й|s)$"
)


def has_all(record: Record, words: Iterable[str]) -> bool:
    """Whether all of the words are in the name, the topic or the summary, in whatever grammatical form.

    >>> has_all(KPIS["CPL"], ["лиды"])
    True
    """
    return _contains(" ".join(_said_of(record)), words)


def titled(words: str) -> list[Record]:
    """The KPIs with all of the words in their titles, in either language."""
    asked = words.split()
    return [record for record in KPIS.values() if any(_contains(record.title(language), asked) for language in LANGUAGES)]


def _contains(text: str, words: Iterable[str]) -> bool:
    text = normalised(text)
    stems = {stem(word) for word in re.findall(r"\w+", text)}
    return all(word in text or stem(word) in stems for word in map(normalised, words))


def stem(word: str) -> str:
    """A normalised word without its ending: the parts of a form that differ by case and number.

    This is no grammar: vowels that come and go («заявка», «заявок») stay different.

    >>> stem("лиды"), stem("лидами"), stem("рентабельности"), stem("leads")
    ('лид', 'лид', 'рентабельност', 'lead')
    """
    return _ENDING.sub("", word)


def nearest(words: Iterable[str]) -> list[str]:
    """The KPIs with a word in their name or title that looks like one of these, or that sounds like it."""
    names: dict[str, list[str]] = {}
    for record in KPIS.values():
        for word in (record.name, *(word for language in LANGUAGES for word in record.title(language).split())):
            names.setdefault(normalised(word).strip("()«»“”,—"), []).append(record.name)
    spellings = [spelling for word in words for spelling in _spellings(normalised(word))]
    same = [spelling for spelling in spellings if spelling in names]
    near = same or [match for spelling in spellings for match in get_close_matches(spelling, names)]
    return list(dict.fromkeys(name for match in near for name in names[match]))[:3]


def with_nearest(error: UnknownFunction) -> UnknownFunction:
    """The same complaint; where no name looks like the one asked for, with KPIs whose titles do."""
    return error if error.nearest else UnknownFunction(error.name, nearest([error.name]))


def normalised(text: str) -> str:
    """The text as it is compared."""
    return text.casefold().replace("ё", "е")


def _said_of(record: Record) -> Iterator[str]:
    yield from (record.name, record.group)
    for language in LANGUAGES:
        yield from (record.group_in(language), record.summary_in(language))


def _spellings(word: str) -> Iterator[str]:
    yield from dict.fromkeys((word, word.translate(_SOUNDS), word.translate(_LOOKS)))
