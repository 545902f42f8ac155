"""The words of headers and totals, read from ``locale/<language>/columns.json``: one file a language, merged here."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from sheetkpi.locale import FOLDER
from sheetkpi.translation import LANGUAGES, Language

#: Latin letters that look like Cyrillic ones: exports mix them (“Kлики” with a Latin K).
_LOOKALIKES = str.maketrans("aceopxyktmhb", "асеорхуктмнв")
_CYRILLIC = re.compile(r"[а-яё]")
_LATIN = re.compile(r"[a-z]")

_CAMEL_CASE = re.compile(r"(?<=[a-zа-яё\d])(?=[A-ZА-ЯЁ])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_PREFIX = re.compile(r"^(?:ym:[a-z]+:|base\.|metrics\.|segments\.)")
_BOUNDARY = re.compile(r"\s[-–—]\s|[,;:()\[\]|]")
_TOKEN = re.compile(r"[^\W_]+|[₽$€£₸₴%#/]")

#: What pivot tables call the column of their labels.
ROW_LABELS = frozenset({"row labels", "названия строк"})
#: Phrases that tell a number from the plain one of the same measure.
QUALIFIERS = ("plan", "fact", "whole", "vat_included", "vat_excluded", "other_number")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a field: of two columns the one with the lower tier is the field."""

    field: str
    tier: int
    language: Language


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of headers, in all languages. Keys are names as :func:`key_of` gives them."""

    names: dict[str, Name] = field(default_factory=dict)
    offered: dict[str, tuple[str, ...]] = field(default_factory=dict)
    not_fields: set[str] = field(default_factory=set)
    qualifiers: dict[str, str] = field(default_factory=dict)
    ratios: set[str] = field(default_factory=set)
    count_of: set[str] = field(default_factory=set)
    units: dict[str, str] = field(default_factory=dict)
    multipliers: dict[str, float] = field(default_factory=dict)
    titles_of_plans: set[str] = field(default_factory=set)
    levels: set[str] = field(default_factory=set)
    years: set[str] = field(default_factory=set)
    systems: list[Mapping[str, Any]] = field(default_factory=list)
    total_names: set[str] = field(default_factory=set)
    total_beginnings: set[str] = field(default_factory=set)
    total_hints: set[str] = field(default_factory=set)
    vague_total_hints: set[str] = field(default_factory=set)
    mean_hints: set[str] = field(default_factory=set)


def segments_of(header: str) -> list[list[str]]:
    """The tokens of a header: those before the first bracket, comma or dash, then those of each further part.

    >>> segments_of("Расход, ₽"), segments_of("Cost (per result)"), segments_of("AdCost")
    ([['расход'], ['₽']], [['cost'], ['per', 'result']], [['ad', 'cost']])
    """
    text = unicodedata.normalize("NFKC", _PREFIX.sub("", header.strip()))
    text = _CAMEL_CASE.sub(" ", text).casefold().replace("ё", "е").replace("_", " ")
    parts = [[_in_one_script(token) for token in _TOKEN.findall(part)] for part in _BOUNDARY.split(text)]
    return [part for part in parts if part]


def key_of(name: str) -> str:
    """A name without case, punctuation and signs.

    >>> key_of("Purchases ($)"), key_of("Ср. цена клика"), key_of("Session source / medium")
    ('purchases', 'ср цена клика', 'session source medium')
    """
    return " ".join(token for part in segments_of(name) for token in part if token.isalnum())


def _in_one_script(token: str) -> str:
    return token.translate(_LOOKALIKES) if _CYRILLIC.search(token) and _LATIN.search(token) else token


@cache
def known_words() -> Words:
    """The words of all languages."""
    words = Words()
    for language in LANGUAGES:
        if data := _data(language):
            _add(words, language, data)
    return words


def _add(words: Words, language: Language, data: Mapping[str, Any]) -> None:
    for name_of_field, tiers in data["fields"].items():
        for tier, names in enumerate(tiers):
            for name in names:
                words.names.setdefault(key_of(name), Name(name_of_field, tier, language))
    for name_of_field, names in data["offered"].items():
        for key in map(key_of, names):
            words.offered[key] = (*words.offered.get(key, ()), name_of_field)
    words.not_fields.update(map(key_of, data["not_fields"]))
    for qualifier in QUALIFIERS:
        words.qualifiers.update(dict.fromkeys(map(key_of, data[qualifier]), qualifier))
    words.ratios.update(map(key_of, data["ratio"]))
    words.count_of.update(map(_spelled, data["count_of"]))
    for unit, names in data["units"].items():
        words.units.update(dict.fromkeys(names, unit))
    words.multipliers.update(data["multipliers"])
    words.titles_of_plans.update(map(key_of, data["titles_of_plans"]))
    words.levels.update(map(key_of, data["levels"]))
    words.years.update(map(key_of, data["years"]))
    words.systems.extend(data["systems"])
    totals = data["totals"]
    words.total_names.update(map(key_of, totals["names"]))
    words.total_names.update(name for name in totals["names"] if not key_of(name))
    words.total_beginnings.update(totals["begins"])
    words.total_hints.update(totals["hints"])
    words.vague_total_hints.update(totals["vague_hints"])
    words.mean_hints.update(totals["mean_hints"])


def _spelled(phrase: str) -> str:
    return " ".join(token for part in segments_of(phrase) for token in part)


def is_row_labels(header: str) -> bool:
    """Whether a header is the one that a pivot table gives its labels, whatever they are."""
    return key_of(header) in ROW_LABELS


def is_year(header: str) -> bool:
    """Whether a header is that of a column of years, which a column of months needs beside it."""
    return key_of(header) in known_words().years


def is_level(text: str) -> bool:
    """Whether a cell names a level of a report: “Campaign”, “Группа объявлений”."""
    return key_of(text) in known_words().levels


def folded(name: str) -> str:
    """A name as it is compared with another: names differ by more than case and spaces.

    >>> folded("  Яндекс  Директ ") == folded("яндекс директ")
    True
    """
    return " ".join(name.split()).casefold()


def usual_names(field_name: str, language: Language) -> tuple[str, ...]:
    """The names that a field usually has in a language, the most usual first; the English ones where it has none."""
    for code in (language, "en"):
        if names := tuple(chain.from_iterable(_data(code).get("fields", {}).get(field_name, ()))):
            return names
    return (field_name,)


@cache
def _data(language: Language) -> Mapping[str, Any]:
    """The words of a language; none for a language that has no such file."""
    path = Path(FOLDER, language, "columns.json")
    data: Mapping[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return data
