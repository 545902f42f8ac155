"""Errors of whole requests, as ``{"error": {"code", "message"}}`` in the client's language."""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated

import msgspec
from flask import Flask, Response, current_app, request
from msgspec import Meta, Struct
from werkzeug.exceptions import HTTPException

from sheetkpi import SheetKpiError
from sheetkpi.hosts.web.log import current_record
from sheetkpi.settings.values import size_in_words
from sheetkpi.translation import LANGUAGES, Label, Language, Message, Translatable

JSON = "application/json"

#: Longer texts of a client are cut in messages.
_LONGEST = 100

_BY_STATUS: Mapping[int, tuple[str, Translatable]] = {
    404: ("not_found", Label("Nothing is at this address. See the page at / for what there is.")),
    405: ("method_not_allowed", Label("This address doesn't accept this method. See the page at / for how to call it.")),
    415: (
        "unsupported_media_type",
        Label("Send the body as uncompressed JSON in UTF-8, with the header Content-Type: application/json or text/plain."),
    ),
}

#: msgspec's errors are English texts without fields; those not listed here are shown untranslated.
_DECODING_ERRORS: tuple[tuple[str, Callable[..., Message]], ...] = (
    (r"Object missing required field `(?P<field>.*)`", lambda field: Message("the field {field} is missing", field=field)),
    (r"Object contains unknown field `(?P<field>.*)`", lambda field: Message("there is no field {field}", field=field)),
    (
        r"Expected `(?P<expected>[^`]*)`, got `(?P<given>[^`]*)`",
        lambda expected, given: Message("expected {expected}, got {given}", expected=expected, given=given),
    ),
    (
        r"Expected `(?P<expected>[^`]*)` of length <= (?P<most>\d+)",
        lambda expected, most: Message("{expected} longer than {most}", expected=expected, most=most),
    ),
    (r"Expected `int` >= (?P<least>\d+)", lambda least: Message("expected a whole number from {least}", least=least)),
    (r"Invalid enum value '(?P<value>.*)'", lambda value: Message("the value “{value}” is not one of those allowed", value=value)),
    (r"Number out of range", lambda: Message("the number is too large")),
    (r"Input data was truncated", lambda: Message("it ends too early")),
    (r"JSON is malformed: .*\(byte (?P<byte>\d+)\)", lambda byte: Message("a wrong character at byte {byte}", byte=byte)),
)


class Refusal(Struct):
    """Why a whole request was refused."""

    code: Annotated[str, Meta(description="For a program, such as bad_json", examples=["bad_json"])]
    message: Annotated[str, Meta(description="For a person, in the language asked for")]


class Refused(Struct):
    """The answer to a request that was refused."""

    error: Refusal


class RequestError(SheetKpiError):
    """A request that can't be answered."""

    def __init__(
        self,
        code: str,
        what: Translatable,
        *,
        status: int = 400,
        language: Language | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(what)
        self.code = code
        self.status = status
        self.language = language
        self.headers = headers or {}


def install(app: Flask) -> None:
    """Register the error handlers of an app."""
    app.register_error_handler(RequestError, _refused)
    app.register_error_handler(HTTPException, _failed)


def language_of_request() -> Language:
    """Return the first of our languages that ``Accept-Language`` asks for."""
    if "HTTP_ACCEPT_LANGUAGE" not in request.environ:
        return "en"
    return request.accept_languages.best_match(LANGUAGES) or "en"


def http_error(status: int, reason: str) -> tuple[str, Translatable]:
    """Return the code and message of an HTTP error."""
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return "internal_error", Message(
            "The server failed. Tell its administrator: the log has the cause under request {request}.", request=current_record().request
        )
    return _BY_STATUS.get(status) or ("bad_request", Message("The request was refused: {reason}.", reason=reason))


def body_too_large(most: int, size: int | None = None) -> Message:
    """Return the message for a body above the limit."""
    if size is None:
        return Message(
            "The request is larger than the limit of {most} (limits.body). Send its calls in several requests.", most=size_in_words(most)
        )
    return Message(
        "The request has {size} bytes; the limit is {most} (limits.body: {words}). Send its calls in several requests.",
        size=size,
        most=most,
        words=size_in_words(most),
    )


def error_body(code: str, what: Translatable, language: Language) -> bytes:
    """Return the body of an error response."""
    return msgspec.json.encode(Refused(Refusal(code, what.in_language(language))))


def decoding_error(text: str) -> Message | str:
    """Return an error text of msgspec as a message that can be translated.

    >>> str(decoding_error("Object missing required field `calls`"))
    'the field calls is missing'
    """
    for pattern, message in _DECODING_ERRORS:
        found = re.fullmatch(pattern, text, re.DOTALL)
        if found:
            return message(**{name: _short(part) for name, part in found.groupdict().items()})
    return _short(text)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _refused(error: RequestError) -> Response:
    current_record().refused = error.code
    body = error_body(error.code, error.what, error.language or language_of_request())
    return current_app.response_class(body, error.status, error.headers, content_type=JSON)


def _failed(error: HTTPException) -> Response:
    response = current_app.make_response(error.get_response())  # keeps the header Allow of a 405
    response.content_type = JSON
    code, what = http_error(response.status_code, error.name)
    if response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        code, what = "too_large", body_too_large(current_app.config["SETTINGS"].limits.body, request.content_length)
    current_record().refused = code
    response.data = error_body(code, what, language_of_request())
    return response
