"""Findings of a check of an add-in, each with its fix."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from sheetkpi.translation import Translatable


class Severity(Enum):
    """The severity of a finding."""

    FACT = "ok"
    NOTE = "!"
    FAULT = "!!"


@dataclass(frozen=True)
class Finding:
    """A result of a check, with a fix if one is needed."""

    what: Translatable
    fix: Translatable | None = None
    severity: Severity = Severity.FACT


def note(what: Translatable, fix: Translatable | None = None) -> Finding:
    """Report something that works but deserves attention."""
    return Finding(what, fix, Severity.NOTE)


def fault(what: Translatable, fix: Translatable) -> Finding:
    """Report something that prevents the add-in from working."""
    return Finding(what, fix, Severity.FAULT)


def faults_of(findings: Iterable[Finding]) -> list[Finding]:
    """Select the findings that prevent the add-in from working."""
    return [finding for finding in findings if finding.severity is Severity.FAULT]
