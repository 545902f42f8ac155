"""Requests made up from the OpenAPI document, allowed ones and others, on every route of the real server, with keys and without."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from sheetkpi.hosts.web.keys import KeyFile
from tests.hosts.web.servers import running

pytestmark = pytest.mark.e2e

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
        key = KeyFile(folder / "sheetkpi" / "keys.db").add("sales")
        headers = {"with a key": {"Authorization": f"Bearer {key}"}, "with a wrong key": {"Authorization": "Bearer wrong"}}.get(
            request.param, {}
        )
    with running("--quiet", folder=folder, **OFTEN) as server:
        yield Asker(server.address, headers, None if request.param in ("without keys", "with a key") else 401)


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_no_request_gets_an_answer_that_the_document_does_not_tell(asker: Asker, mode: str) -> None:
    """Neither what the document allows, nor what it does not."""
    import schemathesis  # takes as long as a hundred tests: only this one waits for it
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    promises = [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_headers_conformance,
        checks.response_schema_conformance,
    ]
    document = schemathesis.openapi.from_url(f"{asker.address}/openapi.json")
    routes = set()
    for result in document.get_all_operations():
        operation = result.ok()
        routes.add(operation.path)
        if mode == "negative" and not [*operation.body, *operation.query]:
            continue  # the document allows whatever one sends there: hundreds of attempts would find nothing else

        @settings(max_examples=60 if operation.method == "post" else 10, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode)))
        def keeps_its_promises(case: schemathesis.Case) -> None:
            response = case.call_and_validate(checks=promises, headers=asker.headers)
            if case.operation.path == "/v1/batch" and asker.refused:
                assert response.status_code in (asker.refused, 405)

        keeps_its_promises()
    assert {"/v1/batch", "/v1/functions", "/v1/health", "/metrics", "/"} <= routes
