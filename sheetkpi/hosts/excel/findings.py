"""What a diagnosis says: a fact, something to know, or what is wrong with its cure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from sheetkpi.translation import Translatable


class Weight(Enum):
    """How much a finding matters."""

    FACT = "ok"
    NOTE = "!"
    FAULT = "!!"


@dataclass(frozen=True)
class Finding:
    """A line of a diagnosis."""

    what: Translatable
    cure: Translatable | None = None
    weight: Weight = Weight.FACT


def fact(what: Translatable) -> Finding:
    """All is well."""
    return Finding(what)


def note(what: Translatable, cure: Translatable | None = None) -> Finding:
    """It works, but one should know."""
    return Finding(what, cure, Weight.NOTE)


def fault(what: Translatable, cure: Translatable) -> Finding:
    """It does not work."""
    return Finding(what, cure, Weight.FAULT)


def faults_of(findings: Iterable[Finding]) -> list[Finding]:
    """What keeps the add-in from working."""
    return [finding for finding in findings if finding.weight is Weight.FAULT]
