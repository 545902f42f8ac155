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
    """How people who read a language write, and what their programs call things.

    Args:
        own_name: What the language calls itself.
        decimal: The decimal sign.
        thousands: What separates groups of three digits.
        quotes: The quotation marks, opening and closing.
        percent: The percent sign, with the space before it.
        argument_separator: What separates the arguments of a function in a formula.
        array_separator: What separates the columns of an array in a formula: ``{1,2}``.
        date_format: A date, for ``strftime``.
        currency: The currency sign of the country.
        code_page: The code page of a Windows in the language; each byte is one letter.
        windows_language: The primary language identifier of Windows ([MS-LCID] 2.2).
        spreadsheet_languages: Languages without a folder whose spreadsheets in Google show this one.
        letters: Lowercase letters by which a text is recognized as being in the language, and not in English.
        error_names: What Excel shows for error values.
        function_names: What Excel calls the functions that native formulas use; those that are left out have English names.
        months: The first three letters of the months; alternatives are separated by ``|``.
        blanks: Lowercase words that exports write into empty cells.
        totals: A pattern for the beginning of a row's name that says that the row is a total.
        count_prefixes: A pattern for words before the name of a column that say that it is counted: ``number of``.
        units: A pattern for abbreviated units in headers.
        column_words: What columns are called in exports and by hand, by the field; the first word is the usual one. Words are
            compared without case, spaces, units and signs.
    """

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
    spreadsheet_languages: tuple[str, ...]
    letters: frozenset[str]
    error_names: Mapping[str, str]
    function_names: Mapping[str, str]
    months: tuple[str, ...]
    blanks: tuple[str, ...]
    totals: str
    count_prefixes: str
    units: str
    column_words: Mapping[str, tuple[str, ...]]


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
