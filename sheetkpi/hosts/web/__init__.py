"""The web host: a Flask app that answers batches of calls, and a page that shows what may be called."""

from sheetkpi.hosts.web.app import create_app as create_app
from sheetkpi.hosts.web.server import ServerError as ServerError
from sheetkpi.hosts.web.server import serve as serve
