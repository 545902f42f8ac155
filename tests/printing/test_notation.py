"""Calls and results as people write them: one notation for the command line, the home page and whoever else prints them."""

import json
import shlex
from typing import Any

import pytest

from sheetkpi import KPIS, ErrorCell, calculate
from sheetkpi.printing.notation import curl_command, sheet_formula, sheet_result, shell_command, shown, shown_rows
from sheetkpi.printing.words import formulas_in_words

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "number_format", "english", "russian"),
    [
        (0.5, "0.0%", "50.0%", f"50,0{SPACE}%"),
        (0.347222, "0.0%", "34.7%", f"34,7{SPACE}%"),
        (694.4444, "#,##0.00", "694.44", "694,44"),
        (1234567.891, "#,##0.00", "1,234,567.89", f"1{SPACE}234{SPACE}567,89"),
        (0.125, "0.00", "0.13", "0,13"),
        (1.005, "0.00", "1.01", "1,01"),
        (-0.001, "0.00", "0.00", "0,00"),
        (2.0, "#,##0.##", "2", "2"),
        (2, "#,##0", "2", "2"),
        (72.0, "#,##0", "72", "72"),
        (1e300, "0", "1" + "0" * 300, "1" + "0" * 300),
        ("warn", "@", "warn", "warn"),
        (None, "0.00", "", ""),
        ("#DIV/0!", "0.00", "#DIV/0!", "#ДЕЛ/0!"),
        (ErrorCell("#N/A"), "0.00", "#N/A", "#Н/Д"),
        (1.5, "General", "1.5", "1,5"),
    ],
)
def test_a_value_is_shown_as_a_cell_of_its_number_format_shows_it(value: Any, number_format: str, english: str, russian: str) -> None:
    assert shown(value, number_format, "en") == english
    assert shown(value, number_format, "ru") == russian


def test_a_formula_is_written_as_the_spreadsheet_of_the_language_takes_it() -> None:
    assert sheet_formula(KPIS["ROMI"], (0.5, None), "ru") == "=ROMI(0,5;)"
    assert sheet_formula(KPIS["BID_GRID"], (700, [0.05, 0.1], [0.2, 0.3]), "ru") == "=BID_GRID(700;{0,05\\0,1};{0,2;0,3})"
    assert sheet_formula(KPIS["BID_GRID"], (700, [0.05, 0.1], [0.2, 0.3]), "en") == "=BID_GRID(700,{0.05,0.1},{0.2;0.3})"


def test_a_quote_in_a_text_is_doubled() -> None:
    assert sheet_formula(KPIS["KPI_STATUS"], (1, 2, 'a "b"'), "en") == '=KPI_STATUS(1,2,"a ""b""")'


def test_an_argument_that_repeats_is_written_as_often_as_it_is_given() -> None:
    assert sheet_formula(KPIS["PROFIT"], (5000, 1000, 500, 4000), "en") == "=PROFIT(5000,1000,500,4000)"


@pytest.mark.parametrize("name", list(KPIS))
def test_a_request_asks_for_what_the_example_passes(name: str) -> None:
    example = KPIS[name].examples[0]
    command = shlex.split(curl_command(KPIS[name], example.arguments, "http://localhost/", is_windows=False))
    assert command[:5] == ["curl", "http://localhost/v1/batch", "-H", "Content-Type: application/json", "-d"]
    call = json.loads(command[5])["calls"][0]
    again = calculate(call["function"], call["arguments"])
    assert getattr(again, "values", again) == getattr(calculate(name, example.arguments), "values", calculate(name, example.arguments))


def test_on_windows_quotes_are_double_and_those_inside_escaped() -> None:
    assert curl_command(KPIS["KPI_STATUS"], (1, 2, 'a"b'), "http://localhost", is_windows=True).endswith(
        r'''-d "{\"calls\":[{\"function\":\"KPI_STATUS\",\"arguments\":[1,2,\"a\\\"b\"]}]}"'''
    )
    assert shell_command(KPIS["NPS"], ([10, 9],), is_windows=True) == 'sheetkpi calc NPS "[10, 9]"'
    assert shell_command(KPIS["NPS"], ([10, 9],), is_windows=False) == "sheetkpi calc NPS '[10, 9]'"


def test_a_result_is_shown_in_the_number_format_of_its_figure() -> None:
    results = [sheet_result(KPIS["ROMI"], example, "ru") for example in KPIS["ROMI"].examples]
    assert results[0] == f"100,0{SPACE}%"
    assert "#ДЕЛ/0!" in results
    grid = KPIS["BID_GRID"]
    assert sheet_result(grid, grid.examples[0], "en") == "14.00; 21.00"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_formats_of_a_table_go_by_its_header_in_either_language(language: Any) -> None:
    rows = calculate("CHANNEL_MIX", [["a", "b"], [30, 10]], language).nested()  # type: ignore[union-attr]
    assert shown_rows(KPIS["CHANNEL_MIX"], rows, "en")[1][:3] == ["a", "30", "75.0%"]


def test_the_formats_of_a_decomposition_go_down_and_those_of_a_forecast_across() -> None:
    for name, is_down in (("DECOMPOSE", True), ("MEDIA_FORECAST", False)):
        kpi = KPIS[name]
        rows = calculate(kpi, kpi.examples[0].arguments).nested()
        formats = kpi.result.number_formats(kpi, rows)
        along = [formats[index][1] for index in range(1, len(rows))] if is_down else formats[1][1:]
        assert along == [figure.kind.number_format for figure in kpi.figures]


def test_a_grid_has_the_formats_of_its_arguments_along_the_edges() -> None:
    kpi = KPIS["BID_GRID"]
    rows = calculate(kpi, (700, [0.05, 0.1], [0.2, 0.3])).nested()
    assert [row[1:] for row in shown_rows(kpi, rows, "en")] == [["5.0%", "10.0%"], ["7.00", "14.00"], ["10.50", "21.00"]]


def test_one_formula_needs_no_name_and_a_table_has_none() -> None:
    assert list(formulas_in_words(KPIS["ROMI"], "en")) == [("", "(gross profit − spend) / spend")]
    assert len(list(formulas_in_words(KPIS["DECOMPOSE"], "en"))) == len(KPIS["DECOMPOSE"].figures)
    assert list(formulas_in_words(KPIS["CHANNEL_COMPARE"], "en")) == []
