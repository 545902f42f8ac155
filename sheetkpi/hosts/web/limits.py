"""How much one request may ask, and what it is told when it asks more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sheetkpi import Range
from sheetkpi.hosts.web.refusals import RequestError
from sheetkpi.translation import Language, Message

#: So much of a body is looked at together: what that takes of memory is a multiple of it.
_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a batch."""

    calls: int
    cells: int
    answer_cells: int
    seconds: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "Limits":
        """Those of an app, from its configuration."""
        return cls(config["MAX_CALLS"], config["MAX_CELLS"], config["MAX_ANSWER_CELLS"], config["MAX_SECONDS"])

    def check_values(self, body: bytes) -> None:
        """Refuse a body with far too many values before they are made: a byte of it may take twenty of memory.

        Raises:
            RequestError: It holds more commas outside texts than any batch that is allowed.
        """
        most = 3 * self.cells + 2 * self.calls + 255  # no cell needs more than three, no call more than two beside its arguments
        if len(body) > most and body.count(b",") > most and _commas_outside_texts(body) > most:
            raise too_large(Message("The request holds more than {most} cells. {advice}", most=self.cells, advice=_FEWER_CELLS))

    def check_calls(self, calls: int, language: Language | None) -> None:
        """Refuse a batch of too many calls.

        Raises:
            RequestError: It is one.
        """
        if calls > self.calls:
            raise too_large(
                Message(
                    "The request holds {calls} calls, and {most} are the most that one may hold here (limits.calls). "
                    "Send them in several requests.",
                    calls=calls,
                    most=self.calls,
                ),
                language,
            )

    def check_cells(self, cells: int, language: Language | None) -> None:
        """Refuse a batch whose calls are given too many cells.

        Raises:
            RequestError: It is one.
        """
        if cells > self.cells:
            raise too_large(
                Message(
                    "The request holds {cells} cells, and {most} are the most that one may hold here (limits.cells). {advice}",
                    cells=cells,
                    most=self.cells,
                    advice=_FEWER_CELLS,
                ),
                language,
            )


_FEWER_CELLS = Message("Give smaller ranges, or send the calls in several requests.")


def _commas_outside_texts(body: bytes) -> int:
    """How many commas stand outside of texts, in a time that grows with the body alone, whatever it holds."""
    plain = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    commas, is_inside = 0, False
    for begin in range(0, len(plain), _PIECE):
        parts = plain[begin : begin + _PIECE].split(b'"')
        commas += sum(part.count(b",") for part in parts[is_inside::2])
        is_inside ^= len(parts) % 2 == 0
    return commas


def cells_in(arguments: Iterable[Any]) -> int:
    """How many cells a call is given."""
    return sum(len(argument.values) if isinstance(argument, Range) else 1 for argument in arguments)


def too_large(what: Message, language: Language | None = None) -> RequestError:
    """The refusal of a request that is too large."""
    return RequestError("too_large", what, status=413, language=language)
