"""The arguments of the command line as cells and ranges."""

import json
from collections.abc import Sequence
from itertools import chain, repeat
from typing import Any

from sheetkpi.cli.files import ArgumentFile
from sheetkpi.cli.program import Mistake
from sheetkpi.locale import locale_of
from sheetkpi.model.arguments import parameters_for
from sheetkpi.model.records import Record
from sheetkpi.reading.cell_text import read_text
from sheetkpi.reading.table import Choices, Table
from sheetkpi.reading.text_file import STANDARD_INPUT
from sheetkpi.translation import Language, Message


def read_arguments(record: Record, texts: Sequence[str], choices: Choices, language: Language) -> tuple[list[Any], list[Table]]:
    """What the arguments of a call are, and the tables that were read for them.

    A file with a column for each argument may be the only argument.

    Raises:
        SheetKpiError: A file cannot be read.
        Mistake: An argument begins as JSON and is broken.
    """
    tables = []
    if len(texts) == 1 and record.required > 1 and _is_file(texts[0]):
        columns = ArgumentFile(_name_of(texts[0]), choices, language).as_arguments(record)
        if columns is not None:
            return [*columns], []
    parameters = chain(parameters_for(record, len(texts)), repeat(None))
    arguments = []
    for text, parameter in zip(texts, parameters, strict=False):
        if _is_file(text):
            file = ArgumentFile(_name_of(text), choices, language)
            arguments.append(file.as_argument(parameter))
            if file.table:
                tables.append(file.table)
        else:
            arguments.append(read_argument(text, language))
    return arguments, tables


def _is_file(text: str) -> bool:
    return text == STANDARD_INPUT or text.startswith("@")


def _name_of(text: str) -> str:
    return text.removeprefix("@")


def read_argument(text: str, language: Language) -> Any:
    """A JSON value, or a cell as a person types it.

    Raises:
        Mistake: It begins as JSON and is broken.

    >>> read_argument("[1, null]", "en"), read_argument("30%", "en"), read_argument("lower", "en")
    ([1, None], 0.3, 'lower')
    """
    try:
        return json.loads(text, parse_constant=str)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith(("[", "{")):
            raise _broken_json(text, getattr(error, "pos", 0)) from None
        return read_text(text, decimal=locale_of(language).decimal)


def _broken_json(text: str, position: int) -> Mistake:
    return Mistake(
        Message(
            "“{text}” is broken JSON at character {position}. Check its brackets, commas and quotes.",
            text=text if len(text) <= 40 else text[:39] + "…",
            position=position + 1,
        )
    )
