"""The settings of `sheetkpi serve` itself: where it listens, with what, and how much one request may ask of it."""

from dataclasses import dataclass

from sheetkpi.settings.declaring import setting
from sheetkpi.settings.values import Duration, Size
from sheetkpi.translation import Label, Message, Translatable

#: The programs that can run the app; the first comes with us.
PROGRAMS = ("waitress", "granian", "gunicorn")
MOST_WORKERS = 256


def no_program(name: str) -> Translatable | None:
    """Why a program cannot serve; None where it can."""
    return None if name in PROGRAMS else Message("Give one of: {options}.", options=", ".join(PROGRAMS))


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the server listens, and with what."""

    host: str = setting(
        "127.0.0.1",
        Label("The address to listen on: 127.0.0.1 is this computer only, 0.0.0.0 is everybody."),
        example="0.0.0.0",  # noqa: S104
    )
    port: int = setting(8765, Label("The port to listen on; 0 is any free one."), example=80, least=0, most=65535)
    program: str = setting(
        PROGRAMS[0],
        Label("The program that serves: waitress; or granian or gunicorn, which need a proxy before them."),
        example="granian",
        refusal=no_program,
    )
    workers: int = setting(
        1, Label("How many processes compute at the same time, with granian or gunicorn."), example=4, least=1, most=MOST_WORKERS
    )


@dataclass(frozen=True, slots=True)
class LimitsSettings:
    """How much one request may ask."""

    body: Size = setting(
        Size(64 * 2**20), Label("The largest body of a request; four columns of a full sheet take 64 MiB."), example=Size(2**24), least=1024
    )
    calls: int = setting(10_000, Label("The most calls in one request."), example=1000, least=1)
    cells: int = setting(
        2**22, Label("The most cells that the calls of one request may be given; a full column has 1048576."), example=100_000, least=1
    )
    answer_cells: int = setting(
        2**21,
        Label("The most cells in the answers to one request: a short column times a short row may be millions."),
        example=100_000,
        least=1,
    )
    time: Duration = setting(
        Duration(20), Label("How long one request may compute; spreadsheets wait no longer than 30 s."), example=Duration(5), least=0.001
    )
    transfer: Duration = setting(
        Duration(60),
        Label("How long a request may take to arrive, and as long again its answer to be fetched."),
        example=Duration(10),
        least=0.1,
    )
    connections: int = setting(1000, Label("How many clients may be connected at the same time."), example=200, least=16, most=100_000)
