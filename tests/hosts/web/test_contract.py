"""Requests made up from the OpenAPI document, allowed ones and others, on every route of the real server, with keys and without."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sheetkpi.hosts.web.admission.key_file import KeyFile
from tests.hosts.web.servers import running

pytestmark = pytest.mark.e2e

PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

#: Nobody is told to wait, so that every request is looked at.
OFTEN = dict.fromkeys(("RATES_KEY", "RATES_ADDRESS", "RATES_WRONG_KEYS"), "1000000/second")


@dataclass(frozen=True)
class Asker:
    """Who asks which server.

    Args:
        address: The server's address.
        headers: What is sent with each request.
        refused: The status of every batch, where all are refused.
    """

    address: str
    headers: dict[str, str]
    refused: int | None = None


@pytest.fixture(scope="module", params=["without keys", "with a key", "without the key", "with a wrong key"])
def asker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    folder: Path = tmp_path_factory.mktemp("server")
    headers: dict[str, str] = {}
    if request.param != "without keys":
        key = KeyFile(folder / "sheetkpi" / "keys.json").add("sales")
        headers = {"with a key": {"Authorization": f"Bearer {key}"}, "with a wrong key": {"Authorization": "Bearer wrong"}}.get(
            request.param, {}
        )
    with running("--quiet", folder=folder, **OFTEN) as server:
        yield Asker(server.address, headers, None if request.param in ("without keys", "with a key") else 401)


@pytest.mark.parametrize("mode", schemathesis.GenerationMode)
def test_no_request_gets_an_answer_that_the_document_does_not_tell(asker: Asker, mode: schemathesis.GenerationMode) -> None:
    """Neither what the document allows, nor what it does not."""
    document = schemathesis.openapi.from_url(f"{asker.address}/openapi.json")
    routes = set()
    for result in document.get_all_operations():
        operation = result.ok()
        routes.add(operation.path)
        if mode is schemathesis.GenerationMode.NEGATIVE and not [*operation.body, *operation.query]:
            continue  # the document allows whatever one sends there: hundreds of attempts would find nothing else

        @settings(max_examples=60 if operation.method == "post" else 10, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def keeps_its_promises(case: schemathesis.Case) -> None:
            response = case.call_and_validate(checks=PROMISES, headers=asker.headers)
            if case.operation.path == "/v1/batch" and asker.refused:
                assert response.status_code in (asker.refused, 405)

        keeps_its_promises()
    assert {"/v1/batch", "/v1/functions", "/v1/health", "/metrics", "/"} <= routes
