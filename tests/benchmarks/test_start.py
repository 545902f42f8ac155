"""How soon the library and the command line are ready, as whole processes against a Python that does nothing."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

NOTHING = [sys.executable, "-c", "pass"]
PROGRAM = str(Path(sys.executable).with_name("sheetkpi"))
ROUNDS = 20


def seconds(command: Sequence[str], **environment: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env={**os.environ, **environment})
    return time.perf_counter() - start


@pytest.mark.parametrize(
    ("command", "environment"),
    [
        ([sys.executable, "-c", "import sheetkpi"], {}),
        ([PROGRAM, "list"], {"FORCE_COLOR": ""}),
        ([PROGRAM, "list"], {"FORCE_COLOR": "1"}),
        ([PROGRAM, "calc", "ROMI", "100000", "50000"], {}),
    ],
    ids=["import", "list in a pipe", "list as a table", "calc"],
)
def test_start(benchmark: Any, capsys: pytest.CaptureFixture[str], command: list[str], environment: dict[str, str]) -> None:
    nothing: list[float] = []
    own: list[float] = []

    def both() -> None:  # by turns, so that a busy machine slows both alike
        nothing.append(seconds(NOTHING))
        own.append(seconds(command, **environment))

    benchmark.pedantic(both, rounds=ROUNDS if benchmark.enabled else 1)
    base, whole = statistics.median(nothing), statistics.median(own)
    benchmark.extra_info |= {
        "python_ms": round(base * 1000, 1),
        "whole_ms": round(whole * 1000, 1),
        "difference_ms": round((whole - base) * 1000, 1),
        "ratio": round(whole / base, 2),
    }
    if not benchmark.enabled:
        return
    with capsys.disabled():
        sys.stdout.write(f"\n{' '.join(command[-2:])} {environment or ''}: {benchmark.extra_info}\n")
