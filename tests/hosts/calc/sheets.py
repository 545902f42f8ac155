"""Sheets of calls: one call below the other, the cells it reads on the left, what it gives on the right."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from sheetkpi.model.ranges import Range, as_range
from tests.hosts.calc.handing_over import DIFFERENCES, Difference, agree, all_handed_over, shown, takes_a_range
from tests.hosts.calc.office import Office


@dataclass(frozen=True)
class Call:
    """A formula in a sheet.

    Args:
        row: Where it stands, from 0.
        formula: As Calc takes it.
        told: The call with its cells, for whoever reads a failure.
        shown: What its cells must show.
    """

    row: int
    formula: str
    told: str
    shown: list[list[Any]]

    @property
    def is_array(self) -> bool:
        return len(self.shown) > 1 or len(self.shown[0]) > 1


@dataclass
class Sheet:
    """A sheet of calls.

    Args:
        name: Its name.
        differences: What Calc makes of the cells.
    """

    name: str
    differences: Sequence[Difference] = DIFFERENCES
    calls: list[Call] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def call(self, name: str, arguments: Sequence[Any], constants: bool = False) -> None:
        """Add a call of a KPI.

        Args:
            name: The KPI.
            arguments: What it reads: numbers, texts, None for a blank, "#N/A" for an error cell, lists for ranges.
            constants: Whether single values stand in the formula itself, and not in cells; what is None is then left out.
        """
        is_constant = [constants and not isinstance(a, list) and not takes_a_range(name, index) for index, a in enumerate(arguments)]
        handed = all_handed_over(name, arguments, self.differences)
        want = shown(name, [a if alone else given for a, given, alone in zip(arguments, handed, is_constant, strict=True)])
        row, column, references = len(self.rows), 0, []
        ranges = [as_range(argument) for argument in arguments]
        self.rows += [[] for _ in range(max(len(want), *(cells.rows for cells in ranges)))]
        for argument, cells, alone in zip(arguments, ranges, is_constant, strict=True):
            if alone:
                references.append(constant(argument))
                continue
            self._write(row, column, cells)
            references.append(block(row, column, cells.rows, cells.columns) if isinstance(argument, list) else address(row, column))
            column += cells.columns
        self.calls.append(Call(row, f"={name}({';'.join(references)})", f"{name}{tuple(arguments)}", want))

    def _write(self, row: int, column: int, cells: Range) -> None:
        for index, line in enumerate(cells.nested(), row):
            self.rows[index] += [""] * (column - len(self.rows[index])) + [typed(value) for value in line]

    @property
    def width(self) -> int:
        """How many columns the cells take; the formulas stand in the next one."""
        return max(map(len, self.rows))

    def where(self, call: Call) -> str:
        """Where a call shows its result."""
        return block(call.row, self.width, len(call.shown), len(call.shown[0]))

    def lay_out(self, office: Office) -> None:
        """Write it into the open document."""
        cells = [[*row, *[""] * (self.width + 1 - len(row))] for row in self.rows]
        for call in self.calls:
            if not call.is_array:
                cells[call.row][self.width] = call.formula
        office.ask("fill", sheet=self.name, where=block(0, 0, len(cells), self.width + 1), formulas=cells)
        for call in self.calls:
            if call.is_array:
                office.ask("array", sheet=self.name, where=self.where(call), formula=call.formula)

    def read(self, office: Office) -> list[list[Any]]:
        """What its formulas show in the open document, row by row."""
        columns = max(len(call.shown[0]) for call in self.calls)
        cells: list[list[Any]] = office.ask("read", sheet=self.name, where=block(0, self.width, len(self.rows), columns))
        return cells

    def wrong(self, cells: Sequence[Sequence[Any]]) -> list[str]:
        """The calls that show anything else than they must.

        Args:
            cells: As `read` gives them.
        """
        complaints = []
        for call in self.calls:
            got = [line[: len(call.shown[0])] for line in cells[call.row : call.row + len(call.shown)]]
            if not agree(got, call.shown):
                complaints.append(f"{call.told} in {self.where(call)} shows {got}, must show {call.shown}")
        return complaints


def typed(value: Any) -> str:
    """A value as a person types it into a cell: a text with an apostrophe, so that it stays one."""
    if isinstance(value, str):
        return {"": '=""', "#N/A": "=NA()"}.get(value, f"'{value}")
    if isinstance(value, bool):
        return f"={value!s}()".upper()
    return constant(value)


def constant(value: Any) -> str:
    """A value as it stands in a formula."""
    if isinstance(value, str):
        return f'"{value}"'
    return "" if value is None else repr(value)


def address(row: int, column: int) -> str:
    """The address of a cell; both count from 0."""
    return f"{xl_col_to_name(column)}{row + 1}"


def block(row: int, column: int, rows: int, columns: int) -> str:
    """The address of a range; a range of one cell is still a range."""
    return f"{address(row, column)}:{address(row + rows - 1, column + columns - 1)}"
