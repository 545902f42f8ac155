"""Tables in text files, as the spreadsheets of any country save them: in whatever encoding, parted by whatever sign."""

import codecs
import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.translation import Label, Message

#: Tells a person what was decided for them.
Say = Callable[[Message], None]

#: What stands for the standard input.
STANDARD_INPUT = "-"
#: How many characters show what parts the columns.
ENOUGH = 20_000


class UnreadableFile(SheetKpiError):
    """A file holds no table that can be read."""


def called(name: str) -> object:
    """What a file is called in messages."""
    return Label("standard input") if name == STANDARD_INPUT else name


def content_of(name: str) -> bytes:
    """What is in a file; ``-`` is the standard input.

    Raises:
        UnreadableFile: There is none, or it may not be read.
    """
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except (FileNotFoundError, ValueError):  # a name with a null character is no name
        raise UnreadableFile(Message("There is no file {file}. Check its name and folder.", file=name)) from None
    except OSError as error:
        if Path(name).is_dir():
            raise UnreadableFile(Message("{file} is a folder. Give a file that lies in it.", file=name)) from None
        if isinstance(error, PermissionError):
            raise UnreadableFile(
                Message("You don't have permission to read {file}. Ask for access, or copy the file.", file=name)
            ) from None
        raise UnreadableFile(Message("{file} cannot be read: {reason}.", file=name, reason=reason_of(error))) from None


def decoded(file: object, content: bytes, say: Say) -> str:
    """The text in UTF-16 or UTF-8, else in the encoding in which a Russian Excel saves CSV.

    Raises:
        UnreadableFile: It is not a text file.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        raise UnreadableFile(Message("{file} is not a text file. Save the sheet as “CSV UTF-8”, and give that file.", file=file))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        if before.isascii():  # else it is UTF-8 that breaks off
            say(Message("{file} is not UTF-8; it is read as Windows-1251.", file=file))
            return content.decode("cp1251", "replace")
        raise UnreadableFile(
            Message(
                "{file}, line {line}, column {column}: this is not UTF-8. Save the file as “CSV UTF-8”.",
                file=file,
                line=before.count(b"\n") + 1,
                column=len(before.rpartition(b"\n")[2].decode("utf-8-sig", "replace")) + 1,
            )
        ) from None


def separator_of(text: str) -> str:
    """What parts the columns; where nothing does, there is one column, and a comma is decimal."""
    first, *rest = [line for line in re.sub(r'"[^"]*"', "", text[:ENOUGH]).splitlines() if line.strip()] or [""]
    for separator in "\t;":
        if separator in first or 2 * sum(separator in line for line in rest) > len(rest):
            return separator
    commas = {line.count(",") for line in rest}
    is_below_title = len(rest) > 1 and len(commas) == 1 and commas != {0} and not may_be_decimals(rest)
    return "," if "," in first or is_below_title else ";"


def may_be_decimals(lines: Sequence[str]) -> bool:
    """Whether every line is ``0,3``: two columns of whole numbers, or one with decimal commas."""
    return all(re.fullmatch(r"-?\d+(,\d+)?", line.strip()) for line in lines)


def lines_of(file: object, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the number of its last line.

    Raises:
        UnreadableFile: A quote stands where none may.
    """
    reader = csv.reader(io.StringIO(text.rstrip("\r\n"), newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise UnreadableFile(
            Message(
                "{file}, line {line}: this is not CSV. Check the quotes and the separators of the columns.",
                file=file,
                line=reader.line_num,
            )
        ) from None
