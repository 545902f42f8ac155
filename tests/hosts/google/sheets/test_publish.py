"""A template in a shared spreadsheet: published again and again, and what people did there stays."""

import contextlib
import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from requests import PreparedRequest, Response, Session

from sheetkpi import __version__
from sheetkpi.hosts.google.sheets.a1 import id_of
from sheetkpi.hosts.google.sheets.http import RequestFailed
from sheetkpi.hosts.google.sheets.publish import changes
from sheetkpi.hosts.google.sheets.publish.publication import RowsInTheWay
from tests.hosts.google.sheets.sheets_server import SheetsServer
from tests.hosts.google.sheets.small_template import BUDGET, COST, DATA, FIRST, LATER, LEADS, SHARE, Small, Team
from tests.hosts.google.sheets.test_transaction import before_request

pytestmark = pytest.mark.e2e


@pytest.fixture
def team(google: SheetsServer) -> Team:
    """A spreadsheet of the team, with a sheet of their own."""
    return Team(google)


def grid(sheet_id: int, row: int, column: int) -> dict[str, int]:
    return {"sheetId": sheet_id, "startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": column, "endColumnIndex": column + 1}


# --- the first time


def test_everything_of_the_template_is_there(team: Team) -> None:
    published = team.publish()
    assert team.titles == ["Our own", "Start", "Inputs", "Data", "Texts"]
    assert (team.shown(BUDGET), team.shown(SHARE)) == (50_000, 0.3)
    assert team.shown(COST) == "=ROUND(Inputs!B3/Inputs!B4,2)"
    assert team.shown("Data!C5") == '=IF($B5="","",$B5*2)', "a formula that is copied down moves along"
    book = team.google.book(team.id)
    start, inputs, data = (book.titled(title) for title in ("Start", "Inputs", "Data"))
    assert start.properties["tabColorStyle"]["rgbColor"]["blue"] == pytest.approx(0xB2 / 255, abs=1e-3)
    assert inputs.properties["gridProperties"] | {"rowCount": 0, "columnCount": 0} == {
        "rowCount": 0,
        "columnCount": 0,
        "hideGridlines": True,
        "frozenRowCount": 2,
        "frozenColumnCount": 1,
    }
    assert start.cells[2, 1]["note"] == "Cost per lead"
    assert start.cells[2, 1]["userEnteredFormat"]["numberFormat"] == {"type": "NUMBER", "pattern": "#,##0.00"}
    assert [named["name"] for named in book.named] == ["Budget", "Leads", "Share"]
    assert data.filter == {"range": {"sheetId": data.id, "startRowIndex": 1, "endRowIndex": 12, "startColumnIndex": 0, "endColumnIndex": 3}}
    assert [chart["spec"]["title"] for chart in start.over["charts"]] == ["Spend"]
    assert len(start.over["merges"]) == 1
    assert published.is_sent
    assert published.is_first


def test_one_batch_does_it_all(team: Team) -> None:
    team.publish()
    assert len(team.google.writes) == 1


