"""What one header says: a measure, its unit, and what tells it from the plain measure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from sheetkpi.reading.words import Words, key_of, known_words, segments_of
from sheetkpi.translation import Language

#: Why a column is not used: a ratio; another number of the same measure (last month, a change); a unit that contradicts the measure;
#: a word that may mean several things; something known that is not needed; or unknown.
Reason = Literal["ratio", "other number", "unit", "ambiguous", "not needed", "unknown"]
Vat = Literal["included", "excluded"]

TEXTS = frozenset({"channel", "campaign", "promo_code", "currency", "date"})
MONEY = frozenset({"spend", "revenue", "cost_of_sales", "gross_profit", "plan_spend"})
#: Where a count is given in money, it is the money of these.
_IN_MONEY = {"customers": "revenue", "orders": "revenue", "new_customers": "revenue", "margin": "gross_profit"}
_PLANNED = {"spend": "plan_spend", "customers": "plan_customers", "orders": "plan_customers"}

#: Measures behind which the name of a goal stands.
_WITH_GOALS = frozenset({"conversions", "key events", "конверсии", "достижения цели", "достижения целей", "goals"})

#: How much weaker than the plain name of its tier a name is.
_WEAKER = {"fact": 0.1, "whole": 0.2, "vat_included": 0.3, "vat_excluded": 0.3, "plan": 0.4}
_THOUSAND = 1000
_DETAIL, _IN_MONEY_INSTEAD, _UNIT_DECIDES = 0.6, 6.0, 7.0

#: A longer text is a paragraph rather than a header.
LONGEST_HEADER = 300

_SYMBOLS = {"₽": "money", "$": "money", "€": "money", "£": "money", "₸": "money", "₴": "money", "%": "percent"}
#: Words that begin or end the header of a column of identifiers.
_IDENTIFIERS = frozenset({"id", "ид", "no", "номер", "uuid"})
#: Words that are units only behind a comma or in brackets.
_ONLY_BEHIND = frozenset(
    {"р", "s", "h", "m", "k", "min", "мин", "count", "number", "items", "people", "units", "сумма", "days", "hours", "час", "т", "000"}
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header says. The lower the rank, the surer the name is."""

    field: str | None
    reason: Reason | None = None
    rank: float = 0.0
    factor: float = 1.0
    vat: Vat | None = None
    may_be: tuple[str, ...] = ()
    language: Language | None = None
    is_percent: bool = False
    may_be_micros: bool = False
    currency: str | None = None


@lru_cache(maxsize=10_000)
def meaning_of(header: str) -> Meaning:
    """What a header says.

    >>> meaning_of("Расход, ₽").field, meaning_of("Расход, план").field, meaning_of("Покупки (руб.)").field
    ('spend', 'plan_spend', 'revenue')
    >>> meaning_of("Cost per result").reason, meaning_of("Revenue (previous period)").reason, meaning_of("Сумма").may_be
    ('ratio', 'other number', ('spend', 'revenue'))
    """
    if len(header) > LONGEST_HEADER:
        return Meaning(None, "unknown")
    return _Header(segments_of(header), known_words()).meaning()


