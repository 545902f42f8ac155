"""The command line, as a person and as a script meet it."""

import io
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

import sheetkpi.translation
from sheetkpi import KPIS
from sheetkpi.cli import main
from sheetkpi.cli.program import COMMANDS, chosen_language, windows_language
from sheetkpi.files.installing import install_command
from sheetkpi.hosts.web import create_app
from sheetkpi.locale import locale_of
from sheetkpi.model.records import Example, Record
from sheetkpi.reading.cell_text import read_text
from sheetkpi.translation import LANGUAGES
from tests.cli.golden import assert_golden

INHERITED = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "SHEETKPI_LANG"}}
PROGRAM = str(Path(sys.executable).with_name("sheetkpi"))
IN_KEYS = ["add", "list", "change", "revoke", "rotate"]
IN_CALC_ADDIN = ["install", "uninstall", "status"]
IN_EXCEL = ["install", "uninstall", "status", "doctor", "build"]


@dataclass
class Answer:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def line(self) -> str:
        """The one line on stderr."""
        assert self.err.count("\n") == 1
        return self.err.strip()

    def lacks(self, *facts: str) -> list[str]:
        """The facts that the one line on stderr doesn't name."""
        return [fact for fact in facts if fact not in self.line]


Run = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "SHEETKPI_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, stdin: bytes = b"", terminal: int = 0) -> Answer:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        monkeypatch.setenv("COLUMNS", str(terminal or 80))
        monkeypatch.setenv("FORCE_COLOR", "1" if terminal else "")
        code = main(arguments)
        out, err = capsys.readouterr()
        return Answer(code, click.unstyle(out), err)

    return run


# --- calc


def examples() -> Iterator[Any]:
    for record in KPIS.values():
        for number, example in enumerate(record.examples, 1):
            yield pytest.param(record, example, id=f"{record.name}-{number}")


def shown(record: Record, example: Example, answer: dict[str, Any]) -> Any:
    """The part of an answer that the example looks at."""
    if "error" in answer:
        return answer["error"]
    if example.figure is None:
        return answer["value"]
    cells = answer["values"]
    for index, code in answer["errors"]:
        cells[index] = code
    header, *rows = (cells[start : start + answer["columns"]] for start in range(0, len(cells), answer["columns"]))
    figure = next((figure for figure in record.figures if figure.name == example.figure), None)
    titles = {figure.title(language) for language in LANGUAGES} if figure else {example.figure}
    if record.result.name == "figures" and record.layout == "down":
        return next(row[1] for row in rows if row[0] in titles)
    place = next(index for index, title in enumerate(header) if str(title) in titles)
    return [row[place] for row in rows] if record.result.name == "table" else rows[0][place]


def nearly(result: Any) -> Any:
    """The result, with room for the last digit of its numbers."""
    if isinstance(result, list):
        return [nearly(cell) for cell in result]
    return pytest.approx(result, rel=1e-12) if isinstance(result, float) else result


@pytest.mark.parametrize(("record", "example"), list(examples()))
def test_every_example_of_every_kpi_comes_out_as_documented(run: Run, record: Record, example: Example) -> None:
    answer = run("calc", record.name, *map(json.dumps, example.arguments), "--json")
    assert shown(record, example, answer.json) == nearly(example.result)
    codes = {answer.json.get("error"), *(code for _index, code in answer.json.get("errors", []))} - {None}
    assert answer.code == bool(codes - {"#DIV/0!"} if record.result.name == "table" else codes)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["ROMI", "100000", "50000"], "1.0"),
        (["romi", "100000", "50000"], "1.0"),
        (["NPS", "[10, 9, 3]"], "33.333333333333336"),
        (["KPI_STATUS", "2100", "2000", "lower"], "warn"),
        (["KPI_STATUS", "2100", "2000", "lower", "--lang", "ru"], "warn"),
        (["ROMI", "null", "50000"], ""),
        (["ROMI", "-5", "-0,5"], "9.0"),
        (["MIN_CLICKS", "3%"], "99.0"),
        (["GROSS_MARGIN", "1 000 000", "2e5"], "0.8"),
    ],
)
def test_one_value_is_printed_with_all_its_digits(run: Run, arguments: list[str], line: str) -> None:
    answer = run("calc", *arguments)
    assert (answer.code, answer.out, answer.err) == (0, line + "\n", "")


def test_a_range_in_a_pipe_is_lines_of_cells_separated_by_tabs(run: Run) -> None:
    assert run("calc", "ROMI", "[[300, 100], [null, 50]]", "50").out == "5\t1\n\t0\n"


def test_a_range_on_a_terminal_is_a_table_in_the_readers_notation(run: Run) -> None:
    answer = run("calc", "CPO", "[50000, 1]", "[72, 3]", "--lang", "ru", terminal=80)
    assert answer.out.split() == ["694,44", "0,33"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["DRR", "50000", "144000", "--lang", "ru"], "34,7\N{NO-BREAK SPACE}%"),
        (["DRR", "50000", "144000"], "34.7%"),
        (["TARGET_LEADS", "72", "30%"], "240"),
        (["KPI_STATUS", "2100", "2000", "lower", "--lang", "ru"], "в пределах допуска (warn)"),
        (["KPI_STATUS", "2100", "2000", "lower"], "warn"),
        (["ROMI", "null", "50000"], ""),
    ],
)
def test_one_value_on_a_terminal_is_shown_as_its_cell_would(run: Run, arguments: list[str], line: str) -> None:
    assert run("calc", *arguments, terminal=80).out == line + "\n"


