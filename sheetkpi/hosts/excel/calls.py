"""A call from Excel: the arguments it passes and the cells it gets back.

==================================  ============================================================================
what arrives                        what it means
==================================  ============================================================================
a float, a bool, a text             itself
``None``, ``""``                    a blank cell
the integer −2147352572             the argument is left out (COM calls this DISP_E_PARAMNOTFOUND)
any integer from 0x800A0000 up      an error cell: pywin32 hands over the number that CVErr makes
the text of an error                that error: xlwings puts the seven old ones so
a Decimal                           the number: xlwings reads a cell formatted as currency so
a date                              its serial number
rows (tuples or lists)              a range; one row alone may come flat, a column never does
``((x,),)``                         the cell x
==================================  ============================================================================

What goes back is one cell or rows of cells:

- A number, a text or a bool is itself.
- A failed cell is the text of its error, one of the seven of `SHOWN`. Only VBA can make a true error of it, with CVErr;
  newer ones (``#SPILL!``) become ``#VALUE!``, as older Excels do not know them.
- A blank is ``""``: the cell looks blank, and SUM, AVERAGE and COUNT skip it. An ``Empty`` would show as 0, a wrong number, and
  a ``Null`` as ``#VALUE!``.
"""

from collections.abc import Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from sheetkpi.calculation.evaluate import evaluate_row
from sheetkpi.hosts.companions import companion
from sheetkpi.model.errors import CellError
from sheetkpi.model.ranges import Cell, Range
from sheetkpi.model.records import MOST_ARGUMENTS, Record
from sheetkpi.registry import KPIS, calculate, find
from sheetkpi.translation import Language

#: A cell for Excel.
Shown = float | str | bool
#: The result of a formula: one cell, or the rows of a range.
Answer = Shown | list[tuple[Shown, ...]]

#: What COM passes for an argument that is left out.
MISSING = -2147352572

#: The errors that every Excel knows, with the numbers that CVErr takes.
SHOWN = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042}
_NEWER = {"#GETTING_DATA": 2043, "#SPILL!": 2045, "#CONNECT!": 2046, "#BLOCKED!": 2047, "#UNKNOWN!": 2048, "#FIELD!": 2049, "#CALC!": 2050}

#: COM adds this to the number of an error, and no error has a greater number than 16 bits hold.
FIRST_ERROR = 0x800A0000 - (1 << 32)
_ERRORS = range(FIRST_ERROR, FIRST_ERROR + (1 << 16))
_CODES = {FIRST_ERROR + number: code for code, number in (SHOWN | _NEWER).items()}

_NUMBERS_ALONE = {float}


def from_vba(name: str, arguments: Sequence[Any], language: Language = "en") -> Answer:
    """Calculate a formula whose VBA passes the values of ``Range.Value2``."""
    record = KPIS.get(name)
    if record is not None and set(map(type, arguments)) == _NUMBERS_ALONE and _takes_cells(record, len(arguments)):
        return _shown(evaluate_row(record, arguments))  # as in most formulas filled down: twice as soon
    try:
        given = [_read(argument) for argument in _without_omitted(arguments)]
        if record is None and (helper := companion(name)):
            return _answer(helper(given, language))
        return _answer(calculate(record or find(name), given, language))
    except CellError as error:
        return _shown(error)


def from_xlwings(name: str, arguments: Sequence[Any], language: Language = "en") -> Answer:
    """Calculate a formula whose arguments xlwings has converted with ``ndim=2`` and ``err_to_str=True``."""
    return from_vba(name, [_one_cell(argument) for argument in arguments], language)


def _one_cell(argument: Any) -> Any:
    """Unwrap a range of one cell."""
    return argument[0][0] if type(argument) is list and len(argument) == len(argument[0]) == 1 else argument


def _takes_cells(record: Record, count: int) -> bool:
    """Return whether a KPI computes one value from this number of cells."""
    return record.is_cell_by_cell and record.required <= count <= (record.most or MOST_ARGUMENTS)


def _without_omitted(arguments: Sequence[Any]) -> Sequence[Any]:
    """Drop omitted arguments from the end."""
    count = len(arguments)
    while count and _is_missing(arguments[count - 1]):
        count -= 1
    return arguments[:count]


def _is_missing(argument: Any) -> bool:
    return type(argument) is int and argument == MISSING


def _read(argument: Any) -> Any:
    """Convert an argument to a cell or a Range."""
    kind = type(argument)
    if kind is tuple or kind is list:
        return _range(argument)
    return _number_or_error(argument) if kind is int else argument


def _range(rows: Sequence[Any]) -> Any:
    if rows and type(rows[0]) in (tuple, list):
        size = len(rows), len(rows[0])
        values = list(map(itemgetter(0), rows) if size[1] == 1 else chain.from_iterable(rows))  # three times as soon, for most ranges
    else:
        values, size = list(rows), (1, len(rows))
    if size == (1, 1):
        return _read(values[0])
    if int in set(map(type, values)):
        values = [_number_or_error(value) if type(value) is int else value for value in values]
    return Range(*size, values)


def _number_or_error(value: int) -> float | str | None:
    if value == MISSING:
        return None
    if value in _ERRORS:
        return _CODES.get(value, "#UNKNOWN!")
    return float(value)


def _answer(result: Cell | Range) -> Answer:
    if not isinstance(result, Range):
        return _shown(result)
    values = result.values if result.is_clean else [_shown(cell) for cell in result.values]
    return list(zip(*[iter(values)] * result.columns, strict=True))


def _shown(cell: Cell) -> Shown:
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return cell.code if cell.code in SHOWN else "#VALUE!"
    return cell
