"""What ``spreadsheets.batchUpdate`` does: all of its requests, or none."""

import copy
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.hosts.google.sheets.a1 import Area, grid_range
from tests.hosts.google.sheets.book import LONGEST_METADATA, Book, Sheet
from tests.hosts.google.sheets.discovery import Refused, checked_mask, merge
from tests.hosts.google.sheets.moved_formulas import moved, retitled, without

Request = Mapping[str, Any]
Reply = dict[str, Any] | None


def apply(book: Book, requests: list[Request]) -> tuple[Book, list[dict[str, Any]]]:
    """The spreadsheet after all requests, and what is replied to each; the one given stays as it is.

    Raises:
        Refused: One of them cannot be done.
    """
    changed, replies = book.copy(), []
    for index, request in enumerate(requests):
        if len(request) != 1:
            raise Refused(
                f"Invalid requests[{index}]: No request set."
                if not request
                else f"Invalid requests[{index}]: oneof field 'kind' is already set."
            )
        (kind, details), *_ = request.items()
        if kind not in HANDLERS:
            raise Refused(f"This server of the tests does not know {kind}.", 501, "UNIMPLEMENTED")
        try:
            reply = HANDLERS[kind](changed, copy.deepcopy(details))
        except Refused as refused:
            raise Refused(f"Invalid requests[{index}].{kind}: {refused.message}", refused.code, refused.status) from None
        replies.append({kind: reply} if reply else {})
    for count, most in (
        (sum(len(i["metadataKey"]) + len(i.get("metadataValue", "")) for i in items), LONGEST_METADATA)
        for items in _metadata_by_place(changed)
    ):
        if count > most:
            raise Refused("The developer metadata exceeds the storage limit of 30000 characters.")
    changed._values = None
    return changed, replies


def _metadata_by_place(book: Book) -> list[list[dict[str, Any]]]:
    places: dict[str, list[dict[str, Any]]] = {}
    for item in book.metadata:
        location = item["location"]
        inner = location.get("dimensionRange", {}).get("sheetId")
        places.setdefault("all" if location.get("spreadsheet") else f"{location.get('sheetId')}/{inner}", []).append(item)
    return list(places.values())


# --- the spreadsheet and its sheets


def add_sheet(book: Book, details: Request) -> Reply:
    return {"properties": book.add_sheet(details.get("properties", {})).properties}


def delete_sheet(book: Book, details: Request) -> Reply:
    sheet = book.sheet(details.get("sheetId", 0))
    if sum(not other.properties.get("hidden") for other in book.sheets if other is not sheet) == 0:
        raise Refused("You can't remove all the visible sheets in a document.")
    book.sheets.remove(sheet)
    book.renumber()
    book.named = [item for item in book.named if item["range"].get("sheetId", 0) != sheet.id]
    _rewrite(book, lambda formula: without(formula, sheet.title))
    book.metadata = [
        item
        for item in book.metadata
        if sheet.id not in (item["location"].get("sheetId"), item["location"].get("dimensionRange", {}).get("sheetId"))
    ]
    return None


