"""Which sites' pages may read the answers out of a browser (CORS): those of the settings, by their exact origin."""

from collections.abc import Collection

from flask import Flask, Response, request

#: What a page sees of an answer besides its body.
_SHOWN = "ETag, Retry-After, WWW-Authenticate, X-Request-ID"
#: For how many seconds a browser need not ask again whether it may; none remembers it longer.
_REMEMBERED = 7200


def install(app: Flask, origins: Collection[str]) -> None:
    """Let an app say whose pages may read its answers."""
    if not origins:
        return

    def allowed(response: Response) -> Response:
        response.vary.add("Origin")
        origin = request.headers.get("Origin")
        if origin in origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = _SHOWN
            if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
                _answer_preflight(response)
        return response

    app.after_request(allowed)


def _answer_preflight(response: Response) -> None:
    response.headers["Access-Control-Allow-Methods"] = "GET, POST"
    response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    response.headers["Access-Control-Max-Age"] = str(_REMEMBERED)
    if request.headers.get("Access-Control-Request-Private-Network") == "true":
        response.headers["Access-Control-Allow-Private-Network"] = "true"  # a server within a company is asked for this too
