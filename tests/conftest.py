"""What several tests share: the catalogue of the domain as data, and a comparison that tells what differs."""

import gc
import json
import math
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from sheetkpi import CellError

# A busy machine is no failure; and what lands does not hang on luck: chance searches on, on everybody's own machine.
settings.register_profile("patient", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.register_profile("thorough", deadline=None, max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "patient"))

# What whoever runs the tests has set for themselves changes none of them.
os.environ["SHEETKPI_SETTINGS"] = os.devnull
os.environ.pop("SHEETKPI_PREFIX", None)
os.environ["SHEETKPI_KEYS_FILE"] = str(Path(__file__).with_name("no-keys.db").absolute())


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """As many as there are cores, and one more for the tests that only wait for a server's patience to end."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + (config.option.markexpr != "not e2e")


def pytest_collection_finish() -> None:
    """Keep what was collected out of the garbage collector's way: it would walk through thousands of tests again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


DATA = Path(__file__).parent / "data"

CATALOGUE: list[dict[str, Any]] = json.loads((DATA / "catalogue.json").read_text("utf-8"))


def agree(got: Any, want: Any, tolerance: float = 1e-9) -> bool:
    """Whether a result is the expected one: numbers to the tolerance, an error by its code, lists item by item."""
    if isinstance(got, CellError):
        return bool(got.code == want)
    if isinstance(want, bool) or isinstance(got, bool):
        return got is want
    if isinstance(want, int | float) and isinstance(got, int | float):
        return math.isclose(got, want, rel_tol=tolerance, abs_tol=tolerance)
    if isinstance(want, list) and isinstance(got, list):
        return len(got) == len(want) and all(agree(a, b, tolerance) for a, b in zip(got, want, strict=True))
    return bool(got == want)


@pytest.fixture
def same() -> Callable[..., None]:
    """Assert that a result is the expected one."""

    def check(got: Any, want: Any, tolerance: float = 1e-9) -> None:
        assert agree(got, want, tolerance), f"got {got!r}, expected {want!r}"

    return check


def arguments_of(formula: str) -> list[Any]:
    """The arguments of a formula of the catalogue: numbers, texts, {a;b} columns, {a,b} rows, ISO dates as serials."""
    inside = formula[formula.index("(") + 1 : -1]
    return [_argument(text) for text in re.findall(r"\{[^}]*\}|[^;{}]+", inside)]


def _argument(text: str) -> Any:
    if text.startswith("{"):
        body = text[1:-1]
        return [[_cell(cell) for cell in body.split(",")]] if "," in body else [_cell(cell) for cell in body.split(";")]
    return _cell(text)


def _cell(text: str) -> Any:
    if text.startswith('"'):
        return text[1:-1]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return float((date.fromisoformat(text) - date(1899, 12, 30)).days)
    return float(text)
