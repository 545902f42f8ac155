"""The script in both engines."""

import pytest
import quickjs

from tests.hosts.google import script
from tests.hosts.google.engines import V8

ENGINES = {"QuickJS": quickjs.Context, "V8": V8}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the script in one engine after the other."""
    monkeypatch.setattr(script, "new_context", ENGINES[request.param])