def update_sheet_properties(book: Book, details: Request) -> Reply:
    paths = checked_mask("SheetProperties", details.get("fields"))
    properties = details["properties"]
    sheet = book.sheet(properties.get("sheetId", 0))
    if ["title"] in paths or ["*"] in paths:
        book.check_title(properties.get("title", ""), sheet)
    index = properties.get("index") if ["index"] in paths else None
    old_rows, old_columns = sheet.size
    old_title = sheet.title
    merge(sheet.properties, properties, [path for path in paths if path not in (["index"], ["sheetId"])])
    sheet.properties["sheetId"] = properties.get("sheetId", 0)
    grid = sheet.properties["gridProperties"]
    if grid.get("rowCount", 0) < 1 or grid.get("columnCount", 0) < 1:
        raise Refused("You can't delete all the rows on the sheet.")
    for frozen, count in (("frozenRowCount", "rowCount"), ("frozenColumnCount", "columnCount")):
        if grid.get(frozen, 0) >= grid[count] and grid.get(frozen):
            raise Refused(f"You can't freeze all visible {'rows' if 'Row' in frozen else 'columns'} on the sheet.")
    if sheet.title != old_title:
        _rewrite(book, lambda formula: retitled(formula, old_title, sheet.title))
    if sheet.size[0] < old_rows or sheet.size[1] < old_columns:
        sheet.cells = {place: cell for place, cell in sheet.cells.items() if place[0] < sheet.size[0] and place[1] < sheet.size[1]}
    if sheet.properties.get("hidden") and all(other.properties.get("hidden") for other in book.sheets):
        raise Refused("You can't hide all the sheets in a document.")
    if index is not None:
        book.sheets.remove(sheet)
        book.sheets.insert(index, sheet)
    book.renumber()
    book.check_size()
    return None


def update_spreadsheet_properties(book: Book, details: Request) -> Reply:
    merge(book.properties, details.get("properties", {}), checked_mask("SpreadsheetProperties", details.get("fields")))
    return None


def _rewrite(book: Book, change: Callable[[str], str]) -> None:
    """Change every formula of cells and of what may be entered, as Google does when sheets are renamed or deleted."""
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            if formula := cell.get("userEnteredValue", {}).get("formulaValue"):
                cell["userEnteredValue"] = {"formulaValue": change(formula)}
            rule = cell.get("dataValidation", {})
            if values := rule.get("condition", {}).get("values"):
                changed = [_changed(value, change) for value in values]
                cell["dataValidation"] = {**rule, "condition": {**rule["condition"], "values": changed}}


def _changed(value: Request, change: Callable[[str], str]) -> Request:
    entered = value.get("userEnteredValue", "")
    return {**value, "userEnteredValue": change(entered)} if entered.startswith("=") else value


# --- rows and columns


def _dimension(book: Book, place: Request) -> tuple[Sheet, bool, int, int]:
    """The sheet, whether rows are meant, the first and the end."""
    sheet = book.sheet(place.get("sheetId", 0))
    if place.get("dimension") not in {"ROWS", "COLUMNS"}:
        raise Refused("No dimension was specified.")
    is_rows = place["dimension"] == "ROWS"
    most = sheet.size[0 if is_rows else 1]
    start, end = place.get("startIndex", 0), place.get("endIndex", most)
    if not 0 <= start < end:
        raise Refused(f"endIndex[{end}] must be greater than startIndex[{start}]")
    return sheet, is_rows, start, end


def update_dimension_properties(book: Book, details: Request) -> Reply:
    paths = checked_mask("DimensionProperties", details.get("fields"))
    sheet, is_rows, start, end = _dimension(book, details["range"])
    if end > sheet.size[0 if is_rows else 1]:
        raise Refused(f"range.endIndex[{end}] is beyond the last {'row' if is_rows else 'column'}")
    for index in range(start, end):
        merge((sheet.rows if is_rows else sheet.columns).setdefault(index, {}), details.get("properties", {}), paths)
    return None


def append_dimension(book: Book, details: Request) -> Reply:
    sheet = book.sheet(details.get("sheetId", 0))
    if details.get("length", 0) < 1:
        raise Refused("length must be positive")
    count = "rowCount" if details.get("dimension") == "ROWS" else "columnCount"
    sheet.properties["gridProperties"][count] += details["length"]
    book.check_size()
    return None


def insert_dimension(book: Book, details: Request) -> Reply:
    sheet, is_rows, start, end = _dimension(book, details["range"])
    if start > sheet.size[0 if is_rows else 1]:
        raise Refused(f"startIndex[{start}] is beyond the grid")
    _shift(book, sheet, is_rows, lambda index: index + (end - start if index >= start else 0), start, end - start)
    return None


