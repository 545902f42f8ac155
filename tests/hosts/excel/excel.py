"""Excel as xlwings sees it, in a process of its own: what stands in cells goes in, what cells show comes out."""

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Cells:
    """An argument of a formula that names cells: their value, or rows of their values."""

    value: Any


@dataclass(frozen=True)
class Imported:
    """What “Import Functions” writes into a workbook.

    Args:
        vba: The module of VBA.
        wizard: What the function wizard is told, by the function's name.
    """

    vba: str
    wizard: Mapping[str, Mapping[str, Any]]


class Excel:
    """A process with the real xlwings of Windows in it.

    Args:
        folder: Where its modules of functions lie.
    """

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from tests.hosts.excel.pywin32 import serve; serve()"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self, what: str, *arguments: Any, **named: Any) -> Any:
        """What it answers; see :mod:`tests.hosts.excel.pywin32` for what may be asked."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        pickle.dump((what, arguments, named), self.process.stdin)
        self.process.stdin.flush()
        answer, failure = pickle.load(self.process.stdout)  # noqa: S301
        assert not failure, failure
        return answer

    def close(self) -> None:
        """End the process."""
        self.process.communicate(timeout=30)
