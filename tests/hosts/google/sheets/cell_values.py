"""``spreadsheets.values``: cells read and written as rows of plain values."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from tests.hosts.google.sheets.a1 import Area, column_letters
from tests.hosts.google.sheets.book import Book, plain, shown
from tests.hosts.google.sheets.discovery import Refused

FIRST_DAY = datetime.date(1899, 12, 30)


def read(book: Book, area: Area, render: str, dates: str, major: str) -> dict[str, Any]:
    """A ValueRange."""
    sheet = book.sheet(area.sheet_id)
    rows = [
        [_rendered(book, sheet, row, column, render, dates) for column in range(area.left, area.right)]
        for row in range(area.top, area.bottom)
    ]
    if major == "COLUMNS":
        rows = [list(column) for column in zip(*rows, strict=True)]
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return {"range": book.address_of(area), "majorDimension": major, **({"values": rows} if rows else {})}


def _rendered(book: Book, sheet: Any, row: int, column: int, render: str, dates: str) -> Any:
    cell = sheet.cells.get((row, column), {})
    entered = cell.get("userEnteredValue")
    if render == "FORMULA" and entered and "formulaValue" in entered:
        return entered["formulaValue"]
    value = book.effective(sheet, row, column)
    if value is None:
        return ""
    kind = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type", "")
    if "numberValue" in value and kind in {"DATE", "DATE_TIME"} and (render == "FORMATTED_VALUE" or dates == "FORMATTED_STRING"):
        return (FIRST_DAY + datetime.timedelta(days=int(value["numberValue"]))).isoformat()
    return shown(value) if render == "FORMATTED_VALUE" else plain(value)


def write(book: Book, given: Mapping[str, Any], option: str | None) -> dict[str, Any]:
    """Write a ValueRange; a null leaves its cell as it is, and an empty text empties it."""
    if option not in {"RAW", "USER_ENTERED"}:
        raise Refused("'valueInputOption' is required but not specified")
    area = book.find(given["range"])
    rows = given.get("values", [])
    if given.get("majorDimension") == "COLUMNS":
        longest = max(map(len, rows), default=0)
        rows = [[column[index] if index < len(column) else None for column in rows] for index in range(longest)]
    is_one = (area.bottom - area.top, area.right - area.left) == (1, 1)
    sheet, count = book.sheet(area.sheet_id), 0
    for index, row in enumerate(rows):
        for inner, value in enumerate(row):
            place = area.top + index, area.left + inner
            if isinstance(value, dict | list):
                raise Refused(
                    f"Invalid values[{index}][{inner}]: struct_value {{}}"
                    if isinstance(value, dict)
                    else f"Invalid values[{index}][{inner}]: list_value {{}}"
                )
            if not is_one and place not in area:
                beyond = f"row [{place[0] + 1}]" if place[0] >= area.bottom else f"column [{column_letters(place[1])}]"
                raise Refused(f"Requested writing within range [{book.address_of(area)}], but tried writing to {beyond}")
            if place[0] >= sheet.size[0] or place[1] >= sheet.size[1]:
                raise Refused(
                    f"Range ({book.address_of(area)}) exceeds grid limits. Max rows: {sheet.size[0]}, max columns: {sheet.size[1]}"
                )
            if value is not None:
                count += 1
                entered, look = _entered(book, value, option)
                book.enter(sheet, *place, entered)
                if look:
                    sheet.cells[place].setdefault("userEnteredFormat", {}).setdefault("numberFormat", look)
    return {
        "spreadsheetId": book.id,
        "updatedRange": book.address_of(area),
        "updatedRows": len(rows),
        "updatedColumns": max(map(len, rows), default=0),
        "updatedCells": count,
    }


def append(book: Book, address: str, given: Mapping[str, Any], option: str | None, insert: str) -> dict[str, Any]:
    """Write below the last row of the table that is found there."""
    area = book.find(address)
    sheet = book.sheet(area.sheet_id)
    filled = [row for (row, column), cell in sheet.cells.items() if "userEnteredValue" in cell and row >= area.top and column >= area.left]
    first, rows = max(filled, default=area.top - 1) + 1, given.get("values", [])
    if insert == "INSERT_ROWS" or first + len(rows) > sheet.size[0]:
        sheet.properties["gridProperties"]["rowCount"] += len(rows)
    target = Area(sheet.id, first, area.left, first + max(len(rows), 1), sheet.size[1])
    answer = write(book, {**given, "range": book.address_of(target)}, option)
    return {"spreadsheetId": book.id, "tableRange": book.address_of(area), "updates": answer}


def clear(book: Book, area: Area) -> None:
    """Empty the cells; their looks stay."""
    sheet = book.sheet(area.sheet_id)
    for row, column in [place for place in sheet.cells if place in area]:
        book.enter(sheet, row, column, None)


def _entered(book: Book, value: Any, option: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """What a value becomes in its cell, and the number format that goes with it."""
    if isinstance(value, bool):
        return {"boolValue": value}, None
    if isinstance(value, int | float):
        return {"numberValue": value}, None
    if value == "":
        return None, None
    if option == "RAW":
        return {"stringValue": value}, None
    return _typed(value, has_commas=book.has_decimal_commas)


def _typed(text: str, *, has_commas: bool) -> tuple[dict[str, Any], dict[str, Any] | None]:  # noqa: PLR0911 - one for each kind
    """What Google makes of a text that a person types."""
    if text.startswith("="):
        return {"formulaValue": text}, None
    if text.startswith("'"):
        return {"stringValue": text[1:]}, None
    if text.upper() in {"TRUE", "FALSE", *(("ИСТИНА", "ЛОЖЬ") if has_commas else ())}:
        return {"boolValue": text.upper() in {"TRUE", "ИСТИНА"}}, None
    date = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text) or (re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text) if has_commas else None)
    if date:
        year, month, day = map(int, date.groups() if len(date[1]) == 4 else reversed(date.groups()))
        return {"numberValue": (datetime.date(year, month, day) - FIRST_DAY).days}, {"type": "DATE"}
    number = text.replace("\u00a0", "").replace(",", ".") if has_commas else re.sub(r"(?<=\d),(?=\d{3})", "", text)
    if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?%?", number) and not (has_commas and "." in text):
        if number.endswith("%"):
            return {"numberValue": float(number[:-1]) / 100}, {"type": "PERCENT", "pattern": "0.00%"}
        return {"numberValue": float(number)}, None
    return {"stringValue": text}, None