def test_what_is_ours_to_fill_in_is_open_and_the_rest_is_warned_of(team: Team) -> None:
    team.publish()
    inputs = team.google.book(team.id).titled("Inputs")
    (protection,) = inputs.over["protectedRanges"]
    assert protection["warningOnly"]
    assert protection["range"] == {"sheetId": inputs.id}
    below = {"sheetId": inputs.id, "startRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 2}
    assert protection["unprotectedRanges"] == [grid(inputs.id, 2, 1) | {"endRowIndex": 4}, grid(inputs.id, 4, 1), below]


def test_rows_may_be_added_below_the_table_without_a_warning(team: Team) -> None:
    team.publish()
    data = team.google.book(team.id).titled("Data")
    (protection,) = data.over["protectedRanges"]
    first = {place["startColumnIndex"]: place["startRowIndex"] for place in protection["unprotectedRanges"] if "endRowIndex" not in place}
    assert first == {0: 12, 1: 4}, "spend may be typed right below the two rows, although formulas stand further down beside it"


def test_merged_cells_do_not_lie_across_what_is_frozen_because_google_refuses_that(team: Team) -> None:
    team.publish()
    inputs = team.google.book(team.id).titled("Inputs")
    assert inputs.over["merges"] == []
    assert inputs.cells[1, 0]["userEnteredFormat"]["wrapStrategy"] == "OVERFLOW_CELL"


def test_what_may_be_entered_is_checked_by_formulas_that_no_locale_misreads(team: Team) -> None:
    team.publish()
    inputs = team.google.book(team.id).titled("Inputs")
    rule = inputs.cells[4, 1]["dataValidation"]
    assert rule["condition"] == {"type": "NUMBER_BETWEEN", "values": [{"userEnteredValue": "=0"}, {"userEnteredValue": "=(75/100)"}]}
    assert (rule["inputMessage"], rule["strict"]) == ("Share", True)
    choice = inputs.cells[5, 1]["dataValidation"]
    assert choice["condition"] == {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Data!$A$3:$A$4"}]}
    assert not choice["strict"]


def test_rules_reach_other_sheets_through_indirect(team: Team) -> None:
    team.publish()
    rules = team.google.book(team.id).titled("Start").over["conditionalFormats"]
    formulas = [rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for rule in rules]
    assert formulas == ['=INDIRECT("Inputs!$B$3")>(5/10)', "=$B$3<0"]


@pytest.mark.parametrize("locale", ["en_US", "ru_RU"])
def test_formulas_hold_no_comma_and_no_point_that_a_locale_reads_in_its_own_way(google: SheetsServer, locale: str) -> None:
    team = Team(google, locale)
    team.publish()
    sent = json.dumps(google.writes[0].body, ensure_ascii=False)
    assert '"=IF($B$3>(5/10);\\"✓, good\\";\\"\\")"' in sent
    assert team.publish(now=LATER).is_sent is False, f"in {locale} our own formulas look as if people had changed them"


def test_a_text_that_looks_like_a_formula_stays_a_text(team: Team) -> None:
    team.publish(Small(rows=[("=1+1", 10), ("@vk", 20)]))
    cell = team.google.book(team.id).titled("Data").cells[2, 0]["userEnteredValue"]
    assert cell == {"stringValue": "=1+1"}


def test_a_chart_draws_from_a_hidden_sheet_with_headings(team: Team) -> None:
    team.publish()
    book = team.google.book(team.id)
    helper = book.titled("Chart data")
    assert helper.properties["hidden"]
    (chart,) = book.titled("Start").over["charts"]
    basic = chart["spec"]["basicChart"]
    (place,) = basic["series"][0]["series"]["sourceRange"]["sources"]
    assert (basic["headerCount"], place["sheetId"], place["endRowIndex"] - place["startRowIndex"]) == (1, helper.id, 3)
    heading, first = (team.shown(f"'Chart data'!B{place['startRowIndex'] + 1 + row}") for row in (0, 1))
    assert (str(heading)[:7], first) == ("=Texts!", '=IFERROR(IF(Data!$B$3="",,Data!$B$3),)')


# --- the second time


def test_publishing_twice_changes_nothing_and_sends_nothing(team: Team) -> None:
    team.publish()
    before, writes = team.state(), len(team.google.writes)
    again = team.publish(now=LATER)
    assert not again.is_sent
    assert len(team.google.writes) == writes
    assert team.state() == before


def test_everything_is_found_by_ids_that_follow_from_names(google: SheetsServer) -> None:
    one, other = Team(google), Team(google)
    one.publish()
    other.publish()
    assert one.state() == other.state()
    assert one.sheet_id("Inputs") == id_of("channels", "tab", "Inputs")


def test_a_newer_version_is_brought_in_in_place(team: Team) -> None:
    team.publish()
    ids = {title: team.sheet_id(title) for title in team.titles}
    published = team.publish(Small(cost="Inputs!B3/Inputs!B4", has_goals=True, limit="0.25"), LATER)
    assert team.shown(COST) == "=Inputs!B3/Inputs!B4"
    assert team.shown("SMART goals!A1") == "=Inputs!B3*2"
    assert {title: team.sheet_id(title) for title in ids} == ids
    rules = team.google.book(team.id).titled("Start").over["conditionalFormats"]
    assert [rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for rule in rules] == [
        '=INDIRECT("Inputs!$B$3")>(25/100)',
        "=$B$3<0",
    ]
    assert published.changes == []


def test_a_newer_version_leaves_the_same_as_a_first_publication_of_it(google: SheetsServer) -> None:
    """But for the order of sheets and names, and where the texts stand that it has besides."""
    newer = Small(cost="Inputs!B3/Inputs!B4", limit="0.25", budget=60_000)
    updated, fresh = Team(google), Team(google)
    updated.publish()
    updated.publish(newer, LATER)
    fresh.publish(newer)
    assert updated.state() == fresh.state()


def test_inputs_that_nobody_touched_follow_the_template(team: Team) -> None:
    team.publish()
    team.publish(Small(budget=60_000), LATER)
    assert team.shown(BUDGET) == 60_000


def test_a_chart_that_the_template_has_no_longer_goes(team: Team) -> None:
    team.publish()
    team.publish(Small(has_chart=False), LATER)
    assert team.google.book(team.id).titled("Start").over["charts"] == []


def test_a_sheet_that_the_template_has_no_longer_goes_where_nobody_changed_it(team: Team) -> None:
    team.publish(Small(has_goals=True))
    team.publish(Small(), LATER)
    assert "SMART goals" not in team.titles


def test_a_sheet_that_the_template_has_no_longer_stays_where_somebody_wrote_in_it(team: Team) -> None:
    team.publish(Small(has_goals=True))
    team.google.types(team.id, "SMART goals!B7", ["ours"])
    team.publish(Small(), LATER)
    assert team.shown("SMART goals!B7") == "ours"


def test_another_language_is_put_in_the_place_of_the_first(team: Team) -> None:
    team.publish()
    ids = sorted(sheet.id for sheet in team.google.book(team.id).sheets)
    team.google.types(team.id, LEADS, [111])
    team.google.types(team.id, "Our own!A1", ["=Inputs!B3"])
    team.google.person(
        team.id, {"updateSheetProperties": {"properties": {"sheetId": team.sheet_id("Data"), "title": "Mine"}, "fields": "title"}}
    )
    team.publish(now=LATER, language="ru")
    assert sorted(sheet.id for sheet in team.google.book(team.id).sheets) == ids
    assert team.titles == ["Our own", "Старт", "Ввод", "Mine", "Тексты"], "a name that people gave stays"
    assert team.shown("Ввод!B4") == 111, "what people filled in stays"
    assert team.shown("Our own!A1") == "='Ввод'!B3", "people's formulas follow"
    assert team.shown("Старт!B3") == "=ROUND('Ввод'!B3/'Ввод'!B4,2)"
    assert team.google.book(team.id).titled("Старт").over["charts"][0]["spec"]["title"] == "Расход"
    assert not team.publish(now=LATER).is_sent


def test_the_language_that_is_there_stays_where_none_is_asked_for(team: Team) -> None:
    team.publish(language="ru")
    assert not team.publish(now=LATER).is_sent


# --- what people do


def test_an_input_that_somebody_changed_stays_and_is_told(team: Team) -> None:
    team.publish()
    team.google.types(team.id, BUDGET, [77_000])
    (change,) = team.publish(Small(budget=60_000), LATER).changes
    assert team.shown(BUDGET) == 77_000
    assert (change.tab, change.cell, change.ours, change.theirs, change.is_input) == ("Inputs", "B3", 60_000, 77_000, True)


def test_an_input_that_somebody_emptied_stays_empty(team: Team) -> None:
    team.publish()
    team.google.types(team.id, BUDGET, [""])
    team.publish(Small(budget=60_000), LATER)
    assert team.shown(BUDGET) == ""


def test_a_formula_that_somebody_changed_stays_until_force(team: Team) -> None:
    team.publish()
    team.google.types(team.id, COST, [42])
    newer = Small(cost="Inputs!B3/Inputs!B4")
    (change,) = team.publish(newer, LATER).changes
    assert (team.shown(COST), change.is_overwritten, change.is_input) == (42, False, False)
    (change,) = team.publish(newer, LATER, is_forced=True).changes
    assert (team.shown(COST), change.is_overwritten) == ("=Inputs!B3/Inputs!B4", True)
    assert team.publish(newer, LATER).changes == []


def test_what_was_kept_is_told_each_time(team: Team) -> None:
    team.publish()
    team.google.types(team.id, COST, [42])
    assert [len(team.publish(now=LATER).changes) for _ in range(3)] == [1, 1, 1]


def test_a_person_who_types_what_we_would_write_changed_nothing(team: Team) -> None:
    team.publish()
    team.google.types(team.id, BUDGET, [60_000])
    assert team.publish(Small(budget=60_000), LATER).changes == []


def test_people_s_sheets_rows_notes_widths_filters_rules_and_charts_survive(team: Team) -> None:
    team.publish()
    book = team.google.book(team.id)
    start, inputs, own = (book.titled(title).id for title in ("Start", "Inputs", "Our own"))
    chart = {"spec": {"title": "Mine", "basicChart": {"chartType": "LINE", "series": [{}]}}}
    rule = {"ranges": [grid(start, 2, 1)], "booleanRule": {"condition": {"type": "BLANK"}, "format": {}}}
    team.google.person(
        team.id,
        {"addSheet": {"properties": {"title": "Notes of Anna"}}},
        {
            "updateCells": {
                "start": {"sheetId": start, "rowIndex": 2, "columnIndex": 1},
                "rows": [{"values": [{"note": "Mine"}]}],
                "fields": "note",
            }
        },
        {
            "updateDimensionProperties": {
                "range": {"sheetId": inputs, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1},
                "properties": {"pixelSize": 333},
                "fields": "pixelSize",
            }
        },
        {"addChart": {"chart": {**chart, "chartId": 5, "position": {"overlayPosition": {"anchorCell": {"sheetId": start}}}}}},
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"setBasicFilter": {"filter": {"range": grid(inputs, 0, 0)}}},
        {"addNamedRange": {"namedRange": {"name": "mine", "range": grid(own, 0, 0)}}},
    )
    team.google.types(team.id, "Inputs!A20", ["added below"], ["=B3*2"])
    team.google.types(team.id, "Our own!A1", ["=Inputs!B3"])
    team.publish(Small(cost="Inputs!B3/Inputs!B4", limit="0.25"), LATER)
    book = team.google.book(team.id)
    assert "Notes of Anna" in team.titles
    assert book.titled("Start").cells[2, 1]["note"] == "Mine"
    assert book.titled("Inputs").columns[0]["pixelSize"] == 333
    assert sorted(one["spec"]["title"] for one in book.titled("Start").over["charts"]) == ["Mine", "Spend"]
    kinds = [one["booleanRule"]["condition"]["type"] for one in book.titled("Start").over["conditionalFormats"]]
    assert kinds == ["BLANK", "CUSTOM_FORMULA", "CUSTOM_FORMULA"]
    assert book.titled("Inputs").filter == {"range": grid(inputs, 0, 0)}
    assert [team.shown("Inputs!A20"), team.shown("Inputs!A21"), team.shown("Our own!A1")] == ["added below", "=B3*2", "=Inputs!B3"]
    assert "mine" in [named["name"] for named in book.named]


def test_a_sheet_that_people_renamed_is_found_again_and_formulas_follow(team: Team) -> None:
    team.publish()
    inputs = team.sheet_id("Inputs")
    team.google.person(team.id, {"updateSheetProperties": {"properties": {"sheetId": inputs, "title": "Наши вводные"}, "fields": "title"}})
    assert team.shown(COST) == "=ROUND('Наши вводные'!B3/'Наши вводные'!B4,2)"
    same = team.publish(now=LATER)
    assert same.changes == [], "formulas that Google rewrote for the new name are not people's changes"
    team.publish(Small(cost="Inputs!B3/Inputs!B4"), LATER)
    assert team.shown(COST) == "='Наши вводные'!B3/'Наши вводные'!B4"
    rules = team.google.book(team.id).titled("Start").over["conditionalFormats"]
    assert "Наши вводные" in rules[0]["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
    assert "Inputs" not in team.titles


def test_charts_and_names_that_people_deleted_or_moved_stay_so_until_force(team: Team) -> None:
    team.publish()
    book = team.google.book(team.id)
    chart = book.titled("Start").over["charts"][0]["chartId"]
    named = book.named[0]["namedRangeId"]
    team.google.person(team.id, {"deleteEmbeddedObject": {"objectId": chart}}, {"deleteNamedRange": {"namedRangeId": named}})
    team.publish(Small(budget=60_000), LATER)
    book = team.google.book(team.id)
    assert (book.titled("Start").over["charts"], len(book.named)) == ([], 2)
    team.publish(Small(budget=60_000), LATER, is_forced=True)
    book = team.google.book(team.id)
    assert (len(book.titled("Start").over["charts"]), len(book.named)) == (1, 3)


def test_a_sheet_that_people_deleted_comes_back_and_formulas_are_mended(team: Team) -> None:
    team.publish()
    before = team.shown(COST)
    team.google.person(team.id, {"deleteSheet": {"sheetId": team.sheet_id("Inputs")}})
    assert "#REF!" in str(team.shown(COST))
    published = team.publish(now=LATER)
    assert "Start!B3" in published.repaired
    assert (team.shown(COST), team.shown(BUDGET)) == (before, 50_000)
    assert [named["name"] for named in team.google.book(team.id).named] == ["Budget", "Leads", "Share"]


def test_a_sheet_of_people_with_a_name_of_ours_is_left_alone(google: SheetsServer) -> None:
    team = Team(google)
    google.person(team.id, {"addSheet": {"properties": {"title": "inputs"}}})
    google.types(team.id, "inputs!B3", [1])
    published = team.publish()
    assert google.values(team.id, "'inputs'!B3") == [[1]]
    assert team.shown(COST) == "=ROUND('Inputs (Channel comparison)'!B3/'Inputs (Channel comparison)'!B4,2)"
    assert "“Inputs” → “Inputs (Channel comparison)”" in str(published.remarks[0]), "the new name is told"
    assert not team.publish(now=LATER).is_sent


def test_a_name_that_people_have_already_is_theirs(team: Team) -> None:
    team.google.person(team.id, {"addNamedRange": {"namedRange": {"name": "budget", "range": grid(team.sheet_id("Our own"), 0, 0)}}})
    published = team.publish()
    assert [named["name"] for named in team.google.book(team.id).named] == ["budget", "Budget_2", "Leads", "Share"]
    assert "Budget → Budget_2" in str(published.remarks[0])


def test_two_templates_live_in_one_spreadsheet(team: Team) -> None:
    team.publish()
    team.publish(name="forecast")
    assert team.titles[5:] == [f"{title} (Channel comparison)" for title in ("Start", "Inputs", "Data", "Texts")]
    assert not team.publish(now=LATER).is_sent
    assert not team.publish(name="forecast", now=LATER).is_sent


def test_where_people_deleted_our_memory_nothing_of_theirs_is_overwritten(team: Team) -> None:
    team.publish()
    team.google.types(team.id, BUDGET, [77_000])
    team.google.person(team.id, {"deleteSheet": {"sheetId": team.sheet_id("sheetkpi")}})
    changes = team.publish(Small(cost="Inputs!B3/Inputs!B4"), LATER).changes
    assert team.shown(BUDGET) == 77_000
    assert {change.cell for change in changes} == {"B3"}
    assert [change.tab for change in changes] == ["Start", "Inputs"]
    assert not team.publish(Small(cost="Inputs!B3/Inputs!B4"), LATER).is_sent


def insert(sheet_id: int, dimension: str, index: int) -> dict[str, Any]:
    return {"insertDimension": {"range": {"sheetId": sheet_id, "dimension": dimension, "startIndex": index, "endIndex": index + 1}}}


@pytest.mark.parametrize(("dimension", "index"), [("ROWS", 1), ("ROWS", 3), ("COLUMNS", 0), ("COLUMNS", 1)])
def test_a_sheet_among_whose_cells_people_inserted_rows_or_columns_is_left_alone(team: Team, dimension: str, index: int) -> None:
    team.publish()
    team.google.person(team.id, insert(team.sheet_id("Inputs"), dimension, index))
    before = team.google.values(team.id, "Inputs!A1:D9")
    published = team.publish(Small(budget=60_000, cost="Inputs!B3/Inputs!B4"), LATER)
    assert team.google.values(team.id, "Inputs!A1:D9") == before
    assert team.shown(COST) == "=Inputs!B3/Inputs!B4", "the other sheets are brought up to date"
    assert (published.rearranged, "“Inputs”" in str(published.remarks[0])) == (["Inputs"], True)
    assert published.changes == []
    assert "“Inputs”" in str(team.publish(Small(budget=60_000), LATER).remarks[0]), "it is told each time"


def test_rows_of_a_file_never_stand_beside_their_headings(team: Team) -> None:
    team.publish(source="monday.csv")
    team.google.person(team.id, insert(team.sheet_id("Data"), "COLUMNS", 0))
    before = team.state()
    with pytest.raises(RowsInTheWay) as caught:
        team.publish(Small(rows=[("VK", 3)]), LATER, source="tuesday.csv")
    assert (caught.value.source, caught.value.tab, caught.value.cells) == ("tuesday.csv", "Data", [])
    assert team.state() == before


@pytest.mark.parametrize(("dimension", "index"), [("ROWS", 30), ("COLUMNS", 20)])
def test_rows_and_columns_that_people_insert_beside_ours_disturb_nothing(team: Team, dimension: str, index: int) -> None:
    team.publish()
    team.google.person(team.id, insert(team.sheet_id("Inputs"), dimension, index))
    assert team.publish(Small(budget=60_000), LATER).remarks == []
    assert team.shown(BUDGET) == 60_000


# --- rows of a file


def test_rows_of_a_file_replace_those_of_the_last_time(team: Team) -> None:
    team.publish(Small(rows=[("VK", 1), ("SEO", 2), ("Mail", 3)]), source="monday.csv")
    team.publish(Small(rows=[("VK", 4)]), LATER, source="tuesday.csv")
    assert team.google.values(team.id, "Data!A3:B8") == [["VK", 4]]


def test_without_a_file_the_rows_of_the_last_one_stay(team: Team) -> None:
    team.publish(Small(rows=[("VK", 1), ("SEO", 2), ("Mail", 3)]), source="monday.csv")
    team.publish(Small(cost="Inputs!B3/Inputs!B4"), LATER)
    assert team.google.values(team.id, "Data!A3:B8") == [["VK", 1], ["SEO", 2], ["Mail", 3]]
    assert team.shown(COST) == "=Inputs!B3/Inputs!B4"
    assert not team.publish(Small(cost="Inputs!B3/Inputs!B4"), LATER).is_sent


def test_rows_of_a_file_go_in_whole_or_not_at_all(team: Team) -> None:
    team.publish(Small(rows=[("VK", 1), ("SEO", 2)]), source="monday.csv")
    team.google.types(team.id, DATA, ["VK of Anna"])
    before = team.state()
    with pytest.raises(RowsInTheWay) as caught:
        team.publish(Small(rows=[("VK", 3), ("SEO", 4)]), LATER, source="tuesday.csv")
    assert (caught.value.source, caught.value.tab, caught.value.cells) == ("tuesday.csv", "Data", ["A3"])
    assert team.state() == before
    team.publish(Small(rows=[("VK", 3), ("SEO", 4)]), LATER, source="tuesday.csv", is_forced=True)
    assert team.google.values(team.id, "Data!A3:B4") == [["VK", 3], ["SEO", 4]]


def test_a_cell_that_people_changed_in_a_row_that_goes_keeps_the_whole_table_as_it_is(team: Team) -> None:
    team.publish(Small(rows=[("VK", 1), ("SEO", 2)]), source="monday.csv")
    team.google.types(team.id, "Data!B4", [77])
    with pytest.raises(RowsInTheWay) as caught:
        team.publish(Small(rows=[("VK", 3)]), LATER, source="tuesday.csv")
    assert caught.value.cells == ["B4"]
    assert team.google.values(team.id, "Data!A3:B4") == [["VK", 1], ["SEO", 77]]


def test_without_a_file_nothing_is_laid_out_for_the_rows_of_the_sample(team: Team) -> None:
    team.publish(Small(rows=[("VK", 1), ("SEO", 2), ("Mail", 3)]), source="monday.csv")
    assert not team.publish(Small(), LATER).is_sent


def test_rows_that_people_added_below_stay_below(team: Team) -> None:
    team.publish(Small(rows=[("VK", 1)]), source="monday.csv")
    team.google.types(team.id, "Data!A9", ["by hand", 9])
    team.publish(Small(rows=[("VK", 2), ("SEO", 3)]), LATER, source="tuesday.csv")
    assert team.google.values(team.id, "Data!A9:B9") == [["by hand", 9]]


# --- what goes wrong


class Killed(BaseException):
    """The program ends in the middle."""


def kill(monkeypatch: pytest.MonkeyPatch, number: int, *, is_done: bool) -> None:
    """End the program at its request of a number, before or after Google does what it asks."""
    count = 0
    send = Session.send

    def counted(session: Session, prepared: PreparedRequest, **options: Any) -> Response:
        nonlocal count
        if "/v4/" not in (prepared.url or ""):  # google-auth asks for tokens, and in threads of its own for more
            return send(session, prepared, **options)
        count += 1
        if count == number and not is_done:
            raise Killed
        answer = send(session, prepared, **options)
        if count == number:
            raise Killed
        return answer

    monkeypatch.setattr(Session, "send", counted)


@pytest.mark.parametrize("is_done", [False, True], ids=["before it is done", "after it is done"])
@pytest.mark.parametrize("request_", [1, 2, 3, 4])
@pytest.mark.parametrize("is_first", [True, False], ids=["the first time", "the second time"])
def test_a_publication_that_is_killed_at_any_request_is_finished_by_the_next_one(
    google: SheetsServer, monkeypatch: pytest.MonkeyPatch, request_: int, is_done: bool, is_first: bool
) -> None:
    whole, broken = Team(google), Team(google)
    newer = Small(cost="Inputs!B3/Inputs!B4", limit="0.25", budget=60_000)
    for team in (whole, broken):
        if not is_first:
            team.publish()
    whole.publish(newer)
    with monkeypatch.context() as patched:
        kill(patched, request_, is_done=is_done)
        with contextlib.suppress(Killed):
            broken.publish(newer)
    broken.publish(newer, LATER)
    assert broken.state() == whole.state()
    assert not broken.publish(newer, LATER).is_sent


def test_when_the_answer_is_lost_the_batch_is_not_done_twice(team: Team) -> None:
    team.google.reset(2, is_done=True)
    team.publish()
    assert not team.publish(now=LATER).is_sent
    assert team.titles == ["Our own", "Start", "Inputs", "Data", "Texts"]


def test_an_error_of_google_leaves_the_spreadsheet_as_it_was(team: Team) -> None:
    before = team.state()
    with pytest.raises(RequestFailed, match=r"50000 characters") as caught:
        team.publish(Small(cost="1" + "+1" * 30_000))
    assert (caught.value.problem, caught.value.is_applied) == ("rejected", False)
    assert team.state() == before


def test_formulas_that_google_writes_in_its_own_way_are_not_taken_for_people_s(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.hosts.google.sheets.book import Book

    formula = Book.formula
    monkeypatch.setattr(Book, "formula", lambda self, text: formula(self, text).replace("ROUND(", "ROUND.UP("))
    team.publish()
    assert "ROUND.UP" in str(team.shown(COST))
    again = team.publish(now=LATER)
    assert (again.changes, again.is_sent) == ([], False)


def test_the_version_and_the_time_are_remembered(team: Team) -> None:
    record = team.publish().after
    assert (record.version, record.written) == (__version__, FIRST.isoformat(timespec="seconds"))
    assert replace(record, written="") != record


# --- many rows


@pytest.fixture
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than three values of a sheet travel by themselves."""
    monkeypatch.setattr(changes, "CELLS_PER_BATCH", 3)


MANY_ROWS = Small(rows=[("VK", 1), ("SEO", 2), ("=Mail", 3), ("Ads", 4)])


@pytest.mark.usefixtures("few_at_a_time")
def test_many_rows_travel_in_pieces_and_arrive_in_one_step(google: SheetsServer) -> None:
    team = Team(google)
    team.publish(MANY_ROWS, source="big.csv")
    assert len(google.writes) > 3, "the rows did not travel in pieces"
    assert google.values(team.id, "Data!A3:B6") == [["VK", 1], ["SEO", 2], ["=Mail", 3], ["Ads", 4]]
    assert google.book(team.id).titled("Data").cells[4, 0]["userEnteredValue"] == {"stringValue": "=Mail"}
    assert not any("…" in sheet.title for sheet in google.book(team.id).sheets)
    assert not team.publish(MANY_ROWS, LATER, source="big.csv").is_sent


@pytest.mark.usefixtures("few_at_a_time")
@pytest.mark.parametrize("request_", range(1, 10))
def test_nobody_sees_half_of_many_rows_when_the_program_is_killed(
    google: SheetsServer, monkeypatch: pytest.MonkeyPatch, request_: int
) -> None:
    team, whole = Team(google), Team(google)
    for one in (team, whole):
        one.publish(Small(), source="monday.csv")
    whole.publish(MANY_ROWS, source="big.csv")
    old, new = [["VK", 10], ["SEO", 20]], [["VK", 1], ["SEO", 2], ["=Mail", 3], ["Ads", 4]]
    with monkeypatch.context() as patched:
        kill(patched, request_, is_done=True)
        with contextlib.suppress(Killed):
            team.publish(MANY_ROWS, source="big.csv")
    assert google.values(team.id, "Data!A3:B6") in (old, new)
    assert team.titles == ["Our own", "Start", "Inputs", "Data", "Texts"]
    team.publish(MANY_ROWS, LATER, source="big.csv")
    assert team.state() == whole.state()


# --- edits while it publishes

MEANWHILE = {
    "a row inserted above": lambda team: insert_row(team, "Inputs", 0),
    "a row inserted inside": lambda team: insert_row(team, "Start", 2),
    "typed over a formula": lambda team: team.google.types(team.id, "Start!B3", [777]),
    "typed into an input": lambda team: team.google.types(team.id, LEADS, [111]),
    "a sheet renamed": lambda team: team.google.person(
        team.id, {"updateSheetProperties": {"properties": {"sheetId": team.sheet_id("Start"), "title": "Mine"}, "fields": "title"}}
    ),
    "a sheet of the team's own": lambda team: team.google.person(team.id, {"addSheet": {"properties": {"title": "Notes"}}}),
    "another publication": lambda team: team.publish(Small(limit="0.5"), LATER),
}


def insert_row(team: Team, title: str, row: int) -> None:
    place = {"sheetId": team.sheet_id(title), "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    team.google.person(team.id, {"insertDimension": {"range": place}})


def seen(team: Team) -> object:
    """The cells, charts and rules of every visible sheet."""
    sheets = [sheet for sheet in team.google.book(team.id).sheets if not sheet.properties.get("hidden")]
    return {
        sheet.title: (
            {place: value for place, cell in sorted(sheet.cells.items()) if (value := cell.get("userEnteredValue"))},
            len(sheet.over["charts"]),
            len(sheet.over["conditionalFormats"]),
            len(sheet.over["protectedRanges"]),
            sheet.over["merges"],
        )
        for sheet in sheets
    }


@pytest.mark.parametrize("edit", MEANWHILE)
def test_an_edit_between_any_two_requests_comes_before_or_after_the_publication(google: SheetsServer, edit: str) -> None:
    newer = Small(cost="Inputs!B3/Inputs!B4", limit="0.25", budget=60_000)

    def outcome(*steps: Any) -> object:
        google.weather.used.clear()
        team = Team(google)
        team.publish()
        for step in steps:
            step(team)
        return seen(team)

    def publish(team: Team) -> None:
        team.publish(newer, LATER)

    allowed = [outcome(*order) for order in itertools.permutations([MEANWHILE[edit], publish])]
    for gap in range(1, 7):

        def disturbed(team: Team, gap: int = gap) -> None:
            edits = {gap: lambda: MEANWHILE[edit](team)}
            with before_request(edits):
                publish(team)
            if edits:
                MEANWHILE[edit](team)

        assert outcome(disturbed) in allowed, f"{edit} before request {gap}"
