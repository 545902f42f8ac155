"""What a client has already does not travel again."""

from flask import Response, request


def revalidated(response: Response) -> Response:
    """The answer, to be asked for anew each time; 304 where the client has it already."""
    response.add_etag()
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response
