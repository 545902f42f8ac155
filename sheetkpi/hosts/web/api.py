"""The API for programs, under ``/v1``."""

from functools import lru_cache

import msgspec
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.http import parse_options_header

from sheetkpi import KPIS, __version__
from sheetkpi.hosts.web.access import consume_cells, current_key
from sheetkpi.hosts.web.batch import Batch, read_batch
from sheetkpi.hosts.web.catalogue import Catalogue, catalogue, catalogue_body
from sheetkpi.hosts.web.errors import JSON, Refused, RequestError, language_of_request
from sheetkpi.hosts.web.health import Health, HealthCheck
from sheetkpi.hosts.web.middleware import record_batch
from sheetkpi.hosts.web.openapi import Operation
from sheetkpi.hosts.web.results import Results, calculate_batch
from sheetkpi.settings import Settings
from sheetkpi.translation import LANGUAGES

blueprint = Blueprint("api", __name__, url_prefix="/v1")

#: Excel's JavaScript-only runtime makes simple cross-origin requests only, which may not be application/json.
_TYPES = frozenset({JSON, "text/plain"})

_NEW_EACH_TIME = {"Cache-Control": "no-store"}

_health = HealthCheck()


@blueprint.post("/batch")
@Operation(
    "Many calls in one request",
    {200: Results, 400: Refused, 413: Refused, 415: Refused},
    body=Batch,
    headers={"Accept-Language": f"Language of the messages where the body names none: {' or '.join(LANGUAGES)}"},
    openness="key",
)
def batch() -> Response:
    """Calculate every call of a batch."""
    settings: Settings = current_app.config["SETTINGS"]
    calls, language = read_batch(_body(settings.limits.body), settings.limits)
    key = current_key()
    allowed = key.functions if key else None
    results = calculate_batch(calls, language or language_of_request(), settings.limits, settings.prefix, allowed)
    consume_cells(record_batch(calls, results, settings.prefix))
    return current_app.response_class(results.to_json(), content_type=JSON)


@blueprint.get("/functions")
@Operation(
    "The catalogue of functions, for a client to build its own functions from",
    {200: Catalogue, 304: None},
)
def functions() -> Response:
    """Return the catalogue, or 304 if the client has it."""
    response = current_app.response_class(catalogue_body(), content_type=JSON)
    response.set_etag(f"{__version__}-{catalogue().catalogue}")
    return response


@blueprint.get("/health")
@Operation("Whether the server computes", {200: Health, 503: Refused}, openness="free")
def health() -> Response:
    """Calculate the examples, and compare."""
    faults = _health.faults()
    if faults:
        raise RequestError("unhealthy", faults[0], status=503, headers=_NEW_EACH_TIME)
    body = msgspec.json.encode(Health("ok", __version__, len(KPIS)))
    return current_app.response_class(body, headers=_NEW_EACH_TIME, content_type=JSON)


def _body(most: int) -> bytes:
    headers = request.environ
    if not _is_json(headers.get("CONTENT_TYPE", "")) or headers.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise UnsupportedMediaType
    body = request.get_data(cache=False)
    if len(body) > most:
        raise RequestEntityTooLarge
    return body


@lru_cache(maxsize=64)
def _is_json(content_type: str) -> bool:
    mime_type, options = parse_options_header(content_type)
    return mime_type.lower() in _TYPES and options.get("charset", "utf-8").lower() in ("utf-8", "utf8")
