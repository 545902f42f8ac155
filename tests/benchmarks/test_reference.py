"""Many more calls against the definitions than in ordinary tests: ``SHEETKPI_TEST_REFERENCE_CALLS=5000`` of each KPI are 315,000."""

import os

import pytest

from tests.reference.definitions import wanted
from tests.reference.engines import ENGINES
from tests.reference.inputs import calls
from tests.reference.test_reference import disagreements

pytestmark = pytest.mark.e2e

#: How many calls of each KPI.
EACH = int(os.environ.get("SHEETKPI_TEST_REFERENCE_CALLS", "20"))
#: How many of each are computed at a time.
BATCH = 500


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_shows_what_the_definition_says_in_many_calls(name: str) -> None:
    made = 0
    wrong: list[str] = []
    for seed, start in enumerate(range(0, EACH, BATCH), 1):
        drawn = list(calls(min(BATCH, EACH - start), seed))
        wrong += disagreements(ENGINES[name], name, drawn, [wanted(*call) for call in drawn])[0]
        made += len(drawn)
    print(f"{name}: {made} calls, {len(wrong)} disagreements")  # noqa: T201
    assert not wrong, "\n".join(wrong[:20])