def test_the_figures_of_a_decomposition_have_their_formats_line_by_line(run: Run) -> None:
    example = KPIS["DECOMPOSE"].examples[0].arguments
    lines = run("calc", "DECOMPOSE", *map(json.dumps, example), terminal=120).out.splitlines()
    for figure in KPIS["DECOMPOSE"].figures:
        line = next(line for line in lines if line.startswith(figure.label))
        assert ("%" in line.partition("  ")[2].split()[0]) is figure.kind.number_format.endswith("%")


WORKED_EXAMPLE = [
    ["Канал", "Расход", "Клики", "Заявки", "Клиенты", "Выручка", "Себестоимость"],
    ["Яндекс Директ", 50000, 2400, 240, 72, 144000, 43200],
    ["ВКонтакте", 6000, None, 30, 6, 7200, 3075],
    ["Выставка", 100000, None, None, 25, 125000, 25000],
    ["Органика", 0, 400, 40, 12, 24000, 7200],
]


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_table_is_wider_than_the_terminal_and_nothing_is_cut_off(run: Run, width: int, language: str) -> None:
    rows = json.dumps(WORKED_EXAMPLE)
    answer = run("calc", "CHANNEL_COMPARE", rows, "--lang", language, terminal=width)
    assert max(map(len, answer.out.splitlines())) <= width
    assert "…" not in answer.out
    assert all(word in answer.out for channel in WORKED_EXAMPLE for word in str(channel[0]).split())
    groups = locale_of(language).thousands
    assert all(text in answer.out for text in ("Себестоимость", f"276{groups}200", f"-1{groups}875", f"125{groups}000"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, record in KPIS.items() if record.result.name != "value"])
def test_every_table_of_the_catalogue_fits_a_narrow_terminal(run: Run, name: str, language: str) -> None:
    example = KPIS[name].examples[0].arguments
    lines = run("calc", name, *map(json.dumps, example), "--lang", language, terminal=80).out.splitlines()
    assert max(map(len, lines)) <= 80


def test_a_range_of_statuses_on_a_terminal_is_in_words_of_the_reader(run: Run) -> None:
    answer = run("calc", "KPI_STATUS", "[72, 60]", "72", "--lang", "ru", terminal=80)
    assert [line.strip() for line in answer.out.splitlines()] == ["план выполнен (ok)", "план не выполнен (fail)"]


def test_a_channel_without_spend_has_no_romi_and_that_is_an_answer(run: Run) -> None:
    answer = run("calc", "CHANNEL_COMPARE", json.dumps(WORKED_EXAMPLE), "--lang", "ru", terminal=120)
    assert (answer.code, answer.err) == (0, "")
    assert "#ДЕЛ/0!" in answer.out
    assert run("calc", "CHANNEL_COMPARE", json.dumps(WORKED_EXAMPLE), "--json").code == 0


def test_a_wrong_cell_in_a_table_and_a_table_that_fails_whole_are_errors(run: Run) -> None:
    wrong_cell = run("calc", "BID_GRID", "700", "[0.05, 10]", "[0.2]")
    assert (wrong_cell.code, wrong_cell.out.count("#NUM!")) == (1, 2)
    assert run("calc", "CHANNEL_COMPARE", "[[1, 2]]").code == 1


def test_a_failed_cell_spoils_its_own_cell_and_the_exit_code(run: Run) -> None:
    answer = run("calc", "CPO", "[100, 200]", "[1, 0]")
    assert (answer.code, answer.out) == (1, "100\n#DIV/0!\n")
    assert answer.lacks("#DIV/0!  CPO", "2", "orders", "0") == []


def test_a_failed_value_is_one_line_on_stderr(run: Run) -> None:
    answer = run("calc", "CPO", "100", "0")
    assert (answer.code, answer.out) == (1, "")
    assert answer.lacks("#DIV/0!  CPO", "orders", "0") == []


