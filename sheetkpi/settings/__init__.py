"""What the owner of an installation may set, declared once: in ``sheetkpi.toml``, or in the environment.

A command that needs settings reads them once, and passes on what is needed; nothing below a command looks for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sheetkpi.settings.declaring import section, setting
from sheetkpi.settings.log import LogSettings
from sheetkpi.settings.reading import load
from sheetkpi.settings.server import LimitsSettings, ServerSettings
from sheetkpi.settings.serving import AccessSettings, KeysSettings, RatesSettings
from sheetkpi.translation import Label, Translatable

__all__ = ["Settings", "read_settings"]


def _prefix_refusal(prefix: str) -> Translatable | None:
    from sheetkpi.model.names import prefix_refusal
    from sheetkpi.registry import KPIS

    return prefix_refusal(prefix, KPIS)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings."""

    prefix: str = setting(
        "",
        Label("What stands before the names of the functions in spreadsheets where others have the same names: MK_ gives =MK_ROMI(…)."),
        example="MK_",
        refusal=_prefix_refusal,
    )
    server: ServerSettings = section(ServerSettings, Label("Where `sheetkpi serve` listens, and with what."))
    limits: LimitsSettings = section(LimitsSettings, Label("How much one request may ask of the server."))
    keys: KeysSettings = section(KeysSettings, Label("The keys of a server that others reach."))
    access: AccessSettings = section(AccessSettings, Label("Whom a server believes."))
    rates: RatesSettings = section(RatesSettings, Label("How often a server may be asked: the rest is refused until later."))
    log: LogSettings = section(LogSettings, Label("What a server writes down of the requests."))


def read_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """The settings that hold here.

    Raises:
        SettingsError: Something in the file or in the environment cannot be taken.
    """
    return load(Settings, environment, folder).settings
