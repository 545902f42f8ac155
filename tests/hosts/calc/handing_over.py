"""What Calc makes of a call before Python sees it, declared once, and what its cells must show therefore."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sheetkpi import KPIS, CellError, Range, calculate
from tests.printing.cases import is_same


@dataclass(frozen=True)
class Difference:
    """Where Calc hands over something else than stands in the cells.

    Args:
        what: What it does.
        handed_over: What becomes of an argument.
    """

    what: str
    handed_over: Callable[[Any], Any]


def _as_numbers(argument: Any) -> Any:
    if isinstance(argument, list):
        return [_as_numbers(cell) for cell in argument]
    return float(argument) if isinstance(argument, bool) else argument


#: Each must still be needed: a test sees to it.
DIFFERENCES = (
    Difference("a blank cell by itself is 0", lambda argument: 0.0 if argument is None else argument),
    Difference("TRUE and FALSE are 1 and 0", _as_numbers),
    Difference("an error in a range is Err:504", lambda argument: "Err:504" if "#N/A" in _cells(argument) else argument),
)

#: In Excel's files LibreOffice writes a range of one cell as that cell, from 24.8 on.
DIFFERENCES_IN_XLSX = (
    Difference("a range of one cell is that cell", lambda argument: argument[0] if _is_one_cell(argument) else argument),
    *DIFFERENCES,
)

#: What an argument may become that keeps Calc from calling.
ERRORS = ("#N/A", "Err:504")


def takes_a_range(name: str, index: int) -> bool:
    """Whether Calc hands over the range of an argument itself, and not its cells."""
    parameters = KPIS[name].parameters_for(index + 1)
    return parameters[index].is_range and not parameters[index].is_optional


def all_handed_over(name: str, arguments: Sequence[Any], differences: Sequence[Difference]) -> list[Any]:
    """What becomes of the arguments of a call; of a range that is handed over as such only TRUE and FALSE."""
    return [
        _as_numbers(argument) if takes_a_range(name, index) else handed_over(argument, differences)
        for index, argument in enumerate(arguments)
    ]


def handed_over(argument: Any, differences: Sequence[Difference]) -> Any:
    """What becomes of an argument that stands in cells.

    Args:
        argument: A number, a text, None for a blank, "#N/A" for an error cell, a list for a range.
        differences: What Calc makes of it.
    """
    for difference in differences:
        argument = difference.handed_over(argument)
    return argument


def shown(name: str, arguments: Sequence[Any]) -> list[list[Any]]:
    """The cells of a formula: numbers, texts, and errors by what a cell shows of them.

    Args:
        name: The KPI's name.
        arguments: What Calc hands over; None where an argument is left out.
    """
    errors = [argument for argument in arguments if isinstance(argument, str) and argument in ERRORS]
    if errors:  # Calc reads the arguments from the last to the first, and does not call
        return [[{"error": errors[-1]}]]
    result = calculate(name, arguments)
    return [[_shown(cell) for cell in row] for row in (result.nested() if isinstance(result, Range) else [[result]])]


def agree(got: Sequence[Sequence[Any]], want: Sequence[Sequence[Any]]) -> bool:
    """Whether cells are the expected ones."""
    pairs = zip(got, want, strict=True)
    return all(len(line) == len(wanted) and all(map(is_same, line, wanted)) for line, wanted in pairs)


def _shown(cell: Any) -> Any:
    return {"error": cell.code} if isinstance(cell, CellError) else "" if cell is None else cell


def _is_one_cell(argument: Any) -> bool:
    return isinstance(argument, list) and len(argument) == 1 and not isinstance(argument[0], list)


def _cells(argument: Any) -> Iterator[Any]:
    """The cells of a range; none of a single cell."""
    for cell in argument if isinstance(argument, list) else ():
        yield from _cells(cell) if isinstance(cell, list) else (cell,)
