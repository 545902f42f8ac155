"""Tables in text files, as the spreadsheets of any country save them: in any encoding, with any separator."""

import codecs
import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.reading.header import meaning_of
from sheetkpi.translation import Label, Message

#: Gives a person a note on what was decided for them.
Notify = Callable[[Message], None]

#: The name of the standard input.
STANDARD_INPUT = "-"
#: How many characters show what separates the columns.
_SAMPLE = 60_000
_SEPARATORS = ("\t", ";", ",", "|")
#: ="007": what programs write so that a spreadsheet keeps a text.
_FORMULA_OF_TEXT = re.compile(r'(?<![^\n\r\t;,|])="([^"\n\r]*)"(?=$|[\n\r\t;,|])')
_QUOTED = re.compile(r'"[^"]*"')

#: Encodings that are not UTF-8, in the order in which they are tried, and the letters that their users write.
_OLD_ENCODINGS = {
    "cp1251": re.compile("[А-Яа-яЁёІіЇїЄєҐґ]"),
    "cp866": re.compile("[А-Яа-яЁё]"),
    "koi8-r": re.compile("[А-Яа-яЁё]"),
    "mac-cyrillic": re.compile("[А-Яа-яЁё]"),
    "cp1252": re.compile("[À-ÖØ-öø-ÿŠšŽžŒœŸ]"),
}
_OTHER_SIGNS = re.compile(r"[№«»–—‘’“”„•…€₽°±©®§\u00a0\u00ad]")
#: “ВК”, “НДС”: of longer words few are written in capitals alone.
_LONGEST_ABBREVIATION = 4
_WORD = re.compile(r"[^\W\d_]+")


class UnreadableFile(SheetKpiError):
    """A file holds no table that can be read."""


def display_name(name: str) -> object:
    """What a file is called in messages."""
    return Label("standard input") if name == STANDARD_INPUT else name


def content_of(name: str) -> bytes:
    """Read a file; ``-`` is the standard input.

    Raises:
        UnreadableFile: It doesn't exist or can't be read.
    """
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except (FileNotFoundError, ValueError):  # a null character is in no name
        raise UnreadableFile(Message("There is no file {file}. Check its name and folder.", file=name)) from None
    except OSError as error:
        if Path(name).is_dir():
            raise UnreadableFile(Message("{file} is a folder. Give a file that lies in it.", file=name)) from None
        if isinstance(error, PermissionError):
            raise UnreadableFile(
                Message("You don't have permission to read {file}. Ask for access, or copy the file.", file=name)
            ) from None
        raise UnreadableFile(Message("{file} cannot be read: {reason}.", file=name, reason=reason_of(error))) from None


def decoded(file: object, content: bytes, notify: Notify) -> str:
    """The text of a file in UTF-8, UTF-16, or the old encoding under which its words are written in one alphabet.

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
        if before.isascii():  # otherwise it is UTF-8 that breaks off
            encoding = encoding_of(content)
            notify(Message("{file} is not UTF-8; it is read as {encoding}.", file=file, encoding=_NAMES.get(encoding, encoding)))
            return content.decode(encoding, "replace")
        raise UnreadableFile(
            Message(
                "{file}, line {line}, column {column}: this is not UTF-8. Save the file as “CSV UTF-8”.",
                file=file,
                line=before.count(b"\n") + 1,
                column=len(before.rpartition(b"\n")[2].decode("utf-8-sig", "replace")) + 1,
            )
        ) from None


_NAMES = {"cp1251": "Windows-1251", "cp1252": "Windows-1252", "cp866": "CP866", "koi8-r": "KOI8-R", "mac-cyrillic": "Mac Cyrillic"}


def encoding_of(content: bytes) -> str:
    """The old encoding under which the words of a text look most like words.

    A word is written in one alphabet, and in small letters behind its first: “Cafй” and “пРИВЕТ” are none.
    """
    return max(_OLD_ENCODINGS, key=lambda encoding: _likelihood(content[:_SAMPLE], encoding))


def _likelihood(content: bytes, encoding: str) -> float:
    text = content.decode(encoding, "replace")
    score = 0.0
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        letters = _OLD_ENCODINGS[encoding]
        foreign = [letter for letter in word if not letter.isascii()]
        if all(letters.match(letter) for letter in foreign) and (encoding == "cp1252" or len(foreign) == len(word)):
            has_usual_case = not (word[0].islower() and not word.islower())
            weight = 0.5 if len(word) > _LONGEST_ABBREVIATION and word.isupper() else 1.0
            is_mostly_latin = encoding == "cp1252" and 2 * len(foreign) <= len(word) + 1
            score += weight * len(foreign) if has_usual_case and (encoding != "cp1252" or is_mostly_latin) else -len(foreign)
        else:
            score -= 2 * len(foreign)
    others = sum(1 for sign in text if not sign.isascii() and not sign.isalpha())
    known = len(_OTHER_SIGNS.findall(text))
    return score - (others - known)


def separator_of(text: str) -> str:
    """The sign under which the most lines are equally wide and one of them names columns; “;” where nothing separates."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    candidates = {separator: _fit(sample, separator) for separator in _SEPARATORS if separator in sample}
    best = max(candidates, key=lambda separator: candidates[separator], default=";")
    return best if candidates and candidates[best][1] else ";"


def _fit(sample: str, separator: str) -> tuple[int, int, int]:
    """How many columns a header row names, how many lines are as wide as most, and how wide."""
    rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if any(cell.strip() for cell in row)]
    widths = Counter(width for row in rows if (width := len(row)) > 1)
    if not widths:
        return (0, 0, 0)
    named = max((len({meaning_of(cell).field for cell in row} - {None}) for row in rows[:40] if len(row) > 1), default=0)
    width, lines = max(widths.items(), key=lambda item: (item[1], item[0]))
    if named < 2 and 2 * lines <= len(rows) and separator != "\t":
        header = rows[0]
        lines = lines if len(header) > 1 else 0
    return (named if named > 1 else 0, lines, width)


def may_be_decimals(lines: Sequence[str]) -> bool:
    """Whether every line is ``0,3``: two columns of whole numbers, or one with decimal commas."""
    return all(re.fullmatch(r"-?\d+(,\d+)?", line.strip()) for line in lines)


def lines_of(file: object, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the number of its last line.

    Raises:
        UnreadableFile: A quote stands where none may.
    """
    text = _FORMULA_OF_TEXT.sub(r'"\1"', text) if '="' in text else text
    reader = csv.reader(io.StringIO(text.rstrip("\r\n"), newline=""), delimiter=separator, strict=True)
    try:
        yield from enumerate(reader, 1) if '"' not in text else ((reader.line_num, cells) for cells in reader)
    except csv.Error:
        raise UnreadableFile(
            Message(
                "{file}, line {line}: this is not CSV. Check the quotes and the separators of the columns.",
                file=file,
                line=reader.line_num,
            )
        ) from None
