"""A client that retries requests to Google when that is safe, and explains failures."""

import email.utils
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Any, TypeVar

import gspread
import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from gspread.exceptions import APIError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, stop_any, stop_before_delay, wait_exponential_jitter
from tenacity.stop import stop_base

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.reading.text_file import Notify
from sheetkpi.translation import Label, Message, Translatable

T = TypeVar("T")

#: The most seconds to spend on one request, retries included.
MAX_SECONDS = 180.0
#: With pauses of 1, 2, 4, … 32 seconds, a quota per minute is refilled before the last attempt.
MAX_ATTEMPTS = 9
#: A missing network is noticed soon.
MAX_CONNECT_ATTEMPTS = 3
#: Seconds to connect and to read: Google spends at most 180 seconds on a request.
TIMEOUTS = (15.0, 190.0)

TOO_MANY = 429
#: Statuses of temporary failures, after which the request may or may not have been executed.
TRANSIENT = {408, 500, 502, 503, 504}

#: Seconds; shorter pauses are not reported.
MIN_PAUSE_TO_REPORT = 3.0

_pauses = wait_exponential_jitter(initial=1, max=32, jitter=1)


def was_not_executed(error: BaseException) -> bool:
    """Return whether Google certainly did not execute the request, and may do so later."""
    return (isinstance(error, APIError) and status_of(error) == TOO_MANY) or never_connected(error)


