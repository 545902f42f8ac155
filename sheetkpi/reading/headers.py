"""What the columns of a table of channels are called, in each language, in exports and by hand."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Protocol

from sheetkpi.locale import LOCALES
from sheetkpi.model.errors import WrongType
from sheetkpi.model.kinds import Count, Money, Shape, Share, Text, kind_of
from sheetkpi.model.records import Parameter
from sheetkpi.translation import LANGUAGES, Language, Message, Translatable


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is understood."""

    parameter: Parameter
    words: Mapping[Language, tuple[str, ...]]
    divisors: Mapping[str, float]

    @property
    def title(self) -> Parameter:
        """What it is called in messages."""
        return self.parameter


#: Money that was spent: a negative amount is a slip of the pen.
MONEY_SPENT = Annotated[Any, replace(kind_of(Money), low=0)]


def _field(name: str, annotation: Any, help_: str, **divisors: float) -> Field:
    words = {language: locale.column_words.get(name, ()) for language, locale in LOCALES.items()}
    return Field(Parameter(name, kind_of(annotation), Shape.COLUMN, help_), words, divisors)


#: The columns by their names in Python. Names are compared without case, spaces, units and signs.
FIELDS: Mapping[str, Field] = {
    field.parameter.name: field
    for field in (
        _field("channel", Text, "Name of the channel"),
        _field("spend", MONEY_SPENT, "What the marketing cost", cost_micros=1e6),
        _field("impressions", Count, "How many times the ad was shown"),
        _field("clicks", Count, "Clicks on the ad"),
        _field("visits", Count, "Visits to the site"),
        _field("leads", Count, "Leads: people who left a request or called"),
        _field("calls_missed", Count, "Calls that nobody answered"),
        _field("customers", Count, "Customers won"),
        _field("revenue", Money, "Revenue from sales"),
        _field("cost_of_sales", Money, "What the goods or services you sold cost you"),
        _field("margin", Share, "Share of revenue that is gross profit"),
        _field("gross_profit", Money, "Gross profit before marketing"),
        _field("plan_customers", Count, "Customers planned"),
        _field("plan_spend", MONEY_SPENT, "Spend planned"),
    )
}

#: A row of such a name is a total that was pasted along; counting it would double everything.
_TOTAL = re.compile("|".join(locale.totals for locale in LOCALES.values()))

#: So many letters of a word are its stem: клиенты, клиентов.
_STEM = 6

_COUNT_OF = re.compile(rf"^({'|'.join(locale.count_prefixes for locale in LOCALES.values())})\s+")

_UNIT = re.compile(rf"(\(.*?\)|\[.*?\]|[,;:].*|[₽$€%*№#]|\b({'|'.join(locale.units for locale in LOCALES.values())})\b\.?)")


def normalised(header: str) -> str:
    """A header without case, unit and signs: “Расход, ₽” is “расход”."""
    text = unicodedata.normalize("NFKC", header).casefold().replace("ё", "е").replace("_", " ").replace("-", " ")
    return _COUNT_OF.sub("", " ".join(_UNIT.sub(" ", text).split()).strip(". "))


def is_total(name: object) -> bool:
    """Whether a row's name says that it is a total, such as “Итого по рекламе” or our own “Платные”."""
    return isinstance(name, str) and _TOTAL.match(normalised(name)) is not None


class Named(Protocol):
    """What a column may be called."""

    @property
    def title(self) -> Translatable:
        """What it is called in messages."""
        ...

    @property
    def words(self) -> Mapping[Language, tuple[str, ...]]:
        """Its names by the language; the first is the usual one."""
        ...

    @property
    def divisors(self) -> Mapping[str, float]:
        """Names whose numbers are in a smaller unit, and how many of it make one."""
        ...


def words_in(field: Named, language: Language) -> tuple[str, ...]:
    """The names of a column in a language; the English ones where it has none."""
    return field.words.get(language) or field.words["en"]


