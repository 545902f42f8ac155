"""The settings of a server that others reach: where its keys are, whom it believes, and how often it may be asked."""

import re
from dataclasses import dataclass
from pathlib import Path

from sheetkpi.settings.declaring import setting
from sheetkpi.settings.rate import Rate
from sheetkpi.settings.values import Address
from sheetkpi.translation import Label, Message, Translatable

_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")


def no_whole_path(path: str) -> Translatable | None:
    """Why a path cannot be taken; None where it can, also where it is blank."""
    if not path or path.startswith("~") or Path(path).is_absolute():
        return None
    return Label("It must be a whole path, so that every program finds the same file wherever it is started.")


def _no_origin(origins: tuple[str, ...]) -> Translatable | None:
    wrong = next((origin for origin in origins if not _ORIGIN.fullmatch(origin)), None)
    if wrong is None:
        return None
    return Message(
        "“{origin}” is no origin: it is https:// and the name of the site in small letters, with its port where it has one, and no path.",
        origin=wrong,
    )


@dataclass(frozen=True, slots=True)
class KeysSettings:
    """Where the keys are."""

    file: str = setting(
        "",
        Label("The file of the keys, which holds only their digests; if blank, keys.db in your own sheetkpi folder."),
        example="/var/lib/sheetkpi/keys.db",
        refusal=no_whole_path,
    )


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """Whom a server believes."""

    origins: tuple[str, ...] = setting(
        (),
        Label("The sites whose pages may ask the server out of a browser (CORS); programs and Google Sheets need no entry."),
        example=("https://portal.example.com",),
        refusal=_no_origin,
    )
    proxies: int = setting(
        0,
        Label(
            "How many proxies of yours, such as nginx, stand before the server: so many entries of X-Forwarded-For and "
            "X-Forwarded-Proto are believed. A proxy passes the header Host on as it came."
        ),
        example=1,
        least=0,
        most=10,
    )


@dataclass(frozen=True, slots=True)
class RatesSettings:
    """How often a server may be asked. Each rate is counted in a window that begins with the first request in it."""

    key: Rate = setting(Rate(3000, 60), Label("Requests of each key, where it was not given a rate of its own."), example=Rate(600, 60))
    address: Rate = setting(
        Rate(600, 60),
        Label("Requests of each network address that come without a good key, such as those for pages."),
        example=Rate(100, 60),
    )
    wrong_keys: Rate = setting(Rate(20, 60), Label("Wrong keys of each network address; its good keys go on working."), example=Rate(5, 60))
    cells: Rate = setting(
        Rate(20_000_000, 60), Label("Cells that the requests of each key may hold together."), example=Rate(2_000_000, 60)
    )
    redis: Address = setting(
        Address(""),
        Label(
            "A Redis in which several servers count together; left blank, each process counts for itself. "
            "It needs the libraries of sheetkpi[shared]."
        ),
        example=Address("redis://localhost:6379"),
    )
