"""A formula in a person's words: ``(gross profit − spend) / spend``."""

from dataclasses import dataclass
from typing import Any

from sheetkpi.expression import Expression
from sheetkpi.records import Record
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


@dataclass(frozen=True, slots=True)
class Words:
    """An expression that is put into words when it is read."""

    record: Record
    expression: Any

    def in_language(self, language: Language) -> str:
        """The words."""
        return _say(self.expression, self.record, language, 0)


def formula_in_words(record: Record, language: Language) -> str | None:
    """The usual form of a KPI's formula in words; None for a table, which has no one formula.

    >>> from sheetkpi import KPIS
    >>> formula_in_words(KPIS["ROMI"], "en")
    '(gross profit − spend) / spend'
    >>> formula_in_words(KPIS["ROMI"], "ru")
    '(валовая прибыль − расход) / расход'
    """
    if record.result == "table":
        return None
    formula = usual_form(record)
    if isinstance(formula, dict):
        return "; ".join(f"{figure.title(language)} = {words}" for figure, words in figures_in_words(record, language))
    return Words(record, formula).in_language(language)


def figures_in_words(record: Record, language: Language) -> list[tuple[Any, str]]:
    """The figures of a KPI, each with its formula in words; a figure that was named before goes by its name."""
    formulas = usual_form(record)
    named: dict[int, str] = {}
    said = []
    for figure in record.figures:
        expression = formulas[figure.name]
        said.append((figure, _say(expression, record, language, 0, named)))
        if isinstance(expression, Expression) and expression.operation != "parameter":
            named[id(expression)] = figure.title(language)
    return said


def _say(expression: Any, record: Record, language: Language, context: int, named: dict[int, str] | None = None) -> str:
    def say(part: Any, context: int = 0) -> str:
        if named and id(part) in named:
            return f"[{named[id(part)]}]"
        return _say(part, record, language, context, named)

    if not isinstance(expression, Expression):
        return in_words(float(expression) if isinstance(expression, int) else expression, language)
    operation, operands = expression.operation, expression.arguments
    if named and id(expression) in named:
        return f"[{named[id(expression)]}]"
    if operation == "parameter":
        return _parameter(record, operands, language)
    if operation in SIGNS:
        sign, strength = SIGNS[operation]
        left, right = (strength + 1, strength) if operation == "pow" else (strength, strength + 1)
        text = f"{say(operands[0], left)} {sign} {say(operands[1], right)}"
        return f"({text})" if strength < context else text
    if operation == "neg":
        text = f"−{say(operands[0], NEGATION)}"
        return f"({text})" if context > NEGATION else text
    if operation == "require":
        return say(operands[1], context)
    if operation == "where":
        condition, then, otherwise = operands
        text = translate("{then} if {condition}, otherwise {otherwise}", language)
        return "(" + text.format(condition=say(condition), then=say(then), otherwise=say(otherwise)) + ")"
    return translate(PHRASES[operation], language).format(*(say(operand) for operand in operands))


def _parameter(record: Record, operands: tuple[Any, ...], language: Language) -> str:
    title = record.by_name[operands[0]].title(language)
    return f"{title} {operands[1] + 1}" if len(operands) > 1 else title
