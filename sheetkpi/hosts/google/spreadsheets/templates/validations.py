"""What may be entered, as requests."""

from collections.abc import Iterator, Mapping
from typing import Any

from xlsxwriter.utility import quote_sheetname

from sheetkpi.hosts.google.spreadsheets.memory import Request
from sheetkpi.hosts.google.spreadsheets.templates.tabs import Tab, grid_range
from sheetkpi.translation import Language
from sheetkpi.workbooks.book import At, Validation
from sheetkpi.workbooks.sheets_plan import formula_for_sheets


def validation_requests(tab: Tab, titles: Mapping[str, str], language: Language) -> Iterator[Request]:
    """Every rule of a sheet, with its message."""
    for cells, validation in tab.sheet.validations:
        rule: dict[str, Any] = {"condition": _condition(cells, validation, titles), "strict": validation.is_strict, "showCustomUi": True}
        rule |= {"inputMessage": validation.message.in_language(language)} if validation.message else {}
        place = grid_range(tab.sheet_id, cells.row, cells.column, cells.rows, cells.columns)
        yield {"setDataValidation": {"range": place, "rule": rule}}


def _condition(cells: At, validation: Validation, titles: Mapping[str, str]) -> dict[str, Any]:
    if validation.options:
        options = validation.options
        return _said("ONE_OF_RANGE", f"={quote_sheetname(titles.get(options.sheet, options.sheet))}!{options.fixed}")
    low, high = (_limit(limit, validation) for limit in (validation.low, validation.high))
    if validation.kind == "date":
        return _limited("DATE", low, high) or _said("DATE_IS_VALID")
    if validation.kind == "number" and (low or high):
        return _limited("NUMBER", low, high)
    first = cells.cell().here
    tests = [f"ISNUMBER({first})"]
    tests += [f"{first}=INT({first})"] if validation.kind == "whole" else []
    tests += [f"{first}>={low.lstrip('=')}"] if low else []
    tests += [f"{first}<={high.lstrip('=')}"] if high else []
    return _said("CUSTOM_FORMULA", f"=AND({';'.join(tests)})")


def _limited(kind: str, low: str, high: str) -> dict[str, Any]:
    if low and high:
        return _said(f"{kind}_BETWEEN", low, high)
    if low:
        return _said("NUMBER_GREATER_THAN_EQ" if kind == "NUMBER" else "DATE_ON_OR_AFTER", low)
    return _said("NUMBER_LESS_THAN_EQ" if kind == "NUMBER" else "DATE_ON_OR_BEFORE", high) if high else {}


def _limit(limit: float | None, validation: Validation) -> str:
    """A limit as a formula: a number would be read in the locale of the sheet."""
    if limit is None:
        return ""
    if validation.kind == "date":
        return f"=DATE(1899;12;30)+{int(limit)}"
    sign = "-" if limit < 0 else ""
    return f"={sign}{formula_for_sheets(_digits(abs(limit)))}"


def _digits(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)


def _said(kind: str, *values: str) -> dict[str, Any]:
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]} if values else {"type": kind}