class _Header:
    def __init__(self, segments: Sequence[Sequence[str]], words: Words) -> None:
        self.words = words
        self.segments = segments
        self.tokens = [token for segment in segments for token in segment]
        self.units: set[str] = set()
        self.currency = next((code for token in self.tokens if (code := currency_of(token))), None)
        self.factor = 1.0

    def meaning(self) -> Meaning:
        """What the header says; the unit holds for a column that a person chooses too."""
        found = self._meaning()
        if found.field:
            return found
        return replace(found, factor=self.factor, is_percent="percent" in self.units, currency=self.currency)

    def _meaning(self) -> Meaning:
        plain = _key(self.tokens)
        if not plain:
            return Meaning(None, "unknown")
        measured = self._without_units(self.segments)
        for key in (plain, _key(token for segment in measured for token in segment)):
            if found := self._named(key):
                return found
        if not _IDENTIFIERS.isdisjoint((self.tokens[0], self.tokens[-1])):
            return Meaning(None, "not needed")
        tokens, qualifiers = self._without_qualifiers([token for segment in measured for token in segment], ("whole",))
        if self._is_ratio(tokens):
            return Meaning(None, "ratio")
        tokens, more = self._without_qualifiers(tokens, None)
        tokens = self._without_count_of(tokens)
        qualifiers |= more
        if found := self._named(_key(tokens), qualifiers):
            return found
        other = Meaning(None, "other number" if "other_number" in qualifiers else "unknown")
        return self._with_detail(measured, qualifiers) or self._with_other_words(tokens) or other

    def _with_other_words(self, tokens: Sequence[str]) -> Meaning | None:
        """A measure with words beside it that are not known: “Лиды с сайта”, “Net revenue”. It may be the measure, or a part of it."""
        for length in range(len(tokens) - 1, 0, -1):
            for part in (tokens[:length], tokens[-length:]):
                found = self.words.names.get(_key(part))
                if found and found.field not in TEXTS:
                    return Meaning(None, "ambiguous", factor=self.factor, may_be=(found.field,))
        return None

    def _is_goal(self, head: Sequence[str]) -> bool:
        """Whether a measure is usually followed by the name of a goal."""
        return _key(head) in _WITH_GOALS

    def _named(self, key: str, qualifiers: Iterable[str] = ()) -> Meaning | None:
        name = self.words.names.get(key)
        if name:
            return self._qualified(Meaning(name.field, None, name.tier, self.factor, None, (), name.language), set(qualifiers))
        if key in self.words.offered:
            return self._offered(key, set(qualifiers))
        return Meaning(None, "not needed") if key in self.words.not_fields else None

    def _offered(self, key: str, qualifiers: set[str]) -> Meaning:
        if "other_number" in qualifiers or "plan" in qualifiers:
            return Meaning(None, "other number")
        if "percent" in self.units:
            return Meaning(None, "ratio")
        fields = self.words.offered[key]
        if "money" in self.units:
            fields = tuple(field for field in fields if field in MONEY)
        elif "pieces" in self.units:
            fields = tuple(field for field in fields if field not in MONEY)
        if len(fields) == 1 < len(self.words.offered[key]):
            return replace(self._qualified(Meaning(fields[0], None, _UNIT_DECIDES, self.factor), qualifiers), is_percent=False)
        return Meaning(None, "ambiguous", factor=self.factor, may_be=fields)

    def _qualified(self, meaning: Meaning, qualifiers: set[str]) -> Meaning:
        field = meaning.field or ""
        if "other_number" in qualifiers:
            return Meaning(None, "other number")
        if "plan" in qualifiers:
            if field not in _PLANNED and field not in _PLANNED.values():
                return Meaning(None, "other number")
            field = _PLANNED.get(field, field)
        if "percent" in self.units and field != "margin":
            return Meaning(None, "ratio")
        rank = meaning.rank + sum(_WEAKER[qualifier] for qualifier in qualifiers)
        if "money" in self.units and field not in MONEY:
            if field not in _IN_MONEY or "plan" in qualifiers:
                return Meaning(None, "unit")
            field, rank = _IN_MONEY[field], rank + _IN_MONEY_INSTEAD
        if ("pieces" in self.units and field in MONEY) or ("time" in self.units and field != "date"):
            return Meaning(None, "unit")
        vat: Vat | None = "included" if "vat_included" in qualifiers else "excluded" if "vat_excluded" in qualifiers else None
        return replace(meaning, field=field, rank=rank, vat=vat, is_percent="percent" in self.units, currency=self.currency)

    def _with_detail(self, segments: Sequence[Sequence[str]], qualifiers: set[str]) -> Meaning | None:
        """A measure with words behind it that are not known: “Конверсии (Заявка с сайта)”."""
        head, *tails = [self._without_qualifiers(segment, None)[0] for segment in segments] or [[]]
        found = self.words.names.get(_key(self._without_count_of(head)))
        if not found or not tails or found.field in TEXTS:
            return None
        if any(_key(tail) in self.words.names or _key(tail) in self.words.offered for tail in tails):
            return Meaning(None, "ratio")
        if not self._is_goal(head) and any(tails):
            return Meaning(None, "ambiguous", factor=self.factor, may_be=(found.field,))
        meaning = self._qualified(Meaning(found.field, None, found.tier, self.factor, None, (), found.language), qualifiers)
        return replace(meaning, rank=meaning.rank + _DETAIL)

    def _without_units(self, segments: Sequence[Sequence[str]]) -> list[list[str]]:
        """Take the units out: a sign anywhere, a word behind another."""
        rest = []
        for number, segment in enumerate(segments):
            kept = []
            for place, token in enumerate(segment):
                is_behind = number > 0 or (place > 0 and token not in _ONLY_BEHIND)
                if token in _SYMBOLS:
                    self.units.add(_SYMBOLS[token])
                elif is_behind and token in self.words.multipliers:
                    self.factor *= self.words.multipliers[token]
                elif is_behind and token in self.words.units:
                    self.units.add(self.words.units[token])
                else:
                    kept.append(token)
            rest.append(kept)
        return [segment for segment in rest if segment]

    def _without_qualifiers(self, tokens: Sequence[str], only: Sequence[str] | None) -> tuple[list[str], set[str]]:
        """The tokens without the phrases that qualify a measure, and what these are."""
        found, rest, place = set(), [], 0
        while place < len(tokens):
            for length in (4, 3, 2, 1):
                phrase = " ".join(tokens[place : place + length])
                qualifier = self.words.qualifiers.get(phrase) if place + length <= len(tokens) else None
                if qualifier and (only is None or qualifier in only):
                    found.add(qualifier)
                    place += length
                    break
            else:
                rest.append(tokens[place])
                place += 1
        return rest, found

    def _without_count_of(self, tokens: Sequence[str]) -> list[str]:
        """“Number of clicks” is “clicks”."""
        for length in (3, 2, 1):
            if len(tokens) > length and " ".join(tokens[:length]) in self.words.count_of:
                return list(tokens[length:])
        return list(tokens)

    def _is_ratio(self, tokens: Sequence[str]) -> bool:
        phrases = {" ".join(tokens[place : place + length]) for length in (1, 2) for place in range(len(tokens))}
        return "/" in tokens or not self.words.ratios.isdisjoint(phrases)


