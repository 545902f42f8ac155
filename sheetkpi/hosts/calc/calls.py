"""A call from Calc: the arguments it passes and the cells it gets back. This runs inside LibreOffice's own Python.

====================================  ==========================================================================
in the formula                        what it means
====================================  ==========================================================================
a number, date or percent             itself
TRUE, FALSE                           1, 0: in Calc they are numbers, and cannot be told apart
a blank cell by itself                0: Calc hands over a zero for it, and a zero cannot be told apart
a blank cell in a range, ``""``       blank
nothing between the semicolons        left out
a text                                text
an error in one cell                  the same error; Calc itself sees to it and does not call
an error in a range                   Err:504 in every cell, as Calc does not call (fill the formula down instead)
====================================  ==========================================================================

A failed cell gets the true error: ``#DIV/0!``, ``#VALUE!``, ``#NUM!``, ``#N/A``, which IFERROR, ISNA and IFNA know.
Calc stores the number of an error in a NaN, and accepts such a NaN from an add-in too. `why` says why a call failed.

A text in a range with numbers, as in a table, is not found by ``=``, COUNTIF, MATCH or VLOOKUP in Calc: LibreOffice
doesn't index it for lookups. With ``&""`` appended it is found: ``=MATCH("VK";A2:A9&"";0)``.
"""

import struct
from collections.abc import Sequence
from itertools import chain
from typing import Any

from sheetkpi.calculation.evaluate import evaluate_row
from sheetkpi.hosts import companions
from sheetkpi.model.errors import CellError, UnknownFunction
from sheetkpi.model.ranges import Cell, Range
from sheetkpi.model.records import Record
from sheetkpi.reading import figure as figures
from sheetkpi.registry import calculate, find
from sheetkpi.translation import Language

#: The function for what is no range of a sheet, which those of ranges refuse.
CALC = "KPI_CALC"

#: What Calc's cells are made of: a float or a text; rows of them make a range.
CalcRange = tuple[tuple[float | str, ...], ...]

#: Calc's own numbers of the errors; any other error becomes #VALUE!.
ERROR_NUMBERS = {"#NUM!": 503, "#VALUE!": 519, "#NULL!": 521, "#REF!": 524, "#NAME?": 525, "#DIV/0!": 532, "#N/A": 32767}

_CODES = {number: code for code, number in ERROR_NUMBERS.items()}
#: Calc's FormulaResult for errors.
_ERRORS = 4

_QUIET_NAN = 0x7FF80000
_NUMBERS_ALONE = {float}


def error_value(code: str) -> float:
    """Return the float that Calc shows as an error.

    >>> error_value("#DIV/0!")
    nan
    """
    number = ERROR_NUMBERS.get(code, ERROR_NUMBERS["#VALUE!"])
    value: float = struct.unpack("<d", struct.pack("<II", number, _QUIET_NAN))[0]
    return value


def answer(record: Record, arguments: Sequence[Any], language: Language) -> CalcRange:
    """Calculate a formula."""
    given = _given(record, arguments)
    is_single = record.is_cell_by_cell and len(given) >= record.required
    if is_single and set(map(type, given)) == _NUMBERS_ALONE:  # as in most formulas filled down: a quarter sooner
        return _in_cells(evaluate_row(record, given))
    return _in_cells(calculate(record, _read_all(given), language))


def why(name: Any, arguments: Sequence[Any], language: Language, prefix: str = "") -> CalcRange:
    """Explain the error of a KPI, cell by cell; blank where there is none."""
    return _in_cells(companions.why(name, _without_omitted(arguments), language, prefix))


def calc(name: Any, arguments: Sequence[Any], language: Language, prefix: str = "") -> CalcRange:
    """Calculate the KPI of a name."""
    try:
        return answer(find(str(name), prefix), _without_omitted(arguments), language)
    except UnknownFunction as error:
        return _in_cells(error)


def figure(arguments: Sequence[Any], function: str) -> CalcRange:
    """Pick a figure of a table."""
    return _in_cells(figures.figure([_read(argument) for argument in _without_omitted(arguments)], function))


def _given(record: Record, arguments: Sequence[Any]) -> Sequence[Any]:
    """Flatten the arguments and drop omitted ones from the end."""
    if record.parameters[-1].variadic:
        *single, repeated = arguments
        arguments = [*single, *repeated]
    return _without_omitted(arguments)


def _without_omitted(arguments: Sequence[Any]) -> Sequence[Any]:
    count = len(arguments)
    while count and arguments[count - 1] is None:
        count -= 1
    return arguments[:count]


def _read_all(arguments: Sequence[Any]) -> list[Any]:
    """Convert arguments; ranges of one height stay so, though each is read only as far as its sheet is used."""
    read = [_read(argument) for argument in arguments]
    heights = {place: _height(argument) for place, argument in enumerate(arguments) if _is_range(argument)}
    for place, height in heights.items():
        longest = max(read[other].rows for other, same in heights.items() if same == height)
        cells: Range = read[place]
        if cells.rows < longest:
            read[place] = Range(longest, cells.columns, [*cells.values, *[None] * ((longest - cells.rows) * cells.columns)])
    return read


def _read(argument: Any) -> Any:
    """Convert an argument to a cell or a Range; Calc passes rows of equal length, or a range of its sheet."""
    if type(argument) is tuple:
        return Range(len(argument), len(argument[0]), list(chain.from_iterable(argument)))
    return _cells_of(argument) if _is_range(argument) else argument


# --- ranges of a sheet


def _is_range(argument: Any) -> bool:
    """Whether an argument is an XCellRange."""
    return hasattr(argument, "getRangeAddress")


def _height(range_: Any) -> int:
    address = range_.getRangeAddress()
    return int(address.EndRow - address.StartRow + 1)


def _cells_of(range_: Any) -> Range:
    """Read the cells of a range up to the end of what its sheet uses; a blank is None, an error its code."""
    address, sheet = range_.getRangeAddress(), range_.getSpreadsheet()
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    used = cursor.getRangeAddress()
    bottom = min(address.EndRow, max(used.EndRow, address.StartRow))
    right = min(address.EndColumn, max(used.EndColumn, address.StartColumn))
    area = sheet.getCellRangeByPosition(address.StartColumn, address.StartRow, right, bottom)
    rows = [list(row) for row in area.getDataArray()]
    for place in area.queryFormulaCells(_ERRORS).getRangeAddresses():
        for row in range(place.StartRow, place.EndRow + 1):
            for column in range(place.StartColumn, place.EndColumn + 1):
                number = sheet.getCellByPosition(column, row).getError()
                rows[row - address.StartRow][column - address.StartColumn] = _CODES.get(number, "#VALUE!")
    return Range(len(rows), len(rows[0]), [None if cell == "" else cell for row in rows for cell in row])


def _in_cells(result: Cell | Range) -> CalcRange:
    if type(result) is float:
        return ((result,),)
    if not isinstance(result, Range):
        return ((_in_cell(result),),)
    return _rows(result.values if result.is_clean else [_in_cell(cell) for cell in result.values], result.columns)


def _in_cell(cell: Cell) -> float | str:
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return error_value(cell.code)
    return cell if isinstance(cell, str) else float(cell)


def _rows(cells: Sequence[Any], columns: int) -> CalcRange:
    return tuple(zip(*[iter(cells)] * columns, strict=True))
