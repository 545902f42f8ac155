"""One figure of a table, by its name: positions change, names stay."""

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Any

from sheetkpi.model.errors import CellError, NotAvailable, WrongType
from sheetkpi.model.ranges import Cell, Range, as_range, read_cell
from sheetkpi.reading.words import folded
from sheetkpi.registry import KPIS
from sheetkpi.translation import LANGUAGES, Label, Message, translate

#: Its name in a sheet, and what it does.
FIGURE, SUMMARY = "KPI_FIGURE", Label("One figure of a table: by its header or short name, and if you like for one row only.")

#: The most arguments, and the most names that a message lists.
_ARGUMENTS, _MOST_NAMES = 3, 12


def figure(arguments: Sequence[Any], function: str = FIGURE) -> Cell | Range:
    """Return the cells of a table that a figure names, and with a third argument the one that a row or scenario names.

    A figure goes by its header, in any language and spelling, or by its short name, such as ``cpc``.

    >>> import sheetkpi
    >>> figure([sheetkpi.calculate("DECOMPOSE", [50000, 100000, 0.3, 2000, 0.3, 0.1]), "cpc"])
    20.833333333333332
    """
    try:
        table, name, row = _checked(function, arguments)
        return _figure(function, table, name, row)
    except CellError as error:
        return error.without_frames()


def _checked(function: str, arguments: Sequence[Any]) -> tuple[Range, str, Cell]:
    """Return the table, the name of the figure, and that of the row or None.

    Raises:
        CellError: One is missing, or an error.
    """
    if len(arguments) > _ARGUMENTS:
        facts = {"function": function, "most": _ARGUMENTS, "given": len(arguments)}
        raise WrongType(Message("{function} takes at most {most} arguments, but got {given}. Remove the extra ones.", **facts))
    given = [as_range(argument) for argument in (*arguments, *[None] * (_ARGUMENTS - len(arguments)))]
    table, name, row = given[0], *(read_cell(each.values[0]) if each.values else None for each in given[1:])
    for cell in (read_cell(table.values[0]) if len(table.values) == 1 else None, name, row):
        if isinstance(cell, CellError):
            raise cell
    if table.rows < 2 or table.columns < 2:
        raise WrongType(Message("{function}: give a table with its headers, such as DECOMPOSE(…).", function=function))
    if name is None:
        raise WrongType(Message("{function}: the name of the figure is blank. Give one, such as “cpc”.", function=function))
    return table, str(name), row


def _figure(function: str, table: Range, name: str, row: Cell) -> Cell | Range:
    """Return the column below the header of this name, or else the row beside it."""
    rows = [[read_cell(cell) for cell in cells] for cells in table.nested()]
    heads, sides = rows[0][1:], [cells[0] for cells in rows[1:]]
    columns = len(heads) - (_key(heads[-1]) in spellings("Formula"))  # a formula in words is not a figure
    if (place := _place(heads, _names(name))) is not None:
        cells, labels, is_column = [cells[place + 1] for cells in rows[1:]], sides, True
    elif (place := _place(sides, _names(name))) is not None:
        cells, labels, is_column = rows[place + 1][1 : columns + 1], heads[:columns], False
    else:
        raise _unknown(function, name, sides if columns < len(heads) else heads)
    if row is not None:
        place = _place(labels, {_key(row)})
        if place is None:
            raise _unknown(function, row, labels)
        return cells[place]
    if len(cells) == 1:
        return cells[0]
    return Range.of([[cell] for cell in cells] if is_column else [cells])


def _unknown(function: str, name: Cell, known: Sequence[Cell]) -> CellError:
    """Return the error for a name that the table doesn't have."""
    names = [_text(cell) for cell in known if cell is not None and not isinstance(cell, CellError)]
    shown = ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
    return NotAvailable(
        Message("{function}: the table has no “{name}”. It has: {names}.", function=function, name=_text(name), names=shown or "—")
    )


def _place(cells: Sequence[Cell], names: Set[str]) -> int | None:
    """Return the place of the first cell with one of the names."""
    return next((place for place, cell in enumerate(cells) if _key(cell) in names), None)


def _names(name: str) -> Set[str]:
    """Return what a header may be that a name asks for: itself, or a title of the figure that has this short name or title."""
    return {folded(name)} | _titles().get(folded(name), set())


@cache
def _titles() -> Mapping[str, Set[str]]:
    """Return the titles of every figure in every language, by its short name and by each of them."""
    titles: dict[str, set[str]] = {}
    for each, *titles_of_one in spellings_of_figures():
        for name in (each, *titles_of_one):
            titles.setdefault(name, set()).update(titles_of_one)
    return titles


def spellings_of_figures() -> Iterator[list[str]]:
    """Yield the short name of every figure, and its titles in every language as they are compared."""
    figures = dict.fromkeys((each.name, each.label) for kpi in KPIS.values() for each in kpi.figures)
    for name, label in figures:
        yield [name, *sorted(spellings(label))]


def spellings(text: str) -> Set[str]:
    """Return a text in every language, as names are compared."""
    return {folded(translate(text, language)) for language in LANGUAGES}


def _key(cell: Cell) -> str:
    return folded(_text(cell))


def _text(cell: Cell) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
