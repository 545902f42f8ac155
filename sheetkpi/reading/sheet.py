"""A file as cells of a spreadsheet: numbers as numbers, dates as dates, everything else as the text that it is."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.dates import AmbiguousDate, Dates, Moment, NoDate, days_in, is_range
from sheetkpi.reading.files import HIGHEST, Raw, Source, fields_in
from sheetkpi.reading.header import meaning_of
from sheetkpi.reading.numbers import NoNumber, Numbers, is_blank, number_in
from sheetkpi.reading.text_file import Notify, UnreadableFile
from sheetkpi.translation import Listed, Message

#: How a cell is shown, beside its value.
Look = Literal["", "DATE", "DATE_TIME", "PERCENT"]

#: Phone numbers, accounts, articles: they lose something as numbers.
_CODE = re.compile(r"0\d+|\+\d{7,}|[-+]?(?:\d[ \u00a0\u202f]?){16,}")
#: An identifier in which letters and digits are mixed: its column holds no numbers, even if one of them looks like 12e5.
_MIXED_CODE = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]{3,}", re.IGNORECASE)
_EXPONENT = re.compile(r"\d+e\d+", re.IGNORECASE)
_DATE_LIKE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[T ,]+\d{1,2}:\d\d.*)?|\d{1,2}[ .-]+[^\W\d_]{3,}\.?[ ,.-]+\d{4}.*")

_LONGEST_MONTH = 31
#: More cells of a column are not named.
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell: its value, how it is shown, and what is unclear about it."""

    value: float | str | bool | None
    look: Look = ""
    problem: SheetKpiError | None = None


EMPTY = Typed(None)


@dataclass(slots=True)
class Sheet:
    """The cells of a file below its header."""

    file: object
    headers: list[str]
    rows: list[list[Typed]]
    lines: list[int]
    titles: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else len(self.headers)


def read_sheet(source: Source, notify: Notify, *, needs_header: bool) -> Sheet:
    """The cells of a file.

    Args:
        source: The rows of the file.
        notify: Gives a person a note.
        needs_header: Whether the first row of the table is its header in any case; else it is one only if it looks so.

    Raises:
        UnreadableFile: There is no table, a header is missing or given twice, or a row is wider than the header.
    """
    rows = [(line, cells) for line, cells in source.rows if not needs_header or any(not _is_empty(cell) for cell in cells)]
    if not any(not _is_empty(cell) for _line, cells in rows for cell in cells):
        raise UnreadableFile(Message("{file} is empty. Put a table into it.", file=source.file))
    place = header_place(rows)
    titles = [str(cell).strip() for _line, cells in rows[:place] for cell in cells if not _is_empty(cell)]
    rows = rows[place:]
    has_header = needs_header or _is_header(rows)
    headers = _headers(source.file, *rows[0], is_strict=needs_header) if has_header else []
    body = rows[1:] if has_header else rows
    width = len(headers) or max((_width(cells) for _line, cells in body), default=0) or 1
    _refuse_wider(source.file, body, width, rows[0])
    lines = [line for line, _cells in body]
    columns = [_Column(source, [cells[index] if index < len(cells) else None for _line, cells in body]) for index in range(width)]
    if len(orders := {column.dates.order for column in columns} - {None}) == 1:  # one column shows the order of the others
        (order,) = orders
        for column in columns:
            column.dates.order = order
    for column, header in zip(columns, headers, strict=False):
        column.holds_periods = meaning_of(header).field == "date"
    filled = [column.read() for column in columns]
    for index, (column, found) in enumerate(zip(columns, filled, strict=True)):
        if headers:
            column.tell_texts_among_numbers(headers[index], lines, found, notify)
    if titles:
        notify(Message("{file}: the text above the header, “{title}”, is skipped.", file=source.file, title=titles[0]))
    return Sheet(source.file, headers, [list(row) for row in zip(*filled, strict=True)], lines, titles)


def header_place(rows: Sequence[tuple[int, Sequence[Raw]]]) -> int:
    """Where the header is: in the row that names the most columns, or else in the first full row of texts.

    Titles above it have at most half of its cells; where such a row has more, nothing is above the header.
    """
    counts = [fields_in(cells) for _line, cells in rows[:HIGHEST]]
    most = max(counts, default=0)
    if most > 1:
        return counts.index(most)
    filled = [[cell for cell in cells if not _is_empty(cell)] for _line, cells in rows]
    widest = max(map(len, filled), default=0)
    place = next((number for number, cells in enumerate(filled[:HIGHEST]) if len(cells) == widest), 0)
    is_header = widest > 1 and all(isinstance(cell, str) and not _is_written_number(cell) for cell in filled[place])
    is_titled = all(
        2 * len(cells) <= widest and not any(not isinstance(cell, str) or _is_written_number(cell) for cell in cells)
        for cells in filled[:place]
    )
    return place if is_header and is_titled else 0


def _is_header(rows: Sequence[tuple[int, Sequence[Raw]]]) -> bool:
    """Whether texts are over columns of numbers or dates."""
    (_line, first), *body = rows
    head = [cell for cell in first if not _is_empty(cell)]
    if not head or not all(isinstance(cell, str) and not re.match(r"\W*\d", cell) for cell in head):
        return False
    width = len(head)
    below = [cell for _line, cells in body for cell in cells[:width] if not _is_empty(cell)]
    if width == 1:
        return bool(below) and all(not isinstance(cell, str) or _is_written_number(cell) or _is_written_date(cell) for cell in below)
    columns = [[cells[index] for _line, cells in body if index < len(cells) and not _is_empty(cells[index])] for index in range(width)]
    return len(first) == width and any(
        column and all(not isinstance(cell, str) or _is_written_number(cell) or _is_written_date(cell) for cell in column)
        for column in columns
    )