def calls() -> Iterator[Any]:
    yield from ((record.name, *example.arguments) for record in KPIS.values() for example in record.examples)
    yield from [
        ("ROMI", 2, 1),
        ("ROMI", None, 1),
        ("ROMI", "much", 1),
        ("ROMI", 1),
        ("ROMMI", 1),
        ("CPO", [[6, 1, None]], [[2, 0, 1]]),
        ("CPO", [100, 1, 2], [0, 1, 0]),
        ("PROFIT", 5, 1, [1, 2]),
        ("CHANNEL_COMPARE", WORKED_EXAMPLE),
        ("CHANNEL_COMPARE", [[1, 2]]),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_is_what_the_server_sends(run: Run, language: str) -> None:
    client = create_app().test_client()
    for name, *arguments in calls():
        batch = {"calls": [{"function": name, "arguments": arguments}], "language": language}
        answer = run("calc", name, *map(json.dumps, arguments), "--json", "--lang", language)
        assert answer.out.rstrip() == client.post("/v1/batch", json=batch).get_data(as_text=True).removeprefix('{"results":[')[:-2]


def test_json_is_one_line_and_tells_its_errors(run: Run) -> None:
    assert run("calc", "ROMI", "2", "1", "--json").out == '{"value":1.0}\n'
    failed = run("calc", "CPO", "1", "0", "--json")
    assert (failed.code, failed.err, failed.json.keys()) == (1, "", {"error", "message"})
    assert run("calc", "ROMMI", "1", "--json").json["error"] == "#NAME?"


@pytest.mark.parametrize(
    ("arguments", "code", "facts"),
    [
        (["ROMMI", "1", "2"], 1, ["#NAME?  ", " ROMMI.", " ROMI"]),
        (["ROMI", "1"], 1, ["#VALUE!  ROMI ", " spend"]),
        (["ROMI", "1", "2", "3"], 1, ["#VALUE!  ROMI ", " 2 "]),
        (["ROMI", "much", "2"], 1, ["#VALUE!  ROMI: gross_profit ", "“much”"]),
        (["ROMI", "NaN", "2"], 1, ["#VALUE!  ROMI: gross_profit ", "“NaN”"]),
        (["ROMI", "1e999", "2"], 1, ["#NUM!  ROMI, gross_profit: "]),
        (["ROMI", '{"a": 1}', "2"], 1, ["#VALUE!  ROMI, gross_profit: ", " dict "]),
        (["ROMI", "[[1, 2], [3]]", "2"], 1, ["#VALUE!  ", " 2 ", " 1 "]),
        (["ROMI", "[]", "2"], 1, ["#VALUE!  "]),
        (["WITHOUT_VAT", "61000", "22"], 1, ["#NUM!  WITHOUT_VAT: vat_rate ", " 22"]),
        (["ROMI", "100,000", "50,000"], 1, ["#VALUE!  ROMI: gross_profit ", "“100,000”"]),
        (["NPS", "[100000,null"], 2, ["“[100000,null”", " 13."]),
        (["NPS", '{"a": }'], 2, ['“{"a": }”', " 7."]),
        (["ROMI", "1", "2", "--jso"], 2, [" --jso.", " --json?"]),
        (["ROMI", "1", "2", "-x"], 2, [" -x.", "`sheetkpi calc --help`"]),
    ],
)
def test_a_mistake_in_a_call_is_named(run: Run, arguments: list[str], code: int, facts: list[str]) -> None:
    answer = run("calc", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert answer.lacks(*facts) == []


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        (["ROMI", "100", "000", "50", "000"], '"100 000"'),
        (["ROMI", "1", "250", "000", "50000"], '"1 250 000"'),
        (["ROMI", "100", "000"], '"100 000"'),
        (["PROFIT", "100", "000", "50", "000"], '"100 000"'),
        (["ROMI", "50", "-1", "000,50", "₽"], '"-1 000,50"'),
        (["ROMI", "100", "200", "300"], '"100 200"'),
    ],
)
def test_a_number_that_the_shell_split_at_its_spaces_is_to_be_quoted(run: Run, arguments: list[str], number: str) -> None:
    answer = run("calc", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.lacks(number) == []


@pytest.mark.parametrize(
    "arguments", [["ROMI", "300", "100"], ["ROMI", "100 000", "50 000"], ["PROFIT", "500", "100", "200"], ["ROMI", "100", "0.5"]]
)
def test_numbers_of_three_digits_are_as_good_as_others(run: Run, arguments: list[str]) -> None:
    assert run("calc", *arguments).code == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", ["0", "1e999", "#N/A", "{}", "-", "1 2"])
@pytest.mark.parametrize("name", ["ROMI", "TARGET_LEADS", "WITHOUT_VAT"])
def test_what_is_wrong_with_an_argument_is_said_without_a_spreadsheet(run: Run, name: str, value: str, language: str) -> None:
    answer = run("calc", name, "5000", json.dumps(value) if value == "-" else value, "--lang", language)
    assert not re.search(r"\bcells?\b|\bsheet|ячейк|лист|KPI_WHY", answer.err)


# --- how cells are written


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,3", 0.3),
        ("-0,3", -0.3),
        ("−5", -5),
        ("30%", 0.3),
        ("12.3 %", 0.123),
        ("1 200,5", 1200.5),
        ("1\u00a0000\u00a0000", 1e6),
        (".5", 0.5),
        ("1 000 ₽", 1000),
        ("5 000,50 руб.", 5000.5),
        ("-5 000,50 р.", -5000.5),
        ("1.000.000,50", 1000000.5),
        ("1.000.000", 1000000),
        ("1,000,000", 1000000),
        ("$1,200.50", 1200.5),
        ("-$1,200", -1200),
        ("1.200,50 €", 1200.5),
        ("1000 RUB", 1000),
    ],
)
def test_a_number_may_be_written_as_people_write_it(text: str, number: float) -> None:
    assert read_text(text, decimal=".") == number


