"""A spreadsheet as Google keeps it: its sheets, their cells, and what lies over them."""

import copy
import itertools
import pickle
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.hosts.google.sheets import a1
from tests.hosts.google.sheets.a1 import Area
from tests.hosts.google.sheets.discovery import Refused

Cell = dict[str, Any]

#: The most that Google keeps.
MOST_CELLS, LONGEST_CELL, LONGEST_METADATA = 10_000_000, 50_000, 30_000

#: What a sheet has besides its cells, as the API names it.
OVER_CELLS = ("conditionalFormats", "protectedRanges", "bandedRanges", "charts", "merges", "filterViews")

#: The values of formulas, by sheet, row and column.
Evaluate = Callable[["Book"], Mapping[tuple[int, int, int], Any]]


class Sheet:
    """One tab."""

    def __init__(self, properties: dict[str, Any]) -> None:
        self.properties = properties
        self.cells: dict[tuple[int, int], Cell] = {}
        self.rows: dict[int, dict[str, Any]] = {}
        self.columns: dict[int, dict[str, Any]] = {}
        self.over: dict[str, list[dict[str, Any]]] = {name: [] for name in OVER_CELLS}
        self.filter: dict[str, Any] | None = None

    @property
    def id(self) -> int:
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        return str(self.properties["title"])

    @property
    def size(self) -> tuple[int, int]:
        grid = self.properties["gridProperties"]
        return grid["rowCount"], grid["columnCount"]

    def whole(self) -> Area:
        return Area(self.id, 0, 0, *self.size)

    def as_json(self) -> dict[str, Any]:
        filtered = {"basicFilter": self.filter} if self.filter else {}
        return {"properties": self.properties, **{name: objects for name, objects in self.over.items() if objects}, **filtered}


