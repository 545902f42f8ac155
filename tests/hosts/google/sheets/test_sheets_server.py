"""The server of the tests: does it refuse what Google refuses?"""

from typing import Any

import gspread
import pytest
import requests

from tests.hosts.google.sheets.book import Book
from tests.hosts.google.sheets.sheets_server import SheetsServer

pytestmark = pytest.mark.e2e


def test_gspread_reads_and_writes_values(client: gspread.Client, book: Book) -> None:
    sheet = client.open_by_key(book.id).sheet1
    sheet.update([["Channel", "Spend"], ["VK", 1.5], ["SEO", "=1+1"]], "A1", value_input_option="USER_ENTERED")
    assert sheet.get("A1:B3", value_render_option="FORMULA") == [["Channel", "Spend"], ["VK", 1.5], ["SEO", "=1+1"]]


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"addChrt": {}}, "Unknown name \"addChrt\" at 'requests\\[1\\]': Cannot find field"),
        ({"addSheet": {"properties": {"index": "x"}}}, r"Invalid value at 'requests\[1\].add_sheet.properties.index' \(TYPE_INT32\)"),
        ({"addSheet": {"properties": {"title": "New"}}}, 'A sheet with the name "New" already exists'),
        ({"addSheet": {"properties": {"sheetId": 0}}}, "A sheet with the ID 0 already exists"),
        ({"addNamedRange": {"namedRange": {"name": "A1", "range": {}}}}, "invalid"),
        ({"updateSheetProperties": {"properties": {"title": "x"}}}, "At least one field"),
        ({"updateSheetProperties": {"properties": {"title": "x"}, "fields": "titel"}}, "titel"),
        ({"updateCells": {"start": {"rowIndex": 1000}, "rows": [{"values": [{}]}], "fields": "note"}}, "Attempting to write row: 1000"),
        ({"repeatCell": {"range": {"sheetId": 7}, "fields": "note"}}, "No grid with id: 7"),
        ({"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}}, "No conditional format on sheet"),
    ],
)
def test_a_bad_request_undoes_its_whole_batch(client: gspread.Client, google: SheetsServer, book: Book, request_: Any, words: str) -> None:
    with pytest.raises(gspread.exceptions.APIError, match=words):
        client.http_client.batch_update(book.id, {"requests": [{"addSheet": {"properties": {"title": "New"}}}, request_]})
    assert [sheet.title for sheet in google.book(book.id).sheets] == ["Sheet1"]


def test_a_token_signed_with_another_key_is_refused(google: SheetsServer) -> None:
    from google.auth.exceptions import RefreshError

    from tests.hosts.google.sheets.accounts import as_pem, private_key

    info = google.accounts.service_account(google.address) | {"private_key": as_pem(private_key(1))}
    with pytest.raises(RefreshError, match="Invalid JWT Signature"):
        google.session(info).get("https://sheets.googleapis.com/v4/spreadsheets/x")


def test_a_request_without_a_token_is_refused(google: SheetsServer, book: Book) -> None:
    answer = google.mount(requests.Session()).get(f"https://sheets.googleapis.com/v4/spreadsheets/{book.id}")
    assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_the_sixty_first_read_of_a_minute_is_refused(client: gspread.Client, book: Book) -> None:
    for _ in range(60):
        client.http_client.values_get(book.id, "A1")
    with pytest.raises(gspread.exceptions.APIError, match="Read requests per minute per user"):
        client.http_client.values_get(book.id, "A1")
    client.http_client.values_update(book.id, "A1", {"valueInputOption": "RAW"}, {"values": [[1]]})  # writes are counted by themselves


def test_faults_come_at_the_request_that_they_are_ordered_for(google: SheetsServer, client: gspread.Client, book: Book) -> None:
    write = {"valueInputOption": "RAW"}
    google.fail(503, 2, retry_after="1")
    client.http_client.values_update(book.id, "A1", write, {"values": [[1]]})
    with pytest.raises(gspread.exceptions.APIError, match="unavailable"):
        client.http_client.values_update(book.id, "A1", write, {"values": [[2]]})
    google.reset(1, is_done=True)
    with pytest.raises(requests.ConnectionError):
        client.http_client.values_update(book.id, "A1", write, {"values": [[3]]})
    assert google.values(book.id, "A1") == [[3]]
    google.reset(1)
    with pytest.raises(requests.ConnectionError):
        client.http_client.values_update(book.id, "A1", write, {"values": [[4]]})
    assert google.values(book.id, "A1") == [[3]]


def test_rows_that_a_person_inserts_move_names_and_metadata(google: SheetsServer, client: gspread.Client, book: Book) -> None:
    place = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 1}
    row = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}
    item = {"metadataKey": "k", "visibility": "DOCUMENT", "location": row}
    client.http_client.batch_update(
        book.id,
        {
            "requests": [
                {"addNamedRange": {"namedRange": {"name": "Spend", "range": place}}},
                {"createDeveloperMetadata": {"developerMetadata": item}},
            ]
        },
    )
    google.types(book.id, "A2", [5])
    google.person(book.id, {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}}})
    assert client.http_client.values_get(book.id, "Spend", {"valueRenderOption": "UNFORMATTED_VALUE"})["values"] == [[5]]
    assert google.book(book.id).metadata[0]["location"]["dimensionRange"]["startIndex"] == 3