def never_connected(error: BaseException) -> bool:
    """Return whether the request was never sent."""
    if isinstance(
        error, TransportError | requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError | requests.exceptions.SSLError
    ):
        return True
    reason = getattr(error.args[0], "reason", None) if isinstance(error, requests.ConnectionError) and error.args else None
    return type(reason).__name__ in {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"}


def may_have_been_executed(error: BaseException) -> bool:
    """Return whether the failure is temporary and Google may have executed the request."""
    if isinstance(error, APIError):
        return status_of(error) in TRANSIENT
    return isinstance(
        error, requests.ConnectionError | requests.Timeout | requests.exceptions.ChunkedEncodingError
    ) and not never_connected(error)


def status_of(error: APIError) -> int:
    """Return an error's HTTP status."""
    return int(error.response.status_code)


class RetryingClient(gspread.HTTPClient):
    """gspread's HTTP client with a limited number of retries."""

    #: Waits between attempts.
    sleep = staticmethod(time.sleep)
    #: Receives a message before each long pause.
    notify: Notify | None = None

    def __init__(self, auth: Any, session: requests.Session | None = None) -> None:
        super().__init__(auth, session)
        self.set_timeout(TIMEOUTS)

    def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> requests.Response:
        """Send a request and retry it after temporary failures; one that must not run twice, only if it was not executed."""
        is_idempotent = method.upper() in {"GET", "PUT"} or endpoint.endswith("ByDataFilter")
        return self.with_retries(lambda: self.once(method, endpoint, *args, **options), (lambda: None) if is_idempotent else None)

    def once(self, method: str, endpoint: str, *args: Any, **options: Any) -> requests.Response:
        """Send a request without retries."""
        return super().request(method, endpoint, *args, **options)

    def with_retries(self, send: Callable[[], T], was_done: Callable[[], T | None] | None) -> T:
        """Call ``send`` until it succeeds; ``was_done`` finds out whether an unanswered attempt was executed."""
        doubted = False

        def attempt() -> T:
            nonlocal doubted
            if doubted and was_done is not None and (answer := was_done()) is not None:
                return answer
            try:
                return send()
            except Exception as error:
                is_refused = isinstance(error, APIError) and not is_transient(error)
                if doubted and is_refused and was_done is not None and (answer := was_done()) is not None:
                    return answer  # the first attempt was executed while the second was on its way
                doubted = doubted or may_have_been_executed(error)
                raise

        def is_transient(error: BaseException) -> bool:
            return was_not_executed(error) or (was_done is not None and may_have_been_executed(error))

        retrying = Retrying(
            retry=retry_if_exception(is_transient),
            wait=_pause,
            stop=stop_any(stop_before_delay(MAX_SECONDS), stop_after_attempt(MAX_ATTEMPTS), _StopWithoutNetwork()),
            before_sleep=self._report,
            sleep=self.sleep,
            reraise=True,
        )
        return retrying(attempt)

    def _report(self, state: RetryCallState) -> None:
        if self.notify is None or state.upcoming_sleep < MIN_PAUSE_TO_REPORT:
            return
        error = state.outcome.exception() if state.outcome else None
        seconds = ceil(state.upcoming_sleep)
        if error is not None and isinstance(error, APIError) and status_of(error) == TOO_MANY:
            self.notify(Message("Google accepts no more requests this minute. Retrying in {seconds} s.", seconds=seconds))
        else:
            self.notify(Message("Google isn't responding. Retrying in {seconds} s.", seconds=seconds))


class _StopWithoutNetwork(stop_base):
    """Give up early when there is no network."""

    def __call__(self, retry_state: RetryCallState) -> bool:
        error = retry_state.outcome.exception() if retry_state.outcome else None
        return error is not None and never_connected(error) and retry_state.attempt_number >= MAX_CONNECT_ATTEMPTS


def _pause(state: RetryCallState) -> float:
    """Return the pause that Google asks for, or a doubling one; jitter spreads several clients."""
    error = state.outcome.exception() if state.outcome else None
    asked = _retry_after(error.response) if isinstance(error, APIError) else 0.0
    return asked + float(_pauses(state)) % 1 if asked else float(_pauses(state))


def _retry_after(response: requests.Response) -> float:
    """Return the seconds of Retry-After, which may be a date; 0 if it is missing."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(email.utils.parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError):
        return 0.0


class RequestFailed(SheetKpiError):
    """Google can't be reached, or rejects the request.

    ``problem`` names the cause, such as ``not_shared`` or ``quota``; ``is_applied`` is None if Google may have done what was asked;
    ``is_invalid`` says that the request doesn't fit the spreadsheet.
    """

    def __init__(self, problem: str, what: Translatable, is_applied: bool | None = False, *, is_invalid: bool = False) -> None:
        super().__init__(what)
        self.problem, self.is_applied, self.is_invalid = problem, is_applied, is_invalid


@dataclass(frozen=True, slots=True)
class Account:
    """The account that sends requests, and the file it comes from."""

    email: str
    source: str


@contextmanager
def translated_failures(account: Account) -> Iterator[None]:
    """Explain Google's failures to the user.

    Raises:
        RequestFailed: Replaces the errors of gspread, requests and google-auth.
    """
    try:
        yield
    except APIError as error:
        raise RequestFailed(*_explain_response(error, account), is_invalid=status_of(error) == 400) from error
    except RefreshError as error:
        raise RequestFailed(*_explain_token(str(error), account)) from error
    except (requests.RequestException, GoogleAuthError) as error:
        raise RequestFailed(*_explain_network(error)) from error


#: A problem's name, and what the user reads.
_Problem = tuple[str, Translatable]


def _explain_response(error: APIError, account: Account) -> _Problem:
    status, message = status_of(error), str(error.error.get("message", ""))
    if status == 403:
        return _explain_forbidden(message, account)
    if status == 401:
        return "credentials", Message(
            "Google rejected the credentials in {source}. Download a new key, or sign in again.", source=account.source
        )
    if status in TRANSIENT:
        return "outage", Message(
            "Google isn't responding ({status}). Try again later; outages are listed at www.google.com/appsstatus.", status=status
        )
    for words, problem in _PROBLEMS.items():
        if words in message:
            return problem
    return "rejected", Message("Google rejected the request: {message}", message=" ".join(message.split())[:500])


#: Part of Google's message → what it means and what to do.
_PROBLEMS: Mapping[str, _Problem] = {
    "Requested entity was not found": (
        "not_found",
        Label("There is no such spreadsheet, or it was deleted. Copy its address from the browser again."),
    ),
    "Quota exceeded": (
        "quota",
        Label("Google accepts at most 60 requests per minute from one account. Try again in a few minutes."),
    ),
    "not supported for this document": (
        "office_file",
        Label("This is an Excel file in Google Drive. Open it there and choose File → Save as Google Sheets."),
    ),
    "protected cell or object": (
        "protected",
        Label(
            "The range is protected, and this account can't edit it. Give the account access (Data → Protect sheets and "
            "ranges), or choose another range."
        ),
    ),
    "above the limit of": (
        "too_large",
        Label("The spreadsheet would exceed 10 million cells. Delete unused sheets, or use another spreadsheet."),
    ),
}


def _explain_forbidden(message: str, account: Account) -> _Problem:
    if "has not been used in project" in message or "it is disabled" in message:
        address = re.search(r"https://\S+", message)
        return "api_disabled", Message(
            "The Google Sheets API is disabled in the project of {source}. Enable it at {address} and wait a minute.",
            source=account.source,
            address=address[0] if address else "https://console.cloud.google.com/apis/library/sheets.googleapis.com",
        )
    if "storage quota" in message:
        return "no_storage", Message(
            "A service account can't own files, so it can't create a spreadsheet. Create one yourself (sheets.new), "
            "share it with {email} as “Editor”, and give its address.",
            email=account.email,
        )
    if "insufficient authentication scopes" in message:
        return "scopes", Message(
            "The sign-in saved in {source} doesn't include access to spreadsheets. Sign in again.", source=account.source
        )
    if account.email:
        return "not_shared", Message(
            "The spreadsheet is not shared with {email}. Open it, click Share, enter this address, and choose “Editor”.",
            email=account.email,
        )
    return "not_shared", Message("You don't have permission to edit this spreadsheet. Ask its owner to share it with you as “Editor”.")


def _explain_token(message: str, account: Account) -> _Problem:
    if "Invalid JWT Signature" in message or "account not found" in message:
        return "unknown_key", Message(
            "The key in {source} or its account was deleted at Google. Create a new key and give its file.",
            source=account.source,
        )
    if "reasonable timeframe" in message:
        return "clock", Message("Google rejects the sign-in because this computer's clock is wrong. Set the clock.")
    if account.email:
        return "rejected_key", Message("Google rejected the key in {source}: {message}", source=account.source, message=message[:200])
    return "expired_sign_in", Message(
        "The sign-in saved in {source} has expired or was revoked. Delete this file and sign in again.", source=account.source
    )


def _explain_network(error: Exception) -> _Problem:
    if never_connected(error):
        return "no_network", Message("Can't reach Google. Check the network, and that no firewall blocks sheets.googleapis.com.")
    if isinstance(error, requests.Timeout):
        return "timeout", Message("Google didn't respond in time. Try again later, or with a smaller table.")
    return "disconnected", Message("The connection to Google was lost. Check the network and try again.")