class Book:
    """A spreadsheet.

    Args:
        title: Its name.
        locale: Its country, which decides how formulas and numbers are written.
        time_zone: Of its dates.
        evaluate: Calculates its formulas; left out, each of them is #NAME?.
    """

    def __init__(self, title: str, locale: str = "en_US", time_zone: str = "Etc/GMT", evaluate: Evaluate | None = None) -> None:
        self.id = secrets.token_urlsafe(33)
        self.properties: dict[str, Any] = {
            "title": title,
            "locale": locale,
            "timeZone": time_zone,
            "autoRecalc": "ON_CHANGE",
        }
        self.sheets: list[Sheet] = []
        self.named: list[dict[str, Any]] = []
        self.metadata: list[dict[str, Any]] = []
        self.evaluate = evaluate
        self._values: Mapping[tuple[int, int, int], Any] | None = None

    def copy(self) -> "Book":
        """Another one in the same state."""
        evaluate, self.evaluate = self.evaluate, None
        twin: Book = pickle.loads(pickle.dumps(self))  # noqa: S301 - our own; several times faster than deepcopy
        self.evaluate = twin.evaluate = evaluate
        twin._values = None
        return twin

    @property
    def has_decimal_commas(self) -> bool:
        return self.properties["locale"].partition("_")[0] in {"ru", "de", "fr", "es", "it", "pl", "uk", "tr"}

    # --- sheets

    def add_sheet(self, properties: Mapping[str, Any]) -> Sheet:
        ids, titles = {sheet.id for sheet in self.sheets}, {sheet.title.casefold() for sheet in self.sheets}
        names = (f"Sheet{number}" for number in itertools.count(len(self.sheets) + 1))
        title = properties.get("title") or next(name for name in names if name.casefold() not in titles)
        sheet_id = properties.get("sheetId", secrets.randbelow(2**31) if self.sheets else 0)
        if sheet_id < 0:
            raise Refused(f"Invalid sheetId: {sheet_id}. The ID must be non-negative.")
        if sheet_id in ids:
            raise Refused(f"A sheet with the ID {sheet_id} already exists.")
        self.check_title(title)
        index = min(properties.get("index", len(self.sheets)), len(self.sheets))
        grid = {"rowCount": 1000, "columnCount": 26, **properties.get("gridProperties", {})}
        given = copy.deepcopy({name: value for name, value in properties.items() if name not in {"index", "gridProperties"}})
        sheet = Sheet({"sheetType": "GRID", **given, "sheetId": sheet_id, "title": title, "index": index, "gridProperties": grid})
        self.sheets.insert(index, sheet)
        self.renumber()
        self.check_size()
        return sheet

    def check_title(self, title: str, sheet: Sheet | None = None) -> None:
        if not title or len(title) > 100:
            raise Refused(f'The sheet name "{title}" is invalid: it must have 1 to 100 characters.')
        if any(other is not sheet and other.title.casefold() == title.casefold() for other in self.sheets):
            raise Refused(f'A sheet with the name "{title}" already exists. Please enter another name.')

    def check_size(self) -> None:
        if sum(rows * columns for rows, columns in (sheet.size for sheet in self.sheets)) > MOST_CELLS:
            raise Refused(f"This action would increase the number of cells in the workbook above the limit of {MOST_CELLS} cells.")

    def renumber(self) -> None:
        for index, sheet in enumerate(self.sheets):
            sheet.properties["index"] = index

    def sheet(self, sheet_id: int) -> Sheet:
        for sheet in self.sheets:
            if sheet.id == sheet_id:
                return sheet
        raise Refused(f"No grid with id: {sheet_id}")

    def titled(self, title: str) -> Sheet:
        """A sheet by its name, for tests."""
        return next(sheet for sheet in self.sheets if sheet.title == title)

    # --- areas

    def area(self, grid: Mapping[str, Any]) -> Area:
        """A GridRange; refused where it leaves the sheet."""
        sheet = self.sheet(grid.get("sheetId", 0))
        ends = []
        for name, most in zip(("Row", "Column"), sheet.size, strict=True):
            start, end = grid.get(f"start{name}Index", 0), grid.get(f"end{name}Index")
            if start < 0 or start >= most:
                kind = name.lower()
                raise Refused(f"GridRange.start{name}Index[{start}] is after last {kind} in grid[{most}]")
            if end is not None and end <= start:
                raise Refused(f"GridRange.end{name}Index[{end}] must be after start{name}Index[{start}]")
            if end is not None and end > most:
                rows, columns = sheet.size
                text = self._a1_of(sheet, grid)
                raise Refused(f"Range ({text}) exceeds grid limits. Max rows: {rows}, max columns: {columns}")
            ends.append((start, most if end is None else end))
        (top, bottom), (left, right) = ends
        return Area(sheet.id, top, left, bottom, right)

    def _a1_of(self, sheet: Sheet, grid: Mapping[str, Any]) -> str:
        rows, columns = sheet.size
        left, right = grid.get("startColumnIndex", 0), grid.get("endColumnIndex", columns)
        first = f"{a1.column_letters(left)}{grid.get('startRowIndex', 0) + 1}"
        return f"{a1.quoted(sheet.title)}!{first}:{a1.column_letters(right - 1)}{grid.get('endRowIndex', rows)}"

    def find(self, address: str) -> Area:
        """What an address or a name stands for."""
        for name in self.named:
            if name["name"].casefold() == address.casefold():
                return self.area(name["range"])
        title, text = a1.split(address)
        by_title = {sheet.title.casefold(): sheet for sheet in self.sheets}
        if title is None and (whole := by_title.get(address.strip("'").replace("''", "'").casefold())) and "!" not in address:
            return whole.whole()
        if title is not None and title.casefold() not in by_title:
            raise Refused(f"Unable to parse range: {address}")
        sheet = by_title[title.casefold()] if title is not None else self.sheets[0]
        if title is not None and not text:
            return sheet.whole()
        shown = address if title is not None else f"{a1.quoted(sheet.title)}!{text}"
        top, left, bottom, right = a1.cells(shown if title is not None else address, text, *sheet.size)
        return Area(sheet.id, top, left, bottom, right)

    def address_of(self, area: Area) -> str:
        sheet = self.sheet(area.sheet_id)
        first = f"{a1.column_letters(area.left)}{area.top + 1}"
        last = f"{a1.column_letters(area.right - 1)}{area.bottom}"
        return f"{a1.quoted(sheet.title)}!{first}" + ("" if first == last else f":{last}")

    # --- values

    def enter(self, sheet: Sheet, row: int, column: int, value: Mapping[str, Any] | None) -> None:
        """Put an ExtendedValue into a cell; None empties it."""
        self._values = None
        cell = sheet.cells.setdefault((row, column), {})
        if not value:
            cell.pop("userEnteredValue", None)
            if not cell:
                del sheet.cells[row, column]
            return
        if len(value) != 1:
            raise Refused("Invalid ExtendedValue: exactly one kind of value must be set.")
        (kind, content), *_ = value.items()
        if kind == "errorValue":
            raise Refused("Invalid ExtendedValue: errorValue cannot be set by users.")
        if isinstance(content, str) and len(content) > LONGEST_CELL:
            raise Refused(f"Your input contains more than the maximum of {LONGEST_CELL} characters in a single cell.")
        if kind == "formulaValue":
            if not content.startswith("="):
                raise Refused(f"Invalid formula: {content}")
            content = self.formula(content)
        if kind == "stringValue" and content == "":
            cell.pop("userEnteredValue", None)
            return
        cell["userEnteredValue"] = {kind: float(content) if kind == "numberValue" else content}

    def formula(self, text: str) -> str:
        """A formula as Google keeps it: its separators are those of the country."""
        return text if self.has_decimal_commas else outside_texts(text, _commas)

    def effective(self, sheet: Sheet, row: int, column: int) -> dict[str, Any] | None:
        """What a cell shows, as an ExtendedValue."""
        entered = sheet.cells.get((row, column), {}).get("userEnteredValue")
        if entered is not None and "formulaValue" not in entered:
            return dict(entered)
        spilled = None if entered is None and self.evaluate is None else self.values().get((sheet.id, row, column))
        if entered is None:
            return None if spilled is None else as_extended(spilled)
        if self.has_decimal_commas and _misread(entered["formulaValue"]):
            return {"errorValue": {"type": "ERROR", "message": "Formula parse error."}}
        return as_extended("#NAME?" if self.evaluate is None else spilled)

    def values(self) -> Mapping[tuple[int, int, int], Any]:
        """The values of the formulas."""
        if self._values is None:
            self._values = self.evaluate(self) if self.evaluate else {}
        return self._values

    def has_formulas(self) -> bool:
        return any("formulaValue" in cell.get("userEnteredValue", {}) for sheet in self.sheets for cell in sheet.cells.values())

    # --- as JSON

    def as_json(self, data: Mapping[int, Sequence[Area]] | None = None, *, only_sheets: bool = False) -> dict[str, Any]:
        """The resource Spreadsheet; with the cells of the areas, where they are asked for."""
        sheets = []
        for sheet in self.sheets:
            areas = (data or {}).get(sheet.id)
            if only_sheets and areas is None:
                continue
            described = sheet.as_json()
            if found := [item for item in self.metadata if item["location"].get("sheetId") == sheet.id]:
                described["developerMetadata"] = found
            if areas:
                described["data"] = [self._data(sheet, area) for area in areas]
            sheets.append(described)
        whole = [item for item in self.metadata if item["location"].get("spreadsheet")]
        return {
            "spreadsheetId": self.id,
            "properties": self.properties,
            "sheets": sheets,
            **({"namedRanges": self.named} if self.named else {}),
            **({"developerMetadata": whole} if whole else {}),
            "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{self.id}/edit",
        }

    def _data(self, sheet: Sheet, area: Area) -> dict[str, Any]:
        rows = [self._row(sheet, row, area) for row in range(area.top, area.bottom)]
        while rows and not rows[-1]:
            rows.pop()
        data: dict[str, Any] = {"startRow": area.top} if area.top else {}
        if area.left:
            data["startColumn"] = area.left
        if rows:
            data["rowData"] = rows
        data["rowMetadata"] = [self._dimension(sheet, "ROWS", index) for index in range(area.top, area.bottom)]
        data["columnMetadata"] = [self._dimension(sheet, "COLUMNS", index) for index in range(area.left, area.right)]
        return data

    def _row(self, sheet: Sheet, row: int, area: Area) -> dict[str, Any]:
        cells = [self.cell_data(sheet, row, column) for column in range(area.left, area.right)]
        while cells and not cells[-1]:
            cells.pop()
        return {"values": cells} if cells else {}

    def cell_data(self, sheet: Sheet, row: int, column: int) -> dict[str, Any]:
        """A CellData with what follows from what was entered."""
        cell = dict(sheet.cells.get((row, column), {}))
        effective = self.effective(sheet, row, column) if cell or self.evaluate else None
        if effective is not None:
            cell["effectiveValue"] = effective
            cell["formattedValue"] = shown(effective)
        if "userEnteredFormat" in cell:
            cell["effectiveFormat"] = cell["userEnteredFormat"]
        return cell

    def _dimension(self, sheet: Sheet, dimension: str, index: int) -> dict[str, Any]:
        properties = (sheet.rows if dimension == "ROWS" else sheet.columns).get(index, {})
        found = [
            item
            for item in self.metadata
            if (place := item["location"].get("dimensionRange"))
            and (place["sheetId"], place["dimension"], place["startIndex"]) == (sheet.id, dimension, index)
        ]
        return {"pixelSize": 21 if dimension == "ROWS" else 100, **properties, **({"developerMetadata": found} if found else {})}

    def areas(self) -> Iterator[dict[str, Any]]:
        """Every GridRange that people's changes of rows and columns move."""
        yield from (item["range"] for item in self.named)
        for sheet in self.sheets:
            yield from _ranges_in(sheet.over)
            yield from _ranges_in(sheet.filter or {})


