"""The settings as the app's configuration, which its routes read."""

from collections.abc import Mapping
from typing import Any

from sheetkpi.settings import Settings


def configuration(settings: Settings) -> Mapping[str, Any]:
    """What the app is told of the settings; a name here is one of ``current_app.config``."""
    limits = settings.limits
    return {
        "LOG_ADDRESSES": settings.log.addresses,
        "PREFIX": settings.prefix,
        "MAX_BODY": limits.body,
        "MAX_CALLS": limits.calls,
        "MAX_CELLS": limits.cells,
        "MAX_ANSWER_CELLS": limits.answer_cells,
        "MAX_SECONDS": limits.time,
    }
