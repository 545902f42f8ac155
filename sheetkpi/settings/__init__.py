"""The settings of an installation, from ``sheetkpi.toml`` or environment variables.

A command reads them once and passes on what is needed; nothing below a command reads settings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sheetkpi.settings.load import load
from sheetkpi.settings.values import Address, Duration, Rate, Size, section, setting
from sheetkpi.translation import Label, Message, Translatable

#: Servers that can run the app; the first is the default.
PROGRAMS = ("waitress", "granian")
MOST_WORKERS = 256

_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")


def _prefix_refusal(prefix: str) -> Translatable | None:
    from sheetkpi.model.names import prefix_refusal
    from sheetkpi.registry import KPIS

    return prefix_refusal(prefix, KPIS)


def _path_refusal(path: str) -> Translatable | None:
    if not path or path.startswith("~") or Path(path).is_absolute():
        return None
    return Label("Give an absolute path, so that the same file is used wherever sheetkpi is started.")


def _origin_refusal(origins: tuple[str, ...]) -> Translatable | None:
    wrong = next((origin for origin in origins if not _ORIGIN.fullmatch(origin)), None)
    if wrong is None:
        return None
    return Message(
        "“{origin}” is not an origin: write https:// and the site's name in lower case, with a port if it has one and without a path.",
        origin=wrong,
    )


def _column_refusal(columns: tuple[str, ...]) -> Translatable | None:
    from sheetkpi.reading.fields import FIELDS

    wrong = next((text for text in columns if text.partition("=")[0].strip() not in FIELDS or not text.partition("=")[2].strip()), None)
    if wrong is None:
        return None
    return Message("“{text}” is not FIELD = HEADER. Fields: {fields}.", text=wrong, fields=", ".join(FIELDS))


@dataclass(frozen=True, slots=True)
class ExportsSettings:
    """How the company's exports call their columns."""

    columns: tuple[str, ...] = setting(
        (),
        Label("Which column of your exports is which, where their names don't say: each as FIELD = HEADER."),
        example=("spend = Gross budget used", "leads = Chats"),
        refusal=_column_refusal,
    )


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the server listens, and what runs it."""

    host: str = setting(
        "127.0.0.1",
        Label("Address to listen on: 127.0.0.1 for this computer only, 0.0.0.0 for every network of the computer."),
        example="0.0.0.0",  # noqa: S104
    )
    port: int = setting(8765, Label("Port to listen on; 0 picks a free one."), example=80, least=0, most=65535)
    program: str = setting(
        PROGRAMS[0],
        Label("Server that runs the app: waitress, or granian for several processes behind a proxy."),
        example="granian",
        options=PROGRAMS,
    )
    workers: int = setting(1, Label("Number of processes, with granian."), example=4, least=1, most=MOST_WORKERS)


@dataclass(frozen=True, slots=True)
class LimitsSettings:
    """How much one request may ask."""

    body: Size = setting(
        Size(64 * 2**20), Label("Largest request body; four full columns of a sheet take 64 MiB."), example=Size(2**24), least=1024
    )
    calls: int = setting(10_000, Label("Most calls in one request."), example=1000, least=1)
    cells: int = setting(2**22, Label("Most cells in the arguments of one request; a full column has 1048576."), example=100_000, least=1)
    answer_cells: int = setting(
        2**21, Label("Most cells in the results of one request; a column times a row can make millions."), example=100_000, least=1
    )
    time: Duration = setting(
        Duration(20), Label("Time to calculate one request; spreadsheets wait 30 s at most."), example=Duration(5), least=0.001
    )
    transfer: Duration = setting(
        Duration(60), Label("Time for a request to arrive, and again for its answer to be received."), example=Duration(10), least=0.1
    )
    connections: int = setting(1000, Label("Most clients connected at the same time."), example=200, least=16, most=100_000)


@dataclass(frozen=True, slots=True)
class KeysSettings:
    """Where the keys are."""

    file: str = setting(
        "",
        Label("File of the keys, which holds only their digests; if blank, keys.db in your sheetkpi configuration folder."),
        example="/var/lib/sheetkpi/keys.db",
        refusal=_path_refusal,
    )


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """Whom the server trusts."""

    origins: tuple[str, ...] = setting(
        (),
        Label("Sites whose pages may call the server from a browser (CORS). Programs and Google Sheets don't need this."),
        example=("https://portal.example.com",),
        refusal=_origin_refusal,
    )
    proxies: int = setting(
        0,
        Label(
            "Number of your own proxies, such as nginx, in front of the server. That many entries of X-Forwarded-For and "
            "X-Forwarded-Proto are trusted; a proxy must pass on the Host header unchanged."
        ),
        example=1,
        least=0,
        most=10,
    )


@dataclass(frozen=True, slots=True)
class RatesSettings:
    """How often the server may be called. A rate is counted in a window that begins with the first request in it."""

    key: Rate = setting(Rate(3000, 60), Label("Requests per key, unless the key has its own rate."), example=Rate(600, 60))
    address: Rate = setting(
        Rate(600, 60), Label("Requests without a valid key per network address, such as those for pages."), example=Rate(100, 60)
    )
    wrong_keys: Rate = setting(Rate(20, 60), Label("Wrong keys per network address; valid keys from it keep working."), example=Rate(5, 60))
    cells: Rate = setting(Rate(20_000_000, 60), Label("Cells per key, in all of its requests together."), example=Rate(2_000_000, 60))
    redis: Address = setting(
        Address(""),
        Label("Redis in which several servers count requests together; if blank, each process counts its own. Needs sheetkpi[shared]."),
        example=Address("redis://localhost:6379"),
    )


@dataclass(frozen=True, slots=True)
class LogSettings:
    """What the server logs. No setting logs the value of a cell or a key."""

    file: str = setting(
        "",
        Label("Log file to append to; if blank, the log goes to standard error."),
        example="/var/log/sheetkpi.log",
        refusal=_path_refusal,
    )
    form: str = setting(
        "auto",
        Label("Format of the log: json for programs, text for people; auto is text on a terminal and json elsewhere."),
        example="json",
        options=("auto", "json", "text"),
    )
    requests: str = setting(
        "all",
        Label("Which requests to log: all, refused (includes failed ones) or none. Failures of the server are always logged."),
        example="refused",
        options=("all", "refused", "none"),
    )
    addresses: str = setting(
        "network",
        Label("How much of a client's address to log: its network, such as 192.0.2.0/24, the whole address, or none."),
        example="whole",
        options=("network", "whole", "none"),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings."""

    prefix: str = setting(
        "",
        Label("Prefix for the function names in spreadsheets, for when others use the same names: with MK_ it is =MK_ROMI(…)."),
        example="MK_",
        refusal=_prefix_refusal,
    )
    exports: ExportsSettings = section(ExportsSettings, Label("How your exports call their columns."))
    server: ServerSettings = section(ServerSettings, Label("Where `sheetkpi serve` listens, and what runs it."))
    limits: LimitsSettings = section(LimitsSettings, Label("How much one request may ask of the server."))
    keys: KeysSettings = section(KeysSettings, Label("Keys of a server that other computers use."))
    access: AccessSettings = section(AccessSettings, Label("Whom the server trusts."))
    rates: RatesSettings = section(RatesSettings, Label("How often the server may be called; further requests are refused for a while."))
    log: LogSettings = section(LogSettings, Label("What the server logs about requests."))


def read_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: The file or an environment variable is wrong.
    """
    return load(Settings, environment, folder).settings
