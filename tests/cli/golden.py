"""Texts that are checked word for word: a file holds each, and ``SHEETKPI_TEST_REWRITE_GOLDEN=1 pytest tests/cli`` writes it anew."""

import os
from pathlib import Path

FOLDER = Path(__file__).with_name("golden")


def assert_golden(name: str, text: str) -> None:
    """Compare a text with its file."""
    file = FOLDER / name
    if os.environ.get("SHEETKPI_TEST_REWRITE_GOLDEN"):
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")
