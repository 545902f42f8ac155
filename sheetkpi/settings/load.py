"""Read settings from ``sheetkpi.toml`` and, over it, from environment variables."""

import codecs
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Generic, TypeVar

from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.settings.values import MARK, Setting, in_quotes, sections_of, settings_of
from sheetkpi.translation import Label, Message, Translatable

FILE = "sheetkpi.toml"
#: Environment variable with the path of another settings file.
FILE_VARIABLE = "SHEETKPI_SETTINGS"
#: Our variables that are not settings.
_OTHER_VARIABLES = frozenset({"SHEETKPI_LANG", FILE_VARIABLE, "SHEETKPI_GOOGLE_CREDENTIALS"})
_TEST_VARIABLES = "SHEETKPI_TEST_"
#: Kubernetes sets these for a service called sheetkpi.
_KUBERNETES = re.compile(r"SHEETKPI_(SERVICE_HOST=.*|SERVICE_PORT(_\w+)?=.*|PORT_\d+_(TCP|UDP)(_\w+)?=.*|PORT=(tcp|udp)://.*)")

_LARGEST_FILE = 2**20
#: Similarity from which a name is suggested for a misspelled one.
_SIMILAR = 0.7
#: Longer values are cut in messages.
_LONGEST = 60

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")
#: An unclosed string ends with its line, or with the file: the scan stays linear in files that are not TOML.
_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"""|\Z)' r"|'''.*?(?:'''|\Z)" r'|"(?:\\[^\n]|[^"\\\n])*"?' r"|'[^'\n]*'?" r"|\#[^\n]*", re.DOTALL
)
_KEY = re.compile(r"(\[{0,2})([^\[\]{}=]+)[\]=]")
_NO_BRACKETS = str.maketrans("[]{}=", "_____")

Declared = TypeVar("Declared")

#: A setting's key, its value and where that comes from.
Given = tuple[str, Any, Translatable]


class SettingsError(SheetKpiError):
    """The settings can't be used: what is wrong, where, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Declared]):
    """Settings, and where each comes from."""

    settings: Declared
    file: Path | None
    origins: Mapping[str, Translatable]


