"""Which column of a table holds what: the surest header wins, and two that are equally sure are a question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from sheetkpi.reading.fields import FIELDS
from sheetkpi.reading.header import Meaning, Reason, Vat, meaning_of
from sheetkpi.reading.words import folded, key_of, known_words, usual_names
from sheetkpi.translation import LANGUAGES, Language, Listed, Message, Quoted, Translatable

#: A table without the first column is read with the second: campaigns are compared as channels are, orders counted as customers.
STAND_INS = {"channel": "campaign", "customers": "orders"}
#: What a person writes for a field that the table does not have.
ABSENT = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is used."""

    index: int
    header: str
    factor: float = 1.0
    vat: Vat | None = None
    is_percent: bool = False
    may_be_micros: bool = False
    currency: str | None = None
    stands_in_for: str | None = None

    def scaled(self, number: float) -> float:
        """A number in full units: thousands times 1,000, micros by 1,000,000."""
        return number * self.factor if self.factor >= 1 else number / round(1 / self.factor)


@dataclass(frozen=True, slots=True)
class Unused:
    """A column that is not used, why, and what else it might be."""

    index: int
    header: str
    reason: Reason | str
    may_be: tuple[str, ...] = ()
    instead: str | None = None


@dataclass(slots=True)
class Columns:
    """What the columns of a table hold."""

    used: dict[str, Column] = field(default_factory=dict)
    unused: list[Unused] = field(default_factory=list)
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    language: Language | None = None
    wrong_choices: dict[str, str] = field(default_factory=dict)

    def candidates_for(self, name: str) -> tuple[str, ...]:
        """The headers that may be a field, and those that nobody knows."""
        if name in self.questions:
            return self.questions[name]
        sure = [column.header for column in self.unused if name in column.may_be]
        return tuple(dict.fromkeys([*sure, *(column.header for column in self.unused if column.reason == "unknown")]))


def columns_of(headers: Sequence[object], choices: Mapping[str, str] | None = None, *, beside: Sequence[Sequence[object]] = ()) -> Columns:
    """Find the columns of a table by its headers.

    Args:
        headers: The cells of the header row.
        choices: Headers by field, as a person chose them; ``""`` for a field that the table does not have. A column may also be chosen
            by its letter, as a spreadsheet shows it.
        beside: Rows above or below the header that say more of its columns, such as units, or plan and fact.
    """
    plain = ["" if header is None else " ".join(str(header).split()) for header in headers]
    texts = [", ".join([text, *(str(row[index]) for row in beside if row[index] is not None)]) for index, text in enumerate(plain)]
    meanings = [
        meaning_of(text) if isinstance(header, str) else Meaning(None, "unknown") for header, text in zip(headers, texts, strict=True)
    ]
    meanings = _as_systems_name_them(texts, meanings)
    result = Columns(language=_language([meaning for meaning in meanings if meaning.field]))
    chosen = _chosen(texts, plain, choices or {}, result)
    _choose(texts, meanings, chosen, choices or {}, result)
    for name, other in STAND_INS.items():
        if name not in result.used and name not in result.questions and other in result.used and (choices or {}).get(name) != ABSENT:
            column = result.used[other]
            result.used[name] = replace(column, stands_in_for=name)
    return result


def _as_systems_name_them(texts: Sequence[str], meanings: Sequence[Meaning]) -> list[Meaning]:
    """The meanings of words that mean something else in a system that is recognized by its other headers."""
    keys = [key_of(text) for text in texts]
    found = list(meanings)
    for system in known_words().systems:
        if not {*map(key_of, system.get("when", ()))} <= {*keys} or not {*system.get("spelled", ())} <= {*texts}:
            continue
        named = {key_of(word): name for name, words in system.get("fields", {}).items() for word in words}
        offered = {key_of(word): name for name, words in system.get("offered", {}).items() for word in words}
        not_needed = {key_of(word) for word in system.get("not_fields", ())}
        for index, (key, meaning) in enumerate(zip(keys, found, strict=True)):
            if key in named and meaning.reason == "ambiguous":
                found[index] = replace(meaning, field=named[key], reason=None, may_be=())
            elif key in offered:
                found[index] = replace(meaning, field=None, reason="ambiguous", may_be=(offered[key],))
            elif key in not_needed:
                found[index] = Meaning(None, "not needed")
            elif meaning.field in system.get("whole_are_micros", ()):
                found[index] = replace(meaning, may_be_micros=True)
    return _without_what_is_only_beside(keys, found)


