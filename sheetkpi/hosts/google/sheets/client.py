"""Open a spreadsheet by its address, as a service account or a user; read it, and change it in batches."""

import json
import os
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from google.auth.transport.requests import AuthorizedSession
from gspread.exceptions import APIError
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL, SPREADSHEET_VALUES_BATCH_URL

from sheetkpi.hosts.google.sheets.cell_values import Request
from sheetkpi.hosts.google.sheets.http import (
    Account,
    RequestFailed,
    RetryingClient,
    may_have_been_executed,
    status_of,
    translated_failures,
)
from sheetkpi.hosts.google.sheets.state import STAMP_FILTER, stamp_request
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.reading.text_file import Notify
from sheetkpi.translation import Label, Message

_ID = re.compile(r"[\w-]{25,100}", re.ASCII)
_IN_PATH = re.compile(r"/d/([\w-]{25,100})(?:/|$)", re.ASCII)
#: Other Google files, as named in their addresses.
_OTHERS = {"document", "presentation", "forms", "drawings"}


class InvalidAddress(SheetKpiError):
    """The address doesn't lead to a spreadsheet; ``problem`` names the cause, such as ``folder``."""

    def __init__(self, problem: str, what: Message) -> None:
        super().__init__(
            Message(
                "{what} Copy the address from the browser where the spreadsheet is open: https://docs.google.com/spreadsheets/d/…/edit",
                what=what,
            )
        )
        self.problem = problem


def spreadsheet_id(address: str) -> str:
    """Return the ID from a spreadsheet's address; an ID is returned as it is.

    Raises:
        InvalidAddress: It is neither an address nor an ID.

    >>> spreadsheet_id("https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit?gid=0#gid=0")
    '1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms'
    """
    address = address.strip()
    if _ID.fullmatch(address):
        return address
    if "/" not in address and "." not in address:
        raise InvalidAddress(
            "no_id", Message("“{address}” is not a spreadsheet ID: IDs have about 44 letters, digits, - and _.", address=address)
        )
    parts = urlsplit(address if "//" in address else f"https://{address}")
    if not (parts.hostname or "").endswith("google.com"):
        raise InvalidAddress("other_site", Message("“{address}” is not a Google Sheets address.", address=address))
    first, *_ = [*filter(None, parts.path.split("/")), ""]
    if first in _OTHERS:
        raise InvalidAddress("other_file", Message("“{address}” is not a spreadsheet, but another kind of Google file.", address=address))
    if "/d/e/" in parts.path:
        raise InvalidAddress("published", Message("“{address}” is a published read-only copy.", address=address))
    if "/folders/" in parts.path:
        raise InvalidAddress("folder", Message("“{address}” is a folder. Open the spreadsheet in it.", address=address))
    found = _IN_PATH.search(parts.path) or re.search(r"(?:^|&)id=([\w-]{25,100})(?:&|$)", parts.query, re.ASCII)
    if not found:
        raise InvalidAddress("no_id_in_address", Message("“{address}” has no spreadsheet ID, which comes after /d/.", address=address))
    return found[1]


#: Whether a failed batch was applied.
_UNKNOWN = Label("This step may or may not have completed. Run the command again; nothing will be written twice.")
_NOTHING_WRITTEN = Label("This step wrote nothing.")

#: Shows a request of a dry run: its method, path and body.
Show = Callable[[str, str, Mapping[str, Any]], None]


