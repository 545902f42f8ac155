"""The endpoint for programs, under ``/v1``."""

from functools import lru_cache
from math import isclose

import msgspec
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.http import parse_options_header

from sheetkpi import KPIS, Kpi, __version__
from sheetkpi.hosts.web.answers import answer
from sheetkpi.hosts.web.caching import revalidated
from sheetkpi.hosts.web.catalogue import Catalogue, catalogue, catalogue_body
from sheetkpi.hosts.web.openapi import documented
from sheetkpi.hosts.web.reading import read_batch
from sheetkpi.hosts.web.refusals import JSON, RequestError, language_of_request
from sheetkpi.hosts.web.wire import Batch, Health, Refused, Results
from sheetkpi.translation import Message

blueprint = Blueprint("api", __name__, url_prefix="/v1")

#: The second is all that a simple cross-origin request may send: Excel's JavaScript-only runtime makes no other.
_TYPES = frozenset({JSON, "text/plain"})

_encoder = msgspec.json.Encoder()


@blueprint.post("/batch")
@documented(
    "Many calls in one request",
    {200: Results, 400: Refused, 413: Refused, 415: Refused},
    body=Batch,
    headers={"Accept-Language": "Language of the messages where the body names none: ru or en"},
)
def batch() -> Response:
    """Compute every call of a batch."""
    asked = read_batch(_body())
    results = answer(asked.calls, asked.language or language_of_request(), current_app.config["MAX_CELLS"])
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
@documented("Whether the server computes", {200: Health, 503: Refused})
def health() -> Response:
    """Compute an example, and compare."""
    kpi = next(kpi for kpi in KPIS.values() if kpi.result == "value")
    if not _computes(kpi):
        raise RequestError("unhealthy", Message("{function} does not give what its example says.", function=kpi.name), status=503)
    return current_app.response_class(_encoder.encode(Health("ok", __version__, len(KPIS))), content_type=JSON)


def _computes(kpi: Kpi[..., object]) -> bool:
    example = kpi.examples[0]
    result = kpi.calculate(example.arguments)
    return isinstance(result, float) and isclose(result, example.result)


def _body() -> bytes:
    if not _is_json(request.content_type or "") or request.environ.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise UnsupportedMediaType
    return request.get_data(cache=False)


@lru_cache(maxsize=64)
def _is_json(content_type: str) -> bool:
    mime_type, options = parse_options_header(content_type)
    return mime_type.lower() in _TYPES and options.get("charset", "utf-8").lower() in ("utf-8", "utf8")
