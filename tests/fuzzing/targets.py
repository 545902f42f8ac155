"""What bodies are sent to, and what may come out: anything else is a defect."""

import io
import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import msgspec

from sheetkpi.hosts.web import create_app
from sheetkpi.hosts.web.batch import read_batch
from sheetkpi.hosts.web.errors import RequestError
from sheetkpi.settings import Settings

#: Sends a body, and says in a word what came of it; raises what nobody may ever see.
Target = Callable[[bytes], str]


class Defect(AssertionError):
    """An answer that no body may get."""


def parser() -> Target:
    """The reading of bodies by itself."""
    limits = Settings().limits

    def read(body: bytes) -> str:
        try:
            read_batch(body, limits)
        except RequestError as error:
            error.message("ru")
            if error.status not in (400, 413) or not error.message("en"):
                raise Defect(f"refused with {error.status} {error.code}") from error
            return f"{error.status} {error.code}"
        return "200 a batch"

    return read


def app() -> Target:
    """The whole app, as a server calls it."""
    failures = _Failures()
    logger = logging.getLogger("sheetkpi")
    logger.handlers, logger.propagate = [failures], False
    wsgi = create_app().wsgi_app

    def ask(body: bytes) -> str:
        told: list[Any] = []
        answer: Any = wsgi(_environment(body), lambda status, headers, _=None: told.extend((status, dict(headers))))  # type: ignore[arg-type, misc]
        content = b"".join(answer)
        answer.close()
        status, headers = told
        if failures.seen:
            raise Defect(f"{status}: {failures.seen.pop()}")
        if status[:3] not in ("200", "400", "413") or headers["Content-Type"] != "application/json":
            raise Defect(f"answered with {status}")
        return _outcome(status[:3], body, content)

    return ask


def _outcome(status: str, body: bytes, content: bytes) -> str:
    message = msgspec.json.decode(content)
    if status != "200":
        if message.keys() != {"error"} or message["error"].keys() != {"code", "message"}:
            raise Defect(f"a refusal of another form: {message}")
        return f"{status} {message['error']['code']}"
    if len(message["results"]) != len(json.loads(body)["calls"]):
        raise Defect("not as many results as calls")
    for result in message["results"]:
        if "values" in result and len(result["values"]) != result["rows"] * result["columns"]:
            raise Defect(f"a range that is none: {result}")
        if result.get("error") == "#ERROR!" and "failed inside" in result["message"]:
            raise Defect(result["message"])
    failed = sum("error" in result for result in message["results"])
    return "200 with failed calls" if failed else "200 with results"


class _Failures(logging.Handler):
    """What the log tells of defects."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(self.format(record))


def _environment(body: bytes) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/v1/batch",
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


TARGETS: dict[str, Callable[[], Target]] = {"parser": parser, "app": app}
