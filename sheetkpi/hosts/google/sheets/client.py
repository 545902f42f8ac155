"""An open spreadsheet: find it by its address, read it, change it in batches."""

import json
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import requests
from google.auth.transport.requests import AuthorizedSession
from gspread.exceptions import APIError
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL, SPREADSHEET_VALUES_BATCH_URL

from sheetkpi.hosts.google.sheets.cell_values import Request
from sheetkpi.hosts.google.sheets.credentials import find_identity
from sheetkpi.hosts.google.sheets.http import (
    Account,
    Notify,
    RequestFailed,
    RetryingClient,
    may_have_been_executed,
    status_of,
    translated_failures,
)
from sheetkpi.hosts.google.sheets.state import STAMP_FILTER, stamp_request
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Label, Message

_ID = re.compile(r"[\w-]{25,100}", re.ASCII)
_IN_PATH = re.compile(r"/d/([\w-]{25,100})(?:/|$)", re.ASCII)
#: Other Google files, as named in their addresses.
_OTHERS = {"document", "presentation", "forms", "drawings"}


class InvalidAddress(SheetKpiError):
    """The address doesn't lead to a spreadsheet."""


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
        raise _invalid(Message("“{address}” is not a spreadsheet ID: one has about 44 letters, digits, - and _.", address=address))
    parts = urlsplit(address if "//" in address else f"https://{address}")
    if not (parts.hostname or "").endswith("google.com"):
        raise _invalid(Message("“{address}” does not lead to Google Sheets.", address=address))
    first, *_ = [*filter(None, parts.path.split("/")), ""]
    if first in _OTHERS:
        raise _invalid(Message("“{address}” is not a spreadsheet, but another kind of Google file.", address=address))
    if "/d/e/" in parts.path:
        raise _invalid(Message("“{address}” is a copy published for reading, which nobody can write to.", address=address))
    if "/folders/" in parts.path:
        raise _invalid(Message("“{address}” is a folder. Open the spreadsheet in it.", address=address))
    found = _IN_PATH.search(parts.path) or re.search(r"(?:^|&)id=([\w-]{25,100})(?:&|$)", parts.query, re.ASCII)
    if not found:
        raise _invalid(Message("“{address}” has no spreadsheet ID, which comes after /d/.", address=address))
    return found[1]


def _invalid(what: Message) -> InvalidAddress:
    return InvalidAddress(
        Message(
            "{what} Copy the address from the browser where the spreadsheet is open: https://docs.google.com/spreadsheets/d/…/edit",
            what=what,
        )
    )


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

    def write(self, requests: Sequence[Request]) -> None:
        """Apply all requests or none; exactly once, even if the response is lost.

        The batch is stamped on the tab of :class:`State`, which the requests create if it is missing.

        Raises:
            RequestFailed: Google can't be reached, or rejects the batch.
        """
        stamp = uuid.uuid4().hex
        body = {"requests": [*requests, stamp_request(stamp)]}
        path = SPREADSHEET_BATCH_UPDATE_URL % self.book_id
        if self.show is not None:
            self.show("POST", path, body)
            return
        try:
            with translated_failures(self.account):
                self._client.with_retries(
                    lambda: self._client.once("post", path, json=body).status_code,
                    lambda: 200 if self._stamp() == stamp else None,
                )
        except RequestFailed as error:
            raise RequestFailed(error.problem, Message("{what} {state}", what=error.what, state=_state_after(error))) from error

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


def _state_after(error: RequestFailed) -> Label:
    """Say whether a failed batch was applied."""
    if error.__cause__ is not None and may_have_been_executed(error.__cause__):
        return Label("This step may or may not have completed. Run the command again; nothing will be written twice.")
    return Label("Nothing of this step was written.")


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
    identity = find_identity(credentials, notify)
    client = RetryingClient(None, new_session(identity.credentials))
    return Connection(book_id, client, identity.account, notify, show)


def format_request(method: str, path: str, body: Mapping[str, Any]) -> str:
    """Return a request as JSON with one line per row of cells."""
    requests_ = ",\n".join(_request_lines(request) for request in body["requests"])
    return f'{method} {path}\n{{"requests": [\n{requests_}\n]}}'


def _request_lines(request: Request) -> str:
    (kind, details), *_ = request.items()
    if "rows" not in details:
        return f"  {_in_line(request)}"
    others = {name: value for name, value in details.items() if name != "rows"}
    rows = ",\n".join(f"      {_in_line(row)}" for row in details["rows"])
    return f'  {{"{kind}": {_in_line(others)[:-1]}, "rows": [\n{rows}\n  ]}}}}'


def _in_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
