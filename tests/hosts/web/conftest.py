"""The app, a way to send it batches, and the real server on a free port."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sheetkpi.hosts.web import create_app


@pytest.fixture(scope="session")
def app() -> Flask:
    return create_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def post(client: FlaskClient) -> Callable[..., TestResponse]:
    """Send a body as it is, or anything else as JSON."""

    def send(body: Any, content_type: str = "application/json", **headers: str) -> TestResponse:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return client.post("/v1/batch", data=data, content_type=content_type, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return send


@pytest.fixture
def call(post: Any) -> Callable[..., Any]:
    """The result of one call."""

    def send(function: str, *arguments: Any, language: str = "en") -> Any:
        response = post({"calls": [{"function": function, "arguments": arguments}], "language": language})
        assert response.status_code == 200, response.text
        return response.json["results"][0]

    return send


SERVE = "from sheetkpi.hosts.web import serve; serve('127.0.0.1', 0, lambda address: print(address, flush=True))"


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a real server, in a process of its own."""
    with subprocess.Popen([sys.executable, "-c", SERVE], stdout=subprocess.PIPE, text=True) as process:
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: lines.put(process.stdout.readline() if process.stdout else ""), daemon=True).start()
        try:
            yield lines.get(timeout=30).strip().rstrip("/")
        finally:
            process.terminate()
