"""The examples of a KPI's docstring: the call, and what comes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sheetkpi.model.errors import ERROR_CODES, RegistrationError
from sheetkpi.translation import Message


@dataclass(frozen=True, slots=True)
class Example:
    """An example of the docstring: the call, and what comes out."""

    arguments: tuple[Any, ...]
    result: Any
    figure: str | None
    source: str


def read_examples(name: str, code: str) -> Iterator[Example]:
    """Read ``>>> romi(5000, 0)`` and the line below it, which is a Python value or an error code.

    Raises:
        RegistrationError: An example does not call the KPI.
    """
    for block in code.split(">>> ")[1:]:
        lines = block.strip().splitlines()
        continued = 1
        while continued < len(lines) and lines[continued].startswith("..."):
            continued += 1
        source = "\n".join(line.removeprefix("... ") for line in lines[:continued])
        yield _example(name, source, "\n".join(lines[continued:]).strip())


def _example(name: str, source: str, want: str) -> Example:
    import ast  # most calls need no examples

    call: ast.expr = ast.parse(source, mode="eval").body
    figure = None
    if isinstance(call, ast.Subscript):
        figure, call = ast.literal_eval(call.slice), call.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id != name:
        raise RegistrationError(Message("{kpi}: the example “{source}” does not call it.", kpi=name, source=source))
    arguments = tuple(ast.literal_eval(argument) for argument in call.args)
    return Example(arguments, want if want in ERROR_CODES else ast.literal_eval(want), figure, source)
