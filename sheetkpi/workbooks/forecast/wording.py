"""What stands beside a result: the formula in words, the definition and the source of its KPI."""

from dataclasses import dataclass

from sheetkpi.printing.words import formulas_in_words
from sheetkpi.registry import find
from sheetkpi.translation import Language, Message, Translatable, translate


@dataclass(frozen=True, slots=True)
class InWords:
    """The formula of a KPI in words; of one with several results the formula of one of them."""

    kpi: str
    figure: str | None = None

    def in_language(self, language: Language) -> str:
        """The words."""
        record = find(self.kpi)
        lines = [words for _, words in formulas_in_words(record, language)]
        return lines[[figure.name for figure in record.figures].index(self.figure)] if self.figure else lines[0]


@dataclass(frozen=True, slots=True)
class FigureTitle:
    """The title of one result of a KPI with several."""

    kpi: str
    figure: str

    def in_language(self, language: Language) -> str:
        """The title."""
        return translate(next(figure.label for figure in find(self.kpi).figures if figure.name == self.figure), language)


@dataclass(frozen=True, slots=True)
class Definition:
    """What a KPI says."""

    kpi: str

    def in_language(self, language: Language) -> str:
        """The definition."""
        return find(self.kpi).summary_in(language)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the definition of a KPI comes from."""

    kpi: str

    def in_language(self, language: Language) -> str:
        """The source."""
        return find(self.kpi).source.in_language(language)


def remark(kpi: str, figure: str | None = None) -> Translatable:
    """The remark at a result: definition, formula in words, source."""
    facts = {"definition": Definition(kpi), "formula": InWords(kpi, figure), "source": Source(kpi)}
    return Message("{definition}\nFormula: {formula}\nSource: {source}", **facts)
