"""A language is a folder: its record is complete, and what reads the record follows it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import sheetkpi
from sheetkpi import KPIS
from sheetkpi.cli.program import windows_language
from sheetkpi.hosts.excel.vba import SINGLE_BYTE_CODE_PAGES
from sheetkpi.locale import LOCALES, Locale, locale_of
from sheetkpi.model.errors import ERROR_CODES
from sheetkpi.model.ranges import read_cell
from sheetkpi.model.tables import language_of as language_of_names
from sheetkpi.printing.excel import excel_formulas, localized
from sheetkpi.printing.notation import shown
from sheetkpi.reading.cell_text import read_text
from sheetkpi.reading.dates import Dates
from sheetkpi.reading.fields import FIELDS
from sheetkpi.reading.header import meaning_of
from sheetkpi.reading.words import usual_names
from sheetkpi.translation import LANGUAGES, Message, in_words, translate

FOLDER = Path(sheetkpi.__file__).parent / "locale"

every_language = pytest.mark.parametrize("language", LANGUAGES)


def test_the_languages_are_the_folders_and_english_is_the_first() -> None:
    assert LANGUAGES[0] == "en"
    assert set(LANGUAGES) == {path.parent.name for path in FOLDER.glob("*/__init__.py")} >= {"en", "ru"}


@every_language
def test_a_record_says_how_numbers_are_written_without_contradicting_itself(language: str) -> None:
    locale = locale_of(language)
    assert locale.decimal in {",", "."}
    assert locale.thousands != locale.decimal
    assert locale.percent.strip() == "%"
    assert locale.argument_separator in {",", ";"}
    assert locale.argument_separator != locale.decimal
    assert locale.array_separator not in {locale.decimal, ";"}
    assert locale.code_page in SINGLE_BYTE_CODE_PAGES


@every_language
def test_the_letters_of_a_language_are_in_its_code_page_and_lowercase(language: str) -> None:
    letters = "".join(sorted(locale_of(language).letters))
    assert letters.lower() == letters
    code_page = f"cp{locale_of(language).code_page}"
    assert letters.encode(code_page).decode(code_page) == letters


@every_language
def test_every_column_is_read_by_the_name_that_it_usually_has(language: str) -> None:
    for name in FIELDS:
        assert meaning_of(usual_names(name, language)[0]).field == name


@every_language
def test_every_error_has_a_name_that_is_read_back(language: str) -> None:
    names = locale_of(language).error_names
    assert language == "en" or names.keys() == set(ERROR_CODES)
    for code in ERROR_CODES:
        assert read_cell(shown(read_cell(code), "General", language)).code == code  # type: ignore[union-attr]


@every_language
def test_every_month_is_read_by_its_name(language: str) -> None:
    months = locale_of(language).months
    assert len(months) == 12
    read = [Dates().read(f"15 {name} 2026") for beginnings in months for name in beginnings.split("|")]
    assert set(read) == {float((date(2026, month, 15) - date(1899, 12, 30)).days) for month in range(1, 13)}


@every_language
def test_a_number_as_its_readers_write_it_is_read_back(language: str) -> None:
    written = in_words(1234.5, language)
    assert read_text(written, decimal=locale_of(language).decimal) == 1234.5
    assert read_text(shown(1234567.25, "#,##0.00", language), decimal=locale_of(language).decimal) == 1234567.25


def native_formulas() -> Iterator[str]:
    for record in KPIS.values():
        if record.is_printable and record.each_cell is None:
            names = [parameter.name for parameter in record.formula_parameters]
            yield from excel_formulas(record, names).values()


@pytest.mark.parametrize("language", [language for language, locale in LOCALES.items() if locale.function_names])
def test_a_localized_excel_knows_every_function_of_native_formulas(language: str) -> None:
    used = {name for formula in native_formulas() for name in re.findall(r"\b[A-Z]+(?=\()", formula)}
    same_everywhere = {"ABS", "ATANH", "LN", "TANH"}
    assert used - same_everywhere <= locale_of(language).function_names.keys()


def test_an_unknown_language_is_read_and_written_as_english() -> None:
    assert locale_of("xx") is locale_of("en")
    assert translate("Profitability", "xx") == "Profitability"
    assert Message("{value} is odd", value=1.5).in_language("xx") == "1.5 is odd"
    assert shown(1234.5, "#,##0.00", "xx") == "1,234.50"
    assert localized("=IF(A1,1,#VALUE!)", "xx") == "=IF(A1,1,#VALUE!)"


def test_a_record_that_lacks_something_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="weekdays"):
        Locale(own_name="Español")  # type: ignore[call-arg]


def test_no_two_languages_share_what_tells_them_apart() -> None:
    assert [windows_language(locale.windows_language) for locale in LOCALES.values()] == list(LANGUAGES)
    assert len({locale.own_name for locale in LOCALES.values()}) == len(LANGUAGES)


@pytest.mark.parametrize(("names", "language"), [(["VK", "Ёлка"], "ru"), (["VK", None, 5.0], None), ([], None)])
def test_names_show_their_language_by_its_letters(names: list[object], language: str | None) -> None:
    assert language_of_names(names) == language
