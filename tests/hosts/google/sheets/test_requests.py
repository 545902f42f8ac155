"""The templates as requests: what Google takes, in few enough bytes, with numbers and formulas that no locale misreads."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from sheetkpi.hosts.google.sheets.publish.current import Current, fingerprint, unprotected_checksum
from sheetkpi.hosts.google.sheets.publish.desired import Template
from sheetkpi.hosts.google.sheets.publish.formats import cell_format, number_format
from sheetkpi.hosts.google.sheets.publish.publication import Publication
from sheetkpi.translation import Language
from sheetkpi.workbooks.book import Edition, Formula
from sheetkpi.workbooks.channels import channels_book
from sheetkpi.workbooks.forecast import forecast_book
from sheetkpi.workbooks.styles import HEADER, INPUT, PERCENT
from tests.hosts.google.sheets.moved_formulas import moved

pytestmark = pytest.mark.e2e

BOOKS = {"forecast": forecast_book, "channels": channels_book}
#: What Google recommends at most, in bytes.
RECOMMENDED = 2_000_000

each_template = pytest.mark.parametrize("name", BOOKS)


@cache
def publication(name: str, language: Language = "ru", edition: Edition = "native") -> Publication:
    """The first publication into an empty spreadsheet."""
    template = Template(name, BOOKS[name](language, edition=edition))
    return Publication(template, Current("Team", {}, {}), None, None, None, is_forced=False)


def strings(value: Any, key: str) -> Iterator[str]:
    """Every text under a key."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == key and isinstance(inner, str):
                yield inner
            else:
                yield from strings(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, key)


def of_kind(name: str, kind: str) -> list[Any]:
    return [request[kind] for request in publication(name).requests if kind in request]


@each_template
@pytest.mark.parametrize("edition", ["native", "functions"])
def test_a_template_travels_in_one_request_of_the_size_that_google_recommends(name: str, edition: Edition) -> None:
    published = publication(name, "ru", edition)
    sent = json.dumps(published.requests) + json.dumps(published.after.as_text())
    assert len(sent) < RECOMMENDED, f"{len(sent):,} bytes"


@each_template
def test_no_formula_holds_what_a_locale_reads_in_its_own_way(name: str) -> None:
    formulas = [*strings(publication(name).requests, "formulaValue")]
    formulas += [text for text in strings(publication(name).requests, "userEnteredValue") if text.startswith("=")]
    assert len(formulas) > 500
    for formula in formulas:
        bare = re.sub(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'', "", formula)
        assert not re.search(r",|\d\.\d|\\|#[A-Z/0]+[!A?]|\b(?:TRUE|FALSE)\b(?!\()", bare), formula


@each_template
def test_every_limit_of_what_may_be_entered_is_a_formula(name: str) -> None:
    for validation in of_kind(name, "setDataValidation"):
        for value in validation["rule"]["condition"].get("values", []):
            assert value["userEnteredValue"].startswith("="), f"{value} would be read in the locale of the spreadsheet"


@each_template
def test_every_rule_reaches_other_sheets_through_indirect(name: str) -> None:
    rules = [text for rule in of_kind(name, "addConditionalFormatRule") for text in strings(rule, "userEnteredValue")]
    assert rules
    assert not [rule for rule in rules if "!" in re.sub(r'"[^"]*"', "", rule)]


@each_template
def test_no_merged_cells_lie_across_the_edge_of_what_is_frozen(name: str) -> None:
    frozen = {}
    for sheet in of_kind(name, "addSheet"):
        grid = sheet["properties"]["gridProperties"]
        frozen[sheet["properties"]["sheetId"]] = (grid["frozenRowCount"], grid["frozenColumnCount"])
    for merge in of_kind(name, "mergeCells"):
        place, (rows, columns) = merge["range"], frozen[merge["range"]["sheetId"]]
        assert not place["startRowIndex"] < rows < place["endRowIndex"], place
        assert not place["startColumnIndex"] < columns < place["endColumnIndex"], place


def test_the_ids_of_both_templates_differ_and_lie_in_google_s_range() -> None:
    ids = []
    for name in BOOKS:
        ids += [sheet["properties"]["sheetId"] for sheet in of_kind(name, "addSheet")]
        ids += [chart["chart"]["chartId"] for chart in of_kind(name, "addChart")]
        ids += [protection["protectedRange"]["protectedRangeId"] for protection in of_kind(name, "addProtectedRange")]
        ids += [int(named["namedRange"]["namedRangeId"]) for named in of_kind(name, "addNamedRange")]
    assert len(ids) == len(set(ids)) > 100
    assert all(0 < one < 2**31 for one in ids)


@each_template
def test_ids_are_the_same_in_every_language(name: str) -> None:
    russian, english = (publication(name, language) for language in ("ru", "en"))
    assert list(russian.template.ids.values()) == list(english.template.ids.values())
    assert sorted(russian.after.names) == sorted(english.after.names)


