"""The settings of a server's log: where it goes, how it looks, and what it keeps of a client."""

from collections.abc import Callable
from dataclasses import dataclass

from sheetkpi.settings.declaring import setting
from sheetkpi.settings.serving import no_whole_path
from sheetkpi.translation import Label, Message, Translatable

FORMS = ("auto", "json", "text")
REQUESTS = ("all", "refused", "none")
ADDRESSES = ("network", "whole", "none")


def _none_of(words: tuple[str, ...]) -> Callable[[str], Translatable | None]:
    def refusal(value: str) -> Translatable | None:
        return None if value in words else Message("Give one of: {options}.", options=", ".join(words))

    return refusal


@dataclass(frozen=True, slots=True)
class LogSettings:
    """What a server's log is. No setting puts a value of a cell or a key into it."""

    file: str = setting(
        "",
        Label("The file of the server's log, to which it appends; left blank, the log goes to the standard error."),
        example="/var/log/sheetkpi.log",
        refusal=no_whole_path,
    )
    form: str = setting(
        FORMS[0],
        Label("How the log looks: json for programs, text for people; auto is text on a terminal and json everywhere else."),
        example="json",
        refusal=_none_of(FORMS),
    )
    requests: str = setting(
        REQUESTS[0],
        Label("Which requests have a line in the log: all, those refused or failed, or none. Failures are always told."),
        example="refused",
        refusal=_none_of(REQUESTS),
    )
    addresses: str = setting(
        ADDRESSES[0],
        Label("How much of a client's address the log keeps: its network, such as 192.0.2.0/24; the whole address; or none of it."),
        example="whole",
        refusal=_none_of(ADDRESSES),
    )
