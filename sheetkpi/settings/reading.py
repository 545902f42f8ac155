"""The values of settings: from the file, and over it from the environment."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Generic

from sheetkpi.settings.declaring import MARK, Declared, Setting, filled, sections_of, settings_of
from sheetkpi.settings.file import VARIABLE, Place, SettingsError, SettingsFile, find
from sheetkpi.settings.values import in_quotes
from sheetkpi.translation import Label, Message, Translatable

#: Our variables that are no settings: the language, where the settings are, and a file with the user's rights in Google.
OTHERS = frozenset({"SHEETKPI_LANG", VARIABLE, "SHEETKPI_GOOGLE_CREDENTIALS"})
#: What the names of no setting begin with: they are for tests.
_OF_TESTS = "SHEETKPI_TEST_"

#: What Kubernetes tells every program of a service that is called sheetkpi.
_OF_A_SERVICE = re.compile(r"SHEETKPI_(SERVICE_HOST=.*|SERVICE_PORT(_\w+)?=.*|PORT_\d+_(TCP|UDP)(_\w+)?=.*|PORT=(tcp|udp)://.*)")

_DEFAULT = Label("default")
#: So much alike are a name and its misspelling, from 0 to 1.
_ALIKE = 0.7
#: A longer value is not repeated whole.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Declared]):
    """Settings, and where each comes from."""

    settings: Declared
    file: Path | None
    origins: Mapping[str, Translatable]


def load(declared: type[Declared], environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Loaded[Declared]:
    """Read settings.

    Raises:
        SettingsError: Something in the file or in the environment cannot be taken.
    """
    environment = os.environ if environment is None else environment
    path = find(environment, folder or Path())
    reader = _Reader(declared)
    if path is not None:
        reader.read_file(SettingsFile(path))
    reader.read_environment(environment)
    return Loaded(filled(declared, reader.values), path, reader.origins)


class _Reader:
    """Takes values one by one, the later ones over the earlier."""

    def __init__(self, declared: type[Any]) -> None:
        self.settings = {setting.path: setting for setting in settings_of(declared)}
        self.sections = sections_of(declared)
        self.values: dict[tuple[str, ...], Any] = {}
        self.origins: dict[str, Translatable] = {setting.key: _DEFAULT for setting in self.settings.values()}

    def read_file(self, file: SettingsFile) -> None:
        """What the file says."""
        if file.content:
            self._read_table(file, file.content, (), file.places())

    def read_environment(self, environment: Mapping[str, str]) -> None:
        """What the environment says."""
        by_variable = {setting.variable: setting for setting in self.settings.values()}
        for name in sorted(environment):
            setting = by_variable.get(name)
            if setting is not None:
                self._read_variable(setting, environment[name])
            elif name.startswith(MARK) and not _is_no_setting(name, environment[name]):
                raise SettingsError(
                    Message(
                        "There is no setting with the environment variable {name}. {advice}",
                        name=name,
                        advice=_did_you_mean([MARK + near for near in _nearest(name.removeprefix(MARK), _bare(by_variable), "_")]),
                    )
                )

    def _read_table(
        self, file: SettingsFile, table: Mapping[str, Any], inside: tuple[str, ...], places: Mapping[tuple[str, ...], Place]
    ) -> None:
        for name, value in table.items():
            path = (*inside, name)
            place = places[path]
            if path in self.sections:
                if not isinstance(value, dict):
                    raise SettingsError(
                        Message(
                            "{place}: {key} is a section. Write [{key}] on a line of its own, and its settings below.",
                            place=_in_file(file, place.line, place.column),
                            key=".".join(path),
                        )
                    )
                self._read_table(file, value, path, places)
            elif path in self.settings:
                self._read_value(file, self.settings[path], value, place)
            else:
                keys = [*(setting.key for setting in self.settings.values()), *map(".".join, self.sections)]
                raise SettingsError(
                    Message(
                        "{place}: there is no setting {key}. {advice}",
                        place=_in_file(file, place.line, place.column),
                        key=".".join(path)[:_LONGEST],
                        advice=_did_you_mean(_nearest(".".join(path), keys, ".")),
                    )
                )

    def _read_value(self, file: SettingsFile, setting: Setting, value: Any, place: Place) -> None:
        example = f"{setting.path[-1]} = {setting.kind.in_file(setting.facts.example)}"
        where = _in_file(file, place.line, place.value)
        try:
            read = setting.kind.from_file(value)
        except ValueError:
            raise _wrong(setting, where, _shown(value), example) from None
        _refuse(setting, read, where, example)
        self.values[setting.path] = read
        self.origins[setting.key] = _in_file(file, place.line)

    def _read_variable(self, setting: Setting, text: str) -> None:
        where = Message("Environment variable {name}", name=setting.variable)
        example = f"{setting.variable}={_in_environment(setting.kind.in_file(setting.facts.example))}"
        try:
            read = setting.kind.from_text(text)
        except ValueError:
            raise _wrong(setting, where, in_quotes(text), example) from None
        _refuse(setting, read, where, example)
        self.values[setting.path] = read
        self.origins[setting.key] = Message("environment, {name}", name=setting.variable)


def _is_no_setting(name: str, value: str) -> bool:
    """Whether a variable of ours is known to be for something else."""
    return name in OTHERS or name.startswith(_OF_TESTS) or bool(_OF_A_SERVICE.fullmatch(f"{name}={value}"))


def _bare(variables: Iterable[str]) -> list[str]:
    return [name.removeprefix(MARK) for name in variables]


def _in_file(file: SettingsFile, line: int, column: int | None = None) -> Message:
    if column is None:
        return Message("{file}, line {line}", file=file.path, line=line)
    return Message("{file}, line {line}, column {column}", file=file.path, line=line, column=column)


def _refuse(setting: Setting, value: Any, where: Message, example: str) -> None:
    """Refuse a value of the right type that is out of the limits, or that the setting itself refuses."""
    if not setting.is_within_limits(value):
        raise _wrong(setting, where, setting.kind.in_file(value), example)
    reason = setting.facts.refusal(value) if setting.facts.refusal else None
    if reason is not None:
        raise SettingsError(
            Message(
                "{place}: {key} is {value}. {reason} For example: {example}",
                place=where,
                key=setting.key,
                value=_short(setting.kind.in_file(value)),
                reason=reason,
                example=example,
            )
        )


def _wrong(setting: Setting, where: Message, shown: str, example: str) -> SettingsError:
    return SettingsError(
        Message(
            "{place}: {key} is {value}, and must be {expected}. For example: {example}",
            place=where,
            key=setting.key,
            value=_short(shown),
            expected=setting.expected(),
            example=example,
        )
    )


def _shown(value: Any) -> str:
    try:
        return in_quotes(value) if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    except ValueError:  # Python does not print a number of thousands of digits
        return "…"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _in_environment(written: str) -> str:
    """A value as the environment has it: without quotes and brackets."""
    return written.strip("[]").replace('"', "")


def _nearest(asked: str, known: Iterable[str], separator: str) -> list[str]:
    """Names that look like the one asked for, the likest first; also one that was put into no section, or into another."""

    def likeness(name: str) -> float:
        pairs = ((asked, name), (asked.rpartition(separator)[2], name.rpartition(separator)[2]))
        return max(SequenceMatcher(None, *pair).ratio() for pair in pairs)

    likely = {name: likeness(name) for name in known}
    return sorted((name for name in likely if likely[name] >= _ALIKE), key=likely.__getitem__, reverse=True)[:3]


def _did_you_mean(names: list[str]) -> Message:
    if names:
        return Message("Did you mean {nearest}?", nearest=", ".join(names))
    return Message("`sheetkpi config` shows all of them.")
