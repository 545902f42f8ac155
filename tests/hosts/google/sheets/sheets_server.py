"""A server that behaves as Google Sheets does, on a real port: it checks every request with Google's own description.

``SheetsServer`` starts it, ``client`` gives a gspread client that reaches it: gspread is as it is, only the addresses
of Google lead to the loopback port.
"""

import json
import logging
import secrets
import socket
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import gspread
import requests
from flask import Flask, Response, request
from google.auth.transport.requests import AuthorizedSession
from google.oauth2 import credentials as oauth2
from google.oauth2 import service_account
from requests.adapters import HTTPAdapter
from werkzeug.exceptions import HTTPException
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.hosts.google.sheets import cell_values
from tests.hosts.google.sheets.a1 import Area
from tests.hosts.google.sheets.accounts import SCOPE, Accounts
from tests.hosts.google.sheets.batch import apply, matches
from tests.hosts.google.sheets.book import Book, Evaluate
from tests.hosts.google.sheets.discovery import Refused, checked_body, checked_mask, checked_parameters, fields_of, methods, only
from tests.hosts.google.sheets.faults import OUTAGES, Clock, Fault, OverQuota, Weather

#: Google refuses larger ones.
LARGEST = 10 * 1024 * 1024
#: For whom service accounts sign, wherever they ask.
AUDIENCE = "https://oauth2.googleapis.com/token"
HOSTS = ("sheets", "www", "oauth2", "drive", "iamcredentials")


@dataclass(frozen=True)
class Call:
    """A request as it came in.

    Args:
        method: GET or POST.
        path: Where to.
        size: How many bytes its body has.
        body: The body.
        status: What was answered; 0 where the connection broke.
    """

    method: str
    path: str
    size: int
    body: Any
    status: int

    @property
    def is_write(self) -> bool:
        """Whether it changes the spreadsheet."""
        is_question = self.path.endswith(("etByDataFilter", "developerMetadata:search"))
        return self.method != "GET" and not is_question


class SheetsServer:
    """The server.

    Args:
        clock: The time for quotas, where tests must not wait.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.books: dict[str, Book] = {}
        self.shared: dict[str, dict[str, str]] = {}
        self.office_files: set[str] = set()
        self.accounts = Accounts()
        self.weather = Weather(clock)
        self.calls: list[Call] = []
        self.is_enabled = True
        self._lock = threading.Lock()
        self._server = make_server("127.0.0.1", 0, _app(self), threaded=True, request_handler=_Silent)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> "SheetsServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    # --- what is there

    def create(
        self,
        title: str = "Team",
        tabs: Sequence[str] = ("Sheet1",),
        locale: str = "en_US",
        shared_with: Mapping[str, str] | None = None,
        evaluate: Evaluate | None = None,
    ) -> Book:
        """A new spreadsheet that a person made and shared with our accounts.

        Args:
            title: Its name.
            tabs: Its sheets.
            locale: Its country.
            shared_with: Who is ``writer`` or ``reader``; left out, everybody may write.
            evaluate: Calculates its formulas.
        """
        book = Book(title, locale, evaluate=evaluate)
        for tab in tabs:
            book.add_sheet({"title": tab})
        self.books[book.id] = book
        self.shared[book.id] = dict(shared_with) if shared_with is not None else {"*": "writer"}
        return book

    def twin(self, book_id: str) -> Book:
        """Another spreadsheet in the same state, shared with the same accounts."""
        book = self.books[book_id].copy()
        book.id = secrets.token_urlsafe(33)
        self.books[book.id], self.shared[book.id] = book, self.shared[book_id]
        return book

    def book(self, book_id: str) -> Book:
        """The spreadsheet as it is now: what `create` gave is the state of that time."""
        return self.books[book_id]

    def person(self, book_id: str, *changes: Mapping[str, Any]) -> None:
        """What a colleague does in the browser, as requests of a batch."""
        self.books[book_id], _replies = apply(self.books[book_id], list(changes))

    def types(self, book_id: str, address: str, *rows: Sequence[Any]) -> None:
        """What a colleague types into cells."""
        book = self.books[book_id].copy()
        cell_values.write(book, {"range": address, "values": rows}, "USER_ENTERED")
        self.books[book_id] = book

    def values(self, book_id: str, address: str, render: str = "FORMULA") -> list[list[Any]]:
        """What stands in cells."""
        book = self.books[book_id]
        found: list[list[Any]] = cell_values.read(book, book.find(address), render, "SERIAL_NUMBER", "ROWS").get("values", [])
        return found

    # --- what goes wrong

    def fail(self, status: int, *numbers: int, retry_after: str | None = None, is_done: bool = False) -> None:
        """Answer the first, second, … request from now on with a status; without numbers all of them."""
        self.weather.order(Fault("status", status, retry_after, is_done=is_done), *numbers)

    def reset(self, *numbers: int, is_done: bool = False) -> None:
        """Break the connection, before or after what is asked is done."""
        self.weather.order(Fault("reset after" if is_done else "reset before"), *numbers)

    def slow(self, *numbers: int) -> None:
        """Do what is asked, and answer when the client has given up."""
        self.weather.order(Fault("slow"), *numbers)

    # --- what came in

    @property
    def writes(self) -> list[Call]:
        """The requests that changed something."""
        return [call for call in self.calls if call.is_write]

    # --- clients

    def mount(self, session: requests.Session) -> requests.Session:
        """Lead a session's requests to Google to this server."""
        for one in (session, getattr(session, "_auth_request_session", None)):  # google-auth asks for tokens by a session of its own
            if one is not None:
                one.trust_env = False
                for host in HOSTS:
                    one.mount(f"https://{host}.googleapis.com/", _Loopback(self.address))
        return session

    def session(self, info: Mapping[str, Any] | None = None) -> requests.Session:
        """A session of a service account or, with what was saved for one, of a person."""
        info = info or self.accounts.service_account(self.address)
        if info["type"] == "service_account":
            credentials: Any = service_account.Credentials.from_service_account_info(info, scopes=[SCOPE])
        else:
            credentials = oauth2.Credentials.from_authorized_user_info(info, scopes=[SCOPE])
        return self.mount(AuthorizedSession(credentials))

    def client(self, http_client: type[gspread.HTTPClient] = gspread.HTTPClient) -> gspread.Client:
        """A gspread client of a service account."""
        return gspread.Client(auth=None, session=self.session(), http_client=http_client)