def _without_what_is_only_beside(keys: Sequence[str], meanings: Sequence[Meaning]) -> list[Meaning]:
    """The meanings, where a name that may be another field too means its own only beside that one: “Budget” is a plan beside “Spend”."""
    offered = known_words().offered
    fields = {meaning.field for meaning in meanings}
    return [
        replace(meaning, field=None, reason="ambiguous", may_be=(meaning.field, *offered[key]))
        if meaning.field and key in offered and not fields.intersection(offered[key])
        else meaning
        for key, meaning in zip(keys, meanings, strict=True)
    ]


def _language(meanings: Sequence[Meaning]) -> Language | None:
    languages = [meaning.language for meaning in meanings if meaning.language]
    return max(LANGUAGES, key=languages.count) if languages else None


def _chosen(texts: Sequence[str], plain: Sequence[str], choices: Mapping[str, str], result: Columns) -> dict[str, int]:
    """The places of the columns that a person chose: by a header, or by the letter of a column."""
    found = {}
    for name, header in choices.items():
        if header == ABSENT:
            continue
        names = zip(texts, plain, map(_letter, range(len(texts))), strict=True)
        places = [index for index, (text, short, letter) in enumerate(names) if folded(header) in _names_of(text, short, letter)]
        exact = [index for index in places if folded(texts[index]) == folded(header)]
        if len(exact or places) == 1:
            found[name] = (exact or places)[0]
        elif places:
            result.questions[name] = tuple(_told_apart(texts, index) for index in places)
        else:
            result.wrong_choices[name] = header
    return found


def _names_of(text: str, plain: str, letter: str) -> frozenset[str]:
    return frozenset(map(folded, (text, plain, letter, f"{text} ({letter})"))) if text else frozenset()


def _letter(index: int) -> str:
    """A column as a spreadsheet calls it: A, B, …, Z, AA."""
    return (_letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def _told_apart(texts: Sequence[str], index: int) -> str:
    """A header, with the letter of its column if another has the same."""
    return texts[index] if texts.count(texts[index]) == 1 else f"{texts[index]} ({_letter(index)})"


def _choose(
    texts: Sequence[str], meanings: Sequence[Meaning], chosen: Mapping[str, int], choices: Mapping[str, str], result: Columns
) -> None:
    for name, index in chosen.items():
        result.used[name] = _column(index, texts[index], meanings[index])
    ranked: dict[str, list[tuple[float, int]]] = {}
    for index, meaning in enumerate(meanings):
        if meaning.field and meaning.field not in choices and index not in chosen.values():
            ranked.setdefault(meaning.field, []).append((meaning.rank, index))
    for name, candidates in ranked.items():
        candidates.sort()
        (rank, first), *others = candidates
        equal = [first, *(index for other, index in others if other == rank)]
        if len(equal) > 1:
            result.questions[name] = tuple(_told_apart(texts, index) for index in equal)
        else:
            result.used[name] = _column(first, texts[first], meanings[first])
    places = {column.index for column in result.used.values()}
    for index, meaning in enumerate(meanings):
        if index in places or not texts[index]:
            continue
        if meaning.field and meaning.field in result.used:
            result.unused.append(Unused(index, texts[index], "weaker", (meaning.field,), result.used[meaning.field].header))
        elif meaning.field:
            result.unused.append(Unused(index, texts[index], "ambiguous", (meaning.field,)))
        else:
            result.unused.append(Unused(index, texts[index], meaning.reason or "unknown", meaning.may_be))


def _column(index: int, header: str, meaning: Meaning) -> Column:
    return Column(index, header, meaning.factor, meaning.vat, meaning.is_percent, meaning.may_be_micros, meaning.currency)


def nearest_name(header: str, names: Iterable[str]) -> str | None:
    """The known name that looks most like a header, as people write it."""
    known = {key_of(word): word for name in names for language in LANGUAGES for word in usual_names(name, language)}
    near = get_close_matches(key_of(header), known, n=1, cutoff=0.75)
    return known[near[0]] if near else None


def why_unused(column: Unused) -> Translatable:
    """Why a column is not used, in a few words."""
    facts = {"header": column.header, "other": column.instead, "fields": Listed([FIELDS[name].title for name in column.may_be])}
    reasons: Mapping[str, Message] = {
        "ratio": Message("“{header}” is a ratio, which is calculated from its parts", **facts),
        "other number": Message("“{header}” is another number of the same kind (plan, last period, change…)", **facts),
        "unit": Message("“{header}”: the unit doesn't fit the name", **facts),
        "weaker": Message("“{header}”: “{other}” is used instead", **facts),
        "ambiguous": Message("“{header}” could be: {fields}", **facts),
        "not needed": Message("“{header}” isn't needed", **facts),
    }
    if column.reason in reasons:
        return reasons[column.reason]
    near = nearest_name(column.header, FIELDS)
    return Message("“{header}” (did you mean {nearest}?)", header=column.header, nearest=near) if near else Quoted(column.header)