@dataclass(frozen=True, slots=True)
class Header:
    """The columns that were found under a header row."""

    columns: Mapping[str, int]
    divisors: Mapping[str, float]
    language: Language


class Vocabulary:
    """What the columns of a kind of table are called."""

    def __init__(self, fields: Mapping[str, Named]) -> None:
        self.fields = fields
        self._known: dict[str, tuple[str, Language]] = {}
        for name, field in fields.items():
            for language in LANGUAGES:
                for word in field.words.get(language, ()):
                    self._known.setdefault(normalised(word), (name, language))

    def field_of(self, header: object) -> str | None:
        """The field that a header names."""
        return self._known.get(normalised(header), (None,))[0] if isinstance(header, str) else None

    def nearest(self, header: str) -> str | None:
        """The usual name, in the language of a header, of the field that is called most like it."""
        from difflib import get_close_matches  # most tables need none

        near = get_close_matches(normalised(header), self._known, n=1, cutoff=0.75)
        return self.usual_name(*self._known[near[0]]) if near else None

    def usual_name(self, name: str, language: Language) -> str:
        """What a field is usually called."""
        return words_in(self.fields[name], language)[0]

    def read(self, table: object, cells: Sequence[Any]) -> Header:
        """Find the columns in a header row.

        Raises:
            WrongType: Two columns are the same field.
        """
        columns: dict[str, int] = {}
        divisors: dict[str, float] = {}
        languages: list[Language] = []
        for index, cell in enumerate(cells):
            name, language = self._known.get(normalised(cell), ("", "en")) if isinstance(cell, str) else ("", "en")
            if not name:
                continue
            if name in columns and self._is_main_name(name, cells[columns[name]]):
                continue  # «Клиенты» stands already, «Заказы» beside it is another number
            if name in columns and not self._is_main_name(name, cell):
                raise WrongType(
                    Message(
                        "{function}: the columns “{first}” and “{second}” both mean {field}. Leave one of them in the table.",
                        function=table,
                        first=cells[columns[name]],
                        second=cell,
                        field=self.fields[name].title,
                    )
                )
            columns[name] = index
            languages.append(language)
            divisors[name] = next((d for word, d in self.fields[name].divisors.items() if normalised(word) == normalised(cell)), 1.0)
        language = max(LANGUAGES, key=languages.count)
        return Header(columns, {name: divisor for name, divisor in divisors.items() if divisor != 1}, language)

    def _is_main_name(self, name: str, header: str) -> bool:
        """Whether a header is the usual name of its field, in any case or number, rather than a synonym."""
        return any(normalised(header)[:_STEM] == normalised(self.usual_name(name, language))[:_STEM] for language in LANGUAGES)


_CHANNELS = Vocabulary(FIELDS)


def read_header(function: str, cells: Sequence[Any], required: Sequence[str], one_of: Sequence[str]) -> Header:
    """Find the columns of a table of channels in its header row.

    Raises:
        WrongType: A field is missing, or two columns are the same field.
    """
    header = _CHANNELS.read(function, cells)
    missing: list[tuple[str, ...]] = [(name,) for name in required if name not in header.columns]
    if not any(name in header.columns for name in one_of):
        missing.append(tuple(one_of))
    if missing:
        raise WrongType(Message("{function}: {missing}", function=function, missing=_Missing(missing[0], len(missing), cells)))
    return header


@dataclass(frozen=True, slots=True)
class _Missing:
    """Which column is missing, and what it may be called."""

    names: tuple[str, ...]
    count: int
    header: Sequence[Any]

    def in_language(self, language: Language) -> str:
        words = [word for name in self.names for word in words_in(FIELDS[name], language)[:3]]
        return Message(
            "the header row “{header}” lacks a column for {field} (columns missing: {count}). Call it one of: {words}.",
            header=" | ".join("" if cell is None else str(cell) for cell in self.header)[:120],
            field=FIELDS[self.names[0]].parameter,
            count=self.count,
            words=", ".join(words),
        ).in_language(language)