def _ranges_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "startRowIndex" in value or "startColumnIndex" in value or "endRowIndex" in value:
            yield value
        for inner in value.values():
            yield from _ranges_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ranges_in(inner)


ERRORS = {
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#VALUE!": "VALUE",
    "#NUM!": "NUM",
    "#N/A": "N_A",
    "#NAME?": "NAME",
    "#REF!": "REF",
    "#NULL!": "NULL_VALUE",
    "#ERROR!": "ERROR",
}


def as_extended(value: Any) -> dict[str, Any]:
    """A value that was calculated."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": float(value)}
    if isinstance(value, str) and value in ERRORS:
        return {"errorValue": {"type": ERRORS[value], "message": f"It is {value}."}}
    return {"stringValue": "" if value is None else str(value)}


def plain(value: Mapping[str, Any] | None) -> Any:
    """An ExtendedValue as it stands among ``values``, unformatted."""
    if not value:
        return ""
    (kind, content), *_ = value.items()
    if kind == "errorValue":
        return next((text for text, name in ERRORS.items() if name == content["type"]), "#ERROR!")
    return int(content) if kind == "numberValue" and float(content).is_integer() and abs(content) < 2**53 else content


def shown(value: Mapping[str, Any]) -> str:
    """An ExtendedValue as a cell without a format shows it."""
    content = plain(value)
    if isinstance(content, bool):
        return str(content).upper()
    return f"{content:.10g}" if isinstance(content, int | float) else str(content)


# --- formulas, piece by piece


def pieces_outside_texts(formula: str) -> list[str]:
    """What of a formula stands in no quotes."""
    return [part for index, part in enumerate(formula.split('"')) if index % 2 == 0]


def outside_texts(formula: str, change: Callable[[str], str]) -> str:
    """Change a formula, but not its texts."""
    return '"'.join(change(part) if index % 2 == 0 else part for index, part in enumerate(formula.split('"')))


def _commas(part: str) -> str:
    if "{" not in part and "}" not in part:
        return part.replace(";", ",")
    depth, out = 0, ""
    for sign in part:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        out += "," if sign == ";" and not depth else sign
    return out


def _misread(formula: str) -> bool:
    """Whether a comma parts arguments, where a comma is decimal, or an error or a truth has its English name."""
    foreign = r",(?!\d)|(?<!\d),|#(?:NUM!|VALUE!|DIV/0!)|\b(?:TRUE|FALSE)\b(?!\()"
    return any(re.search(foreign, part) for part in pieces_outside_texts(formula))
