"""Results of a KPI: one value, several figures, or a whole table; how each is computed from cells and ranges."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sheetkpi.calculation.broadcast import collapse_ranges, map_rows, rows_of, without_headings
from sheetkpi.calculation.evaluate import evaluate_figures, evaluate_row, too_large
from sheetkpi.calculation.time_limit import check_time
from sheetkpi.model.errors import ERROR_CODES, CellError, NotAvailable, OutOfRange, WrongType
from sheetkpi.model.kinds import GENERAL, Shape
from sheetkpi.model.ranges import Cell, Place, Range, as_range, read_cell
from sheetkpi.model.records import Example, Figure, Parameter, Record, Result
from sheetkpi.model.tables import Table, in_cell, total
from sheetkpi.printing.words import figures_in_words
from sheetkpi.translation import LANGUAGES, Language, Message, translate


class OneValue(Result):
    """One value for each set of inputs; ranges give a range."""

    name = "value"
    spills = False

    def in_sheet(self, record: Record, arguments: Sequence[Any], language: Language) -> Cell | Range:  # noqa: ARG002
        return map_rows(record, collapse_ranges(record, arguments) if record.reads_ranges else arguments)

    def in_python(self, record: Record, arguments: Sequence[Any]) -> Any:
        return evaluate_row(record, _single_cells(record, arguments))

    def number_formats(self, record: Record, rows: Sequence[Sequence[Any]]) -> list[list[str]]:
        return [[record.kind.number_format] * len(row) for row in rows]


class SeveralFigures(Result):
    """Named figures for each set of inputs: down for scenarios, across for rows with a total."""

    name = "figures"

    def in_sheet(self, record: Record, arguments: Sequence[Any], language: Language) -> Range:
        arguments, asked = _split_language(record, arguments)
        language = asked or language
        shape, rows = rows_of(record, arguments)
        are_several = shape not in (None, (1, 1))  # a range of one cell is a cell, as in a spreadsheet
        answers = [evaluate_figures(record, cells, places) for cells, places in rows]
        if record.layout == "across":
            exact = [evaluate_figures(record, _without_choices(record, cells)) for cells, _ in rows]
            return _across(record, answers, exact, are_several, language)
        choices = _choices(record, arguments)
        return _down(answers, are_several, figures_in_words(record, language, choices), language)

    def in_python(self, record: Record, arguments: Sequence[Any]) -> Any:
        return evaluate_figures(record, _split_language(record, _single_cells(record, arguments))[0])

    def number_formats(self, record: Record, rows: Sequence[Sequence[Any]]) -> list[list[str]]:
        formats = _formats_by_title(record)
        if record.layout == "down":
            return [[formats.get(row[0], GENERAL)] * len(row) for row in rows]
        return [[formats.get(title, GENERAL) for title in rows[0]]] * len(rows)


class WholeTable(Result):
    """A table that is computed whole from ranges."""

    name = "table"
    allows_division_by_zero = True
    takes_columns = False

    def in_sheet(self, record: Record, arguments: Sequence[Any], language: Language) -> Range:
        return _table(record, arguments).cells(language)

    def in_python(self, record: Record, arguments: Sequence[Any]) -> Table:
        return _table(record, arguments)

    def number_formats(self, record: Record, rows: Sequence[Sequence[Any]]) -> list[list[str]]:
        if record.each_cell:
            down, across = (_format_of_shape(record, shape) for shape in (Shape.COLUMN, Shape.ROW))
            cells = record.each_cell.kpi.kind.number_format
            return [[across] * len(rows[0]), *([down, *[cells] * (len(row) - 1)] for row in rows[1:])]
        formats = _formats_by_title(record)
        return [[formats.get(title, GENERAL) for title in rows[0]]] * len(rows)

    def size(self, record: Record, ranges: Sequence[tuple[Parameter, int, int]]) -> int:
        across = max((rows * columns for parameter, rows, columns in ranges if parameter.shape is Shape.ROW), default=1)
        down = max((rows * columns for parameter, rows, columns in ranges if parameter.shape is not Shape.ROW), default=1)
        return across * down * max(1, len(record.figures))

    def of_example(self, record: Record, example: Example, language: Language) -> Any:
        if isinstance(example.result, str) and example.result in ERROR_CODES:
            return example.result
        answer = _table(record, record.read_arguments(example.arguments))
        return replace(answer, language=answer.language or language)[example.figure or ""]


def _single_cells(record: Record, arguments: Sequence[Any]) -> Sequence[Any]:
    """Return the arguments of a call in Python.

    Raises:
        CellError: One is a range where the formula takes a single value, or a range can't be used.
    """
    for parameter, argument in zip(record.parameters, arguments, strict=False):
        if not parameter.is_range and isinstance(argument, Range):
            raise WrongType(
                Message(
                    "{function}: {argument} is a range. In Python call sheetkpi.calculate(), or pass an array.",
                    function=record.name,
                    argument=parameter,
                )
            )
    return collapse_ranges(record, arguments) if record.reads_ranges else arguments


def _formats_by_title(record: Record) -> dict[Any, str]:
    """Return the number formats of the figures by their headers in every language."""
    return {figure.title(language): figure.kind.number_format for figure in record.figures for language in LANGUAGES}


def _format_of_shape(record: Record, shape: Shape) -> str:
    """Return the number format of the argument that has the shape."""
    return next((parameter.kind.number_format for parameter in record.parameters if parameter.shape is shape), GENERAL)


def _table(record: Record, arguments: Sequence[Any]) -> Table:
    """Compute a table.

    Raises:
        CellError: It can't be computed at all. What spoils one cell only is an error in that cell.
    """
    arguments, language = _split_language(record, arguments)
    arguments = without_headings(record, arguments)
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
    """Return the cell of a table; an error where a cell can't hold the number."""
    return OutOfRange(too_large(Place(record.name))) if type(cell) is float and not math.isfinite(cell) else cell