def load(declared: type[Declared], environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Loaded[Declared]:
    """Read settings.

    Raises:
        SettingsError: The file or an environment variable is wrong.
    """
    environment = os.environ if environment is None else environment
    path = find(environment, folder or Path())
    settings = {each.key: each for each in settings_of(declared)}
    filled: Any = declared()
    origins: dict[str, Translatable] = dict.fromkeys(settings, Label("default"))
    for source in (_from_file(path, settings, sections_of(declared)), _from_environment(environment, settings)):
        for key, value, origin in source:
            section, _, name = key.rpartition(".")
            changed = {name: value}
            filled = replace(filled, **({section: replace(getattr(filled, section), **changed)} if section else changed))
            origins[key] = origin
    return Loaded(filled, path, origins)


def places(environment: Mapping[str, str], folder: Path, *, is_windows: bool = os.name == "nt") -> list[Path]:
    """Return the paths to look for the file, in order."""
    if environment.get(FILE_VARIABLE):
        return [folder / environment[FILE_VARIABLE]]
    own = own_folder(environment, is_windows=is_windows)
    return [folder / FILE, *([own / FILE] if own else [])]


def own_folder(environment: Mapping[str, str], *, is_windows: bool = os.name == "nt") -> Path | None:
    """Return the user's configuration folder for sheetkpi, if the user has one."""
    home = environment.get("HOME") or os.path.expanduser("~")  # noqa: PTH111 - it raises nothing where there is none
    own = environment.get("APPDATA", "") if is_windows else environment.get("XDG_CONFIG_HOME", "")
    if not Path(own).is_absolute():  # as freedesktop.org demands
        own = "" if is_windows else str(Path(home, ".config"))
    return Path(own, "sheetkpi") if Path(own).is_absolute() else None


def find(environment: Mapping[str, str], folder: Path) -> Path | None:
    """Find the file to read, if there is one.

    Raises:
        SettingsError: The file that the environment names does not exist.
    """
    candidates = places(environment, folder)
    found = next((path for path in candidates if os.path.isfile(path)), None)  # noqa: PTH113 - no error in a folder that can't be read
    if found is None and environment.get(FILE_VARIABLE):
        path = candidates[0]
        if path.exists():  # a device such as /dev/null, or a folder, which can't be read
            return path
        raise SettingsError(
            Message(
                "{variable} points to {file}, which does not exist. Correct the variable, "
                "or create the file: sheetkpi config --example -o {file}",
                variable=FILE_VARIABLE,
                file=path,
            )
        )
    return found


def _from_file(path: Path | None, settings: Mapping[str, Setting], sections: Mapping[str, Translatable]) -> Iterator[Given]:
    if path is None:
        return
    text = _read(path)
    values, lines = _parse(path, text), dict(reversed(list(_keys(text))))
    for name in sections:
        if isinstance(values.get(name), dict):
            values |= {f"{name}.{inner}": value for inner, value in values.pop(name).items()}
    for key, value in values.items():
        place = Message("{file}, line {line}", file=path, line=lines.get(key) or lines.get(key.partition(".")[0], 1))
        if key in sections:
            raise SettingsError(
                Message("{place}: {key} is a section. Write [{key}] on a line of its own, and its settings below.", place=place, key=key)
            )
        if key not in settings:
            advice = _did_you_mean("", key, [*settings, *sections], ".")
            raise SettingsError(Message("{place}: there is no setting {key}. {advice}", place=place, key=key[:_LONGEST], advice=advice))
        found = settings[key]
        yield key, _accept(found, value, value, place, f"{found.name} = {found.kind.write(found.example)}"), place


def _from_environment(environment: Mapping[str, str], settings: Mapping[str, Setting]) -> Iterator[Given]:
    by_variable = {each.variable: each for each in settings.values()}
    for name, text in sorted(environment.items()):
        found = by_variable.get(name)
        if found is not None:
            example = found.kind.write(found.example).strip("[]").replace('"', "")
            place = Message("Environment variable {name}", name=name)
            value = _accept(found, found.kind.from_variable(text), text, place, f"{name}={example}")
            yield found.key, value, Message("environment, {name}", name=name)
        elif name.startswith(MARK) and not _is_foreign(name, text):
            advice = _did_you_mean(MARK, name, list(by_variable), "_")
            raise SettingsError(Message("There is no setting with the environment variable {name}. {advice}", name=name, advice=advice))


def _is_foreign(name: str, text: str) -> bool:
    return name in _OTHER_VARIABLES or name.startswith(_TEST_VARIABLES) or bool(_KUBERNETES.fullmatch(f"{name}={text}"))


def _accept(setting: Setting, value: Any, written: Any, place: Message, example: str) -> Any:
    """Return the value of a setting, which was written so."""
    try:
        value = setting.kind.read(value)
        shown, is_allowed = setting.kind.write(value), setting.allows(value)
    except ValueError:
        shown, is_allowed = _shown(written), False
    reason = setting.refusal(value) if is_allowed and setting.refusal else None
    shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    facts: dict[str, object] = {"place": place, "key": setting.key, "value": shown, "example": example}
    if not is_allowed:
        what = Message("{place}: {key} is {value}, and must be {expected}. For example: {example}", expected=setting.expected(), **facts)
        raise SettingsError(what)
    if reason is not None:
        raise SettingsError(Message("{place}: {key} is {value}. {reason} For example: {example}", reason=reason, **facts))
    return value


def _shown(value: Any) -> str:
    try:
        return in_quotes(value) if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    except ValueError:  # Python refuses to print thousands of digits
        return "…"


def _did_you_mean(mark: str, asked: str, known: Sequence[str], separator: str) -> Message:
    """Suggest similar names, also the same name in another section. The mark, which all begin with, does not count."""
    asked = asked.removeprefix(mark)[:_LONGEST]

    def similarity(name: str) -> float:
        name = name.removeprefix(mark)
        pairs = ((asked, name), (asked.rpartition(separator)[2], name.rpartition(separator)[2]))
        return max(SequenceMatcher(None, *pair).ratio() for pair in pairs)

    near = [name for name in sorted(known, key=similarity, reverse=True)[:3] if similarity(name) >= _SIMILAR]
    return Message("Did you mean {nearest}?", nearest=", ".join(near)) if near else Message("`sheetkpi config` shows all of them.")


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise SettingsError(Message("Can't read the settings file {file}: {reason}.", file=path, reason=reason_of(error))) from None
    if len(content) > _LARGEST_FILE:
        raise SettingsError(Message("{file} is larger than 1 MiB: that can't be a settings file.", file=path))
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # as PowerShell saves a program's output
        return content.decode("utf-16", "replace").replace("\r\n", "\n")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(Message("{file}, line {line}: this is not UTF-8. Save the file in UTF-8.", file=path, line=line)) from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    import tomllib  # without a file the start is faster

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise SettingsError(Message("{file}: lists and tables are nested too deep for settings.", file=path)) from None
    except ValueError as error:
        lines, found = text.rstrip("\n").split("\n"), _PLACE.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
        raise SettingsError(
            Message(
                "{file}, line {line}, column {column}: this is not TOML. {advice} An example of every setting: sheetkpi config --example",
                file=path,
                line=line,
                column=column,
                advice=_advice(lines[:line]),
            )
        ) from None


def _keys(text: str) -> Iterator[tuple[str, int]]:
    """Yield the key of each section and setting, and its line."""
    section: list[str] = []
    depth = 0
    for number, line in enumerate(_STRING_OR_COMMENT.sub(_without_brackets, text).split("\n"), 1):
        found = None if depth > 0 else _KEY.match(line.strip())
        if found:
            names = [name.strip().strip("\"'") for name in found[2].split(".")]
            section, path = (names, names) if found[1] else (section, section + names)
            yield path[0], number
            if len(path) > 1:
                yield ".".join(path[:2]), number
        depth += sum(map(line.count, "[{")) - sum(map(line.count, "]}"))


def _without_brackets(found: re.Match[str]) -> str:
    """Blank a comment, and a string as far as it could be taken for a key or a list."""
    text = found[0]
    return "\n" * text.count("\n") if "\n" in text or text.startswith("#") else text.translate(_NO_BRACKETS)


def _advice(lines: list[str]) -> Label:
    """Say how to correct the last of the lines, which is not TOML."""
    last = lines[-1].strip()
    keys = list(_keys("\n".join(lines)))
    if keys and keys[-1][1] == len(lines) and [key for key, _ in keys].count(keys[-1][0]) > 1:
        if last.startswith("["):
            return Label("This section is in the file twice: put its lines together.")
        return Label("This is set twice: delete one of the two lines.")
    if '"' in last and "\\" in last:
        return Label("In double quotes write a backslash twice; in single quotes once.")
    if last.count('"') % 2 or last.count("'") % 2:
        return Label("Close a text with the same quotes that open it.")
    if "=" in last and not last.endswith("="):
        return Label("Put texts in quotes; write true, false and numbers without them, with a decimal point.")
    return Label("A setting is a line such as: name = value.")