def delete_dimension(book: Book, details: Request) -> Reply:
    sheet, is_rows, start, end = _dimension(book, details["range"])
    if end > sheet.size[0 if is_rows else 1]:
        raise Refused(f"endIndex[{end}] is beyond the grid")
    if end - start == sheet.size[0 if is_rows else 1]:
        raise Refused(f"You can't delete all the {'rows' if is_rows else 'columns'} on the sheet.")
    _shift(
        book,
        sheet,
        is_rows,
        lambda index: None if start <= index < end else index - (end - start if index >= end else 0),
        start,
        start - end,
    )
    return None


def _shift(book: Book, sheet: Sheet, is_rows: bool, moved: Callable[[int], int | None], start: int, by: int) -> None:
    """Move everything when rows or columns come or go. The references in formulas stay: tests that need them moved do not exist."""
    axis, name = (0, "Row") if is_rows else (1, "Column")
    cells = {}
    for place, cell in sheet.cells.items():
        if (index := moved(place[axis])) is not None:
            cells[(index, place[1]) if is_rows else (place[0], index)] = cell
    sheet.cells = cells
    sizes = sheet.rows if is_rows else sheet.columns
    kept = {index: properties for old, properties in sizes.items() if (index := moved(old)) is not None}
    sizes.clear()
    sizes.update(kept)
    sheet.properties["gridProperties"]["rowCount" if is_rows else "columnCount"] += by
    for area in book.areas():
        if area.get("sheetId", 0) == sheet.id:
            _shift_area(area, name, start, by)
    kept_names = [item for item in book.named if item["range"].get("startRowIndex", 0) != item["range"].get("endRowIndex", -1)]
    book.named = [item for item in kept_names if item["range"].get("startColumnIndex", 0) != item["range"].get("endColumnIndex", -1)]
    metadata = []
    for item in book.metadata:
        place = item["location"].get("dimensionRange")
        if place and place["sheetId"] == sheet.id and (place["dimension"] == "ROWS") == is_rows:
            index = moved(place["startIndex"])
            if index is None:
                continue
            place.update(startIndex=index, endIndex=index + 1)
        metadata.append(item)
    book.metadata = metadata


def _shift_area(area: dict[str, Any], name: str, start: int, by: int) -> None:
    first, last = f"start{name}Index", f"end{name}Index"
    end = start - by  # of what is deleted
    for key in (first, last):
        if key not in area:
            continue
        value = area[key]
        if by > 0:
            area[key] = value + by if (value >= start if key == first else value > start) else value
        else:
            area[key] = start if start <= value < end else value + by if value >= end else value


# --- cells


def update_cells(book: Book, details: Request) -> Reply:
    paths = checked_mask("CellData", details.get("fields"))
    rows = details.get("rows", [])
    if "range" in details:
        area = book.area(details["range"])
        places = [(row, column) for row in range(area.top, area.bottom) for column in range(area.left, area.right)]
        top, left = area.top, area.left
        for index, row in enumerate(rows):
            if top + index >= area.bottom and row.get("values"):
                raise Refused(f"Attempting to write row: {top + index}, beyond the last requested row of: {area.bottom - 1}")
            if left + len(row.get("values", [])) > area.right:
                raise Refused(f"Attempting to write column: {area.right}, beyond the last requested column of: {area.right - 1}")
    elif "start" in details:
        sheet_id, top, left = (details["start"].get(key, 0) for key in ("sheetId", "rowIndex", "columnIndex"))
        area = Area(sheet_id, top, left, *book.sheet(sheet_id).size)
        places = [(top + index, left + inner) for index, row in enumerate(rows) for inner in range(len(row.get("values", [])))]
        for row_index, column_index in places:
            if row_index >= area.bottom:
                raise Refused(f"Attempting to write row: {row_index}, beyond the last requested row of: {area.bottom - 1}")
            if column_index >= area.right:
                raise Refused(f"Attempting to write column: {column_index}, beyond the last requested column of: {area.right - 1}")
    else:
        raise Refused("Must specify either start or range.")
    sheet = book.sheet(area.sheet_id)
    for row_index, column_index in places:
        given = _at(rows, row_index - top, column_index - left)
        _set(book, sheet, row_index, column_index, given, paths)
    return None