class _Loopback(HTTPAdapter):
    """Sends what is meant for Google to the loopback port."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def send(self, prepared: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:  # type: ignore[override]
        parts = urlsplit(prepared.url or "")
        prepared.url = f"{self.address}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().send(prepared, *args, **options)


class _Silent(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Tests have their own journal."""

    def connection_dropped(self, *_: Any) -> None:
        """That is what was ordered."""


def _app(server: SheetsServer) -> Flask:
    app = Flask("sheets")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)

    @app.post("/token")
    def token() -> Any:
        answer, status = server.accounts.grant(request.form, AUDIENCE)
        return answer, status

    @app.get("/drive/v3/files/<book_id>")
    def drive_file(book_id: str) -> Any:
        return _answer(server, lambda: _file(server, book_id))

    @app.post("/drive/v3/files")
    def drive_create() -> Any:
        return _answer(server, lambda: _no_storage(server))

    @app.route("/v4/spreadsheets", methods=["POST"])
    def create() -> Any:
        return _answer(server, lambda: _create(server))

    @app.route("/v4/<path:_rest>", methods=["GET", "POST", "PUT"])
    def sheets(_rest: str) -> Any:
        return _answer(server, lambda: _Sheets(server).answer())

    @app.errorhandler(HTTPException)
    def unknown(error: HTTPException) -> Any:
        return Response("<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>", error.code, mimetype="text/html")

    return app


def _answer(server: SheetsServer, work: Callable[[], Any]) -> Any:  # noqa: C901 - all that may happen on the way
    """Do what is asked, unless something goes wrong on the way."""
    fault = server.weather.next()
    body = request.get_data()
    headers: dict[str, str] = {}
    with server._lock:
        try:
            if fault and fault.kind == "status" and not fault.is_done:
                raise _outage(fault)
            if fault and fault.kind == "reset before":
                answer, status = None, 0
            else:
                answer, status = work(), 200
            if fault and fault.kind == "status":
                raise _outage(fault)
            if fault and fault.kind == "reset after":
                status = 0
        except Refused as refused:
            details = {"details": list(refused.details)} if refused.details else {}
            answer = {"error": {"code": refused.code, "message": refused.message, "status": refused.status, **details}}
            status = refused.code
            if isinstance(refused, OverQuota) and refused.wait is not None:
                headers["Retry-After"] = str(int(refused.wait) + 1)
            if fault and fault.retry_after is not None:
                headers["Retry-After"] = fault.retry_after
        server.calls.append(Call(request.method, unquote(request.path), len(body), json.loads(body or "null"), status))
    if fault and fault.kind == "slow":
        request.environ["werkzeug.socket"].recv(1)  # nothing comes until the client hangs up
    if not status:
        _break()
    if status == 502:
        return Response("<html><title>Error 502 (Server Error)!!1</title></html>", 502, mimetype="text/html")
    return Response(json.dumps(answer, ensure_ascii=False), status, headers, mimetype="application/json")


