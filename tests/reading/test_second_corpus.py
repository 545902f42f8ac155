"""Exports whose right reading was written down by somebody who had not seen the reader: the sums, rows, dates and channels."""

import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.reading.dates import FIRST_DAY
from sheetkpi.reading.files import read_file
from sheetkpi.reading.header_row import Choices, OpenQuestions
from sheetkpi.reading.table import Table, read_table
from sheetkpi.reading.text_file import UnreadableFile

CASES = tomllib.loads(Path(__file__).with_name("second_corpus.toml").read_text("utf-8"))["case"]


def read(case: dict[str, Any], folder: Path) -> Table | UnreadableFile:
    path = folder / case["file"]
    path.write_bytes(case["text"].encode(case.get("encoding", "utf-8")))
    try:
        source = read_file(str(path), case["language"], lambda _note: None)
        return read_table(source, Choices(**case.get("options", {})), lambda _note: None)
    except UnreadableFile as error:
        return error


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_file_is_read_rightly_or_asked_about(case: dict[str, Any], tmp_path: Path) -> None:
    table = read(case, tmp_path)
    if isinstance(table, UnreadableFile):
        asks = set(table.questions) if isinstance(table, OpenQuestions) else {"another file"}
        assert "is_refused" in case or "may_be_refused" in case or asks <= set(case.get("may_ask", ()))
        return
    allowed = case.get("may_be_rejected", 0)
    assert bool(table.rejected) <= bool(allowed)
    assert "is_refused" not in case or table.rejected
    assert not set(case.get("not_taken", ())) & set(table.columns.used)
    if table.rejected:
        return
    sums = {name: sum(row.get(name) or 0 for row in table.rows) for name in case.get("sums", {})}  # type: ignore[misc]
    asked = set(case.get("may_ask", ())) - set(table.columns.used)
    assert {name: total for name, total in sums.items() if name not in asked} == pytest.approx(
        {name: total for name, total in case.get("sums", {}).items() if name not in asked}
    )
    assert len(table.rows) == case.get("rows", len(table.rows))
    dates = {(FIRST_DAY + datetime.timedelta(days=row["date"])).isoformat() for row in table.rows if isinstance(row["date"], float)}
    assert dates == set(case.get("dates", dates))
    channels = {str(row["channel"]) for row in table.rows}
    assert channels == set(case.get("channels", channels))