#: The codes of currencies by the signs and words for them.
_CURRENCIES = {
    "RUB": ("₽", "rub", "rur", "руб", "руб.", "рублей", "рубли", "рубля", "рубль", "roubles", "rubles"),
    "USD": ("$", "usd", "долл", "долларов", "dollars"),
    "EUR": ("€", "eur", "евро", "euros"),
    "GBP": ("£", "gbp"),
    "KZT": ("₸", "kzt", "тг", "тенге"),
    "UAH": ("₴", "uah"),
    "BYN": ("byn", "br"),
}
_CODES = {sign: code for code, signs in _CURRENCIES.items() for sign in signs}


def currency_of(sign: str) -> str | None:
    """The code of a currency by its sign or name; None for anything else."""
    return _CODES.get(sign.casefold())


def is_line_of_units(cells: Sequence[object]) -> bool:
    """Whether a line below a header holds units and nothing else: “тыс. ₽”, “шт.”."""
    words = known_words()
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    tokens = [token for text in texts for segment in segments_of(text) for token in segment]
    if len(texts) != sum(cell not in (None, "") for cell in cells):
        return False
    return bool(tokens) and all(token in _SYMBOLS or token in words.units or token in words.multipliers for token in tokens)


def is_measure(header: str) -> bool:
    """Whether a header names a number, rather than a channel or a date."""
    return meaning_of(header).field not in TEXTS


def is_qualifier(text: str) -> bool:
    """Whether a text says nothing but which number of a measure follows: “План”, “Fact”, “Прошлый месяц”."""
    return key_of(text) in known_words().qualifiers


def is_title_of_plan(line: str) -> bool:
    """Whether a line above a table says that its numbers are planned: “Медиаплан на август”, but not “План и факт”."""
    words = known_words()
    tokens = key_of(line).split()
    kinds = {words.qualifiers.get(token) for token in tokens}
    return "fact" not in kinds and ("plan" in kinds or not words.titles_of_plans.isdisjoint((*tokens, *map(" ".join, pairwise(tokens)))))


def multiplier_in(line: str) -> float | None:
    """By what a title says that the sums below it have to be multiplied: “все суммы в тыс. руб.”, “Report, thousands of USD”."""
    multipliers = known_words().multipliers
    for segment in segments_of(line):
        for before, token, behind in zip(["", *segment], segment, [*segment[1:], ""], strict=False):
            factor = multipliers.get(token)
            is_of_money = before in ("в", "in") or behind == "of" or currency_of(behind) or len(segment) == 1
            if factor and factor >= _THOUSAND and is_of_money:
                return factor
    return None


def _key(tokens: Iterable[str]) -> str:
    return " ".join(token for token in tokens if token.isalnum())
