"""The endpoint for programs, under ``/v1``."""

from functools import lru_cache

import msgspec
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.http import parse_options_header

from sheetkpi import KPIS, __version__
from sheetkpi.hosts.web.answers import answer
from sheetkpi.hosts.web.auth.access import count_cells, current_key
from sheetkpi.hosts.web.caching import revalidated
from sheetkpi.hosts.web.catalogue import Catalogue, catalogue, catalogue_body
from sheetkpi.hosts.web.health import Examination
from sheetkpi.hosts.web.limits import Limits
from sheetkpi.hosts.web.observability.middleware import record_batch
from sheetkpi.hosts.web.observability.record import current_record
from sheetkpi.hosts.web.openapi import documented
from sheetkpi.hosts.web.reading import read_batch
from sheetkpi.hosts.web.refusals import JSON, RequestError, language_of_request
from sheetkpi.hosts.web.wire import Batch, Health, Refused, Results
from sheetkpi.translation import LANGUAGES

blueprint = Blueprint("api", __name__, url_prefix="/v1")

#: The second is all that a simple cross-origin request may send: Excel's JavaScript-only runtime makes no other.
_TYPES = frozenset({JSON, "text/plain"})

_NEW_EACH_TIME = {"Cache-Control": "no-store"}

_encoder = msgspec.json.Encoder()
_examination = Examination()


@blueprint.post("/batch")
@documented(
    "Many calls in one request",
    {200: Results, 400: Refused, 413: Refused, 415: Refused},
    body=Batch,
    headers={"Accept-Language": f"Language of the messages where the body names none: {' or '.join(LANGUAGES)}"},
    openness="key",
)
def batch() -> Response:
    """Compute every call of a batch."""
    config, key, seen = current_app.config, current_key(), current_record()
    limits, prefix = Limits.of(config), config["PREFIX"]
    asked = read_batch(_body(config["MAX_BODY"]), limits)
    allowed = key.functions if key else None
    results = answer(asked.calls, asked.language or language_of_request(), limits, prefix, allowed)
    record_batch(seen, asked.calls, results, prefix)
    count_cells(seen.cells + seen.answer_cells)
    return current_app.response_class(_encoder.encode(results), content_type=JSON)


@blueprint.get("/functions")
@documented(
    "The catalogue of functions, for a client to build its own functions from",
    {200: Catalogue, 304: None},
    headers={"If-None-Match": "The ETag of the catalogue that the client has"},
)
def functions() -> Response:
    """The catalogue, or 304 where the client has it already."""
    response = current_app.response_class(catalogue_body(), content_type=JSON)
    response.set_etag(f"{__version__}-{catalogue().catalogue}")
    return revalidated(response)


@blueprint.get("/health")
@documented("Whether the server computes", {200: Health, 503: Refused}, openness="free")
def health() -> Response:
    """Compute the examples, and compare."""
    faults = _examination.faults()
    if faults:
        raise RequestError("unhealthy", faults[0], status=503, headers=_NEW_EACH_TIME)
    body = _encoder.encode(Health("ok", __version__, len(KPIS)))
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
