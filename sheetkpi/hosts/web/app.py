"""The app factory, for our own server and for any other that speaks WSGI."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response

from sheetkpi.hosts.web import api, downloads, google_script, openapi, pages, refusals, sheets_plans

#: What a deployment may change, by passing another value to :func:`create_app`.
DEFAULTS: Mapping[str, Any] = {
    "MAX_BODY": 64 * 2**20,  # bytes of one request: four columns of a full sheet
    "MAX_CELLS": 2**21,  # cells of the answers to one request: a short column times a short row may be millions
}

_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The app.

    Args:
        config: Settings that differ from :data:`DEFAULTS`.
    """
    app = Flask(__name__, template_folder="templates", static_folder="static")
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping(config or {})
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_BODY"]
    app.register_blueprint(api.blueprint)
    app.register_blueprint(downloads.blueprint)
    app.register_blueprint(google_script.blueprint)
    app.register_blueprint(openapi.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(sheets_plans.blueprint)
    refusals.install(app)
    app.after_request(_secured)
    return app


def _secured(response: Response) -> Response:
    response.headers.extend(_SECURITY)
    return response
