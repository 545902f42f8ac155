"""The app, and a way to send it batches."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sheetkpi.hosts.web import create_app
from sheetkpi.release.products import product


@pytest.fixture(scope="session")
def app() -> Flask:
    return create_app(product=product)


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
