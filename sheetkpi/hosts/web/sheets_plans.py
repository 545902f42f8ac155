"""The template workbooks as data, from which a script builds them as sheets of Google."""

from functools import cache

import msgspec
from flask import Blueprint, Response, current_app

from sheetkpi.hosts.web.caching import revalidated
from sheetkpi.hosts.web.openapi import documented
from sheetkpi.hosts.web.refusals import JSON, RequestError
from sheetkpi.hosts.web.wire import Refused
from sheetkpi.translation import Language, Message

blueprint = Blueprint("sheets_plans", __name__, url_prefix="/templates")


@blueprint.get("/<any(en, ru):language>/<any(forecast, channels):name>.json")
@documented(
    "A template workbook as data, from which a script builds it as sheets",
    {200: dict, 304: None, 404: Refused, 503: Refused},
    headers={"If-None-Match": "The ETag of the data that the client has"},
)
def plan(language: Language, name: str) -> Response:
    """The workbook's sheets, cells, formats and charts."""
    return revalidated(current_app.response_class(_plan(language, name, current_app.config["PREFIX"]), content_type=JSON))


@cache
def _plan(language: Language, name: str, prefix: str) -> bytes:
    try:
        from sheetkpi.workbooks.channels import channels_book  # they need a library that a server of numbers alone has not
        from sheetkpi.workbooks.forecast import forecast_book
        from sheetkpi.workbooks.sheets_plan import sheets_plan
    except ModuleNotFoundError as error:
        what = Message(
            "Templates need a library that this server lacks ({name}). Install sheetkpi[workbooks] where it runs.", name=error.name
        )
        raise RequestError("missing_library", what, status=503) from None
    book = forecast_book(language, prefix=prefix) if name == "forecast" else channels_book(language, prefix=prefix)
    return msgspec.json.encode(sheets_plan(book))
