"""The engines that the script runs in: QuickJS, which starts at once, and V8, which Google has."""

import json
import subprocess
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from tests import programs


class V8Error(Exception):
    """What code throws."""


class V8:
    """A context of V8, with what `quickjs.Context` has."""

    _ids = count()

    def __init__(self) -> None:
        self._id = next(self._ids)
        self._callables: dict[str, Callable[..., Any]] = {}

    def add_callable(self, name: str, function: Callable[..., Any]) -> None:
        """Let code call a function."""
        self._callables[name] = function
        self._sent({"id": self._id, "callable": name})

    def eval(self, code: str) -> Any:
        """Return what code gives: a text, a number, a truth, or nothing."""
        answer = self._sent({"id": self._id, "code": code})
        if "failure" in answer:
            raise V8Error(answer["failure"])
        return answer.get("value")

    def __del__(self) -> None:
        process = _node()
        if process.poll() is None:
            self._sent({"id": self._id})

    def _sent(self, message: dict[str, Any]) -> dict[str, Any]:
        process = _node()
        assert process.stdin
        assert process.stdout
        while True:
            process.stdin.write(json.dumps(message).encode() + b"\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(process.stdout.readline())
            if "callable" not in answer:
                return answer
            message = {"value": self._callables[answer["callable"]](*answer["given"])}


@cache
def _node() -> subprocess.Popen[bytes]:
    program = programs.program("node", "the script for Google Sheets is not tried in V8", "nodejs")
    return subprocess.Popen([program, str(Path(__file__).with_name("v8.js"))], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
