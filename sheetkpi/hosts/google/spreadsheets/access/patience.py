"""Requests to Google that are repeated where that helps, and only where it does no harm."""

import email.utils
import time
from collections.abc import Callable
from math import ceil
from typing import Any, TypeVar

import gspread
import requests
from google.auth.exceptions import TransportError
from gspread.exceptions import APIError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, stop_any, stop_before_delay, wait_exponential_jitter
from tenacity.stop import stop_base

from sheetkpi.reading.text_file import Notify
from sheetkpi.translation import Message

T = TypeVar("T")

#: Nobody waits longer for one request, all repetitions together.
LONGEST = 180.0
#: With pauses of 1, 2, 4, … 32 seconds, so that a quota of a minute is refilled before the last.
ATTEMPTS = 9
#: A network that is not there is soon known.
ATTEMPTS_TO_CONNECT = 3
#: Google works at a request for at most 180 seconds.
TIMEOUTS = (15.0, 190.0)

TOO_MANY = 429
#: Google's failures that pass; whether it did what was asked, they do not say.
PASSING = {408, 500, 502, 503, 504}

_BEFORE_CONNECTING = (
    TransportError,
    requests.exceptions.ConnectTimeout,
    requests.exceptions.ProxyError,
    requests.exceptions.SSLError,
)
_WHILE_CONNECTED = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)

#: Shorter pauses are not worth a word.
WORTH_SAYING = 3.0

_pauses = wait_exponential_jitter(initial=1, max=32, jitter=1)


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def was_refused(error: BaseException) -> bool:
    """Whether Google surely did nothing, and will do it later."""
    return (isinstance(error, APIError) and status_of(error) == TOO_MANY) or never_connected(error)


def never_connected(error: BaseException) -> bool:
    """Whether the request did not even leave."""
    if isinstance(
        error, TransportError | requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError | requests.exceptions.SSLError
    ):
        return True
    reason = getattr(error.args[0], "reason", None) if isinstance(error, requests.ConnectionError) and error.args else None
    return type(reason).__name__ in {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"}


def is_in_doubt(error: BaseException) -> bool:
    """Whether the failure passes, but leaves open whether Google did what was asked."""
    if isinstance(error, APIError):
        return status_of(error) in PASSING
    return isinstance(
        error, requests.ConnectionError | requests.Timeout | requests.exceptions.ChunkedEncodingError
    ) and not never_connected(error)


def status_of(error: APIError) -> int:
    """The HTTP status of a refusal."""
    return int(error.response.status_code)


class PatientClient(gspread.HTTPClient):
    """gspread's way to Google, with bounded repetitions."""

    #: Is told of long pauses.
    say: Notify | None = None

    def __init__(self, auth: Any, session: requests.Session | None = None) -> None:
        super().__init__(auth, session)
        self.set_timeout(TIMEOUTS)

    def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> requests.Response:
        """Send a request; again where it failed in passing. One that would do its work twice is only repeated when it was refused."""
        is_harmless = method.upper() in {"GET", "PUT"} or endpoint.endswith("ByDataFilter")
        return self.patiently(lambda: self.once(method, endpoint, *args, **options), (lambda: None) if is_harmless else None)

    def once(self, method: str, endpoint: str, *args: Any, **options: Any) -> requests.Response:
        """Send a request a single time."""
        return super().request(method, endpoint, *args, **options)

    def patiently(self, send: Callable[[], T], was_done: Callable[[], T | None] | None) -> T:
        """Send, and again while the failure passes."""
        doubted = False

        def attempt() -> T:
            nonlocal doubted
            if doubted and was_done is not None and (answer := was_done()) is not None:
                return answer
            try:
                return send()
            except Exception as error:
                is_refused = isinstance(error, APIError) and not is_passing(error)
                if doubted and is_refused and was_done is not None and (answer := was_done()) is not None:
                    return answer  # the first attempt was done while the second was under way
                doubted = doubted or is_in_doubt(error)
                raise

        def is_passing(error: BaseException) -> bool:
            return was_refused(error) or (was_done is not None and is_in_doubt(error))

        retrying = Retrying(
            retry=retry_if_exception(is_passing),
            wait=_pause,
            stop=stop_any(stop_before_delay(LONGEST), stop_after_attempt(ATTEMPTS), _StopWithoutNetwork()),
            before_sleep=self._tell,
            sleep=lambda seconds: sleep(seconds),  # noqa: PLW0108 - tests give another time
            reraise=True,
        )
        return retrying(attempt)

    def _tell(self, state: RetryCallState) -> None:
        if self.say is None or state.upcoming_sleep < WORTH_SAYING:
            return
        error = state.outcome.exception() if state.outcome else None
        seconds = ceil(state.upcoming_sleep)
        if error is not None and isinstance(error, APIError) and status_of(error) == TOO_MANY:
            self.say(Message("Google takes no more requests this minute. The next attempt follows in {seconds} s.", seconds=seconds))
        else:
            self.say(Message("Google does not answer. The next attempt follows in {seconds} s.", seconds=seconds))


class _StopWithoutNetwork(stop_base):
    """Give up soon where nothing can be reached."""

    def __call__(self, retry_state: RetryCallState) -> bool:
        error = retry_state.outcome.exception() if retry_state.outcome else None
        return error is not None and never_connected(error) and retry_state.attempt_number >= ATTEMPTS_TO_CONNECT


def _pause(state: RetryCallState) -> float:
    """What Google asks for, and never less than doubling pauses; chance keeps several programs apart."""
    error = state.outcome.exception() if state.outcome else None
    asked = _asked(error.response) if isinstance(error, APIError) else 0.0
    return asked + float(_pauses(state)) % 1 if asked else float(_pauses(state))


def _asked(response: requests.Response) -> float:
    """The seconds of Retry-After, which may be a date; 0 where it is missing."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(email.utils.parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError):
        return 0.0