def _at(rows: list[Request], row: int, column: int) -> Request:
    values = rows[row].get("values", []) if row < len(rows) else []
    found: Request = values[column] if column < len(values) else {}
    return found


def _set(book: Book, sheet: Sheet, row: int, column: int, given: Request, paths: list[list[str]]) -> None:
    if any(path[0] in {"userEnteredValue", "*"} for path in paths):
        book.enter(sheet, row, column, given.get("userEnteredValue"))
    others = [path for path in paths if path[0] not in {"userEnteredValue", "effectiveValue", "formattedValue", "effectiveFormat"}]
    if not others:
        return
    cell = sheet.cells.setdefault((row, column), {})
    if ["*"] in others:
        kept = {"userEnteredValue": cell["userEnteredValue"]} if "userEnteredValue" in cell else {}
        cell.clear()
        cell.update({name: copy.deepcopy(value) for name, value in given.items() if name != "userEnteredValue"} | kept)
    else:
        merge(cell, given, others)
    for name in [name for name, value in cell.items() if value in ({}, None, "")]:
        del cell[name]
    if not cell:
        del sheet.cells[row, column]


def repeat_cell(book: Book, details: Request) -> Reply:
    paths = checked_mask("CellData", details.get("fields"))
    area = book.area(details["range"])
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            cell = details.get("cell", {})
            if formula := cell.get("userEnteredValue", {}).get("formulaValue"):
                cell = {**cell, "userEnteredValue": {"formulaValue": moved(formula, row - area.top, column - area.left)}}
            _set(book, book.sheet(area.sheet_id), row, column, cell, paths)
    return None


def copy_paste(book: Book, details: Request) -> Reply:
    source, target = book.area(details["source"]), book.area(details["destination"])
    if details.get("pasteType", "PASTE_NORMAL") not in {"PASTE_NORMAL", "PASTE_VALUES"}:
        raise Refused(f"This server of the tests does not know {details['pasteType']}.", 501, "UNIMPLEMENTED")
    paths = [["*"], ["userEnteredValue"]] if details.get("pasteType", "PASTE_NORMAL") == "PASTE_NORMAL" else [["userEnteredValue"]]
    cells = {place: copy.deepcopy(cell) for place, cell in book.sheet(source.sheet_id).cells.items() if place in source}
    for row in range(source.bottom - source.top):
        for column in range(source.right - source.left):
            given = cells.get((source.top + row, source.left + column), {})
            _set(book, book.sheet(target.sheet_id), target.top + row, target.left + column, given, paths)
    return None


def append_cells(book: Book, details: Request) -> Reply:
    paths = checked_mask("CellData", details.get("fields"))
    sheet, rows = book.sheet(details.get("sheetId", 0)), details.get("rows", [])
    first = max((row + 1 for (row, _column), cell in sheet.cells.items() if "userEnteredValue" in cell), default=0)
    grid = sheet.properties["gridProperties"]
    grid["rowCount"] = max(grid["rowCount"], first + len(rows))
    for index, row in enumerate(rows):
        for column, cell in enumerate(row.get("values", [])):
            _set(book, sheet, first + index, column, cell, paths)
    return None


def update_borders(book: Book, details: Request) -> Reply:
    area = book.area(details["range"])
    sheet = book.sheet(area.sheet_id)
    sides = {
        "top": lambda row, _column: row == area.top,
        "bottom": lambda row, _column: row == area.bottom - 1,
        "left": lambda _row, column: column == area.left,
        "right": lambda _row, column: column == area.right - 1,
    }
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            for side, is_there in sides.items():
                inner = details.get("innerHorizontal" if side in {"top", "bottom"} else "innerVertical")
                border = details.get(side) if is_there(row, column) else inner
                if border:
                    cell = sheet.cells.setdefault((row, column), {})
                    look = cell.get("userEnteredFormat", {})
                    cell["userEnteredFormat"] = {**look, "borders": {**look.get("borders", {}), side: border}}
    return None


