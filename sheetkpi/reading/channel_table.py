"""Read a table of channels: whatever the order of its columns, without blank rows and totals that were pasted along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sheetkpi.model.errors import WrongType
from sheetkpi.model.ranges import Cell, Place, Range
from sheetkpi.model.tables import minus, times
from sheetkpi.reading.headers import FIELDS, Header, is_total, read_header
from sheetkpi.translation import Message

REQUIRED = ("channel", "spend", "customers", "revenue")
PROFIT_FROM = ("cost_of_sales", "margin", "gross_profit")

#: The cells of a row by the names of their fields; what is wrong with a cell is its value.
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChannelTable:
    """A table of channels."""

    function: str
    cells: Range
    header: Header

    @classmethod
    def of(cls, function: str, cells: Range) -> "ChannelTable":
        """Read the header row.

        Raises:
            WrongType: A column is missing, or two are the same.
        """
        return cls(function, cells, read_header(function, cells.nested()[0], REQUIRED, PROFIT_FROM))

    def rows(self) -> list[Row]:
        """The rows that hold a channel, with every field read and checked, and the gross profit.

        Raises:
            WrongType: There is no row, or one has numbers but no channel.
        """
        rows = []
        for number, cells in enumerate(self.cells.nested()[1:], 1):
            row: Row = {name: self._field(name, number, cells) for name in FIELDS}
            if is_total(row["channel"]) or all(row[name] is None for name in self.header.columns):
                continue
            if row["channel"] is None:
                place = self._place(number, self.header.columns["channel"])
                raise WrongType(
                    Message("{place}: there are numbers but no channel. Name it; if it is a total, delete the row.", place=place)
                )
            rows.append(row | {"gross_profit": self._gross_profit(row)})
        if not rows:
            raise WrongType(Message("{function}: there is no row under the header. Fill in the table.", function=self.function))
        return rows

    def _place(self, number: int, column: int) -> Place:
        return Place(self.function, (self.cells.rows, self.cells.columns), number * self.cells.columns + column)

    def _field(self, name: str, number: int, cells: Sequence[Cell]) -> Cell:
        if name not in self.header.columns:
            return None
        column = self.header.columns[name]
        value = FIELDS[name].parameter.checked_cell(cells[column], self._place(number, column))
        return value / self.header.divisors.get(name, 1.0) if isinstance(value, float) else value

    def _gross_profit(self, row: Row) -> Cell:
        if "cost_of_sales" in self.header.columns:
            return minus(row["revenue"], row["cost_of_sales"])
        if "margin" in self.header.columns:
            return times(row["revenue"], row["margin"])
        gross_profit: Cell = row["gross_profit"]
        return gross_profit
