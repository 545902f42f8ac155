"""The app factory, for our own server and for any other WSGI server."""

import os
from typing import Any

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

from sheetkpi.hosts.web import access as auth
from sheetkpi.hosts.web import api, downloads, errors, log, metrics, middleware, openapi, pages
from sheetkpi.hosts.web.access import AccessPolicy, policy_from_settings
from sheetkpi.settings import Settings
from sheetkpi.translation import Language

_POLICY = "Content-Security-Policy"
#: Headers of every response.
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: Headers of every response that has no policy of its own.
_OUR_POLICY = {
    _POLICY: "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",  # for browsers that know no frame-ancestors
}


class _App(Flask):
    """An app that logs nothing that a client sent: Flask itself would log the address."""

    def log_exception(self, exc_info: Any) -> None:
        """Log a defect of ours."""
        self.logger.error("A request failed", exc_info=exc_info)


def create_app(
    settings: Settings | None = None, access: AccessPolicy | None = None, product: downloads.Product = downloads.shipped_product
) -> Flask:
    """Create the app.

    Args:
        settings: The settings; if omitted, the defaults.
        access: Who may call the app; if omitted, only programs on this computer.
        product: Returns a file to download by its path and the prefix of the functions; if omitted, files as they are
            shipped, which have no prefix. `sheetkpi.release.products.product` makes them.

    Returns:
        A WSGI application.
    """
    settings, access = settings or Settings(), access or AccessPolicy()
    app = _App(__name__, template_folder="templates", static_folder="static")
    app.url_map.merge_slashes = False  # refuse an address with a double slash instead of redirecting it
    app.config["SETTINGS"] = settings
    app.config["PRODUCT"] = product
    app.config["MAX_CONTENT_LENGTH"] = settings.limits.body + 1  # Flask silently cuts a body of unknown length here
    for module in (api, downloads, openapi, pages):
        app.register_blueprint(module.blueprint)
    errors.install(app)
    middleware.install(app, metrics.install(app))
    auth.install(app, access)
    app.after_request(_secure)
    if access.proxies:
        # Host is the proxy's to pass on: a client's own X-Forwarded-Host would get into the files that others download
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=access.proxies, x_proto=access.proxies, x_host=0)  # type: ignore[method-assign]
    return app


def app_of(
    settings: Settings, *, is_open: bool = False, language: Language = "en", product: downloads.Product = downloads.shipped_product
) -> Flask:
    """Create the app with its log and access, in a process of a server that has several.

    Args:
        settings: The settings.
        is_open: Whether to let everybody in without a key.
        language: The language of the log for people.
        product: Returns a file to download, as for :func:`create_app`.
    """
    log.setup_logging(settings.log, language)
    return create_app(settings, policy_from_settings(settings, os.environ, is_open=is_open), product)


def _secure(response: Response) -> Response:
    response.headers.update(_SECURITY)
    if _POLICY not in response.headers:
        response.headers.update(_OUR_POLICY)
    return response