def set_data_validation(book: Book, details: Request) -> Reply:
    area = book.area(details["range"])
    rule = details.get("rule")
    if rule is not None and not rule.get("condition", {}).get("type"):
        raise Refused("rule.condition.type is required")
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            _set(book, book.sheet(area.sheet_id), row, column, {"dataValidation": rule} if rule else {}, [["dataValidation"]])
    return None


def merge_cells(book: Book, details: Request) -> Reply:
    area = book.area(details["range"])
    merges = book.sheet(area.sheet_id).over["merges"]
    if any(_overlap(area, book.area(other)) for other in merges):
        raise Refused("You must select all cells in a merged range to merge or unmerge them.")
    merges.append(grid_range(area))
    return None


def unmerge_cells(book: Book, details: Request) -> Reply:
    area = book.area(details["range"])
    sheet = book.sheet(area.sheet_id)
    sheet.over["merges"] = [other for other in sheet.over["merges"] if not _overlap(area, book.area(other))]
    return None


def _overlap(one: Area, other: Area) -> bool:
    return one.top < other.bottom and other.top < one.bottom and one.left < other.right and other.left < one.right


def sort_range(book: Book, details: Request) -> Reply:
    area = book.area(details["range"])
    sheet = book.sheet(area.sheet_id)
    rows = [[sheet.cells.pop((row, column), None) for column in range(area.left, area.right)] for row in range(area.top, area.bottom)]
    for spec in reversed(details.get("sortSpecs", [])):
        place = spec.get("dimensionIndex", 0) - area.left

        def rank(row: list[Any], place: int = place) -> tuple[int, Any]:
            (kind, value), *_ = ((row[place] or {}).get("userEnteredValue") or {"": ""}).items()
            return ({"numberValue": 0, "stringValue": 1, "boolValue": 2}.get(kind, 3), value)

        rows.sort(key=rank, reverse=spec.get("sortOrder") == "DESCENDING")
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                sheet.cells[area.top + index, area.left + column] = cell
    return None


# --- names


def add_named_range(book: Book, details: Request) -> Reply:
    named = dict(details["namedRange"])
    named.setdefault("namedRangeId", str(secrets.randbelow(2**31)))
    if any(other["namedRangeId"] == named["namedRangeId"] for other in book.named):
        raise Refused(f"Cannot add named range: the ID {named['namedRangeId']} already exists.")
    _check_name(book, named)
    book.named.append(named)
    return {"namedRange": named}


def update_named_range(book: Book, details: Request) -> Reply:
    paths = checked_mask("NamedRange", details.get("fields"))
    for named in book.named:
        if named["namedRangeId"] == details["namedRange"].get("namedRangeId"):
            merge(named, details["namedRange"], paths)
            _check_name(book, named)
            return None
    raise Refused(f"No named range found with id: {details['namedRange'].get('namedRangeId')}")


def delete_named_range(book: Book, details: Request) -> Reply:
    kept = [named for named in book.named if named["namedRangeId"] != details.get("namedRangeId")]
    if len(kept) == len(book.named):
        raise Refused(f"No named range found with id: {details.get('namedRangeId')}")
    book.named = kept
    return None


def _check_name(book: Book, named: Request) -> None:
    name = named.get("name", "")
    is_address = re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", name)
    if not re.fullmatch(r"[^\W\d]\w{0,249}", name) or is_address or re.match(r"(?i)true|false", name):
        raise Refused(f"The name of the named range is invalid: {name}")
    if any(
        other is not named and other["name"].casefold() == name.casefold() and other["namedRangeId"] != named["namedRangeId"]
        for other in book.named
    ):
        raise Refused(f"A named range with the name {name} already exists.")
    if "sheetId" not in named.get("range", {}) and book.sheets[0].id != 0:
        raise Refused("No grid with id: 0")
    book.area(named["range"])


