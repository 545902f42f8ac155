"""The table of a file as cells of a spreadsheet: numbers as numbers, dates as serials, everything else as the text that it is."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sheetkpi.hosts.google.sheets.cell_values import BLANK, CellValue, TextTooLong, to_cell_value
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.cell_text import read_text
from sheetkpi.reading.dates import FIRST_DAY, AmbiguousDate, Dates, NoDate
from sheetkpi.reading.files import Raw, Source, read_file
from sheetkpi.reading.numbers import BLANKS, NoNumber, Numbers
from sheetkpi.reading.text_file import Say, UnreadableFile
from sheetkpi.translation import Language, Listed, Message

#: What a cell has to look like, beside its value.
Look = Literal["", "DATE", "DATE_TIME", "PERCENT"]

#: Telephones, accounts, articles: they lose something as numbers.
_CODE = re.compile(r"0\d+|\+\d{7,}|[-+]?(?:\d[ \u00a0\u202f]?){16,}")
_DATE_LIKE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[T ,]+\d{1,2}:\d\d.*)?|\d{1,2}[ .-]+[^\W\d_]{3,}\.?[ ,.-]+\d{4}.*")
_TIME = re.compile(r"(?P<date>.*\d)[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?Z?")

#: More cells of a column are not told.
_MOST_NAMED = 5


class WrongKey(SheetKpiError):
    """Rows cannot be told apart by the key."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell: what is entered, and how it looks."""

    entry: CellValue
    look: Look = ""


EMPTY = Filled(BLANK)


@dataclass(frozen=True, slots=True)
class Data:
    """A table of a file."""

    file: object
    headers: list[str]
    rows: list[list[Filled]]
    lines: list[int]

    def refuse_unknown(self, keys: Sequence[str]) -> None:
        """Refuse a key of columns that the table does not have.

        Raises:
            WrongKey: There is no such column.
        """
        for key in keys:
            if key not in self.headers:
                raise WrongKey(
                    Message("{file} has no column “{key}”. It has: {headers}.", file=self.file, key=key, headers=", ".join(self.headers))
                )


def read_data(name: str, language: Language, say: Say) -> Data:
    """The table of a CSV file or a workbook.

    Raises:
        UnreadableFile: There is no table in it, or a cell may mean either of two numbers.
    """
    source = read_file(name, language, say)
    rows = [(line, cells) for line, cells in source.rows if any(not _is_empty(cell) for cell in cells)]
    if not rows:
        raise UnreadableFile(Message("{file} is empty. Put a table into it.", file=source.file))
    (head_line, head), *body = rows
    headers = _headers(source, head_line, head)
    for line, cells in body:
        if any(not _is_empty(cell) for cell in cells[len(headers) :]):
            raise UnreadableFile(
                Message(
                    "{file}, line {line}: there are {cells} cells under {width} headers. Put a header over the last, or quotes around what "
                    "holds the separator; the headers must stand in the first line.",
                    file=source.file,
                    line=line,
                    cells=len(cells),
                    width=len(headers),
                )
            )
    lines = [line for line, _cells in body]
    columns = [
        _Column(source, header, lines, [cells[index] if index < len(cells) else None for _line, cells in body])
        for index, header in enumerate(headers)
    ]
    filled = [column.read() for column in columns]
    for column, found in zip(columns, filled, strict=True):
        column.tell_texts_among_numbers(found, say)
    return Data(source.file, headers, [list(row) for row in zip(*filled, strict=True)], lines)