def test_a_comma_before_three_digits_is_a_number_only_where_it_is_surely_decimal() -> None:
    assert read_text("1,125", decimal=",") == 1.125
    assert read_text("1,125", decimal=".") == "1,125"
    assert read_text("0,125", decimal=".") == 0.125
    assert read_text("1,200 ₽", decimal=",") == "1,200 ₽"
    assert read_text("1.200 ₽", decimal=",") == "1.200 ₽"


@pytest.mark.parametrize("text", ["р", "$", "5 яблок", "1.2.3", "1,00,000", "12 34", "5 руб. 20 коп.", "рубль"])
def test_what_is_no_number_stays_a_text(text: str) -> None:
    assert read_text(text, decimal=",") == text


def test_a_date_is_a_date_and_what_looks_like_one_a_text(run: Run) -> None:
    assert run("calc", "DEAL_CYCLE", "2026-01-10", "2026-01-31").out == "21.0\n"
    assert run("calc", "DEAL_CYCLE", "10.01.2026", "31.1.2026").out == "21.0\n"
    assert read_text("2026-02-31", decimal=".") == "2026-02-31"
    assert read_text("31.02.2026", decimal=".") == "31.02.2026"


# --- files


CHANNELS = "Канал;Расход;Клиенты;Выручка;Маржа\nДирект;50000;72;144000,5;70%\n"


@pytest.mark.parametrize(
    "content",
    [
        CHANNELS.encode(),
        CHANNELS.encode("utf-8-sig"),
        CHANNELS.replace("\n", "\r\n").encode(),
        CHANNELS.replace(";", "\t").encode(),
        CHANNELS.replace(",", ".").replace(";", ",").encode(),
        CHANNELS.replace("144000,5", '"144 000,5"').replace("Расход", '"Расход, ₽"').encode(),
        b'[["Channel", "Spend", "Customers", "Revenue", "Margin"], ["Ads", 50000, 72, 144000.5, 0.7]]',
        CHANNELS.replace(";", "\t").encode("utf-16"),
        CHANNELS.replace("\n", ";;;\n").encode(),
        CHANNELS.replace("144000,5", "144 000,50 ₽").encode(),
    ],
    ids=["semicolons", "byte order mark", "windows lines", "tabs", "commas", "quotes", "json", "utf-16", "empty columns", "roubles"],
)
def test_a_table_comes_from_a_file_or_from_the_standard_input(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(content)
    answer = run("calc", "CHANNEL_COMPARE", f"@{file}", "--json")
    assert answer.code == 0
    assert 1.016007 in [round(cell, 12) for cell in answer.json["values"] if isinstance(cell, float)]
    assert run("calc", "CHANNEL_COMPARE", "-", "--json", stdin=content).out == answer.out


def test_a_file_of_one_column_keeps_its_blanks_and_decimal_commas(run: Run) -> None:
    assert run("calc", "CPO", "-", "2", stdin=b"10\n\n0,5\n").out == "5\n\n0.25\n"


def test_a_russian_excel_saves_in_an_encoding_of_its_own_which_is_read_and_said(run: Run) -> None:
    answer = run("calc", "CHANNEL_COMPARE", "-", "--json", stdin=CHANNELS.encode("cp1251"))
    assert answer.out == run("calc", "CHANNEL_COMPARE", "-", "--json", stdin=CHANNELS.encode()).out
    assert answer.lacks("UTF-8", "Windows-1251") == []


@pytest.mark.parametrize("title", ["Отчёт за май;;;;\n", "Отчёт;;01.05.2026;;\n", "Отчёт\n\n", "Отчёт\nОтдел маркетинга\n"])
def test_a_title_above_the_header_is_skipped_and_said(run: Run, title: str) -> None:
    answer = run("calc", "CHANNEL_COMPARE", "-", "--json", stdin=(title + CHANNELS).encode())
    assert answer.out == run("calc", "CHANNEL_COMPARE", "-", "--json", stdin=CHANNELS.encode()).out
    assert answer.lacks("“Отчёт") == []


def test_a_header_with_a_blank_corner_is_no_title(run: Run) -> None:
    assert run("calc", "ROAS", "-", "1", stdin=b"1;;\n2;3;\n4;5;6\n").out == "1\t\t\n2\t3\t\n4\t5\t6\n"
    assert run("calc", "CPO", "-", "1", stdin=b"x;;\n2;3;\n4;5;6\n").code == 1


def test_short_rows_are_filled_up_with_blanks(run: Run) -> None:
    assert run("calc", "ROAS", "-", "1", stdin=b"1;2\n3\n").out == "1\t2\n3\t\n"


def test_the_header_of_a_single_column_of_numbers_is_skipped_and_said(run: Run) -> None:
    answer = run("calc", "NPS", "-", stdin="Оценка\n10\n9\n3\n".encode())
    assert answer.out == "33.333333333333336\n"
    assert answer.lacks("“Оценка”") == []
    assert run("calc", "CPO", "-", "1", stdin=b'"100,000"\n5\n').out == "#VALUE!\n5\n"  # a number, though which?
    assert run("calc", "NPS", "-", stdin=b"no answer\n10\nno answer\n").err == ""


def test_the_separator_is_found_below_a_title(run: Run) -> None:
    rows = b"Report\nChannel,Spend,Customers,Revenue,Margin\nAds,50000,72,144000.5,70%\n"
    assert run("calc", "CHANNEL_COMPARE", "-", stdin=rows).code == 0


@pytest.mark.parametrize(
    ("name", "content", "facts"),
    [
        ("a.csv", b"a,b\n1,2\n3,4,5\n", ["line 3", " 3 ", " 2."]),
        ("a.xlsx", b"PK\x03\x04\0\0", []),
        ("a.csv", b"0,3\n4\n", ["line 1", "“0,3”"]),
        ("a.csv", "Имя\nЯ".encode() + b"\xff", ["line 2", "column 2", "UTF-8"]),
        ("a.csv", b'a;b\n1;"2" 3\n', ["line 2", "CSV"]),
        ("a.csv", b"0,3\n0,4\n", ["line 1", "“0,3”"]),
        ("a.csv", b" \n", []),
        ("a.json", b"[[1, 2],\n [3 4]]", ["line 2", "column 5", "JSON"]),
        ("a.json", b'{"a": 1}', ["JSON"]),
        ("a.json", b"[" * 100_000, ["line 1", "column 1", "JSON"]),
    ],
)
def test_a_bad_file_is_named_with_the_place(run: Run, tmp_path: Path, name: str, content: bytes, facts: list[str]) -> None:
    (tmp_path / name).write_bytes(content)
    answer = run("calc", "NPS", f"@{tmp_path / name}")
    assert (answer.code, answer.out) == (1, "")
    assert answer.lacks(name, *facts) == []


def test_a_missing_file_and_a_folder_are_no_tables(run: Run, tmp_path: Path) -> None:
    for path in (f"{tmp_path}/no.csv", str(tmp_path)):
        answer = run("calc", "NPS", f"@{path}")
        assert (answer.code, answer.out, answer.lacks(path)) == (1, "", [])


# --- list


def test_the_list_has_every_kpi_under_its_topic(run: Run) -> None:
    lines = run("list").out.splitlines()
    assert [line.split("\t")[0] for line in lines] == list(KPIS)
    assert "CHURN\tcustomers start, customers end, [new customers]\tCustomer churn (CCR)\tloyalty" in lines
    table = run("list", terminal=120).out
    assert table.index("Profitability") < table.index("ROMI") < table.index("Acquisition cost") < table.index("CPO")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_the_list_fits_the_terminal(run: Run, width: int, language: str) -> None:
    lines = run("list", "--lang", language, terminal=width).out.splitlines()
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["romi", "margin"], {"ROMI_MARGIN"}),
        (["РЕНТАБЕЛЬНОСТЬ", "маркетинга"], {"ROMI"}),
        (["--group", "plan", "pace"], {"PACE"}),
        (["--group", "воронка", "ctr"], {"CTR"}),
        (["--group", "Funnel", "ctr"], {"CTR"}),
        (["кликабельность", "--lang", "en"], {"CTR"}),
        (["лиды", "трафик"], {"TRAFFIC_PER_LEAD"}),
        (["предельные", "заявки"], {"MAX_CPL"}),
        (["orders", "average"], {"AOV"}),
    ],
)
def test_the_list_is_filtered_by_words_of_either_language(run: Run, words: list[str], found: set[str]) -> None:
    assert {line.split("\t")[0] for line in run("list", *words).out.splitlines()} >= found
    assert {entry["name"] for entry in run("list", *words, "--json").json} >= found
    assert len(run("list", *words).out.splitlines()) < 5