# --- rules and what lies over cells


def add_conditional_format_rule(book: Book, details: Request) -> Reply:
    rule = details["rule"]
    rules = _rules_of(book, rule)
    rules.insert(details.get("index", len(rules)), rule)
    return None


def _rules_of(book: Book, rule: Request) -> list[dict[str, Any]]:
    sheets = {book.area(place).sheet_id for place in rule.get("ranges", [])}
    if len(sheets) != 1:
        raise Refused("ConditionalFormatRule.ranges: all must be on the same sheet.")
    if ("booleanRule" in rule) == ("gradientRule" in rule):
        raise Refused("ConditionalFormatRule: no rule was set.")
    if "booleanRule" in rule and not rule["booleanRule"].get("condition", {}).get("type"):
        raise Refused("ConditionalFormatRule.booleanRule: a condition is required.")
    return book.sheet(sheets.pop()).over["conditionalFormats"]


def update_conditional_format_rule(book: Book, details: Request) -> Reply:
    rule, index = details.get("rule"), details.get("index", 0)
    rules = _rules_of(book, rule) if rule else book.sheet(details.get("sheetId", 0)).over["conditionalFormats"]
    if not 0 <= index < len(rules):
        raise Refused(f"No conditional format on sheet: {details.get('sheetId', 0)} at index: {index}")
    if rule:
        rules[index] = rule
    else:
        rules.insert(details.get("newIndex", 0), rules.pop(index))
    return {"newRule": rules[index], "newIndex": index}


def delete_conditional_format_rule(book: Book, details: Request) -> Reply:
    rules, index = book.sheet(details.get("sheetId", 0)).over["conditionalFormats"], details.get("index", 0)
    if not 0 <= index < len(rules):
        raise Refused(f"No conditional format on sheet: {details.get('sheetId', 0)} at index: {index}")
    return {"rule": rules.pop(index)}


def _over_cells(kind: str, inner: str, key: str, schema: str, said: str) -> tuple[Callable[[Book, Request], Reply], ...]:  # noqa: C901 - three small functions
    """Adding, changing and deleting what lies over cells and has an id."""

    def objects(book: Book) -> Iterator[tuple[Sheet, dict[str, Any]]]:
        for sheet in book.sheets:
            for found in sheet.over[kind]:
                yield sheet, found

    def add(book: Book, details: Request) -> Reply:
        given = dict(details[inner])
        given.setdefault(key, secrets.randbelow(2**31))
        if any(found[key] == given[key] for _sheet, found in objects(book)):
            raise Refused(f"{said} with id {given[key]} already exists.")
        if "namedRangeId" in given and "range" not in given:
            given["range"] = next(item["range"] for item in book.named if item["namedRangeId"] == given["namedRangeId"])
        area = book.area(given.get("range", {}))
        if kind == "bandedRanges" and any(
            _overlap(area, book.area(found["range"])) for sheet, found in objects(book) if sheet.id == area.sheet_id
        ):
            raise Refused("You cannot add alternating background colors to a range that already has alternating background colors.")
        if given.get("warningOnly") and given.get("editors"):
            raise Refused("warningOnly and editors cannot both be set.")
        book.sheet(area.sheet_id).over[kind].append(given)
        return {inner: given}

    def update(book: Book, details: Request) -> Reply:
        paths = checked_mask(schema, details.get("fields"))
        for _sheet, found in objects(book):
            if found[key] == details[inner].get(key):
                merge(found, details[inner], [path for path in paths if path != [key]])
                found[key] = details[inner][key]
                book.area(found["range"])
                return None
        raise Refused(f"No {said} with id: {details[inner].get(key)}")

    def delete(book: Book, details: Request) -> Reply:
        for sheet, found in objects(book):
            if found[key] == details.get(key):
                sheet.over[kind].remove(found)
                return None
        raise Refused(f"No {said} with id: {details.get(key)}")

    return add, update, delete


