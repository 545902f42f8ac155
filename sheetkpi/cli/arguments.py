"""An argument of the command line as a cell or a range."""

import json
from typing import Any

from sheetkpi.cli.files import read_rows
from sheetkpi.cli.program import Mistake
from sheetkpi.locale import locale_of
from sheetkpi.model.kinds import Shape
from sheetkpi.model.records import Parameter
from sheetkpi.reading.cell_text import read_text
from sheetkpi.translation import Language, Message


def read_argument(text: str, parameter: Parameter | None, language: Language) -> Any:
    """What an argument stands for: a file's rows, a JSON value, or a cell as a person writes it.

    Raises:
        SheetKpiError: A file cannot be read.
        Mistake: It begins as JSON and is none.

    >>> read_argument("[1, null]", None, "en"), read_argument("30%", None, "en"), read_argument("lower", None, "en")
    ([1, None], 0.3, 'lower')
    """
    if text == "-" or text.startswith("@"):
        return read_rows(text.removeprefix("@"), language, wants_header=parameter is not None and parameter.shape is Shape.TABLE)
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
