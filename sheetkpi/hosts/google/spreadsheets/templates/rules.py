"""Looks that depend on values, as requests."""

from collections.abc import Iterator, Mapping
from functools import singledispatch
from typing import Any

from sheetkpi.hosts.google.spreadsheets.memory import Request
from sheetkpi.hosts.google.spreadsheets.templates.fingerprints import canonical
from sheetkpi.hosts.google.spreadsheets.templates.formats import colour_style
from sheetkpi.hosts.google.spreadsheets.templates.records import checksum
from sheetkpi.hosts.google.spreadsheets.templates.tabs import Tab, grid_range
from sheetkpi.workbooks.book import At, Bars, Rule, Scale
from sheetkpi.workbooks.sheets_plan import condition_for_sheets, is_seen
from sheetkpi.workbooks.styles import INK, WHITE

#: A rule as Google describes it.
Described = dict[str, Any]


def described_rules(tab: Tab, titles: Mapping[str, str]) -> Iterator[Described]:
    """The rules of a sheet that Google can show, in their order."""
    for look in tab.sheet.looks:
        if not isinstance(look, Rule) or is_seen(look):
            yield {"ranges": [_grid(tab, look.cells)], **_described(look, titles)}


@singledispatch
def _described(look: object, titles: Mapping[str, str]) -> Described:  # noqa: ARG001
    raise TypeError(look)


@_described.register
def _(look: Rule, titles: Mapping[str, str]) -> Described:
    style = look.style
    changes: dict[str, Any] = {"textFormat": {"foregroundColorStyle": colour_style(style.colour)}} if style.colour != INK else {}
    changes |= {"backgroundColorStyle": colour_style(style.background)} if style.background else {}
    if style.is_bold:
        changes["textFormat"] = changes.get("textFormat", {}) | {"bold": True}
    formula = f"={condition_for_sheets(look.condition, titles)}"
    return {"booleanRule": {"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}, "format": changes}}


@_described.register
def _(look: Scale, titles: Mapping[str, str]) -> Described:  # noqa: ARG001
    low, middle, high = look.colours
    middle_point = {"type": "NUMBER", "value": f"={look.middle.fixed}"} if look.middle else {"type": "PERCENTILE", "value": "50"}
    return {
        "gradientRule": {
            "minpoint": {"type": "MIN", "colorStyle": colour_style(low)},
            "midpoint": {**middle_point, "colorStyle": colour_style(middle)},
            "maxpoint": {"type": "MAX", "colorStyle": colour_style(high)},
        }
    }


@_described.register
def _(look: Bars, titles: Mapping[str, str]) -> Described:  # noqa: ARG001
    """Google has no bars in cells: the larger the number, the deeper the colour."""
    ends = {
        "minpoint": {"type": "MIN", "colorStyle": colour_style(WHITE)},
        "maxpoint": {"type": "MAX", "colorStyle": colour_style(look.colour)},
    }
    return {"gradientRule": ends}


def add_rule(rule: Described, index: int) -> Request:
    """Put a rule at a place in the order of its sheet."""
    return {"addConditionalFormatRule": {"rule": rule, "index": index}}


def delete_rule(tab: Tab, index: int) -> Request:
    """Take a rule away."""
    return {"deleteConditionalFormatRule": {"sheetId": tab.sheet_id, "index": index}}


def rule_mark(rule: Mapping[str, Any]) -> int:
    """By what a rule is known again: its cells and its condition, however Google writes them."""
    places = [[place.get(f"{end}{side}Index", 0) for side in ("Row", "Column") for end in ("start", "end")] for place in rule["ranges"]]
    values = rule.get("booleanRule", {}).get("condition", {}).get("values", [])
    formulas = [canonical(value.get("userEnteredValue", ""), 0, 0, {}) for value in values]
    points = (
        [rule["gradientRule"].get(point, {}).get("type") for point in ("minpoint", "midpoint", "maxpoint")]
        if "gradientRule" in rule
        else []
    )
    return checksum([places, formulas, points])


def _grid(tab: Tab, place: At) -> dict[str, int]:
    return grid_range(tab.sheet_id, place.row, place.column, place.rows, place.columns)
