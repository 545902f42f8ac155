"""Call any KPI as a spreadsheet does: by its record, with cells and ranges."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sheetkpi.broadcast import each, reduced, sets_of_cells
from sheetkpi.cells import figures
from sheetkpi.checks import as_value, check, wrong_number_of_arguments
from sheetkpi.dialects.words import figures_in_words
from sheetkpi.errors import CellError, NotAvailable, OutOfRange, WrongType
from sheetkpi.explain import too_large
from sheetkpi.kinds import Shape
from sheetkpi.ranges import Cell, Place, Range, as_range, is_range, read_cell
from sheetkpi.records import Figure, Parameter, Record
from sheetkpi.tables import Table, in_cell, total
from sheetkpi.time_limit import check_time
from sheetkpi.translation import LANGUAGES, Language, Message, translate


def calculate(record: Record, arguments: Sequence[Any], language: Language = "en") -> Cell | Range:
    """What a spreadsheet shows for a call: a cell, or a range of cells.

    Args:
        record: The KPI.
        arguments: Cells, and ranges as :class:`Range` or lists (of rows, or of the cells of one column).
        language: The language of a table's words where neither its input nor an argument decides it.

    Returns:
        A cell or a range; a failed cell is a :class:`CellError`, which is never raised.
    """
    try:
        wrong = wrong_number_of_arguments(record, arguments)
        if wrong:
            raise wrong
        if record.result == "table":
            return table(record, arguments).cells(language)
        if record.result == "figures":
            return _figures(record, arguments, language)
        return each(record, reduced(record, arguments) if record.reads_ranges else arguments)
    except CellError as error:
        return error.without_frames()


def table(record: Record, arguments: Sequence[Any]) -> Table:
    """The table that a KPI gives.

    Raises:
        CellError: It cannot be computed at all. What spoils one cell only is an error in that cell.
    """
    arguments, language = without_language(record, arguments)
    given = list(zip(record.parameters, arguments, strict=False))
    length = max((len(as_range(a).values) for p, a in given if p.shape is Shape.COLUMN and a is not None), default=0)
    values = [_whole(record, parameter, argument, length) for parameter, argument in given]
    try:
        answer: Table = record.body(*values)
    except OverflowError:
        raise OutOfRange(too_large(Place(record.name))) from None
    if not all(type(cell) is not float or math.isfinite(cell) for row in answer.rows for cell in row):
        answer = replace(answer, rows=[[_finite(record, cell) for cell in row] for row in answer.rows])
    return replace(answer, language=language or answer.language)


def _finite(record: Record, cell: Any) -> Any:
    """The cell of a table; an error where it is no number that a cell can hold."""
    return OutOfRange(too_large(Place(record.name))) if type(cell) is float and not math.isfinite(cell) else cell


def without_language(record: Record, arguments: Sequence[Any]) -> tuple[Sequence[Any], Language | None]:
    """The arguments of the formula, and the language that the last argument asks for."""
    if len(arguments) < len(record.parameters):
        return arguments, None
    cell = _single(record, record.parameters[-1], arguments[-1])
    return arguments[:-1], next((known for known in LANGUAGES if known == cell), None)


def _single(record: Record, parameter: Parameter, argument: Any) -> Any:
    """The value of an argument that must be one cell.

    Raises:
        CellError: It is a larger range, an error, or nothing that the parameter takes.
    """
    cells = as_range(argument)
    if len(cells.values) > 1:
        raise WrongType(Message("{function}: {argument} is a range. Give one cell.", function=record.name, argument=parameter))
    cell = read_cell(cells.values[0])
    if isinstance(cell, CellError):
        raise cell.at(Place(record.name), parameter)
    if cell is None:
        if parameter.is_optional:
            return parameter.default
        raise WrongType(Message("{function}: {argument} is blank. Fill it in.", function=record.name, argument=parameter))
    return check(parameter, cell, Place(record.name))


def _whole(record: Record, parameter: Parameter, argument: Any, length: int) -> Any:
    """What the formula of a table gets for one argument: a value, a list of cells, or a range with a header."""
    if parameter.shape is Shape.CELL:
        return _single(record, parameter, argument)
    if argument is None and parameter.is_optional:
        return parameter.default
    range_ = as_range(argument)
    if parameter.shape is Shape.TABLE:
        return Range(range_.rows, range_.columns, [read_cell(value) for value in range_.values])
    if len(range_.values) == 1 and parameter.is_optional and length > 1:
        return [_element(record, parameter, range_, 0)] * length  # one limit for all channels
    cells = [_element(record, parameter, range_, index) for index in range(len(range_.values))]
    if parameter.shape is Shape.COLUMN and len(cells) < length:
        short = NotAvailable(
            Message(
                "{function}: {argument} has {own} cells, another column has {length}. Make them equally long.",
                function=record.name,
                argument=parameter,
                own=len(cells),
                length=length,
            )
        )
        cells += [short] * (length - len(cells))
    return cells


def _element(record: Record, parameter: Parameter, range_: Range, index: int) -> Cell:
    """One cell of a column or row, checked; what is wrong with it is its value."""
    check_time()
    return as_value(parameter, read_cell(range_.values[index]), Place(record.name, (range_.rows, range_.columns), index))


def _figures(record: Record, arguments: Sequence[Any], language: Language) -> Range:
    """The named results of every set of inputs: down for scenarios, across for rows with a total."""
    arguments, asked = without_language(record, arguments)
    language = asked or language
    shape, sets = sets_of_cells(record, arguments)
    answers = [figures(record, cells, places) for cells, places in sets]
    if record.layout == "down":
        return _down(answers, shape is not None, figures_in_words(record, language, _choices(record, arguments)), language)
    exact = [figures(record, _without_choices(record, cells)) for cells, _ in sets]
    return _across(record, answers, exact, shape is not None, language)


def _choices(record: Record, arguments: Sequence[Any]) -> dict[str, Any]:
    """The forms of the formula that are asked for, where they are the same in every scenario."""
    given = zip(record.formula_parameters, arguments, strict=False)
    words = {p.name: (p, str(argument).lower()) for p, argument in given if p.options and argument is not None and not is_range(argument)}
    return {name: word for name, (parameter, word) in words.items() if word in parameter.options}


def _without_choices(record: Record, cells: list[Cell]) -> list[Cell]:
    """The cells with every choice left at its default: what is rounded to be shown is not rounded to be added up."""
    return [None if parameter.options else cell for parameter, cell in zip(record.formula_parameters, cells, strict=False)]


def _down(answers: list[dict[str, Cell]], numbered: bool, said: list[tuple[Figure, str]], language: Language) -> Range:
    """A row for each figure, a column for each scenario, and the formula in words."""
    scenario = translate("Scenario {number}", language)
    scenarios = [scenario.format(number=n) for n in range(1, len(answers) + 1)] if numbered else [translate("Value", language)]
    header = [translate("Figure", language), *scenarios, translate("Formula", language)]
    return Range.of([header, *([figure.title(language), *(answer[figure.name] for answer in answers), words] for figure, words in said)])


def _across(record: Record, answers: list[dict[str, Cell]], exact: list[dict[str, Cell]], numbered: bool, language: Language) -> Range:
    """A column for each figure, a row for each set of inputs, and below a range the total.

    The total sums what is shown, and divides what is exact.
    """
    header = [translate("No.", language), *(figure.title(language) for figure in record.figures)]
    rows: list[list[Cell]] = [[float(n), *answer.values()] for n, answer in enumerate(answers, 1)]
    if numbered:
        shown, unrounded = (
            {figure.name: [answer[figure.name] for answer in found] for figure in record.figures} for found in (answers, exact)
        )
        totals = (total(figure, shown if figure.total == "sum" else unrounded) for figure in record.figures)
        rows.append([translate("Total", language), *(in_cell(cell, language) for cell in totals)])
    return Range.of([header, *rows])
