"""The files to install, each at an address of its own: what is not in the list cannot be asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from flask import Blueprint, Response, current_app

from sheetkpi import SheetKpiError
from sheetkpi.hosts.web.caching import revalidated
from sheetkpi.hosts.web.openapi import File, documented
from sheetkpi.hosts.web.refusals import RequestError
from sheetkpi.hosts.web.wire import Refused
from sheetkpi.release.products import product
from sheetkpi.translation import LANGUAGES

blueprint = Blueprint("downloads", __name__)


@dataclass(frozen=True)
class Download:
    """A file to download."""

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
    Download("excel_afe", "addin/excel/sheetkpi.afe.txt", "text/plain", "The functions as text for the Advanced Formula Environment"),
    *(
        Download(f"{name.replace('-', '_')}_{language}", f"templates/{language}/{name}.xlsx", XLSX, f"{summary} ({language})")
        for name, summary in WORKBOOKS.items()
        for language in LANGUAGES
    ),
)


def _view(download: Download) -> Callable[[], Response]:
    def view() -> Response:
        try:
            content = product(download.path, current_app.config["PREFIX"])
        except SheetKpiError as error:
            raise RequestError("missing_file", error.what, status=503) from None
        response = current_app.response_class(content, mimetype=download.media_type)
        response.headers.set("Content-Disposition", "attachment", filename=PurePosixPath(download.path).name)
        return revalidated(response)

    view.__name__ = download.name
    return documented(
        download.summary,
        {200: File(download.media_type), 304: None, 503: Refused},
        headers={"If-None-Match": "The ETag of the file that the client has"},
    )(view)


for _download in DOWNLOADS:
    blueprint.add_url_rule(f"/{_download.path}", _download.name, _view(_download))
