"""The OpenAPI document, generated from the routes and their types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, wraps
from http import HTTPStatus
from typing import Any, Literal, TypeAlias

import msgspec
from flask import Blueprint, Flask, Response, current_app, request

from sheetkpi import __version__
from sheetkpi.hosts.web.batch import Batch, ErrorCell, FlatRange, RangeOrError
from sheetkpi.hosts.web.errors import JSON, Refused
from sheetkpi.hosts.web.results import ErrorResult, RangeResult, Result, ValueResult

_REFERENCE = "#/components/schemas/{name}"

#: Unions that msgspec can't decode, described as such in the document.
_UNIONS: Mapping[type, tuple[type, ...]] = {
    RangeOrError: (FlatRange, ErrorCell),
    Result: (ValueResult, RangeResult, ErrorResult),
}

#: The body of an answer: a type, the media type of a file, or None for no body. `str` is a page, `dict` any JSON object.
Body: TypeAlias = type | str | None

#: Who may call a route: clients with a key, if the server needs keys; clients with a key and programs on the server's computer,
#: even if the server is open; everybody, at a limited rate; everybody at any time.
Openness = Literal["key", "operator", "public", "free"]

_KEY = "key"
_HEADERS: Mapping[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"description": "That a key is wanted: Bearer", "schema": {"type": "string"}}},
    429: {"Retry-After": {"description": "How many seconds to wait", "schema": {"type": "integer", "minimum": 1}}},
}


_OPERATIONS: dict[str, "Operation"] = {}

blueprint = Blueprint("openapi", __name__)


@dataclass(frozen=True)
class Operation:
    """What the document says about a route; it decorates the view, and views without one are not in the document.

    Clients ask each time for what may be answered with 304, and get it if it is not what they have.
    """

    summary: str
    answers: Mapping[int, Body]
    body: type | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    openness: Openness = "public"

    def __call__(self, view: Callable[..., Response]) -> Callable[..., Response]:
        """Describe a view."""
        _OPERATIONS[f"{view.__module__.rpartition('.')[2]}.{view.__name__}"] = self
        return _revalidated(view) if 304 in self.answers else view

    def all_answers(self) -> dict[int, Body]:
        """Return the body for each status, including those for access and rates."""
        refusals = {"key": (401, 403, 429), "operator": (401, 403, 429), "public": (429,), "free": ()}[self.openness]
        return dict(sorted({**self.answers, **dict.fromkeys(refusals, Refused)}.items()))


def _revalidated(view: Callable[..., Response]) -> Callable[..., Response]:
    @wraps(view)
    def revalidated(**arguments: Any) -> Response:
        response = view(**arguments)
        response.add_etag()
        response.cache_control.no_cache = True
        response.make_conditional(request)
        return response

    return revalidated


def openness_of(endpoint: str | None) -> Openness:
    """Return who may call a route, also one that is not documented or does not exist."""
    operation = _OPERATIONS.get(endpoint or "")
    return operation.openness if operation else "public"


@blueprint.get("/openapi.json")
@Operation("This document", {200: dict})
def openapi() -> Response:
    """Return the document."""
    return current_app.response_class(_document(current_app._get_current_object()), content_type=JSON)  # type: ignore[attr-defined]


@cache
def _document(app: Flask) -> bytes:
    """Return the document of an app's routes as JSON."""
    paths: dict[str, dict[str, Any]] = {}
    types: dict[Any, None] = dict.fromkeys(member for members in _UNIONS.values() for member in members)
    for rule in app.url_map.iter_rules():
        operation = _OPERATIONS.get(rule.endpoint)
        if operation is None:
            continue
        bodies = (operation.body, *operation.all_answers().values())
        types.update(dict.fromkeys(body for body in bodies if isinstance(body, type) and body not in (str, dict)))
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            paths.setdefault(rule.rule, {})[method.lower()] = _described(rule.endpoint, operation)
    _, schemas = msgspec.json.schema_components(list(types), ref_template=_REFERENCE)
    schemas[Batch.__name__]["properties"]["calls"]["maxItems"] = app.config["SETTINGS"].limits.calls
    for union, members in _UNIONS.items():
        schemas[union.__name__] = {"title": union.__name__, "anyOf": [_reference(member) for member in members]}
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "sheetkpi",
            "version": __version__,
            "summary": "One standard of marketing KPIs, for every spreadsheet of a company",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                _KEY: {"type": "http", "scheme": "bearer", "description": "A key that `sheetkpi keys add` made, where the server has keys"}
            },
        },
    }
    return msgspec.json.encode(document)


def _described(endpoint: str, operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": endpoint.rpartition(".")[2],
        "summary": operation.summary,
        "responses": {str(status): _answer(status, body) for status, body in operation.all_answers().items()},
    }
    if operation.openness in ("key", "operator"):
        described["security"] = [{_KEY: []}, {}]  # a server for one computer has no keys
    revalidation = {"If-None-Match": "The ETag of the answer that the client has"} if 304 in operation.answers else {}
    parameters = [("header", {**operation.headers, **revalidation}), ("query", operation.query)]
    described["parameters"] = [
        {"name": name, "in": place, "description": text, "schema": {"type": "string"}}
        for place, texts in parameters
        for name, text in texts.items()
    ]
    if operation.body:
        content = {"schema": _reference(operation.body)}
        described["requestBody"] = {"required": True, "content": {JSON: content, "text/plain": content}}
    return described


def _answer(status: int, body: Body) -> dict[str, Any]:
    described: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if status in _HEADERS:
        described["headers"] = _HEADERS[status]
    if isinstance(body, str):
        described["content"] = {body: {}}
    elif body is str:
        described["content"] = {"text/html": {"schema": {"type": "string"}}}
    elif body is not None:
        described["content"] = {JSON: {"schema": {"type": "object"} if body is dict else _reference(body)}}
    return described


def _reference(body: type) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(name=body.__name__)}
