"""A million bodies for the parser, or for the whole app: no defect, no hang, no growth of memory.

    python -m tests.fuzzing parser --bodies 1000000 --seed 1
    python -m tests.fuzzing app --bodies 1000000 --seed 1

It ends with 1 where a body got an answer that it must not get, took longer than a second, or the memory grew.
"""

import argparse
import faulthandler
import gc
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.fuzzing.bodies import bodies
from tests.fuzzing.targets import TARGETS

#: So many seconds for a body are too many.
SLOW = 1.0
#: After this share of the bodies the memory must not grow any more: not by more than this share of it and these MiB, which Python
#: itself takes in large pieces; nor what is alive by more than this share of the objects.
WARM, GROWTH, PIECES, ALIVE = 0.2, 0.05, 8.0, 0.02
#: So many seconds without an end of a thousand bodies are a hang: it is shown where, and that is the end.
HANG = 120


def resident() -> float:
    """The memory of this process in MiB."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
    except OSError:  # no Linux: the most that it ever was
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


@dataclass
class Memory:
    """What a process takes, at a moment.

    Args:
        size: In MiB.
        alive: How many objects.
    """

    size: float
    alive: int

    @classmethod
    def now(cls) -> "Memory":
        gc.collect()
        return cls(resident(), sys.getallocatedblocks())

    def has_grown_from(self, former: "Memory") -> bool:
        grown = self.size - former.size
        return (grown > PIECES and grown > GROWTH * former.size) or self.alive > (1 + ALIVE) * former.alive


def main() -> int:
    """Send the bodies, and tell what came of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--bodies", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    send = TARGETS[given.target]()
    outcomes: Counter[str] = Counter()
    defects, slowest, size, sent, warm = 0, (0.0, b""), 0, 0.0, Memory.now()
    begun = time.perf_counter()
    for number, body in enumerate(islice(bodies(given.seed), given.bodies), 1):
        if number % 1000 == 1:
            faulthandler.dump_traceback_later(HANG, exit=True)
        before = time.perf_counter()
        try:
            outcome = send(body)
        except Exception as error:  # every one is a defect
            defects += 1
            outcome = f"DEFECT {type(error).__name__}"
            say(f"Body {number} of seed {given.seed}: {type(error).__name__}: {error}\n  {body[:2000]!r}")
        took = time.perf_counter() - before
        outcomes[outcome] += 1
        slowest = max(slowest, (took, body))
        size, sent = size + len(body), sent + took
        if number == int(given.bodies * WARM):
            warm = Memory.now()
    faulthandler.cancel_dump_traceback_later()
    now = Memory.now()
    say(f"{given.target}, seed {given.seed}: {given.bodies} bodies, {size / 2**20:.0f} MiB, {time.perf_counter() - begun:.0f} s")
    say(f"  a body takes {sent / given.bodies * 1e6:.0f} us, the slowest {slowest[0] * 1000:.1f} ms ({len(slowest[1])} bytes)")
    say(f"  after {WARM:.0%} of them: {warm.size:.1f} MiB, {warm.alive} objects; at the end: {now.size:.1f} MiB, {now.alive} objects")
    for outcome, count in outcomes.most_common():
        say(f"  {count:9} {outcome}")
    return int(bool(defects) or slowest[0] > SLOW or now.has_grown_from(warm))


def say(line: str) -> None:
    """Write a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
