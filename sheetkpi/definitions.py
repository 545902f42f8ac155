"""A fingerprint of the definitions: where it is the same, the same formulas give the same numbers."""

import hashlib
from functools import cache

from sheetkpi.printing.javascript import javascript_module
from sheetkpi.registry import KPIS
from sheetkpi.translation import LANGUAGES


@cache
def printed_definitions() -> str:
    """All formulas that can be printed, as a module of JavaScript: the function ``sheetKpi(language)``."""
    return javascript_module(list(KPIS.values()), LANGUAGES)


@cache
def fingerprint() -> str:
    """It changes when a formula, a limit or a message of one does."""
    return hashlib.sha256(printed_definitions().encode()).hexdigest()[:32]