def _outage(fault: Fault) -> Refused:
    message, name = OUTAGES[fault.status]
    return Refused(message, fault.status, name)


def _break() -> None:
    """Reset the connection, as a network does."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.shutdown(socket.SHUT_RDWR)
    connection.close()
    raise ConnectionResetError


def _may(server: SheetsServer, book_id: str, *, is_write: bool) -> Book:
    """The spreadsheet, where the account may have it."""
    user = server.accounts.who(request.headers.get("Authorization", ""))
    if not server.is_enabled:
        raise Refused(
            "Google Sheets API has not been used in project 1 before or it is disabled. Enable it by visiting "
            "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project=1 then retry. If you enabled this "
            "API recently, wait a few minutes for the action to propagate to our systems and retry.",
            403,
            "PERMISSION_DENIED",
            [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED", "domain": "googleapis.com"}],
        )
    server.weather.spend(user, is_write=is_write)
    if book_id not in server.books:
        raise Refused("Requested entity was not found.", 404, "NOT_FOUND")
    role = server.shared[book_id].get(user) or server.shared[book_id].get("*")
    if role is None or (is_write and role != "writer"):
        raise Refused("The caller does not have permission", 403, "PERMISSION_DENIED")
    if book_id in server.office_files:
        raise Refused("This operation is not supported for this document", 400, "FAILED_PRECONDITION")
    return server.books[book_id]


def _file(server: SheetsServer, book_id: str) -> Any:
    checked_parameters(
        "drive.v3", "files.get", {name: values for name, values in request.args.lists() if name != "includeItemsFromAllDrives"}
    )
    book = _may(server, book_id, is_write=False)
    return {"id": book.id, "name": book.properties["title"], "createdTime": "2026-01-01T00:00:00Z", "modifiedTime": "2026-01-02T00:00:00Z"}


def _no_storage(server: SheetsServer) -> Any:
    user = server.accounts.who(request.headers.get("Authorization", ""))
    if user in server.accounts.services:
        raise Refused("The user's Drive storage quota has been exceeded.", 403, "PERMISSION_DENIED", [{"reason": "storageQuotaExceeded"}])
    given = request.get_json()
    book = server.create(given.get("name", "Untitled spreadsheet"), shared_with={user: "writer"})
    return {"kind": "drive#file", "id": book.id, "name": book.properties["title"], "mimeType": given.get("mimeType")}


def _create(server: SheetsServer) -> Any:
    user = server.accounts.who(request.headers.get("Authorization", ""))
    given = checked_body("sheets.v4", "Spreadsheet", request.get_json())
    if user in server.accounts.services:
        raise Refused("The caller does not have permission", 403, "PERMISSION_DENIED")
    book = server.create(given.get("properties", {}).get("title", "Untitled spreadsheet"), shared_with={user: "writer"})
    return book.as_json()


class _Sheets:
    """The methods of Sheets v4."""

    def __init__(self, server: SheetsServer) -> None:
        self.server = server

    def answer(self) -> Any:
        """What the method answers."""
        name, parts = _method()
        checked_parameters("sheets.v4", name, dict(request.args.lists()))
        method = methods("sheets.v4")[name]
        is_write = method["httpMethod"] != "GET" and not name.endswith(("GetByDataFilter", "getByDataFilter", "search"))
        if int(request.headers.get("Content-Length") or 0) > LARGEST:
            raise Refused(f"Request payload size exceeds the limit: {LARGEST} bytes.")
        book = _may(self.server, parts[0], is_write=is_write)
        body: Any = {}
        if "request" in method and request.get_data():
            try:
                given = json.loads(request.get_data())
            except ValueError:
                raise Refused("Invalid JSON payload received. Unexpected token.") from None
            body = checked_body("sheets.v4", method["request"]["$ref"], given)
        handler = getattr(self, name.replace("spreadsheets.", "").replace(".", "_").lower(), None)
        if handler is None:
            raise Refused(f"This server of the tests does not know {name}.", 501, "UNIMPLEMENTED")
        if mask := request.args.get("fields"):
            _check_selection(method["response"]["$ref"], mask)
        found = handler(book, body, *parts[1:])
        answered = only(found, fields_of(request.args["fields"])) if request.args.get("fields") else found
        checked_body("sheets.v4", method["response"]["$ref"], answered)  # the server itself must not answer what Google would not
        return answered

    def _keep(self, book: Book) -> Book:
        self.server.books[book.id] = book
        return book

    def get(self, book: Book, _body: Any) -> Any:
        """``spreadsheets.get``: with cells where they, or fields of them, are asked for."""
        ranges = request.args.getlist("ranges")
        wants = request.args.get("includeGridData", "").lower() == "true"
        mask = request.args.get("fields")
        if mask:
            wants = any(path[:2] == ["sheets", "data"] or path in (["sheets"], ["*"]) for path in fields_of(mask))
        areas = [book.find(text) for text in ranges] or [sheet.whole() for sheet in book.sheets]
        return (
            book.as_json(_by_sheet(areas) if wants or ranges else None, only_sheets=bool(ranges)) if wants else _bare(book, areas, ranges)
        )

    def getbydatafilter(self, book: Book, body: Any) -> Any:
        """``spreadsheets.getByDataFilter``."""
        wants = body.get("includeGridData", False)
        mask = request.args.get("fields")
        if mask:
            wants = any(path[:2] == ["sheets", "data"] or path in (["sheets"], ["*"]) for path in fields_of(mask))
        areas = [_area_of(book, wish) for wish in body.get("dataFilters", [])]
        return book.as_json(_by_sheet(areas), only_sheets=True) if wants else _bare(book, areas, ["some"])

    def batchupdate(self, book: Book, body: Any) -> Any:
        """``spreadsheets.batchUpdate``."""
        if not body.get("requests"):
            raise Refused("Must specify at least one request.")
        changed, replies = apply(book, body["requests"])
        self._keep(changed)
        updated = {}
        if body.get("includeSpreadsheetInResponse"):  # with the cells of the ranges, where the mask of fields names them
            areas = [changed.find(text) for text in body.get("responseRanges", [])]
            updated = {"updatedSpreadsheet": changed.as_json(_by_sheet(areas), only_sheets=True) if areas else changed.as_json()}
        return {"spreadsheetId": book.id, "replies": replies, **updated}

    def developermetadata_get(self, book: Book, _body: Any, metadata_id: str) -> Any:
        """``spreadsheets.developerMetadata.get``."""
        for item in book.metadata:
            if item["metadataId"] == int(metadata_id):
                return item
        raise Refused("Requested entity was not found.", 404, "NOT_FOUND")

    def developermetadata_search(self, book: Book, body: Any) -> Any:
        """``spreadsheets.developerMetadata.search``."""
        wishes = body.get("dataFilters", [])
        found = [(item, [wish for wish in wishes if matches(item, wish)]) for item in book.metadata]
        return {"matchedDeveloperMetadata": [{"developerMetadata": item, "dataFilters": by} for item, by in found if by]}

    def values_get(self, book: Book, _body: Any, address: str) -> Any:
        """``spreadsheets.values.get``."""
        return self._read(book, address)

    def values_batchget(self, book: Book, _body: Any) -> Any:
        """``spreadsheets.values.batchGet``."""
        return {"spreadsheetId": book.id, "valueRanges": [self._read(book, address) for address in request.args.getlist("ranges")]}

    def values_batchgetbydatafilter(self, book: Book, body: Any) -> Any:
        """``spreadsheets.values.batchGetByDataFilter``."""
        render, dates = body.get("valueRenderOption", "FORMATTED_VALUE"), body.get("dateTimeRenderOption", "SERIAL_NUMBER")
        found = []
        for wish in body.get("dataFilters", []):
            area = _area_of(book, wish)
            values = cell_values.read(book, area, render, dates, body.get("majorDimension", "ROWS"))
            found.append({"valueRange": values, "dataFilters": [wish]})
        return {"spreadsheetId": book.id, "valueRanges": found}

    def _read(self, book: Book, address: str) -> Any:
        options = request.args
        return cell_values.read(
            book,
            book.find(address),
            options.get("valueRenderOption", "FORMATTED_VALUE"),
            options.get("dateTimeRenderOption", "SERIAL_NUMBER"),
            options.get("majorDimension", "ROWS"),
        )

    def values_update(self, book: Book, body: Any, address: str) -> Any:
        """``spreadsheets.values.update``."""
        changed = book.copy()
        answer = cell_values.write(changed, {**body, "range": address}, request.args.get("valueInputOption"))
        self._keep(changed)
        return answer

    def values_append(self, book: Book, body: Any, address: str) -> Any:
        """``spreadsheets.values.append``."""
        changed = book.copy()
        options = request.args
        answer = cell_values.append(changed, address, body, options.get("valueInputOption"), options.get("insertDataOption", "OVERWRITE"))
        self._keep(changed)
        return answer

    def values_batchupdate(self, book: Book, body: Any) -> Any:
        """``spreadsheets.values.batchUpdate``."""
        changed = book.copy()
        answers = [cell_values.write(changed, item, body.get("valueInputOption")) for item in body.get("data", [])]
        self._keep(changed)
        totals = {f"totalUpdated{name}": sum(answer[f"updated{name}"] for answer in answers) for name in ("Rows", "Columns", "Cells")}
        return {
            "spreadsheetId": book.id,
            **totals,
            "totalUpdatedSheets": len({item["range"] for item in body.get("data", [])}),
            "responses": answers,
        }

    def values_clear(self, book: Book, _body: Any, address: str) -> Any:
        """``spreadsheets.values.clear``."""
        changed = book.copy()
        area = changed.find(address)
        cell_values.clear(changed, area)
        self._keep(changed)
        return {"spreadsheetId": book.id, "clearedRange": changed.address_of(area)}

    def values_batchclear(self, book: Book, body: Any) -> Any:
        """``spreadsheets.values.batchClear``."""
        changed = book.copy()
        areas = [changed.find(address) for address in body.get("ranges", [])]
        for area in areas:
            cell_values.clear(changed, area)
        self._keep(changed)
        return {"spreadsheetId": book.id, "clearedRanges": [changed.address_of(area) for area in areas]}


def _check_selection(schema: str, mask: str) -> None:
    """Refuse a part of the answer that there is not."""
    try:
        checked_mask(schema, mask)
    except Refused:
        raise Refused(f"Request contains an invalid argument. Invalid field selection {mask}") from None


def _bare(book: Book, areas: Sequence[Area], ranges: Sequence[str]) -> dict[str, Any]:
    """The spreadsheet without cells."""
    wanted = {area.sheet_id for area in areas}
    found = book.as_json()
    return {**found, "sheets": [sheet for sheet in found["sheets"] if not ranges or sheet["properties"]["sheetId"] in wanted]}


def _by_sheet(areas: Sequence[Area]) -> dict[int, list[Area]]:
    found: dict[int, list[Area]] = {}
    for area in areas:
        found.setdefault(area.sheet_id, []).append(area)
    return found


def _area_of(book: Book, wish: Mapping[str, Any]) -> Area:
    if "a1Range" in wish:
        return book.find(wish["a1Range"])
    if "gridRange" in wish:
        return book.area(wish["gridRange"])
    for item in book.metadata:
        if matches(item, wish):
            location = item["location"]
            if "sheetId" in location:
                return book.sheet(location["sheetId"]).whole()
            place = location["dimensionRange"]
            name = "Row" if place["dimension"] == "ROWS" else "Column"
            return book.area({"sheetId": place["sheetId"], f"start{name}Index": place["startIndex"], f"end{name}Index": place["endIndex"]})
    raise Refused("No matching developer metadata was found.")


def _method() -> tuple[str, list[str]]:
    """Which method an address means, and the pieces of the address."""
    rest = request.path.removeprefix("/v4/spreadsheets/")
    raw = request.environ.get("RAW_URI", "").partition("?")[0].removeprefix("/v4/spreadsheets/") or rest
    book_id, _, inner = raw.partition("/")
    if not inner:
        book_id, _, verb = book_id.partition(":")
        return (f"spreadsheets.{verb}" if verb else "spreadsheets.get"), [book_id]
    if inner.startswith("values:"):
        return f"spreadsheets.values.{inner[7:]}", [book_id]
    if inner.startswith("values/"):
        address, colon, verb = inner[7:].rpartition(":")
        if colon and verb in {"append", "clear"}:
            return f"spreadsheets.values.{verb}", [book_id, unquote(address)]
        return ("spreadsheets.values.get" if request.method == "GET" else "spreadsheets.values.update"), [book_id, unquote(inner[7:])]
    if inner == "developerMetadata:search":
        return "spreadsheets.developerMetadata.search", [book_id]
    if inner.startswith("developerMetadata/"):
        return "spreadsheets.developerMetadata.get", [book_id, inner[18:]]
    raise Refused("Method not found.", 404, "NOT_FOUND")
