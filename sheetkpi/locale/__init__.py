"""The languages. Each is a folder here: its record, and below ``LC_MESSAGES`` its translations.

To add a language, add its folder. English is the language of the code: it has a record and needs no translations, and it
stands in wherever another language has no text of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from os import listdir
from os.path import dirname, isfile, join  # pathlib would double the time to import sheetkpi

FOLDER = dirname(__file__)  # noqa: PTH120


@dataclass(frozen=True, eq=False, repr=False)  # methods that nobody calls would cost every start their compilation
class Locale:
    """How people who read a language write, and what their programs call things."""

    own_name: str
    decimal: str
    thousands: str
    percent: str
    quotes: tuple[str, str]
    argument_separator: str
    array_separator: str
    date_format: str
    currency: str
    code_page: int
    windows_language: int
    letters: frozenset[str]
    error_names: Mapping[str, str]
    function_names: Mapping[str, str]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    blanks: tuple[str, ...]


_FOLDERS = (name for name in listdir(FOLDER) if isfile(join(FOLDER, name, "__init__.py")))  # noqa: PTH113, PTH118, PTH208

#: The records by the codes of the languages, English first.
LOCALES: Mapping[str, Locale] = {
    code: import_module(f"{__name__}.{code}").LOCALE for code in sorted(_FOLDERS, key=lambda code: (code != "en", code))
}


def locale_of(language: str) -> Locale:
    """The record of a language; that of English where the language has no folder.

    >>> locale_of("ru").decimal, locale_of("en").decimal, locale_of("xx").decimal
    (',', '.', '.')
    """
    return LOCALES.get(language, LOCALES["en"])
