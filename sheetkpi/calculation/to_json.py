"""What a call gave, as plain data: the contract of the server, which the command line prints too."""

from typing import Any

from sheetkpi.model.errors import CellError
from sheetkpi.model.ranges import Cell, Range
from sheetkpi.translation import Language, Message


def as_message(outcome: Cell | Range, language: Language) -> dict[str, Any]:
    """The answer as it travels.

    Returns:
        Either ``value``, or ``error`` and ``message``, or ``rows``, ``columns``, ``values`` and ``errors``: the first row first,
        None where a cell is blank or failed, the failed ones by index and code, and ``message`` of the first of them.

    >>> as_message(Range(1, 2, [1.0, None]), "en")
    {'rows': 1, 'columns': 2, 'values': [1.0, None], 'errors': []}
    """
    if isinstance(outcome, CellError):
        return {"error": outcome.code, "message": outcome.message(language)}
    if not isinstance(outcome, Range):
        return {"value": outcome}
    values = outcome.values
    if outcome.is_clean or not any(issubclass(kind, CellError) for kind in set(map(type, values))):
        return {"rows": outcome.rows, "columns": outcome.columns, "values": values, "errors": []}
    failed = [(index, cell) for index, cell in enumerate(values) if isinstance(cell, CellError)]
    return {
        "rows": outcome.rows,
        "columns": outcome.columns,
        "values": [None if isinstance(cell, CellError) else cell for cell in values],
        "errors": [(index, error.code) for index, error in failed],
        "message": _message(failed[0][1], len(failed) - 1, language),
    }


def _message(first: CellError, others: int, language: Language) -> str:
    message = first.message(language)
    if not others:
        return message
    return Message("{message} (Other cells with errors: {count}.)", message=message, count=others).in_language(language)
