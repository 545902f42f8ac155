"""Files to install and open, the script for Google Sheets, and template workbooks as data for it."""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import TypeAlias

import msgspec
from flask import Blueprint, Response, current_app, request

from sheetkpi import SheetKpiError
from sheetkpi.files.shipped import FILES, shipped, with_server
from sheetkpi.hosts.web.access import public_url
from sheetkpi.hosts.web.errors import JSON, Refused, RequestError
from sheetkpi.hosts.web.openapi import Operation
from sheetkpi.settings import Settings
from sheetkpi.translation import LANGUAGES, Language, Message

#: Returns a file by its path and the prefix of the functions.
Product: TypeAlias = Callable[[str, str], bytes]

blueprint = Blueprint("downloads", __name__)

_PLAIN = "text/plain"


@dataclass(frozen=True)
class Download:
    """A file to download, at its own address."""

    name: str
    path: str
    media_type: str
    summary: str


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: The workbooks, each in every language.
WORKBOOKS: Mapping[str, str] = {
    "forecast": "The workbook of forecast and decomposition",
    "forecast-functions": "The same with =ROMI(…) and the other functions in its cells",
    "channels": "The workbook that compares channels",
    "channels-functions": "The same with =ROMI(…) and the other functions in its cells",
    "functions": "The workbook in which every function is a LAMBDA",
}

#: The functions for xlwings, each in every language: ending, media type, what it is.
EXCEL_MODULES: Mapping[str, tuple[str, str, str]] = {
    "udfs": ("py", "text/x-python", "The functions as an ordinary module of xlwings, also for xlwings Lite"),
    "vba": ("bas", "application/octet-stream", "The functions as a module of VBA that calls Python through xlwings"),  # no UTF-8
}

DOWNLOADS = (
    Download(
        "calc_addin", "addin/calc/sheetkpi.oxt", "application/vnd.openofficeorg.extension", "The extension of LibreOffice Calc, to install"
    ),
    *(
        Download(f"excel_{name}_{language}", f"addin/excel/{language}/sheetkpi_udfs.{ending}", media_type, f"{summary} ({language})")
        for name, (ending, media_type, summary) in EXCEL_MODULES.items()
        for language in LANGUAGES
    ),
    Download("excel_afe", "addin/excel/sheetkpi.afe.txt", _PLAIN, "The functions as text for the Advanced Formula Environment"),
    *(
        Download(f"{name.replace('-', '_')}_{language}", f"templates/{language}/{name}.xlsx", XLSX, f"{summary} ({language})")
        for name, summary in WORKBOOKS.items()
        for language in LANGUAGES
    ),
)


def shipped_product(path: str, prefix: str) -> bytes:
    """Return a file as it is shipped.

    Raises:
        SheetKpiError: It is missing, or a prefix is wanted.
    """
    if prefix:
        raise SheetKpiError(Message("This server only has files without a prefix. Start it with sheetkpi serve."))
    return shipped(path).read_bytes()


def _product(path: str) -> bytes:
    settings: Settings = current_app.config["SETTINGS"]
    product: Product = current_app.config["PRODUCT"]
    try:
        return product(path, settings.prefix)
    except SheetKpiError as error:
        raise RequestError("missing_file", error.what, status=503) from None


def _view(download: Download) -> Callable[[], Response]:
    def view() -> Response:
        response = current_app.response_class(_product(download.path), mimetype=download.media_type)
        response.headers.set("Content-Disposition", "attachment", filename=PurePosixPath(download.path).name)
        return response

    view.__name__ = download.name
    return Operation(download.summary, {200: download.media_type, 304: None, 503: Refused})(view)


for _download in DOWNLOADS:
    blueprint.add_url_rule(f"/{_download.path}", _download.name, _view(_download))


@blueprint.get(f"/addin/google/<any({', '.join(LANGUAGES)}):language>/<any({', '.join(map(repr, FILES))}):name>")
@Operation(
    "A file of the script for Google Sheets, with the address of this server in it",
    {200: _PLAIN, 304: None, 404: Refused, 503: Refused},
)
def file(language: Language, name: str) -> Response:
    """Return the file, as text to copy."""
    files = {each: _product(f"addin/google/{language}/{each}").decode() for each in FILES}
    url = google_url()
    response = current_app.response_class((with_server(files, url) if url else files)[name], mimetype=_PLAIN)
    response.vary.add("Host")
    return response


@blueprint.get("/templates/<any(en, ru):language>/<any(forecast, channels):name>.json")
@Operation(
    "A template workbook as data, from which a script builds it as sheets",
    {200: dict, 304: None, 404: Refused, 503: Refused},
)
def plan(language: Language, name: str) -> Response:
    """Return the workbook's sheets, cells, formats and charts."""
    settings: Settings = current_app.config["SETTINGS"]
    return current_app.response_class(_plan(language, name, settings.prefix), content_type=JSON)


def google_url() -> str:
    """Return the URL of the server without a slash; blank if Google can't reach it there, as it calls over https only."""
    host = request.host.rpartition(":")[0] or request.host
    try:
        is_local = not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        is_local = host == "localhost" or "." not in host
    return public_url().rstrip("/") if request.is_secure and not is_local else ""


@cache
def _plan(language: Language, name: str, prefix: str) -> bytes:
    try:
        from sheetkpi.workbooks.channels import channels_book  # they need a library that a server of numbers alone doesn't have
        from sheetkpi.workbooks.forecast import forecast_book
        from sheetkpi.workbooks.sheets_plan import sheets_plan
    except ModuleNotFoundError as error:
        what = Message(
            "Templates need a library that this server doesn't have ({name}). Install sheetkpi[workbooks] on it.", name=error.name
        )
        raise RequestError("missing_library", what, status=503) from None
    book = forecast_book(language, prefix=prefix) if name == "forecast" else channels_book(language, prefix=prefix)
    return msgspec.json.encode(sheets_plan(book))
