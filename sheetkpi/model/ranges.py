"""Cells and ranges, as spreadsheets and Python hand them over."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sheetkpi.locale import LOCALES
from sheetkpi.model.errors import ERROR_CODES, CellError, ErrorCell, OutOfRange, WrongType
from sheetkpi.translation import Language, Message

#: What a cell holds: a number, a text, true or false, nothing (None), or an error.
Cell: TypeAlias = float | str | bool | CellError | None

#: Texts that are an error cell's value, as some hosts hand it over, in each language.
ERROR_TEXTS = {locale.error_names.get(code, code): code for code in ERROR_CODES for locale in LOCALES.values()}

#: The ordinal of 30 December 1899, the day 0 of spreadsheets.
_DAY_ZERO = 693_594


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, row after row in one list.

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
        """A range from rows of cells; cells without rows are one column.

        Raises:
            WrongType: The rows differ in length, or there is no cell at all.
        """
        rows = [row if isinstance(row, list | tuple) else [row] for row in cells]
        width = len(rows[0]) if rows else 0
        for number, row in enumerate(rows, 1):
            if len(row) != width:
                raise WrongType(
                    Message(
                        "Row {row} of a range has {cells} cells, the first has {width}. Make the rows equally long.",
                        row=number,
                        cells=len(row),
                        width=width,
                    )
                )
        if not width:
            raise WrongType(Message("A range holds no cells. Give at least one."))
        return cls(len(rows), width, [cell for row in rows for cell in row])

    def nested(self) -> list[list[Any]]:
        """The cells as rows."""
        return [list(self.values[start : start + self.columns]) for start in range(0, len(self.values), self.columns)]

    def column(self, index: int) -> list[Any]:
        """One column, from the top."""
        return list(self.values[index :: self.columns])


def read_cell(value: Any) -> Cell:
    """What a cell holds, from any of the forms in which hosts and Python hand it over.

    Dates become serial numbers, ``""`` and NaN become blank, the text of an error
    becomes that error. Numbers are floats, as in every spreadsheet.
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
        return _unlocated(OutOfRange(Message("the number is too large. Check it.")))


def _read_foreign(value: Any) -> Cell:
    if hasattr(value, "toordinal"):
        return _serial(value)
    if hasattr(value, "item"):  # a NumPy scalar
        return read_cell(value.item())
    if hasattr(value, "as_integer_ratio"):  # a Decimal, a Fraction, a subclass of float or int
        return _from_int(value) if isinstance(value, int) else _finite(float(value))
    return _unlocated(
        WrongType(Message("a value cannot be of the type {type}. Give a number, a text or a blank.", type=type(value).__name__))
    )


def _serial(value: Any) -> float:
    """A date, with or without a time, as a spreadsheet counts it; importing datetime would cost every start 2 ms."""
    seconds = (value.hour * 60 + value.minute) * 60 + value.second + value.microsecond / 1e6 if hasattr(value, "hour") else 0
    return float(value.toordinal() - _DAY_ZERO) + seconds / 86_400


def _unlocated(error: CellError) -> CellError:
    """An error of a cell that does not know where it lies."""
    error.is_located = False
    return error


_CELLS = (float, int, str, type(None))


def is_range(value: Any) -> bool:
    """Whether an argument is a range rather than one cell: a list, or an array, column or table of another library."""
    if isinstance(value, _CELLS):
        return False
    return isinstance(value, Range | list | tuple) or hasattr(value, "to_numpy") or bool(getattr(value, "shape", ()))


def as_range(value: Any) -> Range:
    """An argument as a range; one cell is a range of one, a data frame its header row and its rows."""
    if isinstance(value, Range):
        return value
    if isinstance(value, list | tuple):
        return Range.of(value)
    if not is_range(value):
        return Range(1, 1, [value])
    rows = (value.to_numpy() if hasattr(value, "to_numpy") else value).tolist()
    return Range.of([list(value.columns), *rows] if hasattr(value, "columns") else rows)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something went wrong: the function, and in a range the cell's row and column.

    Args:
        function: The KPI's name.
        shape: The range's rows and columns; None for a single cell.
        index: Which of its cells.
    """

    function: str
    shape: tuple[int, int] | None = None
    index: int = 0

    def in_language(self, language: Language) -> str:
        """``CPO, row 3``."""
        if self.shape is None:
            return self.function
        return f"{self.function}, {position(*self.shape, self.index).in_language(language)}"


def position(rows: int, columns: int, index: int) -> Message:
    """Where a cell of a range lies, as a person counts: from 1."""
    row, column = divmod(index, columns)
    if columns == 1:
        return Message("row {row}", row=row + 1)
    if rows == 1:
        return Message("column {column}", column=column + 1)
    return Message("row {row}, column {column}", row=row + 1, column=column + 1)
