"""The way to a shared spreadsheet: addresses, credentials, refusals in words, repetitions with bounds."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from gspread.exceptions import APIError

from sheetkpi.cli import main
from sheetkpi.hosts.google.sheets.client import Connection, CredentialsError, InvalidAddress, open_spreadsheet, spreadsheet_id
from sheetkpi.hosts.google.sheets.http import MAX_ATTEMPTS, MAX_SECONDS, Account, RequestFailed, translated_failures
from sheetkpi.hosts.google.sheets.state import STATE_TAB_ID, State
from tests.hosts.google.sheets.accounts import as_pem, private_key
from tests.hosts.google.sheets.book import Book
from tests.hosts.google.sheets.faults import Clock
from tests.hosts.google.sheets.sheets_server import SheetsServer

pytestmark = pytest.mark.e2e

Run = Callable[..., tuple[int, str, str]]

ID = "1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms"


# --- addresses


@pytest.mark.parametrize(
    "address",
    [
        ID,
        f" {ID} ",
        f"https://docs.google.com/spreadsheets/d/{ID}/edit?gid=0#gid=0",
        f"docs.google.com/spreadsheets/d/{ID}",
        f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit",
        f"https://drive.google.com/file/d/{ID}/view",
        f"https://drive.google.com/open?id={ID}",
    ],
)
def test_an_address_as_people_copy_it_is_understood(address: str) -> None:
    assert spreadsheet_id(address) == ID


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("Team", "no_id"),
        ("https://example.com/x", "other_site"),
        (f"https://docs.google.com/document/d/{ID}/edit", "other_file"),
        ("https://docs.google.com/spreadsheets/d/e/2PACX-1vQ0000000000000000000000/pubhtml", "published"),
        ("https://drive.google.com/drive/folders/1BxiMVs0XRA5nFMdKvBdBZjgmUU", "folder"),
        ("https://docs.google.com/spreadsheets/", "no_id_in_address"),
    ],
)
def test_a_wrong_address_says_what_it_is(address: str, problem: str) -> None:
    with pytest.raises(InvalidAddress) as caught:
        spreadsheet_id(address)
    assert caught.value.problem == problem
    assert f"“{address}”" in str(caught.value)


# --- credentials


@pytest.fixture
def pull(google: SheetsServer, on_the_way: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:  # noqa: ARG001
    """``sheetkpi sheets pull``: the exit code and the complaint."""

    def run(book: Book, *options: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main(["sheets", "pull", "--spreadsheet", book.id, "--range", "Sheet1", "--lang", "en", *options])
        return code, capsys.readouterr().err

    return run


def problems(errors: list[Exception]) -> list[str]:
    """The names of the problems that ended commands."""
    assert all(isinstance(error, RequestFailed | CredentialsError) for error in errors), errors
    return [getattr(error, "problem", "") for error in errors]


def test_a_service_account_signs_its_requests(pull: Any, google: SheetsServer, book: Book, key_file: Path) -> None:
    google.types(book.id, "A1", [1])
    assert pull(book, "--credentials", str(key_file)) == (0, "")
    assert google.accounts.given == 1, "one token serves all requests"


@pytest.mark.parametrize("variable", ["SHEETKPI_GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"])
@pytest.mark.parametrize("as_text", [False, True])
def test_the_environment_may_name_the_credentials(
    pull: Any, google: SheetsServer, book: Book, key_file: Path, monkeypatch: pytest.MonkeyPatch, variable: str, as_text: bool
) -> None:
    google.types(book.id, "A1", [1])
    monkeypatch.setenv(variable, key_file.read_text("utf-8") if as_text else str(key_file))
    assert pull(book) == (0, "")


def test_the_saved_sign_in_of_a_person_is_used_and_renewed(
    pull: Any, google: SheetsServer, book: Book, tmp_path: Path, errors: list[Exception]
) -> None:
    google.types(book.id, "A1", [1])
    google.shared[book.id] = {"anna@example.com": "writer"}
    file = tmp_path / "anna.json"
    file.write_text(json.dumps(google.accounts.person(google.address)), "utf-8")
    assert pull(book, "--credentials", str(file)) == (0, "")
    google.accounts.persons.clear()
    code, complaint = pull(book, "--credentials", str(file))
    assert (code, problems(errors), str(file) in complaint) == (1, ["expired_sign_in"], True)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["push", "--range", "Data", "--data", "no.csv"], "no.csv"),
        (["push", "--range", "Data", "--data", "table.csv", "--key", "Chanel"], "Chanel"),
        (["push", "--range", "Data", "--data", "table.csv", "--spreadsheet", "https://example.com"], "example.com"),
        (["publish", "channels", "--data", "no.csv"], "no.csv"),
        (["pull", "--range", "Data", "-o", "data.pdf"], "data.pdf"),
        (["refresh", "--function", "ROMMI", "--inputs", "A;B", "--output", "C"], "ROMMI"),
        (["refresh", "--function", "ROMI", "--inputs", "A", "--output", "C"], "ROMI"),
        (["status", "--spreadsheet", "https://example.com"], "example.com"),
    ],
)
def test_nobody_signs_in_for_a_command_that_cannot_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("SHEETKPI_GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.delenv(variable, raising=False)
    Path("table.csv").write_text("Date,Channel\n2026-01-31,VK\n", "utf-8")
    code = main(["sheets", arguments[0], "--spreadsheet", "1" * 44, *arguments[1:], "--lang", "en"])
    complaint = capsys.readouterr().err
    assert (code, named in complaint, "--credentials" in complaint) == (1, True, False)


def test_a_person_signs_in_once_in_the_browser(
    pull: Any, google: SheetsServer, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import google_auth_oauthlib.flow
    from google.oauth2.credentials import Credentials
    from gspread import auth

    google.types(book.id, "A1", [1])
    asked = []

    def browser(_flow: Any, **_options: Any) -> Credentials:
        asked.append(1)
        return Credentials.from_authorized_user_info(google.accounts.person(google.address))

    monkeypatch.setattr(auth, "get_config_dir", lambda: tmp_path / "settings")
    monkeypatch.setattr("webbrowser.get", lambda: None)
    monkeypatch.setattr(google_auth_oauthlib.flow.InstalledAppFlow, "run_local_server", browser)
    client = tmp_path / "client.json"
    urls = {"auth_uri": "https://accounts.google.com/o/oauth2/auth", "token_uri": f"{google.address}/token"}
    client.write_text(json.dumps({"installed": {"client_id": "7.apps.googleusercontent.com", "client_secret": "s", **urls}}), "utf-8")
    code, told = pull(book, "--credentials", str(client))
    assert (code, told.count("\n"), " 5 " in told) == (0, 1, True), "it says how long it waits"
    assert pull(book, "--credentials", str(client)) == (0, "")
    assert len(asked) == 1
    (saved,) = (tmp_path / "settings").iterdir()
    assert saved.stat().st_mode & 0o077 == 0, "only its owner may read the sign-in"


def test_without_a_browser_the_sign_in_says_where_to_do_it(
    pull: Any, book: Book, tmp_path: Path, errors: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    import webbrowser

    from gspread import auth

    def none() -> None:
        raise webbrowser.Error

    monkeypatch.setattr(auth, "get_config_dir", lambda: tmp_path / "settings")
    monkeypatch.setattr("webbrowser.get", none)
    client = tmp_path / "client.json"
    client.write_text(json.dumps({"installed": {"client_id": "7"}}), "utf-8")
    code, complaint = pull(book, "--credentials", str(client))
    assert (code, problems(errors)) == (1, ["no_browser"])
    assert str(tmp_path / "settings" / "sheetkpi-7.json") in complaint


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "no_file"),
        ("not json", "not_json"),
        ("{}", "unknown_kind"),
        ('{"web": {}}', "web_client"),
        ('{"type": "service_account", "client_email": "a@b", "token_uri": "x", "private_key": "nonsense"}', "damaged"),
        ('{"type": "service_account"}', "damaged"),
        ('{"type": "authorized_user"}', "damaged"),
    ],
)
def test_credentials_that_cannot_be_used_say_why(
    pull: Any, book: Book, tmp_path: Path, errors: list[Exception], content: str | None, problem: str
) -> None:
    file = tmp_path / "key.json"
    if content is not None:
        file.write_text(content, "utf-8")
    code, complaint = pull(book, "--credentials", str(file))
    assert (code, problems(errors), str(file) in complaint) == (1, [problem], True)


def test_without_credentials_it_says_how_to_get_them(
    pull: Any, book: Book, errors: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("SHEETKPI_GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.delenv(variable, raising=False)
    code, complaint = pull(book)
    assert (code, problems(errors)) == (1, ["missing"])
    assert all(fact in complaint for fact in ("--credentials", "SHEETKPI_GOOGLE_CREDENTIALS", "console.cloud.google.com"))


def test_a_key_that_google_does_not_know_is_told(
    pull: Any, google: SheetsServer, book: Book, key_file: Path, errors: list[Exception]
) -> None:
    key_file.write_text(key_file.read_text("utf-8").replace(json.dumps(as_pem(private_key())), json.dumps(as_pem(private_key(1)))), "utf-8")
    assert str(key_file) in pull(book, "--credentials", str(key_file))[1]
    google.accounts.services.clear()
    assert str(key_file) in pull(book, "--credentials", str(key_file))[1]
    assert problems(errors) == ["unknown_key", "unknown_key"]


def test_a_token_that_expires_in_the_middle_is_renewed(
    pull: Any, google: SheetsServer, book: Book, key_file: Path, errors: list[Exception]
) -> None:
    google.types(book.id, "A1", [1])
    google.accounts.lifetime = 0  # Google does not accept it, whatever it said
    code, complaint = pull(book, "--credentials", str(key_file))
    assert (code, problems(errors), str(key_file) in complaint) == (1, ["credentials"], True)
    assert google.accounts.given > 1


# --- refusals


def test_what_is_not_shared_says_with_whom_to_share_it(
    pull: Any, google: SheetsServer, book: Book, key_file: Path, sheets: Run, tmp_path: Path, errors: list[Exception]
) -> None:
    google.shared[book.id] = {}
    code, complaint = pull(book, "--credentials", str(key_file))
    assert (code, complaint.count("\n")) == (1, 1)
    assert "reports@team.iam.gserviceaccount.com" in complaint
    google.shared[book.id] = {"reports@team.iam.gserviceaccount.com": "reader"}
    data = tmp_path / "data.csv"
    data.write_text("a,b\n1,2\n", "utf-8")
    _, _, complaint = sheets("push", "--spreadsheet", book.id, "--range", "Sheet1!A1", "--data", data)
    assert "“Editor”" in complaint
    assert problems(errors) == ["not_shared", "not_shared"]
    assert [getattr(error, "is_applied", None) for error in errors] == [False, False]


def test_a_spreadsheet_that_is_gone_is_told(pull: Any, google: SheetsServer, book: Book, key_file: Path, errors: list[Exception]) -> None:
    del google.books[book.id]
    assert pull(book, "--credentials", str(key_file))[0] == 1
    assert problems(errors) == ["not_found"]


def test_an_api_that_is_switched_off_says_where_to_switch_it_on(
    pull: Any, google: SheetsServer, book: Book, key_file: Path, errors: list[Exception]
) -> None:
    google.is_enabled = False
    complaint = pull(book, "--credentials", str(key_file))[1]
    assert problems(errors) == ["api_disabled"]
    assert re.search(rf"{re.escape(str(key_file))}\b.* https://console\.developers\.google\.com/\S+ ", complaint)


def test_an_excel_file_in_drive_says_how_to_convert_it(
    pull: Any, google: SheetsServer, book: Book, key_file: Path, errors: list[Exception]
) -> None:
    google.office_files.add(book.id)
    assert pull(book, "--credentials", str(key_file))[0] == 1
    assert problems(errors) == ["office_file"]


def test_that_a_service_account_owns_no_files_is_said_with_its_address(connection: Connection, google: SheetsServer) -> None:
    answer = google.session().post("https://www.googleapis.com/drive/v3/files", json={"name": "x"})
    assert answer.status_code == 403
    with pytest.raises(RequestFailed) as caught, translated_failures(connection.account):
        raise APIError(answer)
    assert caught.value.problem == "no_storage"
    assert "reports@team.iam.gserviceaccount.com" in str(caught.value)


# --- repetitions


@pytest.fixture
def said() -> list[str]:
    """What a person was told meanwhile."""
    return []


@pytest.fixture
def connection(book: Book, key_file: Path, said: list[str], on_the_way: None) -> Connection:  # noqa: ARG001
    """An open spreadsheet."""
    return open_spreadsheet(book.id, str(key_file), lambda note: said.append(note.in_language("en")))


def remember(connection: Connection, text: str) -> None:
    """A batch that makes the tab of the memory, or writes there."""
    answer = connection.get(
        "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),data(rowData(values(userEnteredValue))))"
    )
    connection.write(list(State.read(answer).requests({"note": text})))


def remembered(google: SheetsServer, book: Book) -> str | None:
    cells = google.book(book.id).titled("sheetkpi").cells
    return cells[1, 1]["userEnteredValue"]["stringValue"] if (1, 1) in cells else None


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_pauses_double_and_are_told(connection: Connection, google: SheetsServer, clock: Clock, said: list[str], status: int) -> None:
    google.weather.tells_when = False
    google.fail(status, 1, 2, 3)
    assert connection.get("spreadsheetId")["spreadsheetId"]
    assert [int(pause) for pause in clock.slept] == [1, 2, 4]
    assert len(said) == 1
    assert re.search(r"\b[45] s", said[0])


@pytest.mark.parametrize("asked", ["20", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_google_says_when_to_come_again(connection: Connection, google: SheetsServer, clock: Clock, asked: str) -> None:
    google.fail(429, 1, retry_after=asked)
    if asked.isdigit():
        connection.get("spreadsheetId")
        assert 20 <= clock.slept[0] < 21
    else:
        with pytest.raises(RequestFailed) as caught:
            connection.get("spreadsheetId")
        assert caught.value.problem == "quota"
        assert clock.slept == [], "nobody waits for years"


def test_it_gives_up_after_minutes_and_says_so(connection: Connection, google: SheetsServer, clock: Clock) -> None:
    google.fail(503)
    with pytest.raises(RequestFailed, match=r"\b503\b") as caught:
        connection.get("spreadsheetId")
    assert caught.value.problem == "outage"
    assert len(google.calls) == MAX_ATTEMPTS
    assert sum(clock.slept) <= MAX_SECONDS


def test_what_will_not_pass_is_not_repeated(connection: Connection, google: SheetsServer) -> None:
    with pytest.raises(RequestFailed) as caught:
        connection.get("nonsense")
    assert caught.value.problem == "rejected"
    assert len(google.calls) == 1


def test_the_quota_of_a_minute_is_waited_for(connection: Connection, google: SheetsServer, clock: Clock, said: list[str]) -> None:
    for _ in range(65):
        connection.get("spreadsheetId")
    assert clock.now >= 60
    assert re.search(r"\d+ s", said[0])
    assert len([call for call in google.calls if call.status == 200]) == 65


def test_where_there_is_no_network_it_is_said_soon(connection: Connection, clock: Clock) -> None:
    session: Any = connection._client.session
    session.mount("https://sheets.googleapis.com/", _Nowhere())
    with pytest.raises(RequestFailed) as caught:
        connection.get("spreadsheetId")
    assert caught.value.problem == "no_network"
    assert len(clock.slept) == 2


class _Nowhere(requests.adapters.HTTPAdapter):
    """A port where nobody listens."""

    def send(self, prepared: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:  # type: ignore[override]
        prepared.url = "http://127.0.0.1:9/"
        return super().send(prepared, *args, **options)


def test_a_slow_answer_is_not_waited_for_for_ever(connection: Connection, google: SheetsServer, clock: Clock) -> None:
    connection._client.set_timeout((10, 1))
    google.slow(1)
    assert connection.get("spreadsheetId")["spreadsheetId"]
    assert len(clock.slept) == 1


# --- batches


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("fault", ["reset before", "reset after", "503 before", "503 after", "429", "slow"])
def test_a_batch_is_done_exactly_once(connection: Connection, google: SheetsServer, book: Book, fault: str, is_first: bool) -> None:
    if not is_first:
        remember(connection, "before")
    number = 2  # the first request reads
    if fault.startswith("reset"):
        google.reset(number, is_done=fault.endswith("after"))
    elif fault == "slow":
        connection._client.set_timeout((10, 1))
        google.slow(number)
    else:
        google.fail(int(fault[:3]), number, is_done=fault.endswith("after"))
    remember(connection, "now")
    assert remembered(google, book) == "now"
    assert [sheet.id for sheet in google.book(book.id).sheets].count(STATE_TAB_ID) == 1
    if fault in {"reset after", "503 after", "slow"}:
        assert len([call for call in google.calls if call.path.endswith(":batchUpdate")]) == (1 if is_first else 2), "it is not sent again"


def test_a_batch_with_a_mistake_leaves_everything_as_it_was(connection: Connection, google: SheetsServer, book: Book) -> None:
    requests_ = [*State().requests({"note": "x"}), {"deleteSheet": {"sheetId": 7}}]
    with pytest.raises(RequestFailed, match=r"No grid with id: 7\b") as caught:  # Google's own words
        connection.write(requests_)
    assert (caught.value.problem, caught.value.is_applied) == ("rejected", False)
    assert [sheet.title for sheet in google.book(book.id).sheets] == ["Sheet1"]


# --- memory


def test_long_texts_are_remembered_whole(connection: Connection) -> None:
    long = "абв" * 400_000
    for text in ("short", long, "shorter"):
        remember(connection, text)
        answer = connection.get(
            "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),data(rowData(values(userEnteredValue))))"
        )
        assert State.read(answer).texts == {"note": text}


def test_the_tab_of_the_memory_is_found_by_its_id(connection: Connection, google: SheetsServer, book: Book) -> None:
    google.person(book.id, {"addSheet": {"properties": {"title": "sheetkpi"}}})
    answer = connection.get("sheets(properties(sheetId,title))")
    memory = State.read(answer, [sheet["properties"]["title"] for sheet in answer["sheets"]])
    connection.write(list(memory.requests({"note": "x"})))
    assert [sheet.title for sheet in google.book(book.id).sheets] == ["Sheet1", "sheetkpi", "sheetkpi 2"]


def test_an_account_without_an_address_is_a_person() -> None:
    answer = requests.Response()
    answer.status_code = 403
    answer._content = b'{"error": {"code": 403, "message": "The caller does not have permission", "status": "PERMISSION_DENIED"}}'
    with pytest.raises(RequestFailed) as caught, translated_failures(Account("", "client.json")):
        raise APIError(answer)
    assert caught.value.problem == "not_shared"
    assert "@" not in str(caught.value)
