"""Tables in files: JSON, or CSV as the spreadsheets of any country save it."""

import csv
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

from sheetkpi.cli.language import _
from sheetkpi.cli.typed import read_text
from sheetkpi.errors import SheetKpiError
from sheetkpi.translation import Label, Language, Message

#: What may part the columns of a CSV file, the surest sign first.
SEPARATORS = "\t;,"


class UnreadableFile(SheetKpiError):
    """A file holds no table that can be read."""


def read_rows(name: str, language: Language) -> list[Any]:
    """The rows of a JSON or CSV file.

    Args:
        name: The file; ``-`` is the standard input.
        language: Of the reader, who writes 1,000 for one or for a thousand.

    Raises:
        UnreadableFile: There is none, or it holds no table; the message names the place.
        OSError: The file cannot be opened.
    """
    file: object = Label(_("standard input")) if name == "-" else name
    text = _decoded(file, _content(name))
    if not text.strip():
        raise UnreadableFile(Message("{file} is empty. Put a table into it: CSV, or JSON rows.", file=file))
    if name.lower().endswith(".json") or text.lstrip().startswith("["):
        return _from_json(file, text)
    return _from_csv(file, text, language)


def _content(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(Message("There is no file {file}. Check its name and folder.", file=name)) from None


def _decoded(file: object, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        raise UnreadableFile(
            Message(
                "{file}, line {line}, column {column}: this is not UTF-8. Save the file as «CSV UTF-8».",
                file=file,
                line=before.count(b"\n") + 1,
                column=len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1,
            )
        ) from None


def _from_json(file: object, text: str) -> list[Any]:
    try:
        rows = json.loads(text, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(
            Message(
                "{file}, line {line}, column {column}: this is not JSON. Mend it there, or save the table as CSV.",
                file=file,
                line=getattr(error, "lineno", 1),
                column=getattr(error, "colno", 1),
            )
        ) from None
    if not isinstance(rows, list):
        raise UnreadableFile(Message("{file}: JSON must be a list of rows, such as [[1, 2], [3, 4]].", file=file))
    return rows


def _from_csv(file: object, text: str, language: Language) -> list[Any]:
    separator = _separator(text)
    if separator == ",":
        _refuse_what_may_be_decimals(file, text)
    decimal_comma = separator == ";" or language == "ru"
    reader = csv.reader(io.StringIO(text.rstrip("\r\n"), newline=""), delimiter=separator, strict=True)
    rows: list[Any] = []
    try:
        for cells in reader:
            width = len(rows[0]) if rows else len(cells)
            row = [read_text(cell, decimal_comma=decimal_comma) for cell in cells] or [None] * max(width, 1)
            if rows and len(row) != width:
                raise UnreadableFile(
                    Message(
                        "{file}, line {line}: this row has {cells} cells, the first has {width}. Make the rows equally long.",
                        file=file,
                        line=reader.line_num,
                        cells=len(row),
                        width=width,
                    )
                )
            rows.append(row)
    except csv.Error as error:
        raise UnreadableFile(
            Message(
                "{file}, line {line}: this is not CSV ({reason}). Check the quotes and the separators of the columns.",
                file=file,
                line=reader.line_num,
                reason=error,
            )
        ) from None
    return rows


def _separator(text: str) -> str:
    """What parts the columns of the first row; where nothing does, there is one column, and a comma is decimal."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    return next((separator for separator in SEPARATORS if separator in first), ";")


def _refuse_what_may_be_decimals(file: object, text: str) -> None:
    """``0,3`` in every line: two columns of whole numbers, or one with decimal commas?"""
    lines = text.split()
    if all(re.fullmatch(r"-?\d+,\d+", line) for line in lines):
        raise UnreadableFile(
            Message(
                "{file}, line {line}: «{text}» may be one number or two. Write decimals with a point, or part the columns by «;».",
                file=file,
                line=1,
                text=lines[0],
            )
        )
