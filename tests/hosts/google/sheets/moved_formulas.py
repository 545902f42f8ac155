"""What Google does with the references of a formula: when it is copied to another cell, and when a sheet is renamed."""

import re

_REFERENCE = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])""")
_TITLE = re.compile(r"""("(?:[^"]|"")*")|(?:'((?:[^']|'')*)'|(?<![\w.'])([^\W\d][\w.]*))!""")


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula so many rows below and columns to the right: what has no $ moves along."""

    def reference(found: re.Match[str]) -> str:
        quoted, fixed_column, letters, fixed_row, digits = found.groups()
        if quoted:
            return quoted
        column = letters if fixed_column else _letters(_number(letters) + columns)
        return f"{fixed_column}{column}{fixed_row}{int(digits) + (0 if fixed_row else rows)}"

    return _REFERENCE.sub(reference, formula)


def retitled(formula: str, old: str, new: str) -> str:
    """The formula after the sheet `old` was renamed."""
    if old.replace("'", "''") not in formula:
        return formula

    def title(found: re.Match[str]) -> str:
        text, quoted, bare = found.groups()
        name = bare if quoted is None else quoted.replace("''", "'")
        escaped = new.replace("'", "''")
        return found[0] if text or name != old else f"'{escaped}'!"

    return _TITLE.sub(title, formula)


def without(formula: str, gone: str) -> str:
    """The formula after the sheet `gone` was deleted."""
    parts = re.escape(gone), re.escape(gone.replace("'", "''"))
    return re.sub(rf"(?:(?<![\w.']){parts[0]}|'{parts[1]}')!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?", "#REF!", formula)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