def _headers(source: Source, line: int, cells: Sequence[Raw]) -> list[str]:
    texts = ["" if _is_empty(cell) else str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    for number, text in enumerate(texts, 1):
        if not text:
            raise UnreadableFile(
                Message(
                    "{file}, line {line}: column {column} has no header. Write one over it.", file=source.file, line=line, column=number
                )
            )
        if text in texts[: number - 1]:
            raise UnreadableFile(
                Message("{file}, line {line}: two columns are called “{header}”. Rename one.", file=source.file, line=line, header=text)
            )
    return texts


def _is_empty(cell: Raw) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


class _Column:
    """One column: what its cells have in common decides how each of them is read."""

    def __init__(self, source: Source, header: str, lines: Sequence[int], cells: Sequence[Raw]) -> None:
        self.source, self.header, self.lines, self.cells = source, header, lines, cells
        texts = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip() and cell.strip().casefold() not in BLANKS]
        self.is_code = any(_CODE.fullmatch(text) for text in texts)
        self.is_numeric = bool(texts) and not self.is_code and all(_may_be_number(text) for text in texts)
        self.numbers = Numbers.of(cells, source.usual_comma)
        self.dates = Dates.of(cells)

    def read(self) -> list[Filled]:
        return [self._located(line, self._read, cell) for line, cell in zip(self.lines, self.cells, strict=True)]

    def tell_texts_among_numbers(self, found: Sequence[Filled], say: Say) -> None:
        """Tell which cells of a column of numbers or dates are neither: the spreadsheet would silently leave them out of its sums."""
        words = [
            (line, text)
            for line, cell in zip(self.lines, found, strict=True)
            if (text := cell.entry.get("stringValue")) and str(text).casefold() not in BLANKS
        ]
        if not words or self.is_code or sum("numberValue" in cell.entry for cell in found) < len(words):
            return
        named = [Message("{line} “{text}”", line=line, text=text) for line, text in words[:_MOST_NAMED]]
        more = ["…"] if len(words) > _MOST_NAMED else []
        say(
            Message(
                "{file}, column “{header}”: neither numbers nor dates, so written as texts; lines {cells}",
                file=self.source.file,
                header=self.header,
                cells=Listed([*named, *more]),
            )
        )

    def _located(self, line: int, read: Callable[[Raw], Filled], cell: Raw) -> Filled:
        try:
            return read(cell)
        except (NoNumber, NoDate, TextTooLong) as error:
            raise UnreadableFile(
                Message(
                    "{file}, line {line}, column “{header}”: {what}", file=self.source.file, line=line, header=self.header, what=error.what
                )
            ) from None

    def _read(self, cell: Raw) -> Filled:
        if _is_empty(cell):
            return EMPTY
        if isinstance(cell, datetime.datetime | datetime.date):
            return _of_date(cell)
        if isinstance(cell, datetime.time | datetime.timedelta):
            return Filled(to_cell_value(str(cell)))
        if not isinstance(cell, str):
            return Filled(to_cell_value(cell))
        text = cell.strip()
        if self.is_code or text.casefold() in BLANKS:
            return Filled(to_cell_value(text))
        return self._of_text(text)

    def _of_text(self, text: str) -> Filled:
        if _DATE_LIKE.fullmatch(text):
            return self._of_date_text(text)
        if text.endswith("%"):
            found = read_text(text, decimal="," if "decimals" in (self.numbers.comma, self.source.usual_comma) else ".")
            return Filled(to_cell_value(found), "PERCENT") if isinstance(found, float) else Filled(to_cell_value(text))
        if self.is_numeric:
            number = self.numbers.read(text, "money")
            return Filled(to_cell_value(number))
        found = read_text(text, decimal="," if self.numbers.comma == "decimals" else ".")
        return Filled(to_cell_value(found)) if isinstance(found, float) else Filled(to_cell_value(text))

    def _of_date_text(self, text: str) -> Filled:
        """A date, which may be either of two only where a column of dates is meant."""
        try:
            serial = self.dates.read(text)
        except AmbiguousDate:
            raise
        except NoDate:
            return Filled(to_cell_value(text))
        if time := _TIME.fullmatch(text):
            seconds = (int(time["hour"]) * 60 + int(time["minute"])) * 60 + int(time["second"] or 0)
            return Filled(to_cell_value(serial + seconds / 86_400), "DATE_TIME")
        return Filled(to_cell_value(serial), "DATE")


def _may_be_number(text: str) -> bool:
    return not _DATE_LIKE.fullmatch(text) and any(isinstance(read_text(text, decimal=decimal), float) for decimal in ",.")


def _of_date(cell: datetime.datetime | datetime.date) -> Filled:
    """A date of a workbook."""
    day = cell.date() if isinstance(cell, datetime.datetime) else cell
    serial = float((day - FIRST_DAY).days)
    if not isinstance(cell, datetime.datetime) or cell.time() == datetime.time():
        return Filled(to_cell_value(serial), "DATE")
    seconds = (cell.hour * 60 + cell.minute) * 60 + cell.second
    return Filled(to_cell_value(serial + seconds / 86_400), "DATE_TIME")
