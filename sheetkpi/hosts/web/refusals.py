"""Requests that are refused as a whole, each as ``{"error": {"code", "message"}}`` in the reader's language."""

from collections.abc import Mapping

import msgspec
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from sheetkpi import SheetKpiError
from sheetkpi.hosts.web import wire
from sheetkpi.translation import LANGUAGES, Label, Language, Message, Translatable

JSON = "application/json"

_BY_STATUS: Mapping[int, tuple[str, Translatable]] = {
    404: ("not_found", Label("There is nothing at this address. The page at / says what there is.")),
    405: ("method_not_allowed", Label("This address does not take this method. The page at / says how to call it.")),
    413: ("too_large", Label("The request is too large. Send its calls in several requests.")),
    415: (
        "unsupported_media_type",
        Label("Send the body as JSON in UTF-8, not compressed, with the header Content-Type: application/json or text/plain."),
    ),
    500: ("internal_error", Label("The server failed. Its log says why; send the log to whoever runs the server.")),
}


class RequestError(SheetKpiError):
    """A request that cannot be answered.

    Args:
        code: What is wrong, for a program.
        what: What is wrong and what to do, for a person.
        status: The status of the answer.
        language: The language that the body asks for, where that could be read.
    """

    def __init__(self, code: str, what: Translatable, *, status: int = 400, language: Language | None = None) -> None:
        super().__init__(what)
        self.code = code
        self.status = status
        self.language = language


def install(app: Flask) -> None:
    """Let an app answer refusals, and the errors of HTTP, in this form."""
    app.register_error_handler(RequestError, _refused)
    app.register_error_handler(HTTPException, _failed)


def language_of_request() -> Language:
    """The first of our languages that ``Accept-Language`` wants."""
    if "Accept-Language" not in request.headers:
        return "en"
    wanted = request.accept_languages.best_match(LANGUAGES)
    return next((language for language in LANGUAGES if language == wanted), "en")


def explained(status: int, reason: str) -> tuple[str, Translatable]:
    """The code and the message of an error of HTTP."""
    return _BY_STATUS.get(status) or ("bad_request", Message("The request was refused: {reason}.", reason=reason))


def body_of(code: str, what: Translatable, language: Language) -> bytes:
    """The body of an answer that refuses."""
    return msgspec.json.encode(wire.Refused(wire.Refusal(code, what.in_language(language))))


def _refused(refusal: RequestError) -> Response:
    body = body_of(refusal.code, refusal.what, refusal.language or language_of_request())
    return current_app.response_class(body, refusal.status, content_type=JSON)


def _failed(error: HTTPException) -> Response:
    response = current_app.make_response(error.get_response())  # keeps the header Allow of a 405
    response.content_type = JSON
    response.data = body_of(*explained(response.status_code, error.name), language_of_request())
    return response
