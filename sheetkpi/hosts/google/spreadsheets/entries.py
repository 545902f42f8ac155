"""What is entered in a cell, as the API holds it, and its mark: by it one tells later whether people changed the cell."""

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Message

#: An ExtendedValue: one of ``numberValue``, ``stringValue``, ``boolValue``, ``formulaValue``; empty for a blank cell.
Entry = Mapping[str, Any]

BLANK: Entry = {}
#: A cell takes no longer text.
LONGEST = 50_000
#: How many letters a mark has.
WIDTH = 8
_NOTHING = "." * WIDTH


class TooLong(SheetKpiError):
    """A text is longer than a cell."""


def entry_of(value: object) -> Entry:
    """A number, a text, true or false, or nothing, so that no locale misreads it and no text becomes a formula."""
    if value is None or value == "":
        return BLANK
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": value}
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST:
        raise TooLong(Message("a text of {length} characters is too long. Shorten it to {most}.", length=len(text), most=LONGEST))
    return {"stringValue": text}


def cell_of(entry: Entry) -> dict[str, Any]:
    """A CellData."""
    return {"userEnteredValue": dict(entry)} if entry else {}


def mark_of(entry: Entry) -> str:
    """A few letters that differ where cells do; a formula has the same with commas and with semicolons, as Google rewrites it."""
    if not entry:
        return _NOTHING
    ((kind, value),) = entry.items()
    if kind == "numberValue":
        text = f"n{float(value)!r}".replace("-0.0", "0.0") if value == 0 else f"n{float(value)!r}"
    elif kind == "formulaValue":
        text = "f" + '"'.join(
            part if number % 2 else re.sub(r"\s+", "", part).replace(";", ",").upper() for number, part in enumerate(str(value).split('"'))
        )
    else:
        text = f"{kind[0]}{value}"
    return base64.urlsafe_b64encode(hashlib.blake2b(text.encode(), digest_size=6).digest()).decode()


def shown(entry: Entry) -> str:
    """A cell as a message shows it."""
    if not entry:
        return "—"
    value = next(iter(entry.values()))
    text = f"{value:.15g}" if isinstance(value, float | int) and not isinstance(value, bool) else " ".join(str(value).split())
    return text if len(text) <= 40 else text[:39] + "…"


def grid_of(data: Mapping[str, Any]) -> list[list[Entry]]:
    """What is entered in the cells of a GridData, row by row."""
    return [[cell.get("userEnteredValue", BLANK) for cell in row.get("values", ())] for row in data.get("rowData", ())]