# --- charts


def add_chart(book: Book, details: Request) -> Reply:
    chart = dict(details["chart"])
    chart.setdefault("chartId", secrets.randbelow(2**31))
    if any(found["chartId"] == chart["chartId"] for sheet in book.sheets for found in sheet.over["charts"]):
        raise Refused(f"A chart with the ID {chart['chartId']} already exists.")
    _check_chart(book, chart.get("spec", {}))
    position = chart.get("position", {})
    if "overlayPosition" in position:
        anchor = position["overlayPosition"].get("anchorCell", {})
        sheet = book.sheet(anchor.get("sheetId", 0))
        book.area(_one_cell(anchor))
    elif position.get("newSheet") or "sheetId" in position:
        sheet = book.add_sheet({"sheetType": "OBJECT"})
    else:
        raise Refused("chart.position is required")
    sheet.over["charts"].append(chart)
    return {"chart": chart}


def _one_cell(place: Request) -> Request:
    row, column = place.get("rowIndex", 0), place.get("columnIndex", 0)
    return grid_range(Area(place.get("sheetId", 0), row, column, row + 1, column + 1))


def _check_chart(book: Book, spec: Request) -> None:
    kinds = [name for name in spec if name.endswith("Chart")]
    if len(kinds) != 1:
        raise Refused("chart.spec: exactly one kind of chart must be set.")
    basic = spec.get("basicChart")
    if basic is not None and (not basic.get("chartType") or not basic.get("series")):
        raise Refused("chart.spec.basicChart: a type and at least one series are required.")
    for place in _sources(spec):
        book.area(place)


