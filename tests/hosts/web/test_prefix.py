"""A server with a prefix: what it hands out has it, what travels has it not."""

import io
import re
import sys
import threading
import zipfile

import openpyxl
import pytest
from flask.testing import FlaskClient

from sheetkpi import KPIS
from sheetkpi.hosts.web import create_app
from sheetkpi.hosts.web.downloads import DOWNLOADS
from sheetkpi.printing.notation import sheet_formula
from sheetkpi.release.products import product
from sheetkpi.settings import Settings
from sheetkpi.translation import LANGUAGES, Language

PREFIX = "MK_"
BARE_CALL = re.compile(rf"(?<![\w.])({'|'.join(KPIS)})\(")


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(Settings(prefix=PREFIX), product=product).test_client()


@pytest.mark.parametrize("name", ["ROMI", "MK_ROMI", "mk_romi"])
def test_a_call_may_name_a_function_either_way(client: FlaskClient, name: str) -> None:
    response = client.post(
        "/v1/batch", json={"calls": [{"function": name, "arguments": [5000, 0]}, {"function": name, "arguments": [3, 2]}]}
    )
    error, value = response.json["results"]
    assert value == {"value": 0.5}
    assert all(fact in error["message"] for fact in ("ROMI", "spend"))
    assert PREFIX not in error["message"]


def test_the_catalogue_has_the_bare_names(client: FlaskClient) -> None:
    assert [entry["name"] for entry in client.get("/v1/functions").json["functions"]] == list(KPIS)


def test_without_a_prefix_a_prefixed_name_is_unknown() -> None:
    body = {"calls": [{"function": "MK_ROMI", "arguments": [3, 2]}]}
    assert create_app().test_client().post("/v1/batch", json=body).json["results"][0]["error"] == "#NAME?"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_say_what_to_type(client: FlaskClient, language: Language) -> None:
    for page in ("/", "/addin/google/", "/addin/excel/"):
        text = client.get(f"{page}?lang={language}").text
        assert "=MK_ROMI(" in text, page
    home = client.get(f"/?lang={language}").text
    for kpi in KPIS.values():
        assert f'<a href="#{kpi.name}">{PREFIX}{kpi.name}</a>' in home
    typed = re.findall(r"<code>(=[^<]*)</code>", home)
    assert len(typed) >= len(KPIS)
    assert [formula for formula in typed if BARE_CALL.search(formula)] == []
    assert sheet_formula(KPIS["ROMI"], (100000, 50000), language, prefix=PREFIX) in typed
    assert '{"function":"ROMI"' in home.replace("&#34;", '"').replace("&quot;", '"'), "a request has the bare name"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_for_google_has_the_prefix(client: FlaskClient, language: Language) -> None:
    script = client.get(f"/addin/google/{language}/Kpis.js").text
    assert "function MK_ROMI(" in script
    assert "function ROMI(" not in script


def test_the_extension_for_calc_has_the_prefix(client: FlaskClient) -> None:
    response = client.get("/addin/calc/sheetkpi.oxt")
    with zipfile.ZipFile(io.BytesIO(response.data)) as extension:
        assert " MK_ROMI(" in extension.read("types.idl").decode()
        assert '\nPREFIX = "MK_"\n' in extension.read("component.py").decode()
    again = client.get("/addin/calc/sheetkpi.oxt", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_workbook_of_functions_has_the_prefix(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/templates/ru/functions.xlsx").data))
    assert "MK_ROMI" in book.defined_names
    assert "ROMI" not in book.defined_names


@pytest.mark.e2e
@pytest.mark.parametrize("name", ["forecast", "forecast-functions"])
def test_the_templates_have_the_prefix_and_are_made_once(client: FlaskClient, name: str) -> None:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(client.get(f"/templates/en/{name}.xlsx").data)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    book = openpyxl.load_workbook(io.BytesIO(found[0]))
    formulas = [str(getattr(cell.value, "text", cell.value)) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("MK_ROMI(" in formula for formula in formulas)
    assert [formula for formula in formulas if formula.startswith("=") and BARE_CALL.search(formula)] == []


@pytest.mark.e2e
@pytest.mark.parametrize("name", ["forecast", "channels"])
def test_the_templates_for_google_have_the_prefix(client: FlaskClient, name: str) -> None:
    text = client.get(f"/templates/en/{name}.json").text
    assert "MK_ROMI(" in text
    assert "ROMI(gross profit, spend)" not in text.replace("MK_ROMI(", "")


def test_every_download_that_names_functions_can_be_made_with_a_prefix() -> None:
    from sheetkpi.release.products import products

    assert {download.path for download in DOWNLOADS} <= set(products()), "these would be handed out without the prefix"


def test_a_server_without_the_libraries_refuses_rather_than_hand_out_what_has_no_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    client = create_app(Settings(prefix="LACKING_"), product=product).test_client()
    monkeypatch.setitem(sys.modules, "sheetkpi.workbooks.functions", None)
    response = client.get("/templates/en/functions.xlsx", headers={"Accept-Language": "ru"})
    assert response.status_code == 503
    error = response.json["error"]
    assert error["code"] == "missing_file"
    assert "templates/en/functions.xlsx" in error["message"]
    assert re.search("[а-я]", error["message"])
