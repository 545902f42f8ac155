"""The settings file: where it lies, what is in it, and on which line."""

import codecs
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.translation import Label, Message, Translatable

#: The file's name, wherever it lies.
NAME = "sheetkpi.toml"
#: The environment variable that names another one.
VARIABLE = "SHEETKPI_SETTINGS"
#: No settings are as long as this, and no section lies as deep.
LARGEST = 2**20
DEEPEST = 8

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_ASSIGNMENT = re.compile(r"\s*[\w.\-]+\s*=\s*")

#: What Python's reader of TOML complains of, and what one should know then.
_ADVICE: Mapping[str, Translatable] = {
    "Cannot overwrite": Label("This is set twice: delete one of the two lines."),
    "Cannot declare": Label("This section stands here twice: put its lines together."),
    "Illegal character '\\n'": Label("A text ends with the quotes with which it began."),
    "Unterminated": Label("A text ends with the quotes with which it began."),
    "Unescaped": Label("In double quotes a backslash is written twice; in single quotes it is itself."),
    "Invalid hex": Label("In double quotes a backslash is written twice; in single quotes it is itself."),
    "Expected newline": Label("A text stands in quotes; true, false and numbers stand alone, with a point for decimals."),
    "Invalid value": Label("A text stands in quotes; true, false and numbers stand alone, with a point for decimals."),
}


class SettingsError(SheetKpiError):
    """The settings cannot be taken: what is wrong, where, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, counted from 1."""

    line: int
    column: int
    value: int


def places(environment: Mapping[str, str], folder: Path, *, is_windows: bool = os.name == "nt") -> list[Path]:
    """Where the file is looked for, the first place first."""
    if environment.get(VARIABLE):
        return [folder / environment[VARIABLE]]
    own = own_folder(environment, is_windows=is_windows)
    return [folder / NAME, *([own / NAME] if own else [])]


def own_folder(environment: Mapping[str, str], *, is_windows: bool = os.name == "nt") -> Path | None:
    """The user's own folder for what belongs to sheetkpi; None where the user has none."""
    home = environment.get("HOME") or os.path.expanduser("~")  # noqa: PTH111 - it raises nothing where there is none
    own = environment.get("APPDATA", "") if is_windows else environment.get("XDG_CONFIG_HOME", "")
    if not Path(own).is_absolute():  # as freedesktop.org demands
        own = "" if is_windows else str(Path(home, ".config"))
    return Path(own, "sheetkpi") if Path(own).is_absolute() else None


def find(environment: Mapping[str, str], folder: Path) -> Path | None:
    """The file to read; None where there is none.

    Raises:
        SettingsError: The environment names a file that is not there.
    """
    wanted = places(environment, folder)
    found = next((path for path in wanted if os.path.isfile(path)), None)  # noqa: PTH113 - no error where one may not look
    if found is None and environment.get(VARIABLE):
        path = wanted[0]
        if path.exists():  # a device such as /dev/null, or a folder, which cannot be read
            return path
        raise SettingsError(
            Message(
                "{variable} names the settings file {file}, and there is none. Correct the variable, "
                "or write the file: sheetkpi config --example -o {file}",
                variable=VARIABLE,
                file=path,
            )
        )
    return found


class SettingsFile:
    """A file of settings.

    Raises:
        SettingsError: It cannot be read, or is no TOML.
    """

    def __init__(self, path: Path) -> None:
        import tomllib  # most computers have no file, and start sooner

        self.path = path
        self.text = _text(path)
        self._parse = tomllib.loads
        try:
            self.content: dict[str, Any] = self._parse(self.text)
        except ValueError as error:
            raise self._no_toml(str(error)) from None
        except RecursionError:
            raise SettingsError(Message("{file}: lists and tables are nested too deep for settings.", file=path)) from None

    def places(self) -> dict[tuple[str, ...], Place]:
        """Where every key and section stands."""
        found: dict[tuple[str, ...], Place] = {}
        for line, statement, content in self._statements():
            column = len(statement) - len(statement.lstrip()) + 1
            assignment = _ASSIGNMENT.match(statement)
            place = Place(line, column, assignment.end() + 1 if assignment else column)
            for path in _paths(content):
                found.setdefault(path, place)
        return found

    def _statements(self) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Each with the line on which it begins and what it says; a text or a list may go on over several lines."""
        section, begun, first = "", "", 1
        for number, line in enumerate(self.text.split("\n"), 1):
            begun, first = (f"{begun}\n{line}", first) if begun else (line, number)
            try:
                content = self._parse(f"{section}\n{begun}")
            except ValueError:
                continue
            if begun.lstrip().startswith("["):
                section = begun
                content = self._parse(section)
            if begun.strip():
                yield first, begun, content
            begun = ""

    def _no_toml(self, complaint: str) -> SettingsError:
        found = _PLACE.search(complaint)
        lines = self.text.rstrip("\n").split("\n")
        line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
        advice = next((words for start, words in _ADVICE.items() if complaint.startswith(start)), None)
        return SettingsError(
            Message(
                "{file}, line {line}, column {column}: this is not TOML. {advice} An example of every setting: sheetkpi config --example",
                file=self.path,
                line=line,
                column=column,
                advice=advice or Label("A setting is a line such as: name = value."),
            )
        )


def _paths(content: Mapping[str, Any], inside: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in content.items():
        yield (*inside, key)
        if isinstance(value, dict) and len(inside) < DEEPEST:
            yield from _paths(value, (*inside, key))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise SettingsError(Message("The settings file {file} cannot be read: {reason}.", file=path, reason=reason_of(error))) from None
    if len(content) > LARGEST:
        raise SettingsError(Message("{file} is larger than 1 MiB: that can't be a settings file.", file=path))
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # so PowerShell saves what a program prints
        return content.decode("utf-16", "replace").replace("\r\n", "\n")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        raise SettingsError(
            Message(
                "{file}, line {line}, column {column}: this is not UTF-8. Save the file in UTF-8.",
                file=path,
                line=before.count(b"\n") + 1,
                column=len(before.rpartition(b"\n")[2].decode("utf-8-sig", "replace")) + 1,
            )
        ) from None
