"""The rows of a file, each with its number in the file: CSV, a workbook of any program, or an HTML table that calls itself one."""

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import chain, repeat
from typing import Any

from sheetkpi.locale import locale_of
from sheetkpi.reading.header import meaning_of
from sheetkpi.reading.numbers import Comma, is_blank, number_in
from sheetkpi.reading.text_file import Notify, UnreadableFile, content_of, decoded, display_name, lines_of, separator_of
from sheetkpi.translation import LANGUAGES, Language, Listed, Message, Quoted, translate

#: A cell before it is understood: a text of a CSV file, or a value of a workbook.
Raw = str | float | bool | datetime.date | datetime.time | datetime.timedelta | None

#: Rows with their numbers in the file.
Rows = Sequence[tuple[int, Sequence[Raw]]]

#: In which of the first rows the header is looked for: exports begin with a title, a period, a list of filters.
HIGHEST = 40

#: What the sheet of data is called in our own workbooks.
_OUR_SHEETS = frozenset(translate("Data", language).casefold() for language in LANGUAGES)

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a file."""

    file: object
    rows: Rows
    usual_comma: Comma | None
    is_parted: bool


def width_of(cells: Sequence[Raw]) -> int:
    """How many cells there are up to the last that is filled."""
    return next((number for number in range(len(cells), 0, -1) if not is_blank(cells[number - 1])), 0)


def named_fields(cells: Sequence[Raw]) -> frozenset[str]:
    """The fields that a row names, as a header does."""
    return frozenset(field for cell in cells if isinstance(cell, str) and (field := meaning_of(cell).field))


def fields_in(cells: Sequence[Raw], also: frozenset[str] = frozenset()) -> int:
    """How many different fields a row names, those included that a person chose."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    return len(named_fields(cells)) + len(also.intersection(text.strip().casefold() for text in texts))


def looks_like_header(cells: Sequence[Raw]) -> bool:
    """Whether several cells are headers that are known, whatever they mean, and none is a number."""
    known = 0
    for cell in cells:
        if is_blank(cell):
            continue
        if not isinstance(cell, str) or cell[:1].isdigit() or number_in(cell, decimal=",") is not None:
            return False
        known += meaning_of(cell).reason != "unknown"
    return known > 1


def read_file(name: str, language: Language, notify: Notify, sheet: str | None = None) -> Source:
    """Read the rows of a file.

    Raises:
        UnreadableFile: It doesn't exist, or holds no rows.
        ModuleNotFoundError: It is a workbook, and the library that reads one is missing.
    """
    return source_of(display_name(name), content_of(name), language, notify, sheet)


def source_of(file: object, content: bytes, language: Language, notify: Notify, sheet: str | None = None) -> Source:
    """The rows in the content of a file.

    Raises:
        UnreadableFile: It holds no rows.
        ModuleNotFoundError: It is a workbook, and the library that reads one is missing.
    """
    if content.startswith((_ZIP, _OLD_OFFICE)):
        comma: Comma | None = "decimals" if locale_of(language).decimal == "," else None
        return Source(file, _of_workbook(file, content, notify, sheet), comma, is_parted=False)
    text = decoded(file, content, notify)
    if text[:2000].lstrip().casefold().startswith(("<!doctype html", "<html", "<table", "<meta", "<head", "<style")):
        return Source(file, _of_html(text), "decimals" if locale_of(language).decimal == "," else None, is_parted=False)
    separator = separator_of(text)
    return Source(
        file, list(lines_of(file, text, separator)), _usual_comma(separator, language) if separator in text else None, is_parted=True
    )


def _usual_comma(separator: str, language: Language) -> Comma | None:
    """What a comma does where no cell shows it: between commas it can't be decimal; programs that write “;” do so because theirs is."""
    if separator == ",":
        return "thousands"
    return "decimals" if separator == ";" or (separator == "\t" and locale_of(language).decimal == ",") else None


