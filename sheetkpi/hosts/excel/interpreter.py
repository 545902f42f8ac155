"""A Python, as the add-in needs it: with xlwings, pywin32 and sheetkpi in it, and with xlwings' library where the add-in looks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import TimeoutExpired

from sheetkpi.hosts.excel.machine import Machine
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.translation import Label, Message

_PROBE = Path(__file__).with_name("probe.py")
_STORE_PACKAGE = "PythonSoftwareFoundation.Python."


class SilentPython(SheetKpiError):
    """A Python does not say what it has."""


@dataclass(frozen=True)
class Interpreter:
    """A Python."""

    program: Path
    version: str
    base: Path
    versions: Mapping[str, str]
    faults: Mapping[str, str]
    libraries: Sequence[Path]


def look_into(program: Path, machine: Machine) -> Interpreter:
    """Ask a Python what it has.

    Raises:
        SilentPython: It does not answer.
    """
    try:
        process = machine.start([str(program), "-P", str(_PROBE)])
        answer = json.loads(process.stdout.decode("utf-8", "replace").strip().splitlines()[-1])
        return Interpreter(
            program,
            answer["version"],
            Path(answer["base"]),
            answer["versions"],
            answer["faults"],
            [Path(library) for library in answer["libraries"]],
        )
    except OSError as error:
        said: object = reason_of(error)
    except TimeoutExpired:
        said = Label("there was no answer in time")
    except (ValueError, LookupError, TypeError):
        said = " ".join(process.stderr.decode("utf-8", "replace").split())[-300:] or process.returncode
    raise SilentPython(Message("{python} does not start. It says: “{said}”.", python=program, said=said))


def is_of_store(python: Path, base: Path) -> bool:
    """Whether a Python is a package of Microsoft Store: what it writes to AppData no other program sees."""
    return any(part.startswith(_STORE_PACKAGE) for path in (python, base) for part in path.parts)


def library(version: str, bits: int) -> str:
    """The name of xlwings' library for an Excel of so many bits."""
    return f"xlwings{bits}-{version}.dll"


def places(python: Path) -> tuple[Path, Path]:
    """Where the add-in looks for the library: beside Python, and one folder above, as in a virtual environment."""
    return python.parent, python.parent.parent