def _headers(file: object, line: int, cells: Sequence[Raw], *, is_strict: bool) -> list[str]:
    texts = ["" if _is_empty(cell) else str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    for number, text in enumerate(texts, 1):
        if not is_strict:
            break
        if not text:
            raise UnreadableFile(
                Message("{file}, line {line}: column {column} has no header. Write one over it.", file=file, line=line, column=number)
            )
        if text in texts[: number - 1]:
            raise UnreadableFile(
                Message("{file}, line {line}: two columns are called “{header}”. Rename one.", file=file, line=line, header=text)
            )
    return texts


def _refuse_wider(file: object, body: Sequence[tuple[int, Sequence[Raw]]], width: int, first: tuple[int, Sequence[Raw]]) -> None:
    """Refuse a cell to the right of the header: a separator is inside a number or a text."""
    expected = width if _width(first[1]) == width or any(isinstance(cell, str) for cell in first[1]) else max(width, len(first[1]))
    for line, cells in body:
        if _width(cells) > expected:
            raise UnreadableFile(
                Message(
                    "{file}, line {line}: this row has {cells} cells, the first has {width}. "
                    "Put a header over the last, or quotes around a text or number that holds the separator.",
                    file=file,
                    line=line,
                    cells=_width(cells),
                    width=expected,
                )
            )


def _width(cells: Sequence[Raw]) -> int:
    return next((number for number in range(len(cells), 0, -1) if not _is_empty(cells[number - 1])), 0)


def _is_empty(cell: Raw) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_written_number(text: object) -> bool:
    return (
        isinstance(text, str) and not _DATE_LIKE.fullmatch(text.strip()) and any(number_in(text, decimal=sign) is not None for sign in ",.")
    )


def _is_written_date(text: str) -> bool:
    if not _DATE_LIKE.fullmatch(text.strip()):
        return False
    try:
        Dates().moment(text)
    except AmbiguousDate:
        return True
    except NoDate:
        return False
    return True


class _Column:
    """One column: what its cells have in common decides how each of them is read."""

    def __init__(self, source: Source, cells: Sequence[Raw]) -> None:
        self.source, self.cells = source, cells
        texts = [cell.strip() for cell in cells if isinstance(cell, str) and not is_blank(cell)]
        self.is_code = any(_CODE.fullmatch(text) or (_MIXED_CODE.fullmatch(text) and not _EXPONENT.fullmatch(text)) for text in texts)
        self.is_numeric = bool(texts) and not self.is_code and all(map(_is_written_number, texts))
        self.numbers = Numbers.of(cells, source.usual_comma)
        self.dates = Dates.of(cells)
        #: Whether its header says that it holds days, weeks or months, in any notation.
        self.holds_periods = False

    def read(self) -> list[Typed]:
        return [self._read(cell) for cell in self.cells]

    def tell_texts_among_numbers(self, header: str, lines: Sequence[int], found: Sequence[Typed], notify: Notify) -> None:
        """Name the cells of a column of numbers or dates that are neither: a spreadsheet would silently leave them out of its sums."""
        words = [
            (line, cell.value)
            for line, cell in zip(lines, found, strict=True)
            if isinstance(cell.value, str) and not is_blank(cell.value) and cell.problem is None
        ]
        if not words or self.is_code or sum(isinstance(cell.value, float) for cell in found) < len(words):
            return
        named = [Message("{line} “{text}”", line=line, text=text) for line, text in words[:_MOST_NAMED]]
        more = ["…"] if len(words) > _MOST_NAMED else []
        notify(
            Message(
                "{file}, column “{header}”: neither numbers nor dates, so written as texts; lines {cells}",
                file=self.source.file,
                header=header,
                cells=Listed([*named, *more]),
            )
        )

    def _read(self, cell: Raw) -> Typed:
        if isinstance(cell, str) and cell.strip():
            return self._of_text(cell.strip())
        if cell is None or isinstance(cell, str):
            return EMPTY
        if isinstance(cell, datetime.date):
            return _of_moment(self.dates.moment(cell))
        return Typed(str(cell) if isinstance(cell, datetime.time | datetime.timedelta) else cell)

    def _of_text(self, text: str) -> Typed:
        if self.is_code or is_blank(text):
            return Typed(text)
        try:
            return self._understood(text)
        except (NoNumber, AmbiguousDate) as error:
            return Typed(text, problem=error)

    def _understood(self, text: str) -> Typed:
        is_month = self.holds_periods and days_in(text) <= _LONGEST_MONTH and not is_range(text)
        if is_month or _DATE_LIKE.fullmatch(text):
            try:
                return _of_moment(self.dates.moment(text))
            except AmbiguousDate:
                raise
            except NoDate:
                return Typed(text)
        if text.endswith("%"):
            number = number_in(text, decimal="," if "decimals" in (self.numbers.comma, self.source.usual_comma) else ".")
            return Typed(text) if number is None else Typed(number, "PERCENT")
        if self.is_numeric:
            return Typed(self.numbers.read(text, "money"))
        number = number_in(text, decimal="," if self.numbers.comma == "decimals" else ".")
        return Typed(text) if number is None or _EXPONENT.fullmatch(text) else Typed(number)


def _of_moment(moment: Moment) -> Typed:
    return Typed(moment.serial, "DATE" if moment.seconds is None else "DATE_TIME")
