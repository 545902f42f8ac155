"""The catalogue of the domain comes out: names, titles, formats, and every exact result."""

import json
from typing import Any

import pytest

from sheetkpi import KPIS, calculate
from sheetkpi.cli import main
from sheetkpi.hosts.web import create_app
from tests.conftest import CATALOGUE, agree, arguments_of

CLIENT = create_app().test_client()
SCALARS = [entry for entry in CATALOGUE if not entry["table"]]


def test_the_whole_domain_is_there_and_in_its_order() -> None:
    assert len(CATALOGUE) == 70
    assert [name for name in KPIS if name in {entry["name"] for entry in CATALOGUE}] == [entry["name"] for entry in CATALOGUE]


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry["name"])
def test_russian_title_group_and_format_are_those_of_the_domain(entry: dict[str, Any]) -> None:
    record = KPIS[entry["name"]]
    assert record.title("ru") == entry["title_ru"]
    assert (record.result.name == "value") is not entry["table"]
    if record.result.name == "value":
        assert entry["format"].startswith(record.kind.number_format)  # PAYBACK adds the unit in Russian


@pytest.mark.parametrize("entry", SCALARS, ids=lambda entry: entry["name"])
def test_scalar_example_gives_the_exact_result(entry: dict[str, Any]) -> None:
    got = calculate(entry["name"], arguments_of(entry["example"]))
    assert agree(got, entry["result"]), f"{entry['example']} gives {got}, the domain says {entry['result']}"


@pytest.mark.parametrize("entry", SCALARS, ids=lambda entry: entry["name"])
def test_scalar_example_gives_the_exact_result_over_http_and_on_the_command_line(
    entry: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = arguments_of(entry["example"])
    answer = CLIENT.post("/v1/batch", json={"calls": [{"function": entry["name"], "arguments": arguments}]})
    assert agree(answer.json["results"][0]["value"], entry["result"])
    assert main(["calc", entry["name"], *(a if isinstance(a, str) else json.dumps(a) for a in arguments), "--json"]) == 0
    assert agree(json.loads(capsys.readouterr().out)["value"], entry["result"])


@pytest.mark.parametrize("name", KPIS)
def test_every_example_of_the_docstring_comes_out(name: str) -> None:
    record = KPIS[name]
    for example in record.examples:
        got: Any
        try:
            got = record(*example.arguments)
            got = got[example.figure] if example.figure else got
        except Exception as error:  # an error of a cell is compared by its code
            got = error
        assert agree(got, example.result), f"{example.source} gives {got!r}, the docstring says {example.result!r}"


@pytest.mark.parametrize("name", KPIS)
def test_every_kpi_shows_a_plain_and_an_edge_example(name: str) -> None:
    examples = KPIS[name].examples
    assert len(examples) >= 2
    assert not isinstance(examples[0].result, str) or examples[0].result in ("warn", "ok") or examples[0].figure
