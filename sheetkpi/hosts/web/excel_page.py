"""The page that says how the functions get into Excel: four ways, what one sees, and what to do when it fails."""

from flask import Blueprint, Response, current_app

from sheetkpi import KPIS
from sheetkpi.hosts.web.openapi import documented
from sheetkpi.hosts.web.pages import language_of_page, page_of
from sheetkpi.hosts.why import WHY
from sheetkpi.printing.notation import BEST_KNOWN, sheet_formula
from sheetkpi.translation import LANGUAGES

blueprint = Blueprint("excel_page", __name__, url_prefix="/addin/excel")


@blueprint.get("/")
@documented(
    "How to put the functions into Excel",
    {200: str},
    query={"lang": " or ".join(LANGUAGES)},
    headers={"Accept-Language": "Language of the page where lang is not given"},
)
def excel() -> Response:
    """The page."""
    language, prefix = language_of_page(), current_app.config["PREFIX"]
    known = KPIS[BEST_KNOWN]
    response = page_of(
        "excel.html",
        language,
        prefix=prefix,
        known=known.name,
        explains=WHY,
        formula=sheet_formula(known, known.examples[0].arguments, language, prefix=prefix),
    )
    response.vary.add("Accept-Language")
    return response
