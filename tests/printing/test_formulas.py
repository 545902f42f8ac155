"""Formulas on request: in every dialect, with the cells that one has, and on the command line."""

import contextlib
import json
import re
from typing import Any

import pytest
import quickjs

from sheetkpi import KPIS, OutOfRange, SheetKpiError, WrongType
from sheetkpi.cli import main
from sheetkpi.printing.excel import localized
from sheetkpi.printing.formulas import printed


@pytest.mark.parametrize(
    ("name", "options", "text"),
    [
        ("ROMI", {"cells": ["D5", "C5"], "is_guarded": False}, "=(D5-C5)/C5"),
        ("ROMI", {"cells": ["D5", "C5"], "separator": ";"}, '=IF(COUNT(D5;C5)=2;(D5-C5)/C5;IF((D5="")+(C5="");"";#VALUE!))'),
        ("CPO", {"cells": ["B2", "C2"]}, '=IF(COUNT(B2,C2)=2,IF(C2<-1E-9,#NUM!,B2/MAX(0,C2)),IF((B2="")+(C2=""),"",#VALUE!))'),
        ("LTV", {"cells": ["A1", "12", "5"], "is_guarded": False}, "=A1*12*5"),
        ("LTV", {"cells": ["A1", "12", "5", "60%"], "is_guarded": False, "separator": ";"}, "=A1*12*5*0,6"),
        ("TARGET_LEADS", {"cells": ["A1", "0.3", '"none"'], "is_guarded": False}, "=A1/0.3"),
        ("TARGET_LEADS", {"cells": ["A1", "B1", ""], "is_guarded": False}, "=ROUNDUP(ROUND(A1/B1,9),0)"),
        ("PROFIT", {"cells": ["A1", "B1", "C1", "D1"], "is_guarded": False}, "=A1-B1-C1-D1"),
        ("NPS", {"cells": ["A1:A9"], "is_guarded": False}, '=100*(COUNTIF(A1:A9,">=9")-COUNTIF(A1:A9,"<=6"))/COUNT(A1:A9)'),
        ("BID_GRID", {"cells": ["$A$1", "B$2", "$A3"], "is_guarded": False}, "=$A$1*$A3*B$2"),
    ],
)
def test_a_native_formula_takes_the_cells_that_one_has(name: str, options: dict[str, Any], text: str) -> None:
    assert printed(KPIS[name], "excel", **options) == [("", text)]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["A1", "B1+C1"], "=A1/(B1+C1)"),
        (["SUM(A1:A3,B2)", "'Q1, plan'!C1"], "=SUM(A1:A3,B2)/'Q1, plan'!C1"),
        (["Table1[spend]", "-5"], "=Table1[spend]/(-5)"),
    ],
)
def test_an_expression_keeps_together(arguments: list[str], text: str) -> None:
    assert printed(KPIS["DRR"], "excel", arguments, is_guarded=False) == [("", text)]


@pytest.mark.parametrize("arguments", [["", "B1"], ["A1:A3", "B1"], ["1e400", "B1"]])
def test_what_is_no_cell_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SheetKpiError, match="DRR"):
        printed(KPIS["DRR"], "excel", arguments)


@pytest.mark.parametrize("name", [name for name, kpi in KPIS.items() if kpi.result.name == "value"])
def test_numbers_instead_of_cells_are_printed_or_refused_but_never_fail(name: str) -> None:
    kpi = KPIS[name]
    if any(parameter.is_range for parameter in kpi.parameters):
        return
    for first in ("-10", "0", "1", "1e300", '"x"'):
        with contextlib.suppress(SheetKpiError):  # a number that no argument takes is refused, with a message
            assert printed(kpi, "excel", [first, *["0.5"] * (kpi.required - 1)])[0][1].startswith("=")


def test_guarded_javascript_runs_by_itself() -> None:
    for name, call, want in (
        ("BREAKEVEN_CUSTOMERS", "(100000, 4100)", {"value": 25}),
        ("LTV_CHURN", "(500, 0.05)", {"value": 10000}),
        ("NPS", "([[10], [''], ['x'], [3]])", {"value": 0}),
        ("CPO", "(1, 0)", {"error": "#DIV/0!"}),
    ):
        ((_, module),) = printed(KPIS[name], "javascript")
        context = quickjs.Context()
        answer = json.loads(context.eval(module + f"; JSON.stringify(sheetKpi('en').{name}{call})"))
        assert {key: answer[key] for key in want} == want
    ((_, module),) = printed(KPIS["MEDIA_FORECAST"], "javascript")
    context = quickjs.Context()
    assert json.loads(context.eval(module + "; JSON.stringify(sheetKpi('en').MEDIA_FORECAST([[1],[2]],1,1,1,1,1).rows)")) == 4


def test_bare_javascript_has_its_defaults() -> None:
    ((_, arrow),) = printed(KPIS["LTV_CHURN"], "javascript", is_guarded=False)
    assert quickjs.Context().eval(f"({arrow})(500, 0.05)") == 10000


def test_without_cells_it_shows_the_names() -> None:
    assert printed(KPIS["ROMI_MARGIN"], "excel", is_guarded=False) == [("", "=(revenue*incremental*margin-spend)/spend")]


def test_a_table_that_is_computed_whole_says_why_it_has_no_formula() -> None:
    with pytest.raises(SheetKpiError, match=KPIS["REALLOCATE"].unprintable):
        printed(KPIS["REALLOCATE"], "excel")


