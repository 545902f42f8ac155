"""What Google's own description of its API says of a request: which fields there are, and what they hold."""

import functools
import importlib.resources
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

JSON = Mapping[str, Any]

#: Of every method: what a client may add to the address.
EVERYWHERE = {"fields", "alt", "prettyPrint", "key", "quotaUser", "access_token", "$.xgafv"}


class Refused(Exception):
    """What Google answers instead of doing it.

    Args:
        message: In Google's words.
        code: The HTTP status.
        status: Its name at Google.
        details: What else stands in the answer.
    """

    def __init__(self, message: str, code: int = 400, status: str = "INVALID_ARGUMENT", details: Sequence[JSON] = ()) -> None:
        super().__init__(message)
        self.message, self.code, self.status, self.details = message, code, status, details


@functools.cache
def document(name: str) -> JSON:
    """A description as Google publishes it, of ``sheets.v4`` or ``drive.v3``."""
    found: JSON = json.loads(importlib.resources.files("googleapiclient.discovery_cache.documents").joinpath(f"{name}.json").read_text())
    return found


@functools.cache
def methods(name: str) -> Mapping[str, JSON]:
    """The methods by their names, such as ``spreadsheets.values.get``."""
    return dict(_methods(document(name), ""))


def _methods(resource: JSON, prefix: str) -> Iterator[tuple[str, JSON]]:
    for name, method in resource.get("methods", {}).items():
        yield f"{prefix}{name}", method
    for name, inner in resource.get("resources", {}).items():
        yield from _methods(inner, f"{prefix}{name}.")


def checked_parameters(name: str, method: str, given: Mapping[str, Sequence[str]]) -> None:
    """Refuse a parameter of the address that the method does not have."""
    known = methods(name)[method]["parameters"]
    for parameter, values in given.items():
        if parameter in EVERYWHERE:
            continue
        if parameter not in known or known[parameter]["location"] != "query":
            raise Refused(
                f'Invalid JSON payload received. Unknown name "{parameter}": Cannot bind query parameter. '
                f"Field '{parameter}' could not be found in request message."
            )
        for value in values:
            if "enum" in known[parameter] and value not in known[parameter]["enum"]:
                raise Refused(f"Invalid value at '{_snake(parameter)}' (TYPE_ENUM), \"{value}\"")
            if known[parameter]["type"] == "boolean" and value.lower() not in {"true", "false"}:
                raise Refused(f"Invalid value at '{_snake(parameter)}' (TYPE_BOOL), \"{value}\"")


def checked_body(name: str, schema: str, body: Any) -> Any:
    """A body without its nulls; refused where a field is unknown or holds what it cannot."""
    body = without_nulls(body)
    _check(document(name)["schemas"], {"$ref": schema}, body, "")
    return body


def without_nulls(value: Any) -> Any:
    """What protocol buffers make of JSON: a field that is null is not there. The nulls in ``values`` are cells to skip."""
    if isinstance(value, dict):
        return {
            name: inner if name == "values" and _is_rows(inner) else without_nulls(inner)
            for name, inner in value.items()
            if inner is not None
        }
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], list)


_TYPES = {
    "boolean": (bool, "TYPE_BOOL"),
    "number": ((int, float), "TYPE_DOUBLE"),
    "integer": (int, "TYPE_INT32"),
    "string": (str, "TYPE_STRING"),
}


def _check(schemas: JSON, schema: JSON, value: Any, place: str) -> None:
    while "$ref" in schema:
        schema = schemas[schema["$ref"]]
    kind = schema.get("type", "any")
    if kind == "any":
        return
    if kind == "object":
        _check_object(schemas, schema, value, place)
    elif kind == "array":
        if not isinstance(value, list):
            raise _invalid(place, "TYPE_MESSAGE", value)
        for index, inner in enumerate(value):
            _check(schemas, schema["items"], inner, f"{place}[{index}]")
    else:
        _check_scalar(schema, kind, value, place)


