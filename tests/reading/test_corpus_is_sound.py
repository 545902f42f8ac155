"""The corpus of exports agrees with itself: its headers exist, and every line of a file is accounted for once."""

import csv
import datetime
import html
import io
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parent / "corpus"
CASES = sorted(CORPUS.glob("*/*.toml"))
TEXTS = {"channel", "campaign", "promo_code", "currency"}
COUNTS = {"impressions", "clicks", "visits", "leads", "qualified_leads", "calls_accepted", "calls_dropped", "calls_missed"}
SALES = {"customers", "orders", "new_customers", "plan_customers"}
MONEY = {"spend", "revenue", "cost_of_sales", "margin", "gross_profit", "plan_spend"}
FIELDS = {"date"} | TEXTS | COUNTS | SALES | MONEY
OPTIONS = {"language", "columns", "channel", "date", "dates", "decimal"}
EXPECTED = {"columns", "offered", "vat", "rows", "totals", "remarks", "rejected", "asks", "refused", "why"}
BLANK = re.compile(r"|-|--|—|–|n/a|н/д|нет данных|< ?\d+ ?%?", re.IGNORECASE)

Line = tuple[int, list[str]]


def tables(source: dict[str, Any]) -> list[list[Line]]:
    """Every way to see the input as a table: each sheet, or the text under each separator."""
    if "sheets" in source:
        return [numbered([[str(cell) for cell in row] for row in sheet["rows"]]) for sheet in source["sheets"]]
    text = source["text"].lstrip("\ufeff")
    if source["file"].endswith((".xls", ".html")):
        rows = re.findall(r"<tr\b.*?</tr>", text, re.DOTALL)
        return [numbered([[html.unescape(cell) for cell in re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row, re.DOTALL)] for row in rows])]
    found = []
    for separator in "\t;,|":
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        found.append([(reader.line_num, [cell.strip() for cell in row]) for row in reader])
    return found


def numbered(rows: list[list[str]]) -> list[Line]:
    return [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 1)]


def table_with(source: dict[str, Any], headers: set[str]) -> tuple[int, list[str], list[Line]]:
    """The line of the header, its cells, and the lines below that are not blank."""
    for lines in tables(source):
        for index, (number, cells) in enumerate(lines):
            if headers <= set(cells):
                return number, cells, [line for line in lines[index + 1 :] if any(line[1])]
    raise AssertionError(f"no line has all the headers {sorted(headers)}")


def digits(text: str) -> str:
    """Digits without the zeros around them: the same for a number in any notation and unit."""
    return re.sub(r"\D", "", text).strip("0")


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_case_keeps_the_format(path: Path) -> None:
    case = read(path)
    assert set(case) <= {"about", "confirmed", "input", "options", "expected"}
    assert case["about"]
    assert isinstance(case["confirmed"], bool)
    source, expected = case["input"], case["expected"]
    assert ("text" in source) != ("sheets" in source)
    assert Path(source["file"]).suffix in ({".xlsx", ".ods"} if "sheets" in source else {".csv", ".tsv", ".txt", ".html", ".xls"})
    source.get("text", "").encode(source.get("encoding", "utf-8"))
    assert set(case.get("options", {})) <= OPTIONS
    assert set(expected) <= EXPECTED
    assert ("rows" in expected) + ("asks" in expected) + ("refused" in expected) == 1
    assert set(expected.get("columns", {})) | set(expected.get("asks", [])) <= FIELDS
    assert all(set(fields) <= FIELDS for fields in expected.get("offered", {}).values())
    assert expected.get("vat", "included") in {"included", "excluded"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_line_is_accounted_for_once(path: Path) -> None:
    case = read(path)
    expected = case["expected"]
    headers = set(expected.get("columns", {}).values()) | set(expected.get("offered", {}))
    if "rows" not in expected:
        table_with(case["input"], headers)
        return
    top, _, lines = table_with(case["input"], headers)
    told = Counter(row["line"] for row in expected["rows"] + expected.get("rejected", []))
    told.update(expected.get("totals", []) + expected.get("remarks", []))
    assert told == Counter(number for number, _ in lines if number > top)
    assert all(reject["column"] in FIELDS | {""} for reject in expected.get("rejected", []))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_expected_values_stand_in_their_lines(path: Path) -> None:
    case = read(path)
    expected, options = case["expected"], case.get("options", {})
    if "rows" not in expected:
        return
    columns = expected["columns"]
    _, header, lines = table_with(case["input"], set(columns.values()) | set(expected.get("offered", {})))
    below = dict(lines)
    for row in expected["rows"]:
        assert set(row) - {"line", "date", "channel"} <= set(columns)
        datetime.date.fromisoformat(row["date"])
        assert row["channel"] == options.get("channel", row["channel"])
        for field, name in columns.items():
            cells = below[row["line"]]
            cell = cells[header.index(name)] if header.index(name) < len(cells) else ""
            told = (row["line"], field, cell)
            if field in TEXTS:
                assert row.get(field, "") == ("" if BLANK.fullmatch(cell) else cell), told
            elif field != "date":
                assert (field not in row) == bool(BLANK.fullmatch(cell)), told
                assert digits(str(row.get(field, ""))) == digits(cell if field in row else ""), told
