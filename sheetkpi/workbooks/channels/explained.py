"""What stands in the remark beside a KPI: what it says, its formula in words, and where it comes from."""

from dataclasses import dataclass

from sheetkpi.printing.words import formulas_in_words
from sheetkpi.registry import find
from sheetkpi.translation import Language


@dataclass(frozen=True, slots=True)
class Explained:
    """The remark of one KPI."""

    name: str

    def in_language(self, language: Language) -> str:
        """The remark."""
        record = find(self.name)
        formulas = [words for _, words in formulas_in_words(record, language)]
        return "\n".join([f"{record.name}: {record.summary_in(language)}", *formulas, record.source.in_language(language)])


@dataclass(frozen=True, slots=True)
class InWords:
    """The formula of one KPI in words."""

    name: str

    def in_language(self, language: Language) -> str:
        """The formula."""
        return "; ".join(words for _, words in formulas_in_words(find(self.name), language)) or "—"
