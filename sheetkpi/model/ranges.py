"""Cells and ranges, as spreadsheets and Python hand them over."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sheetkpi.locale import LOCALES
from sheetkpi.model.columns import array_of, cells_of, is_column
from sheetkpi.model.errors import ERROR_CODES, CellError, ErrorCell, OutOfRange, WrongType
from sheetkpi.translation import Language, Message

#: What a cell holds: a number, a text, true or false, nothing (None), or an error.
Cell: TypeAlias = float | str | bool | CellError | None

#: Texts that are an error cell's value, as some hosts hand it over, in each language.
ERROR_TEXTS = {locale.error_names.get(code, code): code for code in ERROR_CODES for locale in LOCALES.values()}

_NUMBER_AS_TEXT = re.compile(r"\s*[+\-−]?([0-9]+([\s.,'’][0-9]+)*[.,]?|[.,][0-9]+)(e[+-]?[0-9]+)?\s*%?\s*", re.IGNORECASE)

#: The ordinal of 30 December 1899, the day 0 of spreadsheets.
_DAY_ZERO = 693_594

#: Types of pandas that mean that there is nothing.
_MISSING = ("NAType", "NaTType")


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, in one list row by row.

    Args:
        rows: How many rows.
        columns: How many columns.
        values: ``rows · columns`` cells, the first row first.
        is_clean: Whether it is known to hold no errors, so that nobody needs to look.

    >>> Range.of([[1, 2], [3, 4]]).values
    [1, 2, 3, 4]
    """

    rows: int
    columns: int
    values: Sequence[Any]
    is_clean: bool = False

    def __post_init__(self) -> None:
        if self.rows < 1 or self.columns < 1 or self.rows * self.columns != len(self.values):
            raise WrongType(
                Message(
                    "A range of {rows} × {columns} cells cannot hold {count} values.",
                    rows=self.rows,
                    columns=self.columns,
                    count=len(self.values),
                )
            )

    @classmethod
    def of(cls, cells: Iterable[Any]) -> "Range":
        """Make a range of rows of cells; cells without rows are one column.

        Raises:
            WrongType: The rows differ in length, or there are no cells.
        """
        rows = [row if isinstance(row, list | tuple) else [row] for row in cells]
        width = len(rows[0]) if rows else 0
        for number, row in enumerate(rows, 1):
            if len(row) != width:
                raise WrongType(
                    Message(
                        "Row {row} of a range has {cells} cells, but the first row has {width}. Make all rows the same length.",
                        row=number,
                        cells=len(row),
                        width=width,
                    )
                )
        if not width:
            raise WrongType(Message("A range is empty. Give at least one cell."))
        return cls(len(rows), width, [cell for row in rows for cell in row])

    def nested(self) -> list[list[Any]]:
        """Return the cells as rows."""
        return [list(self.values[start : start + self.columns]) for start in range(0, len(self.values), self.columns)]

    def column(self, index: int) -> list[Any]:
        """Return a column from the top."""
        return list(self.values[index :: self.columns])


def read_cell(value: Any) -> Cell:
    """Read a cell from any form in which hosts and Python pass it.

    Dates become serial numbers, ``""`` and NaN blanks, the text of an error that error, numbers floats.
    """
    kind = type(value)
    if kind is float:
        return _finite(value)
    if kind is int:
        return _from_int(value)
    if isinstance(value, str):
        return _from_text(value)
    if value is None or isinstance(value, bool | CellError):
        return value
    return _read_foreign(value)


def _from_text(value: str) -> Cell:
    if value in ERROR_TEXTS:
        return ErrorCell(ERROR_TEXTS[value])
    return value or None


def _finite(value: float) -> Cell:
    if math.isfinite(value):
        return value
    return None if math.isnan(value) else _unlocated(OutOfRange(Message("it is infinite. Give a number.")))


def _from_int(value: int) -> Cell:
    try:
        return float(value)
    except OverflowError:
        return _too_large()


def _too_large() -> CellError:
    return _unlocated(OutOfRange(Message("the number is too large. Check it.")))


