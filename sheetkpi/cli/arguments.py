"""An argument of the command line as a cell or a range."""

import json
from typing import Any

from sheetkpi.cli.files import read_rows
from sheetkpi.cli.typed import read_text
from sheetkpi.translation import Language


def read_argument(text: str, language: Language) -> Any:
    """What an argument stands for: a file's rows, a JSON value, or a cell as a person writes it.

    Raises:
        SheetKpiError: A file cannot be read.
        OSError: The same.

    >>> read_argument("[1, null]", "en"), read_argument("30%", "en"), read_argument("lower", "en")
    ([1, None], 0.3, 'lower')
    """
    if text == "-" or text.startswith("@"):
        return read_rows(text.removeprefix("@"), language)
    try:
        return json.loads(text, parse_constant=str)
    except (ValueError, RecursionError):
        return read_text(text, decimal_comma=language == "ru")
