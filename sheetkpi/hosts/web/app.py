"""The app factory, for our own server and for any other that speaks WSGI."""

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from sheetkpi.hosts.web import api, downloads, excel_page, google_script, openapi, pages, refusals, sheets_plans
from sheetkpi.hosts.web.auth import access as auth
from sheetkpi.hosts.web.auth.access import AccessPolicy, policy_from_settings
from sheetkpi.hosts.web.configuration import configuration
from sheetkpi.hosts.web.observability import log, metrics, middleware
from sheetkpi.settings import Settings
from sheetkpi.translation import Language

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: What a deployment may change, by passing another value to :func:`create_app`.
DEFAULTS: Mapping[str, Any] = configuration(Settings())

_POLICY = "Content-Security-Policy"
#: What every answer says to browsers.
_SECURITY = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
#: What every page says that has no policy of its own, as one has that an office must show in a frame.
_OUR_POLICY = [
    (
        _POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("X-Frame-Options", "DENY"),  # for browsers that know no frame-ancestors
]


class _App(Flask):
    """An app whose log repeats nothing that a client sent: Flask itself would write the address."""

    def ensure_sync(self, func: Any) -> Any:
        """The function itself: none of ours is asynchronous, and Flask looks for that at each step of each request."""
        return func

    def log_exception(self, exc_info: Any) -> None:
        """Write down a defect of ours."""
        self.logger.error("A request failed", exc_info=exc_info)


def create_app(config: Mapping[str, Any] | None = None, access: AccessPolicy | None = None) -> Flask:
    """The app.

    Args:
        config: Settings that differ from :data:`DEFAULTS`.
        access: Who may ask; left out, the programs of this computer alone.
    """
    access = access or AccessPolicy()
    app = _App(__name__, template_folder="templates", static_folder="static")
    app.url_map.merge_slashes = False  # an address with one too many is refused, and not sent elsewhere with a page
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping(config or {})
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_BODY"] + 1  # Flask cuts a body of unknown length there, and says nothing
    app.register_blueprint(api.blueprint)
    app.register_blueprint(downloads.blueprint)
    app.register_blueprint(excel_page.blueprint)
    app.register_blueprint(google_script.blueprint)
    app.register_blueprint(openapi.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(sheets_plans.blueprint)
    refusals.install(app)
    middleware.install(app, metrics.install(app))
    auth.install(app, access)
    app.wsgi_app = _secured(app.wsgi_app)  # type: ignore[method-assign, assignment]
    if access.proxies:
        # Host is the proxy's to pass on: a client's own X-Forwarded-Host would get into the files that others download
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=access.proxies, x_proto=access.proxies, x_host=0)  # type: ignore[method-assign]
    return app


def app_of(settings: Settings, *, is_open: bool = False, language: Language = "en") -> Flask:
    """The app as settings say, with what this process needs of its own: for servers of several processes.

    Args:
        settings: The settings.
        is_open: Whether everybody may ask.
        language: Of the log, where people read it.
    """
    log.setup_logging(settings.log, language)
    return create_app(configuration(settings), policy_from_settings(settings, os.environ, is_open=is_open))


def _secured(app: "WSGIApplication") -> "WSGIApplication":
    """An app whose every answer says it. Not Flask's way, in which adding headers takes as long as reading a small request."""
    ours = _SECURITY + _OUR_POLICY

    def secured(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            has_policy = any(name == _POLICY for name, _ in headers)
            return start_response(status, headers + (_SECURITY if has_policy else ours), *rest)

        return app(environ, start)

    return secured
