"""Formulas as JavaScript (ES2017, no library): for a reader, and as a module that computes all of them."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar

from sheetkpi.model.errors import RegistrationError
from sheetkpi.model.ops import Expression
from sheetkpi.model.records import EachCell, Figure, Of, Parameter, Record
from sheetkpi.printing.dialect import POWER, Dialect, Request
from sheetkpi.printing.trace import ONLY, simplify, trace
from sheetkpi.printing.words import Unmet, Words, figures_in_words
from sheetkpi.translation import LANGUAGES, Label, Language, Message, translate

#: How strongly a conditional expression binds: less than anything else.
CONDITIONAL = 0.5

#: Operations through which an infinite quotient keeps being infinite, so that one look at the result is enough.
_TRANSPARENT = frozenset(
    {"add", "sub", "mul", "truediv", "neg", "abs", "where", "eq", "ne", "lt", "le", "gt", "ge", "at_most", "at_least", "below", "parameter"}
)

#: The messages of the module, by the names that its runtime uses.
MESSAGES: Mapping[str, str] = {
    "zero": "{place}: {denominator} is 0. Dividing by 0 is impossible: correct the number, or leave it out until you know it.",
    "left_out": "{place}: {denominator} is 0. Dividing by 0 is impossible: correct the number, or give {argument}.",
    "impossible": "{place} can't be calculated for these numbers. Check the arguments.",
    "text": "{place}: {argument} is the text “{value}”. Give a number: a number that was pasted as text must be converted.",
    "logical": "{place}: {argument} is true or false. Give a number.",
    "option": "{place}: {argument} is “{value}”. Give one of: {options}.",
    "share": "{place}: {argument} is {value}, a share lies between 0 and 1. Write 30% as 0.3 or 30%.",
    "negative": "{place}: {argument} is {value} and must not be negative. Check the sign.",
    "low": "{place}: {argument} is {value} and must not be below {low}. Write 20% as 0.2 or 20%.",
    "between": "{place}: {argument} is {value} and must lie between {low} and {high}.",
    "sum": "The sum of a column is too large for a number. Check its cells.",
    "spoilt": "{place}, {argument}: it is the error {code}. Correct that first.",
    "row": "row {row}",
    "column": "column {column}",
    "cell": "row {row}, column {column}",
    "blank": "{function}: {argument} is blank. Fill it in.",
    "single": "{function}: {argument} is a range. Give one value.",
    "unequal": "{place}: the ranges differ in size. Make them the same size.",
}


class JavaScript(Dialect):
    """Prints expressions as JavaScript."""

    name: ClassVar[str] = "javascript"
    heeds: ClassVar[frozenset[str]] = frozenset({"is_guarded", "language"})
    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {"javascript": {"is_guarded": False}}
    signs: ClassVar[Mapping[str, str]] = {
        "lt": " < ",
        "le": " <= ",
        "gt": " > ",
        "ge": " >= ",
        "eq": " === ",
        "ne": " !== ",
        "add": " + ",
        "sub": " - ",
        "mul": " * ",
        "truediv": " / ",
    }

    templates: ClassVar[Mapping[str, str]] = {
        "abs": "Math.abs({0})",
        "normal_cdf": "normalCdf({0})",
        "normal_quantile": "normalQuantile({0})",
        "is_blank": "{0} === null",
        "count": "{0}.length",
        "total": "exactSum({0})",
        "total_size": "sizeOf({0})",
        "mean": "meanOf({0})",
        "median": "medianOf({0})",
        "ln_of_rest": "Math.log1p(-{0})",
        "tanh": "Math.tanh({0})",
        "atanh": "Math.atanh({0})",
    }

    def __init__(self, record: Record, *, is_checked: bool, is_module: bool) -> None:
        super().__init__(record)
        self.is_checked = is_checked
        self.is_module = self.shows_guards = is_module
        self.requirements: list[Unmet] = []

    @classmethod
    def formulas(cls, record: Record, request: Request) -> Mapping[str, str]:
        """Print a module that runs, or bare arrow functions."""
        return {ONLY: javascript_module(_needed(record), [request.language])} if request.is_guarded else super().formulas(record, request)

    @classmethod
    def of_figures(cls, record: Record, request: Request) -> Mapping[str, str]:  # noqa: ARG003 - the names of arguments are always English
        formulas = simplify(trace(record, repeats=1))
        dialect = cls(record, is_checked=False, is_module=False)
        return {name: _arrow(record, formula, dialect) for name, formula in formulas.items()}

    def infix(self, operation: str, left: Any, right: Any) -> str:
        if operation == "truediv" and self.is_checked:
            return f"quotient({self.text(left)}, {self.text(right)})"
        if operation == "sub" and all(map(self.is_range, (left, right))):
            return f"differences({self.text(left)}, {self.text(right)})"
        return super().infix(operation, left, right)

    def is_range(self, operand: Any) -> bool:
        """Whether an operand is a whole range."""
        is_parameter = isinstance(operand, Expression) and operand.operation == "parameter"
        return is_parameter and self.record.by_name[operand.arguments[0]].is_range

    def constant(self, value: Any) -> str:
        if value is None or isinstance(value, str):
            return json.dumps(value, ensure_ascii=False)
        return repr(float(value)).removesuffix(".0")

    def parameter(self, name: str, index: int | None = None) -> str:
        return name if index is None else f"{name}[{index}]"

    def require(self, condition: Any, value: Any, *reason: Label, context: float) -> str:
        if not self.is_checked:
            return super().require(condition, value, *reason, context=context)
        self.requirements.append(Unmet(self.record, condition, next(iter(reason), None)))
        number = len(self.requirements) - 1
        return f"requireThat({self.text(condition)}, () => {self.text(value)}, {number})"

    def where(self, condition: Any, then: Any, otherwise: Any) -> tuple[str, float]:
        """Print a choice."""
        return f"{self.text(condition, 1)} ? {self.text(then, 1)} : {self.text(otherwise)}", CONDITIONAL

    def pow(self, base: Any, exponent: Any) -> tuple[str, float]:
        """Print a power."""
        if self.is_checked:
            return f"powerOf({self.text(base)}, {self.text(exponent)})", float("inf")
        return f"{self.text(base, POWER + 1)} ** {self.text(exponent, POWER)}", POWER

    def sqrt(self, x: Any) -> str:
        """Print a square root."""
        return f"{'rootOf' if self.is_checked else 'Math.sqrt'}({self.text(x)})"

    def ln(self, x: Any) -> str:
        """Print a natural logarithm."""
        return f"{'logOf' if self.is_checked else 'Math.log'}({self.text(x)})"

    def ceil(self, x: Any) -> str:
        """Round up, forgiving the last binary digits."""
        if self.is_module:
            return f"roundUp({self.text(x)})"
        return f"Math.ceil(Number(Number(({self.text(x)}).toPrecision(15)).toFixed(9)))"

    def settled(self, x: Any, size: Any) -> Any:
        """Print a sum or difference that is 0 where only rounding is left."""
        return f"settled({self.text(x)}, {self.text(size)})"

    def nearest(self, x: Any) -> str:
        """Round to the nearest whole number."""
        return f"roundNearest({self.text(x)})" if self.is_module else f"Math.round({self.text(x)})"

    def count_where(self, condition: Expression) -> str:
        """Count the numbers of a range that meet a condition."""
        values, limit = condition.arguments
        return f"{self.text(values)}.filter((value) => value{self.signs[condition.operation]}{self.text(limit)}).length"


def javascript_module(records: Sequence[Record], languages: Sequence[Language] = LANGUAGES) -> str:
    """Print KPIs as a function ``sheetKpi(language)``, which returns them by name.

    Each takes cells and ranges, and returns what the server returns for the same call.
    """
    runtime = files("sheetkpi.printing").joinpath("runtime.js").read_text("utf-8")
    messages = {language: {name: translate(text, language) for name, text in MESSAGES.items()} for language in languages}
    kpis = "\n".join(_definition(record, languages) for record in records if record.is_printable)
    return runtime.replace("/* messages */ {}", json.dumps(messages, ensure_ascii=False, indent=4)).replace("  /* kpis */", kpis)


@cache
def definitions_module(records: tuple[Record, ...]) -> str:
    """Return the module of all KPIs in all languages."""
    return javascript_module(records)


@cache
def fingerprint(records: tuple[Record, ...]) -> str:
    """Return a digest that changes when a formula, a limit or a message of one changes."""
    return hashlib.sha256(definitions_module(records).encode()).hexdigest()[:32]


def _needed(record: Record) -> list[Record]:
    """Return a KPI after those that it uses."""
    parts = [record.each_cell.kpi] if record.each_cell else []
    totals = [figure.total.kpi for figure in record.figures if isinstance(figure.total, Of) and figure.total.kpi]
    return [*dict.fromkeys([*parts, *totals]), record]


def _arrow(record: Record, formula: Any, dialect: JavaScript, *, folded: bool = True) -> str:
    names = [_declared(parameter, dialect) for parameter in record.formula_parameters]
    is_fold = folded and record.formula_parameters[-1].variadic
    return f"({', '.join(names)}) => {_fold(record, formula, dialect) if is_fold else dialect.text(formula)}"


def _declared(parameter: Parameter, dialect: JavaScript) -> str:
    """Declare a parameter; with its default for a reader, which the runtime fills in for the module."""
    if parameter.variadic:
        return f"...{parameter.name}"
    if parameter.is_optional and not dialect.is_module:
        return f"{parameter.name} = {dialect.constant(parameter.default)}"
    return parameter.name


def _fold(record: Record, formula: Any, dialect: JavaScript) -> str:
    """Print a formula whose last parameter repeats, as a fold over its values."""
    if not isinstance(formula, Expression) or not isinstance(formula.arguments[-1], Expression) or len(formula.arguments) != 2:
        raise RegistrationError(Message("{kpi} cannot be printed: its last argument repeats in no simple way.", kpi=record.name))
    start, repeating = formula.arguments
    name = repeating.arguments[0]
    return f"{name}.reduce((result, next) => result{dialect.signs[formula.operation]}next, {dialect.text(start)})"


def _is_transparent(expression: Any) -> bool:
    """Whether a zero denominator shows in the result: no power, root or second division hides it."""
    if not isinstance(expression, Expression):
        return True
    if expression.operation not in _TRANSPARENT:
        return False
    if expression.operation in ("where", "truediv"):
        hidden = expression.arguments[:1] if expression.operation == "where" else expression.arguments[1:]
        if any(_divides(part) for part in hidden):
            return False
    return all(map(_is_transparent, expression.arguments))


def _divides(expression: Any) -> bool:
    return isinstance(expression, Expression) and (expression.operation == "truediv" or any(map(_divides, expression.arguments)))


def _definition(record: Record, languages: Sequence[Language]) -> str:
    """Print the definition of a KPI in the module."""
    if record.each_cell:
        return _grid(record, record.each_cell, languages)
    parameters = [_parameter(parameter, languages) for parameter in record.formula_parameters]
    known = [f"name: {_json(record.name)}", f"parameters: {_json(parameters)}"]
    formulas = simplify(trace(record, repeats=1))
    if ONLY in formulas:
        return _block("define", record, [*known, *_computed(record, formulas[ONLY], languages)])
    choice = next(parameter for parameter in record.formula_parameters if parameter.options)
    words = {
        form: {language: dict(figures_in_words(record, language, {choice.name: form})) for language in languages} for form in choice.options
    }
    figures = []
    for figure in record.figures:
        described = [
            f"key: {_json(figure.name)}",
            f"label: {_json({language: figure.title(language) for language in languages})}",
            f"words: {_json({form: {language: said[language][figure] for language in languages} for form, said in words.items()})}",
            f"total: {_json(_total(figure))}",
        ]
        figures.append("{ " + ", ".join([*described, *_computed(record, formulas[figure.name], languages)]) + " }")
    said_of_table = {language: {key: translate(text, language) for key, text in TABLE_WORDS.items()} for language in languages}
    known += [
        f"layout: {_json(record.layout)}",
        f"said: {_json(said_of_table)}",
        "figures: [\n      " + ",\n      ".join(figures) + "\n    ]",
    ]
    return _block("tabulate", record, known)


#: The words of a table with several results, by the names that the runtime uses.
TABLE_WORDS: Mapping[str, str] = {
    "figure": "Figure",
    "value": "Value",
    "scenario": "Scenario {number}",
    "formula": "Formula",
    "number": "No.",
    "total": "Total",
}


def _block(function: str, record: Record, properties: Sequence[str]) -> str:
    return f"  kpis.{record.name} = {function}({{\n    " + ",\n    ".join(properties) + ",\n  });"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _total(figure: Figure) -> Any:
    """Return how a total row computes a figure, as the runtime reads it."""
    if not isinstance(figure.total, Of) or figure.total.kpi is None:
        return figure.total
    return {"kpi": figure.total.kpi.name, "first": figure.total.first, "second": figure.total.second}


def _grid(record: Record, each_cell: EachCell, languages: Sequence[Language]) -> str:
    places = dict(zip((parameter.name for parameter in record.formula_parameters), ("single", "across", "down"), strict=True))
    properties = [
        f"name: {_json(record.name)}",
        f"cell: {_json(each_cell.kpi.name)}",
        f"order: {_json([places[name] for name in each_cell.parameters])}",
        f"corner: {_json({language: translate(each_cell.corner, language) for language in languages})}",
    ]
    return _block("grid", record, properties)


def _computed(record: Record, formula: Any, languages: Sequence[Language]) -> list[str]:
    """Print the formula of one result, and its denominators, so that a message can name the one that is zero."""
    dialect = JavaScript(record, is_checked=not _is_transparent(formula), is_module=True)
    checked = JavaScript(record, is_checked=True, is_module=True)
    denominators = [
        f"{{ value: {_arrow(record, part, checked, folded=False)}, words: {_json(_said(record, part, languages))}"
        f"{_left_out(record, formula, part, languages)} }}"
        for part in dict.fromkeys(_denominators(formula))
    ]
    printed = _arrow(record, formula, dialect)
    unmet = [{language: requirement.in_language(language) for language in languages} for requirement in dialect.requirements]
    return [f"formula: {printed}", f"denominators: [{', '.join(denominators)}]", *([f"unmet: {_json(unmet)}"] if unmet else [])]


def _parameter(parameter: Parameter, languages: Sequence[Language]) -> dict[str, Any]:
    kind = parameter.kind
    said: dict[str, Any] = {"name": parameter.name, "words": {language: parameter.in_language(language) for language in languages}}
    if parameter.options:
        said["options"] = parameter.options
    elif kind.is_limited:
        said |= {name: limit for name, limit in (("low", kind.low), ("high", kind.high)) if limit is not None}
        said["limit"] = "share" if kind.name == "share" else "between" if kind.high is not None else "low" if kind.low else "negative"
    if parameter.is_optional:
        said |= {"optional": True, "default": parameter.default}
    for name, holds in (("whole", parameter.is_range), ("skipsText", kind.skips_text), ("repeats", parameter.variadic)):
        if holds:
            said[name] = True
    return said


def _said(record: Record, expression: Any, languages: Sequence[Language]) -> dict[str, str]:
    return {language: Words(record, expression).in_language(language) for language in languages}


def _left_out(record: Record, formula: Any, denominator: Any, languages: Sequence[Language]) -> str:
    """The argument without which a formula divides by a denominator, as a property; nothing where there is none."""
    if not isinstance(formula, Expression):
        return ""
    if (
        formula.operation == "where"
        and formula.arguments[0].operation == "is_blank"
        and denominator in set(_denominators(formula.arguments[1]))
    ):
        argument = record.by_name[formula.arguments[0].arguments[0].arguments[0]]
        return f", leftOut: {_json({language: argument.in_language(language) for language in languages})}"
    return next(filter(None, (_left_out(record, operand, denominator, languages) for operand in formula.arguments)), "")


def _denominators(expression: Any) -> Iterator[Any]:
    """Yield the denominators of a formula in the order in which they are computed."""
    if not isinstance(expression, Expression):
        return
    for operand in expression.arguments:
        yield from _denominators(operand)
    if expression.operation == "truediv" and isinstance(expression.arguments[1], Expression):
        yield expression.arguments[1]
    elif expression.operation in ("mean", "median"):
        yield Expression("count", expression.arguments[0])
    elif expression.operation == "pow" and isinstance(expression.arguments[0], Expression):
        yield expression.arguments[0]
