"""The rows of a file, CSV or a workbook, each with its number in the file."""

import datetime
import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sheetkpi.locale import locale_of
from sheetkpi.reading.numbers import BLANKS, Comma
from sheetkpi.reading.text_file import Say, UnreadableFile, called, content_of, decoded, lines_of, separator_of
from sheetkpi.translation import LANGUAGES, Language, Message, translate

#: What stands in a cell before it is understood: a text of a CSV file, or a value of a workbook.
Raw = str | float | bool | datetime.date | datetime.time | datetime.timedelta | None

#: The sheet that is read where a workbook has one of this name; else its first one.
SHEETS = frozenset(translate("Data", language).casefold() for language in LANGUAGES)

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from."""

    file: object
    rows: Sequence[tuple[int, Sequence[Raw]]]
    usual_comma: Comma | None
    is_parted: bool


def is_blank(cell: Raw) -> bool:
    """Whether a cell holds nothing, or what programs write for nothing."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in BLANKS)


def width_of(cells: Sequence[Raw]) -> int:
    """How many cells there are up to the last that is filled."""
    return next((number for number in range(len(cells), 0, -1) if not is_blank(cells[number - 1])), 0)


def read_file(name: str, language: Language, say: Say) -> Source:
    """The rows of a file.

    Raises:
        UnreadableFile: There is none, or it holds no rows.
        ModuleNotFoundError: It is a workbook, and the library that reads one is missing.
    """
    file, content = called(name), content_of(name)
    has_decimal_comma = locale_of(language).decimal == ","
    if content.startswith(_OLD_OFFICE):
        raise UnreadableFile(Message("{file} is an old workbook, or one with a password. Save it as .xlsx without a password.", file=file))
    if content.startswith(_ZIP):
        return Source(file, _of_workbook(file, content), "decimals" if has_decimal_comma else None, is_parted=False)
    text = decoded(file, content, say)
    separator = separator_of(text)
    usual: Comma | None = "decimals" if separator == ";" or (separator == "\t" and has_decimal_comma) else None
    return Source(file, list(lines_of(file, text, separator)), usual, is_parted=True)


def _of_workbook(file: object, content: bytes) -> list[tuple[int, Sequence[Raw]]]:
    import openpyxl  # type: ignore[import-untyped]  # CSV needs no library

    try:
        with warnings.catch_warnings():  # of styles and pictures, which do not matter here
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return [(number, row) for number, row in enumerate(_rows(book), 1) if any(cell is not None for cell in row)]
    except Exception:  # whatever a file may hold that is not quite a workbook
        raise UnreadableFile(
            Message(
                "{file} cannot be read as a workbook. Open it in a spreadsheet and save it as .xlsx or “CSV UTF-8”.",
                file=file,
            )
        ) from None


def _rows(book: Any) -> Iterator[Sequence[Raw]]:
    sheets = book.worksheets
    sheet = next((sheet for sheet in sheets if sheet.title.strip().casefold() in SHEETS), sheets[0] if sheets else None)
    if sheet is not None:
        sheet.reset_dimensions()  # some programs write wrong ones
        for row in sheet.iter_rows(values_only=True):
            yield [_value(cell) for cell in row]


def _value(cell: Any) -> Raw:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell) if abs(cell) < 1e300 else str(cell)
    return cell if cell is None or isinstance(cell, str | float | bool | datetime.date | datetime.time | datetime.timedelta) else str(cell)
