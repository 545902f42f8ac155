"""What a program that does not calculate shows of a workbook: the texts are those that an Excel of its language writes."""

import io
import re
from collections.abc import Callable, Iterator

import openpyxl
import pytest

from sheetkpi.translation import Language
from sheetkpi.workbooks.book import Book
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.forecast import forecast_book
from sheetkpi.workbooks.xlsx import workbook

pytestmark = [pytest.mark.e2e, pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")]

#: Neither versions nor dates, which have two points.
ENGLISH = re.compile(r"\d,\d{3}\b|(?<![\d.])\d+\.\d+(?![\d.])")
RUSSIAN = re.compile(r"\d\N{NO-BREAK SPACE}\d{3}\b|\d,\d\d\b")


def texts(content: bytes) -> Iterator[str]:
    """The texts that formulas gave."""
    formulas, values = (openpyxl.load_workbook(io.BytesIO(content), data_only=data_only) for data_only in (False, True))
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            if isinstance(value := values[sheet.title][cell.coordinate].value, str):
                yield value


@pytest.mark.parametrize(
    ("book", "language", "written"),
    [
        (forecast_book, "ru", ["не больше 20,83 ₽", "дороже 42,00 ₽", "109\u00a0960 / 100\u00a0000"]),
        (forecast_book, "en", ["at most 20.83", "109,960 / 100,000"]),
        (channels_book, "ru", ["чистый результат 50\u00a0800 ₽", "-1\u00a0875 ₽", "если найдутся ещё 803 ₽"]),
    ],
)
def test_numbers_in_texts_are_written_as_in_an_excel_of_the_language(
    book: Callable[[Language], Book], language: Language, written: list[str]
) -> None:
    found = list(texts(workbook(book(language))))
    for text in written:
        assert any(text in each for each in found), text
    foreign = RUSSIAN if language == "en" else ENGLISH
    assert [text for text in found if foreign.search(text)] == []