def _check_object(schemas: JSON, schema: JSON, value: Any, place: str) -> None:
    if not isinstance(value, dict):
        raise _invalid(place, "TYPE_MESSAGE", value)
    properties, others = schema.get("properties", {}), schema.get("additionalProperties")
    for name, inner in value.items():
        if name in properties:
            _check(schemas, properties[name], inner, f"{place}.{_snake(name)}".lstrip("."))
        elif others is not None:
            _check(schemas, others, inner, f"{place}[{name}]")
        else:
            where = f" at '{place}'" if place else ""
            raise Refused(f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.')


def _check_scalar(schema: JSON, kind: str, value: Any, place: str) -> None:
    if kind == "string" and schema.get("format") in {"int64", "uint64"}:
        if isinstance(value, bool) or not re.fullmatch(r"-?\d+", str(value)):
            raise _invalid(place, "TYPE_INT64", value)
        return
    types, name = _TYPES[kind]
    if not isinstance(value, types) or (kind != "boolean" and isinstance(value, bool)):
        raise _invalid(place, name, value)
    if kind == "integer" and not -(2**31) <= value < 2**31:
        raise _invalid(place, name, value)
    if kind == "number" and not math.isfinite(value):
        raise Refused("Invalid JSON payload received. Unexpected token.")
    if "enum" in schema and value not in schema["enum"]:
        raise _invalid(place, "TYPE_ENUM", value)


def _invalid(place: str, kind: str, value: Any) -> Refused:
    return Refused(f"Invalid value at '{place}' ({kind}), {json.dumps(value, ensure_ascii=False)[:200]}")


@functools.cache
def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", name)


# --- masks of fields


def fields_of(mask: str) -> list[list[str]]:
    """``a(b,c.d),e`` as the paths a.b, a.c.d and e."""
    paths: list[str] = []
    stack, word = [""], ""
    for sign in mask.replace("/", ".") + ",":
        if sign == "(":
            stack.append(f"{stack[-1]}{word.strip()}.")
            word = ""
        elif sign in ",)":
            if word.strip():
                paths.append(stack[-1] + word.strip())
            word = ""
            if sign == ")":
                stack.pop()
        else:
            word += sign
    return [path.split(".") for path in paths]


def checked_mask(schema: str, mask: str | None) -> list[list[str]]:
    """The paths of a mask; refused where it is missing or names a field that is not there."""
    if not mask:
        raise Refused("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    schemas = document("sheets.v4")["schemas"]
    for path in fields_of(mask):
        inner: JSON = schemas[schema]
        for name in path:
            if name == "*":
                break
            while "items" in inner:
                inner = inner["items"]
            if "$ref" in inner:
                inner = schemas[inner["$ref"]]
            while "items" in inner:
                inner = inner["items"]
                inner = schemas[inner["$ref"]] if "$ref" in inner else inner
            properties = inner.get("properties", {})
            if name not in properties:
                raise Refused(f"Request contains an invalid argument. Invalid field: {'.'.join(path)}")
            inner = properties[name]
            if "$ref" in inner:
                inner = schemas[inner["$ref"]]
    return fields_of(mask)


def merge(target: dict[str, Any], source: JSON, paths: Sequence[Sequence[str]]) -> None:
    """Set the fields that a mask names; a named one that is not given is cleared.

    Thousands of cells share one format afterwards: nothing below the target itself may be changed in place.
    """
    for path in paths:
        if path == ["*"]:
            target.clear()
            target.update(source)
            continue
        to, come = target, source
        for name in path[:-1]:
            to[name] = dict(to.get(name, {}))
            to, come = to[name], come.get(name, {})
        if path[-1] in come:
            to[path[-1]] = come[path[-1]]
        else:
            to.pop(path[-1], None)


def only(value: Any, paths: Sequence[Sequence[str]]) -> Any:
    """The part of an answer that a mask names."""
    if not paths or any(not path or path[0] == "*" for path in paths):
        return value
    if isinstance(value, list):
        return [only(inner, paths) for inner in value]
    if not isinstance(value, dict):
        return value
    wanted: dict[str, list[Sequence[str]]] = {}
    for path in paths:
        wanted.setdefault(path[0], []).append(path[1:])
    return {name: only(value[name], inner) for name, inner in wanted.items() if name in value}
