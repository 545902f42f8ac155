"""A small share of the bodies that are sent by the million: ``python -m tests.fuzzing app --bodies 1000000``."""

import gc
import logging
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import pytest

from tests.fuzzing.bodies import bodies
from tests.fuzzing.targets import TARGETS

#: Bodies that once got an answer which none may get, and where they came from.
FOUND = [
    b'{"calls":[{"function":"REALLOCATE","arguments":[["Direct","VK"],[50000,30000],[100000,36000],-1e308]}]}',
    b'{"calls":[{"function":"REALLOCATE","arguments":[["Direct","VK"],[1e154,1e154],[2e154,1e154]]}]}',
    b'{"calls":[{"function":"CHANNEL_MIX","arguments":[["Search","Social","Direct"],[[66641.7],[255],[1e+308],[null],[1e+308]]]}]}',
]


@pytest.fixture(autouse=True)
def _logging_restored() -> Iterator[None]:
    logger = logging.getLogger("sheetkpi")
    before = logger.handlers, logger.propagate
    yield
    logger.handlers, logger.propagate = before


@pytest.mark.parametrize("target", TARGETS)
def test_every_body_gets_an_answer_that_it_may_get(target: str) -> None:
    send = TARGETS[target]()
    outcomes = Counter(send(body) for body in islice(bodies(seed=20260730), 2500))
    assert {"400 bad_json", "400 bad_shape", "400 bad_range"} <= outcomes.keys(), outcomes
    assert sum(count for outcome, count in outcomes.items() if outcome.startswith("200")) > 500, outcomes


@pytest.mark.parametrize("body", FOUND)
def test_what_was_found_once_stays_mended(body: bytes) -> None:
    assert TARGETS["app"]()(body).startswith("200")


@pytest.mark.e2e
@pytest.mark.parametrize("target", TARGETS)
def test_the_same_bodies_again_take_no_more_memory(target: str) -> None:
    send = TARGETS[target]()
    same = list(islice(bodies(seed=7), 400))
    for _ in range(3):  # what is remembered of them is remembered by now
        for body in same:
            send(body)
    tracemalloc.start()
    try:
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        for body in same * 3:
            send(body)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 100_000, "bodies are kept, or something of each"


def test_the_same_seed_gives_the_same_bodies() -> None:
    assert list(islice(bodies(3), 50)) == list(islice(bodies(3), 50)) != list(islice(bodies(4), 50))
