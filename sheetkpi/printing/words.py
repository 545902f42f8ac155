"""Formulas in words: ``(gross profit − spend) / spend``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sheetkpi.model.ops import Expression
from sheetkpi.model.ranges import Place
from sheetkpi.model.records import Figure, Record
from sheetkpi.printing.dialect import COMPARISON, POWER, Dialect, Request, repeated
from sheetkpi.printing.trace import ONLY, simplify, trace, usual_form
from sheetkpi.translation import LANGUAGES, Label, Language, Message, in_words, translate

#: Names for steps that occur more than once.
LETTERS = "abcdefgh"

#: How strongly a choice binds: less than anything else.
CHOICE = 0.5


class WordsDialect(Dialect):
    """Prints expressions in the words of a language."""

    name: ClassVar[str] = "words"
    heeds: ClassVar[frozenset[str]] = frozenset({"language"})
    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {f"words-{language}": {"language": language} for language in LANGUAGES}
    signs: ClassVar[Mapping[str, str]] = {
        "lt": " < ",
        "le": " ≤ ",
        "gt": " > ",
        "ge": " ≥ ",
        "eq": " = ",
        "ne": " ≠ ",
        "add": " + ",
        "sub": " − ",
        "mul": " × ",
        "truediv": " / ",
        "pow": " ^ ",
        "at_most": " ≤ ",
        "at_least": " ≥ ",
        "below": " < ",
    }
    minus: ClassVar[str] = "−"
    templates: ClassVar[Mapping[str, str]] = {
        "abs": "|{0}|",
        "sqrt": "√({0})",
        "ln": "ln({0})",
        "ln_of_rest": "ln(1 − {0})",
        "tanh": "tanh({0})",
        "atanh": "artanh({0})",
        "normal_cdf": "Φ({0})",
        "normal_quantile": "z({0})",
    }
    phrases: ClassVar[Mapping[str, Label]] = {
        "ceil": Label("round up({0})"),
        "nearest": Label("round({0})"),
        "count": Label("number of {0}"),
        "count_where": Label("number of {0}"),
        "total": Label("sum of {0}"),
        "mean": Label("mean of ({0})"),
        "median": Label("median of ({0})"),
        "is_blank": Label("{0} is blank"),
    }

    def __init__(self, record: Record, language: Language, names: Mapping[Expression, str] | None = None) -> None:
        super().__init__(record, names)
        self.language = language

    @classmethod
    def of_figures(cls, record: Record, request: Request) -> Mapping[str, str]:
        if record.figures:
            return {figure.name: words for figure, words in figures_in_words(record, request.language)}
        return {ONLY: _with_letters(record, request.language)}

    def template(self, operation: str) -> str | None:
        phrase = self.phrases.get(operation)
        return phrase.in_language(self.language) if phrase else super().template(operation)

    def infix(self, operation: str, left: Any, right: Any) -> str:
        if operation == "pow":
            return f"{self.text(left, POWER + 1)}{self.signs[operation]}{self.text(right, POWER)}"
        return super().infix(operation, left, right)

    def constant(self, value: Any) -> str:
        return in_words(float(value) if isinstance(value, int) else value, self.language)

    def parameter(self, name: str, index: int | None = None) -> str:
        title = self.record.by_name[name].title(self.language)
        return title if index is None else f"{title} {index + 1}"

    def where(self, condition: Any, then: Any, otherwise: Any) -> tuple[str, float]:
        """Print a choice as a sentence."""
        template = translate("{then} if {condition}, otherwise {otherwise}", self.language)
        return template.format(condition=self.text(condition), then=self.text(then, COMPARISON), otherwise=self.text(otherwise)), CHOICE


class SymbolsDialect(WordsDialect):
    """Writes formulas on symbols, as a textbook does: ``⌈R / r⌉``."""

    name: ClassVar[str] = "symbols"
    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    signs: ClassVar[Mapping[str, str]] = {**WordsDialect.signs, "mul": " · "}
    templates: ClassVar[Mapping[str, str]] = {**WordsDialect.templates, "ceil": "⌈{0}⌉"}
    phrases: ClassVar[Mapping[str, Label]] = {name: label for name, label in WordsDialect.phrases.items() if name != "ceil"}

    def parameter(self, name: str, index: int | None = None) -> str:  # noqa: ARG002 - a symbol stands for one number
        return name


def symbol(name: str) -> Any:
    """Return a symbol, to calculate with: a KPI on symbols is its formula."""
    return Expression("parameter", name)


def on_symbols(record: Record, *arguments: Any, figure: str = ONLY) -> Any:
    """Return the formula of a KPI on symbols and their combinations; of one with several results, that of a figure.

    >>> from sheetkpi import KPIS
    >>> in_symbols(KPIS["ROMI"], on_symbols(KPIS["ROMI"], symbol("G"), symbol("B")))
    '(G − B) / B'
    """
    given = dict(zip((parameter.name for parameter in record.formula_parameters), arguments, strict=False))
    defaults = {parameter.name: parameter.default for parameter in record.formula_parameters if parameter.is_left_out}
    return simplify(trace(record, repeats=0, fixed=defaults | given))[figure]


def in_symbols(record: Record, formula: Any) -> str:
    """Write a formula on symbols."""
    return SymbolsDialect(record, "en").text(formula)


@dataclass(frozen=True, slots=True)
class Words:
    """An expression that is put into words when it is read."""

    record: Record
    expression: Any

    def in_language(self, language: Language) -> str:
        """Return the words."""
        return WordsDialect(self.record, language).text(self.expression)


@dataclass(frozen=True, slots=True)
class Unmet:
    """Why a formula has no value: a condition that doesn't hold, in words, or its reason where it has one."""

    record: Record
    condition: Any
    reason: Label | None = None
    place: Place | str = ""

    def in_language(self, language: Language) -> str:
        """Return the message."""
        place = self.place or self.record.name
        if self.reason:
            return Message("{place}: {what}", place=place, what=self.reason).in_language(language)
        condition = Words(self.record, self.condition)
        return Message("{place}: the arguments must satisfy {condition}. Check them.", place=place, condition=condition).in_language(
            language
        )


