"""GET /v1/functions, /v1/health and /openapi.json: what a client may build on."""

import hashlib

import msgspec
from flask.testing import FlaskClient
from openapi_spec_validator import validate

import sheetkpi
from sheetkpi import KPIS
from sheetkpi.hosts.web import create_app
from sheetkpi.translation import LANGUAGES


def test_the_catalogue_tells_every_fact_of_a_function(client: FlaskClient) -> None:
    functions = {function["name"]: function for function in client.get("/v1/functions").json["functions"]}
    assert list(functions) == list(KPIS)
    romi = functions["ROMI"]
    assert romi["python_name"] == "romi"
    assert romi["group_title"].items() >= {"en": "Profitability", "ru": "Рентабельность"}.items()
    assert romi["formula"]["en"] == "(gross profit − spend) / spend"
    assert (romi["result"], romi["kind"], romi["number_format"]) == ("value", "share", "0.0%")
    assert romi["examples"][0] == {"arguments": [100000, 50000], "call": "romi(100000, 50000)", "result": 1.0, "figure": None}
    assert romi["parameters"][1]["name"] == "spend"
    assert romi["parameters"][1]["optional"] is False
    assert functions["ROMI_MARGIN"]["parameters"][3]["default"] == 1
    assert functions["PROFIT"]["parameters"][2]["repeats"] is True
    assert functions["DECOMPOSE"]["columns"][0]["name"] == "target_revenue"
    assert functions["BREAKEVEN_CUSTOMERS"]["parameters"][2]["options"] == ["up", "nearest", "none"]
    assert functions["CHANNEL_COMPARE"]["formula"] is None


def test_a_function_tells_its_texts_in_every_language(client: FlaskClient) -> None:
    for function in client.get("/v1/functions").json["functions"]:
        for texts in (function["title"], function["summary"], function["source"], *(p["help"] for p in function["parameters"])):
            assert texts.keys() == set(LANGUAGES)
            assert all(texts.values())


def test_the_catalogue_names_its_version_and_its_content(client: FlaskClient) -> None:
    catalogue = client.get("/v1/functions").json
    functions = msgspec.json.encode(catalogue["functions"])
    assert catalogue["version"] == sheetkpi.__version__
    assert catalogue["catalogue"] == hashlib.sha256(functions).hexdigest()


def test_a_client_that_has_the_catalogue_gets_it_no_second_time(client: FlaskClient) -> None:
    first = client.get("/v1/functions")
    again = client.get("/v1/functions", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert client.get("/v1/functions", headers={"If-None-Match": '"another"'}).status_code == 200


def test_the_document_is_valid_and_covers_every_route(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    validate(document)
    routes = {rule.rule for rule in create_app().url_map.iter_rules() if rule.endpoint != "static"}
    assert document["paths"].keys() == routes
    assert document["components"]["schemas"]["RangeOrError"]["anyOf"] == [
        {"$ref": "#/components/schemas/FlatRange"},
        {"$ref": "#/components/schemas/ErrorCell"},
    ]


def test_the_document_says_who_may_ask_and_that_one_may_have_to_wait(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    batch = document["paths"]["/v1/batch"]["post"]
    assert batch["security"] == [{"key": []}, {}], "a server for one computer asks for no key"
    assert "WWW-Authenticate" in batch["responses"]["401"]["headers"]
    assert {"401", "403", "429"} <= batch["responses"].keys()
    health = document["paths"]["/v1/health"]["get"]
    assert not {"401", "403", "429"} & health["responses"].keys()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            if path != "/v1/health":
                assert "Retry-After" in operation["responses"]["429"]["headers"], path


def test_every_answer_is_guarded(client: FlaskClient) -> None:
    for address in ("/", "/v1/health", "/static/page.css", "/nowhere"):
        with client.get(address) as response:
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