@each_template
def test_every_chart_of_the_workbook_is_a_chart_of_google(name: str) -> None:
    charts = [chart for sheet in BOOKS[name]("ru").sheets for _, _, chart in sheet.charts]
    specs = [request["chart"]["spec"] for request in of_kind(name, "addChart")]
    assert [spec["title"] for spec in specs] == [chart.title.in_language("ru") for chart in charts]
    kinds = ["BUBBLE" if "bubbleChart" in spec else spec["basicChart"]["chartType"] for spec in specs]
    assert kinds == [chart.kind.upper() for chart in charts]


@each_template
def test_series_and_categories_of_a_chart_are_columns_of_one_height(name: str) -> None:
    for request in of_kind(name, "addChart"):
        basic = request["chart"]["spec"].get("basicChart")
        data = [one["series"] for one in basic["series"]] + [basic["domains"][0]["domain"]] if basic else []
        places = [place for one in data for place in one["sourceRange"]["sources"]]
        assert len({(place["startRowIndex"], place["endRowIndex"]) for place in places}) <= 1, request
        assert all(place["endColumnIndex"] - place["startColumnIndex"] == 1 for place in places)


def test_bubbles_say_what_their_axes_are_although_google_has_no_titles_for_them() -> None:
    (spec,) = [request["chart"]["spec"] for request in of_kind("channels", "addChart") if "bubbleChart" in request["chart"]["spec"]]
    assert spec["subtitle"].startswith("→ ")
    assert "↑ ROMI" in spec["subtitle"]


# --- looks


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [("#,##0.00", "NUMBER"), ("0.0%", "PERCENT"), ("yyyy-mm-dd", "DATE"), ("mm.yyyy", "DATE"), ("@", "TEXT"), (";;;", "NUMBER")],
)
def test_google_is_told_what_kind_of_number_a_format_shows(pattern: str, kind: str) -> None:
    assert number_format(pattern) == {"type": kind, "pattern": pattern}


def test_a_look_is_said_in_google_s_words() -> None:
    look = cell_format(HEADER)
    assert look["textFormat"]["foregroundColorStyle"]["rgbColor"] == {"red": 1, "green": 1, "blue": 1}
    assert (look["horizontalAlignment"], look["wrapStrategy"], look["textFormat"]["bold"]) == ("CENTER", "WRAP", True)
    lined = cell_format(INPUT.as_format(PERCENT))
    assert set(lined["borders"]) == {"top", "bottom", "left", "right"}
    assert lined["numberFormat"] == {"type": "PERCENT", "pattern": "0.0%"}


# --- fingerprints


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("IF(A1>0.5,1,2)", "IF(A1>(5/10);1;2)"),
        ("SUM(Inputs!A1,1)", "SUM('Inputs'!A1, 1)"),
        ("SUM(Inputs!A1,1)", "SUM( 'Renamed'!A1;1 )"),
    ],
)
def test_a_formula_is_known_again_however_google_writes_it(ours: str, theirs: str) -> None:
    keys = {"Inputs": "Inputs", "Renamed": "Inputs"}
    assert fingerprint(Formula(ours), 4, 4, keys) == fingerprint(Formula(theirs), 4, 4, keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Formula("A1+1"), Formula("A1+2")),
        (Formula("A1"), Formula("$A$1")),
        (Formula("A1"), Formula("B1")),
        (Formula('"a, b"'), Formula('"a,b"')),
        (Formula("Inputs!A1"), Formula("Data!A1")),
        (Formula("1"), 1.0),
        ("1", 1.0),
        (True, 1.0),
        ("", 0.0),
    ],
)
def test_what_differs_is_told_apart(one: object, other: object) -> None:
    assert fingerprint(one, 4, 4, {}) != fingerprint(other, 4, 4, {})


@pytest.mark.parametrize("formula", ["A1+$B2*C$3-$D$4", "SUM(A1:B9)", 'Data!E5&"A1"', "LOG10(A1)+data_spend"])
def test_a_formula_that_is_copied_has_the_fingerprint_of_the_first(formula: str) -> None:
    assert fingerprint(Formula(formula), 4, 4, {}) == fingerprint(Formula(moved(formula, 3, 2)), 7, 6, {})


def test_what_is_open_in_a_sheet_is_known_again_in_any_order_and_told_apart_once_rows_moved_it() -> None:
    first = {"sheetId": 7, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    below = {"sheetId": 7, "startRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 4}
    short = {"sheetId": 7, "endRowIndex": 2, "endColumnIndex": 1}
    assert unprotected_checksum([first, below]) == unprotected_checksum([below, short])
    assert unprotected_checksum([first, below]) != unprotected_checksum([first, {**below, "startRowIndex": 6}])
    assert unprotected_checksum([first, below]) != unprotected_checksum([first, {**below, "endRowIndex": 9}])
