"""The base of the dialects.

A dialect is a class with a name, tables of signs and templates, and a method for each other operation. An unknown
operation is an error when the formula is printed, which happens when the project is built.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sheetkpi.model.errors import SheetKpiError
from sheetkpi.model.ops import DUST, SLACK, Expression
from sheetkpi.model.records import EachCell, Record
from sheetkpi.translation import Label, Language, Message

#: How strongly the operators bind; a dialect may bind a negation differently.
COMPARISON, SUM, PRODUCT, POWER = 1.0, 2.0, 3.0, 5.0

STRENGTHS: Mapping[str, float] = {
    **dict.fromkeys(("lt", "le", "gt", "ge", "eq", "ne", "at_most", "at_least", "below"), COMPARISON),
    "add": SUM,
    "sub": SUM,
    "mul": PRODUCT,
    "truediv": PRODUCT,
    "pow": POWER,
}


class UnprintableError(SheetKpiError):
    """The dialect lacks an operation of the formula."""


@dataclass(frozen=True, slots=True)
class Request:
    """How to print a formula. `Dialect.heeds` names the fields that make a difference."""

    cells: Sequence[str] | None = None
    separator: str = ","
    is_guarded: bool = True
    language: Language = "en"
    functions: Language = "en"

    def of_each_cell(self, record: Record, each_cell: EachCell) -> "Request":
        """Return the request for the KPI of each cell of a table."""
        order = [parameter.name for parameter in record.formula_parameters]
        given = names_of_arguments(record, self.language) if self.cells is None else self.cells
        if len(given) != len(order):  # the KPI of the cell then says what is missing
            return replace(self, cells=given)
        return replace(self, cells=[given[order.index(name)] for name in each_cell.parameters])


def names_of_arguments(record: Record, language: Language) -> list[str]:
    """Return the names of the arguments in a language, as placeholders for cells: ``gross_profit``.

    Arguments that are usually left out are blank; one that repeats is there twice.
    """
    names = []
    for parameter in record.formula_parameters:
        name = as_name(parameter.title(language))
        names += [f"{name}_1", f"{name}_2"] if parameter.variadic else ["" if parameter.is_left_out else name]
    return names


def as_name(title: str) -> str:
    """Turn words into a name that a formula may hold."""
    return re.sub(r"\W+", "_", title).strip("_")


class Dialect:
    """Prints expressions of one KPI."""

    #: What a user calls the dialect.
    name: ClassVar[str]
    #: The fields of a :class:`Request` that make a difference.
    heeds: ClassVar[frozenset[str]] = frozenset()
    #: The requests whose formulas are catalogued and reviewed, by their names.
    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    #: A note for readers of other languages than English.
    remark: ClassVar[Label | None] = None
    #: Whether its formula is entered under the name of the function.
    is_entered_by_name: ClassVar[bool] = False
    #: Operator → its sign, blanks included.
    signs: ClassVar[Mapping[str, str]] = {}
    #: Operation → its text, where the operands take the places of {0}, {1}, …
    templates: ClassVar[Mapping[str, str]] = {}
    #: Whether it prints what readers need not see: that a sum of rounding errors is 0.
    shows_guards: bool = False
    #: How strongly a negation binds.
    negation: ClassVar[float] = 4.0

    def __init__(self, record: Record, names: Mapping[Expression, str] | None = None) -> None:
        self.record = record
        self.names = names or {}

    @classmethod
    def formulas(cls, record: Record, request: Request) -> Mapping[str, str]:
        """Return the formula of each figure by its name; of a table whose cells are a KPI, the formula of a cell."""
        if record.each_cell:
            return cls.formulas(record.each_cell.kpi, request.of_each_cell(record, record.each_cell))
        return cls.of_figures(record, request)

    @classmethod
    def of_figures(cls, record: Record, request: Request) -> Mapping[str, str]:
        """Return the formula of each figure by its name, for a KPI with formulas of its own."""
        raise NotImplementedError

    def text(self, expression: Any, context: float = 0) -> str:
        """Print an expression, in parentheses where the context binds more strongly."""
        if not isinstance(expression, Expression):
            text = self.constant(expression)
            return f"({text})" if context and text.startswith(("-", "−")) else text
        return self.names.get(expression) or self.step(expression, context)

    def step(self, expression: Expression, context: float = 0) -> str:
        """Print an expression even where it has a name."""
        operation, operands = expression.operation, expression.arguments
        if operation == "parameter":
            return self.parameter(*operands)
        if operation == "require":
            return self.require(*operands, context=context)
        if operation == "settled" and not self.shows_guards:
            return self.text(operands[0], context)
        if operation in self.signs:
            text, strength = self.infix(operation, *operands), STRENGTHS[operation]
        elif operation == "neg":
            text, strength = f"{self.minus}{self.text(operands[0], self.negation)}", self.negation
        elif template := self.template(operation):
            text, strength = template.format(*map(self.text, operands)), float("inf")
        else:
            method = getattr(self, operation, None)
            if method is None:
                raise UnprintableError(
                    Message(
                        "{kpi} cannot be printed as {dialect}, which has no {operation}.",
                        kpi=self.record.name,
                        dialect=self.name,
                        operation=operation,
                    )
                )
            printed = method(*operands)
            text, strength = printed if isinstance(printed, tuple) else (printed, float("inf"))
        return f"({text})" if strength < context else text

    minus: ClassVar[str] = "-"

    def template(self, operation: str) -> str | None:
        """Return the text of an operation; None where it has a method."""
        return self.templates.get(operation)

    def infix(self, operation: str, left: Any, right: Any) -> str:
        """Print two operands and the sign between them; equal strengths bind to the left."""
        strength = STRENGTHS[operation]
        return f"{self.text(left, strength)}{self.signs[operation]}{self.text(right, strength + 1)}"

    def at_most(self, x: Any, limit: Any) -> tuple[str, float]:
        """Print a comparison with its slack."""
        return self.infix("le", x, self.with_slack(limit, 1)), COMPARISON

    def at_least(self, x: Any, limit: Any) -> tuple[str, float]:
        """Print a comparison with its slack."""
        return self.infix("ge", x, self.with_slack(limit, -1)), COMPARISON

    def below(self, x: Any, limit: Any) -> tuple[str, float]:
        """Print a comparison with its slack."""
        return self.infix("lt", x, self.with_slack(limit, -1)), COMPARISON

    def settled(self, x: Any, size: Any) -> Any:
        """Print a sum or difference that is 0 where only rounding is left."""
        dust = Expression("mul", DUST, size) if isinstance(size, Expression) else DUST * size
        return self.where(Expression("le", Expression("abs", x), dust), 0.0, x)

    def where(self, condition: Any, then: Any, otherwise: Any) -> Any:
        """Print a choice."""
        raise NotImplementedError

    def ln_of_rest(self, part: Any) -> tuple[str, float]:
        """Print ln(1 − part) as an inverse hyperbolic tangent: 1 − part has lost the digits of a tiny part."""
        return f"-2{self.signs['mul']}{self.text(Expression('atanh', Expression('truediv', part, 2 - part)))}", PRODUCT

    def with_slack(self, limit: Any, sign: int) -> Any:
        """Return a limit moved up or down by what binary rounding may do to a number compared with it."""
        if not isinstance(limit, Expression):
            return limit + sign * SLACK * abs(limit)
        if limit.operation == "parameter" and self.record.by_name[limit.arguments[0]].kind.low == 0:
            return Expression("mul", 1 + sign * SLACK, limit)
        return Expression("add" if sign > 0 else "sub", limit, Expression("mul", SLACK, Expression("abs", limit)))

    def require(self, condition: Any, value: Any, *reason: Label, context: float) -> str:  # noqa: ARG002 - dialects with guards print it
        """Print a value that needs a condition; for readers, without the condition."""
        return self.text(value, context)

    def constant(self, value: Any) -> str:
        """Print a number or a text."""
        raise NotImplementedError

    def parameter(self, name: str, index: int | None = None) -> str:
        """Print a parameter; for one that repeats, the value at an index."""
        raise NotImplementedError


def repeated(formula: Any) -> list[Expression]:
    """Return the steps that occur more than once, each after its own parts."""
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