def test_a_number_that_the_function_would_refuse_is_refused_in_a_formula_too() -> None:
    with pytest.raises(OutOfRange, match=r"TARGET_LEADS.*lead_to_sale.*30"):
        printed(KPIS["TARGET_LEADS"], "excel", ["A1", "30"])
    with pytest.raises(WrongType, match=r"ROMI.*gross_profit, spend.*A1"):
        printed(KPIS["ROMI"], "excel", ["A1"])


@pytest.mark.parametrize(
    ("arguments", "out"),
    [
        (["ROMI", "--args", "D5,C5", "--bare"], "=(D5-C5)/C5\n"),
        (["ROMI", "--args", "D5;C5", "--bare", "--lang", "ru"], "=(D5-C5)/C5\n"),
        (["MAX_CPL", "--args", "A1;0,3", "--bare", "--lang", "ru"], "=A1*0,3\n"),
        (
            ["KPI_STATUS", "--args", 'A1,B1,"lower"', "--bare"],
            '=IF(A1<=B1+1E-12*ABS(B1),"ok",IF(A1<=B1+0.1*ABS(B1)+1E-12*ABS(B1+0.1*ABS(B1)),"warn","fail"))\n',
        ),
        (["TARGET_LEADS", "--args", "A1;B1", "--bare", "--lang", "ru"], "=ОКРУГЛВВЕРХ(ОКРУГЛ(A1/B1;9);0)\n"),
        (["TARGET_LEADS", "--args", "A1;B1", "--bare", "--lang", "ru", "--functions", "en"], "=ROUNDUP(ROUND(A1/B1;9);0)\n"),
        (
            ["CPO", "--args", "A1;B1", "--lang", "ru"],
            '=ЕСЛИ(СЧЁТ(A1;B1)=2;ЕСЛИ(B1<-1E-9;#ЧИСЛО!;A1/МАКС(0;B1));ЕСЛИ((A1="")+(B1="");"";#ЗНАЧ!))\n',
        ),
        (["ROMI", "--as", "words", "--lang", "ru"], "(валовая прибыль − расход) / расход\n"),
        (["ROMI", "--bare", "--lang", "ru"], "=(валовая_прибыль-расход)/расход\n"),
        (["BID_GRID", "--bare", "--lang", "en"], "=customer_cost*leads_to_sales*clicks_to_leads\n"),
        (["DRR", "--as", "javascript", "--bare"], "(spend, revenue) => spend / revenue\n"),
    ],
)
def test_the_command_prints_one_formula(arguments: list[str], out: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formula", *arguments]) == 0
    assert capsys.readouterr().out == out


def test_a_russian_excel_gets_no_english_name() -> None:
    for kpi in KPIS.values():
        for guarded in (True, False):
            texts = printed(kpi, "excel", separator=";", is_guarded=guarded) if kpi.is_printable else []
            for _, text in texts:
                names = set(re.findall(r"[A-Z]{2,}(?=\()|#[A-Z]\w*", localized(text, "ru")))
                assert names <= {"ABS", "ATANH", "LN", "TANH"}, text


def test_a_russian_name_with_a_digit_is_no_address() -> None:
    assert printed(KPIS["ROMI"], "excel", ["Лист1!D5", "расход2"], is_guarded=False) == [("", "=(Лист1!D5-расход2)/расход2")]
    assert printed(KPIS["ROMI"], "excel", ["'Отчёт А1'!D5", "C5"], is_guarded=False) == [("", "=('Отчёт А1'!D5-C5)/C5")]


def test_a_lambda_in_russian_comes_with_the_way_to_a_russian_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formula", "DRR", "--as", "lambda", "--lang", "ru"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("=LAMBDA(spend,revenue,")
    assert "functions.xlsx" in err


def test_programs_get_formulas_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formula", "ROMI", "--bare", "--args", "D5,C5", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"name": "ROMI", "dialect": "excel", "formulas": [{"title": None, "text": "=(D5-C5)/C5"}]}
    ]
    assert main(["formula", "--all", "--json", "--lang", "en"]) == 0
    printed_all = json.loads(capsys.readouterr().out)
    assert [entry["name"] for entry in printed_all] == list(KPIS)
    assert all(entry["formulas"] or entry["message"] for entry in printed_all)


def test_the_command_prints_all_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formula", "--all", "--as", "words"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split("\t")[0] for line in lines} == set(KPIS)
    assert "REALLOCATE\t— REALLOCATE has no single formula. It solves for the best split." in lines


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        ([], 2, "Give the name of a KPI, or --all."),
        (["ROMI", "--all"], 2, "Give the name of a KPI, or --all."),
        (["ROMI", "--as", "fortran"], 2, "--as is “fortran”. Give one of: excel, lambda, javascript, sql, words."),
        (["ROMI", "--separator", "|"], 2, "--separator is “|”"),
        (["ROMY"], 1, "#NAME?  There is no function ROMY. Did you mean ROMI?"),
        (["REALLOCATE"], 1, "REALLOCATE has no single formula."),
        (["ROMI", "--args", "D5,С5"], 1, "spend: the address С5 has a Cyrillic letter in it. Type it on the English keyboard: C5."),
        (["ROMI", "--args", "SUM($А$1:B2),C5"], 1, "the address $А$1 has a Cyrillic letter"),
        (["ROMI", "--as", "words", "--args", "D5,C5"], 2, "--args has no effect with --as words."),
        (["ROMI", "--as", "lambda", "--functions", "ru"], 2, "--functions has no effect with --as lambda."),
    ],
)
def test_a_mistake_is_one_clear_line(arguments: list[str], code: int, complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formula", *arguments, "--lang", "en"]) == code
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1
