"""A shared spreadsheet that is open: read, and changed by batches that are done whole or not at all."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import requests
from google.auth.transport.requests import AuthorizedSession
from gspread.exceptions import APIError
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL, SPREADSHEET_VALUES_BATCH_URL

from sheetkpi.hosts.google.spreadsheets.access.address import spreadsheet_id
from sheetkpi.hosts.google.spreadsheets.access.credentials import find_identity
from sheetkpi.hosts.google.spreadsheets.access.failures import Account, NotReached, explained
from sheetkpi.hosts.google.spreadsheets.access.patience import PatientClient, is_in_doubt, status_of
from sheetkpi.hosts.google.spreadsheets.memory import STAMP_FILTER, Request, stamp_request
from sheetkpi.reading.text_file import Notify
from sheetkpi.translation import Label, Message

#: What is done with a request that is only shown: its method, its path, and its body.
Show = Callable[[str, str, Mapping[str, Any]], None]


class Connection:
    """A spreadsheet."""

    def __init__(self, book_id: str, client: PatientClient, account: Account, say: Notify, show: Show | None = None) -> None:
        self.book_id = book_id
        self.account = account
        self.say = say
        self.show = show
        self._client = client
        client.say = say

    @property
    def address(self) -> str:
        """Where people open it."""
        return f"https://docs.google.com/spreadsheets/d/{self.book_id}/edit"

    @property
    def is_rehearsal(self) -> bool:
        """Whether requests are only shown."""
        return self.show is not None

    def get(self, fields: str, ranges: Sequence[str] = ()) -> dict[str, Any]:
        """What ``spreadsheets.get`` answers.

        Raises:
            NotReached: Google does not answer, or refuses.
        """
        with explained(self.account):
            params: dict[str, Any] = {"fields": fields, **({"ranges": list(ranges)} if ranges else {})}
            found: dict[str, Any] = self._client.request("get", SPREADSHEET_URL % self.book_id, params=params).json()
            return found

    def write(self, requests: Sequence[Request]) -> None:
        """Do all of the requests, or none; exactly once, even where the answer is lost.

        The batch is marked on the tab of :class:`Memory`, which its requests create where it is missing.

        Raises:
            NotReached: Google does not answer, or refuses: nothing of the batch is done.
        """
        stamp = uuid.uuid4().hex
        body = {"requests": [*requests, stamp_request(stamp)]}
        path = SPREADSHEET_BATCH_UPDATE_URL % self.book_id
        if self.show is not None:
            self.show("POST", path, body)
            return
        try:
            with explained(self.account):
                self._client.patiently(
                    lambda: self._client.once("post", path, json=body).status_code,
                    lambda: 200 if self._stamp() == stamp else None,
                )
        except NotReached as error:
            raise NotReached(Message("{what} {state}", what=error.what, state=_state_after(error))) from error

    def _stamp(self) -> str:
        """The mark of the last batch that was done."""
        path = f"{SPREADSHEET_VALUES_BATCH_URL % self.book_id}ByDataFilter"
        try:
            answer = self._client.once("post", path, json={"dataFilters": [STAMP_FILTER], "valueRenderOption": "UNFORMATTED_VALUE"}).json()
        except APIError as error:
            if status_of(error) in {400, 404}:  # there is no tab yet
                return ""
            raise
        for found in answer.get("valueRanges", ()):
            for row in found["valueRange"].get("values", ()):
                return str(row[0]) if row else ""
        return ""


def _state_after(error: NotReached) -> Label:
    """What a batch that failed has left behind."""
    if error.__cause__ is not None and is_in_doubt(error.__cause__):
        return Label("This step may or may not have completed. Run the command again: nothing is written twice.")
    return Label("Nothing of this step was written.")


def new_session(credentials: Any) -> requests.Session:
    """What sends requests that carry the credentials."""
    return AuthorizedSession(credentials)  # type: ignore[no-untyped-call]


def open_spreadsheet(address: str, credentials: str | None, say: Notify, show: Show | None = None) -> Connection:
    """Open a spreadsheet; nothing is asked of Google yet.

    Raises:
        WrongAddress: The address leads to no spreadsheet.
        NoCredentials: There are no credentials that can be used.
    """
    book_id = spreadsheet_id(address)
    identity = find_identity(credentials, say)
    client = PatientClient(None, new_session(identity.credentials))
    return Connection(book_id, client, identity.account, say, show)


def as_lines(method: str, path: str, body: Mapping[str, Any]) -> str:
    """A request for a person and for programs: JSON with a line for each row of cells."""
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
