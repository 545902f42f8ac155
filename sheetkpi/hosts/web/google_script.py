"""The script for Google Sheets, with the address of this server in it, and the page that says where to put it."""

import ipaddress
from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath

from flask import Blueprint, Response, current_app, request

from sheetkpi import KPIS, SheetKpiError
from sheetkpi.files.server_address import FILES, MANIFEST, with_server
from sheetkpi.hosts.web.caching import revalidated
from sheetkpi.hosts.web.openapi import File, documented
from sheetkpi.hosts.web.own_address import own_address
from sheetkpi.hosts.web.pages import language_of_page, page_of
from sheetkpi.hosts.web.refusals import RequestError
from sheetkpi.hosts.web.wire import Refused
from sheetkpi.printing.notation import BEST_KNOWN, first_formula
from sheetkpi.release.products import product
from sheetkpi.translation import LANGUAGES, Language

blueprint = Blueprint("google_script", __name__, url_prefix="/addin/google")

_PLAIN = "text/plain"


@blueprint.get("/")
@documented(
    "How to put the functions into a Google spreadsheet",
    {200: str},
    query={"lang": " or ".join(LANGUAGES)},
    headers={"Accept-Language": "Language of the page where lang is not given"},
)
def page() -> Response:
    """The page."""
    language = language_of_page()
    response = page_of(
        "google.html",
        language,
        files=[(name, name if name == MANIFEST else PurePosixPath(name).stem) for name in FILES],
        local=sum(kpi.is_printable for kpi in KPIS.values()),
        count=len(KPIS),
        address=_address(),
        first_formula=first_formula(KPIS[BEST_KNOWN], prefix=current_app.config["PREFIX"]),
    )
    response.vary.update(("Accept-Language", "Host"))
    return response


@blueprint.get(f"/<any({', '.join(LANGUAGES)}):language>/<any({', '.join(map(repr, FILES))}):name>")
@documented(
    "A file of the script for Google Sheets, with the address of this server in it",
    {200: File(_PLAIN), 304: None, 404: Refused, 503: Refused},
    headers={"If-None-Match": "The ETag of the file that the client has"},
)
def file(language: Language, name: str) -> Response:
    """The file, as text to copy."""
    files = _files(language, current_app.config["PREFIX"])
    address = _address()
    text = (with_server(files, address) if address else files)[name]
    response = current_app.response_class(text, mimetype=_PLAIN)
    response.vary.add("Host")
    return revalidated(response)


def _address() -> str:
    """The address of this server, where Google can reach it: it asks over https only."""
    host = request.host.rpartition(":")[0] or request.host
    return own_address().rstrip("/") if request.is_secure and not _is_local(host) else ""


def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return host == "localhost" or "." not in host


@cache
def _files(language: Language, prefix: str) -> Mapping[str, str]:
    try:
        return {name: product(f"addin/google/{language}/{name}", prefix).decode() for name in FILES}
    except SheetKpiError as error:
        raise RequestError("missing_file", error.what, status=503) from None
