"""Errors, each with the code that a spreadsheet shows.

In Python they are raised. In a cell they are values, with their explanation.
"""

import errno
from collections.abc import Mapping
from typing import TypeVar

from sheetkpi.translation import Label, Language, Message, Translatable

#: Error values of spreadsheet cells; a localized Excel shows other names for them.
ERROR_CODES = (
    "#DIV/0!",
    "#VALUE!",
    "#NUM!",
    "#N/A",
    "#NAME?",
    "#REF!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#BUSY!",
    "#UNKNOWN!",
    "#GETTING_DATA",
    "#ERROR!",
)

_Error = TypeVar("_Error", bound="CellError")


#: System errors in our words: the system's own are in English, or in the language of Windows.
_REASONS: Mapping[str, Label] = {
    "ENOENT": Label("there is no such file or folder"),
    "EACCES": Label("permission denied"),
    "EPERM": Label("permission denied"),
    "EEXIST": Label("a file or folder of this name exists"),
    "EISDIR": Label("it is a folder"),
    "ENOTDIR": Label("a part of the path is not a folder"),
    "ENOTEMPTY": Label("the folder is not empty"),
    "ENAMETOOLONG": Label("the name is too long"),
    "EINVAL": Label("the system does not accept this name or value"),
    "ELOOP": Label("its links point to one another"),
    "EROFS": Label("it is on a read-only disk"),
    "ENOSPC": Label("the disk is full"),
    "EFBIG": Label("the file is too large"),
    "EIO": Label("the disk failed to read or write"),
    "EBUSY": Label("another program is using it"),
    "ETXTBSY": Label("another program is using it"),
    "EMFILE": Label("too many files are open"),
    "ENFILE": Label("too many files are open"),
    "ENOMEM": Label("there is not enough memory"),
    "EPIPE": Label("the reader has closed the pipe"),
    "EADDRINUSE": Label("the address is in use"),
    "EADDRNOTAVAIL": Label("this computer has no such address"),
    "ECONNREFUSED": Label("the connection was refused"),
    "ECONNRESET": Label("the connection broke off"),
    "EHOSTUNREACH": Label("the network does not reach that computer"),
    "ENETUNREACH": Label("the network does not reach that computer"),
    "ETIMEDOUT": Label("there was no answer in time"),
}
#: The same by number, as far as this system has them.
_BY_NUMBER = {getattr(errno, name): reason for name, reason in _REASONS.items() if hasattr(errno, name)}


def reason_of(error: OSError) -> Translatable:
    """Return the reason of a system error as a text that can be translated; for a rare one, the system's own."""
    known = _BY_NUMBER.get(error.errno) if error.errno else None
    return known or Message("system error {number} ({text})", number=error.errno or "?", text=error.strerror or error)


class SheetKpiError(Exception):
    """The base of all errors of sheetkpi.

    Args:
        what: What is wrong, where, and what to do about it.
    """

    def __init__(self, what: Translatable) -> None:
        super().__init__(what)
        self.what = what

    def message(self, language: Language = "en") -> str:
        """Return the message in a language."""
        return self.what.in_language(language)

    def __str__(self) -> str:
        return self.message()


class CellError(SheetKpiError):
    """An error that a cell can hold; ``code`` is what the spreadsheet shows."""

    code = "#VALUE!"
    #: Whether the message says where the error is.
    is_located = True

    def at(self, place: object, argument: object) -> "CellError":
        """Return the error with its place in the message, unless it has one."""
        if self.is_located:
            return self
        what = Message("{place}, {argument}: {what}", place=place, argument=argument, what=self.what)
        return ErrorCell(self.code, what) if isinstance(self, ErrorCell) else type(self)(what)

    def without_frames(self: _Error) -> _Error:
        """Drop the traceback, which would keep whole ranges alive."""
        self.__traceback__ = self.__context__ = None
        return self

    def __repr__(self) -> str:
        return f"<{self.code} {self.message()}>"


class DivisionByZero(CellError, ZeroDivisionError):
    """#DIV/0!: a denominator is zero. Never 0, never infinity."""

    code = "#DIV/0!"


class WrongType(CellError, TypeError):
    """#VALUE!: text instead of a number, an unknown option, a missing argument or column."""

    code = "#VALUE!"


class OutOfRange(CellError, ValueError):
    """#NUM!: a share outside 0…1, a negative count, an impossible result."""

    code = "#NUM!"


class NotAvailable(CellError, LookupError):
    """#N/A: a cell without a partner in a shorter range."""

    code = "#N/A"


class ErrorCell(CellError):
    """An error from an input cell, passed on.

    Args:
        code: The input cell's error, such as ``#REF!``.
        what: Where it was found, when that is known.
    """

    def __init__(self, code: str, what: Translatable | None = None) -> None:
        super().__init__(what or Message("it is the error {code}. Correct that first.", code=code))
        self.code = code
        self.is_located = what is not None


class UnknownFunction(CellError, KeyError):
    """#NAME?: there is no KPI of this name.

    Args:
        name: The name that was asked for.
        nearest: Names that look like it.
    """

    code = "#NAME?"

    def __init__(self, name: str, nearest: list[str]) -> None:
        self.name = name
        self.nearest = nearest
        if nearest:
            what = Message("There is no function {name}. Did you mean {nearest}?", name=name, nearest=", ".join(nearest))
        else:
            what = Message("There is no function {name}. `sheetkpi list` shows all of them.", name=name)
        super().__init__(what)


class CellWarning(UserWarning):
    """Rows of a column have no result because of an error in them.

    Args:
        function: The KPI's name.
        count: How many rows failed.
        rows: How many rows there are.
        first: The error of the first of them.
    """

    def __init__(self, function: str, count: int, rows: int, first: CellError) -> None:
        super().__init__(function, count, rows, first)
        self.function = function
        self.count = count
        self.rows = rows
        self.first = first

    def message(self, language: Language = "en") -> str:
        """Return the message in a language."""
        return Message(
            "{function}: no result in {count} of {rows} rows. The first: {first} For all reasons call {name}.why().",
            function=self.function,
            count=self.count,
            rows=self.rows,
            first=self.first.message(language),
            name=self.function.lower(),
        ).in_language(language)

    def __str__(self) -> str:
        return self.message()


class RegistrationError(SheetKpiError):
    """A wrong definition of a KPI, found when the package is imported."""
