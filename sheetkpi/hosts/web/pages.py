"""The page for people: what may be called, and how to connect."""

from functools import partial
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from sheetkpi import KPIS, Kpi, __version__
from sheetkpi.hosts.web.auth.access import policy_of
from sheetkpi.hosts.web.examples import in_sheet, letter
from sheetkpi.hosts.web.openapi import documented
from sheetkpi.hosts.web.own_address import own_address
from sheetkpi.hosts.web.refusals import language_of_request
from sheetkpi.printing.notation import BEST_KNOWN, curl_command, first_formula
from sheetkpi.printing.words import formulas_in_words
from sheetkpi.translation import LANGUAGES, OWN_NAMES, Language, translate

blueprint = Blueprint("pages", __name__)

blueprint.add_app_template_filter(letter)


@blueprint.get("/")
@documented(
    "The page for people",
    {200: str},
    query={"lang": " or ".join(LANGUAGES)},
    headers={"Accept-Language": "Language of the page where lang is not given"},
)
def home() -> Response:
    """The page."""
    language, prefix = language_of_page(), current_app.config["PREFIX"]
    response = page_of(
        "home.html",
        language,
        groups=[(group, list(kpis)) for group, kpis in groupby(KPIS.values(), key=lambda kpi: kpi.group)],
        count=len(KPIS),
        formulas=partial(formulas_in_words, language=language),
        in_sheet=partial(in_sheet, language=language, prefix=prefix),
        prefix=prefix,
        first_formula=first_formula(KPIS[BEST_KNOWN], prefix=prefix),
        first_call=_first_call(),
    )
    response.vary.update(("Accept-Language", "User-Agent"))
    return response


def _first_call() -> str:
    """A request to try, for the shell of the reader's system."""
    best_known = KPIS[BEST_KNOWN]
    is_windows = "Windows" in request.user_agent.string
    needs_key = policy_of(current_app).needs_key
    return curl_command(best_known, best_known.examples[0].arguments, own_address(), needs_key=needs_key, is_windows=is_windows)


@blueprint.app_template_filter()
def said(kpi: Kpi[..., Any], language: Language) -> str:
    """What a function says, with a capital first letter, except where that is one of the words that it gives: ``ok``."""
    sentence = kpi.summary_in(language).partition(": ")[2]
    return sentence if kpi.kind.holds == "text" else sentence[:1].upper() + sentence[1:]


def page_of(template: str, language: Language, **facts: Any) -> Response:
    """A page for people, with what stands on each of them: the version, and the way to the other language."""
    words = partial(translate, language=language)
    return current_app.make_response(
        render_template(template, _=words, language=language, languages=OWN_NAMES, version=__version__, **facts)
    )


def language_of_page() -> Language:
    """What the address asks for, else what the browser wants."""
    asked = request.args.get("lang")
    return next((language for language in LANGUAGES if language == asked), None) or language_of_request()