def _split_language(record: Record, arguments: Sequence[Any]) -> tuple[Sequence[Any], Language | None]:
    """Split off the last argument, the language of the words in a table."""
    if len(arguments) < len(record.parameters):
        is_language = (
            len(arguments) > record.required and arguments[-1] in LANGUAGES and record.parameters[len(arguments) - 1].kind.holds == "number"
        )
        return (arguments[:-1], arguments[-1]) if is_language else (arguments, None)
    cell = _single(record, record.parameters[-1], arguments[-1])
    return arguments[:-1], next((known for known in LANGUAGES if known == cell), None)


def _single(record: Record, parameter: Parameter, argument: Any) -> Any:
    """Return the value of an argument that must be a single cell.

    Raises:
        CellError: It is a larger range, an error, or a value that the parameter doesn't take.
    """
    cells = as_range(argument)
    if len(cells.values) > 1:
        raise WrongType(Message("{function}: {argument} is a range. Give one value.", function=record.name, argument=parameter))
    cell = read_cell(cells.values[0])
    if isinstance(cell, CellError):
        raise cell.at(Place(record.name), parameter)
    if cell is None:
        if parameter.is_optional:
            return parameter.default
        raise WrongType(Message("{function}: {argument} is blank. Fill it in.", function=record.name, argument=parameter))
    return parameter.check(cell, Place(record.name))


def _whole(record: Record, parameter: Parameter, argument: Any, length: int) -> Any:
    """Return one argument as the formula of a table takes it: a value, a list of cells, or a range with a header."""
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
                "{function}: {argument} has {own} cells, but another column has {length}. Make the columns the same length.",
                function=record.name,
                argument=parameter,
                own=len(cells),
                length=length,
            )
        )
        cells += [short] * (length - len(cells))
    return cells


def _element(record: Record, parameter: Parameter, range_: Range, index: int) -> Cell:
    """Return one checked cell of a column or row."""
    check_time()
    return parameter.checked_cell(range_.values[index], Place(record.name, (range_.rows, range_.columns), index))


def _choices(record: Record, arguments: Sequence[Any]) -> dict[str, Any]:
    """Return the chosen options of the formula, where they are the same in every scenario."""
    given = zip(record.formula_parameters, arguments, strict=False)
    words = {
        p.name: (p, str(argument).lower())
        for p, argument in given
        if p.options and argument is not None and not isinstance(argument, Range)
    }
    return {name: word for name, (parameter, word) in words.items() if word in parameter.options}


def _without_choices(record: Record, cells: Sequence[Any]) -> list[Any]:
    """Leave every option at its default: figures are rounded to be shown, not to be added up."""
    return [None if parameter.options else cell for parameter, cell in zip(record.formula_parameters, cells, strict=False)]


def _down(answers: list[dict[str, Cell]], are_several: bool, said: list[tuple[Figure, str]], language: Language) -> Range:
    """Lay out a row for each figure, a column for each scenario, and the formula in words."""
    scenario = translate("Scenario {number}", language)
    scenarios = [scenario.format(number=n) for n in range(1, len(answers) + 1)] if are_several else [translate("Value", language)]
    header = [translate("Figure", language), *scenarios, translate("Formula", language)]
    return Range.of([header, *([figure.title(language), *(answer[figure.name] for answer in answers), words] for figure, words in said)])


def _across(record: Record, answers: list[dict[str, Cell]], exact: list[dict[str, Cell]], are_several: bool, language: Language) -> Range:
    """Lay out a column for each figure, a row for each set of inputs, and below a range the total.

    The total sums what is shown, and divides what is exact.
    """
    header = [translate("No.", language), *(figure.title(language) for figure in record.figures)]
    rows: list[list[Cell]] = [[float(n), *answer.values()] for n, answer in enumerate(answers, 1)]
    if are_several:
        shown, unrounded = (
            {figure.name: [answer[figure.name] for answer in found] for figure in record.figures} for found in (answers, exact)
        )
        totals = (total(figure, shown if figure.total == "sum" else unrounded) for figure in record.figures)
        rows.append([translate("Total", language), *(in_cell(cell, language) for cell in totals)])
    return Range.of([header, *rows])
