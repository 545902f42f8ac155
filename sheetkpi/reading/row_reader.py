"""The cells of a row as values of its fields: numbers, dates and texts, as their columns and the whole file show them."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.columns import Column
from sheetkpi.reading.dates import Dates, NoDate, Order
from sheetkpi.reading.fields import FIELDS, CellKind
from sheetkpi.reading.files import Raw
from sheetkpi.reading.numbers import Comma, NoNumber, Numbers, is_blank, number_in, plain_numbers
from sheetkpi.translation import Message, Translatable

#: SUMIFS compares no longer texts.
LONGEST_TEXT = 255
#: So many rows show what an unknown column holds.
SHOWN = 50
#: Fields that count people or orders, and from where on a fraction of them is a mistake.
_PEOPLE = frozenset({"customers", "orders", "new_customers"})
_MANY = 1000
#: What a field of a row holds: a text, a number, the serial number of a date, or nothing.
Value = str | float | None
Read = Callable[[Raw], Value]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell."""

    what: Translatable


class RowReader:
    """How the cells of each field are read, as its column and the whole file show."""

    def __init__(
        self,
        used: Mapping[str, Column],
        columns: Sequence[Sequence[Raw]],
        usual_comma: Comma | None,
        *,
        order: Order | None,
        decimal: str | None,
    ) -> None:
        self.used = used
        self.columns = columns
        #: The different cells of each column that is used: columns repeat their cells.
        self.distinct = {name: set(columns[column.index]) for name, column in used.items()}
        self.dates = Dates.of(self.distinct.get("date", ()), order)
        numeric = [cells for name, cells in self.distinct.items() if FIELDS[name].cells not in ("text", "date")]
        self.numbers = Numbers.of(chain.from_iterable(numeric), usual_comma, decimal)
        millionths = [number for name, column in used.items() if column.may_be_micros for number in self._numbers_in(name)]
        self.are_micros = all(number.is_integer() for number in millionths)

    def rows(self) -> Iterator[tuple[dict[str, Value], dict[str, Translatable]]]:
        """The values of each row by field, and what is wrong with the others."""
        faulty: set[int] = set()
        columns = [self._values(name, faulty) for name in self.used]
        names = list(self.used)
        for number, values in enumerate(zip(*columns, strict=True)):
            row: dict[str, Any] = dict(zip(names, values, strict=True))
            faults = {}
            if number in faulty:
                faults = {name: value.what for name, value in row.items() if isinstance(value, Fault)}
                row = {name: value for name, value in row.items() if name not in faults}
            yield row, faults

    def _values(self, name: str, faulty: set[int]) -> list[Value | Fault]:
        """The values of a column; cells that are alike are read once."""
        column, cells = self.used[name], self.columns[self.used[name].index]
        read = self._reader(name, column)
        if any(cell.__class__ is bool for cell in self.distinct[name]):  # True is no 1
            values = [_or_fault(read, cell) for cell in cells]
        else:
            is_scaled = column.factor != 1 or column.may_be_micros
            known = {} if is_scaled else plain_numbers(self.distinct[name], FIELDS[name].cells)
            known |= {cell: _or_fault(read, cell) for cell in self.distinct[name] if cell not in known}
            values = [known[cell] for cell in cells]
            if all(value.__class__ is not Fault for value in known.values()):
                return values
        faulty.update(number for number, value in enumerate(values) if value.__class__ is Fault)
        return values

    def _reader(self, name: str, column: Column) -> Read:
        kind = FIELDS[name].cells
        if kind == "whole" and column.factor != 1:
            kind = "count"
        if kind == "text":
            return _text
        if kind == "date":
            return lambda cell: None if is_blank(cell) else self.dates.read(cell)
        if column.is_percent and any(number > 1 for number in self._numbers_in(name)):
            return self._share
        if column.may_be_micros and self.are_micros:
            column = replace(column, factor=1e-6)
        if name in _PEOPLE:
            return lambda cell: _people(self.numbers.read(cell, kind))
        if column.factor == 1:
            return lambda cell: self.numbers.read(cell, kind)
        return lambda cell: self._scaled(column, cell, kind)

    def _numbers_in(self, name: str) -> Iterator[float]:
        texts = (str(cell) for cell in self.distinct[name] if not is_blank(cell))
        return (number for text in texts if "%" not in text and (number := number_in(text, decimal=",")) is not None)

    def _share(self, cell: Raw) -> float | None:
        """A share under a header with a percent sign: 30 and 30% are 0.3."""
        if "%" in str(cell):
            return self.numbers.read(cell, "share")
        number = self.numbers.read(cell, "money")
        return None if number is None else number / 100

    def _scaled(self, column: Column, cell: Raw, kind: CellKind) -> float | None:
        number = self.numbers.read(cell, kind)
        return None if number is None else column.scaled(number)


def _people(number: float | None) -> float | None:
    """A number of people or orders. Systems split a sale between channels, but thousands with kopecks are money."""
    if number is not None and number >= _MANY and not number.is_integer():
        raise NoNumber(Message("{number} is not a whole number. Correct it.", number=number))
    return number


def _or_fault(read: Read, cell: Raw) -> Value | Fault:
    try:
        return read(cell)
    except (NoDate, NoNumber, UnfitText) as error:
        return Fault(error.what)


def are_dates(cells: Sequence[Raw]) -> bool:
    """Whether most cells of a column are dates; a number alone is none."""
    shown = [cell for cell in cells[:SHOWN] if not is_blank(cell)]
    return sum(not isinstance(cell, float) and number_in(str(cell), decimal=",") is None and _is_date(cell) for cell in shown) * 2 > len(
        shown
    )


def _is_date(cell: Raw) -> bool:
    try:
        Dates("day").moment(cell)
    except NoDate:
        return False
    return True


class UnfitText(SheetKpiError):
    """A text that no cell of its column can hold."""


def _text(cell: Raw) -> str | None:
    if is_blank(cell):
        return None
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return f"{cell:.15g}"
    if not isinstance(cell, str):
        return str(as_it_came(cell))
    text = cell if cell.isprintable() else "".join(sign if sign.isprintable() else " " for sign in cell)
    text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        raise UnfitText(Message("a text of {length} characters is too long. Shorten it to {most}.", length=len(text), most=LONGEST_TEXT))
    return text


def as_it_came(cell: Raw) -> str | float | None:
    """A cell that is only shown: a number, or a text."""
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return cell if abs(cell) < 1e300 else str(cell)
    return None if cell is None else str(cell)[:1000]