def test_a_word_that_nothing_has_suggests_the_nearest(run: Run) -> None:
    answer = run("list", "romii")
    assert (answer.code, answer.out, answer.lacks("“romii”", " ROMI")) == (1, "", [])
    assert run("list", "qqqqq").lacks("“qqqqq”", "`sheetkpi list`") == []


# --- show


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(KPIS))
def test_every_kpi_has_a_page(run: Run, name: str, language: str) -> None:
    record = KPIS[name]
    page = " ".join(run("show", name, "--lang", language).out.split())
    assert record.summary_in(language) in page
    assert record.source.in_language(language) in page
    assert all(paragraph in page for paragraph in record.details_in(language))
    names = [parameter.in_language(language) for parameter in record.parameters]  # in Russian the words and the name; a long one wraps
    assert all(word in page for name in names for word in name.split())
    assert page.count(f"={name}(") == len(record.examples)
    assert f"from sheetkpi import {record.python_name}" in page
    assert f"sheetkpi calc {name}" in page


@pytest.mark.parametrize(
    ("name", "language", "line"),
    [
        ("ROMI", "en", "=ROMI(100000,50000)  →  100.0%"),
        ("ROMI", "ru", "=ROMI(100000;50000)  →  100,0\N{NO-BREAK SPACE}%"),
        ("ROMI", "ru", "=ROMI(5000;0)  →  #ДЕЛ/0!"),
        ("ROMI", "en", "= (gross profit − spend) / spend"),
        ("ROMI", "ru", "= (валовая прибыль − расход) / расход"),
        ("LTV_CHURN", "ru", '=LTV_CHURN(500;0,5;0;2;"later")  →  375,00'),
        ("NPS", "en", '=NPS({10;"";"no answer";3})  →  0'),
        ("BID_GRID", "en", "=BID_GRID(700,{0.05,0.1},{0.2;0.3})  →  10.0%: 14.00; 21.00"),
        ("BID_GRID", "ru", "=BID_GRID(700;{0,05\\0,1};{0,2;0,3})"),
        ("REALLOCATE", "en", "},,0.5,0,100)  →  New spend: 47,258.98; 10,207.94; 42,533.08; 100,000.00"),
        ("DECOMPOSE", "en", "Planned ROMI"),
    ],
)
def test_examples_are_written_as_in_a_sheet_of_the_language(run: Run, name: str, language: str, line: str) -> None:
    assert line in run("show", name, "--lang", language).out


