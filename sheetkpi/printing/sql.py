"""Formulas as expressions of SQL, over columns named like the arguments.

*Bare* is the formula alone: ``(gross_profit - spend) / spend``. *Guarded* has the meaning of cells in it, as far as SQL has one: a blank
(NULL) stays blank; and since no column can hold an error, what is one in a spreadsheet is NULL too: a zero denominator, a number
outside its limits. A KPI that reads whole ranges is an aggregate; its other arguments are constants or columns of GROUP BY.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from sheetkpi.model.errors import WrongType
from sheetkpi.model.kinds import BEYOND_LIMIT
from sheetkpi.model.ops import Expression
from sheetkpi.model.records import Parameter, Record
from sheetkpi.printing.dialect import COMPARISON, PRODUCT, Dialect, Request, names_of_arguments
from sheetkpi.printing.trace import Cells, bind, variadic_neutral
from sheetkpi.translation import Label, Message

_NAME = re.compile(r"[\w.]+|`[^`]+`|\[[^\]]+\]")

#: The last binary digits of a quotient, relative to it: 2675085 / 0.35 is 7643100.000000001. The 15 digits of spreadsheets hold as many.
BINARY_DIGITS = 2e-15

#: Makes a number of whole ones a fraction: in many databases 1 / 2 is 0.
_FRACTION = "1e0 * "


class Sql(Dialect):
    """Prints expressions as SQL, in the words that DuckDB, Spark, PostgreSQL, BigQuery and others share."""

    name: ClassVar[str] = "sql"
    heeds: ClassVar[frozenset[str]] = frozenset({"cells", "is_guarded"})
    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {"sql": {}}
    signs: ClassVar[Mapping[str, str]] = {
        "lt": " < ",
        "le": " <= ",
        "gt": " > ",
        "ge": " >= ",
        "eq": " = ",
        "ne": " <> ",
        "add": " + ",
        "sub": " - ",
        "mul": " * ",
        "truediv": " / ",
    }

    templates: ClassVar[Mapping[str, str]] = {
        "pow": "POWER({0}, {1})",
        "abs": "ABS({0})",
        "sqrt": "SQRT({0})",
        "ln": "LN({0})",
        "tanh": "TANH({0})",
        "atanh": "ATANH({0})",
        "nearest": "ROUND({0}, 0)",
        "count_where": "COUNT(CASE WHEN {0} THEN 1 END)",
        "mean": "AVG({0})",
        "median": "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY {0})",
    }

    def __init__(self, record: Record, cells: Cells, *, is_guarded: bool) -> None:
        super().__init__(record)
        self.cells = cells
        self.is_guarded = self.shows_guards = is_guarded

    @classmethod
    def of_figures(cls, record: Record, request: Request) -> Mapping[str, str]:
        columns = names_of_arguments(record, "en") if request.cells is None else request.cells
        cells, formulas = bind(record, columns, _column)
        dialect = cls(record, cells, is_guarded=request.is_guarded)
        return {name: dialect.complete(formula) for name, formula in formulas.items()}

    def complete(self, formula: Any) -> str:
        """Print a formula with the conditions under which it has a value."""
        conditions = self.conditions(formula) if self.is_guarded else []
        return f"CASE WHEN {' AND '.join(conditions)} THEN {self.text(formula)} END" if conditions else self.text(formula)

    def conditions(self, formula: Any) -> list[str]:
        """Return the conditions on every column: its limits, and not NULL where a NULL would get lost."""
        loses_null = bool(self.record.figures) or _has_choice(formula)  # figures are blank together
        conditions = []
        for key, cell in self.cells.items():
            parameter = self.record.by_name[key[0]]
            least, greatest = (f"MIN({cell})", f"MAX({cell})") if parameter.is_range else (cell, cell)
            low, high = parameter.kind.low, parameter.kind.high
            limits = [f"{least} >= {self.constant(low - BEYOND_LIMIT)}"] if low is not None else []
            limits += [f"{greatest} <= {self.constant(high + BEYOND_LIMIT)}"] if high is not None else []
            if parameter.options:
                limits = [f"LOWER({cell}) IN ({', '.join(map(self.constant, parameter.options))})"]
            if parameter.is_optional and limits:
                conditions.append(f"({cell} IS NULL OR {' AND '.join(limits)})")
            elif limits:
                conditions += limits
            elif loses_null and not parameter.is_optional and not parameter.is_range:
                conditions.append(f"{cell} IS NOT NULL")
        return conditions

    def infix(self, operation: str, left: Any, right: Any) -> str:
        if operation != "truediv" or not self.is_guarded:
            return super().infix(operation, left, right)
        dividend = self.text(left, PRODUCT)
        is_fraction = dividend.startswith(_FRACTION) or (isinstance(left, Expression) and left.operation == "truediv")
        divisor = str(self.text(right, PRODUCT + 1)) if isinstance(right, int | float) and right else f"NULLIF({self.text(right)}, 0)"
        return f"{'' if is_fraction else _FRACTION}{dividend} / {divisor}"

    def constant(self, value: Any) -> str:
        if value is None:
            return "NULL"
        return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else f"{float(value):.15g}"

    def parameter(self, name: str, index: int | None = None) -> str:
        cell = self.cells[(name,) if index is None else (name, index)]
        parameter = self.record.by_name[name]
        default = variadic_neutral(self.record) if parameter.variadic else parameter.default
        if parameter.options:
            cell = f"LOWER({cell})"
        if not self.is_guarded:
            return cell
        if parameter.is_optional and default is not None:
            cell = f"COALESCE({cell}, {self.constant(default)})"
        return cell if parameter.is_range else self.clamped(parameter, cell)

    def clamped(self, parameter: Parameter, cell: str) -> str:
        """Print a column that binary rounding may have carried over a limit: as the limit."""
        if parameter.kind.high is not None:
            cell = f"LEAST({cell}, {self.constant(parameter.kind.high)})"
        return cell if parameter.kind.low is None else f"GREATEST({cell}, {self.constant(parameter.kind.low)})"

    def is_blank(self, x: Expression) -> tuple[str, float]:
        """Test whether an optional column is NULL."""
        return f"{self.cells[x.arguments]} IS NULL", COMPARISON

    def require(self, condition: Any, value: Any, *reason: Label, context: float) -> str:
        if not self.is_guarded:
            return super().require(condition, value, *reason, context=context)
        return f"CASE WHEN {self.text(condition)} THEN {self.text(value)} END"

    def where(self, condition: Any, then: Any, otherwise: Any) -> str:
        """Print a choice."""
        return f"CASE WHEN {self.text(condition)} THEN {self.text(then)} ELSE {self.text(otherwise)} END"

    def ceil(self, x: Any) -> tuple[str, float]:
        """Round up, away from zero, forgiving the last binary digits."""
        return f"SIGN({self.text(x)}) * CEIL(ROUND(ABS({self.text(x)}) * {1 - BINARY_DIGITS!r}, 9))", PRODUCT

    def count(self, values: Any) -> str:
        """Count the rows that have a number in every column."""
        return f"COUNT({self.paired(values)})"

    def total(self, values: Any) -> str:
        """Sum over the rows that have a number in every column."""
        return f"SUM({self.paired(values)})"

    def total_size(self, values: Any) -> str:
        """Sum without the signs of the numbers."""
        return f"SUM(ABS({self.paired(values)}))"

    def paired(self, values: Any) -> str:
        """Return the values of a column, NULL where another column of the formula is NULL."""
        text = self.text(values)
        others = [cell for key, cell in self.cells.items() if self.record.by_name[key[0]].is_range and cell != text]
        if not others:
            return text
        return f"CASE WHEN {' AND '.join(f'{other} IS NOT NULL' for other in others)} THEN {text} END"


def _column(record: Record, parameter: Parameter, argument: str) -> str:
    """Return a column as it is, any other expression in parentheses."""
    if not argument:
        raise WrongType(
            Message("{function}: {argument} is blank. Give a column, a number or a text.", function=record.name, argument=parameter)
        )
    return argument if _NAME.fullmatch(argument) else f"({argument})"


def _has_choice(expression: Any) -> bool:
    """Whether a condition in the formula may lose a NULL."""
    if not isinstance(expression, Expression):
        return False
    return expression.operation in ("where", "require") or any(map(_has_choice, expression.arguments))