def _read_foreign(value: Any) -> Cell:
    if type(value).__name__ in _MISSING:
        return None
    if hasattr(value, "toordinal"):
        return _serial(value)
    if hasattr(value, "dtype") and not value.shape:  # a NumPy scalar
        return _read_cell_of_numpy(value)
    if hasattr(value, "as_py"):  # an Arrow scalar
        return read_cell(value.as_py())
    if hasattr(value, "as_integer_ratio"):  # a Decimal, a Fraction, a subclass of float or int
        return _from_int(value) if isinstance(value, int) else _from_number(value)
    return _unlocated(
        WrongType(Message("values of type {type} are not supported. Give a number, a text or a blank.", type=type(value).__name__))
    )


def _from_number(value: Any) -> Cell:
    try:
        number = float(value)
    except ValueError:  # a Decimal that signals that it is no number
        return None
    except OverflowError:  # a Fraction
        return _too_large()
    return _too_large() if math.isinf(number) and number != value else _finite(number)


def _serial(value: Any) -> float:
    """Return the serial number of a date or time; importing datetime would cost every start 2 ms."""
    seconds = (value.hour * 60 + value.minute) * 60 + value.second + value.microsecond / 1e6 if hasattr(value, "hour") else 0
    return float(value.toordinal() - _DAY_ZERO) + seconds / 86_400


def _read_cell_of_numpy(value: Any) -> Cell:
    if value.dtype.kind in "Mm":  # item() returns a whole number for some units
        return read_cell(array_of(value).item())
    return _finite(float(value)) if value.dtype.kind == "f" else read_cell(value.item())


def serial_of_iso(cell: Any) -> float | None:
    """Return the serial number of a date in ISO notation, which JSON and Python programs write as text; None for anything else.

    >>> serial_of_iso("2026-01-31"), serial_of_iso("2026-01-31T12:00:00"), serial_of_iso("31.01.2026")
    (46053.0, 46053.5, None)
    """
    if not isinstance(cell, str) or cell[4:5] != "-" or cell[7:8] != "-":
        return None
    from datetime import datetime  # few cells are such texts

    try:
        return _serial(datetime.fromisoformat(cell.strip().removesuffix("Z")))
    except ValueError:
        return None


def _unlocated(error: CellError) -> CellError:
    """Mark an error whose cell doesn't know its place."""
    error.is_located = False
    return error


_CELLS = (float, int, str, type(None))


def is_number_as_text(cell: Cell) -> bool:
    """Whether a cell is a text that some notation of a spreadsheet reads as a number: ``"3"``, ``"2,5"``, ``" 1 000"``."""
    return isinstance(cell, str) and _NUMBER_AS_TEXT.fullmatch(cell) is not None


def is_range(value: Any) -> bool:
    """Whether an argument is a range, not a cell: a list, or an array, column or table of another library."""
    if isinstance(value, _CELLS):
        return False
    return isinstance(value, Range | list | tuple) or is_column(value)


def as_range(value: Any) -> Range:
    """Return an argument as a range; a data frame becomes its header row and its rows."""
    if isinstance(value, Range):
        return value
    if isinstance(value, list | tuple):
        return Range.of(value)
    if not is_range(value):
        return Range(1, 1, [value])
    width, cells = cells_of(value)
    return Range(len(cells) // width, width, cells) if cells else Range.of([])


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an error: the function, and in a range the cell's row and column.

    Args:
        function: The KPI's name.
        shape: The range's rows and columns; None for a single cell.
        index: Which of its cells.
    """

    function: str
    shape: tuple[int, int] | None = None
    index: int = 0

    def in_language(self, language: Language) -> str:
        """Return ``CPO, row 3``."""
        if self.shape is None:
            return self.function
        return f"{self.function}, {position(*self.shape, self.index).in_language(language)}"


def position(rows: int, columns: int, index: int) -> Message:
    """Return the row and column of a cell in a range, counted from 1."""
    row, column = divmod(index, columns)
    if columns == 1:
        return Message("row {row}", row=row + 1)
    if rows == 1:
        return Message("column {column}", column=column + 1)
    return Message("row {row}, column {column}", row=row + 1, column=column + 1)