@pytest.mark.parametrize("name", list(KPIS))
def test_the_commands_of_a_page_can_be_run(run: Run, name: str) -> None:
    lines = [line.strip() for line in run("show", name).out.splitlines()]
    calc = shlex.split(next(line for line in lines if line.startswith("sheetkpi calc")))
    assert run(*calc[1:]).code == 0
    curl = shlex.split(next(line for line in lines if line.startswith("curl")))
    call = json.loads(curl[-1])["calls"][0]
    assert run("calc", call["function"], *map(json.dumps, call["arguments"])).out == run(*calc[1:]).out


def test_a_page_that_does_not_exist_suggests_the_nearest(run: Run) -> None:
    answer = run("show", "ROMY")
    assert (answer.code, answer.out, answer.lacks("ROMY.", " ROMI")) == (1, "", [])


@pytest.mark.parametrize(("asked", "nearest"), [("ДРР", "DRR?"), ("РОМИ", "ROMI,"), ("СРО", "CPO?"), ("кликабельность", "CTR?")])
def test_a_russian_name_is_found_by_its_title_sound_or_look(run: Run, asked: str, nearest: str) -> None:
    for command in (["calc", asked, "1"], ["formula", asked]):
        assert run(*command).lacks(f" {nearest}") == []


@pytest.mark.parametrize(
    ("words", "name"), [("ДРР", "DRR"), ("кликабельность", "CTR"), ("acos", "DRR"), ("рентабельность инвестиции", "ROI")]
)
def test_the_only_kpi_with_the_words_in_its_title_is_shown(run: Run, words: str, name: str) -> None:
    shown = run("show", words)
    assert (shown.code, shown.out, shown.err) == (0, run("show", name).out, "")


def test_several_kpis_with_a_word_in_their_titles_are_listed(run: Run) -> None:
    shown = run("show", "рентабельность", "--lang", "ru")
    listed = {line.split("\t")[0] for line in shown.out.splitlines()}
    assert (shown.code, listed >= {"ROMI", "ROI"}, "CPO" in listed) == (1, True, False)
    assert shown.lacks("«рентабельность»") == []
    assert "ROI" in run("show", "рентабельность", terminal=80).out


def test_a_page_that_nothing_is_called_suggests_what_sounds_like_it(run: Run) -> None:
    assert run("show", "РОМИ").lacks(" ROMI") == []


# --- serve


@pytest.mark.e2e
def test_a_port_that_is_taken_or_impossible_is_one_line(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = in_a_process("serve", "--port", port)
    assert (answer.returncode, answer.stdout, answer.stderr.count(b"\n")) == (1, b"", 1)
    assert port.encode() in answer.stderr
    assert run("serve", "--port", "99999").lacks("99999") == []


def test_a_server_without_its_libraries_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "sheetkpi.hosts.web.server", raising=False)
    monkeypatch.setitem(sys.modules, "waitress.server", None)
    monkeypatch.setitem(sys.modules, "flask", None)
    answer = run("serve")
    assert answer.code == 1
    assert answer.line.endswith(install_command("web"))


