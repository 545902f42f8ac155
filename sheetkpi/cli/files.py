"""Tables in files, for the arguments of a KPI: JSON, or CSV as the spreadsheets of any country save it."""

import json
import re
from collections.abc import Sequence
from typing import Any

from sheetkpi.cli.output import print_note
from sheetkpi.locale import locale_of
from sheetkpi.reading.cell_text import read_text
from sheetkpi.reading.text_file import UnreadableFile, called, content_of, decoded, lines_of, may_be_decimals, separator_of
from sheetkpi.translation import Language, Message

#: In which of the first rows a header may stand.
HIGHEST_TITLE = 10


def read_rows(name: str, language: Language, *, wants_header: bool = False) -> list[Any]:
    """The rows of a JSON or CSV file.

    Raises:
        UnreadableFile: There is none, or it holds no table; the message names the place.
    """
    file = called(name)
    text = decoded(file, content_of(name), lambda note: print_note(note, language))
    if not text.strip():
        raise UnreadableFile(Message("{file} is empty. Put a table into it: CSV, or JSON rows.", file=file))
    if name.lower().endswith(".json") or text.lstrip().startswith("["):
        return _from_json(file, text)
    rows = _from_csv(file, text, language)
    if not wants_header and _is_headed_column(rows):
        print_note(Message("{file}: the first line, “{title}”, is the header and is skipped.", file=file, title=rows[0][0]), language)
        return rows[1:]
    return rows


def _from_json(file: object, text: str) -> list[Any]:
    try:
        rows = json.loads(text, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(
            Message(
                "{file}, line {line}, column {column}: this is not JSON. Fix it there, or save the table as CSV.",
                file=file,
                line=getattr(error, "lineno", 1),
                column=getattr(error, "colno", 1),
            )
        ) from None
    if not isinstance(rows, list):
        raise UnreadableFile(Message("{file}: JSON must be a list of rows, such as [[1, 2], [3, 4]].", file=file))
    return rows


def _from_csv(file: object, text: str, language: Language) -> list[list[Any]]:
    """The rows below a title, all as long as the longest."""
    separator = separator_of(text)
    if separator == ",":
        _refuse_what_may_be_decimals(file, text)
    decimal = "," if separator == ";" and ";" in text else locale_of(language).decimal  # a comma that surely parts no thousands
    lines = [(number, [read_text(cell, decimal=decimal) for cell in cells]) for number, cells in lines_of(file, text, separator)]
    above = _above_header([cells for _number, cells in lines])
    if title := next((cell for _number, cells in lines[:above] for cell in cells if cell is not None), None):
        print_note(Message("{file}: the text above the header, “{title}”, is skipped.", file=file, title=title), language)
    lines = lines[above:]
    _refuse_wider_rows(file, lines)
    width = max((_width(cells) for _number, cells in lines), default=0) or 1
    return [[*cells[:width], *[None] * (width - len(cells))] for _number, cells in lines]


def _above_header(rows: Sequence[Sequence[Any]]) -> int:
    """How many rows stand above the header: titles, which have at most half of its cells, and blank ones.

    A header is the first full row, and all texts; where that row is none, nothing stands above it.
    """
    filled = [[cell for cell in cells if cell is not None] for cells in rows]
    most = max(map(len, filled), default=0)
    header = next((number for number, cells in enumerate(filled[:HIGHEST_TITLE]) if len(cells) == most), 0)
    is_header = most > 1 and all(isinstance(cell, str) for cell in filled[header])
    titles = filled[:header]
    is_titled = all(2 * len(cells) <= most and not any(isinstance(cell, float) for cell in cells) for cells in titles)
    return header if is_header and is_titled else 0


def _refuse_wider_rows(file: object, lines: Sequence[tuple[int, Sequence[Any]]]) -> None:
    """A cell to the right of the header is one too many: a separator inside a number or a text."""
    (_first, header), *rows = lines
    width = _width(header) if any(isinstance(cell, str) for cell in header) else len(header) or 1
    for number, cells in rows:
        if _width(cells) > width:
            raise UnreadableFile(
                Message(
                    "{file}, line {line}: this row has {cells} cells, the first has {width}. "
                    "Put a header over the last, or quotes around a text or number that holds the separator.",
                    file=file,
                    line=number,
                    cells=_width(cells),
                    width=width,
                )
            )


def _width(cells: Sequence[Any]) -> int:
    """How many cells there are up to the last that is filled."""
    return next((number for number in range(len(cells), 0, -1) if cells[number - 1] is not None), 0)


def _is_headed_column(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether one column of numbers stands under a text, which is no number of unclear meaning, such as 100,000."""
    if len(rows[0]) != 1 or not isinstance(rows[0][0], str) or re.match(r"\W*\d", rows[0][0]):
        return False
    below = [cell for row in rows[1:] for cell in row if cell is not None]
    return bool(below) and not any(isinstance(cell, str) for cell in below)


def _refuse_what_may_be_decimals(file: object, text: str) -> None:
    """``0,3`` in every line: two columns of whole numbers, or one with decimal commas?"""
    lines = text.split()
    if may_be_decimals(lines):
        raise UnreadableFile(
            Message(
                "{file}, line {line}: “{text}” may be one number or two. Write decimals with a point, or part the columns by “;”.",
                file=file,
                line=1,
                text=lines[0],
            )
        )
