"""Who may ask a server: those with a key, everybody, or the programs of its own computer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetkpi.hosts.web.admission.key_file import key_file_at
from sheetkpi.hosts.web.admission.key_ring import KeyRing
from sheetkpi.hosts.web.admission.rates import Rates
from sheetkpi.settings import RatesSettings, Settings
from sheetkpi.translation import Message


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask."""

    keys: KeyRing | None = None
    is_open: bool = False
    rates: RatesSettings = field(default_factory=RatesSettings)
    meters: Rates = field(default_factory=Rates)
    origins: frozenset[str] = frozenset()
    proxies: int = 0

    @property
    def needs_key(self) -> bool:
        """Whether who asks must have a key."""
        return not self.is_open and self.keys is not None and self.keys.is_in_use

    @property
    def is_private(self) -> bool:
        """Whether only programs of this computer may ask: there are no keys, and nobody opened the server."""
        return not self.is_open and not self.needs_key

    def refusal_to_serve(self, host: str, *, is_reachable: bool) -> Message | None:
        """Why the server must not listen there; None where it may."""
        if self.is_open or (self.keys and self.keys.count):
            return None
        if is_reachable:
            return Message(
                "{host} is open to other computers, and there is no key: without keys anyone there could use this server. "
                "Make one: sheetkpi keys add NAME; or let everybody in: sheetkpi serve --host {host} --open; "
                "or serve this computer alone: sheetkpi serve",
                host=host,
            )
        if self.proxies:
            return Message(
                "By the settings (access.proxies) a proxy brings others to this server, and there is no key: without keys anyone there "
                "could use it. Make one: sheetkpi keys add NAME; or let everybody in: sheetkpi serve --open"
            )
        return None


def access_of(settings: Settings, environment: Mapping[str, str], *, is_open: bool = False) -> Access:
    """Who may ask, by the settings.

    Raises:
        SheetKpiError: The keys cannot be read, or a library is missing.
    """
    rates = settings.rates
    if rates.redis:
        from sheetkpi.hosts.web.admission.shared_rates import SharedMeters  # few servers count together

        meters = Rates(SharedMeters(rates.redis))
    else:
        meters = Rates()
    keys = KeyRing(key_file_at(settings.keys.file, environment))
    return Access(keys, is_open, rates, meters, frozenset(settings.access.origins), settings.access.proxies)