def test_a_server_says_where_it_is_and_what_to_try(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheetkpi.hosts.web.server.serve", lambda host, port, announce, *_, **__: announce(f"http://{host}:{port}/"))
    answer = run("serve", "--port", "8000")
    assert answer.code == 0
    assert """curl http://127.0.0.1:8000/v1/batch -H "Content-Type: application/json" -d """ in answer.out


# --- the program


def test_alone_it_shows_its_help(run: Run) -> None:
    alone = run()
    assert alone.code == 0
    assert alone.out == run("--help").out
    assert all(f"\n  {command} " in alone.out for command in COMMANDS)


@pytest.mark.parametrize(
    "command", [[], ["calc"], ["calc", "ROMI"], ["keys"], ["keys", "add"], ["sheets", "push"], ["excel", "build"]], ids=" ".join
)
def test_the_short_option_shows_the_help_too(run: Run, command: list[str]) -> None:
    short, long = run(*command, "-h"), run(*command, "--help")
    assert (short.code, short.out) == (0, long.out)
    assert "-h, --help" in short.out


def test_a_group_of_commands_alone_shows_its_help(run: Run) -> None:
    alone = run("calc-addin")
    assert (alone.code, alone.out) == (0, run("calc-addin", "--help").out)
    assert re.findall(r"^  ([a-z]+) ", alone.out, re.MULTILINE) == IN_CALC_ADDIN
    assert "Установить надстройку" in run("calc-addin", "--lang", "ru").out


def test_it_knows_its_version(run: Run) -> None:
    assert run("--version").out == f"sheetkpi {sheetkpi.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "facts"),
    [
        (["lst"], ["lst.", "list?"]),
        (["qqq"], ["qqq.", "`sheetkpi --help`"]),
        (["calc-addin", "instal"], ["instal.", "install, uninstall?"]),
        (["calc-addin", "qqq"], ["qqq.", "`sheetkpi calc-addin --help`"]),
        (["calc-addin", "--lan"], ["--lan.", "--lang?"]),
        (["calc-addin", "status", "now"], ["“now”", "`sheetkpi calc-addin status --help`"]),
        (["--versio"], ["--versio.", "--version?"]),
        (["list", "--grup", "plan"], ["--grup.", "--group?"]),
        (["list", "--lang", "de"], ["--lang", "“de”", ", ".join(LANGUAGES)]),
        (["list", "--lang"], ["--lang", "`sheetkpi list --help`"]),
        (["list", "--json=1"], ["--json", "`sheetkpi list --help`"]),
        (["show", "ROMI", "CPO", "CPA"], ["“CPO CPA”", "`sheetkpi show --help`"]),
        (["show"], ["NAME", "`sheetkpi show --help`"]),
        (["serve", "--port", "x"], ["“x”", "65535"]),
        (["list", "--group", "plans"], ["“plans”", "profitability, acquisition"]),
        (["list", "--group", "plans", "--lang", "ru"], ["«plans»", "«Рентабельность»"]),
    ],
)
def test_a_command_that_is_not_understood_is_one_line(run: Run, arguments: list[str], facts: list[str]) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out, answer.lacks(*facts)) == (2, "", [])


def test_an_interruption_ends_quietly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sheetkpi.hosts.web.server.serve", interrupt)
    answer = run("serve")
    assert (answer.code, answer.out, answer.err.strip()) == (130, "", "")


