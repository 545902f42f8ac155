"""The file of the keys: read by the server, changed by ``sheetkpi keys``."""

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from os.path import expanduser
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from sheetkpi import SheetKpiError
from sheetkpi.hosts.web.admission.keys import Former, Key, digest_of, new_key
from sheetkpi.hosts.web.admission.safe_file import FileError, locked, write_safely
from sheetkpi.hosts.web.errors import decoding_error
from sheetkpi.model.errors import reason_of
from sheetkpi.settings.load import own_folder
from sheetkpi.settings.rate import Rate, rate_of
from sheetkpi.translation import Label, Message, Translatable

#: Longer names help nobody, and stand in every line of a log.
LONGEST_NAME = 100

NAME = "keys.json"


class KeyNameError(SheetKpiError):
    """The keys cannot be changed in this way."""


class Content(Struct, frozen=True, forbid_unknown_fields=True):
    """What the file holds."""

    version: Literal[1]
    keys: tuple[Key, ...]


def key_file_at(wanted: str, environment: Mapping[str, str]) -> Path:
    """Where the file is.

    Raises:
        SheetKpiError: The settings say nothing, and the user has no folder.
    """
    if wanted:
        return Path(expanduser(wanted))  # noqa: PTH111 - it raises nothing where there is no home
    own = own_folder(environment)
    if own is None:
        raise SheetKpiError(Message("There is no place for the keys. Give one in the settings: keys.file, or SHEETKPI_KEYS_FILE."))
    return own / NAME


def read_keys(path: Path) -> tuple[Key, ...] | None:
    """The keys that a file holds; None where there is no file.

    Raises:
        FileError: It cannot be read, or is damaged.
    """
    try:
        return _checked(msgspec.json.decode(path.read_bytes(), type=Content).keys)
    except FileNotFoundError:
        return None
    except OSError as error:
        what = Message("{file} cannot be read: {reason}. The user who serves must be allowed to.", file=path, reason=reason_of(error))
        raise FileError(what) from None
    except (ValueError, RecursionError) as error:
        what = Message(
            "The file of the keys {file} is damaged: {reason}. Put a copy of it back; or move it away, and make the keys anew: "
            "sheetkpi keys add NAME",
            file=path,
            reason=decoding_error(str(error)),
        )
        raise FileError(what) from None


def _checked(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    names = [key.name for key in keys]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"{twice!r} stands in it twice")
    for key in keys:
        try:
            rate_of(key.rate or "1/s")
        except ValueError:
            raise ValueError(f"the rate of {key.name!r} is {key.rate!r}") from None
    return keys


class KeyFile:
    """The keys, to change."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> tuple[Key, ...]:
        """All keys."""
        return read_keys(self.path) or ()

    def add(self, name: str, rate: Rate | None = None, functions: tuple[str, ...] | None = None) -> str:
        """A new key.

        Returns:
            The key, which cannot be had again.
        """
        name = fit_name(name)
        secret = new_key()
        with self._changed() as keys:
            if name in keys:
                raise KeyNameError(
                    Message(
                        'There is a key with the name {name} already. Give another name, or replace it: sheetkpi keys rotate "{name}"',
                        name=name,
                    )
                )
            keys[name] = Key(name, digest_of(secret), _now(), None if rate is None else str(rate), functions)
        return secret

    def change(self, name: str, rate: Rate | UnsetType | None = UNSET, functions: tuple[str, ...] | UnsetType | None = UNSET) -> Key:
        """Change what a key may do; what is left out stays as it is, and so does the key.

        Returns:
            What is kept of the key then.
        """
        with self._changed() as keys:
            old = keys[_known(name, keys)]
            keys[old.name] = new = msgspec.structs.replace(
                old,
                rate=old.rate if rate is UNSET else None if rate is None else str(rate),
                functions=old.functions if functions is UNSET else functions,
            )
        return new

    def revoke(self, name: str) -> None:
        """Let a key end, and the one that it replaced."""
        with self._changed() as keys:
            del keys[_known(name, keys)]

    def rotate(self, name: str, grace: timedelta) -> str:
        """A new key in the place of another, which works on for a time.

        Returns:
            The new key.
        """
        secret = new_key()
        with self._changed() as keys:
            old = keys[_known(name, keys)]
            former = Former(old.sha256, _now() + grace) if grace else None
            keys[old.name] = msgspec.structs.replace(old, sha256=digest_of(secret), created=_now(), former=former)
        return secret

    @contextmanager
    def _changed(self) -> Iterator[dict[str, Key]]:
        with locked(self.path):
            keys = {key.name: key for key in self.read()}
            yield keys
            text = msgspec.json.format(msgspec.json.encode(Content(1, tuple(keys.values()))), indent=2)
            write_safely(self.path, text + b"\n")


def fit_name(name: str) -> str:
    """A name as it is kept: any signs that can be seen, in one form of Unicode."""
    fit = unicodedata.normalize("NFC", name).strip()
    if reason := _unfit(fit):
        raise KeyNameError(reason)
    return fit


def _unfit(name: str) -> Translatable | None:
    if not name:
        return Label("The name is blank. Say whose key it is: a department, a spreadsheet, a person.")
    if len(name) > LONGEST_NAME:
        return Message("The name has {length} signs. Give one of {most} at most.", length=len(name), most=LONGEST_NAME)
    if not name.isprintable():
        return Label("The name has signs in it that cannot be seen, such as a line break. Leave them out.")
    return None


def _known(name: str, keys: Mapping[str, Key]) -> str:
    asked = unicodedata.normalize("NFC", name).strip()
    if asked in keys:
        return asked
    near = get_close_matches(asked.casefold(), [known.casefold() for known in keys])
    names = [known for known in keys if known.casefold() in near]
    if names:
        raise KeyNameError(Message("There is no key with the name {name}. Did you mean {nearest}?", name=asked, nearest=", ".join(names)))
    raise KeyNameError(Message("There is no key with the name {name}. `sheetkpi keys list` shows all of them.", name=asked))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
