"""An example as a person would see it in a sheet: the cells, the formula, the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from sheetkpi.model.kinds import GENERAL
from sheetkpi.model.records import Example, Record
from sheetkpi.printing.notation import figure_title, sheet_formula, sheet_result, shown
from sheetkpi.translation import Language


@dataclass(frozen=True, slots=True)
class SheetExample:
    """An example in a sheet."""

    cells: list[list[str]]
    formula: str
    result: str
    figure: str | None


def in_sheet(record: Record, example: Example, language: Language, prefix: str = "") -> SheetExample:
    """An example of a function, in the language's notation: ``=ROMI(100000;50000)`` in Russian."""
    columns: list[list[str]] = []

    def place(rows: list[list[Any]]) -> str:
        first, last = letter(len(columns)), letter(len(columns) + len(rows[0]) - 1)
        columns.extend([shown(cell, GENERAL, language) for cell in column] for column in zip(*rows, strict=True))
        return f"{first}1:{last}{len(rows)}"

    formula = sheet_formula(record, example.arguments, language, place=place, prefix=prefix)
    return SheetExample(_rows(columns), formula, sheet_result(record, example, language), figure_title(record, example, language))


def letter(index: int) -> str:
    """The name of a column, counting from 0.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    before, last = divmod(index, len(ascii_uppercase))
    return (letter(before - 1) if before else "") + ascii_uppercase[last]


def _rows(columns: Sequence[Sequence[str]]) -> list[list[str]]:
    height = max(map(len, columns), default=0)
    return [[column[row] if row < len(column) else "" for column in columns] for row in range(height)]