# --- languages


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        (["--lang", "ru"], {"SHEETKPI_LANG": "en"}, "ru"),
        (["--lang=en"], {"SHEETKPI_LANG": "ru"}, "en"),
        (["--", "--lang", "ru"], {}, "en"),
        ([], {"SHEETKPI_LANG": "ru", "LANG": "en_US.UTF-8"}, "ru"),
        ([], {"SHEETKPI_LANG": "de", "LANG": "ru_RU.UTF-8"}, "ru"),
        ([], {"LC_ALL": "C", "LANG": "ru_RU.UTF-8"}, "en"),
        ([], {"LC_MESSAGES": "ru_RU.UTF-8", "LANG": "C"}, "ru"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_nearest_wish(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert chosen_language(arguments, environment) == language


@pytest.mark.parametrize(
    ("environment", "language"), [({}, "ru"), ({"LANG": "en_US.UTF-8"}, "en"), ({"SHEETKPI_LANG": "en"}, "en"), ({"LANG": ""}, "ru")]
)
def test_windows_is_asked_where_no_variable_says_it(environment: dict[str, str], language: str) -> None:
    assert chosen_language([], environment, windows=lambda: "ru") == language


@pytest.mark.parametrize(
    ("identifier", "language"), [(0x0419, "ru"), (0x0819, "ru"), (0x0409, "en"), (0x0809, "en"), (0x0407, ""), (0x0422, "")]
)
def test_the_languages_of_windows_are_known_in_every_country(identifier: int, language: str) -> None:
    """By the list in [MS-LCID] 2.2: ru-RU, ru-MD, en-US, en-GB, de-DE, uk-UA."""
    assert windows_language(identifier) == language


def test_answers_come_in_the_language(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Рентабельность маркетинга" in run("list", "romi", "--lang", "ru").out
    monkeypatch.setenv("SHEETKPI_LANG", "ru")
    assert "Рентабельность маркетинга" in run("show", "ROMI").out
    assert run("calc", "ROMI", "1", "много").lacks("расход") == []


#: What the help of `calc` and `template` names as it is typed.
NOT_WORDS = r"Yandex Direct|\w+\.\w+|lower|true|null|channels|forecast"


class Marked:
    """A catalogue that shows what it translates."""

    def __init__(self) -> None:
        pytest.importorskip("babel", reason="reads the file of translations; it comes with the extra test")
        from sheetkpi.release.texts import translations

        self.known = translations("ru")

    def gettext(self, text: str) -> str:
        return f"‹{text}›" if text in self.known else text


HELP = [
    [],
    ["list"],
    ["show"],
    ["calc"],
    ["formula"],
    ["template"],
    ["serve"],
    ["keys"],
    *(["keys", name] for name in IN_KEYS),
    ["calc-addin"],
    *(["calc-addin", name] for name in IN_CALC_ADDIN),
    ["excel"],
    *(["excel", name] for name in IN_EXCEL),
    ["config"],
    ["build"],
]


@pytest.mark.parametrize("command", HELP, ids=" ".join)
def test_no_word_of_the_help_escapes_translation(run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    monkeypatch.setattr("sheetkpi.translation.catalogue", lambda _language: Marked())
    rest = re.sub(r"‹[^›]*›", "", run(*command, "--help", "--lang", "ru").out)
    rest = re.sub(rf"sheetkpi|--\w+| -\w,|\w+(-\w+)?(\|[\w-]+)+|{NOT_WORDS}", "", rest)
    listed = {(): list(COMMANDS), ("keys",): IN_KEYS, ("calc-addin",): IN_CALC_ADDIN, ("excel",): IN_EXCEL}
    assert re.findall(r"[A-Za-z][A-Za-z-]+", rest) == [*command, *listed.get(tuple(command), [])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_reads_as_it_was_written(run: Run, language: str) -> None:
    texts = [run(*command, "--help", "--lang", language).out for command in HELP]
    assert_golden(f"help.{language}.txt", "\n\n".join(texts))


# --- as a whole process


def in_a_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([PROGRAM, *arguments], capture_output=True, check=False, env={**INHERITED, **environment})


def completed(*words: str, instruction: str = "bash_complete", **environment: str) -> list[str]:
    """What the program offers a shell for the last word."""
    asked = {"COMP_WORDS": shlex.join(words), "COMP_CWORD": str(len(words) - 1), "_SHEETKPI_COMPLETE": instruction}
    answer = in_a_process(**asked, **environment)
    assert (answer.returncode, answer.stderr) == (0, b"")
    return answer.stdout.decode().splitlines()


@pytest.mark.e2e
@pytest.mark.parametrize("command", ["calc", "show"])
def test_a_shell_completes_the_names_of_kpis(command: str) -> None:
    expected = [f"plain,{name}" for name in KPIS if name.startswith("RO")]
    assert expected
    assert completed("sheetkpi", command, "RO") == expected
    assert completed("sheetkpi", command, "ro") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ex"], ["plain,excel"]),
        (["sheets", "pu"], ["plain,publish", "plain,push", "plain,pull"]),
        (["template", "f"], ["plain,forecast"]),
        (["template", "channels", "--data", "t"], ["file,t"]),
        (["google", "-o", "t"], ["dir,t"]),
        (["list", "--lang", "r"], ["plain,ru"]),
        (["calc", "ROMI", "--js"], ["plain,--json"]),
        (["unknown", "x"], [""]),
        (["show", "ROMI", "CPO", "x"], [""]),
    ],
)
def test_a_shell_completes_commands_options_and_files_and_is_not_disturbed(words: list[str], expected: list[str]) -> None:
    assert completed("sheetkpi", *words) == expected


def test_a_shell_that_explains_what_it_offers_does_so_in_the_language_of_the_reader() -> None:
    offered = completed("sheetkpi", "calc", "CTR", instruction="zsh_complete", SHEETKPI_LANG="ru")
    assert offered[:3] == ["plain", "CTR", KPIS["CTR"].title("ru")]


@pytest.mark.e2e
@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_after_the_line_of_the_documentation() -> None:
    script = """
    eval "$(_SHEETKPI_COMPLETE=bash_source sheetkpi)"
    COMP_WORDS=(sheetkpi calc MAX_) COMP_CWORD=2
    _sheetkpi_completion sheetkpi
    echo "${COMPREPLY[@]}"
    """
    path = os.pathsep.join([str(Path(PROGRAM).parent), os.environ["PATH"]])
    answer = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, env={**INHERITED, "PATH": path})
    assert answer.stdout.split() == [name for name in KPIS if name.startswith("MAX_")]


def test_a_reader_that_leaves_early_is_no_error() -> None:
    with subprocess.Popen([PROGRAM, "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


def test_an_old_encoding_loses_signs_but_not_the_answer() -> None:
    answer = in_a_process("list", "romi", "--lang", "ru", PYTHONIOENCODING="latin-1")
    assert (answer.returncode, answer.stderr) == (0, b"")
    assert answer.stdout.startswith(b"ROMI\t???")


@pytest.mark.e2e
def test_colours_can_be_refused() -> None:
    assert b"\x1b[36m" in in_a_process("list", "romi", FORCE_COLOR="1", TERM="xterm").stdout
    assert b"\x1b[36m" not in in_a_process("list", "romi", FORCE_COLOR="1", NO_COLOR="1", TERM="xterm").stdout


def test_the_library_alone_imports_nothing_of_the_command_line() -> None:
    code = "import sys, sheetkpi; print(sorted({'click', 'rich', 'sheetkpi.cli'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"[]"


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl+C cannot be sent to one process alone")
def test_a_server_answers_where_it_says_and_ends_quietly() -> None:
    with subprocess.Popen([PROGRAM, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        address = process.stdout.readline().split()[-1]
        with urllib.request.urlopen(f"{address}v1/health") as response:  # noqa: S310 - the address is our own
            assert json.load(response)["status"] == "ok"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
        said = [json.loads(line) for line in process.stderr]
        assert [line.get("route") for line in said] == ["/v1/health"], "the log has the request, and nothing else was said"