class Connection:
    """An open spreadsheet: read it, and change it in batches that are applied whole or not at all."""

    def __init__(self, book_id: str, client: RetryingClient, account: Account, notify: Notify, show: Show | None = None) -> None:
        self.book_id = book_id
        self.account = account
        self.notify = notify
        self.show = show
        self._client = client
        client.notify = notify

    @property
    def address(self) -> str:
        """The address that opens it in a browser."""
        return f"https://docs.google.com/spreadsheets/d/{self.book_id}/edit"

    @property
    def is_dry_run(self) -> bool:
        """Whether write requests are shown instead of sent."""
        return self.show is not None

    def get(self, fields: str, ranges: Sequence[str] = ()) -> dict[str, Any]:
        """Return the response of ``spreadsheets.get``.

        Raises:
            RequestFailed: Google can't be reached, or rejects the request.
        """
        with translated_failures(self.account):
            params: dict[str, Any] = {"fields": fields, **({"ranges": list(ranges)} if ranges else {})}
            found: dict[str, Any] = self._client.request("get", SPREADSHEET_URL % self.book_id, params=params).json()
            return found

    def write(self, requests: Sequence[Request], *, fields: str = "", ranges: Sequence[str] = ()) -> dict[str, Any] | None:
        """Apply all requests or none; exactly once, even if the response is lost.

        The batch is stamped on the tab of :class:`State`, which the requests create if it is missing.

        Returns:
            Fields of the spreadsheet after it, with the cells of the ranges; None if the response was lost.

        Raises:
            RequestFailed: Google can't be reached, or rejects the batch.
        """
        stamp = uuid.uuid4().hex
        body: dict[str, Any] = {"requests": [*requests, stamp_request(stamp)]}
        path = SPREADSHEET_BATCH_UPDATE_URL % self.book_id
        if self.show is not None:
            self.show("POST", path, body)
            return None
        params = {"fields": f"updatedSpreadsheet({fields})"} if fields else None
        if fields:
            body |= {"includeSpreadsheetInResponse": True, "responseRanges": list(ranges)}
        lost: dict[str, Any] = {"updatedSpreadsheet": None}  # applied, but nobody knows what it found
        try:
            with translated_failures(self.account):
                answer: dict[str, Any] = self._client.with_retries(
                    lambda: self._client.once("post", path, json=body, params=params).json(),
                    lambda: lost if self._stamp() == stamp else None,
                )
                found: dict[str, Any] | None = answer.get("updatedSpreadsheet", {})
                return found
        except RequestFailed as error:
            is_applied = None if error.__cause__ is not None and may_have_been_executed(error.__cause__) else False
            state = _UNKNOWN if is_applied is None else _NOTHING_WRITTEN
            raise RequestFailed(
                error.problem, Message("{what} {state}", what=error.what, state=state), is_applied, is_invalid=error.is_invalid
            ) from error

    def _stamp(self) -> str:
        """Return the stamp of the last batch that was applied."""
        path = f"{SPREADSHEET_VALUES_BATCH_URL % self.book_id}ByDataFilter"
        try:
            answer = self._client.once("post", path, json={"dataFilters": [STAMP_FILTER], "valueRenderOption": "UNFORMATTED_VALUE"}).json()
        except APIError as error:
            if status_of(error) in {400, 404}:  # the tab doesn't exist yet
                return ""
            raise
        for found in answer.get("valueRanges", ()):
            for row in found["valueRange"].get("values", ()):
                return str(row[0]) if row else ""
        return ""


# --- credentials

#: Access to spreadsheets, and to nothing else in Drive.
SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
#: Holds the path of a credentials file, or its content.
VARIABLE = "SHEETKPI_GOOGLE_CREDENTIALS"
#: The variable that Google's own programs read.
GOOGLES_VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS"
#: Seconds to wait for the browser.
SIGN_IN_TIMEOUT = 300


class CredentialsError(SheetKpiError):
    """The credentials are missing or unusable; ``problem`` names the cause, such as ``damaged``."""

    def __init__(self, problem: str, what: Message) -> None:
        super().__init__(what)
        self.problem = problem


def find_credentials(file: str | None, notify: Notify) -> tuple[Any, Account]:
    """Read the given credentials, or those that the environment names; also return their account.

    Raises:
        CredentialsError: They are missing or unusable.
    """
    for source, value in ((file, file), (VARIABLE, os.environ.get(VARIABLE)), (GOOGLES_VARIABLE, os.environ.get(GOOGLES_VARIABLE))):
        if value:
            text = value if value.lstrip().startswith("{") else _content(value)
            display = str(source) if value is text else value
            return _load_credentials(_parsed(text, display), display, notify)
    raise CredentialsError(
        "missing",
        Message(
            "Google credentials are missing. Give --credentials FILE, the key of a service account "
            "(console.cloud.google.com → IAM → Service accounts → Keys → JSON), or set {variable} to its path.",
            variable=VARIABLE,
        ),
    )


def _content(path: str) -> str:
    try:
        return Path(path).expanduser().read_text("utf-8-sig")
    except FileNotFoundError:
        raise CredentialsError("no_file", Message("There is no file {file}. Check its name and folder.", file=path)) from None
    except OSError as error:
        raise CredentialsError("unreadable", Message("{file} cannot be read: {reason}.", file=path, reason=reason_of(error))) from None
    except UnicodeDecodeError:
        raise CredentialsError(
            "unreadable", Message("{file} cannot be read: {reason}.", file=path, reason=Label("it is not text in UTF-8"))
        ) from None


