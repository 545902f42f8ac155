"""The web host: a Flask app that calculates batches of calls, with pages and downloads for people."""

from sheetkpi.hosts.web.app import create_app as create_app
from sheetkpi.hosts.web.server import ServerError as ServerError
from sheetkpi.hosts.web.server import serve as serve
