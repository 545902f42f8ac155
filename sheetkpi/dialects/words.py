"""A formula in a person's words: ``(gross profit − spend) / spend``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sheetkpi.expression import Expression
from sheetkpi.records import Figure, Record
from sheetkpi.trace import usual_form
from sheetkpi.translation import Language, in_words, translate

#: Operation → its sign and how strongly it binds.
SIGNS = {
    "lt": ("<", 1),
    "le": ("≤", 1),
    "gt": (">", 1),
    "ge": ("≥", 1),
    "eq": ("=", 1),
    "ne": ("≠", 1),
    "add": ("+", 2),
    "sub": ("−", 2),
    "mul": ("×", 3),
    "truediv": ("/", 3),
    "pow": ("^", 5),
}
NEGATION = 4
CHOICE = 0.5

#: Operation → a phrase with its operands.
PHRASES = {
    "ceil": "round up({0})",
    "nearest": "round({0})",
    "sqrt": "√({0})",
    "ln": "ln({0})",
    "abs": "|{0}|",
    "normal_cdf": "Φ({0})",
    "normal_quantile": "z({0})",
    "count": "number of {0}",
    "count_where": "number of {0}",
    "total": "sum of {0}",
    "mean": "mean of ({0})",
    "median": "median of ({0})",
    "is_blank": "{0} is blank",
}


#: What a step that occurs more than once is called.
LETTERS = "abcdefgh"


@dataclass(frozen=True, slots=True)
class Words:
    """An expression that is put into words when it is read."""

    record: Record
    expression: Any

    def in_language(self, language: Language) -> str:
        """The words."""
        return _Speaker(self.record, language, {}).say(self.expression)


def formula_in_words(record: Record, language: Language) -> str | None:
    """The usual form of a KPI's formula in words; None for a table, which has no one formula.

    A step that occurs more than once gets a letter, explained at the end.

    >>> from sheetkpi import KPIS
    >>> formula_in_words(KPIS["ROMI"], "en")
    '(gross profit − spend) / spend'
    >>> formula_in_words(KPIS["ROMI"], "ru")
    '(валовая прибыль − расход) / расход'
    """
    if record.result == "table":
        return None
    if record.result == "figures":
        return "; ".join(f"{figure.title(language)} = {words}" for figure, words in figures_in_words(record, language))
    formula = usual_form(record)
    letters = dict(zip(_repeated(formula), LETTERS, strict=False))
    speaker = _Speaker(record, language, letters)
    text = speaker.say(formula)
    if not letters:
        return text
    steps = "; ".join(f"{letter} = {speaker.say_step(step)}" for step, letter in letters.items())
    return translate("{formula}, where {steps}", language).format(formula=text, steps=steps)


def figures_in_words(record: Record, language: Language) -> list[tuple[Figure, str]]:
    """The figures of a KPI, each with its formula in words; a figure that was named before goes by its name."""
    formulas = usual_form(record)
    named: dict[Expression, str] = {}
    said = []
    for figure in record.figures:
        expression = formulas[figure.name]
        said.append((figure, _Speaker(record, language, named).say(expression)))
        if isinstance(expression, Expression) and expression.operation != "parameter":
            named[expression] = f"[{figure.title(language)}]"
    return said


def _repeated(formula: Any) -> list[Expression]:
    """The steps that occur more than once, each after the steps that it is made of."""
    seen: dict[Expression, int] = {}

    def visit(expression: Any) -> None:
        if not isinstance(expression, Expression) or expression.operation == "parameter":
            return
        if expression not in seen:
            for operand in expression.arguments:
                visit(operand)
        seen[expression] = seen.get(expression, 0) + 1

    visit(formula)
    return [expression for expression, times in seen.items() if times > 1]


class _Speaker:
    """Says expressions of one KPI in one language."""

    def __init__(self, record: Record, language: Language, names: Mapping[Expression, str]) -> None:
        self.record = record
        self.language = language
        self.names = names

    def say(self, expression: Any, context: float = 0) -> str:
        """An expression in words, in parentheses where the context binds more strongly."""
        if not isinstance(expression, Expression):
            return in_words(float(expression) if isinstance(expression, int) else expression, self.language)
        return self.names.get(expression) or self.say_step(expression, context)

    def say_step(self, expression: Expression, context: float = 0) -> str:
        """An expression itself, even where it has a name."""
        operation, operands = expression.operation, expression.arguments
        strength: float
        if operation == "parameter":
            return self.parameter(*operands)
        if operation == "require":
            return self.say(operands[1], context)
        if operation in SIGNS:
            sign, strength = SIGNS[operation]
            left, right = (strength + 1, strength) if operation == "pow" else (strength, strength + 1)
            text = f"{self.say(operands[0], left)} {sign} {self.say(operands[1], right)}"
        elif operation == "neg":
            strength, text = NEGATION, f"−{self.say(operands[0], NEGATION)}"
        elif operation == "where":
            condition, then, otherwise = map(self.say, operands)
            template = translate("{then} if {condition}, otherwise {otherwise}", self.language)
            strength, text = CHOICE, template.format(condition=condition, then=then, otherwise=otherwise)
        else:
            return translate(PHRASES[operation], self.language).format(*map(self.say, operands))
        return f"({text})" if strength < context else text

    def parameter(self, name: str, index: int | None = None) -> str:
        """A parameter's name as words, numbered where it repeats."""
        title = self.record.by_name[name].title(self.language)
        return title if index is None else f"{title} {index + 1}"