def _sources(value: Any) -> Iterator[Request]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "sources":
                yield from inner
            else:
                yield from _sources(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _sources(inner)


def _chart(book: Book, chart_id: int) -> tuple[Sheet, dict[str, Any]]:
    for sheet in book.sheets:
        for chart in sheet.over["charts"]:
            if chart["chartId"] == chart_id:
                return sheet, chart
    raise Refused(f"No chart with id: {chart_id}")


def update_chart_spec(book: Book, details: Request) -> Reply:
    _check_chart(book, details["spec"])
    _chart(book, details.get("chartId", 0))[1]["spec"] = details["spec"]
    return None


def update_embedded_object_position(book: Book, details: Request) -> Reply:
    _sheet, chart = _chart(book, details.get("objectId", 0))
    merge(chart["position"], details.get("newPosition", {}), checked_mask("EmbeddedObjectPosition", details.get("fields")))
    return {"position": chart["position"]}


def delete_embedded_object(book: Book, details: Request) -> Reply:
    sheet, chart = _chart(book, details.get("objectId", 0))
    sheet.over["charts"].remove(chart)
    return None


# --- metadata


def create_developer_metadata(book: Book, details: Request) -> Reply:
    item = dict(details["developerMetadata"])
    location = item.get("location", {})
    if not item.get("metadataKey"):
        raise Refused("metadataKey is required")
    if item.get("visibility") not in {"DOCUMENT", "PROJECT"}:
        raise Refused("visibility is required")
    places = [name for name in ("spreadsheet", "sheetId", "dimensionRange") if name in location]
    if len(places) != 1:
        raise Refused("location: exactly one place must be set.")
    if "sheetId" in location:
        book.sheet(location["sheetId"])
    if place := location.get("dimensionRange"):
        place.setdefault("sheetId", 0)
        _sheet, _is_rows, start, end = _dimension(book, place)
        if end - start != 1:
            raise Refused("Developer metadata can only be created on a single row or column.")
        place.setdefault("startIndex", 0)
    kinds = {"spreadsheet": "SPREADSHEET", "sheetId": "SHEET"}
    location["locationType"] = kinds.get(places[0]) or ("ROW" if location["dimensionRange"]["dimension"] == "ROWS" else "COLUMN")
    item.setdefault("metadataId", secrets.randbelow(2**31 - 1) + 1)
    if any(other["metadataId"] == item["metadataId"] for other in book.metadata):
        raise Refused(f"Metadata with id {item['metadataId']} already exists.")
    book.metadata.append({**item, "location": location})
    return {"developerMetadata": book.metadata[-1]}


def _matching(book: Book, filters: list[Request]) -> list[dict[str, Any]]:
    return [item for item in book.metadata if any(matches(item, wish) for wish in filters)]


def matches(item: Request, wish: Request) -> bool:
    """Whether a DataFilter means this metadata."""
    lookup = wish.get("developerMetadataLookup", {})
    if not lookup:
        return False
    is_there = all(
        item.get(name) == lookup[name] for name in ("metadataId", "metadataKey", "metadataValue", "visibility") if name in lookup
    )
    location = lookup.get("metadataLocation", {})
    return is_there and all(item["location"].get(name) == value for name, value in location.items() if name != "locationType")


def update_developer_metadata(book: Book, details: Request) -> Reply:
    paths = checked_mask("DeveloperMetadata", details.get("fields"))
    found = _matching(book, details.get("dataFilters", []))
    if not found:
        raise Refused("No matching developer metadata was found.")
    for item in found:
        merge(item, details["developerMetadata"], paths)
    return {"developerMetadata": found}


def delete_developer_metadata(book: Book, details: Request) -> Reply:
    found = _matching(book, [details.get("dataFilter", {})])
    book.metadata = [item for item in book.metadata if item not in found]
    return {"deletedDeveloperMetadata": found}


def set_basic_filter(book: Book, details: Request) -> Reply:
    book.sheet(book.area(details["filter"]["range"]).sheet_id).filter = details["filter"]
    return None


def clear_basic_filter(book: Book, details: Request) -> Reply:
    book.sheet(details.get("sheetId", 0)).filter = None
    return None


def auto_resize_dimensions(book: Book, details: Request) -> Reply:
    _dimension(book, details.get("dimensions", {}))
    return None


_protect, _reprotect, _unprotect = _over_cells("protectedRanges", "protectedRange", "protectedRangeId", "ProtectedRange", "protected range")
_band, _reband, _unband = _over_cells("bandedRanges", "bandedRange", "bandedRangeId", "BandedRange", "banded range")

HANDLERS: Mapping[str, Callable[[Book, Any], Reply]] = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
    "updateDimensionProperties": update_dimension_properties,
    "appendDimension": append_dimension,
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "autoResizeDimensions": auto_resize_dimensions,
    "updateCells": update_cells,
    "appendCells": append_cells,
    "repeatCell": repeat_cell,
    "copyPaste": copy_paste,
    "updateBorders": update_borders,
    "setDataValidation": set_data_validation,
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
    "sortRange": sort_range,
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
    "addConditionalFormatRule": add_conditional_format_rule,
    "updateConditionalFormatRule": update_conditional_format_rule,
    "deleteConditionalFormatRule": delete_conditional_format_rule,
    "addProtectedRange": _protect,
    "updateProtectedRange": _reprotect,
    "deleteProtectedRange": _unprotect,
    "addBanding": _band,
    "updateBanding": _reband,
    "deleteBanding": _unband,
    "addChart": add_chart,
    "updateChartSpec": update_chart_spec,
    "updateEmbeddedObjectPosition": update_embedded_object_position,
    "deleteEmbeddedObject": delete_embedded_object,
    "createDeveloperMetadata": create_developer_metadata,
    "updateDeveloperMetadata": update_developer_metadata,
    "deleteDeveloperMetadata": delete_developer_metadata,
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
}