def _of_workbook(file: object, content: bytes, notify: Notify, sheet: str | None) -> Rows:
    """The rows of the sheet that holds the table."""
    try:
        is_xlsx = content.startswith(_ZIP) and "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()
        sheets = _sheets_of_xlsx(content) if is_xlsx else _sheets_of_other(content)
    except ImportError:
        raise
    except Exception:  # whatever a file may hold that is not quite a workbook
        raise UnreadableFile(
            Message(
                "{file} cannot be read as a workbook. If it has a password, remove it; or open it in a spreadsheet and save it as .xlsx "
                "or “CSV UTF-8”.",
                file=file,
            )
        ) from None
    if not is_xlsx:
        notify(
            Message(
                "{file}: in a workbook of this kind, errors such as #DIV/0! are read as blank cells. Check them, or save it as .xlsx.",
                file=file,
            )
        )
    return _with_table(file, sheets, sheet)


def _with_table(file: object, sheets: Mapping[str, Rows], wanted: str | None) -> Rows:
    """The sheet that a person chose, or the one whose header names the most columns.

    Raises:
        UnreadableFile: There is no such sheet, or several hold tables of one kind, such as a month each.
    """
    if wanted is not None:
        found = next((rows for name, rows in sheets.items() if name.casefold() == wanted.strip().casefold()), None)
        if found is None:
            names = Listed([Quoted(name) for name in sheets])
            raise UnreadableFile(Message("{file} has no sheet “{sheet}”. Its sheets: {names}.", file=file, sheet=wanted, names=names))
        return found
    headers = {name: _fields_of(rows) for name, rows in sheets.items()}
    best = max(headers, key=lambda name: len(headers[name]), default=None)
    if best is None or not headers[best]:
        return next((rows for rows in sheets.values() if rows), [])
    equal = [name for name, fields in headers.items() if len(fields) > 1 and fields == headers[best]]
    if ours := next((name for name in equal if name.strip().casefold() in _OUR_SHEETS), None):
        return sheets[ours]
    if len(equal) > 1:
        raise UnreadableFile(
            Message(
                "{file}: several sheets hold such a table: {names}. Choose one with --sheet NAME, or put the tables into one sheet.",
                file=file,
                names=Listed([Quoted(name) for name in equal]),
            )
        )
    return sheets[best]


def _fields_of(rows: Rows) -> frozenset[str]:
    """The fields that the header of a sheet names."""
    return max((named_fields(cells) for _number, cells in rows[:HIGHEST]), key=len, default=frozenset())


def _sheets_of_xlsx(content: bytes) -> dict[str, Rows]:
    import openpyxl  # type: ignore[import-untyped]  # it tells errors from blanks; CSV needs no library

    with warnings.catch_warnings():  # of styles and pictures, which do not matter here
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write wrong ones
        return {sheet.title: _filled(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def _sheets_of_other(content: bytes) -> dict[str, Rows]:
    """The sheets of an .xls, .xlsb or .ods file."""
    import python_calamine  # CSV needs no library

    book = python_calamine.load_workbook(io.BytesIO(content))
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    return {sheet.name: _filled(chain(repeat([], sheet.start[0] if sheet.start else 0), sheet.to_python())) for sheet in sheets}


def _filled(rows: Iterable[Sequence[Any]]) -> Rows:
    """The rows that hold something, with their numbers."""
    values = ((number, [_value(cell) for cell in row]) for number, row in enumerate(rows, 1))
    return [(number, row) for number, row in values if any(cell is not None for cell in row)]


def _value(cell: Any) -> Raw:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell) if abs(cell) < 1e300 else str(cell)
    return cell if cell is None or isinstance(cell, float | bool | datetime.date | datetime.time | datetime.timedelta) else str(cell)


def _of_html(text: str) -> list[tuple[int, Sequence[Raw]]]:
    """The rows of the tables of a page: some systems call it an .xls file."""
    parser = _Rows()
    parser.feed(text)
    parser.close()
    return [(number, cells) for number, cells in enumerate(parser.rows, 1) if any(not is_blank(cell) for cell in cells)]


class _Rows(HTMLParser):
    """The rows of all tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[Raw]] = []
        self.is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
            self.is_in_cell = False
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append([])
            span = dict(attrs).get("colspan") or "1"
            self.rows[-1].extend([""] * (int(span) if span.isdigit() and int(span) < 1000 else 1))
            self.is_in_cell = True
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self.is_in_cell = False

    def handle_data(self, data: str) -> None:
        if self.is_in_cell and self.rows[-1]:
            self.rows[-1][-1] = f"{self.rows[-1][-1] or ''}{data}"