def _parsed(text: str, source: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise CredentialsError(
            "not_json", Message("{source} is not a Google credentials file. Download the key again as JSON.", source=source)
        )
    return found


def _load_credentials(info: Mapping[str, Any], source: str, notify: Notify) -> tuple[Any, Account]:
    kind = info.get("type")
    try:
        if kind == "service_account":
            from google.oauth2.service_account import Credentials as Service

            service = Service.from_service_account_info(info, scopes=SCOPES)  # type: ignore[no-untyped-call]
            return service, Account(service.service_account_email, source)
        if kind == "authorized_user":
            from google.oauth2.credentials import Credentials as Person

            return Person.from_authorized_user_info(info, scopes=SCOPES), Account("", source)  # type: ignore[no-untyped-call]
    except ValueError as error:
        raise CredentialsError(
            "damaged",
            Message(
                "The credentials in {source} are damaged ({reason}). Download the key again.",
                source=source,
                reason=str(error).partition(". ")[0][:120],
            ),
        ) from None
    if "installed" in info:
        return _user_credentials(info, source, notify)
    if "web" in info:
        raise CredentialsError(
            "web_client", Message("{source} is an OAuth client for websites. Create one for desktop apps and give its file.", source=source)
        )
    raise CredentialsError(
        "unknown_kind",
        Message("{source} is neither a service account key nor an OAuth client. Download one of them as JSON.", source=source),
    )


def _user_credentials(info: Mapping[str, Any], source: str, notify: Notify) -> tuple[Any, Account]:
    """Load the saved sign-in of a user, or have them sign in now."""
    from gspread import auth

    saved = auth.get_config_dir() / f"sheetkpi-{str(info['installed'].get('client_id', ''))[:40]}.json"
    try:
        known = auth.load_credentials(saved)
    except ValueError:
        known = None
    if known is None:
        known = _sign_in(info, source, saved, notify)
        auth.store_credentials(known, saved)
        saved.chmod(0o600)
    return known, Account("", str(saved))


def _sign_in(info: Mapping[str, Any], source: str, saved: Path, notify: Notify) -> Any:
    import webbrowser

    from google_auth_oauthlib.flow import InstalledAppFlow  # type: ignore[import-untyped]

    try:
        webbrowser.get()
    except webbrowser.Error:
        raise CredentialsError(
            "no_browser",
            Message(
                "Signing in with {source} needs a browser, and this computer has none. Sign in once on a computer with "
                "a browser and copy {file} from there, or use a service account.",
                source=source,
                file=saved,
            ),
        ) from None
    notify(
        Message("Sign in with Google in the browser window that opens (waiting up to {minutes} minutes).", minutes=SIGN_IN_TIMEOUT // 60)
    )
    try:
        return InstalledAppFlow.from_client_config(info, SCOPES).run_local_server(
            port=0, timeout_seconds=SIGN_IN_TIMEOUT, authorization_prompt_message=""
        )
    except Exception as error:  # whatever a user or a browser may do instead of signing in
        raise CredentialsError(
            "sign_in_failed", Message("Sign-in failed: {reason}. Run the command again.", reason=str(error)[:120] or "-")
        ) from None


# --- opening


def new_session(credentials: Any) -> requests.Session:
    """Return a session that sends the credentials with each request."""
    return AuthorizedSession(credentials)  # type: ignore[no-untyped-call]


def open_spreadsheet(address: str, credentials: str | None, notify: Notify, show: Show | None = None) -> Connection:
    """Open a spreadsheet without sending a request yet.

    Raises:
        InvalidAddress: The address doesn't lead to a spreadsheet.
        CredentialsError: The credentials are missing or unusable.
    """
    book_id = spreadsheet_id(address)
    found, account = find_credentials(credentials, notify)
    return Connection(book_id, RetryingClient(None, new_session(found)), account, notify, show)


def format_request(method: str, path: str, body: Mapping[str, Any]) -> str:
    """Return a request as JSON with one line per row of cells."""
    lines = ",\n".join(_request_lines(request) for request in body["requests"])
    return f'{method} {path}\n{{"requests": [\n{lines}\n]}}'


def _request_lines(request: Request) -> str:
    (kind, details), *_ = request.items()
    if "rows" not in details:
        return f"  {json.dumps(request, ensure_ascii=False)}"
    others = {name: value for name, value in details.items() if name != "rows"}
    rows = ",\n".join(f"      {json.dumps(row, ensure_ascii=False)}" for row in details["rows"])
    return f'  {{"{kind}": {json.dumps(others, ensure_ascii=False)[:-1]}, "rows": [\n{rows}\n  ]}}}}'
