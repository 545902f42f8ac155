"""The OpenAPI document, generated from the routes and their types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Any, Literal, TypeVar

import msgspec
from flask import Blueprint, Flask, Response, current_app

from sheetkpi import __version__
from sheetkpi.hosts.web.batch import Batch, ErrorCell, FlatRange, RangeOrError
from sheetkpi.hosts.web.errors import JSON, Refused
from sheetkpi.hosts.web.results import ErrorResult, RangeResult, Result, ValueResult

HTML = "text/html"
_REFERENCE = "#/components/schemas/{name}"

#: Types that a reader of the document can tell apart, but msgspec can't while it decodes.
_UNIONS: Mapping[type, tuple[type, ...]] = {
    RangeOrError: (FlatRange, ErrorCell),
    Result: (ValueResult, RangeResult, ErrorResult),
}

View = TypeVar("View", bound=Callable[..., Any])

#: Who may call a route: clients with a key, if the server needs keys; clients with a key and programs on the server's computer,
#: even if the server is open; everybody, at a limited rate; everybody at any time.
Openness = Literal["key", "operator", "public", "free"]

_KEY = "key"
_WAIT = {"Retry-After": {"description": "How many seconds to wait", "schema": {"type": "integer", "minimum": 1}}}
_CHALLENGE = {"WWW-Authenticate": {"description": "That a key is wanted: Bearer", "schema": {"type": "string"}}}


@dataclass(frozen=True)
class File:
    """A body that is a file."""

    media_type: str


@dataclass(frozen=True)
class Operation:
    """What the document says about a route."""

    summary: str
    answers: Mapping[int, type | File | None]
    body: type | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    openness: Openness = "public"

    def all_answers(self) -> dict[int, type | File | None]:
        """Return the body for each status, including those for access and rates."""
        refused = {"key": (401, 403, 429), "operator": (401, 403, 429), "public": (429,), "free": ()}[self.openness]
        return dict(sorted({**self.answers, **dict.fromkeys(refused, Refused)}.items()))

    def types(self) -> list[type]:
        """Return the types of its bodies."""
        return [body for body in (self.body, *self.all_answers().values()) if isinstance(body, type) and body not in (str, dict)]


_OPERATIONS: dict[str, Operation] = {}

blueprint = Blueprint("openapi", __name__)


def documented(
    summary: str,
    answers: Mapping[int, type | File | None],
    *,
    body: type | None = None,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    openness: Openness = "public",
) -> Callable[[View], View]:
    """Describe a route; one without a description is not in the document."""

    def keep(view: View) -> View:
        name = f"{view.__module__.rpartition('.')[2]}.{view.__name__}"
        _OPERATIONS[name] = Operation(summary, answers, body, headers or {}, query or {}, openness)
        return view

    return keep


def openness_of(endpoint: str | None) -> Openness:
    """Return who may call a route, also one that is not documented or does not exist."""
    operation = _OPERATIONS.get(endpoint or "")
    return operation.openness if operation else "public"


@blueprint.get("/openapi.json")
@documented("This document", {200: dict})
def openapi() -> Response:
    """Return the document."""
    return current_app.response_class(_body(current_app._get_current_object()), content_type=JSON)  # type: ignore[attr-defined]


@cache
def _body(app: Flask) -> bytes:
    return msgspec.json.encode(document(app))


def document(app: Flask) -> dict[str, Any]:
    """Return the document of an app's routes."""
    paths: dict[str, dict[str, Any]] = {}
    types: dict[type, None] = dict.fromkeys(member for members in _UNIONS.values() for member in members)
    for rule in app.url_map.iter_rules():
        operation = _OPERATIONS.get(rule.endpoint)
        if operation is None:
            continue
        types.update(dict.fromkeys(operation.types()))
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            paths.setdefault(rule.rule, {})[method.lower()] = _described(rule.endpoint, operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "sheetkpi",
            "version": __version__,
            "summary": "One standard of marketing KPIs, for every spreadsheet of a company",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": paths,
        "components": {
            "schemas": _schemas(list(types), app.config["SETTINGS"].limits.calls),
            "securitySchemes": {
                _KEY: {"type": "http", "scheme": "bearer", "description": "A key that `sheetkpi keys add` made, where the server has keys"}
            },
        },
    }


def _schemas(types: list[type], most_calls: int) -> dict[str, Any]:
    _, schemas = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    schemas[Batch.__name__]["properties"]["calls"]["maxItems"] = most_calls
    for union, members in _UNIONS.items():
        schemas[union.__name__] = {"title": union.__name__, "anyOf": [_reference(member) for member in members]}
    return schemas


def _described(endpoint: str, operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": endpoint.rpartition(".")[2],
        "summary": operation.summary,
        "responses": {str(status): _answer(status, body) for status, body in operation.all_answers().items()},
    }
    if operation.openness in ("key", "operator"):
        described["security"] = [{_KEY: []}, {}]  # a server for one computer has no keys
    parameters = [*_parameters("header", operation.headers), *_parameters("query", operation.query)]
    if parameters:
        described["parameters"] = parameters
    if operation.body:
        content = {"schema": _reference(operation.body)}
        described["requestBody"] = {"required": True, "content": {JSON: content, "text/plain": content}}
    return described


def _parameters(place: str, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": name, "in": place, "description": text, "schema": {"type": "string"}} for name, text in texts.items()]


def _answer(status: int, body: type | File | None) -> dict[str, Any]:
    described: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    headers = {401: _CHALLENGE, 429: _WAIT}.get(status)
    if headers:
        described["headers"] = headers
    if isinstance(body, File):
        described["content"] = {body.media_type: {}}
    elif body is str:
        described["content"] = {HTML: {"schema": {"type": "string"}}}
    elif body is dict:
        described["content"] = {JSON: {"schema": {"type": "object"}}}
    elif body is not None:
        described["content"] = {JSON: {"schema": _reference(body)}}
    return described


def _reference(body: type) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(name=body.__name__)}
