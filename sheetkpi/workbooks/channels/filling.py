"""Fill the sheet of data from a file that some other program exported."""

from collections.abc import Mapping, Sequence
from functools import cache

from sheetkpi.reading import headers
from sheetkpi.reading.columns import Column, Kind
from sheetkpi.reading.files import read_file
from sheetkpi.reading.rows import Table, read_table
from sheetkpi.reading.text_file import Say, UnreadableFile
from sheetkpi.translation import LANGUAGES, Language, Message
from sheetkpi.workbooks.book import Book, Edition
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.channels.data import CAPACITY, FIELDS, DataField

#: A table without the finer column has the coarser one: campaigns are compared as channels are, orders counted as customers.
_STAND_INS = {"channel": "campaign", "customers": "orders"}


@cache
def columns() -> Mapping[str, Column]:
    """The columns of the sheet with all their names. A name of its own wins over what other tables call a column so."""
    own = {field.key: _own_words(field) for field in FIELDS}
    taken = {headers.normalised(word) for words in own.values() for of_language in words.values() for word in of_language}
    return {field.key: _column(field, own[field.key], taken) for field in FIELDS}


def table_of(name: str, language: Language, say: Say) -> Table:
    """The rows of a file, understood, and those that cannot be.

    Raises:
        UnreadableFile: The file holds no table of this kind.
    """
    return read_table(read_file(name, language, say), columns(), say)


def filled_book(table: Table, language: Language, *, edition: Edition = "native", currency: str | None = None, prefix: str = "") -> Book:
    """The workbook with what was read, as far as its sheet of data takes it; the rejected rows are kept in it too.

    Raises:
        UnreadableFile: No row can be taken.
    """
    if not table.rows:
        what = (
            Message("{file}: no row can be used. Fix the rows that are named, and try again.", file=table.file)
            if table.rejected
            else Message("{function}: there is no row under the header. Fill in the table.", function=table.file)
        )
        raise UnreadableFile(what)
    rejected = [(row.line, " ".join(why.in_language(language) for why in row.why), row.cells) for row in table.rejected]
    rows = table.rows[:CAPACITY]
    return channels_book(language, edition=edition, currency=currency, prefix=prefix, rows=rows, rejected=rejected[:CAPACITY])


def _column(field: DataField, own: Mapping[Language, Sequence[str]], taken: set[str]) -> Column:
    known = headers.FIELDS.get(field.key)
    shared = known.words if known else {}
    return Column(
        field.heading,
        _kind(field),
        {
            language: (*words, *(word for word in shared.get(language, ()) if headers.normalised(word) not in taken))
            for language, words in own.items()
        },
        known.divisors if known else {},
        _STAND_INS.get(field.key),
        field.is_mandatory and field.kind != "number",
    )


def _own_words(field: DataField) -> Mapping[Language, Sequence[str]]:
    """Its headings first: they are its usual names."""
    said: dict[Language, list[str]] = {}
    known: set[str] = set()
    for language in LANGUAGES:
        heading, *others = field.words(language)
        said[language] = []
        for word in (heading.lower(), *([field.key] if language == "en" else []), *others):
            if headers.normalised(word) not in known:
                said[language].append(word)
                known.add(headers.normalised(word))
    return said


def _kind(field: DataField) -> Kind:
    if field.kind != "number":
        return field.kind
    if not field.is_money:
        return "count"
    known = headers.FIELDS.get(field.key)
    return "spend" if known and known.parameter.kind.low == 0 else "money"
