"""How a formula meets what is missing: a blank stays blank, and what is not defined is a dash."""


def passed(cell: str) -> str:
    """The value of a cell, blank where it is blank, and not 0."""
    return f'IF({cell}="","",{cell})'


def shown(formula: str) -> str:
    """A result, or a dash where it is not defined."""
    return f'IFERROR({formula},"—")'


def with_all(formula: str, *cells: str) -> str:
    """A result where all the cells hold numbers; else blank."""
    return f'IF(COUNT({",".join(cells)})={len(cells)},{shown(formula)},"")'