def formula_in_words(record: Record, language: Language) -> str | None:
    """Return a KPI's usual formula in words; None for a table, which has no single formula.

    A step that occurs more than once gets a letter, explained at the end.

    >>> from sheetkpi import KPIS
    >>> formula_in_words(KPIS["ROMI"], "en")
    '(gross profit − spend) / spend'
    >>> formula_in_words(KPIS["ROMI"], "ru")
    '(валовая прибыль − расход) / расход'
    """
    said = [f"{title} = {words}" if title else words for title, words in formulas_in_words(record, language)]
    return "; ".join(said) or None


def formulas_in_words(record: Record, language: Language) -> list[tuple[str, str]]:
    """Return the formulas in words, each with its figure's title; a single formula has no title, a table no formula."""
    if not record.is_printable or record.each_cell:
        return []
    titles = {figure.name: figure.title(language) for figure in record.figures}
    words = WordsDialect.of_figures(record, Request(language=language))
    return [(titles.get(name, ""), text) for name, text in words.items()]


def _with_letters(record: Record, language: Language) -> str:
    """Print the formula of a KPI with one value; a step that occurs more than once gets a letter, explained at the end."""
    formula = usual_form(record)[ONLY]
    letters = dict(zip(repeated(formula), LETTERS, strict=False))
    dialect = WordsDialect(record, language, letters)
    text = dialect.text(formula)
    if not letters:
        return text
    steps = "; ".join(f"{letter} = {dialect.step(step)}" for step, letter in letters.items())
    return translate("{formula}, where {steps}", language).format(formula=text, steps=steps)


def figures_in_words(record: Record, language: Language, choices: Mapping[str, Any] | None = None) -> list[tuple[Figure, str]]:
    """Return the figures of a KPI, each with its formula in words; an earlier figure goes by its name."""
    formulas = usual_form(record, choices)
    named: dict[Expression, str] = {}
    said = []
    for figure in record.figures:
        expression = formulas[figure.name]
        said.append((figure, WordsDialect(record, language, named).text(expression)))
        if isinstance(expression, Expression) and expression.operation != "parameter":
            named[expression] = f"[{figure.title(language)}]"
    return said
