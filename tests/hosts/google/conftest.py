"""The script in both engines."""

import pytest


@pytest.fixture(params=["QuickJS", "V8"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the script in one engine after the other."""
    import quickjs  # tests of shared spreadsheets, which lie below, do without it

    from tests.hosts.google import script
    from tests.hosts.google.engines import V8

    monkeypatch.setattr(script, "new_context", V8 if request.param == "V8" else quickjs.Context)
