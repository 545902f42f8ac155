"""Tables: the results of KPIs with several rows, and arithmetic on their cells."""

import math
import operator
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from sheetkpi.locale import LOCALES
from sheetkpi.model.errors import CellError, OutOfRange
from sheetkpi.model.ops import settled
from sheetkpi.model.ranges import Cell, Range
from sheetkpi.model.records import Figure, Of
from sheetkpi.translation import Label, Language, Listed, Message

#: Texts that a table's reader sees in their own language.
_TEXTS = (Label, Message, Listed)


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and the rows under them.

    Args:
        figures: The columns.
        rows: The cells: numbers, texts, labels to translate, None for a blank, or errors.
        language: The language of its words, where the input decides it.
        header: The cells of the header row, where they are not the columns' names (in a grid).
    """

    figures: tuple[Figure, ...]
    rows: Sequence[Sequence[Any]]
    language: Language | None = None
    header: Sequence[Any] | None = None

    def __getitem__(self, name: str) -> list[Any]:
        """Return a column by its name, from the top: ``table["romi"]``."""
        names = [figure.name for figure in self.figures]
        return [self._plain(row[names.index(name)]) for row in self.rows]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Iterate over the rows as dicts by column name."""
        for row in self.rows:
            yield {figure.name: self._plain(cell) for figure, cell in zip(self.figures, row, strict=True)}

    def __len__(self) -> int:
        return len(self.rows)

    def _plain(self, cell: Any) -> Any:
        return cell.in_language(self.language or "en") if isinstance(cell, _TEXTS) else cell

    def cells(self, language: Language) -> Range:
        """Return the table as cells under a header row, in its own language or else in the given one."""
        language = self.language or language
        header = [Label(figure.label) for figure in self.figures] if self.header is None else self.header
        return Range.of([[in_cell(cell, language) for cell in row] for row in (header, *self.rows)])


def in_cell(value: Any, language: Language) -> Cell:
    """Return a value of a table as a cell."""
    cell: Cell = value.in_language(language) if isinstance(value, _TEXTS) else value
    return cell


def total(figure: Figure, columns: Mapping[str, Sequence[Any]]) -> Cell:
    """Return the total of a figure: a sum, a ratio of sums, or nothing.

    Args:
        figure: The column.
        columns: The cells of all columns by name, without total rows.
    """
    if figure.total is None:
        return None
    if isinstance(figure.total, Of):
        return of_sums(figure.total.calculate, columns[figure.total.first], columns[figure.total.second])
    return sum_of(columns[figure.name])


def sum_of(cells: Sequence[Any]) -> Cell:
    """Sum the numbers; blank if there are none, an error if there is one."""
    for cell in cells:
        if isinstance(cell, CellError):
            return cell
    numbers = [cell for cell in cells if cell is not None]
    try:
        return settled(math.fsum(numbers), math.fsum(map(abs, numbers))) if numbers else None
    except OverflowError:
        return OutOfRange(Message("The sum of a column is too large for a number. Check its cells."))


def of_sums(calculate: Callable[..., Cell], first: Sequence[Any], second: Sequence[Any]) -> Cell:
    """Calculate with two sums, each over the rows that have both numbers."""
    return calculate(*sums_of_both(first, second))


def sums_of_both(first: Sequence[Any], second: Sequence[Any]) -> tuple[Cell, Cell]:
    """Sum two columns over the rows that have both numbers."""
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    return sum_of([a for a, _ in pairs]), sum_of([b for _, b in pairs])


def sums_of_others(numbers: Sequence[float]) -> list[float]:
    """Return for each number the sum of all others; nothing cancels, as it would in a difference from the total.

    >>> sums_of_others([1.0, 2.0, 4.0])
    [6.0, 5.0, 3.0]
    """
    before = accumulate(numbers, initial=0.0)
    after = [*accumulate(reversed(numbers), initial=0.0)][-2::-1]
    return [first + second for first, second in zip(before, after, strict=False)]


def minus(minuend: Cell, subtrahend: Cell) -> Cell:
    """Subtract two cells; a blank gives a blank, an error that error."""
    return _of_two(operator.sub, minuend, subtrahend)


def times(first: Cell, second: Cell) -> Cell:
    """Multiply two cells; a blank gives a blank, an error that error."""
    return _of_two(operator.mul, first, second)


def _of_two(operation: Callable[[float, float], float], first: Cell, second: Cell) -> Cell:
    for cell in (first, second):
        if isinstance(cell, CellError):
            return cell
    return operation(first, second) if isinstance(first, float) and isinstance(second, float) else None


def rank_in(cells: Sequence[Any]) -> Callable[[float], float]:
    """Return a function that ranks a number among the numbers of a column: 1 is the highest, equal numbers rank alike."""
    ascending = sorted(cell for cell in cells if isinstance(cell, float))
    return lambda number: 1.0 + len(ascending) - bisect_right(ascending, number)


def language_of(names: Sequence[Any]) -> Language | None:
    """Return the language whose letters occur in most names of a column; None if no letters tell.

    >>> language_of(["VK", "Директ"]), language_of(["VK"])
    ('ru', None)
    """
    texts = [name.lower() for name in names if isinstance(name, str)]
    counts = {language: sum(not locale.letters.isdisjoint(text) for text in texts) for language, locale in LOCALES.items()}
    likeliest = max(counts, key=lambda language: counts[language])
    return likeliest if counts[likeliest] else None
