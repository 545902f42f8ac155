"""Requests that are refused as a whole, each as ``{"error": {"code", "message"}}`` in the reader's language."""

from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from sheetkpi import SheetKpiError
from sheetkpi.hosts.web import wire
from sheetkpi.hosts.web.observability.record import current_record
from sheetkpi.settings.values import size_in_words
from sheetkpi.translation import LANGUAGES, Label, Language, Message, Translatable

JSON = "application/json"

_BY_STATUS: Mapping[int, tuple[str, Translatable]] = {
    404: ("not_found", Label("There is nothing at this address. The page at / says what there is.")),
    405: ("method_not_allowed", Label("This address does not take this method. The page at / says how to call it.")),
    415: (
        "unsupported_media_type",
        Label("Send the body as JSON in UTF-8, not compressed, with the header Content-Type: application/json or text/plain."),
    ),
}


class RequestError(SheetKpiError):
    """A request that cannot be answered."""

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
    """Let an app answer refusals, and the errors of HTTP, in this form."""
    app.register_error_handler(RequestError, _refused)
    app.register_error_handler(HTTPException, _failed)


def language_of_request() -> Language:
    """The first of our languages that ``Accept-Language`` wants."""
    if "HTTP_ACCEPT_LANGUAGE" not in request.environ:
        return "en"
    wanted = request.accept_languages.best_match(LANGUAGES)
    return next((language for language in LANGUAGES if language == wanted), "en")


def explained(status: int, reason: str) -> tuple[str, Translatable]:
    """The code and the message of an error of HTTP."""
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return "internal_error", Message(
            "The server failed. Tell whoever runs it: the log says why, at request {request}.", request=current_record().request
        )
    return _BY_STATUS.get(status) or ("bad_request", Message("The request was refused: {reason}.", reason=reason))


def body_too_large(most: int, size: int | None = None) -> Message:
    """That a body is too large."""
    if size is None:
        return Message(
            "The request is larger than {most}, the most that one may be here (limits.body). Send its calls in several requests.",
            most=size_in_words(most),
        )
    return Message(
        "The request has {size} bytes, and {most} are the most that one may have here (limits.body: {words}). "
        "Send its calls in several requests.",
        size=size,
        most=most,
        words=size_in_words(most),
    )


def body_of(code: str, what: Translatable, language: Language) -> bytes:
    """The body of an answer that refuses."""
    return msgspec.json.encode(wire.Refused(wire.Refusal(code, what.in_language(language))))


def _refused(refusal: RequestError) -> Response:
    current_record().refused = refusal.code
    body = body_of(refusal.code, refusal.what, refusal.language or language_of_request())
    return current_app.response_class(body, refusal.status, refusal.headers, content_type=JSON)


def _failed(error: HTTPException) -> Response:
    response = current_app.make_response(error.get_response())  # keeps the header Allow of a 405
    response.content_type = JSON
    code, what = explained(response.status_code, error.name)
    if response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        code, what = "too_large", body_too_large(current_app.config["MAX_BODY"], request.content_length)
    current_record().refused = code
    response.data = body_of(code, what, language_of_request())
    return response
