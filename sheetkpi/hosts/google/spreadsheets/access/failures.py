"""What Google's refusals mean, and what to do about them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError
from gspread.exceptions import APIError

from sheetkpi.hosts.google.spreadsheets.access.patience import PASSING, never_connected, status_of
from sheetkpi.model.errors import SheetKpiError
from sheetkpi.translation import Label, Message, Translatable


class NotReached(SheetKpiError):
    """Google cannot be reached, refuses, or has no such spreadsheet."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who asks."""

    email: str
    source: str


@contextmanager
def explained(account: Account) -> Iterator[None]:
    """Put Google's refusals into words.

    Raises:
        NotReached: Instead of what gspread, requests and google-auth raise.
    """
    try:
        yield
    except APIError as error:
        raise NotReached(_of_answer(error, account)) from error
    except RefreshError as error:
        raise NotReached(_of_token(str(error), account)) from error
    except (requests.RequestException, GoogleAuthError) as error:
        raise NotReached(_of_network(error)) from error


def _of_answer(error: APIError, account: Account) -> Translatable:
    status, said = status_of(error), str(error.error.get("message", ""))
    if status == 403:
        return _of_forbidden(said, account)
    if status == 401:
        return Message("Google does not accept the credentials of {source}. Get new ones, or sign in again.", source=account.source)
    if status in PASSING:
        return Message("Google does not answer ({status}). Try again later; www.google.com/appsstatus tells of outages.", status=status)
    for words, what in _REFUSALS.items():
        if words in said:
            return what
    return Message("Google refuses: {said}", said=" ".join(said.split())[:500])


#: What Google says, and what it means.
_REFUSALS = {
    "Requested entity was not found": Label("There is no such spreadsheet, or it was deleted. Copy its address anew from the browser."),
    "Quota exceeded": Label("Google takes at most 60 requests a minute of one account, and there were more. Try again in some minutes."),
    "not supported for this document": Label(
        "This is an Excel file that lies in Google Drive. Open it there, and save it: File → Save as Google Sheets."
    ),
    "protected cell or object": Label(
        "A range is protected against this account. Let it edit there (Data → Protect sheets and ranges), or give another range."
    ),
    "above the limit of": Label(
        "The spreadsheet would have more than 10 million cells. Delete sheets that nobody needs, or take another spreadsheet."
    ),
}


def _of_forbidden(said: str, account: Account) -> Translatable:
    if "has not been used in project" in said or "it is disabled" in said:
        address = re.search(r"https://\S+", said)
        return Message(
            "The Google Sheets API is not switched on for the project of {source}. Switch it on: {address} and wait a minute.",
            source=account.source,
            address=address[0] if address else "https://console.cloud.google.com/apis/library/sheets.googleapis.com",
        )
    if "storage quota" in said:
        return no_storage(account)
    if "insufficient authentication scopes" in said:
        return Message("The sign-in of {source} does not cover spreadsheets. Sign in again.", source=account.source)
    if account.email:
        return Message(
            "The spreadsheet is not shared with {email}. Open it, press Share, enter this address, and give it the role “Editor”.",
            email=account.email,
        )
    return Message("You may not edit this spreadsheet. Ask its owner to share it with you, with the role “Editor”.")


def no_storage(account: Account) -> Message:
    """That a service account cannot own a file."""
    return Message(
        "A service account cannot own files, so it cannot create a spreadsheet. Create one yourself (sheets.new), share it with {email} "
        "as “Editor”, and give its address.",
        email=account.email,
    )


def _of_token(said: str, account: Account) -> Translatable:
    if "Invalid JWT Signature" in said or "account not found" in said:
        return Message(
            "Google no longer knows the key in {source}: it was deleted, or its account was. Create a new key and give its file.",
            source=account.source,
        )
    if "reasonable timeframe" in said:
        return Message("The clock of this computer is wrong, and Google accepts no sign-in with it. Set it.")
    if account.email:
        return Message("Google does not accept the key in {source}: {said}", source=account.source, said=said[:200])
    return Message("The sign-in of {source} has expired or was revoked. Delete that file, and sign in again.", source=account.source)


def _of_network(error: Exception) -> Translatable:
    if never_connected(error):
        return Message("Google cannot be reached. Check the network, and whether a firewall lets sheets.googleapis.com through.")
    if isinstance(error, requests.Timeout):
        return Message("Google did not answer in time. Try again later, or with a smaller table.")
    return Message("The connection to Google broke off. Check the network, and try again.")
