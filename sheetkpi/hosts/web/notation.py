"""An example as a person would see it in a sheet: the cells, the formula, the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from sheetkpi import Kpi, Range
from sheetkpi.kinds import Shape
from sheetkpi.records import Example
from sheetkpi.translation import Language, in_words

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class SheetExample:
    """An example in a sheet.

    Args:
        cells: The rows of the sheet that the formula refers to; none where it holds all of its numbers itself.
        formula: The formula.
        result: What its cell shows; of a function with several results, of the one in `figure`.
        figure: The header of that result.
    """

    cells: list[list[str]]
    formula: str
    result: str
    figure: str | None


def in_sheet(kpi: Kpi[..., Any], example: Example, language: Language) -> SheetExample:
    """An example of a function, in the language's notation: ``=ROMI(100000;50000)`` in Russian."""
    columns: list[list[str]] = []
    written = []
    for parameter, argument in zip(kpi.parameters, example.arguments, strict=False):
        if isinstance(argument, list):
            range_ = Range.of([argument] if parameter.shape is Shape.ROW else argument)
            first, last = letter(len(columns)), letter(len(columns) + range_.columns - 1)
            columns += [[in_words_of_cell(cell, language) for cell in range_.column(index)] for index in range(range_.columns)]
            written.append(f"{first}1:{last}{range_.rows}")
        else:
            written.append(f'"{argument}"' if isinstance(argument, str) else in_words_of_cell(argument, language))
    separator = ";" if language == "ru" else ","
    figure = next((figure for figure in kpi.figures if figure.name == example.figure), None)
    number_format = figure.kind.number_format if figure else "General" if example.figure else kpi.kind.number_format
    results = example.result if isinstance(example.result, list) else [example.result]
    return SheetExample(
        cells=_rows(columns),
        formula=f"={kpi.name}({separator.join(written)})",
        result="; ".join(shown(result, number_format, language) for result in results if result is not None),
        figure=figure.title(language) if figure else example.figure,
    )


def shown(value: Any, number_format: str, language: Language) -> str:
    """A value as a cell of the number format shows it.

    >>> shown(0.5, "0.0%", "en"), shown(1234.5, "#,##0.00", "en"), shown(2, "General", "en")
    ('50.0%', '1,234.50', '2')
    >>> shown(0.5, "0.0%", "ru")
    '50,0%'
    """
    if isinstance(value, str | bool) or number_format in ("General", "@"):
        return in_words_of_cell(value, language)
    is_percent = number_format.endswith("%")
    decimals = number_format.rstrip("%").partition(".")[2]
    text = f"{value * 100 if is_percent else value:{',' if ',' in number_format else ''}.{len(decimals)}f}"
    if "#" in decimals:
        text = text.rstrip("0").rstrip(".")
    if language == "ru":
        text = text.replace(",", NO_BREAK_SPACE).replace(".", ",")
    return text + "%" * is_percent


def in_words_of_cell(value: Any, language: Language) -> str:
    """A cell as it is typed."""
    if value is None:
        return ""
    return in_words(float(value) if isinstance(value, int) else value, language)


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
